(** * Enclosures of vectors by integers

    A vector x is enclosed by a list of pairs of integers (l, h) at a scale T > 0 where l <= T x_i <= h for every component. Affine layers keep
    this exactly, with a greater scale; a normalization layer rounds outwards to a scale U. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics.
Open Scope R_scope.

Definition box := list (Z * Z).

Definition holds (T x : R) (b : Z * Z) : Prop := IZR (fst b) <= T * x <= IZR (snd b).
Definition encloses (T : R) (v : vec) (b : box) : Prop := Forall2 (holds T) v b.

Lemma related_weaker {A B} (P Q : A -> B -> Prop) l m : (forall x y, P x y -> Q x y) -> Forall2 P l m -> Forall2 Q l m.
Proof. intros I H; induction H; constructor; auto. Qed.

Lemma same_length {A B} (P : A -> B -> Prop) l m : Forall2 P l m -> length l = length m.
Proof. induction 1; cbn; congruence. Qed.
Arguments same_length {A B P l m}.

(** ** Affine maps *)

Definition scale_pair (w : Z) (b : Z * Z) : Z * Z :=
  if (0 <=? w)%Z then ((w * fst b)%Z, (w * snd b)%Z) else ((w * snd b)%Z, (w * fst b)%Z).

Fixpoint dot_box (row : list Z) (b : box) : Z * Z :=
  match row, b with
  | w :: row', p :: b' =>
      let rest := dot_box row' b' in
      if (w =? 0)%Z then rest else let q := scale_pair w p in ((fst q + fst rest)%Z, (snd q + snd rest)%Z)
  | _, _ => (0%Z, 0%Z)
  end.

(** [N] is [D] times the weights, [B] is [D] times the bias; [S] is the scale of what comes in, [S * D] that of what goes out. *)
Fixpoint affine_box (S : Z) (N : list (list Z)) (B : list Z) (b : box) : box :=
  match N, B with
  | row :: N', c :: B' =>
      let p := dot_box row b in ((fst p + S * c)%Z, (snd p + S * c)%Z) :: affine_box S N' B' b
  | _, _ => []
  end.

(** Integers that are D times numbers. *)
Definition times (D : Z) (w : R) (n : Z) : Prop := IZR n = IZR D * w.

Lemma scale_pair_holds T x w b : holds T x b ->
  IZR (fst (scale_pair w b)) <= IZR w * (T * x) <= IZR (snd (scale_pair w b)).
Proof.
  unfold holds, scale_pair; intros [H1 H2]; destruct (Z.leb_spec 0 w) as [L|L]; cbn [fst snd]; rewrite !mult_IZR;
    [apply IZR_le in L | apply IZR_lt in L]; split; nra.
Qed.

Lemma dot_box_holds T D row N x b : Forall2 (times D) row N -> encloses T x b ->
  IZR (fst (dot_box N b)) <= IZR D * T * dot row x <= IZR (snd (dot_box N b)).
Proof.
  intros HN; revert x b; induction HN as [|w n row N Hn HN IH]; intros x b Hx; [cbn; lra|].
  destruct Hx as [|x p v b Hp Hx]; [cbn; lra|].
  cbn [dot_box dot]; specialize (IH v b Hx); unfold times in Hn.
  destruct (Z.eqb_spec n 0) as [->|Ne].
  - assert (E : IZR D * T * (w * x) = 0) by (replace (IZR D * T * (w * x)) with (IZR D * w * (T * x)) by ring; rewrite <- Hn; ring).
    rewrite Rmult_plus_distr_l, E; lra.
  - pose proof (scale_pair_holds T x n p Hp) as P; rewrite Hn in P; cbn [fst snd]; rewrite !plus_IZR.
    replace (IZR D * T * (w * x + dot row v)) with (IZR D * w * (T * x) + IZR D * T * dot row v) by ring; lra.
Qed.

Lemma affine_box_encloses S D W N c B x b : Forall2 (Forall2 (times D)) W N -> Forall2 (times D) c B ->
  encloses (IZR S) x b -> encloses (IZR (S * D)) (affine W c x) (affine_box S N B b).
Proof.
  intros HW; revert c B; induction HW as [|row n W N Hn HW IH]; intros c B HB Hx; [constructor|].
  destruct HB as [|y m c B Hm HB]; [constructor|].
  cbn [affine map vadd affine_box]; unfold affine; cbn [map vadd]; constructor; [|apply IH; assumption].
  pose proof (dot_box_holds (IZR S) D row n x b Hn Hx) as P; unfold holds, times in *; cbn [fst snd].
  rewrite !plus_IZR, !mult_IZR, Hm; rewrite Rmult_plus_distr_l; lra.
Qed.

(** ** Normalization *)

Fixpoint size (b : box) : Z := match b with [] => 0%Z | _ :: b' => (1 + size b')%Z end.
Fixpoint sum_low (b : box) : Z := match b with [] => 0%Z | p :: b' => (fst p + sum_low b')%Z end.
Fixpoint sum_high (b : box) : Z := match b with [] => 0%Z | p :: b' => (snd p + sum_high b')%Z end.

