(** * Certificates of approximation on an interval, by networks of steps and rectified linear units

    Between the places where a unit changes such a network is affine, so its components are kept as lines over a common denominator. An interval
    in which a unit changes is cut there; where none does, the function is held against the line. *)

From Coq Require Import Reals List Lra Lia ZArith QArith Qreals Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics A1 CertificateFormat checker.Enclosures checker.Classification.
From Normlab Require Import checker.Intervals checker.Functions checker.Elementary checker.Ranges.
Open Scope R_scope.

(** (a, b) over the scale S stands for (a x + b) / S. *)
Definition line := (Z * Z)%type.

Definition holds_line (S : Z) (x v : R) (l : line) : Prop := IZR S * v = IZR (fst l) * x + IZR (snd l).

(** [LineSigns pairs]: the sign of each component, or, for PLN-2, of the differences of pairs. *)
Inductive line_layer :=
| LineAffine (D : Z) (N : list (list Z)) (B : list Z)
| LineSigns (pairs : bool)
| LineRelu.

Definition line_layer_of (l : written_layer) : option line_layer :=
  match l with
  | WrittenAffine W b => match ready_of (WrittenAffine W b) with Some (ReadyAffine D N B) => Some (LineAffine D N B) | _ => None end
  | WrittenNorm s centered e =>
      if (Qnum e =? 0)%Z then
        if centered then (if Nat.eqb s 2 then Some (LineSigns true) else None) else (if Nat.eqb s 1 then Some (LineSigns false) else None)
      else None
  | WrittenActivation f => match f with Relu => Some LineRelu | _ => None end
  end.

Fixpoint line_layers (net : written_network) : option (list line_layer) :=
  match net with
  | [] => Some []
  | l :: rest =>
      match line_layer_of l with
      | Some r => match line_layers rest with Some rs => Some (r :: rs) | None => None end
      | None => None
      end
  end.

Fixpoint dot_line (row : list Z) (ls : list line) : line :=
  match row, ls with
  | w :: row', l :: ls' =>
      let rest := dot_line row' ls' in
      if (w =? 0)%Z then rest else ((w * fst l + fst rest)%Z, (w * snd l + snd rest)%Z)
  | _, _ => (0%Z, 0%Z)
  end.

Fixpoint affine_lines (S : Z) (N : list (list Z)) (B : list Z) (ls : list line) : list line :=
  match N, B with
  | row :: N', c :: B' => let p := dot_line row ls in (fst p, (snd p + S * c)%Z) :: affine_lines S N' B' ls
  | _, _ => []
  end.

(** The lines of a layer, or one whose sign is not decided. *)
Inductive outcome := Decided (S : Z) (ls : list line) | Undecided (l : line).

Fixpoint signs_of (decide : line -> option Z) (pairs : bool) (ls : list line) : list line + line :=
  match ls with
  | [] => inl []
  | l :: rest =>
      if pairs then
        match rest with
        | [] => inr l
        | m :: rest' =>
            let d := ((fst l - fst m)%Z, (snd l - snd m)%Z) in
            match decide d with
            | Some s => match signs_of decide pairs rest' with inl ss => inl ((0%Z, s) :: (0%Z, (- s)%Z) :: ss) | inr l => inr l end
            | None => inr d
            end
        end
      else
        match decide l with
        | Some s => match signs_of decide pairs rest with inl ss => inl ((0%Z, s) :: ss) | inr l => inr l end
        | None => inr l
        end
  end.

Fixpoint relus_of (decide : line -> option Z) (ls : list line) : list line + line :=
  match ls with
  | [] => inl []
  | l :: rest =>
      match decide l with
      | Some s => match relus_of decide rest with inl ms => inl ((if (0 <? s)%Z then l else (0%Z, 0%Z)) :: ms) | inr m => inr m end
      | None => inr l
      end
  end.

Fixpoint run_lines (decide : line -> option Z) (net : list line_layer) (S : Z) (ls : list line) : outcome :=
  match net with
  | [] => Decided S ls
  | LineAffine D N B :: rest => run_lines decide rest (S * D) (affine_lines S N B ls)
  | LineSigns pairs :: rest => match signs_of decide pairs ls with inl ms => run_lines decide rest 1 ms | inr l => Undecided l end
  | LineRelu :: rest => match relus_of decide ls with inl ms => run_lines decide rest S ms | inr l => Undecided l end
  end.

(** d times the value of a line at n/d *)
Definition at_q (l : line) (x : Q) : Z := (fst l * Qnum x + snd l * den x)%Z.

Definition decide_at (x : Q) (l : line) : option Z :=
  let v := at_q l x in Some (if (0 <? v)%Z then 1%Z else if (v <? 0)%Z then (-1)%Z else 0%Z).

