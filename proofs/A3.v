(** * A3. Universal approximation in one dimension: the exact number of steps, an upper one of sigmoids, a bracket for ReLU *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics A1 A2 SignChanges A3Upper A3Sigmoids A3Relu Steps B9.
Open Scope R_scope.

(** ** The zigzag that needs all steps: a minimum of cones, of slope L, with values ± A at points 2A/L apart *)

Section Zigzag.

Variables (a delta A L : R).
Hypothesis L_pos : 0 < L.
Hypothesis delta_pos : 0 < delta.
Hypothesis spacing : L * delta = 2 * A.

Definition extreme (i : nat) : R := a + INR i * delta.
Definition cone (i : nat) (x : R) : R := - A + L * Rabs (x - extreme i).

(** The least of the cones at the extremes 1, 3, …, 2 n + 1. *)
Fixpoint zigzag (n : nat) (x : R) : R :=
  match n with
  | O => cone 1 x
  | S m => Rmin (zigzag m x) (cone (2 * S m + 1) x)
  end.

Lemma cone_lipschitz i x y : cone i x <= cone i y + L * Rabs (x - y).
Proof.
  unfold cone; pose proof (Rabs_triang (x - y) (y - extreme i)) as T; replace (x - y + (y - extreme i)) with (x - extreme i) in T by ring; nra.
Qed.

Lemma zigzag_lipschitz n x y : zigzag n x <= zigzag n y + L * Rabs (x - y).
Proof.
  induction n as [|m IH]; cbn [zigzag]; [apply cone_lipschitz|].
  pose proof (cone_lipschitz (2 * S m + 1) x y) as C; unfold Rmin; destruct (Rle_dec _ _), (Rle_dec _ _); lra.
Qed.

Lemma cone_far i j : i <> j -> A <= cone i (extreme j).
Proof.
  intros N; unfold cone, extreme; replace (a + INR j * delta - (a + INR i * delta)) with ((INR j - INR i) * delta) by ring.
  rewrite Rabs_mult, (Rabs_pos_eq delta) by lra.
  assert (K : 1 <= Rabs (INR j - INR i)).
  { rewrite !INR_IZR_INZ, <- minus_IZR, <- abs_IZR; apply (IZR_le 1); lia. }
  assert (L * delta <= L * (Rabs (INR j - INR i) * delta)) by (apply Rmult_le_compat_l; [lra|]; nra); lra.
Qed.

Lemma cone_own i : cone i (extreme i) = - A.
Proof. unfold cone; rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; ring. Qed.

Lemma cone_next i j : (j = i + 1 \/ i = j + 1)%nat -> cone i (extreme j) = A.
Proof.
  intros H; unfold cone, extreme; replace (a + INR j * delta - (a + INR i * delta)) with ((INR j - INR i) * delta) by ring.
  rewrite Rabs_mult, (Rabs_pos_eq delta) by lra; assert (K : Rabs (INR j - INR i) = 1).
  { destruct H as [-> | ->]; rewrite plus_INR; cbn [INR]; [rewrite Rabs_pos_eq | rewrite Rabs_left]; lra. }
  rewrite K; lra.
Qed.

(** It is A at the even extremes and - A at the odd ones. *)
Lemma zigzag_even n k : (k <= n)%nat -> zigzag n (extreme (2 * k)) = A.
Proof.
  assert (Lo : forall n k, A <= zigzag n (extreme (2 * k))).
  { induction n0 as [|m IH]; intros j; cbn [zigzag]; [apply cone_far; lia|]; apply Rmin_glb; [apply IH | apply cone_far; lia]. }
  induction n as [|m IH]; intros Hk; apply Rle_antisym; try apply Lo; cbn [zigzag].
  - replace k with 0%nat by lia; right; apply cone_next; lia.
  - destruct (Nat.eq_dec k (S m)) as [->|N].
    + eapply Rle_trans; [apply Rmin_r|]; right; apply cone_next; lia.
    + eapply Rle_trans; [apply Rmin_l|]; right; apply IH; lia.
Qed.

Lemma zigzag_odd n k : (k <= n)%nat -> 0 <= A -> zigzag n (extreme (2 * k + 1)) = - A.
Proof.
  intros Hk HA; assert (Lo : forall n x, - A <= zigzag n x).
  { assert (C : forall i x, - A <= cone i x) by (intros; unfold cone; pose proof (Rabs_pos (x - extreme i)); nra).
    induction n0 as [|m IH]; intros x; cbn [zigzag]; [apply C | apply Rmin_glb; [apply IH | apply C]]. }
  induction n as [|m IH]; apply Rle_antisym; try apply Lo; cbn [zigzag].
  - replace k with 0%nat by lia; right; apply (cone_own 1).
  - destruct (Nat.eq_dec k (S m)) as [->|N].
    + eapply Rle_trans; [apply Rmin_r|]; right; apply cone_own.
    + eapply Rle_trans; [apply Rmin_l|]; right; apply IH; lia.
Qed.

End Zigzag.

(** N units, of which no sum changes its sign more than M times, are enough for every L-Lipschitz function only if L (b - a) / (2 eps) ≤ M + 1. *)
Theorem changes_needed U L a b eps N M : (forall g, one_layer U N g -> sign_changes_at_most M g) ->
  0 <= L -> a < b -> 0 < eps -> enough U L a b eps N -> L * (b - a) / (2 * eps) <= INR M + 1.
Proof.
  intros Most HL Hab He H; apply Rnot_lt_le; intros Q.
  assert (N1 : 0 < INR (S M)) by (apply lt_0_INR; lia); rewrite <- S_INR in Q.
  set (delta := (b - a) / INR (S M)); set (A := L * delta / 2).
  assert (D : 0 < delta) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat, N1]).
  assert (AE : eps < A).
  { apply (Rmult_lt_compat_r (2 * eps)) in Q; [|lra]; replace (L * (b - a) / (2 * eps) * (2 * eps)) with (L * (b - a)) in Q by (field; lra).
    apply (Rmult_lt_reg_r (2 * INR (S M))); [lra|]; replace (A * (2 * INR (S M))) with (L * (b - a)) by (unfold A, delta; field; lra); lra. }
  assert (LP : 0 < L) by (unfold A in AE; destruct HL as [P|Z]; [exact P | rewrite <- Z in AE; lra]).
  assert (Sp : L * delta = 2 * A) by (unfold A; field).
  destruct (H (zigzag a delta A L (S M))) as (g & Hg & W).
  { intros x y _ _; apply Rabs_le; pose proof (zigzag_lipschitz a delta A L LP (S M) x y); pose proof (zigzag_lipschitz a delta A L LP (S M) y x) as Y.
    rewrite (Rabs_minus_sym y x) in Y; lra. }
  assert (C : changes_sign g (S M)).
  { apply (changes_sign_by_index g (extreme a delta)); intros i Hi; split.
    - unfold extreme; rewrite S_INR; lra.
    - assert (In : forall j, (j <= S M)%nat -> a <= extreme a delta j <= b).
      { intros j Hj; unfold extreme; assert (0 <= INR j * delta) by (apply Rmult_le_pos; [apply pos_INR | lra]).
        assert (INR j * delta <= INR (S M) * delta) by (apply Rmult_le_compat_r; [lra | apply le_INR, Hj]).
        assert (INR (S M) * delta = b - a) by (unfold delta; field; lra); lra. }
      pose proof (W _ (In i ltac:(lia))) as W1; pose proof (W _ (In (S i) ltac:(lia))) as W2.
      assert (Ev : forall j, (j <= S M)%nat -> (Nat.even j = true -> zigzag a delta A L (S M) (extreme a delta j) = A) /\ (Nat.even j = false -> zigzag a delta A L (S M) (extreme a delta j) = - A)).
      { intros j Hj; split; intros E.
        - apply Nat.even_spec in E; destruct E as (k & ->); apply zigzag_even; try assumption; lia.
        - assert (O : Nat.odd j = true) by (unfold Nat.odd; rewrite E; reflexivity); apply Nat.odd_spec in O; destruct O as (k & ->); apply zigzag_odd; try assumption; lia || lra. }
      destruct (Ev i ltac:(lia)) as [E1 O1], (Ev (S i) ltac:(lia)) as [E2 O2].
      rewrite Nat.even_succ in E2, O2; unfold Nat.odd in E2, O2; destruct (Nat.even i); cbn [negb] in E2, O2.
      + rewrite (E1 eq_refl) in W1; rewrite (O2 eq_refl) in W2; unfold Rabs in W1, W2; destruct (Rcase_abs _), (Rcase_abs _); nra.
      + rewrite (O1 eq_refl) in W1; rewrite (E2 eq_refl) in W2; unfold Rabs in W1, W2; destruct (Rcase_abs _), (Rcase_abs _); nra. }
  pose proof (Most g Hg (S M) C); lia.
