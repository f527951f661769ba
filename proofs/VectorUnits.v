(** * Units of several variables, and units of a line along a direction *)

From Coq Require Import Reals List Lra Lia.
Import ListNotations.
From Normlab Require Import Definitions Basics.
Open Scope R_scope.

Definition unit_of_vectors := (vec -> R) -> Prop.

(** ⟨v, LN(W x + t)⟩ with s rows of d weights: one group of PLN-s. *)
Definition pln_unit_in (d s : nat) : unit_of_vectors := fun u =>
  exists W t v, length W = s /\ Forall (fun row => length row = d) W /\ length t = s /\ length v = s /\
    forall x, length x = d -> u x = dot v (layer_norm 0 (affine W t x)).

(** The same of PLS-s. *)
Definition pls_unit_in (d s : nat) : unit_of_vectors := fun u =>
  exists W t v, length W = s /\ Forall (fun row => length row = d) W /\ length t = s /\ length v = s /\
    forall x, length x = d -> u x = dot v (rms_norm 0 (affine W t x)).

(** a · φ(⟨w, x⟩ + t) *)
Definition activation_unit_in (d : nat) (phi : R -> R) : unit_of_vectors := fun u =>
  exists a w t, length w = d /\ forall x, length x = d -> u x = a * phi (dot w x + t).

(** [one_layer_in d U N g]: g is a constant and a sum of at most N units of the kind U. *)
Definition one_layer_in (d : nat) (U : unit_of_vectors) (N : nat) (g : vec -> R) : Prop :=
  exists c units, (length units <= N)%nat /\ Forall U units /\ forall x, length x = d -> g x = c + sum (map (fun u => u x) units).

(** ** Along a direction *)

Lemma rows_along d w0 t0 w : length w = d -> length w0 = length t0 ->
  Forall (fun row => length row = d) (map (fun a => vscale a w) w0) /\
  forall x, affine (map (fun a => vscale a w) w0) t0 x = vadd (vscale (dot w x) w0) t0.
Proof.
  intros Lw L; split; [apply Forall_map, Forall_forall; intros; rewrite vscale_length; exact Lw|]; intros x; unfold affine.
  revert t0 L; induction w0 as [|a w0 IH]; intros [|b t0] L; try discriminate; [reflexivity|]; unfold vscale in *; cbn [map vadd] in *; rewrite IH by (cbn in L; lia).
  f_equal; f_equal; fold (vscale a w); rewrite dot_comm, dot_vscale_r, dot_comm; ring.
Qed.

Lemma pln_units_along d s u w : pln_unit s u -> length w = d -> pln_unit_in d s (fun x => u (dot w x)).
Proof.
  intros (w0 & t0 & v & L1 & L2 & L3 & E) Lw; destruct (rows_along d w0 t0 w Lw ltac:(lia)) as [R A]; exists (map (fun a => vscale a w) w0), t0, v.
  repeat split; try assumption; [rewrite map_length; exact L1|]; intros x _; rewrite E, A; reflexivity.
Qed.

Lemma pls_units_along d s u w : pls_unit s u -> length w = d -> pls_unit_in d s (fun x => u (dot w x)).
Proof.
  intros (w0 & t0 & v & L1 & L2 & L3 & E) Lw; destruct (rows_along d w0 t0 w Lw ltac:(lia)) as [R A]; exists (map (fun a => vscale a w) w0), t0, v.
  repeat split; try assumption; [rewrite map_length; exact L1|]; intros x _; rewrite E, A; reflexivity.
Qed.

Lemma activation_units_along d phi u w : activation_unit phi u -> length w = d -> activation_unit_in d phi (fun x => u (dot w x)).
Proof.
  intros (a & b & t & E) Lw; exists a, (vscale b w), t; split; [rewrite vscale_length; exact Lw|]; intros x _.
  rewrite E, (dot_comm (vscale b w)), dot_vscale_r, (dot_comm x); reflexivity.
Qed.
