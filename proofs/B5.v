(** * B5. One LN layer on a line has at most two sign changes *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics SignChanges LineUnits SingleLayer Circle B4Upper Shattering B3TwoClasses.
Open Scope R_scope.

Lemma single_layer_score width net : ln_net 1 width 1 2 net -> at_most_one_extremum (score net).
Proof.
  intros H; destruct (single_layer_scores width 2 net H) as (W & t & L & F).
  destruct (F 0%nat ltac:(lia)) as (v0 & c0 & L0 & E0), (F 1%nat ltac:(lia)) as (v1 & c1 & L1 & E1).
  eapply at_most_one_extremum_ext; [|apply (layer_norm_line_extremum (vadd v1 (vscale (-1) v0)) (c1 - c0) W t L)].
  intros x; cbv beta; unfold score; rewrite E0, E1, <- dot_sub by congruence; ring.
Qed.

(** Claim B5, whole: a network affine, LN, affine of any width, with one input and one output, changes its sign at most twice along the line; two
    classes of four points of the line are not told apart in all ways; and at width 3 the VC dimension of depth 1 on a line is 3. *)
Theorem B5 :
  (forall width net, ln_net 1 width 1 1 net -> sign_changes_at_most 2 (on_line net)) /\
  (forall width xs, increasing xs -> length xs = 4%nat -> ~ shatters (ln_net 1 width 1 2) (points_of_line xs)) /\
  vc_dimension_on_line (ln_net 1 3 1 2) 3.
Proof.
  assert (Four : forall width xs, increasing xs -> (4 <= length xs)%nat -> ~ shatters (ln_net 1 width 1 2) (points_of_line xs)).
  { intros width xs I L S; destruct (shattered_alternates _ xs (fun net x H => ln_net_outputs _ _ _ _ _ [x] H) S) as (net & F & A).
    pose proof (one_extremum_sign_changes _ 0 (single_layer_score width net F) (length xs - 1)%nat) as C.
    assert (length xs - 1 <= 2)%nat; [|lia]; apply C; exists xs; split; [lia|]; split; [exact I|].
    clear - A; induction xs as [|x [|y xs] IH]; auto; destruct A as [A1 A2]; split; [rewrite !Rminus_0_r; exact A1 | exact (IH A2)]. }
  split; [|split; [|split]].
  - intros width net H n C; apply (one_extremum_sign_changes _ 0 (single_layer_one_extremum width net H) n).
    destruct C as (xs & L & I & A); exists xs; split; [exact L|]; split; [exact I|].
    clear - A; induction xs as [|x [|y xs] IH]; auto; destruct A as [A1 A2]; split; [rewrite !Rminus_0_r; exact A1 | exact (IH A2)].
  - intros width xs I L; apply Four; [exact I | lia].
  - exists [-1; 0; 1]; split; [cbn; lra|]; split; [reflexivity|]; apply odd_number_shattered; [lia | | cbn; lia].
    repeat constructor; cbn [In]; intros H; repeat (destruct H as [H|H]; [lra|]); exact H.
  - intros xs I S; destruct (le_lt_dec (length xs) 3) as [|G]; [assumption|]; exfalso; exact (Four 3%nat xs I G S).
Qed.
