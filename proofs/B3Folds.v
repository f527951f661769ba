(** * B3: what points of two classes in order on the circle can look like, and folds that take two of them away *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Bool Sorting.Sorted Arith.Wf_nat.
Import ListNotations.
From Normlab Require Import Definitions Basics Circle Folds B3Classes.
Open Scope R_scope.

(** A point of the circle by its coordinate, with one of two classes. *)
Definition labeled : Type := (R * bool)%type.

Definition consistent (l : list labeled) : Prop := forall s c k, In (s, c) l -> In (s, k) l -> c = k.

Definition separates (folds : list (affine2 * affine2)) (f : affine2) (l : list labeled) : Prop :=
  forall s c, In (s, c) l -> if c : bool then 0 < value f (run_folds folds (circle_point s)) else value f (run_folds folds (circle_point s)) < 0.

Definition all_of (u : bool) (l : list labeled) : Prop := forall z, In z l -> snd z = u.
Definition some_of (u : bool) (l : list labeled) : Prop := exists z, In z l /\ snd z = u.

(** ** In order *)

Definition before (p q : labeled) : Prop := fst p < fst q.
Definition in_order : list labeled -> Prop := StronglySorted before.

Lemma in_order_insert p l : in_order l -> (forall k, In (fst p, k) l -> snd p = k) ->
  exists l', in_order l' /\ (forall q, In q l' <-> q = p \/ In q l) /\ (length l' <= S (length l))%nat.
Proof.
  destruct p as [s c]; cbn [fst snd]; induction l as [|[t k] l IH]; intros O C.
  - exists [(s, c)]; split; [repeat constructor|]; split; [intros q; cbn; intuition congruence | cbn; lia].
  - inversion O as [|? ? O' F]; subst; rewrite Forall_forall in F.
    destruct (Rtotal_order s t) as [L|[E|G]].
    + exists ((s, c) :: (t, k) :: l); split; [|split; [intros q; cbn; intuition congruence | cbn; lia]].
      constructor; [exact O|]; rewrite Forall_forall; intros q [<-|Hq]; [exact L|]; specialize (F q Hq); unfold before in *; cbn [fst] in *; lra.
    + subst t; exists ((s, k) :: l); split; [exact O|]; split; [|cbn; lia].
      rewrite (C k (or_introl eq_refl)); intros q; cbn; intuition congruence.
    + destruct IH as (l' & O1 & I & Le); [exact O' | intros j Hj; apply C; right; exact Hj|].
      exists ((t, k) :: l'); split; [|split; [intros q; cbn; rewrite I; intuition congruence | cbn; lia]].
      constructor; [exact O1|]; rewrite Forall_forall; intros q Hq; apply I in Hq; destruct Hq as [->|Hq]; [exact G | exact (F q Hq)].
Qed.

Lemma in_order_set l : consistent l -> exists l', in_order l' /\ (forall q, In q l' <-> In q l) /\ (length l' <= length l)%nat.
Proof.
  induction l as [|p l IH]; intros C; [exists []; split; [constructor|]; split; [tauto | cbn; lia]|].
  destruct IH as (l' & O & I & Le); [intros s c k H1 H2; apply (C s); right; assumption|].
  destruct (in_order_insert p l' O) as (l'' & O2 & I2 & Le2).
  - intros k Hk; apply I in Hk; apply (C (fst p)); [left; destruct p; reflexivity | right; exact Hk].
  - exists l''; split; [exact O2|]; split; [|cbn; lia]; intros q; rewrite I2, I; cbn; intuition congruence.
Qed.

Lemma in_order_parts l1 p l2 : in_order (l1 ++ p :: l2) ->
  (forall q, In q l1 -> fst q < fst p) /\ (forall q, In q l2 -> fst p < fst q).
Proof.
  induction l1 as [|x l1 IH]; cbn [app]; intros O; inversion O as [|? ? O' F]; subst; rewrite Forall_forall in F.
  - split; [intros ? [] | exact F].
  - destruct (IH O') as [H1 H2]; split; [|exact H2]; intros q [<-|Hq]; [|exact (H1 q Hq)].
    apply F, in_app_iff; right; left; reflexivity.
Qed.

Lemma in_order_consistent l : in_order l -> consistent l.
Proof.
  intros O s c k H1 H2; apply in_split in H1; destruct H1 as (a & b & ->); destruct (in_order_parts _ _ _ O) as [P Q].
  apply in_app_iff in H2; destruct H2 as [H2|[H2|H2]]; [specialize (P _ H2) | congruence | specialize (Q _ H2)]; cbn [fst] in *; lra.
Qed.

(** ** What the classes of points in order can look like *)

Definition three_runs (l : list labeled) : Prop :=
  exists u A B C, l = A ++ B ++ C /\ all_of u A /\ all_of (negb u) B /\ all_of u C.

Definition disjoint_chords (l : list labeled) : Prop :=
  exists pre x y post, l = pre ++ x :: y :: post /\ snd y = negb (snd x) /\ some_of (snd x) pre /\ some_of (snd y) post.

Definition nested_chords (l : list labeled) : Prop :=
  exists o1 x1 y1 m2 y2 m3 x2 o2, l = o1 ++ x1 :: y1 :: m2 ++ y2 :: m3 ++ x2 :: o2 /\ snd x1 = snd x2 /\ snd y1 = snd y2 /\
    (exists u, all_of u m2) /\ (exists u, all_of u m3) /\ (length o1 + length o2 <= 1)%nat.

Lemma all_or_some u l : all_of (negb u) l \/ some_of u l.
Proof.
  induction l as [|p l IH]; [left; intros ? []|].
  destruct (bool_dec (snd p) u) as [E|N]; [right; exists p; split; [left; reflexivity | exact E]|].
  destruct IH as [A|(z & Hz & E)]; [left | right; exists z; split; [right; exact Hz | exact E]].
  intros z [<-|Hz]; [destruct (snd p), u; cbn; congruence | exact (A z Hz)].
Qed.

Lemma first_run (x : labeled) (l : list labeled) : exists A r, l = A ++ r /\ all_of (snd x) A /\ (r = [] \/ exists y r', r = y :: r' /\ snd y = negb (snd x)).
Proof.
  induction l as [|p l (A & r & -> & HA & Hr)]; [exists [], []; repeat split; [intros ? [] | left; reflexivity]|].
  destruct (bool_dec (snd p) (snd x)) as [E|N].
  - exists (p :: A), r; split; [reflexivity|]; split; [intros z [<-|Hz]; [exact E | exact (HA z Hz)] | exact Hr].
  - exists [], (p :: A ++ r); split; [reflexivity|]; split; [intros ? []|]; right; exists p, (A ++ r); split; [reflexivity|].
    destruct (snd p), (snd x); cbn; congruence.
Qed.

Lemma first_of u l : some_of u l -> exists q1 d q2, l = q1 ++ d :: q2 /\ snd d = u /\ all_of (negb u) q1.
Proof.
  induction l as [|p l IH]; intros (z & Hz & E); [destruct Hz|].
  destruct (bool_dec (snd p) u) as [Ep|N]; [exists [], p, l; repeat split; [exact Ep | intros ? []]|].
  destruct Hz as [->|Hz]; [contradiction|]; destruct IH as (q1 & d & q2 & -> & Ed & A); [exists z; auto|].
  exists (p :: q1), d, q2; repeat split; [exact Ed|]; intros y [<-|Hy]; [destruct (snd p), u; cbn; congruence | exact (A y Hy)].
Qed.

Lemma last_of u l : some_of u l -> exists q1 d q2, l = q1 ++ d :: q2 /\ snd d = u /\ all_of (negb u) q2.
Proof.
  intros (z & Hz & E); destruct (first_of u (rev l)) as (q1 & d & q2 & Er & Ed & A); [exists z; split; [apply -> in_rev; exact Hz | exact E]|].
  exists (rev q2), d, (rev q1); split; [|split; [exact Ed | intros y Hy; apply A, in_rev, Hy]].
  rewrite <- (rev_involutive l), Er, rev_app_distr; cbn [rev]; rewrite <- app_assoc; reflexivity.
Qed.

Lemma all_of_nil u : all_of u []. Proof. intros ? []. Qed.

Ltac in_list := repeat (rewrite in_app_iff || cbn [In]); tauto.

Lemma shapes l : (4 < length l)%nat -> three_runs l \/ disjoint_chords l \/ nested_chords l.
Proof.
  intros Big; destruct l as [|x1 l]; [cbn in Big; lia|].
  destruct (first_run x1 l) as (A1 & r1 & -> & H1 & [->|(x2 & r2 & -> & E2)]).
  { left; exists (snd x1), (x1 :: A1), [], []; split; [rewrite !app_nil_r; reflexivity|]; repeat split; try apply all_of_nil.
    intros z [<-|Hz]; [reflexivity | exact (H1 z Hz)]. }
  destruct (first_run x2 r2) as (A2 & r3 & -> & H2 & [->|(x3 & r4 & -> & E3)]).
  { left; exists (snd x1), (x1 :: A1), (x2 :: A2), []; split; [rewrite !app_nil_r; reflexivity|]; repeat split; try apply all_of_nil.
    - intros z [<-|Hz]; [reflexivity | exact (H1 z Hz)].
    - intros z [<-|Hz]; [exact E2 | rewrite (H2 z Hz); exact E2]. }
  rewrite E2, negb_involutive in E3.
  destruct (first_run x3 r4) as (A3 & r5 & -> & H3 & [->|(x4 & r & -> & E4)]).
  { left; exists (snd x1), (x1 :: A1), (x2 :: A2), (x3 :: A3); split; [rewrite app_nil_r; reflexivity|]; repeat split.
    - intros z [<-|Hz]; [reflexivity | exact (H1 z Hz)].
    - intros z [<-|Hz]; [exact E2 | rewrite (H2 z Hz); exact E2].
    - intros z [<-|Hz]; [exact E3 | rewrite (H3 z Hz); exact E3]. }
  rewrite E3 in E4, H3; rewrite E2 in H2; right.
  destruct A1 as [|a A1].
  2: { left; destruct (@exists_last _ (a :: A1)) as (L & z & EL); [discriminate|]; rewrite EL in *.
       assert (Ez : snd z = snd x1) by (apply H1, in_app_iff; right; left; reflexivity).
       exists (x1 :: L), z, x2, (A2 ++ x3 :: A3 ++ x4 :: r); split; [cbn [app]; rewrite <- !app_assoc; reflexivity|].
       split; [rewrite Ez; exact E2|]; split; [exists x1; split; [left; reflexivity | symmetry; exact Ez]|].
       exists x4; split; [in_list | rewrite E2; exact E4]. }
  cbn [app] in *; destruct A2 as [|a A2].
  - (* x1 | x2 | x3 A3 | x4 r *)
    destruct (@exists_last _ (x3 :: A3)) as (L & z & EL); [discriminate|].
    assert (Ez : snd z = snd x1).
    { assert (Iz : In z (x3 :: A3)) by (rewrite EL; in_list); destruct Iz as [<-|Iz]; [exact E3 | exact (H3 z Iz)]. }
    cbn [app] in *; change (x3 :: A3 ++ x4 :: r) with ((x3 :: A3) ++ x4 :: r).
    destruct (all_or_some (negb (snd x1)) r) as [U|V].
    + rewrite negb_involutive in U; destruct r as [|x5 [|x6 r]].
      * destruct A3 as [|y A3]; [cbn in Big; lia|]; right; exists [x1], x2, x3, [], y, A3, x4, [].
        split; [reflexivity|]; split; [congruence|]; split; [rewrite E3; symmetry; apply H3; left; reflexivity|].
        split; [exists true; apply all_of_nil|]; split; [exists (snd x1); intros q Hq; apply H3; right; exact Hq | cbn; lia].
      * right; exists [], x1, x2, (x3 :: A3), x4, [], x5, []; split; [reflexivity|].
        split; [symmetry; apply U; left; reflexivity|]; split; [congruence|].
        split; [exists (snd x1); intros q [<-|Hq]; [exact E3 | exact (H3 q Hq)]|]; split; [exists true; apply all_of_nil | cbn; lia].
      * left; exists (x1 :: x2 :: x3 :: A3), x4, x5, (x6 :: r); split; [reflexivity|].
        assert (E5 : snd x5 = snd x1) by (apply U; left; reflexivity); assert (E6 : snd x6 = snd x1) by (apply U; right; left; reflexivity).
        split; [rewrite E4, negb_involutive; exact E5|]; split; [exists x2; split; [in_list | congruence]|].
        exists x6; split; [left; reflexivity | congruence].
    + left; exists (x1 :: x2 :: L), z, x4, r; split; [rewrite EL; cbn [app]; rewrite <- app_assoc; reflexivity|].
      split; [rewrite Ez; exact E4|]; split; [exists x1; split; [left; reflexivity | symmetry; exact Ez] | rewrite E4; exact V].
  - (* x1 | x2 a A2 | x3 A3 | x4 r *)
    destruct (@exists_last _ (a :: A2)) as (L & z & EL); [discriminate|].
    assert (Ez : snd z = negb (snd x1)) by (apply H2; rewrite EL; in_list).
    assert (Case : forall post, some_of (snd x1) post -> disjoint_chords (x1 :: x2 :: (a :: A2) ++ x3 :: post)).
    { intros post Hp; exists (x1 :: x2 :: L), z, x3, post; split; [rewrite EL, <- app_assoc; reflexivity|].
      split; [rewrite Ez, negb_involutive; exact E3|]; split; [exists x2; split; [in_list | congruence] | rewrite E3; exact Hp]. }
    destruct A3 as [|b A3].
    2: { left; apply Case; exists b; split; [left; reflexivity | apply H3; left; reflexivity]. }
    cbn [app]; destruct (all_or_some (snd x1) r) as [U|(y & Hy & Ey)].
    2: { left; apply Case; exists y; split; [right; exact Hy | exact Ey]. }
    destruct r as [|x5 r].
    + right; exists [], x1, x2, [], a, A2, x3, [x4]; split; [reflexivity|]; split; [congruence|].
      split; [rewrite E2; symmetry; apply H2; left; reflexivity|]; split; [exists true; apply all_of_nil|].
      split; [exists (negb (snd x1)); intros q Hq; apply H2; right; exact Hq | cbn; lia].
    + left; exists (x1 :: x2 :: a :: A2), x3, x4, (x5 :: r); split; [reflexivity|].
      split; [rewrite E3; exact E4|]; split; [exists x1; split; [left; reflexivity | symmetry; exact E3]|].
      exists x5; split; [left; reflexivity | rewrite E4; apply U; left; reflexivity].
Qed.

(** ** The two chords of a fold *)

Definition chord (a b : R) : quadratic := Build_quadratic 1 (- (a + b)) (a * b).

Lemma chord_at a b s : at_s (chord a b) s = (s - a) * (s - b).
Proof. unfold at_s, chord; cbn [square linear free]; ring. Qed.

(** The quadratic of the pencil of two chords that has no zero, as they do not cross. *)
Definition beside (x1 x2 y1 y2 p : R) : quadratic :=
  Build_quadratic (p + (x2 - x1)) (- p * (x1 + x2) - (x2 - x1) * (y1 + y2)) (p * (x1 * x2) + (x2 - x1) * (y1 * y2)).

Lemma beside_at x1 x2 y1 y2 p s : at_s (beside x1 x2 y1 y2 p) s = p * at_s (chord x1 x2) s + (x2 - x1) * at_s (chord y1 y2) s.
Proof. rewrite !chord_at; unfold at_s, beside; cbn [square linear free]; ring. Qed.

Lemma positive_quadratic q s : 0 < square q -> linear q * linear q < 4 * square q * free q -> 0 < at_s q s.
Proof.
  intros A D; unfold at_s; set (a := square q) in *; set (b := linear q) in *; set (c := free q) in *.
  apply (Rmult_lt_reg_l (4 * a)); [lra|]; rewrite Rmult_0_r.
  replace (4 * a * (a * (s * s) + b * s + c)) with ((2 * a * s + b) * (2 * a * s + b) + (4 * a * c - b * b)) by ring.
  pose proof (Rle_0_sqr (2 * a * s + b)) as Q; unfold Rsqr in Q; lra.
Qed.

Lemma beside_disjoint x1 x2 y1 y2 s : x1 < x2 -> x2 < y1 -> y1 < y2 -> 0 < at_s (beside x1 x2 y1 y2 (y2 - y1)) s.
Proof.
  intros A B C; apply positive_quadratic; unfold beside; cbn [square linear free]; [lra|].
  match goal with |- ?l < ?r => assert (E : r - l = 4 * ((y2 - y1) * (x2 - x1) * ((y1 - x2) * (y2 - x1)))) by ring end.
  assert (0 < (y2 - y1) * (x2 - x1) * ((y1 - x2) * (y2 - x1))) by (repeat apply Rmult_lt_0_compat; lra); lra.
Qed.

Lemma beside_nested x1 x2 y1 y2 s : x1 < y1 -> y1 < y2 -> y2 < x2 -> 0 < at_s (beside x1 x2 y1 y2 (y1 - y2)) s.
Proof.
  intros A B C; apply positive_quadratic; unfold beside; cbn [square linear free]; [lra|].
  match goal with |- ?l < ?r => assert (E : r - l = 4 * ((y2 - y1) * (x2 - x1) * ((x2 - y2) * (y1 - x1)))) by ring end.
  assert (0 < (y2 - y1) * (x2 - x1) * ((x2 - y2) * (y1 - x1))) by (repeat apply Rmult_lt_0_compat; lra); lra.
Qed.

(** Points of the same image have both chords' quadratics of the same signs. *)
Definition same_sign (a b : R) : Prop := (a < 0 /\ b < 0) \/ (a = 0 /\ b = 0) \/ (0 < a /\ 0 < b).

Lemma same_sign_of a b d e : 0 < d -> 0 < e -> a * e = b * d -> same_sign a b.
Proof.
  intros D E H; unfold same_sign; destruct (Rtotal_order a 0) as [L|[->|G]].
  - left; split; [exact L|]; destruct (Rle_or_lt 0 b) as [P|]; [|assumption].
    pose proof (Rmult_le_pos b d P (Rlt_le _ _ D)); pose proof (Rmult_lt_0_compat (- a) e ltac:(lra) E); lra.
  - right; left; split; [reflexivity|]; rewrite Rmult_0_l in H; symmetry in H; apply Rmult_integral in H; destruct H; lra.
  - right; right; split; [exact G|]; destruct (Rle_or_lt b 0) as [P|]; [|assumption].
    pose proof (Rmult_le_pos (- b) d ltac:(lra) (Rlt_le _ _ D)); pose proof (Rmult_lt_0_compat a e G E); lra.
Qed.

Lemma chords_merged x1 x2 y1 y2 p s t : x1 < x2 -> (forall s, 0 < at_s (beside x1 x2 y1 y2 p) s) ->
  folded_to (chord x1 x2) (beside x1 x2 y1 y2 p) s = folded_to (chord x1 x2) (beside x1 x2 y1 y2 p) t ->
  same_sign (at_s (chord x1 x2) s) (at_s (chord x1 x2) t) /\ same_sign (at_s (chord y1 y2) s) (at_s (chord y1 y2) t) /\
  at_s (chord x1 x2) s * at_s (chord y1 y2) t = at_s (chord x1 x2) t * at_s (chord y1 y2) s.
Proof.
  intros X D E; apply fold_merged in E; try apply D.
  pose proof (D s) as Ds; pose proof (D t) as Dt; split; [exact (same_sign_of _ _ _ _ Ds Dt E)|].
  rewrite !beside_at in E; set (qs := at_s (chord x1 x2) s) in *; set (qt := at_s (chord x1 x2) t) in *.
  assert (F : qs * at_s (chord y1 y2) t = qt * at_s (chord y1 y2) s).
  { apply (Rmult_eq_reg_l (x2 - x1)); [|lra]; lra. }
  split; [|exact F]; rewrite beside_at in Ds, Dt; fold qs in Ds; fold qt in Dt.
  set (rs := at_s (chord y1 y2) s) in *; set (rt := at_s (chord y1 y2) t) in *.
  apply (same_sign_of rs rt (p * qs + (x2 - x1) * rs) (p * qt + (x2 - x1) * rt) Ds Dt); apply (f_equal (Rmult p)) in F; lra.
Qed.

Lemma chord_ends_merge x1 x2 y1 y2 p : (forall s, 0 < at_s (beside x1 x2 y1 y2 p) s) ->
  folded_to (chord x1 x2) (beside x1 x2 y1 y2 p) x2 = folded_to (chord x1 x2) (beside x1 x2 y1 y2 p) x1 /\
  folded_to (chord x1 x2) (beside x1 x2 y1 y2 p) y2 = folded_to (chord x1 x2) (beside x1 x2 y1 y2 p) y1.
Proof. intros D; split; apply fold_merges; try apply D; rewrite !beside_at, !chord_at; ring. Qed.

Ltac positive_sum := repeat (apply Rplus_lt_0_compat || apply Rmult_lt_0_compat); (assumption || lra).

(** What q(s) r(t) - q(t) r(s) has beside the factor s - t. *)
Definition merges (x1 x2 y1 y2 s t : R) : R :=
  (x1 + x2 - y1 - y2) * (s * t) + (y1 * y2 - x1 * x2) * (s + t) + (x1 * x2 * (y1 + y2) - y1 * y2 * (x1 + x2)).

Lemma merges_left x a b c u v : 0 < a -> 0 < b -> 0 < c -> 0 < u -> 0 < v ->
  merges x (x + a) (x + a + b) (x + a + b + c) (x - u) (x - v) < 0.
Proof.
  intros; assert (P : 0 < a * a * a + 2 * a * a * b + a * a * c + a * a * u + a * a * v + a * b * b + a * b * c + 2 * a * b * u + 2 * a * b * v + a * c * u
      + a * c * v + a * u * v + b * b * u + b * b * v + b * c * u + b * c * v + 2 * b * u * v + c * u * v) by positive_sum.
  unfold merges; lra.
Qed.

Lemma merges_right x a b c u v : 0 < a -> 0 < b -> 0 < c -> 0 < u -> 0 < v ->
  merges x (x + a) (x + a + b) (x + a + b + c) (x + a + b + c + u) (x + a + b + c + v) < 0.
Proof.
  intros; assert (P : 0 < a * b * c + a * b * u + a * b * v + a * c * c + a * c * u + a * c * v + a * u * v + b * b * c + b * b * u + b * b * v + 2 * b * c * c
      + 2 * b * c * u + 2 * b * c * v + 2 * b * u * v + c * c * c + c * c * u + c * c * v + c * u * v) by positive_sum.
  unfold merges; lra.
Qed.

Lemma merges_both x a b c u v : 0 < a -> 0 < b -> 0 < c -> 0 < u -> 0 < v ->
  0 < merges x (x + a) (x + a + b) (x + a + b + c) (x - u) (x + a + b + c + v).
Proof.
  intros; assert (P : 0 < a * a * b + a * a * c + a * a * v + 2 * a * b * b + 3 * a * b * c + a * b * u + 2 * a * b * v + a * c * c + a * c * u + a * c * v
      + a * u * v + b * b * b + 2 * b * b * c + b * b * u + b * b * v + b * c * c + 2 * b * c * u + b * c * v + 2 * b * u * v + c * c * u + c * u * v) by positive_sum.
  unfold merges; lra.
Qed.

(** Outside of two chords beside each other a fold is one-to-one. *)
Lemma outside_apart x1 x2 y1 y2 s t : x1 < x2 -> x2 < y1 -> y1 < y2 ->
  s < x1 \/ y2 < s -> t < x1 \/ y2 < t ->
  at_s (chord x1 x2) s * at_s (chord y1 y2) t = at_s (chord x1 x2) t * at_s (chord y1 y2) s -> s = t.
Proof.
  intros A B C S T E; rewrite !chord_at in E.
  assert (F : (s - t) * merges x1 x2 y1 y2 s t = 0) by (unfold merges; lra).
  apply Rmult_integral in F; destruct F as [F|F]; [lra|]; exfalso; revert F.
  assert (Sym : merges x1 x2 y1 y2 s t = merges x1 x2 y1 y2 t s) by (unfold merges; ring).
  assert (Gaps : forall s t, merges x1 x2 y1 y2 s t = merges x1 (x1 + (x2 - x1)) (x1 + (x2 - x1) + (y1 - x2)) (x1 + (x2 - x1) + (y1 - x2) + (y2 - y1)) s t)
    by (intros; unfold merges; ring).
  destruct S as [S|S], T as [T|T].
  - pose proof (merges_left x1 (x2 - x1) (y1 - x2) (y2 - y1) (x1 - s) (x1 - t) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as P.
    rewrite <- Gaps in P; replace (x1 - (x1 - s)) with s in P by ring; replace (x1 - (x1 - t)) with t in P by ring; lra.
  - pose proof (merges_both x1 (x2 - x1) (y1 - x2) (y2 - y1) (x1 - s) (t - y2) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as P.
    rewrite <- Gaps in P; replace (x1 - (x1 - s)) with s in P by ring.
    replace (x1 + (x2 - x1) + (y1 - x2) + (y2 - y1) + (t - y2)) with t in P by ring; lra.
  - pose proof (merges_both x1 (x2 - x1) (y1 - x2) (y2 - y1) (x1 - t) (s - y2) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as P.
    rewrite <- Gaps in P; replace (x1 - (x1 - t)) with t in P by ring.
    replace (x1 + (x2 - x1) + (y1 - x2) + (y2 - y1) + (s - y2)) with s in P by ring; lra.
  - pose proof (merges_right x1 (x2 - x1) (y1 - x2) (y2 - y1) (s - y2) (t - y2) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)) as P.
    rewrite <- Gaps in P; replace (x1 + (x2 - x1) + (y1 - x2) + (y2 - y1) + (t - y2)) with t in P by ring.
    replace (x1 + (x2 - x1) + (y1 - x2) + (y2 - y1) + (s - y2)) with s in P by ring; lra.
Qed.

Lemma chord_left a b s : s < a -> a < b -> 0 < at_s (chord a b) s.
Proof. intros; rewrite chord_at; replace ((s - a) * (s - b)) with ((a - s) * (b - s)) by ring; apply Rmult_lt_0_compat; lra. Qed.

Lemma chord_right a b s : a < b -> b < s -> 0 < at_s (chord a b) s.
Proof. intros; rewrite chord_at; apply Rmult_lt_0_compat; lra. Qed.

Lemma chord_inside a b s : a < s -> s < b -> at_s (chord a b) s < 0.
Proof. intros; rewrite chord_at; assert (0 < (s - a) * (b - s)) by (apply Rmult_lt_0_compat; lra); lra. Qed.

Lemma chord_first a b : at_s (chord a b) a = 0. Proof. rewrite chord_at; ring. Qed.
Lemma chord_last a b : at_s (chord a b) b = 0. Proof. rewrite chord_at; ring. Qed.

(** ** One fold takes away points *)

Definition image (N D : quadratic) (l : list labeled) : list labeled := map (fun p => (folded_to N D (fst p), snd p)) l.

(** A fold that keeps the classes apart and leaves at most the images of l without k points. *)
Definition foldable (l : list labeled) (k : nat) : Prop :=
  exists N D l1, (forall s, 0 < at_s D s) /\
    (forall p, In p l -> exists q, In q l1 /\ folded_to N D (fst p) = folded_to N D (fst q) /\ snd p = snd q) /\
    (forall p q, In p l1 -> In q l1 -> folded_to N D (fst p) = folded_to N D (fst q) -> snd p = snd q) /\
    (length l1 + k <= length l)%nat.

Lemma fold_step l k j : foldable l k ->
  (forall l1, consistent l1 -> (length l1 + k <= length l)%nat -> exists folds f, (length folds <= j)%nat /\ separates folds f l1) ->
  exists folds f, (length folds <= S j)%nat /\ separates folds f l.
Proof.
  intros (N & D & l1 & P & Cover & Cons & Le) IH.
  destruct (IH (image N D l1)) as (folds & f & Lf & Sf).
  - intros s c e H1 H2; apply in_map_iff in H1, H2; destruct H1 as (p & E1 & H1), H2 as (q & E2 & H2).
    injection E1 as E1 <-; injection E2 as E2 <-; apply (Cons p q H1 H2); congruence.
  - unfold image; rewrite map_length; exact Le.
  - exists ((of_plane N, of_plane D) :: folds), f; split; [cbn; lia|]; intros s c H.
    unfold run_folds; cbn [fold_left]; rewrite fold_at_s by apply P.
    destruct (Cover (s, c) H) as (q & Hq & E & Ec); cbn [fst snd] in E, Ec; rewrite E, Ec.
    apply (Sf (folded_to N D (fst q)) (snd q)), in_map_iff; exists q; auto.
Qed.

Ltac signs_decide Sq Sr :=
  unfold same_sign in Sq, Sr; destruct Sq as [[? ?]|[[? ?]|[? ?]]]; try (exfalso; lra); destruct Sr as [[? ?]|[[? ?]|[? ?]]]; try (exfalso; lra).

Lemma disjoint_foldable l : in_order l -> disjoint_chords l -> foldable l 2.
Proof.
  intros O (pre & x & y & post & El & Exy & Spre & Spost).
  destruct (last_of _ _ Spre) as (p1 & b & p2 & -> & Eb & A2); destruct (first_of _ _ Spost) as (q1 & d & q2 & -> & Ed & A1).
  pose proof (in_order_consistent l O) as Cons.
  assert (Eb' : l = p1 ++ b :: (p2 ++ x :: y :: q1 ++ d :: q2)) by (rewrite El, <- app_assoc; reflexivity).
  assert (Ex' : l = (p1 ++ b :: p2) ++ x :: (y :: q1 ++ d :: q2)) by (rewrite El; reflexivity).
  assert (Ey' : l = (p1 ++ b :: p2 ++ [x]) ++ y :: (q1 ++ d :: q2)) by (rewrite Eb', <- !app_assoc; cbn [app]; rewrite <- app_assoc; reflexivity).
  assert (Ed' : l = (p1 ++ b :: p2 ++ x :: y :: q1) ++ d :: q2) by (rewrite Eb', <- !app_assoc; cbn [app]; rewrite <- app_assoc; reflexivity).
  pose proof O as Ob; rewrite Eb' in Ob; destruct (in_order_parts _ _ _ Ob) as [Lb Gb].
  pose proof O as Ox; rewrite Ex' in Ox; destruct (in_order_parts _ _ _ Ox) as [Lx Gx].
  pose proof O as Oy; rewrite Ey' in Oy; destruct (in_order_parts _ _ _ Oy) as [Ly Gy].
  pose proof O as Od; rewrite Ed' in Od; destruct (in_order_parts _ _ _ Od) as [_ Gd].
  set (x1 := fst b) in *; set (x2 := fst x) in *; set (y1 := fst y) in *; set (y2 := fst d) in *.
  assert (X : x1 < x2) by (apply Gb; in_list); assert (XY : x2 < y1) by (apply Gx; in_list); assert (Y : y1 < y2) by (apply Gy; in_list).
  assert (P : forall s, 0 < at_s (beside x1 x2 y1 y2 (y2 - y1)) s) by (intros; apply beside_disjoint; assumption).
  destruct (chord_ends_merge x1 x2 y1 y2 (y2 - y1) P) as [Mx My].
  exists (chord x1 x2), (beside x1 x2 y1 y2 (y2 - y1)), (p1 ++ b :: p2 ++ y :: q1 ++ q2); split; [exact P|]; split; [|split].
  - intros p Hp; rewrite Eb' in Hp.
    assert (Cases : p = x \/ p = d \/ In p (p1 ++ b :: p2 ++ y :: q1 ++ q2)).
    { repeat (rewrite in_app_iff in Hp || cbn [In] in Hp); repeat (rewrite in_app_iff || cbn [In]); intuition congruence. }
    destruct Cases as [->|[->|H]]; [exists b | exists y | exists p]; (split; [in_list || exact H|]); split; try reflexivity; try assumption; congruence.
  - intros p q Hp Hq E; destruct (chords_merged _ _ _ _ _ _ _ X P E) as (Sq & Sr & Eq).
    set (qx := chord x1 x2) in *; set (qy := chord y1 y2) in *.
    assert (Region : forall p, In p (p1 ++ b :: p2 ++ y :: q1 ++ q2) ->
      ((fst p < x1 \/ y2 < fst p) /\ In p l /\ 0 < at_s qx (fst p) /\ 0 < at_s qy (fst p)) \/
      (p = b /\ at_s qx (fst p) = 0 /\ 0 < at_s qy (fst p)) \/
      (snd p = negb (snd x) /\ at_s qx (fst p) < 0 /\ 0 < at_s qy (fst p)) \/
      (p = y /\ 0 < at_s qx (fst p) /\ at_s qy (fst p) = 0) \/
      (snd p = snd x /\ 0 < at_s qx (fst p) /\ at_s qy (fst p) < 0)).
    { clear p q Hp Hq E Sq Sr Eq; intros p Hp; unfold qx, qy.
      repeat (rewrite in_app_iff in Hp || cbn [In] in Hp); destruct Hp as [H|[<-|[H|[<-|[H|H]]]]].
      - left; assert (fst p < x1) by (apply Lb, H); repeat split; [tauto | rewrite Eb'; in_list | apply chord_left; lra | apply chord_left; lra].
      - right; left; repeat split; [apply chord_first | apply chord_left; fold x1; lra].
      - right; right; left; assert (x1 < fst p) by (apply Gb; in_list); assert (fst p < x2) by (apply Lx; in_list).
        repeat split; [exact (A2 p H) | apply chord_inside; lra | apply chord_left; lra].
      - right; right; right; left; repeat split; [apply chord_right; fold y1; lra | apply chord_first].
      - right; right; right; right; assert (y1 < fst p) by (apply Gy; in_list).
        assert (fst p < y2) by (destruct (in_order_parts _ _ _ Od) as [Ld _]; apply Ld; in_list).
        repeat split; [rewrite (A1 p H), Exy, negb_involutive; reflexivity | apply chord_right; lra | apply chord_inside; lra].
      - left; assert (y2 < fst p) by (apply Gd, H); repeat split; [tauto | rewrite Eb'; in_list | apply chord_right; lra | apply chord_right; lra]. }
    destruct (Region p Hp) as [(Rp & Ip & ? & ?)|[(Rp & ? & ?)|[(Rp & ? & ?)|[(Rp & ? & ?)|(Rp & ? & ?)]]]];
      destruct (Region q Hq) as [(Rq & Iq & ? & ?)|[(Rq & ? & ?)|[(Rq & ? & ?)|[(Rq & ? & ?)|(Rq & ? & ?)]]]];
      signs_decide Sq Sr; try congruence.
    assert (F : fst p = fst q) by exact (outside_apart x1 x2 y1 y2 _ _ X XY Y Rp Rq Eq).
    apply (Cons (fst p)); [|rewrite F]; [destruct p | destruct q]; assumption.
  - rewrite Eb'; repeat (rewrite app_length || cbn [length]); lia.
Qed.

Lemma at_most_one {A} (l : list A) p q : (length l <= 1)%nat -> In p l -> In q l -> p = q.
Proof. destruct l as [|a [|b l]]; cbn; intros L Hp Hq; [destruct Hp | destruct Hp as [->|[]], Hq as [->|[]]; reflexivity | lia]. Qed.

Lemma nested_foldable l : in_order l -> nested_chords l -> foldable l 2.
Proof.
  intros O (o1 & X1 & Y1 & m2 & Y2 & m3 & X2 & o2 & El & Ex & Ey & (c2 & A2) & (c3 & A3) & Out).
  assert (E1 : l = o1 ++ X1 :: (Y1 :: m2 ++ Y2 :: m3 ++ X2 :: o2)) by exact El.
  assert (E2 : l = (o1 ++ [X1]) ++ Y1 :: (m2 ++ Y2 :: m3 ++ X2 :: o2)) by (rewrite El, <- !app_assoc; reflexivity).
  assert (E3 : l = (o1 ++ X1 :: Y1 :: m2) ++ Y2 :: (m3 ++ X2 :: o2)) by (rewrite El, <- !app_assoc; reflexivity).
  assert (E4 : l = (o1 ++ X1 :: Y1 :: m2 ++ Y2 :: m3) ++ X2 :: o2) by (rewrite El, <- !app_assoc; cbn [app]; rewrite <- !app_assoc; reflexivity).
  pose proof O as O1; rewrite E1 in O1; destruct (in_order_parts _ _ _ O1) as [L1 G1].
  pose proof O as O2; rewrite E2 in O2; destruct (in_order_parts _ _ _ O2) as [L2 G2].
  pose proof O as O3; rewrite E3 in O3; destruct (in_order_parts _ _ _ O3) as [L3 G3].
  pose proof O as O4; rewrite E4 in O4; destruct (in_order_parts _ _ _ O4) as [L4 G4].
  set (x1 := fst X1) in *; set (y1 := fst Y1) in *; set (y2 := fst Y2) in *; set (x2 := fst X2) in *.
  assert (XY : x1 < y1) by (apply G1; in_list); assert (Y : y1 < y2) by (apply G2; in_list); assert (YX : y2 < x2) by (apply G3; in_list).
  assert (X : x1 < x2) by lra.
  assert (P : forall s, 0 < at_s (beside x1 x2 y1 y2 (y1 - y2)) s) by (intros; apply beside_nested; assumption).
  destruct (chord_ends_merge x1 x2 y1 y2 (y1 - y2) P) as [Mx My].
  exists (chord x1 x2), (beside x1 x2 y1 y2 (y1 - y2)), (o1 ++ X1 :: Y1 :: m2 ++ m3 ++ o2); split; [exact P|]; split; [|split].
  - intros p Hp; rewrite El in Hp.
    assert (Cases : p = X2 \/ p = Y2 \/ In p (o1 ++ X1 :: Y1 :: m2 ++ m3 ++ o2)).
    { repeat (rewrite in_app_iff in Hp || cbn [In] in Hp); repeat (rewrite in_app_iff || cbn [In]); intuition congruence. }
    destruct Cases as [->|[->|H]]; [exists X1 | exists Y1 | exists p]; (split; [in_list || exact H|]); split; try reflexivity; try assumption; congruence.
  - intros p q Hp Hq E; destruct (chords_merged _ _ _ _ _ _ _ X P E) as (Sq & Sr & _).
    set (qx := chord x1 x2) in *; set (qy := chord y1 y2) in *.
    assert (Region : forall p, In p (o1 ++ X1 :: Y1 :: m2 ++ m3 ++ o2) ->
      (In p (o1 ++ o2) /\ 0 < at_s qx (fst p) /\ 0 < at_s qy (fst p)) \/
      (p = X1 /\ at_s qx (fst p) = 0 /\ 0 < at_s qy (fst p)) \/
      (snd p = c3 /\ at_s qx (fst p) < 0 /\ 0 < at_s qy (fst p)) \/
      (p = Y1 /\ at_s qx (fst p) < 0 /\ at_s qy (fst p) = 0) \/
      (snd p = c2 /\ at_s qx (fst p) < 0 /\ at_s qy (fst p) < 0)).
    { clear p q Hp Hq E Sq Sr; intros p Hp; unfold qx, qy.
      repeat (rewrite in_app_iff in Hp || cbn [In] in Hp); destruct Hp as [H|[<-|[<-|[H|[H|H]]]]].
      - left; assert (fst p < x1) by (apply L1, H); repeat split; [in_list | apply chord_left; lra | apply chord_left; lra].
      - right; left; repeat split; [apply chord_first | apply chord_left; fold x1; lra].
      - right; right; right; left; repeat split; [apply chord_inside; fold y1; lra | apply chord_first].
      - right; right; right; right; assert (y1 < fst p) by (apply G2; in_list); assert (fst p < y2) by (apply L3; in_list).
        repeat split; [exact (A2 p H) | apply chord_inside; lra | apply chord_inside; lra].
      - right; right; left; assert (y2 < fst p) by (apply G3; in_list); assert (fst p < x2) by (apply L4; in_list).
        repeat split; [exact (A3 p H) | apply chord_inside; lra | apply chord_right; lra].
      - left; assert (x2 < fst p) by (apply G4, H); repeat split; [in_list | apply chord_right; lra | apply chord_right; lra]. }
    destruct (Region p Hp) as [(Rp & ? & ?)|[(Rp & ? & ?)|[(Rp & ? & ?)|[(Rp & ? & ?)|(Rp & ? & ?)]]]];
      destruct (Region q Hq) as [(Rq & ? & ?)|[(Rq & ? & ?)|[(Rq & ? & ?)|[(Rq & ? & ?)|(Rq & ? & ?)]]]];
      signs_decide Sq Sr; try congruence.
    f_equal; apply (at_most_one (o1 ++ o2)); [rewrite app_length; exact Out | exact Rp | exact Rq].
  - rewrite El; repeat (rewrite app_length || cbn [length]); lia.
Qed.
