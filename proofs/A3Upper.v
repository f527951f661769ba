(** * A3, upper side: steps on equal pieces *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics A1 Matrices.
Open Scope R_scope.

(** Values v_0, …, v_N on pieces cut at p_0 < … < p_(N-1), as a sum of N steps and a constant. *)
Definition staircase (v p : nat -> R) (N : nat) (x : R) : R :=
  (v 0%nat + v N) / 2 + bigsum N (fun i => (v (S i) - v i) / 2 * sign (1 * x + - p i)).

Lemma staircase_one_layer v p N : one_layer step_unit N (staircase v p N).
Proof.
  exists ((v 0%nat + v N) / 2), (map (fun i x => (v (S i) - v i) / 2 * sign (1 * x + - p i)) (seq 0 N)); split; [|split].
  - rewrite map_length, seq_length; lia.
  - apply Forall_map, Forall_forall; intros i _; exists ((v (S i) - v i) / 2), 1, (- p i); reflexivity.
  - intros x; unfold staircase; f_equal; rewrite map_map; cbv beta; generalize N; clear N; intros N.
    induction N as [|N IH]; [reflexivity|]; rewrite seq_S, map_app, sum_app, <- IH; cbn [map sum bigsum Nat.add]; ring.
Qed.

(** Left of all cuts from k on and right of those before: the value is v k. On the cut p k itself it is the mean of both sides. *)
Lemma staircase_value v p N k x : (k <= N)%nat ->
  (forall i, (i < k)%nat -> p i < x) -> (forall i, (k <= i < N)%nat -> x < p i) -> staircase v p N x = v k.
Proof.
  intros Hk L R; unfold staircase.
  assert (G : forall n, (n <= N)%nat -> bigsum n (fun i => (v (S i) - v i) / 2 * sign (1 * x + - p i)) =
     if le_lt_dec n k then (v n - v 0%nat) / 2 else (v k - v 0%nat) / 2 - (v n - v k) / 2).
  { induction n as [|n IH]; intros Hn; cbn [bigsum].
    - destruct (le_lt_dec 0 k); [lra | lia].
    - rewrite IH by lia; destruct (le_lt_dec n k), (le_lt_dec (S n) k); try lia.
      + rewrite sign_pos by (specialize (L n ltac:(lia)); lra); lra.
      + assert (n = k) by lia; subst n; rewrite sign_neg by (specialize (R k ltac:(lia)); lra); lra.
      + rewrite sign_neg by (specialize (R n ltac:(lia)); lra); lra. }
  rewrite (G N ltac:(lia)); destruct (le_lt_dec N k); [assert (k = N) by lia; subst k|]; lra.
Qed.

Lemma staircase_at_cut v p N k : (k < N)%nat ->
  (forall i, (i < k)%nat -> p i < p k) -> (forall i, (k < i < N)%nat -> p k < p i) -> staircase v p N (p k) = (v k + v (S k)) / 2.
Proof.
  intros Hk L R; unfold staircase; set (x := p k) in *.
  assert (G : forall n, (n <= N)%nat -> bigsum n (fun i => (v (S i) - v i) / 2 * sign (1 * x + - p i)) =
     if le_lt_dec n k then (v n - v 0%nat) / 2 else (v k - v 0%nat) / 2 - (v n - v (S k)) / 2).
  { induction n as [|n IH]; intros Hn; cbn [bigsum].
    - destruct (le_lt_dec 0 k); [lra | lia].
    - rewrite IH by lia; destruct (le_lt_dec n k), (le_lt_dec (S n) k); try lia.
      + rewrite sign_pos by (specialize (L n ltac:(lia)); lra); lra.
      + assert (n = k) by lia; subst n; replace (1 * x + - p k) with 0 by (unfold x; ring); rewrite sign_0; lra.
      + rewrite sign_neg by (specialize (R n ltac:(lia)); lra); lra. }
  rewrite (G N ltac:(lia)); destruct (le_lt_dec N k); [lia|]; lra.
Qed.

(** Every x of [a, b] is in a piece, or on a cut. *)
Lemma piece_of a b N x : a <= x <= b -> a < b ->
  let h := (b - a) / INR (S N) in
  exists k, (k <= N)%nat /\ a + INR k * h <= x /\ x <= a + INR (S k) * h /\ (x < a + INR (S k) * h \/ k = N).
Proof.
  intros Hx Hab h; assert (S0 : 0 < INR (S N)) by (apply lt_0_INR; lia).
  assert (H0 : 0 < h) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat, S0]).
  assert (E : a + INR (S N) * h = b) by (unfold h; field; lra).
  assert (G : forall n, (n <= N)%nat -> x <= a + INR (S n) * h -> exists k, (k <= n)%nat /\ a + INR k * h <= x /\ x <= a + INR (S k) * h /\ (x < a + INR (S k) * h \/ k = n)).
  { induction n as [|n IH]; intros Hn Hl.
    - exists 0%nat; cbn [INR] in *; repeat split; try lia; try lra.
    - destruct (Rlt_le_dec x (a + INR (S n) * h)) as [L|L].
      + destruct (IH ltac:(lia) ltac:(lra)) as (k & K1 & K2 & K3 & K4); exists k; repeat split; try lia; try assumption; destruct K4 as [K4|K4]; [left; exact K4 | left; rewrite K4; exact L].
      + exists (S n); repeat split; try lia; try assumption; right; reflexivity. }
  destruct (G N ltac:(lia) ltac:(lra)) as (k & K); exists k; exact K.
