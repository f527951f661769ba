(** * Points of bounded closed sets: a cluster point, and where a continuous function is least

    Points are functions of an index, of which the first N components count. No choice is needed: the components are found one after the other, as least upper bounds. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Classical.
From Normlab Require Import Matrices HessianNorm.
Open Scope R_scope.

(** The first N components differ by less than e. *)
Definition near (N : nat) (e : R) (x y : point) : Prop := forall i, (i < N)%nat -> Rabs (x i - y i) < e.

Lemma inverse_small e : 0 < e -> exists k, / (INR k + 1) < e.
Proof. intros He; destruct (archimed_cor1 e He) as (k & K & P); exists k; apply lt_0_INR in P; apply Rlt_trans with (2 := K), Rinv_lt_contravar; [apply Rmult_lt_0_compat|]; lra. Qed.

Lemma cluster N : forall C (A : nat -> point -> Prop), (forall k, exists x, A k x) -> (forall k x, A (S k) x -> A k x) ->
  (forall k x i, A k x -> (i < N)%nat -> Rabs (x i) <= C) -> exists y, forall k e, 0 < e -> exists x, A k x /\ near N e x y.
Proof.
  induction N as [|N IH]; intros C A Some Down Bound.
  - exists (fun _ => 0); intros k e He; destruct (Some k) as (x & Hx); exists x; split; [exact Hx | intros i Hi; lia].
  - assert (Mono : forall j k x, (j <= k)%nat -> A k x -> A j x).
    { intros j k x L; induction L as [|k L IHL]; [auto | intros H; apply IHL, Down, H]. }
    set (E := fun a => forall k, exists x, A k x /\ a <= x N).
    assert (B : forall k x, A k x -> - C <= x N <= C) by (intros k x Hx; pose proof (Bound k x N Hx ltac:(lia)) as Q; unfold Rabs in Q; destruct (Rcase_abs (x N)) in Q; lra).
    destruct (completeness E) as (m & Up & Least).
    { exists C; intros a Ha; destruct (Ha 0%nat) as (x & Hx & L); pose proof (B _ _ Hx); lra. }
    { exists (- C); intros k; destruct (Some k) as (x & Hx); exists x; split; [exact Hx | apply (B _ _ Hx)]. }
    assert (Near : forall k e, 0 < e -> exists x, A k x /\ Rabs (x N - m) < e).
    { intros k e He; assert (Not : ~ E (m + e / 2)) by (intros H; pose proof (Up _ H); lra).
      apply not_all_ex_not in Not; destruct Not as (k1 & H1).
      assert (Ex : exists a, E a /\ m - e / 2 < a).
      { apply NNPP; intros H; assert (m <= m - e / 2); [|lra]; apply Least; intros a Ha; apply Rnot_lt_le; intros L; apply H; exists a; split; assumption. }
      destruct Ex as (a & Ha & La); destruct (Ha (Nat.max k k1)) as (x & Hx & L); exists x; split; [apply (Mono k (Nat.max k k1)); [lia | exact Hx]|].
      assert (x N < m + e / 2) by (apply Rnot_le_lt; intros G; apply H1; exists x; split; [apply (Mono k1 (Nat.max k k1)); [lia | exact Hx] | exact G]).
      apply Rabs_def1; lra. }
    destruct (IH C (fun k x => A k x /\ Rabs (x N - m) < / (INR k + 1))) as (y & Hy).
    + intros k; apply Near, Rinv_0_lt_compat; pose proof (pos_INR k); lra.
    + intros k x [Hx L]; split; [apply Down, Hx|]; apply Rlt_le_trans with (1 := L); rewrite S_INR; pose proof (pos_INR k); apply Rinv_le_contravar; lra.
    + intros k x i [Hx _] Hi; apply (Bound k x i Hx); lia.
    + exists (fun i => if Nat.eqb i N then m else y i); intros k e He; destruct (inverse_small e He) as (k1 & K1).
      destruct (Hy (Nat.max k k1) e He) as (x & [Hx L] & Hn); exists x; split; [apply (Mono k (Nat.max k k1)); [lia | exact Hx]|].
      intros i Hi; destruct (Nat.eqb_spec i N) as [->|Ne]; [|apply Hn; lia].
      apply Rlt_trans with (1 := L), Rle_lt_trans with (2 := K1); apply Rinv_le_contravar; [pose proof (pos_INR k1); lra | apply Rplus_le_compat_r, le_INR; lia].
Qed.

(** ** Continuity

    Of functions of points, or of matrices: [close e x y] says that x and y differ by less than e in every component that counts. *)

Section Continuity.

Variables (X : Type) (close : R -> X -> X -> Prop).
Hypothesis closer : forall d e x y, d <= e -> close d x y -> close e x y.

Definition continuous (f : X -> R) (y : X) : Prop :=
  forall e, 0 < e -> exists d, 0 < d /\ forall x, close d x y -> Rabs (f x - f y) < e.

Variable y : X.

Lemma continuous_constant a : continuous (fun _ => a) y.
Proof. intros e He; exists 1; split; [lra|]; intros x _; rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; exact He. Qed.

Lemma continuous_ext f g : (forall x, f x = g x) -> continuous f y -> continuous g y.
Proof. intros E H e He; destruct (H e He) as (d & Hd & D); exists d; split; [exact Hd|]; intros x Hx; rewrite <- !E; apply D, Hx. Qed.

Lemma continuous_plus f g : continuous f y -> continuous g y -> continuous (fun x => f x + g x) y.
Proof.
  intros F G e He; destruct (F (e / 2) ltac:(lra)) as (a & Ha & A); destruct (G (e / 2) ltac:(lra)) as (b & Hb & B); exists (Rmin a b); split; [apply Rmin_pos; assumption|].
  intros x Hx; specialize (A x (closer _ _ _ _ (Rmin_l a b) Hx)); specialize (B x (closer _ _ _ _ (Rmin_r a b) Hx)); replace (f x + g x - (f y + g y)) with ((f x - f y) + (g x - g y)) by ring.
  apply Rle_lt_trans with (1 := Rabs_triang _ _); lra.
Qed.

Lemma continuous_through g f : continuity_pt g (f y) -> continuous f y -> continuous (fun x => g (f x)) y.
Proof.
  intros C F e He; destruct (C e He) as (a & Ha & K); destruct (F a Ha) as (d & Hd & D); exists d; split; [exact Hd|]; intros x Hx.
  destruct (Req_dec (f x) (f y)) as [->|Ne]; [rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; exact He|].
  apply (K (f x)); split; [split; [exact I | intros E; apply Ne; symmetry; exact E] | apply D, Hx].
Qed.

Lemma continuous_scale a f : continuous f y -> continuous (fun x => a * f x) y.
Proof. apply (continuous_through (fun z => a * z)); reg. Qed.

Lemma continuous_minus f g : continuous f y -> continuous g y -> continuous (fun x => f x - g x) y.
Proof. intros F G; apply (continuous_ext (fun x => f x + -1 * g x)); [intros; ring | apply continuous_plus; [exact F | apply continuous_scale, G]]. Qed.

Lemma continuous_times f g : continuous f y -> continuous g y -> continuous (fun x => f x * g x) y.
Proof.
  intros F G; apply (continuous_ext (fun x => / 4 * ((f x + g x) * (f x + g x) - (f x - g x) * (f x - g x)))); [intros; field|].
  apply continuous_scale, continuous_minus; apply (continuous_through (fun z => z * z)); [reg | apply continuous_plus; assumption | reg | apply continuous_minus; assumption].
Qed.

Lemma continuous_over f g : g y <> 0 -> continuous f y -> continuous g y -> continuous (fun x => f x / g x) y.
Proof.
  intros Ne F G; apply (continuous_times f (fun x => / g x)); [exact F|]; apply (continuous_through Rinv); [|exact G].
  exact (continuity_pt_inv id (g y) (derivable_continuous_pt _ _ (derivable_pt_id (g y))) Ne).
Qed.

Lemma continuous_bigsum m (f : nat -> X -> R) : (forall k, (k < m)%nat -> continuous (f k) y) -> continuous (fun x => bigsum m (fun k => f k x)) y.
Proof.
  induction m as [|m IH]; intros H; cbn [bigsum]; [apply continuous_constant|]; apply continuous_plus; [apply IH; intros; apply H; lia | apply H; lia].
Qed.

(** An equation, and an inequality, that hold arbitrarily near hold there. *)
Lemma limit_equals f a : continuous f y -> (forall e, 0 < e -> exists x, f x = a /\ close e x y) -> f y = a.
Proof.
  intros F H; destruct (Req_dec (f y) a) as [|Ne]; [assumption | exfalso]; destruct (F (Rabs (f y - a))) as (d & Hd & D); [apply Rabs_pos_lt; lra|].
  destruct (H d Hd) as (x & <- & Hx); specialize (D x Hx); rewrite Rabs_minus_sym in D; lra.
Qed.

Lemma limit_at_most f a : continuous f y -> (forall e, 0 < e -> exists x, f x <= a /\ close e x y) -> f y <= a.
Proof.
  intros F H; apply Rnot_lt_le; intros L; destruct (F (f y - a) ltac:(lra)) as (d & Hd & D); destruct (H d Hd) as (x & Hl & Hx); specialize (D x Hx).
  unfold Rabs in D; destruct (Rcase_abs (f x - f y)) in D; lra.
Qed.

End Continuity.

Lemma near_closer N d e (x y : point) : d <= e -> near N d x y -> near N e x y.
Proof. intros L H i Hi; apply Rlt_le_trans with (1 := H i Hi), L. Qed.

Notation continuous_at N := (continuous point (near N)).

Lemma continuous_component N y i : (i < N)%nat -> continuous_at N (fun x => x i) y.
Proof. intros Hi e He; exists e; split; [exact He|]; intros x Hx; apply Hx, Hi. Qed.

(** A continuous function that is nowhere below 0 on a closed bounded set is least somewhere. *)
Theorem minimum N C (K : point -> Prop) f : (exists x, K x) -> (forall x i, K x -> (i < N)%nat -> Rabs (x i) <= C) ->
  (forall y, (forall e, 0 < e -> exists x, K x /\ near N e x y) -> K y) -> (forall y, K y -> continuous_at N f y) -> (forall x, K x -> 0 <= f x) ->
  exists y, K y /\ forall x, K x -> f y <= f x.
Proof.
  intros (x0 & H0) Bound Closed Cont Pos; destruct (completeness (fun a => forall x, K x -> a <= f x)) as (m & Up & Least).
  { exists (f x0); intros a Ha; apply Ha, H0. }
  { exists 0; exact Pos. }
  assert (Below : forall x, K x -> m <= f x) by (intros x Hx; apply Least; intros a Ha; apply Ha, Hx).
  destruct (cluster N C (fun k x => K x /\ f x <= m + / (INR k + 1))) as (y & Hy).
  - intros k; assert (P : 0 < / (INR k + 1)) by (apply Rinv_0_lt_compat; pose proof (pos_INR k); lra); apply NNPP; intros Ne.
    assert (m + / (INR k + 1) <= m); [|lra]; apply Up; intros x Hx; apply Rnot_lt_le; intros L; apply Ne; exists x; split; [exact Hx | lra].
  - intros k x [Hx L]; split; [exact Hx|]; apply Rle_trans with (1 := L), Rplus_le_compat_l; rewrite S_INR; pose proof (pos_INR k); apply Rinv_le_contravar; lra.
  - intros k x i [Hx _] Hi; exact (Bound x i Hx Hi).
  - assert (Ky : K y) by (apply Closed; intros e He; destruct (Hy 0%nat e He) as (x & [Hx _] & Hn); exists x; split; assumption).
    exists y; split; [exact Ky|]; intros x Hx; apply Rle_trans with (2 := Below x Hx); apply Rnot_lt_le; intros L.
    destruct (inverse_small ((f y - m) / 2) ltac:(lra)) as (k & Hk).
    assert (f y <= m + / (INR k + 1)); [|lra]; apply (limit_at_most point (near N) y f); [apply Cont, Ky|]; intros e He; destruct (Hy k e He) as (z & [_ Lz] & Hz); exists z; split; assumption.
Qed.
