(** * The gradient flow of the trace loss keeps the rank

    At every time the least value of uᵀΣu is taken at an eigenvector, along which the derivative of the loss is known. Least over time and all orthogonal matrices together, with a
    weight that grows fast enough, it can only be taken at the first time. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Basics Matrices HessianNorm C1 C3 C5 TraceLoss Compactness Eigenbasis TraceLossFlow LowerRank.
Open Scope R_scope.

(** The columns of Z are linearly independent. *)
Definition full_rank (n d : nat) (Z : matrix) : Prop :=
  forall v, (forall r, (r < n)%nat -> bigsum d (fun j => Z r j * v j) = 0) -> forall j, (j < d)%nat -> v j = 0.

(** ** Full rank and eigenvalues *)

Lemma form_of_spectral d S U lambda k : orthogonal d U -> same d S (spectral d U lambda) -> (k < d)%nat -> entry d S U k k = lambda k.
Proof.
  intros HU HS Hk; unfold entry, form, column; rewrite bigsum_swap.
  rewrite (bigsum_ext d _ (fun j => lambda k * (U j k * U j k))); [rewrite bigsum_scale, (column_square d U HU k Hk); ring|].
  intros j Hj; rewrite bigsum_scale_r; transitivity (bigsum d (fun c => spectral d U lambda c j * U c k) * U j k).
  - f_equal; apply bigsum_ext; intros i Hi; rewrite (HS i j Hi Hj); ring.
  - rewrite spectral_eigenvector by assumption; ring.
Qed.

Lemma form_zero n d Z v : (2 <= n)%nat -> form d (covariance n Z) v v = 0 -> forall r, (r < n)%nat -> bigsum d (fun j => Z r j * v j) = 0.
Proof.
  intros Hn; rewrite covariance_form; intros E r Hr; assert (N : 0 < INR n - 1) by (assert (2 <= INR n) by (apply (le_INR 2); exact Hn); lra).
  assert (Z0 : bigsum n (fun r => bigsum d (fun j => Z r j * v j) * bigsum d (fun j => Z r j * v j)) = 0).
  { apply (Rmult_eq_reg_r (/ (INR n - 1))); [rewrite Rmult_0_l; exact E | apply Rgt_not_eq, Rinv_0_lt_compat, N]. }
  pose proof (bigsum_zero n _ (fun r _ => Rle_0_sqr (bigsum d (fun j => Z r j * v j))) Z0 r Hr) as Q; apply Rmult_integral in Q; destruct Q; assumption.
Qed.

Lemma column_not_zero d U k : orthogonal d U -> (k < d)%nat -> ~ (forall j, (j < d)%nat -> U j k = 0).
Proof.
  intros HU Hk H; pose proof (column_square d U HU k Hk) as E; rewrite (bigsum_ext d _ (fun _ => 0)), bigsum_const in E by (intros j Hj; rewrite (H j Hj); ring); lra.
Qed.

Lemma full_rank_positive n d Z U k : (2 <= n)%nat -> full_rank n d Z -> orthogonal d U -> (k < d)%nat -> 0 < entry d (covariance n Z) U k k.
Proof.
  intros Hn F HU Hk; destruct (Rle_lt_or_eq_dec _ _ (covariance_nonnegative n d Z Hn (column U k))) as [L|E]; [exact L | exfalso].
  apply (column_not_zero d U k HU Hk); exact (F _ (form_zero n d Z _ Hn (eq_sym E))).
Qed.

Lemma positive_full_rank n d Z U lambda : orthogonal d U -> same d (covariance n Z) (spectral d U lambda) -> (forall k, (k < d)%nat -> 0 < lambda k) -> full_rank n d Z.
Proof.
  intros HU HS Pos v Hv; set (c := fun k => bigsum d (fun i => U i k * v i)).
  assert (F0 : form d (covariance n Z) v v = 0) by (rewrite covariance_form, (bigsum_ext n _ (fun _ => 0)), bigsum_const by (intros r Hr; rewrite (Hv r Hr); ring); unfold Rdiv; ring).
  assert (E : form d (covariance n Z) v v = bigsum d (fun k => lambda k * (c k * c k))).
  { unfold form; transitivity (bigsum d (fun i => bigsum d (fun j => bigsum d (fun k => lambda k * ((U i k * v i) * (U j k * v j)))))).
    - apply bigsum_ext; intros i Hi; apply bigsum_ext; intros j Hj; rewrite (HS i j Hi Hj); unfold spectral; rewrite <- bigsum_scale, <- bigsum_scale_r; apply bigsum_ext; intros; ring.
    - rewrite (bigsum_ext d _ (fun i => bigsum d (fun k => bigsum d (fun j => lambda k * ((U i k * v i) * (U j k * v j)))))) by (intros; apply bigsum_swap).
      rewrite bigsum_swap; apply bigsum_ext; intros k _; unfold c; rewrite <- bigsum_scale_r, <- bigsum_scale; apply bigsum_ext; intros i _; rewrite <- !bigsum_scale; apply bigsum_ext; intros; ring. }
  rewrite E in F0; assert (C : forall k, (k < d)%nat -> c k = 0).
  { intros k Hk; pose proof (bigsum_zero d (fun k => lambda k * (c k * c k)) (fun k Hk => Rmult_le_pos _ _ (Rlt_le _ _ (Pos k Hk)) (square_nonneg (c k))) F0 k Hk) as Q.
    cbv beta in Q; apply Rmult_integral in Q; destruct Q as [Q|Q]; [pose proof (Pos k Hk); lra | apply Rmult_integral in Q; destruct Q; assumption]. }
  intros j Hj; destruct HU as [_ B]; transitivity (bigsum d (fun i => delta j i * v i)); [symmetry; apply bigsum_delta, Hj|].
  transitivity (bigsum d (fun k => U j k * c k)).
  - unfold c; rewrite (bigsum_ext d (fun k => U j k * bigsum d (fun i => U i k * v i)) (fun k => bigsum d (fun i => U j k * U i k * v i))) by (intros; rewrite <- bigsum_scale; apply bigsum_ext; intros; ring).
    rewrite bigsum_swap; apply bigsum_ext; intros i Hi; rewrite <- (B j i Hj Hi); unfold product, transposed; rewrite <- bigsum_scale_r; reflexivity.
  - rewrite (bigsum_ext d _ (fun _ => 0)), bigsum_const by (intros k Hk; rewrite (C k Hk); ring); ring.
Qed.

(** ** The pull is bounded *)

Lemma slope_bound T x : 0 <= x <= 1 -> 0 <= map_slope T x <= map_slope T 0.
Proof.
  intros [L U]; destruct (Rle_lt_or_eq_dec _ _ L) as [P|<-].
  - destruct (map_slope_at_0 T x (conj P U)) as (A & B & _); split; assumption.
  - destruct (map_slope_at_0 T 1 ltac:(lra)) as (_ & _ & _ & A); lra.
Qed.

Lemma pull_bound d T U lambda k : orthogonal d U -> (forall k, (k < d)%nat -> 0 <= lambda k) -> 0 < bigsum d lambda -> (k < d)%nat -> 0 <= pull d T U lambda k <= map_slope T 0.
Proof.
  intros HU Nn S0 Hk; unfold pull; pose proof (slope_bound T _ (share_unit d lambda Nn S0 k Hk)) as [A B]; pose proof (turned_gap_unit d T U lambda HU Nn S0 k Hk) as [C D].
  split; [apply Rmult_le_pos; assumption|]; rewrite <- (Rmult_1_r (map_slope T 0)); apply Rmult_le_compat; assumption.
Qed.

Lemma pull_below d T U lambda : orthogonal d U -> (forall k, (k < d)%nat -> 0 <= lambda k) -> 0 < bigsum d lambda -> (0 < d)%nat -> - map_slope T 0 <= pull d T U lambda 0 - mean_pull d T U lambda.
Proof.
  intros HU Nn S0 Hd; pose proof (pull_bound d T U lambda 0 HU Nn S0 Hd) as [A _]; assert (mean_pull d T U lambda <= map_slope T 0); [|lra]; unfold mean_pull.
  rewrite <- (Rmult_1_l (map_slope T 0)), <- (shares_sum d lambda S0), <- bigsum_scale_r; apply bigsum_le; intros k Hk.
  apply Rmult_le_compat_l; [apply share_unit; assumption | apply pull_bound; assumption].
Qed.

(** A function that is least at the right end of an interval does not rise there. *)
Lemma left_minimum phi t0 t l : t0 < t -> derivable_pt_lim phi t l -> (forall s, t0 <= s <= t -> phi t <= phi s) -> l <= 0.
Proof.
  intros Lt D Le; apply Rnot_lt_le; intros P; destruct (D (l / 2) ltac:(lra)) as (delta & H); set (h := - Rmin (delta / 2) (t - t0)).
  assert (Q : 0 < Rmin (delta / 2) (t - t0)) by (apply Rmin_pos; [pose proof (cond_pos delta) |]; lra); pose proof (Rmin_l (delta / 2) (t - t0)); pose proof (Rmin_r (delta / 2) (t - t0)); pose proof (cond_pos delta).
  assert (B : Rabs ((phi (t + h) - phi t) / h - l) < l / 2) by (apply H; [unfold h; lra | unfold h; rewrite Rabs_Ropp, Rabs_pos_eq; lra]).
  assert (R : 0 < (phi (t + h) - phi t) / h) by (unfold Rabs in B; destruct (Rcase_abs _) in B; lra).
  specialize (Le (t + h) ltac:(unfold h; lra)); assert (N : (phi (t + h) - phi t) / h <= 0); [|lra].
  apply Ropp_le_cancel; rewrite Ropp_0; replace (- ((phi (t + h) - phi t) / h)) with ((phi (t + h) - phi t) * / - h) by (field; unfold h; lra).
  apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; unfold h; lra].
