(** * Certificates of classification and shattering, checked in integers

    The functions named [check_…] are what runs: inside Rocq, and extracted. Each has a theorem that what it accepts is true of the real
    numbers, in the words of Definitions.v. *)

From Coq Require Import Reals List Lra Lia ZArith QArith Qreals Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics CertificateFormat checker.Enclosures.
Open Scope R_scope.

(** ** Numbers over a common denominator *)

Definition scaled (D : Z) (q : Q) : Z := (Qnum q * (D / Zpos (Qden q)))%Z.
Definition is_exact (D : Z) (q : Q) : bool := (scaled D q * Zpos (Qden q) =? Qnum q * D)%Z.

Fixpoint all {A} (f : A -> bool) (l : list A) : bool :=
  match l with [] => true | x :: l' => if f x then all f l' else false end.

Fixpoint common_denominator (D : Z) (qs : list Q) : Z :=
  match qs with
  | [] => D
  | q :: qs' => let d := Zpos (Qden q) in common_denominator (D * (d / Z.gcd D d)) qs'
  end.

Lemma all_forall {A} (f : A -> bool) l : all f l = true -> forall x, In x l -> f x = true.
Proof.
  induction l as [|y l IH]; intros H x Hx; [destruct Hx|]; cbn [all] in H; destruct (f y) eqn:E; [|discriminate].
  destruct Hx as [<-|Hx]; [exact E | apply IH; assumption].
Qed.

Lemma scaled_times D q : is_exact D q = true -> times D (Q2R q) (scaled D q).
Proof.
  unfold is_exact, times, Q2R; intros E; apply Z.eqb_eq in E; apply (f_equal IZR) in E; rewrite !mult_IZR in E.
  assert (P : 0 < IZR (Zpos (Qden q))) by (apply (IZR_lt 0); reflexivity).
  apply Rmult_eq_reg_r with (IZR (Zpos (Qden q))); [|lra]; rewrite E; field; lra.
Qed.

Lemma scaled_list_times D qs : all (is_exact D) qs = true -> Forall2 (times D) (map Q2R qs) (map (scaled D) qs).
Proof.
  induction qs as [|q qs IH]; intros H; [constructor|]; cbn [all map] in *; destruct (is_exact D q) eqn:E; [|discriminate].
  constructor; [apply scaled_times, E | apply IH, H].
Qed.

(** ** A network made ready: integers over one denominator a layer *)

Inductive ready_layer :=
| ReadyAffine (D : Z) (N : list (list Z)) (B : list Z)
| ReadyNorm (s : nat) (centered : bool) (e d : Z).

Definition ready_of (l : written_layer) : option ready_layer :=
  match l with
  | WrittenAffine W b =>
      let D := fold_left common_denominator W (common_denominator 1 b) in
      if (0 <? D)%Z then if all (all (is_exact D)) W then if all (is_exact D) b
      then Some (ReadyAffine D (map (map (scaled D)) W) (map (scaled D) b)) else None else None else None
  | WrittenNorm s centered e => if (0 <=? Qnum e)%Z then Some (ReadyNorm s centered (Qnum e) (Zpos (Qden e))) else None
  | WrittenActivation _ => None
  end.

Fixpoint ready_network (net : written_network) : option (list ready_layer) :=
  match net with
  | [] => Some []
  | l :: rest =>
      match ready_of l with
      | Some r => match ready_network rest with Some rs => Some (r :: rs) | None => None end
      | None => None
      end
  end.

Fixpoint run_boxes (U S : Z) (net : list ready_layer) (b : box) : box :=
  match net with
  | [] => b
  | ReadyAffine D N B :: rest => run_boxes U (S * D) rest (affine_box S N B b)
  | ReadyNorm s centered e d :: rest => run_boxes U U rest (norm_box U S s centered e d b)
  end.

Lemma ready_affine W b r : ready_of (WrittenAffine W b) = Some r ->
  exists D N B, r = ReadyAffine D N B /\ (0 < D)%Z /\ Forall2 (Forall2 (times D)) (map (map Q2R) W) N /\ Forall2 (times D) (map Q2R b) B.
