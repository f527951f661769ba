(** * A9. Every continuous function on a compact set, by its modulus of continuity; and any epsilon inside the root *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Classical.
Import ListNotations.
From Normlab Require Import Definitions Basics A1 LineUnits A2 A3Upper A3Sigmoids A3 A4Universal A4Grid VectorUnits A4.
Open Scope R_scope.

(** ** The maximum norm *)

Lemma max_distance_sym x y : max_distance x y = max_distance y x.
Proof. revert y; induction x as [|a x IH]; intros [|b y]; cbn [max_distance]; try reflexivity; rewrite IH, Rabs_minus_sym; reflexivity. Qed.

Lemma max_distance_nonneg x y : 0 <= max_distance x y.
Proof. revert y; induction x as [|a x IH]; intros [|b y]; cbn [max_distance]; try lra; apply Rle_trans with (1 := IH y), Rmax_r. Qed.

Lemma max_distance_itself x : max_distance x x = 0.
Proof. induction x as [|a x IH]; cbn [max_distance]; [reflexivity|]; rewrite IH, Rminus_diag_eq, Rabs_R0 by reflexivity; apply Rmax_left; lra. Qed.

Lemma max_distance_triangle x y z : length x = length y -> length y = length z -> max_distance x z <= max_distance x y + max_distance y z.
Proof.
  revert y z; induction x as [|a x IH]; intros [|b y] [|c z] L1 L2; try discriminate; cbn [max_distance]; [lra|].
  specialize (IH y z ltac:(cbn in L1; lia) ltac:(cbn in L2; lia)); pose proof (Rabs_triang (a - b) (b - c)) as T; replace (a - b + (b - c)) with (a - c) in T by ring.
  pose proof (Rmax_l (Rabs (a - b)) (max_distance x y)); pose proof (Rmax_r (Rabs (a - b)) (max_distance x y)).
  pose proof (Rmax_l (Rabs (b - c)) (max_distance y z)); pose proof (Rmax_r (Rabs (b - c)) (max_distance y z)); apply Rmax_lub; lra.
Qed.

Lemma max_distance_le_distance x y : max_distance x y <= distance x y.
Proof.
  revert y; induction x as [|a x IH]; intros [|b y]; cbn [max_distance distance]; try lra.
  specialize (IH y); pose proof (Rabs_pos (a - b)); pose proof (distance_nonneg x y); apply Rmax_lub; lra.
Qed.

(** ** The infimal convolution f_L(x) = inf over K of f(y) + L max_j |x_j - y_j| *)

Section Convolution.

Variables (d : nat) (K : vec -> Prop) (f : vec -> R) (L delta : R).
Hypothesis K_point : exists x, K x.
Hypothesis K_vectors : forall x, K x -> length x = d.
Hypothesis L_nonneg : 0 <= L.
Hypothesis nearly : forall x y, K x -> K y -> Rabs (f x - f y) <= delta + L * max_distance x y.

Definition negatives (x : vec) (z : R) : Prop := exists y, K y /\ z = - (f y + L * max_distance x y).

Lemma negatives_bound x : length x = d -> bound (negatives x).
Proof.
  intros Lx; destruct K_point as (y0 & K0); exists (- (f y0 - delta - L * max_distance x y0)); intros z (y & Ky & ->).
  pose proof (nearly y0 y K0 Ky) as N; pose proof (K_vectors y Ky); pose proof (K_vectors y0 K0).
  pose proof (max_distance_triangle y0 x y ltac:(congruence) ltac:(congruence)) as T; rewrite (max_distance_sym y0 x) in T.
  assert (L * max_distance y0 y <= L * (max_distance x y0 + max_distance x y)) by (apply Rmult_le_compat_l; assumption).
  unfold Rabs in N; destruct (Rcase_abs (f y0 - f y)) in N; lra.
Qed.

Lemma negatives_inhabited x : exists z, negatives x z.
Proof. destruct K_point as (y & Ky); eexists; exists y; split; [exact Ky | reflexivity]. Qed.

Definition convolution (x : vec) : R :=
  match Nat.eq_dec (length x) d with
  | left Lx => - proj1_sig (completeness (negatives x) (negatives_bound x Lx) (negatives_inhabited x))
  | right _ => 0
  end.

Lemma convolution_spec x : length x = d -> (forall y, K y -> convolution x <= f y + L * max_distance x y) /\
  (forall c, (forall y, K y -> c <= f y + L * max_distance x y) -> c <= convolution x).
Proof.
  intros Lx; unfold convolution; destruct (Nat.eq_dec (length x) d) as [H|]; [|contradiction].
  destruct (completeness _ _ _) as (m & U & Least); cbn [proj1_sig]; split.
  - intros y Ky; specialize (U (- (f y + L * max_distance x y)) ltac:(exists y; split; [exact Ky | reflexivity])); lra.
  - intros c Hc; enough (m <= - c) by lra; apply Least; intros z (y & Ky & ->); specialize (Hc y Ky); lra.
Qed.

Lemma convolution_lipschitz x y : length x = d -> length y = d -> Rabs (convolution x - convolution y) <= L * max_distance x y.
Proof.
  assert (W : forall x y, length x = d -> length y = d -> convolution x - L * max_distance x y <= convolution y).
  { intros u v Lu Lv; apply (proj2 (convolution_spec v Lv)); intros w Kw; pose proof (proj1 (convolution_spec u Lu) w Kw) as Q; pose proof (K_vectors w Kw).
    pose proof (max_distance_triangle u v w ltac:(congruence) ltac:(congruence)) as T; assert (L * max_distance u w <= L * (max_distance u v + max_distance v w)) by (apply Rmult_le_compat_l; assumption); lra. }
  intros Lx Ly; pose proof (W x y Lx Ly); pose proof (W y x Ly Lx) as B; rewrite (max_distance_sym y x) in B; apply Rabs_le; lra.
Qed.

Lemma convolution_near x : K x -> f x - delta <= convolution x <= f x.
Proof.
  intros Kx; pose proof (convolution_spec x (K_vectors x Kx)) as [U G]; split.
  - apply G; intros y Ky; pose proof (nearly x y Kx Ky) as N; unfold Rabs in N; destruct (Rcase_abs (f x - f y)) in N; lra.
  - specialize (U x Kx); rewrite max_distance_itself in U; lra.
Qed.

End Convolution.

(** ** Through a Lipschitz function *)

(** N units of the kind V are enough on the cube for every L-Lipschitz function (maximum norm). *)
Definition enough_in (d : nat) (V : unit_of_vectors) (L eps : R) (N : nat) : Prop :=
  forall g, lipschitz_on_cube d L g -> exists h, one_layer_in d V N h /\ forall x, in_cube d x -> Rabs (g x - h x) <= eps.

(** Some f_L is L-Lipschitz everywhere and lies below f on K, by at most δ; and as many units as are enough for all L-Lipschitz functions within e are enough for f
    on K within e + δ/2. *)
Definition through_lipschitz (d : nat) (K : vec -> Prop) (f : vec -> R) (L delta : R) : Prop :=
  (exists fL, (forall x y, length x = d -> length y = d -> Rabs (fL x - fL y) <= L * max_distance x y) /\ (forall x, K x -> f x - delta <= fL x <= f x)) /\
  (forall V N e, enough_in d V L e N -> exists h, one_layer_in d V N h /\ forall x, K x -> Rabs (f x - h x) <= e + delta / 2).

Lemma nearly_through_lipschitz d K f L delta : (exists x, K x) -> (forall x, K x -> in_cube d x) -> 0 <= L ->
  (forall x y, K x -> K y -> Rabs (f x - f y) <= delta + L * max_distance x y) -> through_lipschitz d K f L delta.
Proof.
  intros P C HL N; assert (Len : forall x, K x -> length x = d) by (intros x Kx; apply C, Kx).
  set (g := convolution d K f L delta P Len HL N); split.
  - exists g; split; [intros; apply convolution_lipschitz; assumption | intros; apply convolution_near; assumption].
  - intros V m e E; destruct (E (fun x => g x + delta / 2)) as (h & H1 & H2).
    + intros x y Hx Hy; replace (g x + delta / 2 - (g y + delta / 2)) with (g x - g y) by ring; apply (convolution_lipschitz d K f L delta P Len HL N); [apply Hx | apply Hy].
    + exists h; split; [exact H1|]; intros x Kx; specialize (H2 x (C x Kx)); pose proof (convolution_near d K f L delta P Len HL N x Kx) as B; fold g in B.
      pose proof (Rabs_triang (f x - (g x + delta / 2)) (g x + delta / 2 - h x)) as T; replace (f x - (g x + delta / 2) + (g x + delta / 2 - h x)) with (f x - h x) in T by ring.
      assert (Rabs (f x - (g x + delta / 2)) <= delta / 2) by (apply Rabs_le; lra); lra.
Qed.

(** ω is concave on [0, ∞), 0 at 0 and small near 0. *)
Definition concave_modulus (omega : R -> R) : Prop :=
  omega 0 = 0 /\ (forall t, 0 <= t -> 0 <= omega t) /\
  (forall s t l, 0 <= s -> 0 <= t -> 0 <= l <= 1 -> l * omega s + (1 - l) * omega t <= omega (l * s + (1 - l) * t)) /\
  (forall eta, 0 < eta -> exists h, 0 < h /\ forall t, 0 <= t <= h -> omega t <= eta).

(** δ_L goes to 0 as L grows. *)
Lemma gap_vanishes omega eta : concave_modulus omega -> 0 < eta -> exists L, 0 <= L /\ forall L' t, L <= L' -> 0 <= t -> omega t - L' * t <= eta.
Proof.
  intros (Z & P & C & S) He; destruct (S eta He) as (h & Hh & B); exists (omega h / h); split; [apply Rmult_le_pos; [apply P; lra | left; apply Rinv_0_lt_compat, Hh]|].
  intros L' t HL Ht; assert (L0 : 0 <= omega h / h) by (apply Rmult_le_pos; [apply P; lra | left; apply Rinv_0_lt_compat, Hh]).
  destruct (Rle_lt_dec t h) as [G|G]; [specialize (B t (conj Ht G)); assert (0 <= L' * t) by (apply Rmult_le_pos; lra); lra|].
  assert (Q : omega t <= omega h / h * t).
  { specialize (C t 0 (h / t) Ht (Rle_refl 0)); rewrite Z in C; assert (T : 0 <= h / t <= 1) by (split; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra] |
      apply (Rmult_le_reg_r t); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra]).
    specialize (C T); replace (h / t * t + (1 - h / t) * 0) with h in C by (field; lra).
    apply (Rmult_le_reg_r (h / t)); [apply Rdiv_lt_0_compat; lra|]; replace (omega h / h * t * (h / t)) with (omega h) by (field; lra); lra. }
  assert (omega h / h * t <= L' * t) by (apply Rmult_le_compat_r; lra); lra.
Qed.

(** f is bounded and uniformly continuous on K, as every continuous function on a compact set is. *)
Definition continuous_on (K : vec -> Prop) (f : vec -> R) : Prop :=
  (exists B, forall x, K x -> Rabs (f x) <= B) /\
  forall eps, 0 < eps -> exists delta, 0 < delta /\ forall x y, K x -> K y -> max_distance x y <= delta -> Rabs (f x - f y) <= eps.

Lemma continuous_nearly_lipschitz K f eta : continuous_on K f -> 0 < eta -> exists L, 0 <= L /\ forall x y, K x -> K y -> Rabs (f x - f y) <= eta + L * max_distance x y.
Proof.
  intros ((B & HB) & U) He; destruct (U eta He) as (h & Hh & Close); exists (2 * Rabs B / h); split; [apply Rmult_le_pos; [pose proof (Rabs_pos B); lra | left; apply Rinv_0_lt_compat, Hh]|].
  intros x y Kx Ky; pose proof (Rabs_pos B) as PB; pose proof (Rle_abs B) as LB; destruct (Rle_lt_dec (max_distance x y) h) as [G|G].
  - specialize (Close x y Kx Ky G); assert (0 <= 2 * Rabs B / h * max_distance x y) by (apply Rmult_le_pos; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat, Hh] | apply max_distance_nonneg]); lra.
  - assert (Q : 2 * Rabs B <= 2 * Rabs B / h * max_distance x y).
    { replace (2 * Rabs B) with (2 * Rabs B / h * h) at 1 by (field; lra); apply Rmult_le_compat_l; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat, Hh] | lra]. }
    pose proof (HB x Kx) as Bx; pose proof (HB y Ky) as By; pose proof (Rabs_triang (f x) (- f y)) as T; rewrite Rabs_Ropp in T; replace (f x + - f y) with (f x - f y) in T by ring; lra.