(** On the open interval. *)
Definition decide_between (p q : Q) (l : line) : option Z :=
  let v := at_q l p in let w := at_q l q in
  if (0 <=? v)%Z then
    if (0 <=? w)%Z then Some (if (v =? 0)%Z then if (w =? 0)%Z then 0%Z else 1%Z else 1%Z)
    else if (v =? 0)%Z then Some (-1)%Z else None
  else if (w <=? 0)%Z then Some (-1)%Z else None.

(** ** The function against a line *)

Definition line_at (S : Z) (l : line) (x : Q) : Q := ratio (at_q l x) (S * den x).

Definition close_at (U : Z) (f : function) (eps : Q) (x y : Q) : bool :=
  match range U (just x) f with
  | Some (Enclosed v _ _) => if at_most (minus_q (snd v) y) eps then at_most (minus_q y (fst v)) eps else false
  | None => false
  end.

Definition values_of (e : option enclosure) : option interval := match e with Some (Enclosed v _ _) => Some v | None => None end.

(** On the closed interval from p to q: by values; by the ends, where the difference is monotone; or from p by the slopes. *)
Definition close_between (U : Z) (f : function) (eps : Q) (S : Z) (l : line) (p q : Q) : bool :=
  match range U (p, q) f with
  | None => false
  | Some (Enclosed v s _) =>
      let y := line_at S l p in let z := line_at S l q in
      if (if at_most (minus_q (snd v) (least_q y z)) eps then at_most (minus_q (greatest_q y z) (fst v)) eps else false) then true else
      match s with
      | None => false
      | Some t =>
          let rise := minus_i t (just (ratio (fst l) S)) in
          match values_of (range U (just p) f) with
          | None => false
          | Some a =>
              match values_of (range U (just q) f) with
              | None => false
              | Some b =>
                  if at_most 0 (fst rise) then if at_most (minus_q y (fst a)) eps then at_most (minus_q (snd b) z) eps else false
                  else if at_most (snd rise) 0 then if at_most (minus_q (snd a) y) eps then at_most (minus_q z (fst b)) eps else false
                  else let d := plus_i (minus_i a (just y)) (times_i rise (0%Q, minus_q q p)) in
                    if at_most (snd d) eps then at_most (negative_q eps) (fst d) else false
              end
          end
      end
  end.

(** ** Where to cut: this may be anything *)

Definition middle_of (p q : Q) : Q := half_q (plus_q p q).

Definition root_between (p q : Q) (m c : Q) : option Q :=
  if (Qnum m =? 0)%Z then None else
  let r := negative_q (times_q c (inverse_q m)) in if less_q p r then if less_q r q then Some r else None else None.

(** Slope and constant of what is affine. *)
Fixpoint affine_of (f : function) : option (Q * Q) :=
  match f with
  | Argument => Some (1%Q, 0%Q)
  | Constant c => Some (0%Q, c)
  | Plus a b =>
      match affine_of a with
      | Some (m, c) => match affine_of b with Some (n, d) => Some (plus_q m n, plus_q c d) | None => None end
      | None => None
      end
  | Minus a b =>
      match affine_of a with
      | Some (m, c) => match affine_of b with Some (n, d) => Some (minus_q m n, minus_q c d) | None => None end
      | None => None
      end
  | Times a b =>
      match affine_of a with
      | Some (m, c) =>
          match affine_of b with
          | Some (n, d) =>
              if (Qnum m =? 0)%Z then Some (times_q c n, times_q c d) else if (Qnum n =? 0)%Z then Some (times_q d m, times_q d c) else None
          | None => None
          end
      | None => None
      end
  | Opposite a => match affine_of a with Some (m, c) => Some (negative_q m, negative_q c) | None => None end
  | _ => None
  end.

Fixpoint first_knot (p q m c : Q) (knots : list (Q * Q)) : option Q :=
  match knots with
  | [] => None
  | (x, _) :: rest => match root_between p q m (minus_q c x) with Some r => Some r | None => first_knot p q m c rest end
  end.

Fixpoint kink (p q : Q) (f : function) : option Q :=
  match f with
  | Argument | Constant _ | CirclePi => None
  | Plus a b | Minus a b | Times a b | Quotient a b => match kink p q a with Some r => Some r | None => kink p q b end
  | Minimum a b | Maximum a b =>
      match affine_of (Minus a b) with
      | Some (m, c) => root_between p q m c
      | None => match kink p q a with Some r => Some r | None => kink p q b end
      end
  | Absolute a => match affine_of a with Some (m, c) => root_between p q m c | None => kink p q a end
  | PiecewiseLinear first others a => match affine_of a with Some (m, c) => first_knot p q m c (first :: others) | None => kink p q a end
  | Opposite a | PowerOf a _ | Root a | Exponential a | Sine a | Cosine a => kink p q a
  end.

Definition cut_of (p q : Q) (f : function) : Q := match kink p q f with Some r => r | None => middle_of p q end.

