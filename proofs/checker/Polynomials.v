(** * Polynomials in several variables, with integer coefficients

    [Cons h r] is h + x r, with h in the variables after the first, x. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
Open Scope R_scope.

Inductive poly := Num (c : Z) | Cons (h r : poly).

Fixpoint eval (p : poly) (env : list R) : R :=
  match p with
  | Num c => IZR c
  | Cons h r => eval h (tl env) + hd 0 env * eval r env
  end.

Fixpoint poly_plus_number (a : Z) (q : poly) : poly :=
  match q with Num b => Num (a + b) | Cons h r => Cons (poly_plus_number a h) r end.

Fixpoint poly_plus (p q : poly) : poly :=
  match p with
  | Num a => poly_plus_number a q
  | Cons h r => match q with Num b => Cons (poly_plus_number b h) r | Cons h' r' => Cons (poly_plus h h') (poly_plus r r') end
  end.

Fixpoint poly_scale (a : Z) (q : poly) : poly :=
  match q with Num b => Num (a * b) | Cons h r => Cons (poly_scale a h) (poly_scale a r) end.

(** h q for h in the variables after the first; [times] multiplies h. *)
Fixpoint over_head (times : poly -> poly) (h q : poly) : poly :=
  match q with Num b => Cons (poly_scale b h) (Num 0) | Cons h' r' => Cons (times h') (over_head times h r') end.

Fixpoint poly_times (p : poly) : poly -> poly :=
  match p with
  | Num a => poly_scale a
  | Cons h r => fun q => poly_plus (over_head (poly_times h) h q) (Cons (Num 0) (poly_times r q))
  end.

Fixpoint poly_is_zero (p : poly) : bool :=
  match p with Num c => (c =? 0)%Z | Cons h r => if poly_is_zero h then poly_is_zero r else false end.

Fixpoint poly_variable (i : nat) : poly :=
  match i with O => Cons (Num 0) (Num 1) | S j => Cons (poly_variable j) (Num 0) end.

Fixpoint poly_derivative (i : nat) (p : poly) : poly :=
  match p with
  | Num _ => Num 0
  | Cons h r =>
      match i with
      | O => poly_plus r (Cons (Num 0) (poly_derivative 0 r))
      | S j => Cons (poly_derivative j h) (poly_derivative i r)
      end
  end.

Lemma eval_plus_number a q : forall env, eval (poly_plus_number a q) env = IZR a + eval q env.
Proof. induction q as [b|h IHh r IHr]; intros env; cbn [poly_plus_number eval]; [apply plus_IZR | rewrite IHh; ring]. Qed.

Lemma eval_plus p : forall q env, eval (poly_plus p q) env = eval p env + eval q env.
Proof.
  induction p as [a|h IHh r IHr]; intros q env; cbn [poly_plus]; [apply eval_plus_number|].
  destruct q as [b|h' r']; cbn [eval]; [rewrite eval_plus_number; ring | rewrite IHh, IHr; ring].
Qed.

Lemma eval_scale a q : forall env, eval (poly_scale a q) env = IZR a * eval q env.
Proof. induction q as [b|h IHh r IHr]; intros env; cbn [poly_scale eval]; [apply mult_IZR | rewrite IHh, IHr; ring]. Qed.

Lemma eval_over_head times h q : (forall s env, eval (times s) env = eval h env * eval s env) ->
  forall env, eval (over_head times h q) env = eval h (tl env) * eval q env.
Proof.
  intros T; induction q as [b|h' IHh r' IHr]; intros env; cbn [over_head eval]; [rewrite eval_scale; ring | rewrite T, IHr; ring].
Qed.

Lemma eval_times p : forall q env, eval (poly_times p q) env = eval p env * eval q env.
Proof.
  induction p as [a|h IHh r IHr]; intros q env; cbn [poly_times]; [apply eval_scale|].
  rewrite eval_plus, eval_over_head by exact IHh; cbn [eval]; rewrite IHr; ring.
Qed.

Lemma eval_zero p : poly_is_zero p = true -> forall env, eval p env = 0.
Proof.
  induction p as [c|h IHh r IHr]; cbn [poly_is_zero eval]; intros H env.
  - apply Z.eqb_eq in H; subst; reflexivity.
  - destruct (poly_is_zero h); [|discriminate]; rewrite (IHh eq_refl), (IHr H); ring.
Qed.

Lemma eval_variable i : forall env, eval (poly_variable i) env = nth i env 0.
Proof.
  induction i as [|i IH]; intros env; cbn [poly_variable eval]; destruct env as [|x env]; cbn [hd tl nth]; try ring.
  - rewrite IH; destruct i; cbn; ring.
  - rewrite IH; ring.
Qed.

(** The i-th component replaced. *)
Fixpoint update (i : nat) (t : R) (env : list R) : list R :=
  match env with
  | [] => []
  | x :: rest => match i with O => t :: rest | S j => x :: update j t rest end
  end.

Lemma update_length i t env : length (update i t env) = length env.
Proof. revert i; induction env; intros [|i]; cbn [update length]; auto. Qed.

Lemma update_same i env : update i (nth i env 0) env = env.
Proof. revert i; induction env as [|x env IH]; intros [|i]; cbn [update nth]; try reflexivity; rewrite IH; reflexivity. Qed.

(** The formal derivative is the derivative. *)
Lemma eval_derivative p : forall i env, (i < length env)%nat ->
  derivable_pt_lim (fun t => eval p (update i t env)) (nth i env 0) (eval (poly_derivative i p) env).
Proof.
  induction p as [c|h IHh r IHr]; intros i env Hi; cbn [poly_derivative eval]; [apply derivable_pt_lim_const|].
  destruct env as [|x env]; [cbn in Hi; lia|]; destruct i as [|i]; cbn [update nth tl hd].
  - rewrite eval_plus; cbn [eval hd tl].
    replace (eval r (x :: env) + (0 + x * eval (poly_derivative 0 r) (x :: env)))
      with (0 + (1 * eval r (x :: env) + x * eval (poly_derivative 0 r) (x :: env))) by ring.
    apply (derivable_pt_lim_plus (fun _ => eval h env) (fun t => t * eval r (t :: env))); [apply derivable_pt_lim_const|].
    apply (derivable_pt_lim_mult (fun t => t) (fun t => eval r (t :: env))); [apply derivable_pt_lim_id|].
    apply (IHr 0%nat (x :: env)); cbn; lia.
  - cbn [length] in Hi; cbn [eval hd tl].
    apply (derivable_pt_lim_plus (fun t => eval h (update i t env)) (fun t => x * eval r (x :: update i t env))); [apply IHh; lia|].
    apply (derivable_pt_lim_scal (fun t => eval r (x :: update i t env))).
    apply (IHr (S i) (x :: env)); cbn; lia.
Qed.

(** ** Over a common denominator: (p, D) stands for p / D *)

Definition fraction := (poly * Z)%type.

Definition stands_for (n : nat) (f : list R -> R) (a : fraction) : Prop :=
  (0 < snd a)%Z /\ forall env, length env = n -> IZR (snd a) * f env = eval (fst a) env.

Definition fraction_plus (a b : fraction) : fraction :=
  let (p, D) := a in let (q, E) := b in
  let g := Z.gcd D E in
  let u := (E / g)%Z in let v := (D / g)%Z in
  if (if (0 <? u)%Z then (D * u =? E * v)%Z else false)
  then (poly_plus (poly_scale u p) (poly_scale v q), (D * u)%Z)
  else (poly_plus (poly_scale E p) (poly_scale D q), (D * E)%Z).

Definition fraction_times (a b : fraction) : fraction := (poly_times (fst a) (fst b), (snd a * snd b)%Z).
Definition fraction_negated (a : fraction) : fraction := (poly_scale (-1) (fst a), snd a).

Fixpoint fraction_power (a : fraction) (k : nat) : fraction :=
  match k with O => (Num 1, 1%Z) | S j => fraction_times a (fraction_power a j) end.

(** p with fractions in the place of its variables. *)
Fixpoint substituted (p : poly) (args : list fraction) : fraction :=
  match p with
  | Num c => (Num c, 1%Z)
  | Cons h r => fraction_plus (substituted h (tl args)) (fraction_times (hd (Num 0, 1%Z) args) (substituted r args))
  end.

Lemma plus_stands n f g a b : stands_for n f a -> stands_for n g b -> stands_for n (fun env => f env + g env) (fraction_plus a b).
Proof.
  destruct a as [p D], b as [q E]; unfold stands_for, fraction_plus; cbn [fst snd]; intros [HD Hf] [HE Hg].
  set (u := (E / Z.gcd D E)%Z); set (v := (D / Z.gcd D E)%Z); clearbody u v.
  assert (Big : stands_for n (fun env => f env + g env) (poly_plus (poly_scale E p) (poly_scale D q), (D * E)%Z)).
  { unfold stands_for; cbn [fst snd]; split; [lia|]; intros env L; rewrite eval_plus, !eval_scale, <- Hf, <- Hg by exact L; rewrite mult_IZR; ring. }
  destruct (Z.ltb_spec 0 u) as [Hu|]; [|exact Big]; destruct (Z.eqb_spec (D * u) (E * v)) as [Eq|]; [|exact Big]; cbn [fst snd].
  split; [lia|]; intros env L; rewrite eval_plus, !eval_scale, <- Hf, <- Hg by exact L.
  apply (f_equal IZR) in Eq; rewrite !mult_IZR in *.
  rewrite Rmult_plus_distr_l; rewrite Eq at 2; ring.
Qed.

Lemma times_stands n f g a b : stands_for n f a -> stands_for n g b -> stands_for n (fun env => f env * g env) (fraction_times a b).
Proof.
  unfold stands_for, fraction_times; cbn [fst snd]; intros [HD Hf] [HE Hg]; split; [lia|]; intros env L.
  rewrite eval_times, <- Hf, <- Hg, mult_IZR by exact L; ring.
Qed.

Lemma negated_stands n f a : stands_for n f a -> stands_for n (fun env => - f env) (fraction_negated a).
Proof.
  unfold stands_for, fraction_negated; cbn [fst snd]; intros [HD Hf]; split; [exact HD|]; intros env L.
  rewrite eval_scale, <- Hf by exact L; ring.
Qed.

Lemma power_stands n f a k : stands_for n f a -> stands_for n (fun env => f env ^ k) (fraction_power a k).
Proof.
  intros H; induction k as [|k IH]; cbn [fraction_power pow]; [split; cbn; [lia | intros; ring]|].
  apply (times_stands n f (fun env => f env ^ k)); assumption.
Qed.

Lemma substituted_stands n p : forall gs args, Forall2 (stands_for n) gs args ->
  stands_for n (fun env => eval p (map (fun g => g env) gs)) (substituted p args).
Proof.
  induction p as [c|h IHh r IHr]; intros gs args H; cbn [substituted eval]; [split; cbn; [lia | intros; ring]|].
  apply (plus_stands n (fun env => eval h (tl (map (fun g => g env) gs))) (fun env => hd 0 (map (fun g => g env) gs) * eval r (map (fun g => g env) gs))).
  - specialize (IHh (tl gs) (tl args)); destruct H; apply IHh; [constructor | assumption].
  - apply (times_stands n (fun env => hd 0 (map (fun g => g env) gs)) (fun env => eval r (map (fun g => g env) gs))); [|apply IHr, H].
    destruct H; cbn [map hd]; [split; cbn; [lia | intros; ring] | assumption].
Qed.
