(** * Counting changes of sign along a list of points *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Bool.
Import ListNotations.
From Normlab Require Import Definitions Basics.
Open Scope R_scope.

Definition positive (r : R) : bool := if Rlt_dec 0 r then true else false.

Lemma positive_spec r : positive r = true <-> 0 < r.
Proof. unfold positive; destruct (Rlt_dec 0 r); split; intros; first [reflexivity | assumption | discriminate | contradiction]. Qed.

Lemma positive_false r : positive r = false <-> r <= 0.
Proof. unfold positive; destruct (Rlt_dec 0 r); split; intros; try discriminate; auto; lra. Qed.

Fixpoint changes (l : list bool) : nat :=
  match l with
  | x :: (y :: _) as rest => ((if eqb x y then 0 else 1) + changes rest)%nat
  | _ => 0%nat
  end.

Lemma changes_negb l : changes (map negb l) = changes l.
Proof.
  induction l as [|x [|y l] IH]; try reflexivity; cbn [map changes] in *; rewrite IH.
  destruct x, y; reflexivity.
Qed.

(** "both" changes only where one of the two does. *)
Lemma changes_and {A} (f g : A -> bool) l :
  (changes (map (fun y => f y && g y) l) <= changes (map f l) + changes (map g l))%nat.
Proof.
  induction l as [|x [|y l] IH]; cbn [map changes] in *; try lia.
  destruct (f x), (g x), (f y), (g y); cbn [eqb andb] in *; lia.
Qed.

Lemma changes_alternating f xs : alternating f xs -> changes (map (fun x => positive (f x)) xs) = (length xs - 1)%nat.
Proof.
  induction xs as [|x [|y xs] IH]; intros A; try reflexivity; cbn [alternating] in A; destruct A as [A1 A2].
  specialize (IH A2); cbn [map changes length] in *; rewrite IH.
  assert (E : eqb (positive (f x)) (positive (f y)) = false).
  { unfold positive; destruct (Rlt_dec 0 (f x)), (Rlt_dec 0 (f y)); try reflexivity; exfalso; nra. }
  rewrite E; lia.
Qed.

Lemma alternating_nonzero f xs : alternating f xs -> (2 <= length xs)%nat -> forall x, In x xs -> f x <> 0.
Proof.
  induction xs as [|a [|b xs] IH]; intros A L x Hx; cbn [length] in L; try lia.
  cbn [alternating] in A; destruct A as [A1 A2]; destruct Hx as [<-|Hx]; [intros E; rewrite E in A1; lra|].
  destruct xs as [|c xs].
  - destruct Hx as [<-|[]]; intros E; rewrite E in A1; lra.
  - apply IH; [exact A2 | cbn; lia | exact Hx].
Qed.

(** An affine function of the line changes its sign at most once. *)
Lemma increasing_tail_gt x xs : increasing (x :: xs) -> forall y, In y xs -> x < y.
Proof.
  revert x; induction xs as [|a xs IH]; intros x I y Hy; [destruct Hy|].
  cbn [increasing] in I; destruct I as [I1 I2]; destruct Hy as [<-|Hy]; [exact I1|].
  apply Rlt_trans with a; [exact I1 | apply IH; assumption].
Qed.

Lemma increasing_tail x xs : increasing (x :: xs) -> increasing xs.
Proof. destruct xs as [|y xs]; [intros; exact I | intros [_ H]; exact H]. Qed.

Lemma changes_constant {A} (f : A -> bool) b l : (forall x, In x l -> f x = b) -> changes (map f l) = 0%nat.
Proof.
  induction l as [|x [|y l] IH]; intros H; try reflexivity; cbn [map changes] in *.
  rewrite IH by (intros; apply H; right; assumption); rewrite (H x), (H y) by (cbn; auto); rewrite eqb_reflx; reflexivity.
Qed.

Lemma changes_affine a b xs : increasing xs -> (changes (map (fun x => positive (a * x + b)) xs) <= 1)%nat.
Proof.
  induction xs as [|x [|y xs] IH]; intros I; try (cbn; lia).
  pose proof (increasing_tail _ _ I) as It; specialize (IH It).
  destruct (eqb (positive (a * x + b)) (positive (a * y + b))) eqn:E.
  - cbn [map changes] in *; rewrite E; lia.
  - assert (K : forall z, In z (y :: xs) -> positive (a * z + b) = positive (a * y + b)).
    { intros z [<-|Hz]; [reflexivity|].
      pose proof (increasing_tail_gt _ _ It z Hz); pose proof (increasing_tail_gt _ _ I y (or_introl eq_refl)).
      unfold positive in *; destruct (Rlt_dec 0 (a * x + b)), (Rlt_dec 0 (a * y + b)), (Rlt_dec 0 (a * z + b)); cbn in E; try reflexivity; try discriminate; exfalso; nra. }
    pose proof (changes_constant (fun z => positive (a * z + b)) _ (y :: xs) K) as Z; cbn [map changes] in *; rewrite E, Z; lia.
Qed.

(** Points that are given by an index. *)
Lemma changes_sign_by_index f (p : nat -> R) n :
  (forall i, (i < n)%nat -> p i < p (S i) /\ f (p i) * f (p (S i)) < 0) -> changes_sign f n.
Proof.
  intros H; exists (map p (seq 0 (S n))); rewrite map_length, seq_length; split; [reflexivity|].
  assert (G : forall m k, (k + m <= n)%nat -> increasing (map p (seq k (S m))) /\ alternating f (map p (seq k (S m)))).
  { induction m as [|m IH]; intros k L; [cbn; auto|].
    destruct (IH (S k) ltac:(lia)) as [I1 I2]; destruct (H k ltac:(lia)) as [H1 H2].
    cbn [seq map increasing alternating] in *; auto. }
  apply (G n 0%nat); lia.
Qed.