(** ** The whole interval *)

(** [work]: how many parts may be looked at; what is left of it, where all are close. *)
Fixpoint close_parts (halvings : nat) (work : nat) (U : Z) (f : function) (eps : Q) (S : Z) (l : line) (p q : Q) : option nat :=
  match work with
  | O => None
  | Datatypes.S w =>
      if close_between U f eps S l p q then Some w else
      match halvings with
      | O => None
      | Datatypes.S h =>
          let r := cut_of p q f in
          if close_at U f eps r (line_at S l r) then
            match close_parts h w U f eps S l p r with Some w' => close_parts h w' U f eps S l r q | None => None end
          else None
      end
  end.

Definition close_to_network_at (U : Z) (f : function) (eps : Q) (net : list line_layer) (x : Q) : bool :=
  match run_lines (decide_at x) net 1 [(1%Z, 0%Z)] with
  | Decided T [l] => if (0 <? T)%Z then close_at U f eps x (line_at T l x) else false
  | _ => false
  end.

(** The open interval from p to q. *)
Fixpoint close_to_network (depth : nat) (work : nat) (U : Z) (f : function) (eps : Q) (net : list line_layer) (halvings : nat) (p q : Q) : option nat :=
  match depth with
  | O => None
  | Datatypes.S d =>
      match run_lines (decide_between p q) net 1 [(1%Z, 0%Z)] with
      | Decided T [l] => if (0 <? T)%Z then close_parts halvings work U f eps T l p q else None
      | Decided _ _ => None
      | Undecided l =>
          match root_between p q (ratio (fst l) 1) (ratio (snd l) 1) with
          | None => None
          | Some r =>
              if less_q p r then if less_q r q then if close_to_network_at U f eps net r then
                match close_to_network d work U f eps net halvings p r with
                | Some w => close_to_network d w U f eps net halvings r q
                | None => None
                end
              else None else None else None
          end
      end
  end.

(** [depth], [work], [halvings]: how much may be done. *)
Definition check_approximation (U : Z) (depth work halvings : nat) (written : written_network) (f : function) (a b eps : Q) : bool :=
  match outputs 1 written with
  | Some (Datatypes.S O) =>
      if (0 <? U)%Z then if less_q a b then
        match line_layers written with
        | Some net =>
            if close_to_network_at U f eps net a then if close_to_network_at U f eps net b then
              match close_to_network depth work U f eps net halvings a b with Some _ => true | None => false end
            else false else false
        | None => false
        end
      else false else false
  | _ => false
  end.

(** ** Soundness *)

Definition decides (X : R -> Prop) (decide : line -> option Z) : Prop :=
  forall l s, decide l = Some s -> forall x, X x -> sign (IZR (fst l) * x + IZR (snd l)) = IZR s.

Lemma at_q_value l x : IZR (at_q l x) = IZR (den x) * (IZR (fst l) * Q2R x + IZR (snd l)).
Proof.
  unfold at_q; rewrite plus_IZR, !mult_IZR; unfold Q2R; fold (den x); pose proof (den_positive x); field; lra.
Qed.

Lemma decide_at_decides x : decides (fun t => t = Q2R x) (decide_at x).
Proof.
  intros l s E t ->; unfold decide_at in E; cbv zeta in E; apply same_some in E; subst s.
  pose proof (at_q_value l x) as V; pose proof (den_positive x) as P; set (y := IZR (fst l) * Q2R x + IZR (snd l)) in *.
  destruct (Z.ltb_spec 0 (at_q l x)) as [L|L]; [apply IZR_lt in L; apply sign_pos; nra|].
  destruct (Z.ltb_spec (at_q l x) 0) as [K|K]; [apply IZR_lt in K; apply sign_neg; nra|].
  assert (E : at_q l x = 0%Z) by lia; rewrite E in V; replace y with 0 by nra; apply sign_0.
Qed.

