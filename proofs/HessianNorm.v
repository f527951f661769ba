(** * Second derivatives of x ↦ κ M x / |M x| for a projection M

    LN and each group of LN-G are of this form. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Definitions Basics LineUnits Matrices.
Open Scope R_scope.

(** Points of R^d by their components, and a step of length t along the j-th axis. *)
Definition point := nat -> R.
Definition bump (x : point) (j : nat) (t : R) : point := fun i => x i + t * delta j i.

(** ∂f/∂x_j at x is l. *)
Definition partial (f : point -> R) (j : nat) (x : point) (l : R) : Prop := derivable_pt_lim (fun t => f (bump x j t)) 0 l.

(** ∂²f/∂x_j∂x_k at x is l: near x along the k-th axis the partial derivative ∂f/∂x_j exists, and its derivative is l. *)
Definition second_partial (f : point -> R) (j k : nat) (x : point) (l : R) : Prop :=
  exists g, (exists e, 0 < e /\ forall t, Rabs t < e -> partial f j (bump x k t) (g t)) /\ derivable_pt_lim g 0 l.

(** H(f; x) = Σ_i |∇²f_i(x)|², the sum of the squares of all second derivatives of d functions of d variables. *)
Definition hessian_norm (d : nat) (f : nat -> point -> R) (x : point) (H : R) : Prop :=
  exists h, (forall i j k, (i < d)%nat -> (j < d)%nat -> (k < d)%nat -> second_partial (f i) j k x (h i j k)) /\
    H = bigsum d (fun i => bigsum d (fun j => bigsum d (fun k => h i j k * h i j k))).

Lemma derivable_eq f x l m : l = m -> derivable_pt_lim f x l -> derivable_pt_lim f x m.
Proof. intros ->; auto. Qed.

Lemma second_partial_ext f g j k x l : (forall y, f y = g y) -> second_partial f j k x l -> second_partial g j k x l.
Proof.
  intros E (p & (e & He & P) & D); exists p; split; [|exact D]; exists e; split; [exact He|].
  intros t Ht; eapply derivable_ext; [|apply (P t Ht)]; intros; apply E.
Qed.

(** Second derivatives are determined. *)
Lemma second_partial_unique f j k x l m : second_partial f j k x l -> second_partial f j k x m -> l = m.
Proof.
  intros (g & (e & He & P) & D) (g' & (e' & He' & P') & D').
  apply (uniqueness_limite g 0); [exact D|].
  intros r Hr; destruct (D' r Hr) as (dl & Dl); assert (M : 0 < Rmin (Rmin e e') dl) by (repeat apply Rmin_glb_lt; try assumption; apply cond_pos).
  exists (mkposreal _ M); intros h Nz Hh; cbn in Hh.
  assert (Gh : forall t, Rabs t < Rmin e e' -> g t = g' t).
  { intros t Ht; apply (uniqueness_limite (fun s => f (bump (bump x k t) j s)) 0); [apply P | apply P'];
      [pose proof (Rmin_l e e') | pose proof (Rmin_r e e')]; lra. }
  pose proof (Rmin_l (Rmin e e') dl); pose proof (Rmin_r (Rmin e e') dl); pose proof (Rmin_l e e'); pose proof (Rmin_r e e').
  rewrite !Gh; [apply Dl; [exact Nz | lra] | rewrite Rabs_R0; apply Rmin_glb_lt; assumption | rewrite Rplus_0_l; lra].
Qed.

Section Projection.

Variables (d : nat) (M : matrix) (kappa : R) (m : R).

Hypothesis M_symmetric : forall i j, M i j = M j i.
Hypothesis M_idempotent : forall i j, (i < d)%nat -> (j < d)%nat -> bigsum d (fun k => M i k * M j k) = M i j.
Hypothesis M_trace : bigsum d (fun i => M i i) = m.

Definition projected (x : point) (i : nat) : R := bigsum d (fun k => M i k * x k).
Definition length2 (x : point) : R := bigsum d (fun i => projected x i * projected x i).
Definition normalized (i : nat) (x : point) : R := kappa * (projected x i / sqrt (length2 x)).

Lemma projected_bump x i j t : (j < d)%nat -> projected (bump x j t) i = projected x i + t * M i j.
Proof.
  intros Hj; unfold projected, bump.
  rewrite (bigsum_ext d _ (fun k => M i k * x k + t * (delta j k * M i k))) by (intros; ring).
  rewrite bigsum_plus, bigsum_scale, bigsum_delta with (f := fun k => M i k) by exact Hj; ring.
Qed.

Lemma M_fixes x i : (i < d)%nat -> bigsum d (fun k => M i k * projected x k) = projected x i.
Proof.
  intros Hi; unfold projected.
  rewrite (bigsum_ext d _ (fun k => bigsum d (fun l => M i k * M l k * x l))) by (intros k Hk; rewrite <- bigsum_scale; apply bigsum_ext; intros; rewrite (M_symmetric k); ring).
  rewrite bigsum_swap; apply bigsum_ext; intros l Hl; rewrite bigsum_scale_r, M_idempotent by assumption; reflexivity.
Qed.

Lemma length2_bump x j t : (j < d)%nat -> length2 (bump x j t) = M j j * t * t + 2 * projected x j * t + length2 x.
Proof.
  intros Hj; unfold length2.
  rewrite (bigsum_ext d _ (fun i => t * t * (M j i * M j i) + (2 * t) * (M j i * projected x i) + projected x i * projected x i))
    by (intros i Hi; rewrite projected_bump, (M_symmetric i j) by exact Hj; ring).
  rewrite !bigsum_plus, !bigsum_scale, M_idempotent, M_fixes by exact Hj; ring.
Qed.

Lemma first_derivative i j x : (j < d)%nat -> 0 < length2 x ->
  partial (normalized i) j x (kappa * ((M i j * length2 x - projected x i * projected x j) / (length2 x * sqrt (length2 x)))).
Proof.
  intros Hj P; unfold partial.
  apply (derivable_ext (fun t => kappa * ((M i j * t + projected x i) / sqrt (M j j * t * t + 2 * projected x j * t + length2 x)))).
  { intros t; unfold normalized; rewrite projected_bump, length2_bump by exact Hj; f_equal; f_equal; ring. }
  apply (derivable_pt_lim_scal (fun t => (M i j * t + projected x i) / sqrt (M j j * t * t + 2 * projected x j * t + length2 x)) kappa).
  eapply derivable_eq; [|apply (derivative_of_quotient (M i j) (projected x i) (M j j) (2 * projected x j) (length2 x) 0)].
  - cbv beta zeta; replace (M j j * 0 * 0 + 2 * projected x j * 0 + length2 x) with (length2 x) by ring; f_equal; field.
  - cbv beta zeta; replace (M j j * 0 * 0 + 2 * projected x j * 0 + length2 x) with (length2 x) by ring; exact P.
Qed.

Lemma diagonal_nonneg k : (k < d)%nat -> 0 <= M k k.
Proof. intros Hk; rewrite <- M_idempotent by exact Hk; apply bigsum_nonneg; intros; apply Rle_0_sqr. Qed.

Lemma positive_nearby x k : (k < d)%nat -> 0 < length2 x -> exists e, 0 < e /\ forall t, Rabs t < e -> 0 < length2 (bump x k t).
Proof.
  intros Hk P; set (c := 2 * Rabs (projected x k) + 1); assert (C : 0 < c) by (unfold c; pose proof (Rabs_pos (projected x k)); lra).
  exists (length2 x / c); split; [apply Rmult_lt_0_compat; [exact P | apply Rinv_0_lt_compat, C]|]; intros t Ht.
  rewrite length2_bump by exact Hk; pose proof (diagonal_nonneg k Hk).
  assert (0 <= M k k * t * t) by (rewrite Rmult_assoc; apply Rmult_le_pos; [assumption | apply Rle_0_sqr]).
  assert (Rabs t * c < length2 x) by (apply (Rmult_lt_compat_r c) in Ht; [|exact C]; replace (length2 x / c * c) with (length2 x) in Ht by (field; lra); exact Ht).
  assert (A : Rabs (projected x k * t) = Rabs (projected x k) * Rabs t) by apply Rabs_mult.
  pose proof (Rabs_pos t); pose proof (Rle_abs (- (projected x k * t))) as B; rewrite Rabs_Ropp, A in B; unfold c in *; nra.
Qed.

(** The numerator of the second derivative. *)
Definition numerator (x : point) (i j k : nat) : R :=
  let a := projected x in
  3 * (a i * a j * a k) - length2 x * (M i j * a k + M i k * a j + M j k * a i).

Lemma second_derivative i j k x : (i < d)%nat -> (j < d)%nat -> (k < d)%nat -> 0 < length2 x ->
  second_partial (normalized i) j k x (kappa * (numerator x i j k / (length2 x * length2 x * sqrt (length2 x)))).
Proof.
  intros Hi Hj Hk P; set (a := projected x); set (V := length2 x).
  set (q := fun t => M k k * t * t + 2 * a k * t + V).
  set (f0 := fun t => (0 * t + 1) / sqrt (q t)); set (fi := fun t => (M i k * t + a i) / sqrt (q t)); set (fj := fun t => (M j k * t + a j) / sqrt (q t)).
  destruct (positive_nearby x k Hk P) as (e & He & Pos).
  exists (fun t => kappa * (M i j * f0 t - fi t * fj t * f0 t)); split.
  - exists e; split; [exact He|]; intros t Ht; pose proof (Pos t Ht) as Pt.
    eapply derivable_eq; [|apply (first_derivative i j (bump x k t) Hj Pt)].
    rewrite (projected_bump x i), (projected_bump x j) by exact Hk; rewrite length2_bump in Pt |- * by exact Hk; fold a in Pt |- *; fold V in Pt |- *.
    unfold f0, fi, fj; fold (q t) in Pt |- *; pose proof (sqrt_lt_R0 _ Pt) as S; pose proof (sqrt_sqrt (q t) ltac:(lra)) as SS; set (s := sqrt (q t)) in *.
    rewrite <- SS; f_equal; field; lra.
  - assert (Q0 : q 0 = V) by (unfold q; ring).
    assert (D : forall u v, derivable_pt_lim (fun t => (u * t + v) / sqrt (q t)) 0 ((u * V - v * a k) / (V * sqrt V))).
    { intros u v; eapply derivable_eq; [|apply (derivative_of_quotient u v (M k k) (2 * a k) V 0)].
      - cbv beta zeta; replace (M k k * 0 * 0 + 2 * a k * 0 + V) with V by ring; f_equal; field.
      - cbv beta zeta; replace (M k k * 0 * 0 + 2 * a k * 0 + V) with V by ring; exact P. }
    pose proof (D 0 1) as D0; pose proof (D (M i k) (a i)) as Di; pose proof (D (M j k) (a j)) as Dj; fold f0 in D0; fold fi in Di; fold fj in Dj.
    pose proof (derivable_pt_lim_mult _ _ _ _ _ (derivable_pt_lim_mult _ _ _ _ _ Di Dj) D0) as D3.
    pose proof (derivable_pt_lim_scal _ kappa _ _ (derivable_pt_lim_minus _ _ _ _ _ (derivable_pt_lim_scal _ (M i j) _ _ D0) D3)) as D4.
    eapply derivable_eq; [|eapply derivable_ext; [|exact D4]].
    2:{ intros t; unfold mult_real_fct, minus_fct, mult_fct; reflexivity. }
    unfold mult_fct, f0, fi, fj; rewrite Q0; fold V in P; pose proof (sqrt_lt_R0 _ P) as S; pose proof (sqrt_sqrt V ltac:(lra)) as SS; unfold numerator; fold a; fold V.
    set (s := sqrt V) in *; rewrite <- SS; field; lra.
Qed.

(** The sum of all squares of the numerators. *)
Let sum3 (f : nat -> nat -> nat -> R) : R := bigsum d (fun i => bigsum d (fun j => bigsum d (fun k => f i j k))).

Lemma sum3_ext f g : (forall i j k, (i < d)%nat -> (j < d)%nat -> (k < d)%nat -> f i j k = g i j k) -> sum3 f = sum3 g.
Proof. intros H; apply bigsum_ext; intros i Hi; apply bigsum_ext; intros j Hj; apply bigsum_ext; intros k Hk; apply H; assumption. Qed.

Lemma sum3_plus f g : sum3 (fun i j k => f i j k + g i j k) = sum3 f + sum3 g.
Proof.
  unfold sum3; rewrite <- bigsum_plus; apply bigsum_ext; intros i Hi; rewrite <- bigsum_plus; apply bigsum_ext; intros j Hj; apply bigsum_plus.
Qed.

Lemma sum3_scale c f : sum3 (fun i j k => c * f i j k) = c * sum3 f.
Proof.
  unfold sum3; rewrite <- bigsum_scale; apply bigsum_ext; intros i Hi; rewrite <- bigsum_scale; apply bigsum_ext; intros j Hj; apply bigsum_scale.
Qed.

(** Σ_k f(i,j,k) = g(i,j), Σ_j g(i,j) = h(i), Σ_i h(i) = r. *)
Lemma sum3_by f g h r :
  (forall i j, (i < d)%nat -> (j < d)%nat -> bigsum d (fun k => f i j k) = g i j) ->
  (forall i, (i < d)%nat -> bigsum d (fun j => g i j) = h i) -> bigsum d h = r -> sum3 f = r.
Proof.
  intros Hf Hg Hh; unfold sum3; rewrite <- Hh; apply bigsum_ext; intros i Hi; rewrite <- Hg by exact Hi; apply bigsum_ext; intros; apply Hf; assumption.
Qed.

Lemma numerators_squared x : sum3 (fun i j k => numerator x i j k * numerator x i j k) = 3 * (m - 1) * (length2 x * length2 x * length2 x).
Proof.
  set (a := projected x); set (V := length2 x).
  assert (Va : bigsum d (fun k => a k * a k) = V) by reflexivity.
  assert (Ma : forall i, (i < d)%nat -> bigsum d (fun k => M i k * a k) = a i) by (intros; apply M_fixes; assumption).
  assert (MM : forall i, (i < d)%nat -> bigsum d (fun k => M i k * M i k) = M i i) by (intros; apply M_idempotent; assumption).
  assert (sc : forall f c, bigsum d (fun k => c * f k) = c * bigsum d f) by (intros; apply bigsum_scale).
  rewrite (sum3_ext _ (fun i j k =>
    9 * ((a i * a i) * (a j * a j) * (a k * a k)) + (V * V) * (M i j * M i j * (a k * a k)) + (V * V) * ((a j * a j) * (M i k * M i k)) + (V * V) * ((a i * a i) * (M j k * M j k)) +
    (-6 * V) * ((a i * (M i j * a j)) * (a k * a k)) + (-6 * V) * ((a i * (a j * a j)) * (M i k * a k)) + (-6 * V) * ((a i * a i * a j) * (M j k * a k)) +
    (2 * V * V) * ((M i j * a j) * (M i k * a k)) + (2 * V * V) * ((a i * M i j) * (M j k * a k)) + (2 * V * V) * ((a i * a j) * (M i k * M j k))))
    by (intros; unfold numerator; fold a; fold V; ring).
  rewrite !sum3_plus, !sum3_scale.
  rewrite (sum3_by (fun i j k => (a i * a i) * (a j * a j) * (a k * a k)) (fun i j => V * (a i * a i) * (a j * a j)) (fun i => V * V * (a i * a i)) (V * V * V)).
  2:{ intros; rewrite sc, Va; ring. } 2:{ intros; rewrite sc, Va; ring. } 2:{ rewrite sc, Va; ring. }
  rewrite (sum3_by (fun i j k => M i j * M i j * (a k * a k)) (fun i j => V * (M i j * M i j)) (fun i => V * M i i) (V * m)).
  2:{ intros; rewrite sc, Va; ring. } 2:{ intros; rewrite sc, MM by assumption; ring. } 2:{ rewrite sc, M_trace; ring. }
  rewrite (sum3_by (fun i j k => (a j * a j) * (M i k * M i k)) (fun i j => M i i * (a j * a j)) (fun i => V * M i i) (V * m)).
  2:{ intros; rewrite sc, MM by assumption; ring. } 2:{ intros; rewrite sc, Va; ring. } 2:{ rewrite sc, M_trace; ring. }
  rewrite (sum3_by (fun i j k => (a i * a i) * (M j k * M j k)) (fun i j => (a i * a i) * M j j) (fun i => m * (a i * a i)) (V * m)).
  2:{ intros; rewrite sc, MM by assumption; ring. } 2:{ intros; rewrite sc, M_trace; ring. } 2:{ rewrite sc, Va; ring. }
  rewrite (sum3_by (fun i j k => (a i * (M i j * a j)) * (a k * a k)) (fun i j => (V * a i) * (M i j * a j)) (fun i => V * (a i * a i)) (V * V)).
  2:{ intros; rewrite sc, Va; ring. } 2:{ intros; rewrite sc, Ma by assumption; ring. } 2:{ rewrite sc, Va; ring. }
  rewrite (sum3_by (fun i j k => (a i * (a j * a j)) * (M i k * a k)) (fun i j => (a i * a i) * (a j * a j)) (fun i => V * (a i * a i)) (V * V)).
  2:{ intros; rewrite sc, Ma by assumption; ring. } 2:{ intros; rewrite sc, Va; ring. } 2:{ rewrite sc, Va; ring. }
  rewrite (sum3_by (fun i j k => (a i * a i * a j) * (M j k * a k)) (fun i j => (a i * a i) * (a j * a j)) (fun i => V * (a i * a i)) (V * V)).
  2:{ intros; rewrite sc, Ma by assumption; ring. } 2:{ intros; rewrite sc, Va; ring. } 2:{ rewrite sc, Va; ring. }
  rewrite (sum3_by (fun i j k => (M i j * a j) * (M i k * a k)) (fun i j => a i * (M i j * a j)) (fun i => a i * a i) V).
  2:{ intros; rewrite sc, Ma by assumption; ring. } 2:{ intros; rewrite sc, Ma by assumption; ring. } 2:{ exact Va. }
  rewrite (sum3_by (fun i j k => (a i * M i j) * (M j k * a k)) (fun i j => a i * (M i j * a j)) (fun i => a i * a i) V).
  2:{ intros; rewrite sc, Ma by assumption; ring. } 2:{ intros; rewrite sc, Ma by assumption; ring. } 2:{ exact Va. }
  rewrite (sum3_by (fun i j k => (a i * a j) * (M i k * M j k)) (fun i j => a i * (M i j * a j)) (fun i => a i * a i) V).
  2:{ intros; rewrite sc, M_idempotent by assumption; ring. } 2:{ intros; rewrite sc, Ma by assumption; ring. } 2:{ exact Va. }
  ring.
Qed.

(** H = 3 κ² (m - 1) / |Mx|⁴, m the rank of M. *)
Lemma squares_of_second_derivatives x : 0 < length2 x ->
  sum3 (fun i j k => kappa * (numerator x i j k / (length2 x * length2 x * sqrt (length2 x))) *
                     (kappa * (numerator x i j k / (length2 x * length2 x * sqrt (length2 x))))) =
  kappa * kappa * (3 * (m - 1)) / (length2 x * length2 x).
Proof.
  intros P; pose proof (sqrt_lt_R0 _ P) as S; pose proof (sqrt_sqrt (length2 x) ltac:(lra)) as SS; set (V := length2 x) in *; set (s := sqrt V) in *.
  rewrite (sum3_ext _ (fun i j k => (kappa * kappa / (V * V * V * V * V)) * (numerator x i j k * numerator x i j k))).
  - rewrite sum3_scale, numerators_squared; fold V; field; lra.
  - intros i j k _ _ _; transitivity (kappa * kappa * (numerator x i j k * numerator x i j k) / (V * V * V * V * (s * s))); [field; split; lra | rewrite SS; field; lra].
Qed.

End Projection.
