(** * C3. IterNorm's spectrum map is increasing and concave *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Matrices C1.
Open Scope R_scope.

(** One step, q(h) = h (3 - h)² / 4, and h_T. *)
Definition spectrum_step (h : R) : R := h * ((3 - h) * (3 - h)) / 4.

Fixpoint spectrum_map (T : nat) (x : R) : R :=
  match T with
  | O => x
  | S k => spectrum_step (spectrum_map k x)
  end.

Definition concave_on_unit (f : R -> R) : Prop :=
  forall x y t, 0 <= x <= 1 -> 0 <= y <= 1 -> 0 <= t <= 1 -> t * f x + (1 - t) * f y <= f (t * x + (1 - t) * y).

Definition strictly_concave_on_unit (f : R -> R) : Prop :=
  forall x y t, 0 <= x <= 1 -> 0 <= y <= 1 -> 0 < t < 1 -> x <> y -> t * f x + (1 - t) * f y < f (t * x + (1 - t) * y).

Lemma step_unit h : 0 <= h <= 1 -> 0 <= spectrum_step h <= 1.
Proof.
  intros H; unfold spectrum_step; assert (1 - h * ((3 - h) * (3 - h)) / 4 = (1 - h) * (1 - h) * (4 - h) / 4) by field.
  assert (0 <= (1 - h) * (1 - h) * (4 - h)) by (apply Rmult_le_pos; nra).
  assert (0 <= h * ((3 - h) * (3 - h))) by (apply Rmult_le_pos; nra); lra.
Qed.

Lemma step_open h : 0 < h < 1 -> 0 < spectrum_step h < 1.
Proof.
  intros H; unfold spectrum_step; assert (1 - h * ((3 - h) * (3 - h)) / 4 = (1 - h) * (1 - h) * (4 - h) / 4) by field.
  assert (0 < (1 - h) * (1 - h) * (4 - h)) by (apply Rmult_lt_0_compat; nra).
  assert (0 < h * ((3 - h) * (3 - h))) by (apply Rmult_lt_0_compat; nra); lra.
Qed.

Lemma step_increasing a b : 0 <= a -> a < b -> b <= 1 -> spectrum_step a < spectrum_step b.
Proof.
  intros Ha Hab Hb; unfold spectrum_step.
  assert (E : b * ((3 - b) * (3 - b)) / 4 - a * ((3 - a) * (3 - a)) / 4 = (b - a) * ((3 - (a + b)) * (3 - (a + b)) - a * b) / 4) by field.
  assert (0 < (3 - (a + b)) * (3 - (a + b)) - a * b) by nra.
  assert (0 < (b - a) * ((3 - (a + b)) * (3 - (a + b)) - a * b)) by (apply Rmult_lt_0_compat; lra); lra.
Qed.

Lemma step_gap a b t : spectrum_step (t * a + (1 - t) * b) - (t * spectrum_step a + (1 - t) * spectrum_step b) =
  t * (1 - t) * ((a - b) * (a - b)) * (6 - (a + b + (t * a + (1 - t) * b))) / 4.
Proof. unfold spectrum_step; field. Qed.

Lemma step_concave : concave_on_unit spectrum_step.
Proof.
  intros a b t Ha Hb Ht; pose proof (step_gap a b t) as E.
  assert (0 <= t * (1 - t) * ((a - b) * (a - b)) * (6 - (a + b + (t * a + (1 - t) * b)))).
  { apply Rmult_le_pos; [apply Rmult_le_pos; [nra | apply Rle_0_sqr]|]; nra. }
  lra.
Qed.

Lemma step_strictly_concave : strictly_concave_on_unit spectrum_step.
Proof.
  intros a b t Ha Hb Ht N; pose proof (step_gap a b t) as E.
  assert (0 < t * (1 - t) * ((a - b) * (a - b)) * (6 - (a + b + (t * a + (1 - t) * b)))).
  { apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; [nra|]|]; [|nra]; destruct (Rtotal_order a b) as [L|[L|L]]; [nra | contradiction | nra]. }
  lra.
Qed.

(** h_T maps [0,1] into [0,1] and (0,1) into (0,1), and increases. *)
Lemma map_unit T x : 0 <= x <= 1 -> 0 <= spectrum_map T x <= 1.
Proof. intros H; induction T; cbn; [exact H | apply step_unit, IHT]. Qed.

Lemma map_open T x : 0 < x < 1 -> 0 < spectrum_map T x < 1.
Proof. intros H; induction T; cbn; [exact H | apply step_open, IHT]. Qed.

Lemma map_increasing T x y : 0 <= x -> x < y -> y <= 1 -> spectrum_map T x < spectrum_map T y.
Proof.
  intros Hx L Hy; induction T; cbn; [exact L|]; apply step_increasing; [apply map_unit; lra | exact IHT | apply map_unit; lra].
