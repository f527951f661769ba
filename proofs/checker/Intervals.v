(** * Rational numbers and intervals with rational ends, for the checker

    Every operation on intervals holds the results of the operation on the numbers they hold. *)

From Coq Require Import Reals List Lra Lia ZArith QArith Qreals Psatz.
Open Scope R_scope.

(** ** Rational numbers in lowest terms *)

Definition den (q : Q) : Z := Zpos (Qden q).

(** n / d for d > 0 *)
Definition ratio (n d : Z) : Q := let g := Z.gcd n d in (n / g)%Z # Z.to_pos (d / g).

Definition plus_q (a b : Q) : Q := ratio (Qnum a * den b + Qnum b * den a) (den a * den b).
Definition times_q (a b : Q) : Q := ratio (Qnum a * Qnum b) (den a * den b).
Definition negative_q (a : Q) : Q := (- Qnum a)%Z # Qden a.
Definition minus_q (a b : Q) : Q := plus_q a (negative_q b).
Definition at_most (a b : Q) : bool := (Qnum a * den b <=? Qnum b * den a)%Z.
Definition less_q (a b : Q) : bool := (Qnum a * den b <? Qnum b * den a)%Z.
Definition least_q (a b : Q) : Q := if at_most a b then a else b.
Definition greatest_q (a b : Q) : Q := if at_most a b then b else a.

(** 1 / a for a other than 0 *)
Definition inverse_q (a : Q) : Q := if (0 <? Qnum a)%Z then ratio (den a) (Qnum a) else ratio (- den a) (- Qnum a).

Lemma den_positive q : 0 < IZR (den q).
Proof. apply (IZR_lt 0); reflexivity. Qed.

Lemma Q2R_ratio q : Q2R q = IZR (Qnum q) / IZR (den q).
Proof. reflexivity. Qed.

