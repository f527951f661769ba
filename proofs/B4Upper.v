(** * B4, upper side: a width-3 LN-Net of depth L changes sign at most 2^L times along a line *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Bool.
Import ListNotations.
From Normlab Require Import Definitions Basics SignChanges LineUnits SingleLayer.
Open Scope R_scope.

(** Affine functions of n numbers. *)
Definition affine_function (n : nat) (g : vec -> R) : Prop :=
  exists w b, length w = n /\ forall y, g y = dot w y + b.

Lemma dot_vadd_l u v y : length u = length v -> dot (vadd u v) y = dot u y + dot v y.
Proof. intros L; rewrite !(dot_comm _ y); apply dot_vadd_r, L. Qed.

Lemma dot_vscale_l a u y : dot (vscale a u) y = a * dot u y.
Proof. rewrite !(dot_comm _ y); apply dot_vscale_r. Qed.

Lemma affine_function_combination n f g a b c :
  affine_function n f -> affine_function n g -> affine_function n (fun y => a * f y + b * g y + c).
Proof.
  intros (u & p & Lu & Hf) (v & q & Lv & Hg).
  exists (vadd (vscale a u) (vscale b v)), (a * p + b * q + c); split.
  - rewrite vadd_length; rewrite !vscale_length; congruence.
  - intros y; rewrite dot_vadd_l, !dot_vscale_l, Hf, Hg by (rewrite !vscale_length; congruence); ring.
Qed.

Lemma affine_function_ext n f g : (forall y, f y = g y) -> affine_function n f -> affine_function n g.
Proof. intros E (w & b & L & H); exists w, b; split; [exact L|]; intros y; rewrite <- E; apply H. Qed.

(** LN of width 3, read out by an affine function: (A U + B V)/√(U² + V²) + c with U, V linear in what is normalized. *)
Lemma layer_norm_3_readout v : length v = 3%nat -> exists A B, forall z1 z2 z3,
  let U := sqrt 3 * (z1 - z2) in let V := z1 + z2 - 2 * z3 in
  dot v (layer_norm 0 [z1; z2; z3]) = (A * U + B * V) / sqrt (U * U + V * V).
Proof.
  intros Lv; destruct v as [|v1 [|v2 [|v3 [|]]]]; try discriminate.
  assert (T : 0 < sqrt 3) by (apply sqrt_lt_R0; lra); assert (TT : sqrt 3 * sqrt 3 = 3) by (apply sqrt_sqrt; lra).
  assert (K : 0 < sqrt (/ 18)) by (apply sqrt_lt_R0; lra).
  exists ((v1 - v2) / (2 * sqrt 3) / sqrt (/ 18)), ((v1 + v2 - 2 * v3) / 6 / sqrt (/ 18)); intros z1 z2 z3 U V.
  unfold layer_norm, rms_norm; rewrite dot_map_div; unfold center, mean, rms, ssq; cbn [map sum dot length INR].
  set (m := (z1 + (z2 + (z3 + 0))) / (1 + 1 + 1)).
  replace (((z1 - m) * (z1 - m) + ((z2 - m) * (z2 - m) + ((z3 - m) * (z3 - m) + 0))) / (1 + 1 + 1) + 0)
    with (/ 18 * (U * U + V * V)).
  2:{ transitivity (/ 18 * ((sqrt 3 * sqrt 3) * ((z1 - z2) * (z1 - z2)) + V * V)); [unfold U; ring|]; rewrite TT; unfold V, m; field. }
  rewrite sqrt_mult by nra.
  replace (v1 * (z1 - m) + (v2 * (z2 - m) + (v3 * (z3 - m) + 0)))
    with ((v1 - v2) / (2 * sqrt 3) * U + (v1 + v2 - 2 * v3) / 6 * V) by (unfold U, V, m; field; lra).
  set (r := sqrt (U * U + V * V)); destruct (Req_dec r 0) as [R0|R0].
  - assert (Z : U * U + V * V = 0) by (apply sqrt_eq_0; [nra | exact R0]); assert (U = 0) by nra; assert (V = 0) by nra.
    rewrite H, H0; unfold Rdiv; ring.
  - field; repeat split; lra.
Qed.

(** Where a U + b V > g √(U² + V²) with g > 0, two linear functions of (U, V) are positive, and conversely. *)
Lemma cone_is_two_half_planes a b g : 0 < g -> exists a1 b1 a2 b2, forall U V,
  g * sqrt (U * U + V * V) < a * U + b * V <-> (0 < a1 * U + b1 * V /\ 0 < a2 * U + b2 * V).
Proof.
  intros G; destruct (Rle_dec (a * a + b * b) (g * g)) as [S|S].
  - exists 0, 0, 0, 0; intros U V; split; [intros H; exfalso | intros [H _]; lra].
    pose proof (sqrt_pos (U * U + V * V)) as P; pose proof (sqrt_sqrt (U * U + V * V) ltac:(nra)) as Q; set (r := sqrt (U * U + V * V)) in *.
    assert (C : (a * U + b * V) * (a * U + b * V) <= (a * a + b * b) * (U * U + V * V)) by (pose proof (Rle_0_sqr (a * V - b * U)) as Z; unfold Rsqr in Z; nra).
    assert (g * r * (g * r) < (a * U + b * V) * (a * U + b * V)) by (assert (0 <= g * r) by nra; nra).
    assert ((a * a + b * b) * (U * U + V * V) <= g * g * (r * r)) by (rewrite Q; apply Rmult_le_compat_r; nra).
    nra.
  - set (h := sqrt (a * a + b * b - g * g)).
    assert (H0 : 0 < h) by (apply sqrt_lt_R0; lra); assert (HH : h * h = a * a + b * b - g * g) by (apply sqrt_sqrt; lra).
    exists (h * a + g * b), (h * b - g * a), (h * a - g * b), (h * b + g * a); intros U V.
    set (s := a * U + b * V); set (t := a * V - b * U).
    replace ((h * a + g * b) * U + (h * b - g * a) * V) with (h * s - g * t) by (unfold s, t; ring).
    replace ((h * a - g * b) * U + (h * b + g * a) * V) with (h * s + g * t) by (unfold s, t; ring).
    pose proof (sqrt_pos (U * U + V * V)) as P; pose proof (sqrt_sqrt (U * U + V * V) ltac:(nra)) as Q; set (r := sqrt (U * U + V * V)) in *.
    assert (E : s * s + t * t = (h * h + g * g) * (r * r)) by (rewrite HH, Q; unfold s, t; ring).
    assert (D : (h * s - g * t) * (h * s + g * t) = (h * h + g * g) * (s * s - g * g * (r * r))).
    { transitivity ((h * h + g * g) * (s * s) - g * g * (s * s + t * t)); [ring | rewrite E; ring]. }
    assert (W : 0 < h * h + g * g) by nra.
    split.
    + intros H; assert (Gs : 0 < s) by nra.
      assert (Pr : 0 < (h * s - g * t) * (h * s + g * t)).
      { rewrite D; apply Rmult_lt_0_compat; [exact W|]; assert (0 <= g * r) by nra; nra. }
      assert (Su : 0 < (h * s - g * t) + (h * s + g * t)) by nra.
      split; nra.
    + intros [H1 H2]; assert (Gs : 0 < s) by nra.
      assert (Pr : 0 < (h * s - g * t) * (h * s + g * t)) by (apply Rmult_lt_0_compat; assumption).
      rewrite D in Pr; assert (0 < s * s - g * g * (r * r)) by (apply (Rmult_lt_reg_l (h * h + g * g)); lra).
      apply Rnot_le_lt; intros F; assert (0 <= g * r) by nra; nra.
Qed.

(** Taking a small amount off keeps who is positive, and leaves no value 0. *)
Lemma small_amount (g : vec -> R) ys : exists delta, 0 < delta /\
  forall y, In y ys -> (0 < g y <-> 0 < g y - delta) /\ g y - delta <> 0.
Proof.
  assert (M : exists e, 0 < e /\ forall y, In y ys -> 0 < g y -> e < g y).
  { induction ys as [|y ys (e & He & IH)]; [exists 1; split; [lra | intros ? []]|].
    destruct (Rlt_dec 0 (g y)) as [P|P].
    - exists (Rmin e (g y / 2)); split; [apply Rmin_glb_lt; lra|].
      intros z [<-|Hz] Gz; [pose proof (Rmin_r e (g y / 2)); lra | pose proof (Rmin_l e (g y / 2)); specialize (IH z Hz Gz); lra].
    - exists e; split; [exact He|]; intros z [<-|Hz] Gz; [contradiction | apply IH; assumption]. }
  destruct M as (e & He & H); exists e; split; [exact He|]; intros y Hy; specialize (H y Hy).
  destruct (Rlt_dec 0 (g y)) as [P|P]; [specialize (H P); split; [split|]; intros; lra | split; [split|]; intros; lra].
Qed.

(** One layer: where an affine function of LN's output is positive (or where it is negative), two affine functions of what goes into the layer
    are positive. *)
Lemma layer_is_two_conditions n W b v c ys :
  Forall (fun row => length row = n) W -> length W = 3%nat -> length b = 3%nat -> length v = 3%nat ->
  let value y := dot v (run [Affine W b; Norm 3 true 0] y) + c in
  (forall y, In y ys -> value y <> 0) ->
  exists f g, affine_function n f /\ affine_function n g /\
    (forall y, In y ys -> f y <> 0) /\ (forall y, In y ys -> g y <> 0) /\
    ((forall y, In y ys -> (0 < value y <-> 0 < f y /\ 0 < g y)) \/
     (forall y, In y ys -> (value y < 0 <-> 0 < f y /\ 0 < g y))).
Proof.
  intros HW LW Lb Lv value NZ.
  destruct W as [|r1 [|r2 [|r3 [|]]]]; try discriminate; destruct b as [|b1 [|b2 [|b3 [|]]]]; try discriminate.
  inversion HW as [|? ? Q1 HW2]; inversion HW2 as [|? ? Q2 HW3]; inversion HW3 as [|? ? Q3 _]; subst.
  destruct (layer_norm_3_readout v Lv) as (A & B & RO).
  set (z1 := fun y => dot r1 y + b1); set (z2 := fun y => dot r2 y + b2); set (z3 := fun y => dot r3 y + b3).
  set (U := fun y => sqrt 3 * (z1 y - z2 y)); set (V := fun y => z1 y + z2 y - 2 * z3 y).
  assert (F1 : affine_function (length r1) z1) by (exists r1, b1; split; reflexivity).
  assert (F2 : affine_function (length r1) z2) by (exists r2, b2; split; [congruence | reflexivity]).
  assert (F3 : affine_function (length r1) z3) by (exists r3, b3; split; [congruence | reflexivity]).
  assert (FU : affine_function (length r1) U).
  { eapply affine_function_ext; [|apply (affine_function_combination _ _ _ (sqrt 3) (- sqrt 3) 0 F1 F2)]; intros; unfold U; ring. }
  assert (FV : affine_function (length r1) V).
  { eapply affine_function_ext; [|apply (affine_function_combination _ _ _ 1 (-2) 0 (affine_function_combination _ _ _ 1 1 0 F1 F2) F3)]; intros; unfold V; ring. }
  assert (Val : forall y, value y = (A * U y + B * V y) / sqrt (U y * U y + V y * V y) + c).
  { intros y; unfold value; cbn [run run_layer]; unfold affine; cbn [map vadd].
    unfold parallel_layer_norm; rewrite chunks_all by (cbn; lia || reflexivity); cbn [map concat]; rewrite app_nil_r.
    rewrite RO; reflexivity. }
  assert (R : forall y, 0 <= sqrt (U y * U y + V y * V y)) by (intros; apply sqrt_pos).
  assert (Zero : forall y, sqrt (U y * U y + V y * V y) = 0 -> U y = 0 /\ V y = 0).
  { intros y E; apply sqrt_eq_0 in E; [split|]; nra. }
  assert (Pos : forall y, 0 < value y <-> (if Req_EM_T (sqrt (U y * U y + V y * V y)) 0 then 0 < c else - c * sqrt (U y * U y + V y * V y) < A * U y + B * V y)).
  { intros y; rewrite Val; specialize (R y); set (r := sqrt (U y * U y + V y * V y)) in *; destruct (Req_EM_T r 0) as [E|E].
    - destruct (Zero y E) as [-> ->]; unfold Rdiv; rewrite !Rmult_0_r, Rplus_0_r, Rmult_0_l, Rplus_0_l; reflexivity.
    - assert (P : 0 < r) by lra; split; intros H.
      + apply (Rmult_lt_compat_r r) in H; [|exact P]; replace (((A * U y + B * V y) / r + c) * r) with (A * U y + B * V y + c * r) in H by (field; lra); lra.
      + apply (Rmult_lt_reg_r r); [exact P|]; replace (((A * U y + B * V y) / r + c) * r) with (A * U y + B * V y + c * r) by (field; lra); lra. }
  assert (Neg : forall y, value y < 0 <-> (if Req_EM_T (sqrt (U y * U y + V y * V y)) 0 then c < 0 else c * sqrt (U y * U y + V y * V y) < - A * U y + - B * V y)).
  { intros y; rewrite Val; specialize (R y); set (r := sqrt (U y * U y + V y * V y)) in *; destruct (Req_EM_T r 0) as [E|E].
    - destruct (Zero y E) as [-> ->]; unfold Rdiv; rewrite !Rmult_0_r, Rplus_0_r, Rmult_0_l, Rplus_0_l; reflexivity.
    - assert (P : 0 < r) by lra; split; intros H.
      + apply (Rmult_lt_compat_r r) in H; [|exact P]; replace (((A * U y + B * V y) / r + c) * r) with (A * U y + B * V y + c * r) in H by (field; lra); lra.
      + apply (Rmult_lt_reg_r r); [exact P|]; replace (((A * U y + B * V y) / r + c) * r) with (A * U y + B * V y + c * r) by (field; lra); lra. }
  (* the two conditions, before a small amount is taken off *)
  assert (Core : exists a1 c1 a2 c2,
    ((forall y, In y ys -> (0 < value y <-> 0 < a1 * U y + c1 * V y /\ 0 < a2 * U y + c2 * V y)) \/
     (forall y, In y ys -> (value y < 0 <-> 0 < a1 * U y + c1 * V y /\ 0 < a2 * U y + c2 * V y)))).
  { destruct (Rtotal_order c 0) as [C|[C|C]].
    - destruct (cone_is_two_half_planes A B (- c) ltac:(lra)) as (a1 & c1 & a2 & c2 & K); exists a1, c1, a2, c2; left; intros y _.
      rewrite <- K, Pos; destruct (Req_EM_T _ 0) as [E|E]; [|reflexivity].
      destruct (Zero y E) as [-> ->]; split; [lra|]; rewrite !Rmult_0_r, Rplus_0_r, sqrt_0; lra.
    - exists A, B, A, B; left; intros y _; rewrite Pos, C; destruct (Req_EM_T _ 0) as [E|E].
      + destruct (Zero y E) as [-> ->]; split; [lra | intros [H _]; lra].
      + split; [intros H; split; lra | intros [H _]; lra].
    - destruct (cone_is_two_half_planes (- A) (- B) c C) as (a1 & c1 & a2 & c2 & K); exists a1, c1, a2, c2; right; intros y _.
      rewrite <- K, Neg; destruct (Req_EM_T _ 0) as [E|E]; [|reflexivity].
      destruct (Zero y E) as [-> ->]; split; [lra|]; rewrite !Rmult_0_r, Rplus_0_r, sqrt_0; lra. }
  destruct Core as (a1 & c1 & a2 & c2 & Core).
  destruct (small_amount (fun y => a1 * U y + c1 * V y) ys) as (d1 & D1 & S1).
  destruct (small_amount (fun y => a2 * U y + c2 * V y) ys) as (d2 & D2 & S2).
  exists (fun y => a1 * U y + c1 * V y + - d1), (fun y => a2 * U y + c2 * V y + - d2).
  split; [apply affine_function_combination; assumption|]; split; [apply affine_function_combination; assumption|].
  split; [intros y Hy; apply (S1 y Hy)|]; split; [intros y Hy; apply (S2 y Hy)|].
  destruct Core as [Core|Core]; [left | right]; intros y Hy; rewrite (Core y Hy); destruct (S1 y Hy) as [-> _], (S2 y Hy) as [-> _]; reflexivity.
Qed.

(** Each layer at most doubles the number of changes, along any list of inputs. *)
Lemma layers_double_changes hidden : forall n ys K v c,
  shaped n (flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm 3 true 0]) hidden) (length v) ->
  Forall (fun Wb => length (fst Wb) = 3%nat) hidden ->
  (forall g, affine_function n g -> (forall y, In y ys -> g y <> 0) -> (changes (map (fun y => positive (g y)) ys) <= K)%nat) ->
  let value y := dot v (run (flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm 3 true 0]) hidden) y) + c in
  (forall y, In y ys -> value y <> 0) ->
  (changes (map (fun y => positive (value y)) ys) <= 2 ^ length hidden * K)%nat.