Qed.

Lemma between x y t : 0 <= x <= 1 -> 0 <= y <= 1 -> 0 <= t <= 1 -> 0 <= t * x + (1 - t) * y <= 1.
Proof. intros; split; nra. Qed.

Lemma step_nondecreasing a b : 0 <= a -> a <= b -> b <= 1 -> spectrum_step a <= spectrum_step b.
Proof. intros Ha [L| ->] Hb; [left; apply step_increasing; assumption | lra]. Qed.

Lemma map_concave T : concave_on_unit (spectrum_map T).
Proof.
  induction T as [|T IH]; intros x y t Hx Hy Ht; cbn [spectrum_map]; [lra|].
  apply Rle_trans with (spectrum_step (t * spectrum_map T x + (1 - t) * spectrum_map T y)).
  - apply step_concave; [apply map_unit, Hx | apply map_unit, Hy | exact Ht].
  - apply step_nondecreasing; [apply between; [apply map_unit, Hx | apply map_unit, Hy | exact Ht] | apply IH; assumption | apply map_unit, between; assumption].
Qed.

Lemma map_strictly_concave T : (1 <= T)%nat -> strictly_concave_on_unit (spectrum_map T).
Proof.
  intros HT x y t Hx Hy Ht N; destruct T as [|T]; [lia|]; cbn [spectrum_map].
  apply Rlt_le_trans with (spectrum_step (t * spectrum_map T x + (1 - t) * spectrum_map T y)).
  - apply step_strictly_concave; [apply map_unit, Hx | apply map_unit, Hy | exact Ht|].
    destruct (Rtotal_order x y) as [L|[L|L]]; [|contradiction|].
    + pose proof (map_increasing T x y ltac:(lra) L ltac:(lra)); lra.
    + pose proof (map_increasing T y x ltac:(lra) L ltac:(lra)); lra.
  - apply step_nondecreasing; [apply between; [apply map_unit, Hx | apply map_unit, Hy | lra] | apply map_concave; lra | apply map_unit, between; lra].
Qed.

(** ** Iterative normalization *)

(** P_0 = I, P_{k+1} = (3 P_k - P_k³ Σ / tr Σ) / 2 *)
Fixpoint iter_norm_matrix (d : nat) (Sigma : matrix) (T : nat) : matrix :=
  match T with
  | O => delta
  | S k => let P := iter_norm_matrix d Sigma k in
      fun i j => (3 * P i j - product d (product d (product d P P) P) Sigma i j / trace d Sigma) / 2
  end.

(** Φ = P_T / √(tr Σ) *)
Definition iter_norm_transform (d : nat) (Sigma : matrix) (T : nat) : matrix :=
  fun i j => iter_norm_matrix d Sigma T i j / sqrt (trace d Sigma).

(** What P_k is on an eigenvector with the share x. *)
Fixpoint eigenvalue_of_iterate (T : nat) (x : R) : R :=
  match T with
  | O => 1
  | S k => let f := eigenvalue_of_iterate k x in f * (3 - x * (f * f)) / 2
  end.

Lemma eigenvalue_to_spectrum T x : x * (eigenvalue_of_iterate T x * eigenvalue_of_iterate T x) = spectrum_map T x.
Proof.
  induction T as [|T IH]; cbn [eigenvalue_of_iterate spectrum_map]; [ring|].
  rewrite <- IH; unfold spectrum_step; field.
Qed.

(** P_T has the eigenvectors of Σ: iterative normalization is a spectral transformation. *)
Lemma iter_norm_is_spectral d Sigma U lambda T :
  orthogonal d U -> same d Sigma (spectral d U lambda) -> trace d Sigma <> 0 ->
  same d (iter_norm_matrix d Sigma T) (spectral d U (fun k => eigenvalue_of_iterate T (lambda k / trace d Sigma))).
Proof.
  intros HU HS Ht; induction T as [|T IH]; cbn [iter_norm_matrix eigenvalue_of_iterate].
  - apply same_sym, spectral_one, HU.
  - intros i j Hi Hj; rewrite (IH i j Hi Hj); set (f := fun k => eigenvalue_of_iterate T (lambda k / trace d Sigma)) in *.
    assert (E : product d (product d (product d (iter_norm_matrix d Sigma T) (iter_norm_matrix d Sigma T)) (iter_norm_matrix d Sigma T)) Sigma i j =
                spectral d U (fun k => f k * f k * f k * lambda k) i j).
    { transitivity (product d (spectral d U (fun k => f k * f k * f k)) (spectral d U lambda) i j).
      - apply product_same; [|exact HS | exact Hi | exact Hj].
        eapply same_trans; [apply product_same; [apply product_same; exact IH | exact IH]|].
        eapply same_trans; [apply product_same; [intros a b _ _; apply spectral_product, HU | apply same_refl]|].
        intros a b _ _; apply spectral_product, HU.
      - apply spectral_product, HU. }
    rewrite E; transitivity (3 / 2 * spectral d U f i j + - / (2 * trace d Sigma) * spectral d U (fun k => f k * f k * f k * lambda k) i j); [field; exact Ht|].
    rewrite spectral_plus; apply spectral_ext; intros k Hk; unfold f; field; exact Ht.