Qed.

Lemma lipschitz_half L a b f u w x : 0 <= L -> lipschitz L a b f -> a <= u -> w <= b -> u <= x <= w ->
  Rabs (f x - f ((u + w) / 2)) <= L * ((w - u) / 2).
Proof.
  intros HL Lf Hu Hw Hx; eapply Rle_trans; [apply Lf; lra|]; apply Rmult_le_compat_l; [exact HL|]; apply Rabs_le; lra.
Qed.

(** N steps are enough for values on N + 1 equal pieces. *)
Theorem staircase_within a b eps N f v : a < b ->
  let h := (b - a) / INR (S N) in
  (forall k x, (k <= N)%nat -> a + INR k * h <= x <= a + INR (S k) * h -> Rabs (f x - v k) <= eps) ->
  exists g, one_layer step_unit N g /\ within eps a b f g.
Proof.
  intros Hab h Near.
  assert (S0 : 0 < INR (S N)) by (apply lt_0_INR; lia).
  assert (H0 : 0 < h) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat, S0]).
  set (p := fun k => a + INR (S k) * h).
  exists (staircase v p N); split; [apply staircase_one_layer|]; intros x Hx.
  destruct (piece_of a b N x Hx Hab) as (k & K1 & K2 & K3 & K4); fold h in K2, K3, K4.
  assert (Inc : forall i j, (i < j)%nat -> INR i * h < INR j * h) by (intros i j H; apply Rmult_lt_compat_r; [exact H0 | apply lt_INR, H]).
  assert (IncL : forall i j, (i <= j)%nat -> INR i * h <= INR j * h) by (intros i j H; apply Rmult_le_compat_r; [lra | apply le_INR, H]).
  assert (Here : Rabs (f x - v k) <= eps) by (apply Near; [exact K1 | lra]).
  destruct k as [|k'].
  - (* the first piece *)
    rewrite (staircase_value v p N 0 x ltac:(lia)); [exact Here | intros i Hi; lia|].
    intros i Hi; destruct K4 as [K4|K4]; [|lia]; unfold p; pose proof (IncL 1%nat (S i) ltac:(lia)); lra.
  - destruct (Rle_lt_or_eq_dec _ _ K2) as [K5|K5].
    + rewrite (staircase_value v p N (S k') x K1); [exact Here | |].
      * intros i Hi; unfold p; pose proof (IncL (S i) (S k') ltac:(lia)); lra.
      * intros i Hi; destruct K4 as [K4|K4]; [|lia]; unfold p; pose proof (IncL (S (S k')) (S i) ltac:(lia)); lra.
    + (* on the cut p k': the mean of the two sides *)
      assert (Ex : x = p k') by (unfold p; lra); rewrite Ex at 2.
      rewrite (staircase_at_cut v p N k' ltac:(lia)); [| intros i Hi; unfold p; pose proof (Inc (S i) (S k') ltac:(lia)); lra | intros i Hi; unfold p; pose proof (Inc (S k') (S i) ltac:(lia)); lra].
      assert (There : Rabs (f x - v k') <= eps) by (apply Near; [lia | pose proof (IncL k' (S k') ltac:(lia)); lra]).
      apply Rabs_le; unfold Rabs in Here, There; destruct (Rcase_abs (f x - v (S k'))), (Rcase_abs (f x - v k')); lra.
Qed.

(** N steps are enough as soon as L (b - a) / (2 eps) <= N + 1: the value in the middle of each of N + 1 equal pieces. *)
Theorem steps_enough L a b eps N : 0 <= L -> a < b -> 0 < eps -> L * (b - a) / (2 * eps) <= INR N + 1 -> enough step_unit L a b eps N.
Proof.
  intros HL Hab He Hq f Lf; set (h := (b - a) / INR (S N)).
  assert (S0 : 0 < INR (S N)) by (apply lt_0_INR; lia).
  assert (H0 : 0 < h) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat, S0]).
  assert (Eb : a + INR (S N) * h = b) by (unfold h; field; lra).
  assert (Lh : L * (h / 2) <= eps).
  { apply (Rmult_le_compat_r (2 * eps)) in Hq; [|lra]; replace (L * (b - a) / (2 * eps) * (2 * eps)) with (L * (b - a)) in Hq by (field; lra).
    rewrite <- S_INR in Hq; apply (Rmult_le_reg_r (2 * INR (S N))); [lra|].
    replace (L * (h / 2) * (2 * INR (S N))) with (L * (b - a)) by (unfold h; field; lra); lra. }
  apply (staircase_within a b eps N f (fun k => f (a + INR k * h + h / 2)) Hab); fold h; intros k x Hk Hx; apply Rle_trans with (2 := Lh).
  assert (IncL : forall i j, (i <= j)%nat -> INR i * h <= INR j * h) by (intros i j H; apply Rmult_le_compat_r; [lra | apply le_INR, H]).
  assert (Kb : a + INR (S k) * h <= b) by (rewrite <- Eb; pose proof (IncL (S k) (S N) ltac:(lia)); lra).
  assert (Ka : a <= a + INR k * h) by (assert (0 <= INR k * h) by (apply Rmult_le_pos; [apply pos_INR | lra]); lra).
  pose proof (lipschitz_half L a b f (a + INR k * h) (a + INR (S k) * h) x HL Lf Ka Kb Hx) as Q.
  rewrite S_INR in Q; replace ((a + INR k * h + (a + (INR k + 1) * h)) / 2) with (a + INR k * h + h / 2) in Q by field.
  replace ((a + (INR k + 1) * h - (a + INR k * h)) / 2) with (h / 2) in Q by field; exact Q.
Qed.

(** So steps approximate every Lipschitz function as well as one likes. *)
Theorem steps_universal L a b eps : 0 <= L -> a < b -> 0 < eps -> exists N, enough step_unit L a b eps N.
Proof.
  intros HL Hab He; destruct (archimed_cor1 (/ (L * (b - a) / (2 * eps) + 1))) as (N & HN & HN0).
  { apply Rinv_0_lt_compat; assert (0 <= L * (b - a) / (2 * eps)) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra | left; apply Rinv_0_lt_compat; lra]); lra. }
  exists N; apply steps_enough; try assumption.
  assert (Q : 0 <= L * (b - a) / (2 * eps)) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra | left; apply Rinv_0_lt_compat; lra]).
  apply Rnot_lt_le; intros F; apply lt_INR in HN0; cbn in HN0.
  assert (/ (L * (b - a) / (2 * eps) + 1) < / INR N) by (apply Rinv_lt_contravar; [apply Rmult_lt_0_compat; lra | lra]); lra.
Qed.
