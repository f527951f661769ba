(** * B4. VC dimension of width-3 LN-Nets on a line *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics SignChanges Circle B4Upper B4Attained Shattering B3TwoClasses NinePoints.
Open Scope R_scope.

(** Claim B4: every 2L + 1 distinct points of a line are shattered at depth L ≥ 1, and no 2^L + 2 points are; so the VC dimension is 3 at depth 1 and 5 at
    depth 2, and 9 at depth 3, where nine points are. A net of depth L changes its sign at most 2^L times along the line, and for every L ≥ 1 there is one that does so. *)
Theorem B4 :
  (forall L xs, (1 <= L)%nat -> NoDup xs -> length xs = (2 * L + 1)%nat -> shatters (ln_net 1 3 L 2) (points_of_line xs)) /\
  (forall L xs, increasing xs -> shatters (ln_net 1 3 L 2) (points_of_line xs) -> (length xs <= 2 ^ L + 1)%nat) /\
  vc_dimension_on_line (ln_net 1 3 1 2) 3 /\
  vc_dimension_on_line (ln_net 1 3 2 2) 5 /\
  vc_dimension_on_line (ln_net 1 3 3 2) 9 /\
  (forall L net, ln_net 1 3 L 1 net -> sign_changes_at_most (2 ^ L) (on_line net)) /\
  (forall L, (1 <= L)%nat -> exists net, ln_net 1 3 L 1 net /\ changes_sign (on_line net) (2 ^ L)).
Proof.
  split; [intros L xs HL N Len; apply odd_number_shattered; [exact HL | exact N | lia]|].
  split; [exact not_shattered|]; split; [|split; [|split; [exact nine_points_dimension | split; [exact ln_net_sign_changes | exact sign_changes_attained]]]].
  - apply (most_points 1 [0; 1; 2]); [cbn; lra | reflexivity | apply odd_number_shattered; [lia | | cbn; lia]].
    repeat constructor; cbn [In]; intros H; repeat (destruct H as [H|H]; [lra|]); exact H.
  - apply (most_points 2 [0; 1; 2; 3; 4]); [cbn; lra | reflexivity | apply odd_number_shattered; [lia | | cbn; lia]].
    repeat constructor; cbn [In]; intros H; repeat (destruct H as [H|H]; [lra|]); exact H.
Qed.
