(** * A4: one hidden layer is universal on the cube, in every dimension and for every norm size

    Sums of exponentials of ⟨w, x⟩ are closed under products. With y = (exp x - 1)/(e - 1) the probabilities that a coin of bias y falls heads k times
    of n are such sums in each coordinate, and weight the points of a grid (Bernstein); an exponential along one direction is a function of a line, where units
    are universal (A3). *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics.
Open Scope R_scope.

(** x lies in the cube [0, 1]^d. *)
Definition in_cube (d : nat) (x : vec) : Prop := length x = d /\ Forall (fun t => 0 <= t <= 1) x.

(** The sum of the distances of the components. *)
Fixpoint distance (x y : vec) : R :=
  match x, y with
  | s :: x', t :: y' => Rabs (s - t) + distance x' y'
  | _, _ => 0
  end.

(** For every ε the change of f is at most ε and a multiple of the distance. *)
Definition nearly_lipschitz (d : nat) (f : vec -> R) : Prop :=
  forall eps, 0 < eps -> exists K, 0 <= K /\ forall x y, in_cube d x -> in_cube d y -> Rabs (f x - f y) <= eps + K * distance x y.

(** ** Sums of ridge exponentials *)

Definition exponentials (d : nat) (g : vec -> R) : Prop :=
  exists terms : list (R * vec), Forall (fun p => length (snd p) = d) terms /\
    forall x, length x = d -> g x = sum (map (fun p => fst p * exp (dot (snd p) x)) terms).

Lemma exponentials_ext d f g : (forall x, length x = d -> f x = g x) -> exponentials d f -> exponentials d g.
Proof. intros E (terms & F & H); exists terms; split; [exact F|]; intros x Lx; rewrite <- E by exact Lx; exact (H x Lx). Qed.

Lemma exponentials_constant d c : exponentials d (fun _ => c).
Proof. exists [(c, repeat 0 d)]; split; [repeat constructor; apply repeat_length|]; intros x _; cbn; rewrite dot_repeat_0, exp_0; ring. Qed.

Lemma exponentials_plus d f g : exponentials d f -> exponentials d g -> exponentials d (fun x => f x + g x).
Proof.
  intros (s & Fs & Hs) (t & Ft & Ht); exists (s ++ t); split; [apply Forall_app; auto|].
  intros x Lx; rewrite map_app, sum_app, Hs, Ht by exact Lx; reflexivity.
Qed.

Lemma exponentials_times_one d c w f : length w = d -> exponentials d f -> exponentials d (fun x => c * exp (dot w x) * f x).
Proof.
  intros Lw (t & Ft & Ht); exists (map (fun p => (c * fst p, vadd w (snd p))) t); split.
  - apply Forall_map; eapply Forall_impl; [|exact Ft]; intros [b v] Lv; cbn [fst snd] in *; rewrite vadd_length; lia.
  - intros x Lx; rewrite Ht, <- sum_map_scale, map_map by exact Lx; apply sum_map_ext; intros [b v] Hp; cbn [fst snd].
    rewrite Forall_forall in Ft; specialize (Ft _ Hp); cbn [snd] in Ft.
    rewrite (dot_comm (vadd w v)), dot_vadd_r, exp_plus, !(dot_comm x) by (rewrite Lw, Ft; reflexivity); ring.
Qed.

Lemma exponentials_times d f g : exponentials d f -> exponentials d g -> exponentials d (fun x => f x * g x).
Proof.
  intros (s & Fs & Hs) G.
  assert (T : exponentials d (fun x => sum (map (fun p => fst p * exp (dot (snd p) x)) s) * g x)).
  { clear Hs; induction s as [|[c w] s IH]; inversion Fs as [|? ? Lw Fs']; subst.
    - apply (exponentials_ext d (fun _ => 0)); [intros; cbn; ring | apply exponentials_constant].
    - apply (exponentials_ext (length w) (fun x => c * exp (dot w x) * g x + sum (map (fun p => fst p * exp (dot (snd p) x)) s) * g x)).
      + intros; cbn [map sum fst snd]; ring.
      + apply exponentials_plus; [apply exponentials_times_one; [reflexivity | exact G] | exact (IH Fs')]. }
  apply (exponentials_ext d (fun x => sum (map (fun p => fst p * exp (dot (snd p) x)) s) * g x)); [|exact T].
  intros x Lx; rewrite Hs by exact Lx; reflexivity.
Qed.

(** A function of the components behind the first. *)
Lemma exponentials_tail d g : exponentials d g -> exponentials (S d) (fun x => g (tl x)).
Proof.
  intros (t & Ft & Ht); exists (map (fun p => (fst p, 0 :: snd p)) t); split.
  - apply Forall_map; eapply Forall_impl; [|exact Ft]; intros [b v] Lv; cbn [fst snd length] in *; lia.
  - intros [|a x] Lx; [discriminate|]; cbn [tl]; rewrite Ht by (cbn in Lx; lia); rewrite map_map; apply sum_map_ext; intros [b v] _; cbn [fst snd dot].
    replace (0 * a + dot v x) with (dot v x) by ring; reflexivity.
Qed.

(** ** The coin: y rises from 0 to 1 as the first component does *)

Definition bias (t : R) : R := (exp t - 1) / (exp 1 - 1).
Definition from_bias (y : R) : R := ln (1 + (exp 1 - 1) * y).

Lemma e_above_2 : 2 < exp 1.
Proof. pose proof (exp_ineq1 1 ltac:(lra)); lra. Qed.

Lemma bias_bounds t : 0 <= t <= 1 -> 0 <= bias t <= 1.
Proof.
  intros H; pose proof e_above_2 as E; unfold bias.
  assert (L : 1 <= exp t) by (rewrite <- exp_0; destruct (Req_dec t 0) as [->|]; [lra | left; apply exp_increasing; lra]).
  assert (U : exp t <= exp 1) by (destruct (Req_dec t 1) as [->|]; [lra | left; apply exp_increasing; lra]).
  split; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]|].
  apply (Rmult_le_reg_r (exp 1 - 1)); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra.
Qed.

Lemma from_bias_bias t : from_bias (bias t) = t.
Proof.
  pose proof e_above_2; unfold from_bias, bias; replace (1 + (exp 1 - 1) * ((exp t - 1) / (exp 1 - 1))) with (exp t) by (field; lra); apply ln_exp.
Qed.

Lemma from_bias_bounds y : 0 <= y <= 1 -> 0 <= from_bias y <= 1.
Proof.
  intros H; pose proof e_above_2 as E; unfold from_bias; set (z := 1 + (exp 1 - 1) * y); assert (Z : 1 <= z <= exp 1) by (unfold z; split; nra).
  split.
  - rewrite <- ln_1; destruct (Req_dec z 1) as [->|]; [lra | left; apply ln_increasing; lra].
  - rewrite <- (ln_exp 1); destruct (Req_dec z (exp 1)) as [->|]; [lra | left; apply ln_increasing; lra].
Qed.

Lemma ln_lipschitz u v : 1 <= u -> u <= v -> ln v - ln u <= v - u.
Proof.
  intros H L; assert (P : 0 < v / u) by (apply Rdiv_lt_0_compat; lra).
  assert (E : ln v - ln u = ln (v / u)) by (unfold Rdiv; rewrite ln_mult, ln_Rinv; [ring | lra | lra | apply Rinv_0_lt_compat; lra]).
  assert (Q : ln (v / u) <= v / u - 1).
  { destruct (Req_dec (ln (v / u)) 0) as [Z|Z].
    - assert (Y : exp (ln (v / u)) = exp 0) by (rewrite Z; reflexivity); rewrite exp_ln, exp_0 in Y by exact P; lra.
    - pose proof (exp_ineq1 _ Z) as I; rewrite exp_ln in I by exact P; lra. }
  rewrite E; apply Rle_trans with (1 := Q); apply (Rmult_le_reg_r u); [lra|]; unfold Rdiv; rewrite Rmult_minus_distr_r, Rmult_assoc, Rinv_l by lra; nra.
Qed.

Lemma from_bias_lipschitz y z : 0 <= y <= 1 -> 0 <= z <= 1 -> Rabs (from_bias y - from_bias z) <= (exp 1 - 1) * Rabs (y - z).
Proof.
  intros Hy Hz; pose proof e_above_2 as E; unfold from_bias.
  assert (W : forall y z, 0 <= y <= 1 -> 0 <= z <= 1 -> z <= y -> Rabs (ln (1 + (exp 1 - 1) * y) - ln (1 + (exp 1 - 1) * z)) <= (exp 1 - 1) * Rabs (y - z)).
  { clear y z Hy Hz; intros y z Hy Hz L; pose proof (ln_lipschitz (1 + (exp 1 - 1) * z) (1 + (exp 1 - 1) * y) ltac:(nra) ltac:(nra)) as Q.
    assert (ln (1 + (exp 1 - 1) * z) <= ln (1 + (exp 1 - 1) * y)) by (destruct (Req_dec y z) as [->|]; [lra | left; apply ln_increasing; nra]).
    rewrite !Rabs_pos_eq by lra; lra. }
  destruct (Rle_or_lt z y) as [L|L]; [exact (W y z Hy Hz L)|].
  rewrite Rabs_minus_sym, (Rabs_minus_sym y z); apply W; lra || assumption.
Qed.

(** The mean of h(k) over the number k of heads in n throws of bias y. *)
Fixpoint heads (n : nat) (y : R) (h : nat -> R) : R :=
  match n with
  | O => h 0%nat
  | S m => y * heads m y (fun k => h (S k)) + (1 - y) * heads m y h
  end.

Lemma heads_le n y g h : 0 <= y <= 1 -> (forall k, (k <= n)%nat -> g k <= h k) -> heads n y g <= heads n y h.
Proof.
  intros Hy; revert g h; induction n as [|n IH]; intros g h L; cbn [heads]; [apply L; lia|].
  apply Rplus_le_compat; apply Rmult_le_compat_l; try lra; apply IH; intros k Hk; apply L; lia.
Qed.

Lemma heads_linear n y a b g h : heads n y (fun k => a * g k + b * h k) = a * heads n y g + b * heads n y h.
Proof. revert g h; induction n as [|n IH]; intros g h; cbn [heads]; [ring|]; rewrite !IH; ring. Qed.

Lemma heads_constant n y c : heads n y (fun _ => c) = c.
Proof. induction n as [|n IH]; cbn [heads]; [reflexivity|]; rewrite IH; ring. Qed.

Lemma heads_ext n y g h : (forall k, g k = h k) -> heads n y g = heads n y h.
Proof.
  revert g h; induction n as [|n IH]; intros g h E; cbn [heads]; [apply E|].
  rewrite (IH (fun k => g (S k)) (fun k => h (S k))), (IH g h); [reflexivity | exact E | intros k; apply E].
Qed.

Lemma heads_variance n y c : heads n y (fun k => (INR k - c) * (INR k - c)) = INR n * y * (1 - y) + (INR n * y - c) * (INR n * y - c).
Proof.
  revert c; induction n as [|n IH]; intros c; cbn [heads]; [cbn [INR]; ring|].
  rewrite IH, (heads_ext n y (fun k => (INR (S k) - c) * (INR (S k) - c)) (fun k => (INR k - (c - 1)) * (INR k - (c - 1)))), IH, S_INR
    by (intros; rewrite S_INR; ring); ring.
Qed.

(** The mean distance of k/n from y is small. *)
Lemma heads_distance n y alpha : (0 < n)%nat -> 0 <= y <= 1 -> 0 < alpha ->
  heads n y (fun k => Rabs (INR k / INR n - y)) <= alpha / 2 + 1 / (8 * alpha * INR n).
Proof.
  intros Hn Hy Ha; assert (N : 0 < INR n) by (apply lt_0_INR, Hn).
  apply Rle_trans with (heads n y (fun k => 1 * (alpha / 2) + (1 / (2 * alpha * INR n * INR n)) * ((INR k - INR n * y) * (INR k - INR n * y)))).
  - apply heads_le; [exact Hy|]; intros k _; set (t := INR k / INR n - y).
    replace ((INR k - INR n * y) * (INR k - INR n * y)) with (INR n * INR n * (t * t)) by (unfold t; field; lra).
    replace (1 / (2 * alpha * INR n * INR n) * (INR n * INR n * (t * t))) with (t * t / (2 * alpha)) by (field; lra).
    apply (Rmult_le_reg_r (2 * alpha)); [lra|]; replace ((1 * (alpha / 2) + t * t / (2 * alpha)) * (2 * alpha)) with (alpha * alpha + t * t) by (field; lra).
    assert (A : t * t = Rabs t * Rabs t) by (unfold Rabs; destruct (Rcase_abs t); ring); rewrite A; pose proof (Rle_0_sqr (alpha - Rabs t)) as Q; unfold Rsqr in Q; lra.
  - rewrite (heads_linear n y 1 _ (fun _ => alpha / 2)), heads_constant, heads_variance.
    replace (INR n * y * (1 - y) + (INR n * y - INR n * y) * (INR n * y - INR n * y)) with (INR n * (y * (1 - y))) by ring.
    assert (V : y * (1 - y) <= / 4) by (pose proof (Rle_0_sqr (y - / 2)) as Q; unfold Rsqr in Q; lra).
    apply Rplus_le_compat; [lra|]; replace (1 / (2 * alpha * INR n * INR n) * (INR n * (y * (1 - y)))) with (y * (1 - y) * / (2 * alpha * INR n)) by (field; lra).
    replace (1 / (8 * alpha * INR n)) with (/ 4 * / (2 * alpha * INR n)) by (field; lra).
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; repeat apply Rmult_lt_0_compat; lra | exact V].
Qed.

(** The mean over k of functions of the other components is again a sum of exponentials. *)
Lemma exponentials_heads d n (e : nat -> vec -> R) : (forall k, exponentials d (e k)) ->
  exponentials (S d) (fun x => heads n (bias (hd 0 x)) (fun k => e k (tl x))).
Proof.
  assert (B : exponentials (S d) (fun x => bias (hd 0 x)) /\ exponentials (S d) (fun x => 1 - bias (hd 0 x))).
  { pose proof e_above_2; assert (X : exponentials (S d) (fun x => exp (hd 0 x))).
    { exists [(1, 1 :: repeat 0 d)]; split; [repeat constructor; cbn; rewrite repeat_length; reflexivity|].
      intros [|a x] Lx; [discriminate|]; cbn [map sum fst snd dot hd]; rewrite dot_repeat_0; replace (1 * a + 0) with a by ring; ring. }
    split.
    - apply (exponentials_ext _ (fun x => / (exp 1 - 1) * exp (hd 0 x) + - / (exp 1 - 1))); [intros; unfold bias; field; lra|].
      apply exponentials_plus; [apply (exponentials_times _ (fun _ => / (exp 1 - 1))); [apply exponentials_constant | exact X] | apply exponentials_constant].
    - apply (exponentials_ext _ (fun x => - / (exp 1 - 1) * exp (hd 0 x) + (1 + / (exp 1 - 1)))); [intros; unfold bias; field; lra|].
      apply exponentials_plus; [apply (exponentials_times _ (fun _ => - / (exp 1 - 1))); [apply exponentials_constant | exact X] | apply exponentials_constant]. }
  destruct B as [B1 B2]; revert e; induction n as [|n IH]; intros e He; cbn [heads].
  - apply exponentials_tail, He.
  - apply exponentials_plus; apply exponentials_times; try assumption; [apply (IH (fun k => e (S k))) | apply IH]; intros k; apply He.
Qed.

Lemma fraction_of_grid k n : (0 < n)%nat -> (k <= n)%nat -> 0 <= INR k / INR n <= 1.
Proof.
  intros Hn Hk; assert (N : 0 < INR n) by (apply lt_0_INR, Hn); split; [apply Rmult_le_pos; [apply pos_INR | left; apply Rinv_0_lt_compat, N]|].
  apply (Rmult_le_reg_r (INR n)); [exact N|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; rewrite Rmult_1_l, Rmult_1_r; apply le_INR, Hk.
Qed.

Lemma in_cube_cons d t x : 0 <= t <= 1 -> in_cube d x -> in_cube (S d) (t :: x).
Proof. intros Ht [Lx Cx]; split; [cbn; lia | constructor; assumption]. Qed.

Lemma distance_same_first t x y : distance (t :: x) (t :: y) = distance x y.
Proof. cbn [distance]; rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; ring. Qed.

Lemma distance_itself x : distance x x = 0.
Proof. induction x; cbn [distance]; [reflexivity|]; rewrite IHx, Rminus_diag_eq, Rabs_R0 by reflexivity; ring. Qed.

(** Every nearly Lipschitz function on the cube is as near as one likes to a sum of ridge exponentials. *)
Theorem exponentials_dense d f eps : nearly_lipschitz d f -> 0 < eps ->
  exists g, exponentials d g /\ forall x, in_cube d x -> Rabs (f x - g x) <= eps.
Proof.
  revert f eps; induction d as [|d IH]; intros f eps Nf He.
  - exists (fun _ => f []); split; [apply exponentials_constant|]; intros x [Lx _]; destruct x; [|discriminate]; rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; lra.
  - destruct (Nf (eps / 4) ltac:(lra)) as (K & HK & Near).
    pose proof e_above_2 as E; set (M := K * (exp 1 - 1) + 1); assert (HM : 0 < M) by (unfold M; nra).
    set (alpha := eps / (2 * M)); assert (Ha : 0 < alpha) by (apply Rdiv_lt_0_compat; lra).
    destruct (archimed_cor1 (2 * alpha * eps / M)) as (n & Hn1 & Hn2); [apply Rdiv_lt_0_compat; [nra | exact HM]|].
    assert (N : 0 < INR n) by (apply lt_0_INR, Hn2); set (z := fun k => from_bias (INR k / INR n)).
    assert (Cz : forall k, (k <= n)%nat -> 0 <= z k <= 1) by (intros k Hk; apply from_bias_bounds, fraction_of_grid; assumption).
    destruct (choices (fun k g => (exponentials d g /\ (forall x, in_cube d x -> Rabs (f (z k :: x) - g x) <= eps / 4))) (fun _ => 0) n) as (e0 & E0).
    { intros k Hk; apply IH; [|lra]; intros e0 He0; destruct (Nf e0 He0) as (K0 & HK0 & Near0); exists K0; split; [exact HK0|]; intros x y Hx Hy.
      pose proof (Near0 (z k :: x) (z k :: y) (in_cube_cons _ _ _ (Cz k Hk) Hx) (in_cube_cons _ _ _ (Cz k Hk) Hy)) as P; rewrite distance_same_first in P; exact P. }
    set (e := fun k => if le_lt_dec k n then e0 k else fun _ => 0).
    assert (E1 : forall k, exponentials d (e k)) by (intros k; unfold e; destruct (le_lt_dec k n) as [Hk|]; [apply E0, Hk | apply exponentials_constant]).
    assert (E2 : forall k x, (k <= n)%nat -> in_cube d x -> Rabs (f (z k :: x) - e k x) <= eps / 4) by (intros k x Hk Hx; unfold e; destruct (le_lt_dec k n); [apply E0; assumption | lia]).
    exists (fun x => heads n (bias (hd 0 x)) (fun k => e k (tl x))); split; [apply exponentials_heads, E1|].
    intros [|t x] [Lx Cx]; [discriminate|]; inversion Cx as [|? ? Ct Cx']; subst; cbn [hd tl]; set (y := bias t); assert (Hy : 0 <= y <= 1) by (apply bias_bounds, Ct).
    assert (Hx : in_cube d x) by (split; [cbn in Lx; lia | exact Cx']).
    assert (B : forall k, (k <= n)%nat -> Rabs (f (t :: x) - e k x) <= eps / 2 + K * (exp 1 - 1) * Rabs (INR k / INR n - y)).
    { intros k Hk; pose proof (from_bias_lipschitz y _ Hy (fraction_of_grid k n Hn2 Hk)) as Lz; unfold y at 1 in Lz; rewrite from_bias_bias in Lz; fold (z k) in Lz.
      pose proof (Near (t :: x) (z k :: x) (in_cube_cons _ _ _ Ct Hx) (in_cube_cons _ _ _ (Cz k Hk) Hx)) as P; cbn [distance] in P; rewrite distance_itself, Rplus_0_r in P.
      specialize (E2 k x Hk Hx); rewrite (Rabs_minus_sym (INR k / INR n)).
      assert (K * Rabs (t - z k) <= K * ((exp 1 - 1) * Rabs (y - INR k / INR n))) by (apply Rmult_le_compat_l; assumption).
      pose proof (Rabs_triang (f (t :: x) - f (z k :: x)) (f (z k :: x) - e k x)) as T.
      replace (f (t :: x) - f (z k :: x) + (f (z k :: x) - e k x)) with (f (t :: x) - e k x) in T by ring; lra. }
    assert (Dist : K * (exp 1 - 1) * heads n y (fun k => Rabs (INR k / INR n - y)) <= eps / 2).
    { pose proof (heads_distance n y alpha Hn2 Hy Ha) as D; assert (H0 : 0 <= heads n y (fun k => Rabs (INR k / INR n - y))).
      { rewrite <- (heads_constant n y 0); apply heads_le; [exact Hy|]; intros; apply Rabs_pos. }
      assert (S1 : 1 / (8 * alpha * INR n) <= eps / (4 * M)).
      { apply (Rmult_lt_compat_r (1 / (8 * alpha))) in Hn1; [|apply Rdiv_lt_0_compat; lra].
        replace (/ INR n * (1 / (8 * alpha))) with (1 / (8 * alpha * INR n)) in Hn1 by (field; lra).
        replace (2 * alpha * eps / M * (1 / (8 * alpha))) with (eps / (4 * M)) in Hn1 by (field; lra); lra. }
      apply Rle_trans with (M * heads n y (fun k => Rabs (INR k / INR n - y))); [apply Rmult_le_compat_r; [exact H0 | unfold M; lra]|].
      apply Rle_trans with (M * (eps / (4 * M) + eps / (4 * M))); [apply Rmult_le_compat_l; [lra|]; unfold alpha in D at 1; replace (eps / (2 * M) / 2) with (eps / (4 * M)) in D by (field; lra); lra|].
      right; field; lra. }
    apply Rabs_le; split.
    + assert (Q : heads n y (fun k => e k x) <= heads n y (fun k => 1 * (f (t :: x) + eps / 2) + K * (exp 1 - 1) * Rabs (INR k / INR n - y))).
      { apply heads_le; [exact Hy|]; intros k Hk; specialize (B k Hk); unfold Rabs in B at 1; destruct (Rcase_abs _) in B; lra. }
      rewrite (heads_linear n y 1 _ (fun _ => f (t :: x) + eps / 2)), heads_constant in Q; lra.
    + assert (Q : heads n y (fun k => 1 * (f (t :: x) - eps / 2) + - (K * (exp 1 - 1)) * Rabs (INR k / INR n - y)) <= heads n y (fun k => e k x)).
      { apply heads_le; [exact Hy|]; intros k Hk; specialize (B k Hk); unfold Rabs in B at 1; destruct (Rcase_abs _) in B; lra. }
      rewrite (heads_linear n y 1 _ (fun _ => f (t :: x) - eps / 2)), heads_constant in Q; lra.
Qed.
