(** * One hidden LN layer with one input and one output is ⟨v, LN(w x + t)⟩ + c *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics LineUnits.
Open Scope R_scope.

Lemma chunks_all s v : (0 < s)%nat -> length v = s -> chunks s v = [v].
Proof.
  intros Hs Hv; unfold chunks; rewrite Hv; destruct s as [|s]; [lia|]; destruct v as [|a v]; [discriminate|].
  cbn [chunks_of]; rewrite firstn_all2, skipn_all2 by lia; destruct s; reflexivity.
Qed.

Lemma affine_of_one W b x : Forall (fun row => length row = 1%nat) W ->
  affine W b [x] = vadd (vscale x (map (fun row => nth 0 row 0) W)) b.
Proof.
  unfold affine; revert b; induction W as [|row W IH]; intros b H; [reflexivity|].
  inversion H as [|? ? Hr HW]; subst; destruct row as [|w [|]]; try discriminate.
  destruct b as [|y b]; [reflexivity|]; cbn [map vscale vadd dot nth]; f_equal; [ring|].
  specialize (IH b HW); unfold vscale in IH; exact IH.
Qed.

Lemma at_most_one_extremum_plus f c : at_most_one_extremum f -> at_most_one_extremum (fun x => f x + c).
Proof.
  intros [H|[H|(p & [[H1 H2]|[H1 H2]])]].
  - left; intros x y Hx Hy Hl; specialize (H x y Hx Hy Hl); lra.
  - right; left; intros x y Hx Hy Hl; specialize (H x y Hx Hy Hl); lra.
  - right; right; exists p; left; split; intros x y Hx Hy Hl; [specialize (H1 x y Hx Hy Hl) | specialize (H2 x y Hx Hy Hl)]; lra.
  - right; right; exists p; right; split; intros x y Hx Hy Hl; [specialize (H1 x y Hx Hy Hl) | specialize (H2 x y Hx Hy Hl)]; lra.
Qed.

(** One group between affine maps, centred or not. *)
Definition one_group (W : list vec) (b : vec) (centered : bool) (C : list vec) (c : vec) : network :=
  [Affine W b; Norm (length W) centered 0; Affine C c].

Definition normalized (centered : bool) : vec -> vec := if centered then layer_norm 0 else rms_norm 0.

Lemma one_group_scores W b (centered : bool) C c k : shaped 1 (one_group W b centered C c) k ->
  exists w, length w = length b /\
    forall j, (j < k)%nat -> exists v d, length v = length b /\ forall x, nth j (run (one_group W b centered C c) [x]) 0 = dot v (normalized centered (vadd (vscale x w) b)) + d.
Proof.
  unfold one_group; cbn [shaped]; intros (S1 & S2 & S3 & S4 & S5 & S6 & S7).
  exists (map (fun row => nth 0 row 0) W); split; [rewrite map_length; symmetry; exact S2|].
  intros j Hj; exists (nth j C []), (nth j c 0).
  split; [rewrite S2; refine (proj1 (Forall_forall _ C) S5 _ (nth_In _ _ _)); rewrite S7; exact Hj|]; intros x.
  cbn [run run_layer]; rewrite affine_of_one by exact S1.
  set (z := vadd _ b).
  assert (Lz : length z = length W)
    by (unfold z; rewrite vadd_length; rewrite ?vscale_length, map_length; [reflexivity | symmetry; exact S2]).
  replace (if centered then parallel_layer_norm (length W) 0 z else parallel_layer_scaling (length W) 0 z) with (normalized centered z)
    by (destruct centered; unfold normalized, parallel_layer_norm, parallel_layer_scaling; rewrite chunks_all by (first [exact S3 | exact Lz]); cbn [map concat]; rewrite app_nil_r; reflexivity).
  set (y := normalized centered z).
  unfold affine; subst k; clear S5 S1 S2; revert c j S6 Hj; induction C as [|row C IH]; intros c j S6 Hj; [cbn in Hj; lia|].
  destruct c as [|q c]; [discriminate|]; destruct j as [|j]; [reflexivity|].
  cbn [map vadd nth]; apply IH; cbn in *; lia.
Qed.

Lemma one_group_one_extremum W b centered C c : shaped 1 (one_group W b centered C c) 1 -> at_most_one_extremum (on_line (one_group W b centered C c)).
Proof.
  intros S; destruct (one_group_scores W b centered C c 1 S) as (w & L & F); destruct (F 0%nat ltac:(lia)) as (v & d & _ & E).
  eapply at_most_one_extremum_ext; [intros x; symmetry; apply E|]; apply at_most_one_extremum_plus.
  destruct centered; [apply ln_line_one_extremum | apply rms_line_one_extremum]; exact L.
Qed.

(** The difference of two outputs, or one output, of a network with one LN layer. *)
Lemma single_layer_scores width k net : ln_net 1 width 1 k net ->
  exists W t, length W = length t /\
    forall j, (j < k)%nat -> exists v c, length v = length t /\ forall x, nth j (run net [x]) 0 = dot v (layer_norm 0 (vadd (vscale x W) t)) + c.
Proof.
  intros (S & hidden & C & c & -> & L & F).
  destruct hidden as [|[W b] [|]]; try discriminate; inversion F as [|? ? HW _]; subst; cbn [fst] in *.
  destruct (one_group_scores W b true C c k S) as (w & Lw & Sc); exists w, b; split; [exact Lw | exact Sc].
Qed.

Lemma layer_norm_line_extremum v c w t : length w = length t ->
  at_most_one_extremum (fun x => dot v (layer_norm 0 (vadd (vscale x w) t)) + c).
Proof. intros L; apply (at_most_one_extremum_plus (fun x => dot v (layer_norm 0 (vadd (vscale x w) t)))), ln_line_one_extremum, L. Qed.

(** One hidden LN layer of any width, on a line, has at most one extremum. *)
Theorem single_layer_one_extremum width net : ln_net 1 width 1 1 net -> at_most_one_extremum (on_line net).
Proof.
  intros H; destruct (single_layer_scores width 1 net H) as (W & t & L & F); destruct (F 0%nat ltac:(lia)) as (v & c & _ & E).
  eapply at_most_one_extremum_ext; [intros x; symmetry; apply E | apply layer_norm_line_extremum, L].
Qed.

(** The same of the difference of two outputs, which decides between two classes. *)
Lemma dot_sub u v z : length u = length v -> dot u z - dot v z = dot (vadd u (vscale (-1) v)) z.
Proof.
  revert v z; induction u as [|a u IH]; destruct v as [|b v]; intros [|y z] L; try discriminate; cbn [vscale map vadd dot length] in *; try ring.
  unfold vscale in IH; rewrite <- (IH v z) by lia; ring.
Qed.
