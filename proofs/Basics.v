(** * Lemmas about sums, inner products and normalization that several claims use *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions.
Open Scope R_scope.

Lemma sign_pos x : 0 < x -> sign x = 1.
Proof. intros H; unfold sign; destruct (Rlt_dec 0 x); lra. Qed.

Lemma sign_neg x : x < 0 -> sign x = -1.
Proof. intros H; unfold sign; destruct (Rlt_dec 0 x); [lra|]; destruct (Rlt_dec x 0); lra. Qed.

Lemma sign_0 : sign 0 = 0.
Proof. unfold sign; destruct (Rlt_dec 0 0); [lra|]; destruct (Rlt_dec 0 0); lra. Qed.

Lemma sign_cases x : (0 < x /\ sign x = 1) \/ (x < 0 /\ sign x = -1) \/ (x = 0 /\ sign x = 0).
Proof.
  destruct (Rtotal_order x 0) as [H|[H|H]].
  - right; left; split; [exact H | apply sign_neg, H].
  - right; right; subst; split; [reflexivity | apply sign_0].
  - left; split; [exact H | apply sign_pos, H].
Qed.

Lemma sign_opp x : sign (- x) = - sign x.
Proof.
  destruct (sign_cases x) as [[H ->]|[[H ->]|[H ->]]].
  - apply sign_neg; lra.
  - replace (- -1) with 1 by ring; apply sign_pos; lra.
  - subst; rewrite Ropp_0; apply sign_0.
Qed.

Lemma sign_scale a x : 0 < a -> sign (a * x) = sign x.
Proof.
  intros Ha; destruct (sign_cases x) as [[H ->]|[[H ->]|[H ->]]].
  - apply sign_pos; nra.
  - apply sign_neg; nra.
  - subst; rewrite Rmult_0_r; apply sign_0.
Qed.

(** x / |x| is the sign, and so is x / sqrt(x²). *)
Lemma div_abs_sign x : x / Rabs x = sign x.
Proof.
  destruct (sign_cases x) as [[H ->]|[[H ->]|[H ->]]].
  - rewrite Rabs_pos_eq by lra; field; lra.
  - rewrite Rabs_left by lra; field; lra.
  - subst; unfold Rdiv; ring.
Qed.

Lemma sqrt_sq_abs x : sqrt (x * x) = Rabs x.
Proof. exact (sqrt_Rsqr_abs x). Qed.

(** ** Derivatives *)

(** Equal functions have equal derivatives. *)
Lemma derivable_ext f g x l : (forall t, f t = g t) -> derivable_pt_lim f x l -> derivable_pt_lim g x l.
Proof. intros E H e He; destruct (H e He) as (dl & D); exists dl; intros h Nz Hh; rewrite <- !E; apply D; assumption. Qed.

(** ** Sums and inner products *)

Lemma sum_app v w : sum (v ++ w) = sum v + sum w.
Proof. induction v; cbn [sum app]; [ring|]; rewrite IHv; ring. Qed.

Lemma sum_map_plus {A} (f g : A -> R) l : sum (map (fun x => f x + g x) l) = sum (map f l) + sum (map g l).
Proof. induction l; cbn [sum map]; [ring|]; rewrite IHl; ring. Qed.

Lemma sum_map_scale {A} a (f : A -> R) l : sum (map (fun x => a * f x) l) = a * sum (map f l).
Proof. induction l; cbn [sum map]; [ring|]; rewrite IHl; ring. Qed.

Lemma sum_map_const {A} a (l : list A) : sum (map (fun _ => a) l) = INR (length l) * a.
Proof. induction l; [cbn; ring|]; cbn [sum map length]; rewrite IHl, S_INR; ring. Qed.

Lemma sum_map_ext {A} (f g : A -> R) l : (forall x, In x l -> f x = g x) -> sum (map f l) = sum (map g l).
Proof.
  induction l; intros H; cbn [sum map]; [reflexivity|].
  rewrite H by (left; reflexivity); f_equal; apply IHl; intros; apply H; right; assumption.
Qed.

Lemma sum_map_le {A} (f g : A -> R) l : (forall x, In x l -> f x <= g x) -> sum (map f l) <= sum (map g l).
Proof.
  induction l; intros H; cbn [sum map]; [lra|].
  apply Rplus_le_compat; [apply H; left; reflexivity | apply IHl; intros; apply H; right; assumption].
Qed.

Lemma sum_nonneg v : (forall x, In x v -> 0 <= x) -> 0 <= sum v.
Proof.
  induction v; intros H; cbn [sum]; [lra|].
  specialize (IHv (fun x Hx => H x (or_intror Hx))); specialize (H a (or_introl eq_refl)); lra.
Qed.

Lemma ssq_map v : ssq v = sum (map (fun x => x * x) v).
Proof. unfold ssq; induction v; cbn [dot sum map]; [reflexivity|]; rewrite IHv; reflexivity. Qed.

Lemma ssq_nonneg v : 0 <= ssq v.
Proof. unfold ssq; induction v; cbn [dot]; nra. Qed.

Lemma ssq_0 v : ssq v = 0 -> forall x, In x v -> x = 0.
Proof.
  unfold ssq; induction v as [|a v IH]; intros H x Hx; [destruct Hx|].
  cbn [dot] in H; pose proof (ssq_nonneg v) as P; unfold ssq in P.
  assert (a = 0) by nra; subst a; destruct Hx as [->|Hx]; [reflexivity|].
  apply IH; [nra | exact Hx].
Qed.

Lemma dot_comm v w : dot v w = dot w v.
Proof. revert w; induction v; destruct w; cbn [dot]; try reflexivity; rewrite IHv; ring. Qed.

Lemma dot_repeat_0 n v : dot (repeat 0 n) v = 0.
Proof. revert v; induction n; destruct v; cbn; try reflexivity; rewrite IHn; ring. Qed.

Lemma vadd_length v w : length v = length w -> length (vadd v w) = length v.
Proof. revert w; induction v; destruct w; cbn; intros H; try discriminate; [reflexivity|]; f_equal; apply IHv; lia. Qed.

Lemma vscale_length a v : length (vscale a v) = length v.
Proof. apply map_length. Qed.

Lemma dot_vadd_r u v w : length v = length w -> dot u (vadd v w) = dot u v + dot u w.
Proof.
  revert u w; induction v; destruct w, u; cbn; intros H; try discriminate; try ring.
  rewrite IHv by lia; ring.
Qed.

Lemma dot_vscale_r a u v : dot u (vscale a v) = a * dot u v.
Proof. revert u; induction v; destruct u; cbn; try ring; unfold vscale in IHv; rewrite IHv; ring. Qed.

Lemma sum_vadd v w : length v = length w -> sum (vadd v w) = sum v + sum w.
Proof. revert w; induction v; destruct w; cbn; intros H; try discriminate; [ring|]; rewrite IHv by lia; ring. Qed.

Lemma sum_vscale a v : sum (vscale a v) = a * sum v.
Proof. unfold vscale; rewrite (sum_map_scale a (fun x => x)), map_id; reflexivity. Qed.

Lemma cauchy_schwarz v w : dot v w * dot v w <= ssq v * ssq w.
Proof.
  revert w; induction v as [|x v IH]; intros w; [unfold ssq; cbn [dot]; lra|].
  destruct w as [|y w]; [unfold ssq; cbn [dot]; lra|].
  specialize (IH w); pose proof (ssq_nonneg v) as P; pose proof (ssq_nonneg w) as Q.
  unfold ssq in *; cbn [dot].
  set (p := dot v v) in *; set (q := dot w w) in *; set (r := dot v w) in *.
  assert (Nn : 0 <= x * x * q + y * y * p)
    by (assert (0 <= x * x * q) by (apply Rmult_le_pos; nra); assert (0 <= y * y * p) by (apply Rmult_le_pos; nra); lra).
  assert (K : 2 * (x * y) * r <= x * x * q + y * y * p).
  { assert (H0 : 0 <= x * x * (y * y)) by nra.
    assert (H1 : x * x * (y * y) * (r * r) <= x * x * (y * y) * (p * q)) by (apply Rmult_le_compat_l; lra).
    pose proof (Rle_0_sqr (x * x * q - y * y * p)) as Z; unfold Rsqr in Z.
    apply Rsqr_incr_0_var; [unfold Rsqr; lra | exact Nn]. }
  lra.
Qed.

(** Choices for each of finitely many k. *)
Lemma choices {A} (P : nat -> A -> Prop) (default : A) n : (forall k, (k <= n)%nat -> exists g, P k g) -> exists e : nat -> A, forall k, (k <= n)%nat -> P k (e k).
Proof.
  intros Q; assert (G : forall m, (m <= S n)%nat -> exists e : nat -> A, forall k, (k < m)%nat -> P k (e k)).
  { induction m as [|m IH]; intros Hm; [exists (fun _ => default); intros; lia|].
    destruct (IH ltac:(lia)) as (e & He), (Q m ltac:(lia)) as (g & Hg); exists (fun k => if Nat.eq_dec k m then g else e k).
    intros k Hk; destruct (Nat.eq_dec k m) as [->|]; [exact Hg | apply He; lia]. }
  destruct (G (S n) ltac:(lia)) as (e & He); exists e; intros k Hk; apply He; lia.
Qed.
