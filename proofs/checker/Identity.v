(** * Certificates of identities, and of inequalities that say where their polynomial comes from

    Both sides are expanded into polynomials with rational coefficients. What an expression means is said over the real numbers: a derivative
    in it is the derivative of a function. *)

From Coq Require Import Reals List Lra Lia ZArith QArith Qreals Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics checker.Enclosures checker.Classification checker.Inequality checker.Polynomials.
Open Scope R_scope.

(** Operations of several arguments are written by two. [Apply k]: the k-th of the polynomials named before. *)
Inductive expression :=
| Var (i : nat)
| Const (q : Q)
| Coefficients (qs : list Q)
| Sum (a b : expression)
| Difference (a b : expression)
| Product (a b : expression)
| Negative (a : expression)
| Power (a : expression) (k : nat)
| Derivative (i : nat) (a : expression)
| Apply (k : nat) (args : expressions)
with expressions :=
| NoMore
| More (a : expression) (rest : expressions).

Scheme expression_both := Induction for expression Sort Prop with expressions_both := Induction for expressions Sort Prop.
Combined Scheme expression_induction from expression_both, expressions_both.

(** ** What an expression means

    [means n fs e f]: with the functions [fs] named before, e is the function f of n real numbers. *)

Definition on (n : nat) (f g : list R -> R) : Prop := forall env, length env = n -> f env = g env.

Fixpoint means (n : nat) (fs : list (list R -> R)) (e : expression) (f : list R -> R) : Prop :=
  match e with
  | Var i => on n f (fun env => nth i env 0)
  | Const q => on n f (fun _ => Q2R q)
  | Coefficients qs => on n f (fun env => value_of qs (nth 0 env 0))
  | Sum a b => exists g h, means n fs a g /\ means n fs b h /\ on n f (fun env => g env + h env)
  | Difference a b => exists g h, means n fs a g /\ means n fs b h /\ on n f (fun env => g env - h env)
  | Product a b => exists g h, means n fs a g /\ means n fs b h /\ on n f (fun env => g env * h env)
  | Negative a => exists g, means n fs a g /\ on n f (fun env => - g env)
  | Power a k => exists g, means n fs a g /\ on n f (fun env => g env ^ k)
  | Derivative i a => exists g, means n fs a g /\
      forall env, length env = n -> derivable_pt_lim (fun t => g (update i t env)) (nth i env 0) (f env)
  | Apply k args => exists gs, mean n fs args gs /\ on n f (fun env => nth k fs (fun _ => 0) (map (fun g => g env) gs))
  end
with mean (n : nat) (fs : list (list R -> R)) (es : expressions) (gs : list (list R -> R)) : Prop :=
  match es with
  | NoMore => gs = []
  | More e rest => exists g gs', gs = g :: gs' /\ means n fs e g /\ mean n fs rest gs'
  end.

(** Polynomials that are named one after the other, each with the number of its variables. *)
Fixpoint defined (names : list (nat * expression)) (fs all : list (list R -> R)) : Prop :=
  match names with
  | [] => all = fs
  | (n, e) :: rest => exists f, means n fs e f /\ defined rest (fs ++ [f]) all
  end.

(** ** Expansion *)

Fixpoint from_coefficients (D : Z) (qs : list Q) : poly :=
  match qs with [] => Num 0 | q :: rest => Cons (Num (scaled D q)) (from_coefficients D rest) end.

Fixpoint expand (n : nat) (known : list (nat * fraction)) (e : expression) : option fraction :=
  match e with
  | Var i => if Nat.ltb i n then Some (poly_variable i, 1%Z) else None
  | Const q => Some (Num (Qnum q), Zpos (Qden q))
  | Coefficients qs =>
      let D := common_denominator 1 qs in
      if (0 <? D)%Z then if all (is_exact D) qs then if Nat.ltb 0 n then Some (from_coefficients D qs, D) else None else None else None
  | Sum a b =>
      match expand n known a with
      | Some p => match expand n known b with Some q => Some (fraction_plus p q) | None => None end
      | None => None
      end
  | Difference a b =>
      match expand n known a with
      | Some p => match expand n known b with Some q => Some (fraction_plus p (fraction_negated q)) | None => None end
      | None => None
      end
  | Product a b =>
      match expand n known a with
      | Some p => match expand n known b with Some q => Some (fraction_times p q) | None => None end
      | None => None
      end
  | Negative a => match expand n known a with Some p => Some (fraction_negated p) | None => None end
  | Power a k => match expand n known a with Some p => Some (fraction_power p k) | None => None end
  | Derivative i a =>
      if Nat.ltb i n then
        match expand n known a with Some p => Some (poly_derivative i (fst p), snd p) | None => None end
      else None
  | Apply k args =>
      match nth_error known k with
      | Some (m, (p, D)) =>
          match expand_all n known args with
          | Some ps =>
              if Nat.eqb (length ps) m then let r := substituted p ps in Some (fst r, (snd r * D)%Z) else None
          | None => None
          end
      | None => None
      end
  end
