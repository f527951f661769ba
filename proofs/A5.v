(** * A5. One ordinary LN layer is not universal *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics LineUnits SingleLayer A1 A3Upper.
Open Scope R_scope.

(** Where f alternates with amplitude A at four points, a network of one hidden LN layer, whatever its width, is A or more away from f at one of
    them: it is not within less than A. *)
Theorem single_layer_misses_four_alternations width net f A xs :
  ln_net 1 width 1 1 net -> length xs = 4%nat -> increasing xs -> alternating f xs ->
  (forall x, In x xs -> A <= Rabs (f x)) ->
  exists x, In x xs /\ A <= Rabs (f x - on_line net x).
Proof.
  intros HN L I Alt HA.
  destruct (Classical_Prop.classic (exists x, In x xs /\ A <= Rabs (f x - on_line net x))) as [E|E]; [exact E | exfalso].
  assert (N : forall x, In x xs -> Rabs (f x - on_line net x) < Rabs (f x)).
  { intros x Hx; apply Rlt_le_trans with A; [|apply HA, Hx]; apply Rnot_le_lt; intros H; apply E; exists x; auto. }
  pose proof (one_extremum_sign_changes _ 0 (single_layer_one_extremum width net HN) 3%nat) as S.
  assert (C : changes_sign (fun x => on_line net x - 0) 3%nat).
  { exists xs; split; [exact L|]; split; [exact I|]; clear E HA HN S I.
    assert (G : forall x, In x xs -> (0 < f x -> 0 < on_line net x) /\ (f x < 0 -> on_line net x < 0)).
    { intros x Hx; specialize (N x Hx); unfold Rabs in N; split; intros;
        destruct (Rcase_abs (f x - on_line net x)), (Rcase_abs (f x)); lra. }
    clear N L; induction xs as [|x [|y xs] IH]; cbn [alternating] in *; auto.
    destruct Alt as [A1 A2]; split; [|apply IH; [exact A2 | intros; apply G; right; assumption]].
    destruct (G x) as [G1 G2]; [left; reflexivity|]; destruct (G y) as [G3 G4]; [right; left; reflexivity|].
    destruct (Rtotal_order (f x) 0) as [P|[P|P]]; [|rewrite P in A1; lra|].
    - assert (0 < f y) by nra; specialize (G2 P); specialize (G3 H); nra.
    - assert (f y < 0) by nra; specialize (G1 P); specialize (G4 H); nra. }
  specialize (S C); lia.
Qed.

Lemma cos_2PI : cos (PI * 2) = 1. Proof. rewrite Rmult_comm; apply cos_2PI. Qed.
Lemma cos_3PI : cos (PI * 3) = -1.
Proof. replace (PI * 3) with (PI + 2 * PI) by ring; rewrite cos_plus, Rtrigo1.cos_2PI, sin_2PI, cos_PI; ring. Qed.

(** cos(π x) on [0, 3] is not approximated within less than 1. *)
Theorem cosine_is_not_approximated width net eps :
  ln_net 1 width 1 1 net -> within eps 0 3 (fun x => cos (PI * x)) (on_line net) -> 1 <= eps.
Proof.
  intros HN W.
  assert (V : forall x, In x [0; 1; 2; 3] -> (x = 0 /\ cos (PI * x) = 1) \/ (x = 1 /\ cos (PI * x) = -1) \/ (x = 2 /\ cos (PI * x) = 1) \/ (x = 3 /\ cos (PI * x) = -1)).
  { intros x [<-|[<-|[<-|[<-|[]]]]].
    - left; rewrite Rmult_0_r, cos_0; auto.
    - right; left; rewrite Rmult_1_r, cos_PI; auto.
    - right; right; left; rewrite cos_2PI; auto.
    - right; right; right; rewrite cos_3PI; auto. }
  destruct (single_layer_misses_four_alternations width net (fun x => cos (PI * x)) 1 [0; 1; 2; 3] HN) as (x & Hx & H); auto.
  - cbn; lra.
  - cbn [alternating]; rewrite Rmult_0_r, Rmult_1_r, cos_0, cos_PI, cos_2PI, cos_3PI; lra.
  - intros x Hx; destruct (V x Hx) as [[_ ->]|[[_ ->]|[[_ ->]|[_ ->]]]]; unfold Rabs; destruct (Rcase_abs _); lra.
  - apply Rle_trans with (1 := H); apply W; destruct (V x Hx) as [[-> _]|[[-> _]|[[-> _]|[-> _]]]]; lra.
Qed.

Lemma cosine_lipschitz : lipschitz PI 0 3 (fun x => cos (PI * x)).
Proof.
  assert (P : 0 < PI) by apply PI_RGT_0.
  assert (G : forall x y, x <= y -> Rabs (cos (PI * x) - cos (PI * y)) <= PI * Rabs (x - y)).
  { intros x y [L| ->]; [|rewrite Rminus_diag_eq by reflexivity; rewrite Rabs_R0; apply Rmult_le_pos; [lra | apply Rabs_pos]].
    assert (D : forall c, x <= c <= y -> derivable_pt_lim (fun x => cos (PI * x)) c (- sin (PI * c) * PI)).
    { intros c _; apply (derivable_pt_lim_comp (fun z => PI * z) cos); [|apply derivable_pt_lim_cos].
      replace (derivable_pt_lim (fun z => PI * z) c PI) with (derivable_pt_lim (fun z => PI * z) c (0 * c + PI * 1)) by (f_equal; ring).
      apply (derivable_pt_lim_mult (fun _ => PI) (fun z => z)); [apply derivable_pt_lim_const | apply derivable_pt_lim_id]. }
    destruct (MVT_cor2 _ _ x y L D) as (c & E & _).
    rewrite Rabs_minus_sym, E, !Rabs_mult, Rabs_Ropp, (Rabs_pos_eq PI), (Rabs_minus_sym y x) by lra.
    assert (Rabs (sin (PI * c)) <= 1) by (apply Rabs_le, SIN_bound).
    apply Rle_trans with (1 * PI * Rabs (x - y)); [|lra].
    apply Rmult_le_compat_r; [apply Rabs_pos | apply Rmult_le_compat_r; lra]. }
  intros x y _ _; destruct (Rle_dec x y) as [L|L]; [apply G, L|].
  rewrite Rabs_minus_sym, (Rabs_minus_sym x y); apply G; lra.
Qed.

(** Claim A5, but for its last sentence, which a certificate holds: whatever the width, one hidden LN layer on a line has at most one extremum and
    about any level changes its sign at most twice; it is A or more away from what alternates with amplitude A at four points; cos(π x) on [0, 3]
    is not approximated within less than 1; and PLN-2 units approximate it as well as one likes. *)
Theorem A5 :
  (forall width net, ln_net 1 width 1 1 net ->
    at_most_one_extremum (on_line net) /\ forall y, sign_changes_at_most 2 (fun x => on_line net x - y)) /\
  (forall width net f A xs, ln_net 1 width 1 1 net -> length xs = 4%nat -> increasing xs -> alternating f xs ->
    (forall x, In x xs -> A <= Rabs (f x)) -> exists x, In x xs /\ A <= Rabs (f x - on_line net x)) /\
  (forall width net eps, ln_net 1 width 1 1 net -> within eps 0 3 (fun x => cos (PI * x)) (on_line net) -> 1 <= eps) /\
  (forall eps, 0 < eps -> exists N g, one_layer (pln_unit 2) N g /\ within eps 0 3 (fun x => cos (PI * x)) g).
Proof.
  split; [|split; [|split]].
  - intros width net H; split; [exact (single_layer_one_extremum width net H)|].
    intros y; apply one_extremum_sign_changes, (single_layer_one_extremum width net H).
  - intros width net f A xs; apply single_layer_misses_four_alternations.
  - exact cosine_is_not_approximated.
  - intros eps He; destruct (steps_universal PI 0 3 eps ltac:(left; apply PI_RGT_0) ltac:(lra) He) as (N & E).
    destruct (E _ cosine_lipschitz) as (g & (c & us & L & F & G) & W); exists N, g; split; [|exact W].
    exists c, us; split; [exact L|]; split; [|exact G]; eapply Forall_impl; [|exact F]; intros u; apply pln_2_units_are_steps.
Qed.
