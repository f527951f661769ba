(** * Folds of the circle in one real coordinate

    The points of the circle but one are ((2s), (1 - s²)) / (1 + s²), s real. An affine function of the plane is there a quadratic function of s over
    1 + s²; so a layer sends s to the point in the direction (N(s), D(s)) with two quadratics, wherever D is positive. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics Circle.
Open Scope R_scope.

Definition circle_point (s : R) : point := (2 * s / (1 + s * s), (1 - s * s) / (1 + s * s)).

(** The s of the point in the direction (t, 1). *)
Definition coordinate (t : R) : R := t / (1 + sqrt (t * t + 1 * 1)).

Lemma direction_coordinate t : direction t 1 = circle_point (coordinate t).
Proof.
  unfold direction, circle_point, coordinate; set (r := sqrt (t * t + 1 * 1)).
  assert (P : 0 < r) by (apply sqrt_lt_R0; nra); assert (Q : r * r = t * t + 1 * 1) by (apply sqrt_sqrt; nra).
  assert (E : 1 + t / (1 + r) * (t / (1 + r)) = 2 * r / (1 + r)).
  { apply (Rmult_eq_reg_r ((1 + r) * (1 + r))); [|nra]; transitivity ((1 + r) * (1 + r) + t * t); [field; lra|].
    transitivity (2 * r * (1 + r)); [nra | field; lra]. }
  rewrite E; f_equal; apply (Rmult_eq_reg_r (2 * r * (1 + r))); try nra.
  - field; lra.
  - transitivity (2 * (1 + r)); [field; lra|]; transitivity ((1 + r) * (1 + r) - t * t); [nra | field; lra].
Qed.

Lemma coordinate_injective t u : coordinate t = coordinate u -> t = u.
Proof.
  intros H; assert (E : direction t 1 = direction u 1) by (rewrite !direction_coordinate, H; reflexivity).
  unfold direction in E; injection E as E1 E2.
  set (r := sqrt (t * t + 1 * 1)) in *; set (q := sqrt (u * u + 1 * 1)) in *.
  assert (P : 0 < r) by (apply sqrt_lt_R0; nra); assert (Q : 0 < q) by (apply sqrt_lt_R0; nra).
  assert (F : r = q) by (apply (f_equal (fun x => / x)) in E2; unfold Rdiv in E2; rewrite !Rmult_1_l, !Rinv_inv in E2; exact E2).
  rewrite <- F in E1; apply (Rmult_eq_reg_r (/ r)); [exact E1 | apply Rinv_neq_0_compat; lra].
Qed.

(** The quadratic a s² + b s + c. *)
Record quadratic := { square : R; linear : R; free : R }.

Definition at_s (q : quadratic) (s : R) : R := square q * (s * s) + linear q * s + free q.

(** The affine function of the plane that is q(s) / (1 + s²) on the circle. *)
Definition of_plane (q : quadratic) : affine2 := Build_affine2 (linear q / 2) ((free q - square q) / 2) ((free q + square q) / 2).

Lemma square_positive x : x <> 0 -> 0 < x * x.
Proof. exact (Rlt_0_sqr x). Qed.

Lemma one_and_square s : 0 < 1 + s * s. Proof. nra. Qed.

Lemma value_of_plane q s : value (of_plane q) (circle_point s) = at_s q s / (1 + s * s).
Proof. unfold value, of_plane, circle_point, at_s; cbn [coef_u coef_v constant fst snd]; field; pose proof (one_and_square s); lra. Qed.

(** What a layer with the two quadratics does to s. *)
Definition folded_to (N D : quadratic) (s : R) : R := coordinate (at_s N s / at_s D s).

Lemma fold_at_s N D s : 0 < at_s D s -> fold_layer (of_plane N, of_plane D) (circle_point s) = circle_point (folded_to N D s).
Proof.
  intros P; unfold fold_layer; cbn [fst snd]; rewrite !value_of_plane; unfold folded_to; rewrite <- direction_coordinate.
  pose proof (one_and_square s); rewrite <- (direction_scale (at_s D s / (1 + s * s)) (at_s N s / at_s D s) 1) by (apply Rdiv_lt_0_compat; lra).
  f_equal; field; lra.
Qed.

(** Points that a layer lays on each other, and points that it keeps apart. *)
Lemma fold_merges N D s t : 0 < at_s D s -> 0 < at_s D t -> at_s N s * at_s D t = at_s N t * at_s D s -> folded_to N D s = folded_to N D t.
Proof. intros P Q H; unfold folded_to; f_equal; apply (Rmult_eq_reg_r (at_s D s * at_s D t)); [|nra]; field_simplify; lra. Qed.

Lemma fold_merged N D s t : 0 < at_s D s -> 0 < at_s D t -> folded_to N D s = folded_to N D t -> at_s N s * at_s D t = at_s N t * at_s D s.
Proof.
  intros P Q H; apply coordinate_injective in H.
  apply (f_equal (fun x => x * (at_s D s * at_s D t))) in H; field_simplify in H; lra.
Qed.

(** The layer that leaves the circle as it is. *)
Definition identity_fold : affine2 * affine2 := (Build_affine2 1 0 0, Build_affine2 0 1 0).

Lemma identity_fold_keeps s : fold_layer identity_fold (circle_point s) = circle_point s.
Proof.
  unfold fold_layer, identity_fold, value; cbn [fst snd coef_u coef_v constant].
  set (u := fst (circle_point s)); set (v := snd (circle_point s)).
  assert (C : u * u + v * v = 1) by (unfold u, v, circle_point; cbn [fst snd]; pose proof (one_and_square s); field; lra).
  replace (1 * u + 0 * v + 0) with u by ring; replace (0 * u + 1 * v + 0) with v by ring; unfold direction; rewrite C, sqrt_1.
  unfold Rdiv; rewrite Rinv_1, !Rmult_1_r; unfold u, v; destruct (circle_point s); reflexivity.
Qed.

Lemma identity_folds_keep k s : run_folds (repeat identity_fold k) (circle_point s) = circle_point s.
Proof. induction k as [|k IH]; [reflexivity|]; cbn [repeat]; unfold run_folds in *; cbn [fold_left]; rewrite identity_fold_keeps; exact IH. Qed.

(** ** A projection that keeps finitely many samples apart *)

Lemma avoiding (l : list R) : exists k, 0 < k /\ ~ In k l.
Proof.
  assert (H : exists k, 0 < k /\ forall x, In x l -> x < k).
  { induction l as [|x l (k & P & H)]; [exists 1; split; [lra | intros ? []]|].
    exists (Rmax k (x + 1)); split; [apply (Rlt_le_trans _ k); [exact P | apply Rmax_l]|].
    intros y [<-|Hy]; [apply (Rlt_le_trans _ (x + 1)); [lra | apply Rmax_r] | apply (Rlt_le_trans _ k); [exact (H y Hy) | apply Rmax_l]]. }
  destruct H as (k & P & H); exists k; split; [exact P|]; intros I; specialize (H k I); lra.
Qed.

Lemma told_apart x y : length x = length y -> x <> y -> exists w, length w = length x /\ dot w x <> dot w y.
Proof.
  revert y; induction x as [|a x IH]; intros [|b y] L N; try discriminate; [congruence|].
  destruct (Req_dec a b) as [->|A].
  - destruct (IH y) as (w & Lw & Dw); [cbn in L; lia | congruence|]; exists (0 :: w); cbn; split; [lia | lra].
  - exists (1 :: repeat 0 (length x)); cbn; rewrite repeat_length; split; [reflexivity|].
    rewrite !dot_repeat_0; lra.
Qed.

Lemma pairs_told_apart d (pairs : list (vec * vec)) :
  (forall p, In p pairs -> length (fst p) = d /\ length (snd p) = d /\ fst p <> snd p) ->
  exists w, length w = d /\ forall p, In p pairs -> dot w (fst p) <> dot w (snd p).
Proof.
  induction pairs as [|[x y] pairs IH]; intros H; [exists (repeat 0 d); split; [apply repeat_length | intros ? []]|].
  destruct IH as (w & Lw & Dw); [intros p Hp; apply H; right; exact Hp|].
  destruct (H _ (or_introl eq_refl)) as (Lx & Ly & Nxy); cbn [fst snd] in *.
  destruct (told_apart x y ltac:(lia) Nxy) as (u & Lu & Du).
  destruct (avoiding (map (fun p => - (dot w (fst p) - dot w (snd p)) / (dot u (fst p) - dot u (snd p))) ((x, y) :: pairs))) as (e & Pe & Ne).
  exists (vadd w (vscale e u)).
  assert (E : forall z, length z = d -> dot (vadd w (vscale e u)) z = dot w z + e * dot u z).
  { intros z Lz; rewrite dot_comm, dot_vadd_r by (rewrite vscale_length; lia); rewrite dot_vscale_r, !(dot_comm z); reflexivity. }
  split; [rewrite vadd_length; [exact Lw | rewrite vscale_length; lia]|].
  intros p Hp; destruct (H p Hp) as (L1 & L2 & _); rewrite !E by assumption; intros K.
  destruct (Req_dec (dot u (fst p) - dot u (snd p)) 0) as [Z|Z].
  - destruct Hp as [<-|Hp]; [cbn [fst snd] in Z; lra | apply (Dw p Hp); nra].
  - apply Ne, in_map_iff; exists p; split; [|exact Hp]; apply (Rmult_eq_reg_r (dot u (fst p) - dot u (snd p))); [|exact Z].
    field_simplify; [nra | exact Z].
Qed.

Lemma projection (d : nat) (samples : list vec) :
  NoDup samples -> (forall x, In x samples -> length x = d) ->
  exists w, length w = d /\ NoDup (map (dot w) samples).
Proof.
  intros N L.
  destruct (pairs_told_apart d (filter (fun p => if list_eq_dec Req_EM_T (fst p) (snd p) then false else true) (list_prod samples samples)))
    as (w & Lw & D).
  - intros [x y] Hp; apply filter_In in Hp; destruct Hp as [Hp Ne]; apply in_prod_iff in Hp; cbn [fst snd] in *.
    destruct (list_eq_dec Req_EM_T x y); [discriminate|]; repeat split; [apply L, Hp | apply L, Hp | assumption].
  - exists w; split; [exact Lw|].
    assert (I : forall x y, In x samples -> In y samples -> dot w x = dot w y -> x = y).
    { intros x y Hx Hy E; destruct (list_eq_dec Req_EM_T x y) as [|Ne]; [assumption|]; exfalso; apply (D (x, y)); [|exact E].
      apply filter_In; split; [apply in_prod_iff; tauto|]; cbn [fst snd]; destruct (list_eq_dec Req_EM_T x y); [contradiction | reflexivity]. }
    clear D L; induction N as [|x samples Hx N IH]; cbn [map]; constructor.
    + rewrite in_map_iff; intros (y & E & Hy); apply Hx; rewrite <- (I y x); [exact Hy | right; exact Hy | left; reflexivity | exact E].
    + apply IH; intros y z Hy Hz; apply I; right; assumption.
Qed.

(** What is done on the circle with the coordinates of the projected samples is done by an LN-Net. *)
Lemma net_of_folds d w folds outs : length w = d ->
  exists net, ln_net d 3 (S (length folds)) (length outs) net /\
    forall x, run net x = map (fun l => value l (run_folds folds (circle_point (coordinate (dot w x))))) outs.
Proof.
  intros Lw; destruct (circle_net d w 0 (repeat 0 d) 1 folds outs Lw (repeat_length _ _)) as (net & H & E).
  exists net; split; [exact H|]; intros x; rewrite E, <- direction_coordinate.
  rewrite dot_repeat_0, Rplus_0_r, Rplus_0_l; reflexivity.
Qed.
