(** * What the claims speak of

    Vectors, normalization layers, networks, sign changes, classification and shattering, over the real numbers. Everything that a theorem of
    this project says is said in these words; whoever wants to be convinced that a theorem says what is meant reads this file. [Examples.v]
    tests the definitions. *)

From Coq Require Import Reals List Lra Lia ZArith.
Import ListNotations.
Open Scope R_scope.

(** ** Vectors: lists of real numbers *)

Definition vec := list R.

Fixpoint sum (v : vec) : R :=
  match v with
  | [] => 0
  | x :: w => x + sum w
  end.

(** The inner product; of two vectors of different length, that of the common part. *)
Fixpoint dot (v w : vec) : R :=
  match v, w with
  | x :: v', y :: w' => x * y + dot v' w'
  | _, _ => 0
  end.

Fixpoint vadd (v w : vec) : vec :=
  match v, w with
  | x :: v', y :: w' => (x + y) :: vadd v' w'
  | _, _ => []
  end.

Definition vscale (a : R) (v : vec) : vec := map (fun x => a * x) v.

(** The sum of squares, |v|². *)
Definition ssq (v : vec) : R := dot v v.

Definition mean (v : vec) : R := sum v / INR (length v).

(** [sign x] is -1, 0 or 1. *)
Definition sign (x : R) : R :=
  if Rlt_dec 0 x then 1 else if Rlt_dec x 0 then -1 else 0.

(** ** Normalization layers

    [eps] is what is added inside the root. Where the root is 0 the vector is 0, and 0 / 0 is 0 * / 0 = 0, whatever / 0 may be: there the
    output is 0, as in the code. *)

Definition center (v : vec) : vec := map (fun x => x - mean v) v.

Definition rms (eps : R) (v : vec) : R := sqrt (ssq v / INR (length v) + eps).

Definition rms_norm (eps : R) (v : vec) : vec := map (fun x => x / rms eps v) v.

(** LN: subtract the mean, divide by the root of the population variance plus epsilon. *)
Definition layer_norm (eps : R) (v : vec) : vec := rms_norm eps (center v).

(** Consecutive groups of [s] components. *)
Fixpoint chunks_of (fuel s : nat) (v : vec) : list vec :=
  match fuel, v with
  | O, _ | _, [] => []
  | S fuel', _ => firstn s v :: chunks_of fuel' s (skipn s v)
  end.

Definition chunks (s : nat) (v : vec) : list vec := chunks_of (length v) s v.

(** PLN of norm size [s], and PLS: the same without centring. *)
Definition parallel_layer_norm (s : nat) (eps : R) (v : vec) : vec :=
  concat (map (layer_norm eps) (chunks s v)).

Definition parallel_layer_scaling (s : nat) (eps : R) (v : vec) : vec :=
  concat (map (rms_norm eps) (chunks s v)).

(** LN-G with [g] groups is PLN of norm size d / g. *)
Definition group_layer_norm (g : nat) (eps : R) (v : vec) : vec :=
  parallel_layer_norm (length v / g) eps v.

(** ** Networks: lists of layers, run one after the other *)

(** y = W x + b, [W] by its rows. *)
Definition affine (W : list vec) (b : vec) (x : vec) : vec :=
  vadd (map (fun row => dot row x) W) b.

Definition relu (x : R) : R := Rmax 0 x.
Definition logistic (x : R) : R := / (1 + exp (- x)).

Inductive activation := Relu | Tanh | Logistic.

Definition activate (f : activation) : R -> R :=
  match f with
  | Relu => relu
  | Tanh => tanh
  | Logistic => logistic
  end.

Inductive layer :=
| Affine (weight : list vec) (bias : vec)
| Norm (norm_size : nat) (centered : bool) (eps : R)
| Activation (f : activation).

Definition network := list layer.

Definition run_layer (l : layer) (x : vec) : vec :=
  match l with
  | Affine W b => affine W b x
  | Norm s true eps => parallel_layer_norm s eps x
  | Norm s false eps => parallel_layer_scaling s eps x
  | Activation f => map (activate f) x
  end.

Fixpoint run (net : network) (x : vec) : vec :=
  match net with
  | [] => x
  | l :: rest => run rest (run_layer l x)
  end.

(** The sizes fit: [n] numbers go in, [m] come out. *)
Fixpoint shaped (n : nat) (net : network) (m : nat) : Prop :=
  match net with
  | [] => n = m
  | Affine W b :: rest =>
      Forall (fun row => length row = n) W /\ length b = length W /\ shaped (length W) rest m
  | Norm s _ _ :: rest => (0 < s)%nat /\ Nat.divide s n /\ shaped n rest m
  | Activation _ :: rest => shaped n rest m
  end.

(** A network of one input and one output as a function of the real line. *)
Definition on_line (net : network) (x : R) : R := nth 0 (run net [x]) 0.

