(** * A3, ReLU: N units follow every zigzag-free function of N + 1 pieces, and have at most N + 1 changes of sign *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics SignChanges Matrices A3Upper.
Open Scope R_scope.

Lemma relu_left y : y <= 0 -> relu y = 0.
Proof. intros H; apply Rmax_left; exact H. Qed.

Lemma relu_right y : 0 <= y -> relu y = y.
Proof. intros H; apply Rmax_right; exact H. Qed.

(** ** Upper: interpolation with one constant piece

    Knots p_0 < … < p_(N + 1), the value y_j at p_j, and y_k = y_(k + 1): the kinks p_1, …, p_k look left, the others right. *)

Section Interpolation.

Variables (p y : nat -> R) (N k : nat).
Hypothesis rising : forall i, p i < p (S i).
Hypothesis flat : y (S k) = y k.

Definition slope_of (j : nat) : R := (y (S j) - y j) / (p (S j) - p j).
Definition piece (j : nat) (x : R) : R := y j + slope_of j * (x - p j).

(** The unit whose kink is p (i + 1). *)
Definition kink (i : nat) (x : R) : R :=
  (slope_of (S i) - slope_of i) * (if le_lt_dec (S i) k then relu (-1 * x + p (S i)) else relu (1 * x + - p (S i))).

Definition interpolation (x : R) : R := y k + bigsum N (fun i => kink i x).

Lemma knots_rise i j : (i < j)%nat -> p i < p j.
Proof. induction 1; [apply rising | pose proof (rising m); lra]. Qed.

Lemma piece_next j x : piece j x + (slope_of (S j) - slope_of j) * (x - p (S j)) = piece (S j) x.
Proof.
  unfold piece; pose proof (rising j); replace (y (S j)) with (y j + slope_of j * (p (S j) - p j)) by (unfold slope_of; field; lra); ring.
Qed.

Lemma piece_flat x : piece k x = y k.
Proof. unfold piece, slope_of; rewrite flat; unfold Rdiv; ring. Qed.

Lemma interpolation_on_piece j x : (k <= N)%nat -> (j <= N)%nat -> p j <= x <= p (S j) -> interpolation x = piece j x.
Proof.
  intros Hk Hj Hx; unfold interpolation.
  assert (Left : forall i, (S i <= j)%nat -> relu (1 * x + - p (S i)) = x - p (S i) /\ relu (-1 * x + p (S i)) = 0).
  { intros i Hi; assert (p (S i) <= p j) by (destruct (Nat.eq_dec (S i) j) as [->|]; [lra | left; apply knots_rise; lia]).
    split; [rewrite relu_right by lra; ring | apply relu_left; lra]. }
  assert (Right : forall i, (j < S i)%nat -> relu (1 * x + - p (S i)) = 0 /\ relu (-1 * x + p (S i)) = p (S i) - x).
  { intros i Hi; assert (p (S j) <= p (S i)) by (destruct (Nat.eq_dec (S i) (S j)) as [->|]; [lra | left; apply knots_rise; lia]).
    split; [apply relu_left; lra | rewrite relu_right by lra; ring]. }
  destruct (le_lt_dec k j) as [K|K].
  - assert (G : forall n, bigsum n (fun i => kink i x) = if le_lt_dec n k then 0 else if le_lt_dec n j then piece n x - y k else piece j x - y k).
    { induction n as [|n IH]; cbn [bigsum]; [destruct (le_lt_dec 0 k); [reflexivity | lia]|].
      rewrite IH; unfold kink; destruct (le_lt_dec (S n) k) as [A|A], (le_lt_dec n k) as [B|B], (le_lt_dec n j) as [C|C], (le_lt_dec (S n) j) as [D|D]; try lia.
      - rewrite (proj2 (Left n D)); ring.
      - assert (n = k) by lia; subst n; rewrite (proj1 (Left k D)), <- piece_next, piece_flat; ring.
      - assert (n = k) by lia; assert (j = k) by lia; subst n j; rewrite (proj1 (Right k ltac:(lia))), piece_flat; ring.
      - rewrite (proj1 (Left n D)), <- piece_next; ring.
      - assert (n = j) by lia; subst n; rewrite (proj1 (Right j ltac:(lia))); ring.
      - rewrite (proj1 (Right n ltac:(lia))); ring. }
    rewrite G; destruct (le_lt_dec N k); [assert (j = k) by lia; subst j; rewrite piece_flat; ring|].
    destruct (le_lt_dec N j); [assert (j = N) by lia; subst j|]; ring.
  - assert (G : forall n, bigsum n (fun i => kink i x) = if le_lt_dec n j then 0 else if le_lt_dec n k then piece j x - piece n x else piece j x - y k).
    { induction n as [|n IH]; cbn [bigsum]; [destruct (le_lt_dec 0 j); [reflexivity | lia]|].
      rewrite IH; unfold kink; destruct (le_lt_dec (S n) k) as [A|A], (le_lt_dec n k) as [B|B], (le_lt_dec n j) as [C|C], (le_lt_dec (S n) j) as [D|D]; try lia.
      - rewrite (proj2 (Left n D)); ring.
      - assert (n = j) by lia; subst n; rewrite (proj2 (Right j ltac:(lia))), <- piece_next; ring.
      - rewrite (proj2 (Right n ltac:(lia))), <- piece_next; ring.
      - assert (n = k) by lia; subst n; rewrite (proj1 (Right k ltac:(lia))), piece_flat; ring.
      - rewrite (proj1 (Right n ltac:(lia))); ring. }
    rewrite G; destruct (le_lt_dec N j); [lia|]; destruct (le_lt_dec N k); [assert (N = k) by lia; subst N; rewrite piece_flat|]; ring.
Qed.

Lemma interpolation_one_layer : one_layer (activation_unit relu) N interpolation.
Proof.
  exists (y k), (map kink (seq 0 N)); split; [rewrite map_length, seq_length; lia|]; split.
  - apply Forall_map, Forall_forall; intros i _; unfold kink; destruct (le_lt_dec (S i) k);
      [exists (slope_of (S i) - slope_of i), (-1), (p (S i)) | exists (slope_of (S i) - slope_of i), 1, (- p (S i))]; reflexivity.
  - intros x; unfold interpolation; f_equal; rewrite map_map; generalize N; clear; intros M.
    induction M as [|M IH]; [reflexivity|]; rewrite seq_S, map_app, sum_app, <- IH; cbn [map sum bigsum Nat.add]; ring.
Qed.

End Interpolation.

(** On a piece a chord whose ends are moved by δ and -δ, |2δ| at most the piece's rise, is as near to f as half of L times its length. *)
Lemma moved_chord L f u w delta x :
  0 <= L -> u < w -> lipschitz L u w f -> 2 * Rabs delta <= Rabs (f w - f u) -> u <= x <= w ->
  Rabs (f u + delta + ((f w - delta) - (f u + delta)) / (w - u) * (x - u) - f x) <= L * (w - u) / 2.
Proof.
  intros HL Huw Lf HD Hx; set (h := w - u) in *; set (S := L * h); set (d := f w - f u) in *; assert (H0 : 0 < h) by (unfold h; lra).
  assert (Dd : Rabs d <= S).
  { unfold d, S, h; pose proof (Lf w u ltac:(lra) ltac:(lra)) as Q; rewrite (Rabs_pos_eq (w - u)) in Q by lra; exact Q. }
  set (t := (x - u) / h); assert (T : 0 <= t <= 1).
  { unfold t; split; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat, H0]|].
    apply (Rmult_le_reg_r h); [exact H0|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; unfold h; lra. }
  assert (Ex : x - u = t * h) by (unfold t; field; lra).
  assert (F0 : Rabs (f x - f u) <= S * t).
  { pose proof (Lf x u ltac:(lra) ltac:(lra)) as Q; rewrite Ex, (Rabs_pos_eq (t * h)) in Q by nra; unfold S; lra. }
  assert (F1 : Rabs (f x - f w) <= S * (1 - t)).
  { pose proof (Lf x w ltac:(lra) ltac:(lra)) as Q; rewrite Rabs_minus_sym, (Rabs_minus_sym x w), (Rabs_pos_eq (w - x)) in Q by lra.
    rewrite Rabs_minus_sym; unfold S; replace (w - x) with (h * (1 - t)) in Q by (unfold h in *; lra); lra. }
  replace (((f w - delta) - (f u + delta)) / h * (x - u)) with ((d - 2 * delta) * t) by (rewrite Ex; unfold d; field; lra).
  replace (f w) with (f u + d) in F1 by (unfold d; ring); clearbody d t; clear Ex Lf Hx.
  assert (S0 : 0 <= S) by (pose proof (Rabs_pos d); lra); unfold Rdiv; fold S; clearbody S.
  (* the upper and the lower cone meet at t = (1 ± d/S)/2; up to there one of them decides, from there on the other *)
  assert (Key : forall d delta z, Rabs d <= S -> 2 * Rabs delta <= Rabs d -> - (S * t) <= z -> d - S * (1 - t) <= z -> delta + (d - 2 * delta) * t - z <= S / 2).
  { clear - S0 T; intros d delta z Dd HD Z0 Z1.
    assert (Q : 2 * (d * delta) <= d * d) by (unfold Rabs in *; destruct (Rcase_abs d), (Rcase_abs delta); nra).
    assert (B : Rabs delta <= S / 2) by lra; assert (B1 : delta <= S / 2) by (pose proof (Rle_abs delta); lra).
    assert (B2 : - delta <= S / 2) by (pose proof (Rle_abs (- delta)) as A; rewrite Rabs_Ropp in A; lra).
    assert (D1 : - S <= d <= S) by (unfold Rabs in Dd; destruct (Rcase_abs d); lra).
    destruct (Req_dec S 0) as [E|E].
    - assert (d = 0) by lra; assert (delta = 0) by lra; subst d delta S; lra.
    - assert (SP : 0 < S) by lra; destruct (Rle_or_lt (2 * S * t) (S - d)) as [C|C].
      + (* left of the crossing: δ + (d - 2δ + S) t, linear between t = 0 and the crossing *)
        apply Rle_trans with (delta + (d - 2 * delta + S) * t); [lra|].
        destruct (Rle_or_lt 0 (d - 2 * delta + S)) as [P|P]; [|nra].
        apply (Rmult_le_reg_l (2 * S)); [lra|].
        assert ((d - 2 * delta + S) * (2 * S * t) <= (d - 2 * delta + S) * (S - d)) by (apply Rmult_le_compat_l; assumption); nra.
      + apply Rle_trans with (delta - d + S + (d - 2 * delta - S) * t); [lra|].
        destruct (Rle_or_lt 0 (S - d + 2 * delta)) as [P|P]; [|nra].
        apply (Rmult_le_reg_l (2 * S)); [lra|].
        assert ((S - d + 2 * delta) * (S - d) <= (S - d + 2 * delta) * (2 * S * t)) by (apply Rmult_le_compat_l; lra); nra. }
  pose proof (Key d delta (f x - f u) Dd HD) as K1; pose proof (Key (- d) (- delta) (- (f x - f u))) as K2; rewrite !Rabs_Ropp in K2; specialize (K2 Dd HD).
  unfold Rabs in F0, F1; destruct (Rcase_abs (f x - f u)), (Rcase_abs (f x - (f u + d)));
    apply Rabs_le; specialize (K1 ltac:(lra) ltac:(lra)); specialize (K2 ltac:(lra) ltac:(lra)); lra.
Qed.

Lemma least_of (g : nat -> R) N : exists k, (k <= N)%nat /\ forall j, (j <= N)%nat -> g k <= g j.
Proof.
  induction N as [|N (k & K & H)]; [exists 0%nat; split; [lia|]; intros j Hj; replace j with 0%nat by lia; lra|].
  destruct (Rle_or_lt (g k) (g (S N))) as [C|C].
  - exists k; split; [lia|]; intros j Hj; destruct (Nat.eq_dec j (S N)) as [->|]; [exact C | apply H; lia].
  - exists (S N); split; [lia|]; intros j Hj; destruct (Nat.eq_dec j (S N)) as [->|]; [lra | specialize (H j ltac:(lia)); lra].
Qed.

(** N ReLU units are enough as soon as L (b - a) / (2 eps) ≤ N + 1: at the ends of N + 1 equal pieces the values f ± δ in turn, 2δ the least rise of
    f on a piece, so that this piece is constant. *)
Theorem relu_enough L a b eps N : 0 <= L -> a < b -> 0 < eps -> L * (b - a) / (2 * eps) <= INR N + 1 -> enough (activation_unit relu) L a b eps N.
Proof.
  intros HL Hab He Hq f Lf; set (h := (b - a) / INR (S N)); set (p := fun j => a + INR j * h).
  assert (S0 : 0 < INR (S N)) by (apply lt_0_INR; lia).
  assert (H0 : 0 < h) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat, S0]).
  assert (Eb : a + INR (S N) * h = b) by (unfold h; field; lra).
  assert (Lh : L * h / 2 <= eps).
  { apply (Rmult_le_compat_r (2 * eps)) in Hq; [|lra]; replace (L * (b - a) / (2 * eps) * (2 * eps)) with (L * (b - a)) in Hq by (field; lra).
    rewrite <- S_INR in Hq; apply (Rmult_le_reg_r (2 * INR (S N))); [lra|].
    replace (L * h / 2 * (2 * INR (S N))) with (L * (b - a)) by (unfold h; field; lra); lra. }
  destruct (least_of (fun j => Rabs (f (p (S j)) - f (p j))) N) as (k & K & Min).
  set (delta := (f (p (S k)) - f (p k)) / 2); set (y := fun j => f (p j) + (-1) ^ (j + k) * delta).
  assert (Rise : forall i, p i < p (S i)) by (intros; unfold p; rewrite S_INR; lra).
  assert (Even : (-1) ^ (k + k) = 1) by (replace (k + k)%nat with (2 * k)%nat by lia; rewrite pow_mult; replace ((-1) ^ 2) with 1 by ring; apply pow1).
  assert (Flat : y (S k) = y k) by (unfold y; cbn [plus pow]; rewrite Even; unfold delta; lra).
  exists (interpolation p y N k); split; [apply interpolation_one_layer|]; intros x Hx.
  destruct (piece_of a b N x Hx Hab) as (j & J1 & J2 & J3 & _); fold h in J2, J3.
  assert (Jb : p (S j) <= b) by (rewrite <- Eb; unfold p; apply Rplus_le_compat_l, Rmult_le_compat_r; [lra | apply le_INR; lia]).
  assert (Ja : a <= p j) by (unfold p; assert (0 <= INR j * h) by (apply Rmult_le_pos; [apply pos_INR | lra]); lra).
  rewrite (interpolation_on_piece p y N k Rise Flat j x K J1 (conj J2 J3)), Rabs_minus_sym.
  assert (E : piece p y j x = f (p j) + (-1) ^ (j + k) * delta +
                              ((f (p (S j)) - (-1) ^ (j + k) * delta) - (f (p j) + (-1) ^ (j + k) * delta)) / (p (S j) - p j) * (x - p j)).
  { unfold piece, slope_of, y; cbn [plus pow]; pose proof (Rise j); field; lra. }
  rewrite E; apply Rle_trans with (L * (p (S j) - p j) / 2).
  - apply moved_chord; [exact HL | apply Rise | | | split; [exact J2 | exact J3]].
    + intros u w Hu Hw; apply Lf; lra.
    + rewrite Rabs_mult, pow_1_abs, Rmult_1_l; unfold delta; unfold Rdiv; rewrite Rabs_mult, (Rabs_pos_eq (/ 2)) by lra; specialize (Min j J1); lra.
  - replace (p (S j) - p j) with h by (unfold p; rewrite S_INR; ring); exact Lh.
