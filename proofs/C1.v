(** * C1. Whitening and its powers are spectral transformations *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Matrices.
Open Scope R_scope.

Section C1.

Variables n d : nat.
Variables Z U : matrix.
Variable lambda : nat -> R.

(** Z is a centred batch of n samples of d features, U orthogonal, and Σ = U diag(λ) Uᵀ its covariance. *)
Hypothesis Z_centered : centered_batch n d Z.
Hypothesis U_orthogonal : orthogonal d U.
Hypothesis Sigma : same d (covariance n Z) (spectral d U lambda).

(** Φ = U g(λ) Uᵀ: ZΦ is centred and has the covariance U diag(λ g(λ)²) Uᵀ. *)
Theorem spectral_transformation g :
  centered_batch n d (product d Z (spectral d U g)) /\
  same d (covariance n (product d Z (spectral d U g))) (spectral d U (fun k => lambda k * (g k * g k))).
Proof.
  split; [apply centered_product, Z_centered|]; intros i j Hi Hj; rewrite covariance_product.
  transitivity (product d (product d (spectral d U g) (spectral d U lambda)) (spectral d U g) i j).
  - apply product_same; [|apply same_refl | exact Hi | exact Hj].
    apply product_same; [intros a b _ _; apply spectral_sym | exact Sigma].
  - transitivity (product d (spectral d U (fun k => g k * lambda k)) (spectral d U g) i j).
    + apply product_same; [intros a b _ _; apply spectral_product, U_orthogonal | apply same_refl | exact Hi | exact Hj].
    + rewrite spectral_product by exact U_orthogonal; apply spectral_ext; intros; ring.
Qed.

(** Powers: g = λ^(-p) gives λ^(1 - 2p). *)
Theorem powers p : (forall k, (k < d)%nat -> 0 < lambda k) ->
  same d (covariance n (product d Z (spectral d U (fun k => Rpower (lambda k) (- p)))))
         (spectral d U (fun k => Rpower (lambda k) (1 - 2 * p))).
Proof.
  intros P; destruct (spectral_transformation (fun k => Rpower (lambda k) (- p))) as [_ H].
  intros i j Hi Hj; rewrite (H i j Hi Hj); apply spectral_ext; intros k Hk.
  rewrite <- Rpower_plus; rewrite <- (Rpower_1 (lambda k)) at 1 by (apply P, Hk).
  rewrite <- Rpower_plus; f_equal; ring.
Qed.

Hypothesis full_rank : forall k, (k < d)%nat -> 0 < lambda k.

Definition zca : matrix := spectral d U (fun k => / sqrt (lambda k)).
Definition root : matrix := spectral d U (fun k => sqrt (lambda k)).

(** ZCA whitening, g = λ^(-1/2), makes the covariance the identity. *)
Theorem zca_whitens : same d (covariance n (product d Z zca)) delta.
Proof.
  intros i j Hi Hj; destruct (spectral_transformation (fun k => / sqrt (lambda k))) as [_ H]; unfold zca; rewrite (H i j Hi Hj).
  rewrite <- (spectral_one d U U_orthogonal i j Hi Hj); apply spectral_ext; intros k Hk.
  specialize (full_rank k Hk); pose proof (sqrt_sqrt (lambda k) ltac:(lra)) as S; pose proof (sqrt_lt_R0 _ full_rank) as Q.
  set (s := sqrt (lambda k)) in *; rewrite <- S; field; lra.
Qed.

Lemma zca_root : same d (product d zca root) delta.
Proof.
  intros i j Hi Hj; unfold zca, root; rewrite spectral_product by exact U_orthogonal.
  rewrite <- (spectral_one d U U_orthogonal i j Hi Hj); apply spectral_ext; intros k Hk; field.
  apply Rgt_not_eq, sqrt_lt_R0, full_rank, Hk.
Qed.

Lemma root_root : same d (product d root root) (covariance n Z).
Proof.
  intros i j Hi Hj; rewrite (Sigma i j Hi Hj); unfold root; rewrite spectral_product by exact U_orthogonal.
  apply spectral_ext; intros k Hk; apply sqrt_sqrt; left; apply full_rank, Hk.
Qed.

(** Every Φ that whitens, PCA's and Cholesky's too, is ZCA whitening times a matrix with orthonormal columns. *)
Theorem whitenings_differ_by_a_rotation P :
  same d (covariance n (product d Z P)) delta ->
  let Q := product d root P in
  same d P (product d zca Q) /\ same d (product d (transposed Q) Q) delta.
Proof.
  intros W Q; split.
  - apply same_sym; eapply same_trans; [intros i j _ _; symmetry; apply product_assoc|].
    eapply same_trans; [apply product_same; [apply zca_root | apply same_refl]|]; apply product_delta_l.
  - eapply same_trans; [|exact W]; intros i j Hi Hj; rewrite covariance_product.
    transitivity (product d (product d (transposed P) root) (product d root P) i j).
    + apply product_same; [|apply same_refl | exact Hi | exact Hj]; intros a b _ _; unfold Q; rewrite transposed_product.
      apply bigsum_ext; intros k _; f_equal; apply spectral_sym.
    + rewrite product_assoc; transitivity (product d (transposed P) (product d (covariance n Z) P) i j).
      * apply product_same; [apply same_refl | | exact Hi | exact Hj]; intros a b Ha Hb; rewrite <- product_assoc.
        apply product_same; [apply root_root | apply same_refl | exact Ha | exact Hb].
      * symmetry; apply product_assoc.
Qed.

(** PCA whitening, Φ = U diag(λ^(-1/2)), is ZCA whitening times the orthogonal U. *)
Theorem pca_whitens :
  let P : matrix := fun i k => U i k * / sqrt (lambda k) in
  same d P (product d zca U) /\ same d (covariance n (product d Z P)) delta.
Proof.
  intros P; destruct U_orthogonal as [UtU UUt].
  assert (E : same d P (product d zca U)).
  { intros i j Hi Hj; unfold P, product, zca, spectral.
    rewrite (bigsum_ext d _ (fun k => bigsum d (fun l => U i l * / sqrt (lambda l) * (U k l * U k j))))
      by (intros; rewrite <- bigsum_scale_r; apply bigsum_ext; intros; ring).
    rewrite bigsum_swap; rewrite (bigsum_ext d _ (fun l => delta j l * (U i l * / sqrt (lambda l)))).
    - rewrite bigsum_delta with (f := fun l => U i l * / sqrt (lambda l)) by exact Hj; reflexivity.
    - intros l Hl; rewrite bigsum_scale; specialize (UtU l j Hl Hj); unfold product, transposed in UtU; rewrite UtU, (delta_sym l j); ring. }
  split; [exact E|]; intros i j Hi Hj; rewrite covariance_product.
  assert (Eq : product d (product d (transposed P) (covariance n Z)) P i j =
               product d (transposed U) (product d (product d (product d (transposed zca) (covariance n Z)) zca) U) i j).
  { transitivity (product d (product d (transposed (product d zca U)) (covariance n Z)) (product d zca U) i j).
    - apply product_same; [|exact E | exact Hi | exact Hj]; apply product_same; [intros a b Ha Hb; apply E; assumption | apply same_refl].
    - rewrite product_assoc.
      transitivity (product d (product d (transposed U) (transposed zca)) (product d (covariance n Z) (product d zca U)) i j).
      + apply product_same; [intros a b _ _; apply transposed_product | apply same_refl | exact Hi | exact Hj].
      + rewrite product_assoc; apply bigsum_ext; intros k Hk; f_equal; rewrite !product_assoc; apply bigsum_ext; intros l Hl; f_equal; rewrite product_assoc; reflexivity. }
  rewrite Eq; transitivity (product d (transposed U) (product d delta U) i j).
  - apply product_same; [apply same_refl | | exact Hi | exact Hj]; apply product_same; [|apply same_refl].
    intros a b Ha Hb; rewrite <- covariance_product; apply zca_whitens; assumption.
  - rewrite <- (UtU i j Hi Hj); apply product_same; [apply same_refl | apply product_delta_l | exact Hi | exact Hj].
Qed.

(** Cholesky whitening: Σ = L Lᵀ, K L = L K = I, Φ = Kᵀ. It whitens, and Σ^(1/2) Kᵀ, which takes ZCA whitening to it, is orthogonal. *)
Theorem cholesky_whitens L K :
  same d (covariance n Z) (product d L (transposed L)) ->
  same d (product d K L) delta -> same d (product d L K) delta ->
  same d (covariance n (product d Z (transposed K))) delta /\
  same d (transposed K) (product d zca (product d root (transposed K))) /\
  orthogonal d (product d root (transposed K)).
Proof.
  intros HL KL LK.
  assert (LtKt : same d (product d (transposed L) (transposed K)) delta).
  { intros i j Hi Hj; rewrite <- transposed_product; unfold transposed; rewrite (KL j i Hj Hi); apply delta_sym. }
  assert (W : same d (covariance n (product d Z (transposed K))) delta).
  { intros i j Hi Hj; rewrite covariance_product.
    transitivity (product d (product d K (product d L (transposed L))) (transposed K) i j).
    - apply product_same; [|apply same_refl | exact Hi | exact Hj]; apply product_same; [apply same_refl | exact HL].
    - rewrite product_assoc; transitivity (product d K (product d L (product d (transposed L) (transposed K))) i j).
      + apply bigsum_ext; intros k Hk; f_equal; apply product_assoc.
      + rewrite <- product_assoc; transitivity (product d delta delta i j); [apply product_same; assumption | apply product_delta_l; assumption]. }
  destruct (whitenings_differ_by_a_rotation (transposed K) W) as [E Q]; split; [exact W|]; split; [exact E|]; split; [exact Q|].
  (* root Kᵀ K root = zca (root root) Kᵀ K root = zca L Lᵀ Kᵀ K root = zca root = I *)
  set (KK := product d (transposed K) K).
  assert (SK : same d (product d (product d root root) KK) delta).
  { intros i j Hi Hj; transitivity (product d (product d L (transposed L)) KK i j).
    - apply product_same; [|apply same_refl | exact Hi | exact Hj]; eapply same_trans; [apply root_root | exact HL].
    - rewrite product_assoc; transitivity (product d L K i j); [|apply LK; assumption].
      apply product_same; [apply same_refl | | exact Hi | exact Hj]; intros a b Ha Hb; unfold KK; rewrite <- product_assoc.
      transitivity (product d delta K a b); [apply product_same; [exact LtKt | apply same_refl | exact Ha | exact Hb] | apply product_delta_l; assumption]. }
  assert (RK : same d (product d root KK) zca).
  { intros i j Hi Hj; transitivity (product d (product d zca root) (product d root KK) i j).
    - symmetry; transitivity (product d delta (product d root KK) i j); [apply product_same; [apply zca_root | apply same_refl | exact Hi | exact Hj] | apply product_delta_l; assumption].
    - rewrite product_assoc; transitivity (product d zca delta i j); [|apply product_delta_r; assumption].
      apply product_same; [apply same_refl | | exact Hi | exact Hj]; intros a b Ha Hb; rewrite <- product_assoc; apply SK; assumption. }
  intros i j Hi Hj; transitivity (product d (product d root KK) root i j).
  - unfold KK; rewrite product_assoc, product_assoc; apply bigsum_ext; intros k Hk; f_equal; rewrite product_assoc; apply bigsum_ext; intros l Hl; f_equal.
    rewrite transposed_product; apply bigsum_ext; intros m Hm; unfold transposed at 1 2; f_equal; apply spectral_sym.
  - transitivity (product d zca root i j); [apply product_same; [exact RK | apply same_refl | exact Hi | exact Hj] | apply zca_root; assumption].
Qed.

End C1.

(** Claim C1, whole: the transformed covariance; powers; whitening by ZCA, PCA and Cholesky, which differ by a rotation. *)
Theorem C1 n d Z U lambda :
  centered_batch n d Z -> orthogonal d U -> same d (covariance n Z) (spectral d U lambda) ->
  (forall g, centered_batch n d (product d Z (spectral d U g)) /\
     same d (covariance n (product d Z (spectral d U g))) (spectral d U (fun k => lambda k * (g k * g k)))) /\
  ((forall k, (k < d)%nat -> 0 < lambda k) ->
    (forall p, same d (covariance n (product d Z (spectral d U (fun k => Rpower (lambda k) (- p)))))
                      (spectral d U (fun k => Rpower (lambda k) (1 - 2 * p)))) /\
    same d (covariance n (product d Z (zca d U lambda))) delta /\
    (let P : matrix := fun i k => U i k * / sqrt (lambda k) in
      same d P (product d (zca d U lambda) U) /\ same d (covariance n (product d Z P)) delta) /\
    (forall L K, same d (covariance n Z) (product d L (transposed L)) -> same d (product d K L) delta -> same d (product d L K) delta ->
      same d (covariance n (product d Z (transposed K))) delta /\
      exists Q, orthogonal d Q /\ same d (transposed K) (product d (zca d U lambda) Q))).
Proof.
  intros HZ HU HS; split; [apply spectral_transformation; assumption|]; intros P; split; [|split; [|split]].
  - intros p; apply powers; assumption.
  - apply zca_whitens; assumption.
  - apply pca_whitens; assumption.
  - intros L K H1 H2 H3; destruct (cholesky_whitens n d Z U lambda HU HS P L K H1 H2 H3) as (A & B & C).
    split; [exact A|]; exists (product d (root d U lambda) (transposed K)); split; assumption.
Qed.