Qed.

(** For every continuous f on K and every ε > 0 some number of units is enough. *)
Definition universal_on (d : nat) (K : vec -> Prop) (V : unit_of_vectors) : Prop :=
  forall f eps, continuous_on K f -> 0 < eps -> exists N h, one_layer_in d V N h /\ forall x, K x -> Rabs (f x - h x) <= eps.

Lemma universal_on_subset d K V : (exists x, K x) -> (forall x, K x -> in_cube d x) -> universal_on_cube d V -> universal_on d K V.
Proof.
  intros P C Un f eps Cf He; destruct (continuous_nearly_lipschitz K f (eps / 2) Cf ltac:(lra)) as (L & HL & N).
  destruct (nearly_through_lipschitz d K f L (eps / 2) P C HL N) as [(g & G1 & G2) _].
  destruct (Un g (eps / 4)) as (m & h & H1 & H2); [|lra|].
  - intros e He'; exists (e / (L + 1)); split; [apply Rdiv_lt_0_compat; lra|]; intros x y Hx Hy D.
    apply Rle_trans with (1 := G1 x y (proj1 Hx) (proj1 Hy)); pose proof (max_distance_le_distance x y); pose proof (max_distance_nonneg x y).
    apply Rle_trans with ((L + 1) * (e / (L + 1))); [apply Rmult_le_compat; lra | right; field; lra].
  - exists m, h; split; [exact H1|]; intros x Kx; specialize (H2 x (C x Kx)); specialize (G2 x Kx).
    pose proof (Rabs_triang (f x - g x) (g x - h x)) as T; replace (f x - g x + (g x - h x)) with (f x - h x) in T by ring.
    assert (Rabs (f x - g x) <= eps / 2) by (apply Rabs_le; lra); lra.