Proof.
  cbn [ready_of]; set (D := fold_left common_denominator W (common_denominator 1 b)); clearbody D.
  destruct (Z.ltb_spec 0 D) as [HD|]; [|discriminate].
  destruct (all (all (is_exact D)) W) eqn:EW; [|discriminate]; destruct (all (is_exact D) b) eqn:Eb; [|discriminate].
  intros E; injection E as <-; exists D, (map (map (scaled D)) W), (map (scaled D) b).
  split; [reflexivity|]; split; [exact HD|]; split; [|apply scaled_list_times, Eb].
  clear - EW; induction W as [|row W IHW]; [constructor|]; cbn [all map] in *; destruct (all (is_exact D) row) eqn:Er; [|discriminate].
  constructor; [apply scaled_list_times, Er | apply IHW, EW].
Qed.

Lemma run_boxes_encloses U net ready : (0 < U)%Z -> ready_network net = Some ready ->
  forall S x b, (0 < S)%Z -> encloses (IZR S) x b -> exists T, 0 < T /\ encloses T (run (denote net) x) (run_boxes U S ready b).
Proof.
  intros HU; revert ready; induction net as [|l net IH]; intros ready E S x b HS Hx; cbn [ready_network] in E.
  { injection E as <-; exists (IZR S); split; [apply (IZR_lt 0), HS | exact Hx]. }
  destruct (ready_of l) as [r|] eqn:El; [|discriminate]; destruct (ready_network net) as [rs|]; [|discriminate].
  injection E as <-; specialize (IH rs eq_refl); destruct l as [W c|s centered e|f]; [| |discriminate].
  - destruct (ready_affine W c r El) as (D & N & B & -> & HD & HN & HB); cbn [run_boxes denote map denote_layer run run_layer].
    apply IH; [lia|]; apply affine_box_encloses; assumption.
  - cbn [ready_of] in El; destruct (Z.leb_spec 0 (Qnum e)) as [He|]; [|discriminate]; injection El as <-.
    cbn [run_boxes denote map denote_layer run]; apply IH; [exact HU|].
    apply (norm_box_encloses U S s centered (Qnum e) (Zpos (Qden e))); try assumption; reflexivity.
Qed.

(** ** Sizes *)

Definition same_size {A} (n : nat) (l : list A) : bool := Nat.eqb (length l) n.

(** The number of outputs, where the sizes fit. *)
Fixpoint outputs (n : nat) (net : written_network) : option nat :=
  match net with
  | [] => Some n
  | WrittenAffine W b :: rest => if all (same_size n) W then if same_size (length W) b then outputs (length W) rest else None else None
  | WrittenNorm s _ _ :: rest => if Nat.eqb s 0 then None else if Nat.eqb (n mod s) 0 then outputs n rest else None
  | WrittenActivation _ :: rest => outputs n rest
  end.

Lemma outputs_shaped net : forall n k, outputs n net = Some k -> shaped n (denote net) k.
Proof.
  induction net as [|[W b|s c e|f] net IH]; intros n k E; cbn [outputs denote map denote_layer shaped] in *.
  - injection E as <-; reflexivity.
  - destruct (all (same_size n) W) eqn:A; [|discriminate]; destruct (same_size (length W) b) eqn:B; [|discriminate].
    repeat split.
    + apply Forall_map, Forall_forall; intros row Hr; rewrite map_length; apply Nat.eqb_eq, (all_forall _ _ A row Hr).
    + rewrite !map_length; apply Nat.eqb_eq, B.
    + rewrite map_length; apply IH, E.
  - destruct (Nat.eqb_spec s 0) as [|Hs]; [discriminate|]; destruct (Nat.eqb_spec (n mod s) 0) as [Hm|]; [|discriminate].
    repeat split; [lia | apply Nat.mod_divide; assumption | apply IH, E].
  - apply IH, E.
Qed.

(** ** Classification *)

(** Every component but that at the label ends below [low]. *)
Fixpoint others_below (low : Z) (label j : nat) (b : box) : bool :=
  match b with
  | [] => true
  | p :: b' => if (if Nat.eqb j label then true else (snd p <? low)%Z) then others_below low label (S j) b' else false
  end.

Definition best_in_box (b : box) (label : nat) : bool :=
  match nth_error b label with Some p => others_below (fst p) label 0 b | None => false end.

Definition exact_box (S : Z) (x : list Q) : box := map (fun q => let n := scaled S q in (n, n)) x.

