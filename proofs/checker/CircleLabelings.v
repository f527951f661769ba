(** * Labelings by arcs of folded circles

    On a circle that some layers have folded, two cuts between the points' places separate an arc from the rest, and an affine function of the plane
    reads it out: each pair of cuts gives a labeling. The checker here follows given points of a line through given layers ([CirclePoints]), takes
    all cuts that the enclosures allow, and notes the labelings. If these are all, the points are shattered. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Bool.
Import ListNotations.
From Normlab Require Import Definitions Basics Circle Folds B3Classes B3TwoClasses checker.CirclePoints.
Open Scope R_scope.

(** ** Labelings that are known: those whose first label is 0, without it *)

Inductive known := Unknown | Known | Next (zero one : known).

Fixpoint learn (l : list bool) (k : known) : known :=
  match l with
  | [] => Known
  | b :: l' =>
      match k with
      | Next zero one => if b then Next zero (learn l' one) else Next (learn l' zero) one
      | _ => if b then Next Unknown (learn l' Unknown) else Next (learn l' Unknown) Unknown
      end
  end.

Fixpoint knows (l : list bool) (k : known) : Prop :=
  match l, k with
  | [], Known => True
  | b :: l', Next zero one => knows l' (if b then one else zero)
  | _, _ => False
  end.

Fixpoint knows_all (n : nat) (k : known) : bool :=
  match n, k with
  | O, Known => true
  | S n', Next zero one => if knows_all n' zero then knows_all n' one else false
  | _, _ => false
  end.

Definition only (P : list bool -> Prop) (k : known) : Prop := forall l, knows l k -> P l.

Lemma knows_learn l : forall k m, knows m (learn l k) -> m = l \/ knows m k.
Proof.
  induction l as [|b l IH]; intros k m H; [destruct m; [left; reflexivity | destruct H]|].
  destruct m as [|a m]; [cbn [learn] in H; destruct k, b; destruct H|].
  destruct k as [| |zero one]; cbn [learn] in H.
  - destruct a, b; cbn [knows] in H; try (destruct m; destruct H; fail); destruct (IH _ _ H) as [->|K]; [left; reflexivity | destruct m; destruct K | left; reflexivity | destruct m; destruct K].
  - destruct a, b; cbn [knows] in H; try (destruct m; destruct H; fail); destruct (IH _ _ H) as [->|K]; [left; reflexivity | destruct m; destruct K | left; reflexivity | destruct m; destruct K].
  - destruct a, b; cbn [knows] in *; try (right; exact H); (destruct (IH _ _ H) as [->|K]; [left; reflexivity | right; exact K]).
Qed.

Lemma only_learn (P : list bool -> Prop) l k : P l -> only P k -> only P (learn l k).
Proof. intros H K m Hm; destruct (knows_learn l k m Hm) as [->|]; auto. Qed.

Lemma knows_all_spec n : forall k, knows_all n k = true -> forall l, length l = n -> knows l k.
Proof.
  induction n as [|n IH]; intros k H l L; destruct k as [| |zero one]; try discriminate; destruct l as [|b l]; try discriminate; [exact I|].
  cbn [knows_all] in H; destruct (knows_all n zero) eqn:E; [|discriminate]; injection L as L; cbn [knows].
  destruct b; [exact (IH _ H l L) | exact (IH _ E l L)].
Qed.

(** ** Cuts *)

Definition side (c : Z) (b : Z * Z) : option bool :=
  if (fst b + snd b <=? c)%Z then Some false else if (c <? fst b - snd b)%Z then Some true else None.

Fixpoint sides (c : Z) (bs : list (Z * Z)) : option (list bool) :=
  match bs with
  | [] => Some []
  | b :: bs' =>
      match side c b with
      | Some x => match sides c bs' with Some l => Some (x :: l) | None => None end
      | None => None
      end
  end.

(** The labels that a cut gives, or their opposites: the first one is 0, and left out. *)
Definition normal (l : list bool) : list bool :=
  match l with
  | true :: l' => map negb l'
  | false :: l' => l'
  | [] => []
  end.

(** One cut behind each of the points, where it can be made, and that which has all points on one side. *)
Fixpoint cuts (rest bs : list (Z * Z)) : list (list bool) :=
  match rest with
  | [] => [map (fun _ => false) (tl bs)]
  | b :: rest' => match sides (fst b + snd b) bs with Some l => normal l :: cuts rest' bs | None => cuts rest' bs end
  end.

Fixpoint differences (l m : list bool) : list bool :=
  match l, m with
  | x :: l', y :: m' => xorb x y :: differences l' m'
  | _, _ => []
  end.

Fixpoint learn_pairs (ls : list (list bool)) (k : known) : known :=
  match ls with
  | [] => k
  | l :: rest => learn_pairs rest (fold_left (fun k m => learn (differences l m) k) rest k)
  end.

Definition signed (label : bool) (v : R) : Prop := if label then 0 < v else v < 0.

(** u s + v has the sign that the label says, at every s. *)
Definition cut_by (uv : R * R) (ss : list R) (labels : list bool) : Prop := Forall2 (fun s c => signed c (fst uv * s + snd uv)) ss labels.

Lemma sides_cut p c ss bs l : (0 <= p)%Z -> Forall2 (placed p) ss bs -> sides c bs = Some l -> cut_by (unit_of p, - (IZR c + / 2)) ss l.
Proof.
  intros Hp F; revert l; induction F as [|s b ss bs Hb F IH]; intros l E; cbn [sides] in E; [injection E as <-; constructor|].
  destruct (side c b) as [x|] eqn:Sx; [|discriminate]; destruct (sides c bs) as [m|]; [|discriminate]; injection E as <-.
  constructor; [|exact (IH m eq_refl)]; cbn [fst snd]; destruct Hb as [Hb _]; unfold near in Hb; unfold side in Sx.
  destruct (Z.leb_spec (fst b + snd b) c) as [G|G].
  - injection Sx as <-; apply IZR_le in G; rewrite plus_IZR in G; cbn [signed]; revert Hb; unfold Rabs; destruct Rcase_abs; lra.
  - destruct (Z.ltb_spec c (fst b - snd b)) as [K|]; [|discriminate]; injection Sx as <-.
    assert (K1 : (c + 1 <= fst b - snd b)%Z) by lia; apply IZR_le in K1; rewrite plus_IZR, minus_IZR in K1; cbn [signed].
    revert Hb; unfold Rabs; destruct Rcase_abs; lra.
Qed.

Lemma cut_opposite uv ss l : cut_by uv ss l -> cut_by (- fst uv, - snd uv) ss (map negb l).
Proof.
  unfold cut_by; induction 1 as [|s c ss l H F IH]; [constructor|]; cbn [map]; constructor; [|exact IH].
  cbn [fst snd]; destruct c; cbn [negb signed] in *; lra.
Qed.

(** The labels, with the first one, are those of some cut. *)
Definition is_cut (ss : list R) (l : list bool) : Prop := exists uv, cut_by uv ss (false :: l).

Lemma normal_is_cut uv ss l : ss <> [] -> cut_by uv ss l -> is_cut ss (normal l).
Proof.
  intros N H; destruct l as [|[|] l]; cbn [normal].
  - inversion H; subst; contradiction.
  - exists (- fst uv, - snd uv); apply (cut_opposite uv ss (true :: l)), H.
  - exists uv; exact H.
Qed.

Lemma cuts_are_cuts p ss bs : (0 <= p)%Z -> ss <> [] -> Forall2 (placed p) ss bs -> forall rest, Forall (is_cut ss) (cuts rest bs).
Proof.
  intros Hp N F; induction rest as [|b rest IH]; cbn [cuts].
  - constructor; [|constructor]; exists (0, -1); destruct F as [|s b ss bs H F]; [contradiction|]; cbn [tl].
    constructor; [cbn; lra|]; clear - F; induction F; cbn [map]; constructor; [cbn; lra | assumption].
  - destruct (sides (fst b + snd b) bs) as [l|] eqn:E; [|exact IH]; constructor; [|exact IH].
    eapply normal_is_cut; [exact N | apply (sides_cut p _ _ _ _ Hp F E)].
Qed.

(** Two cuts separate an arc from the rest. *)
Lemma two_cuts uv wz ss l : forall m, cut_by uv ss l -> cut_by wz ss m ->
  exists q, Forall2 (fun s c => signed c (at_s q s)) ss (differences l m).
Proof.
  intros m H K; exists (Build_quadratic (- (fst uv * fst wz)) (- (fst uv * snd wz + snd uv * fst wz)) (- (snd uv * snd wz))).
  revert m K; induction H as [|s c ss l Hc H IH]; intros m K; [constructor|].
  inversion K as [|? d ? m' Hd K']; subst; cbn [differences]; constructor; [|exact (IH m' K')].
  unfold at_s; cbn [square linear free].
  replace (- (fst uv * fst wz) * (s * s) + - (fst uv * snd wz + snd uv * fst wz) * s + - (snd uv * snd wz))
    with (- ((fst uv * s + snd uv) * (fst wz * s + snd wz))) by ring.
  set (x := fst uv * s + snd uv) in *; set (y := fst wz * s + snd wz) in *; destruct c, d; cbn [xorb signed] in *; nra.
Qed.

(** ** Circles *)

Inductive circles := Fold (numerator denominator : whole_quadratic) (rest : list circles).

Fixpoint all_some {A B} (f : A -> option B) (l : list A) : option (list B) :=
  match l with
  | [] => Some []
  | x :: l' => match f x with Some y => match all_some f l' with Some m => Some (y :: m) | None => None end | None => None end
  end.

(** All labelings that the circles give, at the ends of their branches, behind at most [n] layers. *)
Fixpoint follow (n : nat) (p : Z) (bs : list (Z * Z)) (ts : list circles) (k : known) : known :=
  match ts, n with
  | [], _ => learn_pairs (cuts bs bs) k
  | _, O => k
  | _, S n' =>
      fold_left (fun k t => match t with Fold N D rest =>
        match all_some (folded_near p N D) bs with Some bs' => follow n' p bs' rest k | None => k end end) ts k
  end.

(** Circles with the precision that they are followed at, c and w of the first layer. *)
Definition group : Type := ((Z * Z * Z) * list circles)%type.

Definition follow_group (n : nat) (xs : list Z) (k : known) (g : group) : known :=
  let '((p, c, w), ts) := g in
  if (16 <=? p)%Z then match all_some (start_near p c w) xs with Some bs => follow n p bs ts k | None => k end else k.

(** L layers shatter the points xs. *)
Definition circles_shatter (L : nat) (xs : list Z) (gs : list group) : bool :=
  match L with
  | O => false
  | S n => knows_all (length xs - 1) (fold_left (follow_group n xs) gs Unknown)
  end.

(** The labels are those of an affine function of the circle that n layers behind the first one have folded. *)
Definition read_out (n : nat) (xs : list Z) (labels : list bool) : Prop :=
  exists c w folds f, (0 < w)%Z /\ length folds = n /\ Forall2 (fun x label => signed label (value f (run_folds folds (circle_point (start c w x))))) xs labels.

Definition tail_read_out (n : nat) (xs : list Z) (l : list bool) : Prop := read_out n xs (false :: l).

Definition opposite_affine (f : affine2) : affine2 := Build_affine2 (- coef_u f) (- coef_v f) (- constant f).

Lemma read_out_opposite n xs l : read_out n xs l -> read_out n xs (map negb l).
Proof.
  intros (c & w & folds & f & W & L & F); exists c, w, folds, (opposite_affine f); split; [exact W|]; split; [exact L|].
  induction F as [|x b xs l H F IH]; cbn [map]; constructor; [|exact IH].
  assert (E : forall z, value (opposite_affine f) z = - value f z) by (intros; unfold value, opposite_affine; cbn; ring).
  rewrite E; destruct b; cbn [negb signed] in *; lra.
Qed.

Lemma pairs_read_out n xs ss c w folds : (0 < w)%Z -> (length folds <= n)%nat ->
  Forall2 (fun x s => run_folds folds (circle_point (start c w x)) = circle_point s) xs ss ->
  forall ls k, Forall (is_cut ss) ls -> only (tail_read_out n xs) k -> only (tail_read_out n xs) (learn_pairs ls k).
Proof.
  intros W Le F ls; induction ls as [|l ls IH]; intros k H K; [exact K|]; inversion H as [|? ? Hl Hs]; subst; cbn [learn_pairs].
  apply IH; [exact Hs|]; clear IH H; revert k K; induction Hs as [|m ls Hm Hs IH]; intros k K; [exact K|]; cbn [fold_left]; apply IH.
  apply only_learn; [|exact K]; destruct Hl as [uv Hl], Hm as [wz Hm]; destruct (two_cuts uv wz ss _ _ Hl Hm) as [q Q].
  cbn [differences xorb] in Q.
  exists c, w, (repeat identity_fold (n - length folds) ++ folds), (of_plane q); split; [exact W|].
  split; [rewrite app_length, repeat_length; lia|]; clear - F Q.
  remember (false :: differences l m) as labels eqn:El; clear El; revert labels Q; induction F as [|x s xs ss E F IH]; intros labels Q; inversion Q as [|? b ? labels' B Q']; subst; constructor; [|exact (IH labels' Q')].
  unfold run_folds in *; rewrite fold_left_app.
  change (fold_left (fun z m => fold_layer m z) (repeat identity_fold (n - length folds)) (circle_point (start c w x)))
    with (run_folds (repeat identity_fold (n - length folds)) (circle_point (start c w x))).
  rewrite identity_folds_keep, E; destruct b; cbn [signed] in *; [apply value_positive | apply value_negative]; exact B.
Qed.

Lemma all_some_related {A B C} (P : C -> B -> Prop) (Q : C -> A -> Prop) (f : A -> option B) cs l m :
  (forall x y z, Q z x -> f x = Some y -> P z y) -> Forall2 Q cs l -> all_some f l = Some m -> Forall2 P cs m.
Proof.
  intros H F; revert m; induction F as [|z x cs l Hx F IH]; intros m E; cbn [all_some] in E; [injection E as <-; constructor|].
  destruct (f x) as [y|] eqn:Ef; [|discriminate]; destruct (all_some f l) as [m'|]; [|discriminate]; injection E as <-.
  constructor; [exact (H x y z Hx Ef) | exact (IH m' eq_refl)].
Qed.

Lemma follow_reads n0 xs c w p : (0 < w)%Z -> (16 <= p)%Z -> xs <> [] -> forall n folds ss bs ts k, (length folds + n <= n0)%nat ->
  Forall2 (fun x s => run_folds folds (circle_point (start c w x)) = circle_point s) xs ss -> Forall2 (placed p) ss bs ->
  only (tail_read_out n0 xs) k -> only (tail_read_out n0 xs) (follow n p bs ts k).
Proof.
  intros W Hp Nx; induction n as [|n IH]; intros folds ss bs ts k Le F G K.
  - destruct ts as [|t ts]; cbn [follow]; [|exact K].
    apply (pairs_read_out n0 xs ss c w folds W ltac:(lia) F); [|exact K]; apply (cuts_are_cuts p); [lia | | exact G].
    intros ->; inversion F; subst; contradiction.
  - destruct ts as [|t0 ts0].
    { cbn [follow]; apply (pairs_read_out n0 xs ss c w folds W ltac:(lia) F); [|exact K]; apply (cuts_are_cuts p); [lia | | exact G].
      intros ->; inversion F; subst; contradiction. }
    cbn [follow]; generalize (t0 :: ts0); intros ts; revert k K; induction ts as [|[N D rest] ts IHt]; intros k K; [exact K|].
    cbn [fold_left]; apply IHt; destruct (all_some (folded_near p N D) bs) as [bs'|] eqn:E; [|exact K].
    set (N' := quadratic_of N); set (D' := quadratic_of D).
    apply (IH (folds ++ [(of_plane N', of_plane D')]) (map (folded_to N' D') ss)); [rewrite app_length; cbn [length]; lia| | |exact K].
    + assert (P : Forall (fun s => 0 < at_s D' s) ss).
      { assert (Q : Forall2 (fun s (_ : Z * Z) => 0 < at_s D' s) ss bs')
          by (apply (all_some_related _ (placed p) (folded_near p N D) _ bs); [intros b b' s Hb Hf; apply (folded_near_placed p N D s b b' Hp Hb Hf) | exact G | exact E]).
        clear - Q; induction Q; constructor; assumption. }
      clear - F P; induction F as [|x s xs ss H F IHF]; [constructor|]; inversion P; subst; cbn [map]; constructor; [|apply IHF; assumption].
      unfold run_folds in *; rewrite fold_left_app, H; cbn [fold_left]; apply fold_at_s; assumption.
    + assert (Q : Forall2 (fun s b => placed p (folded_to N' D' s) b) ss bs')
        by (apply (all_some_related _ (placed p) (folded_near p N D) _ bs); [intros b b' s Hb Hf; apply (folded_near_placed p N D s b b' Hp Hb Hf) | exact G | exact E]).
      clear - Q; induction Q; cbn [map]; constructor; assumption.
Qed.

Lemma group_reads n xs g k : xs <> [] -> only (tail_read_out n xs) k -> only (tail_read_out n xs) (follow_group n xs k g).
Proof.
  intros Nx K; destruct g as [[[p c] w] ts]; cbn [follow_group]; destruct (Z.leb_spec 16 p) as [Hp|]; [|exact K].
  destruct (all_some (start_near p c w) xs) as [bs|] eqn:E; [|exact K].
  assert (W : (0 < w)%Z).
  { destruct xs as [|x xs]; [contradiction|]; cbn [all_some] in E; unfold start_near in E; destruct (Z.ltb_spec 0 w); [assumption | discriminate]. }
  apply (follow_reads n xs c w p W Hp Nx n [] (map (start c w) xs)); [cbn; lia | | | exact K].
  - clear; induction xs; cbn [map]; constructor; [reflexivity | assumption].
  - assert (Q : Forall2 (fun x b => placed p (start c w x) b) xs bs).
    { clear - E Hp; revert bs E; induction xs as [|x xs IH]; intros bs E; cbn [all_some] in E; [injection E as <-; constructor|].
      destruct (start_near p c w x) as [b|] eqn:Eb; [|discriminate]; destruct (all_some _ xs) as [m|]; [|discriminate]; injection E as <-.
      constructor; [apply start_near_placed; [lia | exact Eb] | exact (IH m eq_refl)]. }
    clear - Q; induction Q; cbn [map]; constructor; assumption.
Qed.

(** What is read out is done by an LN-Net. *)
Lemma read_out_classified n xs labels : length labels = length xs -> Forall (fun c => (c < 2)%nat) labels -> read_out n xs (map (Nat.eqb 1) labels) ->
  exists net, ln_net 1 3 (S n) 2 net /\ classifies (run net) (points_of_line (map IZR xs)) labels.
Proof.
  intros Ll B (c & w & folds & f & W & Lf & F).
  destruct (circle_net 1 [/ IZR w] (- IZR c / IZR w) [0] 1 folds [Build_affine2 0 0 0; f] eq_refl eq_refl) as (net & H & E).
  rewrite Lf in H; exists net; split; [exact H|]; unfold points_of_line; rewrite map_map.
  apply IZR_lt in W; clear H Lf; revert labels Ll B F; induction xs as [|x xs IH]; intros [|k labels] Ll B F; try discriminate; [constructor|].
  inversion B as [|? ? Bk Bl]; subst; cbn [map] in F; inversion F as [|? ? ? ? Fk Fl]; subst; cbn [map].
  constructor; [|apply IH; [cbn in Ll; lia | assumption | assumption]]; rewrite E; cbn [map dot].
  replace (/ IZR w * IZR x + 0 + - IZR c / IZR w) with (IZR (x - c) / IZR w) by (rewrite minus_IZR; field; lra).
  replace (0 * IZR x + 0 + 1) with 1 by ring; rewrite direction_coordinate; fold (start c w x).
  set (v := value f _) in *; set (z := value (Build_affine2 0 0 0) _); assert (Z : z = 0) by (unfold z, value; cbn [coef_u coef_v constant]; ring).
  rewrite Z; split; [cbn; exact Bk|]; intros j Hj Nj; cbn [length] in Hj.
  destruct k as [|[|]], j as [|[|]]; try lia; cbn in Fk |- *; lra.
Qed.

(** Where the circles give all labelings, LN-Nets of width 3 with L layer normalizations shatter the points. *)
Theorem circles_shatter_is_sound L xs gs : circles_shatter L xs gs = true -> shatters (ln_net 1 3 L 2) (points_of_line (map IZR xs)).
Proof.
  unfold circles_shatter; destruct L as [|n]; [discriminate|]; intros H labels Ll B.
  unfold points_of_line in Ll; rewrite !map_length in Ll; destruct xs as [|x xs].
  { destruct labels; [|cbn in Ll; lia]; destruct (circle_net 1 [0] 0 [0] 0 (repeat identity_fold n) [Build_affine2 0 0 0; Build_affine2 0 0 0] eq_refl eq_refl) as (net & N & _).
    rewrite repeat_length in N; exists net; split; [exact N | constructor]. }
  apply read_out_classified; [exact Ll | exact B|]; cbn [length] in *; rewrite Nat.sub_succ, Nat.sub_0_r in H.
  assert (O : only (tail_read_out n (x :: xs)) (fold_left (follow_group n (x :: xs)) gs Unknown)).
  { assert (K : only (tail_read_out n (x :: xs)) Unknown) by (intros [|] []); revert K; generalize Unknown; clear H.
    induction gs as [|g gs IH]; intros k K; [exact K|]; cbn [fold_left]; apply IH, group_reads; [discriminate | exact K]. }
  destruct labels as [|c labels]; [discriminate Ll|]; apply Nat.succ_inj in Ll; cbn [map].
  assert (Known : forall l, length l = length xs -> read_out n (x :: xs) (false :: l)) by (intros l El; apply O, (knows_all_spec _ _ H), El).
  destruct (Nat.eqb 1 c).
  - assert (D : forall l, map negb (map negb l) = l) by (induction l as [|[] l IH]; cbn [map negb]; congruence).
    rewrite <- (D (map (Nat.eqb 1) labels)).
    change (read_out n (x :: xs) (map negb (false :: map negb (map (Nat.eqb 1) labels)))).
    apply read_out_opposite, Known; rewrite !map_length; exact Ll.
  - apply Known; rewrite map_length; exact Ll.
Qed.