(** n x_i - Σ x, n the number of components. *)
Definition center_box (b : box) : box :=
  let n := size b in let s := sum_low b in let t := sum_high b in
  map (fun p => let width := (snd p - fst p)%Z in ((n * fst p - t + width)%Z, (n * snd p - s - width)%Z)) b.

Definition square_low (p : Z * Z) : Z :=
  if (0 <=? fst p)%Z then (fst p * fst p)%Z else if (snd p <=? 0)%Z then (snd p * snd p)%Z else 0%Z.
Definition square_high (p : Z * Z) : Z := Z.max (fst p * fst p) (snd p * snd p).

Fixpoint squares_low (b : box) : Z := match b with [] => 0%Z | p :: b' => (square_low p + squares_low b')%Z end.
Fixpoint squares_high (b : box) : Z := match b with [] => 0%Z | p :: b' => (square_high p + squares_high b')%Z end.

(** What is at least U x / ρ where T x <= h and n (T ρ)² lies between [low] and [high], n at least the number of components. *)
Definition quotient_above (U n low high h : Z) : Z :=
  if (0 <? h)%Z then
    if (0 <? low)%Z then (Z.sqrt (U * h * (U * h) * n / low) + 1)%Z else (Z.sqrt (U * U * n) + 1)%Z
  else if (h =? 0)%Z then 0%Z
  else if (0 <? high)%Z then (- Z.sqrt (U * h * (U * h) * n / high))%Z else 0%Z.

(** One group: x / √(mean of squares + e/d), from the scale T to the scale U. *)
Definition rms_box (U T e d : Z) (b : box) : box :=
  let n := size b in
  let D := if (e =? 0)%Z then 1%Z else d in
  let added := (n * e * (T * T))%Z in
  let low := (D * squares_low b + added)%Z in
  let high := (D * squares_high b + added)%Z in
  map (fun p => ((- quotient_above U (n * D) low high (- fst p))%Z, quotient_above U (n * D) low high (snd p))) b.

Lemma size_length b : IZR (size b) = INR (length b).
Proof. induction b; [reflexivity|]; cbn [size length]; rewrite plus_IZR, S_INR, IHb; ring. Qed.

Lemma sum_holds T v b : encloses T v b -> IZR (sum_low b) <= T * sum v <= IZR (sum_high b).
Proof.
  induction 1 as [|x p v b Hp Hx IH]; cbn [sum_low sum_high sum]; [lra|].
  unfold holds in Hp; rewrite !plus_IZR, Rmult_plus_distr_l; lra.
Qed.

