(** * The range of a function on an interval, and its difference quotients there *)

From Coq Require Import Reals List Lra Lia ZArith QArith Qreals Psatz.
Import ListNotations.
From Normlab Require Import Definitions checker.Intervals checker.Functions checker.Elementary.
Open Scope R_scope.

(** The values; the difference quotients, if they are bounded; and, if it is seen to be a multiple of pi, by what. *)
Inductive enclosure := Enclosed (values : interval) (slopes multiples : option interval).

Definition both (g : interval -> interval -> interval) (a b : option interval) : option interval :=
  match a with Some i => match b with Some j => Some (g i j) | None => None end | None => None end.

Definition mapped (g : interval -> interval) (a : option interval) : option interval :=
  match a with Some i => Some (g i) | None => None end.

Definition tidy (U : Z) (e : enclosure) : enclosure :=
  match e with Enclosed v s p => Enclosed (round_i U v) (mapped (round_i U) s) (mapped (round_i U) p) end.

Definition times_e (v : interval) (s p : option interval) (w : interval) (t q : option interval) : enclosure :=
  Enclosed (times_i v w) (both (fun a b => plus_i (times_i v b) (times_i w a)) s t)
    (match p with Some a => Some (times_i a w) | None => mapped (times_i v) q end).

(** Of two functions the one that is chosen, where that is decided. *)
Definition chosen (first second : bool) (s t : option interval) : option interval :=
  if first then s else if second then t else both hull_i s t.

Fixpoint power_slope (v s : interval) (k : nat) : interval :=
  match k with O => just 0%Q | S O => s | S j => plus_i (times_i v (power_slope v s j)) (times_i (power_i v j) s) end.

