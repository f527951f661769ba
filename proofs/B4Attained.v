(** * B4: 2^L changes of sign are attained, by an explicit net of every depth

    In the coordinate t of the points (t, 1) a layer is t ↦ φ(t) = a/√(1 + t²) + b, with a and b such that φ is even and maps [0, 1] decreasing
    onto [-1, 1]: φ(0) = 1, φ(1) = -1. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics SignChanges Circle.
Open Scope R_scope.

Definition half_root : R := / sqrt 2.
Definition slope : R := 2 / (1 - half_root).
Definition offset : R := - slope * (1 + half_root) / 2.
Definition folded (t : R) : R := slope / sqrt (t * t + 1) + offset.

Fixpoint iterate (n : nat) (f : R -> R) (x : R) : R :=
  match n with
  | O => x
  | S m => iterate m f (f x)
  end.

Lemma half_root_sq : half_root * half_root = / 2.
Proof.
  unfold half_root; assert (S : sqrt 2 * sqrt 2 = 2) by (apply sqrt_sqrt; lra); assert (0 < sqrt 2) by (apply sqrt_lt_R0; lra).
  rewrite <- Rinv_mult; rewrite S; reflexivity.
Qed.

Lemma half_root_bounds : / 2 < half_root < 1.
Proof.
  pose proof half_root_sq; assert (0 < half_root) by (unfold half_root; apply Rinv_0_lt_compat, sqrt_lt_R0; lra); split; nra.
Qed.

(** The inverse of [folded] on [0, 1]. *)
Definition height (y : R) : R := y * (1 - half_root) / 2 + (1 + half_root) / 2.
Definition unfolded (y : R) : R := sqrt (/ (height y * height y) - 1).

Lemma height_bounds y : -1 <= y <= 1 -> half_root <= height y <= 1.
Proof. intros H; pose proof half_root_bounds; unfold height; split; nra. Qed.

Lemma inverse_square_at_least_1 h : 0 < h <= 1 -> 1 <= / (h * h).
Proof. intros H; rewrite <- Rinv_1 at 1; apply Rinv_le_contravar; nra. Qed.

Lemma unfolded_sq y : -1 <= y <= 1 -> unfolded y * unfolded y + 1 = / (height y * height y).
Proof.
  intros H; pose proof (height_bounds y H); pose proof half_root_bounds; unfold unfolded.
  rewrite sqrt_sqrt; [ring|]; pose proof (inverse_square_at_least_1 (height y) ltac:(lra)); lra.
Qed.

Lemma folded_unfolded y : -1 <= y <= 1 -> folded (unfolded y) = y /\ folded (- unfolded y) = y.
Proof.
  intros H; assert (E : folded (unfolded y) = y).
  { unfold folded; rewrite unfolded_sq by exact H; pose proof (height_bounds y H); pose proof half_root_bounds.
    assert (R : sqrt (/ (height y * height y)) = / height y).
    { replace (/ (height y * height y)) with (/ height y * / height y) by (rewrite Rinv_mult; reflexivity).
      apply sqrt_square; left; apply Rinv_0_lt_compat; lra. }
    rewrite R; unfold offset, slope; replace (2 / (1 - half_root) / / height y) with (2 / (1 - half_root) * height y) by (field; lra).
    unfold height; field; lra. }
  split; [exact E|]; rewrite <- E at 2; unfold folded; replace (- unfolded y * - unfolded y) with (unfolded y * unfolded y) by ring; reflexivity.
Qed.

Lemma unfolded_ends : unfolded 1 = 0 /\ unfolded (-1) = 1.
Proof.
  unfold unfolded; replace (height 1) with 1 by (unfold height; field); replace (height (-1)) with half_root by (unfold height; field).
  rewrite half_root_sq, Rinv_inv; split.
  - replace (/ (1 * 1) - 1) with 0 by field; apply sqrt_0.
  - replace (2 - 1) with 1 by ring; apply sqrt_1.
Qed.

Lemma unfolded_decreases y z : -1 <= y -> y < z -> z <= 1 -> unfolded z < unfolded y.
Proof.
  intros Hy L Hz; pose proof half_root_bounds; pose proof (height_bounds y ltac:(lra)); pose proof (height_bounds z ltac:(lra)).
  assert (Hh : height y < height z) by (unfold height; nra).
  apply sqrt_lt_1_alt; split.
  - pose proof (inverse_square_at_least_1 (height z) ltac:(lra)); lra.
  - apply Rplus_lt_compat_r, Rinv_lt_contravar; [repeat apply Rmult_lt_0_compat; lra | nra].
Qed.

Lemma unfolded_bounds y : -1 <= y <= 1 -> 0 <= unfolded y <= 1.
Proof.
  intros H; split; [apply sqrt_pos|]; destruct (Req_dec y (-1)) as [->|N]; [destruct unfolded_ends; lra|].
  pose proof (unfolded_decreases (-1) y ltac:(lra) ltac:(lra) ltac:(lra)); destruct unfolded_ends; lra.
Qed.

(** 2^L + 1 points of [-1, 1] at which the L-th iterate alternates. *)
Lemma iterate_alternates L : exists p : nat -> R,
  p 0%nat = -1 /\ p (2 ^ L)%nat = 1 /\ (forall i, (i <= 2 ^ L)%nat -> -1 <= p i <= 1) /\
  (forall i, (i < 2 ^ L)%nat -> p i < p (S i) /\ iterate L folded (p i) * iterate L folded (p (S i)) < 0).
Proof.
  induction L as [|L (p & P0 & Pn & PB & PA)].
  - exists (fun i => match i with O => -1 | _ => 1 end); cbn [Nat.pow iterate]; repeat split; try (destruct i; lra); destruct i; try lia; lra.
  - set (n := (2 ^ L)%nat) in *; destruct unfolded_ends as [E1 E2].
    exists (fun i => if le_lt_dec i n then - unfolded (p i) else unfolded (p (2 * n - i)%nat)).
    assert (N : (0 < n)%nat) by (unfold n; clear; induction L; cbn; lia).
    assert (D : (2 ^ S L = 2 * n)%nat) by reflexivity; rewrite D.
    assert (V : forall i, (i <= n)%nat -> iterate (S L) folded (- unfolded (p i)) = iterate L folded (p i) /\
                                          iterate (S L) folded (unfolded (p i)) = iterate L folded (p i)).
    { intros i Hi; cbn [iterate]; destruct (folded_unfolded (p i) (PB i Hi)) as [-> ->]; split; reflexivity. }
    split; [|split; [|split]].
    + destruct (le_lt_dec 0 n); [rewrite P0; lra | lia].
    + destruct (le_lt_dec (2 * n) n); [lia|]; rewrite Nat.sub_diag, P0; exact E2.
    + intros i Hi; destruct (le_lt_dec i n).
      * pose proof (unfolded_bounds (p i) (PB i l)); lra.
      * pose proof (unfolded_bounds (p (2 * n - i)%nat) (PB (2 * n - i)%nat ltac:(lia))); lra.
    + intros i Hi; destruct (le_lt_dec i n) as [A|A]; destruct (le_lt_dec (S i) n) as [B|B]; try lia.
      * destruct (PA i ltac:(lia)) as [A1 A2]; destruct (V i A) as [-> _], (V (S i) B) as [-> _]; split; [|exact A2].
        apply Ropp_lt_contravar, unfolded_decreases; [apply PB; lia | exact A1 | apply PB; lia].
      * assert (i = n) by lia; subst i.
        replace (2 * n - S n)%nat with (n - 1)%nat by lia; destruct (PA (n - 1)%nat ltac:(lia)) as [A1 A2].
        replace (S (n - 1)) with n in * by lia; destruct (V n A) as [-> _], (V (n - 1)%nat ltac:(lia)) as [_ ->]; split.
        -- rewrite Pn in *; rewrite E1; pose proof (PB (n - 1)%nat ltac:(lia)); pose proof (unfolded_decreases (p (n - 1)%nat) 1 ltac:(lra) A1 ltac:(lra)); lra.
        -- lra.
      * set (k := (2 * n - S i)%nat); replace (2 * n - i)%nat with (S k) by (unfold k; lia).
        destruct (PA k ltac:(unfold k; lia)) as [A1 A2]; destruct (V (S k) ltac:(unfold k; lia)) as [_ ->], (V k ltac:(unfold k; lia)) as [_ ->].
        split; [apply unfolded_decreases; [apply PB; unfold k; lia | exact A1 | apply PB; unfold k; lia] | lra].
Qed.

Definition fold_once : affine2 * affine2 :=
  (Build_affine2 0 slope offset, Build_affine2 0 0 1).

Lemma folds_iterate k : forall x, run_folds (repeat fold_once k) (direction x 1) = direction (iterate k folded x) 1.
Proof.
  induction k as [|k IH]; intros x; [reflexivity|].
  cbn [repeat iterate]; unfold run_folds in *; cbn [fold_left]; rewrite <- IH; f_equal.
  unfold fold_layer, value, direction at 2 3, fold_once; cbn [fst snd coef_u coef_v constant]; f_equal; [|ring].
  unfold folded; rewrite Rmult_1_r; unfold Rdiv; ring.
Qed.

(** For every depth L ≥ 1 there is a width-3 LN-Net of L layer normalizations that changes its sign 2^L times along the line. *)
Theorem sign_changes_attained L : (1 <= L)%nat -> exists net, ln_net 1 3 L 1 net /\ changes_sign (on_line net) (2 ^ L).
Proof.
  intros HL; destruct L as [|k]; [lia|].
  destruct (circle_net 1 [1] 0 [0] 1 (repeat fold_once k) [Build_affine2 0 slope offset] eq_refl eq_refl) as (net & H & R).
  rewrite repeat_length in H; exists net; split; [exact H|].
  destruct (iterate_alternates (S k)) as (p & _ & _ & _ & A); apply (changes_sign_by_index _ p).
  assert (E : forall x, on_line net x = iterate (S k) folded x).
  { intros x; unfold on_line; rewrite R; cbn [map nth dot].
    replace (1 * x + 0 + 0) with x by ring; replace (0 * x + 0 + 1) with 1 by ring.
    rewrite folds_iterate; replace (iterate (S k) folded x) with (folded (iterate k folded x)).
    - unfold value, direction; cbn [fst snd coef_u coef_v constant]; unfold folded; rewrite Rmult_1_r; unfold Rdiv; ring.
    - clear; revert x; induction k as [|k IH]; intros x; [reflexivity|]; cbn [iterate] in *; apply IH. }
  intros i Hi; rewrite !E; apply A, Hi.
Qed.
