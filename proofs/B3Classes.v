(** * B3: K classes of m samples by at most m - K + 1 layers *)

From Coq Require Import Reals List ListDec Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics Circle Folds.
Open Scope R_scope.

(** The folds and the affine functions behind them give each point its class. *)
Definition settles (folds : list (affine2 * affine2)) (outs : list affine2) (points : list (R * nat)) : Prop :=
  forall s c, In (s, c) points -> best_class (map (fun l => value l (run_folds folds (circle_point s))) outs) c.

(** ** No two points of one class: the inner product with the class's point decides *)

Definition along (s : R) : affine2 := Build_affine2 (fst (circle_point s)) (snd (circle_point s)) 0.

Lemma along_itself s : value (along s) (circle_point s) = 1.
Proof. unfold value, along, circle_point; cbn [coef_u coef_v constant fst snd]; pose proof (one_and_square s); field; lra. Qed.

Lemma along_others s t : s <> t -> value (along s) (circle_point t) < 1.
Proof.
  intros N; pose proof (one_and_square s); pose proof (one_and_square t).
  assert (E : value (along s) (circle_point t) = 1 - 2 * ((s - t) * (s - t)) / ((1 + s * s) * (1 + t * t)))
    by (unfold value, along, circle_point; cbn [coef_u coef_v constant fst snd]; field; lra).
  rewrite E; assert (0 < 2 * ((s - t) * (s - t)) / ((1 + s * s) * (1 + t * t))); [|lra].
  apply Rdiv_lt_0_compat; [assert (0 < (s - t) * (s - t)) by (apply square_positive; lra); lra | nra].
Qed.

Lemma one_point_each (points : list (R * nat)) K :
  (forall c, (c < K)%nat -> In c (map snd points)) ->
  exists ss, length ss = K /\ forall c, (c < K)%nat -> In (nth c ss 0, c) points.
Proof.
  induction K as [|K IH]; intros H; [exists []; split; [reflexivity | lia]|].
  destruct IH as (ss & L & I); [intros c Hc; apply H; lia|].
  specialize (H K ltac:(lia)); apply in_map_iff in H; destruct H as ([s k] & E & Hs); cbn [snd] in E; subst k.
  exists (ss ++ [s]); split; [rewrite app_length; cbn; lia|]; intros c Hc.
  destruct (Nat.eq_dec c K) as [->|Ne].
  - rewrite app_nth2, L, Nat.sub_diag by lia; exact Hs.
  - rewrite app_nth1 by lia; apply I; lia.
Qed.

(** Where no two have the same image, the image tells which it is. *)
Lemma told_by_image {A B} (f : A -> B) points p q : NoDup (map f points) -> In p points -> In q points -> f p = f q -> p = q.
Proof.
  induction points as [|r points IH]; cbn [map]; intros N Hp Hq E; [destruct Hp|].
  inversion N as [|? ? Nr N']; subst; destruct Hp as [<-|Hp], Hq as [<-|Hq]; [reflexivity | | | exact (IH N' Hp Hq E)].
  - destruct Nr; rewrite E; apply in_map, Hq.
  - destruct Nr; rewrite <- E; apply in_map, Hp.
Qed.

Lemma same_second {A B} (points : list (A * B)) s t c : NoDup (map snd points) -> In (s, c) points -> In (t, c) points -> s = t.
Proof. intros N Hs Ht; pose proof (told_by_image snd _ _ _ N Hs Ht eq_refl); congruence. Qed.

Lemma same_first {A B} (points : list (A * B)) s c k : NoDup (map fst points) -> In (s, c) points -> In (s, k) points -> c = k.
Proof. intros N Hs Hk; pose proof (told_by_image fst _ _ _ N Hs Hk eq_refl); congruence. Qed.

Lemma settled_at_once K points :
  NoDup (map fst points) -> NoDup (map snd points) -> (forall c, In c (map snd points) -> (c < K)%nat) ->
  (forall c, (c < K)%nat -> In c (map snd points)) ->
  exists outs, length outs = K /\ settles [] outs points.