Qed.

(** ** On an interval, at once *)

(** Numbers that differ by 2ε at most are within ε of one number. *)
Lemma middle (P : R -> Prop) (f : R -> R) eps : (exists x, P x) -> (forall x y, P x -> P y -> Rabs (f x - f y) <= 2 * eps) -> exists v, forall x, P x -> Rabs (f x - v) <= eps.
Proof.
  intros (x0 & P0) H; destruct (completeness (fun z => exists x, P x /\ z = f x)) as (m & U & Least).
  - exists (f x0 + 2 * eps); intros z (x & Px & ->); specialize (H x x0 Px P0); unfold Rabs in H; destruct (Rcase_abs (f x - f x0)) in H; lra.
  - exists (f x0), x0; split; [exact P0 | reflexivity].
  - exists (m - eps); intros x Px; assert (f x <= m) by (apply U; exists x; split; [exact Px | reflexivity]).
    assert (m <= f x + 2 * eps) by (apply Least; intros z (y & Py & ->); specialize (H y x Py Px); unfold Rabs in H; destruct (Rcase_abs (f y - f x)) in H; lra).
    apply Rabs_le; lra.
Qed.

(** N steps are enough where ω((b - a)/(N + 1)) ≤ 2ε, ω a modulus of continuity of f that does not decrease. *)
Theorem steps_by_modulus omega a b eps N f : a < b -> (forall s t, 0 <= s -> s <= t -> omega s <= omega t) ->
  (forall x y, a <= x <= b -> a <= y <= b -> Rabs (f x - f y) <= omega (Rabs (x - y))) -> omega ((b - a) / INR (S N)) <= 2 * eps ->
  exists g, one_layer step_unit N g /\ within eps a b f g.
