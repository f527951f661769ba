(** * B9. 2^L changes of sign are attained at every depth L *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics A1 SignChanges A3Upper B4Upper B4Attained Steps.
Open Scope R_scope.

Lemma increasing_nth xs : increasing xs -> forall k, (S k < length xs)%nat -> nth k xs 0 < nth (S k) xs 0.
Proof.
  induction xs as [|x [|y xs] IH]; intros I k Hk; cbn [length] in Hk; try lia.
  destruct I as [I1 I2]; destruct k as [|k]; [exact I1|]; cbn [nth]; apply (IH I2 k); cbn [length]; lia.
Qed.

Lemma increasing_nth_lt xs : increasing xs -> forall i j, (i < j)%nat -> (j < length xs)%nat -> nth i xs 0 < nth j xs 0.
Proof.
  intros I i j Hij; induction Hij as [|j Hij IH]; intros Hj; [apply increasing_nth; assumption|].
  apply Rlt_trans with (nth j xs 0); [apply IH; lia | apply increasing_nth; assumption].
Qed.

Lemma alternating_by_nth g xs : (forall k, (S k < length xs)%nat -> g (nth k xs 0) * g (nth (S k) xs 0) < 0) -> alternating g xs.
Proof.
  induction xs as [|x [|y xs] IH]; intros H; try exact I; split.
  - apply (H 0%nat); cbn [length]; lia.
  - apply IH; intros k Hk; apply (H (S k)); cbn [length] in *; lia.
Qed.

Lemma increasing_firstn xs : forall m, increasing xs -> increasing (firstn m xs).
Proof.
  induction xs as [|x [|y xs] IH]; intros [|[|m]] I; try exact Logic.I; destruct I as [I1 I2]; split; [exact I1|]; exact (IH (S m) I2).
Qed.

Lemma alternating_firstn g xs : forall m, alternating g xs -> alternating g (firstn m xs).
Proof.
  induction xs as [|x [|y xs] IH]; intros [|[|m]] A; try exact Logic.I; destruct A as [A1 A2]; split; [exact A1|]; exact (IH (S m) A2).
Qed.

(** m - 1 steps alternate at any m points, and no fewer do. *)
Theorem steps_alternate xs : increasing xs -> (1 <= length xs)%nat ->
  least (fun N => exists g, one_layer step_unit N g /\ alternating g xs) (length xs - 1).
Proof.
  intros I L; split.
  - set (N := (length xs - 1)%nat); set (p := fun i => (nth i xs 0 + nth (S i) xs 0) / 2); set (v := fun k => (-1) ^ k).
    exists (staircase v p N); split; [apply staircase_one_layer|].
    assert (V : forall k, (k <= N)%nat -> staircase v p N (nth k xs 0) = v k).
    { intros k Hk; apply staircase_value; [exact Hk | |]; intros i Hi; unfold p.
      - assert (nth i xs 0 < nth (S i) xs 0) by (apply increasing_nth; [exact I | unfold N in *; lia]).
        destruct (Nat.eq_dec (S i) k) as [<-|E]; [lra|].
        assert (nth (S i) xs 0 < nth k xs 0) by (apply increasing_nth_lt; [exact I | lia | unfold N in *; lia]); lra.
      - assert (nth i xs 0 < nth (S i) xs 0) by (apply increasing_nth; [exact I | unfold N in *; lia]).
        destruct (Nat.eq_dec i k) as [->|E]; [lra|].
        assert (nth k xs 0 < nth i xs 0) by (apply increasing_nth_lt; [exact I | lia | unfold N in *; lia]); lra. }
    apply alternating_by_nth; intros k Hk; rewrite !V by (unfold N; lia); unfold v; cbn [pow].
    assert (P : 0 < (-1) ^ k * (-1) ^ k) by (apply Rsqr_pos_lt, pow_nonzero; lra); lra.
  - intros N (g & H & A); apply (steps_sign_changes N g H); exists xs; split; [lia|]; split; assumption.
Qed.

Lemma least_ext P Q n : (forall k, P k <-> Q k) -> least P n -> least Q n.
Proof. intros E [H1 H2]; split; [apply E, H1 | intros m Hm; apply H2, E, Hm]. Qed.

Lemma one_layer_kinds (U V : unit_kind) N g : (forall u, U u <-> V u) -> one_layer U N g <-> one_layer V N g.
Proof.
  intros E; split; intros (c & us & L & F & G); exists c, us; (split; [exact L|]); (split; [|exact G]); eapply Forall_impl; [|exact F | |exact F]; intros u; apply E.
Qed.

(** Claim B9, whole: depth L attains 2^L changes of sign and no more; for m ≥ 3 there are m points for whose alternating labels the least depth is
    ⌈log₂(m - 1)⌉; for any m points the least number of steps, or PLN-2 units, of one hidden layer is m - 1. *)
Theorem B9 :
  (forall L, (1 <= L)%nat -> exists net, ln_net 1 3 L 1 net /\ changes_sign (on_line net) (2 ^ L)) /\
  (forall L net, ln_net 1 3 L 1 net -> sign_changes_at_most (2 ^ L) (on_line net)) /\
  (forall m, (3 <= m)%nat -> exists xs, length xs = m /\ increasing xs /\
     least (fun L => exists net, ln_net 1 3 L 1 net /\ alternating (on_line net) xs) (Nat.log2_up (m - 1))) /\
  (forall xs, increasing xs -> (1 <= length xs)%nat ->
     least (fun N => exists g, one_layer step_unit N g /\ alternating g xs) (length xs - 1) /\
     least (fun N => exists g, one_layer (pln_unit 2) N g /\ alternating g xs) (length xs - 1)).
Proof.
  split; [exact sign_changes_attained|]; split; [exact ln_net_sign_changes|]; split.
  - intros m Hm; set (L := Nat.log2_up (m - 1)).
    assert (L1 : (1 <= L)%nat) by (unfold L; apply Nat.log2_up_pos; lia).
    assert (E : (m - 1 <= 2 ^ L)%nat) by (apply (Nat.log2_up_spec (m - 1)); lia).
    destruct (sign_changes_attained L L1) as (net & H & xs & Ln & I & A).
    assert (Lf : length (firstn m xs) = m) by (rewrite firstn_length; lia).
    exists (firstn m xs); split; [exact Lf|]; split; [apply increasing_firstn, I|]; split.
    + exists net; split; [exact H | apply alternating_firstn, A].
    + intros K (net' & H' & A'); apply Nat.log2_up_le_pow2; [lia|].
      apply (ln_net_sign_changes K net' H'); exists (firstn m xs); split; [lia|]; split; [apply increasing_firstn, I | exact A'].
  - intros xs I Lx; pose proof (steps_alternate xs I Lx) as S; split; [exact S|].
    apply (least_ext (fun N => exists g, one_layer step_unit N g /\ alternating g xs)); [|exact S].
    intros N; split; intros (g & H & A); exists g; (split; [|exact A]); apply (one_layer_kinds (pln_unit 2) step_unit N g pln_2_units_are_steps); exact H.
Qed.
