(** * A4. One hidden layer is universal in every dimension; two on a grid, with numbers *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics A3 A4Universal A4Grid VectorUnits Jackson JacksonSteps.
Open Scope R_scope.

(** f is uniformly continuous on the cube [0, 1]^d, as by Heine and Cantor every continuous function on it is. *)
Definition uniformly_continuous (d : nat) (f : vec -> R) : Prop :=
  forall eps, 0 < eps -> exists delta, 0 < delta /\
    forall x y, in_cube d x -> in_cube d y -> distance x y <= delta -> Rabs (f x - f y) <= eps.

(** ** Units of d variables *)

(** For every uniformly continuous f and every ε > 0 some number of units is enough. *)
Definition universal_on_cube (d : nat) (U : unit_of_vectors) : Prop :=
  forall f eps, uniformly_continuous d f -> 0 < eps ->
    exists N g, one_layer_in d U N g /\ forall x, in_cube d x -> Rabs (f x - g x) <= eps.

(** ** Uniform continuity along a segment *)

Fixpoint between (t : R) (x y : vec) : vec :=
  match x, y with
  | a :: x', b :: y' => (a + t * (b - a)) :: between t x' y'
  | _, _ => []
  end.

Lemma between_in_cube d t x y : 0 <= t <= 1 -> in_cube d x -> in_cube d y -> in_cube d (between t x y).
Proof.
  intros Ht; revert x y; induction d as [|d IH]; intros [|a x] [|b y] [Lx Cx] [Ly Cy]; try discriminate; [split; [reflexivity | constructor]|].
  inversion Cx; inversion Cy; subst; apply (in_cube_cons d); [split; nra|]; apply IH; split; auto; cbn in *; lia.
Qed.

Lemma between_distance s t x y : length x = length y -> distance (between s x y) (between t x y) = Rabs (s - t) * distance x y.
Proof.
  revert y; induction x as [|a x IH]; intros [|b y] L; try discriminate; cbn [between distance]; [ring|]; rewrite IH by (cbn in L; lia).
  replace (a + s * (b - a) - (a + t * (b - a))) with ((s - t) * (b - a)) by ring; rewrite Rabs_mult, (Rabs_minus_sym b); ring.
Qed.

Lemma between_ends x y : length x = length y -> between 0 x y = x /\ between 1 x y = y.
Proof.
  revert y; induction x as [|a x IH]; intros [|b y] L; try discriminate; cbn [between]; [split; reflexivity|].
  destruct (IH y) as [-> ->]; [cbn in L; lia|]; split; f_equal; ring.
Qed.

Lemma distance_nonneg x y : 0 <= distance x y.
Proof. revert y; induction x as [|a x IH]; intros [|b y]; cbn [distance]; try lra; pose proof (Rabs_pos (a - b)); specialize (IH y); lra. Qed.

Lemma uniformly_continuous_nearly_lipschitz d f : uniformly_continuous d f -> nearly_lipschitz d f.
Proof.
  intros U eps He; destruct (U eps He) as (delta & Hd & Close); exists (eps / delta); split; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat, Hd]|].
  intros x y Hx Hy; assert (Len : length x = length y) by (rewrite (proj1 Hx), (proj1 Hy); reflexivity).
  set (r := distance x y / delta); assert (R0 : 0 <= r) by (apply Rmult_le_pos; [apply distance_nonneg | left; apply Rinv_0_lt_compat, Hd]).
  destruct (archimed r) as [A1 A2]; set (n := Z.to_nat (up r)).
  assert (En : INR n = IZR (up r)) by (unfold n; rewrite INR_IZR_INZ, Z2Nat.id; [reflexivity | apply le_IZR; lra]).
  assert (N : 0 < INR n) by lra.
  assert (Steps : forall k, (k <= n)%nat -> Rabs (f x - f (between (INR k / INR n) x y)) <= INR k * eps).
  { induction k as [|k IH]; intros Hk.
    - unfold Rdiv; cbn [INR]; rewrite Rmult_0_l, (proj1 (between_ends x y Len)), Rminus_diag_eq, Rabs_R0 by reflexivity; lra.
    - specialize (IH ltac:(lia)); assert (Hn : (0 < n)%nat) by (apply INR_lt; cbn [INR]; exact N).
      pose proof (between_in_cube d _ x y (fraction_of_grid k n Hn ltac:(lia)) Hx Hy) as Pk; pose proof (between_in_cube d _ x y (fraction_of_grid (S k) n Hn Hk) Hx Hy) as Ps.
      assert (Step : Rabs (f (between (INR k / INR n) x y) - f (between (INR (S k) / INR n) x y)) <= eps).
      { apply Close; [exact Pk | exact Ps|]; rewrite between_distance by exact Len; rewrite S_INR; replace (INR k / INR n - (INR k + 1) / INR n) with (- / INR n) by (field; lra).
        rewrite Rabs_Ropp, Rabs_pos_eq by (left; apply Rinv_0_lt_compat, N); apply (Rmult_le_reg_l (INR n)); [exact N|]; rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
        replace (distance x y) with (r * delta) by (unfold r; field; lra); apply Rmult_le_compat_r; lra. }
      rewrite S_INR; pose proof (Rabs_triang (f x - f (between (INR k / INR n) x y)) (f (between (INR k / INR n) x y) - f (between (INR (S k) / INR n) x y))) as T.
      replace (f x - f (between (INR k / INR n) x y) + (f (between (INR k / INR n) x y) - f (between (INR (S k) / INR n) x y)))
        with (f x - f (between (INR (S k) / INR n) x y)) in T by ring; rewrite S_INR in *; lra. }
  specialize (Steps n (le_n n)); unfold Rdiv in Steps; rewrite Rinv_r, (proj2 (between_ends x y Len)) in Steps by lra.
  apply Rle_trans with (1 := Steps); replace (eps / delta * distance x y) with (r * eps) by (unfold r; field; lra).
  assert (INR n * eps <= (r + 1) * eps) by (apply Rmult_le_compat_r; lra); lra.
