(** * Functions of one real number, as certificates write them, and their ranges on intervals *)

From Coq Require Import Reals List Lra Lia ZArith QArith Qreals Psatz.
Import ListNotations.
From Normlab Require Import Definitions checker.Intervals.
Open Scope R_scope.

(** Operations of several arguments are written by two. A piecewise linear function has a first knot and others. *)
Inductive function :=
| Argument
| Constant (q : Q)
| CirclePi
| Plus (a b : function)
| Minus (a b : function)
| Times (a b : function)
| Quotient (a b : function)
| Minimum (a b : function)
| Maximum (a b : function)
| Opposite (a : function)
| Absolute (a : function)
| PowerOf (a : function) (k : nat)
| PiecewiseLinear (first : Q * Q) (others : list (Q * Q)) (a : function)
| Root (a : function)
| Exponential (a : function)
| Sine (a : function)
| Cosine (a : function).

(** Linear between knots, constant after the last. *)
Fixpoint linear_from (x0 y0 : R) (knots : list (Q * Q)) (x : R) : R :=
  match knots with
  | [] => y0
  | (q, r) :: rest =>
      if Rle_dec x (Q2R q) then y0 + (Q2R r - y0) / (Q2R q - x0) * (x - x0) else linear_from (Q2R q) (Q2R r) rest x
  end.

Definition piecewise_linear (first : Q * Q) (others : list (Q * Q)) (x : R) : R :=
  if Rle_dec x (Q2R (fst first)) then Q2R (snd first) else linear_from (Q2R (fst first)) (Q2R (snd first)) others x.

(** The value at x, where there is one ([has_value]). *)
Fixpoint value_at (f : function) (x : R) : R :=
  match f with
  | Argument => x
  | Constant q => Q2R q
  | CirclePi => PI
  | Plus a b => value_at a x + value_at b x
  | Minus a b => value_at a x - value_at b x
  | Times a b => value_at a x * value_at b x
  | Quotient a b => value_at a x / value_at b x
  | Minimum a b => Rmin (value_at a x) (value_at b x)
  | Maximum a b => Rmax (value_at a x) (value_at b x)
  | Opposite a => - value_at a x
  | Absolute a => Rabs (value_at a x)
  | PowerOf a k => value_at a x ^ k
  | PiecewiseLinear first others a => piecewise_linear first others (value_at a x)
  | Root a => sqrt (value_at a x)
  | Exponential a => exp (value_at a x)
  | Sine a => sin (value_at a x)
  | Cosine a => cos (value_at a x)
  end.

(** No division by 0, no root of a number below 0. *)
Fixpoint has_value (f : function) (x : R) : Prop :=
  match f with
  | Argument | Constant _ | CirclePi => True
  | Plus a b | Minus a b | Times a b | Minimum a b | Maximum a b => has_value a x /\ has_value b x
  | Quotient a b => has_value a x /\ has_value b x /\ value_at b x <> 0
  | Opposite a | Absolute a | PowerOf a _ | PiecewiseLinear _ _ a | Exponential a | Sine a | Cosine a => has_value a x
  | Root a => has_value a x /\ 0 <= value_at a x
  end.

(** ** Piecewise linear functions *)

Definition rise (x0 y0 x1 y1 : Q) : Q := times_q (minus_q y1 y0) (inverse_q (minus_q x1 x0)).

Fixpoint knots_rise (x0 : Q) (knots : list (Q * Q)) : bool :=
  match knots with [] => true | (x1, _) :: rest => if less_q x0 x1 then knots_rise x1 rest else false end.

Fixpoint linear_at (x0 y0 : Q) (knots : list (Q * Q)) (x : Q) : Q :=
  match knots with
  | [] => y0
  | (x1, y1) :: rest => if at_most x x1 then plus_q y0 (times_q (rise x0 y0 x1 y1) (minus_q x x0)) else linear_at x1 y1 rest x
  end.