with expand_all (n : nat) (known : list (nat * fraction)) (es : expressions) : option (list fraction) :=
  match es with
  | NoMore => Some []
  | More e rest =>
      match expand n known e with
      | Some p => match expand_all n known rest with Some ps => Some (p :: ps) | None => None end
      | None => None
      end
  end.

Fixpoint expand_names (names : list (nat * expression)) (known : list (nat * fraction)) : option (list (nat * fraction)) :=
  match names with
  | [] => Some known
  | (n, e) :: rest => match expand n known e with Some p => expand_names rest (known ++ [(n, p)]) | None => None end
  end.

Definition same_fraction (a b : fraction) : bool :=
  poly_is_zero (fst (fraction_plus a (fraction_negated b))).

Definition check_identity (n : nat) (names : list (nat * expression)) (left right : expression) : bool :=
  match expand_names names [] with
  | Some known =>
      match expand n known left with
      | Some p => match expand n known right with Some q => same_fraction p q | None => false end
      | None => false
      end
  | None => false
  end.

(** The inequality, and that its polynomial is what [stated] says. *)
Definition check_stated_inequality (halvings : nat) (p : list Q) (a b : Q) (greater : bool) (names : list (nat * expression)) (stated : expression) : bool :=
  if check_identity 1 names stated (Coefficients p) then check_inequality halvings p a b greater else false.

(** ** Soundness *)

Definition known_for (fs : list (list R -> R)) (known : list (nat * fraction)) : Prop :=
  Forall2 (fun f a => stands_for (fst a) f (snd a)) fs known.

Lemma stands_on n f g a : on n f g -> stands_for n g a -> stands_for n f a.
Proof. intros E [HD H]; split; [exact HD|]; intros env L; rewrite E by exact L; apply H, L. Qed.

Lemma from_coefficients_value D qs env : all (is_exact D) qs = true -> (0 < length env)%nat ->
  eval (from_coefficients D qs) env = IZR D * value_of qs (nth 0 env 0).
Proof.
  intros H L; destruct env as [|x env]; [cbn in L; lia|]; cbn [nth].
  induction qs as [|q qs IH]; cbn [all from_coefficients eval value_of hd tl] in *; [ring|].
  destruct (is_exact D q) eqn:E; [|discriminate]; rewrite IH by exact H; pose proof (scaled_times D q E) as T; unfold times in T; rewrite T; ring.
Qed.

Lemma nth_known fs known k m a : known_for fs known -> nth_error known k = Some (m, a) -> stands_for m (nth k fs (fun _ => 0)) a.
Proof.
  intros H; revert k; induction H as [|f b fs known Hf H IH]; intros [|k] E; try discriminate; cbn [nth nth_error] in *.
  - injection E as ->; exact Hf.
  - apply IH, E.
Qed.

Lemma constant_stands n q : stands_for n (fun _ => Q2R q) (Num (Qnum q), Zpos (Qden q)).
Proof.
  split; cbn [fst snd eval]; [reflexivity|]; intros env _; unfold Q2R; field.
  apply not_eq_sym, Rlt_not_eq, (IZR_lt 0); reflexivity.
Qed.

Lemma coefficients_stand n qs : (0 < common_denominator 1 qs)%Z -> all (is_exact (common_denominator 1 qs)) qs = true -> (0 < n)%nat ->
  stands_for n (fun env => value_of qs (nth 0 env 0)) (from_coefficients (common_denominator 1 qs) qs, common_denominator 1 qs).
Proof.
  intros HD H Hn; split; cbn [fst snd]; [exact HD|]; intros env L; symmetry; apply from_coefficients_value; [exact H | lia].
Qed.

Lemma derivative_of_function n g a i env l : stands_for n g a -> length env = n -> (i < n)%nat ->
  (derivable_pt_lim (fun t => g (update i t env)) (nth i env 0) l <-> IZR (snd a) * l = eval (poly_derivative i (fst a)) env).
