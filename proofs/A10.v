(** * A10. The least number of PLN-s units, s ≥ 3, and of PLS-s units, s ≥ 2: the upper end, and what one unit cannot do *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics SignChanges LineUnits SingleLayer A3.
Open Scope R_scope.

Lemma constant_has_no_change U g : one_layer U 0 g -> sign_changes_at_most 0 g.
Proof.
  intros (c & units & Lu & _ & E) n (xs & L & _ & A); destruct units; [|cbn in Lu; lia]; destruct n as [|n]; [lia | exfalso].
  destruct xs as [|x [|y xs]]; cbn [length] in L; try lia; destruct A as [A _]; rewrite !E in A; cbn [map sum] in A; nra.
Qed.

(** A constant and one unit with at most one extremum. *)
Lemma one_unit_changes (U : unit_kind) g : (forall u, U u -> at_most_one_extremum u) -> one_layer U 1 g -> sign_changes_at_most 2 g.
Proof.
  intros One (c & units & Lu & F & E) n C; destruct units as [|u [|]]; [| |cbn in Lu; lia].
  - assert (n <= 0)%nat; [|lia]; apply (constant_has_no_change U g); [exists c, []; split; [cbn; lia | split; [constructor | exact E]] | exact C].
  - inversion F as [|? ? Hu _]; subst; apply (one_extremum_sign_changes u (- c) (One u Hu)).
    destruct C as (xs & L & I & A); exists xs; split; [exact L | split; [exact I|]]; revert A; clear - E; induction xs as [|x xs IH]; [auto|]; destruct xs as [|y xs]; [auto|]; cbn [alternating]; intros [A B]; split; [|apply IH, B].
    rewrite !E in A; cbn [map sum] in A; replace (u x - - c) with (c + (u x + 0)) by ring; replace (u y - - c) with (c + (u y + 0)) by ring; exact A.
Qed.

Lemma pln_unit_extremum s u : pln_unit s u -> at_most_one_extremum u.
Proof. intros (w & t & v & Lw & Lt & _ & E); eapply at_most_one_extremum_ext; [intros x; symmetry; apply E | apply ln_line_one_extremum; congruence]. Qed.

Lemma pls_unit_extremum s u : pls_unit s u -> at_most_one_extremum u.
Proof. intros (w & t & v & Lw & Lt & _ & E); eapply at_most_one_extremum_ext; [intros x; symmetry; apply E | apply rms_line_one_extremum; congruence]. Qed.

(** No unit is enough for q ≤ 1 alone, one unit for q ≤ 3 alone. *)
Lemma few_units (U : unit_kind) L a b eps N : (forall u, U u -> at_most_one_extremum u) -> 0 <= L -> a < b -> 0 < eps -> enough U L a b eps N ->
  (1 < L * (b - a) / (2 * eps) -> (1 <= N)%nat) /\ (3 < L * (b - a) / (2 * eps) -> (2 <= N)%nat).
Proof.
  intros One HL Hab He En; destruct N as [|[|N]].
  - apply (changes_needed U L a b eps 0 0 (constant_has_no_change U)) in En; try assumption; cbn [INR] in En; split; intros; lra.
  - apply (changes_needed U L a b eps 1 2 (fun g => one_unit_changes U g One)) in En; try assumption; cbn [INR] in En; split; intros; [lia | lra].
  - split; intros; lia.
Qed.

(** Of claim A10: with q = L (b - a) / (2 ε), ⌊q⌋ units of PLN-s, s ≥ 3, and of PLS-s, s ≥ 2, are enough for every L-Lipschitz function on [a, b]; a constant and one unit of any size change
    their sign at most twice (N³ - 2N² + 5N - 2 for N = 1), so that for q > 1 some unit is needed, and for q > 3 two. *)
Theorem A10 L a b eps : 0 <= L -> a < b -> 0 < eps ->
  let q := L * (b - a) / (2 * eps) in
  (forall s, (3 <= s)%nat -> enough (pln_unit s) L a b eps (Z.to_nat (floor q))) /\
  (forall s, (2 <= s)%nat -> enough (pls_unit s) L a b eps (Z.to_nat (floor q))) /\
  (forall s g, one_layer (pln_unit s) 1 g \/ one_layer (pls_unit s) 1 g -> sign_changes_at_most 2 g) /\
  (forall s N, enough (pln_unit s) L a b eps N \/ enough (pls_unit s) L a b eps N -> (1 < q -> (1 <= N)%nat) /\ (3 < q -> (2 <= N)%nat)).
Proof.
  intros HL Hab He q; destruct (A3 L a b eps HL Hab He) as (_ & _ & _ & _ & Pln & Pls & _); split; [exact Pln | split; [exact Pls | split]].
  - intros s g [H|H]; [exact (one_unit_changes _ g (pln_unit_extremum s) H) | exact (one_unit_changes _ g (pls_unit_extremum s) H)].
  - intros s N [H|H]; [exact (few_units _ L a b eps N (pln_unit_extremum s) HL Hab He H) | exact (few_units _ L a b eps N (pls_unit_extremum s) HL Hab He H)].
Qed.