Lemma decide_between_decides p q : decides (fun t => Q2R p < t < Q2R q) (decide_between p q).
Proof.
  intros l s E t Ht; unfold decide_between in E; cbv zeta in E.
  pose proof (at_q_value l p) as V; pose proof (den_positive p) as P; pose proof (at_q_value l q) as W; pose proof (den_positive q) as Q.
  set (a := IZR (fst l)) in *; set (b := IZR (snd l)) in *.
  assert (M : (a * t + b) * (Q2R q - Q2R p) = (a * Q2R p + b) * (Q2R q - t) + (a * Q2R q + b) * (t - Q2R p)) by ring.
  set (y := a * Q2R p + b) in *; set (z := a * Q2R q + b) in *; set (u := a * t + b) in *.
  assert (Sy : forall c : Z, (c < at_q l p)%Z -> IZR c < IZR (den p) * y) by (intros c H; apply IZR_lt in H; lra).
  assert (Sz : forall c : Z, (c < at_q l q)%Z -> IZR c < IZR (den q) * z) by (intros c H; apply IZR_lt in H; lra).
  assert (Pos : 0 <= y -> 0 <= z -> 0 < y \/ 0 < z -> 0 < u).
  { intros H1 H2 H3; apply Rmult_lt_reg_r with (Q2R q - Q2R p); [lra|]; rewrite Rmult_0_l, M; destruct H3; nra. }
  assert (Neg : y <= 0 -> z <= 0 -> y < 0 \/ z < 0 -> u < 0).
  { intros H1 H2 H3; apply Rmult_lt_reg_r with (Q2R q - Q2R p); [lra|]; rewrite Rmult_0_l, M; destruct H3; nra. }
  destruct (Z.leb_spec 0 (at_q l p)) as [L|L].
  - destruct (Z.leb_spec 0 (at_q l q)) as [K|K].
    + apply same_some in E; subst s; apply IZR_le in L, K; rewrite V in L; rewrite W in K.
      assert (Y : 0 <= y) by nra; assert (Z : 0 <= z) by nra.
      destruct (Z.eqb_spec (at_q l p) 0) as [Ep|Ep].
      * destruct (Z.eqb_spec (at_q l q) 0) as [Eq|Eq].
        -- rewrite Ep in V; rewrite Eq in W; assert (y = 0) by nra; assert (z = 0) by nra; replace u with 0 by nra; apply sign_0.
        -- apply sign_pos, Pos; try assumption; right; destruct (Rle_lt_or_eq_dec _ _ Z) as [H|H]; [exact H|].
           exfalso; apply Eq, eq_IZR; rewrite W, <- H; ring.
      * apply sign_pos, Pos; try assumption; left; destruct (Rle_lt_or_eq_dec _ _ Y) as [H|H]; [exact H|].
        exfalso; apply Ep, eq_IZR; rewrite V, <- H; ring.
    + destruct (Z.eqb_spec (at_q l p) 0) as [Ep|Ep]; [|discriminate]; apply same_some in E; subst s.
      rewrite Ep in V; apply IZR_lt in K; rewrite W in K; apply sign_neg, Neg; [nra | nra | right; nra].
  - destruct (Z.leb_spec (at_q l q) 0) as [K|K]; [|discriminate]; apply same_some in E; subst s.
    apply IZR_lt in L; apply IZR_le in K; rewrite V in L; rewrite W in K; apply sign_neg, Neg; [nra | nra | left; nra].
Qed.

Lemma dot_line_holds S D x row N v ls : Forall2 (times D) row N -> Forall2 (holds_line S x) v ls -> holds_line (S * D) x (dot row v) (dot_line N ls).
Proof.
  intros HN; revert v ls; induction HN as [|w n row N Hn HN IH]; intros v ls Hv; [unfold holds_line; cbn; ring|].
  destruct Hv as [|y l v ls Hl Hv]; [unfold holds_line; cbn; ring|].
  cbn [dot_line dot]; specialize (IH v ls Hv); unfold times in Hn; unfold holds_line in *; rewrite mult_IZR in *.
  destruct (Z.eqb_spec n 0) as [->|Ne].
  - rewrite Rmult_plus_distr_l, IH; replace (IZR S * IZR D * (w * y)) with (IZR D * w * (IZR S * y)) by ring; rewrite <- Hn; ring.
  - cbn [fst snd]; rewrite !plus_IZR, !mult_IZR, Hn, Rmult_plus_distr_l, IH.
    replace (IZR S * IZR D * (w * y)) with (IZR D * w * (IZR S * y)) by ring; rewrite Hl; ring.
Qed.

Lemma affine_lines_hold S D x W N c B v ls : Forall2 (Forall2 (times D)) W N -> Forall2 (times D) c B ->
  Forall2 (holds_line S x) v ls -> Forall2 (holds_line (S * D) x) (affine W c v) (affine_lines S N B ls).
Proof.
  intros HW; revert c B; induction HW as [|row n W N Hn HW IH]; intros c B HB Hv; [constructor|].
  destruct HB as [|y m c B Hm HB]; [constructor|].
  cbn [affine map vadd affine_lines]; unfold affine; cbn [map vadd]; constructor; [|apply IH; assumption].
  pose proof (dot_line_holds S D x row n v ls Hn Hv) as P; unfold holds_line, times in *; cbn [fst snd].
  rewrite mult_IZR in P; rewrite plus_IZR, !mult_IZR, Hm, Rmult_plus_distr_l, P; ring.
Qed.

Lemma scaled_sign S x v l : (0 < S)%Z -> holds_line S x v l -> sign v = sign (IZR (fst l) * x + IZR (snd l)).
Proof. intros HS H; apply IZR_lt in HS; unfold holds_line in H; rewrite <- H; symmetry; apply sign_scale, HS. Qed.

