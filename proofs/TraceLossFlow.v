(** * The gradient flow of the trace loss: it keeps the trace and lowers the loss, and where it converges the gradient is 0 *)

From Coq Require Import Reals List Lra Lia ZArith Psatz FunctionalExtensionality.
From Normlab Require Import Matrices HessianNorm C1 C3 C5 TraceLoss Compactness.
Open Scope R_scope.

(** Z moves by Z' = -∇F(Z) from time 0 on; G is the gradient along its way. *)
Definition gradient_flow (n d T : nat) (Z G : R -> matrix) : Prop :=
  forall t, 0 <= t -> centered_batch n d (Z t) /\ gradient n d T (Z t) (G t) /\
    forall r j, (r < n)%nat -> (j < d)%nat -> derivable_pt_lim (fun t => Z t r j) t (- G t r j).

(** ** The flow keeps the trace *)

Lemma iter_norm_matrix_ext d (S S' : matrix) T : (forall a b, S a b = S' a b) -> forall a b, iter_norm_matrix d S T a b = iter_norm_matrix d S' T a b.
Proof.
  intros E; induction T as [|T IH]; intros a b; cbn [iter_norm_matrix]; [reflexivity|]; rewrite IH; do 2 f_equal; f_equal; [|unfold trace; apply bigsum_ext; intros; apply E].
  unfold product; apply bigsum_ext; intros k _; rewrite E; f_equal; apply bigsum_ext; intros l _; rewrite IH; f_equal; apply bigsum_ext; intros m _; rewrite !IH; reflexivity.
Qed.

Lemma covariance_ext n (Z Z' : matrix) a b : (forall r j, Z r j = Z' r j) -> covariance n Z a b = covariance n Z' a b.
Proof. intros E; unfold covariance; f_equal; apply bigsum_ext; intros r _; rewrite !E; reflexivity. Qed.

Lemma loss_ext n d T Z Z' : (forall r j, Z r j = Z' r j) -> loss n d T Z = loss n d T Z'.
Proof.
  intros E; unfold loss, trace_loss; apply bigsum_ext; intros j _; rewrite (covariance_ext n _ (product d Z' (iter_norm_transform d (covariance n Z') T))); [reflexivity|].
  intros r a; unfold product; apply bigsum_ext; intros k _; rewrite E; f_equal; unfold iter_norm_transform.
  rewrite (iter_norm_matrix_ext d _ (covariance n Z')) by (intros; apply covariance_ext, E); do 2 f_equal; unfold trace; apply bigsum_ext; intros; apply covariance_ext, E.
Qed.

Lemma iter_norm_matrix_scaled d S c T : c <> 0 -> trace d S <> 0 -> forall i j, iter_norm_matrix d (fun a b => c * S a b) T i j = iter_norm_matrix d S T i j.
Proof.
  intros Hc Ht; assert (Tr : trace d (fun a b => c * S a b) = c * trace d S) by (unfold trace; apply bigsum_scale).
  induction T as [|T IH]; intros i j; cbn [iter_norm_matrix]; [reflexivity|]; rewrite IH, Tr.
  assert (P : product d (product d (product d (iter_norm_matrix d (fun a b => c * S a b) T) (iter_norm_matrix d (fun a b => c * S a b) T)) (iter_norm_matrix d (fun a b => c * S a b) T)) (fun a b => c * S a b) i j
    = c * product d (product d (product d (iter_norm_matrix d S T) (iter_norm_matrix d S T)) (iter_norm_matrix d S T)) S i j).
  { unfold product at 1 4; rewrite <- bigsum_scale; apply bigsum_ext; intros k _.
    assert (Q : product d (product d (iter_norm_matrix d (fun a b => c * S a b) T) (iter_norm_matrix d (fun a b => c * S a b) T)) (iter_norm_matrix d (fun a b => c * S a b) T) i k
      = product d (product d (iter_norm_matrix d S T) (iter_norm_matrix d S T)) (iter_norm_matrix d S T) i k).
    { unfold product; apply bigsum_ext; intros l _; rewrite IH; f_equal; apply bigsum_ext; intros m _; rewrite !IH; reflexivity. }
    rewrite Q; ring. }
  rewrite P; field; split; assumption.
Qed.

Lemma loss_scaled n d T Z c : 0 < c -> 0 < trace d (covariance n Z) -> loss n d T (fun r j => c * Z r j) = loss n d T Z.
Proof.
  intros Hc Ht; unfold loss, trace_loss; apply bigsum_ext; intros j _.
  assert (C : forall a b, covariance n (fun r j => c * Z r j) a b = c * c * covariance n Z a b).
  { intros a b; unfold covariance; rewrite (bigsum_ext n _ (fun r => c * c * (Z r a * Z r b))) by (intros; ring); rewrite bigsum_scale; unfold Rdiv; ring. }
  assert (M : forall a b, iter_norm_matrix d (covariance n (fun r j => c * Z r j)) T a b = iter_norm_matrix d (covariance n Z) T a b).
  { intros a b; rewrite <- (iter_norm_matrix_scaled d (covariance n Z) (c * c) T) by nra; apply iter_norm_matrix_ext, C. }
  assert (Tr : sqrt (trace d (covariance n (fun r j => c * Z r j))) = c * sqrt (trace d (covariance n Z))).
  { unfold trace; rewrite (bigsum_ext d _ (fun i => c * c * covariance n Z i i)) by (intros; apply C); rewrite bigsum_scale, sqrt_mult by (try nra; left; exact Ht).
    rewrite (sqrt_square c) by lra; reflexivity. }
  assert (Q : 0 < sqrt (trace d (covariance n Z))) by (apply sqrt_lt_R0, Ht).
  assert (P : forall r a, product d (fun r j => c * Z r j) (iter_norm_transform d (covariance n (fun r j => c * Z r j)) T) r a = product d Z (iter_norm_transform d (covariance n Z) T) r a).
  { intros r a; unfold product; apply bigsum_ext; intros k _; unfold iter_norm_transform; rewrite M, Tr; field; lra. }
  rewrite (covariance_ext n _ (product d Z (iter_norm_transform d (covariance n Z) T)) j j P); reflexivity.
Qed.

Lemma derivative_local f g x l : (forall t, Rabs (t - x) < / 2 -> f t = g t) -> derivable_pt_lim f x l -> derivable_pt_lim g x l.
Proof.
  intros E H eps He; destruct (H eps He) as (delta & D); assert (P : 0 < Rmin delta (/ 2)) by (apply Rmin_pos; [apply cond_pos | lra]).
  exists (mkposreal _ P); cbn; intros h Hh Hd; pose proof (Rmin_l delta (/ 2)); pose proof (Rmin_r delta (/ 2)).
  rewrite <- (E (x + h)), <- (E x); [apply D; [exact Hh | lra] | replace (x - x) with 0 by ring; rewrite Rabs_R0; lra | replace (x + h - x) with h by ring; lra].
Qed.

(** The gradient is orthogonal to Z, as the loss does not see the scale of Z. *)
Lemma gradient_orthogonal n d T Z G : (2 <= n)%nat -> centered_batch n d Z -> gradient n d T Z G -> inner n d G Z = 0.
Proof.
  intros Hn HZ HG; assert (N : 0 < INR n - 1) by (assert (2 <= INR n) by (apply (le_INR 2); exact Hn); lra).
  assert (Sq : trace d (covariance n Z) = bigsum d (fun j => bigsum n (fun r => Z r j * Z r j)) / (INR n - 1)).
  { unfold trace, covariance, Rdiv; rewrite bigsum_scale_r; reflexivity. }
  assert (S0 : forall j, (j < d)%nat -> 0 <= bigsum n (fun r => Z r j * Z r j)) by (intros; apply bigsum_nonneg; intros; apply Rle_0_sqr).
  destruct (Rle_lt_or_eq_dec _ _ (bigsum_nonneg d _ S0)) as [P|Z0].
  - assert (Ht : 0 < trace d (covariance n Z)) by (rewrite Sq; apply Rdiv_lt_0_compat; assumption).
    apply (uniqueness_limite (fun t => loss n d T (moved Z Z t)) 0); [exact (HG Z HZ)|].
    apply (derivative_local (fun _ => loss n d T Z)); [|apply derivable_pt_lim_const].
    intros t Ht'; replace (t - 0) with t in Ht' by ring; assert (B : - / 2 < t < / 2) by (unfold Rabs in Ht'; destruct (Rcase_abs t) in Ht'; lra).
    rewrite <- (loss_scaled n d T Z (1 + t)) by (try exact Ht; lra); apply loss_ext; intros; unfold moved; ring.
  - assert (ZZ : forall r j, (r < n)%nat -> (j < d)%nat -> Z r j = 0).
    { intros r j Hr Hj; pose proof (bigsum_zero d _ S0 (eq_sym Z0) j Hj) as Q; cbv beta in Q.
      pose proof (bigsum_zero n (fun r => Z r j * Z r j) (fun k _ => Rle_0_sqr (Z k j)) Q r Hr) as Q2; cbv beta in Q2; apply Rmult_integral in Q2; destruct Q2; assumption. }
    unfold inner; rewrite (bigsum_ext n _ (fun _ => 0)); [rewrite bigsum_const; ring|]; intros r Hr; rewrite (bigsum_ext d _ (fun _ => 0)); [rewrite bigsum_const; ring|]; intros j Hj; rewrite ZZ by assumption; ring.
Qed.

(** Along the flow tr Σ stays as it is. *)
Theorem flow_keeps_trace n d T Z G : (2 <= n)%nat -> gradient_flow n d T Z G -> forall t, 0 <= t -> trace d (covariance n (Z t)) = trace d (covariance n (Z 0)).
Proof.
  intros Hn HF t Ht; set (f := fun t => trace d (covariance n (Z t))).
  assert (D : forall s, 0 <= s -> derivable_pt_lim f s 0).
  { intros s Hs; destruct (HF s Hs) as (HZ & HG & Dz); pose proof (gradient_orthogonal n d T (Z s) (G s) Hn HZ HG) as O.
    assert (E : bigsum d (fun j => bigsum n (fun r => - G s r j * Z s r j + Z s r j * - G s r j) * / (INR n - 1)) = 0).
    { rewrite bigsum_scale_r, bigsum_swap; rewrite (bigsum_ext n _ (fun r => - 2 * bigsum d (fun j => G s r j * Z s r j))) by (intros; rewrite <- bigsum_scale; apply bigsum_ext; intros; ring).
      rewrite bigsum_scale; unfold inner in O; rewrite O; ring. }
    rewrite <- E; unfold f, trace, covariance; apply derivative_bigsum; intros j Hj.
    assert (R : derivable_pt_lim (fun t => bigsum n (fun r => Z t r j * Z t r j)) s (bigsum n (fun r => - G s r j * Z s r j + Z s r j * - G s r j))).
    { apply derivative_bigsum; intros r Hr; apply (derivable_pt_lim_mult (fun t => Z t r j) (fun t => Z t r j)); apply Dz; assumption. }
    replace (bigsum n (fun r => - G s r j * Z s r j + Z s r j * - G s r j) * / (INR n - 1))
      with (bigsum n (fun r => - G s r j * Z s r j + Z s r j * - G s r j) * / (INR n - 1) + bigsum n (fun r => Z s r j * Z s r j) * 0) by ring.
    exact (derivable_pt_lim_mult (fun t => bigsum n (fun r => Z t r j * Z t r j)) (fun _ => / (INR n - 1)) s _ _ R (derivable_pt_lim_const _ _)). }
  destruct (Rle_lt_or_eq_dec _ _ Ht) as [L|E]; [|rewrite <- E; reflexivity].
  destruct (MVT_cor2 f (fun _ => 0) 0 t L (fun c Hc => D c (proj1 Hc))) as (c & E & _); fold (f t); fold (f 0); lra.
Qed.

(** ** Limits as time goes on *)

Definition tends (f : R -> R) (l : R) : Prop := forall epsilon, 0 < epsilon -> exists t0, forall t, t0 <= t -> Rabs (f t - l) < epsilon.

Lemma tends_value f l a : tends f l -> (forall t, 0 <= t -> f t = a) -> l = a.
Proof.
  intros H E; destruct (Req_dec l a) as [|N]; [assumption|exfalso]; assert (P : 0 < Rabs (a - l)) by (apply Rabs_pos_lt; lra).
  destruct (H _ P) as (t0 & T0); specialize (T0 (Rmax t0 0) (Rmax_l _ _)); rewrite E in T0 by apply Rmax_r; lra.
Qed.

(** ** Derivatives along curves *)

Section Curves.
Variables (n d : nat) (P : matrix -> Prop).

(** Entry by entry. *)
Definition converges (c : R -> matrix) (Z : matrix) : Prop := forall r j, (r < n)%nat -> (j < d)%nat -> tends (fun t => c t r j) (Z r j).
Definition close_entries (e : R) (Z Y : matrix) : Prop := forall r j, (r < n)%nat -> (j < d)%nat -> Rabs (Z r j - Y r j) < e.

Notation continuous_at F Z := (continuous matrix close_entries F Z).

Lemma entries_closer a b Z Y : a <= b -> close_entries a Z Y -> close_entries b Z Y.
Proof. intros L H r j Hr Hj; apply Rlt_le_trans with (1 := H r j Hr Hj), L. Qed.

Lemma converges_close c Z e : 0 < e -> converges c Z -> exists t0, forall t, t0 <= t -> close_entries e (c t) Z.
Proof.
  intros He H; assert (G : forall m, (m <= n)%nat -> exists t0, forall t, t0 <= t -> forall r j, (r < m)%nat -> (j < d)%nat -> Rabs (c t r j - Z r j) < e).
  { induction m as [|m IH]; intros Hm; [exists 0; intros; lia|]; destruct (IH ltac:(lia)) as (t0 & T0).
    assert (F : forall k, (k <= d)%nat -> exists t1, forall t, t1 <= t -> forall j, (j < k)%nat -> Rabs (c t m j - Z m j) < e).
    { induction k as [|k IHk]; intros Hk; [exists 0; intros; lia|]; destruct (IHk ltac:(lia)) as (t1 & T1), (H m k ltac:(lia) ltac:(lia) e He) as (t2 & T2); exists (Rmax t1 t2); intros t Ht j Hj.
      pose proof (Rmax_l t1 t2); pose proof (Rmax_r t1 t2); destruct (Nat.eq_dec j k) as [->|]; [apply T2; lra | apply T1; [lra | lia]]. }
    destruct (F d (le_n d)) as (t1 & T1); exists (Rmax t0 t1); intros t Ht r j Hr Hj; pose proof (Rmax_l t0 t1); pose proof (Rmax_r t0 t1).
    destruct (Nat.eq_dec r m) as [->|]; [apply T1; [lra | exact Hj] | apply T0; [lra | lia | exact Hj]]. }
  destruct (G n (le_n n)) as (t0 & T0); exists t0; exact T0.
Qed.

Lemma tends_continuous F c Z : continuous_at F Z -> converges c Z -> tends (fun t => F (c t)) (F Z).
Proof.
  intros C H e He; destruct (C e He) as (a & Ha & K), (converges_close c Z a Ha H) as (t0 & T0); exists t0; intros t Ht; apply K, T0, Ht.
Qed.

(** Along every curve of embeddings F has a derivative, which depends on the place and on the curve's direction alone; both are continuous in the place. *)
Definition along (F : matrix -> R) : Prop :=
  exists D : matrix -> matrix -> R,
    (forall (c : R -> matrix) (V : matrix) t, P (c t) ->
       (forall r j, (r < n)%nat -> (j < d)%nat -> derivable_pt_lim (fun s => c s r j) t (V r j)) ->
       derivable_pt_lim (fun s => F (c s)) t (D (c t) V)) /\
    (forall Z V, P Z -> continuous_at F Z /\ continuous_at (fun Z => D Z V) Z).

Lemma along_const a : along (fun _ => a).
Proof. exists (fun _ _ => 0); split; intros; [apply derivable_pt_lim_const | split; apply continuous_constant]. Qed.

Lemma along_entry r j : (r < n)%nat -> (j < d)%nat -> along (fun Z => Z r j).
Proof.
  intros Hr Hj; exists (fun _ V => V r j); split; [intros c V t _ H; apply H; assumption | intros Z V _; split; [|apply continuous_constant]].
  intros e He; exists e; split; [exact He|]; intros Y HY; apply HY; assumption.
Qed.

Lemma along_plus F G : along F -> along G -> along (fun Z => F Z + G Z).
Proof.
  intros (D & HD & CD) (E & HE & CE); exists (fun Z V => D Z V + E Z V); split.
  - intros c V t Hp Hc; exact (derivable_pt_lim_plus (fun s => F (c s)) (fun s => G (c s)) t _ _ (HD c V t Hp Hc) (HE c V t Hp Hc)).
  - intros Z V Hp; destruct (CD Z V Hp), (CE Z V Hp); split; apply (continuous_plus _ _ entries_closer); assumption.
Qed.

Lemma along_minus F G : along F -> along G -> along (fun Z => F Z - G Z).
Proof.
  intros (D & HD & CD) (E & HE & CE); exists (fun Z V => D Z V - E Z V); split.
  - intros c V t Hp Hc; exact (derivable_pt_lim_minus (fun s => F (c s)) (fun s => G (c s)) t _ _ (HD c V t Hp Hc) (HE c V t Hp Hc)).
  - intros Z V Hp; destruct (CD Z V Hp), (CE Z V Hp); split; apply (continuous_minus _ _ entries_closer); assumption.
Qed.

Lemma along_mult F G : along F -> along G -> along (fun Z => F Z * G Z).
Proof.
  intros (D & HD & CD) (E & HE & CE); exists (fun Z V => D Z V * G Z + F Z * E Z V); split.
  - intros c V t Hp Hc; exact (derivable_pt_lim_mult (fun s => F (c s)) (fun s => G (c s)) t _ _ (HD c V t Hp Hc) (HE c V t Hp Hc)).
  - intros Z V Hp; destruct (CD Z V Hp), (CE Z V Hp); split; [|apply (continuous_plus _ _ entries_closer)]; apply (continuous_times _ _ entries_closer); assumption.
Qed.

Lemma along_div F G : (forall Z, P Z -> G Z <> 0) -> along F -> along G -> along (fun Z => F Z / G Z).
Proof.
  intros N (D & HD & CD) (E & HE & CE); exists (fun Z V => (D Z V * G Z - E Z V * F Z) / Rsqr (G Z)); split.
  - intros c V t Hp Hc; exact (derivable_pt_lim_div (fun s => F (c s)) (fun s => G (c s)) t _ _ (HD c V t Hp Hc) (HE c V t Hp Hc) (N _ Hp)).
  - intros Z V Hp; destruct (CD Z V Hp), (CE Z V Hp); split; [apply (continuous_over _ _ entries_closer); auto|].
    apply (continuous_over _ _ entries_closer); [apply Rmult_integral_contrapositive; split; apply N, Hp | apply (continuous_minus _ _ entries_closer) | ]; apply (continuous_times _ _ entries_closer); assumption.
Qed.

Lemma along_sqrt F : (forall Z, P Z -> 0 < F Z) -> along F -> along (fun Z => sqrt (F Z)).
Proof.
  intros N (D & HD & CD); exists (fun Z V => / (2 * sqrt (F Z)) * D Z V); split.
  - intros c V t Hp Hc; exact (derivable_pt_lim_comp (fun s => F (c s)) sqrt t _ _ (HD c V t Hp Hc) (derivable_pt_lim_sqrt _ (N _ Hp))).
  - intros Z V Hp; destruct (CD Z V Hp) as [HF HV]; pose proof (sqrt_lt_R0 _ (N Z Hp)) as Q.
    assert (S : continuous_at (fun Z => sqrt (F Z)) Z) by (apply (continuous_through _ _ _ sqrt); [apply continuity_pt_sqrt; left; apply N, Hp | exact HF]).
    split; [exact S|]; apply (continuous_times _ _ entries_closer); [|exact HV]; apply (continuous_ext _ _ _ (fun Z => 1 / (2 * sqrt (F Z)))); [intros; unfold Rdiv; ring|].
    apply (continuous_over _ _ entries_closer); [lra | apply continuous_constant | apply continuous_scale, S].
Qed.

Lemma along_bigsum m (F : nat -> matrix -> R) : (forall k, (k < m)%nat -> along (F k)) -> along (fun Z => bigsum m (fun k => F k Z)).
Proof.
  induction m as [|m IH]; intros H; cbn [bigsum]; [apply along_const|].
  apply (along_plus (fun Z => bigsum m (fun k => F k Z)) (F m)); [apply IH; intros; apply H; lia | apply H; lia].
Qed.

Lemma along_product m (A B : matrix -> matrix) i j : (forall k, (k < m)%nat -> along (fun Z => A Z i k)) -> (forall k, (k < m)%nat -> along (fun Z => B Z k j)) ->
  along (fun Z => product m (A Z) (B Z) i j).
Proof.
  intros HA HB; unfold product; apply (along_bigsum m (fun k Z => A Z i k * B Z k j)); intros k Hk.
  apply (along_mult (fun Z => A Z i k) (fun Z => B Z k j)); [apply HA | apply HB]; exact Hk.
Qed.

Lemma along_covariance (A : matrix -> matrix) i j : (forall r, (r < n)%nat -> along (fun Z => A Z r i)) -> (forall r, (r < n)%nat -> along (fun Z => A Z r j)) ->
  along (fun Z => covariance n (A Z) i j).
Proof.
  intros Hi Hj; unfold covariance, Rdiv; apply (along_mult (fun Z => bigsum n (fun r => A Z r i * A Z r j)) (fun _ => / (INR n - 1))); [|apply along_const].
  apply (along_bigsum n (fun r Z => A Z r i * A Z r j)); intros r Hr; apply (along_mult (fun Z => A Z r i) (fun Z => A Z r j)); [apply Hi | apply Hj]; exact Hr.
Qed.

End Curves.

(** The embeddings are not all 0. *)
Definition spread (n d : nat) (Z : matrix) : Prop := 0 < trace d (covariance n Z).

Lemma along_trace n d P : along n d P (fun Z => trace d (covariance n Z)).
Proof.
  unfold trace; apply (along_bigsum n d P d (fun i Z => covariance n Z i i)); intros i Hi.
  apply (along_covariance n d _ (fun Z => Z)); intros r Hr; apply along_entry; assumption.
Qed.

Lemma along_iterate n d T i j : (i < d)%nat -> (j < d)%nat -> along n d (spread n d) (fun Z => iter_norm_matrix d (covariance n Z) T i j).
Proof.
  revert i j; induction T as [|T IH]; intros i j Hi Hj; cbn [iter_norm_matrix]; [apply along_const|].
  set (W := fun Z => iter_norm_matrix d (covariance n Z) T).
  apply (along_div n d _ (fun Z => 3 * W Z i j - product d (product d (product d (W Z) (W Z)) (W Z)) (covariance n Z) i j / trace d (covariance n Z)) (fun _ => 2)); [intros; lra | | apply along_const].
  apply (along_minus n d _ (fun Z => 3 * W Z i j)).
  - apply (along_mult n d _ (fun _ => 3) (fun Z => W Z i j)); [apply along_const | apply IH; assumption].
  - apply along_div; [intros Z HZ; unfold spread in HZ; lra | | apply along_trace].
    apply (along_product n d _ d (fun Z => product d (product d (W Z) (W Z)) (W Z)) (fun Z => covariance n Z)); intros k Hk.
    + apply (along_product n d _ d (fun Z => product d (W Z) (W Z)) W); intros l Hl; [|apply IH; assumption].
      apply (along_product n d _ d W W); intros m Hm; apply IH; assumption.
    + apply (along_covariance n d _ (fun Z => Z)); intros r Hr; apply along_entry; assumption.
Qed.

Lemma along_loss n d T : along n d (spread n d) (loss n d T).
Proof.
  unfold loss, trace_loss; set (Y := fun Z => product d Z (iter_norm_transform d (covariance n Z) T)).
  apply (along_bigsum n d _ d (fun j Z => (1 - covariance n (Y Z) j j) * (1 - covariance n (Y Z) j j))); intros j Hj.
  assert (L : along n d (spread n d) (fun Z => 1 - covariance n (Y Z) j j)).
  { apply (along_minus n d _ (fun _ => 1)); [apply along_const|]; assert (E : forall r, (r < n)%nat -> along n d (spread n d) (fun Z => Y Z r j)).
    { intros r Hr; unfold Y; apply (along_product n d _ d (fun Z => Z)); intros k Hk; [apply along_entry; assumption|].
      unfold iter_norm_transform; apply (along_div n d _ (fun Z => iter_norm_matrix d (covariance n Z) T k j) (fun Z => sqrt (trace d (covariance n Z)))).
      - intros Z HZ; pose proof (sqrt_lt_R0 _ HZ); lra.
      - apply along_iterate; assumption.
      - apply along_sqrt; [intros Z HZ; exact HZ | apply along_trace]. }
    apply along_covariance; exact E. }
  apply along_mult; exact L.
Qed.

(** ** The flow lowers the loss *)

Lemma derivative_of_zero f t l : (forall s, t <= s -> f s = 0) -> derivable_pt_lim f t l -> l = 0.
Proof.
  intros E H; destruct (Req_dec l 0) as [|N]; [assumption|exfalso].
  destruct (H (Rabs l) (Rabs_pos_lt l N)) as (delta & D); pose proof (cond_pos delta) as Dp; specialize (D (delta / 2)).
  rewrite (E (t + delta / 2)), (E t) in D by lra; replace ((0 - 0) / (delta / 2) - l) with (- l) in D by (field; lra); rewrite Rabs_Ropp in D.
  assert (Rabs l < Rabs l) by (apply D; [lra | rewrite Rabs_pos_eq by lra; lra]); lra.
Qed.

(** The derivative of the loss in the direction V is that along the line. *)
Lemma along_line n d T D Z V : (forall (c : R -> matrix) (V : matrix) t, spread n d (c t) ->
    (forall r j, (r < n)%nat -> (j < d)%nat -> derivable_pt_lim (fun s => c s r j) t (V r j)) -> derivable_pt_lim (fun s => loss n d T (c s)) t (D (c t) V)) ->
  spread n d Z -> derivable_pt_lim (fun s => loss n d T (moved Z V s)) 0 (D Z V).
Proof.
  intros HD S; assert (M0 : moved Z V 0 = Z) by (apply functional_extensionality; intros r; apply functional_extensionality; intros j; unfold moved; ring).
  pose proof (HD (fun s => moved Z V s) V 0) as K; cbv beta in K; rewrite M0 in K; apply K; [exact S|]; intros r j Hr Hj; unfold moved.
  apply (derivable_eq _ _ (0 + (1 * V r j + 0 * 0))); [ring|].
  apply (derivable_pt_lim_plus (fun _ => Z r j) (fun s => s * V r j)); [apply derivable_pt_lim_const|].
  exact (derivable_pt_lim_mult (fun s => s) (fun _ => V r j) 0 _ _ (derivable_pt_lim_id 0) (derivable_pt_lim_const (V r j) 0)).
Qed.

(** The derivative of the loss along the flow is -|∇F|². *)
Theorem flow_lowers_loss n d T Z G : (2 <= n)%nat -> gradient_flow n d T Z G -> 0 < trace d (covariance n (Z 0)) ->
  forall t, 0 <= t -> derivable_pt_lim (fun t => loss n d T (Z t)) t (- inner n d (G t) (G t)).
Proof.
  intros Hn HF H0 t Ht; destruct (HF t Ht) as (HZ & HG & Dz); set (V := fun r j => - G t r j).
  assert (S : spread n d (Z t)) by (unfold spread; rewrite (flow_keeps_trace n d T Z G Hn HF t Ht); exact H0).
  destruct (along_loss n d T) as (D & HD & _).
  assert (CV : centered_batch n d V).
  { intros j Hj; apply (derivative_of_zero (fun s => bigsum n (fun r => Z s r j)) t); [intros s Hs; apply (HF s ltac:(lra)); exact Hj|].
    apply (derivative_bigsum n (fun r s => Z s r j) t (fun r => V r j)); intros r Hr; apply Dz; assumption. }
  pose proof (uniqueness_limite _ _ _ _ (along_line n d T D (Z t) V HD S) (HG V CV)) as E.
  replace (- inner n d (G t) (G t)) with (D (Z t) V); [apply HD; [exact S | exact Dz]|].
  rewrite E; unfold inner, V; rewrite (bigsum_ext n _ (fun r => -1 * bigsum d (fun j => G t r j * G t r j))); [rewrite bigsum_scale; ring|].
  intros r _; rewrite <- bigsum_scale; apply bigsum_ext; intros j _; ring.
Qed.

Lemma inner_nonneg n d G : 0 <= inner n d G G.
Proof. unfold inner; apply bigsum_nonneg; intros r _; apply bigsum_nonneg; intros j _; apply Rle_0_sqr. Qed.

Lemma loss_nonneg n d T Z : 0 <= loss n d T Z.
Proof. unfold loss, trace_loss; apply bigsum_nonneg; intros j _; apply Rle_0_sqr. Qed.

(** After every time there is one at which the gradient is small. *)
Lemma gradient_comes_near_0 n d T Z G : (2 <= n)%nat -> gradient_flow n d T Z G -> 0 < trace d (covariance n (Z 0)) ->
  forall epsilon t, 0 < epsilon -> 0 <= t -> exists s, t <= s /\ inner n d (G s) (G s) <= epsilon.
Proof.
  intros Hn HF H0 eps t He Ht; pose proof (flow_lowers_loss n d T Z G Hn HF H0) as D.
  set (m := loss n d T (Z t) / eps + 1); pose proof (loss_nonneg n d T (Z t)) as L0.
  assert (Q : 0 <= loss n d T (Z t) / eps) by (apply Rmult_le_pos; [exact L0 | left; apply Rinv_0_lt_compat, He]).
  destruct (MVT_cor2 (fun t => loss n d T (Z t)) (fun t => - inner n d (G t) (G t)) t (t + m)) as (c & E & Hc); [unfold m; lra | intros c Hc; apply D; lra|].
  exists c; split; [lra|]; pose proof (loss_nonneg n d T (Z (t + m))) as L1; replace (t + m - t) with m in E by ring.
  apply Rnot_lt_le; intros B; assert (eps * m = loss n d T (Z t) + eps) by (unfold m; field; lra).
  assert (eps * m < inner n d (G c) (G c) * m) by (apply Rmult_lt_compat_r; [unfold m; lra | exact B]); lra.
Qed.

Lemma inner_square n d a b G V : inner n d (fun r j => a * G r j + b * V r j) (fun r j => a * G r j + b * V r j) =
  a * a * inner n d G G + (2 * a * b * inner n d G V + b * b * inner n d V V).
Proof.
  unfold inner; rewrite <- !bigsum_scale, <- !bigsum_plus; apply bigsum_ext; intros r _; rewrite <- !bigsum_scale, <- !bigsum_plus; apply bigsum_ext; intros; ring.
Qed.

Lemma inner_small n d G V k : 0 < k -> Rabs (inner n d G V) * (2 * k) <= k * k * inner n d G G + inner n d V V.
Proof.
  intros Hk; pose proof (inner_nonneg n d (fun r j => k * G r j + 1 * V r j)) as A; pose proof (inner_nonneg n d (fun r j => k * G r j + -1 * V r j)) as B.
  rewrite inner_square in A, B; unfold Rabs; destruct (Rcase_abs (inner n d G V)); lra.
Qed.

(** What the flow converges to is centred, has the flow's trace, and is stationary. *)
Theorem limit_is_stationary n d T Z G Y : (2 <= n)%nat -> gradient_flow n d T Z G -> 0 < trace d (covariance n (Z 0)) -> converges n d Z Y ->
  centered_batch n d Y /\ stationary n d T Y.
Proof.
  intros Hn HF H0 HY; split.
  - intros j Hj; destruct (along_bigsum n d (fun _ => True) n (fun r Z => Z r j)) as (D & _ & C); [intros r Hr; apply along_entry; assumption|].
    destruct (C Y Y I) as [L _]; apply (tends_value _ _ _ (tends_continuous _ _ _ _ _ L HY)); intros t Ht; apply (HF t Ht), Hj.
  - assert (S : spread n d Y).
    { destruct (along_trace n d (fun _ => True)) as (D & _ & C); destruct (C Y Y I) as [L _]; unfold spread.
      rewrite (tends_value _ _ _ (tends_continuous _ _ _ _ _ L HY) (flow_keeps_trace n d T Z G Hn HF)); exact H0. }
    intros V CV; destruct (along_loss n d T) as (D & HD & C); destruct (C Y V S) as [_ L0]; pose proof (tends_continuous _ _ _ _ _ L0 HY) as L; clear L0.
    replace 0 with (D Y V) at 2; [apply along_line; assumption|].
    destruct (Req_dec (D Y V) 0) as [|N]; [assumption|exfalso]; set (a := Rabs (D Y V)); assert (Pa : 0 < a) by (apply Rabs_pos_lt, N).
    destruct (L (a / 2) ltac:(lra)) as (t0 & T0); pose proof (inner_nonneg n d V) as PV; set (k := 2 * (inner n d V V + 1) / a).
    assert (Pk : 0 < k) by (unfold k; apply Rdiv_lt_0_compat; lra).
    destruct (gradient_comes_near_0 n d T Z G Hn HF H0 (a / (2 * k)) (Rmax t0 0)) as (s & Hs & Gs); [apply Rdiv_lt_0_compat; lra | apply Rmax_r|].
    pose proof (Rmax_l t0 0); pose proof (Rmax_r t0 0); specialize (T0 s ltac:(lra)).
    assert (Ss : spread n d (Z s)) by (unfold spread; rewrite (flow_keeps_trace n d T Z G Hn HF s ltac:(lra)); exact H0).
    rewrite (uniqueness_limite _ _ _ _ (along_line n d T D (Z s) V HD Ss) (proj1 (proj2 (HF s ltac:(lra))) V CV)) in T0.
    pose proof (inner_small n d (G s) V k Pk) as B; pose proof (Rabs_triang_inv (D Y V) (inner n d (G s) V)) as U; rewrite (Rabs_minus_sym (D Y V)) in U; fold a in U.
    assert (E1 : k * a = 2 * (inner n d V V + 1)) by (unfold k; field; lra).
    assert (E2 : k * k * inner n d (G s) (G s) <= k * a / 2).
    { replace (k * a / 2) with (k * k * (a / (2 * k))) by (field; lra); apply Rmult_le_compat_l; [nra | exact Gs]. }
    assert (Q : a / 2 * (2 * k) < Rabs (inner n d (G s) V) * (2 * k)) by (apply Rmult_lt_compat_r; lra); lra.
Qed.

(** The loss never rises. *)
Theorem loss_decreases n d T Z G : (2 <= n)%nat -> gradient_flow n d T Z G -> 0 < trace d (covariance n (Z 0)) -> forall s t, 0 <= s <= t -> loss n d T (Z t) <= loss n d T (Z s).
Proof.
  intros Hn HF H0 s t [Hs Hst]; pose proof (flow_lowers_loss n d T Z G Hn HF H0) as D; destruct (Rle_lt_or_eq_dec _ _ Hst) as [L|<-]; [|lra].
  destruct (MVT_cor2 (fun t => loss n d T (Z t)) (fun t => - inner n d (G t) (G t)) s t L) as (c & E & _); [intros c Hc; apply D; lra|].
  pose proof (inner_nonneg n d (G c)); nra.
Qed.