(** cos(pi q) for q a whole number or the half of one. *)
Definition cosine_of_pi_times (q : Q) : option Q :=
  if (den q =? 1)%Z then Some (if (2 * (Qnum q / 2) =? Qnum q)%Z then 1%Q else (-1 # 1)%Q)
  else if (den q =? 2)%Z then if (2 * (Qnum q / 2) =? Qnum q)%Z then None else Some 0%Q
  else None.

Definition cosine_exactly (p : option interval) : option Q :=
  match p with
  | Some i => if at_most (snd i) (fst i) then cosine_of_pi_times (fst i) else None
  | None => None
  end.

(** sin(pi z) = cos(pi (1/2 - z)) *)
Definition sine_exactly (p : option interval) : option Q := cosine_exactly (mapped (minus_i (just (1 # 2))) p).

Definition or_else (exactly : option Q) (i : interval) : interval := match exactly with Some q => just q | None => i end.

Definition unary (e : option enclosure) (g : interval -> option interval -> option interval -> option enclosure) : option enclosure :=
  match e with Some (Enclosed v s p) => g v s p | None => None end.

Fixpoint range (U : Z) (i : interval) (f : function) : option enclosure :=
  match f with
  | Argument => Some (Enclosed i (Some (just 1%Q)) None)
  | Constant q => Some (Enclosed (just q) (Some (just 0%Q)) (if (Qnum q =? 0)%Z then Some (just 0%Q) else None))
  | CirclePi => Some (Enclosed pi_i (Some (just 0%Q)) (Some (just 1%Q)))
  | Plus a b =>
      unary (range U i a) (fun v s p => unary (range U i b) (fun w t q =>
        Some (tidy U (Enclosed (plus_i v w) (both plus_i s t) (both plus_i p q)))))
  | Minus a b =>
      unary (range U i a) (fun v s p => unary (range U i b) (fun w t q =>
        Some (tidy U (Enclosed (minus_i v w) (both minus_i s t) (both minus_i p q)))))
  | Times a b =>
      unary (range U i a) (fun v s p => unary (range U i b) (fun w t q => Some (tidy U (times_e v s p w t q))))
  | Quotient a b =>
      unary (range U i a) (fun v s p => unary (range U i b) (fun w t q =>
        match inverse_i w with
        | Some r => Some (tidy U (times_e v s p r (mapped (fun b => negative_i (times_i (times_i r r) b)) t) None))
        | None => None
        end))
  | Minimum a b =>
      unary (range U i a) (fun v s p => unary (range U i b) (fun w t q =>
        Some (Enclosed (least_i v w) (chosen (at_most (snd v) (fst w)) (at_most (snd w) (fst v)) s t) None)))
  | Maximum a b =>
      unary (range U i a) (fun v s p => unary (range U i b) (fun w t q =>
        Some (Enclosed (greatest_i v w) (chosen (at_most (snd w) (fst v)) (at_most (snd v) (fst w)) s t) None)))
  | Opposite a => unary (range U i a) (fun v s p => Some (Enclosed (negative_i v) (mapped negative_i s) (mapped negative_i p)))
  | Absolute a =>
      unary (range U i a) (fun v s p =>
        Some (Enclosed (absolute_i v) (chosen (at_most 0 (fst v)) (at_most (snd v) 0) s (mapped negative_i s)) None))
  | PowerOf a k =>
      unary (range U i a) (fun v s p => Some (tidy U (Enclosed (power_i v k) (mapped (fun a => power_slope v a k) s) None)))
  | PiecewiseLinear first others a =>
      if knots_rise (fst first) others then
        unary (range U i a) (fun v s p =>
          Some (tidy U (Enclosed (piecewise_range first others v) (mapped (times_i (piecewise_rises first others v)) s) None)))
      else None
  | Root a =>
      unary (range U i a) (fun v s p =>
        match root_i U v with
        | Some r => Some (tidy U (Enclosed r (match inverse_i (plus_i r r) with Some h => mapped (times_i h) s | None => None end) None))
        | None => None
        end)
  | Exponential a =>
      unary (range U i a) (fun v s p =>
        match exponential_i U v with Some e => Some (tidy U (Enclosed e (mapped (times_i e) s) None)) | None => None end)
  | Sine a =>
      unary (range U i a) (fun v s p =>
        Some (tidy U (Enclosed (or_else (sine_exactly p) (sine_i U v)) (mapped (times_i (cosine_i U v)) s) None)))
  | Cosine a =>
      unary (range U i a) (fun v s p =>
        Some (tidy U (Enclosed (or_else (cosine_exactly p) (cosine_i U v)) (mapped (times_i (negative_i (sine_i U v))) s) None)))
  end.

(** ** Soundness *)

Definition has_values (f : function) (i v : interval) : Prop := forall x, inside x i -> has_value f x /\ inside (value_at f x) v.
Definition has_slopes (g : R -> R) (i : interval) (s : option interval) : Prop :=
  forall t, s = Some t -> forall x y, inside x i -> inside y i -> slope_in t (g y - g x) (y - x).
Definition has_multiples (g : R -> R) (i : interval) (p : option interval) : Prop :=
  forall q, p = Some q -> forall x, inside x i -> exists z, inside z q /\ g x = PI * z.

Definition enclosed_by (f : function) (i : interval) (e : enclosure) : Prop :=
  match e with Enclosed v s p => has_values f i v /\ has_slopes (value_at f) i s /\ has_multiples (value_at f) i p end.

Lemma slope_plus s t d e w : slope_in s d w -> slope_in t e w -> slope_in (plus_i s t) (d + e) w.
Proof. intros (k & Hk & ->) (m & Hm & ->); exists (k + m); split; [apply plus_inside; assumption | ring]. Qed.

Lemma slope_negative s d w : slope_in s d w -> slope_in (negative_i s) (- d) w.
Proof. intros (k & Hk & ->); exists (- k); split; [apply negative_inside, Hk | ring]. Qed.

Lemma slope_times v s k d w : inside k v -> slope_in s d w -> slope_in (times_i v s) (k * d) w.
Proof. intros Iv (m & Hm & ->); exists (k * m); split; [apply times_inside; assumption | ring]. Qed.

Lemma slope_chain t s e d w : slope_in t e d -> slope_in s d w -> slope_in (times_i t s) e w.
Proof. intros (k & Hk & ->) (m & Hm & ->); exists (k * m); split; [apply times_inside; assumption | ring]. Qed.

Lemma slope_zero x w : slope_in (just 0%Q) (x - x) w.
Proof. exists (Q2R 0); split; [apply just_inside | rewrite Q2R_0; ring]. Qed.

Lemma slope_hull s t d e g w : slope_in s d w -> slope_in t e w -> Rmin d e <= g <= Rmax d e -> slope_in (hull_i s t) g w.
Proof.
  intros (k & Hk & ->) (m & Hm & ->) H; destruct (slope_between k m g w H) as (n & Hn & ->); exists n; split; [|reflexivity].
  apply (between_inside k m); [apply hull_inside_l, Hk | apply hull_inside_r, Hm | exact Hn].
Qed.

Lemma slope_order s d w : slope_in s d w <-> slope_in s (- d) (- w).
Proof. split; intros (k & Hk & E); exists k; (split; [exact Hk | lra]). Qed.

Lemma no_slopes g i : has_slopes g i None. Proof. intros t E; discriminate. Qed.
Lemma no_multiples g i : has_multiples g i None. Proof. intros q E; discriminate. Qed.

Lemma tidy_enclosed U f i e : enclosed_by f i e -> enclosed_by f i (tidy U e).
Proof.
  destruct e as [v s p]; intros (V & S & M); cbn [tidy enclosed_by]; split; [|split].
  - intros x Hx; destruct (V x Hx); split; [assumption | apply round_inside; assumption].
  - intros t E x y Hx Hy; destruct s as [s|]; [|discriminate]; injection E as <-; destruct (S s eq_refl x y Hx Hy) as (k & Hk & Ek).
    exists k; split; [apply round_inside, Hk | exact Ek].
  - intros q E x Hx; destruct p as [p|]; [|discriminate]; injection E as <-; destruct (M p eq_refl x Hx) as (z & Hz & Ez).
    exists z; split; [apply round_inside, Hz | exact Ez].
Qed.

Lemma slopes_both (g h k : R -> R) i (op : interval -> interval -> interval) s t :
  has_slopes g i s -> has_slopes h i t ->
  (forall a b x y, inside x i -> inside y i -> slope_in a (g y - g x) (y - x) -> slope_in b (h y - h x) (y - x) -> slope_in (op a b) (k y - k x) (y - x)) ->
  has_slopes k i (both op s t).
Proof.
  intros S T H u E x y Hx Hy; destruct s as [a|]; [|discriminate]; destruct t as [b|]; [|discriminate]; injection E as <-.
  apply H; auto.
Qed.

Lemma slopes_mapped (g k : R -> R) i (op : interval -> interval) s :
  has_slopes g i s -> (forall a x y, inside x i -> inside y i -> slope_in a (g y - g x) (y - x) -> slope_in (op a) (k y - k x) (y - x)) ->
  has_slopes k i (mapped op s).
Proof. intros S H u E x y Hx Hy; destruct s as [a|]; [|discriminate]; injection E as <-; apply H; auto. Qed.

Lemma slopes_chosen (g h k : R -> R) i first second s t : has_slopes g i s -> has_slopes h i t ->
  (first = true -> forall x, inside x i -> k x = g x) -> (second = true -> forall x, inside x i -> k x = h x) ->
  (forall x, inside x i -> k x = Rmin (g x) (h x)) \/ (forall x, inside x i -> k x = Rmax (g x) (h x)) ->
  has_slopes k i (chosen first second s t).
Proof.
  intros S T F1 F2 H; unfold chosen; destruct first; [intros u E x y Hx Hy; rewrite !F1 by auto; apply S; assumption|].
  destruct second; [intros u E x y Hx Hy; rewrite !F2 by auto; apply T; assumption|].
  apply (slopes_both g h k i hull_i s t S T); intros a b x y Hx Hy A B; apply (slope_hull _ _ _ _ _ _ A B).
  destruct H as [H|H]; rewrite !H by assumption; unfold Rmin, Rmax;
    repeat match goal with |- context [Rle_dec ?u ?v] => destruct (Rle_dec u v) end; lra.
Qed.

Lemma times_enclosed g h i v w s t p q : (forall x, inside x i -> inside (g x) v) -> (forall x, inside x i -> inside (h x) w) ->
  has_slopes g i s -> has_slopes h i t -> has_multiples g i p -> has_multiples h i q ->
  match times_e v s p w t q with Enclosed v' s' p' =>
    (forall x, inside x i -> inside (g x * h x) v') /\ has_slopes (fun x => g x * h x) i s' /\ has_multiples (fun x => g x * h x) i p' end.
Proof.
  intros V W S T P Q; unfold times_e; split; [|split].
  - intros x Hx; apply times_inside; auto.
  - apply (slopes_both g h _ i _ s t S T); intros a b x y Hx Hy A B.
    replace (g y * h y - g x * h x) with (g y * (h y - h x) + h x * (g y - g x)) by ring.
    apply slope_plus; apply slope_times; auto.
  - intros u E x Hx; destruct p as [p|].
    + injection E as <-; destruct (P p eq_refl x Hx) as (z & Hz & Ez); exists (z * h x); split; [apply times_inside; auto | rewrite Ez; ring].
    + destruct q as [q|]; [|discriminate]; injection E as <-; destruct (Q q eq_refl x Hx) as (z & Hz & Ez).
      exists (g x * z); split; [apply times_inside; auto | rewrite Ez; ring].
Qed.

Lemma power_slope_holds v s a b w k : inside a v -> inside b v -> slope_in s (b - a) w -> slope_in (power_slope v s k) (b ^ k - a ^ k) w.
Proof.
  intros Ha Hb S; induction k as [|[|k] IH].
  - apply slope_zero.
  - rewrite !pow_1; exact S.
  - change (power_slope v s (Datatypes.S (Datatypes.S k))) with (plus_i (times_i v (power_slope v s (Datatypes.S k))) (times_i (power_i v (Datatypes.S k)) s)).
    replace (b ^ Datatypes.S (Datatypes.S k) - a ^ Datatypes.S (Datatypes.S k))
      with (b * (b ^ Datatypes.S k - a ^ Datatypes.S k) + a ^ Datatypes.S k * (b - a)) by (cbn [pow]; ring).
    apply slope_plus; apply slope_times; auto; apply power_inside, Ha.
Qed.

(** The mean value theorem, as slopes. *)
Lemma slope_of_derivative (g g' : R -> R) v d a b : (forall c, derivable_pt_lim g c (g' c)) -> inside a v -> inside b v ->
  (forall c, inside c v -> inside (g' c) d) -> slope_in d (g b - g a) (b - a).
Proof.
  intros D Ha Hb Hd; assert (Main : forall u z, inside u v -> inside z v -> u < z -> slope_in d (g z - g u) (z - u)).
  { intros u z Hu Hz L; destruct (MVT_cor2 g g' u z L) as (c & E & Hc); [intros; apply D|].
    exists (g' c); split; [apply Hd; unfold inside in *; lra | exact E]. }
  destruct (Rtotal_order a b) as [L|[->|L]]; [apply Main; assumption | | apply slope_order].
  - exists (g' b); split; [apply Hd, Hb | ring].
  - replace (- (g b - g a)) with (g a - g b) by ring; replace (- (b - a)) with (a - b) by ring; apply Main; assumption.
Qed.

Lemma cosine_of_whole n : cos (PI * IZR n) = if (2 * (n / 2) =? n)%Z then 1 else -1.
Proof.
  assert (E : forall k, cos (PI * (2 * IZR k)) = 1).
  { intros k; assert (N : forall m, cos (PI * (2 * INR m)) = 1).
    { intros m; replace (PI * (2 * INR m)) with (0 + 2 * INR m * PI) by ring; rewrite cos_period; apply cos_0. }
    destruct (Z.le_ge_cases 0 k) as [L|L].
    - rewrite <- (Z2Nat.id k L), <- INR_IZR_INZ; apply N.
    - replace (PI * (2 * IZR k)) with (- (PI * (2 * IZR (- k)))) by (rewrite opp_IZR; ring); rewrite cos_neg.
      rewrite <- (Z2Nat.id (- k)) by lia; rewrite <- INR_IZR_INZ; apply N. }
  destruct (Z.eqb_spec (2 * (n / 2)) n) as [H|H].
  - rewrite <- H, mult_IZR; apply E.
  - assert (M : n = (2 * (n / 2) + 1)%Z) by (pose proof (Z.div_mod n 2 ltac:(lia)); pose proof (Z.mod_pos_bound n 2 ltac:(lia)); lia).
    rewrite M, plus_IZR, mult_IZR; replace (PI * (2 * IZR (n / 2) + 1)) with (PI * (2 * IZR (n / 2)) + PI) by ring.
    rewrite neg_cos, E; ring.
Qed.

Lemma cosine_of_odd_half n : (2 * (n / 2) <> n)%Z -> cos (PI * (IZR n / 2)) = 0.
Proof.
  intros H; assert (M : n = (2 * (n / 2) + 1)%Z) by (pose proof (Z.div_mod n 2 ltac:(lia)); pose proof (Z.mod_pos_bound n 2 ltac:(lia)); lia).
  rewrite M, plus_IZR, mult_IZR; replace (PI * ((2 * IZR (n / 2) + 1) / 2)) with (PI * IZR (n / 2) + PI / 2) by field.
  rewrite cos_plus, cos_PI2, sin_PI2; assert (S : sin (PI * IZR (n / 2)) = 0); [|rewrite S; ring].
  rewrite Rmult_comm; apply sin_eq_0_1; exists (n / 2)%Z; reflexivity.
Qed.

Lemma cosine_exactly_holds p r z : cosine_exactly (Some p) = Some r -> inside z p -> cos (PI * z) = Q2R r.
Proof.
  unfold cosine_exactly, cosine_of_pi_times; pose proof (at_most_spec (snd p) (fst p)) as A; destruct (at_most (snd p) (fst p)); [|discriminate].
  intros E Hz; unfold inside in Hz; replace z with (Q2R (fst p)) by lra; clear Hz z A; rewrite Q2R_ratio; set (q := fst p) in *.
  destruct (Z.eqb_spec (den q) 1) as [D|_].
  - rewrite D; replace (IZR (Qnum q) / 1) with (IZR (Qnum q)) by field; rewrite cosine_of_whole.
    destruct (2 * (Qnum q / 2) =? Qnum q)%Z; injection E as <-; unfold Q2R; cbn; field.
  - destruct (Z.eqb_spec (den q) 2) as [D|_]; [|discriminate]; destruct (Z.eqb_spec (2 * (Qnum q / 2)) (Qnum q)) as [|N]; [discriminate|].
    injection E as <-; rewrite D, Q2R_0; apply cosine_of_odd_half, N.
Qed.

Lemma same_some {A} (x y : A) : Some x = Some y -> y = x.
Proof. intros E; injection E as E; symmetry; exact E. Qed.

Theorem range_is_sound U f : (0 < U)%Z -> forall i e, range U i f = Some e -> enclosed_by f i e.
Proof.
  intros HU; induction f as [|q| |a IHa b IHb|a IHa b IHb|a IHa b IHb|a IHa b IHb|a IHa b IHb|a IHa b IHb|a IHa|a IHa|a IHa k|first others a IHa|a IHa|a IHa|a IHa|a IHa];
    intros i e E; cbn [range] in E; unfold unary in E.
  1-3: apply same_some in E; subst e; cbn [enclosed_by value_at]; (split; [|split]).
  - intros x Hx; split; [exact I | exact Hx].
  - intros t Et x y _ _; injection Et as <-; exists (Q2R 1); split; [apply just_inside | rewrite Q2R_1; ring].
  - apply no_multiples.
  - intros x Hx; split; [exact I | apply just_inside].
  - intros t Et x y _ _; injection Et as <-; apply slope_zero.
  - intros p Ep x _; destruct (Z.eqb_spec (Qnum q) 0) as [Z|]; [|discriminate]; injection Ep as <-; exists (Q2R 0).
    split; [apply just_inside | rewrite Q2R_0, Q2R_ratio, Z; unfold Rdiv; ring].
  - intros x Hx; split; [exact I | apply pi_inside].
  - intros t Et x y _ _; injection Et as <-; apply slope_zero.
  - intros p Ep x _; injection Ep as <-; exists (Q2R 1); split; [apply just_inside | rewrite Q2R_1; ring].
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; destruct (range U i b) as [[w t q]|] eqn:Eb; [|discriminate]; apply same_some in E; subst e.
    destruct (IHa _ _ Ea) as (V & S & P), (IHb _ _ Eb) as (W & T & Q); apply tidy_enclosed; cbn [enclosed_by value_at]; split; [|split].
    + intros x Hx; destruct (V x Hx), (W x Hx); split; [split; assumption | apply plus_inside; assumption].
    + apply (slopes_both _ _ _ i _ s t S T); intros c d x y _ _ A B; cbn beta.
      replace (value_at a y + value_at b y - (value_at a x + value_at b x)) with (value_at a y - value_at a x + (value_at b y - value_at b x)) by ring; apply slope_plus; assumption.
    + intros u Eu x Hx; destruct p as [p|]; [|discriminate]; destruct q as [q|]; [|discriminate]; injection Eu as <-.
      destruct (P p eq_refl x Hx) as (z & Hz & ->), (Q q eq_refl x Hx) as (z' & Hz' & ->); exists (z + z'); split; [apply plus_inside; assumption | ring].
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; destruct (range U i b) as [[w t q]|] eqn:Eb; [|discriminate]; apply same_some in E; subst e.
    destruct (IHa _ _ Ea) as (V & S & P), (IHb _ _ Eb) as (W & T & Q); apply tidy_enclosed; cbn [enclosed_by value_at]; split; [|split].
    + intros x Hx; destruct (V x Hx), (W x Hx); split; [split; assumption | apply minus_inside; assumption].
    + apply (slopes_both _ _ _ i _ s t S T); intros c d x y _ _ A B; cbn beta.
      replace (value_at a y - value_at b y - (value_at a x - value_at b x)) with (value_at a y - value_at a x + - (value_at b y - value_at b x)) by ring.
      apply slope_plus; [exact A | apply slope_negative, B].
    + intros u Eu x Hx; destruct p as [p|]; [|discriminate]; destruct q as [q|]; [|discriminate]; injection Eu as <-.
      destruct (P p eq_refl x Hx) as (z & Hz & ->), (Q q eq_refl x Hx) as (z' & Hz' & ->); exists (z - z'); split; [apply minus_inside; assumption | ring].
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; destruct (range U i b) as [[w t q]|] eqn:Eb; [|discriminate]; apply same_some in E; subst e.
    destruct (IHa _ _ Ea) as (V & S & P), (IHb _ _ Eb) as (W & T & Q); apply tidy_enclosed.
    destruct (times_enclosed (value_at a) (value_at b) i v w s t p q (fun x Hx => proj2 (V x Hx)) (fun x Hx => proj2 (W x Hx)) S T P Q) as (H1 & H2 & H3).
    split; [|split; assumption]; intros x Hx; destruct (V x Hx), (W x Hx); split; [split; assumption | apply H1, Hx].
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; destruct (range U i b) as [[w t q]|] eqn:Eb; [|discriminate].
    destruct (inverse_i w) as [r|] eqn:Er; [|discriminate]; apply same_some in E; subst e.
    destruct (IHa _ _ Ea) as (V & S & P), (IHb _ _ Eb) as (W & T & Q); apply tidy_enclosed.
    assert (I : forall x, inside x i -> value_at b x <> 0 /\ inside (/ value_at b x) r) by (intros x Hx; apply (inverse_inside _ _ _ (proj2 (W x Hx)) Er)).
    assert (T' : has_slopes (fun x => / value_at b x) i (mapped (fun b => negative_i (times_i (times_i r r) b)) t)).
    { apply (slopes_mapped _ _ i _ t T); intros c x y Hx Hy B; destruct (I x Hx) as [Nx Ix], (I y Hy) as [Ny Iy].
      replace (/ value_at b y - / value_at b x) with (- (/ value_at b x * / value_at b y * (value_at b y - value_at b x))) by (field; auto).
      apply slope_negative, slope_times; [apply times_inside; assumption | exact B]. }
    destruct (times_enclosed (value_at a) (fun x => / value_at b x) i v r s _ p None (fun x Hx => proj2 (V x Hx)) (fun x Hx => proj2 (I x Hx)) S T' P (no_multiples _ _)) as (H1 & H2 & H3).
    split; [|split; assumption]; intros x Hx; destruct (V x Hx), (W x Hx), (I x Hx); split; [split; [assumption | split; assumption] | apply H1, Hx].
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; destruct (range U i b) as [[w t q]|] eqn:Eb; [|discriminate]; apply same_some in E; subst e.
    destruct (IHa _ _ Ea) as (V & S & P), (IHb _ _ Eb) as (W & T & Q); cbn [enclosed_by value_at]; split; [|split; [|apply no_multiples]].
    + intros x Hx; destruct (V x Hx), (W x Hx); split; [split; assumption | apply least_inside; assumption].
    + apply (slopes_chosen (value_at a) (value_at b)); try assumption; [| |left; reflexivity];
        intros H x Hx; apply at_most_true in H; pose proof (proj2 (V x Hx)); pose proof (proj2 (W x Hx)); unfold inside in *; unfold Rmin; destruct (Rle_dec _ _); lra.
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; destruct (range U i b) as [[w t q]|] eqn:Eb; [|discriminate]; apply same_some in E; subst e.
    destruct (IHa _ _ Ea) as (V & S & P), (IHb _ _ Eb) as (W & T & Q); cbn [enclosed_by value_at]; split; [|split; [|apply no_multiples]].
    + intros x Hx; destruct (V x Hx), (W x Hx); split; [split; assumption | apply greatest_inside; assumption].
    + apply (slopes_chosen (value_at a) (value_at b)); try assumption; [| |right; reflexivity];
        intros H x Hx; apply at_most_true in H; pose proof (proj2 (V x Hx)); pose proof (proj2 (W x Hx)); unfold inside in *; unfold Rmax; destruct (Rle_dec _ _); lra.
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; apply same_some in E; subst e; destruct (IHa _ _ Ea) as (V & S & P); cbn [enclosed_by value_at]; split; [|split].
    + intros x Hx; destruct (V x Hx); split; [assumption | apply negative_inside; assumption].
    + apply (slopes_mapped _ _ i _ s S); intros c x y _ _ A; replace (- value_at a y - - value_at a x) with (- (value_at a y - value_at a x)) by ring; apply slope_negative, A.
    + intros u Eu x Hx; destruct p as [p|]; [|discriminate]; injection Eu as <-; destruct (P p eq_refl x Hx) as (z & Hz & ->); exists (- z); split; [apply negative_inside, Hz | ring].
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; apply same_some in E; subst e; destruct (IHa _ _ Ea) as (V & S & P); cbn [enclosed_by value_at]; split; [|split; [|apply no_multiples]].
    + intros x Hx; destruct (V x Hx); split; [assumption | apply absolute_inside; assumption].
    + apply (slopes_chosen (value_at a) (fun x => - value_at a x)); try assumption.
      * apply (slopes_mapped _ _ i _ s S); intros c x y _ _ A; replace (- value_at a y - - value_at a x) with (- (value_at a y - value_at a x)) by ring; apply slope_negative, A.
      * intros H x Hx; apply at_most_true in H; rewrite Q2R_0 in H; pose proof (proj2 (V x Hx)); unfold inside in *; apply Rabs_pos_eq; lra.
      * intros H x Hx; apply at_most_true in H; rewrite Q2R_0 in H; pose proof (proj2 (V x Hx)); unfold inside in *; apply Rabs_left1; lra.
      * right; intros x _; unfold Rabs, Rmax; destruct (Rcase_abs _), (Rle_dec _ _); lra.
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; apply same_some in E; subst e; destruct (IHa _ _ Ea) as (V & S & P).
    apply tidy_enclosed; cbn [enclosed_by value_at]; split; [|split; [|apply no_multiples]].
    + intros x Hx; destruct (V x Hx); split; [assumption | apply power_inside; assumption].
    + apply (slopes_mapped _ _ i _ s S); intros c x y Hx Hy A; apply power_slope_holds; [apply V, Hx | apply V, Hy | exact A].
  - destruct (knots_rise (fst first) others) eqn:K; [|discriminate].
    destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; apply same_some in E; subst e; destruct (IHa _ _ Ea) as (V & S & P).
    apply tidy_enclosed; cbn [enclosed_by value_at]; split; [|split; [|apply no_multiples]].
    + intros x Hx; destruct (V x Hx); split; [assumption | apply piecewise_range_holds; assumption].
    + apply (slopes_mapped _ _ i _ s S); intros c x y Hx Hy A; refine (slope_chain _ _ _ _ _ _ A).
      pose proof (proj2 (V x Hx)) as Ix; pose proof (proj2 (V y Hy)) as Iy.
      destruct (Rle_dec (value_at a x) (value_at a y)) as [L|L]; [apply piecewise_rises_hold; assumption|].
      apply slope_order; rewrite !Ropp_minus_distr; apply piecewise_rises_hold; try assumption; lra.
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; destruct (root_i U v) as [r|] eqn:Er; [|discriminate]; apply same_some in E; subst e.
    destruct (IHa _ _ Ea) as (V & S & P).
    assert (Rt : forall x, inside x i -> 0 <= value_at a x /\ inside (sqrt (value_at a x)) r) by (intros x Hx; apply (root_inside U _ v); [exact HU | apply V, Hx | exact Er]).
    apply tidy_enclosed; cbn [enclosed_by value_at]; split; [|split; [|apply no_multiples]].
    + intros x Hx; destruct (V x Hx), (Rt x Hx); split; [split; assumption | assumption].
    + destruct (inverse_i (plus_i r r)) as [h|] eqn:Eh; [|apply no_slopes].
      apply (slopes_mapped _ _ i _ s S); intros c x y Hx Hy A; destruct (Rt x Hx) as [Px Ix], (Rt y Hy) as [Py Iy].
      destruct (inverse_inside _ _ _ (plus_inside _ _ _ _ Ix Iy) Eh) as [N H].
      replace (sqrt (value_at a y) - sqrt (value_at a x)) with (/ (sqrt (value_at a x) + sqrt (value_at a y)) * (value_at a y - value_at a x)).
      * apply slope_times; assumption.
      * transitivity (/ (sqrt (value_at a x) + sqrt (value_at a y)) *
          (sqrt (value_at a y) * sqrt (value_at a y) - sqrt (value_at a x) * sqrt (value_at a x))); [rewrite !sqrt_sqrt by assumption; reflexivity | field; exact N].
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; destruct (exponential_i U v) as [d|] eqn:Ed; [|discriminate]; apply same_some in E; subst e.
    destruct (IHa _ _ Ea) as (V & S & P); apply tidy_enclosed; cbn [enclosed_by value_at]; split; [|split; [|apply no_multiples]].
    + intros x Hx; destruct (V x Hx) as [V1 V2]; split; [exact V1 | apply (exponential_inside U _ v); assumption].
    + apply (slopes_mapped _ _ i _ s S); intros c x y Hx Hy A; refine (slope_chain _ _ _ _ _ _ A).
      apply (slope_of_derivative exp exp v); [apply derivable_pt_lim_exp | apply V, Hx | apply V, Hy | intros z Hz; apply (exponential_inside U _ v); assumption].
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; apply same_some in E; subst e; destruct (IHa _ _ Ea) as (V & S & P).
    apply tidy_enclosed; cbn [enclosed_by value_at]; split; [|split; [|apply no_multiples]].
    + intros x Hx; destruct (V x Hx) as [V1 V2]; split; [exact V1|]; cbn [value_at]; unfold or_else; destruct (sine_exactly p) as [r|] eqn:Er; [|apply sine_inside, V2].
      unfold sine_exactly in Er; destruct p as [p|]; [|discriminate]; destruct (P p eq_refl x Hx) as (z & Hz & ->).
      assert (Hw : inside (1 / 2 - z) (minus_i (just (1 # 2)) p)) by (apply minus_inside; [apply (just_inside (1 # 2)) | exact Hz]).
      pose proof (cosine_exactly_holds _ _ _ Er Hw) as C; rewrite <- cos_shift; replace (PI / 2 - PI * z) with (PI * (1 / 2 - z)) by field; rewrite C; apply just_inside.
    + apply (slopes_mapped _ _ i _ s S); intros c x y Hx Hy A; refine (slope_chain _ _ _ _ _ _ A).
      apply (slope_of_derivative sin cos v); [apply derivable_pt_lim_sin | apply V, Hx | apply V, Hy | intros z Hz; apply cosine_inside, Hz].
  - destruct (range U i a) as [[v s p]|] eqn:Ea; [|discriminate]; apply same_some in E; subst e; destruct (IHa _ _ Ea) as (V & S & P).
    apply tidy_enclosed; cbn [enclosed_by value_at]; split; [|split; [|apply no_multiples]].
    + intros x Hx; destruct (V x Hx) as [V1 V2]; split; [exact V1|]; cbn [value_at]; unfold or_else; destruct (cosine_exactly p) as [r|] eqn:Er; [|apply cosine_inside, V2].
      destruct p as [p|]; [|discriminate]; destruct (P p eq_refl x Hx) as (z & Hz & ->); rewrite (cosine_exactly_holds _ _ _ Er Hz); apply just_inside.
    + apply (slopes_mapped _ _ i _ s S); intros c x y Hx Hy A; refine (slope_chain _ _ _ _ _ _ A).
      apply (slope_of_derivative cos (fun z => - sin z) v); [apply derivable_pt_lim_cos | apply V, Hx | apply V, Hy | intros z Hz; apply negative_inside, sine_inside, Hz].
Qed.
