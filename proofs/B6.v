(** * B6. Group partition amplifies the nonlinearity of layer normalization *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Definitions Basics LineUnits Matrices HessianNorm Groups.
Open Scope R_scope.

(** ** The projection of a group *)

Definition member (c b i : nat) : R := if Nat.eqb (i / c) b then 1 else 0.
Definition group_projection (c b : nat) : matrix := fun i j => member c b i * member c b j * (delta i j - / INR c).

Section Group.

Variables g c b : nat.
Hypothesis c_pos : (0 < c)%nat.
Hypothesis b_group : (b < g)%nat.

Let d := (g * c)%nat.
Let M := group_projection c b.

Lemma c_real : 0 < INR c. Proof. apply lt_0_INR, c_pos. Qed.

Lemma member_idempotent i : member c b i * member c b i = member c b i.
Proof. unfold member; destruct (Nat.eqb _ _); ring. Qed.

Lemma member_other i : (i / c)%nat <> b -> member c b i = 0.
Proof. intros H; unfold member; destruct (Nat.eqb_spec (i / c) b); [contradiction | reflexivity]. Qed.

Lemma member_own r : (r < c)%nat -> member c b (b * c + r) = 1.
Proof. intros H; unfold member; rewrite group_of by exact H; rewrite Nat.eqb_refl; reflexivity. Qed.

Lemma sum_members f : bigsum d (fun k => member c b k * f k) = bigsum c (fun r => f (b * c + r)%nat).
Proof.
  unfold d; rewrite (bigsum_one_group g c b) by (try exact b_group; intros i _ H; rewrite member_other by exact H; ring).
  apply bigsum_ext; intros r Hr; rewrite member_own by exact Hr; ring.
Qed.

Lemma count_members : bigsum d (member c b) = INR c.
Proof.
  rewrite (bigsum_ext d _ (fun k => member c b k * 1)) by (intros; ring); rewrite sum_members, bigsum_const; ring.
Qed.

Lemma M_sym i j : M i j = M j i.
Proof. unfold M, group_projection; rewrite delta_sym; ring. Qed.

Lemma M_idem i j : (i < d)%nat -> (j < d)%nat -> bigsum d (fun k => M i k * M j k) = M i j.
Proof.
  intros Hi Hj; unfold M, group_projection; pose proof c_real as C.
  set (mi := member c b i); set (mj := member c b j).
  rewrite (bigsum_ext d _ (fun k => mi * mj * (delta i k * (member c b k * delta j k)) + (- mi * mj * / INR c) * (delta i k * member c b k) +
     (- mi * mj * / INR c) * (delta j k * member c b k) + (mi * mj * / INR c * / INR c) * member c b k)).
  2:{ intros k _; unfold mi, mj; pose proof (member_idempotent k) as I; set (mk := member c b k) in *.
      transitivity (member c b i * member c b j * (mk * mk) * ((delta i k - / INR c) * (delta j k - / INR c))); [ring | rewrite I; ring]. }
  rewrite !bigsum_plus, !bigsum_scale, count_members, (bigsum_delta d i), (bigsum_delta d i), (bigsum_delta d j) by assumption; fold mi mj.
  rewrite (delta_sym j i).
  assert (I : mi * mi = mi) by apply member_idempotent; assert (J : mj * mj = mj) by apply member_idempotent.
  transitivity ((mi * mi) * mj * delta i j - (mi * mi) * mj * / INR c - mi * (mj * mj) * / INR c + mi * mj * / INR c); [field; lra | rewrite I, J; ring].
Qed.

Lemma M_tr : bigsum d (fun i => M i i) = INR c - 1.
Proof.
  unfold M, group_projection; rewrite (bigsum_ext d _ (fun i => (1 - / INR c) * member c b i)).
  - rewrite bigsum_scale, count_members; field; apply Rgt_not_eq, c_real.
  - intros i _; unfold delta; rewrite Nat.eqb_refl, member_idempotent; ring.
Qed.

Lemma projected_group x i : (i < d)%nat -> projected d M x i = member c b i * (x i - mean_of x (b * c) c).
Proof.
  intros Hi; unfold projected, M, group_projection, mean_of; pose proof c_real.
  rewrite (bigsum_ext d _ (fun k => member c b i * (delta i k * (member c b k * x k)) + (- member c b i * / INR c) * (member c b k * x k))) by (intros; ring).
  rewrite bigsum_plus, !bigsum_scale, (bigsum_delta d i (fun k => member c b k * x k)), sum_members by exact Hi.
  transitivity (member c b i * member c b i * x i - member c b i * (bigsum c (fun r => x (b * c + r)%nat) / INR c)); [unfold Rdiv; ring | rewrite member_idempotent; ring].
Qed.

Lemma length2_group x : length2 d M x = INR c * variance_of x (b * c) c.
Proof.
  unfold length2; pose proof c_real.
  rewrite (bigsum_ext d _ (fun i => member c b i * ((x i - mean_of x (b * c) c) * (x i - mean_of x (b * c) c)))).
  - rewrite sum_members; unfold variance_of; field; lra.
  - intros i Hi; rewrite projected_group by exact Hi.
    transitivity (member c b i * member c b i * ((x i - mean_of x (b * c) c) * (x i - mean_of x (b * c) c))); [ring | rewrite member_idempotent; ring].
Qed.

(** Where i is in the group, LN of the group is √c M x / |M x|. *)
Lemma normalized_group x r : (r < c)%nat ->
  normalized d M (sqrt (INR c)) (b * c + r) x = (x (b * c + r)%nat - mean_of x (b * c) c) / sqrt (variance_of x (b * c) c).
Proof.
  intros Hr; pose proof c_real as C; unfold normalized; rewrite projected_group, member_own, length2_group by (unfold d; nia).
  assert (Vp : 0 <= variance_of x (b * c) c) by (unfold variance_of; apply Rmult_le_pos; [apply bigsum_nonneg; intros; apply Rle_0_sqr | left; apply Rinv_0_lt_compat, C]).
  rewrite sqrt_mult by lra; pose proof (sqrt_lt_R0 _ C) as S.
  destruct (Req_dec (sqrt (variance_of x (b * c) c)) 0) as [Z|Z]; [|field; split; lra].
  apply sqrt_eq_0 in Z; [|exact Vp]; unfold variance_of in Z.
  assert (Z0 : bigsum c (fun r => (x (b * c + r)%nat - mean_of x (b * c) c) * (x (b * c + r)%nat - mean_of x (b * c) c)) = 0)
    by (apply (Rmult_eq_reg_r (/ INR c)); [unfold Rdiv in Z; lra | apply Rgt_not_eq, Rinv_0_lt_compat, C]).
  pose proof (bigsum_zero c _ (fun k _ => Rle_0_sqr _) Z0 r Hr) as E; cbv beta in E.
  assert (E0 : x (b * c + r)%nat - mean_of x (b * c) c = 0) by (apply Rsqr_0_uniq; exact E); rewrite E0; unfold Rdiv; ring.
Qed.

Lemma numerator_other x i j k : (i < d)%nat -> (i / c)%nat <> b -> numerator d M x i j k = 0.
Proof.
  intros Hi N; unfold numerator; rewrite (projected_group x i) by exact Hi; unfold M, group_projection; rewrite member_other by exact N; ring.
Qed.

End Group.

(** ** The closed form *)

(** The i-th component of LN-G with g groups on R^d, and of LN. *)
Definition group_component (g d i : nat) : point -> R := fun x => nth i (group_layer_norm g 0 (vector x 0 d)) 0.
Definition component (d i : nat) : point -> R := fun x => nth i (layer_norm 0 (vector x 0 d)) 0.

(** LN-G: H = Σ_b 3 (c - 2) / (c σ_b⁴). *)
Theorem hessian_norm_of_groups g c x : (0 < c)%nat -> (forall b, (b < g)%nat -> 0 < variance_of x (b * c) c) ->
  hessian_norm (g * c) (group_component g (g * c)) x
    (bigsum g (fun b => 3 * (INR c - 2) / (INR c * (variance_of x (b * c) c * variance_of x (b * c) c)))).
Proof.
  intros Hc P; set (d := (g * c)%nat); assert (C : 0 < INR c) by (apply lt_0_INR, Hc).
  set (h := fun b i j k => sqrt (INR c) * (numerator d (group_projection c b) x i j k /
    (length2 d (group_projection c b) x * length2 d (group_projection c b) x * sqrt (length2 d (group_projection c b) x)))).
  assert (Bd : forall i, (i < d)%nat -> (i / c < g)%nat) by (intros i Hi; apply Nat.div_lt_upper_bound; [lia | rewrite Nat.mul_comm; exact Hi]).
  assert (Pl : forall b, (b < g)%nat -> 0 < length2 d (group_projection c b) x)
    by (intros b Hb; unfold d; rewrite length2_group by assumption; apply Rmult_lt_0_compat; [exact C | apply P, Hb]).
  exists (fun i j k => h (i / c)%nat i j k); split.
  - intros i j k Hi Hj Hk; pose proof (Bd i Hi) as Hb.
    apply (second_partial_ext (normalized d (group_projection c (i / c)) (sqrt (INR c)) i)).
    + intros y; unfold group_component; pose proof (Nat.mod_upper_bound i c ltac:(lia)) as Hr.
      assert (E : i = ((i / c) * c + i mod c)%nat) by (rewrite (Nat.div_mod i c) at 1; lia).
      pose proof (normalized_group g c (i / c) Hc Hb y (i mod c) Hr) as A; pose proof (nth_group_layer_norm y g c (i / c) (i mod c) Hc Hb Hr) as B.
      rewrite <- E in A, B; unfold d; rewrite A, B; reflexivity.
    + apply second_derivative; try assumption; [apply M_sym | intros; apply M_idem; assumption | apply Pl, Hb].
  - set (F := fun b i => bigsum d (fun j => bigsum d (fun k => h b i j k * h b i j k))).
    change (bigsum g (fun b => 3 * (INR c - 2) / (INR c * (variance_of x (b * c) c * variance_of x (b * c) c))) = bigsum d (fun i => F (i / c)%nat i)).
    unfold d; rewrite bigsum_groups; apply bigsum_ext; intros b Hb; fold d.
    rewrite (bigsum_ext c _ (fun r => F b (b * c + r)%nat)) by (intros r Hr; rewrite group_of by exact Hr; reflexivity).
    rewrite <- (bigsum_one_group g c b (F b) Hb).
    + fold d; unfold F, h.
      rewrite (squares_of_second_derivatives d (group_projection c b) (sqrt (INR c)) (INR c - 1)); [| apply M_sym | intros; apply M_idem; assumption | apply M_tr; assumption | apply Pl, Hb].
      rewrite sqrt_sqrt by lra; unfold d; rewrite length2_group by assumption; specialize (P b Hb); field; split; lra.
    + intros i Hi N; unfold F, h; rewrite (bigsum_ext _ _ (fun _ => 0)); [rewrite bigsum_const; ring|]; intros j Hj.
      rewrite (bigsum_ext _ _ (fun _ => 0)); [rewrite bigsum_const; ring|]; intros k Hk; unfold d; rewrite numerator_other by assumption; unfold Rdiv; ring.
Qed.

(** LN: H = 3 (d - 2) / (d σ⁴). *)
Theorem hessian_norm_of_layer_norm d x : (0 < d)%nat -> 0 < variance_of x 0 d ->
  hessian_norm d (component d) x (3 * (INR d - 2) / (INR d * (variance_of x 0 d * variance_of x 0 d))).
Proof.
  intros Hd P; destruct (hessian_norm_of_groups 1 d x Hd) as (h & A & B).
  { intros b Hb; replace b with 0%nat by lia; exact P. }
  rewrite Nat.mul_1_l in *; exists h; split.
  - intros i j k Hi Hj Hk; eapply second_partial_ext; [|apply (A i j k); assumption]; intros y; unfold group_component, component.
    pose proof (nth_group_layer_norm y 1 d 0 i Hd ltac:(lia) Hi) as E; cbn [Nat.mul Nat.add] in E; rewrite Nat.add_0_r in E.
    rewrite E; symmetry; apply (nth_layer_norm y 0 d i Hi).
  - rewrite <- B; cbn [bigsum Nat.mul]; ring.
Qed.

(** ** The ratio *)

Lemma mean_square n (f : nat -> R) : (0 < n)%nat -> bigsum n f * bigsum n f <= INR n * bigsum n (fun k => f k * f k).
Proof.
  intros Hn; assert (N : 0 < INR n) by (apply lt_0_INR, Hn); set (s := bigsum n f).
  assert (V : 0 <= bigsum n (fun k => (f k - s / INR n) * (f k - s / INR n))) by (apply bigsum_nonneg; intros; apply Rle_0_sqr).
  rewrite (bigsum_ext n _ (fun k => f k * f k + (-2 * s / INR n) * f k + s / INR n * (s / INR n))) in V by (intros; field; lra).
  rewrite !bigsum_plus, bigsum_scale, bigsum_const in V; fold s in V.
  assert (E : INR n * (bigsum n (fun k => f k * f k) + -2 * s / INR n * s + INR n * (s / INR n * (s / INR n))) = INR n * bigsum n (fun k => f k * f k) - s * s) by (field; lra).
  assert (0 <= INR n * (bigsum n (fun k => f k * f k) + -2 * s / INR n * s + INR n * (s / INR n * (s / INR n)))) by (apply Rmult_le_pos; lra); lra.
Qed.

Lemma variance_expanded x s c : (0 < c)%nat ->
  INR c * variance_of x s c = bigsum c (fun r => x (s + r)%nat * x (s + r)%nat) - bigsum c (fun r => x (s + r)%nat) * bigsum c (fun r => x (s + r)%nat) / INR c.
Proof.
  intros Hc; assert (C : 0 < INR c) by (apply lt_0_INR, Hc); unfold variance_of, mean_of; set (t := bigsum c (fun r => x (s + r)%nat)).
  rewrite (bigsum_ext c _ (fun r => x (s + r)%nat * x (s + r)%nat + (-2 * t / INR c) * x (s + r)%nat + t / INR c * (t / INR c))) by (intros; field; lra).
  rewrite !bigsum_plus, bigsum_scale, bigsum_const; fold t; field; lra.
Qed.

(** The variance of all is at least the mean of the groups' variances. *)
Lemma variance_of_groups g c x : (0 < g)%nat -> (0 < c)%nat ->
  bigsum g (fun b => variance_of x (b * c) c) <= INR g * variance_of x 0 (g * c).
Proof.
  intros Hg Hc; assert (G : 0 < INR g) by (apply lt_0_INR, Hg); assert (C : 0 < INR c) by (apply lt_0_INR, Hc).
  pose proof (variance_expanded x 0 (g * c) ltac:(nia)) as T; cbn [Nat.add] in T; rewrite mult_INR in T.
  apply (Rmult_le_reg_l (INR c)); [exact C|]; rewrite <- bigsum_scale.
  rewrite (bigsum_ext g _ (fun b => bigsum c (fun r => x (b * c + r)%nat * x (b * c + r)%nat) + (- / INR c) * (bigsum c (fun r => x (b * c + r)%nat) * bigsum c (fun r => x (b * c + r)%nat))))
    by (intros; rewrite variance_expanded by exact Hc; unfold Rdiv; ring).
  rewrite bigsum_plus, bigsum_scale; rewrite <- (bigsum_groups g c (fun i => x i * x i)).
  replace (INR c * (INR g * variance_of x 0 (g * c))) with (INR g * INR c * variance_of x 0 (g * c)) by ring; rewrite T.
  assert (S : bigsum (g * c) (fun r => x r) = bigsum g (fun b => bigsum c (fun r => x (b * c + r)%nat))) by (apply bigsum_groups); rewrite S.
  pose proof (mean_square g (fun b => bigsum c (fun r => x (b * c + r)%nat)) Hg) as Q; cbv beta in Q.
  set (A := bigsum g (fun b => bigsum c (fun r => x (b * c + r)%nat))) in *.
  set (B := bigsum g (fun b => bigsum c (fun r => x (b * c + r)%nat) * bigsum c (fun r => x (b * c + r)%nat))) in *.
  assert (A * A / (INR g * INR c) <= / INR c * B); [|lra].
  apply (Rmult_le_reg_r (INR g * INR c)); [apply Rmult_lt_0_compat; assumption|].
  replace (A * A / (INR g * INR c) * (INR g * INR c)) with (A * A) by (field; lra).
  replace (/ INR c * B * (INR g * INR c)) with (INR g * B) by (field; lra); exact Q.
Qed.

(** Jensen for 1/v², by its tangent. *)
Lemma inverse_squares g (v : nat -> R) s : (0 < g)%nat -> 0 < s -> (forall b, (b < g)%nat -> 0 < v b) -> bigsum g v <= INR g * s ->
  INR g / (s * s) <= bigsum g (fun b => / (v b * v b)).
Proof.
  intros Hg Hs Hv Hsum; assert (G : 0 < INR g) by (apply lt_0_INR, Hg).
  assert (T : forall b, (b < g)%nat -> 3 / (s * s) + -2 / (s * s * s) * v b <= / (v b * v b)).
  { intros b Hb; specialize (Hv b Hb); set (u := v b) in *.
    assert (E : / (u * u) - (3 / (s * s) + -2 / (s * s * s) * u) = (u - s) * (u - s) * (2 * u + s) / (u * u * (s * s * s))) by (field; lra).
    assert (0 <= (u - s) * (u - s) * (2 * u + s) / (u * u * (s * s * s))); [|lra].
    apply Rmult_le_pos; [apply Rmult_le_pos; [apply Rle_0_sqr | lra] | left; apply Rinv_0_lt_compat; repeat apply Rmult_lt_0_compat; assumption]. }
  apply Rle_trans with (2 := bigsum_le g _ _ T); rewrite bigsum_plus, bigsum_scale, bigsum_const.
  assert (K : 2 / (s * s * s) * bigsum g v <= 2 / (s * s * s) * (INR g * s)).
  { apply Rmult_le_compat_l; [|exact Hsum]; left; apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat; repeat apply Rmult_lt_0_compat; exact Hs]. }
  replace (2 / (s * s * s) * (INR g * s)) with (2 * INR g / (s * s)) in K by (field; lra).
  replace (INR g * (3 / (s * s)) + -2 / (s * s * s) * bigsum g v) with (3 * INR g / (s * s) - 2 / (s * s * s) * bigsum g v) by (field; lra).
  replace (INR g / (s * s)) with (3 * INR g / (s * s) - 2 * INR g / (s * s)) by (field; lra); lra.
Qed.

(** H(LN-G) ≥ g (d - 2g) / (d - 2) · H(LN), wherever no group is constant. *)
Theorem group_ratio g c x H HG : (0 < g)%nat -> (3 <= g * c)%nat -> (forall b, (b < g)%nat -> 0 < variance_of x (b * c) c) ->
  let d := INR (g * c) in
  HG = bigsum g (fun b => 3 * (INR c - 2) / (INR c * (variance_of x (b * c) c * variance_of x (b * c) c))) ->
  H = 3 * (d - 2) / (d * (variance_of x 0 (g * c) * variance_of x 0 (g * c))) ->
  0 < variance_of x 0 (g * c) /\ 0 < H /\ INR g * (d - 2 * INR g) / (d - 2) * H <= HG.
Proof.
  intros Hg Hd P d EG EH; assert (Hc : (0 < c)%nat) by (destruct c; lia).
  assert (G : 0 < INR g) by (apply lt_0_INR, Hg); assert (C : 0 < INR c) by (apply lt_0_INR, Hc).
  assert (D : d = INR g * INR c) by (apply mult_INR); assert (D3 : 3 <= d) by (apply (le_INR 3) in Hd; cbn in Hd; unfold d; lra).
  set (v := variance_of x 0 (g * c)) in *.
  pose proof (variance_of_groups g c x Hg Hc) as Vg; fold v in Vg.
  assert (S0 : 0 < bigsum g (fun b => variance_of x (b * c) c)).
  { destruct g as [|g']; [lia|]; cbn [bigsum]; apply Rplus_le_lt_0_compat; [apply bigsum_nonneg; intros; left; apply P; lia | apply P; lia]. }
  assert (V : 0 < v) by nra; split; [exact V|].
  clearbody v d.
  assert (HP : 0 < H).
  { rewrite EH; apply Rmult_lt_0_compat; [lra|]; apply Rinv_0_lt_compat; apply Rmult_lt_0_compat; [lra | apply Rmult_lt_0_compat; exact V]. }
  split; [exact HP|].
  pose proof (inverse_squares g (fun b => variance_of x (b * c) c) v Hg V P Vg) as J; cbv beta in J.
  assert (C2 : 2 <= INR c).
  { destruct (le_lt_dec 2 c) as [L|L]; [apply (le_INR 2) in L; exact L|]; assert (c = 1)%nat by lia; subst c.
    specialize (P 0%nat Hg); unfold variance_of, mean_of in P; cbn in P; exfalso; apply (Rlt_irrefl 0); eapply Rlt_le_trans; [exact P|]; right; field. }
  rewrite EG; rewrite (bigsum_ext g _ (fun b => 3 * (INR c - 2) / INR c * / (variance_of x (b * c) c * variance_of x (b * c) c))) by (intros b Hb; specialize (P b Hb); field; split; lra).
  rewrite bigsum_scale, EH.
  replace (INR g * (d - 2 * INR g) / (d - 2) * (3 * (d - 2) / (d * (v * v)))) with (3 * (INR c - 2) / INR c * (INR g / (v * v))) by (rewrite D in *; field; repeat split; lra).
  apply Rmult_le_compat_l; [|exact J]; apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat, C].
Qed.

(** The bound is at least 1 for whole g with 1 ≤ g ≤ d/3, and greatest at g = d/4, where it is d²/(8(d - 2)) ≥ d/8. *)
Theorem bound_at_least_1 g d : (1 <= g)%nat -> (3 * g <= d)%nat -> (3 <= d)%nat -> 1 <= INR g * (INR d - 2 * INR g) / (INR d - 2).
Proof.
  intros Hg Hd H3; assert (D : 3 <= INR d) by (apply (le_INR 3) in H3; cbn in H3; lra).
  apply (Rmult_le_reg_r (INR d - 2)); [lra|]; replace (INR g * (INR d - 2 * INR g) / (INR d - 2) * (INR d - 2)) with (INR g * (INR d - 2 * INR g)) by (field; lra).
  destruct (le_lt_dec 2 g) as [G2|G2].
  - apply (le_INR 2) in G2; apply le_INR in Hd; rewrite mult_INR in Hd; cbn in G2, Hd; nra.
  - replace g with 1%nat by lia; cbn; lra.
Qed.

Theorem bound_greatest d g : 2 < d -> g * (d - 2 * g) / (d - 2) <= d / 4 * (d - 2 * (d / 4)) / (d - 2) /\
  d / 4 * (d - 2 * (d / 4)) / (d - 2) = d * d / (8 * (d - 2)) /\ d / 8 <= d * d / (8 * (d - 2)).
Proof.
  intros D; split; [|split].
  - unfold Rdiv; apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|]; pose proof (Rle_0_sqr (d - 4 * g)) as S; unfold Rsqr in S; lra.
  - field; lra.
  - apply (Rmult_le_reg_r (8 * (d - 2))); [lra|]; replace (d * d / (8 * (d - 2)) * (8 * (d - 2))) with (d * d) by (field; lra); nra.
Qed.

(** Claim B6, whole. *)
Theorem B6 :
  (forall d x, (0 < d)%nat -> 0 < variance_of x 0 d ->
     hessian_norm d (component d) x (3 * (INR d - 2) / (INR d * (variance_of x 0 d * variance_of x 0 d)))) /\
  (forall g c x, (0 < c)%nat -> (forall b, (b < g)%nat -> 0 < variance_of x (b * c) c) ->
     hessian_norm (g * c) (group_component g (g * c)) x
       (bigsum g (fun b => 3 * (INR c - 2) / (INR c * (variance_of x (b * c) c * variance_of x (b * c) c))))) /\
  (forall g c x, (0 < g)%nat -> (3 <= g * c)%nat -> (forall b, (b < g)%nat -> 0 < variance_of x (b * c) c) ->
     exists H HG, hessian_norm (g * c) (component (g * c)) x H /\ hessian_norm (g * c) (group_component g (g * c)) x HG /\
       0 < H /\ INR g * (INR (g * c) - 2 * INR g) / (INR (g * c) - 2) <= HG / H) /\
  (forall g d, (1 <= g)%nat -> (3 * g <= d)%nat -> (3 <= d)%nat -> 1 <= INR g * (INR d - 2 * INR g) / (INR d - 2)) /\
  (forall d g, 2 < d -> g * (d - 2 * g) / (d - 2) <= d / 4 * (d - 2 * (d / 4)) / (d - 2) /\
     d / 4 * (d - 2 * (d / 4)) / (d - 2) = d * d / (8 * (d - 2)) /\ d / 8 <= d * d / (8 * (d - 2))).
Proof.
  split; [exact hessian_norm_of_layer_norm|]; split; [exact hessian_norm_of_groups|]; split; [|split; [exact bound_at_least_1 | exact bound_greatest]].
  intros g c x Hg Hd P; destruct (group_ratio g c x _ _ Hg Hd P eq_refl eq_refl) as (V & HP & R).
  eexists; eexists; split; [apply hessian_norm_of_layer_norm; [lia | exact V]|]; split; [apply hessian_norm_of_groups; [destruct c; lia | exact P]|]; split; [exact HP|].
  match goal with |- ?b <= ?G / ?H => apply (Rmult_le_reg_r H); [exact HP|]; replace (G / H * H) with G; [exact R|] end.
  field; repeat split; try lra; apply Rgt_not_eq; try (apply lt_0_INR; lia); apply (le_INR 3) in Hd; cbn in Hd; lra.
Qed.