(** An LN-Net: affine maps with [width] rows, LN (one group, epsilon 0) behind each of them, and an affine map at the end. *)
Definition ln_layers (width : nat) (hidden : list (list vec * vec)) (C : list vec) (c : vec) : network :=
  flat_map (fun Wb => [Affine (fst Wb) (snd Wb); Norm width true 0]) hidden ++ [Affine C c].

(** [ln_net d width L k net]: an LN-Net from d numbers to k, with L layer normalizations of the given width. *)
Definition ln_net (d width L k : nat) (net : network) : Prop :=
  shaped d net k /\
  exists hidden C c,
    net = ln_layers width hidden C c /\ length hidden = L /\
    Forall (fun Wb => length (fst Wb) = width) hidden.

(** ** One hidden layer on the line, by units

    A unit is what a network of one hidden layer adds up: a function of the line, its weight included. *)

Definition unit_kind := (R -> R) -> Prop.

(** a · sgn(w x + t) *)
Definition step_unit : unit_kind := fun u => exists a w t, forall x, u x = a * sign (w * x + t).

(** a · φ(w x + t) *)
Definition activation_unit (phi : R -> R) : unit_kind :=
  fun u => exists a w t, forall x, u x = a * phi (w * x + t).

(** ⟨v, LN(w x + t)⟩ with w, t, v of [s] components: one group of PLN-[s]. *)
Definition pln_unit (s : nat) : unit_kind :=
  fun u => exists w t v, length w = s /\ length t = s /\ length v = s /\
    forall x, u x = dot v (layer_norm 0 (vadd (vscale x w) t)).

(** The same of PLS-[s]. *)
Definition pls_unit (s : nat) : unit_kind :=
  fun u => exists w t v, length w = s /\ length t = s /\ length v = s /\
    forall x, u x = dot v (rms_norm 0 (vadd (vscale x w) t)).

(** [one_layer U N g]: g is a constant and a sum of at most N units of the kind U. *)
Definition one_layer (U : unit_kind) (N : nat) (g : R -> R) : Prop :=
  exists c units, (length units <= N)%nat /\ Forall U units /\
    forall x, g x = c + sum (map (fun u => u x) units).

(** ** Approximation on an interval *)

Definition lipschitz (L a b : R) (f : R -> R) : Prop :=
  forall x y, a <= x <= b -> a <= y <= b -> Rabs (f x - f y) <= L * Rabs (x - y).

Definition within (eps a b : R) (f g : R -> R) : Prop :=
  forall x, a <= x <= b -> Rabs (f x - g x) <= eps.

(** N units are enough for every L-Lipschitz function on [a,b]. *)
Definition enough (U : unit_kind) (L a b eps : R) (N : nat) : Prop :=
  forall f, lipschitz L a b f -> exists g, one_layer U N g /\ within eps a b f g.

Definition least (P : nat -> Prop) (n : nat) : Prop :=
  P n /\ forall m, P m -> (n <= m)%nat.

(** The least whole number that is at least x. *)
Definition ceiling (x : R) : Z := (- Int_part (- x))%Z.

(** The greatest whole number that is at most x. *)
Definition floor (x : R) : Z := Int_part x.

(** ** Changes of sign *)

Fixpoint increasing (xs : list R) : Prop :=
  match xs with
  | x :: (y :: _) as rest => x < y /\ increasing rest
  | _ => True
  end.

(** Values at neighbouring points have opposite signs (none is 0, where there are two points or more). *)
Fixpoint alternating (f : R -> R) (xs : list R) : Prop :=
  match xs with
  | x :: (y :: _) as rest => f x * f y < 0 /\ alternating f rest
  | _ => True
  end.

(** f changes sign at k places in order, at least. *)
Definition changes_sign (f : R -> R) (k : nat) : Prop :=
  exists xs, length xs = S k /\ increasing xs /\ alternating f xs.

Definition sign_changes_at_most (k : nat) (f : R -> R) : Prop :=
  forall n, changes_sign f n -> (n <= k)%nat.

(** ** Classification and shattering *)

(** The component at [c] is strictly greater than every other. *)
Definition best_class (scores : vec) (c : nat) : Prop :=
  (c < length scores)%nat /\
  forall j, (j < length scores)%nat -> j <> c -> nth j scores 0 < nth c scores 0.

Definition classifies (N : vec -> vec) (samples : list vec) (labels : list nat) : Prop :=
  Forall2 (fun x c => best_class (N x) c) samples labels.

(** Every labeling of the points by {0, 1} is made by a network of the family, as the greater of two outputs. *)
Definition shatters (family : network -> Prop) (points : list vec) : Prop :=
  forall labels, length labels = length points -> Forall (fun c => (c < 2)%nat) labels ->
    exists net, family net /\ classifies (run net) points labels.

Definition points_of_line (xs : list R) : list vec := map (fun x => [x]) xs.

(** n points of the line are shattered, and no more than n. *)
Definition vc_dimension_on_line (family : network -> Prop) (n : nat) : Prop :=
  (exists xs, increasing xs /\ length xs = n /\ shatters family (points_of_line xs)) /\
  (forall xs, increasing xs -> shatters family (points_of_line xs) -> (length xs <= n)%nat).