Proof.
  intros [HD H] L Hi; apply IZR_lt in HD.
  pose proof (eval_derivative (fst a) i env ltac:(lia)) as D.
  assert (G : forall t, / IZR (snd a) * eval (fst a) (update i t env) = g (update i t env))
    by (intros t; rewrite <- H by (rewrite update_length; exact L); field; lra).
  assert (K : derivable_pt_lim (fun t => g (update i t env)) (nth i env 0) (/ IZR (snd a) * eval (poly_derivative i (fst a)) env)).
  { eapply derivable_ext; [exact G|]; apply derivable_pt_lim_scal with (f := fun t => eval (fst a) (update i t env)), D. }
  split; intros E.
  - rewrite (uniqueness_limite _ _ _ _ E K); field; lra.
  - replace l with (/ IZR (snd a) * eval (poly_derivative i (fst a)) env); [exact K|]; rewrite <- E; field; lra.
Qed.

(** Whatever function an expression means, its expansion stands for it. *)
Lemma expansion_is_meant n fs known : known_for fs known ->
  (forall e p, expand n known e = Some p -> forall f, means n fs e f -> stands_for n f p) /\
  (forall es ps, expand_all n known es = Some ps -> forall gs, mean n fs es gs -> Forall2 (stands_for n) gs ps).
