(** * The gradient flow of the trace loss lowers it to its least value

    While the loss stays above its least value, the least eigenvalue is pulled more than the mean wherever the gradient is small, for else there were a stationary point with another loss: of full rank all
    eigenvalues were equal, of lower rank the kernel is pulled. So the least eigenvalue would grow for ever. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Classical.
From Normlab Require Import Basics Matrices HessianNorm C1 C3 C5 TraceLoss Compactness Eigenbasis TraceLossFlow LowerRank FullRank.
Open Scope R_scope.

(** d (1 - h_T(1/d))² *)
Definition least_loss (d T : nat) : R := INR d * ((1 - spectrum_map T (/ INR d)) * (1 - spectrum_map T (/ INR d))).

Lemma loss_of_equal_eigenvalues n d T Y U lambda : (0 < d)%nat -> centered_batch n d Y -> orthogonal d U -> same d (covariance n Y) (spectral d U lambda) -> 0 < bigsum d lambda ->
  (forall p q, (p < d)%nat -> (q < d)%nat -> lambda p = lambda q) -> loss n d T Y = least_loss d T.
Proof.
  intros Hd HY HU HS S0 Eq; rewrite (loss_by_spectrum n d T Y U lambda HY HU HS S0); unfold spectral_loss, least_loss; rewrite <- bigsum_const; apply bigsum_ext; intros j Hj.
  assert (D0 : 0 < INR d) by (apply lt_0_INR, Hd).
  assert (Sum : bigsum d lambda = INR d * lambda 0%nat) by (rewrite <- bigsum_const; apply bigsum_ext; intros k Hk; apply Eq; assumption).
  assert (L0 : 0 < lambda 0%nat) by (rewrite Sum in S0; apply (Rmult_lt_reg_l (INR d)); [exact D0 | lra]).
  assert (E : bigsum d (fun k => U j k * U j k * spectrum_map T (lambda k / bigsum d lambda)) = spectrum_map T (/ INR d)).
  { rewrite (bigsum_ext d _ (fun k => U j k * U j k * spectrum_map T (/ INR d))), bigsum_scale_r, (row_square d U HU j Hj); [ring|].
    intros k Hk; do 2 f_equal; rewrite Sum, (Eq k 0%nat Hk Hd); field; lra. }
  rewrite E; reflexivity.
Qed.

(** ** What depends on the entries alone *)

Lemma form_same d S S' v w : same d S S' -> form d S v w = form d S' v w.
Proof. intros E; unfold form; apply bigsum_ext; intros i Hi; apply bigsum_ext; intros j Hj; rewrite (E i j Hi Hj); reflexivity. Qed.

Lemma entry_of_spectral d S U lambda p q : orthogonal d U -> same d S (spectral d U lambda) -> (p < d)%nat -> (q < d)%nat -> entry d S U p q = lambda q * delta p q.
Proof.
  intros HU HS Hp Hq; unfold entry; rewrite (form_same d S _ _ _ HS); unfold form, column.
  rewrite (bigsum_ext d _ (fun i => lambda q * (U i p * U i q))).
  - rewrite bigsum_scale; f_equal; destruct HU as [A _]; exact (A p q Hp Hq).
  - intros i Hi; rewrite (bigsum_ext d _ (fun j => U i p * (spectral d U lambda j i * U j q))) by (intros; rewrite spectral_sym; ring).
    rewrite bigsum_scale, spectral_eigenvector by assumption; ring.
Qed.

Section Ext.
Variables (d T : nat) (U V : matrix) (lambda mu : nat -> R).
Hypothesis EU : forall i j, (i < d)%nat -> (j < d)%nat -> U i j = V i j.
Hypothesis El : forall k, (k < d)%nat -> lambda k = mu k.

Lemma share_ext k : (k < d)%nat -> share d lambda k = share d mu k.
Proof. intros Hk; unfold share; rewrite (El k Hk), (bigsum_ext d lambda mu El); reflexivity. Qed.

Lemma pull_ext k : (k < d)%nat -> pull d T U lambda k = pull d T V mu k.
Proof.
  intros Hk; unfold pull; rewrite (share_ext k Hk); f_equal; unfold turned_gap; apply bigsum_ext; intros j Hj; rewrite !EU by assumption; f_equal; unfold diagonal_gap; f_equal.
  apply bigsum_ext; intros l Hl; rewrite !EU by assumption; do 2 f_equal; exact (share_ext l Hl).
Qed.

Lemma mean_pull_ext : mean_pull d T U lambda = mean_pull d T V mu.
Proof. unfold mean_pull; apply bigsum_ext; intros k Hk; rewrite (share_ext k Hk), (pull_ext k Hk); reflexivity. Qed.

End Ext.

Lemma same_entries n d F X Y : continuous matrix (close_entries n d) F Y -> (forall r j, (r < n)%nat -> (j < d)%nat -> X r j = Y r j) -> F X = F Y.
Proof.
  intros C E; destruct (Req_dec (F X) (F Y)) as [|N]; [assumption | exfalso]; destruct (C (Rabs (F X - F Y))) as (e & He & H); [apply Rabs_pos_lt; lra|].
  assert (Q : Rabs (F X - F Y) < Rabs (F X - F Y)); [|lra]; apply H; intros r j Hr Hj; rewrite (E r j Hr Hj), Rminus_diag_eq, Rabs_R0 by reflexivity; exact He.
Qed.

Lemma map_slope_continuous T x : continuity_pt (map_slope T) x.
Proof.
  induction T as [|T IH]; cbn [map_slope]; [apply continuity_pt_const; intros a b; reflexivity|].
  apply (continuity_pt_mult (fun x => step_slope (spectrum_map T x)) (map_slope T)); [|exact IH].
  apply (continuity_pt_comp (spectrum_map T) step_slope); [apply (derivable_continuity _ _ _ (map_derivative T x)) | unfold step_slope; reg].
Qed.

(** ** Embeddings and a basis as one point *)

Section Points.

Variables (n d : nat) (y : point).
Let N := (n * d + d * d)%nat.
Notation continuous_at := (continuous point (near N)).
Notation closer := (near_closer N).

Definition batch (x : point) : matrix := matrix_at 0 d x.
Definition basis (x : point) : matrix := matrix_at (n * d) d x.
Definition eigenvalue (x : point) (k : nat) : R := entry d (covariance n (batch x)) (basis x) k k.
Definition both (Y U : matrix) : point := fun k => if Nat.ltb k (n * d) then entries d Y k else entries d U (k - n * d)%nat.

Lemma batch_both Y U r j : (r < n)%nat -> (j < d)%nat -> batch (both Y U) r j = Y r j.
Proof.
  intros Hr Hj; rewrite <- (entries_at d Y r j Hj); unfold batch, matrix_at, both; cbn [Nat.add]; pose proof (index_below n d r j Hr Hj) as L; apply Nat.ltb_lt in L; rewrite L; reflexivity.
Qed.

Lemma basis_both Y U i j : (j < d)%nat -> basis (both Y U) i j = U i j.
Proof.
  intros Hj; rewrite <- (entries_at d U i j Hj); unfold basis, matrix_at, both; cbn [Nat.add]; replace (Nat.ltb (n * d + (i * d + j)) (n * d)) with false by (symmetry; apply Nat.ltb_ge; lia).
  f_equal; lia.
Qed.

Lemma batch_continuous r j : (r < n)%nat -> (j < d)%nat -> continuous_at (fun x => batch x r j) y.
Proof. intros Hr Hj; unfold batch, matrix_at; apply continuous_component; pose proof (index_below n d r j Hr Hj); unfold N; lia. Qed.

Lemma basis_continuous i j : (i < d)%nat -> (j < d)%nat -> continuous_at (fun x => basis x i j) y.
Proof. intros Hi Hj; apply continuous_entry_of_matrix; [unfold N; lia | exact Hi | exact Hj]. Qed.

Lemma covariance_continuous i j : (i < d)%nat -> (j < d)%nat -> continuous_at (fun x => covariance n (batch x) i j) y.
Proof.
  intros Hi Hj; unfold covariance, Rdiv; apply (continuous_times _ _ closer); [|apply continuous_constant].
  apply (continuous_bigsum _ _ closer y n (fun r x => batch x r i * batch x r j)); intros r Hr; apply (continuous_times _ _ closer); apply batch_continuous; assumption.
Qed.

Lemma moving_entry_continuous p q : (p < d)%nat -> (q < d)%nat -> continuous_at (fun x => entry d (covariance n (batch x)) (basis x) p q) y.
Proof.
  intros Hp Hq; unfold entry, form, column; apply (continuous_bigsum _ _ closer y d (fun i x => bigsum d (fun j => basis x i p * covariance n (batch x) i j * basis x j q))); intros i Hi.
  apply (continuous_bigsum _ _ closer y d (fun j x => basis x i p * covariance n (batch x) i j * basis x j q)); intros j Hj.
  apply (continuous_times _ _ closer); [apply (continuous_times _ _ closer)|]; try (apply basis_continuous; assumption); apply covariance_continuous; assumption.
Qed.

Hypothesis S0 : bigsum d (eigenvalue y) <> 0.

Lemma share_continuous k : (k < d)%nat -> continuous_at (fun x => share d (eigenvalue x) k) y.
Proof.
  intros Hk; unfold share; apply (continuous_over _ _ closer); [exact S0 | apply moving_entry_continuous; assumption|].
  apply (continuous_bigsum _ _ closer y d (fun l x => eigenvalue x l)); intros l Hl; apply moving_entry_continuous; assumption.
Qed.

Lemma pull_continuous T k : (k < d)%nat -> continuous_at (fun x => pull d T (basis x) (eigenvalue x) k) y.
Proof.
  intros Hk; unfold pull; apply (continuous_times _ _ closer).
  - apply (continuous_through _ _ _ (map_slope T) (fun x => share d (eigenvalue x) k)); [apply map_slope_continuous | apply share_continuous, Hk].
  - unfold turned_gap; apply (continuous_bigsum _ _ closer y d (fun j x => diagonal_gap d T (basis x) (eigenvalue x) j * (basis x j k * basis x j k))); intros j Hj.
    apply (continuous_times _ _ closer); [|apply (continuous_times _ _ closer); apply basis_continuous; assumption].
    unfold diagonal_gap; apply (continuous_minus _ _ closer); [apply continuous_constant|].
    apply (continuous_bigsum _ _ closer y d (fun l x => basis x j l * basis x j l * spectrum_map T (eigenvalue x l / bigsum d (eigenvalue x)))); intros l Hl.
    apply (continuous_times _ _ closer); [apply (continuous_times _ _ closer); apply basis_continuous; assumption|].
    apply (continuous_through _ _ _ (spectrum_map T) (fun x => share d (eigenvalue x) l)); [apply (derivable_continuity _ _ _ (map_derivative T _)) | apply share_continuous, Hl].
Qed.

Lemma excess_continuous T : (0 < d)%nat -> continuous_at (fun x => pull d T (basis x) (eigenvalue x) 0 - mean_pull d T (basis x) (eigenvalue x)) y.
Proof.
  intros Hd; apply (continuous_minus _ _ closer); [apply pull_continuous, Hd|]; unfold mean_pull.
  apply (continuous_bigsum _ _ closer y d (fun k x => share d (eigenvalue x) k * pull d T (basis x) (eigenvalue x) k)); intros k Hk; apply (continuous_times _ _ closer); [apply share_continuous | apply pull_continuous]; exact Hk.
Qed.

End Points.

Lemma continuous_of_batch n d F y : continuous matrix (close_entries n d) F (batch d y) -> continuous point (near (n * d + d * d)) (fun x => F (batch d x)) y.
Proof.
  intros C e He; destruct (C e He) as (a & Ha & H); exists a; split; [exact Ha|]; intros x Hx; apply H; intros r j Hr Hj; unfold batch, matrix_at; apply Hx; pose proof (index_below n d r j Hr Hj); lia.
Qed.

(** ** Where the loss is above its least value and the gradient is small, the least eigenvalue is pulled *)
Theorem pulled_away n d T tau eta : (2 <= n)%nat -> (0 < d)%nat -> (1 <= T)%nat -> 0 < tau -> 0 < eta ->
  exists e, 0 < e /\ forall Y G U lambda, centered_batch n d Y -> trace d (covariance n Y) = tau -> gradient n d T Y G -> inner n d G G < e ->
    orthogonal d U -> same d (covariance n Y) (spectral d U lambda) -> (forall k, (k < d)%nat -> 0 <= lambda k /\ lambda 0%nat <= lambda k) -> least_loss d T + eta <= loss n d T Y ->
    e <= pull d T U lambda 0 - mean_pull d T U lambda.
Proof.
  intros Hn Hd HT Ht He; apply NNPP; intros No; assert (N0 : 0 < INR n - 1) by (assert (2 <= INR n) by (apply (le_INR 2); exact Hn); lra).
  destruct (along_loss n d T) as (D & HD & CD); set (N := (n * d + d * d)%nat).
  set (A := fun (k : nat) (x : point) => centered_batch n d (batch d x) /\ trace d (covariance n (batch d x)) = tau /\ orthogonal d (basis n d x) /\
    (forall p q, (p < d)%nat -> (q < d)%nat -> p <> q -> entry d (covariance n (batch d x)) (basis n d x) p q = 0) /\
    (forall l, (l < d)%nat -> eigenvalue n d x 0 - eigenvalue n d x l <= 0) /\ - loss n d T (batch d x) <= - (least_loss d T + eta) /\
    (forall V c, centered_batch n d V -> 0 < c -> Rabs (D (batch d x) V) * (2 * c) <= c * c * / (INR k + 1) + inner n d V V) /\
    pull d T (basis n d x) (eigenvalue n d x) 0 - mean_pull d T (basis n d x) (eigenvalue n d x) <= / (INR k + 1)).
  assert (Some : forall k, exists x, A k x).
  { intros k; assert (P : 0 < / (INR k + 1)) by (apply Rinv_0_lt_compat; pose proof (pos_INR k); lra); apply NNPP; intros Ne; apply No; exists (/ (INR k + 1)); split; [exact P|].
    intros Y G U lambda HY HtY HG Sm HU HS Hl HL; apply Rnot_lt_le; intros L; apply Ne; exists (both n d Y U).
    assert (EY : forall r j, (r < n)%nat -> (j < d)%nat -> batch d (both n d Y U) r j = Y r j) by (intros; apply batch_both; assumption).
    assert (EU : forall i j, (i < d)%nat -> (j < d)%nat -> basis n d (both n d Y U) i j = U i j) by (intros; apply basis_both; assumption).
    set (x := both n d Y U) in *; assert (EC : same d (covariance n (batch d x)) (covariance n Y)) by (intros i j Hi Hj; unfold covariance; f_equal; apply bigsum_ext; intros r Hr; rewrite !EY by assumption; reflexivity).
    assert (Spr : spread n d Y) by (unfold spread; rewrite HtY; exact Ht).
    assert (EE : forall p q, (p < d)%nat -> (q < d)%nat -> entry d (covariance n (batch d x)) (basis n d x) p q = lambda q * delta p q).
    { intros p q Hp Hq; rewrite (entry_ext d _ (basis n d x) U p q EU Hp Hq); unfold entry; rewrite (form_same d _ _ _ _ EC); apply entry_of_spectral; assumption. }
    assert (El : forall l, (l < d)%nat -> eigenvalue n d x l = lambda l) by (intros l Hl'; unfold eigenvalue; rewrite (EE l l Hl' Hl'), delta_same; ring).
    split; [|split; [|split; [|split; [|split; [|split; [|split]]]]]].
    - intros j Hj; rewrite <- (HY j Hj); apply bigsum_ext; intros r Hr; apply EY; assumption.
    - rewrite <- HtY; unfold trace; apply bigsum_ext; intros i Hi; apply EC; assumption.
    - apply (orthogonal_ext d U); [intros; symmetry; apply EU; assumption | exact HU].
    - intros p q Hp Hq Nq; rewrite (EE p q Hp Hq), (delta_other p q Nq); ring.
    - intros l Hl'; rewrite !El by assumption; pose proof (proj2 (Hl l Hl')); lra.
    - rewrite (same_entries n d (loss n d T) (batch d x) Y (proj1 (CD Y Y Spr)) EY); lra.
    - intros V c HV Hc; rewrite (same_entries n d (fun Z => D Z V) (batch d x) Y (proj2 (CD Y V Spr)) EY).
      rewrite (uniqueness_limite _ _ _ _ (along_line n d T D Y V HD Spr) (HG V HV)); apply Rle_trans with (1 := inner_small n d G V c Hc), Rplus_le_compat_r, Rmult_le_compat_l; [nra | lra].
    - rewrite (pull_ext d T _ U _ lambda EU El 0 Hd), (mean_pull_ext d T _ U _ lambda EU El); lra. }
  assert (Down : forall k x, A (S k) x -> A k x).
  { intros k x (A1 & A2 & A3 & A4 & A5 & A6 & A7 & A8); assert (Le : / (INR (S k) + 1) <= / (INR k + 1)) by (rewrite S_INR; pose proof (pos_INR k); apply Rinv_le_contravar; lra).
    repeat (split; [assumption|]); split; [|lra]; intros V c HV Hc; apply Rle_trans with (1 := A7 V c HV Hc), Rplus_le_compat_r, Rmult_le_compat_l; [nra | exact Le]. }
  assert (Bound : forall k x i, A k x -> (i < N)%nat -> Rabs (x i) <= (INR n - 1) * tau + 1).
  { intros k x i (_ & A2 & A3 & _) Hi; assert (NT : 0 < (INR n - 1) * tau) by (apply Rmult_lt_0_compat; assumption); destruct (le_lt_dec (n * d) i) as [L|L].
    - apply Rle_trans with 1; [|lra]; replace i with (n * d + (i - n * d))%nat by lia; rewrite (point_entry (n * d) d x _ Hd).
      apply (orthogonal_bound d _ _ _ A3); [apply Nat.div_lt_upper_bound; unfold N in Hi; lia | apply Nat.mod_upper_bound; lia].
    - pose proof (point_entry 0 d x i Hd) as E; cbn [Nat.add] in E; rewrite E; fold (batch d x).
      assert (Hr : (i / d < n)%nat) by (apply Nat.div_lt_upper_bound; lia); assert (Hj : (i mod d < d)%nat) by (apply Nat.mod_upper_bound; lia); set (r := (i / d)%nat) in *; set (j := (i mod d)%nat) in *.
      assert (Sq : batch d x r j * batch d x r j <= (INR n - 1) * tau).
      { rewrite <- A2; unfold trace, covariance, Rdiv; rewrite bigsum_scale_r; replace ((INR n - 1) * (bigsum d (fun i => bigsum n (fun r => batch d x r i * batch d x r i)) * / (INR n - 1)))
          with (bigsum d (fun i => bigsum n (fun r => batch d x r i * batch d x r i))) by (field; lra).
        apply Rle_trans with (bigsum n (fun r => batch d x r j * batch d x r j)).
        - rewrite <- (bigsum_delta n r (fun r => batch d x r j * batch d x r j) Hr) at 1; apply bigsum_le; intros k0 _; pose proof (square_nonneg (batch d x k0 j)); unfold delta; destruct (Nat.eqb r k0); lra.
        - rewrite <- (bigsum_delta d j (fun i => bigsum n (fun r => batch d x r i * batch d x r i)) Hj); apply bigsum_le; intros k0 _.
          assert (0 <= bigsum n (fun r => batch d x r k0 * batch d x r k0)) by (apply bigsum_nonneg; intros; apply square_nonneg); unfold delta; destruct (Nat.eqb j k0); lra. }
      apply Rabs_le; set (b := batch d x r j) in *; split; nra. }
  destruct (cluster N ((INR n - 1) * tau + 1) A Some Down Bound) as (y & Hy).
  assert (Lim : forall (Q : point -> Prop), (forall k x, A k x -> Q x) -> forall e, 0 < e -> exists x, Q x /\ near N e x y) by (intros Q HQ e Pe; destruct (Hy 0%nat e Pe) as (x & Hx & Nx); exists x; split; [apply (HQ 0%nat), Hx | exact Nx]).
  set (Y := batch d y); set (U := basis n d y); set (lambda := eigenvalue n d y).
  assert (HY : centered_batch n d Y).
  { intros j Hj; apply (limit_equals point (near N) y (fun x => bigsum n (fun r => batch d x r j))).
    - apply (continuous_bigsum _ _ (near_closer N) y n (fun r x => batch d x r j)); intros r Hr; apply batch_continuous; assumption.
    - apply (Lim (fun x => bigsum n (fun r => batch d x r j) = 0)); intros k x Hx; apply Hx, Hj. }
  assert (HtY : trace d (covariance n Y) = tau).
  { apply (limit_equals point (near N) y (fun x => trace d (covariance n (batch d x)))).
    - unfold trace; apply (continuous_bigsum _ _ (near_closer N) y d (fun i x => covariance n (batch d x) i i)); intros i Hi; apply covariance_continuous; assumption.
    - apply (Lim (fun x => trace d (covariance n (batch d x)) = tau)); intros k x Hx; apply Hx. }
  assert (HU : orthogonal d U) by (apply (limit_orthogonal N (n * d) d y (le_n _) (fun x => orthogonal d (basis n d x))); [auto | apply Lim; intros k x Hx; apply Hx]).
  assert (Spr : spread n d Y) by (unfold spread; rewrite HtY; exact Ht).
  assert (HS : same d (covariance n Y) (spectral d U lambda)).
  { apply diagonal_is_spectral; [exact HU|]; intros p q Hp Hq Nq; apply (limit_equals point (near N) y (fun x => entry d (covariance n (batch d x)) (basis n d x) p q)); [apply moving_entry_continuous; assumption|].
    apply (Lim (fun x => entry d (covariance n (batch d x)) (basis n d x) p q = 0)); intros k x Hx; apply Hx; assumption. }
  assert (Nn : forall k, (k < d)%nat -> 0 <= lambda k) by (intros k _; apply covariance_nonnegative, Hn).
  assert (Sm : bigsum d lambda = tau) by (rewrite <- HtY, <- (spectral_trace d U lambda HU); apply bigsum_ext; intros i Hi; symmetry; apply HS; exact Hi).
  assert (Least : forall l, (l < d)%nat -> lambda 0%nat <= lambda l).
  { intros l Hl; assert (Q : eigenvalue n d y 0 - eigenvalue n d y l <= 0); [|unfold lambda; lra].
    apply (limit_at_most point (near N) y (fun x => eigenvalue n d x 0 - eigenvalue n d x l)); [apply (continuous_minus _ _ (near_closer N)); apply moving_entry_continuous; assumption|].
    apply (Lim (fun x => eigenvalue n d x 0 - eigenvalue n d x l <= 0)); intros k x Hx; apply Hx, Hl. }
  assert (High : least_loss d T + eta <= loss n d T Y).
  { assert (Q : - loss n d T (batch d y) <= - (least_loss d T + eta)); [|unfold Y; lra].
    apply (limit_at_most point (near N) y (fun x => - loss n d T (batch d x))); [apply (continuous_through _ _ _ Ropp (fun x => loss n d T (batch d x))); [reg | apply continuous_of_batch, (CD Y Y Spr)]|].
    apply (Lim (fun x => - loss n d T (batch d x) <= - (least_loss d T + eta))); intros k x Hx; apply Hx. }
  assert (St : stationary n d T Y).
  { intros V HV; assert (Z0 : D Y V = 0); [|apply (derivable_eq _ _ _ _ Z0); apply along_line; assumption].
    destruct (Req_dec (D Y V) 0) as [|Ne]; [assumption | exfalso]; set (c := Rabs (D Y V)); assert (C0 : 0 < c) by (apply Rabs_pos_lt, Ne); pose proof (inner_nonneg n d V) as PV.
    set (k := 4 * (inner n d V V + 1) / c); assert (K0 : 0 < k) by (unfold k; apply Rdiv_lt_0_compat; lra); assert (Kc : k * c = 4 * (inner n d V V + 1)) by (unfold k; field; lra).
    destruct (inverse_small (c / (4 * k))) as (m & Hm); [apply Rdiv_lt_0_compat; lra|].
    destruct (continuous_of_batch n d (fun Z => D Z V) y (proj2 (CD Y V Spr)) (c / 2) ltac:(lra)) as (a & Ha & Near); destruct (Hy m a Ha) as (x & (_ & _ & _ & _ & _ & _ & A7 & _) & Nx).
    specialize (Near x Nx); specialize (A7 V k HV K0); pose proof (Rabs_triang_inv (D Y V) (D (batch d x) V)) as Tr; rewrite Rabs_minus_sym in Tr; fold c in Tr; fold Y in Near.
    assert (B1 : c / 2 * (2 * k) < Rabs (D (batch d x) V) * (2 * k)) by (apply Rmult_lt_compat_r; lra).
    assert (B2 : k * k * / (INR m + 1) <= k * k * (c / (4 * k))) by (apply Rmult_le_compat_l; [nra | lra]); replace (k * k * (c / (4 * k))) with (k * c / 4) in B2 by (field; lra); lra. }
  assert (Excess : pull d T U lambda 0 - mean_pull d T U lambda <= 0).
  { apply Rnot_lt_le; intros L; set (b := pull d T U lambda 0 - mean_pull d T U lambda) in *; destruct (inverse_small (b / 2) ltac:(lra)) as (m & Hm).
    destruct (excess_continuous n d y ltac:(fold lambda; lra) T Hd (b / 2) ltac:(lra)) as (a & Ha & Near); destruct (Hy m a Ha) as (x & (_ & _ & _ & _ & _ & _ & _ & A8) & Nx).
    specialize (Near x Nx); fold U lambda b in Near; unfold Rabs in Near; destruct (Rcase_abs _) in Near; lra. }
  destruct (Rle_lt_or_eq_dec _ _ (Nn 0%nat Hd)) as [L|E].
  - assert (Eq : forall p q, (p < d)%nat -> (q < d)%nat -> lambda p = lambda q).
    { apply (stationary_equal n d T Y HY St U lambda HT HU HS); intros k Hk; pose proof (Least k Hk); lra. }
    rewrite (loss_of_equal_eigenvalues n d T Y U lambda Hd HY HU HS ltac:(lra) Eq) in High; lra.
  - pose proof (lower_rank_is_pulled n d T Y U lambda 0 HT HY St HU HS Nn ltac:(lra) Hd (eq_sym E)); lra.