Qed.

(** ** From the line to d dimensions *)

Lemma dot_in_cube d w x : in_cube d x -> Rabs (dot w x) <= sum (map Rabs w).
Proof.
  revert w d; induction x as [|t x IH]; intros [|a w] [|d] [Lx Cx]; try discriminate; cbn [dot map sum]; rewrite ?Rabs_R0; try lra.
  - pose proof (Rabs_pos a); assert (P : 0 <= sum (map Rabs w)) by (apply sum_nonneg; intros z Hz; apply in_map_iff in Hz; destruct Hz as (q & <- & _); apply Rabs_pos); lra.
  - inversion Cx as [|? ? Ct Cx']; subst; specialize (IH w d (conj (f_equal pred Lx) Cx')).
    pose proof (Rabs_triang (a * t) (dot w x)) as T; rewrite Rabs_mult, (Rabs_pos_eq t) in T by lra; pose proof (Rabs_pos a); nra.
Qed.

Lemma exponential_lipschitz c M : lipschitz (Rabs c * exp M) (- M) M (fun u => c * exp u).
Proof.
  intros u v Hu Hv; replace (c * exp u - c * exp v) with (c * (exp u - exp v)) by ring; rewrite Rabs_mult, Rmult_assoc; apply Rmult_le_compat_l; [apply Rabs_pos|].
  assert (W : forall u v, - M <= u <= M -> - M <= v <= M -> v <= u -> Rabs (exp u - exp v) <= exp M * Rabs (u - v)).
  { clear; intros u v Hu Hv L; destruct (Req_dec u v) as [->|N]; [rewrite !Rminus_diag_eq, Rabs_R0 by reflexivity; lra|].
    pose proof (exp_ineq1 (v - u) ltac:(lra)) as Q; pose proof (exp_pos u); pose proof (exp_pos v).
    assert (E : exp v = exp u * exp (v - u)) by (rewrite <- exp_plus; f_equal; ring).
    assert (B : exp u <= exp M) by (destruct (Req_dec u M) as [->|]; [lra | left; apply exp_increasing; lra]).
    assert (G : exp v <= exp u) by (left; apply exp_increasing; lra).
    rewrite !Rabs_pos_eq by lra; rewrite E; assert (exp u - exp u * exp (v - u) <= exp u * (u - v)) by nra.
    assert (exp u * (u - v) <= exp M * (u - v)) by (apply Rmult_le_compat_r; lra); lra. }
  destruct (Rle_or_lt v u) as [L|L]; [exact (W u v Hu Hv L)|]; rewrite Rabs_minus_sym, (Rabs_minus_sym u v); apply W; lra.