(** With the first of these scales that is enough. *)
Fixpoint classified (Us : list Z) (ready : list ready_layer) (S : Z) (b : box) (label : nat) : bool :=
  match Us with
  | [] => false
  | U :: Us' =>
      if (0 <? U)%Z then
        if best_in_box (run_boxes U S ready b) label then true else classified Us' ready S b label
      else false
  end.

Fixpoint all_classified (Us : list Z) (ready : list ready_layer) (n : nat) (samples : list (list Q)) (labels : list nat) : bool :=
  match samples, labels with
  | [], [] => true
  | x :: samples', c :: labels' =>
      let S := common_denominator 1 x in
      if same_size n x then if (0 <? S)%Z then if all (is_exact S) x then
        if classified Us ready S (exact_box S x) c then all_classified Us ready n samples' labels' else false
      else false else false else false
  | _, _ => false
  end.

(** [Us]: the scales to try, powers of two. [n], [k]: the numbers of inputs and outputs. *)
Definition check_classification_of (n k : nat) (Us : list Z) (net : written_network) (samples : list (list Q)) (labels : list nat) : bool :=
  match outputs n net with
  | Some k' =>
      if Nat.eqb k' k then
        match ready_network net with Some ready => all_classified Us ready n samples labels | None => false end
      else false
  | None => false
  end.

Definition check_classification (Us : list Z) (net : written_network) (samples : list (list Q)) (labels : list nat) : bool :=
  match samples with
  | [] => false
  | x :: _ =>
      match outputs (length x) net with
      | Some k => if Nat.leb 2 k then check_classification_of (length x) k Us net samples labels else false
      | None => false
      end
  end.

Lemma others_below_sound low label b : forall j, others_below low label j b = true ->
  forall i p, nth_error b i = Some p -> (j + i <> label)%nat -> (snd p < low)%Z.
Proof.
  induction b as [|q b IH]; intros j H i p Hi Ne; [destruct i; discriminate|]; cbn [others_below] in H.
  destruct i as [|i]; cbn [nth_error] in Hi.
  - injection Hi as ->; destruct (Nat.eqb_spec j label) as [->|]; [lia|].
    destruct (Z.ltb_spec (snd p) low); [assumption | discriminate].
  - destruct (if Nat.eqb j label then true else (snd q <? low)%Z); [|discriminate].
    apply (IH (S j) H i p Hi); lia.
Qed.

Lemma encloses_nth T v b : encloses T v b -> forall i p, nth_error b i = Some p -> (i < length v)%nat /\ holds T (nth i v 0) p.
Proof.
  induction 1 as [|x q v b Hq Hx IH]; intros [|i] p E; try discriminate; cbn [nth_error nth length] in *.
  - injection E as <-; split; [lia | exact Hq].
  - destruct (IH i p E); split; [lia | assumption].
Qed.

Lemma best_in_box_sound T v b label : 0 < T -> encloses T v b -> best_in_box b label = true -> best_class v label.
Proof.
  intros HT Hx; unfold best_in_box; destruct (nth_error b label) as [p|] eqn:E; [|discriminate]; intros O.
  destruct (encloses_nth T v b Hx label p E) as [L Hp]; split; [exact L|]; intros j Hj Ne.
  destruct (nth_error b j) as [q|] eqn:Ej; [|apply nth_error_None in Ej; rewrite <- (same_length Hx) in Ej; lia].
  destruct (encloses_nth T v b Hx j q Ej) as [_ Hq].
  pose proof (others_below_sound _ _ _ _ O j q Ej Ne) as B; apply IZR_lt in B; unfold holds in *; nra.
Qed.

Lemma exact_box_encloses S x : all (is_exact S) x = true -> encloses (IZR S) (map Q2R x) (exact_box S x).
Proof.
  unfold encloses, exact_box; induction x as [|q x IH]; intros H; [constructor|]; cbn [all map] in *; destruct (is_exact S q) eqn:E; [|discriminate].
  constructor; [|apply IH, H]; pose proof (scaled_times S q E) as T; unfold times, holds in *; cbn [fst snd]; lra.
Qed.

(** What a certificate of classification says: a network whose sizes fit gives every sample its label, of [k] classes. *)
Definition classification_holds (n k : nat) (net : written_network) (samples : list (list Q)) (labels : list nat) : Prop :=
  shaped n (denote net) k /\ Forall (fun x => length x = n) samples /\ classifies (run (denote net)) (map (map Q2R) samples) labels.

