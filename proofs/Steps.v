(** * A sum of N steps and a constant changes its sign at most N times

    The value at a jump is the mean of the values on its two sides. At each point take the side whose value has the sign of the sum: from one
    point to the next more jumps are passed. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics.
Open Scope R_scope.

Record step := { height : R; weight : R; shift : R }.

Definition is_true (P : Prop) (D : {P} + {~ P}) : bool := if D then true else false.

(** Whether the jump lies left of x, or at x where we stand on its right side. *)
Definition passed (x : R) (right : bool) (s : step) : bool :=
  let z := weight s * x + shift s in
  if Rlt_dec 0 (weight s) then (if right then is_true _ (Rle_dec 0 z) else is_true _ (Rlt_dec 0 z))
  else if Rlt_dec (weight s) 0 then (if right then is_true _ (Rle_dec z 0) else is_true _ (Rlt_dec z 0))
  else false.

Definition side (x : R) (right : bool) (s : step) : R :=
  height s * (if Rlt_dec 0 (weight s) then (if passed x right s then 1 else -1)
              else if Rlt_dec (weight s) 0 then (if passed x right s then -1 else 1) else sign (shift s)).

Definition step_value (x : R) (s : step) : R := height s * sign (weight s * x + shift s).

Lemma step_is_mean x s : step_value x s = (side x true s + side x false s) / 2.
Proof.
  unfold step_value, side, passed, is_true; set (z := weight s * x + shift s).
  destruct (Rlt_dec 0 (weight s)); [|destruct (Rlt_dec (weight s) 0)].
  - destruct (sign_cases z) as [[H ->]|[[H ->]|[H ->]]], (Rle_dec 0 z), (Rlt_dec 0 z); try lra.
  - destruct (sign_cases z) as [[H ->]|[[H ->]|[H ->]]], (Rle_dec z 0), (Rlt_dec z 0); try lra.
  - assert (E : weight s = 0) by lra; unfold z; rewrite E, Rmult_0_l, Rplus_0_l; lra.
Qed.

Lemma passed_stays x y r r' s : x < y -> passed x r s = true -> passed y r' s = true.
Proof.
  intros L; unfold passed, is_true; destruct (Rlt_dec 0 (weight s)) as [W|W]; [|destruct (Rlt_dec (weight s) 0) as [V|V]; [|discriminate]].
  - assert (weight s * x < weight s * y) by (apply Rmult_lt_compat_l; assumption).
    destruct r, r'; destruct (Rle_dec 0 (weight s * x + shift s)), (Rlt_dec 0 (weight s * x + shift s)), (Rle_dec 0 (weight s * y + shift s)), (Rlt_dec 0 (weight s * y + shift s)); intros; try reflexivity; try discriminate; lra.
  - assert (weight s * y < weight s * x) by nra.
    destruct r, r'; destruct (Rle_dec (weight s * x + shift s) 0), (Rlt_dec (weight s * x + shift s) 0), (Rle_dec (weight s * y + shift s) 0), (Rlt_dec (weight s * y + shift s) 0); intros; try reflexivity; try discriminate; lra.
Qed.

Fixpoint count (x : R) (r : bool) (l : list step) : nat :=
  match l with
  | [] => 0%nat
  | s :: rest => ((if passed x r s then 1 else 0) + count x r rest)%nat
  end.

Lemma count_le x r l : (count x r l <= length l)%nat.
Proof. induction l; cbn; [lia|]; destruct (passed x r a); lia. Qed.

Lemma count_monotone x y r r' l : x < y -> (count x r l <= count y r' l)%nat /\
  (count x r l = count y r' l -> sum (map (side x r) l) = sum (map (side y r') l)).