Qed.

(** Units that are universal on a line are so on the cube, along directions. *)
Lemma universal_from_line d (U : unit_kind) (V : unit_of_vectors) :
  (forall L a b eps, 0 <= L -> a < b -> 0 < eps -> exists N, enough U L a b eps N) ->
  (forall u w, U u -> length w = d -> V (fun x => u (dot w x))) -> universal_on_cube d V.
Proof.
  intros Line Along f eps Uc He; destruct (exponentials_dense d f (eps / 2) (uniformly_continuous_nearly_lipschitz d f Uc) ltac:(lra)) as (h & (terms & Ft & Ht) & Near).
  assert (T : forall e, 0 < e -> exists c units, Forall V units /\ forall x, in_cube d x ->
    Rabs (sum (map (fun p => fst p * exp (dot (snd p) x)) terms) - (c + sum (map (fun u => u x) units))) <= e).
  { clear Near Ht; induction Ft as [|[c w] terms Lw Ft IH]; intros e Pe.
    - exists 0, []; split; [constructor|]; intros x _; cbn; rewrite Rabs_pos_eq by lra; lra.
    - cbn [snd] in Lw; destruct (IH (e / 2) ltac:(lra)) as (c' & units & Fu & Hu).
      set (M := sum (map Rabs w) + 1); assert (M0 : 0 < M).
      { unfold M; assert (0 <= sum (map Rabs w)) by (apply sum_nonneg; intros z Hz; apply in_map_iff in Hz; destruct Hz as (q & <- & _); apply Rabs_pos); lra. }
      destruct (Line (Rabs c * exp M) (- M) M (e / 2)) as (N & HN); [apply Rmult_le_pos; [apply Rabs_pos | left; apply exp_pos] | lra | lra|].
      destruct (HN _ (exponential_lipschitz c M)) as (g & (c0 & us & _ & F & G) & W).
      exists (c0 + c'), (map (fun u x => u (dot w x)) us ++ units); split; [apply Forall_app; split; [apply Forall_map; eapply Forall_impl; [|exact F]; intros u Hu'; apply Along; assumption | exact Fu]|].
      intros x Hx; specialize (Hu x Hx); pose proof (dot_in_cube d w x Hx) as B; assert (R : - M <= dot w x <= M) by (unfold M; unfold Rabs in B at 1; destruct (Rcase_abs (dot w x)) in B; lra).
      specialize (W _ R); rewrite G in W; cbn [map sum fst snd]; rewrite map_app, sum_app, map_map.
      set (A := sum (map (fun p => fst p * exp (dot (snd p) x)) terms)) in *; set (B1 := sum (map (fun u => u x) units)) in *; set (B2 := sum (map (fun u => u (dot w x)) us)) in *.
      pose proof (Rabs_triang (c * exp (dot w x) - (c0 + B2)) (A - (c' + B1))) as Q.
      replace (c * exp (dot w x) - (c0 + B2) + (A - (c' + B1))) with (c * exp (dot w x) + A - (c0 + c' + (B2 + B1))) in Q by ring; lra. }
  destruct (T (eps / 2) ltac:(lra)) as (c & units & Fu & Hu); exists (length units), (fun x => c + sum (map (fun u => u x) units)); split.
  - exists c, units; split; [lia|]; split; [exact Fu | reflexivity].
  - intros x Hx; specialize (Near x Hx); specialize (Hu x Hx); rewrite Ht in Near by apply Hx.
    set (A := sum (map (fun p => fst p * exp (dot (snd p) x)) terms)) in *; set (B := c + sum (map (fun u => u x) units)) in *.
    pose proof (Rabs_triang (f x - A) (A - B)) as Q; replace (f x - A + (A - B)) with (f x - B) in Q by ring; lra.
Qed.

(** Claim A4: in every dimension d, for every continuous f on the cube [0, 1]^d and every ε > 0, one hidden layer of PLN-s of any norm size s ≥ 2 (of PLS-s
    of any s ≥ 1; of tanh, logistic or ReLU units) with an output bias is within ε of f on the whole cube, if it has enough units. Where f is L-Lipschitz in the maximum norm, there is for
    every m ≥ 1 a sum of ridge cosines c_r cos(π⟨r, x⟩), a constant with it, with frequencies up to 2m - 2, one for each of ((4m - 3)^d - 1)/2 directions r, within e = L √(3d / (4m² + 2)) of f; and for all errors
    δ_r > 0 one hidden layer of Σ (⌈|c_r||r|₁/δ_r⌉ - 1) PLN-2 units is within e + Σ δ_r of f; and two hidden layers of PLN-2 with
    d (n - 1) and n^d - 1 units are within L/(2n) of it, faces and corners of the cells included. *)
Theorem A4 d :
  (forall s, (2 <= s)%nat -> universal_on_cube d (pln_unit_in d s)) /\
  (forall s, (1 <= s)%nat -> universal_on_cube d (pls_unit_in d s)) /\
  (forall phi, In phi [tanh; logistic; relu] -> universal_on_cube d (activation_unit_in d phi)) /\
  (forall m, (1 <= m)%nat -> (2 * length (directions (2 * m - 2) d) + 1 = (2 * (2 * m - 2) + 1) ^ d)%nat) /\
  (forall L f m, (1 <= m)%nat -> 0 <= L -> lipschitz_on_cube d L f ->
    let e := L * sqrt (3 * INR d / (4 * INR m * INR m + 2)) in
    exists c0 c, length c = length (directions (2 * m - 2) d) /\
      (forall x, in_cube d x -> Rabs (f x - ridge_sum (2 * m - 2) d c0 c x) <= e) /\
      forall delta, length delta = length c -> Forall (fun e => 0 < e) delta ->
        exists g, one_layer_in d (pln_unit_in d 2) (steps_of_ridges c (directions (2 * m - 2) d) delta) g /\
          forall x, in_cube d x -> Rabs (f x - g x) <= e + sum delta) /\
  (forall L f n, (0 < n)%nat -> 0 <= L -> lipschitz_on_cube d L f ->
    exists net, two_layers_of_pln_2 d (d * (n - 1)) (n ^ d - 1) net /\
      forall x, in_cube d x -> Rabs (f x - nth 0 (run net x) 0) <= L / (2 * INR n)).
Proof.
  split; [|split; [|split; [|split; [intros; apply directions_length | split; [intros L f m Hm HL Lf; exact (jackson_by_steps d m L f Hm HL Lf) | exact (grid d)]]]]].
  - intros s Hs; apply (universal_from_line d (pln_unit s)); [|intros u w; apply pln_units_along].
    intros L a b eps HL Hab He; destruct (A3 L a b eps HL Hab He) as (P2 & _ & _ & _ & Ps & _); destruct (Nat.eq_dec s 2) as [->|]; [eexists; exact (proj1 P2) | eexists; apply Ps; lia].
  - intros s Hs; apply (universal_from_line d (pls_unit s)); [|intros u w; apply pls_units_along].
    intros L a b eps HL Hab He; destruct (A3 L a b eps HL Hab He) as (_ & P1 & _ & _ & _ & Ps & _); destruct (Nat.eq_dec s 1) as [->|]; [eexists; exact (proj1 P1) | eexists; apply Ps; lia].
  - intros phi Hphi; apply (universal_from_line d (activation_unit phi)); [|intros u w; apply activation_units_along].
    intros L a b eps HL Hab He; destruct (A3 L a b eps HL Hab He) as (_ & _ & _ & _ & _ & _ & T & G & R & _).
    destruct Hphi as [<-|[<-|[<-|[]]]]; eexists; [exact T | exact G | exact R].
Qed.