Proof.
  intros Hab Mono M Small; set (h := (b - a) / INR (S N)) in *.
  assert (S0 : 0 < INR (S N)) by (apply lt_0_INR; lia).
  assert (H0 : 0 < h) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat, S0]).
  assert (Eb : a + INR (S N) * h = b) by (unfold h; field; lra).
  destruct (choices (fun k v => forall x, a + INR k * h <= x <= a + INR (S k) * h -> Rabs (f x - v) <= eps) 0 N) as (v & Hv).
  - intros k Hk; apply middle; [exists (a + INR k * h); rewrite S_INR; lra|]; intros x y Hx Hy.
    assert (Kb : a + INR (S k) * h <= b) by (rewrite <- Eb; assert (INR (S k) * h <= INR (S N) * h) by (apply Rmult_le_compat_r; [lra | apply le_INR; lia]); lra).
    assert (Ka : 0 <= INR k * h) by (apply Rmult_le_pos; [apply pos_INR | lra]); rewrite S_INR in *.
    apply Rle_trans with (1 := M x y ltac:(lra) ltac:(lra)); apply Rle_trans with (2 := Small); apply Mono; [apply Rabs_pos | apply Rabs_le; lra].
  - apply (staircase_within a b eps N f v Hab); fold h; intros k x Hk Hx; apply Hv; assumption.
