(** * B1. The sum of squares ratio, and what linear maps can do about it *)

From Coq Require Import Reals List Lra Lia ZArith Psatz Classical.
Import ListNotations.
From Normlab Require Import Definitions Basics Examples Matrices B2.
Open Scope R_scope.

(** ** Two quadratic forms

    [point]: the coefficients of a linear function of d numbers. *)

Definition point := nat -> R.

Record form (d : nat) := {
  value : point -> point -> R;
  value_sym : forall a b, value a b = value b a;
  value_linear : forall x a y b c, value (fun k => x * a k + y * b k) c = x * value a c + y * value b c;
  value_ext : forall a a' b, (forall k, (k < d)%nat -> a k = a' k) -> value a b = value a' b;
  value_nonneg : forall a, 0 <= value a a
}.
Arguments value {d}. Arguments value_sym {d}. Arguments value_linear {d}. Arguments value_ext {d}. Arguments value_nonneg {d}.

Section Forms.

Variable d : nat.

Lemma value_square (Q : form d) x a y b :
  value Q (fun k => x * a k + y * b k) (fun k => x * a k + y * b k) = x * x * value Q a a + 2 * x * y * value Q a b + y * y * value Q b b.
Proof.
  rewrite value_linear, (value_sym Q a), (value_sym Q b), !value_linear, (value_sym Q b a); ring.
Qed.

(** Cauchy and Schwarz, where one of the two is null. *)
Lemma null_orthogonal (Q : form d) a b : value Q a a = 0 -> value Q a b = 0.
Proof.
  intros N; destruct (Req_dec (value Q a b) 0) as [E|E]; [exact E | exfalso].
  set (v := value Q a b) in *; set (q := value Q b b).
  pose proof (value_nonneg Q (fun k => (- (q + 1) / (2 * v)) * a k + 1 * b k)) as P; rewrite value_square, N in P; fold v q in P.
  replace (- (q + 1) / (2 * v) * (- (q + 1) / (2 * v)) * 0 + 2 * (- (q + 1) / (2 * v)) * 1 * v + 1 * 1 * q) with (-1) in P by (field; exact E); lra.
Qed.

Fixpoint combination (cs : list R) (vs : list point) : point :=
  match cs, vs with
  | c :: cs', v :: vs' => fun k => c * v k + 1 * combination cs' vs' k
  | _, _ => fun _ => 0
  end.

Lemma value_zero (Q : form d) b : value Q (fun _ => 0) b = 0.
Proof.
  rewrite (value_ext Q _ (fun k => 0 * b k + 0 * b k)) by (intros; ring); rewrite value_linear; ring.
Qed.

(** Where Q is null T is null: then T ≤ C Q on what finitely many vectors span. By Gram and Schmidt. *)
Lemma form_bound (Q T : form d) : (forall a, value Q a a = 0 -> value T a a = 0) ->
  forall n vs, length vs = n -> exists C, 0 <= C /\ forall cs, length cs = n ->
    value T (combination cs vs) (combination cs vs) <= C * value Q (combination cs vs) (combination cs vs).