Proof.
  induction hidden as [|[W b] hidden IH]; intros n ys K v c S F HK value NZ.
  - cbn [length Nat.pow flat_map shaped] in *; rewrite Nat.mul_1_l; apply HK; [|exact NZ].
    exists v, c; split; [congruence | reflexivity].
  - cbn [flat_map app fst snd shaped] in S; destruct S as (SW & Lb & _ & _ & S).
    inversion F as [|? ? LW F']; subst; cbn [fst] in LW; rewrite LW in S.
    set (first := run [Affine W b; Norm 3 true 0]).
    assert (E : map (fun y => positive (value y)) ys =
      map (fun y => positive (dot v (run (flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm 3 true 0]) hidden) y) + c)) (map first ys))
      by (rewrite map_map; reflexivity).
    rewrite E; cbn [length Nat.pow]; replace (2 * 2 ^ length hidden * K)%nat with (2 ^ length hidden * (2 * K))%nat by lia.
    apply (IH 3%nat (map first ys) (2 * K)%nat v c S F'); [|intros y Hy; apply in_map_iff in Hy; destruct Hy as (x & <- & Hx); apply (NZ x Hx)].
    intros g (w & d & Lw & Hg) NZg.
    destruct (layer_is_two_conditions n W b w d ys SW LW ltac:(congruence) Lw) as (f1 & f2 & A1 & A2 & N1 & N2 & Cases).
    { intros y Hy; fold first; rewrite <- Hg; apply NZg, in_map, Hy. }
    pose proof (HK f1 A1 N1) as B1; pose proof (HK f2 A2 N2) as B2.
    pose proof (changes_and (fun y => positive (f1 y)) (fun y => positive (f2 y)) ys) as CA.
    rewrite map_map.
    assert (Both : forall y, In y ys -> 0 < f1 y /\ 0 < f2 y <-> positive (f1 y) && positive (f2 y) = true)
      by (intros; rewrite andb_true_iff, !positive_spec; reflexivity).
    destruct Cases as [Cs|Cs].
    + rewrite (map_ext_in _ (fun y => positive (f1 y) && positive (f2 y))); [lia|].
      intros y Hy; apply eq_true_iff_eq; rewrite positive_spec, Hg, <- (Both y Hy); apply (Cs y Hy).
    + rewrite (map_ext_in _ (fun y => negb (positive (f1 y) && positive (f2 y)))).
      * rewrite <- (map_map (fun y => positive (f1 y) && positive (f2 y)) negb), changes_negb; lia.
      * intros y Hy; apply eq_true_iff_eq; rewrite positive_spec, negb_true_iff, <- not_true_iff_false, <- (Both y Hy), Hg.
        rewrite <- (Cs y Hy); fold first; assert (N : dot w (first y) + d <> 0) by (rewrite <- Hg; apply NZg, in_map, Hy); lra.
Qed.

Lemma shaped_ln_layers width hidden C d : forall n k,
  shaped n (flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm width true 0]) hidden ++ [Affine C d]) k ->
  exists m, shaped n (flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm width true 0]) hidden) m /\
    Forall (fun row => length row = m) C /\ length d = length C /\ length C = k.
