(** * Matrices of real numbers, as functions of two indices below d, and their spectral form *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Open Scope R_scope.

(** f 0 + … + f (n - 1) *)
Fixpoint bigsum (n : nat) (f : nat -> R) : R :=
  match n with
  | O => 0
  | S m => bigsum m f + f m
  end.

Definition matrix := nat -> nat -> R.

Definition delta (i j : nat) : R := if Nat.eqb i j then 1 else 0.

Definition product (d : nat) (A B : matrix) : matrix := fun i j => bigsum d (fun k => A i k * B k j).
Definition transposed (A : matrix) : matrix := fun i j => A j i.
Definition trace (d : nat) (A : matrix) : R := bigsum d (fun i => A i i).

(** Equal entries for all indices below d. *)
Definition same (d : nat) (A B : matrix) : Prop := forall i j, (i < d)%nat -> (j < d)%nat -> A i j = B i j.

(** UᵀU = UUᵀ = I *)
Definition orthogonal (d : nat) (U : matrix) : Prop :=
  same d (product d (transposed U) U) delta /\ same d (product d U (transposed U)) delta.

(** U diag(f) Uᵀ *)
Definition spectral (d : nat) (U : matrix) (f : nat -> R) : matrix := fun i j => bigsum d (fun k => U i k * f k * U j k).

Lemma bigsum_ext n f g : (forall k, (k < n)%nat -> f k = g k) -> bigsum n f = bigsum n g.
Proof. induction n; intros H; cbn; [reflexivity|]; rewrite IHn, H by (intros; try apply H; lia); reflexivity. Qed.

Lemma bigsum_plus n f g : bigsum n (fun k => f k + g k) = bigsum n f + bigsum n g.
Proof. induction n; cbn; [ring|]; rewrite IHn; ring. Qed.

Lemma bigsum_scale n a f : bigsum n (fun k => a * f k) = a * bigsum n f.
Proof. induction n; cbn; [ring|]; rewrite IHn; ring. Qed.

Lemma bigsum_scale_r n a f : bigsum n (fun k => f k * a) = bigsum n f * a.
Proof. induction n; cbn; [ring|]; rewrite IHn; ring. Qed.

Lemma bigsum_const n a : bigsum n (fun _ => a) = INR n * a.
Proof. induction n; cbn [bigsum]; [cbn; ring|]; rewrite IHn, S_INR; ring. Qed.

Lemma bigsum_swap n m (f : nat -> nat -> R) :
  bigsum n (fun i => bigsum m (fun j => f i j)) = bigsum m (fun j => bigsum n (fun i => f i j)).
Proof.
  induction n; cbn [bigsum].
  - rewrite bigsum_const; ring.
  - rewrite IHn, <- bigsum_plus; reflexivity.
Qed.

Lemma bigsum_le n f g : (forall k, (k < n)%nat -> f k <= g k) -> bigsum n f <= bigsum n g.
Proof. induction n; intros H; cbn; [lra|]; apply Rplus_le_compat; [apply IHn; intros; apply H; lia | apply H; lia]. Qed.

Lemma bigsum_nonneg n f : (forall k, (k < n)%nat -> 0 <= f k) -> 0 <= bigsum n f.
Proof. intros H; replace 0 with (bigsum n (fun _ => 0)) by (rewrite bigsum_const; ring); apply bigsum_le, H. Qed.

Lemma bigsum_zero n f : (forall k, (k < n)%nat -> 0 <= f k) -> bigsum n f = 0 -> forall k, (k < n)%nat -> f k = 0.
Proof.
  induction n; intros H S k Hk; [lia|]; cbn in S.
  assert (0 <= bigsum n f) by (apply bigsum_nonneg; intros; apply H; lia); assert (0 <= f n) by (apply H; lia).
  destruct (Nat.eq_dec k n) as [->|N]; [lra|]; apply IHn; [intros; apply H; lia | lra | lia].
Qed.

Lemma bigsum_delta n i f : (i < n)%nat -> bigsum n (fun k => delta i k * f k) = f i.
Proof.
  assert (Z : forall m, (m <= i)%nat -> bigsum m (fun k => delta i k * f k) = 0).
  { induction m; intros H; cbn; [reflexivity|]; rewrite IHm by lia; unfold delta; destruct (Nat.eqb_spec i m); [lia | ring]. }
  induction n; intros H; [lia|]; cbn; destruct (Nat.eq_dec i n) as [<-|N].
  - rewrite Z by lia; unfold delta; rewrite Nat.eqb_refl; ring.
  - rewrite IHn by lia; unfold delta; destruct (Nat.eqb_spec i n); [lia | ring].
Qed.

Lemma delta_sym i j : delta i j = delta j i.
Proof. unfold delta; rewrite Nat.eqb_sym; reflexivity. Qed.

(** ** Products *)

Lemma same_refl d A : same d A A. Proof. intros i j _ _; reflexivity. Qed.
Lemma same_sym d A B : same d A B -> same d B A. Proof. intros H i j Hi Hj; symmetry; apply H; assumption. Qed.
Lemma same_trans d A B C : same d A B -> same d B C -> same d A C.
Proof. intros H G i j Hi Hj; rewrite H, G by assumption; reflexivity. Qed.

Lemma product_same d A A' B B' : same d A A' -> same d B B' -> same d (product d A B) (product d A' B').
Proof. intros H G i j Hi Hj; apply bigsum_ext; intros k Hk; rewrite H, G by assumption; reflexivity. Qed.

Lemma product_assoc d A B C i j : product d (product d A B) C i j = product d A (product d B C) i j.
Proof.
  unfold product.
  rewrite (bigsum_ext d _ (fun k => bigsum d (fun l => A i l * B l k * C k j))) by (intros; rewrite bigsum_scale_r; reflexivity).
  rewrite bigsum_swap; apply bigsum_ext; intros l Hl; rewrite <- bigsum_scale; apply bigsum_ext; intros; ring.
Qed.

Lemma product_delta_l d A : same d (product d delta A) A.
Proof. intros i j Hi Hj; unfold product; apply bigsum_delta with (f := fun k => A k j), Hi. Qed.

Lemma product_delta_r d A : same d (product d A delta) A.
Proof.
  intros i j Hi Hj; unfold product; rewrite (bigsum_ext d _ (fun k => delta j k * A i k)) by (intros; rewrite delta_sym; ring).
  apply bigsum_delta with (f := fun k => A i k), Hj.
Qed.

Lemma transposed_product d A B i j : transposed (product d A B) i j = product d (transposed B) (transposed A) i j.
Proof. unfold transposed, product; apply bigsum_ext; intros; ring. Qed.

(** ** The spectral form *)

Lemma spectral_ext d U f g : (forall k, (k < d)%nat -> f k = g k) -> forall i j, spectral d U f i j = spectral d U g i j.
Proof. intros H i j; apply bigsum_ext; intros k Hk; rewrite H by exact Hk; reflexivity. Qed.

Lemma spectral_sym d U f i j : spectral d U f i j = spectral d U f j i.
Proof. apply bigsum_ext; intros; ring. Qed.

Lemma spectral_one d U : orthogonal d U -> same d (spectral d U (fun _ => 1)) delta.
Proof. intros [_ H] i j Hi Hj; rewrite <- (H i j Hi Hj); unfold product, transposed; apply bigsum_ext; intros; ring. Qed.

Lemma spectral_plus d U f g a b i j : a * spectral d U f i j + b * spectral d U g i j = spectral d U (fun k => a * f k + b * g k) i j.
Proof. unfold spectral; rewrite <- !bigsum_scale, <- bigsum_plus; apply bigsum_ext; intros; ring. Qed.

(** Products of matrices with the same eigenvectors multiply the eigenvalues. *)
Lemma spectral_product d U f g : orthogonal d U -> forall i j,
  product d (spectral d U f) (spectral d U g) i j = spectral d U (fun k => f k * g k) i j.
Proof.
  intros [H _] i j; unfold product, spectral.
  rewrite (bigsum_ext d _ (fun l => bigsum d (fun k => bigsum d (fun k' => (U i k * f k * U l k) * (U l k' * g k' * U j k')))))
    by (intros; rewrite <- bigsum_scale_r; apply bigsum_ext; intros; rewrite <- bigsum_scale; reflexivity).
  rewrite bigsum_swap; apply bigsum_ext; intros k Hk; rewrite bigsum_swap.
  rewrite (bigsum_ext d _ (fun k' => delta k k' * (U i k * f k * g k' * U j k'))).
  - rewrite bigsum_delta with (f := fun k' => U i k * f k * g k' * U j k') by exact Hk; ring.
  - intros k' Hk'; rewrite <- (H k k' Hk Hk'); unfold product, transposed; rewrite <- bigsum_scale_r; apply bigsum_ext; intros; ring.
Qed.

Lemma spectral_trace d U f : orthogonal d U -> trace d (spectral d U f) = bigsum d f.
Proof.
  intros [H _]; unfold trace, spectral; rewrite bigsum_swap; apply bigsum_ext; intros k Hk.
  rewrite (bigsum_ext d _ (fun i => transposed U k i * U i k * f k)) by (intros; unfold transposed; ring).
  rewrite bigsum_scale_r; specialize (H k k Hk Hk); unfold product in H; rewrite H; unfold delta; rewrite Nat.eqb_refl; ring.
Qed.

(** ** Batches: samples by features *)

Definition centered_batch (n d : nat) (Z : matrix) : Prop := forall j, (j < d)%nat -> bigsum n (fun r => Z r j) = 0.

(** ZᵀZ / (n - 1) *)
Definition covariance (n : nat) (Z : matrix) : matrix := fun i j => bigsum n (fun r => Z r i * Z r j) / (INR n - 1).

Lemma centered_product n d Z P : centered_batch n d Z -> centered_batch n d (product d Z P).
Proof.
  intros H j Hj; unfold product; rewrite bigsum_swap.
  rewrite (bigsum_ext d _ (fun _ => 0)); [rewrite bigsum_const; ring|].
  intros k Hk; rewrite bigsum_scale_r, (H k Hk); ring.
Qed.

(** The covariance of ZΦ is ΦᵀΣΦ. *)
Lemma covariance_product n d Z P i j :
  covariance n (product d Z P) i j = product d (product d (transposed P) (covariance n Z)) P i j.
Proof.
  unfold covariance, product, transposed.
  rewrite (bigsum_ext n _ (fun r => bigsum d (fun l => bigsum d (fun k => P k i * (Z r k * Z r l) * P l j)))).
  2:{ intros r Hr; rewrite bigsum_swap, <- bigsum_scale_r; apply bigsum_ext; intros k Hk; rewrite <- bigsum_scale; apply bigsum_ext; intros; ring. }
  rewrite bigsum_swap; unfold Rdiv; rewrite <- bigsum_scale_r; apply bigsum_ext; intros l Hl.
  rewrite bigsum_swap, <- !bigsum_scale_r; apply bigsum_ext; intros k Hk.
  rewrite bigsum_scale_r, bigsum_scale; ring.
Qed.
