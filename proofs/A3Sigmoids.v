(** * A3, bounded sigmoids: ⌊q⌋ units are enough

    The staircase with sigmoids in place of steps. Near a cut the value is a mean of the two levels in which the one on the own side weighs at least as
    much, so it is as near as the level itself; the other sigmoids are steep enough. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics A1 A2 Matrices A3Upper B9.
Open Scope R_scope.

(** Between -1 and 1, of the sign of its argument, and near ± 1 far out. *)
Definition bounded_sigmoid (phi : R -> R) : Prop :=
  (forall y, -1 <= phi y <= 1) /\ (forall y, y <= 0 -> phi y <= 0) /\ (forall y, 0 <= y -> 0 <= phi y) /\
  (forall e, 0 < e -> exists M, (forall y, M <= y -> 1 - e <= phi y) /\ (forall y, y <= - M -> phi y <= -1 + e)).

Definition smooth_staircase (phi : R -> R) (K : R) (v p : nat -> R) (N : nat) (x : R) : R :=
  (v 0%nat + v N) / 2 + bigsum N (fun i => (v (S i) - v i) / 2 * phi (K * x + - (K * p i))).

Lemma smooth_one_layer phi K v p N : one_layer (activation_unit phi) N (smooth_staircase phi K v p N).
Proof.
  exists ((v 0%nat + v N) / 2), (map (fun i x => (v (S i) - v i) / 2 * phi (K * x + - (K * p i))) (seq 0 N)); split; [|split].
  - rewrite map_length, seq_length; lia.
  - apply Forall_map, Forall_forall; intros i _; exists ((v (S i) - v i) / 2), K, (- (K * p i)); reflexivity.
  - intros x; unfold smooth_staircase; f_equal; rewrite map_map; cbv beta; generalize N; clear N; intros N.
    induction N as [|N IH]; [reflexivity|]; rewrite seq_S, map_app, sum_app, <- IH; cbn [map sum bigsum Nat.add]; ring.
Qed.

(** Where all units but the j-th are within e of their limits, and neighbouring levels differ by at most D, the value is within N D e / 2 of the mean of
    v j and v (j + 1) that the j-th unit gives. *)
Lemma smooth_value phi K v p N j x e D : (j < N)%nat -> 0 <= e ->
  (forall y, -1 <= phi y <= 1) ->
  (forall i, (i < N)%nat -> Rabs (v (S i) - v i) <= D) ->
  (forall i, (i < j)%nat -> 1 - e <= phi (K * x + - (K * p i))) ->
  (forall i, (j < i < N)%nat -> phi (K * x + - (K * p i)) <= -1 + e) ->
  Rabs (smooth_staircase phi K v p N x - ((v j + v (S j)) / 2 + (v (S j) - v j) / 2 * phi (K * x + - (K * p j)))) <= INR N * (D / 2 * e).
Proof.
  intros Hj He B HD Hl Hr; unfold smooth_staircase; set (s := fun i => phi (K * x + - (K * p i))).
  assert (D0 : 0 <= D) by (specialize (HD j Hj); pose proof (Rabs_pos (v (S j) - v j)); lra).
  assert (G : forall n, (n <= N)%nat -> Rabs (bigsum n (fun i => (v (S i) - v i) / 2 * s i) -
     (if le_lt_dec n j then (v n - v 0%nat) / 2 else (v j - v 0%nat) / 2 + (v (S j) - v j) / 2 * s j - (v n - v (S j)) / 2)) <= INR n * (D / 2 * e)).
  { assert (Term : forall i t, (i < N)%nat -> Rabs (s i - t) <= e -> Rabs ((v (S i) - v i) / 2 * (s i - t)) <= D / 2 * e).
    { intros i t Hi Ht; rewrite Rabs_mult; apply Rmult_le_compat; try apply Rabs_pos; [|exact Ht].
      unfold Rdiv; rewrite Rabs_mult, (Rabs_pos_eq (/ 2)) by lra; specialize (HD i Hi); lra. }
    induction n as [|n IH]; intros Hn; cbn [bigsum].
    - destruct (le_lt_dec 0 j); [|lia]; replace (0 - (v 0%nat - v 0%nat) / 2) with 0 by field; rewrite Rabs_R0; cbn; lra.
    - specialize (IH ltac:(lia)); rewrite S_INR; set (b := bigsum n (fun i => (v (S i) - v i) / 2 * s i)) in *.
      destruct (le_lt_dec n j) as [A|A], (le_lt_dec (S n) j) as [A'|A']; try lia.
      + assert (T : Rabs ((v (S n) - v n) / 2 * (s n - 1)) <= D / 2 * e).
        { apply Term; [lia|]; specialize (Hl n ltac:(lia)); fold (s n) in Hl; specialize (B (K * x + - (K * p n))); fold (s n) in B; apply Rabs_le; lra. }
        replace (b + (v (S n) - v n) / 2 * s n - (v (S n) - v 0%nat) / 2) with ((b - (v n - v 0%nat) / 2) + (v (S n) - v n) / 2 * (s n - 1)) by field.
        eapply Rle_trans; [apply Rabs_triang|]; lra.
      + assert (n = j) by lia; subst n.
        replace (b + (v (S j) - v j) / 2 * s j - ((v j - v 0%nat) / 2 + (v (S j) - v j) / 2 * s j - (v (S j) - v (S j)) / 2)) with (b - (v j - v 0%nat) / 2) by field.
        assert (0 <= D / 2 * e) by (apply Rmult_le_pos; lra); lra.
      + assert (T : Rabs ((v (S n) - v n) / 2 * (s n - -1)) <= D / 2 * e).
        { apply Term; [lia|]; specialize (Hr n ltac:(lia)); fold (s n) in Hr; specialize (B (K * x + - (K * p n))); fold (s n) in B; apply Rabs_le; lra. }
        replace (b + (v (S n) - v n) / 2 * s n - ((v j - v 0%nat) / 2 + (v (S j) - v j) / 2 * s j - (v (S n) - v (S j)) / 2))
          with ((b - ((v j - v 0%nat) / 2 + (v (S j) - v j) / 2 * s j - (v n - v (S j)) / 2)) + (v (S n) - v n) / 2 * (s n - -1)) by field.
        eapply Rle_trans; [apply Rabs_triang|]; lra. }
  specialize (G N ltac:(lia)); destruct (le_lt_dec N j) as [A|A]; [lia|].
  change (phi (K * x + - (K * p j))) with (s j); set (b := bigsum N (fun i => (v (S i) - v i) / 2 * s i)) in *.
  change (bigsum N (fun i => (v (S i) - v i) / 2 * phi (K * x + - (K * p i)))) with b.
  replace ((v 0%nat + v N) / 2 + b - ((v j + v (S j)) / 2 + (v (S j) - v j) / 2 * s j))
    with (b - ((v j - v 0%nat) / 2 + (v (S j) - v j) / 2 * s j - (v N - v (S j)) / 2)) by field; exact G.
Qed.

(** N sigmoids are enough as soon as L (b - a) / (2 eps) < N + 1. *)
Theorem sigmoids_enough phi L a b eps N : bounded_sigmoid phi -> 0 <= L -> a < b -> 0 < eps -> L * (b - a) / (2 * eps) < INR N + 1 ->
  enough (activation_unit phi) L a b eps N.
Proof.
  intros (B & Neg & Pos & Lim) HL Hab He Hq f Lf; set (h := (b - a) / INR (S N)).
  assert (S0 : 0 < INR (S N)) by (apply lt_0_INR; lia).
  assert (H0 : 0 < h) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat, S0]).
  assert (Eb : a + INR (S N) * h = b) by (unfold h; field; lra).
  assert (Lh : L * (h / 2) < eps).
  { apply (Rmult_lt_compat_r (2 * eps)) in Hq; [|lra]; replace (L * (b - a) / (2 * eps) * (2 * eps)) with (L * (b - a)) in Hq by (field; lra).
    rewrite <- S_INR in Hq; apply (Rmult_lt_reg_r (2 * INR (S N))); [lra|].
    replace (L * (h / 2) * (2 * INR (S N))) with (L * (b - a)) by (unfold h; field; lra); lra. }
  set (mid := fun k => a + INR k * h + h / 2); set (v := fun k => f (mid k)); set (p := fun k => a + INR (S k) * h).
  assert (IncL : forall i j, (i <= j)%nat -> INR i * h <= INR j * h) by (intros i j H; apply Rmult_le_compat_r; [lra | apply le_INR, H]).
  assert (Mid : forall k, (k <= N)%nat -> a <= mid k <= b).
  { intros k Hk; unfold mid; pose proof (IncL 0%nat k ltac:(lia)); pose proof (IncL (S k) (S N) ltac:(lia)) as Q; rewrite S_INR in Q; cbn [INR] in *; lra. }
  destruct (Nat.eq_dec N 0) as [->|NZ].
  { (* no unit: the value in the middle *)
    exists (fun _ => v 0%nat); split; [exists (v 0%nat), []; repeat split; [cbn; lia | constructor | intros; cbn; ring]|].
    intros x Hx; unfold v; eapply Rle_trans; [apply Lf; [exact Hx | apply Mid; lia]|].
    apply Rle_trans with (L * (h / 2)); [|lra]; apply Rmult_le_compat_l; [exact HL|]; apply Rabs_le; unfold mid; cbn [INR] in *; lra. }
  assert (DV : forall i, (i < N)%nat -> Rabs (v (S i) - v i) <= L * h).
  { intros i Hi; unfold v; eapply Rle_trans; [apply Lf; apply Mid; lia|]; apply Rmult_le_compat_l; [exact HL|].
    unfold mid; rewrite S_INR; apply Rabs_le; lra. }
  assert (Np : 0 < INR N) by (apply lt_0_INR; lia).
  set (e := (eps - L * (h / 2)) / (INR (S N) * (L * h / 2 + 1))).
  assert (LH : 0 <= L * h) by (apply Rmult_le_pos; lra).
  assert (E0 : 0 < e) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra]).
  assert (Tail : INR N * (L * h / 2 * e) + L * h / 2 * e <= eps - L * (h / 2)).
  { assert (Q : INR (S N) * ((L * h / 2 + 1) * e) = eps - L * (h / 2)) by (unfold e; field; lra).
    assert (INR (S N) * (L * h / 2 * e) <= INR (S N) * ((L * h / 2 + 1) * e)) by (apply Rmult_le_compat_l; [lra|]; nra).
    rewrite S_INR in *; lra. }
  destruct (Lim e E0) as (M & Hi & Lo); set (K := (Rabs M + 1) / (h / 2)).
  assert (Kp : 0 < K) by (apply Rmult_lt_0_compat; [pose proof (Rabs_pos M); lra | apply Rinv_0_lt_compat; lra]).
  assert (Steep : forall t, h / 2 <= t -> M <= K * t).
  { intros t Ht; assert (K * (h / 2) = Rabs M + 1) by (unfold K; field; lra).
    assert (K * (h / 2) <= K * t) by (apply Rmult_le_compat_l; lra); pose proof (Rle_abs M); lra. }
  exists (smooth_staircase phi K v p N); split; [apply smooth_one_layer|]; intros x Hx.
  (* the cut next to x: x is at least h/2 from all others *)
  assert (Near : exists j, (j < N)%nat /\ (forall i, (i < j)%nat -> p i + h / 2 <= x) /\ (forall i, (j < i < N)%nat -> x <= p i - h / 2) /\
            mid j - h / 2 <= x <= mid (S j) + h / 2).
  { destruct (piece_of a b N x Hx Hab) as (k & K1 & K2 & K3 & _); fold h in K2, K3; rewrite S_INR in K3.
    assert (Pick : exists j, (j < N)%nat /\ ((j = k /\ (mid k <= x \/ k = 0%nat)) \/ (S j = k /\ (x <= mid k \/ k = N)))).
    { destruct (Nat.eq_dec k 0) as [->|Z]; [exists 0%nat; split; [lia|]; left; auto|].
      destruct (Nat.eq_dec k N) as [->|Z']; [exists (N - 1)%nat; split; [lia|]; right; split; [lia | auto]|].
      destruct (Rle_dec x (mid k)) as [C|C]; [exists (k - 1)%nat; split; [lia|]; right; split; [lia | auto] | exists k; split; [lia|]; left; split; [reflexivity | left; lra]]. }
    destruct Pick as (j & Hj & [[-> C]|[Ej C]]).
    - exists k; split; [exact Hj|]; split; [|split].
      + intros i Hi'; unfold p; destruct C as [C|C]; [|lia]; unfold mid in C; pose proof (IncL (S i) k ltac:(lia)); lra.
      + intros i Hi'; unfold p; pose proof (IncL (S (S k)) (S i) ltac:(lia)) as Q; rewrite !S_INR in *; lra.
      + unfold mid; rewrite S_INR; lra.
    - exists j; split; [exact Hj|]; subst k; split; [|split].
      + intros i Hi'; unfold p; pose proof (IncL (S (S i)) (S j) ltac:(lia)) as Q; rewrite !S_INR in *; lra.
      + intros i Hi'; unfold p; destruct C as [C|C]; [|lia]; unfold mid in C; pose proof (IncL (S (S j)) (S i) ltac:(lia)) as Q; rewrite !S_INR in *; lra.
      + unfold mid; rewrite !S_INR in *; lra. }
  destruct Near as (j & Hj & NL & NR & NX).
  pose proof (smooth_value phi K v p N j x e (L * h) Hj (Rlt_le _ _ E0) B DV) as SV.
  assert (SV' : Rabs (smooth_staircase phi K v p N x - ((v j + v (S j)) / 2 + (v (S j) - v j) / 2 * phi (K * x + - (K * p j)))) <= INR N * (L * h / 2 * e)).
  { apply SV; intros i Hi'.
    - apply Hi; replace (K * x + - (K * p i)) with (K * (x - p i)) by ring; apply Steep; specialize (NL i Hi'); lra.
    - apply Lo; specialize (NR i Hi'); pose proof (Steep (p i - x) ltac:(lra)); replace (K * x + - (K * p i)) with (- (K * (p i - x))) by ring; lra. }
  set (w := phi (K * x + - (K * p j))) in *; assert (Bw : -1 <= w <= 1) by apply B.
  assert (Fj : Rabs (f x - v j) <= L * Rabs (x - mid j)) by (apply Lf; [exact Hx | apply Mid; lia]).
  assert (Fs : Rabs (f x - v (S j)) <= L * Rabs (x - mid (S j))) by (apply Lf; [exact Hx | apply Mid; lia]).
  assert (Mj : mid j = p j - h / 2) by (unfold mid, p; rewrite S_INR; field); assert (Ms : mid (S j) = p j + h / 2) by (unfold mid, p; field).
  assert (Mean : Rabs (f x - ((v j + v (S j)) / 2 + (v (S j) - v j) / 2 * w)) <= L * (h / 2) + L * h / 2 * e).
  { replace (f x - ((v j + v (S j)) / 2 + (v (S j) - v j) / 2 * w)) with ((1 - w) / 2 * (f x - v j) + (1 + w) / 2 * (f x - v (S j))) by field.
    eapply Rle_trans; [apply Rabs_triang|]; rewrite !Rabs_mult, (Rabs_pos_eq ((1 - w) / 2)), (Rabs_pos_eq ((1 + w) / 2)) by lra.
    apply Rle_trans with ((1 - w) / 2 * (L * Rabs (x - mid j)) + (1 + w) / 2 * (L * Rabs (x - mid (S j)))).
    { apply Rplus_le_compat; apply Rmult_le_compat_l; lra. }
    set (dj := Rabs (x - mid j)); set (ds := Rabs (x - mid (S j))).
    assert (C : (1 - w) / 2 * dj + (1 + w) / 2 * ds <= h / 2 + h / 2 * e).
    { destruct (Rle_dec x (p j)) as [C|C].
      - assert (w <= 0) by (apply Neg; nra); assert (Ds : ds = p j + h / 2 - x) by (unfold ds; rewrite Ms, Rabs_left1 by lra; ring).
        destruct (Rle_dec (p j - h / 2) x) as [C'|C'].
        + assert (Dj : dj = x - (p j - h / 2)) by (unfold dj; rewrite Mj; apply Rabs_pos_eq; lra).
          assert (0 <= (- w) * (p j - x)) by (apply Rmult_le_pos; lra); assert (0 <= h / 2 * e) by (apply Rmult_le_pos; lra); rewrite Dj, Ds; nra.
        + assert (Dj : dj = p j - h / 2 - x) by (unfold dj; rewrite Mj, Rabs_left by lra; ring).
          assert (W1 : w <= -1 + e).
          { unfold w; pose proof (Steep (p j - x) ltac:(lra)); replace (K * x + - (K * p j)) with (- (K * (p j - x))) by ring; apply Lo; lra. }
          assert (w * (h / 2) <= (-1 + e) * (h / 2)) by (apply Rmult_le_compat_r; lra); rewrite Dj, Ds; nra.
      - assert (0 <= w) by (apply Pos; nra); assert (Dj : dj = x - (p j - h / 2)) by (unfold dj; rewrite Mj; apply Rabs_pos_eq; lra).
        destruct (Rle_dec x (p j + h / 2)) as [C'|C'].
        + assert (Ds : ds = p j + h / 2 - x) by (unfold ds; rewrite Ms, Rabs_left1 by lra; ring).
          assert (0 <= w * (x - p j)) by (apply Rmult_le_pos; lra); assert (0 <= h / 2 * e) by (apply Rmult_le_pos; lra); rewrite Dj, Ds; nra.
        + assert (Ds : ds = x - (p j + h / 2)) by (unfold ds; rewrite Ms; apply Rabs_pos_eq; lra).
          assert (W1 : 1 - e <= w).
          { unfold w; replace (K * x + - (K * p j)) with (K * (x - p j)) by ring; apply Hi, Steep; lra. }
          assert ((1 - e) * (h / 2) <= w * (h / 2)) by (apply Rmult_le_compat_r; lra); rewrite Dj, Ds; nra. }
    replace ((1 - w) / 2 * (L * dj) + (1 + w) / 2 * (L * ds)) with (L * ((1 - w) / 2 * dj + (1 + w) / 2 * ds)) by ring.
    apply Rle_trans with (L * (h / 2 + h / 2 * e)); [apply Rmult_le_compat_l; [exact HL | exact C] | lra]. }
  set (mean := (v j + v (S j)) / 2 + (v (S j) - v j) / 2 * w) in *; set (g := smooth_staircase phi K v p N x) in *.
  replace (f x - g) with ((f x - mean) + - (g - mean)) by ring; eapply Rle_trans; [apply Rabs_triang|]; rewrite Rabs_Ropp; lra.
Qed.