Theorem classification_of_is_sound n k Us net samples labels :
  check_classification_of n k Us net samples labels = true -> classification_holds n k net samples labels.
Proof.
  unfold check_classification_of, classification_holds.
  destruct (outputs n net) as [k'|] eqn:O; [|discriminate]; destruct (Nat.eqb_spec k' k) as [->|]; [|discriminate].
  destruct (ready_network net) as [ready|] eqn:R; [|discriminate]; intros H; split; [apply outputs_shaped, O|].
  revert labels H; induction samples as [|x samples IH]; intros [|c labels] H; try discriminate; [split; constructor|].
  cbn [all_classified] in H; set (S := common_denominator 1 x) in *.
  destruct (same_size n x) eqn:E; [|discriminate]; destruct (Z.ltb_spec 0 S) as [HS|]; [|discriminate].
  destruct (all (is_exact S) x) eqn:Ex; [|discriminate]; destruct (classified Us ready S (exact_box S x) c) eqn:C; [|discriminate].
  specialize (IH labels H); destruct IH as [IH1 IH2]; split; constructor; try assumption; [apply Nat.eqb_eq, E|].
  clear - HS Ex C R; induction Us as [|U Us IH]; [discriminate|]; cbn [classified] in C.
  destruct (Z.ltb_spec 0 U) as [HU|]; [|discriminate].
  destruct (best_in_box (run_boxes U S ready (exact_box S x)) c) eqn:B; [|apply IH, C].
  destruct (run_boxes_encloses U net ready HU R S (map Q2R x) _ HS (exact_box_encloses S x Ex)) as (T & HT & HE).
  apply (best_in_box_sound T _ _ c HT HE B).
Qed.

(** What is accepted as a classification is one, by two outputs or more. *)
Theorem classification_is_sound Us net samples labels :
  check_classification Us net samples labels = true ->
  exists n k, (2 <= k)%nat /\ samples <> [] /\ classification_holds n k net samples labels.
Proof.
  unfold check_classification; destruct samples as [|x samples]; [discriminate|].
  destruct (outputs (length x) net) as [k|] eqn:O; [|discriminate]; destruct (Nat.leb_spec 2 k); [|discriminate].
  intros C; exists (length x), k; repeat split; try assumption; try discriminate; apply (classification_of_is_sound _ _ _ _ _ _ C).
Qed.

(** ** Shattering *)

Record case := Case { case_labels : list nat; case_network : written_network; case_scales : list Z }.

(** The labelings seen so far, as a tree. *)
Inductive labelings := NoLabeling | OneLabeling | ByFirst (zero one : labelings).

