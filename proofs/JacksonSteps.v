(** * A4: the ridge cosines of Jackson's theorem, each by steps

    Along its direction a ridge cosine varies over the cube by 2|c||r|₁: cut where equal parts of the variation are used up. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Ranalysis5.
Import ListNotations.
From Normlab Require Import Definitions Basics Matrices A1 A3Upper A3 A4Universal A4Grid VectorUnits JacksonKernel Jackson.
Open Scope R_scope.

(** ** Steps where equal parts of the variation are used up *)

(** f changes by no more than the rising function V does: N steps are within δ of it, where V rises by at most 2δ(N + 1). *)
Theorem steps_by_variation a b delta N f V : a <= b -> 0 < delta ->
  (forall x y, a <= x -> x <= y -> y <= b -> V x <= V y) -> (forall x, a <= x <= b -> continuity_pt V x) ->
  (forall x y, a <= x <= b -> a <= y <= b -> Rabs (f x - f y) <= Rabs (V x - V y)) -> V b - V a <= 2 * delta * INR (S N) ->
  exists g, one_layer step_unit N g /\ within delta a b f g.
Proof.
  intros Hab Hd Mono Cont Var Hv; assert (S0 : 0 < INR (S N)) by (apply lt_0_INR; lia).
  destruct (Rle_lt_dec (V b) (V a)) as [Flat|Rise].
  { exists (staircase (fun _ => f a) (fun _ => 0) N); split; [apply staircase_one_layer|]; intros x Hx; unfold staircase.
    rewrite (bigsum_ext N _ (fun _ => 0)), bigsum_const by (intros; field); pose proof (Var x a Hx ltac:(lra)) as Q.
    pose proof (Mono a x ltac:(lra) ltac:(lra) ltac:(lra)); pose proof (Mono x b ltac:(lra) ltac:(lra) ltac:(lra)).
    replace (V x - V a) with 0 in Q by lra; rewrite Rabs_R0 in Q; replace ((f a + f a) / 2 + INR N * 0) with (f a) by field; lra. }
  assert (Lt : a < b) by (apply Rnot_le_lt; intros Z; assert (E : a = b) by lra; rewrite E in Rise; lra).
  set (h := (V b - V a) / INR (S N)); assert (H0 : 0 < h) by (apply Rdiv_lt_0_compat; lra).
  assert (Eh : INR (S N) * h = V b - V a) by (unfold h; field; lra).
  assert (Hh : h / 2 <= delta) by (apply (Rmult_le_reg_l (INR (S N))); [exact S0|]; lra).
  assert (Level : forall t, 0 <= t <= INR (S N) -> exists x, a <= x <= b /\ V x = V a + t * h).
  { intros t Ht; assert (0 <= t * h) by (apply Rmult_le_pos; lra); assert (t * h <= INR (S N) * h) by (apply Rmult_le_compat_r; lra).
    destruct (f_interv_is_interv V a b (V a + t * h) Lt ltac:(lra) Cont) as (x & Hx); exists x; exact Hx. }
  assert (Le : forall k, (k <= N)%nat -> 0 <= INR k /\ INR k + 1 <= INR (S N)) by (intros k Hk; split; [apply pos_INR | rewrite <- S_INR; apply le_INR; lia]).
  destruct (choices (fun k x => a <= x <= b /\ V x = V a + (INR k + 1) * h) 0 N) as (p & P); [intros k Hk; apply Level; specialize (Le k Hk); lra|].
  destruct (choices (fun k x => a <= x <= b /\ V x = V a + (INR k + / 2) * h) 0 N) as (q & Q); [intros k Hk; apply Level; specialize (Le k Hk); lra|].
  assert (Inc : forall i j, (i < j)%nat -> (j <= N)%nat -> p i < p j).
  { intros i j Hij Hj; apply Rnot_le_lt; intros Z; destruct (P i ltac:(lia)) as [Pi Vi], (P j Hj) as [Pj Vj]; pose proof (Mono (p j) (p i) ltac:(lra) Z ltac:(lra)) as K.
    apply lt_INR in Hij; assert (INR i * h < INR j * h) by (apply Rmult_lt_compat_r; assumption); lra. }
  exists (staircase (fun k => f (q k)) p N); split; [apply staircase_one_layer|]; intros x Hx.
  assert (Where : forall n, (n <= N)%nat -> exists k, (k <= n)%nat /\ (forall i, (i < k)%nat -> p i <= x) /\ (forall i, (k <= i < n)%nat -> x < p i)).
  { induction n as [|n IH]; intros Hn; [exists 0%nat; repeat split; intros; lia|]; destruct (IH ltac:(lia)) as (k & K1 & K2 & K3); destruct (Rle_lt_dec (p n) x) as [L|L].
    - exists (S n); repeat split; [lia | | intros; lia]; intros i Hi; destruct (Nat.eq_dec i n) as [->|]; [exact L | left; apply Rlt_le_trans with (p n); [apply Inc; lia | exact L]].
    - exists k; repeat split; [lia | exact K2|]; intros i Hi; destruct (Nat.eq_dec i n) as [->|]; [exact L | apply K3; lia]. }
  destruct (Where N (le_n N)) as (k & K1 & K2 & K3); destruct (Q k K1) as [Qk Vk].
  assert (High : V x <= V a + (INR k + 1) * h).
  { destruct (Nat.eq_dec k N) as [->|Ne]; [pose proof (Mono x b ltac:(lra) ltac:(lra) ltac:(lra)); rewrite S_INR in Eh; lra|].
    destruct (P k K1) as [Pk Wk]; rewrite <- Wk; apply Mono; [lra | left; apply K3; lia | lra]. }
  assert (Low : V a + INR k * h <= V x).
  { destruct k as [|k']; [cbn [INR]; rewrite Rmult_0_l, Rplus_0_r; apply Mono; lra|]; destruct (P k' ltac:(lia)) as [Pk Wk]; rewrite S_INR, <- Wk; apply Mono; [lra | apply K2; lia | lra]. }
  assert (Here : Rabs (f x - f (q k)) <= delta) by (apply Rle_trans with (1 := Var x (q k) Hx Qk); apply Rabs_le; lra).
  destruct k as [|k'].
  - rewrite (staircase_value _ p N 0 x K1) by (intros; lia || (apply K3; lia)); exact Here.
  - destruct (Rle_lt_or_eq_dec _ _ (K2 k' ltac:(lia))) as [L|E].
    + rewrite (staircase_value _ p N (S k') x K1); [exact Here | | exact K3]; intros i Hi; destruct (Nat.eq_dec i k') as [->|]; [exact L | apply Rlt_trans with (p k'); [apply Inc; lia | exact L]].
    + rewrite <- E at 2; rewrite (staircase_at_cut _ p N k' ltac:(lia)) by (intros i Hi; apply Inc; lia).
      destruct (Q k' ltac:(lia)) as [Qk' Vk'], (P k' ltac:(lia)) as [Pk' Wk'].
      assert (There : Rabs (f x - f (q k')) <= delta) by (apply Rle_trans with (1 := Var x (q k') Hx Qk'); rewrite <- E; apply Rabs_le; lra).
      apply Rabs_le; unfold Rabs in Here, There; destruct (Rcase_abs (f x - f (q (S k')))), (Rcase_abs (f x - f (q k'))); lra.
Qed.

(** ** The variation of the cosine *)

(** u, where it is between 0 and 1; the nearer end where not. *)
Definition clamp (u : R) : R := (1 + Rabs u - Rabs (u - 1)) / 2.

Lemma clamp_cases u : (u <= 0 /\ clamp u = 0) \/ (0 <= u <= 1 /\ clamp u = u) \/ (1 <= u /\ clamp u = 1).
Proof.
  unfold clamp, Rabs; destruct (Rcase_abs u), (Rcase_abs (u - 1)); [left | exfalso; lra | right; left | right; right]; split; lra.
Qed.

Definition rise (u : R) : R := 1 - cos (PI * clamp u).

Lemma rise_monotone u v : u <= v -> rise u <= rise v.
Proof.
  intros H; pose proof PI_RGT_0 as Pi; unfold rise; assert (C : 0 <= clamp u /\ clamp u <= clamp v /\ clamp v <= 1).
  { destruct (clamp_cases u) as [[A ->]|[[A ->]|[A ->]]], (clamp_cases v) as [[B ->]|[[B ->]|[B ->]]]; lra. }
  assert (cos (PI * clamp v) <= cos (PI * clamp u)) by (apply cos_decr_1; nra); lra.
Qed.

Lemma rise_low u : u <= 0 -> rise u = 0.
Proof.
  intros H; unfold rise; replace (clamp u) with 0 by (destruct (clamp_cases u) as [[A ->]|[[A ->]|[A ->]]]; lra); rewrite Rmult_0_r, cos_0; ring.
Qed.

Lemma rise_high u : 1 <= u -> rise u = 2.
Proof.
  intros H; unfold rise; replace (clamp u) with 1 by (destruct (clamp_cases u) as [[A ->]|[[A ->]|[A ->]]]; lra); rewrite Rmult_1_r, cos_PI; ring.
Qed.

Lemma rise_middle u : 0 <= u <= 1 -> rise u = 1 - cos (PI * u).
Proof. intros H; unfold rise; replace (clamp u) with u by (destruct (clamp_cases u) as [[A ->]|[[A ->]|[A ->]]]; lra); reflexivity. Qed.

(** The variation of cos(πs) from 0 to u, in M half periods. *)
Definition climb (M : nat) (u : R) : R := bigsum M (fun k => rise (u - INR k)).

Lemma climb_monotone M u v : u <= v -> climb M u <= climb M v.
Proof. intros H; apply bigsum_le; intros; apply rise_monotone; lra. Qed.

Lemma climb_continuous M u : continuity_pt (climb M) u.
Proof.
  unfold climb; induction M as [|M IH]; cbn [bigsum].
  - apply continuity_pt_const; intros x y; reflexivity.
  - apply (continuity_pt_plus (fun u => bigsum M (fun k => rise (u - INR k))) (fun u => rise (u - INR M))); [exact IH|]; unfold rise, clamp; reg.
Qed.

Lemma climb_start M : climb M 0 = 0.
Proof. unfold climb; rewrite (bigsum_ext M _ (fun _ => 0)), bigsum_const by (intros k _; apply rise_low; pose proof (pos_INR k); lra); ring. Qed.

Lemma climb_end M : climb M (INR M) = 2 * INR M.
Proof.
  unfold climb; rewrite (bigsum_ext M _ (fun _ => 2)), bigsum_const; [ring|].
  intros k Hk; apply rise_high; pose proof (le_INR (S k) M Hk) as L; rewrite S_INR in L; lra.
Qed.

Lemma cos_half_periods M x : cos (x + INR M * PI) = (-1) ^ M * cos x.
Proof.
  induction M as [|M IH]; [cbn [INR pow]; rewrite Rmult_0_l, Rplus_0_r; ring|]; rewrite S_INR; cbn [pow].
  replace (x + (INR M + 1) * PI) with (x + INR M * PI + PI) by ring; rewrite neg_cos, IH; ring.
Qed.

Lemma cos_climbs M s : 0 <= s ->
  (s <= INR M -> cos (PI * s) = 1 - bigsum M (fun k => (-1) ^ k * rise (s - INR k))) /\
  (INR M <= s -> 1 - bigsum M (fun k => (-1) ^ k * rise (s - INR k)) = (-1) ^ M).
Proof.
  intros Hs; induction M as [|M [IH1 IH2]]; cbn [bigsum].
  - cbn [INR pow]; split; intros H; [replace s with 0 by lra; rewrite Rmult_0_r, cos_0|]; ring.
  - rewrite S_INR; cbn [pow]; split; intros H.
    + destruct (Rle_lt_dec s (INR M)) as [L|L]; [rewrite IH1, (rise_low (s - INR M)) by lra; ring|].
      specialize (IH2 ltac:(lra)); rewrite (rise_middle (s - INR M)) by lra; replace (PI * s) with (PI * (s - INR M) + INR M * PI) by ring; rewrite cos_half_periods, <- IH2; ring.
    + specialize (IH2 ltac:(lra)); rewrite (rise_high (s - INR M)) by lra; rewrite <- IH2; ring.
Qed.

Lemma cos_varies M s t : 0 <= s <= INR M -> 0 <= t <= INR M -> Rabs (cos (PI * s) - cos (PI * t)) <= Rabs (climb M s - climb M t).
Proof.
  assert (G : forall s t, 0 <= s -> s <= t -> t <= INR M -> Rabs (cos (PI * s) - cos (PI * t)) <= climb M t - climb M s).
  { clear s t; intros s t Hs L Ht; rewrite (proj1 (cos_climbs M s Hs)), (proj1 (cos_climbs M t ltac:(lra))) by lra; clear Ht; unfold climb.
    induction M as [|N IH]; cbn [bigsum]; [rewrite Rabs_pos_eq; lra|].
    set (A := bigsum N (fun k => (-1) ^ k * rise (s - INR k))) in *; set (B := bigsum N (fun k => (-1) ^ k * rise (t - INR k))) in *.
    pose proof (rise_monotone (s - INR N) (t - INR N) ltac:(lra)) as R; set (x := rise (s - INR N)) in *; set (y := rise (t - INR N)) in *.
    replace (1 - (A + (-1) ^ N * x) - (1 - (B + (-1) ^ N * y))) with ((1 - A - (1 - B)) + (-1) ^ N * (y - x)) by ring.
    apply Rle_trans with (1 := Rabs_triang _ _); rewrite Rabs_mult, pow_1_abs, Rmult_1_l, (Rabs_pos_eq (y - x)) by lra; lra. }
  intros Hs Ht; destruct (Rle_lt_dec s t) as [L|L].
  - rewrite (Rabs_minus_sym (climb M s)), (Rabs_pos_eq (climb M t - climb M s)) by (pose proof (climb_monotone M s t L); lra); apply G; lra.
  - rewrite Rabs_minus_sym, (Rabs_pos_eq (climb M s - climb M t)) by (pose proof (climb_monotone M t s ltac:(lra)); lra); apply G; lra.
Qed.

(** ** One ridge cosine *)

(** ⌈|c||r|₁/δ⌉ - 1, and 0 where that is negative. *)
Definition steps_of_ridge (c : R) (r : vec) (delta : R) : nat := Z.to_nat (ceiling (Rabs c * sum (map Rabs r) / delta) - 1).

(** The cube lies between two whole numbers along r, |r|₁ apart. *)
Lemma lattice_range n d r : In r (lattice n d) -> exists z M, INR M = sum (map Rabs r) /\ forall x, in_cube d x -> IZR z <= dot r x <= IZR z + INR M.
Proof.
  intros H; apply lattice_spec in H; destruct H as [L F]; revert d L; induction F as [|k r Hk F IH]; intros d L.
  - exists 0%Z, 0%nat; split; [reflexivity|]; intros x _; cbn; lra.
  - destruct d as [|d]; [discriminate|]; destruct (IH d ltac:(cbn in L; lia)) as (z & M & E & B); apply whole_numbers_spec in Hk; destruct Hk as (y & -> & _).
    exists (z + Z.min y 0)%Z, (M + Z.to_nat (Z.abs y))%nat; cbn [map sum dot]; split.
    + rewrite plus_INR, E, INR_IZR_INZ, Z2Nat.id, abs_IZR by lia; ring.
    + intros [|t x] [Lx Cx]; [discriminate|]; inversion Cx as [|? ? Ct Cx']; subst; specialize (B x (conj (f_equal pred Lx) Cx')); cbn [dot].
      rewrite plus_IZR, plus_INR, (INR_IZR_INZ (Z.to_nat _)), Z2Nat.id by lia.
      destruct (Z.le_ge_cases y 0) as [Y|Y].
      * rewrite Z.min_l, Z.abs_neq, opp_IZR by lia; apply IZR_le in Y; nra.
      * rewrite Z.min_r, Z.abs_eq by lia; apply IZR_le in Y; nra.
Qed.

Lemma ridge_by_steps n d r c delta : In r (lattice n d) -> 0 < delta ->
  exists g, one_layer_in d (pln_unit_in d 2) (steps_of_ridge c r delta) g /\ forall x, in_cube d x -> Rabs (c * ridge_cosine r x - g x) <= delta.
Proof.
  intros Hr Hd; destruct (lattice_range n d r Hr) as (z & M & EM & B); pose proof (pos_INR M) as M0; apply lattice_spec in Hr; destruct Hr as [Lr _].
  set (sigma := cos (PI * IZR z)); assert (Sg : Rabs sigma <= 1) by (apply Rabs_le, COS_bound).
  destruct (steps_by_variation 0 (INR M) delta (steps_of_ridge c r delta) (fun s => c * (sigma * cos (PI * s))) (fun s => Rabs c * climb M s)) as (g & (c0 & units & Lu & Fu & G) & W).
  - exact M0.
  - exact Hd.
  - intros; apply Rmult_le_compat_l; [apply Rabs_pos | apply climb_monotone; assumption].
  - intros; apply (continuity_pt_mult (fun _ => Rabs c) (climb M)); [apply continuity_pt_const; intros u v; reflexivity | apply climb_continuous].
  - intros x y Hx Hy; replace (c * (sigma * cos (PI * x)) - c * (sigma * cos (PI * y))) with (c * (sigma * (cos (PI * x) - cos (PI * y)))) by ring.
    replace (Rabs c * climb M x - Rabs c * climb M y) with (Rabs c * (climb M x - climb M y)) by ring; rewrite !Rabs_mult, Rabs_Rabsolu; apply Rmult_le_compat_l; [apply Rabs_pos|].
    apply Rle_trans with (2 := cos_varies M x y Hx Hy); rewrite <- (Rmult_1_l (Rabs (cos (PI * x) - cos (PI * y)))) at 2; apply Rmult_le_compat_r; [apply Rabs_pos | exact Sg].
  - rewrite climb_end, climb_start, S_INR; unfold steps_of_ridge; rewrite <- EM; set (q := Rabs c * INR M / delta); pose proof (ceiling_spec q) as [_ C2].
    assert (Q : q <= INR (Z.to_nat (ceiling q - 1)) + 1).
    { destruct (Z.le_gt_cases 1 (ceiling q)) as [K|K]; [rewrite INR_IZR_INZ, Z2Nat.id, minus_IZR by lia; lra|]; pose proof (pos_INR (Z.to_nat (ceiling q - 1))); assert (Z0 : (ceiling q <= 1)%Z) by lia; apply IZR_le in Z0; lra. }
    apply (Rmult_le_compat_r (2 * delta)) in Q; [|lra]; replace (q * (2 * delta)) with (2 * (Rabs c * INR M)) in Q by (unfold q; field; lra); lra.
  - exists (fun x => c0 + sum (map (fun u => u x) (map (fun u x => u (dot r x - IZR z)) units))); split.
    + exists c0, (map (fun u x => u (dot r x - IZR z)) units); split; [rewrite map_length; exact Lu|]; split; [|reflexivity].
      apply Forall_map; eapply Forall_impl; [|exact Fu]; cbv beta; intros u (a & w & t & Eu); apply (pln_units_along d 2 (fun y => u (y - IZR z)) r); [|exact Lr].
      apply pln_2_units_are_steps; exists a, w, (t - w * IZR z); intros y; rewrite Eu; do 2 f_equal; ring.
    + intros x Hx; specialize (B x Hx); specialize (W (dot r x - IZR z) ltac:(lra)); rewrite G in W; rewrite map_map; cbv beta.
      replace (ridge_cosine r x) with (sigma * cos (PI * (dot r x - IZR z))); [exact W|]; unfold ridge_cosine, sigma.
      replace (PI * dot r x) with (PI * (dot r x - IZR z) + PI * IZR z) by ring; rewrite cos_plus, (sin_eq_0_1 (PI * IZR z)) by (exists z; ring); ring.
Qed.

(** ** All of them *)

(** The steps of all ridges, with the error δ_r of each. *)
Fixpoint steps_of_ridges (c : vec) (rs : list vec) (delta : vec) : nat :=
  match c, rs, delta with
  | a :: c', r :: rs', e :: delta' => (steps_of_ridge a r e + steps_of_ridges c' rs' delta')%nat
  | _, _, _ => 0%nat
  end.

Lemma ridges_by_steps n d rs : (forall r, In r rs -> In r (lattice n d)) -> forall c0 c delta, length c = length rs -> length delta = length rs -> Forall (fun e => 0 < e) delta ->
  exists g, one_layer_in d (pln_unit_in d 2) (steps_of_ridges c rs delta) g /\
    forall x, in_cube d x -> Rabs (c0 + dot c (map (fun r => ridge_cosine r x) rs) - g x) <= sum delta.
Proof.
  induction rs as [|r rs IH]; intros Hr c0 [|a c] [|e delta] Lc Ld Fd; try discriminate; cbn [steps_of_ridges map dot sum].
  - exists (fun _ => c0); split; [exists c0, []; split; [cbn; lia | split; [constructor | intros; cbn; ring]]|]; intros x _; rewrite Rplus_0_r, Rminus_diag_eq, Rabs_R0 by reflexivity; lra.
  - inversion Fd as [|? ? He Fd']; subst.
    destruct (IH (fun s Hs => Hr s (or_intror Hs)) c0 c delta) as (g & (b0 & units & Lu & Fu & G) & W); [cbn in Lc; lia | cbn in Ld; lia | exact Fd'|].
    destruct (ridge_by_steps n d r a e (Hr r (or_introl eq_refl)) He) as (g1 & (b1 & units1 & Lu1 & Fu1 & G1) & W1).
    exists (fun x => b1 + b0 + sum (map (fun u => u x) (units1 ++ units))); split.
    + exists (b1 + b0), (units1 ++ units); split; [rewrite app_length; lia|]; split; [apply Forall_app; split; assumption | reflexivity].
    + intros x Hx; specialize (W x Hx); specialize (W1 x Hx); rewrite G in W by apply Hx; rewrite G1 in W1 by apply Hx; rewrite map_app, sum_app.
      set (D := dot c (map (fun r => ridge_cosine r x) rs)) in *; set (A := sum (map (fun u => u x) units)) in *; set (A1 := sum (map (fun u => u x) units1)) in *.
      replace (c0 + (a * ridge_cosine r x + D) - (b1 + b0 + (A1 + A))) with (a * ridge_cosine r x - (b1 + A1) + (c0 + D - (b0 + A))) by ring.
      apply Rle_trans with (1 := Rabs_triang _ _); exact (Rplus_le_compat _ _ _ _ W1 W).
Qed.

(** One hidden layer by Jackson's kernel: for an L-Lipschitz f a sum of ridge cosines within L √(3d / (4m² + 2)), and for any errors δ_r a layer of
    Σ (⌈|c_r||r|₁/δ_r⌉ - 1) PLN-2 units within L √(3d / (4m² + 2)) + Σ δ_r. *)
Theorem jackson_by_steps d m L f : (0 < m)%nat -> 0 <= L -> lipschitz_on_cube d L f ->
  exists c0 c, length c = length (directions (2 * m - 2) d) /\
    (forall x, in_cube d x -> Rabs (f x - ridge_sum (2 * m - 2) d c0 c x) <= L * sqrt (3 * INR d / (4 * INR m * INR m + 2))) /\
    forall delta, length delta = length c -> Forall (fun e => 0 < e) delta ->
      exists g, one_layer_in d (pln_unit_in d 2) (steps_of_ridges c (directions (2 * m - 2) d) delta) g /\
        forall x, in_cube d x -> Rabs (f x - g x) <= L * sqrt (3 * INR d / (4 * INR m * INR m + 2)) + sum delta.
Proof.
  intros Hm HL Lf; destruct (jackson_theorem d m L f Hm HL Lf) as (c0 & c & Lc & Near); exists c0, c; split; [exact Lc|]; split; [exact Near|]; intros delta Ld Fd.
  destruct (ridges_by_steps (2 * m - 2) d (directions (2 * m - 2) d) (directions_in_lattice (2 * m - 2) d) c0 c delta Lc ltac:(congruence) Fd) as (g & One & W).
  exists g; split; [exact One|]; intros x Hx; specialize (Near x Hx); specialize (W x Hx); fold (ridge_sum (2 * m - 2) d c0 c x) in W.
  replace (f x - g x) with (f x - ridge_sum (2 * m - 2) d c0 c x + (ridge_sum (2 * m - 2) d c0 c x - g x)) by ring; apply Rle_trans with (1 := Rabs_triang _ _); lra.
Qed.