Qed.

(** ** Lower: at most N + 1 changes of sign *)

(** Between neighbouring knots g is affine: three points without a knot between the outer ones lie on a line. *)
Definition affine_between (knots : list R) (g : R -> R) : Prop :=
  forall x y z, x < y -> y < z -> (forall k, In k knots -> ~ x < k < z) -> (g y - g x) * (z - y) = (g z - g y) * (y - x).

Lemma affine_between_more knots more g : (forall k, In k knots -> In k more) -> affine_between knots g -> affine_between more g.
Proof. intros I A x y z H1 H2 N; apply A; [exact H1 | exact H2|]; intros k Hk; apply N, I, Hk. Qed.

Lemma relu_unit_knot u : activation_unit relu u -> exists knots, (length knots <= 1)%nat /\ affine_between knots u.
Proof.
  intros (c & w & t & E); destruct (Req_dec w 0) as [->|W].
  - exists []; split; [cbn; lia|]; intros x y z H1 H2 _; rewrite !E; replace (0 * x) with 0 by ring; replace (0 * y) with 0 by ring; replace (0 * z) with 0 by ring; ring.
  - exists [- t / w]; split; [cbn; lia|]; intros x y z H1 H2 N; specialize (N _ (or_introl eq_refl)); rewrite !E.
    assert (Side : (0 <= w * x + t /\ 0 <= w * y + t /\ 0 <= w * z + t) \/ (w * x + t <= 0 /\ w * y + t <= 0 /\ w * z + t <= 0)).
    { set (k := - t / w) in N; assert (Ek : t = - (w * k)) by (unfold k; field; exact W); rewrite Ek.
      replace (w * x + - (w * k)) with (w * (x - k)) by ring; replace (w * y + - (w * k)) with (w * (y - k)) by ring;
      replace (w * z + - (w * k)) with (w * (z - k)) by ring.
      assert (C : k <= x \/ z <= k) by lra; destruct (Rdichotomy _ _ W), C; [right | left | left | right]; repeat split; nra. }
    destruct Side as [(A & B & C)|(A & B & C)]; [rewrite !relu_right by assumption | rewrite !relu_left by assumption]; ring.