Qed.

Lemma ceiling_spec x : IZR (ceiling x) - 1 < x <= IZR (ceiling x).
Proof. unfold ceiling; rewrite opp_IZR; destruct (base_Int_part (- x)); lra. Qed.

(** The least number of steps is max(0, ⌈q⌉ - 1), q = L (b - a) / (2 eps). *)
Theorem step_count L a b eps : 0 <= L -> a < b -> 0 < eps ->
  least (enough step_unit L a b eps) (Z.to_nat (ceiling (L * (b - a) / (2 * eps)) - 1)).
Proof.
  intros HL Hab He; set (q := L * (b - a) / (2 * eps)); pose proof (ceiling_spec q) as [C1 C2]; set (c := ceiling q) in *.
  assert (Q : 0 <= q) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra | left; apply Rinv_0_lt_compat; lra]).
  split.
  - apply steps_enough; try assumption; fold q; rewrite INR_IZR_INZ, <- plus_IZR; apply Rle_trans with (1 := C2); apply IZR_le; lia.
  - intros m Hm; apply (changes_needed step_unit L a b eps m m (steps_sign_changes m)) in Hm; try assumption; fold q in Hm; rewrite INR_IZR_INZ in Hm.
    assert (Z : (c <= Z.of_nat m + 1)%Z).
    { apply Z.lt_succ_r; apply lt_IZR; unfold Z.succ; rewrite !plus_IZR; lra. }
    lia.