Fixpoint rises (x0 y0 : Q) (knots : list (Q * Q)) (i : interval) : interval :=
  match knots with
  | [] => just 0%Q
  | (x1, y1) :: rest =>
      if at_most (snd i) x1 then just (rise x0 y0 x1 y1)
      else if at_most x1 (fst i) then rises x1 y1 rest i
      else hull_i (just (rise x0 y0 x1 y1)) (rises x1 y1 rest i)
  end.

Definition piecewise_at (first : Q * Q) (others : list (Q * Q)) (x : Q) : Q :=
  if at_most x (fst first) then snd first else linear_at (fst first) (snd first) others x.

Definition piecewise_rises (first : Q * Q) (others : list (Q * Q)) (i : interval) : interval :=
  if at_most (snd i) (fst first) then just 0%Q
  else if at_most (fst first) (fst i) then rises (fst first) (snd first) others i
  else hull_i (just 0%Q) (rises (fst first) (snd first) others i).

(** From the value at the lower end, by the slopes. *)
Definition piecewise_range (first : Q * Q) (others : list (Q * Q)) (i : interval) : interval :=
  let v := just (piecewise_at first others (fst i)) in
  if at_most (snd i) (fst i) then v
  else plus_i v (times_i (piecewise_rises first others i) (0%Q, minus_q (snd i) (fst i))).

(** A difference d over a distance w is within the slopes s. *)
Definition slope_in (s : interval) (d w : R) : Prop := exists k, inside k s /\ d = k * w.

Lemma slope_between k1 k2 d w : Rmin (k1 * w) (k2 * w) <= d <= Rmax (k1 * w) (k2 * w) ->
  exists k, Rmin k1 k2 <= k <= Rmax k1 k2 /\ d = k * w.
Proof.
  intros H; destruct (Req_dec w 0) as [->|N].
  - exists k1; rewrite !Rmult_0_r in *; unfold Rmin, Rmax in *; destruct (Rle_dec 0 0), (Rle_dec k1 k2); lra.
  - exists (d / w); split; [|field; exact N].
    set (k := d / w); assert (E : d = k * w) by (unfold k; field; exact N); rewrite E in H; clear - H N.
    unfold Rmin, Rmax in *; destruct (Rle_dec (k1 * w) (k2 * w)), (Rle_dec k1 k2), (Rle_dec 0 w); split; nra.
Qed.

Lemma rise_value x0 y0 x1 y1 : Q2R x0 < Q2R x1 -> Q2R (rise x0 y0 x1 y1) = (Q2R y1 - Q2R y0) / (Q2R x1 - Q2R x0).
Proof. intros L; unfold rise; rewrite times_q_value, inverse_q_value, !minus_q_value by (rewrite minus_q_value; lra); reflexivity. Qed.

Lemma linear_at_value knots : forall x0 y0 x, knots_rise x0 knots = true ->
  Q2R (linear_at x0 y0 knots x) = linear_from (Q2R x0) (Q2R y0) knots (Q2R x).
Proof.
  induction knots as [|[x1 y1] rest IH]; intros x0 y0 x K; [reflexivity|]; cbn [knots_rise linear_at linear_from] in *.
  destruct (less_q x0 x1) eqn:L; [|discriminate]; apply less_q_true in L.
  pose proof (at_most_spec x x1) as A; destruct (at_most x x1), (Rle_dec (Q2R x) (Q2R x1)); try lra; [|apply IH, K].
  rewrite plus_q_value, times_q_value, rise_value, minus_q_value by exact L; reflexivity.
Qed.

Lemma linear_from_start knots x0 y0 : linear_from x0 y0 knots x0 = y0 \/ exists q r rest, knots = (q, r) :: rest /\ Q2R q < x0.
Proof.
  destruct knots as [|[q r] rest]; [left; reflexivity|]; cbn [linear_from].
  destruct (Rle_dec x0 (Q2R q)); [left; ring | right; exists q, r, rest; split; [reflexivity | lra]].