Lemma ratio_value n d : (0 < d)%Z -> Q2R (ratio n d) = IZR n / IZR d.
Proof.
  intros Hd; unfold ratio; cbv zeta; set (g := Z.gcd n d).
  assert (G : (0 < g)%Z) by (pose proof (Z.gcd_nonneg n d); destruct (Z.eq_dec g 0) as [E|]; [apply Z.gcd_eq_0 in E | fold g in H]; lia).
  assert (N : n = (g * (n / g))%Z) by (apply Z.div_exact; [lia|]; apply Z.mod_divide; [lia | apply Z.gcd_divide_l]).
  assert (D : d = (g * (d / g))%Z) by (apply Z.div_exact; [lia|]; apply Z.mod_divide; [lia | apply Z.gcd_divide_r]).
  set (n' := (n / g)%Z) in *; set (d' := (d / g)%Z) in *; clearbody n' d' g; subst n d.
  assert (P : (0 < d')%Z) by nia; unfold Q2R; cbn [Qnum Qden]; rewrite Z2Pos.id by exact P.
  apply IZR_lt in P, G; rewrite !mult_IZR; field; lra.
Qed.

Lemma dens_positive a b : (0 < den a * den b)%Z.
Proof. reflexivity. Qed.

Lemma plus_q_value a b : Q2R (plus_q a b) = Q2R a + Q2R b.
Proof.
  unfold plus_q; rewrite ratio_value by apply dens_positive; rewrite !Q2R_ratio, plus_IZR, !mult_IZR.
  pose proof (den_positive a); pose proof (den_positive b); field; lra.
Qed.

Lemma times_q_value a b : Q2R (times_q a b) = Q2R a * Q2R b.
Proof.
  unfold times_q; rewrite ratio_value by apply dens_positive; rewrite !Q2R_ratio, !mult_IZR.
  pose proof (den_positive a); pose proof (den_positive b); field; lra.
Qed.

Lemma negative_q_value a : Q2R (negative_q a) = - Q2R a.
Proof. unfold negative_q, Q2R; cbn [Qnum Qden]; rewrite opp_IZR; ring. Qed.

Lemma minus_q_value a b : Q2R (minus_q a b) = Q2R a - Q2R b.
Proof. unfold minus_q; rewrite plus_q_value, negative_q_value; ring. Qed.

Lemma compare_value a b : IZR (Qnum a * den b) - IZR (Qnum b * den a) = (Q2R a - Q2R b) * (IZR (den a) * IZR (den b)).
Proof. rewrite !Q2R_ratio, !mult_IZR; pose proof (den_positive a); pose proof (den_positive b); field; lra. Qed.

Lemma at_most_spec a b : if at_most a b then Q2R a <= Q2R b else Q2R b < Q2R a.
Proof.
  unfold at_most; pose proof (compare_value a b) as C; pose proof (Rmult_lt_0_compat _ _ (den_positive a) (den_positive b)) as P.
  destruct (Z.leb_spec (Qnum a * den b) (Qnum b * den a)) as [L|L]; [apply IZR_le in L | apply IZR_lt in L]; nra.
Qed.

Lemma less_q_spec a b : if less_q a b then Q2R a < Q2R b else Q2R b <= Q2R a.
Proof.
  unfold less_q; pose proof (compare_value a b) as C; pose proof (Rmult_lt_0_compat _ _ (den_positive a) (den_positive b)) as P.
  destruct (Z.ltb_spec (Qnum a * den b) (Qnum b * den a)) as [L|L]; [apply IZR_lt in L | apply IZR_le in L]; nra.
Qed.

Lemma at_most_true a b : at_most a b = true -> Q2R a <= Q2R b.
Proof. intros E; pose proof (at_most_spec a b) as S; rewrite E in S; exact S. Qed.

Lemma less_q_true a b : less_q a b = true -> Q2R a < Q2R b.
Proof. intros E; pose proof (less_q_spec a b) as S; rewrite E in S; exact S. Qed.

Lemma least_q_value a b : Q2R (least_q a b) = Rmin (Q2R a) (Q2R b).
Proof.
  unfold least_q; pose proof (at_most_spec a b); destruct (at_most a b); unfold Rmin; destruct (Rle_dec (Q2R a) (Q2R b)); lra.
Qed.

Lemma greatest_q_value a b : Q2R (greatest_q a b) = Rmax (Q2R a) (Q2R b).
Proof.
  unfold greatest_q; pose proof (at_most_spec a b); destruct (at_most a b); unfold Rmax; destruct (Rle_dec (Q2R a) (Q2R b)); lra.
Qed.

Lemma inverse_q_value a : Q2R a <> 0 -> Q2R (inverse_q a) = / Q2R a.
Proof.
  intros N; rewrite (Q2R_ratio a) in *; pose proof (den_positive a) as P; unfold inverse_q.
  destruct (Z.ltb_spec 0 (Qnum a)) as [L|L].
  - rewrite ratio_value by exact L; apply IZR_lt in L; field; lra.
  - assert (K : Qnum a <> 0%Z) by (intros E; apply N; rewrite E; unfold Rdiv; ring).
    rewrite ratio_value by lia; rewrite !opp_IZR; field; split; [lra|]; intros E; apply K, eq_IZR, E.
Qed.

Lemma Q2R_0 : Q2R 0 = 0. Proof. unfold Q2R; cbn; field. Qed.
Lemma Q2R_1 : Q2R 1 = 1. Proof. unfold Q2R; cbn; field. Qed.

(** ** Intervals *)

Definition interval := (Q * Q)%type.

Definition inside (x : R) (i : interval) : Prop := Q2R (fst i) <= x <= Q2R (snd i).

Definition just (q : Q) : interval := (q, q).

Lemma just_inside q : inside (Q2R q) (just q).
Proof. unfold inside; cbn; lra. Qed.

Definition plus_i (i j : interval) : interval := (plus_q (fst i) (fst j), plus_q (snd i) (snd j)).
Definition negative_i (i : interval) : interval := (negative_q (snd i), negative_q (fst i)).
Definition minus_i (i j : interval) : interval := plus_i i (negative_i j).
Definition hull_i (i j : interval) : interval := (least_q (fst i) (fst j), greatest_q (snd i) (snd j)).
Definition least_i (i j : interval) : interval := (least_q (fst i) (fst j), least_q (snd i) (snd j)).
Definition greatest_i (i j : interval) : interval := (greatest_q (fst i) (fst j), greatest_q (snd i) (snd j)).

(** An end times an interval. *)
Definition scale_i (q : Q) (i : interval) : interval :=
  if at_most 0 q then (times_q q (fst i), times_q q (snd i)) else (times_q q (snd i), times_q q (fst i)).
Definition times_i (i j : interval) : interval := hull_i (scale_i (fst i) j) (scale_i (snd i) j).

(** Of what holds 0 there is no inverse. *)
Definition inverse_i (i : interval) : option interval :=
  if less_q 0 (fst i) then Some (inverse_q (snd i), inverse_q (fst i))
  else if less_q (snd i) 0 then Some (inverse_q (snd i), inverse_q (fst i)) else None.

Definition absolute_i (i : interval) : interval :=
  if at_most 0 (fst i) then i else if at_most (snd i) 0 then negative_i i
  else (0%Q, greatest_q (negative_q (fst i)) (snd i)).

Fixpoint power_i (i : interval) (k : nat) : interval :=
  match k with O => just 1%Q | S O => i | S j => times_i i (power_i i j) end.

(** What holds 0 held away: the part that is 0 or more, if any can be. *)
Definition holds_zero (i : interval) : bool := if at_most (fst i) 0 then at_most 0 (snd i) else false.

Lemma plus_inside x y i j : inside x i -> inside y j -> inside (x + y) (plus_i i j).
Proof. unfold inside, plus_i; cbn [fst snd]; rewrite !plus_q_value; lra. Qed.

Lemma negative_inside x i : inside x i -> inside (- x) (negative_i i).
Proof. unfold inside, negative_i; cbn [fst snd]; rewrite !negative_q_value; lra. Qed.

Lemma minus_inside x y i j : inside x i -> inside y j -> inside (x - y) (minus_i i j).
Proof. intros Hx Hy; apply plus_inside; [exact Hx | apply negative_inside, Hy]. Qed.

Lemma hull_inside_l x i j : inside x i -> inside x (hull_i i j).
Proof.
  unfold inside, hull_i; cbn [fst snd]; rewrite least_q_value, greatest_q_value.
  pose proof (Rmin_l (Q2R (fst i)) (Q2R (fst j))); pose proof (Rmax_l (Q2R (snd i)) (Q2R (snd j))); lra.
Qed.

Lemma hull_inside_r x i j : inside x j -> inside x (hull_i i j).
Proof.
  unfold inside, hull_i; cbn [fst snd]; rewrite least_q_value, greatest_q_value.
  pose proof (Rmin_r (Q2R (fst i)) (Q2R (fst j))); pose proof (Rmax_r (Q2R (snd i)) (Q2R (snd j))); lra.
Qed.

(** Whatever lies between two numbers of an interval lies in it. *)
Lemma between_inside x y z i : inside x i -> inside y i -> Rmin x y <= z <= Rmax x y -> inside z i.
Proof.
  unfold inside, Rmin, Rmax; intros; destruct (Rle_dec x y); lra.
Qed.

Lemma scale_inside q y j : inside y j -> inside (Q2R q * y) (scale_i q j).
Proof.
  unfold inside, scale_i; pose proof (at_most_spec 0 q) as S; rewrite Q2R_0 in S.
  destruct (at_most 0 q); cbn [fst snd]; rewrite !times_q_value; intros [H1 H2]; split; nra.
Qed.

Lemma times_inside x y i j : inside x i -> inside y j -> inside (x * y) (times_i i j).
Proof.
  intros Hx Hy; unfold times_i.
  apply (between_inside (Q2R (fst i) * y) (Q2R (snd i) * y)).
  - apply hull_inside_l, scale_inside, Hy.
  - apply hull_inside_r, scale_inside, Hy.
  - unfold inside in Hx; unfold Rmin, Rmax; destruct (Rle_dec (Q2R (fst i) * y) (Q2R (snd i) * y)); destruct (Rle_dec 0 y); split; nra.
Qed.

Lemma inverse_inside x i j : inside x i -> inverse_i i = Some j -> x <> 0 /\ inside (/ x) j.
Proof.
  unfold inside, inverse_i; intros [H1 H2].
  pose proof (less_q_spec 0 (fst i)) as A; pose proof (less_q_spec (snd i) 0) as B; rewrite Q2R_0 in *.
  destruct (less_q 0 (fst i)); [|destruct (less_q (snd i) 0); [|discriminate]]; intros E; injection E as <-; cbn [fst snd];
    rewrite !inverse_q_value by lra.
  - split; [lra|]; split; apply Rinv_le_contravar; lra.
  - split; [lra|].
    assert (K : forall u v, u <= v -> v < 0 -> / v <= / u).
    { intros u v L N; replace (/ v) with (- / - v) by (field; lra); replace (/ u) with (- / - u) by (field; lra).
      apply Ropp_le_contravar, Rinv_le_contravar; lra. }
    split; apply K; lra.
Qed.

Lemma least_inside x y i j : inside x i -> inside y j -> inside (Rmin x y) (least_i i j).
Proof.
  unfold inside, least_i; cbn [fst snd]; rewrite !least_q_value; intros; unfold Rmin.
  destruct (Rle_dec x y), (Rle_dec (Q2R (fst i)) (Q2R (fst j))), (Rle_dec (Q2R (snd i)) (Q2R (snd j))); lra.
Qed.

Lemma greatest_inside x y i j : inside x i -> inside y j -> inside (Rmax x y) (greatest_i i j).
Proof.
  unfold inside, greatest_i; cbn [fst snd]; rewrite !greatest_q_value; intros; unfold Rmax.
  destruct (Rle_dec x y), (Rle_dec (Q2R (fst i)) (Q2R (fst j))), (Rle_dec (Q2R (snd i)) (Q2R (snd j))); lra.
Qed.

Lemma absolute_inside x i : inside x i -> inside (Rabs x) (absolute_i i).
Proof.
  unfold inside, absolute_i; intros [H1 H2].
  pose proof (at_most_spec 0 (fst i)) as A; pose proof (at_most_spec (snd i) 0) as B; rewrite Q2R_0 in *.
  destruct (at_most 0 (fst i)); [unfold Rabs; destruct (Rcase_abs x); lra|].
  destruct (at_most (snd i) 0); cbn [negative_i fst snd]; rewrite ?negative_q_value; [unfold Rabs; destruct (Rcase_abs x); lra|].
  rewrite greatest_q_value, negative_q_value, Q2R_0; split; [apply Rabs_pos|].
  pose proof (Rmax_l (- Q2R (fst i)) (Q2R (snd i))); pose proof (Rmax_r (- Q2R (fst i)) (Q2R (snd i))); unfold Rabs; destruct (Rcase_abs x); lra.
Qed.

Lemma power_inside x i k : inside x i -> inside (x ^ k) (power_i i k).
Proof.
  intros H; induction k as [|[|k] IH]; [change (x ^ 0) with 1; rewrite <- Q2R_1; apply just_inside | rewrite pow_1; exact H|].
  change (x ^ S (S k)) with (x * x ^ S k); change (power_i i (S (S k))) with (times_i i (power_i i (S k))); apply times_inside; assumption.
Qed.

(** ** Rounding outwards, where a denominator is above U *)

Definition round_down (U : Z) (q : Q) : Q := if (den q <=? U)%Z then q else if (0 <? U)%Z then ratio (Qnum q * U / den q) U else q.
Definition round_i (U : Z) (i : interval) : interval := (round_down U (fst i), negative_q (round_down U (negative_q (snd i)))).

Lemma round_down_value U q : Q2R (round_down U q) <= Q2R q.
Proof.
  unfold round_down; destruct (Z.leb_spec (den q) U); [lra|]; destruct (Z.ltb_spec 0 U) as [HU|]; [|lra].
  rewrite ratio_value, Q2R_ratio by exact HU; pose proof (den_positive q) as P; pose proof (IZR_lt _ _ HU) as RU.
  pose proof (Z.mul_div_le (Qnum q * U) (den q) ltac:(reflexivity)) as D; apply IZR_le in D; rewrite !mult_IZR in D.
  apply Rmult_le_reg_r with (IZR U * IZR (den q)); [apply Rmult_lt_0_compat; assumption|].
  replace (IZR (Qnum q * U / den q) / IZR U * (IZR U * IZR (den q))) with (IZR (den q) * IZR (Qnum q * U / den q)) by (field; lra).
  replace (IZR (Qnum q) / IZR (den q) * (IZR U * IZR (den q))) with (IZR (Qnum q) * IZR U) by (field; lra); exact D.
Qed.

Lemma round_inside U x i : inside x i -> inside x (round_i U i).
Proof.
  unfold inside, round_i; cbn [fst snd]; pose proof (round_down_value U (fst i)); pose proof (round_down_value U (negative_q (snd i))) as B.
  rewrite negative_q_value in B; rewrite negative_q_value; lra.
Qed.