Qed.

(** ** Epsilon inside the root *)

(** Units of PLN-s and PLS-s with e in place of 0 inside the root. *)
Definition pln_unit_with (e : R) (s : nat) : unit_kind :=
  fun u => exists w t v, length w = s /\ length t = s /\ length v = s /\ forall x, u x = dot v (layer_norm e (vadd (vscale x w) t)).
Definition pls_unit_with (e : R) (s : nat) : unit_kind :=
  fun u => exists w t v, length w = s /\ length t = s /\ length v = s /\ forall x, u x = dot v (rms_norm e (vadd (vscale x w) t)).

Definition pln_unit_in_with (e : R) (d s : nat) : unit_of_vectors := fun u =>
  exists W t v, length W = s /\ Forall (fun row => length row = d) W /\ length t = s /\ length v = s /\
    forall x, length x = d -> u x = dot v (layer_norm e (affine W t x)).
Definition pls_unit_in_with (e : R) (d s : nat) : unit_of_vectors := fun u =>
  exists W t v, length W = s /\ Forall (fun row => length row = d) W /\ length t = s /\ length v = s /\
    forall x, length x = d -> u x = dot v (rms_norm e (affine W t x)).

(** Along a unit vector e1 the layer is the algebraic sigmoid. *)
Lemma rms_norm_with s e e1 z : (0 < s)%nat -> 0 < e -> length e1 = s -> ssq e1 = 1 ->
  dot e1 (rms_norm e (vscale (sqrt (INR s * e) * z) e1)) = sigmoid s 1 z.
Proof.
  intros Hs He L N; assert (S : 0 < INR s) by (apply lt_0_INR, Hs); assert (Se : 0 < INR s * e) by (apply Rmult_lt_0_compat; assumption).
  set (r := sqrt (INR s * e)); assert (R0 : 0 < r) by (apply sqrt_lt_R0, Se); assert (RR : r * r = INR s * e) by (apply sqrt_sqrt; lra).
  unfold rms_norm; rewrite dot_map_div, dot_vscale_r; fold (ssq e1); rewrite N; unfold rms; rewrite vscale_length, L.
  assert (Q : ssq (vscale (r * z) e1) = r * z * (r * z)) by (unfold ssq; rewrite dot_vscale_r, dot_comm, dot_vscale_r; fold (ssq e1); rewrite N; ring).
  rewrite Q; replace (r * z * (r * z) / INR s + e) with (e * (z * z + 1 * 1)) by (transitivity (r * r * (z * z) / INR s + e); [rewrite RR; field; lra | field; lra]).
  rewrite sqrt_mult by (try lra; nra); unfold sigmoid, r; rewrite sqrt_mult by lra.
  assert (0 < sqrt e) by (apply sqrt_lt_R0, He); assert (0 < sqrt (z * z + 1 * 1)) by (apply sqrt_lt_R0; nra); field; split; lra.
Qed.

Lemma vscale_center_zero a v : sum v = 0 -> center (vscale a v) = vscale a v.
Proof. intros H; apply center_of_centred; rewrite sum_vscale, H; ring. Qed.