Qed.

(** The covariance after iterative normalization has the eigenvectors of Σ and the eigenvalues h_T(λ / tr Σ). *)
Theorem iter_norm_covariance n d Z U lambda T :
  centered_batch n d Z -> orthogonal d U -> same d (covariance n Z) (spectral d U lambda) -> 0 < trace d (covariance n Z) ->
  same d (covariance n (product d Z (iter_norm_transform d (covariance n Z) T)))
         (spectral d U (fun k => spectrum_map T (lambda k / trace d (covariance n Z)))).
Proof.
  intros HZ HU HS Ht i j Hi Hj; set (t := trace d (covariance n Z)) in *.
  set (g := fun k => eigenvalue_of_iterate T (lambda k / t) / sqrt t).
  assert (Q : 0 < sqrt t) by (apply sqrt_lt_R0; exact Ht); assert (QQ : sqrt t * sqrt t = t) by (apply sqrt_sqrt; lra).
  assert (P : same d (iter_norm_transform d (covariance n Z) T) (spectral d U g)).
  { intros a b Ha Hb; unfold iter_norm_transform; fold t; rewrite (iter_norm_is_spectral d _ U lambda T HU HS ltac:(fold t; lra) a b Ha Hb); fold t.
    transitivity (/ sqrt t * spectral d U (fun k => eigenvalue_of_iterate T (lambda k / t)) a b + 0 * spectral d U (fun _ => 0) a b); [field; lra|].
    rewrite spectral_plus; apply spectral_ext; intros; unfold g; field; lra. }
  transitivity (covariance n (product d Z (spectral d U g)) i j).
  - rewrite !covariance_product; apply product_same; [|exact P | exact Hi | exact Hj].
    apply product_same; [intros a b Ha Hb; apply P; assumption | apply same_refl].
  - destruct (spectral_transformation n d Z U lambda HZ HU HS g) as [_ H]; rewrite (H i j Hi Hj); apply spectral_ext; intros k Hk.
    rewrite <- eigenvalue_to_spectrum; unfold g; set (e := eigenvalue_of_iterate T (lambda k / t)).
    transitivity (lambda k * (e * e) / (sqrt t * sqrt t)); [field; lra | rewrite QQ; field; lra].
Qed.

(** Claim C3, whole. *)
Theorem C3 :
  (forall n d Z U lambda T,
    centered_batch n d Z -> orthogonal d U -> same d (covariance n Z) (spectral d U lambda) -> 0 < trace d (covariance n Z) ->
    (exists g, same d (iter_norm_transform d (covariance n Z) T) (spectral d U g)) /\
    same d (covariance n (product d Z (iter_norm_transform d (covariance n Z) T)))
           (spectral d U (fun k => spectrum_map T (lambda k / trace d (covariance n Z))))) /\
  (forall T x, 0 < x < 1 -> 0 < spectrum_map T x < 1) /\
  (forall T x y, 0 < x < 1 -> 0 < y < 1 -> x < y -> spectrum_map T x < spectrum_map T y) /\
  (forall T, concave_on_unit (spectrum_map T)) /\
  (forall T, (1 <= T)%nat -> strictly_concave_on_unit (spectrum_map T)).
Proof.
  split; [|split; [|split; [|split]]].
  - intros n d Z U lambda T HZ HU HS Ht; split; [|apply iter_norm_covariance; assumption].
    exists (fun k => eigenvalue_of_iterate T (lambda k / trace d (covariance n Z)) / sqrt (trace d (covariance n Z))).
    intros i j Hi Hj; unfold iter_norm_transform; rewrite (iter_norm_is_spectral d _ U lambda T HU HS ltac:(lra) i j Hi Hj).
    set (t := trace d (covariance n Z)) in *; assert (0 < sqrt t) by (apply sqrt_lt_R0; exact Ht).
    transitivity (/ sqrt t * spectral d U (fun k => eigenvalue_of_iterate T (lambda k / t)) i j + 0 * spectral d U (fun _ => 0) i j); [field; lra|].
    rewrite spectral_plus; apply spectral_ext; intros; field; lra.
  - intros; apply map_open; assumption.
  - intros; apply map_increasing; lra.
  - apply map_concave.
  - apply map_strictly_concave.
Qed.