Lemma signs_of_holds X decide pairs S x : decides X decide -> X x -> (0 < S)%Z ->
  forall fuel v ls ms, (length v <= fuel)%nat -> Forall2 (holds_line S x) v ls -> signs_of decide pairs ls = inl ms ->
  Forall2 (holds_line 1 x) (concat (map (if pairs then layer_norm 0 else rms_norm 0) (chunks_of fuel (if pairs then 2 else 1) v))) ms.
Proof.
  intros HD Hx HS; assert (Same : forall s, holds_line 1 x (IZR s) (0%Z, s)) by (intros s; unfold holds_line; cbn; ring).
  induction fuel as [|fuel IH]; intros v ls ms L Hv E.
  - destruct v; [|cbn in L; lia]; inversion Hv; subst; injection E as <-; constructor.
  - destruct Hv as [|y l v ls Hl Hv]; [injection E as <-; constructor|]; destruct pairs; cbn [signs_of] in E.
    + destruct Hv as [|z m v ls Hm Hv]; [discriminate|].
      destruct (decide _) as [s|] eqn:Ed; [|discriminate]; destruct (signs_of decide true ls) as [ss|] eqn:Es; [|discriminate]; injection E as <-.
      cbn [chunks_of firstn skipn map concat]; rewrite layer_norm_of_a_pair.
      assert (Hs : sign (y - z) = IZR s).
      { rewrite <- (HD _ _ Ed x Hx); apply (scaled_sign S x); [exact HS|]; unfold holds_line in *; cbn [fst snd]; rewrite !minus_IZR; lra. }
      cbn [app]; constructor; [rewrite Hs; apply Same|]; constructor.
      * replace (z - y) with (- (y - z)) by ring; rewrite sign_opp, Hs, <- opp_IZR; apply Same.
      * apply (IH v ls ss); [cbn [length] in L; lia | exact Hv | exact Es].
    + destruct (decide l) as [s|] eqn:Ed; [|discriminate]; destruct (signs_of decide false ls) as [ss|] eqn:Es; [|discriminate]; injection E as <-.
      cbn [chunks_of firstn skipn map concat]; rewrite rms_norm_of_one; cbn [app]; constructor.
      * rewrite (scaled_sign S x y l HS Hl), (HD _ _ Ed x Hx); apply Same.
      * apply (IH v ls ss); [cbn [length] in L; lia | exact Hv | exact Es].
Qed.

Lemma relus_of_hold X decide S x : decides X decide -> X x -> (0 < S)%Z ->
  forall v ls ms, Forall2 (holds_line S x) v ls -> relus_of decide ls = inl ms -> Forall2 (holds_line S x) (map relu v) ms.
Proof.
  intros HD Hx HS v ls; revert v; induction ls as [|l ls IH]; intros v ms Hv E; inversion Hv as [|y ? v' ? Hl Hv']; subst; cbn [relus_of] in E; [injection E as <-; constructor|].
  destruct (decide l) as [s|] eqn:Ed; [|discriminate]; destruct (relus_of decide ls) as [ns|] eqn:Es; [|discriminate]; injection E as <-.
  cbn [map]; constructor; [|apply IH; [assumption | reflexivity]].
  pose proof (HD _ _ Ed x Hx) as Hs; rewrite <- (scaled_sign S x y l HS Hl) in Hs; unfold relu.
  destruct (Z.ltb_spec 0 s) as [P|P].
  - apply IZR_lt in P; rewrite Rmax_right; [exact Hl|]; destruct (sign_cases y) as [[H _]|[[H K]|[H _]]]; lra.
  - apply IZR_le in P; rewrite Rmax_left; [unfold holds_line; cbn; ring|]; destruct (sign_cases y) as [[H K]|[[H _]|[H _]]]; lra.
Qed.

Lemma run_lines_hold X decide written : decides X decide -> forall net, line_layers written = Some net ->
  forall S v ls T ms x, (0 < S)%Z -> X x -> Forall2 (holds_line S x) v ls -> run_lines decide net S ls = Decided T ms ->
  Forall2 (holds_line T x) (run (denote written) v) ms.
