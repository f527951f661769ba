(** * The gradient flow of the trace loss converges

    Near its least value the loss rises above it by no more than a multiple of the squared gradient: along Z U diag((x_k - 1/d)/x_k) Uᵀ, x_k the shares of the eigenvalues, concavity bounds the derivative from
    below. So the loss goes to its least value at an exponential rate, and the way is of finite length. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Basics Matrices HessianNorm C1 C3 C5 TraceLoss Compactness Eigenbasis TraceLossFlow LowerRank FullRank Descent.
Open Scope R_scope.

(** ** Concavity of h_T *)

Lemma step_expanded a b : spectrum_step a = spectrum_step b + step_slope b * (a - b) + (a - b) * (a - b) * (a + 2 * b - 6) / 4.
Proof. unfold spectrum_step, step_slope; field. Qed.

Lemma step_slope_nonneg b : 0 <= b <= 1 -> 0 <= step_slope b.
Proof. intros H; unfold step_slope; nra. Qed.

Lemma map_tangent T u x : 0 <= u <= 1 -> 0 <= x <= 1 -> spectrum_map T u <= spectrum_map T x + map_slope T x * (u - x).
Proof.
  intros Hu Hx; induction T as [|T IH]; cbn [spectrum_map map_slope]; [lra|]; pose proof (map_unit T u Hu) as A; pose proof (map_unit T x Hx) as B.
  set (a := spectrum_map T u) in *; set (b := spectrum_map T x) in *; rewrite (step_expanded a b); pose proof (step_slope_nonneg b B) as S.
  assert (Q : 0 <= (a - b) * (a - b) * (6 - a - 2 * b)) by (apply Rmult_le_pos; [apply square_nonneg | lra]).
  assert (P : step_slope b * (a - b) <= step_slope b * (map_slope T x * (u - x))) by (apply Rmult_le_compat_l; lra); lra.
Qed.

Lemma map_strongly_concave T x : (1 <= T)%nat -> 0 < x < 1 -> exists c, 0 < c /\ forall u, 0 <= u <= 1 -> spectrum_map T u <= spectrum_map T x + map_slope T x * (u - x) - c * ((u - x) * (u - x)).
Proof.
  intros HT Hx; destruct T as [|T]; [lia|]; clear HT; induction T as [|T (c & C0 & IH)].
  - exists (3 / 4); split; [lra|]; intros u Hu; cbn [spectrum_map map_slope]; rewrite (step_expanded u x).
    assert (Q : 0 <= (u - x) * (u - x) * (3 - u - 2 * x)) by (apply Rmult_le_pos; [apply square_nonneg | lra]); lra.
  - pose proof (map_open (S T) x Hx) as B; set (b := spectrum_map (S T) x) in *; assert (S0 : 0 < step_slope b) by (unfold step_slope; nra).
    exists (step_slope b * c); split; [apply Rmult_lt_0_compat; assumption|]; intros u Hu; specialize (IH u Hu); pose proof (map_unit (S T) u Hu) as A; set (a := spectrum_map (S T) u) in *.
    change (spectrum_map (S (S T)) u) with (spectrum_step a); change (spectrum_map (S (S T)) x) with (spectrum_step b); change (map_slope (S (S T)) x) with (step_slope b * map_slope (S T) x).
    rewrite (step_expanded a b); assert (Q : 0 <= (a - b) * (a - b) * (6 - a - 2 * b)) by (apply Rmult_le_pos; [apply square_nonneg | lra]).
    assert (P : step_slope b * (a - b) <= step_slope b * (map_slope (S T) x * (u - x) - c * ((u - x) * (u - x)))) by (apply Rmult_le_compat_l; lra); lra.
Qed.

(** ** The loss above its least value *)

Section Excess.

Variables (n d T : nat) (Y U : matrix) (lambda : nat -> R).
Hypothesis HY : centered_batch n d Y.
Hypothesis HU : orthogonal d U.
Hypothesis HS : same d (covariance n Y) (spectral d U lambda).
Hypothesis Nn : forall k, (k < d)%nat -> 0 <= lambda k.
Hypothesis S0 : 0 < bigsum d lambda.
Hypothesis Hd : (2 <= d)%nat.

Let p := / INR d.
Let h0 := spectrum_map T p.
Let x := share d lambda.
Let D := diagonal_gap d T U lambda.
Let e := fun j => D j - (1 - h0).

Lemma part_open : 0 < p < 1 /\ INR d * p = 1.
Proof.
  assert (D2 : 2 <= INR d) by (apply (le_INR 2); exact Hd); unfold p; split; [split; [apply Rinv_0_lt_compat; lra | rewrite <- Rinv_1; apply Rinv_lt_contravar; lra] | apply Rinv_r; lra].
Qed.

Lemma excess_by_gaps : loss n d T Y - least_loss d T = bigsum d (fun j => e j * e j) + 2 * (1 - h0) * bigsum d e.
Proof.
  rewrite (loss_by_spectrum n d T Y U lambda HY HU HS S0); transitivity (bigsum d (fun j => D j * D j) - INR d * ((1 - h0) * (1 - h0))); [reflexivity|].
  rewrite (bigsum_ext d (fun j => D j * D j) (fun j => e j * e j + (2 * (1 - h0) * e j + (1 - h0) * (1 - h0)))) by (intros; unfold e; ring).
  rewrite !bigsum_plus, bigsum_scale, bigsum_const; ring.
Qed.

Lemma gaps_by_shares : bigsum d e = bigsum d (fun k => h0 - spectrum_map T (x k)).
Proof.
  unfold e; transitivity (bigsum d (fun j => bigsum d (fun k => U j k * U j k * (h0 - spectrum_map T (x k))))).
  - apply bigsum_ext; intros j Hj; unfold D; rewrite (gap_as_mean d T U lambda HU j Hj); fold x; transitivity (bigsum d (fun k => U j k * U j k * (1 - spectrum_map T (x k))) - (1 - h0) * bigsum d (fun k => U j k * U j k)).
    + rewrite (row_square d U HU j Hj); ring.
    + rewrite (bigsum_ext d (fun k => U j k * U j k * (h0 - spectrum_map T (x k))) (fun k => U j k * U j k * (1 - spectrum_map T (x k)) + - (1 - h0) * (U j k * U j k))) by (intros; ring).
      rewrite bigsum_plus, bigsum_scale; ring.
  - rewrite bigsum_swap; apply bigsum_ext; intros k Hk; rewrite bigsum_scale_r, (column_square d U HU k Hk); ring.
Qed.

Lemma centred_shares : bigsum d (fun k => x k - p) = 0.
Proof.
  rewrite (bigsum_ext d _ (fun k => x k + -1 * p)) by (intros; ring); rewrite bigsum_plus, bigsum_const; unfold x; rewrite (shares_sum d lambda S0); destruct part_open as [_ E]; lra.
Qed.

Lemma h0_open : 0 < h0 < 1.
Proof. apply map_open, part_open. Qed.

(** The loss measures how far the shares are from 1/d. *)
Lemma excess_bounds_shares c : (forall u, 0 <= u <= 1 -> spectrum_map T u <= h0 + map_slope T p * (u - p) - c * ((u - p) * (u - p))) ->
  2 * (1 - h0) * c * bigsum d (fun k => (x k - p) * (x k - p)) <= loss n d T Y - least_loss d T /\ c * bigsum d (fun k => (x k - p) * (x k - p)) <= bigsum d e.
Proof.
  intros Strong; pose proof h0_open as H0.
  assert (B : c * bigsum d (fun k => (x k - p) * (x k - p)) <= bigsum d e).
  { rewrite gaps_by_shares; replace (c * bigsum d (fun k => (x k - p) * (x k - p))) with (bigsum d (fun k => - map_slope T p * (x k - p) + c * ((x k - p) * (x k - p)))) by (rewrite bigsum_plus, !bigsum_scale, centred_shares; ring).
    apply bigsum_le; intros k Hk; pose proof (Strong (x k) (share_unit d lambda Nn S0 k Hk)); lra. }
  split; [|exact B]; rewrite excess_by_gaps; assert (Q : 0 <= bigsum d (fun j => e j * e j)) by (apply bigsum_nonneg; intros; apply square_nonneg).
  assert (P : 2 * (1 - h0) * (c * bigsum d (fun k => (x k - p) * (x k - p))) <= 2 * (1 - h0) * bigsum d e) by (apply Rmult_le_compat_l; lra); lra.
Qed.

(** The derivative towards equal shares. *)
Lemma pull_towards : 0 <= bigsum d e -> bigsum d (fun k => (x k - p) * pull d T U lambda k) <= - (loss n d T Y - least_loss d T) / 2.
Proof.
  intros E0; pose proof h0_open as H0; destruct part_open as [P0 _].
  assert (B : bigsum d (fun k => (x k - p) * pull d T U lambda k) <= bigsum d (fun j => D j * - e j)).
  { apply Rle_trans with (bigsum d (fun j => bigsum d (fun k => D j * (U j k * U j k) * ((x k - p) * map_slope T (x k))))).
    - right; rewrite bigsum_swap; apply bigsum_ext; intros k _; rewrite bigsum_scale_r; unfold pull, turned_gap; fold x D; ring.
    - apply bigsum_le; intros j Hj; apply Rle_trans with (bigsum d (fun k => D j * (U j k * U j k) * (spectrum_map T (x k) - h0))).
      + apply bigsum_le; intros k Hk; apply Rmult_le_compat_l; [apply Rmult_le_pos; [apply (gap_unit d T U lambda HU Nn S0 j Hj) | apply square_nonneg]|].
        pose proof (map_tangent T p (x k) ltac:(lra) (share_unit d lambda Nn S0 k Hk)) as M; fold h0 in M; lra.
      + right; unfold e; replace (D j - (1 - h0)) with (bigsum d (fun k => U j k * U j k * (h0 - spectrum_map T (x k)))).
        * replace (D j * - bigsum d (fun k => U j k * U j k * (h0 - spectrum_map T (x k)))) with (- D j * bigsum d (fun k => U j k * U j k * (h0 - spectrum_map T (x k)))) by ring; rewrite <- bigsum_scale; apply bigsum_ext; intros; ring.
        * unfold D; rewrite (gap_as_mean d T U lambda HU j Hj); fold x; rewrite (bigsum_ext d (fun k => U j k * U j k * (h0 - spectrum_map T (x k))) (fun k => U j k * U j k * (1 - spectrum_map T (x k)) + - (1 - h0) * (U j k * U j k))) by (intros; ring).
          rewrite bigsum_plus, bigsum_scale, (row_square d U HU j Hj); ring. }
  apply Rle_trans with (1 := B); rewrite excess_by_gaps; rewrite (bigsum_ext d (fun j => D j * - e j) (fun j => -1 * (e j * e j) + - (1 - h0) * e j)) by (intros; unfold e; ring).
  rewrite bigsum_plus, !bigsum_scale; assert (Q : 0 <= bigsum d (fun j => e j * e j)) by (apply bigsum_nonneg; intros; apply square_nonneg).
  assert (0 <= (1 - h0) * bigsum d e) by (apply Rmult_le_pos; lra); lra.
Qed.

Lemma direction_length a : (2 <= n)%nat -> inner n d (product d Y (spectral d U a)) (product d Y (spectral d U a)) = (INR n - 1) * bigsum d (fun k => lambda k * (a k * a k)).
Proof.
  intros Hn; assert (N1 : 0 < INR n - 1) by (assert (2 <= INR n) by (apply (le_INR 2); exact Hn); lra); set (V := product d Y (spectral d U a)).
  transitivity ((INR n - 1) * trace d (covariance n V)).
  - unfold inner, trace, covariance, Rdiv; rewrite bigsum_scale_r, (bigsum_swap d n); field; lra.
  - f_equal; rewrite <- (spectral_trace d U (fun k => lambda k * (a k * a k)) HU); unfold trace; apply bigsum_ext; intros i Hi; unfold V; rewrite covariance_product.
    transitivity (product d (product d (spectral d U a) (spectral d U lambda)) (spectral d U a) i i).
    + apply product_same; [|apply same_refl | exact Hi | exact Hi]; apply product_same; [intros b c _ _; unfold transposed; apply spectral_sym | exact HS].
    + transitivity (product d (spectral d U (fun k => a k * lambda k)) (spectral d U a) i i); [unfold product at 1 3; apply bigsum_ext; intros k _; rewrite (spectral_product d U a lambda HU); reflexivity|].
      rewrite (spectral_product d U _ a HU); apply spectral_ext; intros; ring.
Qed.

End Excess.

(** ** The gradient is large where the loss is above its least value *)
Theorem gradient_dominates n d T tau : (2 <= n)%nat -> (2 <= d)%nat -> (1 <= T)%nat -> 0 < tau ->
  exists c b, 0 < c /\ 0 < b /\ forall Y G, centered_batch n d Y -> trace d (covariance n Y) = tau -> gradient n d T Y G ->
    0 <= loss n d T Y - least_loss d T /\ (loss n d T Y - least_loss d T < b -> c * (loss n d T Y - least_loss d T) <= inner n d G G) /\
    (loss n d T Y = least_loss d T -> forall i j, (i < d)%nat -> (j < d)%nat -> covariance n Y i j = tau / INR d * delta i j).
Proof.
  intros Hn Hd HT Ht; destruct (part_open d Hd) as [P0 Pd]; set (p := / INR d) in *; destruct (map_strongly_concave T p HT P0) as (c & C0 & Strong).
  assert (N1 : 0 < INR n - 1) by (assert (2 <= INR n) by (apply (le_INR 2); exact Hn); lra); assert (D2 : 2 <= INR d) by (apply (le_INR 2); exact Hd).
  pose proof (map_open T p P0) as H0; set (h0 := spectrum_map T p) in *; set (c0 := 2 * (1 - h0) * c); assert (C1 : 0 < c0) by (unfold c0; apply Rmult_lt_0_compat; lra).
  set (theta := p / 2); set (B := (INR n - 1) * tau * theta * theta * (2 * INR d) / c0).
  assert (T0 : 0 < theta) by (unfold theta; lra); assert (B0 : 0 < B) by (unfold B; apply Rdiv_lt_0_compat; [repeat apply Rmult_lt_0_compat; lra | exact C1]).
  set (k0 := B / (2 * theta)); assert (K0 : 0 < k0) by (unfold k0; apply Rdiv_lt_0_compat; lra).
  exists (B / (k0 * k0)), (c0 * (theta * theta)); split; [apply Rdiv_lt_0_compat; [exact B0 | apply Rmult_lt_0_compat; assumption]|]; split; [apply Rmult_lt_0_compat; [exact C1 | apply Rmult_lt_0_compat; exact T0]|].
  intros Y G HY HtY HG; destruct (spectral_theorem d _ ltac:(lia) (covariance_symmetric n d Y) (covariance_nonnegative n d Y Hn)) as (U & lambda & HU & HS & Hl & _).
  assert (Nn : forall k, (k < d)%nat -> 0 <= lambda k) by (intros k Hk; apply Hl, Hk).
  assert (Sm : bigsum d lambda = tau) by (rewrite <- HtY, <- (spectral_trace d U lambda HU); apply bigsum_ext; intros i Hi; symmetry; apply HS; exact Hi).
  assert (S0 : 0 < bigsum d lambda) by lra.
  destruct (excess_bounds_shares n d T Y U lambda HY HU HS Nn S0 Hd c Strong) as [Sh Ge]; fold p h0 c0 in Sh; fold p h0 in Ge.
  set (x := share d lambda) in *; set (q := bigsum d (fun k => (x k - p) * (x k - p))) in *; set (E := loss n d T Y - least_loss d T) in *.
  assert (Q0 : 0 <= q) by (apply bigsum_nonneg; intros; apply square_nonneg); assert (E0 : 0 <= E) by (apply Rle_trans with (2 := Sh), Rmult_le_pos; lra).
  split; [exact E0|]; split.
  - intros Small; assert (Q1 : q < theta * theta) by (apply (Rmult_lt_reg_l c0); [exact C1 | lra]).
    assert (X : forall k, (k < d)%nat -> p / 2 < x k /\ Rabs (x k - p) < theta).
    { intros k Hk; assert (Y2 : (x k - p) * (x k - p) <= q).
      { unfold q; rewrite <- (bigsum_delta d k (fun k => (x k - p) * (x k - p)) Hk); apply bigsum_le; intros l _; pose proof (square_nonneg (x l - p)); unfold delta; destruct (Nat.eqb k l); lra. }
      assert (A : Rabs (x k - p) < theta) by (apply Rabs_def1; nra); split; [|exact A]; unfold theta in A; unfold Rabs in A; destruct (Rcase_abs (x k - p)) in A; lra. }
    set (a := fun k => theta * (x k - p) / x k).
    assert (Ha : forall k, (k < d)%nat -> Rabs (a k) <= 1).
    { intros k Hk; destruct (X k Hk) as [X1 X2]; unfold a, Rdiv; rewrite Rmult_assoc, Rabs_mult, (Rabs_pos_eq theta), Rabs_mult, (Rabs_pos_eq (/ x k)) by (try (left; apply Rinv_0_lt_compat); lra).
      apply (Rmult_le_reg_r (x k)); [lra|]; replace (theta * (Rabs (x k - p) * / x k) * x k) with (theta * Rabs (x k - p)) by (field; lra); pose proof (Rabs_pos (x k - p)); unfold theta in *; nra. }
    pose proof (uniqueness_limite _ _ _ _ (eigen_direction n d T Y U lambda a HY HU HS Nn S0 Ha) (HG _ (centered_product n d Y (spectral d U a) HY))) as I; fold x in I.
    rewrite (bigsum_ext d _ (fun k => theta * ((x k - p) * pull d T U lambda k) + - (theta * mean_pull d T U lambda) * (x k - p))) in I by (intros k Hk; unfold a; field; destruct (X k Hk); lra).
    rewrite bigsum_plus, !bigsum_scale in I; pose proof (centred_shares d lambda S0 Hd) as Cs; fold p x in Cs; rewrite Cs in I.
    pose proof (pull_towards n d T Y U lambda HY HU HS Nn S0 Hd ltac:(fold p h0; apply Rle_trans with (2 := Ge), Rmult_le_pos; lra)) as Pt; fold p x E in Pt.
    set (V := product d Y (spectral d U a)) in *; assert (I1 : 2 * theta * E <= inner n d G V).
    { rewrite <- I; apply (Rmult_le_compat_l theta) in Pt; [|lra]; lra. }
    assert (VV : inner n d V V <= B * E).
    { unfold V; rewrite (direction_length n d Y U lambda HU HS a Hn).
      apply Rle_trans with ((INR n - 1) * (tau * theta * theta * (2 * INR d) * q)).
      - apply Rmult_le_compat_l; [lra|]; unfold q; rewrite <- bigsum_scale; apply bigsum_le; intros k Hk; destruct (X k Hk) as [X1 X2].
        assert (Lk : lambda k = tau * x k) by (unfold x, share; rewrite Sm; field; lra); rewrite Lk; unfold a.
        replace (tau * x k * (theta * (x k - p) / x k * (theta * (x k - p) / x k))) with (tau * theta * theta * ((x k - p) * (x k - p)) * / x k) by (field; lra).
        replace (tau * theta * theta * (2 * INR d) * ((x k - p) * (x k - p))) with (tau * theta * theta * ((x k - p) * (x k - p)) * (2 * INR d)) by ring.
        apply Rmult_le_compat_l; [apply Rmult_le_pos; [repeat apply Rmult_le_pos; lra | apply square_nonneg]|].
        replace (2 * INR d) with (/ (p / 2)) by (unfold p; field; lra); apply Rinv_le_contravar; lra.
      - replace ((INR n - 1) * (tau * theta * theta * (2 * INR d) * q)) with (B * (c0 * q)) by (unfold B; field; lra); apply Rmult_le_compat_l; lra. }
    pose proof (inner_small n d G V k0 K0) as Sq; pose proof (Rle_abs (inner n d G V)) as Ab.
    assert (M : 2 * theta * E * (2 * k0) <= Rabs (inner n d G V) * (2 * k0)) by (apply Rmult_le_compat_r; lra); replace (2 * theta * E * (2 * k0)) with (2 * (B * E)) in M by (unfold k0; field; lra).
    apply (Rmult_le_reg_l (k0 * k0)); [apply Rmult_lt_0_compat; assumption|]; replace (k0 * k0 * (B / (k0 * k0) * E)) with (B * E) by (field; lra); lra.
  - intros Eq i j Hi Hj; assert (Z0 : q = 0) by (assert (E = 0) by (unfold E; lra); assert (0 <= c0 * q) by (apply Rmult_le_pos; lra); apply (Rmult_eq_reg_l c0); [rewrite Rmult_0_r; lra | lra]).
    assert (Lk : forall k, (k < d)%nat -> lambda k = tau / INR d).
    { intros k Hk; pose proof (bigsum_zero d (fun k => (x k - p) * (x k - p)) (fun k _ => square_nonneg _) Z0 k Hk) as Q; cbv beta in Q; apply Rmult_integral in Q.
      assert (Xk : x k = p) by (destruct Q; lra); unfold x, share in Xk; rewrite Sm in Xk; replace (lambda k) with (lambda k / tau * tau) by (field; lra); rewrite Xk; unfold p; field; lra. }
    rewrite (HS i j Hi Hj), (spectral_ext d U lambda (fun _ => tau / INR d * 1)) by (intros k Hk; rewrite (Lk k Hk); ring).
    pose proof (spectral_plus d U (fun _ => 1) (fun _ => 0) (tau / INR d) 0 i j) as Sp; rewrite (spectral_one d U HU i j Hi Hj) in Sp.
    replace (tau / INR d * delta i j) with (tau / INR d * delta i j + 0 * spectral d U (fun _ => 0) i j) by ring; rewrite Sp; apply spectral_ext; intros; ring.
Qed.

(** ** Convergence *)

Lemma falls f f' s t : s <= t -> (forall c, s <= c <= t -> derivable_pt_lim f c (f' c)) -> (forall c, s <= c <= t -> f' c <= 0) -> f t <= f s.
Proof.
  intros L D N; destruct (Rle_lt_or_eq_dec _ _ L) as [Lt|<-]; [|lra]; destruct (MVT_cor2 f f' s t Lt D) as (c & E & Hc); specialize (N c ltac:(lra)); nra.
Qed.

Lemma exponential_derivative a t : derivable_pt_lim (fun t => exp (a * t)) t (a * exp (a * t)).
Proof.
  apply (derivable_eq _ _ (exp (a * t) * (0 * t + a * 1))); [ring|]; apply (derivable_pt_lim_comp (fun t => a * t) exp); [|apply derivable_pt_lim_exp].
  apply (derivable_pt_lim_mult (fun _ => a) (fun t => t)); [apply derivable_pt_lim_const | apply derivable_pt_lim_id].
Qed.

(** Between two falling bounds whose distance goes to 0. *)
Lemma squeezed z r t0 : 0 <= t0 -> (forall s t, t0 <= s -> s <= t -> z t + r t <= z s + r s) -> (forall s t, t0 <= s -> s <= t -> z s - r s <= z t - r t) -> (forall t, t0 <= t -> 0 <= r t) ->
  (forall e, 0 < e -> exists t1, forall t, t1 <= t -> r t < e) -> exists y, tends z y.
Proof.
  intros H0 Up Low Nr Small; destruct (completeness (fun a => exists t, t0 <= t /\ a = z t - r t)) as (y & Ub & Lub).
  - exists (z t0 + r t0); intros a (t & Ht & ->); pose proof (Up t0 t ltac:(lra) Ht); pose proof (Nr t Ht); lra.
  - exists (z t0 - r t0), t0; split; [lra | reflexivity].
  - exists y; intros e He; destruct (Small e He) as (t1 & T1); exists (Rmax t0 t1); intros t Ht; pose proof (Rmax_l t0 t1); pose proof (Rmax_r t0 t1); specialize (T1 t ltac:(lra)).
    assert (A : z t - r t <= y) by (apply Ub; exists t; split; [lra | reflexivity]).
    assert (B : y <= z t + r t).
    { apply Lub; intros a (s & Hs & ->); destruct (Rle_lt_dec s t) as [L|L]; [pose proof (Low s t Hs L); pose proof (Nr t ltac:(lra)); lra | pose proof (Up t s ltac:(lra) ltac:(lra)); pose proof (Nr s Hs); lra]. }
    apply Rabs_def1; lra.
Qed.

Theorem flow_converges n d T Z G : (2 <= n)%nat -> (2 <= d)%nat -> (1 <= T)%nat -> gradient_flow n d T Z G -> 0 < trace d (covariance n (Z 0)) -> full_rank n d (Z 0) ->
  exists Y, converges n d Z Y /\ centered_batch n d Y /\ forall i j, (i < d)%nat -> (j < d)%nat -> covariance n Y i j = trace d (covariance n (Z 0)) / INR d * delta i j.
Proof.
  intros Hn Hd HT HF Spread F0; set (tau := trace d (covariance n (Z 0))) in *; destruct (gradient_dominates n d T tau Hn Hd HT Spread) as (c & b & C0 & B0 & Dom).
  destruct (loss_comes_down n d T Z G Hn ltac:(lia) HT HF Spread F0 b B0) as (t0 & Ht0 & Low); set (E := fun t => loss n d T (Z t) - least_loss d T).
  assert (Tr : forall t, 0 <= t -> trace d (covariance n (Z t)) = tau) by (intros t Ht; apply (flow_keeps_trace n d T Z G Hn HF t Ht)).
  assert (E0 : forall t, 0 <= t -> 0 <= E t) by (intros t Ht; destruct (HF t Ht) as (HZ & HG & _); apply (Dom (Z t) (G t) HZ (Tr t Ht) HG)).
  assert (Eg : forall t, t0 <= t -> c * E t <= inner n d (G t) (G t)).
  { intros t Ht; destruct (HF t ltac:(lra)) as (HZ & HG & _); apply (Dom (Z t) (G t) HZ (Tr t ltac:(lra)) HG); pose proof (loss_decreases n d T Z G Hn HF Spread t0 t ltac:(lra)); lra. }
  assert (DE : forall t, 0 <= t -> derivable_pt_lim E t (- inner n d (G t) (G t))).
  { intros t Ht; apply (derivable_eq _ _ (- inner n d (G t) (G t) - 0)); [ring|]; apply (derivable_pt_lim_minus (fun t => loss n d T (Z t)) (fun _ => least_loss d T)); [apply (flow_lowers_loss n d T Z G Hn HF Spread t Ht) | apply derivable_pt_lim_const]. }
  set (P := fun t => exp (c * t) * E t); set (M := P t0).
  assert (Rate : forall t, t0 <= t -> P t <= M).
  { intros t Ht; apply (falls P (fun t => c * exp (c * t) * E t + exp (c * t) * - inner n d (G t) (G t)) t0 t Ht).
    - intros s Hs; apply (derivable_pt_lim_mult (fun t => exp (c * t)) E); [apply exponential_derivative | apply DE; lra].
    - intros s Hs; pose proof (Eg s ltac:(lra)); pose proof (exp_pos (c * s)); assert (exp (c * s) * (c * E s - inner n d (G s) (G s)) <= exp (c * s) * 0) by (apply Rmult_le_compat_l; lra); lra. }
  assert (M0 : 0 <= M) by (unfold M, P; apply Rmult_le_pos; [left; apply exp_pos | apply E0, Ht0]).
  set (r := fun t => exp (c / 2 * t) * E t + / c * exp (- (c / 2) * t)); set (r' := fun t => c / 2 * exp (c / 2 * t) * E t + exp (c / 2 * t) * - inner n d (G t) (G t) + / c * (- (c / 2) * exp (- (c / 2) * t))).
  assert (Dr : forall t, 0 <= t -> derivable_pt_lim r t (r' t)).
  { intros t Ht; apply (derivable_pt_lim_plus (fun t => exp (c / 2 * t) * E t) (fun t => / c * exp (- (c / 2) * t))).
    - apply (derivable_pt_lim_mult (fun t => exp (c / 2 * t)) E); [apply exponential_derivative | apply DE, Ht].
    - apply (derivable_eq _ _ (0 * exp (- (c / 2) * t) + / c * (- (c / 2) * exp (- (c / 2) * t)))); [ring|]; apply (derivable_pt_lim_mult (fun _ => / c) (fun t => exp (- (c / 2) * t))); [apply derivable_pt_lim_const | apply exponential_derivative]. }
  assert (Fast : forall t rr j, t0 <= t -> (rr < n)%nat -> (j < d)%nat -> Rabs (G t rr j) <= - r' t).
  { intros t rr j Ht Hr Hj; set (X := exp (c / 2 * t)); assert (X0 : 0 < X) by apply exp_pos; assert (Xi : exp (- (c / 2) * t) = / X) by (unfold X; rewrite <- exp_Ropp; f_equal; ring).
    assert (Gg : G t rr j * G t rr j <= inner n d (G t) (G t)).
    { apply Rle_trans with (bigsum d (fun l => G t rr l * G t rr l)).
      - rewrite <- (bigsum_delta d j (fun l => G t rr l * G t rr l) Hj); apply bigsum_le; intros l _; pose proof (square_nonneg (G t rr l)); unfold delta; destruct (Nat.eqb j l); lra.
      - unfold inner; rewrite <- (bigsum_delta n rr (fun k => bigsum d (fun l => G t k l * G t k l)) Hr); apply bigsum_le; intros k _.
        assert (0 <= bigsum d (fun l => G t k l * G t k l)) by (apply bigsum_nonneg; intros; apply square_nonneg); unfold delta; destruct (Nat.eqb rr k); lra. }
    pose proof (Eg t Ht) as Eg'; unfold r'; fold X; rewrite Xi; set (g := Rabs (G t rr j)); assert (g2 : g * g = G t rr j * G t rr j) by (unfold g, Rabs; destruct (Rcase_abs (G t rr j)); ring).
    assert (A1 : X * (c * E t) <= X * inner n d (G t) (G t)) by (apply Rmult_le_compat_l; lra); assert (A2 : X * (g * g) <= X * inner n d (G t) (G t)) by (apply Rmult_le_compat_l; lra).
    assert (A3 : 2 * g <= X * (g * g) + / X).
    { apply (Rmult_le_reg_l X); [exact X0|]; replace (X * (X * (g * g) + / X)) with ((X * g) * (X * g) + 1) by (field; lra); pose proof (square_nonneg (X * g - 1)); lra. }
    replace (/ c * (- (c / 2) * / X)) with (- (/ X / 2)) by (field; lra); lra. }
  assert (Rs : forall e, 0 < e -> exists t1, forall t, t1 <= t -> r t < e).
  { intros e He; set (K := M + / c); assert (K0 : 0 < K) by (unfold K; pose proof (Rinv_0_lt_compat c C0); lra); exists (Rmax t0 (2 * K / (c * e))); intros t Ht.
    pose proof (Rmax_l t0 (2 * K / (c * e))); pose proof (Rmax_r t0 (2 * K / (c * e))); set (X := exp (c / 2 * t)); assert (X0 : 0 < X) by apply exp_pos.
    assert (Xi : exp (- (c / 2) * t) = / X) by (unfold X; rewrite <- exp_Ropp; f_equal; ring); pose proof (Rate t ltac:(lra)) as Rt; unfold P in Rt; replace (c * t) with (c / 2 * t + c / 2 * t) in Rt by field; rewrite exp_plus in Rt; fold X in Rt.
    assert (Lr : r t <= K * / X).
    { unfold r, K; fold X; rewrite Xi; apply (Rmult_le_reg_r X); [exact X0|]; replace ((M + / c) * / X * X) with (M + / c) by (field; lra); replace ((X * E t + / c * / X) * X) with (X * X * E t + / c) by (field; lra); lra. }
    apply Rle_lt_trans with (1 := Lr); apply (Rmult_lt_reg_r X); [exact X0|]; replace (K * / X * X) with K by (field; lra).
    assert (Tp : 0 < c / 2 * t) by (apply Rmult_lt_0_compat; [lra|]; assert (0 < 2 * K / (c * e)) by (apply Rdiv_lt_0_compat; [lra | apply Rmult_lt_0_compat; assumption]); lra).
    pose proof (exp_ineq1 (c / 2 * t) ltac:(lra)) as Xe; fold X in Xe; assert (Kt : K <= c / 2 * t * e).
    { apply Rle_trans with (c / 2 * (2 * K / (c * e)) * e); [right; field; lra | apply Rmult_le_compat_r; [lra | apply Rmult_le_compat_l; lra]]. }
    assert (c / 2 * t * e < X * e) by (apply Rmult_lt_compat_r; lra); lra. }
  assert (Nr : forall t, t0 <= t -> 0 <= r t) by (intros t Ht; unfold r; pose proof (exp_pos (c / 2 * t)); pose proof (exp_pos (- (c / 2) * t)); pose proof (Rinv_0_lt_compat c C0); assert (0 <= exp (c / 2 * t) * E t) by (apply Rmult_le_pos; [lra | apply E0; lra]); assert (0 <= / c * exp (- (c / 2) * t)) by (apply Rmult_le_pos; lra); lra).
  assert (Each : forall rr j, (rr < n)%nat -> (j < d)%nat -> exists y, tends (fun t => Z t rr j) y).
  { intros rr j Hr Hj; apply (squeezed _ r t0 Ht0); [| | exact Nr | exact Rs].
    - intros s t Hs Hst; apply (falls (fun t => Z t rr j + r t) (fun t => - G t rr j + r' t) s t Hst).
      + intros u Hu; apply (derivable_pt_lim_plus (fun t => Z t rr j) r); [apply (HF u ltac:(lra)); assumption | apply Dr; lra].
      + intros u Hu; pose proof (Fast u rr j ltac:(lra) Hr Hj); pose proof (Rle_abs (- G u rr j)) as A; rewrite Rabs_Ropp in A; lra.
    - intros s t Hs Hst; apply Ropp_le_cancel; apply (falls (fun t => - (Z t rr j - r t)) (fun t => - (- G t rr j - r' t)) s t Hst).
      + intros u Hu; apply (derivable_pt_lim_opp (fun t => Z t rr j - r t)), (derivable_pt_lim_minus (fun t => Z t rr j) r); [apply (HF u ltac:(lra)); assumption | apply Dr; lra].
      + intros u Hu; pose proof (Fast u rr j ltac:(lra) Hr Hj); pose proof (Rle_abs (G u rr j)); lra. }
  destruct (choices (fun k y => (k < n * d)%nat -> tends (fun t => Z t (k / d)%nat (k mod d)%nat) y) 0 (n * d)) as (y & Hy).
  { intros k _; destruct (le_lt_dec (n * d) k) as [L|L]; [exists 0; intros; lia|]; destruct (Each (k / d)%nat (k mod d)%nat) as (v & Hv); [apply Nat.div_lt_upper_bound; lia | apply Nat.mod_upper_bound; lia | exists v; intros _; exact Hv]. }
  set (Y := fun rr j => y (rr * d + j)%nat); exists Y.
  assert (Conv : converges n d Z Y).
  { intros rr j Hr Hj; pose proof (index_below n d rr j Hr Hj) as L; pose proof (Hy (rr * d + j)%nat ltac:(lia) L) as Q; rewrite Nat.div_add_l, (Nat.div_small j d Hj), Nat.add_0_r in Q by lia.
    rewrite Nat.add_comm, Nat.mod_add, Nat.mod_small in Q by lia; unfold Y; rewrite Nat.add_comm; exact Q. }
  destruct (limit_is_stationary n d T Z G Y Hn HF Spread Conv) as [CY _]; split; [exact Conv | split; [exact CY|]].
  destruct (along_trace n d (fun _ => True)) as (D1 & _ & CT); pose proof (tends_value _ _ _ (tends_continuous _ _ _ _ _ (proj1 (CT Y Y I)) Conv) Tr) as HtY; cbv beta in HtY.
  destruct (along_loss n d T) as (D & HD & CL); assert (SY : spread n d Y) by (unfold spread; rewrite HtY; exact Spread).
  assert (GY : exists g, gradient n d T Y g).
  { exists (fun _ _ => 0); intros V CV; replace (inner n d (fun _ _ => 0) V) with 0; [exact (proj2 (limit_is_stationary n d T Z G Y Hn HF Spread Conv) V CV)|].
    unfold inner; rewrite (bigsum_ext n _ (fun _ => 0)), bigsum_const; [ring|]; intros k _; rewrite (bigsum_ext d _ (fun _ => 0)), bigsum_const by (intros; ring); ring. }
  destruct GY as (g & GY); destruct (Dom Y g CY HtY GY) as (Ey & _ & Equal); apply Equal.
  pose proof (tends_continuous _ _ _ _ _ (proj1 (CL Y Y SY)) Conv) as TL; destruct (Rle_lt_or_eq_dec _ _ Ey) as [Lt|Eq]; [exfalso | lra].
  destruct (TL ((loss n d T Y - least_loss d T) / 2) ltac:(lra)) as (t1 & T1); destruct (Rs ((loss n d T Y - least_loss d T) / 2) ltac:(lra)) as (t2 & T2); set (t := Rmax (Rmax t0 t1) t2).
  assert (Hh : t0 <= t /\ t1 <= t /\ t2 <= t) by (unfold t; pose proof (Rmax_l (Rmax t0 t1) t2); pose proof (Rmax_r (Rmax t0 t1) t2); pose proof (Rmax_l t0 t1); pose proof (Rmax_r t0 t1); lra).
  specialize (T1 t ltac:(lra)); specialize (T2 t ltac:(lra)); assert (Le : E t <= r t).
  { unfold r; assert (1 <= exp (c / 2 * t)) by (rewrite <- exp_0; destruct (Req_dec (c / 2 * t) 0) as [->|Ne]; [lra | left; apply exp_increasing; assert (0 <= c / 2 * t) by (apply Rmult_le_pos; lra); lra]).
    pose proof (E0 t ltac:(lra)); assert (0 <= / c * exp (- (c / 2) * t)) by (apply Rmult_le_pos; [left; apply Rinv_0_lt_compat, C0 | left; apply exp_pos]); nra. }
  unfold E in Le; unfold Rabs in T1; destruct (Rcase_abs _) in T1; lra.
Qed.
