(** * The trace loss of free embeddings: its derivatives, and where it is stationary *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Basics Matrices HessianNorm C1 C3 C5.
Open Scope R_scope.

(** The trace loss after T steps of iterative normalization, as a function of the embeddings Z (n samples by d features). *)
Definition loss (n d T : nat) (Z : matrix) : R :=
  trace_loss d (covariance n (product d Z (iter_norm_transform d (covariance n Z) T))).

(** Z + t V *)
Definition moved (Z V : matrix) (t : R) : matrix := fun r j => Z r j + t * V r j.

(** In no direction does the loss change at first order. *)
Definition stationary (n d T : nat) (Z : matrix) : Prop :=
  forall V, centered_batch n d V -> derivable_pt_lim (fun t => loss n d T (moved Z V t)) 0 0.

(** G is the gradient of the loss at Z. *)
Definition inner (n d : nat) (G V : matrix) : R := bigsum n (fun r => bigsum d (fun j => G r j * V r j)).
Definition gradient (n d T : nat) (Z G : matrix) : Prop :=
  forall V, centered_batch n d V -> derivable_pt_lim (fun t => loss n d T (moved Z V t)) 0 (inner n d G V).

(** ** The loss by a spectrum *)

Definition spectral_loss (d T : nat) (U : matrix) (lambda : nat -> R) : R :=
  bigsum d (fun j => (1 - bigsum d (fun k => U j k * U j k * spectrum_map T (lambda k / bigsum d lambda))) *
                     (1 - bigsum d (fun k => U j k * U j k * spectrum_map T (lambda k / bigsum d lambda)))).

Lemma loss_by_spectrum n d T Z U lambda :
  centered_batch n d Z -> orthogonal d U -> same d (covariance n Z) (spectral d U lambda) -> 0 < bigsum d lambda ->
  loss n d T Z = spectral_loss d T U lambda.
Proof.
  intros HZ HU HS Hl.
  assert (Tr : trace d (covariance n Z) = bigsum d lambda) by (rewrite <- (spectral_trace d U lambda HU); apply bigsum_ext; intros i Hi; apply HS; exact Hi).
  unfold loss, trace_loss, spectral_loss; apply bigsum_ext; intros j Hj.
  pose proof (iter_norm_covariance n d Z U lambda T HZ HU HS ltac:(rewrite Tr; exact Hl) j j Hj Hj) as C; rewrite Tr in C; rewrite C; unfold spectral.
  rewrite (bigsum_ext d (fun k => U j k * U j k * spectrum_map T (lambda k / bigsum d lambda)) (fun k => U j k * spectrum_map T (lambda k / bigsum d lambda) * U j k)) by (intros; ring); reflexivity.
Qed.

(** ** Derivatives *)

Lemma derivative_bigsum n (f : nat -> R -> R) x l : (forall k, (k < n)%nat -> derivable_pt_lim (f k) x (l k)) ->
  derivable_pt_lim (fun t => bigsum n (fun k => f k t)) x (bigsum n l).
Proof.
  induction n as [|n IH]; intros H; cbn [bigsum]; [apply derivable_pt_lim_const|].
  apply (derivable_pt_lim_plus (fun t => bigsum n (fun k => f k t)) (f n)); [apply IH; intros; apply H; lia | apply H; lia].
Qed.

(** (α + β t + γ t²) / (δ + κ t²) has the derivative β/δ at 0. *)
Lemma derivative_rational alpha beta gamma delta kappa : delta <> 0 ->
  derivable_pt_lim (fun t => (alpha + beta * t + gamma * (t * t)) / (delta + kappa * (t * t))) 0 (beta / delta).
Proof.
  intros H.
  assert (P : forall a b c, derivable_pt_lim (fun t => a + b * t + c * (t * t)) 0 b).
  { intros a b c; replace (derivable_pt_lim (fun t => a + b * t + c * (t * t)) 0 b)
      with (derivable_pt_lim (fun t => a + b * t + c * (t * t)) 0 (0 + (0 * 0 + b * 1) + (0 * (0 * 0) + c * (1 * 0 + 0 * 1)))) by (f_equal; ring).
    apply (derivable_pt_lim_plus (fun t => a + b * t) (fun t => c * (t * t))).
    - apply (derivable_pt_lim_plus (fun _ => a) (fun t => b * t)); [apply derivable_pt_lim_const|].
      apply (derivable_pt_lim_mult (fun _ => b) (fun t => t)); [apply derivable_pt_lim_const | apply derivable_pt_lim_id].
    - apply (derivable_pt_lim_mult (fun _ => c) (fun t => t * t)); [apply derivable_pt_lim_const|].
      apply (derivable_pt_lim_mult (fun t => t) (fun t => t)); apply derivable_pt_lim_id. }
  assert (Q : derivable_pt_lim (fun t => delta + kappa * (t * t)) 0 0) by (apply (derivable_ext (fun t => delta + 0 * t + kappa * (t * t))); [intros; ring | apply P]).
  pose proof (derivable_pt_lim_div _ _ 0 _ _ (P alpha beta gamma) Q) as D; cbv beta in D.
  assert (N : delta + kappa * (0 * 0) <> 0) by (replace (delta + kappa * (0 * 0)) with delta by ring; exact H); specialize (D N).
  replace (beta / delta) with ((beta * (delta + kappa * (0 * 0)) - 0 * (alpha + beta * 0 + gamma * (0 * 0))) / Rsqr (delta + kappa * (0 * 0))); [exact D|].
  unfold Rsqr; field; exact H.
Qed.

(** h_T' by the chain rule, q'(h) = 3 (1 - h) (3 - h) / 4. *)
Definition step_slope (h : R) : R := 3 * ((1 - h) * (3 - h)) / 4.
Fixpoint map_slope (T : nat) (x : R) : R :=
  match T with
  | O => 1
  | S k => step_slope (spectrum_map k x) * map_slope k x
  end.

Lemma map_derivative T x : derivable_pt_lim (spectrum_map T) x (map_slope T x).
Proof.
  induction T as [|T IH]; cbn [map_slope]; [exact (derivable_pt_lim_id x)|].
  apply (derivable_pt_lim_comp (spectrum_map T) spectrum_step); [exact IH|]; set (h := spectrum_map T x); unfold spectrum_step.
  apply (derivable_ext (fun h => / 4 * (h * ((3 - h) * (3 - h))))); [intros; field|].
  replace (step_slope h) with (0 * (h * ((3 - h) * (3 - h))) + / 4 * (1 * ((3 - h) * (3 - h)) + h * ((0 - 1) * (3 - h) + (3 - h) * (0 - 1)))) by (unfold step_slope; field).
  assert (L : derivable_pt_lim (fun h => 3 - h) h (0 - 1)) by (apply (derivable_pt_lim_minus (fun _ => 3) (fun h => h)); [apply derivable_pt_lim_const | apply derivable_pt_lim_id]).
  apply (derivable_pt_lim_mult (fun _ => / 4) (fun h => h * ((3 - h) * (3 - h)))); [apply derivable_pt_lim_const|].
  apply (derivable_pt_lim_mult (fun h => h) (fun h => (3 - h) * (3 - h))); [apply derivable_pt_lim_id|].
  apply (derivable_pt_lim_mult (fun h => 3 - h) (fun h => 3 - h)); exact L.
Qed.

Lemma map_slope_positive T x : 0 < x < 1 -> 0 < map_slope T x.
Proof.
  intros Hx; induction T as [|T IH]; cbn [map_slope]; [lra|]; pose proof (map_open T x Hx) as H.
  apply Rmult_lt_0_compat; [unfold step_slope; nra | exact IH].
Qed.

(** h_T' decreases, for T ≥ 1 strictly. *)
Lemma map_slope_decreasing T x y : 0 < x < 1 -> 0 < y < 1 -> x < y ->
  map_slope T y <= map_slope T x /\ ((1 <= T)%nat -> map_slope T y < map_slope T x).
Proof.
  intros Hx Hy L; induction T as [|T [IH _]]; cbn [map_slope]; [split; [lra | lia]|].
  pose proof (map_open T x Hx) as X; pose proof (map_open T y Hy) as Y; pose proof (map_increasing T x y ltac:(lra) L ltac:(lra)) as I.
  pose proof (map_slope_positive T y Hy) as P.
  assert (S : step_slope (spectrum_map T y) < step_slope (spectrum_map T x)) by (unfold step_slope; nra).
  assert (S0 : 0 < step_slope (spectrum_map T y)) by (unfold step_slope; nra).
  assert (Q : step_slope (spectrum_map T y) * map_slope T y < step_slope (spectrum_map T x) * map_slope T x).
  { apply Rlt_le_trans with (step_slope (spectrum_map T x) * map_slope T y); [apply Rmult_lt_compat_r; assumption | apply Rmult_le_compat_l; lra]. }
  split; [left; exact Q | intros _; exact Q].
Qed.

Lemma map_slope_injective T x y : (1 <= T)%nat -> 0 < x < 1 -> 0 < y < 1 -> map_slope T x = map_slope T y -> x = y.
Proof.
  intros HT Hx Hy E; destruct (Rtotal_order x y) as [L|[L|L]]; [|exact L|].
  - pose proof (proj2 (map_slope_decreasing T x y Hx Hy L) HT); lra.
  - pose proof (proj2 (map_slope_decreasing T y x Hy Hx L) HT); lra.
Qed.

(** (1 - h_T) h_T' is one-to-one. *)
Lemma force_injective T x y : 0 < x < 1 -> 0 < y < 1 ->
  (1 - spectrum_map T x) * map_slope T x = (1 - spectrum_map T y) * map_slope T y -> x = y.
Proof.
  assert (W : forall x y, 0 < x < 1 -> 0 < y < 1 -> x < y -> (1 - spectrum_map T y) * map_slope T y < (1 - spectrum_map T x) * map_slope T x).
  { intros a b Ha Hb L; pose proof (map_open T a Ha); pose proof (map_open T b Hb); pose proof (map_increasing T a b ltac:(lra) L ltac:(lra)).
    pose proof (map_slope_positive T b Hb); pose proof (proj1 (map_slope_decreasing T a b Ha Hb L)).
    apply Rlt_le_trans with ((1 - spectrum_map T a) * map_slope T b); [apply Rmult_lt_compat_r; lra | apply Rmult_le_compat_l; lra]. }
  intros Hx Hy E; destruct (Rtotal_order x y) as [L|[L|L]]; [|exact L|].
  - pose proof (W x y Hx Hy L); lra.
  - pose proof (W y x Hy Hx L); lra.
Qed.

(** The derivative of a loss whose weights and shares move. *)
Lemma loss_derivative d T (w : nat -> nat -> R -> R) (y : nat -> R -> R) w' y' :
  (forall j k, (j < d)%nat -> (k < d)%nat -> derivable_pt_lim (w j k) 0 (w' j k)) ->
  (forall k, (k < d)%nat -> derivable_pt_lim (y k) 0 (y' k)) ->
  derivable_pt_lim (fun t => bigsum d (fun j => (1 - bigsum d (fun k => w j k t * spectrum_map T (y k t))) * (1 - bigsum d (fun k => w j k t * spectrum_map T (y k t))))) 0
    (- 2 * bigsum d (fun j => (1 - bigsum d (fun k => w j k 0 * spectrum_map T (y k 0))) *
      bigsum d (fun k => w' j k * spectrum_map T (y k 0) + w j k 0 * (map_slope T (y k 0) * y' k)))).
Proof.
  intros Dw Dy; rewrite <- bigsum_scale; apply derivative_bigsum; intros j Hj.
  set (z := fun t => bigsum d (fun k => w j k t * spectrum_map T (y k t))).
  set (z' := bigsum d (fun k => w' j k * spectrum_map T (y k 0) + w j k 0 * (map_slope T (y k 0) * y' k))).
  assert (Dz : derivable_pt_lim z 0 z').
  { apply derivative_bigsum; intros k Hk; apply (derivable_pt_lim_mult (w j k) (fun t => spectrum_map T (y k t))); [apply Dw; assumption|].
    apply (derivable_pt_lim_comp (y k) (spectrum_map T)); [apply Dy, Hk | apply map_derivative]. }
  assert (D1 : derivable_pt_lim (fun t => 1 - z t) 0 (0 - z')) by (apply (derivable_pt_lim_minus (fun _ => 1) z); [apply derivable_pt_lim_const | exact Dz]).
  replace (- 2 * ((1 - bigsum d (fun k => w j k 0 * spectrum_map T (y k 0))) * z')) with ((0 - z') * (1 - z 0) + (1 - z 0) * (0 - z')) by (unfold z; ring).
  exact (derivable_pt_lim_mult (fun t => 1 - z t) (fun t => 1 - z t) 0 _ _ D1 D1).
Qed.

(** ** Two kinds of directions ZA *)

Lemma bigsum_delta_r n i f : (i < n)%nat -> bigsum n (fun k => f k * delta k i) = f i.
Proof. intros H; rewrite (bigsum_ext n _ (fun k => delta i k * f k)) by (intros; rewrite delta_sym; ring); apply bigsum_delta, H. Qed.

Lemma moved_covariance n d Z U lambda A t : same d (covariance n Z) (spectral d U lambda) ->
  same d (covariance n (moved Z (product d Z A) t))
    (fun i j => bigsum d (fun l => lambda l * ((U i l + t * bigsum d (fun c => A c i * U c l)) * (U j l + t * bigsum d (fun c => A c j * U c l))))).
Proof.
  intros HS i j Hi Hj; set (M := fun a b => delta a b + t * A a b).
  assert (E : forall r b, (b < d)%nat -> moved Z (product d Z A) t r b = product d Z M r b).
  { intros r b Hb; unfold moved, product, M; rewrite (bigsum_ext d (fun k => Z r k * (delta k b + t * A k b)) (fun k => Z r k * delta k b + t * (Z r k * A k b))) by (intros; ring).
    rewrite bigsum_plus, bigsum_scale, bigsum_delta_r by exact Hb; reflexivity. }
  transitivity (covariance n (product d Z M) i j); [unfold covariance; f_equal; apply bigsum_ext; intros r _; rewrite !E by assumption; reflexivity|].
  rewrite covariance_product; transitivity (product d (product d (transposed M) (spectral d U lambda)) M i j).
  { apply product_same; [apply product_same; [apply same_refl | exact HS] | apply same_refl | exact Hi | exact Hj]. }
  assert (W : forall b l, (b < d)%nat -> bigsum d (fun a => M a b * U a l) = U b l + t * bigsum d (fun c => A c b * U c l)).
  { intros b l Hb; unfold M; rewrite (bigsum_ext d _ (fun a => U a l * delta a b + t * (A a b * U a l))) by (intros; ring).
    rewrite bigsum_plus, bigsum_scale, bigsum_delta_r by exact Hb; reflexivity. }
  unfold product, transposed, spectral.
  transitivity (bigsum d (fun k => bigsum d (fun l => lambda l * (bigsum d (fun a => M a i * U a l) * (M k j * U k l))))).
  { apply bigsum_ext; intros k _; rewrite <- bigsum_scale_r.
    rewrite (bigsum_ext d _ (fun a => bigsum d (fun l => M a i * (U a l * lambda l * U k l) * M k j))) by (intros; rewrite <- bigsum_scale, <- bigsum_scale_r; reflexivity).
    rewrite bigsum_swap; apply bigsum_ext; intros l _; rewrite (bigsum_ext d _ (fun a => M a i * U a l * (lambda l * (M k j * U k l)))) by (intros; ring); rewrite bigsum_scale_r; ring. }
  rewrite bigsum_swap; apply bigsum_ext; intros l _; rewrite (bigsum_scale d (lambda l)); f_equal; rewrite bigsum_scale, !W by assumption; reflexivity.
Qed.

Lemma moved_centered n d Z A t : centered_batch n d Z -> centered_batch n d (moved Z (product d Z A) t).
Proof.
  intros HZ j Hj; unfold moved; rewrite bigsum_plus, bigsum_scale, (HZ j Hj), (centered_product n d Z A HZ j Hj); ring.
Qed.

(** *** Eigenvalues: A = U diag(a) Uᵀ *)

Lemma spectral_eigenvector d U a i l : orthogonal d U -> (l < d)%nat -> bigsum d (fun c => spectral d U a c i * U c l) = a l * U i l.
Proof.
  intros [UU _] Hl; unfold spectral.
  rewrite (bigsum_ext d _ (fun c => bigsum d (fun k => a k * U i k * (U c k * U c l)))) by (intros; rewrite <- bigsum_scale_r; apply bigsum_ext; intros; ring).
  rewrite bigsum_swap, (bigsum_ext d _ (fun k => a k * U i k * delta k l)).
  - apply (bigsum_delta_r d l (fun k => a k * U i k)), Hl.
  - intros k Hk; rewrite bigsum_scale; f_equal; exact (UU k l Hk Hl).
Qed.

Lemma bigsum_two n p q f : (p < n)%nat -> (q < n)%nat -> p <> q ->
  bigsum n f = f p + f q + bigsum n (fun k => (1 - delta p k - delta q k) * f k).
Proof.
  intros Hp Hq N; rewrite <- (bigsum_delta n p f Hp) at 1; rewrite <- (bigsum_delta n q f Hq) at 1; rewrite <- !bigsum_plus; apply bigsum_ext; intros; ring.
Qed.

Lemma two_of_sum n p q f : (p < n)%nat -> (q < n)%nat -> p <> q -> (forall k, (k < n)%nat -> 0 <= f k) -> f p + f q <= bigsum n f.
Proof.
  intros Hp Hq N Pos; rewrite (bigsum_two n p q) by assumption; assert (0 <= bigsum n (fun k => (1 - delta p k - delta q k) * f k)); [|lra].
  apply bigsum_nonneg; intros k Hk; pose proof (Pos k Hk); unfold delta; destruct (Nat.eqb_spec p k), (Nat.eqb_spec q k); subst; try contradiction; lra.
Qed.

Lemma delta_same i : delta i i = 1. Proof. unfold delta; rewrite Nat.eqb_refl; reflexivity. Qed.
Lemma delta_other i j : i <> j -> delta i j = 0. Proof. intros H; unfold delta; destruct (Nat.eqb_spec i j); [contradiction | reflexivity]. Qed.

Section Point.

Variables (n d T : nat) (Z : matrix).
Hypothesis Z_centered : centered_batch n d Z.
Hypothesis Z_stationary : stationary n d T Z.

(** D̃ = Uᵀ D U with D = diag(1 - Σ̂_jj) *)
Definition diagonal_gap (U : matrix) (lambda : nat -> R) (j : nat) : R := 1 - bigsum d (fun k => U j k * U j k * spectrum_map T (lambda k / bigsum d lambda)).
Definition turned_gap (U : matrix) (lambda : nat -> R) (p q : nat) : R := bigsum d (fun j => diagonal_gap U lambda j * (U j p * U j q)).

Lemma stationary_eigenvalues U lambda p q :
  orthogonal d U -> same d (covariance n Z) (spectral d U lambda) -> (forall k, (k < d)%nat -> 0 <= lambda k) -> 0 < lambda p -> 0 < lambda q -> (p < d)%nat -> (q < d)%nat -> p <> q ->
  map_slope T (lambda p / bigsum d lambda) * turned_gap U lambda p p = map_slope T (lambda q / bigsum d lambda) * turned_gap U lambda q q.
Proof.
  intros HU HS Nn Lp Lq Hp Hq N; set (S := bigsum d lambda).
  set (a := fun k => delta p k / lambda p - delta q k / lambda q).
  set (K := / lambda p + / lambda q); assert (K0 : 0 < K) by (unfold K; pose proof (Rinv_0_lt_compat _ Lp); pose proof (Rinv_0_lt_compat _ Lq); lra).
  assert (S0 : 0 < S) by (pose proof (two_of_sum d p q lambda Hp Hq N Nn) as Q; fold S in Q; lra).
  set (moving := fun t k => lambda k * ((1 + t * a k) * (1 + t * a k))).
  assert (Sm : forall t, bigsum d (moving t) = S + K * (t * t)).
  { intros t; unfold moving; rewrite (bigsum_ext d _ (fun k => lambda k + (delta p k * (2 * t + t * t / lambda p) + delta q k * (- 2 * t + t * t / lambda q)))).
    - rewrite !bigsum_plus, (bigsum_delta d p (fun _ => 2 * t + t * t / lambda p)), (bigsum_delta d q (fun _ => - 2 * t + t * t / lambda q)) by assumption; unfold S, K; field; lra.
    - intros k Hk; unfold a, delta; destruct (Nat.eqb_spec p k), (Nat.eqb_spec q k); subst; try contradiction; field; lra. }
  assert (Path : forall t, loss n d T (moved Z (product d Z (spectral d U a)) t) = spectral_loss d T U (moving t)).
  { intros t; apply loss_by_spectrum; [apply moved_centered, Z_centered | exact HU | | rewrite Sm; nra].
    eapply same_trans; [apply moved_covariance, HS|]; intros i j Hi Hj; unfold spectral at 3; apply bigsum_ext; intros l Hl; rewrite !spectral_eigenvector by assumption; unfold moving; ring. }
  pose proof (Z_stationary _ (centered_product n d Z (spectral d U a) Z_centered)) as D0; apply (derivable_ext _ _ _ _ Path) in D0.
  assert (D1 : derivable_pt_lim (fun t => spectral_loss d T U (moving t)) 0
    (- 2 * bigsum d (fun j => (1 - bigsum d (fun k => U j k * U j k * spectrum_map T ((lambda k + 2 * (lambda k * a k) * 0 + lambda k * (a k * a k) * (0 * 0)) / (S + K * (0 * 0))))) *
      bigsum d (fun k => 0 * spectrum_map T ((lambda k + 2 * (lambda k * a k) * 0 + lambda k * (a k * a k) * (0 * 0)) / (S + K * (0 * 0)))
        + U j k * U j k * (map_slope T ((lambda k + 2 * (lambda k * a k) * 0 + lambda k * (a k * a k) * (0 * 0)) / (S + K * (0 * 0))) * (2 * (lambda k * a k) / S)))))).
  { eapply derivable_ext; [|apply (loss_derivative d T (fun j k _ => U j k * U j k) (fun k t => (lambda k + 2 * (lambda k * a k) * t + lambda k * (a k * a k) * (t * t)) / (S + K * (t * t)))
      (fun _ _ => 0) (fun k => 2 * (lambda k * a k) / S))].
    - intros t; unfold spectral_loss; rewrite Sm; apply bigsum_ext; intros j Hj; f_equal; f_equal; apply bigsum_ext; intros k Hk; f_equal; f_equal; unfold moving; f_equal; ring.
    - intros; apply derivable_pt_lim_const.
    - intros k Hk; apply derivative_rational; lra. }
  pose proof (uniqueness_limite _ _ _ _ D0 D1) as E; clear D0 D1 Path Sm.
  assert (At0 : forall k, (lambda k + 2 * (lambda k * a k) * 0 + lambda k * (a k * a k) * (0 * 0)) / (S + K * (0 * 0)) = lambda k / S) by (intros; f_equal; ring).
  rewrite (bigsum_ext d _ (fun j => 2 / S * (map_slope T (lambda p / S) * (diagonal_gap U lambda j * (U j p * U j p)) - map_slope T (lambda q / S) * (diagonal_gap U lambda j * (U j q * U j q))))) in E.
  - rewrite bigsum_scale in E; unfold turned_gap.
    rewrite (bigsum_ext d _ (fun j => map_slope T (lambda p / S) * (diagonal_gap U lambda j * (U j p * U j p)) + - map_slope T (lambda q / S) * (diagonal_gap U lambda j * (U j q * U j q)))) in E by (intros; ring).
    rewrite bigsum_plus, !bigsum_scale in E; assert (C : 2 / S <> 0) by (apply Rgt_not_eq, Rdiv_lt_0_compat; lra).
    match type of E with 0 = - 2 * (2 / S * ?X) => assert (X0 : X = 0) by (apply (Rmult_eq_reg_l (2 / S)); [lra | exact C]); lra end.
  - intros j Hj; unfold diagonal_gap; fold S.
    rewrite (bigsum_ext d (fun k => U j k * U j k * spectrum_map T ((lambda k + 2 * (lambda k * a k) * 0 + lambda k * (a k * a k) * (0 * 0)) / (S + K * (0 * 0)))) (fun k => U j k * U j k * spectrum_map T (lambda k / S))) by (intros; rewrite At0; reflexivity).
    set (g := 1 - bigsum d (fun k => U j k * U j k * spectrum_map T (lambda k / S))).
    rewrite (bigsum_ext d _ (fun k => delta p k * (U j k * U j k * map_slope T (lambda k / S) * (2 / S)) + delta q k * (- (U j k * U j k * map_slope T (lambda k / S) * (2 / S))))).
    + rewrite bigsum_plus, (bigsum_delta d p (fun k => U j k * U j k * map_slope T (lambda k / S) * (2 / S))), (bigsum_delta d q (fun k => - (U j k * U j k * map_slope T (lambda k / S) * (2 / S)))) by assumption; ring.
    + intros k Hk; rewrite At0; unfold a, delta; destruct (Nat.eqb_spec p k), (Nat.eqb_spec q k); subst; try contradiction; field; lra.
Qed.

End Point.

(** *** Rotations in the plane of two eigenvectors *)

(** The column p of U, or another one beside it: c u_p + s u_q, c u_q - s u_p, u_l. *)
Definition rotated (U : matrix) (p q : nat) (c s : R) : matrix := fun i l =>
  if Nat.eqb l p then c * U i p + s * U i q else if Nat.eqb l q then c * U i q - s * U i p else U i l.

Lemma rotated_orthogonal d U p q c s : orthogonal d U -> (p < d)%nat -> (q < d)%nat -> p <> q -> c * c + s * s = 1 -> orthogonal d (rotated U p q c s).
Proof.
  intros [UU VV] Hp Hq N CS.
  assert (UC : forall k l, (k < d)%nat -> (l < d)%nat -> bigsum d (fun a => U a k * U a l) = delta k l) by (intros; apply UU; assumption).
  split.
  - intros k l Hk Hl; unfold product, transposed.
    assert (G : forall a1 k1 b1 k2 a2 l1 b2 l2, (k1 < d)%nat -> (k2 < d)%nat -> (l1 < d)%nat -> (l2 < d)%nat ->
      bigsum d (fun i => (a1 * U i k1 + b1 * U i k2) * (a2 * U i l1 + b2 * U i l2)) = a1 * a2 * delta k1 l1 + a1 * b2 * delta k1 l2 + b1 * a2 * delta k2 l1 + b1 * b2 * delta k2 l2).
    { intros; rewrite <- !UC by assumption; rewrite <- !bigsum_scale, <- !bigsum_plus; apply bigsum_ext; intros; ring. }
    set (A := fun l => if Nat.eqb l p then c else if Nat.eqb l q then c else 1); set (B := fun l => if Nat.eqb l p then s else if Nat.eqb l q then - s else 0);
      set (O := fun l => if Nat.eqb l p then q else if Nat.eqb l q then p else l).
    assert (R : forall i l, rotated U p q c s i l = A l * U i l + B l * U i (O l)).
    { intros i m; unfold rotated, A, B, O; destruct (Nat.eqb_spec m p) as [->|]; [ring|]; destruct (Nat.eqb_spec m q) as [->|]; ring. }
    rewrite (bigsum_ext d _ (fun i => (A k * U i k + B k * U i (O k)) * (A l * U i l + B l * U i (O l)))) by (intros; rewrite !R; reflexivity).
    assert (OL : forall l, (l < d)%nat -> (O l < d)%nat) by (intros m Hm; unfold O; destruct (Nat.eqb_spec m p); [exact Hq|]; destruct (Nat.eqb_spec m q); [exact Hp | exact Hm]).
    rewrite G by (try assumption; apply OL; assumption); unfold A, B, O.
    destruct (Nat.eqb_spec k p), (Nat.eqb_spec k q), (Nat.eqb_spec l p), (Nat.eqb_spec l q); subst; try contradiction;
      rewrite ?delta_same, ?(delta_other p q), ?(delta_other q p), ?(delta_other p l), ?(delta_other q l), ?(delta_other k p), ?(delta_other k q) by congruence; try lra.
  - intros i j Hi Hj; unfold product, transposed; rewrite <- (VV i j Hi Hj); unfold product, transposed.
    rewrite (bigsum_two d p q) by assumption; rewrite (bigsum_two d p q (fun k => U i k * U j k)) by assumption.
    assert (E : bigsum d (fun k => (1 - delta p k - delta q k) * (rotated U p q c s i k * rotated U p q c s j k)) = bigsum d (fun k => (1 - delta p k - delta q k) * (U i k * U j k))).
    { apply bigsum_ext; intros k Hk; unfold rotated, delta; rewrite (Nat.eqb_sym k p), (Nat.eqb_sym k q); destruct (Nat.eqb_spec p k), (Nat.eqb_spec q k); subst; try contradiction; ring. }
    rewrite E; unfold rotated; rewrite !Nat.eqb_refl; replace (Nat.eqb q p) with false by (symmetry; apply Nat.eqb_neq; congruence).
    assert (Q : (c * U i p + s * U i q) * (c * U j p + s * U j q) + (c * U i q - s * U i p) * (c * U j q - s * U j p) = (c * c + s * s) * (U i p * U j p + U i q * U j q)) by ring.
    rewrite CS in Q; lra.
Qed.

Section Point.

Variables (n d T : nat) (Z : matrix).
Hypothesis Z_centered : centered_batch n d Z.
Hypothesis Z_stationary : stationary n d T Z.

(** The direction of a rotation gives the entries of D̃ between different eigenvalues. *)
Lemma stationary_rotation U lambda p q :
  orthogonal d U -> same d (covariance n Z) (spectral d U lambda) -> (forall k, (k < d)%nat -> 0 <= lambda k) -> 0 < lambda p -> (p < d)%nat -> (q < d)%nat -> p <> q ->
  (spectrum_map T (lambda p / bigsum d lambda) - spectrum_map T (lambda q / bigsum d lambda)) * turned_gap d T U lambda p q = 0.
Proof.
  intros HU HS Nn Lp Hp Hq N; set (S := bigsum d lambda); pose proof (Nn q Hq) as Lq.
  set (A := fun a b => U a p * U b q - U a q * U b p); set (K := lambda p + lambda q).
  assert (S0 : 0 < S) by (pose proof (two_of_sum d p q lambda Hp Hq N Nn) as Q; fold S in Q; lra).
  set (moving := fun t k => lambda k + (delta p k + delta q k) * (lambda k * (t * t))).
  assert (Sm : forall t, bigsum d (moving t) = S + K * (t * t)).
  { intros t; unfold moving; rewrite bigsum_plus, (bigsum_ext d (fun k => (delta p k + delta q k) * (lambda k * (t * t))) (fun k => delta p k * (lambda k * (t * t)) + delta q k * (lambda k * (t * t)))) by (intros; ring).
    rewrite bigsum_plus, (bigsum_delta d p (fun k => lambda k * (t * t))), (bigsum_delta d q (fun k => lambda k * (t * t))) by assumption; unfold S, K; ring. }
  assert (Root : forall t, 0 < 1 + t * t) by (intros; nra).
  assert (Path : forall t, loss n d T (moved Z (product d Z A) t) = spectral_loss d T (rotated U p q (/ sqrt (1 + t * t)) (t / sqrt (1 + t * t))) (moving t)).
  { intros t; pose proof (Root t) as Rt; assert (Q0 : 0 < sqrt (1 + t * t)) by (apply sqrt_lt_R0, Rt); assert (QQ : sqrt (1 + t * t) * sqrt (1 + t * t) = 1 + t * t) by (apply sqrt_sqrt; lra).
    apply loss_by_spectrum; [apply moved_centered, Z_centered | apply rotated_orthogonal; try assumption | | rewrite Sm; unfold K; nra].
    - transitivity ((1 + t * t) / (sqrt (1 + t * t) * sqrt (1 + t * t))); [field; lra | rewrite QQ; field; lra].
    - eapply same_trans; [apply moved_covariance, HS|]; intros i j Hi Hj; unfold spectral; apply bigsum_ext; intros l Hl.
      assert (Ev : forall b, bigsum d (fun c => A c b * U c l) = delta p l * U b q - delta q l * U b p).
      { intros b; unfold A; rewrite (bigsum_ext d _ (fun a => U b q * (U a p * U a l) + - U b p * (U a q * U a l))) by (intros; ring).
        rewrite bigsum_plus, !bigsum_scale; destruct HU as [UU _]; pose proof (UU p l Hp Hl) as E1; pose proof (UU q l Hq Hl) as E2; unfold product, transposed in E1, E2; rewrite E1, E2; ring. }
      rewrite !Ev; unfold moving, rotated; destruct (Nat.eqb_spec l p) as [->|Np]; [|destruct (Nat.eqb_spec l q) as [->|Nq]].
      + rewrite delta_same, (delta_other q p) by congruence; set (r := sqrt (1 + t * t)) in *.
        transitivity (lambda p * (1 + t * t) * ((U i p + t * U i q) * (U j p + t * U j q)) / (r * r)); [rewrite QQ; field; lra | field; lra].
      + rewrite delta_same, (delta_other p q) by congruence; set (r := sqrt (1 + t * t)) in *.
        transitivity (lambda q * (1 + t * t) * ((U i q - t * U i p) * (U j q - t * U j p)) / (r * r)); [rewrite QQ; field; lra | field; lra].
      + rewrite (delta_other p l), (delta_other q l) by congruence; ring. }
  pose proof (Z_stationary _ (centered_product n d Z A Z_centered)) as D0; apply (derivable_ext _ _ _ _ Path) in D0.
  set (w := fun j k t => (U j k * U j k + (delta p k - delta q k) * (2 * (U j p * U j q)) * t + (delta p k * (U j q * U j q) + delta q k * (U j p * U j p)) * (t * t)) / (1 + (delta p k + delta q k) * (t * t))).
  set (y := fun k t => (lambda k + 0 * t + (delta p k + delta q k) * lambda k * (t * t)) / (S + K * (t * t))).
  assert (D1 : derivable_pt_lim (fun t => spectral_loss d T (rotated U p q (/ sqrt (1 + t * t)) (t / sqrt (1 + t * t))) (moving t)) 0
    (- 2 * bigsum d (fun j => (1 - bigsum d (fun k => w j k 0 * spectrum_map T (y k 0))) *
      bigsum d (fun k => (delta p k - delta q k) * (2 * (U j p * U j q)) / 1 * spectrum_map T (y k 0) + w j k 0 * (map_slope T (y k 0) * (0 / S)))))).
  { eapply derivable_ext; [|apply (loss_derivative d T w y (fun j k => (delta p k - delta q k) * (2 * (U j p * U j q)) / 1) (fun k => 0 / S))].
    - intros t; unfold spectral_loss; rewrite Sm; apply bigsum_ext; intros j Hj; pose proof (Root t) as Rt; assert (Q0 : 0 < sqrt (1 + t * t)) by (apply sqrt_lt_R0, Rt); assert (QQ : sqrt (1 + t * t) * sqrt (1 + t * t) = 1 + t * t) by (apply sqrt_sqrt; lra).
      assert (E : forall k, (k < d)%nat -> w j k t * spectrum_map T (y k t) = rotated U p q (/ sqrt (1 + t * t)) (t / sqrt (1 + t * t)) j k * rotated U p q (/ sqrt (1 + t * t)) (t / sqrt (1 + t * t)) j k * spectrum_map T (moving t k / (S + K * (t * t)))).
      { intros k Hk; f_equal; [|unfold y, moving; f_equal; f_equal; ring]; unfold w, rotated; destruct (Nat.eqb_spec k p) as [->|Np]; [|destruct (Nat.eqb_spec k q) as [->|Nq]].
        - rewrite delta_same, (delta_other q p) by congruence; set (r := sqrt (1 + t * t)) in *.
          transitivity ((U j p + t * U j q) * (U j p + t * U j q) / (r * r)); [rewrite QQ; field; lra | field; lra].
        - rewrite delta_same, (delta_other p q) by congruence; set (r := sqrt (1 + t * t)) in *.
          transitivity ((U j q - t * U j p) * (U j q - t * U j p) / (r * r)); [rewrite QQ; field; lra | field; lra].
        - rewrite (delta_other p k), (delta_other q k) by congruence; field. }
      rewrite (bigsum_ext d _ _ E); reflexivity.
    - intros j k Hj Hk; apply derivative_rational; lra.
    - intros k Hk; apply derivative_rational; lra. }
  pose proof (uniqueness_limite _ _ _ _ D0 D1) as E; clear D0 D1 Path Sm.
  assert (W0 : forall j k, w j k 0 = U j k * U j k) by (intros; unfold w; replace (1 + (delta p k + delta q k) * (0 * 0)) with 1 by ring; field).
  assert (Y0 : forall k, y k 0 = lambda k / S) by (intros; unfold y; f_equal; ring).
  rewrite (bigsum_ext d _ (fun j => 2 * (spectrum_map T (lambda p / S) - spectrum_map T (lambda q / S)) * (diagonal_gap d T U lambda j * (U j p * U j q)))) in E.
  - rewrite bigsum_scale in E; unfold turned_gap; lra.
  - intros j Hj; unfold diagonal_gap; fold S.
    rewrite (bigsum_ext d (fun k => w j k 0 * spectrum_map T (y k 0)) (fun k => U j k * U j k * spectrum_map T (lambda k / S))) by (intros; rewrite W0, Y0; reflexivity).
    set (g := 1 - bigsum d (fun k => U j k * U j k * spectrum_map T (lambda k / S))).
    rewrite (bigsum_ext d _ (fun k => delta p k * (2 * (U j p * U j q) * spectrum_map T (lambda k / S)) + delta q k * (- (2 * (U j p * U j q) * spectrum_map T (lambda k / S))))).
    + rewrite bigsum_plus, (bigsum_delta d p (fun k => 2 * (U j p * U j q) * spectrum_map T (lambda k / S))), (bigsum_delta d q (fun k => - (2 * (U j p * U j q) * spectrum_map T (lambda k / S)))) by assumption; ring.
    + intros k Hk; rewrite Y0; field; lra.
Qed.

(** Where two eigenvalues are one, the basis of their plane may be turned, and the entry between them is 0 too: D̃ is diagonal. *)
Lemma stationary_diagonal U lambda p q :
  orthogonal d U -> same d (covariance n Z) (spectral d U lambda) -> (forall k, (k < d)%nat -> 0 <= lambda k) -> 0 < lambda p -> (p < d)%nat -> (q < d)%nat -> p <> q ->
  turned_gap d T U lambda p q = 0.
Proof.
  intros HU HS Nn Lp Hp Hq N; set (S := bigsum d lambda).
  pose proof (Nn q Hq) as Lq.
  assert (S0 : lambda p + lambda q <= S) by exact (two_of_sum d p q lambda Hp Hq N Nn).
  assert (X : forall k, k = p \/ k = q -> 0 <= lambda k / S <= 1).
  { intros k Hk; assert (0 <= lambda k <= S) by (destruct Hk as [->| ->]; lra); split; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]|].
    apply (Rmult_le_reg_r S); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra. }
  destruct (Req_dec (lambda p) (lambda q)) as [E|E].
  2:{ pose proof (stationary_rotation U lambda p q HU HS Nn Lp Hp Hq N) as R; fold S in R; apply Rmult_integral in R; destruct R as [R|R]; [|exact R].
      exfalso; apply E; assert (Q : lambda p / S = lambda q / S).
      { pose proof (X p (or_introl eq_refl)); pose proof (X q (or_intror eq_refl)); destruct (Rtotal_order (lambda p / S) (lambda q / S)) as [L|[L|L]]; [|exact L|].
        - pose proof (map_increasing T (lambda p / S) (lambda q / S) ltac:(lra) L ltac:(lra)); lra.
        - pose proof (map_increasing T (lambda q / S) (lambda p / S) ltac:(lra) L ltac:(lra)); lra. }
      apply (Rmult_eq_reg_r (/ S)); [exact Q | apply Rgt_not_eq, Rinv_0_lt_compat; lra]. }
  set (c := / sqrt 2); assert (Q2 : 0 < sqrt 2) by (apply sqrt_lt_R0; lra); assert (CC : c * c = / 2).
  { unfold c; rewrite <- Rinv_mult; f_equal; apply sqrt_sqrt; lra. }
  set (V := rotated U p q c c); assert (HV : orthogonal d V) by (apply rotated_orthogonal; try assumption; lra).
  assert (Vs : forall i j f, (f p = f q) -> bigsum d (fun k => V i k * f k * V j k) = bigsum d (fun k => U i k * f k * U j k)).
  { intros i j f Ef; rewrite (bigsum_two d p q) by assumption; rewrite (bigsum_two d p q (fun k => U i k * f k * U j k)) by assumption.
    assert (R : bigsum d (fun k => (1 - delta p k - delta q k) * (V i k * f k * V j k)) = bigsum d (fun k => (1 - delta p k - delta q k) * (U i k * f k * U j k))).
    { apply bigsum_ext; intros k Hk; unfold V, rotated, delta; rewrite (Nat.eqb_sym k p), (Nat.eqb_sym k q); destruct (Nat.eqb_spec p k), (Nat.eqb_spec q k); subst; try contradiction; ring. }
    rewrite R; unfold V, rotated; rewrite !Nat.eqb_refl; replace (Nat.eqb q p) with false by (symmetry; apply Nat.eqb_neq; congruence); rewrite Ef.
    assert (G : (c * U i p + c * U i q) * f q * (c * U j p + c * U j q) + (c * U i q - c * U i p) * f q * (c * U j q - c * U j p) = c * c * 2 * (U i p * f q * U j p + U i q * f q * U j q)) by ring.
    rewrite CC in G; lra. }
  assert (HSV : same d (covariance n Z) (spectral d V lambda)) by (eapply same_trans; [exact HS|]; intros i j _ _; unfold spectral; symmetry; apply Vs, E).
  pose proof (stationary_eigenvalues n d T Z Z_centered Z_stationary V lambda p q HV HSV Nn Lp ltac:(lra) Hp Hq N) as F; fold S in F; rewrite E in F.
  apply Rmult_eq_reg_l in F; [|apply Rgt_not_eq, map_slope_positive; split; [apply Rdiv_lt_0_compat; lra | apply (Rmult_lt_reg_r S); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra]].
  assert (Same : forall j, diagonal_gap d T V lambda j = diagonal_gap d T U lambda j).
  { intros j; unfold diagonal_gap; fold S; f_equal; pose proof (Vs j j (fun k => spectrum_map T (lambda k / S)) ltac:(cbv beta; rewrite E; reflexivity)) as G.
    rewrite (bigsum_ext d (fun k => V j k * V j k * spectrum_map T (lambda k / S)) (fun k => V j k * spectrum_map T (lambda k / S) * V j k)) by (intros; ring); rewrite G; apply bigsum_ext; intros; ring. }
  unfold turned_gap in *; rewrite (bigsum_ext d _ (fun j => / 2 * (diagonal_gap d T U lambda j * (U j p * U j p + U j q * U j q)) + diagonal_gap d T U lambda j * (U j p * U j q))) in F.
  - rewrite (bigsum_ext d (fun j => diagonal_gap d T V lambda j * (V j q * V j q)) (fun j => / 2 * (diagonal_gap d T U lambda j * (U j p * U j p + U j q * U j q)) + - 1 * (diagonal_gap d T U lambda j * (U j p * U j q)))) in F.
    + rewrite !bigsum_plus, (bigsum_scale d (-1)) in F; lra.
    + intros j Hj; rewrite Same; unfold V, rotated; rewrite Nat.eqb_refl; replace (Nat.eqb q p) with false by (symmetry; apply Nat.eqb_neq; congruence).
      transitivity (diagonal_gap d T U lambda j * (c * c * (U j p * U j p + U j q * U j q - 2 * (U j p * U j q)))); [ring | rewrite CC; field].
  - intros j Hj; rewrite Same; unfold V, rotated; rewrite Nat.eqb_refl.
    transitivity (diagonal_gap d T U lambda j * (c * c * (U j p * U j p + U j q * U j q + 2 * (U j p * U j q)))); [ring | rewrite CC; field].
Qed.

(** Where nothing off the diagonal is left in the column i of the gaps turned by U, D U has there the column of U times that on the diagonal. *)
Lemma turned_column U lambda i j : orthogonal d U -> (i < d)%nat -> (j < d)%nat -> (forall k, (k < d)%nat -> k <> i -> turned_gap d T U lambda k i = 0) ->
  diagonal_gap d T U lambda j * U j i = U j i * turned_gap d T U lambda i i.
Proof.
  intros [_ VV] Hi Hj Off; set (D := diagonal_gap d T U lambda); set (G := turned_gap d T U lambda) in *; transitivity (bigsum d (fun k => U j k * G k i)).
  - unfold G, turned_gap; rewrite (bigsum_ext d _ (fun k => bigsum d (fun l => D l * U l i * (U j k * U l k)))) by (intros; rewrite <- bigsum_scale; apply bigsum_ext; intros; unfold D; ring).
    rewrite bigsum_swap, (bigsum_ext d _ (fun l => delta j l * (D l * U l i))).
    + symmetry; apply (bigsum_delta d j (fun l => D l * U l i)), Hj.
    + intros l Hl; rewrite bigsum_scale; pose proof (VV j l Hj Hl) as E; unfold product, transposed in E; rewrite E; ring.
  - rewrite (bigsum_ext d _ (fun k => (U j k * G k i) * delta k i)); [apply (bigsum_delta_r d i (fun k => U j k * G k i)), Hi|].
    intros k Hk; destruct (Nat.eq_dec k i) as [->|Nk]; [rewrite delta_same; ring|]; rewrite (Off k Hk Nk); ring.
Qed.

(** At a stationary point of full rank all eigenvalues are equal. *)
Theorem stationary_equal U lambda :
  (1 <= T)%nat -> orthogonal d U -> same d (covariance n Z) (spectral d U lambda) -> (forall k, (k < d)%nat -> 0 < lambda k) ->
  forall p q, (p < d)%nat -> (q < d)%nat -> lambda p = lambda q.
Proof.
  intros HT HU HS Pos p q Hp Hq; destruct (Nat.eq_dec p q) as [->|N]; [reflexivity|]; set (S := bigsum d lambda); set (x := fun k => lambda k / S).
  assert (X : forall k, (k < d)%nat -> 0 < x k < 1).
  { intros k Hk; assert (B : 0 < lambda k < S).
    { split; [apply Pos, Hk|]; assert (M : exists m, (m < d)%nat /\ m <> k) by (destruct (Nat.eq_dec p k) as [->|]; [exists q; split; [exact Hq | congruence] | exists p; split; assumption]).
      destruct M as (m & Hm & Nm); pose proof (Pos m Hm); pose proof (two_of_sum d k m lambda Hk Hm (not_eq_sym Nm) (fun l Hl => Rlt_le _ _ (Pos l Hl))) as Q; fold S in Q; lra. }
    unfold x; split; [apply Rdiv_lt_0_compat; lra | apply (Rmult_lt_reg_r S); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra]. }
  destruct HU as [UU VV]; pose proof (conj UU VV : orthogonal d U) as HU.
  set (D := diagonal_gap d T U lambda); set (G := turned_gap d T U lambda).
  assert (Col : forall i j, (i < d)%nat -> (j < d)%nat -> D j * U j i = U j i * G i i).
  { intros i j Hi Hj; apply turned_column; try assumption; intros k Hk Nk.
    apply stationary_diagonal; try assumption; [intros l Hl; left; apply Pos, Hl | apply Pos, Hk]. }
  assert (Gap : forall j, (j < d)%nat -> D j = bigsum d (fun k => U j k * U j k * (1 - spectrum_map T (x k)))).
  { intros j Hj; unfold D, diagonal_gap; fold S; pose proof (VV j j Hj Hj) as E; unfold product, transposed in E; rewrite delta_same in E; rewrite <- E at 1.
    rewrite (bigsum_ext d (fun k => U j k * U j k * (1 - spectrum_map T (x k))) (fun k => U j k * U j k + - 1 * (U j k * U j k * spectrum_map T (lambda k / S)))) by (intros; unfold x; ring).
    rewrite bigsum_plus, bigsum_scale; ring. }
  assert (Some : forall j, (j < d)%nat -> exists k, (k < d)%nat /\ U j k <> 0).
  { intros j Hj; pose proof (VV j j Hj Hj) as E; unfold product, transposed in E; rewrite delta_same in E; clear - E.
    induction d as [|m IH]; cbn [bigsum] in E; [lra|]; destruct (Req_dec (U j m) 0) as [Z0|Z0]; [|exists m; split; [lia | exact Z0]].
    rewrite Z0 in E; destruct IH as (k & Hk & Nk); [lra | exists k; split; [lia | exact Nk]]. }
  assert (Some' : forall i, (i < d)%nat -> exists j, (j < d)%nat /\ U j i <> 0).
  { intros i Hi; pose proof (UU i i Hi Hi) as E; unfold product, transposed in E; rewrite delta_same in E; clear - E.
    induction d as [|m IH]; cbn [bigsum] in E; [lra|]; destruct (Req_dec (U m i) 0) as [Z0|Z0]; [|exists m; split; [lia | exact Z0]].
    rewrite Z0 in E; destruct IH as (k & Hk & Nk); [lra | exists k; split; [lia | exact Nk]]. }
  assert (Dpos : forall j, (j < d)%nat -> 0 < D j).
  { intros j Hj; rewrite (Gap j Hj); destruct (Some j Hj) as (k & Hk & Nk).
    assert (P : forall l, (l < d)%nat -> 0 <= U j l * U j l * (1 - spectrum_map T (x l))) by (intros l Hl; pose proof (map_open T (x l) (X l Hl)); pose proof (Rle_0_sqr (U j l)) as Q; unfold Rsqr in Q; nra).
    destruct (Rle_lt_or_eq_dec _ _ (bigsum_nonneg d _ P)) as [L|Z0]; [exact L | exfalso].
    pose proof (bigsum_zero d _ P (eq_sym Z0) k Hk) as Q; pose proof (map_open T (x k) (X k Hk)); apply Rmult_integral in Q; destruct Q as [Q|Q]; [|lra].
    apply Rmult_integral in Q; destruct Q; contradiction. }
  assert (Force : forall i, (i < d)%nat -> map_slope T (x i) * G i i = map_slope T (x p) * G p p).
  { intros i Hi; destruct (Nat.eq_dec i p) as [->|Ni]; [reflexivity|]; exact (stationary_eigenvalues n d T Z Z_centered Z_stationary U lambda i p HU HS (fun k Hk => Rlt_le _ _ (Pos k Hk)) (Pos i Hi) (Pos p Hp) Hi Hp Ni). }
  assert (Own : forall i j, (i < d)%nat -> (j < d)%nat -> U j i <> 0 -> G i i = D j) by (intros i j Hi Hj Nz; apply (Rmult_eq_reg_l (U j i)); [|exact Nz]; rewrite <- Col by assumption; ring).
  assert (One : forall i, (i < d)%nat -> (1 - spectrum_map T (x i)) * map_slope T (x i) = map_slope T (x p) * G p p).
  { intros i Hi; destruct (Some' i Hi) as (j & Hj & Nj); rewrite <- (Force i Hi), (Own i j Hi Hj Nj), Rmult_comm; f_equal.
    rewrite (Gap j Hj), (bigsum_ext d _ (fun k => U j k * U j k * (1 - spectrum_map T (x i)))).
    - rewrite bigsum_scale_r; pose proof (VV j j Hj Hj) as E; unfold product, transposed in E; rewrite delta_same in E; rewrite E; ring.
    - intros k Hk; destruct (Req_dec (U j k) 0) as [Z0|Nk]; [rewrite Z0; ring|]; do 3 f_equal.
      apply (map_slope_injective T _ _ HT (X k Hk) (X i Hi)); apply (Rmult_eq_reg_r (D j)); [|apply Rgt_not_eq, Dpos, Hj].
      rewrite <- (Own k j Hk Hj Nk) at 1; rewrite <- (Own i j Hi Hj Nj); rewrite (Force k Hk), (Force i Hi); reflexivity. }
  pose proof (force_injective T (x p) (x q) (X p Hp) (X q Hq) ltac:(rewrite (One p Hp), (One q Hq); reflexivity)) as E; unfold x in E.
  apply (Rmult_eq_reg_r (/ S)); [exact E | apply Rgt_not_eq, Rinv_0_lt_compat].
  pose proof (X p Hp) as [Xp _]; unfold x, Rdiv in Xp; destruct (Rtotal_order S 0) as [L|[L|L]]; [|rewrite L, Rinv_0 in Xp; lra | exact L].
  pose proof (Pos p Hp); pose proof (Rinv_lt_0_compat S L); nra.
Qed.

End Point.