Lemma line_through a b x (e1 : vec) : vadd (vscale x (vscale a e1)) (vscale b e1) = vscale (a * x + b) e1.
Proof. induction e1 as [|p e1 IH]; [reflexivity|]; unfold vscale in *; cbn [map vadd]; rewrite IH; f_equal; ring. Qed.

Lemma centred_direction s : (2 <= s)%nat -> exists e1, length e1 = s /\ sum e1 = 0 /\ ssq e1 = 1.
Proof.
  intros Hs; destruct s as [|[|n]]; try lia; destruct (zeros_facts n) as (Z1 & Z2 & Z3); unfold ssq in *.
  assert (A : / sqrt 2 * / sqrt 2 = / 2) by (rewrite <- Rinv_mult, sqrt_sqrt by lra; reflexivity); set (a := / sqrt 2) in *.
  exists (a :: - a :: repeat 0 n); unfold ssq; cbn [length sum dot]; rewrite repeat_length, Z1, Z3; repeat split; lra.
Qed.

Lemma one_direction s : (1 <= s)%nat -> exists e1, length e1 = s /\ ssq e1 = 1.
Proof.
  intros Hs; destruct s as [|n]; [lia|]; destruct (zeros_facts n) as (Z1 & Z2 & Z3); unfold ssq in *.
  exists (1 :: repeat 0 n); unfold ssq; cbn [length dot]; rewrite repeat_length, Z3; split; [reflexivity | lra].
Qed.

Lemma sigmoids_with e s u : 0 < e -> activation_unit (fun y => sigmoid s 1 y / sqrt (INR s)) u ->
  ((2 <= s)%nat -> pln_unit_with e s u) /\ ((1 <= s)%nat -> pls_unit_with e s u).
Proof.
  intros He (a & w & t & E); set (r := sqrt (INR s * e)).
  assert (Sc : forall (c : R) u v, dot (vscale c u) v = c * dot u v) by (intros; rewrite dot_comm, dot_vscale_r, dot_comm; reflexivity).
  split; intros Hs.
  - destruct (centred_direction s Hs) as (e1 & L & S & N); exists (vscale (r * w) e1), (vscale (r * t) e1), (vscale (a / sqrt (INR s)) e1).
    rewrite !vscale_length; repeat split; try exact L; intros x; rewrite line_through, Sc, E; unfold layer_norm; rewrite vscale_center_zero by exact S.
    replace (r * w * x + r * t) with (r * (w * x + t)) by ring; unfold r; rewrite rms_norm_with by (try assumption; lia); unfold Rdiv; ring.
  - destruct (one_direction s Hs) as (e1 & L & N); exists (vscale (r * w) e1), (vscale (r * t) e1), (vscale (a / sqrt (INR s)) e1).
    rewrite !vscale_length; repeat split; try exact L; intros x; rewrite line_through, Sc, E.
    replace (r * w * x + r * t) with (r * (w * x + t)) by ring; unfold r; rewrite rms_norm_with by (try assumption; lia); unfold Rdiv; ring.
Qed.

(** ⌊q⌋ units with e > 0 inside the root are enough on an interval: one more than steps at most. *)
Lemma enough_with e s L a b eps : 0 < e -> 0 <= L -> a < b -> 0 < eps ->
  ((2 <= s)%nat -> enough (pln_unit_with e s) L a b eps (Z.to_nat (floor (L * (b - a) / (2 * eps))))) /\
  ((1 <= s)%nat -> enough (pls_unit_with e s) L a b eps (Z.to_nat (floor (L * (b - a) / (2 * eps))))).
Proof.
  intros He HL Hab Heps; assert (Q : 0 <= L * (b - a) / (2 * eps)) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra | left; apply Rinv_0_lt_compat; lra]).
  split; intros Hs; (eapply enough_weaker; [|apply (sigmoids_enough _ L a b eps _ (algebraic_bounded s ltac:(lia)) HL Hab Heps (floor_spec _ Q))]);
    intros g; apply one_layer_weaker; intros u Hu; destruct (sigmoids_with e s u He Hu) as [P1 P2]; auto.