(** Of the others' sum it is the ends of the others that count. *)
Lemma others_hold T v b : encloses T v b -> forall A low high, low <= A <= high ->
  Forall2 (fun x p => holds T x p /\
    low + IZR (sum_low b) - IZR (fst p) <= A + T * sum v - T * x <= high + IZR (sum_high b) - IZR (snd p)) v b.
Proof.
  induction 1 as [|x p v b Hp Hx IH]; intros A low high HA; [constructor|]; cbn [sum_low sum_high sum].
  pose proof (sum_holds T v b Hx) as Sv; rewrite !plus_IZR; constructor.
  - split; [exact Hp|]; rewrite Rmult_plus_distr_l; unfold holds in Hp; lra.
  - unfold holds in Hp.
    specialize (IH (A + T * x) (low + IZR (fst p)) (high + IZR (snd p)) ltac:(lra)).
    eapply related_weaker; [|exact IH]; cbn beta; intros y q [H1 H2]; split; [exact H1 | lra].
Qed.

Lemma center_box_encloses T v b : encloses T v b -> encloses (T * INR (length v)) (center v) (center_box b).
Proof.
  intros Hx; pose proof (same_length Hx) as L.
  pose proof (others_hold T v b Hx 0 0 0 ltac:(lra)) as O.
  unfold center_box, center, encloses.
  destruct v as [|y v]; [inversion Hx; constructor|]; set (w := y :: v) in *.
  assert (P : 0 < INR (length w)) by (apply lt_0_INR; cbn; lia).
  assert (M : INR (length w) * mean w = sum w) by (unfold mean; field; lra).
  assert (N : IZR (size b) = INR (length w)) by (rewrite size_length; f_equal; symmetry; exact L).
  set (m := mean w) in *; set (s := sum w) in *; clearbody m s; clear Hx L.
  set (bl := sum_low b) in *; set (bh := sum_high b) in *; set (n := size b) in *; clearbody bl bh n.
  rewrite <- N in *; clear N; clearbody w.
  induction O as [|x p u c [Hp Hs] O IH]; [constructor|]; cbn [map]; constructor; [|exact IH].
  unfold holds in *; cbn [fst snd]; rewrite ?plus_IZR, ?minus_IZR, ?mult_IZR, ?plus_IZR, ?minus_IZR, ?mult_IZR.
  replace (T * IZR n * (x - m)) with ((IZR n - 1) * (T * x) - (0 + T * s - T * x)) by (rewrite <- M; ring).
  assert (1 <= IZR n) by (apply (IZR_le 1); apply lt_IZR in P; lia); nra.
Qed.

Lemma square_holds T x p : holds T x p -> IZR (square_low p) <= T * x * (T * x) <= IZR (square_high p).
Proof.
  unfold holds, square_low, square_high; intros [H1 H2]; split.
  - destruct (Z.leb_spec 0 (fst p)) as [L|L]; [apply IZR_le in L; rewrite mult_IZR; nra|].
    destruct (Z.leb_spec (snd p) 0) as [K|K]; [apply IZR_le in K; rewrite mult_IZR; nra | nra].
  - destruct (Rle_dec 0 (T * x)) as [Q|Q].
    + apply Rle_trans with (IZR (snd p * snd p)); [rewrite mult_IZR; nra | apply IZR_le; lia].
    + apply Rle_trans with (IZR (fst p * fst p)); [rewrite mult_IZR; nra | apply IZR_le; lia].
Qed.

Lemma squares_hold T v b : encloses T v b -> IZR (squares_low b) <= T * T * ssq v <= IZR (squares_high b).
Proof.
  unfold ssq; induction 1 as [|x p v b Hp Hx IH]; cbn [squares_low squares_high dot]; [lra|].
  pose proof (square_holds T x p Hp); rewrite !plus_IZR; nra.
Qed.

Lemma root_above A Q : (0 <= A)%Z -> (0 < Q)%Z -> (A < (Z.sqrt (A / Q) + 1) * (Z.sqrt (A / Q) + 1) * Q)%Z.
Proof.
  intros HA HQ; assert (P : (0 <= A / Q)%Z) by (apply Z.div_pos; lia).
  pose proof (Z.sqrt_spec (A / Q) P) as [_ S]; pose proof (Z.mul_succ_div_gt A Q HQ) as G; unfold Z.succ in *; nia.
Qed.

Lemma root_below A Q : (0 <= A)%Z -> (0 < Q)%Z -> (Z.sqrt (A / Q) * Z.sqrt (A / Q) * Q <= A)%Z.
Proof.
  intros HA HQ; assert (P : (0 <= A / Q)%Z) by (apply Z.div_pos; lia).
  pose proof (Z.sqrt_spec (A / Q) P) as [S _]; pose proof (Z.mul_div_le A Q HQ) as G; nia.
Qed.

Lemma less_by_squares a b : 0 <= b -> a * a < b * b -> a < b.
Proof. intros; destruct (Rlt_dec a b); [assumption|]; exfalso; nra. Qed.

(** The rule of [quotient_above]: q² Q = z² n with z = T x, q = x/ρ, Q = n (T ρ)². *)
Lemma quotient_above_holds U n low high h q z Q : (0 < U)%Z -> (0 < n)%Z ->
  q * q * Q = z * z * IZR n -> q * q <= IZR n -> 0 <= q * z -> (z = 0 -> q = 0) ->
  IZR low <= Q <= IZR high -> z <= IZR h -> IZR U * q <= IZR (quotient_above U n low high h).
Proof.
  intros HU Hn E C Sg Z0 [HQ1 HQ2] Hz; unfold quotient_above.
  pose proof (IZR_lt _ _ HU) as RU; pose proof (IZR_lt _ _ Hn) as Rn.
  assert (Neg : z <= 0 -> q <= 0).
  { intros Hz0; destruct (Rle_lt_or_eq_dec _ _ Hz0) as [L| ->]; [|rewrite Z0 by reflexivity; lra].
    destruct (Rle_dec q 0); [assumption|]; exfalso; nra. }
  destruct (Z.ltb_spec 0 h) as [Ph|Ph].
  - destruct (Z.ltb_spec 0 low) as [Pl|Pl].
    + pose proof (root_above (U * h * (U * h) * n) low ltac:(nia) Pl) as G.
      set (r := Z.sqrt (U * h * (U * h) * n / low)) in *.
      assert (R0 : (0 <= r)%Z) by apply Z.sqrt_nonneg; apply IZR_le in R0.
      apply IZR_lt in G; rewrite ?mult_IZR, ?plus_IZR, ?mult_IZR, ?plus_IZR in G; rewrite plus_IZR; apply IZR_lt in Pl, Ph.
      destruct (Rle_dec z 0) as [Nz|Nz]; [specialize (Neg Nz); nra|].
      apply Rlt_le, less_by_squares; [lra|].
      assert (K : IZR U * q * (IZR U * q) * IZR low < (IZR r + 1) * (IZR r + 1) * IZR low).
      { apply Rle_lt_trans with (IZR U * IZR h * (IZR U * IZR h) * IZR n); [|exact G].
        apply Rle_trans with (IZR U * q * (IZR U * q) * Q).
        - apply Rmult_le_compat_l; [nra | exact HQ1].
        - replace (IZR U * q * (IZR U * q) * Q) with (IZR U * IZR U * IZR n * (z * z)) by (transitivity (IZR U * IZR U * (q * q * Q)); [rewrite E|]; ring).
          replace (IZR U * IZR h * (IZR U * IZR h) * IZR n) with (IZR U * IZR U * IZR n * (IZR h * IZR h)) by ring.
          apply Rmult_le_compat_l; [apply Rmult_le_pos; nra | nra]. }
      apply Rmult_lt_reg_r in K; assumption.
    + assert (G : (U * U * n < (Z.sqrt (U * U * n) + 1) * (Z.sqrt (U * U * n) + 1))%Z)
        by (pose proof (Z.sqrt_spec (U * U * n) ltac:(nia)); unfold Z.succ in *; lia).
      set (r := Z.sqrt (U * U * n)) in *.
      assert (R0 : (0 <= r)%Z) by apply Z.sqrt_nonneg; apply IZR_le in R0.
      apply IZR_lt in G; rewrite ?mult_IZR, ?plus_IZR in G; rewrite plus_IZR.
      apply Rlt_le, less_by_squares; [lra|]; apply Rle_lt_trans with (IZR U * IZR U * IZR n); [|exact G].
      replace (IZR U * q * (IZR U * q)) with (IZR U * IZR U * (q * q)) by ring; apply Rmult_le_compat_l; nra.
  - apply IZR_le in Ph; specialize (Neg ltac:(lra)).
    destruct (Z.eqb_spec h 0) as [Eh|Eh]; [nra|].
    destruct (Z.ltb_spec 0 high) as [Pq|Pq]; [|nra].
    pose proof (root_below (U * h * (U * h) * n) high ltac:(nia) Pq) as G.
    set (r := Z.sqrt (U * h * (U * h) * n / high)) in *.
    assert (R0 : (0 <= r)%Z) by apply Z.sqrt_nonneg; apply IZR_le in R0.
    apply IZR_le in G; rewrite ?mult_IZR in G; rewrite opp_IZR; apply IZR_lt in Pq.
    destruct (Rle_dec (IZR r) (- (IZR U * q))) as [Y|Y]; [lra|]; exfalso.
    assert (K : IZR U * q * (IZR U * q) < IZR r * IZR r).
    { assert (Y0 : 0 <= - (IZR U * q)) by nra; set (y := - (IZR U * q)) in *.
      replace (IZR U * q * (IZR U * q)) with (y * y) by (unfold y; ring); nra. }
    assert (K2 : IZR U * q * (IZR U * q) * IZR high < IZR U * IZR h * (IZR U * IZR h) * IZR n)
      by (apply Rlt_le_trans with (IZR r * IZR r * IZR high); [apply Rmult_lt_compat_r; assumption | exact G]).
    assert (K3 : IZR U * IZR h * (IZR U * IZR h) * IZR n <= IZR U * q * (IZR U * q) * IZR high); [|lra].
    apply Rle_trans with (IZR U * q * (IZR U * q) * Q); [|apply Rmult_le_compat_l; [nra | exact HQ2]].
    replace (IZR U * q * (IZR U * q) * Q) with (IZR U * IZR U * IZR n * (z * z)) by (transitivity (IZR U * IZR U * (q * q * Q)); [rewrite E|]; ring).
    replace (IZR U * IZR h * (IZR U * IZR h) * IZR n) with (IZR U * IZR U * IZR n * (IZR h * IZR h)) by ring.
    apply Rmult_le_compat_l; [apply Rmult_le_pos; nra | nra].
Qed.

Lemma square_below_ssq v x : In x v -> x * x <= ssq v.
Proof.
  unfold ssq; induction v as [|y v IH]; intros H; [destruct H|]; cbn [dot].
  pose proof (ssq_nonneg v) as P; unfold ssq in P; destruct H as [->|H]; [lra | specialize (IH H); nra].
Qed.

Lemma rms_box_encloses U T e d v b : (0 < U)%Z -> (0 < T)%Z -> (0 <= e)%Z -> (0 < d)%Z -> encloses (IZR T) v b ->
  encloses (IZR U) (rms_norm (IZR e / IZR d) v) (rms_box U T e d b).
Proof.
  intros HU HT He Hd Hx; unfold rms_norm, rms_box.
  pose proof (squares_hold (IZR T) v b Hx) as Sq; pose proof (same_length Hx) as L.
  assert (N : IZR (size b) = INR (length v)) by (rewrite size_length; f_equal; symmetry; exact L).
  set (n := size b) in *; set (D := if (e =? 0)%Z then 1%Z else d); set (added := (n * e * (T * T))%Z).
  set (low := (D * squares_low b + added)%Z); set (high := (D * squares_high b + added)%Z).
  assert (ED : (0 < D)%Z /\ IZR e / IZR d = IZR e / IZR D).
  { unfold D; destruct (Z.eqb_spec e 0) as [->|]; split; try lia; unfold Rdiv; ring. }
  destruct ED as [HD ->].
  pose proof (IZR_lt _ _ HT) as RT; pose proof (IZR_lt _ _ HD) as Rd; pose proof (IZR_le _ _ He) as Re.
  set (eps := IZR e / IZR D) in *.
  assert (Reps : 0 <= eps) by (apply Rmult_le_pos; [exact Re | left; apply Rinv_0_lt_compat, Rd]).
  set (Q := IZR T * IZR T * ssq v + IZR n * (eps * (IZR T * IZR T))).
  assert (A : IZR added = IZR n * (eps * (IZR T * IZR T)) * IZR D) by (unfold added, eps; rewrite !mult_IZR; field; lra).
  assert (B : IZR low <= IZR D * Q <= IZR high).
  { unfold low, high, Q; rewrite !plus_IZR, !mult_IZR, A; nra. }
  clearbody low high; clear A Sq; unfold encloses.
  assert (D1 : 1 <= IZR D) by (apply (IZR_le 1); lia).
  assert (Main : forall x, In x v -> (0 < n)%Z /\ (x / rms eps v) * (x / rms eps v) * Q = IZR T * x * (IZR T * x) * IZR n
    /\ (x / rms eps v) * (x / rms eps v) <= IZR n /\ 0 <= (x / rms eps v) * (IZR T * x) /\ (IZR T * x = 0 -> x / rms eps v = 0)).
  { intros x Ix; pose proof (square_below_ssq v x Ix) as X2; pose proof (ssq_nonneg v) as S0.
    assert (Pn : (0 < n)%Z) by (apply lt_IZR; rewrite N; apply lt_0_INR; destruct v; [destruct Ix | cbn; lia]).
    split; [exact Pn|]; apply IZR_lt in Pn; rewrite <- ?N in *.
    assert (EQ : Q = IZR n * (IZR T * IZR T) * (ssq v / IZR n + eps)) by (unfold Q; field; lra).
    assert (Pm : 0 <= ssq v / IZR n + eps) by (apply Rplus_le_le_0_compat; [apply Rmult_le_pos; [exact S0 | left; apply Rinv_0_lt_compat, Pn] | exact Reps]).
    assert (R2 : rms eps v * rms eps v = ssq v / IZR n + eps) by (unfold rms; rewrite <- N; apply sqrt_sqrt, Pm).
    assert (R0 : 0 <= rms eps v) by apply sqrt_pos.
    set (r := rms eps v) in *.
    assert (EQ' : Q = IZR n * (IZR T * IZR T) * (r * r)) by (rewrite R2; exact EQ).
    destruct (Req_dec r 0) as [Z|NZ].
    - assert (ssq v = 0).
      { rewrite Z in R2; assert (0 <= ssq v / IZR n) by (apply Rmult_le_pos; [exact S0 | left; apply Rinv_0_lt_compat, Pn]).
        assert (ssq v / IZR n = 0) by lra. apply Rmult_eq_reg_r with (/ IZR n); [|apply Rinv_neq_0_compat; lra]; rewrite Rmult_0_l; assumption. }
      assert (x = 0) by nra; subst x; unfold Rdiv; rewrite !Rmult_0_l, !Rmult_0_r; repeat split; lra.
    - set (q := x / r); assert (Eq : x = q * r) by (unfold q; field; exact NZ).
      repeat split.
      + rewrite EQ', Eq; ring.
      + assert (x * x <= IZR n * (r * r)).
        { rewrite R2; apply Rle_trans with (ssq v); [exact X2|]; rewrite Rmult_plus_distr_l.
          replace (IZR n * (ssq v / IZR n)) with (ssq v) by (field; lra); nra. }
        rewrite Eq in H; assert (0 < r * r) by nra; nra.
      + rewrite Eq; replace (q * (IZR T * (q * r))) with (IZR T * r * (q * q)) by ring; apply Rmult_le_pos; [nra | nra].
      + intros Zx; assert (x = 0) by nra; unfold q; rewrite H; unfold Rdiv; ring. }
  clearbody Q n D; clear N L; revert Main; generalize (rms eps v) as r; intros r Main.
  induction Hx as [|x p v b Hp Hx IH]; cbn [map]; [constructor|]; constructor; [|apply IH; intros y Iy; apply Main; right; exact Iy].
  destruct (Main x (or_introl eq_refl)) as (Pn & E & C & Sg & Z0); unfold holds in *; cbn [fst snd].
  assert (PnD : (0 < n * D)%Z) by lia.
  assert (E' : (x / r) * (x / r) * (IZR D * Q) = IZR T * x * (IZR T * x) * IZR (n * D))
    by (rewrite mult_IZR; transitivity (IZR D * ((x / r) * (x / r) * Q)); [ring | rewrite E; ring]).
  assert (C' : (x / r) * (x / r) <= IZR (n * D)) by (apply IZR_lt in Pn; rewrite mult_IZR; nra).
  split.
  - rewrite opp_IZR.
    pose proof (quotient_above_holds U (n * D) low high (- fst p) (- (x / r)) (- (IZR T * x)) (IZR D * Q) HU PnD) as K.
    assert (IZR U * - (x / r) <= IZR (quotient_above U (n * D) low high (- fst p))); [apply K | lra]; clear K.
    + replace (- (x / r) * - (x / r)) with (x / r * (x / r)) by ring; rewrite E'; ring.
    + replace (- (x / r) * - (x / r)) with (x / r * (x / r)) by ring; exact C'.
    + replace (- (x / r) * - (IZR T * x)) with (x / r * (IZR T * x)) by ring; exact Sg.
    + intros Y; rewrite Z0 by lra; ring.
    + exact B.
    + rewrite opp_IZR; lra.
  - apply (quotient_above_holds U (n * D) low high (snd p) (x / r) (IZR T * x) (IZR D * Q) HU PnD E' C' Sg Z0 B); lra.
Qed.

(** ** Groups *)

Fixpoint box_chunks_of (fuel s : nat) (b : box) : list box :=
  match fuel, b with
  | O, _ | _, [] => []
  | S fuel', _ => firstn s b :: box_chunks_of fuel' s (skipn s b)
  end.

Lemma Forall2_firstn {A B} (P : A -> B -> Prop) n l m : Forall2 P l m -> Forall2 P (firstn n l) (firstn n m).
Proof. intros H; revert n; induction H; intros [|n]; cbn [firstn]; constructor; auto. Qed.

Lemma Forall2_skipn {A B} (P : A -> B -> Prop) n l m : Forall2 P l m -> Forall2 P (skipn n l) (skipn n m).
Proof. intros H; revert n; induction H; intros [|n]; cbn [skipn]; auto; constructor; auto. Qed.

Lemma chunks_enclose P s fuel : forall (v : vec) (b : box), Forall2 P v b -> Forall2 (Forall2 P) (chunks_of fuel s v) (box_chunks_of fuel s b).
Proof.
  induction fuel as [|fuel IH]; intros v b H; [constructor|].
  destruct H as [|x p v b Hp H]; [constructor|]; cbn [chunks_of box_chunks_of].
  constructor; [apply Forall2_firstn; constructor; assumption | apply IH, Forall2_skipn; constructor; assumption].
Qed.

Definition norm_group_box (U S e d : Z) (centered : bool) (b : box) : box :=
  if centered then rms_box U (S * size b) e d (center_box b) else rms_box U S e d b.

Definition norm_box (U S : Z) (s : nat) (centered : bool) (e d : Z) (b : box) : box :=
  concat (map (norm_group_box U S e d centered) (box_chunks_of (length b) s b)).

Lemma norm_group_encloses U S e d (centered : bool) v b : (0 < U)%Z -> (0 < S)%Z -> (0 <= e)%Z -> (0 < d)%Z -> encloses (IZR S) v b ->
  encloses (IZR U) (if centered then layer_norm (IZR e / IZR d) v else rms_norm (IZR e / IZR d) v) (norm_group_box U S e d centered b).
Proof.
  intros HU HS He Hd Hx; unfold norm_group_box; destruct centered; [|apply rms_box_encloses; assumption].
  destruct v as [|x v]; [inversion Hx; subst; constructor|].
  apply rms_box_encloses; try assumption.
  - apply Z.mul_pos_pos; [exact HS|]; apply lt_IZR; rewrite size_length, <- (same_length Hx); apply lt_0_INR; cbn; lia.
  - rewrite mult_IZR, size_length, <- (same_length Hx); apply center_box_encloses, Hx.
Qed.

Lemma norm_box_encloses U S s (centered : bool) e d v b : (0 < U)%Z -> (0 < S)%Z -> (0 <= e)%Z -> (0 < d)%Z -> encloses (IZR S) v b ->
  encloses (IZR U) (run_layer (Norm s centered (IZR e / IZR d)) v) (norm_box U S s centered e d b).
Proof.
  intros HU HS He Hd Hx; unfold norm_box.
  assert (C : Forall2 (encloses (IZR S)) (chunks s v) (box_chunks_of (length b) s b)).
  { unfold chunks; rewrite (same_length Hx); apply chunks_enclose, Hx. }
  assert (G : encloses (IZR U) (concat (map (fun w => if centered then layer_norm (IZR e / IZR d) w else rms_norm (IZR e / IZR d) w) (chunks s v)))
    (concat (map (norm_group_box U S e d centered) (box_chunks_of (length b) s b)))).
  { unfold encloses; induction C as [|w c ws cs Hw C IH]; [constructor|]; cbn [map concat].
    apply Forall2_app; [apply norm_group_encloses; assumption | exact IH]. }
  destruct centered; exact G.
Qed.