Proof.
  induction hidden as [|[W b] hidden IH]; intros n k S.
  - cbn [flat_map app shaped] in S; exists n; cbn; tauto.
  - cbn [flat_map app fst snd shaped] in *; destruct S as (S1 & S2 & S3 & S4 & S5); destruct (IH _ _ S5) as (m & M & R).
    exists m; tauto.
Qed.

Lemma run_ln_layers width hidden C d y :
  run (flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm width true 0]) hidden ++ [Affine C d]) y =
  affine C d (run (flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm width true 0]) hidden) y).
Proof. revert y; induction hidden as [|Wb hidden IH]; intros y; [reflexivity|]; cbn [flat_map app run]; apply IH. Qed.

(** As many outputs as the network is said to have. *)
Lemma ln_net_outputs d width L k net y : ln_net d width L k net -> length (run net y) = k.
Proof.
  intros (S & hidden & C & c & -> & _ & _); unfold ln_layers in *; rewrite run_ln_layers.
  destruct (shaped_ln_layers _ _ _ _ _ _ S) as (m & _ & _ & Lc & Lk).
  unfold affine; rewrite vadd_length; rewrite map_length; congruence.
Qed.

(** The same along the points of a line: an affine function of the last layer's output changes sign at most 2^L times. *)
Theorem ln_net_changes L k net v c xs :
  ln_net 1 3 L k net -> length v = k -> increasing xs ->
  (forall x, In x xs -> dot v (run net [x]) + c <> 0) ->
  (changes (map (fun x => positive (dot v (run net [x]) + c)) xs) <= 2 ^ L)%nat.
Proof.
  intros (S & hidden & C & d & -> & <- & F) Lv I NZ.
  unfold ln_layers in *.
  pose proof (shaped_ln_layers _ _ _ _ _ _ S) as Sh.
  destruct Sh as (m & Sm & SC & Ld & LC).
  (* the readout of the outputs is an affine function of the last hidden layer *)
  assert (RO : exists w e, length w = m /\ forall y, dot v (affine C d y) + c = dot w y + e).
  { clear NZ; unfold affine; rewrite <- LC in Lv; clear LC S; revert v Lv d Ld; induction C as [|row C IH]; intros v Lv d Ld.
    - exists (repeat 0 m), c; split; [apply repeat_length|]; intros y; destruct v; [|discriminate]; cbn.
      assert (Z : forall j u, dot (repeat 0 j) u = 0) by (induction j; intros [|? u]; cbn; rewrite ?IHj; ring || reflexivity).
      rewrite Z; reflexivity.
    - destruct v as [|a v]; [discriminate|]; destruct d as [|q d]; [discriminate|].
      inversion SC as [|? ? Hr SC']; subst; destruct (IH SC' v ltac:(cbn in *; lia) d ltac:(cbn in *; lia)) as (w & e & Lw & E).
      exists (vadd (vscale a row) w), (a * q + e); split; [rewrite vadd_length; rewrite !vscale_length; congruence|].
      intros y; cbn [map vadd dot]; specialize (E y); rewrite dot_vadd_l, dot_vscale_l by (rewrite vscale_length; congruence); lra. }
  destruct RO as (w & e & Lw & RO).
  set (h := flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm 3 true 0]) hidden) in *.
  assert (Run : forall y, dot v (run (h ++ [Affine C d]) y) + c = dot w (run h y) + e).
  { intros y; rewrite <- RO; f_equal; clear; revert y; induction h as [|l h IH]; intros y; cbn [app run]; [reflexivity | apply IH]. }
  rewrite (map_ext _ (fun x => positive (dot w (run h [x]) + e))) by (intros; rewrite Run; reflexivity).
  rewrite <- (map_map (fun x => [x]) (fun y => positive (dot w (run h y) + e))).
  replace (2 ^ length hidden)%nat with (2 ^ length hidden * 1)%nat by lia.
  apply (layers_double_changes hidden 1%nat (map (fun x => [x]) xs) 1%nat w e).
  - rewrite Lw; exact Sm.
  - exact F.
  - intros g (u & b & Lu & Hg) _; rewrite map_map; destruct u as [|a [|]]; try discriminate.
    rewrite (map_ext _ (fun x => positive (a * x + b))) by (intros; rewrite Hg; cbn [dot]; f_equal; ring).
    apply changes_affine, I.
  - intros y Hy; apply in_map_iff in Hy; destruct Hy as (x & <- & Hx); fold h; rewrite <- Run; apply NZ, Hx.
Qed.

(** A network with one output changes its sign at most 2^L times. *)
Theorem ln_net_sign_changes L net : ln_net 1 3 L 1 net -> sign_changes_at_most (2 ^ L) (on_line net).
Proof.
  intros H n (xs & Ln & I & A); destruct n as [|n]; [lia|].
  assert (E : forall x, on_line net x = dot [1] (run net [x]) + 0).
  { intros x; unfold on_line; pose proof (ln_net_outputs _ _ _ _ _ [x] H) as L1.
    destruct (run net [x]) as [|a [|]]; try discriminate; cbn; ring. }
  pose proof (ln_net_changes L 1 net [1] 0 xs H eq_refl I) as C.
  assert (A' : alternating (fun x => dot [1] (run net [x]) + 0) xs).
  { clear - A E; induction xs as [|x [|y xs] IH]; cbn [alternating] in *; auto; destruct A as [A1 A2]; split; [rewrite <- !E; exact A1 | exact (IH A2)]. }
  rewrite (changes_alternating _ _ A'), Ln in C.
  specialize (C (alternating_nonzero _ _ A' ltac:(lia))); lia.
Qed.
