(** * Layers of width 3 on the circle

    After centring, LN of width 3 puts what it is given on a circle of a plane. In coordinates (u, v) of that plane a layer is
    (u, v) ↦ (l1, l2) / |(l1, l2)| with two affine functions l1, l2 of the plane. Every such chain is an LN-Net of width 3 ([circle_net]). *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics.
Open Scope R_scope.

Definition point : Type := (R * R)%type.

Definition direction (a b : R) : point := (a / sqrt (a * a + b * b), b / sqrt (a * a + b * b)).

(** The affine function p u + q v + r of the plane. *)
Record affine2 := { coef_u : R; coef_v : R; constant : R }.

Definition value (l : affine2) (z : point) : R := coef_u l * fst z + coef_v l * snd z + constant l.

(** One layer on the circle. *)
Definition fold_layer (m : affine2 * affine2) (z : point) : point := direction (value (fst m) z) (value (snd m) z).

Definition run_folds (folds : list (affine2 * affine2)) (z : point) : point := fold_left (fun z m => fold_layer m z) folds z.

(** The components of the point of the circle as LN of width 3 gives them. *)
Definition encode (z : point) : vec :=
  [(fst z + snd z / sqrt 3) / sqrt (2 / 3); (- fst z + snd z / sqrt 3) / sqrt (2 / 3); (-2 * snd z / sqrt 3) / sqrt (2 / 3)].

Lemma sqrt3_pos : 0 < sqrt 3. Proof. apply sqrt_lt_R0; lra. Qed.
Lemma sqrt3_sq : sqrt 3 * sqrt 3 = 3. Proof. apply sqrt_sqrt; lra. Qed.
Lemma sqrt23_pos : 0 < sqrt (2 / 3). Proof. apply sqrt_lt_R0; lra. Qed.
Lemma sqrt23_sq : sqrt (2 / 3) * sqrt (2 / 3) = 2 / 3. Proof. apply sqrt_sqrt; lra. Qed.

Lemma chunks_3 a b c : chunks 3 [a; b; c] = [[a; b; c]].
Proof. reflexivity. Qed.

Lemma norm_3_is_direction a b :
  parallel_layer_norm 3 0 [a; - a; - (sqrt 3 * b)] = encode (direction a b).
Proof.
  unfold parallel_layer_norm; rewrite chunks_3; cbn [map concat app].
  unfold layer_norm, center, mean, rms_norm, rms, ssq; cbn [map sum dot length INR app].
  set (t := sqrt 3); pose proof sqrt3_pos as T; pose proof sqrt3_sq as TT; fold t in T, TT.
  replace (a - (a + (- a + (- (t * b) + 0))) / (1 + 1 + 1)) with (a + b / t)
    by (symmetry; apply (Rmult_eq_reg_r t); [|lra]; transitivity (a * t + t * t * b / 3); [field | rewrite TT; field; lra]).
  replace (- a - (a + (- a + (- (t * b) + 0))) / (1 + 1 + 1)) with (- a + b / t)
    by (symmetry; apply (Rmult_eq_reg_r t); [|lra]; transitivity (- a * t + t * t * b / 3); [field | rewrite TT; field; lra]).
  replace (- (t * b) - (a + (- a + (- (t * b) + 0))) / (1 + 1 + 1)) with (-2 * b / t)
    by (symmetry; apply (Rmult_eq_reg_r t); [|lra]; transitivity (-2 * (t * t) * b / 3); [field | rewrite TT; field; lra]).
  replace (((a + b / t) * (a + b / t) + ((- a + b / t) * (- a + b / t) + (-2 * b / t * (-2 * b / t) + 0))) / (1 + 1 + 1) + 0)
    with ((2 / 3) * (a * a + b * b))
    by (symmetry; transitivity ((2 * (a * a) + 6 * (b * b) / (t * t)) / 3); [field; lra | rewrite TT; field]).
  rewrite sqrt_mult by nra; unfold encode, direction; cbn [fst snd]; fold t.
  set (k := sqrt (2 / 3)); pose proof sqrt23_pos as K; fold k in K; set (r := sqrt (a * a + b * b)).
  destruct (Req_dec r 0) as [R0|R0].
  - assert (Z : a * a + b * b = 0) by (apply sqrt_eq_0; [nra | exact R0]); assert (a = 0) by nra; assert (b = 0) by nra; subst a b.
    rewrite R0; unfold Rdiv; f_equal; [ring|f_equal; [ring|f_equal; ring]].
  - f_equal; [field; repeat split; lra|]; f_equal; [field; repeat split; lra|]; f_equal; field; repeat split; lra.
Qed.

(** The row of an affine map that reads the affine function l of the plane, times k. *)
Definition reading_row (k : R) (l : affine2) : vec :=
  [k * coef_u l * sqrt (2 / 3) / 2; - (k * coef_u l * sqrt (2 / 3) / 2); - (k * coef_v l * sqrt 3 * sqrt (2 / 3) / 2)].

Lemma reading_row_reads k l z : dot (reading_row k l) (encode z) + k * constant l = k * value l z.
Proof.
  unfold reading_row, encode, value; cbn [dot]; pose proof sqrt3_pos; pose proof sqrt23_pos.
  field; split; lra.
Qed.

Definition folding (m : affine2 * affine2) : list vec * vec :=
  ([reading_row 1 (fst m); reading_row (-1) (fst m); reading_row (- sqrt 3) (snd m)],
   [1 * constant (fst m); -1 * constant (fst m); - sqrt 3 * constant (snd m)]).

Lemma folding_folds m z :
  run [Affine (fst (folding m)) (snd (folding m)); Norm 3 true 0] (encode z) = encode (fold_layer m z).
Proof.
  cbn [run run_layer folding fst snd]; unfold affine; cbn [map vadd]; rewrite !reading_row_reads.
  unfold fold_layer; rewrite <- norm_3_is_direction; f_equal; f_equal; [ring|]; f_equal; [ring|]; f_equal; ring.
Qed.

Definition first_folding (w1 : vec) (b1 : R) (w2 : vec) (b2 : R) : list vec * vec :=
  ([w1; vscale (-1) w1; vscale (- sqrt 3) w2], [b1; - b1; - sqrt 3 * b2]).

Lemma first_folding_folds w1 b1 w2 b2 x :
  run [Affine (fst (first_folding w1 b1 w2 b2)) (snd (first_folding w1 b1 w2 b2)); Norm 3 true 0] x =
  encode (direction (dot w1 x + b1) (dot w2 x + b2)).
Proof.
  cbn [run run_layer first_folding fst snd]; unfold affine; cbn [map vadd]; rewrite <- norm_3_is_direction.
  rewrite !(dot_comm (vscale _ _)), !dot_vscale_r, !(dot_comm x).
  f_equal; f_equal; f_equal; [ring|]; f_equal; ring.
Qed.

Lemma run_app net rest x : run (net ++ rest) x = run rest (run net x).
Proof. revert x; induction net; intros x; cbn [app run]; [reflexivity | apply IHnet]. Qed.

Lemma run_foldings folds rest z :
  run (flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm 3 true 0]) (map folding folds) ++ rest) (encode z) =
  run rest (encode (run_folds folds z)).