Proof.
  intros N1 N2 B A; destruct (one_point_each points K A) as (ss & L & I).
  exists (map along ss); split; [rewrite map_length; exact L|]; intros s c H; unfold run_folds; cbn [fold_left].
  assert (Hc : (c < K)%nat) by (apply B, in_map_iff; exists (s, c); auto).
  rewrite map_map; split; [rewrite map_length; lia|]; rewrite map_length; intros j Hj Ne.
  rewrite !(nth_indep _ 0 (value (along 0) (circle_point s))) by (rewrite map_length; lia).
  rewrite !(map_nth (fun t => value (along t) (circle_point s))).
  rewrite <- (same_second points s (nth c ss 0) c N2 H (I c Hc)), along_itself; apply along_others.
  intros E; apply Ne; apply (same_first points s j c N1); [|exact H]; rewrite <- E; apply I; lia.
Qed.

(** ** Two points of one class: a fold lays them on each other, and no other two *)

Definition merge_numerator (a b : R) : quadratic := Build_quadratic (-1) (a + b) (- (a * b)).
Definition merge_denominator (a b k : R) : quadratic := Build_quadratic (1 + k) (-2 * b - 2 * k * a) (b * b + k * (a * a)).

Lemma merge_numerator_at a b s : at_s (merge_numerator a b) s = (b - s) * (s - a).
Proof. unfold at_s, merge_numerator; cbn [square linear free]; ring. Qed.

Lemma merge_denominator_at a b k s : at_s (merge_denominator a b k) s = (b - s) * (b - s) + k * ((s - a) * (s - a)).
Proof. unfold at_s, merge_denominator; cbn [square linear free]; ring. Qed.

Lemma merge_denominator_positive a b k s : a <> b -> 0 < k -> 0 < at_s (merge_denominator a b k) s.
Proof.
  intros N K; rewrite merge_denominator_at; destruct (Req_dec s a) as [->|S].
  - assert (0 < (b - a) * (b - a)) by (apply square_positive; lra); replace (a - a) with 0 by ring; lra.
  - assert (0 < (s - a) * (s - a)) by (apply square_positive; lra); assert (0 < k * ((s - a) * (s - a))) by (apply Rmult_lt_0_compat; lra).
    pose proof (Rle_0_sqr (b - s)) as Q; unfold Rsqr in Q; lra.
Qed.

(** For a suitable k the fold of a and b is one-to-one on the points without b. *)
Lemma merging (a b : R) (others : list R) : a <> b -> ~ In b others ->
  exists k, 0 < k /\ folded_to (merge_numerator a b) (merge_denominator a b k) a = folded_to (merge_numerator a b) (merge_denominator a b k) b /\
    forall s t, In s others -> In t others ->
      folded_to (merge_numerator a b) (merge_denominator a b k) s = folded_to (merge_numerator a b) (merge_denominator a b k) t -> s = t.
Proof.
  intros N B; set (bad := map (fun p => (b - fst p) * (b - snd p) / ((fst p - a) * (snd p - a))) (list_prod others others)).
  destruct (avoiding bad) as (k & P & Bad); exists k; split; [exact P|]; split.
  - apply fold_merges; try (apply merge_denominator_positive; assumption); rewrite !merge_numerator_at, !merge_denominator_at; ring.
  - intros s t Hs Ht E; apply fold_merged in E; try (apply merge_denominator_positive; assumption).
    rewrite !merge_numerator_at, !merge_denominator_at in E.
    assert (F : (s - t) * (b - a) * ((b - s) * (b - t) - k * ((s - a) * (t - a))) = 0) by lra.
    apply Rmult_integral in F; destruct F as [F|F]; [apply Rmult_integral in F; destruct F; [lra | lra]|]; exfalso.
    assert (b - s <> 0) by (intros Z; apply B; replace b with s by lra; exact Hs).
    assert (b - t <> 0) by (intros Z; apply B; replace b with t by lra; exact Ht).
    assert (Q : (b - s) * (b - t) <> 0) by (apply Rmult_integral_contrapositive; auto).
    assert (D : (s - a) * (t - a) <> 0) by (intros Z; rewrite Z in F; apply Q; lra).
    apply Bad; unfold bad; apply in_map_iff; exists (s, t); cbn [fst snd]; split; [|apply in_prod_iff; auto].
    apply (Rmult_eq_reg_r ((s - a) * (t - a))); [|exact D]; field_simplify; [lra|].
    split; intros Z; apply D; rewrite Z; ring.
Qed.

Lemma two_of_one_class (points : list (R * nat)) : ~ NoDup (map snd points) ->
  exists l1 a l2 b l3 c, points = l1 ++ (a, c) :: l2 ++ (b, c) :: l3.
