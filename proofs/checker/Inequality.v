(** * Certificates of inequalities: a polynomial above or below 0 on an open interval

    The polynomial is brought to (0, 1) with integer coefficients. It is positive there if the coefficients of (1 + u)^n p(1 / (1 + u)) are at
    least 0 and not all 0 (Descartes' rule of signs, its easy half); else the interval is halved. *)

From Coq Require Import Reals List Lra Lia ZArith QArith Qreals Psatz.
Import ListNotations.
From Normlab Require Import Definitions checker.Enclosures checker.Classification.
Open Scope R_scope.

(** The value of c0 + c1 x + c2 x² + … *)
Fixpoint value (p : list Z) (x : R) : R := match p with [] => 0 | c :: p' => IZR c + x * value p' x end.
Fixpoint value_of (p : list Q) (x : R) : R := match p with [] => 0 | c :: p' => Q2R c + x * value_of p' x end.

Fixpoint add_polynomial (p q : list Z) : list Z :=
  match p, q with
  | [], _ => q
  | _, [] => p
  | c :: p', d :: q' => (c + d)%Z :: add_polynomial p' q'
  end.

(** p(x + a) *)
Fixpoint shifted (a : Z) (p : list Z) : list Z :=
  match p with
  | [] => []
  | c :: p' => let r := shifted a p' in add_polynomial (c :: r) (map (Z.mul a) r)
  end.

(** p(x + 1) *)
Fixpoint shifted_by_one (p : list Z) : list Z :=
  match p with
  | [] => []
  | c :: p' => let r := shifted_by_one p' in add_polynomial (c :: r) r
  end.

(** s^n p(x / s), n the degree, with s^(n + 1) *)
Fixpoint stretched (s : Z) (p : list Z) : list Z * Z :=
  match p with
  | [] => ([], 1%Z)
  | c :: p' => let (r, m) := stretched s p' in ((c * m)%Z :: r, (s * m)%Z)
  end.

(** m p(w x) *)
Fixpoint narrowed (w m : Z) (p : list Z) : list Z :=
  match p with [] => [] | c :: p' => (c * m)%Z :: narrowed w (m * w) p' end.

(** No coefficient is below 0 and one is above. *)
Fixpoint some_positive (p : list Z) : bool :=
  match p with [] => false | c :: p' => if (0 <? c)%Z then true else some_positive p' end.
Definition positive_coefficients (p : list Z) : bool := if all (Z.leb 0) p then some_positive p else false.

Fixpoint positive_on_unit (halvings : nat) (p : list Z) : bool :=
  if positive_coefficients (shifted_by_one (rev p)) then true else
  match halvings with
  | O => false
  | S h =>
      let left := fst (stretched 2 p) in
      let right := shifted_by_one left in
      match right with
      | [] => false
      | middle :: _ =>
          if (0 <? middle)%Z then if positive_on_unit h left then positive_on_unit h right else false else false
      end
  end.

(** [greater]: whether the polynomial is to be above 0, else below. *)
Definition check_inequality (halvings : nat) (p : list Q) (a b : Q) (greater : bool) : bool :=
  let D := common_denominator 1 p in
  let S := common_denominator 1 [a; b] in
  let A := scaled S a in
  let W := (scaled S b - A)%Z in
  if all (is_exact D) p then if (0 <? D)%Z then if all (is_exact S) [a; b] then if (0 <? S)%Z then if (0 <? W)%Z then
    let c := map (scaled (if greater then D else - D)) p in
    if all (is_exact (if greater then D else - D)) p then
      positive_on_unit halvings (narrowed W 1 (shifted A (fst (stretched S c))))
    else false
  else false else false else false else false else false.

Lemma add_polynomial_value p : forall q x, value (add_polynomial p q) x = value p x + value q x.
Proof.
  induction p as [|c p IH]; intros [|d q] x; cbn [add_polynomial value]; try ring.
  rewrite IH, plus_IZR; ring.
Qed.

Lemma scaled_value a p x : value (map (Z.mul a) p) x = IZR a * value p x.
Proof. induction p as [|c p IH]; cbn [map value]; [ring|]; rewrite IH, mult_IZR; ring. Qed.

Lemma shifted_value a p x : value (shifted a p) x = value p (x + IZR a).
Proof.
  induction p as [|c p IH]; [reflexivity|]; cbn [shifted]; rewrite add_polynomial_value, scaled_value; cbn [value].
  rewrite IH; ring.
Qed.

Lemma shifted_by_one_value p x : value (shifted_by_one p) x = value p (x + 1).
Proof.
  induction p as [|c p IH]; [reflexivity|]; cbn [shifted_by_one]; rewrite add_polynomial_value; cbn [value].
  rewrite IH; ring.
Qed.

Lemma stretched_value s p x : (0 < s)%Z -> let (r, m) := stretched s p in (0 < m)%Z /\ IZR s * value r x = IZR m * value p (x / IZR s).
Proof.
  intros Hs; pose proof (IZR_lt _ _ Hs) as Rs; induction p as [|c p IH]; [split; [lia | cbn; ring]|].
  cbn [stretched]; destruct (stretched s p) as [r m]; destruct IH as [Hm IH]; split; [lia|].
  cbn [value]; rewrite !mult_IZR, Rmult_plus_distr_l.
  replace (IZR s * (x * value r x)) with (x * (IZR s * value r x)) by ring; rewrite IH; field; lra.
Qed.

Lemma narrowed_value w p x : forall m, value (narrowed w m p) x = IZR m * value p (IZR w * x).
Proof. induction p as [|c p IH]; intros m; cbn [narrowed value]; [ring|]; rewrite IH, !mult_IZR; ring. Qed.

Lemma app_value p q x : value (p ++ q) x = value p x + x ^ length p * value q x.
Proof. induction p as [|c p IH]; cbn [app value length pow]; [ring|]; rewrite IH; ring. Qed.

Lemma rev_value p x : x <> 0 -> x * value p x = x ^ length p * value (rev p) (/ x).
Proof.
  intros N; induction p as [|c p IH]; [cbn; ring|]; cbn [value rev length pow].
  rewrite app_value, rev_length; cbn [value]; rewrite Rmult_plus_distr_l, IH.
  assert (E : x ^ length p * (/ x) ^ length p = 1) by (rewrite <- Rpow_mult_distr, Rinv_r by exact N; apply pow1).
  transitivity (x * IZR c * (x ^ length p * (/ x) ^ length p) + x * (x ^ length p * value (rev p) (/ x))); [rewrite E; ring | ring].
Qed.

Lemma positive_coefficients_value p x : positive_coefficients p = true -> 0 < x -> 0 < value p x.
Proof.
  unfold positive_coefficients; destruct (all (Z.leb 0) p) eqn:A; [|discriminate]; intros S Hx.
  assert (N : forall q, all (Z.leb 0) q = true -> 0 <= value q x).
  { induction q as [|c q IH]; intros H; cbn [all value] in *; [lra|]; destruct (Z.leb_spec 0 c) as [L|]; [|discriminate].
    apply IZR_le in L; specialize (IH H); nra. }
  induction p as [|c p IH]; [discriminate|]; cbn [all some_positive value] in *.
  destruct (Z.leb_spec 0 c) as [L|]; [|discriminate]; apply IZR_le in L; specialize (N p A).
  destruct (Z.ltb_spec 0 c) as [P|P]; [apply IZR_lt in P; nra | specialize (IH A S); nra].
Qed.

Lemma positive_on_unit_sound h : forall p, positive_on_unit h p = true -> forall t, 0 < t < 1 -> 0 < value p t.
Proof.
  assert (Base : forall p, positive_coefficients (shifted_by_one (rev p)) = true -> forall t, 0 < t < 1 -> 0 < value p t).
  { intros p E t Ht.
    assert (Y : 1 < / t) by (rewrite <- Rinv_1 at 1; apply Rinv_lt_contravar; lra).
    pose proof (positive_coefficients_value _ (/ t - 1) E ltac:(lra)) as V; rewrite shifted_by_one_value in V.
    replace (/ t - 1 + 1) with (/ t) in V by ring.
    pose proof (rev_value p t ltac:(lra)) as R; pose proof (pow_lt t (length p) ltac:(lra)) as P.
    assert (0 < t * value p t) by (rewrite R; apply Rmult_lt_0_compat; assumption).
    apply Rmult_lt_reg_l with t; lra. }
  induction h as [|h IH]; intros p E t Ht; cbn [positive_on_unit] in E;
    destruct (positive_coefficients (shifted_by_one (rev p))) eqn:C; try (apply Base; assumption); try discriminate.
  pose proof (fun x => stretched_value 2 p x ltac:(lia)) as V; destruct (stretched 2 p) as [l m]; cbn [fst] in E.
  assert (Rw : forall x, value (shifted_by_one l) x = value l (x + 1)) by (intros; apply shifted_by_one_value).
  destruct (shifted_by_one l) as [|middle r'] eqn:Er; [discriminate|].
  destruct (Z.ltb_spec 0 middle) as [M|]; [|discriminate]; destruct (positive_on_unit h l) eqn:L; [|discriminate].
  destruct (V (2 * t)) as [Hm Vt]; replace (2 * t / 2) with t in Vt by field; apply IZR_lt in Hm.
  assert (K : 0 < value l (2 * t)); [|apply Rmult_lt_reg_l with (IZR m); lra].
  destruct (Rtotal_order t (1 / 2)) as [T|[T|T]].
  - apply (IH l L); lra.
  - replace (2 * t) with (0 + 1) by lra; rewrite <- Rw; cbn [value]; apply IZR_lt in M; lra.
  - replace (2 * t) with (2 * t - 1 + 1) by ring; rewrite <- Rw; apply (IH _ E); lra.
Qed.

Lemma scaled_list_value D p x : all (is_exact D) p = true -> value (map (scaled D) p) x = IZR D * value_of p x.
Proof.
  intros H; pose proof (scaled_list_times D p H) as F; clear H; induction p as [|c p IH]; cbn [map value value_of] in *; [ring|].
  inversion F; subst; unfold times in H2; rewrite H2, IH by assumption; ring.
Qed.

(** What is accepted as an inequality holds at every real number of the open interval. *)
Theorem inequality_is_sound halvings p a b greater :
  check_inequality halvings p a b greater = true ->
  Q2R a < Q2R b /\ forall x, Q2R a < x < Q2R b -> if greater then 0 < value_of p x else value_of p x < 0.
Proof.
  unfold check_inequality; set (D := common_denominator 1 p); set (S := common_denominator 1 [a; b]); clearbody D S.
  destruct (all (is_exact D) p); [|discriminate]; destruct (Z.ltb_spec 0 D) as [HD|]; [|discriminate].
  destruct (all (is_exact S) [a; b]) eqn:ES; [|discriminate]; destruct (Z.ltb_spec 0 S) as [HS|]; [|discriminate].
  destruct (Z.ltb_spec 0 (scaled S b - scaled S a)) as [HW|]; [|discriminate].
  set (E := if greater then D else (- D)%Z); destruct (all (is_exact E) p) eqn:EE; [|discriminate]; intros H.
  pose proof (all_forall _ _ ES a (or_introl eq_refl)) as Ea; pose proof (all_forall _ _ ES b (or_intror (or_introl eq_refl))) as Eb.
  apply scaled_times in Ea, Eb; unfold times in Ea, Eb.
  set (A := scaled S a) in *; set (B := scaled S b) in *; pose proof (IZR_lt _ _ HS) as RS; pose proof (IZR_lt _ _ HW) as RW.
  rewrite minus_IZR in RW; split; [nra|]; intros x Hx.
  set (t := (IZR S * x - IZR A) / IZR (B - A)).
  assert (Et : IZR (B - A) * t = IZR S * x - IZR A) by (unfold t; field; rewrite minus_IZR; lra).
  assert (Ht : 0 < t < 1).
  { rewrite minus_IZR in Et; split; apply Rmult_lt_reg_l with (IZR B - IZR A); try lra; rewrite Et; nra. }
  pose proof (positive_on_unit_sound _ _ H t Ht) as P.
  rewrite narrowed_value, Et, shifted_value in P.
  replace (IZR S * x - IZR A + IZR A) with (IZR S * x) in P by ring.
  pose proof (stretched_value S (map (scaled E) p) (IZR S * x) HS) as V; destruct (stretched S (map (scaled E) p)) as [r m]; cbn [fst] in P.
  destruct V as [Hm V]; replace (IZR S * x / IZR S) with x in V by (field; lra); apply IZR_lt in Hm.
  rewrite scaled_list_value in V by exact EE.
  assert (K : 0 < IZR E * value_of p x) by (apply Rmult_lt_reg_l with (IZR m); [exact Hm | rewrite <- V; nra]).
  apply IZR_lt in HD; unfold E in K; destruct greater; [|rewrite opp_IZR in K]; nra.
Qed.
