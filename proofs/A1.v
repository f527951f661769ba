(** * A1. PLN-2 and PLS-1 are steps *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics.
Open Scope R_scope.

(** LN of a pair is the pair of signs of the differences. *)
Theorem layer_norm_of_a_pair a b : layer_norm 0 [a; b] = [sign (a - b); sign (b - a)].
Proof.
  unfold layer_norm, center, mean, rms_norm, rms, ssq; cbn [map sum dot length INR].
  set (h := (a - b) / 2).
  replace (a - (a + (b + 0)) / (1 + 1)) with h by (unfold h; field).
  replace (b - (a + (b + 0)) / (1 + 1)) with (- h) by (unfold h; field).
  replace ((h * h + (- h * - h + 0)) / (1 + 1) + 0) with (h * h) by field.
  rewrite sqrt_sq_abs, div_abs_sign; rewrite <- (Rabs_Ropp h) at 1; rewrite div_abs_sign.
  replace (a - b) with (2 * h) by (unfold h; field); replace (b - a) with (2 * - h) by (unfold h; field).
  rewrite !sign_scale by lra; reflexivity.
Qed.

(** PLS of norm size 1 is the sign. *)
Theorem rms_norm_of_one a : rms_norm 0 [a] = [sign a].
Proof.
  unfold rms_norm, rms, ssq; cbn [map dot length INR].
  replace ((a * a + 0) / 1 + 0) with (a * a) by field; rewrite sqrt_sq_abs, div_abs_sign; reflexivity.
Qed.

(** The unit of the statement: LN of (w x + t, -(w x + t)) is (sgn, - sgn) of w x + t. *)
Theorem pln_2_of_a_pair w t x :
  layer_norm 0 [w * x + t; - (w * x + t)] = [sign (w * x + t); - sign (w * x + t)].
Proof.
  rewrite layer_norm_of_a_pair; set (z := w * x + t).
  replace (z - - z) with (2 * z) by ring; replace (- z - z) with (2 * - z) by ring.
  rewrite !sign_scale, sign_opp by lra; reflexivity.
Qed.

(** The PLN-2 units on a line are exactly the steps a · sgn(w x + t). *)
Theorem pln_2_units_are_steps u : pln_unit 2 u <-> step_unit u.
Proof.
  split.
  - intros (w & t & v & Hw & Ht & Hv & Hu).
    destruct w as [|w1 [|w2 [|]]]; try discriminate; destruct t as [|t1 [|t2 [|]]]; try discriminate;
      destruct v as [|v1 [|v2 [|]]]; try discriminate.
    exists (v1 - v2), (w1 - w2), (t1 - t2); intros x; rewrite Hu; cbn [vscale map vadd].
    rewrite layer_norm_of_a_pair; cbn [dot].
    replace (x * w1 + t1 - (x * w2 + t2)) with ((w1 - w2) * x + (t1 - t2)) by ring.
    replace (x * w2 + t2 - (x * w1 + t1)) with (- ((w1 - w2) * x + (t1 - t2))) by ring.
    rewrite sign_opp; ring.
  - intros (a & w & t & Hu); exists [w; - w], [t; - t], [a; 0]; repeat split; intros x; rewrite Hu.
    cbn [vscale map vadd]; replace (x * w + t) with (w * x + t) by ring; replace (x * - w + - t) with (- (w * x + t)) by ring.
    rewrite pln_2_of_a_pair; cbn [dot]; ring.
Qed.

(** The PLS-1 units on a line are exactly the steps. *)
Theorem pls_1_units_are_steps u : pls_unit 1 u <-> step_unit u.
Proof.
  split.
  - intros (w & t & v & Hw & Ht & Hv & Hu).
    destruct w as [|w1 [|]]; try discriminate; destruct t as [|t1 [|]]; try discriminate; destruct v as [|v1 [|]]; try discriminate.
    exists v1, w1, t1; intros x; rewrite Hu; cbn [vscale map vadd]; rewrite rms_norm_of_one; cbn [dot].
    replace (x * w1 + t1) with (w1 * x + t1) by ring; ring.
  - intros (a & w & t & Hu); exists [w], [t], [a]; repeat split; intros x; rewrite Hu.
    cbn [vscale map vadd]; rewrite rms_norm_of_one; cbn [dot]; replace (x * w + t) with (w * x + t) by ring; ring.
Qed.

(** Claim A1, whole. *)
Theorem A1 :
  (forall a b, layer_norm 0 [a; b] = [sign (a - b); sign (b - a)]) /\
  (forall w t x, layer_norm 0 [w * x + t; - (w * x + t)] = [sign (w * x + t); - sign (w * x + t)]) /\
  (forall a, rms_norm 0 [a] = [sign a]) /\
  (forall u, pln_unit 2 u <-> step_unit u) /\ (forall u, pls_unit 1 u <-> step_unit u).
Proof.
  exact (conj layer_norm_of_a_pair (conj pln_2_of_a_pair (conj rms_norm_of_one (conj pln_2_units_are_steps pls_1_units_are_steps)))).
Qed.
