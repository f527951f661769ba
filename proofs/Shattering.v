(** * Shattered points alternate *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics SignChanges LineUnits SingleLayer Circle B4Upper.
Open Scope R_scope.

Fixpoint alternating_labels (n c : nat) : list nat :=
  match n with
  | O => []
  | S m => c :: alternating_labels m (1 - c)
  end.

Lemma alternating_labels_length n c : length (alternating_labels n c) = n.
Proof. revert c; induction n; intros; cbn; [reflexivity | rewrite IHn; reflexivity]. Qed.

Lemma alternating_labels_binary n c : (c < 2)%nat -> Forall (fun c => (c < 2)%nat) (alternating_labels n c).
Proof.
  revert c; induction n as [|n IH]; intros c H; cbn [alternating_labels].
  - apply Forall_nil.
  - apply Forall_cons; [exact H | apply IH; lia].
Qed.

Definition score (net : network) (x : R) : R := nth 1 (run net [x]) 0 - nth 0 (run net [x]) 0.

(** A shattered list of points has a network whose scores alternate along it. *)
Lemma shattered_alternates (family : network -> Prop) xs :
  (forall net x, family net -> length (run net [x]) = 2%nat) -> shatters family (points_of_line xs) ->
  exists net, family net /\ alternating (score net) xs.
Proof.
  intros Two S.
  destruct (S (alternating_labels (length xs) 0)) as (net & F & C).
  { unfold points_of_line; rewrite alternating_labels_length, map_length; reflexivity. }
  { apply alternating_labels_binary; lia. }
  exists net; split; [exact F|]; clear S.
  assert (D : forall x c, (c < 2)%nat -> best_class (run net [x]) c -> if Nat.eqb c 0 then score net x < 0 else 0 < score net x).
  { intros x c Hc [_ B]; rewrite (Two net x F) in B; unfold score; destruct c as [|[|]]; [|cbn|lia].
    - specialize (B 1%nat ltac:(lia) ltac:(lia)); cbn [Nat.eqb]; lra.
    - specialize (B 0%nat ltac:(lia) ltac:(lia)); lra. }
  assert (G : forall xs c, (c < 2)%nat -> classifies (run net) (points_of_line xs) (alternating_labels (length xs) c) -> alternating (score net) xs).
  { clear C xs; induction xs as [|x [|y xs] IH]; intros c Hc C; [exact I | exact I|].
    cbn [points_of_line map length alternating_labels] in C; inversion C as [|? ? ? ? B1 C1]; subst; inversion C1 as [|? ? ? ? B2 C2]; subst.
    split; [|apply (IH (1 - c)%nat); [lia|]; cbn [points_of_line map length alternating_labels]; exact C1].
    pose proof (D x c Hc B1) as D1; pose proof (D y (1 - c)%nat ltac:(lia) B2) as D2; destruct c as [|[|]]; cbn in D1, D2; [nra | nra | lia]. }
  apply (G xs 0%nat); [lia | exact C].
Qed.

(** No 2^L + 2 points of a line are shattered by width-3 LN-Nets of depth L. *)
Theorem not_shattered L xs : increasing xs -> shatters (ln_net 1 3 L 2) (points_of_line xs) -> (length xs <= 2 ^ L + 1)%nat.
Proof.
  intros I S; destruct (shattered_alternates _ xs (fun net x H => ln_net_outputs _ _ _ _ _ [x] H) S) as (net & F & A).
  destruct (le_lt_dec (length xs) 1) as [|G]; [lia|].
  assert (E : forall x, score net x = dot [-1; 1] (run net [x]) + 0).
  { intros x; unfold score; pose proof (ln_net_outputs _ _ _ _ _ [x] F) as L2.
    destruct (run net [x]) as [|a [|b [|]]]; try discriminate; cbn; ring. }
  assert (A' : alternating (fun x => dot [-1; 1] (run net [x]) + 0) xs).
  { clear - A E; induction xs as [|x [|y xs] IH]; auto; destruct A as [A1 A2]; split; [rewrite <- !E; exact A1 | exact (IH A2)]. }
  pose proof (ln_net_changes L 2 net [-1; 1] 0 xs F eq_refl I (alternating_nonzero _ _ A' G)) as C.
  rewrite (changes_alternating _ _ A') in C; lia.
Qed.

(** As many points as may be: where 2^L + 1 points are shattered at depth L, that is the VC dimension. *)
Theorem most_points L xs : increasing xs -> length xs = (2 ^ L + 1)%nat -> shatters (ln_net 1 3 L 2) (points_of_line xs) ->
  vc_dimension_on_line (ln_net 1 3 L 2) (2 ^ L + 1).
Proof. intros I Len S; split; [exists xs; repeat split; assumption | exact (not_shattered L)]. Qed.