Qed.

Lemma derivable_continuity f t l : derivable_pt_lim f t l -> continuity_pt f t.
Proof. intros D; apply derivable_continuous_pt; exists l; exact D. Qed.

Section Flow.

Variables (n d T : nat) (Z G : R -> matrix).
Hypothesis Hn : (2 <= n)%nat.
Hypothesis Hd : (0 < d)%nat.
Hypothesis HF : gradient_flow n d T Z G.
Hypothesis Spread : 0 < trace d (covariance n (Z 0)).

Let tau := trace d (covariance n (Z 0)).
Let N1 := INR n - 1.

Lemma samples_positive : 0 < N1.
Proof. unfold N1; assert (2 <= INR n) by (apply (le_INR 2); exact Hn); lra. Qed.

Lemma eigenvalues_sum t U lambda : 0 <= t -> orthogonal d U -> same d (covariance n (Z t)) (spectral d U lambda) -> bigsum d lambda = tau.
Proof.
  intros Ht HU HS; unfold tau; rewrite <- (flow_keeps_trace n d T Z G Hn HF t Ht), <- (spectral_trace d U lambda HU); apply bigsum_ext; intros i Hi; symmetry; apply HS; exact Hi.
Qed.

Lemma covariance_derivative t i j : 0 <= t -> (i < d)%nat -> (j < d)%nat -> exists l, derivable_pt_lim (fun s => covariance n (Z s) i j) t l.
Proof.
  intros Ht Hi Hj; destruct (HF t Ht) as (_ & _ & Dz); exists (bigsum n (fun r => - G t r i * Z t r j + Z t r i * - G t r j) * / (INR n - 1) + bigsum n (fun r => Z t r i * Z t r j) * 0); unfold covariance.
  apply (derivable_pt_lim_mult (fun s => bigsum n (fun r => Z s r i * Z s r j)) (fun _ => / (INR n - 1))); [|apply derivable_pt_lim_const].
  apply (derivative_bigsum n (fun r s => Z s r i * Z s r j) t (fun r => - G t r i * Z t r j + Z t r i * - G t r j)); intros r Hr; apply (derivable_pt_lim_mult (fun s => Z s r i) (fun s => Z s r j)); apply Dz; assumption.
