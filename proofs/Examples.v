(** * Tests of the definitions

    Values that are known otherwise: LN of (1, 3), groups, the conventions recorded from the authors' code (population variance inside the
    normalization, 0 where a group is constant), XOR, sign changes. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics.
Open Scope R_scope.

(** LN of (1, 3) is (-1, 1). *)
Example layer_norm_1_3 : layer_norm 0 [1; 3] = [-1; 1].
Proof.
  unfold layer_norm, center, mean, rms_norm, rms, ssq; cbn [map sum dot length INR].
  replace (1 - (1 + (3 + 0)) / (1 + 1)) with (-1) by field.
  replace (3 - (1 + (3 + 0)) / (1 + 1)) with 1 by field.
  replace ((-1 * -1 + (1 * 1 + 0)) / (1 + 1) + 0) with 1 by field; rewrite sqrt_1.
  f_equal; [field | f_equal; field].
Qed.

(** With epsilon 3 inside the root it is half of that: the variance 1 is the population's (/ d), and epsilon is inside the root. *)
Example layer_norm_epsilon_inside : layer_norm 3 [1; 3] = [- / 2; / 2].
Proof.
  unfold layer_norm, center, mean, rms_norm, rms, ssq; cbn [map sum dot length INR].
  replace (1 - (1 + (3 + 0)) / (1 + 1)) with (-1) by field.
  replace (3 - (1 + (3 + 0)) / (1 + 1)) with 1 by field.
  replace ((-1 * -1 + (1 * 1 + 0)) / (1 + 1) + 3) with (2 * 2) by field; rewrite sqrt_square by lra.
  f_equal; [field | f_equal; field].
Qed.

(** A constant group has the output 0. *)
Example layer_norm_constant : layer_norm 0 [5; 5; 5] = [0; 0; 0].
Proof.
  unfold layer_norm, center, mean, rms_norm; cbn [map sum length INR].
  replace (5 - (5 + (5 + (5 + 0))) / (1 + 1 + 1)) with 0 by field.
  unfold Rdiv; rewrite Rmult_0_l; reflexivity.
Qed.

(** RMS normalization of (3, 4): the mean square is 25/2; nothing is subtracted. *)
Example rms_norm_3_4 : map (fun x => x * x) (rms_norm 0 [3; 4]) = [18 / 25; 32 / 25].
Proof.
  unfold rms_norm, rms, ssq; cbn [map dot length INR].
  set (r := (3 * 3 + (4 * 4 + 0)) / (1 + 1) + 0); assert (Hr : r = 25 / 2) by (unfold r; field).
  assert (S : sqrt r * sqrt r = r) by (apply sqrt_sqrt; lra).
  assert (P : 0 < sqrt r) by (apply sqrt_lt_R0; lra).
  f_equal; [|f_equal].
  - replace (3 / sqrt r * (3 / sqrt r)) with (9 / (sqrt r * sqrt r)) by (field; lra); rewrite S, Hr; field.
  - replace (4 / sqrt r * (4 / sqrt r)) with (16 / (sqrt r * sqrt r)) by (field; lra); rewrite S, Hr; field.
Qed.

(** Groups are consecutive. *)
Example groups_of_two : chunks 2 [1; 2; 3; 4; 5; 6] = [[1; 2]; [3; 4]; [5; 6]].
Proof. reflexivity. Qed.

(** Two groups of four components are PLN of norm size 2, and the groups do not mix. *)
Example groups_do_not_mix : group_layer_norm 2 0 [1; 3; 3; 1] = [-1; 1; 1; -1].
Proof.
  unfold group_layer_norm, parallel_layer_norm; cbn [length Nat.div Nat.divmod fst chunks chunks_of firstn skipn map concat app].
  assert (E : layer_norm 0 [3; 1] = [1; -1]).
  { unfold layer_norm, center, mean, rms_norm, rms, ssq; cbn [map sum dot length INR].
    replace (1 - (3 + (1 + 0)) / (1 + 1)) with (-1) by field.
    replace (3 - (3 + (1 + 0)) / (1 + 1)) with 1 by field.
    replace ((1 * 1 + (-1 * -1 + 0)) / (1 + 1) + 0) with 1 by field; rewrite sqrt_1.
    f_equal; [field | f_equal; field]. }
  unfold chunks; cbn [length chunks_of firstn skipn map concat]. rewrite layer_norm_1_3, E; reflexivity.
Qed.

(** The four points of XOR with their classes. *)
Definition xor_samples : list vec := [[0; 0]; [0; 1]; [1; 0]; [1; 1]].
Definition xor_labels : list nat := [0%nat; 1%nat; 1%nat; 0%nat].

(** No affine map to two outputs classifies XOR. *)
Example xor_is_not_linear W b : length W = 2%nat -> length b = 2%nat ->
  Forall (fun row => length row = 2%nat) W -> ~ classifies (run [Affine W b]) xor_samples xor_labels.
Proof.
  intros HW Hb HR H.
  destruct W as [|u [|v [|]]]; try discriminate; destruct b as [|p [|q [|]]]; try discriminate.
  inversion HR as [|? ? Hu HR1]; inversion HR1 as [|? ? Hv]; subst.
  destruct u as [|u1 [|u2 [|]]]; try discriminate; destruct v as [|v1 [|v2 [|]]]; try discriminate.
  unfold classifies, xor_samples, xor_labels in H; cbn [run run_layer] in H; unfold affine in H; cbn [map dot vadd] in H.
  inversion H as [|? ? ? ? A T1]; inversion T1 as [|? ? ? ? B T2]; inversion T2 as [|? ? ? ? C T3]; inversion T3 as [|? ? ? ? D T4]; subst.
  destruct A as [_ A], B as [_ B], C as [_ C], D as [_ D]; cbn [length nth] in *.
  specialize (A 1%nat ltac:(lia) ltac:(lia)); specialize (B 0%nat ltac:(lia) ltac:(lia));
  specialize (C 0%nat ltac:(lia) ltac:(lia)); specialize (D 1%nat ltac:(lia) ltac:(lia)); cbn [nth] in *; lra.
Qed.

(** The classes need the strictly greatest score: a tie is no classification. *)
Example ties_do_not_count : ~ best_class [1; 1] 0.
Proof. intros [_ H]; specialize (H 1%nat ltac:(cbn; lia) ltac:(lia)); cbn in H; lra. Qed.

(** x(x - 1) changes sign twice on the line: at -1, 1/2, 2. *)
Example sign_changes_of_a_parabola : changes_sign (fun x => x * (x - 1)) 2.
Proof. exists [-1; / 2; 2]; cbn; repeat split; lra. Qed.

(** 7/2 rounds up to 4 and down to 3; 4 is its own ceiling. *)
Example ceiling_of_seven_halves : ceiling (7 / 2) = 4%Z /\ floor (7 / 2) = 3%Z /\ ceiling 4 = 4%Z.
Proof.
  assert (I : forall x z, IZR z <= x < IZR z + 1 -> Int_part x = z).
  { intros x z [H1 H2]; unfold Int_part; rewrite <- (tech_up x (z + 1)); [lia | |]; rewrite plus_IZR; lra. }
  unfold ceiling, floor; repeat split.
  - rewrite (I _ (-4)%Z); [reflexivity | lra].
  - apply I; lra.
  - rewrite (I _ (-4)%Z); [reflexivity | lra].
Qed.