Proof.
  induction points as [|[s c] points IH]; cbn [map snd]; intros N; [destruct N; constructor|].
  destruct (in_dec Nat.eq_dec c (map snd points)) as [I|I].
  - apply in_map_iff in I; destruct I as ([t k] & E & I); cbn [snd] in E; subst k.
    apply in_split in I; destruct I as (l2 & l3 & ->); exists [], s, l2, t, l3, c; reflexivity.
  - destruct IH as (l1 & a & l2 & b & l3 & k & ->); [intros D; apply N; constructor; assumption|].
    exists ((s, c) :: l1), a, l2, b, l3, k; reflexivity.
Qed.

Lemma settled_by_folds K : forall n points,
  length points = n -> NoDup (map fst points) -> (forall c, In c (map snd points) -> (c < K)%nat) ->
  (forall c, (c < K)%nat -> In c (map snd points)) ->
  exists folds outs, (length folds + K <= n)%nat /\ length outs = K /\ settles folds outs points.
Proof.
  induction n as [|n IH]; intros points L N B A;
    (destruct (NoDup_dec Nat.eq_dec (map snd points)) as [Y|Y];
      [destruct (settled_at_once K points N Y B A) as (outs & Lo & S); exists [], outs; split; [|split; assumption]; cbn [length plus];
       assert (Kn : (length (seq 0 K) <= length (map snd points))%nat)
         by (apply NoDup_incl_length; [apply seq_NoDup | intros c Hc; apply in_seq in Hc; apply A; lia]);
       rewrite seq_length, map_length in Kn; lia|]).
  { destruct points; [|discriminate]; destruct Y; constructor. }
  destruct (two_of_one_class points Y) as (l1 & a & l2 & b & l3 & c & E).
  set (rest := l1 ++ (a, c) :: l2 ++ l3).
  assert (M : forall p, In p points <-> In p rest \/ p = (b, c)).
  { intros p; rewrite E; unfold rest; rewrite !in_app_iff; cbn [In]; rewrite !in_app_iff; cbn [In]; intuition congruence. }
  assert (Ad : Add b (map fst rest) (map fst points)).
  { rewrite E; unfold rest; rewrite !map_app; cbn [map fst]; rewrite !map_app; cbn [map fst].
    change (a :: map fst l2 ++ map fst l3) with ((a :: map fst l2) ++ map fst l3).
    change (a :: map fst l2 ++ b :: map fst l3) with ((a :: map fst l2) ++ b :: map fst l3).
    rewrite !app_assoc; apply Add_app. }
  destruct (proj1 (NoDup_Add Ad) N) as [Nr' Bn].
  assert (Ia : In (a, c) rest) by (unfold rest; rewrite in_app_iff; right; left; reflexivity).
  assert (Ne : a <> b) by (intros ->; apply Bn, in_map_iff; exists (b, c); auto).
  destruct (merging a b (map fst rest) Ne Bn) as (k & P & Eab & Inj).
  set (F := folded_to (merge_numerator a b) (merge_denominator a b k)) in *.
  destruct (IH (map (fun p => (F (fst p), snd p)) rest)) as (folds & outs & Lf & Lo & S).
  - rewrite map_length; rewrite E in L; unfold rest; rewrite !app_length in *; cbn [length] in *; rewrite !app_length in *; cbn [length] in *; lia.
  - rewrite map_map; cbn [fst]; rewrite <- (map_map fst F); clear - Nr' Inj.
    induction Nr' as [|s l Hs Nl IH]; cbn [map]; constructor.
    + rewrite in_map_iff; intros (t & Et & Ht); apply Hs; rewrite <- (Inj t s); [exact Ht | right; exact Ht | left; reflexivity | exact Et].
    + apply IH; intros s' t' H1 H2; apply Inj; right; assumption.
  - intros q Hq; rewrite map_map in Hq; cbn [snd] in Hq; apply in_map_iff in Hq; destruct Hq as (p & <- & Hp).
    apply B, in_map, M; left; exact Hp.
  - intros q Hq; rewrite map_map; cbn [snd]; specialize (A q Hq); apply in_map_iff in A; destruct A as (p & Ep & Hp).
    apply M in Hp; destruct Hp as [Hp| ->]; [apply in_map_iff; exists p; auto | apply in_map_iff; exists (a, c); auto].
  - exists ((of_plane (merge_numerator a b), of_plane (merge_denominator a b k)) :: folds), outs; split; [cbn [length]; lia|]; split; [exact Lo|].
    assert (G : forall s q, In (s, q) rest -> best_class (map (fun l => value l
              (run_folds ((of_plane (merge_numerator a b), of_plane (merge_denominator a b k)) :: folds) (circle_point s))) outs) q).
    { intros s q Hs; unfold run_folds; cbn [fold_left]; rewrite fold_at_s by (apply merge_denominator_positive; assumption).
      apply (S (F s) q), in_map_iff; exists (s, q); auto. }
    intros s q Hs; apply M in Hs; destruct Hs as [Hs|Hs]; [exact (G s q Hs)|]; injection Hs as -> ->.
    specialize (G a c Ia); unfold run_folds in *; cbn [fold_left] in *; rewrite fold_at_s in * by (apply merge_denominator_positive; assumption).
    fold F in G |- *; rewrite <- Eab; exact G.
Qed.

Lemma map_fst_combine {A B} (u : list A) (v : list B) : length u = length v -> map fst (combine u v) = u.
Proof. revert v; induction u; destruct v; cbn; intros; try discriminate; [reflexivity|]; f_equal; apply IHu; lia. Qed.

Lemma map_snd_combine {A B} (u : list A) (v : list B) : length u = length v -> map snd (combine u v) = v.
Proof. revert v; induction u; destruct v; cbn; intros; try discriminate; [reflexivity|]; f_equal; apply IHu; lia. Qed.

Lemma classifies_all N samples labels : length labels = length samples ->
  (forall x c, In (x, c) (combine samples labels) -> best_class (N x) c) -> classifies N samples labels.
Proof.
  revert labels; induction samples as [|x l IH]; intros [|c labels] Ll G; try discriminate; [constructor|].
  constructor; [apply G; left; reflexivity|]; apply IH; [cbn in Ll; lia|]; intros y k I; apply G; right; exact I.
Qed.

Lemma combine_map_l {A B C} (h : A -> C) (u : list A) (v : list B) x c : In (x, c) (combine u v) -> In (h x, c) (combine (map h u) v).
Proof.
  revert v; induction u as [|y u IH]; intros [|k v] I; [destruct I | destruct I | destruct I|].
  cbn [map combine In] in *; destruct I as [I|I]; [left; injection I as -> ->; reflexivity | right; exact (IH v I)].
Qed.

(** The coordinates of projected samples. *)
Lemma placed_apart w samples : NoDup (map (dot w) samples) -> NoDup (map (fun x => coordinate (dot w x)) samples).
Proof.
  rewrite <- (map_map (dot w) coordinate); intros N; induction N as [|s l Hs Nl IH]; cbn [map]; constructor; [|exact IH].
  rewrite in_map_iff; intros (t & Et & Ht); apply Hs; rewrite <- (coordinate_injective t s Et); exact Ht.
Qed.

(** m distinct samples of R^d with labels 0, …, K - 1, each of which occurs, are classified by a width-3 LN-Net with at most m - K + 1
    layer normalizations. *)
Theorem classes_by_folds d K samples labels :
  NoDup samples -> (forall x, In x samples -> length x = d) -> length labels = length samples ->
  (forall c, In c labels <-> (c < K)%nat) ->
  exists L net, (L + K <= length samples + 1)%nat /\ ln_net d 3 L K net /\ classifies (run net) samples labels.
Proof.
  intros N Ld Ll Cl; destruct (projection d samples N Ld) as (w & Lw & Nw).
  set (place := fun x => coordinate (dot w x)); assert (Np : NoDup (map place samples)) by exact (placed_apart w samples Nw).
  assert (Lp : length (map place samples) = length labels) by (rewrite map_length; symmetry; exact Ll).
  destruct (settled_by_folds K (length samples) (combine (map place samples) labels)) as (folds & outs & Lf & Lo & S).
  - rewrite combine_length, map_length, Ll; apply Nat.min_id.
  - rewrite map_fst_combine; assumption.
  - intros c; rewrite map_snd_combine by exact Lp; apply Cl.
  - intros c; rewrite map_snd_combine by exact Lp; apply Cl.
  - destruct (net_of_folds d w folds outs Lw) as (net & H & E); exists (Datatypes.S (length folds)), net.
    split; [lia|]; split; [rewrite <- Lo; exact H|].
    apply classifies_all; [exact Ll|]; intros x c I; rewrite E; apply S; exact (combine_map_l place _ _ _ _ I).
Qed.