Proof.
  intros Hk; apply expression_induction.
  - intros i p E f M; cbn [expand means] in *; destruct (Nat.ltb i n); [|discriminate]; injection E as <-.
    apply (stands_on _ _ _ _ M); split; cbn [fst snd]; [lia|]; intros env _; rewrite eval_variable; ring.
  - intros q p E f M; injection E as <-; apply (stands_on _ _ _ _ M), constant_stands.
  - intros qs p E f M; cbn [expand means] in *; destruct (Z.ltb_spec 0 (common_denominator 1 qs)); [|discriminate].
    destruct (all (is_exact (common_denominator 1 qs)) qs) eqn:A; [|discriminate]; destruct (Nat.ltb_spec 0 n); [|discriminate].
    injection E as <-; apply (stands_on _ _ _ _ M), coefficients_stand; assumption.
  - intros a IHa b IHb p E f (g & h & Mg & Mh & M); cbn [expand] in E.
    destruct (expand n known a) as [pa|]; [|discriminate]; destruct (expand n known b) as [pb|]; [|discriminate]; injection E as <-.
    apply (stands_on _ _ _ _ M), (plus_stands n g h); [apply (IHa _ eq_refl _ Mg) | apply (IHb _ eq_refl _ Mh)].
  - intros a IHa b IHb p E f (g & h & Mg & Mh & M); cbn [expand] in E.
    destruct (expand n known a) as [pa|]; [|discriminate]; destruct (expand n known b) as [pb|]; [|discriminate]; injection E as <-.
    apply (stands_on _ _ _ _ M), (plus_stands n g (fun env => - h env)); [apply (IHa _ eq_refl _ Mg) | apply negated_stands, (IHb _ eq_refl _ Mh)].
  - intros a IHa b IHb p E f (g & h & Mg & Mh & M); cbn [expand] in E.
    destruct (expand n known a) as [pa|]; [|discriminate]; destruct (expand n known b) as [pb|]; [|discriminate]; injection E as <-.
    apply (stands_on _ _ _ _ M), (times_stands n g h); [apply (IHa _ eq_refl _ Mg) | apply (IHb _ eq_refl _ Mh)].
  - intros a IHa p E f (g & Mg & M); cbn [expand] in E.
    destruct (expand n known a) as [pa|]; [|discriminate]; injection E as <-.
    apply (stands_on _ _ _ _ M), negated_stands, (IHa _ eq_refl _ Mg).
  - intros a IHa k p E f (g & Mg & M); cbn [expand] in E.
    destruct (expand n known a) as [pa|]; [|discriminate]; injection E as <-.
    apply (stands_on _ _ _ _ M), power_stands, (IHa _ eq_refl _ Mg).
  - intros i a IHa p E f (g & Mg & M); cbn [expand] in E; destruct (Nat.ltb_spec i n) as [Hi|]; [|discriminate].
    destruct (expand n known a) as [pa|]; [|discriminate]; injection E as <-; specialize (IHa _ eq_refl _ Mg).
    split; cbn [fst snd]; [apply IHa|]; intros env L.
    apply (derivative_of_function n g pa i env (f env) IHa L Hi), M, L.
  - intros k args IHargs p E f (gs & Mg & M); cbn [expand] in E.
    destruct (nth_error known k) as [[m [q D]]|] eqn:Ek; [|discriminate].
    destruct (expand_all n known args) as [ps|]; [|discriminate]; destruct (Nat.eqb_spec (length ps) m) as [Em|]; [|discriminate]; injection E as <-.
    specialize (IHargs _ eq_refl _ Mg); pose proof (nth_known _ _ _ _ _ Hk Ek) as [HD HF]; cbn [fst snd] in *.
    destruct (substituted_stands n q gs ps IHargs) as [HS HE]; apply (stands_on _ _ _ _ M); split; cbn [fst snd]; [lia|].
    intros env L; rewrite mult_IZR, <- HE by exact L.
    rewrite <- HF by (rewrite map_length, (same_length IHargs); exact Em); ring.
  - intros ps E gs M; injection E as <-; cbn [mean] in M; subst; constructor.
  - intros e IHe rest IHrest ps E gs (g & gs' & -> & Mg & M); cbn [expand_all] in E.
    destruct (expand n known e) as [p|]; [|discriminate]; destruct (expand_all n known rest) as [qs|]; [|discriminate]; injection E as <-.
    constructor; [apply (IHe _ eq_refl _ Mg) | apply (IHrest _ eq_refl _ M)].
Qed.

(** What can be expanded means a function. *)
Lemma expansion_has_meaning n fs known : known_for fs known ->
  (forall e p, expand n known e = Some p -> exists f, means n fs e f) /\
  (forall es ps, expand_all n known es = Some ps -> exists gs, mean n fs es gs).
Proof.
  intros Hk; assert (Refl : forall f, on n f f) by (intros f env _; reflexivity); apply expression_induction.
  - intros i p E; eexists; apply Refl.
  - intros q p E; eexists; apply Refl.
  - intros qs p E; eexists; apply Refl.
  - intros a IHa b IHb p E; cbn [expand] in E.
    destruct (expand n known a); [|discriminate]; destruct (expand n known b); [|discriminate].
    destruct (IHa _ eq_refl) as [g Mg], (IHb _ eq_refl) as [h Mh]; eexists; exists g, h; split; [exact Mg|]; split; [exact Mh | apply Refl].
  - intros a IHa b IHb p E; cbn [expand] in E.
    destruct (expand n known a); [|discriminate]; destruct (expand n known b); [|discriminate].
    destruct (IHa _ eq_refl) as [g Mg], (IHb _ eq_refl) as [h Mh]; eexists; exists g, h; split; [exact Mg|]; split; [exact Mh | apply Refl].
  - intros a IHa b IHb p E; cbn [expand] in E.
    destruct (expand n known a); [|discriminate]; destruct (expand n known b); [|discriminate].
    destruct (IHa _ eq_refl) as [g Mg], (IHb _ eq_refl) as [h Mh]; eexists; exists g, h; split; [exact Mg|]; split; [exact Mh | apply Refl].
  - intros a IHa p E; cbn [expand] in E; destruct (expand n known a); [|discriminate].
    destruct (IHa _ eq_refl) as [g Mg]; eexists; exists g; split; [exact Mg | apply Refl].
  - intros a IHa k p E; cbn [expand] in E; destruct (expand n known a); [|discriminate].
    destruct (IHa _ eq_refl) as [g Mg]; eexists; exists g; split; [exact Mg | apply Refl].
  - intros i a IHa p E; cbn [expand] in E; destruct (Nat.ltb_spec i n) as [Hi|]; [|discriminate].
    destruct (expand n known a) as [pa|] eqn:Ea; [|discriminate]; destruct (IHa _ eq_refl) as [g Mg].
    pose proof (proj1 (expansion_is_meant n fs known Hk) a pa Ea g Mg) as S; pose proof S as [HD _]; apply IZR_lt in HD.
    exists (fun env => / IZR (snd pa) * eval (poly_derivative i (fst pa)) env); exists g; split; [exact Mg|]; intros env L.
    apply (derivative_of_function n g pa i env _ S L Hi); field; lra.
  - intros k args IHargs p E; cbn [expand] in E.
    destruct (nth_error known k) as [[m [q D]]|]; [|discriminate]; destruct (expand_all n known args); [|discriminate].
    destruct (IHargs _ eq_refl) as [gs Mg]; eexists; exists gs; split; [exact Mg | apply Refl].
  - intros ps E; exists []; reflexivity.
  - intros e IHe rest IHrest ps E; cbn [expand_all] in E.
    destruct (expand n known e); [|discriminate]; destruct (expand_all n known rest); [|discriminate].
    destruct (IHe _ eq_refl) as [g Mg], (IHrest _ eq_refl) as [gs M]; exists (g :: gs), g, gs; repeat split; assumption.
Qed.

Lemma names_are_meant names : forall known known' fs fs', known_for fs known -> expand_names names known = Some known' ->
  defined names fs fs' -> known_for fs' known'.
Proof.
  induction names as [|[n e] names IH]; intros known known' fs fs' Hk E D; cbn [expand_names defined] in *.
  - injection E as <-; subst; exact Hk.
  - destruct (expand n known e) as [p|] eqn:Ee; [|discriminate]; destruct D as (f & M & D).
    apply (IH _ _ _ _ (Forall2_app Hk (Forall2_cons f (n, p) (proj1 (expansion_is_meant n fs known Hk) e p Ee f M) (Forall2_nil _))) E D).
Qed.

Lemma names_have_meaning names : forall known known' fs, known_for fs known -> expand_names names known = Some known' ->
  exists fs', defined names fs fs'.
Proof.
  induction names as [|[n e] names IH]; intros known known' fs Hk E; cbn [expand_names defined] in *; [exists fs; reflexivity|].
  destruct (expand n known e) as [p|] eqn:Ee; [|discriminate].
  destruct (proj1 (expansion_has_meaning n fs known Hk) e p Ee) as [f M].
  pose proof (Forall2_app Hk (Forall2_cons f (n, p) (proj1 (expansion_is_meant n fs known Hk) e p Ee f M) (Forall2_nil _))) as Hk'.
  destruct (IH _ _ _ Hk' E) as [fs' D]; exists fs', f; split; assumption.
Qed.

Lemma same_fraction_sound n f g a b : stands_for n f a -> stands_for n g b -> same_fraction a b = true -> on n f g.
Proof.
  unfold same_fraction; intros Hf Hg H env L.
  destruct (plus_stands n f (fun e => - g e) a (fraction_negated b) Hf (negated_stands _ _ _ Hg)) as [HD E].
  specialize (E env L); rewrite (eval_zero _ H) in E; apply IZR_lt in HD; apply Rmult_integral in E; destruct E; lra.
Qed.

(** What is accepted as an identity is one: both sides mean functions, and these have the same value at all real numbers. *)
Theorem identity_is_sound n names left right :
  check_identity n names left right = true ->
  (exists fs f g, defined names [] fs /\ means n fs left f /\ means n fs right g) /\
  forall fs f g, defined names [] fs -> means n fs left f -> means n fs right g ->
    forall env, length env = n -> f env = g env.
Proof.
  unfold check_identity; destruct (expand_names names []) as [known|] eqn:En; [|discriminate].
  destruct (expand n known left) as [p|] eqn:El; [|discriminate]; destruct (expand n known right) as [q|] eqn:Er; [|discriminate].
  intros H; split.
  - destruct (names_have_meaning names [] known [] (Forall2_nil _) En) as [fs D].
    pose proof (names_are_meant names [] known [] fs (Forall2_nil _) En D) as Hk.
    destruct (proj1 (expansion_has_meaning n fs known Hk) left p El) as [f Mf].
    destruct (proj1 (expansion_has_meaning n fs known Hk) right q Er) as [g Mg]; exists fs, f, g; repeat split; assumption.
  - intros fs f g D Mf Mg; pose proof (names_are_meant names [] known [] fs (Forall2_nil _) En D) as Hk.
    apply (same_fraction_sound n f g p q); [| |exact H]; eapply (expansion_is_meant n fs known Hk); eassumption.
Qed.

(** What is accepted as an inequality about a stated polynomial holds of the function that was stated. *)
Theorem stated_inequality_is_sound halvings p a b greater names stated :
  check_stated_inequality halvings p a b greater names stated = true ->
  (exists fs f, defined names [] fs /\ means 1 fs stated f) /\
  forall fs f, defined names [] fs -> means 1 fs stated f ->
    forall x, Q2R a < x < Q2R b -> f [x] = value_of p x /\ if greater then 0 < f [x] else f [x] < 0.
Proof.
  unfold check_stated_inequality; destruct (check_identity 1 names stated (Coefficients p)) eqn:I; [|discriminate]; intros H.
  destruct (identity_is_sound _ _ _ _ I) as [(fs & f & g & D & M & _) U]; split; [exists fs, f; split; assumption|].
  clear fs f g D M; intros fs f D M x Hx.
  assert (E : f [x] = value_of p x) by (apply (U fs f (fun env => value_of p (nth 0 env 0)) D M); [intros env _; reflexivity | reflexivity]).
  split; [exact E|]; pose proof (proj2 (inequality_is_sound _ _ _ _ _ H) x Hx); rewrite E; assumption.
Qed.
