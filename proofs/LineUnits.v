(** * One normalization on a line

    ⟨v, LN(w x + t)⟩ is n(x)/√q(x), n affine and q a square of a length. Such a function has at most one extremum: it is monotone, or
    monotone on both sides of one point. A2, A5 and B5 stand on this. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Classical.
Import ListNotations.
From Normlab Require Import Definitions Basics.
Open Scope R_scope.

Definition nondecreasing_on (I : R -> Prop) (f : R -> R) : Prop := forall x y, I x -> I y -> x <= y -> f x <= f y.
Definition nonincreasing_on (I : R -> Prop) (f : R -> R) : Prop := forall x y, I x -> I y -> x <= y -> f y <= f x.

(** f rises and then falls, or falls and then rises, or does only one of these. *)
Definition at_most_one_extremum (f : R -> R) : Prop :=
  nondecreasing_on (fun _ => True) f \/ nonincreasing_on (fun _ => True) f \/
  exists p, (nondecreasing_on (fun x => x <= p) f /\ nonincreasing_on (fun x => p <= x) f) \/
            (nonincreasing_on (fun x => x <= p) f /\ nondecreasing_on (fun x => p <= x) f).

Lemma at_most_one_extremum_ext f g : (forall x, f x = g x) -> at_most_one_extremum f -> at_most_one_extremum g.
Proof.
  intros E [H|[H|(p & [[H1 H2]|[H1 H2]])]].
  - left; intros x y; rewrite <- !E; apply H.
  - right; left; intros x y; rewrite <- !E; apply H.
  - right; right; exists p; left; split; intros x y; rewrite <- !E; [apply H1 | apply H2].
  - right; right; exists p; right; split; intros x y; rewrite <- !E; [apply H1 | apply H2].
Qed.

(** Along four points such a function does not rise, fall and rise, nor fall, rise and fall. So f - y changes sign at most twice. *)
Lemma one_extremum_sign_changes f y : at_most_one_extremum f -> sign_changes_at_most 2 (fun x => f x - y).
Proof.
  intros H n (xs & L & I & A); destruct (le_lt_dec n 2) as [|G]; [assumption|exfalso].
  destruct xs as [|x1 [|x2 [|x3 [|x4 xs]]]]; cbn [length] in L; try lia.
  cbn [increasing alternating] in I, A; destruct I as (I1 & I2 & I3 & _), A as (A1 & A2 & A3 & _).
  assert (S : (f x1 - y < 0 /\ f x2 - y > 0 /\ f x3 - y < 0 /\ f x4 - y > 0) \/
              (f x1 - y > 0 /\ f x2 - y < 0 /\ f x3 - y > 0 /\ f x4 - y < 0)).
  { destruct (Rtotal_order (f x1 - y) 0) as [P|[P|P]]; [left | rewrite P in A1; lra | right].
    - assert (f x2 - y > 0) by nra; assert (f x3 - y < 0) by nra; assert (f x4 - y > 0) by nra; auto.
    - assert (f x2 - y < 0) by nra; assert (f x3 - y > 0) by nra; assert (f x4 - y < 0) by nra; auto. }
  destruct H as [H|[H|(p & [[H1 H2]|[H1 H2]])]].
  - pose proof (H x1 x2 Logic.I Logic.I); pose proof (H x2 x3 Logic.I Logic.I); pose proof (H x3 x4 Logic.I Logic.I); lra.
  - pose proof (H x1 x2 Logic.I Logic.I); pose proof (H x2 x3 Logic.I Logic.I); pose proof (H x3 x4 Logic.I Logic.I); lra.
  - destruct (Rle_dec x3 p), (Rle_dec p x2); try lra;
      [pose proof (H1 x1 x2); pose proof (H1 x2 x3) | pose proof (H2 x2 x3); pose proof (H2 x3 x4)
      | pose proof (H1 x1 x2); pose proof (H2 x3 x4)]; lra.
  - destruct (Rle_dec x3 p), (Rle_dec p x2); try lra;
      [pose proof (H1 x1 x2); pose proof (H1 x2 x3) | pose proof (H2 x2 x3); pose proof (H2 x3 x4)
      | pose proof (H1 x1 x2); pose proof (H2 x3 x4)]; lra.
Qed.

(** ** n/√q, n affine and q quadratic and positive *)

Lemma monotone_by_derivative f f' x y :
  x <= y -> (forall c, derivable_pt_lim f c (f' c)) -> (forall c, x < c < y -> 0 <= f' c) -> f x <= f y.
Proof.
  intros [H| ->] D P; [|lra].
  destruct (MVT_cor2 f f' x y H (fun c _ => D c)) as (c & E & Hc); specialize (P c Hc); nra.
Qed.

Lemma derivative_of_quotient a b A B C x :
  let q := fun z => A * z * z + B * z + C in
  0 < q x ->
  derivable_pt_lim (fun z => (a * z + b) / sqrt (q z)) x (((a * B / 2 - b * A) * x + (a * C - b * B / 2)) / (q x * sqrt (q x))).
Proof.
  intros q Hq.
  assert (Dq : derivable_pt_lim q x (A * x + A * x + B)).
  { assert (E : A * x + A * x + B = (((0 * x + A * 1) * x + (A * x) * 1) + (0 * x + B * 1)) + 0) by ring; rewrite E.
    apply (derivable_pt_lim_plus (fun z => A * z * z + B * z) (fun _ => C)); [|apply derivable_pt_lim_const].
    apply (derivable_pt_lim_plus (fun z => A * z * z) (fun z => B * z)).
    - apply (derivable_pt_lim_mult (fun z => A * z) (fun z => z)); [|apply derivable_pt_lim_id].
      apply (derivable_pt_lim_mult (fun _ => A) (fun z => z)); [apply derivable_pt_lim_const | apply derivable_pt_lim_id].
    - apply (derivable_pt_lim_mult (fun _ => B) (fun z => z)); [apply derivable_pt_lim_const | apply derivable_pt_lim_id]. }
  assert (Dn : derivable_pt_lim (fun z => a * z + b) x a).
  { replace (derivable_pt_lim (fun z => a * z + b) x a) with (derivable_pt_lim (fun z => a * z + b) x ((0 * x + a * 1) + 0)) by (f_equal; ring).
    apply (derivable_pt_lim_plus (fun z => a * z) (fun _ => b)); [|apply derivable_pt_lim_const].
    apply (derivable_pt_lim_mult (fun _ => a) (fun z => z)); [apply derivable_pt_lim_const | apply derivable_pt_lim_id]. }
  assert (S : 0 < sqrt (q x)) by (apply sqrt_lt_R0; exact Hq).
  assert (SS : sqrt (q x) * sqrt (q x) = q x) by (apply sqrt_sqrt; lra).
  assert (Ds : derivable_pt_lim (fun z => sqrt (q z)) x (/ (2 * sqrt (q x)) * (A * x + A * x + B)))
    by (apply (derivable_pt_lim_comp q sqrt); [exact Dq | apply derivable_pt_lim_sqrt; exact Hq]).
  pose proof (derivable_pt_lim_div (fun z => a * z + b) (fun z => sqrt (q z)) x _ _ Dn Ds ltac:(lra)) as D.
  match type of D with derivable_pt_lim _ _ ?l => replace (((a * B / 2 - b * A) * x + (a * C - b * B / 2)) / (q x * sqrt (q x))) with l end;
    [exact D|].
  unfold Rsqr; cbv beta; rewrite SS.
  apply (Rmult_eq_reg_r (q x * sqrt (q x) * (2 * sqrt (q x)))); [|apply Rgt_not_eq; repeat apply Rmult_lt_0_compat; lra].
  set (s := sqrt (q x)) in *; assert (Q : q x = A * x * x + B * x + C) by reflexivity.
  transitivity (2 * a * s * s * s - (A * x + A * x + B) * (a * x + b) * s); [|transitivity (2 * s * ((a * B / 2 - b * A) * x + (a * C - b * B / 2)))].
  - set (Q0 := q x) in *; rewrite <- SS; field; lra.
  - replace (2 * a * s * s * s) with (2 * a * s * (s * s)) by ring; rewrite SS, Q; field.
  - set (Q0 := q x) in *; field; lra.
Qed.

Lemma quotient_has_one_extremum a b A B C :
  (forall x, 0 < A * x * x + B * x + C) ->
  at_most_one_extremum (fun x => (a * x + b) / sqrt (A * x * x + B * x + C)).
Proof.
  intros Q; set (f := fun x => (a * x + b) / sqrt (A * x * x + B * x + C)).
  set (k := a * B / 2 - b * A); set (m := a * C - b * B / 2).
  set (q := fun x => A * x * x + B * x + C).
  assert (D : forall x, derivable_pt_lim f x ((k * x + m) / (q x * sqrt (q x))))
    by (intros x; exact (derivative_of_quotient a b A B C x (Q x))).
  assert (W : forall x, 0 < / (q x * sqrt (q x)))
    by (intros x; apply Rinv_0_lt_compat, Rmult_lt_0_compat; [apply Q | apply sqrt_lt_R0, Q]).
  assert (Up : forall x y, x <= y -> (forall c, x < c < y -> 0 <= k * c + m) -> f x <= f y).
  { intros x y L P; apply (monotone_by_derivative f _ x y L D); intros c Hc; apply Rmult_le_pos; [apply P, Hc | left; apply W]. }
  assert (Down : forall x y, x <= y -> (forall c, x < c < y -> k * c + m <= 0) -> f y <= f x).
  { intros x y L P; apply Ropp_le_cancel.
    apply (monotone_by_derivative (fun z => - f z) (fun c => - ((k * c + m) / (q c * sqrt (q c)))) x y L).
    - intros c; apply derivable_pt_lim_opp, D.
    - intros c Hc; specialize (P c Hc); specialize (W c); unfold Rdiv.
      replace (- ((k * c + m) * / (q c * sqrt (q c)))) with ((- (k * c + m)) * / (q c * sqrt (q c))) by ring.
      apply Rmult_le_pos; lra. }
  destruct (Rtotal_order k 0) as [K|[K|K]].
  - right; right; exists (- m / k); left; split; intros x y Hx Hy L.
    + apply Up; [exact L|]; intros c Hc; assert (E : m = - (- m / k) * k) by (field; lra); nra.
    + apply Down; [exact L|]; intros c Hc; assert (E : m = - (- m / k) * k) by (field; lra); nra.
  - destruct (Rle_dec 0 m).
    + left; intros x y _ _ L; apply Up; [exact L|]; intros; rewrite K; lra.
    + right; left; intros x y _ _ L; apply Down; [exact L|]; intros; rewrite K; lra.
  - right; right; exists (- m / k); right; split; intros x y Hx Hy L.
    + apply Down; [exact L|]; intros c Hc; assert (E : m = - (- m / k) * k) by (field; lra); nra.
    + apply Up; [exact L|]; intros c Hc; assert (E : m = - (- m / k) * k) by (field; lra); nra.
Qed.

(** ** The unit on a line *)

Lemma center_length v : length (center v) = length v.
Proof. apply map_length. Qed.

Lemma center_line x w t : length w = length t ->
  center (vadd (vscale x w) t) = vadd (vscale x (center w)) (center t).
Proof.
  intros L; unfold center.
  assert (M : mean (vadd (vscale x w) t) = x * mean w + mean t).
  { unfold mean; rewrite vadd_length, vscale_length by (rewrite vscale_length; exact L).
    rewrite sum_vadd, sum_vscale, L by (rewrite vscale_length; exact L); unfold Rdiv; ring. }
  rewrite M; generalize (mean w) (mean t); clear M; revert t L.
  induction w as [|a w IH]; destruct t as [|b t]; cbn; intros L m1 m2; try discriminate; [reflexivity|].
  f_equal; [ring | apply IH; lia].
Qed.

Lemma dot_map_div v z r : dot v (map (fun y => y / r) z) = dot v z / r.
Proof.
  revert z; induction v; intros [|b z]; cbn [map dot]; unfold Rdiv in *; try ring.
  rewrite IHv; ring.
Qed.

Lemma ssq_line x w t : length w = length t ->
  ssq (vadd (vscale x w) t) = ssq w * x * x + 2 * dot w t * x + ssq t.
Proof.
  unfold ssq; revert t; induction w as [|a w IH]; destruct t as [|b t]; cbn [vscale map vadd dot length]; intros L; try discriminate; [ring|].
  unfold vscale in IH; rewrite IH by lia; ring.
Qed.

(** The step that a line through the origin gives. *)
Lemma step_has_one_extremum c p : at_most_one_extremum (fun x => c * sign (x - p)).
Proof.
  assert (M : forall x y, x <= y -> sign (x - p) <= sign (y - p)).
  { intros x y L; destruct (sign_cases (x - p)) as [[H ->]|[[H ->]|[H ->]]], (sign_cases (y - p)) as [[H' ->]|[[H' ->]|[H' ->]]]; lra. }
  destruct (Rle_dec 0 c); [left | right; left]; intros x y _ _ L; specialize (M x y L); nra.
Qed.

(** RMS normalization of a line, read out by v. *)
Lemma rms_line_one_extremum v w t : length w = length t ->
  at_most_one_extremum (fun x => dot v (rms_norm 0 (vadd (vscale x w) t))).
Proof.
  intros L; set (n := INR (length t)).
  assert (F : forall x, dot v (rms_norm 0 (vadd (vscale x w) t)) =
    (dot v w * x + dot v t) / sqrt (ssq w / n * x * x + 2 * dot w t / n * x + ssq t / n)).
  { intros x; unfold rms_norm; rewrite dot_map_div, dot_vadd_r, dot_vscale_r by (rewrite vscale_length; exact L).
    unfold rms; rewrite vadd_length, vscale_length, L by (rewrite vscale_length; exact L); fold n.
    rewrite ssq_line by exact L; f_equal; [ring|]; f_equal; unfold Rdiv; ring. }
  destruct (classic (exists p, ssq w / n * p * p + 2 * dot w t / n * p + ssq t / n <= 0)) as [[p Hp]|NQ].
  - destruct (Nat.eq_dec (length t) 0) as [N0|N0].
    { destruct t; [|discriminate]; destruct w; [|discriminate].
      eapply at_most_one_extremum_ext; [|apply (step_has_one_extremum 0 0)]; intros x; cbn; destruct v; cbn; ring. }
    assert (Hn : 0 < n) by (apply lt_0_INR; lia).
    assert (Z0 : ssq (vadd (vscale p w) t) = 0).
    { apply Rle_antisym; [|apply ssq_nonneg]; rewrite ssq_line by exact L.
      apply (Rmult_le_reg_r (/ n)); [apply Rinv_0_lt_compat, Hn|]; unfold Rdiv in Hp; lra. }
    set (z := vadd (vscale p w) t) in *.
    assert (Dz : forall u, dot u z = 0).
    { intros u; pose proof (cauchy_schwarz u z) as CS; rewrite Z0 in CS; nra. }
    assert (Dt : forall u, dot u t = - p * dot u w).
    { intros u; specialize (Dz u); unfold z in Dz; rewrite dot_vadd_r, dot_vscale_r in Dz by (rewrite vscale_length; exact L); lra. }
    set (r := sqrt (ssq w / n)).
    eapply at_most_one_extremum_ext; [|apply (step_has_one_extremum (dot v w * / r) p)]; intros x; cbv beta; rewrite F.
    rewrite (Dt v); unfold ssq at 2; rewrite (Dt t), (dot_comm t w), (Dt w).
    replace (ssq w / n * x * x + 2 * (- p * dot w w) / n * x + - p * (- p * dot w w) / n)
      with (ssq w / n * ((x - p) * (x - p))) by (unfold ssq, Rdiv; ring).
    assert (Pw : 0 <= ssq w / n) by (apply Rmult_le_pos; [apply ssq_nonneg | left; apply Rinv_0_lt_compat, Hn]).
    rewrite sqrt_mult, sqrt_sq_abs by first [exact Pw | exact (Rle_0_sqr (x - p))]; fold r; rewrite <- div_abs_sign.
    destruct (Req_dec r 0) as [R0|R0].
    + assert (W0 : ssq w = 0).
      { unfold r in R0; apply sqrt_eq_0 in R0; [|exact Pw]; apply (Rmult_eq_reg_r (/ n)); [unfold Rdiv in R0; lra|].
        apply Rgt_not_eq, Rinv_0_lt_compat, Hn. }
      assert (V0 : dot v w = 0) by (pose proof (cauchy_schwarz v w) as CS; rewrite W0 in CS; nra).
      rewrite V0; unfold Rdiv; ring.
    + destruct (Req_dec (x - p) 0) as [X0|X0].
      * replace x with p by lra; replace (p - p) with 0 by ring; unfold Rdiv; ring_simplify; ring.
      * pose proof (Rabs_no_R0 _ X0); field; auto.
  - eapply at_most_one_extremum_ext; [intros x; symmetry; apply F | apply quotient_has_one_extremum].
    intros x; apply Rnot_le_lt; intros H; apply NQ; exists x; exact H.
Qed.

(** A unit of LN of any width has at most one extremum, and so has a unit of RMS normalization. *)
Theorem ln_line_one_extremum v w t : length w = length t ->
  at_most_one_extremum (fun x => dot v (layer_norm 0 (vadd (vscale x w) t))).
Proof.
  intros L; eapply at_most_one_extremum_ext; [|apply (rms_line_one_extremum v (center w) (center t))].
  - intros x; cbv beta; unfold layer_norm; rewrite center_line by exact L; reflexivity.
  - rewrite !center_length; exact L.
Qed.