Proof.
  intros H; induction n as [|n IH]; intros vs L.
  - exists 0; split; [lra|]; intros cs Lc; destruct vs, cs; try discriminate; cbn; rewrite !value_zero; lra.
  - destruct vs as [|v vs]; [discriminate|]; destruct (Req_dec (value Q v v) 0) as [N|N].
    + destruct (IH vs ltac:(cbn in L; lia)) as (C & HC & B); exists C; split; [exact HC|]; intros [|c cs] Lc; [discriminate|].
      cbn [combination]; rewrite !value_square, N, (H v N), (null_orthogonal Q v _ N), (null_orthogonal T v _ (H v N)).
      specialize (B cs ltac:(cbn in Lc; lia)); lra.
    + set (q := value Q v v) in *; assert (P : 0 < q) by (pose proof (value_nonneg Q v); fold q in H0; lra).
      set (vs' := map (fun w => fun k => (- value Q v w / q) * v k + 1 * w k) vs).
      destruct (IH vs' ltac:(unfold vs'; rewrite map_length; cbn in L; lia)) as (C & HC & B).
      assert (G : forall ws cs, exists x, (forall k, combination cs ws k = x * v k + 1 * combination cs (map (fun w => fun k => (- value Q v w / q) * v k + 1 * w k) ws) k) /\
                  value Q v (combination cs (map (fun w => fun k => (- value Q v w / q) * v k + 1 * w k) ws)) = 0).
      { induction ws as [|w ws IHw]; intros cs; [exists 0; destruct cs; cbn; (split; [intros; ring | rewrite value_sym; apply value_zero])|].
        destruct cs as [|c cs]; [exists 0; cbn; split; [intros; ring | rewrite value_sym; apply value_zero]|].
        destruct (IHw cs) as (x & E & O); exists (c * (value Q v w / q) + x); cbn [map combination]; split.
        - intros k; rewrite E; field; lra.
        - rewrite value_sym, value_linear, value_linear, (value_sym Q (combination _ _) v), O, (value_sym Q w v); fold q; field; lra. }
      exists (2 * value T v v / q + 2 * C); split.
      { assert (0 <= 2 * value T v v / q) by (apply Rmult_le_pos; [pose proof (value_nonneg T v); lra | left; apply Rinv_0_lt_compat, P]); lra. }
      intros [|c cs] Lc; [discriminate|]; cbn [combination]; destruct (G vs cs) as (x & E & O); fold vs' in E, O; set (y := combination cs vs') in *.
      assert (Ev : forall F : form d, value F (fun k => c * v k + 1 * combination cs vs k) (fun k => c * v k + 1 * combination cs vs k) =
                    (c + x) * (c + x) * value F v v + 2 * (c + x) * 1 * value F v y + 1 * 1 * value F y y).
      { intros F; rewrite <- value_square.
        set (l := fun k => c * v k + 1 * combination cs vs k); set (r := fun k => (c + x) * v k + 1 * y k).
        assert (E' : forall k, l k = r k) by (intros k; unfold l, r; rewrite E; ring).
        transitivity (value F r l); [apply value_ext; intros; apply E' | rewrite value_sym; apply value_ext; intros; apply E']. }
      rewrite !Ev, O; fold q; specialize (B cs ltac:(cbn in Lc; lia)); fold y in B.
      pose proof (value_nonneg T (fun k => (c + x) * v k + -1 * y k)) as S; rewrite value_square in S.
      pose proof (value_nonneg T v); pose proof (value_nonneg T y); pose proof (value_nonneg Q y).
      set (s := c + x) in *; set (tv := value T v v) in *; set (ty := value T y y) in *; set (qy := value Q y y) in *.
      assert (Ss : 0 <= s * s) by apply Rle_0_sqr.
      assert (U : 2 * tv / q * (s * s * q) = 2 * (s * s * tv)) by (field; lra).
      assert (0 <= 2 * tv / q * qy) by (apply Rmult_le_pos; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat, P] | assumption]).
      assert (0 <= 2 * C * (s * s * q)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
      replace ((2 * tv / q + 2 * C) * (s * s * q + 2 * s * 1 * 0 + 1 * 1 * qy)) with (2 * tv / q * (s * s * q) + 2 * tv / q * qy + 2 * C * (s * s * q) + 2 * (C * qy)) by ring.
      rewrite U; lra.
Qed.

(** All of R^d is spanned by the unit vectors. *)
Lemma spanned a : forall n, (n <= d)%nat -> forall k, (k < n)%nat ->
  combination (map a (seq 0 n)) (map delta (seq 0 n)) k = a k.
Proof.
  assert (G : forall m s k, combination (map a (seq s m)) (map delta (seq s m)) k = if le_lt_dec s k then if lt_dec k (s + m) then a k else 0 else 0).
  { induction m as [|m IH]; intros s k; cbn [seq map combination].
    - destruct (le_lt_dec s k), (lt_dec k (s + 0)); try reflexivity; lia.
    - rewrite IH; unfold delta; destruct (Nat.eqb_spec s k), (le_lt_dec s k), (le_lt_dec (S s) k), (lt_dec k (s + S m)), (lt_dec k (S s + m)); try lia; subst; ring. }
  intros n _ k Hk; rewrite G; destruct (le_lt_dec 0 k), (lt_dec k (0 + n)); try lia; reflexivity.
Qed.

(** The least ratio W/T is attained, where T is not null everywhere. *)
Theorem least_ratio (W T : form d) a0 : 0 < value T a0 a0 ->
  exists mu a, 0 < value T a a /\ value W a a = mu * value T a a /\ forall b, mu * value T b b <= value W b b.
Proof.
  intros H0.
  set (E := fun r => exists a, 0 < value T a a /\ r = - (value W a a / value T a a)).
  assert (Bd : bound E).
  { exists 0; intros r (a & Ha & ->); assert (0 <= value W a a / value T a a) by (apply Rmult_le_pos; [apply value_nonneg | left; apply Rinv_0_lt_compat, Ha]); lra. }
  destruct (completeness E Bd (ex_intro _ _ (ex_intro _ a0 (conj H0 eq_refl)))) as (l & Up & Least).
  set (mu := - l); exists mu.
  assert (Below : forall b, mu * value T b b <= value W b b).
  { intros b; destruct (value_nonneg T b) as [P|Z]; [|rewrite <- Z, Rmult_0_r; apply value_nonneg].
    pose proof (Up _ (ex_intro _ b (conj P eq_refl))) as U; unfold mu.
    apply (Rmult_le_reg_r (/ value T b b)); [apply Rinv_0_lt_compat, P|]; rewrite Rmult_assoc, Rinv_r by lra; unfold Rdiv in U; lra. }
  destruct (classic (exists a, 0 < value T a a /\ value W a a = mu * value T a a)) as [(a & P & A)|N]; [exists a; auto|exfalso].
  assert (Qf : exists Q : form d, forall a b, value Q a b = value W a b + - mu * value T a b).
  { unshelve eexists (Build_form d (fun a b => value W a b + - mu * value T a b) _ _ _ _); [| | | |reflexivity].
    - intros x y; cbv beta; rewrite (value_sym W), (value_sym T); reflexivity.
    - intros; cbv beta; rewrite !value_linear; ring.
    - intros a a' b Ea; cbv beta; rewrite (value_ext W a a'), (value_ext T a a') by exact Ea; reflexivity.
    - intros a; cbv beta; specialize (Below a); lra. }
  destruct Qf as (Q & HQ).
  assert (Null : forall a, value Q a a = 0 -> value T a a = 0).
  { intros a Z; rewrite HQ in Z; destruct (value_nonneg T a) as [P|P]; [|symmetry; exact P]; exfalso; apply N; exists a; split; [exact P | lra]. }
  destruct (form_bound Q T Null d (map delta (seq 0 d)) ltac:(rewrite map_length, seq_length; reflexivity)) as (C & HC & B).
  assert (All : forall b, value T b b <= C * value Q b b).
  { intros b; specialize (B (map b (seq 0 d)) ltac:(rewrite map_length, seq_length; reflexivity)); set (b' := combination _ _) in B.
    assert (Eb : forall k, (k < d)%nat -> b' k = b k) by (intros k Hk; apply (spanned b d); [lia | exact Hk]).
    assert (Ev : forall F : form d, value F b' b' = value F b b) by (intros F; rewrite (value_ext F b' b b' Eb), value_sym, (value_ext F b' b b Eb); reflexivity).
    rewrite !Ev in B; exact B. }
  assert (C0 : 0 < C).
  { destruct HC as [P|Z]; [exact P|]; specialize (All a0); rewrite <- Z in All; lra. }
  assert (Better : is_upper_bound E (l - / C)).
  { intros r (a & Ha & ->); specialize (All a); rewrite HQ in All.
    assert (K : value T a a / C <= value W a a + - mu * value T a a).
    { apply (Rmult_le_reg_l C); [exact C0|]; replace (C * (value T a a / C)) with (value T a a) by (field; lra); exact All. }
    assert (mu + / C <= value W a a / value T a a); [|unfold mu in *; lra].
    apply (Rmult_le_reg_r (value T a a)); [exact Ha|]; replace (value W a a / value T a a * value T a a) with (value W a a) by (field; lra); unfold Rdiv in K; lra. }
  specialize (Least _ Better); pose proof (Rinv_0_lt_compat C C0); lra.
Qed.

End Forms.

(** ** Sums of squares of samples *)

Section Samples.

Variables n d : nat.
Variable X : nat -> point.

(** What the linear function a gives at sample i. *)
Definition output (a : point) (i : nat) : R := bigsum d (fun k => a k * X i k).

(** The mean of a over the samples of weight 1 (the members of a class), and the sum of the products of two functions' deviations. *)
Definition mean_over (w : nat -> R) (a : point) : R := bigsum n (fun i => w i * output a i) / bigsum n w.
Definition products (w : nat -> R) (a b : point) : R :=
  bigsum n (fun i => w i * ((output a i - mean_over w a) * (output b i - mean_over w b))).

Lemma output_linear x a y b i : output (fun k => x * a k + y * b k) i = x * output a i + y * output b i.
Proof. unfold output; rewrite <- !bigsum_scale, <- bigsum_plus; apply bigsum_ext; intros; ring. Qed.

Lemma mean_linear w x a y b : mean_over w (fun k => x * a k + y * b k) = x * mean_over w a + y * mean_over w b.
Proof.
  unfold mean_over; rewrite (bigsum_ext n _ (fun i => x * (w i * output a i) + y * (w i * output b i))) by (intros; rewrite output_linear; ring).
  rewrite bigsum_plus, !bigsum_scale; unfold Rdiv; ring.
Qed.

Lemma products_form w : (forall i, 0 <= w i) -> exists F : form d, forall a b, value F a b = products w a b.
Proof.
  intros Hw; unshelve eexists (Build_form d (products w) _ _ _ _); [| | | |reflexivity].
  - intros; apply bigsum_ext; intros; ring.
  - intros; unfold products; rewrite <- !bigsum_scale, <- bigsum_plus; apply bigsum_ext; intros; rewrite output_linear, mean_linear; ring.
  - intros a a' b E; assert (O : forall i, output a i = output a' i) by (intros; apply bigsum_ext; intros; rewrite E by assumption; reflexivity).
    assert (M : mean_over w a = mean_over w a') by (unfold mean_over; f_equal; apply bigsum_ext; intros; rewrite O; reflexivity).
    apply bigsum_ext; intros; rewrite O, M; reflexivity.
  - intros a; apply bigsum_nonneg; intros; apply Rmult_le_pos; [apply Hw | apply Rle_0_sqr].
Qed.

Variable classes : nat.
Variable label : nat -> nat.

(** S_total and S_within as forms: ⟨a, S b⟩. *)
Definition total (a b : point) : R := products (fun _ => 1) a b.
Definition within (a b : point) : R := bigsum classes (fun c => products (fun i => if Nat.eqb (label i) c then 1 else 0) a b).

Lemma within_form : exists F : form d, forall a b, value F a b = within a b.
Proof.
  assert (P : forall c, exists F : form d, forall a b, value F a b = products (fun i => if Nat.eqb (label i) c then 1 else 0) a b)
    by (intros c; apply products_form; intros i; destruct (Nat.eqb _ _); lra).
  unshelve eexists (Build_form d within _ _ _ _); [| | | |reflexivity].
  - intros; apply bigsum_ext; intros c _; destruct (P c) as (F & E); rewrite <- !E; apply value_sym.
  - intros; unfold within; rewrite <- !bigsum_scale, <- bigsum_plus; apply bigsum_ext; intros c' _; destruct (P c') as (F & E); rewrite <- !E; apply value_linear.
  - intros a a' b Ea; apply bigsum_ext; intros c' _; destruct (P c') as (F & E); rewrite <- !E; apply value_ext, Ea.
  - intros a; apply bigsum_nonneg; intros c' _; destruct (P c') as (F & E); rewrite <- E; apply value_nonneg.
Qed.

(** Not all samples are equal: some coordinate has a positive total sum of squares. *)
Lemma total_positive i j k : (i < n)%nat -> (j < n)%nat -> (k < d)%nat -> X i k <> X j k -> 0 < total (delta k) (delta k).
Proof.
  intros Hi Hj Hk N; assert (O : forall i, output (delta k) i = X i k) by (intros; unfold output; apply bigsum_delta with (f := fun l => X i0 l), Hk).
  assert (P : 0 <= total (delta k) (delta k)) by (apply bigsum_nonneg; intros; apply Rmult_le_pos; [lra | apply Rle_0_sqr]).
  destruct P as [P|Z]; [exact P | exfalso]; unfold total, products in Z; set (m := mean_over _ _) in Z.
  assert (All : forall l, (l < n)%nat -> X l k = m).
  { intros l Hl; pose proof (bigsum_zero n _ (fun i _ => Rmult_le_pos 1 _ Rle_0_1 (Rle_0_sqr (output (delta k) i - m))) (eq_sym Z) l Hl) as Q; cbv beta in Q.
    rewrite O in Q; unfold Rsqr in Q; nra. }
  apply N; rewrite (All i Hi), (All j Hj); reflexivity.
Qed.

End Samples.

(** For n samples of d numbers, not all equal, with labels below K: there is a number LSSR such that (1) of every linear map, given by its
    rows, the sum of squares within the classes is at least LSSR times the total one, (2) a map to the line reaches it, (3) LSSR is a generalized
    eigenvalue of (S_within, S_total), its vector in none of whose directions the total is null, and (4) no such eigenvalue is below it. *)
Theorem linear_maps n d X classes label i j k :
  (i < n)%nat -> (j < n)%nat -> (k < d)%nat -> X i k <> X j k ->
  exists lssr a,
    (forall rows : list point,
       lssr * sum (map (fun b => total n d X b b) rows) <= sum (map (fun b => within n d X classes label b b) rows)) /\
    0 < total n d X a a /\ within n d X classes label a a = lssr * total n d X a a /\
    (forall b, within n d X classes label a b = lssr * total n d X a b) /\
    (forall mu b, 0 < total n d X b b -> (forall c, within n d X classes label b c = mu * total n d X b c) -> lssr <= mu).
Proof.
  intros Hi Hj Hk N; destruct (products_form n d X (fun _ => 1) (fun _ => Rle_0_1)) as (T & ET); destruct (within_form n d X classes label) as (W & EW).
  assert (P0 : 0 < value T (delta k) (delta k)) by (rewrite ET; apply (total_positive n d X i j k); assumption).
  destruct (least_ratio d W T (delta k) P0) as (mu & a & Pa & Ea & Below).
  assert (ET' : forall a b, value T a b = total n d X a b) by exact ET.
  exists mu, a; split; [|split; [|split; [|split]]].
  - intros rows; rewrite <- sum_map_scale; apply sum_map_le; intros b _; rewrite <- ET', <- EW; apply Below.
  - rewrite <- ET'; exact Pa.
  - rewrite <- ET', <- EW; exact Ea.
  - intros b; rewrite <- ET', <- EW.
    assert (Qf : exists Q : form d, forall a b, value Q a b = value W a b + - mu * value T a b).
    { unshelve eexists (Build_form d (fun a b => value W a b + - mu * value T a b) _ _ _ _); [| | | |reflexivity].
      - intros x y; cbv beta; rewrite (value_sym W), (value_sym T); reflexivity.
      - intros; cbv beta; rewrite !value_linear; ring.
      - intros u u' v Eu; cbv beta; rewrite (value_ext W u u'), (value_ext T u u') by exact Eu; reflexivity.
      - intros u; cbv beta; specialize (Below u); lra. }
    destruct Qf as (Q & HQ); pose proof (null_orthogonal d Q a b ltac:(rewrite HQ; lra)) as O; rewrite HQ in O; lra.
  - intros nu b Pb Eb; specialize (Below b); rewrite ET', EW, Eb in Below; apply (Rmult_le_reg_r (total n d X b b)); assumption.
Qed.

(** Claim B1, whole: the least ratio over linear maps, and XOR, where it is 1 for every linear map whatever. *)
Theorem B1 :
  (forall n d X classes label i j k,
    (i < n)%nat -> (j < n)%nat -> (k < d)%nat -> X i k <> X j k ->
    exists lssr a,
      (forall rows : list point,
         lssr * sum (map (fun b => total n d X b b) rows) <= sum (map (fun b => within n d X classes label b b) rows)) /\
      0 < total n d X a a /\ within n d X classes label a a = lssr * total n d X a a /\
      (forall b, within n d X classes label a b = lssr * total n d X a b) /\
      (forall mu b, 0 < total n d X b b -> (forall c, within n d X classes label b c = mu * total n d X b c) -> lssr <= mu)) /\
  (forall W, Forall (fun row => length row = 2%nat) W ->
    within_ss 2 xor_labels (map (fun row => map (fun x => dot row x) xor_samples) W) = total_ss (map (fun row => map (fun x => dot row x) xor_samples) W)).
Proof.
  split; [exact linear_maps | exact xor_is_not_helped_by_linear_maps].
Qed.
