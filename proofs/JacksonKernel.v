(** * A4: Jackson's kernel, its mean over a grid of the interval and its second moment

    The kernel of order m is the square of Fejér's, a sum of cosines of frequencies up to 2m - 2. Over the points π(x ± y_j), y_j = (j + 1/2)/m, the
    mean of a cosine of a frequency below 2m is 0, so that the means of the kernel and of its product with 1 - cos are those of the integral. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Definitions Basics Matrices.
Open Scope R_scope.

(** 1 + 2 cos u + … + 2 cos(l u) *)
Definition dirichlet (l : nat) (u : R) : R := 1 + 2 * bigsum l (fun i => cos (INR (S i) * u)).

(** (sin(m u/2) / sin(u/2))², as a sum. *)
Definition fejer (m : nat) (u : R) : R := bigsum m (fun l => dirichlet l u).

(** (sin(m u/2) / sin(u/2))⁴ *)
Definition jackson (m : nat) (u : R) : R := fejer m u * fejer m u.

Lemma cos_times_cos a b : cos a * cos b = (cos (a + b) + cos (a - b)) / 2.
Proof. rewrite cos_plus, cos_minus; field. Qed.

Lemma dirichlet_closed l u : (1 - cos u) * dirichlet l u = cos (INR l * u) - cos (INR (S l) * u).
Proof.
  induction l as [|l IH]; unfold dirichlet in *; cbn [bigsum].
  - cbn [INR]; rewrite Rmult_0_l, cos_0, Rmult_1_l; ring.
  - rewrite Rmult_plus_distr_l in IH |- *; rewrite !Rmult_plus_distr_l.
    replace ((1 - cos u) * 1 + ((1 - cos u) * (2 * bigsum l (fun i => cos (INR (S i) * u))) + (1 - cos u) * (2 * cos (INR (S l) * u))))
      with (((1 - cos u) * 1 + (1 - cos u) * (2 * bigsum l (fun i => cos (INR (S i) * u)))) + (2 * cos (INR (S l) * u) - 2 * (cos (INR (S l) * u) * cos u))) by ring.
    rewrite IH, cos_times_cos; replace (INR (S l) * u + u) with (INR (S (S l)) * u) by (rewrite (S_INR (S l)); ring).
    replace (INR (S l) * u - u) with (INR l * u) by (rewrite S_INR; ring); field.
Qed.

Lemma fejer_closed m u : (1 - cos u) * fejer m u = 1 - cos (INR m * u).
Proof.
  induction m as [|m IH]; unfold fejer in *; cbn [bigsum].
  - cbn [INR]; rewrite Rmult_0_l, cos_0; ring.
  - rewrite Rmult_plus_distr_l, IH, dirichlet_closed; ring.
Qed.

Lemma jackson_nonneg m u : 0 <= jackson m u.
Proof. exact (Rle_0_sqr _). Qed.

(** ** The kernel is a sum of cosines *)

Definition cosines (n : nat) (T : R -> R) : Prop := exists b, forall u, T u = bigsum (S n) (fun k => b k * cos (INR k * u)).

Lemma cosines_ext n T S : (forall u, T u = S u) -> cosines n T -> cosines n S.
Proof. intros E (b & B); exists b; intros u; rewrite <- E; apply B. Qed.

Lemma cosines_plus n T S : cosines n T -> cosines n S -> cosines n (fun u => T u + S u).
Proof.
  intros (b & B) (c & C); exists (fun k => b k + c k); intros u; rewrite B, C, <- bigsum_plus; apply bigsum_ext; intros; ring.
Qed.

Lemma cosines_scale n a T : cosines n T -> cosines n (fun u => a * T u).
Proof. intros (b & B); exists (fun k => a * b k); intros u; rewrite B, <- bigsum_scale; apply bigsum_ext; intros; ring. Qed.

Lemma cosines_single n k : (k <= n)%nat -> cosines n (fun u => cos (INR k * u)).
Proof.
  intros Hk; exists (delta k); intros u; symmetry; apply (bigsum_delta (S n) k (fun i => cos (INR i * u))); lia.
Qed.

Lemma cosines_bigsum n m (T : nat -> R -> R) : (forall k, (k < m)%nat -> cosines n (T k)) -> cosines n (fun u => bigsum m (fun k => T k u)).
Proof.
  induction m as [|m IH]; intros H; cbn [bigsum].
  - exists (fun _ => 0); intros u; rewrite (bigsum_ext _ _ (fun _ => 0)), bigsum_const by (intros; ring); ring.
  - apply cosines_plus; [apply IH; intros; apply H; lia | apply H; lia].
Qed.

Lemma cosines_two k i n : (k + i <= n)%nat -> cosines n (fun u => cos (INR k * u) * cos (INR i * u)).
Proof.
  intros H; assert (G : forall k i, (i <= k)%nat -> (k + i <= n)%nat -> cosines n (fun u => cos (INR k * u) * cos (INR i * u))).
  { clear; intros k i L H; apply (cosines_ext n (fun u => / 2 * cos (INR (k + i) * u) + / 2 * cos (INR (k - i) * u))).
    - intros u; rewrite cos_times_cos, plus_INR, minus_INR, Rmult_plus_distr_r, Rmult_minus_distr_r by lia; field.
    - apply cosines_plus; apply cosines_scale, cosines_single; lia. }
  destruct (le_lt_dec i k); [apply G; lia|]; apply (cosines_ext n (fun u => cos (INR i * u) * cos (INR k * u))); [intros; ring | apply G; lia].
Qed.

Lemma cosines_times n p T S : cosines n T -> cosines p S -> cosines (n + p) (fun u => T u * S u).
Proof.
  intros (b & B) (c & C); apply (cosines_ext _ (fun u => bigsum (Datatypes.S n) (fun k => bigsum (Datatypes.S p) (fun i => (b k * c i) * (cos (INR k * u) * cos (INR i * u)))))).
  - intros u; rewrite B, C, <- bigsum_scale_r; apply bigsum_ext; intros k _; rewrite <- bigsum_scale; apply bigsum_ext; intros; ring.
  - apply (cosines_bigsum (n + p) _ (fun k u => bigsum (Datatypes.S p) (fun i => (b k * c i) * (cos (INR k * u) * cos (INR i * u))))); intros k Hk.
    apply (cosines_bigsum (n + p) _ (fun i u => (b k * c i) * (cos (INR k * u) * cos (INR i * u)))); intros i Hi; apply cosines_scale, cosines_two; lia.
Qed.

Lemma dirichlet_cosines l n : (l <= n)%nat -> cosines n (dirichlet l).
Proof.
  intros H; unfold dirichlet; apply cosines_plus.
  - apply (cosines_ext n (fun u => cos (INR 0 * u))); [intros; cbn [INR]; rewrite Rmult_0_l; apply cos_0 | apply cosines_single; lia].
  - apply cosines_scale, (cosines_bigsum n l (fun i u => cos (INR (S i) * u))); intros i Hi; apply cosines_single; lia.
Qed.

Lemma jackson_cosines m : cosines (2 * m - 2) (jackson m).
Proof.
  assert (F : cosines (m - 1) (fejer m)) by (apply (cosines_bigsum (m - 1) m dirichlet); intros; apply dirichlet_cosines; lia).
  replace (2 * m - 2)%nat with (m - 1 + (m - 1))%nat by lia; exact (cosines_times _ _ _ _ F F).
Qed.

(** ** Means over the grid *)

Definition node (m j : nat) : R := (INR j + / 2) / INR m.

(** T at π(x - y) and at π(x + y): even in y. *)
Definition even (T : R -> R) (x y : R) : R := (T (PI * (x - y)) + T (PI * (x + y))) / 2.

Definition grid_mean (m : nat) (x : R) (T : R -> R) : R := / INR m * bigsum m (fun j => even T x (node m j)).

Lemma grid_mean_ext m x T S : (forall u, T u = S u) -> grid_mean m x T = grid_mean m x S.
Proof. intros E; unfold grid_mean, even; f_equal; apply bigsum_ext; intros; rewrite !E; reflexivity. Qed.

Lemma grid_mean_plus m x T S : grid_mean m x (fun u => T u + S u) = grid_mean m x T + grid_mean m x S.
Proof.
  unfold grid_mean; rewrite <- Rmult_plus_distr_l, <- bigsum_plus; f_equal; apply bigsum_ext; intros; unfold even; field.
Qed.

Lemma grid_mean_scale m x a T : grid_mean m x (fun u => a * T u) = a * grid_mean m x T.
Proof.
  unfold grid_mean; replace (a * (/ INR m * bigsum m (fun j => even T x (node m j)))) with (/ INR m * (a * bigsum m (fun j => even T x (node m j)))) by ring.
  rewrite <- (bigsum_scale m a); f_equal; apply bigsum_ext; intros; unfold even; field.
Qed.

Lemma grid_mean_bigsum m x n (T : nat -> R -> R) : grid_mean m x (fun u => bigsum n (fun k => T k u)) = bigsum n (fun k => grid_mean m x (T k)).
Proof.
  induction n as [|n IH]; cbn [bigsum]; [|rewrite grid_mean_plus, IH; reflexivity].
  rewrite (grid_mean_ext m x _ (fun u => 0 * 0)) by (intros; ring); rewrite (grid_mean_scale m x 0 (fun _ => 0)); ring.
Qed.

Lemma sum_of_cosines m k n : (0 < m)%nat ->
  sin (INR k * PI / (2 * INR m)) * bigsum n (fun j => cos (INR k * (PI * node m j))) = sin (INR k * PI * INR n / INR m) / 2.
Proof.
  intros Hm; assert (M : 0 < INR m) by (apply lt_0_INR, Hm); induction n as [|n IH]; cbn [bigsum].
  - cbn [INR]; replace (INR k * PI * 0 / INR m) with 0 by (field; lra); rewrite sin_0; field.
  - rewrite Rmult_plus_distr_l, IH; set (a := INR k * PI / (2 * INR m)); set (b := INR k * (PI * node m n)).
    replace (INR k * PI * INR n / INR m) with (b - a) by (unfold a, b, node; field; lra).
    replace (INR k * PI * INR (S n) / INR m) with (b + a) by (unfold a, b, node; rewrite S_INR; field; lra).
    rewrite sin_plus, sin_minus; field.
Qed.

Lemma grid_mean_cos m x k : (k < 2 * m)%nat -> grid_mean m x (fun u => cos (INR k * u)) = if Nat.eqb k 0 then 1 else 0.
Proof.
  intros Hk; assert (M : 0 < INR m) by (apply lt_0_INR; lia); unfold grid_mean.
  rewrite (bigsum_ext m _ (fun j => cos (INR k * (PI * x)) * cos (INR k * (PI * node m j)))).
  - rewrite bigsum_scale; destruct (Nat.eqb_spec k 0) as [->|N].
    + rewrite (bigsum_ext m _ (fun _ => 1)) by (intros; cbn [INR]; rewrite Rmult_0_l; apply cos_0); rewrite bigsum_const; cbn [INR]; rewrite Rmult_0_l, cos_0; field; lra.
    + pose proof (sum_of_cosines m k m ltac:(lia)) as E; replace (INR k * PI * INR m / INR m) with (INR k * PI) in E by (field; lra).
      rewrite (sin_eq_0_1 (INR k * PI)) in E by (exists (Z.of_nat k); rewrite <- INR_IZR_INZ; reflexivity).
      assert (K : 0 < INR k) by (apply lt_0_INR; lia); pose proof PI_RGT_0 as Pi.
      assert (P : 0 < sin (INR k * PI / (2 * INR m))).
      { apply sin_gt_0; [apply Rdiv_lt_0_compat; nra|]; apply (Rmult_lt_reg_r (2 * INR m)); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
        apply lt_INR in Hk; rewrite mult_INR in Hk; cbn [INR] in Hk; nra. }
      assert (Z : bigsum m (fun j => cos (INR k * (PI * node m j))) = 0) by (apply (Rmult_eq_reg_l (sin (INR k * PI / (2 * INR m)))); lra).
      rewrite Z; ring.
  - intros j _; unfold even; rewrite cos_times_cos; f_equal; rewrite Rplus_comm; f_equal; f_equal; ring.
Qed.

Lemma grid_mean_two m x k i : (k + i < 2 * m)%nat ->
  grid_mean m x (fun u => cos (INR k * u) * cos (INR i * u)) = if Nat.eqb k i then (if Nat.eqb k 0 then 1 else / 2) else 0.
Proof.
  assert (G : forall k i, (i <= k)%nat -> (k + i < 2 * m)%nat -> grid_mean m x (fun u => cos (INR k * u) * cos (INR i * u)) = if Nat.eqb k i then (if Nat.eqb k 0 then 1 else / 2) else 0).
  { clear; intros k i L H; rewrite (grid_mean_ext m x _ (fun u => / 2 * cos (INR (k + i) * u) + / 2 * cos (INR (k - i) * u))).
    - rewrite grid_mean_plus, !grid_mean_scale, !grid_mean_cos by lia.
      destruct (Nat.eqb_spec k i), (Nat.eqb_spec k 0), (Nat.eqb_spec (k + i) 0), (Nat.eqb_spec (k - i) 0); try lia; field.
    - intros u; rewrite cos_times_cos, plus_INR, minus_INR, Rmult_plus_distr_r, Rmult_minus_distr_r by lia; field. }
  intros H; destruct (le_lt_dec i k) as [L|L]; [apply G; lia|].
  rewrite (grid_mean_ext m x _ (fun u => cos (INR i * u) * cos (INR k * u))), G by (lia || (intros; ring)).
  destruct (Nat.eqb_spec k i), (Nat.eqb_spec i k); try lia; reflexivity.
Qed.

Lemma dirichlet_mean m x l k : (k + l < 2 * m)%nat -> grid_mean m x (fun u => dirichlet l u * cos (INR k * u)) = if Nat.leb k l then 1 else 0.
Proof.
  induction l as [|l IH]; intros H.
  - rewrite (grid_mean_ext m x _ (fun u => cos (INR k * u))), grid_mean_cos by (lia || (intros; unfold dirichlet; cbn [bigsum]; ring)).
    destruct k; reflexivity.
  - rewrite (grid_mean_ext m x _ (fun u => dirichlet l u * cos (INR k * u) + 2 * (cos (INR (S l) * u) * cos (INR k * u)))) by (intros; unfold dirichlet; cbn [bigsum]; ring).
    rewrite grid_mean_plus, grid_mean_scale, IH, grid_mean_two by lia.
    destruct (Nat.leb_spec k l), (Nat.leb_spec k (S l)), (Nat.eqb_spec (S l) k), (Nat.eqb_spec (S l) 0); try lia; field.
Qed.

Lemma fejer_mean m x n k : (k + n <= 2 * m)%nat -> grid_mean m x (fun u => fejer n u * cos (INR k * u)) = INR (n - k).
Proof.
  induction n as [|n IH]; intros H.
  - rewrite (grid_mean_ext m x _ (fun u => 0 * cos (INR k * u))), grid_mean_scale by reflexivity; cbn; ring.
  - rewrite (grid_mean_ext m x _ (fun u => fejer n u * cos (INR k * u) + dirichlet n u * cos (INR k * u))) by (intros; unfold fejer; cbn [bigsum]; ring).
    rewrite grid_mean_plus, IH, dirichlet_mean by lia; destruct (Nat.leb_spec k n).
    + replace (S n - k)%nat with (S (n - k)) by lia; rewrite S_INR; reflexivity.
    + replace (S n - k)%nat with 0%nat by lia; replace (n - k)%nat with 0%nat by lia; cbn; ring.
Qed.

Lemma fejer_dirichlet_mean m x n l : (l <= n)%nat -> (n + l <= 2 * m)%nat ->
  grid_mean m x (fun u => fejer n u * dirichlet l u) = INR n + 2 * INR l * INR n - INR l * (INR l + 1).
Proof.
  induction l as [|l IH]; intros L H.
  - rewrite (grid_mean_ext m x _ (fun u => fejer n u * cos (INR 0 * u))), fejer_mean, Nat.sub_0_r by (lia || (intros; unfold dirichlet; cbn [bigsum INR]; rewrite Rmult_0_l, cos_0; ring)).
    cbn [INR]; ring.
  - rewrite (grid_mean_ext m x _ (fun u => fejer n u * dirichlet l u + 2 * (fejer n u * cos (INR (S l) * u)))) by (intros; unfold dirichlet; cbn [bigsum]; ring).
    rewrite grid_mean_plus, grid_mean_scale, IH, fejer_mean, minus_INR, S_INR by lia; ring.
Qed.

(** The mean of the kernel. *)
Lemma jackson_mean m x : grid_mean m x (jackson m) = INR m * (2 * INR m * INR m + 1) / 3.
Proof.
  assert (G : forall p, (p <= m)%nat -> grid_mean m x (fun u => fejer m u * fejer p u) = INR m * INR p * INR p - (INR p * INR p * INR p - INR p) / 3).
  { induction p as [|p IH]; intros H.
    - rewrite (grid_mean_ext m x _ (fun u => 0 * cos (INR 0 * u))), grid_mean_scale by (intros; unfold fejer at 2; cbn [bigsum]; ring); cbn [INR]; field.
    - rewrite (grid_mean_ext m x _ (fun u => fejer m u * fejer p u + fejer m u * dirichlet p u)) by (intros; unfold fejer at 2 4; cbn [bigsum]; ring).
      rewrite grid_mean_plus, IH, fejer_dirichlet_mean, S_INR by lia; field. }
  unfold jackson; rewrite G by lia; field.
Qed.

(** The mean of its product with 1 - cos. *)
Lemma jackson_moment m x : (0 < m)%nat -> grid_mean m x (fun u => jackson m u * (1 - cos u)) = INR m.
Proof.
  intros Hm; rewrite (grid_mean_ext m x _ (fun u => fejer m u * cos (INR 0 * u) + -1 * (fejer m u * cos (INR m * u)))).
  - rewrite grid_mean_plus, grid_mean_scale, !fejer_mean, Nat.sub_0_r, Nat.sub_diag by lia; cbn [INR]; ring.
  - intros u; unfold jackson; rewrite Rmult_assoc, (Rmult_comm _ (1 - cos u)), fejer_closed; cbn [INR]; rewrite Rmult_0_l, cos_0; ring.
Qed.

(** ** The distance from x *)

(** Jordan: the chord lies below the sine. *)
Lemma jordan s : 0 <= s <= PI / 2 -> 2 / PI * s <= sin s.
Proof.
  intros [H0 H1]; pose proof PI_RGT_0 as Pi; apply Rnot_lt_le; intros B; set (f := fun s => sin s - 2 / PI * s).
  assert (D : forall c, derivable_pt_lim f c (cos c - 2 / PI)).
  { intros c; apply derivable_pt_lim_minus; [apply derivable_pt_lim_sin|].
    replace (2 / PI) with (0 * c + 2 / PI * 1) at 2 by ring.
    exact (derivable_pt_lim_mult (fun _ => 2 / PI) (fun s => s) c _ _ (derivable_pt_lim_const _ c) (derivable_pt_lim_id c)). }
  assert (P0 : 0 < s) by (apply Rnot_le_lt; intros Z; assert (s = 0) by lra; subst s; rewrite sin_0 in B; lra).
  assert (P1 : s < PI / 2).
  { apply Rnot_le_lt; intros Z; assert (E : s = PI / 2) by lra; subst s; rewrite sin_PI2 in B; replace (2 / PI * (PI / 2)) with 1 in B by (field; lra); lra. }
  destruct (MVT_cor2 f (fun c => cos c - 2 / PI) 0 s P0 (fun c _ => D c)) as (c1 & E1 & C1).
  destruct (MVT_cor2 f (fun c => cos c - 2 / PI) s (PI / 2) P1 (fun c _ => D c)) as (c2 & E2 & C2).
  assert (Lt : cos c2 < cos c1) by (apply cos_decreasing_1; lra).
  assert (F0 : f 0 = 0) by (unfold f; rewrite sin_0; ring); assert (F1 : f (PI / 2) = 0) by (unfold f; rewrite sin_PI2; field; lra).
  assert (Fs : f s < 0) by (unfold f; lra); rewrite F0 in E1; rewrite F1 in E2; clear D B F0 F1; set (q := 2 / PI) in *.
  assert (Q1 : cos c1 < q) by (apply Rnot_le_lt; intros N; assert (0 <= (cos c1 - q) * (s - 0)) by (apply Rmult_le_pos; lra); lra).
  assert (Q2 : q < cos c2) by (apply Rnot_le_lt; intros N; assert (0 <= (q - cos c2) * (PI / 2 - s)) by (apply Rmult_le_pos; lra); lra); lra.
Qed.

Lemma cosine_below t : -1 <= t <= 1 -> 2 * (t * t) <= 1 - cos (PI * t).
Proof.
  assert (G : forall t, 0 <= t <= 1 -> 2 * (t * t) <= 1 - cos (PI * t)).
  { clear t; intros t Ht; pose proof PI_RGT_0 as Pi; replace (PI * t) with (2 * (PI * t / 2)) by field; rewrite cos_2a_sin.
    pose proof (jordan (PI * t / 2) ltac:(nra)) as J; replace (2 / PI * (PI * t / 2)) with t in J by (field; lra); nra. }
  intros Ht; destruct (Rle_lt_dec 0 t); [apply G; lra|]; replace (PI * t) with (- (PI * - t)) by ring; rewrite cos_neg.
  pose proof (G (- t) ltac:(lra)); nra.
Qed.

Lemma node_in m j : (j < m)%nat -> 0 <= node m j <= 1.
Proof.
  intros H; assert (M : 0 < INR m) by (apply lt_0_INR; lia); pose proof (le_INR (S j) m H) as Le; rewrite S_INR in Le; pose proof (pos_INR j) as J; unfold node; split.
  - apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat, M].
  - apply (Rmult_le_reg_r (INR m)); [exact M|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra.
Qed.

(** ** The weights of the grid's points *)

Definition jackson_weight (m : nat) (x : R) (j : nat) : R := / INR m * even (jackson m) x (node m j) * (3 / (INR m * (2 * INR m * INR m + 1))).

Lemma order_positive m : (0 < m)%nat -> 0 < INR m /\ 0 < 2 * INR m * INR m + 1.
Proof. intros H; assert (M : 0 < INR m) by (apply lt_0_INR, H); pose proof (Rmult_lt_0_compat _ _ M M); split; lra. Qed.

Lemma jackson_weight_nonneg m x j : (0 < m)%nat -> 0 <= jackson_weight m x j.
Proof.
  intros H; destruct (order_positive m H) as [M Q]; unfold jackson_weight, even; pose proof (jackson_nonneg m (PI * (x - node m j))); pose proof (jackson_nonneg m (PI * (x + node m j))).
  apply Rmult_le_pos; [apply Rmult_le_pos; [left; apply Rinv_0_lt_compat, M | lra] | left; apply Rdiv_lt_0_compat; [lra | apply Rmult_lt_0_compat; assumption]].
Qed.

Lemma jackson_weight_sum m x : (0 < m)%nat -> bigsum m (jackson_weight m x) = 1.
Proof.
  intros H; destruct (order_positive m H) as [M Q]; unfold jackson_weight; rewrite bigsum_scale_r, bigsum_scale; change (grid_mean m x (jackson m) * (3 / (INR m * (2 * INR m * INR m + 1))) = 1).
  rewrite jackson_mean; field; lra.
Qed.

(** The mean square of the distance. *)
Lemma jackson_weight_moment m x : (0 < m)%nat -> 0 <= x <= 1 ->
  bigsum m (fun j => jackson_weight m x j * ((x - node m j) * (x - node m j))) <= 3 / (4 * INR m * INR m + 2).
Proof.
  intros H Hx; destruct (order_positive m H) as [M Q]; set (c := 3 / (INR m * (2 * INR m * INR m + 1))); assert (C : 0 < c) by (apply Rdiv_lt_0_compat; [lra | apply Rmult_lt_0_compat; assumption]).
  apply Rle_trans with (bigsum m (fun j => (/ INR m * even (fun u => jackson m u * (1 - cos u)) x (node m j)) * (c / 2))).
  - apply bigsum_le; intros j Hj; pose proof (node_in m j Hj) as Y; unfold jackson_weight, even; fold c; set (y := node m j) in *.
    pose proof (jackson_nonneg m (PI * (x - y))) as J1; pose proof (jackson_nonneg m (PI * (x + y))) as J2.
    assert (B1 : (x - y) * (x - y) <= (1 - cos (PI * (x - y))) / 2) by (pose proof (cosine_below (x - y) ltac:(lra)); lra).
    assert (B2 : (x - y) * (x - y) <= (1 - cos (PI * (x + y))) / 2).
    { destruct (Rle_lt_dec (x + y) 1) as [L|L].
      - pose proof (cosine_below (x + y) ltac:(lra)); nra.
      - pose proof (cosine_below (2 - (x + y)) ltac:(lra)) as K; replace (PI * (2 - (x + y))) with (- (PI * (x + y)) + 2 * PI) in K by ring; rewrite cos_plus, cos_2PI, sin_2PI, cos_neg in K; nra. }
    apply (Rmult_le_compat_l _ _ _ J1) in B1; apply (Rmult_le_compat_l _ _ _ J2) in B2.
    set (w := / INR m); assert (W : 0 < w) by (apply Rinv_0_lt_compat, M); assert (WC : 0 < w * c) by (apply Rmult_lt_0_compat; assumption).
    replace (w * ((jackson m (PI * (x - y)) + jackson m (PI * (x + y))) / 2) * c * ((x - y) * (x - y)))
      with (w * c * ((jackson m (PI * (x - y)) * ((x - y) * (x - y)) + jackson m (PI * (x + y)) * ((x - y) * (x - y))) / 2)) by field.
    replace (w * ((jackson m (PI * (x - y)) * (1 - cos (PI * (x - y))) + jackson m (PI * (x + y)) * (1 - cos (PI * (x + y)))) / 2) * (c / 2))
      with (w * c * ((jackson m (PI * (x - y)) * ((1 - cos (PI * (x - y))) / 2) + jackson m (PI * (x + y)) * ((1 - cos (PI * (x + y))) / 2)) / 2)) by field.
    apply Rmult_le_compat_l; lra.
  - rewrite bigsum_scale_r, bigsum_scale; change (grid_mean m x (fun u => jackson m u * (1 - cos u)) * (c / 2) <= 3 / (4 * INR m * INR m + 2)).
    rewrite jackson_moment by exact H; right; unfold c; field; lra.
Qed.