Qed.

Lemma relu_layer_knots N g : one_layer (activation_unit relu) N g -> exists knots, (length knots <= N)%nat /\ affine_between knots g.
Proof.
  intros (c & us & L & F & G).
  assert (T : exists knots, (length knots <= length us)%nat /\ affine_between knots (fun x => sum (map (fun u => u x) us))).
  { clear - F; induction F as [|u us Hu F (knots & Lk & A)]; [exists []; split; [cbn; lia | intros x y z _ _ _; cbn; ring]|].
    destruct (relu_unit_knot u Hu) as (more & Lm & B); exists (more ++ knots); split; [rewrite app_length; cbn; lia|].
    intros x y z H1 H2 P; cbn [map sum].
    assert (A' := A x y z H1 H2 (fun k Hk => P k (in_or_app _ _ _ (or_intror Hk)))); assert (B' := B x y z H1 H2 (fun k Hk => P k (in_or_app _ _ _ (or_introl Hk)))).
    cbv beta in A'; lra. }
  destruct T as (knots & Lk & A); exists knots; split; [lia|]; intros x y z H1 H2 P; rewrite !G; specialize (A x y z H1 H2 P); cbv beta in A; lra.
Qed.

Lemma last_knot (knots : list R) : knots <> [] -> exists b others, In b knots /\ (forall k, In k knots -> k = b \/ In k others) /\
  (S (length others) <= length knots)%nat /\ (forall k, In k others -> k < b) /\ (forall k, In k others -> In k knots).
Proof.
  induction knots as [|k knots IH]; intros N; [congruence|]; destruct knots as [|m knots].
  - exists k, []; cbn; intuition.
  - destruct IH as (b & others & Ib & Cases & Len & Below & Sub); [discriminate|].
    destruct (Rtotal_order k b) as [L|[E|G]].
    + exists b, (k :: others); split; [right; exact Ib|]; split; [intros j [<-|Hj]; [right; left; reflexivity | destruct (Cases j Hj); [left | right; right]; assumption]|].
      split; [cbn [length] in *; lia|]; split; [intros j [<-|Hj]; [exact L | exact (Below j Hj)] | intros j [<-|Hj]; [left; reflexivity | right; exact (Sub j Hj)]].
    + subst k; exists b, others; split; [right; exact Ib|]; split; [intros j [<-|Hj]; [left; reflexivity | exact (Cases j Hj)]|].
      split; [cbn [length] in *; lia|]; split; [exact Below | intros j Hj; right; exact (Sub j Hj)].
    + exists k, (b :: others); split; [left; reflexivity|]; split; [intros j [<-|Hj]; [left; reflexivity | destruct (Cases j Hj) as [->|]; [right; left; reflexivity | right; right; assumption]]|].
      split; [cbn [length] in *; lia|]; split; [intros j [<-|Hj]; [exact G | specialize (Below j Hj); lra] | intros j [<-|Hj]; [right; exact Ib | right; exact (Sub j Hj)]].
Qed.

Lemma room_below (others : list R) b : (forall k, In k others -> k < b) -> exists c, c < b /\ forall k, In k others -> k <= c.
Proof.
  induction others as [|k others IH]; intros H; [exists (b - 1); split; [lra | intros ? []]|].
  destruct IH as (c & C & M); [intros j Hj; apply H; right; exact Hj|]; exists (Rmax c k); split; [apply Rmax_lub_lt; [exact C | apply H; left; reflexivity]|].
  intros j [<-|Hj]; [apply Rmax_r | eapply Rle_trans; [exact (M j Hj) | apply Rmax_l]].
Qed.

(** Alternation along points p_0 < … < p_n. *)
Definition alternates (g : R -> R) (p : nat -> R) (n : nat) : Prop := forall i, (i < n)%nat -> p i < p (S i) /\ g (p i) * g (p (S i)) < 0.

Lemma affine_alternates_once g knots p i :
  affine_between knots g -> p i < p (S i) -> p (S i) < p (S (S i)) -> (forall k, In k knots -> ~ p i < k < p (S (S i))) ->
  g (p i) * g (p (S i)) < 0 -> g (p (S i)) * g (p (S (S i))) < 0 -> False.
Proof.
  intros A H1 H2 N A1 A2; specialize (A _ _ _ H1 H2 N); set (x := p i) in *; set (y := p (S i)) in *; set (z := p (S (S i))) in *.
  destruct (Rtotal_order (g y) 0) as [L|[E|G]]; [|rewrite E in A1; lra|].
  - assert (0 < g x) by nra; assert (0 < g z) by nra; assert (0 < (g x - g y) * (z - y)) by (apply Rmult_lt_0_compat; lra).
    assert (0 < (g z - g y) * (y - x)) by (apply Rmult_lt_0_compat; lra); lra.
  - assert (g x < 0) by nra; assert (g z < 0) by nra; assert (0 < (g y - g x) * (z - y)) by (apply Rmult_lt_0_compat; lra).
    assert (0 < (g y - g z) * (y - x)) by (apply Rmult_lt_0_compat; lra); lra.
Qed.

Lemma knots_alternate : forall N knots g p n, (length knots <= N)%nat -> affine_between knots g -> alternates g p n -> (n <= S N)%nat.
Proof.
  induction N as [|N IH]; intros knots g p n Len A Alt.
  - destruct knots; [|cbn in Len; lia]; destruct (le_lt_dec n 1) as [|More]; [assumption|exfalso].
    destruct (Alt 0%nat ltac:(lia)) as [I1 A1], (Alt 1%nat ltac:(lia)) as [I2 A2].
    exact (affine_alternates_once g [] p 0 A I1 I2 (fun k Hk => match Hk with end) A1 A2).
  - destruct knots as [|k0 knots0] eqn:Ek; [pose proof (IH [] g p n ltac:(cbn; lia) A Alt); lia|]; rewrite <- Ek in *.
    destruct (last_knot knots) as (b & others & Ib & Cases & Lo & Below & Sub); [rewrite Ek; discriminate|]; clear Ek.
    destruct (room_below others b Below) as (c & Cb & Cm).
    set (s := (g b - g c) / (b - c)); set (g' := fun x => if Rle_lt_dec x b then g x else g b + s * (x - b)).
    assert (Line : forall x, c <= x <= b -> g x = g b + s * (x - b)).
    { intros x Hx; destruct (Req_dec x c) as [->|]; [unfold s; field; lra|]; destruct (Req_dec x b) as [->|]; [ring|].
      assert (Q := A c x b ltac:(lra) ltac:(lra)); assert (P : forall k, In k knots -> ~ c < k < b).
      { intros k Hk; destruct (Cases k Hk) as [->|Ho]; [lra | specialize (Cm k Ho); lra]. }
      specialize (Q P); apply (Rmult_eq_reg_r (b - c)); [|lra]; unfold s; field_simplify; [|lra]; lra. }
    assert (Longer : forall x, x < c -> (forall k, In k knots -> ~ x < k < b) -> g x = g b + s * (x - b)).
    { intros x Hx P; assert (Q := A x c b Hx Cb P); apply (Rmult_eq_reg_r (b - c)); [|lra]; unfold s; field_simplify; [|lra]; lra. }
    assert (A' : affine_between others g').
    { intros x y z H1 H2 P; unfold g'; destruct (Rle_lt_dec z b) as [Z|Z].
      - destruct (Rle_lt_dec x b), (Rle_lt_dec y b); try lra; apply A; [exact H1 | exact H2|].
        intros k Hk; destruct (Cases k Hk) as [->|Ho]; [lra | exact (P k Ho)].
      - assert (V : forall t, x <= t -> t < z -> (if Rle_lt_dec t b then g t else g b + s * (t - b)) = g b + s * (t - b)).
        { intros t Ht Hz; destruct (Rle_lt_dec t b) as [T|T]; [|reflexivity]; destruct (Rle_lt_dec c t) as [C|C]; [apply Line; lra|].
          apply Longer; [exact C|]; intros k Hk; destruct (Cases k Hk) as [->|Ho]; [lra|]; intros Q; apply (P k Ho); lra. }
        rewrite (V x ltac:(lra) ltac:(lra)), (V y ltac:(lra) ltac:(lra)); ring. }
    destruct n as [|[|n]]; [lia | lia|].
    assert (Same : forall x, x <= b -> g' x = g x) by (intros x Hx; unfold g'; destruct (Rle_lt_dec x b); [reflexivity | lra]).
    assert (Mono : forall i j, (i <= j <= S (S n))%nat -> p i <= p j).
    { intros i j [Hij Hj]; induction Hij; [lra|]; destruct (Alt m ltac:(lia)) as [Q _]; specialize (IHHij ltac:(lia)); lra. }
    destruct (Alt n ltac:(lia)) as [Rn An], (Alt (S n) ltac:(lia)) as [Rm Am].
    destruct (Rle_lt_dec (p (S n)) b) as [Left|Right].
    + assert (Q : (S n <= S N)%nat); [|lia]; apply (IH others g' p (S n) ltac:(lia) A'); intros i Hi; destruct (Alt i ltac:(lia)) as [Q1 Q2]; split; [exact Q1|].
      rewrite !Same; [exact Q2 | pose proof (Mono (S i) (S n) ltac:(lia)); lra | pose proof (Mono i (S n) ltac:(lia)); lra].
    + assert (Beyond : forall x, b <= x -> forall k, In k knots -> k <= x) by (intros x Hx k Hk; destruct (Cases k Hk) as [->|Ho]; [exact Hx | specialize (Below k Ho); lra]).
      destruct (Rle_lt_dec b (p n)) as [Out|Inside].
      { exfalso; apply (affine_alternates_once g knots p n A Rn Rm); [|exact An | exact Am]; intros k Hk; pose proof (Beyond (p n) Out k Hk); lra. }
      (* b in place of p (n + 1) *)
      assert (Sign : 0 < g b * g (p (S n))).
      { assert (Q := A b (p (S n)) (p (S (S n))) Right Rm (fun k Hk H => Rle_not_lt _ _ (Beyond b (Rle_refl b) k Hk) (proj1 H))).
        set (y := p (S n)) in *; set (z := p (S (S n))) in *; destruct (Rtotal_order (g y) 0) as [L|[E|G]]; [|rewrite E in Am; lra|].
        - assert (0 < g z) by nra; assert (0 < (g z - g y) * (y - b)) by (apply Rmult_lt_0_compat; lra); assert (g b < g y) by nra; nra.
        - assert (g z < 0) by nra; assert (0 < (g y - g z) * (y - b)) by (apply Rmult_lt_0_compat; lra); assert (g y < g b) by nra; nra. }
      assert (Q : (S n <= S N)%nat); [|lia]; apply (IH others g' (fun i => if Nat.eq_dec i (S n) then b else p i) (S n) ltac:(lia) A').
      intros i Hi; destruct (Nat.eq_dec i (S n)); [lia|]; destruct (Nat.eq_dec (S i) (S n)) as [E|E].
      * injection E as ->; split; [exact Inside|]; rewrite !Same by lra; nra.
      * destruct (Alt i ltac:(lia)) as [Q1 Q2]; split; [exact Q1|]; pose proof (Mono (S i) n ltac:(lia)); rewrite !Same by lra; exact Q2.
Qed.

(** Every sum of N ReLU units and a constant changes its sign at most N + 1 times. *)
Theorem relu_sign_changes N g : one_layer (activation_unit relu) N g -> sign_changes_at_most (S N) g.
Proof.
  intros H n (xs & L & I & A); destruct (relu_layer_knots N g H) as (knots & Lk & K).
  apply (knots_alternate N knots g (fun i => nth i xs 0) n Lk K); intros i Hi; clear - L I A Hi.
  revert n i L Hi; induction xs as [|x [|y xs] IH]; intros n i L Hi; cbn [length] in L; [lia | lia|]; destruct I as [I1 I2], A as [A1 A2].
  destruct i as [|i]; [cbn [nth]; auto|]; apply (IH I2 A2 (n - 1)%nat i); cbn [length]; lia.
Qed.