Proof.
  intros HD; induction written as [|l written IH]; intros net E S v ls T ms x HS Hx Hv R; cbn [line_layers] in E.
  { injection E as <-; cbn in R; injection R as <- <-; exact Hv. }
  destruct (line_layer_of l) as [r|] eqn:El; [|discriminate]; destruct (line_layers written) as [rs|]; [|discriminate]; injection E as <-.
  specialize (IH rs eq_refl); destruct l as [W c|s centered e|f]; cbn [denote map denote_layer run].
  - cbn [line_layer_of] in El; destruct (ready_of (WrittenAffine W c)) as [ra|] eqn:Er; [|discriminate].
    destruct (ready_affine W c ra Er) as (D & N & B & -> & HDp & HN & HB); injection El as <-; cbn [run_lines run_layer] in *.
    refine (IH (S * D)%Z _ _ _ _ x _ Hx _ R); [lia | apply affine_lines_hold; assumption].
  - cbn [line_layer_of] in El; destruct (Z.eqb_spec (Qnum e) 0) as [E0|]; [|discriminate].
    assert (Z0 : Q2R e = 0) by (unfold Q2R; rewrite E0; ring); rewrite Z0.
    destruct centered; [destruct (Nat.eqb_spec s 2) as [->|]; [|discriminate] | destruct (Nat.eqb_spec s 1) as [->|]; [|discriminate]];
      injection El as <-; cbn [run_lines run_layer] in *; (destruct (signs_of decide _ ls) as [ns|] eqn:Es; [|discriminate]);
      (refine (IH 1%Z _ _ _ _ x eq_refl Hx _ R)); unfold parallel_layer_norm, parallel_layer_scaling, chunks.
    + apply (signs_of_holds X decide true S x HD Hx HS _ _ _ _ (le_n _) Hv Es).
    + apply (signs_of_holds X decide false S x HD Hx HS _ _ _ _ (le_n _) Hv Es).
  - destruct f; try discriminate; injection El as <-; cbn [run_lines run_layer activate] in *.
    destruct (relus_of decide ls) as [ns|] eqn:Es; [|discriminate].
    refine (IH S _ _ _ _ x HS Hx _ R); apply (relus_of_hold X decide S x HD Hx HS _ _ _ Hv Es).
Qed.

(** What the certificate says at x. *)
Definition close_enough (f : function) (eps : Q) (x y : R) : Prop := has_value f x /\ Rabs (value_at f x - y) <= Q2R eps.

Definition line_value (S : Z) (l : line) (x : R) : R := (IZR (fst l) * x + IZR (snd l)) / IZR S.

Lemma line_at_value S l x : (0 < S)%Z -> Q2R (line_at S l x) = line_value S l (Q2R x).
Proof.
  intros HS; unfold line_at, line_value; rewrite ratio_value by (apply Z.mul_pos_pos; [exact HS | reflexivity]); rewrite at_q_value, mult_IZR.
  apply IZR_lt in HS; pose proof (den_positive x); field; lra.
Qed.

Lemma close_at_sound U f eps x y : (0 < U)%Z -> close_at U f eps x y = true -> close_enough f eps (Q2R x) (Q2R y).
Proof.
  intros HU; unfold close_at; destruct (range U (just x) f) as [[v s p]|] eqn:E; [|discriminate].
  destruct (range_is_sound U f HU _ _ E) as (V & _); destruct (V _ (just_inside x)) as [Hv Hi].
  destruct (at_most (minus_q (snd v) y) eps) eqn:A; [|discriminate]; intros B; apply at_most_true in A, B; rewrite minus_q_value in A, B.
  split; [exact Hv|]; unfold inside in Hi; apply Rabs_le; lra.
Qed.

Lemma values_of_sound U f x v : (0 < U)%Z -> values_of (range U (just x) f) = Some v -> inside (value_at f (Q2R x)) v.
Proof.
  intros HU; unfold values_of; destruct (range U (just x) f) as [[w s p]|] eqn:E; [|discriminate]; intros H; injection H as <-.
  destruct (range_is_sound U f HU _ _ E) as (V & _); apply (V _ (just_inside x)).
Qed.

Lemma close_between_sound U f eps S l p q : (0 < U)%Z -> (0 < S)%Z -> Q2R p <= Q2R q -> close_between U f eps S l p q = true ->
  forall x, Q2R p <= x <= Q2R q -> close_enough f eps x (line_value S l x).
