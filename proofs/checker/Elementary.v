(** * Enclosures of pi, cosine, sine and the exponential function

    Cosine: halving the argument until it is small, a few terms there, and cos 2x = 2 cos² x - 1. The exponential function the same with squares.
    pi: Machin's formula. *)

From Coq Require Import Reals List Lra Lia ZArith QArith Qreals Psatz.
From Normlab Require Import checker.Intervals.
Open Scope R_scope.

(** ** pi *)

Fixpoint power_z (b : Z) (n : nat) : Z := match n with O => 1%Z | S m => (b * power_z b m)%Z end.
Fixpoint odd_z (n : nat) : Z := match n with O => 1%Z | S m => (2 + odd_z m)%Z end.
Fixpoint sign_z (n : nat) : Z := match n with O => 1%Z | S m => (- sign_z m)%Z end.

(** The n-th term of 2 arctan(1/3) + arctan(1/7). *)
Definition pi_term (n : nat) : Q :=
  let a := (3 * power_z 9 n)%Z in let b := (7 * power_z 49 n)%Z in ratio (sign_z n * (2 * b + a)) (a * b * odd_z n).
Fixpoint pi_sum (n : nat) : Q := match n with O => pi_term 0 | S m => plus_q (pi_sum m) (pi_term (S m)) end.

(** The first 80 terms: some 250 binary digits. *)
Definition pi_i : interval := let s := pi_sum 80 in (times_q (4 # 1) (plus_q s (pi_term 81)), times_q (4 # 1) s).

Lemma power_z_value b n : IZR (power_z b n) = IZR b ^ n.
Proof. induction n as [|n IH]; [reflexivity|]; cbn [power_z pow]; rewrite mult_IZR, IH; reflexivity. Qed.

Lemma odd_z_value n : IZR (odd_z n) = INR (2 * n + 1).
Proof.
  rewrite INR_IZR_INZ; f_equal; induction n as [|n IH]; [reflexivity|]; cbn [odd_z]; lia.
Qed.

Lemma sign_z_value n : IZR (sign_z n) = (-1) ^ n.
Proof. induction n as [|n IH]; [reflexivity|]; cbn [sign_z pow]; rewrite opp_IZR, IH; ring. Qed.

Lemma power_z_positive b n : (0 < b)%Z -> (0 < power_z b n)%Z.
Proof. intros H; induction n; cbn [power_z]; lia. Qed.

Lemma odd_z_positive n : (0 < odd_z n)%Z.
Proof. induction n; cbn [odd_z]; lia. Qed.

Lemma pi_term_value n : Q2R (pi_term n) = tg_alt PI_2_3_7_tg n.
Proof.
  unfold pi_term; cbv zeta; pose proof (power_z_positive 9 n eq_refl); pose proof (power_z_positive 49 n eq_refl); pose proof (odd_z_positive n).
  rewrite ratio_value by (apply Z.mul_pos_pos; [apply Z.mul_pos_pos; lia | assumption]).
  unfold tg_alt, PI_2_3_7_tg, Ratan_seq; rewrite <- odd_z_value, !pow_add, !pow_mult, !pow_1.
  rewrite ?mult_IZR, ?plus_IZR, ?mult_IZR, !power_z_value, sign_z_value.
  replace ((/ 3) ^ 2) with (/ 9) by field; replace ((/ 7) ^ 2) with (/ 49) by field; rewrite !pow_inv.
  assert (9 ^ n <> 0) by (apply pow_nonzero; lra); assert (49 ^ n <> 0) by (apply pow_nonzero; lra).
  assert (IZR (odd_z n) <> 0) by (apply Rgt_not_eq, IZR_lt; assumption); field; repeat split; assumption.
Qed.

Lemma pi_sum_value n : Q2R (pi_sum n) = sum_f_R0 (tg_alt PI_2_3_7_tg) n.
Proof.
  induction n as [|n IH]; [apply pi_term_value|]; cbn [pi_sum sum_f_R0]; rewrite plus_q_value, IH, pi_term_value; reflexivity.
Qed.

Lemma pi_inside : inside PI pi_i.
Proof.
  unfold inside, pi_i; cbv zeta; cbn [fst snd]; rewrite !times_q_value, plus_q_value, pi_term_value, pi_sum_value.
  replace (Q2R (4 # 1)) with 4 by (unfold Q2R; cbn; field).
  pose proof (PI_2_3_7_ineq 40) as [L H]; change (S (2 * 40)) with 81%nat in L; change (2 * 40)%nat with 80%nat in H.
  change (sum_f_R0 (tg_alt PI_2_3_7_tg) 81) with (sum_f_R0 (tg_alt PI_2_3_7_tg) 80 + tg_alt PI_2_3_7_tg 81) in L.
  set (s := sum_f_R0 _ 80) in *; set (t := tg_alt _ 81) in *; clearbody s t; lra.
Qed.

(** ** Cosine and sine *)

Definition half_q (q : Q) : Q := ratio (Qnum q) (2 * den q).

Lemma half_q_value q : Q2R (half_q q) = Q2R q / 2.
Proof.
  unfold half_q; rewrite ratio_value by reflexivity; rewrite Q2R_ratio, mult_IZR; pose proof (den_positive q); field; lra.
Qed.

(** How often to halve until the size is at most [small]; what is taken does not matter for the theorem. *)
Fixpoint halvings_to (small : Q) (fuel : nat) (q : Q) : nat :=
  match fuel with
  | O => O
  | S rest => if at_most q small then if at_most (negative_q q) small then O else S (halvings_to small rest (half_q q)) else S (halvings_to small rest (half_q q))
  end.

Definition size_is_at_most_2 (q : Q) : bool := if at_most q (2 # 1) then at_most (-2 # 1) q else false.

Definition cosine_small (U : Z) (q : Q) : interval :=
  if size_is_at_most_2 q then
    let s := round_i U (just (times_q q q)) in
    let s2 := round_i U (times_i s s) in
    let low := plus_i (minus_i (just 1%Q) (scale_i (1 # 2) s)) (minus_i (scale_i (1 # 24) s2) (scale_i (1 # 720) (times_i s s2))) in
    (fst low, snd (plus_i low (scale_i (1 # 40320) (times_i s2 s2))))
  else (-1 # 1, 1)%Q.

Fixpoint cosine_halved (U : Z) (k : nat) (q : Q) : interval :=
  match k with
  | O => cosine_small U q
  | S j => let c := cosine_halved U j (half_q q) in round_i U (minus_i (scale_i (2 # 1) (times_i c c)) (just 1%Q))
  end.

Definition cosine_i (U : Z) (i : interval) : interval :=
  let m := round_down U (half_q (plus_q (fst i) (snd i))) in
  let r := greatest_q (minus_q (snd i) m) (minus_q m (fst i)) in
  let c := cosine_halved U (halvings_to (1 # 1024) 80 m) m in
  (greatest_q (-1 # 1) (minus_q (fst c) r), least_q 1 (plus_q (snd c) r)).

Definition sine_i (U : Z) (i : interval) : interval := cosine_i U (minus_i (scale_i (1 # 2) pi_i) i).

Lemma cosine_small_inside U q : inside (cos (Q2R q)) (cosine_small U q).
Proof.
  unfold cosine_small; destruct (size_is_at_most_2 q) eqn:E.
  2: { unfold inside; cbn [fst snd]; replace (Q2R (-1 # 1)) with (-1) by (unfold Q2R; cbn; field); rewrite Q2R_1; apply COS_bound. }
  unfold size_is_at_most_2 in E; destruct (at_most q (2 # 1)) eqn:E1; [|discriminate]; apply at_most_true in E, E1.
  replace (Q2R (2 # 1)) with 2 in E1 by (unfold Q2R; cbn; field); replace (Q2R (-2 # 1)) with (-2) in E by (unfold Q2R; cbn; field).
  pose proof (pre_cos_bound (Q2R q) 1 E E1) as [L H]; change (2 * 1 + 1)%nat with 3%nat in L; change (2 * (1 + 1))%nat with 4%nat in H.
  set (x := Q2R q) in *; set (s := round_i U (just (times_q q q))); set (s2 := round_i U (times_i s s)).
  assert (Is : inside (x * x) s) by (apply round_inside; unfold x; rewrite <- times_q_value; apply just_inside).
  assert (I2 : inside (x * x * (x * x)) s2) by (apply round_inside, times_inside; exact Is).
  assert (Q1 : forall n, inside (1 / IZR (Zpos n) * (x * x)) (scale_i (1 # n) s)) by (intros n; apply (scale_inside (1 # n)), Is).
  cbv zeta; set (low := plus_i _ _).
  assert (Il : inside (cos_approx x 3) low).
  { replace (cos_approx x 3) with (1 - 1 / 2 * (x * x) + (1 / 24 * (x * x * (x * x)) - 1 / 720 * (x * x * (x * x * (x * x)))))
      by (unfold cos_approx, cos_term; cbn [sum_f_R0 pow fact Nat.mul Nat.add INR]; field).
    apply plus_inside; apply minus_inside.
    - rewrite <- Q2R_1; apply just_inside.
    - apply (scale_inside (1 # 2)), Is.
    - apply (scale_inside (1 # 24)), I2.
    - apply (scale_inside (1 # 720)), times_inside; assumption. }
  assert (Ih : inside (cos_approx x 4) (plus_i low (scale_i (1 # 40320) (times_i s2 s2)))).
  { replace (cos_approx x 4) with (cos_approx x 3 + 1 / 40320 * (x * x * (x * x) * (x * x * (x * x)))).
    - apply plus_inside; [exact Il|]; apply (scale_inside (1 # 40320)), times_inside; exact I2.
    - unfold cos_approx; change (sum_f_R0 (cos_term x) 4) with (sum_f_R0 (cos_term x) 3 + cos_term x 4); f_equal.
      unfold cos_term; replace (INR (fact (2 * 4))) with 40320; [cbn [pow Nat.mul Nat.add]; field|].
      rewrite INR_IZR_INZ; reflexivity. }
  clearbody low s s2; unfold inside in *; cbn [fst snd]; lra.
Qed.

Lemma cosine_halved_inside U k : forall q, inside (cos (Q2R q)) (cosine_halved U k q).
Proof.
  induction k as [|k IH]; intros q; [apply cosine_small_inside|]; cbn [cosine_halved]; cbv zeta; apply round_inside.
  specialize (IH (half_q q)); rewrite half_q_value in IH; set (c := cosine_halved U k (half_q q)) in *; clearbody c.
  replace (Q2R q) with (2 * (Q2R q / 2)) by field; rewrite cos_2a_cos.
  replace (2 * cos (Q2R q / 2) * cos (Q2R q / 2) - 1) with (2 / 1 * (cos (Q2R q / 2) * cos (Q2R q / 2)) - 1) by field.
  apply minus_inside; [apply (scale_inside (2 # 1)), times_inside; exact IH | rewrite <- Q2R_1; apply just_inside].
Qed.

Lemma cosine_near x m : Rabs (cos x - cos m) <= Rabs (x - m).
Proof.
  destruct (MVT_abs cos (fun c => - sin c) m x) as (c & E & _); [intros; apply derivable_pt_lim_cos|].
  rewrite E; rewrite Rabs_Ropp; pose proof (SIN_bound c); assert (Rabs (sin c) <= 1) by (apply Rabs_le; lra).
  pose proof (Rabs_pos (x - m)); nra.
Qed.

Lemma cosine_inside U x i : inside x i -> inside (cos x) (cosine_i U i).
Proof.
  intros Ix; unfold cosine_i; cbv zeta; set (m := round_down U _); clearbody m; set (c := cosine_halved U _ m).
  assert (Ic : inside (cos (Q2R m)) c) by apply cosine_halved_inside; clearbody c.
  unfold inside in *; cbn [fst snd].
  rewrite greatest_q_value, least_q_value, minus_q_value, plus_q_value, greatest_q_value, !minus_q_value, Q2R_1.
  replace (Q2R (-1 # 1)) with (-1) by (unfold Q2R; cbn; field).
  pose proof (cosine_near x (Q2R m)) as N; pose proof (COS_bound x) as B.
  set (r := Rmax (Q2R (snd i) - Q2R m) (Q2R m - Q2R (fst i))).
  assert (R1 : Rabs (x - Q2R m) <= r).
  { pose proof (Rmax_l (Q2R (snd i) - Q2R m) (Q2R m - Q2R (fst i))); pose proof (Rmax_r (Q2R (snd i) - Q2R m) (Q2R m - Q2R (fst i))); fold r in H, H0.
    unfold Rabs; destruct (Rcase_abs _); lra. }
  assert (D : - r <= cos x - cos (Q2R m) <= r) by (unfold Rabs in N at 1; destruct (Rcase_abs (cos x - cos (Q2R m))); lra).
  split; [apply Rmax_lub | apply Rmin_glb]; lra.
Qed.

Lemma sine_inside U x i : inside x i -> inside (sin x) (sine_i U i).
Proof.
  intros Ix; unfold sine_i; rewrite <- cos_shift; apply cosine_inside, minus_inside; [|exact Ix].
  replace (PI / 2) with (Q2R (1 # 2) * PI) by (unfold Q2R; cbn; field); apply scale_inside, pi_inside.
Qed.

(** ** The exponential function *)

Definition exponential_small (q : Q) : option interval :=
  if less_q q 1 then Some (plus_q 1 q, inverse_q (minus_q 1 q)) else None.

Fixpoint exponential_halved (U : Z) (k : nat) (q : Q) : option interval :=
  match k with
  | O => exponential_small q
  | S j => match exponential_halved U j (half_q q) with Some e => Some (round_i U (times_i e e)) | None => None end
  end.

Definition exponential_at (U : Z) (q : Q) : option interval := exponential_halved U (halvings_to (ratio 1 (power_z 2 80)) 200 q) q.

Definition exponential_i (U : Z) (i : interval) : option interval :=
  match exponential_at U (fst i) with
  | Some l => match exponential_at U (snd i) with Some h => Some (fst l, snd h) | None => None end
  | None => None
  end.

Lemma exponential_halved_inside U k : forall q e, exponential_halved U k q = Some e -> inside (exp (Q2R q)) e.
Proof.
  induction k as [|k IH]; intros q e E; cbn [exponential_halved] in E.
  - unfold exponential_small in E; pose proof (less_q_spec q 1) as L; destruct (less_q q 1); [|discriminate]; injection E as <-.
    rewrite Q2R_1 in L; unfold inside; cbn [fst snd]; rewrite plus_q_value, inverse_q_value, minus_q_value, Q2R_1 by (rewrite minus_q_value, Q2R_1; lra).
    pose proof (exp_ineq1_le (Q2R q)); pose proof (exp_ineq1_le (- Q2R q)) as M; split; [lra|].
    rewrite exp_Ropp in M; pose proof (exp_pos (Q2R q)) as P.
    replace (exp (Q2R q)) with (/ / exp (Q2R q)) by (field; lra); apply Rinv_le_contravar; lra.
  - destruct (exponential_halved U k (half_q q)) as [d|] eqn:Ed; [|discriminate]; injection E as <-.
    specialize (IH _ _ Ed); rewrite half_q_value in IH; apply round_inside.
    replace (Q2R q) with (Q2R q / 2 + Q2R q / 2) by field; rewrite exp_plus; apply times_inside; exact IH.
Qed.

Lemma exponential_inside U x i j : inside x i -> exponential_i U i = Some j -> inside (exp x) j.
Proof.
  unfold exponential_i, exponential_at; destruct (exponential_halved U _ (fst i)) as [l|] eqn:El; [|discriminate].
  destruct (exponential_halved U _ (snd i)) as [h|] eqn:Eh; [|discriminate]; intros [H1 H2] E; injection E as <-.
  apply exponential_halved_inside in El, Eh; unfold inside in *; cbn [fst snd].
  assert (M : forall u v, u <= v -> exp u <= exp v).
  { intros u v [L| ->]; [left; apply exp_increasing, L | right; reflexivity]. }
  pose proof (M _ _ H1); pose proof (M _ _ H2); lra.
Qed.
