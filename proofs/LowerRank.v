(** * The trace loss along the eigenvectors of the covariance, and its pull where the rank is not full *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Classical.
From Normlab Require Import Basics Matrices HessianNorm C1 C3 C5 TraceLoss TraceLossFlow.
Open Scope R_scope.

Definition share (d : nat) (lambda : nat -> R) (k : nat) : R := lambda k / bigsum d lambda.

(** h_T'(x_k) times the gap on the eigenvector k, and their mean by the shares x_k. *)
Definition pull (d T : nat) (U : matrix) (lambda : nat -> R) (k : nat) : R := map_slope T (share d lambda k) * turned_gap d T U lambda k k.
Definition mean_pull (d T : nat) (U : matrix) (lambda : nat -> R) : R := bigsum d (fun k => share d lambda k * pull d T U lambda k).

(** The derivative along Z U diag(a) Uᵀ. *)
Lemma eigen_direction n d T Z U lambda a : centered_batch n d Z -> orthogonal d U -> same d (covariance n Z) (spectral d U lambda) ->
  (forall k, (k < d)%nat -> 0 <= lambda k) -> 0 < bigsum d lambda -> (forall k, (k < d)%nat -> Rabs (a k) <= 1) ->
  derivable_pt_lim (fun t => loss n d T (moved Z (product d Z (spectral d U a)) t)) 0
    (- 4 * bigsum d (fun k => share d lambda k * a k * (pull d T U lambda k - mean_pull d T U lambda))).
Proof.
  intros HZ HU HS Nn S0 Ha; set (S := bigsum d lambda) in *; set (moving := fun t k => lambda k * ((1 + t * a k) * (1 + t * a k))).
  set (m := bigsum d (fun l => share d lambda l * a l)).
  assert (Num : forall k, derivable_pt_lim (fun t => moving t k) 0 (2 * lambda k * a k)).
  { intros k; apply (derivable_ext (fun t => (lambda k + 2 * lambda k * a k * t + lambda k * a k * a k * (t * t)) / (1 + 0 * (t * t)))); [intros t; unfold moving; field; nra|].
    apply (derivable_eq _ _ (2 * lambda k * a k / 1)); [field | apply derivative_rational; lra]. }
  assert (M0 : forall k, moving 0 k = lambda k) by (intros; unfold moving; ring).
  assert (Sum0 : bigsum d (moving 0) = S) by (apply bigsum_ext; intros; apply M0).
  assert (Dy : forall k, derivable_pt_lim (fun t => moving t k / bigsum d (moving t)) 0 (2 * share d lambda k * (a k - m))).
  { intros k; pose proof (derivable_pt_lim_div (fun t => moving t k) (fun t => bigsum d (moving t)) 0 _ _ (Num k) (derivative_bigsum d (fun k t => moving t k) 0 (fun k => 2 * lambda k * a k) (fun k _ => Num k))) as D.
    cbv beta in D; rewrite Sum0, M0 in D; specialize (D ltac:(lra)).
    replace (2 * share d lambda k * (a k - m)) with ((2 * lambda k * a k * S - bigsum d (fun k => 2 * lambda k * a k) * lambda k) / Rsqr S); [exact D|].
    replace (bigsum d (fun k => 2 * lambda k * a k)) with (2 * S * m); [unfold Rsqr, share; fold S; field; lra|].
    unfold m; rewrite <- bigsum_scale; apply bigsum_ext; intros l _; unfold share; fold S; field; lra. }
  apply (derivative_local (fun t => spectral_loss d T U (moving t))).
  - intros t Ht; replace (t - 0) with t in Ht by ring; symmetry; apply loss_by_spectrum; [apply moved_centered, HZ | exact HU | |].
    + eapply same_trans; [apply moved_covariance, HS|]; intros i j Hi Hj; unfold spectral at 3; apply bigsum_ext; intros l Hl; rewrite !spectral_eigenvector by assumption; unfold moving; ring.
    + apply Rlt_le_trans with (/ 4 * S); [lra|]; unfold S; rewrite <- bigsum_scale; apply bigsum_le; intros k Hk; unfold moving; specialize (Ha k Hk); specialize (Nn k Hk).
      assert (B : / 2 <= 1 + t * a k).
      { assert (Rabs (t * a k) <= / 2 * 1) by (rewrite Rabs_mult; apply Rmult_le_compat; try apply Rabs_pos; lra); unfold Rabs in *; destruct (Rcase_abs (t * a k)) in *; lra. }
      rewrite (Rmult_comm (/ 4)); apply Rmult_le_compat_l; [exact Nn | nra].
  - pose proof (loss_derivative d T (fun j k _ => U j k * U j k) (fun k t => moving t k / bigsum d (moving t)) (fun _ _ => 0) (fun k => 2 * share d lambda k * (a k - m))
      (fun j k _ _ => derivable_pt_lim_const _ 0) (fun k _ => Dy k)) as D; cbv beta in D.
    match type of D with derivable_pt_lim _ _ ?v => replace (- 4 * bigsum d (fun k => share d lambda k * a k * (pull d T U lambda k - mean_pull d T U lambda))) with v; [exact D|] end.
    transitivity (- 2 * bigsum d (fun j => bigsum d (fun k => 2 * (a k - m) * share d lambda k * (map_slope T (share d lambda k) * (diagonal_gap d T U lambda j * (U j k * U j k)))))).
    + f_equal; apply bigsum_ext; intros j Hj; rewrite Sum0; unfold diagonal_gap; fold S.
      rewrite (bigsum_ext d (fun k => U j k * U j k * spectrum_map T (moving 0 k / S)) (fun k => U j k * U j k * spectrum_map T (lambda k / S))) by (intros; rewrite M0; reflexivity).
      rewrite <- bigsum_scale; apply bigsum_ext; intros k Hk; rewrite M0; unfold share; fold S; ring.
    + rewrite bigsum_swap, (bigsum_ext d _ (fun k => 2 * (a k - m) * share d lambda k * pull d T U lambda k)).
      2:{ intros k _; rewrite !bigsum_scale; unfold pull, turned_gap; ring. }
      rewrite (bigsum_ext d _ (fun k => 2 * (share d lambda k * a k * pull d T U lambda k) + - (2 * m) * (share d lambda k * pull d T U lambda k))) by (intros; ring).
      rewrite bigsum_plus, !bigsum_scale; fold (mean_pull d T U lambda); rewrite (bigsum_ext d (fun k => share d lambda k * a k * (pull d T U lambda k - mean_pull d T U lambda))
        (fun k => share d lambda k * a k * pull d T U lambda k + - mean_pull d T U lambda * (share d lambda k * a k))) by (intros; ring).
      rewrite bigsum_plus, bigsum_scale; fold m; ring.
Qed.

(** ** The map at 0 *)

Lemma map_at_0 T : spectrum_map T 0 = 0.
Proof. induction T as [|T IH]; cbn [spectrum_map]; [reflexivity|]; rewrite IH; unfold spectrum_step; field. Qed.

Lemma map_slope_at_0 T x : 0 < x <= 1 -> 0 <= map_slope T x /\ map_slope T x <= map_slope T 0 /\ ((1 <= T)%nat -> map_slope T x < map_slope T 0) /\ 0 < map_slope T 0.
Proof.
  intros Hx; induction T as [|T (I0 & I1 & _ & I3)]; cbn [map_slope]; [repeat split; try lra; lia|]; rewrite map_at_0.
  pose proof (map_increasing T 0 x ltac:(lra) ltac:(lra) ltac:(lra)) as H; rewrite map_at_0 in H; pose proof (map_unit T x ltac:(lra)) as B; set (h := spectrum_map T x) in *.
  assert (S0 : 0 <= step_slope h) by (unfold step_slope; nra); assert (S1 : step_slope h < step_slope 0) by (unfold step_slope; nra); assert (S2 : 0 < step_slope 0) by (unfold step_slope; lra).
  assert (L : step_slope h * map_slope T x < step_slope 0 * map_slope T 0).
  { apply Rle_lt_trans with (step_slope h * map_slope T 0); [apply Rmult_le_compat_l; assumption | apply Rmult_lt_compat_r; assumption]. }
  split; [apply Rmult_le_pos; assumption | split; [lra | split; [intros _; exact L | apply Rmult_lt_0_compat; assumption]]].
Qed.

(** ** The gaps *)

Section Gaps.
Variables (d T : nat) (U : matrix) (lambda : nat -> R).
Hypothesis HU : orthogonal d U.
Hypothesis Nn : forall k, (k < d)%nat -> 0 <= lambda k.
Hypothesis S0 : 0 < bigsum d lambda.

Lemma share_unit k : (k < d)%nat -> 0 <= share d lambda k <= 1.
Proof.
  intros Hk; unfold share; split; [apply Rmult_le_pos; [apply Nn, Hk | left; apply Rinv_0_lt_compat, S0]|].
  assert (L : lambda k <= bigsum d lambda) by (rewrite <- (bigsum_delta d k lambda Hk) at 1; apply bigsum_le; intros i Hi; specialize (Nn i Hi); unfold delta; destruct (Nat.eqb k i); lra).
  apply (Rmult_le_reg_r (bigsum d lambda)); [exact S0|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra.
Qed.

Lemma shares_sum : bigsum d (share d lambda) = 1.
Proof. unfold share, Rdiv; rewrite bigsum_scale_r; apply Rinv_r; lra. Qed.

Lemma row_square j : (j < d)%nat -> bigsum d (fun k => U j k * U j k) = 1.
Proof. intros Hj; destruct HU as [_ V]; specialize (V j j Hj Hj); rewrite delta_same in V; exact V. Qed.

Lemma column_square k : (k < d)%nat -> bigsum d (fun j => U j k * U j k) = 1.
Proof. intros Hk; destruct HU as [V _]; specialize (V k k Hk Hk); rewrite delta_same in V; exact V. Qed.

Lemma gap_as_mean j : (j < d)%nat -> diagonal_gap d T U lambda j = bigsum d (fun k => U j k * U j k * (1 - spectrum_map T (share d lambda k))).
Proof.
  intros Hj; unfold diagonal_gap; rewrite <- (row_square j Hj) at 1; rewrite (bigsum_ext d (fun k => U j k * U j k * (1 - spectrum_map T (share d lambda k))) (fun k => U j k * U j k + - 1 * (U j k * U j k * spectrum_map T (lambda k / bigsum d lambda)))) by (intros; unfold share; ring).
  rewrite bigsum_plus, bigsum_scale; ring.
Qed.

Lemma square_nonneg x : 0 <= x * x.
Proof. exact (Rle_0_sqr x). Qed.

Lemma gap_unit j : (j < d)%nat -> 0 <= diagonal_gap d T U lambda j <= 1.
Proof.
  intros Hj; rewrite (gap_as_mean j Hj); split.
  - apply bigsum_nonneg; intros k Hk; apply Rmult_le_pos; [apply square_nonneg | pose proof (map_unit T _ (share_unit k Hk)); lra].
  - apply Rle_trans with (bigsum d (fun k => U j k * U j k)); [|right; apply row_square, Hj]; apply bigsum_le; intros k Hk; pose proof (map_unit T _ (share_unit k Hk)); rewrite <- (Rmult_1_r (U j k * U j k)) at 2; apply Rmult_le_compat_l; [apply square_nonneg | lra].
Qed.

Lemma turned_gap_unit k : (k < d)%nat -> 0 <= turned_gap d T U lambda k k <= 1.
Proof.
  intros Hk; unfold turned_gap; split.
  - apply bigsum_nonneg; intros j Hj; apply Rmult_le_pos; [apply gap_unit, Hj | apply square_nonneg].
  - apply Rle_trans with (bigsum d (fun j => U j k * U j k)); [|right; apply column_square, Hk]; apply bigsum_le; intros j Hj; rewrite <- (Rmult_1_l (U j k * U j k)) at 2; apply Rmult_le_compat_r; [apply square_nonneg | apply gap_unit, Hj].
Qed.

End Gaps.

(** ** Where the rank is not full, an eigenvector of the kernel is pulled more than the mean *)
Theorem lower_rank_is_pulled n d T Z U lambda q : (1 <= T)%nat -> centered_batch n d Z -> stationary n d T Z -> orthogonal d U -> same d (covariance n Z) (spectral d U lambda) ->
  (forall k, (k < d)%nat -> 0 <= lambda k) -> 0 < bigsum d lambda -> (q < d)%nat -> lambda q = 0 -> mean_pull d T U lambda < pull d T U lambda q.
Proof.
  intros HT HZ St HU HS Nn S0 Hq Zq; set (g := mean_pull d T U lambda); set (D := diagonal_gap d T U lambda); set (G := turned_gap d T U lambda).
  assert (X : forall i, (i < d)%nat -> 0 < lambda i -> 0 < share d lambda i <= 1) by (intros i Hi L; split; [apply Rdiv_lt_0_compat; assumption | apply share_unit; assumption]).
  assert (Force : forall i, (i < d)%nat -> 0 < lambda i -> pull d T U lambda i = g).
  { intros i Hi L; pose proof (eigen_direction n d T Z U lambda (delta i) HZ HU HS Nn S0) as E.
    assert (A : forall k, (k < d)%nat -> Rabs (delta i k) <= 1) by (intros k _; unfold delta; destruct (Nat.eqb i k); rewrite ?Rabs_R1, ?Rabs_R0; lra).
    pose proof (uniqueness_limite _ _ _ _ (E A) (St _ (centered_product n d Z _ HZ))) as Q; pose proof (X i Hi L) as Xi.
    rewrite (bigsum_ext d _ (fun k => delta i k * (share d lambda k * (pull d T U lambda k - mean_pull d T U lambda)))) in Q by (intros; ring).
    rewrite (bigsum_delta d i (fun k => share d lambda k * (pull d T U lambda k - mean_pull d T U lambda)) Hi) in Q; fold g in Q.
    assert (P : share d lambda i * (pull d T U lambda i - g) = 0) by lra; apply Rmult_integral in P; destruct P; lra. }
  assert (Col : forall i j, (i < d)%nat -> (j < d)%nat -> 0 < lambda i -> D j * U j i = U j i * G i i).
  { intros i j Hi Hj Li; apply turned_column; try assumption; intros k Hk Nk.
    unfold turned_gap; rewrite (bigsum_ext d _ (fun j => diagonal_gap d T U lambda j * (U j i * U j k))) by (intros; ring).
    apply (stationary_diagonal n d T Z HZ St U lambda i k); try assumption; congruence. }
  assert (Some : exists p, (p < d)%nat /\ 0 < lambda p).
  { apply NNPP; intros N; assert (bigsum d lambda <= bigsum d (fun _ => 0)); [|rewrite bigsum_const in *; lra].
    apply bigsum_le; intros k Hk; apply Rnot_lt_le; intros L; apply N; exists k; split; assumption. }
  destruct Some as (p & Hp & Lp); pose proof (X p Hp Lp) as Xp.
  assert (Each : forall j, (j < d)%nat -> U j q <> 0 -> g < map_slope T 0 * D j).
  { intros j Hj Nz; destruct (classic (exists i, (i < d)%nat /\ 0 < lambda i /\ U j i <> 0)) as [(i & Hi & Li & Ni)|None].
    - assert (E : D j = G i i) by (apply (Rmult_eq_reg_l (U j i)); [|exact Ni]; rewrite <- Col by assumption; ring).
      assert (Dj : 0 < D j).
      { unfold D; rewrite (gap_as_mean d T U lambda HU j Hj); apply Rlt_le_trans with (U j q * U j q * (1 - spectrum_map T (share d lambda q))).
        - unfold share; rewrite Zq; unfold Rdiv; rewrite Rmult_0_l, map_at_0; apply Rsqr_pos_lt in Nz; unfold Rsqr in Nz; lra.
        - rewrite <- (bigsum_delta d q (fun k => U j k * U j k * (1 - spectrum_map T (share d lambda k))) Hq); apply bigsum_le; intros k Hk.
          assert (0 <= U j k * U j k * (1 - spectrum_map T (share d lambda k))) by (apply Rmult_le_pos; [apply square_nonneg | pose proof (map_unit T _ (share_unit d lambda Nn S0 k Hk)); lra]).
          unfold delta; destruct (Nat.eqb q k); lra. }
      rewrite <- (Force i Hi Li); unfold pull; fold G; rewrite <- E; apply Rmult_lt_compat_r; [exact Dj | apply map_slope_at_0; [apply X; assumption | exact HT]].
    - assert (E : D j = 1).
      { transitivity (bigsum d (fun k => U j k * U j k)); [|apply (row_square d U HU j Hj)]; unfold D; rewrite (gap_as_mean d T U lambda HU j Hj); apply bigsum_ext; intros k Hk.
        destruct (Rle_lt_or_eq_dec _ _ (Nn k Hk)) as [L|L].
        - destruct (Req_dec (U j k) 0) as [->|N]; [ring | exfalso; apply None; exists k; repeat split; assumption].
        - unfold share; rewrite <- L; unfold Rdiv; rewrite Rmult_0_l, map_at_0; ring. }
      rewrite E, <- (Force p Hp Lp), Rmult_1_r; unfold pull; destruct (map_slope_at_0 T _ Xp) as (A0 & _ & A2 & _); specialize (A2 HT); pose proof (turned_gap_unit d T U lambda HU Nn S0 p Hp); nra. }
  unfold pull, share; rewrite Zq; unfold Rdiv; rewrite Rmult_0_l; unfold turned_gap; fold D; rewrite <- bigsum_scale.
  assert (Eg : g = bigsum d (fun j => g * (U j q * U j q))) by (rewrite bigsum_scale, (column_square d U HU q Hq); ring).
  apply Rnot_le_lt; intros Le; set (F := fun j => (map_slope T 0 * D j - g) * (U j q * U j q)).
  assert (Fp : forall j, (j < d)%nat -> 0 <= F j).
  { intros j Hj; unfold F; destruct (Req_dec (U j q) 0) as [->|N]; [lra|]; apply Rmult_le_pos; [pose proof (Each j Hj N); lra | apply square_nonneg]. }
  assert (Sum : bigsum d F = bigsum d (fun j => map_slope T 0 * (D j * (U j q * U j q))) - g).
  { unfold F; rewrite (bigsum_ext d (fun j => (map_slope T 0 * D j - g) * (U j q * U j q)) (fun j => map_slope T 0 * (D j * (U j q * U j q)) + -1 * (g * (U j q * U j q)))) by (intros; ring).
    rewrite bigsum_plus, (bigsum_scale d (-1) (fun j => g * (U j q * U j q))), <- Eg; ring. }
  assert (Z0 : bigsum d F = 0) by (pose proof (bigsum_nonneg d F Fp); lra); pose proof (bigsum_zero d F Fp Z0) as All.
  assert (C : bigsum d (fun j => U j q * U j q) = bigsum d (fun _ => 0)).
  { apply bigsum_ext; intros j Hj; destruct (Req_dec (U j q) 0) as [->|N]; [ring|]; exfalso; specialize (All j Hj); unfold F in All; pose proof (Each j Hj N); apply Rsqr_pos_lt in N; unfold Rsqr in N; nra. }
  rewrite (column_square d U HU q Hq), bigsum_const in C; lra.
Qed.
