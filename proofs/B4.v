(** * B4. VC dimension of width-3 LN-Nets on a line *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics SignChanges Circle B4Upper B4Attained Shattering.
Open Scope R_scope.

(** Of claim B4: no 2^L + 2 points of a line are shattered at depth L; a net of depth L changes its sign at most 2^L times along the line, and for
    every L ≥ 1 there is one that does so. *)
Theorem B4 :
  (forall L xs, increasing xs -> shatters (ln_net 1 3 L 2) (points_of_line xs) -> (length xs <= 2 ^ L + 1)%nat) /\
  (forall L net, ln_net 1 3 L 1 net -> sign_changes_at_most (2 ^ L) (on_line net)) /\
  (forall L, (1 <= L)%nat -> exists net, ln_net 1 3 L 1 net /\ changes_sign (on_line net) (2 ^ L)).
Proof.
  split; [exact not_shattered|]; split; [exact ln_net_sign_changes | exact sign_changes_attained].
Qed.