Qed.

Lemma enough_kinds (U V : unit_kind) L a b eps N : (forall u, U u <-> V u) -> enough U L a b eps N <-> enough V L a b eps N.
Proof.
  intros E; split; intros H f Lf; destruct (H f Lf) as (g & G & W); exists g; (split; [|exact W]); apply (one_layer_kinds U V N g E); exact G.
Qed.

(** ** Bounded sigmoids *)

Definition centred_logistic (y : R) : R := 2 * logistic y - 1.

Lemma centred_logistic_odd y : centred_logistic (- y) = - centred_logistic y.
Proof.
  unfold centred_logistic, logistic; rewrite Ropp_involutive, exp_Ropp; pose proof (exp_pos y); field; split; lra.
Qed.

Lemma centred_logistic_bounded : bounded_sigmoid centred_logistic.
Proof.
  assert (B : forall y, -1 <= centred_logistic y <= 1).
  { intros y; unfold centred_logistic, logistic; pose proof (exp_pos (- y)) as P.
    assert (0 < / (1 + exp (- y))) by (apply Rinv_0_lt_compat; lra).
    assert (/ (1 + exp (- y)) <= / 1) by (apply Rinv_le_contravar; lra); rewrite Rinv_1 in *; lra. }
  assert (P : forall y, 0 <= y -> 0 <= centred_logistic y).
  { intros y Hy; unfold centred_logistic, logistic; pose proof (exp_pos (- y)).
    assert (exp (- y) <= 1) by (rewrite <- exp_0; destruct Hy as [Hy| <-]; [left; apply exp_increasing; lra | rewrite Ropp_0; lra]).
    assert (/ 2 <= / (1 + exp (- y))) by (apply Rinv_le_contravar; lra); lra. }
  assert (Up : forall e, 0 < e -> exists M, forall y, M <= y -> 1 - e <= centred_logistic y).
  { intros e He; exists (- ln (e / 2)); intros y Hy; unfold centred_logistic, logistic; pose proof (exp_pos (- y)) as Q.
    assert (E : exp (- y) <= e / 2).
    { rewrite <- (exp_ln (e / 2)) by lra; destruct Hy as [Hy| <-]; [left; apply exp_increasing; lra | rewrite Ropp_involutive; lra]. }
    assert (I : / (1 + exp (- y)) = 1 - exp (- y) * / (1 + exp (- y))) by (field; lra).
    assert (/ (1 + exp (- y)) <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
    assert (0 < / (1 + exp (- y))) by (apply Rinv_0_lt_compat; lra); nra. }
  split; [exact B|]; split; [|split; [exact P|]].
  - intros y Hy; specialize (P (- y) ltac:(lra)); rewrite centred_logistic_odd in P; lra.
  - intros e He; destruct (Up e He) as (M & HM); exists M; split; [exact HM|]; intros y Hy; specialize (HM (- y) ltac:(lra)); rewrite centred_logistic_odd in HM; lra.
Qed.

(** Units that differ by a factor and a constant: the constants go into the output's. *)
Lemma shifted_layer phi psi k c N g : (forall y, phi y = k * psi y + c) -> one_layer (activation_unit phi) N g -> one_layer (activation_unit psi) N g.
Proof.
  intros P (c0 & us & L & F & G).
  assert (T : exists c' us', length us' = length us /\ Forall (activation_unit psi) us' /\ forall x, sum (map (fun u => u x) us) = c' + sum (map (fun u => u x) us')).
  { clear - F P; induction us as [|u us IH]; [exists 0, []; repeat split; [constructor | intros; cbn; ring]|].
    inversion F as [|? ? (a & w & t & E) F']; subst; destruct (IH F') as (c' & us' & L' & F'' & S).
    exists (c' + a * c), ((fun x => a * k * psi (w * x + t)) :: us'); split; [cbn; lia|]; split.
    - constructor; [exists (a * k), w, t; reflexivity | exact F''].
    - intros x; cbn [map sum]; rewrite E, S, P; ring. }
  destruct T as (c' & us' & L' & F' & S); exists (c0 + c'), us'; split; [lia|]; split; [exact F'|]; intros x; rewrite G, S; ring.
Qed.

(** 0 to the left of 0, 1 to the right, 1/2 at 0. *)
Definition heaviside (y : R) : R := (1 + sign y) / 2.

Lemma tanh_unit u : activation_unit centred_logistic u -> activation_unit tanh u.
Proof.
  intros (a & w & t & E); exists a, (w / 2), (t / 2); intros x; rewrite E; f_equal.
  replace (w / 2 * x + t / 2) with ((w * x + t) / 2) by field; set (y := w * x + t).
  unfold centred_logistic, logistic, tanh, sinh, cosh.
  assert (Q : exp (- y) = exp (- (y / 2)) * exp (- (y / 2))) by (rewrite <- exp_plus; f_equal; field).
  rewrite Q, exp_Ropp; pose proof (exp_pos (y / 2)) as P; set (z := exp (y / 2)) in *.
  field; repeat split; nra || (apply Rgt_not_eq; nra).
Qed.

Lemma algebraic_bounded s : (0 < s)%nat -> bounded_sigmoid (fun y => sigmoid s 1 y / sqrt (INR s)).
Proof.
  intros Hs; assert (S : 0 < sqrt (INR s)) by (apply sqrt_lt_R0, lt_0_INR, Hs); set (r := sqrt (INR s)) in *.
  assert (Sg : forall y, sigmoid s 1 y / r = y * / sqrt (y * y + 1 * 1)) by (intros y; unfold sigmoid; fold r; field; split; [apply Rgt_not_eq, sqrt_lt_R0; nra | lra]).
  assert (I : forall y, 0 < / sqrt (y * y + 1 * 1)) by (intros; apply Rinv_0_lt_compat, sqrt_lt_R0; nra).
  split; [|split; [|split]].
  - intros y; destruct (sigmoid_bounds s 1 y Hs ltac:(lra)) as [B1 B2]; fold r in B1, B2; split; apply (Rmult_le_reg_r r); try exact S; unfold Rdiv; rewrite ?Rmult_assoc, ?Rinv_l by lra; lra.
  - intros y Hy; rewrite Sg; specialize (I y); nra.
  - intros y Hy; rewrite Sg; specialize (I y); nra.
  - intros e He; destruct (sigmoid_limits s 1 (e * r) Hs ltac:(lra) ltac:(nra)) as (M & U & D); fold r in U, D; exists M; split; intros y Hy.
    + specialize (U y Hy); apply (Rmult_le_reg_r r); [exact S|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra.
    + specialize (D y Hy); apply (Rmult_le_reg_r r); [exact S|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra.
Qed.

Lemma enough_weaker (U V : unit_kind) L a b eps N : (forall g, one_layer U N g -> one_layer V N g) -> enough U L a b eps N -> enough V L a b eps N.
Proof. intros E H f Lf; destruct (H f Lf) as (g & G & W); exists g; split; [apply E, G | exact W]. Qed.

Lemma one_layer_weaker (U V : unit_kind) N g : (forall u, U u -> V u) -> one_layer U N g -> one_layer V N g.
Proof. intros E (c & us & L & F & G); exists c, us; split; [exact L|]; split; [eapply Forall_impl; [exact E | exact F] | exact G]. Qed.

Lemma algebraic_units s : ((3 <= s)%nat -> forall u, activation_unit (fun y => sigmoid s 1 y / sqrt (INR s)) u -> pln_unit s u) /\
  ((2 <= s)%nat -> forall u, activation_unit (fun y => sigmoid s 1 y / sqrt (INR s)) u -> pls_unit s u).
Proof.
  split; intros Hs u (a & w & t & E); destruct (sigmoid_is_a_unit s (a / sqrt (INR s)) w t) as [P Q].
  - destruct (P Hs) as (w' & t' & v & L1 & L2 & L3 & G); exists w', t', v; repeat split; try assumption; intros x; rewrite <- G, E; unfold Rdiv; ring.
  - destruct (Q Hs) as (w' & t' & v & L1 & L2 & L3 & G); exists w', t', v; repeat split; try assumption; intros x; rewrite <- G, E; unfold Rdiv; ring.
Qed.

Lemma floor_spec x : 0 <= x -> x < INR (Z.to_nat (floor x)) + 1.
Proof.
  intros H; unfold floor; destruct (base_Int_part x) as [B1 B2]; assert (Z : (0 <= Int_part x)%Z) by (apply Z.lt_succ_r, lt_IZR; unfold Z.succ; rewrite plus_IZR; lra).
  rewrite INR_IZR_INZ, Z2Nat.id by exact Z; lra.
Qed.

(** Claim A3: for every L ≥ 0, a < b and ε > 0, with q = L (b - a) / (2 ε): the least number N* of units with which every L-Lipschitz function on
    [a, b] is approximated within ε is max(0, ⌈q⌉ - 1) for PLN-2, PLS-1, the sign and Heaviside's function; ⌊q⌋ units are enough for PLN-s with s ≥ 3,
    PLS-s with s ≥ 2, tanh and the logistic function; and for ReLU ⌈q⌉ - 2 ≤ N* ≤ max(0, ⌈q⌉ - 1). *)
Theorem A3 L a b eps : 0 <= L -> a < b -> 0 < eps ->
  let q := L * (b - a) / (2 * eps) in
  let steps := Z.to_nat (ceiling q - 1) in
  let sigmoids := Z.to_nat (floor q) in
  least (enough (pln_unit 2) L a b eps) steps /\
  least (enough (pls_unit 1) L a b eps) steps /\
  least (enough (activation_unit sign) L a b eps) steps /\
  least (enough (activation_unit heaviside) L a b eps) steps /\
  (forall s, (3 <= s)%nat -> enough (pln_unit s) L a b eps sigmoids) /\
  (forall s, (2 <= s)%nat -> enough (pls_unit s) L a b eps sigmoids) /\
  enough (activation_unit tanh) L a b eps sigmoids /\
  enough (activation_unit logistic) L a b eps sigmoids /\
  enough (activation_unit relu) L a b eps steps /\
  (forall N, enough (activation_unit relu) L a b eps N -> (ceiling q - 2 <= Z.of_nat N)%Z).
Proof.
  intros HL Hab He q steps sigmoids; pose proof (step_count L a b eps HL Hab He) as S; fold q in S; fold steps in S.
  assert (Q : 0 <= q) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra | left; apply Rinv_0_lt_compat; lra]).
  assert (Up : forall phi, bounded_sigmoid phi -> enough (activation_unit phi) L a b eps sigmoids)
    by (intros phi P; apply sigmoids_enough; try assumption; apply floor_spec, Q).
  pose proof (ceiling_spec q) as [C1 C2].
  split; [|split; [|split; [exact S|split; [|split; [|split; [|split; [|split; [|split]]]]]]]].
  - apply (least_ext (enough step_unit L a b eps)); [|exact S]; intros N; apply enough_kinds; intros u; symmetry; apply pln_2_units_are_steps.
  - apply (least_ext (enough step_unit L a b eps)); [|exact S]; intros N; apply enough_kinds; intros u; symmetry; apply pls_1_units_are_steps.
  - apply (least_ext (enough step_unit L a b eps)); [|exact S]; intros N; split; apply enough_weaker; intros g.
    + apply (shifted_layer sign heaviside 2 (-1)); intros y; unfold heaviside; field.
    + apply (shifted_layer heaviside sign (/ 2) (/ 2)); intros y; unfold heaviside; field.
  - intros s Hs; eapply enough_weaker; [|apply (Up _ (algebraic_bounded s ltac:(lia)))]; intros g; apply one_layer_weaker, (proj1 (algebraic_units s) Hs).
  - intros s Hs; eapply enough_weaker; [|apply (Up _ (algebraic_bounded s ltac:(lia)))]; intros g; apply one_layer_weaker, (proj2 (algebraic_units s) Hs).
  - eapply enough_weaker; [|apply (Up _ centred_logistic_bounded)]; intros g; apply one_layer_weaker, tanh_unit.
  - eapply enough_weaker; [|apply (Up _ centred_logistic_bounded)]; intros g; apply (shifted_layer centred_logistic logistic 2 (-1)); intros y; unfold centred_logistic; ring.
  - apply relu_enough; try assumption; fold q; unfold steps; rewrite INR_IZR_INZ, <- plus_IZR; apply Rle_trans with (1 := C2); apply IZR_le; lia.
  - intros N HN; apply (changes_needed _ L a b eps N (Datatypes.S N) (relu_sign_changes N)) in HN; try assumption; fold q in HN.
    rewrite S_INR, INR_IZR_INZ in HN; apply Zlt_succ_le, lt_IZR; unfold Z.succ; rewrite plus_IZR, minus_IZR; lra.
Qed.