Proof.
  intros HU HS Hpq; unfold close_between; destruct (range U (p, q) f) as [[v s m]|] eqn:E; [|discriminate]; cbv zeta.
  destruct (range_is_sound U f HU _ _ E) as (V & Sl & _); pose proof (line_at_value S l p HS) as Y; pose proof (line_at_value S l q HS) as Z.
  set (y := line_at S l p) in *; set (z := line_at S l q) in *; intros H x Hx; destruct (V x Hx) as [Hv Hi]; split; [exact Hv|].
  pose proof (IZR_lt _ _ HS) as RS; set (k := IZR (fst l) / IZR S).
  assert (Lin : forall u w, line_value S l u - line_value S l w = k * (u - w)) by (intros; unfold line_value, k; field; lra).
  apply Rabs_le; unfold inside in Hi.
  destruct (if at_most (minus_q (snd v) (least_q y z)) eps then _ else false) eqn:G.
  { destruct (at_most (minus_q (snd v) (least_q y z)) eps) eqn:A; [|discriminate]; apply at_most_true in A, G.
    rewrite minus_q_value, ?least_q_value, ?greatest_q_value, Y, Z in A; rewrite minus_q_value, greatest_q_value, Y, Z in G.
    pose proof (Lin x (Q2R p)) as L1; pose proof (Lin (Q2R q) x) as L2.
    assert (Rmin (line_value S l (Q2R p)) (line_value S l (Q2R q)) <= line_value S l x <= Rmax (line_value S l (Q2R p)) (line_value S l (Q2R q)))
      by (unfold Rmin, Rmax; destruct (Rle_dec _ _); destruct (Rle_dec 0 k); split; nra).
    lra. }
  destruct s as [t|]; [|discriminate]; destruct (values_of (range U (just p) f)) as [a|] eqn:Ea; [|discriminate].
  destruct (values_of (range U (just q) f)) as [b|] eqn:Eb; [|discriminate]; apply values_of_sound in Ea, Eb; try exact HU.
  assert (Ip : inside (Q2R p) (p, q)) by (unfold inside; cbn; lra); assert (Iq : inside (Q2R q) (p, q)) by (unfold inside; cbn; lra).
  destruct (Sl t eq_refl (Q2R p) x Ip Hx) as (k1 & I1 & E1); destruct (Sl t eq_refl x (Q2R q) Hx Iq) as (k2 & I2 & E2).
  set (rise := minus_i t (just (ratio (fst l) S))) in *.
  assert (Ek : Q2R (ratio (fst l) S) = k) by (apply ratio_value, HS).
  assert (J1 : inside (k1 - k) rise) by (apply minus_inside; [exact I1 | rewrite <- Ek; apply just_inside]).
  assert (J2 : inside (k2 - k) rise) by (apply minus_inside; [exact I2 | rewrite <- Ek; apply just_inside]).
  pose proof (Lin x (Q2R p)) as L1; pose proof (Lin (Q2R q) x) as L2; unfold inside in Ea, Eb.
  pose proof (at_most_spec 0 (fst rise)) as Up; destruct (at_most 0 (fst rise)).
  { destruct (at_most (minus_q y (fst a)) eps) eqn:A; [|discriminate]; apply at_most_true in A, H; rewrite minus_q_value in A, H.
    rewrite Q2R_0 in Up; unfold inside in J1, J2; assert (0 <= (k1 - k) * (x - Q2R p)) by (apply Rmult_le_pos; lra); assert (0 <= (k2 - k) * (Q2R q - x)) by (apply Rmult_le_pos; lra); lra. }
  pose proof (at_most_spec (snd rise) 0) as Down; destruct (at_most (snd rise) 0).
  { destruct (at_most (minus_q (snd a) y) eps) eqn:A; [|discriminate]; apply at_most_true in A, H; rewrite minus_q_value in A, H.
    rewrite Q2R_0 in Down; unfold inside in J1, J2; assert (0 <= (k - k1) * (x - Q2R p)) by (apply Rmult_le_pos; lra); assert (0 <= (k - k2) * (Q2R q - x)) by (apply Rmult_le_pos; lra); lra. }
  set (d := plus_i _ _) in *.
  assert (D : inside (value_at f (Q2R p) - Q2R y + (k1 - k) * (x - Q2R p)) d).
  { apply plus_inside; [apply minus_inside; [exact Ea | apply just_inside]|]; apply times_inside; [exact J1|].
    unfold inside; cbn [fst snd]; rewrite Q2R_0, minus_q_value; cbn in Hx; lra. }
  destruct (at_most (snd d) eps) eqn:A; [|discriminate]; apply at_most_true in A, H; rewrite negative_q_value in H; unfold inside in D; rewrite Y in D; lra.
Qed.

Lemma close_parts_sound U f eps S l : (0 < U)%Z -> (0 < S)%Z -> forall halvings work p q w, Q2R p <= Q2R q ->
  close_parts halvings work U f eps S l p q = Some w -> forall x, Q2R p <= x <= Q2R q -> close_enough f eps x (line_value S l x).
