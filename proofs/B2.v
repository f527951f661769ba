(** * B2. Layer normalization breaks the linear bound, on XOR *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics Examples.
Open Scope R_scope.

(** SS of a list of numbers, Σ (x - mean)². *)
Definition sum_of_squares (v : vec) : R := ssq (center v).

(** The values of a class, by its label. *)
Definition of_class (c : nat) (labels : list nat) (v : vec) : vec :=
  map snd (filter (fun p => Nat.eqb (fst p) c) (combine labels v)).

(** Of a map to k numbers the sums of squares of the components are added: |·|² in R^k. [outputs] has one list of values per component. *)
Definition total_ss (outputs : list vec) : R := sum (map sum_of_squares outputs).
Definition within_ss (classes : nat) (labels : list nat) (outputs : list vec) : R :=
  sum (map (fun v => sum (map (fun c => sum_of_squares (of_class c labels v)) (seq 0 classes))) outputs).

Definition column (f : vec -> vec) (samples : list vec) (j : nat) : vec := map (fun x => nth j (f x) 0) samples.
Definition outputs (f : vec -> vec) (k : nat) (samples : list vec) : list vec := map (column f samples) (seq 0 k).

(** XOR has LSSR = 1: whatever the linear map to k numbers, the sum of squares within the classes is the total one. *)
Lemma xor_row a b : sum (map (fun c => sum_of_squares (of_class c xor_labels (map (fun x => dot [a; b] x) xor_samples))) (seq 0 2)) =
  sum_of_squares (map (fun x => dot [a; b] x) xor_samples).
Proof.
  unfold xor_samples, xor_labels, of_class, sum_of_squares, center, mean, ssq.
  cbn [map combine filter fst snd Nat.eqb seq sum dot length INR]; field.
Qed.

Theorem xor_is_not_helped_by_linear_maps W :
  Forall (fun row => length row = 2%nat) W ->
  within_ss 2 xor_labels (map (fun row => map (fun x => dot row x) xor_samples) W) = total_ss (map (fun row => map (fun x => dot row x) xor_samples) W).
Proof.
  intros H; unfold within_ss, total_ss; induction H as [|row W Hr HW IH]; [reflexivity|].
  cbn [map sum]; rewrite IH; f_equal; destruct row as [|a [|b [|]]]; try discriminate; apply xor_row.
Qed.

(** x ↦ (t, -t, -3) with t = x1 + x2 - 1, then LN, then the readout -y3. *)
Definition xor_net : network :=
  [Affine [[1; 1]; [-1; -1]; [0; 0]] [-1; 1; -3]; Norm 3 true 0; Affine [[0; 0; -1]] [0]].

Lemma xor_net_value x1 x2 : let t := x1 + x2 - 1 in
  run xor_net [x1; x2] = [2 / sqrt ((2 * (t * t) + 6) / 3)].
Proof.
  intros t; unfold xor_net; cbn [run run_layer]; unfold affine; cbn [map dot vadd].
  replace (1 * x1 + (1 * x2 + 0) + -1) with t by (unfold t; ring).
  replace (-1 * x1 + (-1 * x2 + 0) + 1) with (- t) by (unfold t; ring).
  replace (0 * x1 + (0 * x2 + 0) + -3) with (-3) by ring.
  unfold parallel_layer_norm; change (chunks 3 [t; - t; -3]) with [[t; - t; -3]]; cbn [map concat app].
  unfold layer_norm, center, mean, rms_norm, rms, ssq; cbn [map sum dot length INR app vadd].
  replace (t - (t + (- t + (-3 + 0))) / (1 + 1 + 1)) with (t + 1) by field.
  replace (- t - (t + (- t + (-3 + 0))) / (1 + 1 + 1)) with (- t + 1) by field.
  replace (-3 - (t + (- t + (-3 + 0))) / (1 + 1 + 1)) with (-2) by field.
  replace (((t + 1) * (t + 1) + ((- t + 1) * (- t + 1) + (-2 * -2 + 0))) / (1 + 1 + 1) + 0) with ((2 * (t * t) + 6) / 3) by field.
  unfold Rdiv; f_equal; ring.
Qed.

(** Within the classes its values are equal, and not all of them are: SSR = 0. *)
Theorem xor_net_separates :
  within_ss 2 xor_labels (outputs (run xor_net) 1 xor_samples) = 0 /\ 0 < total_ss (outputs (run xor_net) 1 xor_samples).
Proof.
  unfold within_ss, total_ss, outputs, column, xor_samples, xor_labels; cbn [map seq].
  rewrite !xor_net_value; cbn [nth].
  replace (2 * ((0 + 0 - 1) * (0 + 0 - 1)) + 6) with 8 by ring; replace (2 * ((0 + 1 - 1) * (0 + 1 - 1)) + 6) with 6 by ring.
  replace (2 * ((1 + 0 - 1) * (1 + 0 - 1)) + 6) with 6 by ring; replace (2 * ((1 + 1 - 1) * (1 + 1 - 1)) + 6) with 8 by ring.
  set (p := 2 / sqrt (8 / 3)); set (q := 2 / sqrt (6 / 3)).
  assert (L : p < q).
  { unfold p, q; apply Rmult_lt_compat_l; [lra|]; apply Rinv_lt_contravar; [apply Rmult_lt_0_compat; apply sqrt_lt_R0; lra | apply sqrt_lt_1_alt; lra]. }
  unfold of_class, sum_of_squares, center, mean, ssq; cbn [map combine filter fst snd Nat.eqb seq sum dot length INR]; split.
  - field.
  - replace ((p - (p + (q + (q + (p + 0)))) / (1 + 1 + 1 + 1)) * (p - (p + (q + (q + (p + 0)))) / (1 + 1 + 1 + 1)) +
      ((q - (p + (q + (q + (p + 0)))) / (1 + 1 + 1 + 1)) * (q - (p + (q + (q + (p + 0)))) / (1 + 1 + 1 + 1)) +
      ((q - (p + (q + (q + (p + 0)))) / (1 + 1 + 1 + 1)) * (q - (p + (q + (q + (p + 0)))) / (1 + 1 + 1 + 1)) +
      ((p - (p + (q + (q + (p + 0)))) / (1 + 1 + 1 + 1)) * (p - (p + (q + (q + (p + 0)))) / (1 + 1 + 1 + 1)) + 0))) + 0)
      with ((q - p) * (q - p)) by field; nra.
Qed.

(** Claim B2, whole. *)
Theorem B2 :
  (forall W, Forall (fun row => length row = 2%nat) W ->
    within_ss 2 xor_labels (map (fun row => map (fun x => dot row x) xor_samples) W) = total_ss (map (fun row => map (fun x => dot row x) xor_samples) W)) /\
  ln_net 2 3 1 1 xor_net /\
  within_ss 2 xor_labels (outputs (run xor_net) 1 xor_samples) = 0 /\ 0 < total_ss (outputs (run xor_net) 1 xor_samples).
Proof.
  split; [exact xor_is_not_helped_by_linear_maps|]; split; [|exact xor_net_separates].
  split.
  - cbn; repeat split; try lia; repeat constructor; exists 1%nat; reflexivity.
  - exists [([[1; 1]; [-1; -1]; [0; 0]], [-1; 1; -3])], [[0; 0; -1]], [0]; repeat split; repeat constructor.
Qed.