Fixpoint add_labeling (l : list nat) (t : labelings) : option labelings :=
  match l with
  | [] => match t with NoLabeling => Some OneLabeling | _ => None end
  | c :: l' =>
      let branch := match t with NoLabeling => Some (NoLabeling, NoLabeling) | OneLabeling => None | ByFirst a b => Some (a, b) end in
      match branch, c with
      | Some (a, b), O => match add_labeling l' a with Some a' => Some (ByFirst a' b) | None => None end
      | Some (a, b), S O => match add_labeling l' b with Some b' => Some (ByFirst a b') | None => None end
      | _, _ => None
      end
  end.

Fixpoint all_labelings {A} (points : list A) (t : labelings) : bool :=
  match points, t with
  | [], OneLabeling => true
  | _ :: rest, ByFirst a b => if all_labelings rest a then all_labelings rest b else false
  | _, _ => false
  end.

Definition add_case (points : list (list Q)) (t : labelings) (c : case) : option labelings :=
  match points with
  | [] => None
  | x :: _ =>
      if check_classification_of (length x) 2 (case_scales c) (case_network c) points (case_labels c)
      then add_labeling (case_labels c) t else None
  end.

Fixpoint add_cases (points : list (list Q)) (t : labelings) (cases : list case) : option labelings :=
  match cases with
  | [] => Some t
  | c :: rest => match add_case points t c with Some t' => add_cases points t' rest | None => None end
  end.

Definition check_shattering (points : list (list Q)) (cases : list case) : bool :=
  match add_cases points NoLabeling cases with Some t => all_labelings points t | None => false end.

Fixpoint seen (l : list nat) (t : labelings) : Prop :=
  match l, t with
  | [], OneLabeling => True
  | O :: l', ByFirst a _ => seen l' a
  | S O :: l', ByFirst _ b => seen l' b
  | _, _ => False
  end.

Lemma add_labeling_seen l : forall t t', add_labeling l t = Some t' -> forall m, seen m t' -> seen m t \/ m = l.
Proof.
  induction l as [|c l IH]; intros t t' E m Hm; cbn [add_labeling] in E.
  - destruct t; try discriminate; injection E as <-; destruct m as [|[|[|]] m]; try destruct Hm; right; reflexivity.
  - destruct t as [| |a b]; [|destruct c as [|[|]]; discriminate|].
    + destruct c as [|[|]]; [| |discriminate]; (destruct (add_labeling l NoLabeling) as [t''|] eqn:F; [|discriminate]); injection E as <-;
        destruct m as [|[|[|]] m]; cbn [seen] in Hm; try (destruct Hm; fail);
        try (destruct (IH _ _ F m Hm) as [K|K]; [destruct m as [|[|[|]]]; destruct K | right; congruence]);
        destruct m as [|[|[|]]]; destruct Hm.
    + destruct c as [|[|]]; [destruct (add_labeling l a) as [t''|] eqn:F | destruct (add_labeling l b) as [t''|] eqn:F |]; try discriminate;
        injection E as <-; destruct m as [|[|[|]] m]; cbn [seen] in *; try (destruct Hm; fail);
        try (left; exact Hm); destruct (IH _ _ F m Hm) as [K|K]; [left; exact K | right; congruence | left; exact K | right; congruence].
Qed.

Lemma add_cases_seen points cases : forall t t', add_cases points t cases = Some t' -> forall m, seen m t' ->
  seen m t \/ exists c, In c cases /\ case_labels c = m /\
    exists n, classification_holds n 2 (case_network c) points m.
Proof.
  induction cases as [|c cases IH]; intros t t' E m Hm; cbn [add_cases] in E; [injection E as <-; left; exact Hm|].
  destruct (add_case points t c) as [t1|] eqn:F; [|discriminate].
  destruct (IH _ _ E m Hm) as [H1|(c' & I & R)]; [|right; exists c'; split; [right; exact I | exact R]].
  unfold add_case in F; destruct points as [|x points]; [discriminate|].
  destruct (check_classification_of (length x) 2 (case_scales c) (case_network c) (x :: points) (case_labels c)) eqn:C; [|discriminate].
  destruct (add_labeling_seen _ _ _ F m H1) as [K| ->]; [left; exact K|].
  right; exists c; split; [left; reflexivity|]; split; [reflexivity|]; exists (length x); apply (classification_of_is_sound _ _ _ _ _ _ C).
Qed.

Lemma all_labelings_seen {A} (points : list A) : forall t, all_labelings points t = true ->
  forall l, length l = length points -> Forall (fun c => (c < 2)%nat) l -> seen l t.
Proof.
  induction points as [|x points IH]; intros t H l L F; destruct t as [| |a b]; try discriminate; cbn [all_labelings] in H.
  - destruct l; [exact I | discriminate].
  - destruct l as [|c l]; [discriminate|]; inversion F; subst; injection L as L.
    destruct (all_labelings points a) eqn:Ea; [|discriminate].
    destruct c as [|[|]]; [apply (IH a Ea l L); assumption | apply (IH b H l L); assumption | lia].
Qed.

(** What is accepted as a shattering is one, by the networks of its cases. *)
Theorem shattering_is_sound points cases :
  check_shattering points cases = true ->
  shatters (fun net => exists n c, In c cases /\ net = denote (case_network c) /\ shaped n net 2 /\ Forall (fun x => length x = n) points)
    (map (map Q2R) points).
Proof.
  unfold check_shattering; destruct (add_cases points NoLabeling cases) as [t|] eqn:E; [|discriminate].
  intros H labels L F; rewrite map_length in L.
  pose proof (all_labelings_seen points t H labels L F) as Se.
  destruct (add_cases_seen points cases _ _ E labels Se) as [K|(c & I & Ec & n & Sh & Le & Cl)].
  - destruct labels as [|[|[|]]]; destruct K.
  - exists (denote (case_network c)); split; [exists n, c; repeat split; assumption | exact Cl].
Qed.