Qed.

Lemma units_with_along e d s u w : length w = d ->
  (pln_unit_with e s u -> pln_unit_in_with e d s (fun x => u (dot w x))) /\ (pls_unit_with e s u -> pls_unit_in_with e d s (fun x => u (dot w x))).
Proof.
  intros Lw; split; intros (w0 & t0 & v & L1 & L2 & L3 & E); destruct (rows_along d w0 t0 w Lw ltac:(lia)) as [R A]; exists (map (fun a => vscale a w) w0), t0, v;
    (repeat split; try assumption; [rewrite map_length; exact L1|]); intros x _; rewrite E, A; reflexivity.
Qed.

Lemma universal_with e d s : 0 < e -> ((2 <= s)%nat -> universal_on_cube d (pln_unit_in_with e d s)) /\ ((1 <= s)%nat -> universal_on_cube d (pls_unit_in_with e d s)).
Proof.
  intros He; split; intros Hs; [apply (universal_from_line d (pln_unit_with e s)) | apply (universal_from_line d (pls_unit_with e s))].
  - intros L a b eps HL Hab Heps; eexists; apply enough_with; assumption.
  - intros u w Hu Lw; apply units_with_along; assumption.
  - intros L a b eps HL Hab Heps; eexists; apply enough_with; assumption.
  - intros u w Hu Lw; apply units_with_along; assumption.
Qed.

(** Claim A9, K a set in the cube [0, 1]^d that is not empty. *)
Theorem A9 d K : (exists x, K x) -> (forall x, K x -> in_cube d x) ->
  (forall f omega L delta, 0 <= L -> (forall x y, K x -> K y -> Rabs (f x - f y) <= omega (max_distance x y)) ->
    (forall t, 0 <= t -> omega t - L * t <= delta) -> through_lipschitz d K f L delta) /\
  (forall omega eta, concave_modulus omega -> 0 < eta -> exists L, 0 <= L /\ forall L' t, L <= L' -> 0 <= t -> omega t - L' * t <= eta) /\
  (forall s, (2 <= s)%nat -> universal_on d K (pln_unit_in d s)) /\
  (forall s, (1 <= s)%nat -> universal_on d K (pls_unit_in d s)) /\
  (forall omega a b eps N f, a < b -> (forall s t, 0 <= s -> s <= t -> omega s <= omega t) ->
    (forall x y, a <= x <= b -> a <= y <= b -> Rabs (f x - f y) <= omega (Rabs (x - y))) -> omega ((b - a) / INR (S N)) <= 2 * eps ->
    exists g, one_layer (pln_unit 2) N g /\ within eps a b f g) /\
  (forall e s, 0 < e ->
    ((2 <= s)%nat -> universal_on d K (pln_unit_in_with e d s)) /\ ((1 <= s)%nat -> universal_on d K (pls_unit_in_with e d s)) /\
    forall L a b eps, 0 <= L -> a < b -> 0 < eps -> (2 <= s)%nat -> enough (pln_unit_with e s) L a b eps (Z.to_nat (floor (L * (b - a) / (2 * eps))))).
Proof.
  intros P C; destruct (A4 d) as (U1 & U2 & _); split; [|split; [|split; [|split; [|split]]]].
  - intros f omega L delta HL M D; apply nearly_through_lipschitz; try assumption; intros x y Kx Ky; specialize (M x y Kx Ky); specialize (D _ (max_distance_nonneg x y)); lra.
  - intros omega eta; apply gap_vanishes.
  - intros s Hs; apply universal_on_subset; auto.
  - intros s Hs; apply universal_on_subset; auto.
  - intros omega a b eps N f Hab Mono M Small; destruct (steps_by_modulus omega a b eps N f Hab Mono M Small) as (g & G & W); exists g; split; [|exact W].
    apply (one_layer_weaker step_unit); [intros u; apply pln_2_units_are_steps | exact G].
  - intros e s He; destruct (universal_with e d s He) as [V1 V2]; split; [|split].
    + intros Hs; apply universal_on_subset; auto.
    + intros Hs; apply universal_on_subset; auto.
    + intros; apply enough_with; assumption.
Qed.
