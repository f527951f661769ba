(** * Certificates of impossibility: a function that no network of a family follows *)

From Coq Require Import Reals List Lra Lia ZArith QArith Qreals Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics Steps A3Relu LineUnits SingleLayer B4Upper.
From Normlab Require Import checker.Intervals checker.Functions checker.Elementary checker.Ranges.
Open Scope R_scope.

Inductive family :=
| SumOfSteps (units : Z)
| SumOfRelus (units : Z)
| SingleLayerNorm
| LayerNormNet (depth : nat).

(** Sums of N units and a constant; one normalization group, of any width, centred or not, between affine maps; LN-Nets of width 3. *)
Definition member (F : family) (g : R -> R) : Prop :=
  match F with
  | SumOfSteps n => one_layer step_unit (Z.to_nat n) g
  | SumOfRelus n => one_layer (activation_unit relu) (Z.to_nat n) g
  | SingleLayerNorm => exists W b centered C c, shaped 1 (one_group W b centered C c) 1 /\ g = on_line (one_group W b centered C c)
  | LayerNormNet L => exists net, ln_net 1 3 L 1 net /\ g = on_line net
  end.

(** How often a member changes its sign, at most. *)
Definition most_changes (F : family) : Z :=
  match F with SumOfSteps n => n | SumOfRelus n => (n + 1)%Z | SingleLayerNorm => 2%Z | LayerNormNet L => power_z 2 L end.

Fixpoint how_many {A} (l : list A) : Z := match l with [] => 0%Z | _ :: rest => (1 + how_many rest)%Z end.

Fixpoint increase (x : Q) (points : list Q) : bool :=
  match points with [] => true | y :: rest => if less_q x y then increase y rest else false end.

(** The function is at least [level] where the sign is true, and at most -[level] where it is not. *)
Definition reaches (U : Z) (f : function) (level x : Q) (sign : bool) : bool :=
  match range U (just x) f with
  | Some (Enclosed v _ _) => if sign then at_most level (fst v) else at_most (snd v) (negative_q level)
  | None => false
  end.

(** From [sign] on the signs alternate, and the function reaches the level everywhere. *)
Fixpoint all_reach (U : Z) (f : function) (level : Q) (sign : bool) (points : list Q) (signs : list bool) : bool :=
  match points, signs with
  | [], [] => true
  | x :: points', s :: signs' =>
      if (if s then sign else negb sign) then if reaches U f level x s then all_reach U f level (negb sign) points' signs' else false
      else false
  | _, _ => false
  end.

Definition check_impossibility (U : Z) (F : family) (f : function) (points : list Q) (signs : list bool) (level : Q) : bool :=
  match points, signs with
  | x :: rest, s :: _ =>
      if (0 <? U)%Z then if less_q 0 level then if increase x rest then
        if (if (0 <=? most_changes F)%Z then (most_changes F + 1 <? how_many points)%Z else false)
        then all_reach U f level s points signs else false
      else false else false else false
  | _, _ => false
  end.

Lemma power_of_two L : Z.to_nat (power_z 2 L) = (2 ^ L)%nat.
Proof.
  induction L as [|L IH]; [reflexivity|]; cbn [power_z Nat.pow].
  rewrite Z2Nat.inj_mul, IH by (try pose proof (power_z_positive 2 L eq_refl); lia); cbn; lia.
Qed.

Lemma members_change F g : (0 <= most_changes F)%Z -> member F g -> sign_changes_at_most (Z.to_nat (most_changes F)) g.
Proof.
  destruct F as [n|n| |L]; cbn [member most_changes]; intros P M.
  - apply steps_sign_changes, M.
  - destruct (Z.le_gt_cases 0 n) as [H|H].
    + rewrite Z2Nat.inj_add by lia; replace (Z.to_nat n + Z.to_nat 1)%nat with (S (Z.to_nat n)) by (cbn; lia); apply relu_sign_changes, M.
    + replace n with (-1)%Z in * by lia; cbn [Z.to_nat Z.add Z.pos_sub Pos.pred_double] in *.
      intros k (xs & L & I & A); destruct M as (c & us & Lu & _ & G); destruct us; [|cbn in Lu; lia].
      destruct k as [|k]; [lia|]; destruct xs as [|x [|y xs]]; try discriminate; cbn [alternating] in A; destruct A as [A _].
      rewrite !G in A; cbn in A; nra.
  - destruct M as (W & b & centered & C & c & Sh & ->).
    intros k (xs & H); apply (one_extremum_sign_changes _ 0 (one_group_one_extremum _ _ _ _ _ Sh) k).
    exists xs; destruct H as (L & I & A); repeat split; try assumption.
    clear - A; induction xs as [|x [|y xs] IH]; cbn [alternating] in *; auto; destruct A as [A1 A2]; split; [rewrite !Rminus_0_r; exact A1 | apply IH, A2].
  - destruct M as (net & N & ->); rewrite power_of_two; apply ln_net_sign_changes, N.
Qed.

(** At x the function has a value, and its sign and size are these. *)
Definition signed (f : function) (level : R) (x : R) (s : bool) : Prop :=
  has_value f x /\ if s then level <= value_at f x else value_at f x <= - level.