Qed.

(** ** The loss goes to its least value *)
Theorem loss_comes_down n d T Z G : (2 <= n)%nat -> (0 < d)%nat -> (1 <= T)%nat -> gradient_flow n d T Z G -> 0 < trace d (covariance n (Z 0)) -> full_rank n d (Z 0) ->
  forall eta, 0 < eta -> exists t0, 0 <= t0 /\ loss n d T (Z t0) < least_loss d T + eta.
Proof.
  intros Hn Hd HT HF Spread F0 eta He; set (tau := trace d (covariance n (Z 0))) in *; assert (N1 : 0 < INR n - 1) by (assert (2 <= INR n) by (apply (le_INR 2); exact Hn); lra).
  apply NNPP; intros No; assert (High : forall t, 0 <= t -> least_loss d T + eta <= loss n d T (Z t)) by (intros t Ht; apply Rnot_lt_le; intros L; apply No; exists t; split; assumption).
  destruct (pulled_away n d T tau eta Hn Hd HT Spread He) as (e & Pe & Pulled); set (kappa := 8 / ((INR n - 1) * tau)).
  assert (Kp : 0 < kappa) by (unfold kappa; apply Rdiv_lt_0_compat; [lra | apply Rmult_lt_0_compat; assumption]); destruct (map_slope_at_0 T 1 ltac:(lra)) as (_ & _ & _ & S0).
  set (g := kappa * e / 2); assert (G0 : 0 < g) by (unfold g; apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; assumption | lra]).
  set (a := (g + kappa * map_slope T 0 + 1) / e); assert (A0 : 0 < a) by (unfold a; apply Rdiv_lt_0_compat; [assert (0 < kappa * map_slope T 0) by (apply Rmult_lt_0_compat; assumption); lra | exact Pe]).
  assert (Ae : a * e = g + kappa * map_slope T 0 + 1) by (unfold a; field; lra).
  pose proof (flow_lowers_loss n d T Z G Hn HF Spread) as Df; set (u := fun t => - (g * t) - a * loss n d T (Z t)); set (w := fun t => exp (u t)).
  assert (Du : forall t, 0 <= t -> derivable_pt_lim u t (- g + a * inner n d (G t) (G t))).
  { intros t Ht; apply (derivable_eq _ _ (- (0 * t + g * 1) - (0 * loss n d T (Z t) + a * - inner n d (G t) (G t)))); [ring|].
    apply (derivable_pt_lim_minus (fun t => - (g * t)) (fun t => a * loss n d T (Z t))).
    - apply (derivable_pt_lim_opp (fun t => g * t)); apply (derivable_pt_lim_mult (fun _ => g) (fun t => t)); [apply derivable_pt_lim_const | apply derivable_pt_lim_id].
    - apply (derivable_pt_lim_mult (fun _ => a) (fun t => loss n d T (Z t))); [apply derivable_pt_lim_const | apply Df, Ht]. }
  assert (Dw : forall t, 0 <= t -> 0 < w t /\ derivable_pt_lim w t (w t * (- g + a * inner n d (G t) (G t)))).
  { intros t Ht; split; [apply exp_pos|]; apply (derivable_pt_lim_comp u exp); [apply Du, Ht | apply derivable_pt_lim_exp]. }
  destruct (spectral_theorem d _ Hd (covariance_symmetric n d (Z 0)) (covariance_nonnegative n d (Z 0) Hn)) as (U & lambda & OU & HS & Hl & Low).
  assert (L0 : 0 < lambda 0%nat) by (rewrite <- (form_of_spectral d _ U lambda 0 OU HS Hd); apply full_rank_positive; assumption).
  assert (W0 : 0 < w 0) by apply exp_pos; set (m := lambda 0%nat * w 0); assert (M0 : 0 < m) by (apply Rmult_lt_0_compat; assumption).
  assert (Grow : forall t, 0 <= t -> m * (1 + g * t) <= tau).
  { intros t Ht; destruct (spectral_theorem d _ Hd (covariance_symmetric n d (Z t)) (covariance_nonnegative n d (Z t) Hn)) as (V & mu & OV & HV & Hm & _).
    assert (B : m <= (entry d (covariance n (Z t)) V 0 0 + 0) * w t).
    { apply (barrier n d T Z G Hn Hd HF Spread 0 0 w (fun t => w t * (- g + a * inner n d (G t) (G t))) m); try assumption; try lra.
      - intros s W nu Hs OW HW Hnu; pose proof (eigenvalues_sum n d T Z G Hn HF s W nu Hs OW HW) as Sm; fold tau in Sm; fold tau.
        assert (Nu : 0 < nu 0%nat) by (rewrite <- (form_of_spectral d _ W nu 0 OW HW Hd); apply full_rank_positive; try assumption; apply (flow_keeps_rank n d T Z G); assumption).
        destruct (HF s Hs) as (HZ & HG & _); destruct (Dw s Hs) as [Ws _]; pose proof (inner_nonneg n d (G s)) as I0.
        pose proof (pull_below d T W nu OW (fun k Hk => proj1 (Hnu k Hk)) ltac:(rewrite Sm; exact Spread) Hd) as Pb; set (b := pull d T W nu 0 - mean_pull d T W nu) in *; set (i := inner n d (G s) (G s)) in *.
        replace (8 / (INR n - 1) * (nu 0%nat / tau) * b * w s + (nu 0%nat + 0) * (w s * (- g + a * i))) with (nu 0%nat * w s * (kappa * b - g + a * i)) by (unfold kappa; field; split; [apply Rgt_not_eq, Spread | apply Rgt_not_eq, N1]).
        apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; assumption|]; destruct (Rlt_le_dec i e) as [Small|Large].
        + assert (e <= b) by (apply (Pulled (Z s) (G s) W nu); try assumption; [rewrite (flow_keeps_trace n d T Z G Hn HF s Hs); reflexivity | apply High, Hs]).
          assert (kappa * e <= kappa * b) by (apply Rmult_le_compat_l; lra); assert (0 <= a * i) by (apply Rmult_le_pos; lra); unfold g in *; lra.
        + assert (a * e <= a * i) by (apply Rmult_le_compat_l; lra); assert (kappa * - map_slope T 0 <= kappa * b) by (apply Rmult_le_compat_l; lra); lra.
      - intros W OW; unfold m; rewrite Rplus_0_r; apply Rmult_le_compat_r; [lra | apply Low, OW]. }
    rewrite Rplus_0_r, (form_of_spectral d _ V mu 0 OV HV Hd) in B.
    assert (Mu : mu 0%nat <= tau) by (apply Rle_trans with (bigsum d mu); [|right; apply (eigenvalues_sum n d T Z G Hn HF t V mu Ht OV HV)]; rewrite <- (bigsum_delta d 0 mu Hd) at 1; apply bigsum_le; intros k Hk; pose proof (proj1 (Hm k Hk)); unfold delta; destruct (Nat.eqb 0 k); lra).
    assert (X : exp (g * t) * w t <= 1).
    { unfold w, u; rewrite <- exp_plus; rewrite <- exp_0; replace (g * t + (- (g * t) - a * loss n d T (Z t))) with (- (a * loss n d T (Z t))) by ring.
      assert (0 <= a * loss n d T (Z t)) by (apply Rmult_le_pos; [lra | apply loss_nonneg]); destruct (Req_dec (a * loss n d T (Z t)) 0) as [->|]; [rewrite Ropp_0; lra | left; apply exp_increasing; lra]. }
    assert (Y1 : 1 + g * t <= exp (g * t)) by (destruct (Req_dec (g * t) 0) as [->|]; [rewrite exp_0; lra | left; apply exp_ineq1; assumption]).
    destruct (Dw t Ht) as [Wt _]; assert (Gt : 0 <= g * t) by (apply Rmult_le_pos; lra); pose proof (proj1 (Hm 0%nat Hd)).
    apply Rle_trans with (mu 0%nat * w t * (1 + g * t)); [apply Rmult_le_compat_r; [lra | exact B]|].
    apply Rle_trans with (mu 0%nat * (exp (g * t) * w t)); [|apply Rle_trans with (mu 0%nat * 1); [apply Rmult_le_compat_l; assumption | lra]].
    rewrite Rmult_assoc; apply Rmult_le_compat_l; [assumption|]; rewrite Rmult_comm; apply Rmult_le_compat_r; [lra | exact Y1]. }
  specialize (Grow (tau / (m * g)) ltac:(left; apply Rdiv_lt_0_compat; [exact Spread | apply Rmult_lt_0_compat; assumption])).
  replace (m * (1 + g * (tau / (m * g)))) with (m + tau) in Grow by (field; split; apply Rgt_not_eq; assumption); lra.
Qed.