Proof.
  intros L; induction l as [|s l [IH1 IH2]]; cbn [count map sum]; [split; [lia | reflexivity]|].
  pose proof (passed_stays x y r r' s L) as P; destruct (passed x r s) eqn:A.
  - rewrite (P eq_refl); split; [lia|]; intros E; rewrite IH2 by lia; f_equal; unfold side; rewrite A, (P eq_refl); reflexivity.
  - destruct (passed y r' s) eqn:B; (split; [lia|]); intros E; [exfalso; lia|]; rewrite IH2 by lia; f_equal; unfold side; rewrite A, B; reflexivity.
Qed.

Lemma alternating_steps c l : let g x := c + sum (map (step_value x) l) in
  forall xs x r, increasing (x :: xs) -> alternating g (x :: xs) -> (xs = [] \/ 0 < (c + sum (map (side x r) l)) * g x) ->
  (count x r l + length xs <= length l)%nat.
Proof.
  intros g; assert (Mean : forall x, g x = ((c + sum (map (side x true) l)) + (c + sum (map (side x false) l))) / 2).
  { intros x; unfold g; assert (E : sum (map (step_value x) l) = (sum (map (side x true) l) + sum (map (side x false) l)) / 2); [|lra].
    induction l as [|s l' IH]; cbn [map sum]; [lra|]; rewrite step_is_mean, IH; lra. }
  induction xs as [|y xs IH]; intros x r I A P; [cbn; pose proof (count_le x r l); lia|].
  destruct P as [P|P]; [discriminate|]; cbn [increasing alternating] in I, A; destruct I as [I1 I2], A as [A1 A2].
  assert (R : exists r', 0 < (c + sum (map (side y r') l)) * g y).
  { specialize (Mean y); destruct (Rtotal_order (g y) 0) as [N|[N|N]]; [|rewrite N in A1; lra|].
    - destruct (Rlt_dec (c + sum (map (side y true) l)) 0); [exists true; nra | exists false; nra].
    - destruct (Rlt_dec 0 (c + sum (map (side y true) l))); [exists true; nra | exists false; nra]. }
  destruct R as (r' & R); specialize (IH y r' I2 A2 (or_intror R)).
  destruct (count_monotone x y r r' l I1) as [M1 M2]; cbn [length].
  destruct (Nat.eq_dec (count x r l) (count y r' l)) as [E|E]; [|lia].
  exfalso; specialize (M2 E); rewrite M2 in P; set (v := c + sum (map (side y r') l)) in *; nra.
Qed.

(** Every sum of N steps and a constant changes its sign at most N times. *)
Theorem steps_sign_changes N g : one_layer step_unit N g -> sign_changes_at_most N g.
Proof.
  intros (c & us & L & F & G) n (xs & Ln & I & A).
  assert (T : exists l, length l = length us /\ forall x, sum (map (fun u => u x) us) = sum (map (step_value x) l)).
  { clear - F; induction us as [|u us IH]; [exists []; split; reflexivity|].
    inversion F as [|? ? (a & w & t & E) F']; subst; destruct (IH F') as (l & Ll & El).
    exists ({| height := a; weight := w; shift := t |} :: l); split; [cbn; lia|]; intros x; cbn [map sum]; rewrite E, El; reflexivity. }
  destruct T as (l & Ll & El); destruct xs as [|x xs]; [discriminate|].
  assert (G' : forall x, g x = c + sum (map (step_value x) l)) by (intros; rewrite G, El; reflexivity).
  assert (A' : alternating (fun x => c + sum (map (step_value x) l)) (x :: xs)).
  { clear - A G'; revert A; generalize (x :: xs); intros ys; induction ys as [|a [|b ys] IH]; auto; intros [A1 A2]; split; [rewrite <- !G'; exact A1 | apply IH, A2]. }
  pose proof (alternating_steps c l xs x) as S; cbv zeta in S.
  assert (R : exists r, xs = [] \/ 0 < (c + sum (map (side x r) l)) * (c + sum (map (step_value x) l))).
  { destruct xs as [|y xs]; [exists true; left; reflexivity|].
    assert (E : sum (map (step_value x) l) = (sum (map (side x true) l) + sum (map (side x false) l)) / 2).
    { clear; induction l as [|s l' IH]; cbn [map sum]; [lra|]; rewrite step_is_mean, IH; lra. }
    cbn [alternating] in A'; destruct A' as [A1 _]; set (gx := c + sum (map (step_value x) l)) in *.
    destruct (Rtotal_order gx 0) as [N0|[N0|N0]]; [|rewrite N0 in A1; lra|].
    - destruct (Rlt_dec (c + sum (map (side x true) l)) 0); [exists true; right; nra | exists false; right; unfold gx in *; nra].
    - destruct (Rlt_dec 0 (c + sum (map (side x true) l))); [exists true; right; nra | exists false; right; unfold gx in *; nra]. }
  destruct R as (r & R); specialize (S r I A' R); cbn [length] in Ln; lia.
Qed.