Qed.

(** The rate of uᵀΣu for an eigenvector u. *)
Lemma rate t U lambda : 0 <= t -> orthogonal d U -> same d (covariance n (Z t)) (spectral d U lambda) -> (forall k, (k < d)%nat -> 0 <= lambda k) ->
  derivable_pt_lim (fun s => entry d (covariance n (Z s)) U 0 0) t (8 / N1 * (lambda 0%nat / tau) * (pull d T U lambda 0 - mean_pull d T U lambda)).
Proof.
  intros Ht HU HS Nn; destruct (HF t Ht) as (HZ & HG & Dz); pose proof samples_positive as N0; pose proof (eigenvalues_sum t U lambda Ht HU HS) as Sm.
  set (v := column U 0); set (a := fun s r => bigsum d (fun j => Z s r j * v j)); set (a' := fun r => bigsum d (fun j => - G t r j * v j)).
  assert (Da : forall r, (r < n)%nat -> derivable_pt_lim (fun s => a s r) t (a' r)).
  { intros r Hr; apply (derivative_bigsum d (fun j s => Z s r j * v j)); intros j Hj.
    apply (derivable_eq _ _ (- G t r j * v j + Z t r j * 0)); [ring|]; apply (derivable_pt_lim_mult (fun s => Z s r j) (fun _ => v j)); [apply Dz; assumption | apply derivable_pt_lim_const]. }
  apply (derivable_ext (fun s => bigsum n (fun r => a s r * a s r) * / N1)); [intros s; unfold entry; rewrite covariance_form; reflexivity|].
  assert (D : derivable_pt_lim (fun s => bigsum n (fun r => a s r * a s r) * / N1) t (bigsum n (fun r => a' r * a t r + a t r * a' r) * / N1 + bigsum n (fun r => a t r * a t r) * 0)).
  { apply (derivable_pt_lim_mult (fun s => bigsum n (fun r => a s r * a s r)) (fun _ => / N1)); [|apply derivable_pt_lim_const].
    apply (derivative_bigsum n (fun r s => a s r * a s r)); intros r Hr; apply (derivable_pt_lim_mult (fun s => a s r) (fun s => a s r)); apply Da, Hr. }
  revert D; apply derivable_eq.
  assert (A1 : forall k, (k < d)%nat -> Rabs (delta 0 k) <= 1) by (intros k _; unfold delta; destruct (Nat.eqb 0 k); rewrite ?Rabs_R1, ?Rabs_R0; lra).
  pose proof (eigen_direction n d T (Z t) U lambda (delta 0) HZ HU HS Nn ltac:(rewrite Sm; exact Spread) A1) as E.
  pose proof (uniqueness_limite _ _ _ _ E (HG _ (centered_product n d (Z t) (spectral d U (delta 0)) HZ))) as Q; clear E.
  rewrite (bigsum_ext d _ (fun k => delta 0 k * (share d lambda k * (pull d T U lambda k - mean_pull d T U lambda)))) in Q by (intros; ring).
  rewrite (bigsum_delta d 0 (fun k => share d lambda k * (pull d T U lambda k - mean_pull d T U lambda)) Hd) in Q.
  assert (I : inner n d (G t) (product d (Z t) (spectral d U (delta 0))) = - bigsum n (fun r => a' r * a t r)).
  { unfold inner; replace (- bigsum n (fun r => a' r * a t r)) with (-1 * bigsum n (fun r => a' r * a t r)) by ring; rewrite <- bigsum_scale; apply bigsum_ext; intros r Hr.
    assert (P : forall j, product d (Z t) (spectral d U (delta 0)) r j = a t r * U j 0%nat).
    { intros j; unfold product, a; rewrite <- bigsum_scale_r; apply bigsum_ext; intros k _; unfold spectral.
      rewrite (bigsum_ext d _ (fun l => delta 0 l * (U k l * U j l))), (bigsum_delta d 0 (fun l => U k l * U j l) Hd) by (intros; ring); unfold v, column; ring. }
    rewrite (bigsum_ext d _ (fun j => (- a t r) * (- G t r j * v j))) by (intros j _; rewrite P; unfold v, column; ring); rewrite bigsum_scale; unfold a'; ring. }
  rewrite I in Q; rewrite (bigsum_ext n (fun r => a' r * a t r + a t r * a' r) (fun r => 2 * (a' r * a t r))) by (intros; ring); rewrite bigsum_scale.
  replace (bigsum n (fun r => a' r * a t r)) with (4 * (share d lambda 0 * (pull d T U lambda 0 - mean_pull d T U lambda))) by lra; unfold share; rewrite Sm; field; split; [apply Rgt_not_eq, Spread | apply Rgt_not_eq, N0].
Qed.

(** ** The barrier *)

Definition timed (t : R) (V : matrix) : point := fun k => match k with O => t | S i => entries d V i end.

Lemma timed_at t V i j : (j < d)%nat -> matrix_at 1 d (timed t V) i j = V i j.
Proof. intros Hj; exact (entries_at d V i j Hj). Qed.

Notation continuous_at := (continuous point (near (1 + d * d))).
Notation closer := (near_closer (1 + d * d)).

Lemma continuous_in_time g y l : derivable_pt_lim g (y 0%nat) l -> continuous_at (fun x => g (x 0%nat)) y.
Proof. intros D; apply (continuous_through _ _ _ g (fun x => x 0%nat)); [apply (derivable_continuity _ _ l D) | apply continuous_component; lia]. Qed.

(** Where (uᵀΣu + ε) w(t) rises at every least eigenvector, it is at no time less than at the first. *)
Theorem barrier t0 eps w w' m : 0 <= t0 -> 0 <= eps -> (forall t, t0 <= t -> 0 < w t /\ derivable_pt_lim w t (w' t)) ->
  (forall t U lambda, t0 <= t -> orthogonal d U -> same d (covariance n (Z t)) (spectral d U lambda) -> (forall k, (k < d)%nat -> 0 <= lambda k /\ lambda 0%nat <= lambda k) ->
    0 < 8 / N1 * (lambda 0%nat / tau) * (pull d T U lambda 0 - mean_pull d T U lambda) * w t + (lambda 0%nat + eps) * w' t) ->
  (forall V, orthogonal d V -> m <= (entry d (covariance n (Z t0)) V 0 0 + eps) * w t0) ->
  forall t V, t0 <= t -> orthogonal d V -> m <= (entry d (covariance n (Z t)) V 0 0 + eps) * w t.
Proof.
  intros Ht0 He Hw Rise Start t1 V1 Ht1 O1.
  set (K := fun x : point => t0 <= x 0%nat <= t1 /\ orthogonal d (matrix_at 1 d x)).
  set (f := fun x : point => (entry d (covariance n (Z (x 0%nat))) (matrix_at 1 d x) 0 0 + eps) * w (x 0%nat)).
  assert (Enter : forall t V, t0 <= t <= t1 -> orthogonal d V -> K (timed t V) /\ f (timed t V) = (entry d (covariance n (Z t)) V 0 0 + eps) * w t).
  { intros t V Ht OV; split; [split; [exact Ht|]; apply (orthogonal_ext d V); [intros; symmetry; apply timed_at; assumption | exact OV]|].
    unfold f; cbn [timed]; do 2 f_equal; apply entry_ext; [intros; apply timed_at; assumption | exact Hd | exact Hd]. }
  destruct (minimum (1 + d * d) (t1 + 1) K f) as (x & [Hx OU] & Least).
  - exists (timed t0 V1); apply Enter; [lra | exact O1].
  - intros y k [Hy OU] Hk; destruct k as [|k]; [rewrite Rabs_pos_eq; lra|]; pose proof (point_entry 1 d y k Hd) as E; cbn [Nat.add] in E; rewrite E.
    apply Rle_trans with 1; [apply (orthogonal_bound d _ _ _ OU); [apply Nat.div_lt_upper_bound; lia | apply Nat.mod_upper_bound; lia] | lra].
  - intros y Hy; split; [split|].
    + apply Ropp_le_cancel; apply (limit_at_most point (near (1 + d * d)) y (fun x => - x 0%nat)); [|intros e Pe; destruct (Hy e Pe) as (z & [Hz _] & Nz); exists z; split; [lra | exact Nz]].
      apply (continuous_through _ _ _ Ropp (fun x => x 0%nat)); [reg | apply continuous_component; lia].
    + apply (limit_at_most point (near (1 + d * d)) y (fun x => x 0%nat)); [apply continuous_component; lia|]; intros e Pe; destruct (Hy e Pe) as (z & [Hz _] & Nz); exists z; split; [lra | exact Nz].
    + apply (limit_orthogonal (1 + d * d) 1 d y ltac:(lia) K); [intros z Hz; apply Hz | exact Hy].
  - intros y [Hy _]; unfold f; apply (continuous_times _ _ closer); [|destruct (Hw (y 0%nat) ltac:(lra)) as [_ D]; apply (continuous_in_time w y _ D)].
    apply (continuous_plus _ _ closer); [|apply continuous_constant]; unfold entry, form, column.
    apply (continuous_bigsum _ _ closer y d (fun i x => bigsum d (fun j => matrix_at 1 d x i 0%nat * covariance n (Z (x 0%nat)) i j * matrix_at 1 d x j 0%nat))); intros i Hi.
    apply (continuous_bigsum _ _ closer y d (fun j x => matrix_at 1 d x i 0%nat * covariance n (Z (x 0%nat)) i j * matrix_at 1 d x j 0%nat)); intros j Hj.
    apply (continuous_times _ _ closer); [apply (continuous_times _ _ closer)|]; try (apply continuous_entry_of_matrix; lia || assumption).
    destruct (covariance_derivative (y 0%nat) i j ltac:(lra) Hi Hj) as (l & D); apply (continuous_in_time (fun s => covariance n (Z s) i j) y l D).
  - intros y [Hy _]; apply Rmult_le_pos; [pose proof (covariance_nonnegative n d (Z (y 0%nat)) Hn (column (matrix_at 1 d y) 0)) as P; unfold entry; lra | left; apply Hw; lra].
  - set (t := x 0%nat) in *; set (U := matrix_at 1 d x) in *.
    destruct (Enter t1 V1 ltac:(lra) O1) as [K1 E1]; apply Rle_trans with (f x); [|rewrite <- E1; apply Least, K1].
    destruct (Rle_lt_or_eq_dec _ _ (proj1 Hx)) as [Lt|Eq]; [exfalso | unfold f; fold t U; rewrite <- Eq; apply Start, OU].
    destruct (Hw t ltac:(lra)) as [Wt Dw].
    assert (Le : forall V, orthogonal d V -> entry d (covariance n (Z t)) U 0 0 <= entry d (covariance n (Z t)) V 0 0).
    { intros V OV; destruct (Enter t V Hx OV) as [KV EV]; pose proof (Least _ KV) as L; rewrite EV in L; unfold f in L; fold t U in L; apply Rmult_le_reg_r in L; [lra | exact Wt]. }
    destruct (least_eigenvector d _ U Hd (covariance_symmetric n d (Z t)) (covariance_nonnegative n d (Z t) Hn) OU Le) as (V & lambda & OV & VF & HS & Hl & E0).
    pose proof (rate t V lambda ltac:(lra) OV HS (fun k Hk => proj1 (Hl k Hk))) as Dr; specialize (Rise t V lambda ltac:(lra) OV HS Hl).
    assert (Same : forall s, entry d (covariance n (Z s)) V 0 0 = entry d (covariance n (Z s)) U 0 0) by (intros s; apply form_ext; intros i Hi; unfold column; apply VF, Hi).
    pose proof (derivable_pt_lim_mult (fun s => entry d (covariance n (Z s)) V 0 0 + eps) w t _ _ (derivable_pt_lim_plus _ (fun _ => eps) t _ _ Dr (derivable_pt_lim_const eps t)) Dw) as D.
    apply (left_minimum _ t0 t _ Lt) in D; [cbv beta in D; rewrite Same, <- E0 in D; lra|].
    intros s Hs; destruct (Enter s U ltac:(lra) OU) as [Ks Es]; pose proof (Least _ Ks) as L; rewrite Es in L; unfold mult_fct; cbv beta; rewrite !Same; exact L.
Qed.

(** The rank stays full. *)
Theorem flow_keeps_rank : full_rank n d (Z 0) -> forall t, 0 <= t -> full_rank n d (Z t).
Proof.
  intros F0 t Ht; pose proof samples_positive as N0; set (kappa := 8 / (N1 * tau)); assert (Kp : 0 < kappa) by (unfold kappa; apply Rdiv_lt_0_compat; [lra | apply Rmult_lt_0_compat; [exact N0 | exact Spread]]).
  destruct (map_slope_at_0 T 1 ltac:(lra)) as (_ & _ & _ & S0); set (c := kappa * map_slope T 0 + 1); assert (C0 : 0 < c) by (unfold c; assert (0 < kappa * map_slope T 0) by (apply Rmult_lt_0_compat; assumption); lra).
  destruct (spectral_theorem d _ Hd (covariance_symmetric n d (Z 0)) (covariance_nonnegative n d (Z 0) Hn)) as (U & lambda & OU & HS & Hl & Low).
  assert (L0 : 0 < lambda 0%nat) by (rewrite <- (form_of_spectral d _ U lambda 0 OU HS Hd); apply full_rank_positive; assumption).
  assert (Dw : forall s, derivable_pt_lim (fun s => exp (c * s)) s (c * exp (c * s))).
  { intros s; apply (derivable_eq _ _ (exp (c * s) * (0 * s + c * 1))); [ring|]; apply (derivable_pt_lim_comp (fun s => c * s) exp); [|apply derivable_pt_lim_exp].
    apply (derivable_pt_lim_mult (fun _ => c) (fun s => s)); [apply derivable_pt_lim_const | apply derivable_pt_lim_id]. }
  assert (Pos : forall V, orthogonal d V -> 0 < entry d (covariance n (Z t)) V 0 0).
  { intros V OV; destruct (Rle_lt_or_eq_dec _ _ (covariance_nonnegative n d (Z t) Hn (column V 0))) as [L|E]; [exact L | exfalso].
    set (eps := lambda 0%nat / (2 * exp (c * t))); assert (X : 0 < exp (c * t)) by apply exp_pos; assert (E0 : 0 < eps) by (apply Rdiv_lt_0_compat; lra).
    assert (B : lambda 0%nat <= (entry d (covariance n (Z t)) V 0 0 + eps) * exp (c * t)).
    { apply (barrier 0 eps (fun s => exp (c * s)) (fun s => c * exp (c * s)) (lambda 0%nat)); try assumption; try lra.
      - intros s _; split; [apply exp_pos | apply Dw].
      - intros s W mu Hs OW HW Hm; pose proof (eigenvalues_sum s W mu Hs OW HW) as Sm; pose proof (proj1 (Hm 0%nat Hd)) as M0.
        pose proof (pull_below d T W mu OW (fun k Hk => proj1 (Hm k Hk)) ltac:(rewrite Sm; exact Spread) Hd) as Pb; set (b := pull d T W mu 0 - mean_pull d T W mu) in *.
        replace (8 / N1 * (mu 0%nat / tau) * b * exp (c * s) + (mu 0%nat + eps) * (c * exp (c * s))) with ((kappa * mu 0%nat * b + (mu 0%nat + eps) * c) * exp (c * s)) by (unfold kappa; field; split; [apply Rgt_not_eq, Spread | apply Rgt_not_eq, N0]).
        apply Rmult_lt_0_compat; [|apply exp_pos]; assert (P1 : 0 <= kappa * mu 0%nat) by (apply Rmult_le_pos; lra).
        assert (P2 : kappa * mu 0%nat * - map_slope T 0 <= kappa * mu 0%nat * b) by (apply Rmult_le_compat_l; assumption).
        assert (P3 : 0 < eps * c) by (apply Rmult_lt_0_compat; assumption); unfold c in *; lra.
      - intros W OW; rewrite Rmult_0_r, exp_0, Rmult_1_r; pose proof (Low W OW); lra. }
    unfold entry in B; rewrite <- E in B; unfold eps in B; replace ((0 + lambda 0%nat / (2 * exp (c * t))) * exp (c * t)) with (lambda 0%nat / 2) in B by (field; lra); lra. }
  destruct (spectral_theorem d _ Hd (covariance_symmetric n d (Z t)) (covariance_nonnegative n d (Z t) Hn)) as (V & mu & OV & HV & Hm & _).
  apply (positive_full_rank n d (Z t) V mu OV HV); intros k Hk; apply Rlt_le_trans with (2 := proj2 (Hm k Hk)); rewrite <- (form_of_spectral d _ V mu 0 OV HV Hd); apply Pos, OV.
Qed.

End Flow.
