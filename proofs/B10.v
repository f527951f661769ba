(** * B10. The least depth for the worst labels of m points: a bracket *)

From Coq Require Import Reals List Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Shattering B3TwoClasses B9.
Open Scope R_scope.

Lemma increasing_distinct xs : increasing xs -> NoDup xs.
Proof.
  intros I; apply (NoDup_nth xs 0); intros i j Hi Hj E; destruct (Nat.lt_trichotomy i j) as [L|[L|L]]; [|exact L|];
    pose proof (increasing_nth_lt xs I _ _ L ltac:(assumption)); lra.
Qed.

(** Of claim B10: for every m ≥ 2 and all m points of a line, depth ⌈(m - 1)/2⌉ = ⌊m/2⌋ realises every labeling of them by two classes, and a depth that realises
    every labeling is at least ⌈log₂(m - 1)⌉; for m from 3 to 7 both are the same number. *)
Theorem B10 :
  (forall m xs, (2 <= m)%nat -> increasing xs -> length xs = m ->
     shatters (ln_net 1 3 (m / 2) 2) (points_of_line xs) /\
     forall L, shatters (ln_net 1 3 L 2) (points_of_line xs) -> (Nat.log2_up (m - 1) <= L)%nat) /\
  (forall m, (3 <= m <= 7)%nat -> Nat.log2_up (m - 1) = (m / 2)%nat).
Proof.
  split.
  - intros m xs Hm I Len; pose proof (Nat.div_mod m 2 ltac:(lia)) as D; pose proof (Nat.mod_upper_bound m 2 ltac:(lia)) as M; split.
    + apply odd_number_shattered; [lia | apply increasing_distinct, I | lia].
    + intros L S; pose proof (not_shattered L xs I S) as B; rewrite <- (Nat.log2_up_pow2 L) by lia; apply Nat.log2_up_le_mono; lia.
  - intros m Hm; assert (C : (m = 3 \/ m = 4 \/ m = 5 \/ m = 6 \/ m = 7)%nat) by lia.
    destruct C as [->|[->|[->|[->| ->]]]]; reflexivity.
Qed.