Proof.
  revert z; induction folds as [|m folds IH]; intros z; [reflexivity|].
  cbn [map flat_map]; rewrite <- app_assoc, run_app, folding_folds, IH; reflexivity.
Qed.

Lemma affine_reads outs z :
  affine (map (reading_row 1) outs) (map (fun l => 1 * constant l) outs) (encode z) = map (fun l => value l z) outs.
Proof.
  unfold affine; induction outs as [|l outs IH]; [reflexivity|].
  cbn [map vadd]; rewrite reading_row_reads, IH, Rmult_1_l; reflexivity.
Qed.

Lemma shaped_foldings folds outs :
  shaped 3 (flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm 3 true 0]) (map folding folds) ++
            [Affine (map (reading_row 1) outs) (map (fun l => 1 * constant l) outs)]) (length outs).
Proof.
  induction folds as [|m folds IH]; cbn [map flat_map app shaped].
  - repeat split.
    + apply Forall_map, Forall_forall; intros; reflexivity.
    + rewrite !map_length; reflexivity.
    + apply map_length.
  - repeat split; [repeat constructor | lia | apply Nat.divide_refl | exact IH].
Qed.

(** Every chain of layers on the circle, read out by affine functions of the plane, is an LN-Net of width 3. *)
Theorem circle_net d w1 b1 w2 b2 folds outs :
  length w1 = d -> length w2 = d ->
  exists net, ln_net d 3 (S (length folds)) (length outs) net /\
    forall x, run net x =
      map (fun l => value l (run_folds folds (direction (dot w1 x + b1) (dot w2 x + b2)))) outs.
Proof.
  intros H1 H2; set (hidden := first_folding w1 b1 w2 b2 :: map folding folds).
  exists (ln_layers 3 hidden (map (reading_row 1) outs) (map (fun l => 1 * constant l) outs)); split; [split|].
  - unfold ln_layers, hidden; cbn [flat_map app shaped]; cbn [first_folding fst snd].
    repeat split; [|lia|apply Nat.divide_refl|apply shaped_foldings].
    repeat constructor; rewrite ?vscale_length; assumption.
  - exists hidden, (map (reading_row 1) outs), (map (fun l => 1 * constant l) outs); repeat split.
    + unfold hidden; cbn [length]; rewrite map_length; reflexivity.
    + constructor; [reflexivity|]; apply Forall_map, Forall_forall; intros; reflexivity.
  - intros x; unfold ln_layers, hidden; cbn [flat_map].
    rewrite <- app_assoc, run_app, first_folding_folds, run_foldings; cbn [run run_layer]; apply affine_reads.
Qed.

Lemma direction_on_circle a b : (a <> 0 \/ b <> 0) ->
  fst (direction a b) * fst (direction a b) + snd (direction a b) * snd (direction a b) = 1.
Proof.
  intros H; unfold direction; cbn [fst snd].
  assert (P : 0 < a * a + b * b) by (destruct H; nra).
  pose proof (sqrt_sqrt _ (Rlt_le _ _ P)) as S; pose proof (sqrt_lt_R0 _ P) as Q; set (r := sqrt (a * a + b * b)) in *.
  transitivity ((a * a + b * b) / (r * r)); [field; lra | rewrite S; field; lra].
Qed.

(** Positive multiples have the same direction. *)
Lemma direction_scale k a b : 0 < k -> direction (k * a) (k * b) = direction a b.
Proof.
  intros K; unfold direction.
  replace (k * a * (k * a) + k * b * (k * b)) with (k * k * (a * a + b * b)) by ring.
  rewrite sqrt_mult, sqrt_square by nra.
  destruct (Req_dec (sqrt (a * a + b * b)) 0) as [R0|R0].
  - assert (Z : a * a + b * b = 0) by (apply sqrt_eq_0; [nra | exact R0]); assert (a = 0) by nra; assert (b = 0) by nra; subst; f_equal; unfold Rdiv; ring.
  - f_equal; field; lra.
Qed.
