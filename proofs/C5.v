(** * C5. The trace loss after IterNorm is least at equal eigenvalues *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Matrices C1 C3.
Open Scope R_scope.

(** ** Jensen's inequality, with its case of equality *)

Section Jensen.

Variable f : R -> R.
Hypothesis f_concave : concave_on_unit f.

Lemma jensen n w x :
  (forall k, (k < n)%nat -> 0 <= w k) -> (forall k, (k < n)%nat -> 0 <= x k <= 1) -> 0 < bigsum n w ->
  let m := bigsum n (fun k => w k * x k) / bigsum n w in
  0 <= m <= 1 /\ bigsum n (fun k => w k * f (x k)) <= bigsum n w * f m /\
  (strictly_concave_on_unit f -> bigsum n (fun k => w k * f (x k)) = bigsum n w * f m -> forall k, (k < n)%nat -> w k <> 0 -> x k = m).
Proof.
  induction n as [|n IH]; intros Hw Hx W m; [cbn in W; lra|]; unfold m; clear m; cbn [bigsum] in *.
  set (W' := bigsum n w) in *; set (S' := bigsum n (fun k => w k * x k)) in *; set (F' := bigsum n (fun k => w k * f (x k))) in *.
  assert (Hw' : forall k, (k < n)%nat -> 0 <= w k) by (intros; apply Hw; lia).
  assert (Hx' : forall k, (k < n)%nat -> 0 <= x k <= 1) by (intros; apply Hx; lia).
  assert (Wn : 0 <= w n) by (apply Hw; lia); assert (Xn : 0 <= x n <= 1) by (apply Hx; lia).
  assert (Wp : 0 <= W') by (apply bigsum_nonneg, Hw').
  destruct (Req_dec W' 0) as [W0|W0].
  - assert (Z : forall k, (k < n)%nat -> w k = 0) by (apply bigsum_zero; assumption).
    assert (S0 : S' = 0) by (unfold S'; rewrite (bigsum_ext n _ (fun _ => 0)) by (intros k Hk; rewrite (Z k Hk); ring); rewrite bigsum_const; ring).
    assert (F0 : F' = 0) by (unfold F'; rewrite (bigsum_ext n _ (fun _ => 0)) by (intros k Hk; rewrite (Z k Hk); ring); rewrite bigsum_const; ring).
    rewrite W0, S0, F0, !Rplus_0_l; replace (w n * x n / w n) with (x n) by (field; lra).
    split; [exact Xn|]; split; [lra|]; intros _ _ k Hk Nk; destruct (Nat.eq_dec k n) as [->|N]; [reflexivity|]; exfalso; apply Nk, Z; lia.
  - destruct (IH Hw' Hx' ltac:(lra)) as (M & J & E); set (m' := S' / W') in *.
    assert (S'E : S' = W' * m') by (unfold m'; field; lra).
    destruct (Req_dec (w n) 0) as [w0|w0].
    + rewrite w0, !Rmult_0_l, !Rplus_0_r; split; [exact M|]; split; [exact J|]; intros SC Eq k Hk Nk.
      destruct (Nat.eq_dec k n) as [->|N]; [contradiction | apply E; [exact SC | exact Eq | lia | exact Nk]].
    + set (V := W' + w n) in *; set (t := W' / V).
      assert (T : 0 < t < 1).
      { unfold t; split; [apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat; exact W]|].
        apply (Rmult_lt_reg_r V); [exact W|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; unfold V; lra. }
      assert (Mean : (S' + w n * x n) / V = t * m' + (1 - t) * x n) by (rewrite S'E; unfold t, V in *; field; lra).
      assert (Tw : V * t = W') by (unfold t; field; lra); assert (Tn : V * (1 - t) = w n) by (unfold t, V in *; field; lra).
      rewrite Mean; pose proof (between m' (x n) t M Xn ltac:(lra)) as B.
      pose proof (f_concave m' (x n) t M Xn ltac:(lra)) as C.
      assert (Le : F' + w n * f (x n) <= V * (t * f m' + (1 - t) * f (x n))) by (rewrite Rmult_plus_distr_l, <- !Rmult_assoc, Tw, Tn; lra).
      assert (Le2 : V * (t * f m' + (1 - t) * f (x n)) <= V * f (t * m' + (1 - t) * x n)) by (apply Rmult_le_compat_l; lra).
      split; [exact B|]; split; [lra|]; intros SC Eq.
      destruct (Req_dec m' (x n)) as [Em|Em].
      2:{ exfalso; pose proof (SC m' (x n) t M Xn T Em) as St; apply (Rmult_lt_compat_l V) in St; [lra | exact W]. }
      assert (Em2 : t * m' + (1 - t) * x n = m') by (rewrite <- Em; ring); rewrite Em2 in *.
      intros k Hk Nk; destruct (Nat.eq_dec k n) as [->|N]; [symmetry; exact Em|].
      apply E; [exact SC | | lia | exact Nk].
      rewrite Rmult_plus_distr_l, <- !Rmult_assoc, Tw, Tn, <- Em in Le; rewrite <- Em in Eq.
      assert (V * f m' = W' * f m' + w n * f m') by (unfold V; ring); lra.
Qed.

End Jensen.

(** ** The bound *)

Section C5.

Variables (d T : nat) (U : matrix) (x : nat -> R).
Hypothesis d_pos : (1 <= d)%nat.
Hypothesis U_orthogonal : orthogonal d U.
Hypothesis shares : forall k, (k < d)%nat -> 0 <= x k.
Hypothesis shares_sum : bigsum d x = 1.

Let h := spectrum_map T.

(** The diagonal of Σ / tr Σ, and of the covariance after iterative normalization. *)
Let y (j : nat) : R := bigsum d (fun k => U j k * U j k * x k).
Let z (j : nat) : R := bigsum d (fun k => U j k * U j k * h (x k)).

Lemma share_le_1 k : (k < d)%nat -> 0 <= x k <= 1.
Proof.
  intros Hk; split; [apply shares, Hk|]; rewrite <- shares_sum.
  assert (G : forall n, (k < n)%nat -> (n <= d)%nat -> x k <= bigsum n x).
  { induction n; intros H1 H2; [lia|]; cbn; destruct (Nat.eq_dec k n) as [->|N].
    - assert (0 <= bigsum n x) by (apply bigsum_nonneg; intros; apply shares; lia); lra.
    - assert (0 <= x n) by (apply shares; lia); specialize (IHn ltac:(lia) ltac:(lia)); lra. }
  apply G; lia.
Qed.

Lemma row_weights j : (j < d)%nat -> bigsum d (fun k => U j k * U j k) = 1.
Proof.
  intros Hj; destruct U_orthogonal as [_ H]; specialize (H j j Hj Hj); unfold product, transposed in H; rewrite H; unfold delta; rewrite Nat.eqb_refl; reflexivity.
Qed.

Lemma column_weights k : (k < d)%nat -> bigsum d (fun j => U j k * U j k) = 1.
Proof.
  intros Hk; destruct U_orthogonal as [H _]; specialize (H k k Hk Hk); unfold product, transposed in H; rewrite H; unfold delta; rewrite Nat.eqb_refl; reflexivity.
Qed.

Lemma diagonal_sum : bigsum d y = 1.
Proof.
  unfold y; rewrite bigsum_swap, <- shares_sum; apply bigsum_ext; intros k Hk; rewrite bigsum_scale_r, column_weights by exact Hk; ring.
Qed.

Lemma diagonal j : (j < d)%nat -> 0 <= y j <= 1 /\ z j <= h (y j) /\
  ((1 <= T)%nat -> z j = h (y j) -> forall k, (k < d)%nat -> U j k <> 0 -> x k = y j).
Proof.
  intros Hj; destruct (jensen h (map_concave T) d (fun k => U j k * U j k) x) as (B & L & E).
  - intros; apply Rle_0_sqr.
  - apply share_le_1.
  - rewrite row_weights by exact Hj; lra.
  - rewrite row_weights in * by exact Hj; fold (y j) in *; fold (z j) in *; unfold Rdiv in *; rewrite Rinv_1, Rmult_1_r, Rmult_1_l in *.
    split; [exact B|]; split; [exact L|]; intros HT Eq k Hk N; apply E; [apply map_strictly_concave, HT | exact Eq | exact Hk | nra].
Qed.

(** (1 - h)² is convex, so its negative is concave; strictly for T ≥ 1. *)
Let gap (v : R) : R := - ((1 - h v) * (1 - h v)).

Lemma gap_concave : concave_on_unit gap.
Proof.
  intros a b t Ha Hb Ht; unfold gap; pose proof (map_concave T a b t Ha Hb Ht) as C; fold h in C.
  pose proof (map_unit T (t * a + (1 - t) * b) (between a b t Ha Hb Ht)) as M; fold h in M.
  set (m := h (t * a + (1 - t) * b)) in *; set (A := h a) in *; set (B := h b) in *.
  assert ((1 - m) * (1 - m) <= (t * (1 - A) + (1 - t) * (1 - B)) * (t * (1 - A) + (1 - t) * (1 - B))) by (apply Rmult_le_compat; lra).
  assert (t * ((1 - A) * (1 - A)) + (1 - t) * ((1 - B) * (1 - B)) - (t * (1 - A) + (1 - t) * (1 - B)) * (t * (1 - A) + (1 - t) * (1 - B)) = t * (1 - t) * ((A - B) * (A - B))) by ring.
  assert (0 <= t * (1 - t) * ((A - B) * (A - B))) by (apply Rmult_le_pos; [nra | apply Rle_0_sqr]); lra.
Qed.

Lemma gap_strictly_concave : (1 <= T)%nat -> strictly_concave_on_unit gap.
Proof.
  intros HT a b t Ha Hb Ht N; unfold gap; pose proof (map_strictly_concave T HT a b t Ha Hb Ht N) as C; fold h in C.
  pose proof (map_unit T (t * a + (1 - t) * b) (between a b t Ha Hb ltac:(lra))) as M; fold h in M.
  set (m := h (t * a + (1 - t) * b)) in *; set (A := h a) in *; set (B := h b) in *.
  assert ((1 - m) * (1 - m) < (t * (1 - A) + (1 - t) * (1 - B)) * (t * (1 - A) + (1 - t) * (1 - B))) by nra.
  assert (t * ((1 - A) * (1 - A)) + (1 - t) * ((1 - B) * (1 - B)) - (t * (1 - A) + (1 - t) * (1 - B)) * (t * (1 - A) + (1 - t) * (1 - B)) = t * (1 - t) * ((A - B) * (A - B))) by ring.
  assert (0 <= t * (1 - t) * ((A - B) * (A - B))) by (apply Rmult_le_pos; [nra | apply Rle_0_sqr]); lra.
Qed.

Lemma loss_of_diagonal j : (j < d)%nat -> (1 - h (y j)) * (1 - h (y j)) <= (1 - z j) * (1 - z j) /\
  ((1 - h (y j)) * (1 - h (y j)) = (1 - z j) * (1 - z j) -> z j = h (y j)).
Proof.
  intros Hj; destruct (diagonal j Hj) as (B & L & _); pose proof (map_unit T (y j) B) as M; fold h in M; split; [apply Rmult_le_compat; lra|].
  intros E; destruct (Req_dec (z j) (h (y j))) as [Q|Q]; [exact Q|]; nra.
Qed.

Lemma sum_of_gaps : bigsum d (fun j => (1 - h (y j)) * (1 - h (y j))) >= INR d * ((1 - h (/ INR d)) * (1 - h (/ INR d))) /\
  ((1 <= T)%nat -> bigsum d (fun j => (1 - h (y j)) * (1 - h (y j))) = INR d * ((1 - h (/ INR d)) * (1 - h (/ INR d))) ->
    forall j, (j < d)%nat -> y j = / INR d).
Proof.
  assert (D : 0 < INR d) by (apply lt_0_INR; lia).
  destruct (jensen gap gap_concave d (fun _ => 1) y) as (_ & L & E).
  - intros; lra.
  - intros j Hj; apply diagonal, Hj.
  - rewrite bigsum_const; lra.
  - rewrite bigsum_const, Rmult_1_r in *.
    rewrite (bigsum_ext d (fun k => 1 * y k) y) in L, E by (intros; ring); rewrite diagonal_sum in L, E.
    rewrite (bigsum_ext d (fun k => 1 * gap (y k)) (fun k => -1 * ((1 - h (y k)) * (1 - h (y k))))) in L, E by (intros; unfold gap; ring).
    rewrite bigsum_scale in L, E; unfold Rdiv in L, E; rewrite Rmult_1_l in L, E; unfold gap in L, E at 1.
    split; [lra|]; intros HT Eq j Hj; apply E; [apply gap_strictly_concave, HT | unfold gap; lra | exact Hj | lra].
Qed.

Theorem trace_loss_bound : bigsum d (fun j => (1 - z j) * (1 - z j)) >= INR d * ((1 - h (/ INR d)) * (1 - h (/ INR d))).
Proof.
  destruct sum_of_gaps as [G _]; apply Rge_trans with (2 := G); apply Rle_ge, bigsum_le; intros; apply loss_of_diagonal; assumption.
Qed.

Theorem trace_loss_equality : (1 <= T)%nat ->
  (bigsum d (fun j => (1 - z j) * (1 - z j)) = INR d * ((1 - h (/ INR d)) * (1 - h (/ INR d))) <->
   forall k l, (k < d)%nat -> (l < d)%nat -> x k = x l).
Proof.
  intros HT; assert (D : 0 < INR d) by (apply lt_0_INR; lia); split.
  - intros E; destruct sum_of_gaps as [G GE].
    assert (Le : bigsum d (fun j => (1 - h (y j)) * (1 - h (y j))) <= bigsum d (fun j => (1 - z j) * (1 - z j)))
      by (apply bigsum_le; intros; apply loss_of_diagonal; assumption).
    assert (Yj : forall j, (j < d)%nat -> y j = / INR d) by (apply GE; [exact HT | lra]).
    assert (Eq : forall j, (j < d)%nat -> (1 - z j) * (1 - z j) - (1 - h (y j)) * (1 - h (y j)) = 0).
    { apply bigsum_zero; [intros j Hj; pose proof (loss_of_diagonal j Hj); lra|].
      rewrite (bigsum_ext d _ (fun j => (1 - z j) * (1 - z j) + -1 * ((1 - h (y j)) * (1 - h (y j))))) by (intros; ring).
      rewrite bigsum_plus, bigsum_scale; lra. }
    assert (X : forall k, (k < d)%nat -> x k = / INR d).
    { intros k Hk; destruct (Classical_Prop.classic (exists j, (j < d)%nat /\ U j k <> 0)) as [(j & Hj & N)|N].
      - destruct (diagonal j Hj) as (_ & _ & S); rewrite <- (Yj j Hj); apply S; [exact HT | | exact Hk | exact N].
        apply (proj2 (loss_of_diagonal j Hj)); specialize (Eq j Hj); lra.
      - exfalso; pose proof (column_weights k Hk) as C; rewrite (bigsum_ext d _ (fun _ => 0)) in C; [rewrite bigsum_const in C; lra|].
        intros j Hj; destruct (Req_dec (U j k) 0) as [->|Q]; [ring|]; exfalso; apply N; exists j; auto. }
    intros k l Hk Hl; rewrite (X k Hk), (X l Hl); reflexivity.
  - intros E; assert (X : forall k, (k < d)%nat -> x k = / INR d).
    { intros k Hk; pose proof shares_sum as S; rewrite (bigsum_ext d x (fun _ => x k)) in S by (intros l Hl; apply E; assumption).
      rewrite bigsum_const in S; apply (Rmult_eq_reg_l (INR d)); [rewrite Rinv_r; lra | lra]. }
    rewrite <- bigsum_const; apply bigsum_ext; intros j Hj; unfold z.
    rewrite (bigsum_ext d _ (fun k => U j k * U j k * h (/ INR d))) by (intros k Hk; rewrite X by exact Hk; reflexivity).
    rewrite bigsum_scale_r, row_weights by exact Hj; rewrite Rmult_1_l; reflexivity.
Qed.

End C5.

(** TL = Σ_j (1 - Σ̂_jj)² *)
Definition trace_loss (d : nat) (S : matrix) : R := bigsum d (fun j => (1 - S j j) * (1 - S j j)).

(** The eigenvalues of a covariance are not negative. *)
Lemma covariance_eigenvalue_nonneg n d Z U lambda k :
  (2 <= n)%nat -> orthogonal d U -> same d (covariance n Z) (spectral d U lambda) -> (k < d)%nat -> 0 <= lambda k.
Proof.
  intros Hn HU HS Hk.
  assert (E : lambda k = bigsum n (fun r => bigsum d (fun i => Z r i * U i k) * bigsum d (fun i => Z r i * U i k)) / (INR n - 1)).
  { transitivity (product d (product d (transposed U) (covariance n Z)) U k k).
    - transitivity (product d (product d (transposed U) (spectral d U lambda)) U k k).
      2:{ apply product_same; [|apply same_refl | exact Hk | exact Hk]; apply product_same; [apply same_refl | apply same_sym, HS]. }
      destruct HU as [UU _].
      transitivity (product d (fun a l => transposed U a l) (fun l b => product d (spectral d U lambda) U l b) k k); [|symmetry; apply product_assoc].
      assert (SU : forall i b, (b < d)%nat -> product d (spectral d U lambda) U i b = U i b * lambda b).
      { intros i b Hb; unfold product, spectral; rewrite (bigsum_ext d _ (fun l => bigsum d (fun m => U i m * lambda m * (U l m * U l b)))) by (intros; rewrite <- bigsum_scale_r; apply bigsum_ext; intros; ring).
        rewrite bigsum_swap, (bigsum_ext d _ (fun m => delta b m * (U i m * lambda m))).
        - rewrite bigsum_delta with (f := fun m => U i m * lambda m) by exact Hb; reflexivity.
        - intros m Hm; rewrite bigsum_scale; specialize (UU m b Hm Hb); unfold product, transposed in UU; rewrite UU, delta_sym; ring. }
      unfold product at 1; rewrite (bigsum_ext d _ (fun l => U l k * U l k * lambda k)) by (intros l Hl; rewrite SU by exact Hk; unfold transposed; ring).
      rewrite bigsum_scale_r; specialize (UU k k Hk Hk); unfold product, transposed in UU; rewrite UU; unfold delta; rewrite Nat.eqb_refl; ring.
    - rewrite <- covariance_product; unfold covariance, product; reflexivity. }
  rewrite E; apply Rmult_le_pos; [apply bigsum_nonneg; intros; apply Rle_0_sqr | left; apply Rinv_0_lt_compat].
  assert (2 <= INR n) by (apply (le_INR 2); exact Hn); lra.
Qed.

(** Claim C5, whole: for every centred batch of n ≥ 2 samples, not all equal (tr Σ > 0), whose covariance is U diag(λ) Uᵀ, the trace loss after
    iterative normalization is at least d (1 - h_T(1/d))²; for T ≥ 1 with equality exactly when all eigenvalues are equal; at T = 0 it is reached
    at every equal diagonal. *)
Theorem C5 n d Z U lambda T :
  (2 <= n)%nat -> (1 <= d)%nat -> centered_batch n d Z -> orthogonal d U ->
  same d (covariance n Z) (spectral d U lambda) -> 0 < trace d (covariance n Z) ->
  let TL := trace_loss d (covariance n (product d Z (iter_norm_transform d (covariance n Z) T))) in
  let bound := INR d * ((1 - spectrum_map T (/ INR d)) * (1 - spectrum_map T (/ INR d))) in
  TL >= bound /\
  ((1 <= T)%nat -> (TL = bound <-> forall k l, (k < d)%nat -> (l < d)%nat -> lambda k = lambda l)) /\
  (T = 0%nat -> (forall j, (j < d)%nat -> covariance n Z j j = covariance n Z 0%nat 0%nat) -> TL = bound).
Proof.
  intros Hn Hd HZ HU HS Ht TL bound; set (t := trace d (covariance n Z)) in *.
  set (x := fun k => lambda k / t).
  assert (X : forall k, (k < d)%nat -> 0 <= x k).
  { intros k Hk; apply Rmult_le_pos; [apply (covariance_eigenvalue_nonneg n d Z U lambda); assumption | left; apply Rinv_0_lt_compat, Ht]. }
  assert (Tr : t = bigsum d lambda).
  { rewrite <- (spectral_trace d U lambda HU); apply bigsum_ext; intros i Hi; apply HS; exact Hi. }
  assert (X1 : bigsum d x = 1) by (unfold x, Rdiv; rewrite bigsum_scale_r, <- Tr; field; lra).
  assert (E : TL = bigsum d (fun j => (1 - bigsum d (fun k => U j k * U j k * spectrum_map T (x k))) * (1 - bigsum d (fun k => U j k * U j k * spectrum_map T (x k))))).
  { apply bigsum_ext; intros j Hj; pose proof (iter_norm_covariance n d Z U lambda T HZ HU HS Ht j j Hj Hj) as C; fold t in C; rewrite C; unfold spectral.
    f_equal; f_equal; apply bigsum_ext; intros; unfold x; ring. }
  split; [rewrite E; apply trace_loss_bound; assumption|]; split.
  - intros HT; rewrite E; pose proof (trace_loss_equality d T U x Hd HU X X1 HT) as Q; cbv beta zeta in Q; unfold bound; rewrite Q; clear Q; unfold x; split; intros H k l Hk Hl.
    + specialize (H k l Hk Hl); apply (Rmult_eq_reg_r (/ t)); [exact H | apply Rgt_not_eq, Rinv_0_lt_compat, Ht].
    + rewrite (H k l Hk Hl); reflexivity.
  - intros -> Dg; rewrite E; unfold bound; cbn [spectrum_map].
    assert (D : 0 < INR d) by (apply lt_0_INR; lia).
    assert (Y : forall j, (j < d)%nat -> bigsum d (fun k => U j k * U j k * x k) = / INR d).
    { assert (Yt : forall j, (j < d)%nat -> bigsum d (fun k => U j k * U j k * x k) = covariance n Z j j / t).
      { intros j Hj; rewrite (HS j j Hj Hj); unfold spectral, Rdiv; rewrite <- bigsum_scale_r; apply bigsum_ext; intros; unfold x; field; lra. }
      intros j Hj; rewrite (Yt j Hj), (Dg j Hj).
      assert (Tc : t = INR d * covariance n Z 0%nat 0%nat) by (unfold t, trace; rewrite (bigsum_ext d _ (fun _ => covariance n Z 0%nat 0%nat)) by exact Dg; apply bigsum_const).
      assert (C0 : covariance n Z 0%nat 0%nat <> 0) by (intros Q; rewrite Q in Tc; lra).
      rewrite Tc; field; split; lra. }
    rewrite <- bigsum_const; apply bigsum_ext; intros j Hj; rewrite (Y j Hj); reflexivity.
Qed.
