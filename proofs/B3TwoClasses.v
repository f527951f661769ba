(** * B3: two classes of m samples by ⌈(m - 1)/2⌉ layers, and 2L + 1 points of a line are shattered at depth L *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Bool Sorting.Sorted Arith.Wf_nat.
Import ListNotations.
From Normlab Require Import Definitions Basics Circle Folds B3Classes B3Folds.
Open Scope R_scope.

(** ** Three runs need no fold *)

Lemma above_all (l : list labeled) : exists c, forall p, In p l -> fst p < c.
Proof.
  induction l as [|p l (c & H)]; [exists 0; intros ? []|]; exists (Rmax c (fst p + 1)); intros q [<-|Hq].
  - apply (Rlt_le_trans _ (fst p + 1)); [lra | apply Rmax_r].
  - apply (Rlt_le_trans _ c); [exact (H q Hq) | apply Rmax_l].
Qed.

Lemma cut A B : in_order (A ++ B) -> exists c, (forall p, In p A -> fst p < c) /\ (forall q, In q B -> c < fst q).
Proof.
  destruct B as [|b B]; intros O.
  - destruct (above_all A) as (c & H); exists c; split; [exact H | intros ? []].
  - destruct (in_order_parts _ _ _ O) as [La Gb]; destruct A as [|a A].
    + exists (fst b - 1); split; [intros ? []|]; intros q [<-|Hq]; [lra | specialize (Gb q Hq); lra].
    + destruct (@exists_last _ (a :: A)) as (L & z & E); [discriminate|]; rewrite E in *.
      assert (Lz : fst z < fst b) by (apply La; in_list).
      exists ((fst z + fst b) / 2); split.
      * intros p Hp; apply in_app_iff in Hp; destruct Hp as [Hp|[<-|[]]]; [|lra].
        rewrite <- app_assoc in O; cbn [app] in O; destruct (in_order_parts _ _ _ O) as [Lp _]; specialize (Lp p Hp); lra.
      * intros q [<-|Hq]; [lra | specialize (Gb q Hq); lra].
Qed.

Definition opposite (q : quadratic) : quadratic := Build_quadratic (- square q) (- linear q) (- free q).

Lemma opposite_at q s : at_s (opposite q) s = - at_s q s.
Proof. unfold at_s, opposite; cbn [square linear free]; ring. Qed.

Lemma value_positive q s : 0 < at_s q s -> 0 < value (of_plane q) (circle_point s).
Proof. intros H; rewrite value_of_plane; apply Rdiv_lt_0_compat; [exact H | apply one_and_square]. Qed.

Lemma value_negative q s : at_s q s < 0 -> value (of_plane q) (circle_point s) < 0.
Proof.
  intros H; rewrite value_of_plane; assert (P : 0 < - at_s q s / (1 + s * s)) by (apply Rdiv_lt_0_compat; [lra | apply one_and_square]).
  unfold Rdiv in *; lra.
Qed.

Lemma three_runs_separated l : in_order l -> three_runs l -> exists f, separates [] f l.
Proof.
  intros O (u & A & B & C & -> & HA & HB & HC).
  pose proof O as O2; rewrite app_assoc in O2; destruct (cut _ _ O) as (lo & Al & Gl), (cut _ _ O2) as (hi & Ah & Gh).
  assert (Out : forall p, In p (A ++ B ++ C) -> (snd p = u /\ 0 < at_s (chord lo hi) (fst p)) \/ (snd p = negb u /\ at_s (chord lo hi) (fst p) < 0)).
  { intros p Hp; rewrite !in_app_iff in Hp; rewrite chord_at; destruct Hp as [H|[H|H]]; [left | right | left].
    - specialize (HA p H); specialize (Al p H); specialize (Ah p ltac:(in_list)); split; [assumption|].
      replace ((fst p - lo) * (fst p - hi)) with ((lo - fst p) * (hi - fst p)) by ring; apply Rmult_lt_0_compat; lra.
    - specialize (HB p H); specialize (Gl p ltac:(in_list)); specialize (Ah p ltac:(in_list)); split; [assumption|].
      assert (0 < (fst p - lo) * (hi - fst p)) by (apply Rmult_lt_0_compat; lra); lra.
    - specialize (HC p H); specialize (Gl p ltac:(in_list)); specialize (Gh p H); split; [assumption|]; apply Rmult_lt_0_compat; lra. }
  exists (of_plane (if u then chord lo hi else opposite (chord lo hi))); intros s c H; unfold run_folds; cbn [fold_left].
  destruct (Out (s, c) H) as [[E S]|[E S]]; cbn [fst snd] in E, S; subst c; destruct u; cbn [negb];
    (apply value_positive || apply value_negative); rewrite ?opposite_at; lra.
Qed.

Lemma few_points_three_runs l : (length l <= 3)%nat -> three_runs l.
Proof.
  destruct l as [|x l]; intros Le; [exists true, [], [], []; repeat split; intros ? []|].
  destruct (first_run x l) as (A & r & -> & HA & Hr).
  assert (HxA : all_of (snd x) (x :: A)) by (intros z [<-|Hz]; [reflexivity | exact (HA z Hz)]).
  destruct Hr as [->|(y & r' & -> & Ey)].
  { exists (snd x), (x :: A), [], []; split; [rewrite !app_nil_r; reflexivity|]; repeat split; [exact HxA | intros ? [] | intros ? []]. }
  destruct (first_run y r') as (B & q & -> & HB & Hq).
  assert (HyB : all_of (negb (snd x)) (y :: B)) by (intros z [<-|Hz]; [exact Ey | rewrite (HB z Hz); exact Ey]).
  exists (snd x), (x :: A), (y :: B), q; split; [reflexivity|]; split; [exact HxA|]; split; [exact HyB|].
  destruct Hq as [->|(z & q' & -> & Ez)]; [intros ? []|]; rewrite Ey, negb_involutive in Ez.
  cbn [length] in Le; rewrite app_length in Le; cbn [length] in Le; rewrite app_length in Le; cbn [length] in Le.
  destruct q'; [|cbn in Le; lia]; intros p [<-|[]]; exact Ez.
Qed.

(** ** Four points: two of one class fall together *)

Lemma pair_foldable l1 a l2 b l3 c : in_order (l1 ++ (a, c) :: l2 ++ (b, c) :: l3) -> foldable (l1 ++ (a, c) :: l2 ++ (b, c) :: l3) 1.
Proof.
  intros O; set (l := l1 ++ (a, c) :: l2 ++ (b, c) :: l3) in *; pose proof (in_order_consistent l O) as Cons.
  assert (Eb : l = (l1 ++ (a, c) :: l2) ++ (b, c) :: l3) by (unfold l; rewrite <- app_assoc; reflexivity).
  pose proof O as Ob; rewrite Eb in Ob; destruct (in_order_parts _ _ _ Ob) as [L G]; cbn [fst] in L, G.
  set (rest := l1 ++ (a, c) :: l2 ++ l3).
  assert (Ab : a < b) by (apply (L (a, c)); in_list).
  assert (Nb : ~ In b (map fst rest)).
  { intros I; apply in_map_iff in I; destruct I as ([s k] & E & I); cbn [fst] in E; subst s; unfold rest in I.
    assert (Cases : In (b, k) (l1 ++ (a, c) :: l2) \/ In (b, k) l3) by (repeat (rewrite in_app_iff in I || cbn [In] in I); in_list).
    destruct Cases as [H|H]; [specialize (L _ H) | specialize (G _ H)]; cbn [fst] in *; lra. }
  destruct (merging a b (map fst rest)) as (k & P & Eab & Inj); [lra | exact Nb|].
  exists (merge_numerator a b), (merge_denominator a b k), rest; split; [intros; apply merge_denominator_positive; lra|]; split; [|split].
  - intros p Hp; assert (Cases : p = (b, c) \/ In p rest).
    { unfold l in Hp; unfold rest; repeat (rewrite in_app_iff in Hp || cbn [In] in Hp); repeat (rewrite in_app_iff || cbn [In]); intuition congruence. }
    destruct Cases as [->|H]; [exists (a, c) | exists p]; (split; [unfold rest; in_list || exact H|]); split; try reflexivity; symmetry; exact Eab.
  - intros p q Hp Hq E; apply Inj in E; try (apply in_map; assumption).
    assert (I : forall p, In p rest -> In p l) by (intros z Hz; unfold rest in Hz; unfold l; repeat (rewrite in_app_iff in Hz || cbn [In] in Hz); in_list).
    apply (Cons (fst p)); [|rewrite E]; [destruct p | destruct q]; apply I; assumption.
  - unfold l, rest; repeat (rewrite app_length || cbn [length]); lia.
Qed.

Lemma four_foldable l : in_order l -> length l = 4%nat -> foldable l 1.
Proof.
  intros O L; destruct l as [|[s1 c1] [|[s2 c2] [|[s3 c3] [|p [|]]]]]; try discriminate.
  destruct (bool_dec c1 c2) as [->|N12]; [exact (pair_foldable [] s1 [] s2 [(s3, c3); p] c2 O)|].
  destruct (bool_dec c1 c3) as [->|N13]; [exact (pair_foldable [] s1 [(s2, c2)] s3 [p] c3 O)|].
  assert (E : c3 = c2) by (destruct c1, c2, c3; congruence); subst c3; exact (pair_foldable [(s1, c1)] s2 [] s3 [p] c2 O).
Qed.

(** ** All points: n of two classes need at most (n - 2) / 2 folds *)

Lemma separated_by_folds : forall n l, consistent l -> (length l <= n)%nat ->
  exists folds f, (2 * length folds <= n - 2)%nat /\ separates folds f l.
Proof.
  induction n as [n IH] using lt_wf_ind; intros l C Le.
  destruct (in_order_set l C) as (l' & O & I & Le').
  assert (Suffices : (exists folds f, (2 * length folds <= n - 2)%nat /\ separates folds f l') ->
                     exists folds f, (2 * length folds <= n - 2)%nat /\ separates folds f l).
  { intros (folds & f & Lf & S); exists folds, f; split; [exact Lf|]; intros s c H; apply S, I, H. }
  apply Suffices; clear Suffices I C.
  assert (Runs : three_runs l' -> exists folds f, (2 * length folds <= n - 2)%nat /\ separates folds f l').
  { intros R; destruct (three_runs_separated l' O R) as (f & S); exists [], f; split; [cbn; lia | exact S]. }
  destruct (le_lt_dec (length l') 3) as [Few|More]; [apply Runs, few_points_three_runs, Few|].
  assert (Two : foldable l' 2 -> exists folds f, (2 * length folds <= n - 2)%nat /\ separates folds f l').
  { intros F; destruct (fold_step l' 2 ((n - 4) / 2) F) as (folds & f & Lf & S).
    - intros l1 C1 L1; destruct (IH (n - 2)%nat ltac:(lia) l1 C1 ltac:(lia)) as (folds & f & Lf & S); exists folds, f; split; [|exact S].
      apply Nat.div_le_lower_bound; lia.
    - exists folds, f; split; [|exact S]; pose proof (Nat.mul_div_le (n - 4) 2 ltac:(lia)); lia. }
  destruct (Nat.eq_dec (length l') 4) as [Four|].
  - destruct (fold_step l' 1 0 (four_foldable l' O Four)) as (folds & f & Lf & S).
    + intros l1 C1 L1; destruct (IH 3%nat ltac:(lia) l1 C1 ltac:(lia)) as (folds & f & Lf & S); exists folds, f; split; [lia | exact S].
    + exists folds, f; split; [lia | exact S].
  - destruct (shapes l' ltac:(lia)) as [R|[D|N]]; [exact (Runs R) | apply Two, disjoint_foldable | apply Two, nested_foldable]; assumption.
Qed.

(** m distinct samples of R^d with labels 0 and 1 are classified by a width-3 LN-Net with L layer normalizations, for every L ≥ 1 with
    m ≤ 2L + 1: with ⌈(m - 1)/2⌉ of them, if m ≥ 2. *)
Theorem two_classes_by_folds d samples labels L :
  NoDup samples -> (forall x, In x samples -> length x = d) -> length labels = length samples -> Forall (fun c => (c < 2)%nat) labels ->
  (1 <= L)%nat -> (length samples <= 2 * L + 1)%nat ->
  exists net, ln_net d 3 L 2 net /\ classifies (run net) samples labels.
Proof.
  intros N Ld Ll B L1 Lm; destruct (projection d samples N Ld) as (w & Lw & Nw).
  set (place := fun x => coordinate (dot w x)); assert (Np : NoDup (map place samples)) by exact (placed_apart w samples Nw).
  set (classes := map (Nat.eqb 1) labels).
  assert (Lp : length (map place samples) = length classes) by (unfold classes; rewrite !map_length; symmetry; exact Ll).
  destruct (separated_by_folds (length samples) (combine (map place samples) classes)) as (folds & f & Lf & S).
  - intros s c k; apply same_first; rewrite map_fst_combine; assumption.
  - unfold labeled; rewrite combine_length, map_length; apply Nat.le_min_l.
  - set (padded := repeat identity_fold (L - 1 - length folds) ++ folds).
    assert (Lpad : Datatypes.S (length padded) = L) by (unfold padded; rewrite app_length, repeat_length; lia).
    destruct (net_of_folds d w padded [Build_affine2 0 0 0; f] Lw) as (net & H & E); rewrite Lpad in H; exists net; split; [exact H|].
    apply classifies_all; [exact Ll|]; intros x c I; rewrite E; cbn [map].
    assert (Ec : (c < 2)%nat) by (rewrite Forall_forall in B; apply B, (in_combine_r _ _ _ _ I)).
    assert (J : In (place x, Nat.eqb 1 c) (combine (map place samples) classes)).
    { apply combine_map_l; unfold classes; clear - I; revert labels I; induction samples as [|y l IH]; intros [|k labels] I; [destruct I | destruct I | destruct I|].
      cbn [map combine In] in *; destruct I as [I|I]; [left; injection I as -> ->; reflexivity | right; exact (IH labels I)]. }
    specialize (S _ _ J); unfold run_folds, padded in *; rewrite fold_left_app.
    change (fold_left (fun z m => fold_layer m z) (repeat identity_fold (L - 1 - length folds)) (circle_point (coordinate (dot w x))))
      with (run_folds (repeat identity_fold (L - 1 - length folds)) (circle_point (place x))).
    rewrite identity_folds_keep; set (v := value f _) in *.
    set (z := value (Build_affine2 0 0 0) _); assert (Z : z = 0) by (unfold z, value; cbn [coef_u coef_v constant]; ring).
    rewrite Z; split; [cbn; exact Ec|]; intros j Hj Nj; cbn [length] in Hj.
    destruct c as [|[|]], j as [|[|]]; try lia; cbn in S |- *; lra.
Qed.

(** Every 2L + 1 distinct points of a line are shattered by width-3 LN-Nets of depth L. *)
Theorem odd_number_shattered L xs : (1 <= L)%nat -> NoDup xs -> (length xs <= 2 * L + 1)%nat -> shatters (ln_net 1 3 L 2) (points_of_line xs).
Proof.
  intros L1 N Le labels Ll B; unfold points_of_line in *; apply two_classes_by_folds; try assumption.
  - clear - N; induction N as [|x l Hx N IH]; cbn [map]; constructor; [|exact IH].
    rewrite in_map_iff; intros (y & E & Hy); injection E as ->; exact (Hx Hy).
  - intros x Hx; apply in_map_iff in Hx; destruct Hx as (y & <- & _); reflexivity.
  - rewrite map_length; exact Le.
Qed.