Qed.

Lemma linear_from_first knots x0 y0 : knots_rise x0 knots = true -> linear_from (Q2R x0) (Q2R y0) knots (Q2R x0) = Q2R y0.
Proof.
  intros K; destruct (linear_from_start knots (Q2R x0) (Q2R y0)) as [E|(q & r & rest & -> & L)]; [exact E|].
  cbn [knots_rise] in K; destruct (less_q x0 q) eqn:E; [|discriminate]; apply less_q_true in E; lra.
Qed.

Lemma rises_hold knots : forall x0 y0 i, knots_rise x0 knots = true ->
  forall u v, Q2R x0 <= u -> u <= v -> inside u i -> inside v i ->
  slope_in (rises x0 y0 knots i) (linear_from (Q2R x0) (Q2R y0) knots v - linear_from (Q2R x0) (Q2R y0) knots u) (v - u).
Proof.
  induction knots as [|[x1 y1] rest IH]; intros x0 y0 i K u v Hu Huv Iu Iv; cbn [knots_rise rises linear_from] in *.
  - exists (Q2R 0); split; [apply just_inside | rewrite Q2R_0; ring].
  - destruct (less_q x0 x1) eqn:L; [|discriminate]; apply less_q_true in L; unfold inside in Iu, Iv.
    set (m := (Q2R y1 - Q2R y0) / (Q2R x1 - Q2R x0)).
    assert (Em : Q2R (rise x0 y0 x1 y1) = m) by (apply rise_value, L).
    assert (End : Q2R y0 + m * (Q2R x1 - Q2R x0) = Q2R y1) by (unfold m; field; lra).
    assert (First : linear_from (Q2R x1) (Q2R y1) rest (Q2R x1) = Q2R y1) by (apply linear_from_first, K).
    pose proof (at_most_spec (snd i) x1) as A; destruct (at_most (snd i) x1).
    { destruct (Rle_dec v (Q2R x1)); [|lra]; destruct (Rle_dec u (Q2R x1)); [|lra].
      exists m; split; [rewrite <- Em; apply just_inside | ring]. }
    pose proof (at_most_spec x1 (fst i)) as B; destruct (at_most x1 (fst i)).
    { assert (G : forall w, Q2R x1 <= w -> (if Rle_dec w (Q2R x1) then Q2R y0 + m * (w - Q2R x0) else linear_from (Q2R x1) (Q2R y1) rest w)
        = linear_from (Q2R x1) (Q2R y1) rest w).
      { intros w Hw; destruct (Rle_dec w (Q2R x1)); [|reflexivity]; replace w with (Q2R x1) by lra; rewrite First; exact End. }
      fold m; rewrite !G by lra; apply IH; try assumption; unfold inside; lra. }
    destruct (Rle_dec v (Q2R x1)) as [Hv|Hv]; [destruct (Rle_dec u (Q2R x1)); [|lra]; exists m; split; [apply hull_inside_l; rewrite <- Em; apply just_inside | fold m; ring]|].
    destruct (Rle_dec u (Q2R x1)) as [Hu1|Hu1].
    + assert (Ix : inside (Q2R x1) i) by (unfold inside; lra).
      destruct (IH x1 y1 i K (Q2R x1) v ltac:(lra) ltac:(lra) Ix ltac:(unfold inside; lra)) as (k & Ik & Ek); rewrite First in Ek.
      destruct (slope_between m k (linear_from (Q2R x1) (Q2R y1) rest v - (Q2R y0 + m * (u - Q2R x0))) (v - u)) as (k' & Hk & E).
      { replace (linear_from (Q2R x1) (Q2R y1) rest v) with (Q2R y1 + k * (v - Q2R x1)) by lra.
        rewrite <- End; unfold Rmin, Rmax; destruct (Rle_dec (m * (v - u)) (k * (v - u))); nra. }
      exists k'; split; [|exact E].
      apply (between_inside m k); [apply hull_inside_l; rewrite <- Em; apply just_inside | apply hull_inside_r, Ik | exact Hk].
    + destruct (IH x1 y1 i K u v ltac:(lra) Huv ltac:(unfold inside; lra) ltac:(unfold inside; lra)) as (k & Ik & Ek).
      exists k; split; [apply hull_inside_r, Ik | exact Ek].
Qed.

Lemma piecewise_at_value first others x : knots_rise (fst first) others = true ->
  Q2R (piecewise_at first others x) = piecewise_linear first others (Q2R x).
Proof.
  intros K; unfold piecewise_at, piecewise_linear; pose proof (at_most_spec x (fst first)) as A.
  destruct (at_most x (fst first)), (Rle_dec (Q2R x) (Q2R (fst first))); try lra; apply linear_at_value, K.
Qed.

Lemma piecewise_rises_hold first others i u v : knots_rise (fst first) others = true -> u <= v -> inside u i -> inside v i ->
  slope_in (piecewise_rises first others i) (piecewise_linear first others v - piecewise_linear first others u) (v - u).
Proof.
  destruct first as [x0 y0]; cbn [fst]; intros K Huv Iu Iv; unfold piecewise_rises, piecewise_linear; cbn [fst snd].
  pose proof (linear_from_first others x0 y0 K) as First; unfold inside in Iu, Iv.
  pose proof (at_most_spec (snd i) x0) as A; destruct (at_most (snd i) x0).
  { destruct (Rle_dec v (Q2R x0)); [|lra]; destruct (Rle_dec u (Q2R x0)); [|lra].
    exists (Q2R 0); split; [apply just_inside | rewrite Q2R_0; ring]. }
  pose proof (at_most_spec x0 (fst i)) as B; destruct (at_most x0 (fst i)).
  { assert (G : forall w, Q2R x0 <= w -> (if Rle_dec w (Q2R x0) then Q2R y0 else linear_from (Q2R x0) (Q2R y0) others w)
      = linear_from (Q2R x0) (Q2R y0) others w).
    { intros w Hw; destruct (Rle_dec w (Q2R x0)); [|reflexivity]; replace w with (Q2R x0) by lra; rewrite First; reflexivity. }
    rewrite !G by lra; apply rises_hold; unfold inside; try assumption; lra. }
  destruct (Rle_dec v (Q2R x0)) as [Hv|Hv].
  { destruct (Rle_dec u (Q2R x0)); [|lra]; exists (Q2R 0); split; [apply hull_inside_l, just_inside | rewrite Q2R_0; ring]. }
  destruct (Rle_dec u (Q2R x0)) as [Hu|Hu].
  - destruct (rises_hold others x0 y0 i K (Q2R x0) v ltac:(lra) ltac:(lra) ltac:(unfold inside; lra) ltac:(unfold inside; lra)) as (k & Ik & Ek).
    rewrite First in Ek; destruct (slope_between 0 k (linear_from (Q2R x0) (Q2R y0) others v - Q2R y0) (v - u)) as (k' & Hk & E).
    { rewrite Ek; unfold Rmin, Rmax; destruct (Rle_dec (0 * (v - u)) (k * (v - u))); nra. }
    exists k'; split; [|exact E]; apply (between_inside 0 k); [apply hull_inside_l; rewrite <- Q2R_0; apply just_inside | apply hull_inside_r, Ik | exact Hk].
  - destruct (rises_hold others x0 y0 i K u v ltac:(lra) Huv ltac:(unfold inside; lra) ltac:(unfold inside; lra)) as (k & Ik & Ek).
    exists k; split; [apply hull_inside_r, Ik | exact Ek].
Qed.

Lemma piecewise_range_holds first others i x : knots_rise (fst first) others = true -> inside x i ->
  inside (piecewise_linear first others x) (piecewise_range first others i).
Proof.
  intros K Ix; unfold piecewise_range; pose proof (at_most_spec (snd i) (fst i)) as A; destruct (at_most (snd i) (fst i)).
  - replace x with (Q2R (fst i)) by (unfold inside in Ix; lra); rewrite <- piecewise_at_value by exact K; apply just_inside.
  - assert (Il : inside (Q2R (fst i)) i) by (unfold inside in *; lra).
    destruct (piecewise_rises_hold first others i (Q2R (fst i)) x K (proj1 Ix) Il Ix) as (k & Ik & E).
    replace (piecewise_linear first others x) with (piecewise_linear first others (Q2R (fst i)) + k * (x - Q2R (fst i))) by lra.
    rewrite <- piecewise_at_value by exact K; apply plus_inside; [apply just_inside|]; apply times_inside; [exact Ik|].
    unfold inside in *; cbn [fst snd]; rewrite Q2R_0, minus_q_value; lra.
Qed.

(** ** Roots *)

(** Below and above the root of q >= 0, with U a scale; exact where q is the square of a rational number. *)
Definition root_low (U : Z) (q : Q) : Q :=
  let n := Z.sqrt (Qnum q) in let d := Z.sqrt (den q) in
  if (if (n * n =? Qnum q)%Z then (d * d =? den q)%Z else false) then ratio n d
  else ratio (Z.sqrt (Qnum q * U * U / den q)) U.
Definition root_high (U : Z) (q : Q) : Q :=
  let n := Z.sqrt (Qnum q) in let d := Z.sqrt (den q) in
  if (if (n * n =? Qnum q)%Z then (d * d =? den q)%Z else false) then ratio n d
  else ratio (Z.sqrt (Qnum q * U * U / den q) + 1) U.
Definition root_i (U : Z) (i : interval) : option interval :=
  if at_most 0 (fst i) then Some (root_low U (fst i), root_high U (snd i)) else None.

Lemma root_exact q : (0 <= Qnum q)%Z -> let n := Z.sqrt (Qnum q) in let d := Z.sqrt (den q) in
  (if (n * n =? Qnum q)%Z then (d * d =? den q)%Z else false) = true -> sqrt (Q2R q) = Q2R (ratio n d).
Proof.
  intros Hq n d; destruct (Z.eqb_spec (n * n) (Qnum q)) as [En|]; [|discriminate]; intros Ed; apply Z.eqb_eq in Ed.
  pose proof (Z.sqrt_nonneg (Qnum q)) as Pn; pose proof (Z.sqrt_nonneg (den q)) as Pd; fold n in Pn; fold d in Pd.
  assert (D : (0 < d)%Z) by (assert (0 < den q)%Z by reflexivity; nia).
  rewrite ratio_value, Q2R_ratio, <- En, <- Ed, !mult_IZR by exact D; apply IZR_lt in D; apply IZR_le in Pn.
  replace (IZR n * IZR n / (IZR d * IZR d)) with (IZR n / IZR d * (IZR n / IZR d)) by (field; lra).
  apply sqrt_square; apply Rmult_le_pos; [exact Pn | left; apply Rinv_0_lt_compat, D].
Qed.

Lemma root_scaled U q : (0 < U)%Z -> (0 <= Qnum q)%Z -> let r := Z.sqrt (Qnum q * U * U / den q) in
  IZR r / IZR U <= sqrt (Q2R q) <= (IZR r + 1) / IZR U.
Proof.
  intros HU Hq; set (A := (Qnum q * U * U / den q)%Z); assert (D : (0 < den q)%Z) by reflexivity.
  assert (PA : (0 <= A)%Z) by (apply Z.div_pos; [nia | exact D]).
  intros r; pose proof (Z.sqrt_spec A PA) as [S1 S2]; fold r in S1, S2; pose proof (Z.sqrt_nonneg A) as Pr; fold r in Pr.
  pose proof (Z.mul_div_le (Qnum q * U * U) (den q) D) as D1; pose proof (Z.mul_succ_div_gt (Qnum q * U * U) (den q) D) as D2; fold A in D1, D2.
  assert (E1 : (r * r * den q <= Qnum q * U * U)%Z) by nia.
  assert (E2 : (Qnum q * U * U < (r + 1) * (r + 1) * den q)%Z) by (unfold Z.succ in *; nia).
  apply IZR_le in E1, Pr, Hq; apply IZR_lt in E2, D, HU; rewrite !mult_IZR in E1; rewrite !mult_IZR, !plus_IZR in E2.
  assert (Q0 : 0 <= Q2R q) by (rewrite Q2R_ratio; apply Rmult_le_pos; [exact Hq | left; apply Rinv_0_lt_compat, D]).
  assert (R2 : sqrt (Q2R q) * sqrt (Q2R q) * IZR (den q) = IZR (Qnum q)) by (rewrite sqrt_sqrt by exact Q0; rewrite Q2R_ratio; field; lra).
  pose proof (sqrt_pos (Q2R q)) as R0; set (s := sqrt (Q2R q)) in *; set (u := IZR U) in *; set (t := IZR r) in *; set (m := IZR (den q)) in *.
  rewrite <- R2 in E1, E2.
  assert (F1 : t * t <= (s * u) * (s * u)) by (apply Rmult_le_reg_r with m; [exact D | lra]).
  assert (F2 : (s * u) * (s * u) < (t + 1) * (t + 1)) by (apply Rmult_lt_reg_r with m; [exact D | lra]).
  assert (P : 0 <= s * u) by (apply Rmult_le_pos; lra).
  assert (G1 : t <= s * u) by (destruct (Rle_dec t (s * u)); [assumption | exfalso; nra]).
  assert (G2 : s * u <= t + 1) by (destruct (Rle_dec (s * u) (t + 1)); [assumption | exfalso; nra]).
  split; apply Rmult_le_reg_r with u; try exact HU; unfold Rdiv; rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra; assumption.
Qed.

Lemma root_inside U x i j : (0 < U)%Z -> inside x i -> root_i U i = Some j -> 0 <= x /\ inside (sqrt x) j.
Proof.
  intros HU [H1 H2]; unfold root_i; pose proof (at_most_spec 0 (fst i)) as A; rewrite Q2R_0 in A.
  destruct (at_most 0 (fst i)); [|discriminate]; intros E; injection E as <-.
  assert (N : forall q, 0 <= Q2R q -> (0 <= Qnum q)%Z).
  { intros q Hq; rewrite Q2R_ratio in Hq; pose proof (den_positive q); apply le_IZR; apply Rmult_le_reg_r with (/ IZR (den q)).
    - apply Rinv_0_lt_compat; assumption.
    - rewrite Rmult_0_l; exact Hq. }
  split; [lra|]; unfold inside; cbn [fst snd]; split.
  - apply Rle_trans with (sqrt (Q2R (fst i))); [|apply sqrt_le_1; lra]; unfold root_low; cbv zeta.
    destruct (if (_ =? _)%Z then _ else _) eqn:Ex; [rewrite (root_exact (fst i) (N _ A) Ex); lra|].
    rewrite ratio_value by exact HU; apply (root_scaled U (fst i) HU (N _ A)).
  - apply Rle_trans with (sqrt (Q2R (snd i))); [apply sqrt_le_1; lra|]; unfold root_high; cbv zeta.
    assert (A' : 0 <= Q2R (snd i)) by lra.
    destruct (if (_ =? _)%Z then _ else _) eqn:Ex; [rewrite (root_exact (snd i) (N _ A') Ex); lra|].
    rewrite ratio_value, plus_IZR by exact HU; apply (root_scaled U (snd i) HU (N _ A')).
Qed.