Lemma reaches_sound U f level x s : (0 < U)%Z -> reaches U f level x s = true -> signed f (Q2R level) (Q2R x) s.
Proof.
  intros HU; unfold reaches; destruct (range U (just x) f) as [[v t p]|] eqn:E; [|discriminate]; intros H.
  destruct (range_is_sound U f HU _ _ E) as (V & _); destruct (V (Q2R x) (just_inside x)) as [Hv [H1 H2]]; split; [exact Hv|].
  destruct s; apply at_most_true in H; [|rewrite negative_q_value in H]; lra.
Qed.

Lemma increase_sound x points : increase x points = true -> increasing (map Q2R (x :: points)).
Proof.
  revert x; induction points as [|y points IH]; intros x H; cbn [increase] in H; [exact I|].
  destruct (less_q x y) eqn:L; [|discriminate]; apply less_q_true in L; specialize (IH y H); cbn [map increasing] in *; split; assumption.
Qed.

Lemma how_many_length {A} (l : list A) : how_many l = Z.of_nat (length l).
Proof. induction l as [|x l IH]; [reflexivity|]; cbn [how_many length]; rewrite IH; lia. Qed.

(** Where g is nearer than [level] to f at all points, it has f's signs there. *)
Lemma near_alternates U f level g sign points signs : (0 < U)%Z -> 0 < Q2R level -> all_reach U f level sign points signs = true ->
  (forall x, In x (map Q2R points) -> Rabs (value_at f x - g x) < Q2R level) ->
  alternating g (map Q2R points) /\ match points with [] => True | x :: _ => if sign then 0 < g (Q2R x) else g (Q2R x) < 0 end.
Proof.
  intros HU HL; revert sign signs; induction points as [|x points IH]; intros sign signs H N; [split; exact I|].
  destruct signs as [|s signs]; [discriminate|]; cbn [all_reach] in H.
  destruct (if s then sign else negb sign) eqn:Es; [|discriminate]; destruct (reaches U f level x s) eqn:R; [|discriminate].
  apply reaches_sound in R; [|exact HU]; destruct R as [_ R].
  destruct (IH (negb sign) signs H ltac:(intros; apply N; right; assumption)) as [A F].
  assert (G : if sign then 0 < g (Q2R x) else g (Q2R x) < 0).
  { specialize (N (Q2R x) (or_introl eq_refl)); unfold Rabs in N; destruct s, sign; try discriminate; destruct (Rcase_abs _); lra. }
  split; [|exact G]; cbn [map]; destruct points as [|y points]; [exact I|]; cbn [map alternating] in *; split; [|exact A].
  destruct sign; cbn [negb] in F; nra.
Qed.

Lemma all_reach_values U f level sign points signs : (0 < U)%Z -> all_reach U f level sign points signs = true ->
  forall x, In x (map Q2R points) -> has_value f x.
Proof.
  intros HU; revert sign signs; induction points as [|x points IH]; intros sign signs H y Hy; [destruct Hy|].
  destruct signs as [|s signs]; [discriminate|]; cbn [all_reach] in H.
  destruct (if s then sign else negb sign); [|discriminate]; destruct (reaches U f level x s) eqn:R; [|discriminate].
  destruct Hy as [<-|Hy]; [apply (reaches_sound U f level x s HU R) | apply (IH _ _ H y Hy)].
Qed.

(** What is accepted as impossible is: at the points the function has values, and no member of the family is nearer to them than [level] at all points. *)
Theorem impossibility_is_sound U F f points signs level :
  check_impossibility U F f points signs level = true ->
  (forall x, In x (map Q2R points) -> has_value f x) /\
  forall g, member F g -> exists x, In x (map Q2R points) /\ Q2R level <= Rabs (value_at f x - g x).
Proof.
  unfold check_impossibility; destruct points as [|x points]; [discriminate|]; destruct signs as [|s signs]; [discriminate|].
  destruct (Z.ltb_spec 0 U) as [HU|]; [|discriminate]; destruct (less_q 0 level) eqn:HL; [|discriminate]; apply less_q_true in HL; rewrite Q2R_0 in HL.
  destruct (increase x points) eqn:HI; [|discriminate]; destruct (Z.leb_spec 0 (most_changes F)) as [P|]; [|discriminate].
  destruct (Z.ltb_spec (most_changes F + 1) (how_many (x :: points))) as [C|]; [|discriminate]; intros H.
  split; [apply (all_reach_values U f level s _ _ HU H)|]; intros g M.
  destruct (Classical_Prop.classic (exists y, In y (map Q2R (x :: points)) /\ Q2R level <= Rabs (value_at f y - g y))) as [E|E]; [exact E | exfalso].
  assert (N : forall y, In y (map Q2R (x :: points)) -> Rabs (value_at f y - g y) < Q2R level).
  { intros y Hy; apply Rnot_le_lt; intros L; apply E; exists y; split; assumption. }
  destruct (near_alternates U f level g s _ _ HU HL H N) as [A _].
  pose proof (members_change F g P M (length points)) as B.
  assert (Ch : changes_sign g (length points)).
  { exists (map Q2R (x :: points)); split; [rewrite map_length; reflexivity|]; split; [apply increase_sound, HI | exact A]. }
  specialize (B Ch); rewrite how_many_length in C; cbn [length] in C; lia.
Qed.
