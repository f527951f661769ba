(** * Points of the folded circle, by integers

    A point of the circle has a coordinate s (Folds.v). Here s is known by two integers: (m, r) at the precision p stands for every s with
    |2^p s - m| <= r. A layer, given by two quadratics with integers, makes of (m, r) what stands for the point's image. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics Circle Folds.
Open Scope R_scope.

Definition unit_of (p : Z) : R := IZR (2 ^ p).

Definition near (p : Z) (s : R) (b : Z * Z) : Prop := Rabs (unit_of p * s - IZR (fst b)) <= IZR (snd b).

Lemma unit_positive p : (0 <= p)%Z -> 0 < unit_of p.
Proof. intros H; apply (IZR_lt 0), Z.pow_pos_nonneg; lia. Qed.

Lemma shifted z p : (0 <= p)%Z -> exists e, 0 <= e < 1 /\ IZR z / unit_of p = IZR (Z.shiftr z p) + e.
Proof.
  intros H; pose proof (unit_positive p H) as P; rewrite Z.shiftr_div_pow2 by exact H; unfold unit_of in *.
  pose proof (Z.div_mod z (2 ^ p) ltac:(lia)) as E; apply lt_IZR in P; pose proof (Z.mod_pos_bound z (2 ^ p) ltac:(lia)) as [M1 M2].
  apply IZR_lt in P; apply IZR_le in M1; apply IZR_lt in M2; apply (f_equal IZR) in E; rewrite plus_IZR, mult_IZR in E.
  exists (IZR (z mod 2 ^ p) / IZR (2 ^ p)); split.
  - split; [apply Rmult_le_pos; [exact M1 | left; apply Rinv_0_lt_compat, P]|].
    apply (Rmult_lt_reg_r (IZR (2 ^ p))); [exact P|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra.
  - rewrite E; field; lra.
Qed.

Lemma divided z h : (0 < h)%Z -> IZR (z / h) <= IZR z / IZR h < IZR (z / h) + 1.
Proof.
  intros H; pose proof (Z.div_mod z h ltac:(lia)) as E; pose proof (Z.mod_pos_bound z h H) as [M1 M2].
  apply IZR_lt in H; apply IZR_le in M1; apply IZR_lt in M2; apply (f_equal IZR) in E; rewrite plus_IZR, mult_IZR in E.
  split; [apply (Rmult_le_reg_r (IZR h)) | apply (Rmult_lt_reg_r (IZR h))]; try exact H; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; nra.
Qed.

(** ** Quadratics with integers *)

Record whole_quadratic := Whole { whole_square : Z; whole_linear : Z; whole_free : Z }.

Definition quadratic_of (q : whole_quadratic) : quadratic :=
  Build_quadratic (IZR (whole_square q)) (IZR (whole_linear q)) (IZR (whole_free q)).

(** Its value, and how far off that may be. *)
Definition at_near (p : Z) (q : whole_quadratic) (b : Z * Z) : Z * Z :=
  let x := Z.shiftr (whole_square q * fst b) p in
  (Z.shiftr ((x + whole_linear q) * fst b) p + whole_free q,
   Z.shiftr ((Z.abs (2 * x + whole_linear q) + Z.shiftr (Z.abs (whole_square q) * snd b) p + 3) * snd b) p + 3)%Z.

Definition placed (p : Z) (s : R) (b : Z * Z) : Prop := near p s b /\ Rabs (IZR (fst b)) <= unit_of p.

Lemma at_near_holds p q s b : (0 <= p)%Z -> placed p s b ->
  Rabs (at_s (quadratic_of q) s - IZR (fst (at_near p q b))) <= IZR (snd (at_near p q b)).
Proof.
  intros Hp [Hs Hm]; unfold near in Hs; destruct b as [m r], q as [A B C]; unfold at_near, at_s, quadratic_of; cbn [fst snd whole_square whole_linear whole_free square linear free] in *.
  pose proof (unit_positive p Hp) as T; set (x := Z.shiftr (A * m) p).
  destruct (shifted (A * m) p Hp) as (e1 & B1 & E1); fold x in E1.
  destruct (shifted ((x + B) * m) p Hp) as (e2 & B2 & E2); set (y := Z.shiftr ((x + B) * m) p) in *.
  destruct (shifted (Z.abs A * r) p Hp) as (e3 & B3 & E3); set (g := Z.shiftr (Z.abs A * r) p) in *.
  destruct (shifted ((Z.abs (2 * x + B) + g + 3) * r) p Hp) as (e4 & B4 & E4); set (e := Z.shiftr ((Z.abs (2 * x + B) + g + 3) * r) p) in *.
  rewrite !mult_IZR in E1; rewrite mult_IZR, plus_IZR in E2; rewrite mult_IZR, abs_IZR in E3.
  rewrite mult_IZR, !plus_IZR, abs_IZR, plus_IZR, mult_IZR in E4; rewrite !plus_IZR.
  set (t := unit_of p) in *; clearbody t x y g e.
  set (mu := IZR m / t); set (rho := IZR r / t); set (del := s - mu).
  assert (Dl : Rabs del <= rho).
  { unfold del, rho, mu; replace (s - IZR m / t) with ((t * s - IZR m) * / t) by (field; lra).
    rewrite Rabs_mult, (Rabs_right (/ t)) by (left; apply Rinv_0_lt_compat, T).
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, T | exact Hs]. }
  assert (Mu : Rabs mu <= 1).
  { unfold mu, Rdiv; rewrite Rabs_mult, (Rabs_right (/ t)) by (left; apply Rinv_0_lt_compat, T).
    apply (Rmult_le_reg_r t); [exact T|]; rewrite Rmult_assoc, Rinv_l by lra; lra. }
  replace (IZR A * IZR m / t) with (IZR A * mu) in E1 by (unfold mu; field; lra).
  replace ((IZR x + IZR B) * IZR m / t) with ((IZR x + IZR B) * mu) in E2 by (unfold mu; field; lra).
  replace (Rabs (IZR A) * IZR r / t) with (Rabs (IZR A) * rho) in E3 by (unfold rho; field; lra).
  replace ((Rabs (2 * IZR x + IZR B) + IZR g + 3) * IZR r / t) with ((Rabs (2 * IZR x + IZR B) + IZR g + 3) * rho) in E4 by (unfold rho; field; lra).
  replace s with (mu + del) by (unfold del; ring); clearbody mu rho del; clear Hs Hm Hp T.
  set (a := IZR A) in *; set (b := IZR B) in *; set (x' := IZR x) in *; set (y' := IZR y) in *.
  assert (Split : a * ((mu + del) * (mu + del)) + b * (mu + del) + IZR C - (y' + IZR C) = e1 * mu + (2 * x' + b) * del + 2 * e1 * del + a * del * del + e2).
  { replace e2 with ((x' + b) * mu - y') by lra; replace e1 with (a * mu - x') by lra; ring. }
  rewrite Split; clear Split.
  assert (R0 : 0 <= rho) by (pose proof (Rabs_pos del); lra).
  assert (P1 : Rabs (e1 * mu) <= 1) by (rewrite Rabs_mult, (Rabs_right e1) by lra; pose proof (Rabs_pos mu); nra).
  assert (P2 : Rabs ((2 * x' + b) * del) <= Rabs (2 * x' + b) * rho)
    by (rewrite Rabs_mult; apply Rmult_le_compat_l; [apply Rabs_pos | exact Dl]).
  assert (P3 : Rabs (2 * e1 * del) <= 2 * rho) by (rewrite Rabs_mult, (Rabs_right (2 * e1)) by lra; pose proof (Rabs_pos del); nra).
  assert (P4 : Rabs (a * del * del) <= (IZR g + 1) * rho).
  { rewrite !Rabs_mult; pose proof (Rabs_pos del); pose proof (Rabs_pos (a)).
    apply Rle_trans with (Rabs (a) * rho * rho); [|apply Rmult_le_compat_r; lra].
    rewrite Rmult_assoc, (Rmult_assoc (Rabs (a))); apply Rmult_le_compat_l; [assumption|]; apply Rmult_le_compat; assumption. }
  assert (P5 : Rabs e2 <= 1) by (rewrite Rabs_right; lra).
  eapply Rle_trans; [apply Rabs_triang|]; eapply Rle_trans; [apply Rplus_le_compat_r, Rabs_triang|].
  eapply Rle_trans; [apply Rplus_le_compat_r, Rplus_le_compat_r, Rabs_triang|].
  eapply Rle_trans; [apply Rplus_le_compat_r, Rplus_le_compat_r, Rplus_le_compat_r, Rabs_triang|]; lra.
Qed.

(** ** The coordinate of a direction *)

Lemma coordinate_of_ratio n d : 0 < d -> coordinate (n / d) = n / (d + sqrt (n * n + d * d)).
Proof.
  intros D; unfold coordinate.
  replace (n / d * (n / d) + 1 * 1) with ((n * n + d * d) / (d * d)) by (field; lra).
  rewrite sqrt_div, sqrt_square by nra; assert (0 <= sqrt (n * n + d * d)) by apply sqrt_pos; field; lra.
Qed.

Lemma coordinate_doubled t : let s := coordinate t in -1 < s < 1 /\ 2 * s = t * (1 - s * s).
Proof.
  unfold coordinate; cbn zeta; set (r := sqrt (t * t + 1 * 1)).
  assert (P : 0 < r) by (apply sqrt_lt_R0; nra); assert (Q : r * r = t * t + 1 * 1) by (apply sqrt_sqrt; nra); clearbody r.
  assert (A : -r < t < r) by nra; split; [split|].
  - apply (Rmult_lt_reg_r (1 + r)); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra.
  - apply (Rmult_lt_reg_r (1 + r)); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra.
  - apply (Rmult_eq_reg_r ((1 + r) * (1 + r))); [|nra]; transitivity (t * (1 + r) * 2); [field; lra|].
    transitivity (t * ((1 + r) * (1 + r) - t * t)); [|field; lra]; replace (t * t) with (r * r - 1) by lra; ring.
Qed.

(** It moves at most half as far as the direction's tangent. *)
Lemma coordinate_slow t u : Rabs (coordinate t - coordinate u) <= Rabs (t - u) / 2.
Proof.
  destruct (coordinate_doubled t) as [S1 S2], (coordinate_doubled u) as [V1 V2].
  set (s := coordinate t) in *; set (v := coordinate u) in *; clearbody s v.
  assert (Ps : 0 < 1 - s * s) by nra; assert (Pv : 0 < 1 - v * v) by nra.
  assert (X1 : 0 < (1 + s) * (1 + v)) by (apply Rmult_lt_0_compat; lra); assert (X2 : 0 < (1 - s) * (1 - v)) by (apply Rmult_lt_0_compat; lra).
  assert (X3 : 0 < (1 + s) * (1 - v)) by (apply Rmult_lt_0_compat; lra); assert (X4 : 0 < (1 - s) * (1 + v)) by (apply Rmult_lt_0_compat; lra).
  assert (Pp : 0 < 1 + s * v) by lra; assert (Pm : 0 < 1 - s * v) by lra.
  set (k := (1 - s * s) * (1 - v * v)); assert (Pk : 0 < k) by (apply Rmult_lt_0_compat; assumption).
  assert (E : 2 * (s - v) * (1 + s * v) = (t - u) * k).
  { unfold k; replace ((t - u) * ((1 - s * s) * (1 - v * v))) with (t * (1 - s * s) * (1 - v * v) - u * (1 - v * v) * (1 - s * s)) by ring.
    rewrite <- S2, <- V2; ring. }
  assert (Le : k <= 1 + s * v).
  { replace k with (1 + s * v - ((s - v) * (s - v) + s * v * (3 - s * v))) by (unfold k; ring).
    destruct (Rle_dec 0 (s * v)) as [Y|Y]; [pose proof (Rle_0_sqr (s - v)); unfold Rsqr in *; nra|].
    replace ((s - v) * (s - v) + s * v * (3 - s * v)) with ((s + v) * (s + v) + - (s * v) * (1 + s * v)) by ring.
    pose proof (Rle_0_sqr (s + v)); unfold Rsqr in *; nra. }
  assert (F : 2 * Rabs (s - v) * (1 + s * v) = Rabs (t - u) * k).
  { rewrite <- (Rabs_right k), <- Rabs_mult, <- E, !Rabs_mult, (Rabs_right 2), (Rabs_right (1 + s * v)) by lra; reflexivity. }
  pose proof (Rabs_pos (t - u)) as N; apply (Rmult_le_reg_r (2 * (1 + s * v))); [lra|]; nra.
Qed.

(** The coordinate of the direction (n, d), up to 2; [h] is about d + √(n² + d²). *)
Definition coordinate_near (p n h : Z) : Z := (Z.shiftl n p / h)%Z.
Definition denominator (n d : Z) : Z := (d + Z.sqrt (n * n + d * d))%Z.

Lemma coordinate_near_holds p n d : (0 <= p)%Z -> (Z.abs n <= d)%Z -> (2 ^ p <= denominator n d)%Z ->
  let m := coordinate_near p n (denominator n d) in
  Rabs (unit_of p * coordinate (IZR n / IZR d) - IZR m) <= 2 /\ Rabs (IZR m) <= unit_of p.
Proof.
  intros Hp Hn Hh; unfold coordinate_near; rewrite Z.shiftl_mul_pow2 by exact Hp.
  assert (T : (0 < 2 ^ p)%Z) by (apply Z.pow_pos_nonneg; lia).
  assert (Hd : (0 < d)%Z).
  { destruct (Z.eq_dec d 0) as [->|]; [|lia]; assert (n = 0%Z) by lia; subst n; cbn in Hh; lia. }
  unfold denominator in *; set (k := Z.sqrt (n * n + d * d)) in *.
  pose proof (Z.sqrt_spec (n * n + d * d) ltac:(nia)) as [K1 K2]; fold k in K1, K2.
  assert (K0 : (0 <= k)%Z) by apply Z.sqrt_nonneg.
  set (rho := sqrt (IZR n * IZR n + IZR d * IZR d)).
  assert (Rk : IZR k <= rho < IZR k + 1).
  { apply IZR_le in K1, K0; apply IZR_lt in K2; unfold Z.succ in K2; rewrite !mult_IZR, !plus_IZR, !mult_IZR in *.
    assert (Q : rho * rho = IZR n * IZR n + IZR d * IZR d) by (apply sqrt_sqrt; nra).
    assert (0 <= rho) by apply sqrt_pos; split; apply Rnot_lt_le || apply Rnot_le_lt; intros X; nra. }
  pose proof (divided (n * 2 ^ p) (d + k) ltac:(lia)) as Q; set (m := (n * 2 ^ p / (d + k))%Z) in *.
  assert (Ma : (- 2 ^ p <= m <= 2 ^ p)%Z).
  { unfold m; split; [apply Z.div_le_lower_bound; [lia | nia]|].
    apply Z.lt_succ_r, Z.div_lt_upper_bound; [lia | nia]. }
  cbn zeta; split.
  2: { unfold unit_of; apply Rabs_le; rewrite <- opp_IZR; split; apply IZR_le; lia. }
  rewrite coordinate_of_ratio by (apply (IZR_lt 0), Hd); fold rho.
  rewrite mult_IZR, plus_IZR in Q; fold (unit_of p) in Q; rewrite <- plus_IZR in *.
  assert (Hu : unit_of p <= IZR (d + k)) by (apply IZR_le, Hh); assert (U : 0 < unit_of p) by (apply unit_positive, Hp).
  apply IZR_lt in Hd; apply IZR_le in Hn; rewrite abs_IZR in Hn; rewrite plus_IZR in *.
  set (t := unit_of p) in *; set (x := IZR n) in *; set (y := IZR d) in *; set (h := y + IZR k) in *.
  assert (Hr : h <= y + rho < h + 1) by (unfold h; lra); assert (Yr : 0 < y + rho) by lra.
  assert (B : Rabs (t * (x / (y + rho)) - x * t / h) <= 1).
  { replace (t * (x / (y + rho)) - x * t / h) with (x / (y + rho) * (t / h) * (h - (y + rho))) by (field; split; lra).
    assert (X : Rabs (x / (y + rho)) <= 1).
    { unfold Rdiv; rewrite Rabs_mult, (Rabs_right (/ (y + rho))) by (left; apply Rinv_0_lt_compat, Yr).
      apply (Rmult_le_reg_r (y + rho)); [exact Yr|]; rewrite Rmult_assoc, Rinv_l by lra; assert (0 <= rho) by apply sqrt_pos; lra. }
    assert (Y : 0 <= t / h <= 1).
    { split; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]|].
      apply (Rmult_le_reg_r h); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra. }
    rewrite !Rabs_mult, (Rabs_right (t / h)), (Rabs_left1 (h - (y + rho))) by lra.
    pose proof (Rabs_pos (x / (y + rho))); assert (Rabs (x / (y + rho)) * (t / h) <= 1) by nra.
    assert (0 <= Rabs (x / (y + rho)) * (t / h)) by nra; nra. }
  apply Rabs_le; revert B; unfold Rabs; destruct Rcase_abs; lra.
Qed.

(** ** A layer *)

(** The image of a point under the layer of the quadratics N and D: the tangent of its direction lies between -1 and 1, or it is not followed. *)
Definition folded_near (p : Z) (N D : whole_quadratic) (b : Z * Z) : option (Z * Z) :=
  let n := at_near p N b in
  let d := at_near p D b in
  let h := denominator (fst n) (fst d) in
  let least := Z.shiftr (fst d - snd d) (p - 16) in
  if (0 <? least)%Z then if (Z.abs (fst n) <=? fst d)%Z then if (Z.shiftl 1 p <=? h)%Z then
    Some (coordinate_near p (fst n) h, (Z.shiftl (snd n + snd d) 15 / least + 4)%Z)
  else None else None else None.

Lemma folded_near_placed p N D s b b' : (16 <= p)%Z -> placed p s b -> folded_near p N D b = Some b' ->
  0 < at_s (quadratic_of D) s /\ placed p (folded_to (quadratic_of N) (quadratic_of D) s) b'.
Proof.
  intros Hp Hb; unfold folded_near.
  pose proof (at_near_holds p N s b ltac:(lia) Hb) as HN; pose proof (at_near_holds p D s b ltac:(lia) Hb) as HD.
  destruct (at_near p N b) as [n en], (at_near p D b) as [d ed]; cbn [fst snd] in *.
  destruct (Z.ltb_spec 0 (Z.shiftr (d - ed) (p - 16))) as [L|]; [|discriminate]; destruct (Z.leb_spec (Z.abs n) d) as [A|]; [|discriminate].
  destruct (Z.leb_spec (Z.shiftl 1 p) (denominator n d)) as [H|]; [|discriminate]; intros E; apply (f_equal (fun o => match o with Some x => x | None => b' end)) in E; subst b'.
  rewrite Z.shiftl_1_l in H; destruct (coordinate_near_holds p n d ltac:(lia) A H) as [C M].
  set (X := at_s (quadratic_of N) s) in *; set (Y := at_s (quadratic_of D) s) in *.
  destruct (shifted (d - ed) (p - 16) ltac:(lia)) as (e & B & E); set (least := Z.shiftr (d - ed) (p - 16)) in *.
  assert (T : 0 < unit_of (p - 16)) by (apply unit_positive; lia).
  assert (Tp : unit_of p = 65536 * unit_of (p - 16)) by (unfold unit_of; rewrite <- mult_IZR; f_equal; rewrite <- (Z.pow_add_r 2 16) by lia; f_equal; lia).
  pose proof (divided (Z.shiftl (en + ed) 15) least L) as Q; set (r := (Z.shiftl (en + ed) 15 / least)%Z) in *.
  rewrite Z.shiftl_mul_pow2, mult_IZR, plus_IZR in Q by lia; rewrite minus_IZR in E; apply IZR_lt in L.
  set (t := unit_of (p - 16)) in *; set (l := IZR least) in *; change (IZR (2 ^ 15)) with 32768 in Q.
  assert (D1 : t * l <= IZR d - IZR ed) by (replace (IZR d - IZR ed) with ((IZR d - IZR ed) / t * t) by (field; lra); rewrite E, (Rmult_comm t); apply Rmult_le_compat_r; lra).
  assert (N0 : 0 <= IZR en) by (pose proof (Rabs_pos (X - IZR n)); lra); assert (D0 : 0 <= IZR ed) by (pose proof (Rabs_pos (Y - IZR d)); lra).
  assert (TL : 0 < t * l) by (apply Rmult_lt_0_compat; assumption).
  assert (Py : t * l <= Y) by (revert HD; unfold Rabs; destruct Rcase_abs; lra).
  assert (Pd : 0 < IZR d) by lra; split; [lra|]; split; [|exact M]; unfold near; cbn [fst snd]; rewrite plus_IZR.
  unfold folded_to; fold X; fold Y.
  assert (G : unit_of p * Rabs (coordinate (X / Y) - coordinate (IZR n / IZR d)) <= (IZR en + IZR ed) * 32768 / l).
  { assert (K : Rabs (X / Y - IZR n / IZR d) <= (IZR en + IZR ed) / (t * l)).
    { replace (X / Y - IZR n / IZR d) with ((X - IZR n) * / Y - IZR n / IZR d * (Y - IZR d) * / Y) by (field; split; lra).
      assert (W : Rabs (IZR n / IZR d) <= 1).
      { unfold Rdiv; rewrite Rabs_mult, (Rabs_right (/ IZR d)) by (left; apply Rinv_0_lt_compat, Pd).
        apply IZR_le in A; rewrite abs_IZR in A; apply (Rmult_le_reg_r (IZR d)); [exact Pd|]; rewrite Rmult_assoc, Rinv_l; lra. }
      assert (Iy : 0 < / Y <= / (t * l)) by (split; [apply Rinv_0_lt_compat; lra | apply Rinv_le_contravar; lra]).
      eapply Rle_trans; [apply Rabs_triang|]; rewrite Rabs_Ropp, !Rabs_mult, (Rabs_right (/ Y)) by lra.
      unfold Rdiv at 2; rewrite Rmult_plus_distr_r; apply Rplus_le_compat; (apply Rmult_le_compat; [|lra| |lra]); try exact HN; try apply Rabs_pos.
      - apply Rmult_le_pos; apply Rabs_pos.
      - pose proof (Rabs_pos (Y - IZR d)); pose proof (Rabs_pos (IZR n / IZR d)); nra. }
    pose proof (coordinate_slow (X / Y) (IZR n / IZR d)) as S; rewrite Tp.
    replace ((IZR en + IZR ed) * 32768 / l) with (65536 * t * ((IZR en + IZR ed) / (t * l) / 2)) by (field; lra).
    apply Rmult_le_compat_l; lra. }
  replace (unit_of p * coordinate (X / Y) - IZR (coordinate_near p n (denominator n d)))
    with (unit_of p * (coordinate (X / Y) - coordinate (IZR n / IZR d)) + (unit_of p * coordinate (IZR n / IZR d) - IZR (coordinate_near p n (denominator n d)))) by ring.
  eapply Rle_trans; [apply Rabs_triang|]; rewrite Rabs_mult, (Rabs_right (unit_of p)) by lra; lra.
Qed.

(** ** The first layer: the number x in the direction (x - c, w) *)

Definition start (c w : Z) (x : Z) : R := coordinate (IZR (x - c) / IZR w).

Definition start_near (p c w x : Z) : option (Z * Z) :=
  let n := Z.shiftl (x - c) p in
  let d := Z.shiftl w p in
  if (0 <? w)%Z then if (Z.abs n <=? d)%Z then Some (coordinate_near p n (denominator n d), 2%Z) else None else None.

Lemma start_near_placed p c w x b : (0 <= p)%Z -> start_near p c w x = Some b -> placed p (start c w x) b.
Proof.
  intros Hp; unfold start_near; rewrite !Z.shiftl_mul_pow2 by exact Hp; destruct (Z.ltb_spec 0 w) as [W|]; [|discriminate].
  destruct (Z.leb_spec (Z.abs ((x - c) * 2 ^ p)) (w * 2 ^ p)) as [A|]; [|discriminate]; intros E; injection E as <-.
  assert (T : (0 < 2 ^ p)%Z) by (apply Z.pow_pos_nonneg; lia).
  destruct (coordinate_near_holds p ((x - c) * 2 ^ p) (w * 2 ^ p) Hp A) as [C M].
  { unfold denominator; pose proof (Z.sqrt_nonneg ((x - c) * 2 ^ p * ((x - c) * 2 ^ p) + w * 2 ^ p * (w * 2 ^ p))); nia. }
  split; [|exact M]; unfold near, start; cbn [fst snd].
  replace (IZR (x - c) / IZR w) with (IZR ((x - c) * 2 ^ p) / IZR (w * 2 ^ p)); [exact C|].
  rewrite !mult_IZR; apply IZR_lt in W, T; field; lra.
Qed.
