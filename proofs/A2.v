(** * A2. PLN-s with s ≥ 3 and PLS-s with s ≥ 2 are smooth sigmoids *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics LineUnits.
Open Scope R_scope.

(** √s t / √(t² + c²) *)
Definition sigmoid (s : nat) (c t : R) : R := sqrt (INR s) * t / sqrt (t * t + c * c).

Lemma rms_norm_in_plane s e1 e2 t c :
  (0 < s)%nat -> length e1 = s -> length e2 = s -> ssq e1 = 1 -> ssq e2 = 1 -> dot e1 e2 = 0 ->
  dot e1 (rms_norm 0 (vadd (vscale t e1) (vscale c e2))) = sigmoid s c t.
Proof.
  intros Hs L1 L2 N1 N2 O; assert (S : 0 < INR s) by (apply lt_0_INR; exact Hs).
  unfold rms_norm; rewrite dot_map_div, dot_vadd_r, !dot_vscale_r by (rewrite !vscale_length; congruence).
  unfold rms; rewrite vadd_length, vscale_length, L1 by (rewrite !vscale_length; congruence).
  assert (Q : ssq (vadd (vscale t e1) (vscale c e2)) = t * t + c * c).
  { rewrite ssq_line by (rewrite vscale_length; congruence); rewrite N1, dot_vscale_r, O; unfold ssq; rewrite dot_vscale_r, dot_comm, dot_vscale_r.
    fold (ssq e2); rewrite N2; ring. }
  rewrite Q, Rplus_0_r, O; fold (ssq e1); rewrite N1; unfold sigmoid.
  assert (W : sqrt ((t * t + c * c) / INR s) = sqrt (t * t + c * c) / sqrt (INR s)) by (apply sqrt_div_alt; exact S).
  rewrite W; assert (R : 0 < sqrt (INR s)) by (apply sqrt_lt_R0; exact S).
  destruct (Req_dec (sqrt (t * t + c * c)) 0) as [Z|Z].
  - assert (t * t + c * c = 0) by (apply sqrt_eq_0; [nra | exact Z]); assert (t = 0) by nra; subst t; unfold Rdiv; ring.
  - field; split; lra.
Qed.

Lemma center_of_centred v : sum v = 0 -> center v = v.
Proof.
  intros S; unfold center, mean; rewrite S; unfold Rdiv; rewrite Rmult_0_l.
  rewrite (map_ext _ (fun x => x)) by (intros; ring); apply map_id.
Qed.

(** The formula: e1, e2 orthonormal in the centred space (components sum to 0). *)
Theorem layer_norm_in_plane s e1 e2 t c :
  (0 < s)%nat -> length e1 = s -> length e2 = s -> sum e1 = 0 -> sum e2 = 0 -> ssq e1 = 1 -> ssq e2 = 1 -> dot e1 e2 = 0 ->
  dot e1 (layer_norm 0 (vadd (vscale t e1) (vscale c e2))) = sigmoid s c t.
Proof.
  intros Hs L1 L2 S1 S2 N1 N2 O; unfold layer_norm; rewrite center_of_centred; [apply rms_norm_in_plane; assumption|].
  rewrite sum_vadd, !sum_vscale, S1, S2 by (rewrite !vscale_length; congruence); ring.
Qed.

(** It increases strictly, *)
Theorem sigmoid_increasing s c x y : (0 < s)%nat -> c <> 0 -> x < y -> sigmoid s c x < sigmoid s c y.
Proof.
  intros Hs Hc L; assert (S : 0 < sqrt (INR s)) by (apply sqrt_lt_R0, lt_0_INR, Hs).
  assert (C : 0 < c * c) by nra; unfold sigmoid.
  set (f := fun z => (1 * z + 0) / sqrt (1 * z * z + 0 * z + c * c)).
  assert (E : forall z, sqrt (INR s) * z / sqrt (z * z + c * c) = sqrt (INR s) * f z).
  { intros z; unfold f; replace (1 * z * z + 0 * z + c * c) with (z * z + c * c) by ring; replace (1 * z + 0) with z by ring; unfold Rdiv; ring. }
  rewrite !E; apply Rmult_lt_compat_l; [exact S|].
  assert (P : forall z, 0 < 1 * z * z + 0 * z + c * c) by (intros; nra).
  destruct (MVT_cor2 f _ x y L (fun z _ => derivative_of_quotient 1 0 1 0 (c * c) z (P z))) as (z & M & _).
  assert (0 < ((1 * 0 / 2 - 0 * 1) * z + (1 * (c * c) - 0 * 0 / 2)) / ((1 * z * z + 0 * z + c * c) * sqrt (1 * z * z + 0 * z + c * c))).
  { apply Rmult_lt_0_compat; [lra|]; apply Rinv_0_lt_compat, Rmult_lt_0_compat; [apply P | apply sqrt_lt_R0, P]. }
  nra.
Qed.

Lemma sqrt_bound a b : 0 <= a -> 0 <= b -> a < b * b -> sqrt a < b.
Proof. intros Ha Hb H; rewrite <- (sqrt_square b Hb); apply sqrt_lt_1_alt; lra. Qed.

(** stays between -√s and √s, and comes as near to them as one likes. *)
Theorem sigmoid_bounds s c t : (0 < s)%nat -> c <> 0 -> - sqrt (INR s) < sigmoid s c t < sqrt (INR s).
Proof.
  intros Hs Hc; assert (S : 0 < sqrt (INR s)) by (apply sqrt_lt_R0, lt_0_INR, Hs).
  assert (P : 0 < sqrt (t * t + c * c)) by (apply sqrt_lt_R0; nra).
  assert (A : Rabs t < sqrt (t * t + c * c)) by (rewrite <- sqrt_sq_abs; apply sqrt_lt_1_alt; nra).
  assert (B : - sqrt (t * t + c * c) < t < sqrt (t * t + c * c)) by (apply Rabs_def2 in A; lra).
  unfold sigmoid, Rdiv; split; apply (Rmult_lt_reg_r (sqrt (t * t + c * c))); try exact P; rewrite !Rmult_assoc, Rinv_l by lra; nra.
Qed.

Theorem sigmoid_limits s c e : (0 < s)%nat -> c <> 0 -> 0 < e ->
  exists M, (forall t, M <= t -> sqrt (INR s) - e < sigmoid s c t) /\ (forall t, t <= - M -> sigmoid s c t < - sqrt (INR s) + e).
Proof.
  intros Hs Hc He; assert (S : 0 < sqrt (INR s)) by (apply sqrt_lt_R0, lt_0_INR, Hs); set (r := sqrt (INR s)) in *.
  assert (G : exists M, forall t, M <= t -> r - e < sigmoid s c t).
  { set (M := Rabs c * (r / e) + 1); exists M; intros t Ht; unfold sigmoid; fold r.
    assert (Ca : 0 < Rabs c) by (apply Rabs_pos_lt, Hc).
    assert (Re : 0 < r / e) by (apply Rmult_lt_0_compat; [exact S | apply Rinv_0_lt_compat, He]).
    assert (T : Rabs c * (r / e) < t) by (unfold M in Ht; lra); assert (T0 : 0 < t) by (pose proof (Rmult_lt_0_compat _ _ Ca Re); lra).
    assert (P : 0 < sqrt (t * t + c * c)) by (apply sqrt_lt_R0; nra).
    assert (Q : sqrt (t * t + c * c) < t + Rabs c).
    { apply sqrt_bound; [nra | lra |]; assert (Rabs c * Rabs c = c * c) by (unfold Rabs; destruct (Rcase_abs c); ring); nra. }
    apply (Rmult_lt_reg_r (sqrt (t * t + c * c))); [exact P|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    assert (K : Rabs c * r < e * t).
    { apply (Rmult_lt_compat_r e) in T; [|exact He]; replace (Rabs c * (r / e) * e) with (Rabs c * r) in T by (field; lra); lra. }
    destruct (Rle_dec (r - e) 0) as [N|N].
    - assert (0 < r * t) by nra; nra.
    - assert ((r - e) * sqrt (t * t + c * c) < (r - e) * (t + Rabs c)) by (apply Rmult_lt_compat_l; lra); nra. }
  destruct G as (M & G); exists M; split; [exact G|]; intros t Ht; specialize (G (- t) ltac:(lra)); unfold sigmoid in *; fold r in G |- *.
  replace (- t * - t) with (t * t) in G by ring; replace (r * - t / sqrt (t * t + c * c)) with (- (r * t / sqrt (t * t + c * c))) in G by (unfold Rdiv; ring); lra.
Qed.

(** Such directions exist: for s ≥ 3 in the centred space, and for s ≥ 2 where nothing is subtracted. *)
Lemma zeros_facts n : sum (repeat 0 n) = 0 /\ ssq (repeat 0 n) = 0 /\ dot (repeat 0 n) (repeat 0 n) = 0.
Proof. induction n as [|n (A & B & C)]; cbn in *; unfold ssq in *; cbn [dot] in *; repeat split; lra. Qed.

Theorem centred_directions_exist s : (3 <= s)%nat -> exists e1 e2,
  length e1 = s /\ length e2 = s /\ sum e1 = 0 /\ sum e2 = 0 /\ ssq e1 = 1 /\ ssq e2 = 1 /\ dot e1 e2 = 0.
Proof.
  intros Hs; destruct s as [|[|[|n]]]; try lia.
  assert (A : / sqrt 2 * / sqrt 2 = / 2) by (rewrite <- Rinv_mult, sqrt_sqrt by lra; reflexivity).
  assert (B : / sqrt 6 * / sqrt 6 = / 6) by (rewrite <- Rinv_mult, sqrt_sqrt by lra; reflexivity).
  set (a := / sqrt 2) in *; set (b := / sqrt 6) in *; destruct (zeros_facts n) as (Z1 & Z2 & Z3); unfold ssq in *.
  exists (a :: - a :: 0 :: repeat 0 n), (b :: b :: -2 * b :: repeat 0 n); cbn [length sum dot ssq]; unfold ssq; cbn [dot].
  rewrite repeat_length, Z1, Z3; repeat split; try lra; nra.
Qed.

Theorem directions_exist s : (2 <= s)%nat -> exists e1 e2, length e1 = s /\ length e2 = s /\ ssq e1 = 1 /\ ssq e2 = 1 /\ dot e1 e2 = 0.
Proof.
  intros Hs; destruct s as [|[|n]]; try lia; destruct (zeros_facts n) as (Z1 & Z2 & Z3); unfold ssq in *.
  exists (1 :: 0 :: repeat 0 n), (0 :: 1 :: repeat 0 n); cbn [length dot]; unfold ssq; cbn [dot]; rewrite repeat_length, Z3; repeat split; lra.
Qed.

(** So the algebraic sigmoid with c = 1 is a unit of PLN-s for s ≥ 3 and of PLS-s for s ≥ 2, weight, slope and shift free. *)
Theorem sigmoid_is_a_unit s a w t :
  ((3 <= s)%nat -> pln_unit s (fun x => a * sigmoid s 1 (w * x + t))) /\ ((2 <= s)%nat -> pls_unit s (fun x => a * sigmoid s 1 (w * x + t))).
Proof.
  assert (Line : forall (e1 e2 : vec) x, length e1 = length e2 -> vadd (vscale x (vscale w e1)) (vadd (vscale t e1) (vscale 1 e2)) = vadd (vscale (w * x + t) e1) (vscale 1 e2)).
  { intros e1 e2 x; revert e2; induction e1 as [|p e1 IH]; destruct e2 as [|q e2]; cbn [vscale map vadd length]; intros L; try discriminate; [reflexivity|].
    unfold vscale in *; rewrite IH by lia; f_equal; ring. }
  assert (Sc : forall u v, dot (vscale a u) v = a * dot u v) by (intros; rewrite dot_comm, dot_vscale_r, dot_comm; reflexivity).
  split; intros Hs.
  - destruct (centred_directions_exist s Hs) as (e1 & e2 & L1 & L2 & S1 & S2 & N1 & N2 & O).
    exists (vscale w e1), (vadd (vscale t e1) (vscale 1 e2)), (vscale a e1); repeat split; rewrite ?vadd_length; rewrite ?vscale_length; try congruence.
    intros x; rewrite Line, Sc by congruence; f_equal; symmetry; apply layer_norm_in_plane; try assumption; lia.
  - destruct (directions_exist s Hs) as (e1 & e2 & L1 & L2 & N1 & N2 & O).
    exists (vscale w e1), (vadd (vscale t e1) (vscale 1 e2)), (vscale a e1); repeat split; rewrite ?vadd_length; rewrite ?vscale_length; try congruence.
    intros x; rewrite Line, Sc by congruence; f_equal; symmetry; apply rms_norm_in_plane; try assumption; lia.
Qed.

(** Every unit on a line is n(x)/√q(x) with n affine and q a quadratic that is not negative. *)
Theorem units_on_a_line s u : pln_unit s u \/ pls_unit s u -> exists a b A B C,
  (forall x, 0 <= A * x * x + B * x + C) /\ forall x, u x = (a * x + b) / sqrt (A * x * x + B * x + C).
Proof.
  intros H; assert (G : exists w t v, length w = length t /\ length v = s /\ forall x, u x = dot v (rms_norm 0 (vadd (vscale x w) t))).
  { destruct H as [(w & t & v & Lw & Lt & Lv & E)|(w & t & v & Lw & Lt & Lv & E)].
    - exists (center w), (center t), v; rewrite !center_length; repeat split; try congruence; intros x; rewrite E; unfold layer_norm; rewrite center_line by congruence; reflexivity.
    - exists w, t, v; repeat split; try congruence; exact E. }
  destruct G as (w & t & v & L & _ & E); set (n := INR (length t)).
  exists (dot v w), (dot v t), (ssq w / n), (2 * dot w t / n), (ssq t / n).
  assert (F : forall x, ssq (vadd (vscale x w) t) / n = ssq w / n * x * x + 2 * dot w t / n * x + ssq t / n)
    by (intros; rewrite ssq_line by exact L; unfold Rdiv; ring).
  split; intros x.
  - rewrite <- F; destruct (Req_dec n 0) as [Z|Z].
    + destruct t; [|exfalso; unfold n in Z; cbn [length] in Z; rewrite S_INR in Z; pose proof (pos_INR (length t)); lra].
      destruct w; [|discriminate]; unfold ssq, n; cbn; unfold Rdiv; rewrite Rmult_0_l; lra.
    + apply Rmult_le_pos; [apply ssq_nonneg | left; apply Rinv_0_lt_compat]; pose proof (pos_INR (length t)); unfold n in *; lra.
  - rewrite E; unfold rms_norm; rewrite dot_map_div, dot_vadd_r, dot_vscale_r by (rewrite vscale_length; exact L).
    unfold rms; rewrite vadd_length, vscale_length, L by (rewrite vscale_length; exact L); fold n; rewrite F, Rplus_0_r; f_equal; ring.
Qed.

Theorem units_have_one_extremum s u : pln_unit s u \/ pls_unit s u -> at_most_one_extremum u.
Proof.
  intros [(w & t & v & Lw & Lt & Lv & E)|(w & t & v & Lw & Lt & Lv & E)]; (eapply at_most_one_extremum_ext; [intros x; symmetry; apply E|]).
  - apply ln_line_one_extremum; congruence.
  - apply rms_line_one_extremum; congruence.
Qed.

(** Claim A2, whole. *)
Theorem A2 :
  (forall s e1 e2 t c, (0 < s)%nat -> length e1 = s -> length e2 = s -> sum e1 = 0 -> sum e2 = 0 -> ssq e1 = 1 -> ssq e2 = 1 -> dot e1 e2 = 0 ->
     dot e1 (layer_norm 0 (vadd (vscale t e1) (vscale c e2))) = sigmoid s c t) /\
  (forall s e1 e2 t c, (0 < s)%nat -> length e1 = s -> length e2 = s -> ssq e1 = 1 -> ssq e2 = 1 -> dot e1 e2 = 0 ->
     dot e1 (rms_norm 0 (vadd (vscale t e1) (vscale c e2))) = sigmoid s c t) /\
  (forall s c, (0 < s)%nat -> c <> 0 ->
     (forall x y, x < y -> sigmoid s c x < sigmoid s c y) /\ (forall t, - sqrt (INR s) < sigmoid s c t < sqrt (INR s)) /\
     (forall e, 0 < e -> exists M, (forall t, M <= t -> sqrt (INR s) - e < sigmoid s c t) /\ (forall t, t <= - M -> sigmoid s c t < - sqrt (INR s) + e))) /\
  (forall s a w t, ((3 <= s)%nat -> pln_unit s (fun x => a * sigmoid s 1 (w * x + t))) /\ ((2 <= s)%nat -> pls_unit s (fun x => a * sigmoid s 1 (w * x + t)))) /\
  (forall s u, pln_unit s u \/ pls_unit s u ->
     (exists a b A B C, (forall x, 0 <= A * x * x + B * x + C) /\ forall x, u x = (a * x + b) / sqrt (A * x * x + B * x + C)) /\ at_most_one_extremum u).
Proof.
  split; [|split; [|split; [|split]]].
  - intros; apply layer_norm_in_plane; assumption.
  - intros; apply rms_norm_in_plane; assumption.
  - intros s c Hs Hc; split; [|split]; intros; [apply sigmoid_increasing | apply sigmoid_bounds | apply sigmoid_limits]; assumption.
  - apply sigmoid_is_a_unit.
  - intros s u H; split; [exact (units_on_a_line s u H) | exact (units_have_one_extremum s u H)].
Qed.