Proof.
  intros HU HS; induction halvings as [|h IH]; intros work p q w Hpq E x Hx; cbn [close_parts] in E; (destruct work as [|work]; [discriminate|]);
    (destruct (close_between U f eps S l p q) eqn:C; [apply (close_between_sound U f eps S l p q HU HS Hpq C x Hx)|]); [discriminate|].
  set (r := cut_of p q f) in *; clearbody r; destruct (close_at U f eps r (line_at S l r)) eqn:A; [|discriminate].
  destruct (close_parts h work U f eps S l p r) as [w'|] eqn:E1; [|discriminate].
  destruct (Rle_dec x (Q2R r)) as [L|L]; [apply (IH work p r w'); try assumption; lra | apply (IH w' r q w); try assumption; lra].
Qed.

Lemma one_line {S x v l} : (0 < S)%Z -> Forall2 (holds_line S x) v [l] -> nth 0 v 0 = line_value S l x.
Proof.
  intros HS H; inversion H as [|y ? v' ? Hl Hv]; subst; inversion Hv; subst; cbn [nth]; unfold holds_line in Hl; unfold line_value.
  rewrite <- Hl; apply IZR_lt in HS; field; lra.
Qed.

Lemma start_line x : Forall2 (holds_line 1 x) [x] [(1%Z, 0%Z)].
Proof. constructor; [unfold holds_line; cbn; ring | constructor]. Qed.

Lemma close_to_network_at_sound U f eps written net x : (0 < U)%Z -> line_layers written = Some net -> close_to_network_at U f eps net x = true ->
  close_enough f eps (Q2R x) (on_line (denote written) (Q2R x)).
Proof.
  intros HU HN; unfold close_to_network_at; destruct (run_lines (decide_at x) net 1 [(1%Z, 0%Z)]) as [S [|l [|]]|] eqn:R; try discriminate.
  destruct (Z.ltb_spec 0 S) as [HS|]; [|discriminate]; intros C; apply close_at_sound in C; [|exact HU]; rewrite line_at_value in C by exact HS.
  pose proof (run_lines_hold _ _ written (decide_at_decides x) net HN 1 _ _ S [l] (Q2R x) eq_refl eq_refl (start_line _) R) as H.
  unfold on_line; rewrite (one_line HS H); exact C.
Qed.

Lemma close_to_network_sound U f eps written net halvings : (0 < U)%Z -> line_layers written = Some net ->
  forall depth work p q w, close_to_network depth work U f eps net halvings p q = Some w ->
  forall x, Q2R p < x < Q2R q -> close_enough f eps x (on_line (denote written) x).
Proof.
  intros HU HN; induction depth as [|d IH]; intros work p q w E x Hx; cbn [close_to_network] in E; [discriminate|].
  destruct (run_lines (decide_between p q) net 1 [(1%Z, 0%Z)]) as [S [|l [|]]|l] eqn:R; try discriminate.
  - destruct (Z.ltb_spec 0 S) as [HS|]; [|discriminate].
    pose proof (run_lines_hold _ _ written (decide_between_decides p q) net HN 1 _ _ S [l] x eq_refl Hx (start_line _) R) as H.
    unfold on_line; rewrite (one_line HS H); apply (close_parts_sound U f eps S l HU HS halvings work p q w); try assumption; lra.
  - destruct (root_between p q _ _) as [r|]; [|discriminate].
    destruct (less_q p r); [|discriminate]; destruct (less_q r q); [|discriminate]; destruct (close_to_network_at U f eps net r) eqn:A; [|discriminate].
    destruct (close_to_network d work U f eps net halvings p r) as [w'|] eqn:E1; [|discriminate].
    destruct (Rtotal_order x (Q2R r)) as [L|[->|L]]; [apply (IH work p r w'); try assumption; lra | | apply (IH w' r q w); try assumption; lra].
    apply (close_to_network_at_sound U f eps written net r HU HN A).
Qed.

(** What is accepted as an approximation is one: the network has one input and one output, and everywhere on the closed interval the function has a
    value, and the network's is at most epsilon away. *)
Theorem approximation_is_sound U depth work halvings net f a b eps :
  check_approximation U depth work halvings net f a b eps = true ->
  shaped 1 (denote net) 1 /\ Q2R a < Q2R b /\
  forall x, Q2R a <= x <= Q2R b -> has_value f x /\ Rabs (value_at f x - on_line (denote net) x) <= Q2R eps.
Proof.
  unfold check_approximation; destruct (outputs 1 net) as [[|[|]]|] eqn:O; try discriminate.
  destruct (Z.ltb_spec 0 U) as [HU|]; [|discriminate]; destruct (less_q a b) eqn:L; [|discriminate]; apply less_q_true in L.
  destruct (line_layers net) as [layers|] eqn:N; [|discriminate]; destruct (close_to_network_at U f eps layers a) eqn:A; [|discriminate].
  destruct (close_to_network_at U f eps layers b) eqn:B; [|discriminate].
  destruct (close_to_network depth work U f eps layers halvings a b) as [w|] eqn:C; [|discriminate]; intros _.
  split; [apply outputs_shaped, O|]; split; [exact L|]; intros x Hx.
  destruct (Rle_lt_or_eq_dec _ _ (proj1 Hx)) as [La|<-]; [|apply (close_to_network_at_sound U f eps net layers a HU N A)].
  destruct (Rle_lt_or_eq_dec _ _ (proj2 Hx)) as [Lb| ->]; [|apply (close_to_network_at_sound U f eps net layers b HU N B)].
  apply (close_to_network_sound U f eps net layers halvings HU N depth work a b w C); lra.
Qed.
