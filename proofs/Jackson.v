(** * A4: Jackson's theorem on the cube: an L-Lipschitz function is near to a sum of ridge cosines *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics Matrices A4Universal A4Grid JacksonKernel.
Open Scope R_scope.

(** ** Frequencies *)

(** The whole numbers from -n to n. *)
Definition whole_numbers (n : nat) : vec := map (fun i => INR i - INR n) (seq 0 (2 * n + 1)).

(** All vectors of d of them. *)
Fixpoint lattice (n d : nat) : list vec :=
  match d with
  | O => [[]]
  | S e => flat_map (fun k => map (cons k) (lattice n e)) (whole_numbers n)
  end.

(** Those of them whose first component other than 0 is positive: one of each pair r, -r, and 0 not. *)
Fixpoint directions (n d : nat) : list vec :=
  match d with
  | O => []
  | S e => map (cons 0) (directions n e) ++ flat_map (fun k => map (cons (INR (S k))) (lattice n e)) (seq 0 n)
  end.

(** cos(π⟨r, x⟩) *)
Definition ridge_cosine (r x : vec) : R := cos (PI * dot r x).

(** c_0 + Σ c_r cos(π⟨r, x⟩) over the directions r. *)
Definition ridge_sum (n d : nat) (c0 : R) (c : vec) (x : vec) : R := c0 + dot c (map (fun r => ridge_cosine r x) (directions n d)).

Lemma lattice_length n d : length (lattice n d) = ((2 * n + 1) ^ d)%nat.
Proof.
  induction d as [|d IH]; [reflexivity|]; cbn [lattice Nat.pow].
  rewrite (length_flat_map_constant _ ((2 * n + 1) ^ d)) by (intros; rewrite map_length; exact IH); unfold whole_numbers; rewrite map_length, seq_length; reflexivity.
Qed.

Lemma directions_length n d : (2 * length (directions n d) + 1 = (2 * n + 1) ^ d)%nat.
Proof.
  induction d as [|d IH]; [reflexivity|]; cbn [directions Nat.pow].
  rewrite app_length, map_length, (length_flat_map_constant _ ((2 * n + 1) ^ d)) by (intros; rewrite map_length; apply lattice_length); rewrite seq_length.
  set (P := ((2 * n + 1) ^ d)%nat) in *; unfold vec in *; replace ((2 * n + 1) * P)%nat with (2 * (n * P) + P)%nat by ring; lia.
Qed.

Lemma whole_numbers_spec n k : In k (whole_numbers n) <-> exists z : Z, k = IZR z /\ (- Z.of_nat n <= z <= Z.of_nat n)%Z.
Proof.
  unfold whole_numbers; rewrite in_map_iff; split.
  - intros (i & <- & Hi); apply in_seq in Hi; exists (Z.of_nat i - Z.of_nat n)%Z; rewrite minus_IZR, <- !INR_IZR_INZ; split; [reflexivity | lia].
  - intros (z & -> & Hz); exists (Z.to_nat (z + Z.of_nat n)); split; [rewrite !INR_IZR_INZ, Z2Nat.id, plus_IZR by lia; ring | apply in_seq; lia].
Qed.

Lemma lattice_spec n d r : In r (lattice n d) <-> length r = d /\ Forall (fun k => In k (whole_numbers n)) r.
Proof.
  revert r; induction d as [|d IH]; intros r; cbn [lattice].
  - split; [intros [<-|[]]; split; [reflexivity | constructor] | intros [L _]; destruct r; [left; reflexivity | discriminate]].
  - rewrite in_flat_map; split.
    + intros (k & Hk & Hr); apply in_map_iff in Hr; destruct Hr as (s & <- & Hs); apply IH in Hs; destruct Hs as [L F]; split; [cbn; lia | constructor; assumption].
    + intros [L F]; destruct r as [|k s]; [discriminate|]; inversion F; subst; exists k; split; [assumption|]; apply in_map, IH; split; [cbn in L; lia | assumption].
Qed.

Lemma lattice_opposite n d r : In r (lattice n d) -> In (vscale (-1) r) (lattice n d).
Proof.
  rewrite !lattice_spec; intros [L F]; split; [rewrite vscale_length; exact L|]; apply Forall_map; eapply Forall_impl; [|exact F]; cbv beta; intros k Hk.
  apply whole_numbers_spec in Hk; destruct Hk as (z & -> & Hz); apply whole_numbers_spec; exists (- z)%Z; rewrite opp_IZR; split; [ring | lia].
Qed.

Lemma lattice_zero n d : In (repeat 0 d) (lattice n d).
Proof.
  apply lattice_spec; split; [apply repeat_length|]; apply Forall_forall; intros k Hk; apply repeat_spec in Hk; subst; apply whole_numbers_spec; exists 0%Z; split; [reflexivity | lia].
Qed.

Lemma directions_in_lattice n d r : In r (directions n d) -> In r (lattice n d).
Proof.
  revert r; induction d as [|d IH]; intros r; cbn [directions]; [intros []|]; intros H; apply lattice_spec; apply in_app_iff in H; destruct H as [H|H].
  - apply in_map_iff in H; destruct H as (s & <- & Hs); apply IH, lattice_spec in Hs; destruct Hs as [L F]; split; [cbn; lia | constructor; [|exact F]].
    apply whole_numbers_spec; exists 0%Z; split; [reflexivity | lia].
  - apply in_flat_map in H; destruct H as (k & Hk & H); apply in_seq in Hk; apply in_map_iff in H; destruct H as (s & <- & Hs); apply lattice_spec in Hs; destruct Hs as [L F].
    split; [cbn [length]; lia | constructor; [|exact F]]; apply whole_numbers_spec; exists (Z.of_nat (S k)); rewrite <- INR_IZR_INZ; split; [reflexivity | lia].
Qed.

(** ** Sums of ridge cosines *)

Definition ridges (n d : nat) (g : vec -> R) : Prop :=
  exists c0 c, length c = length (directions n d) /\ forall x, length x = d -> g x = ridge_sum n d c0 c x.

Lemma ridges_ext n d g h : (forall x, length x = d -> g x = h x) -> ridges n d g -> ridges n d h.
Proof. intros E (c0 & c & L & H); exists c0, c; split; [exact L|]; intros x Lx; rewrite <- E by exact Lx; apply H, Lx. Qed.

Lemma ridges_plus n d g h : ridges n d g -> ridges n d h -> ridges n d (fun x => g x + h x).
Proof.
  intros (c0 & c & L & H) (e0 & e & M & K); exists (c0 + e0), (vadd c e); split; [rewrite vadd_length; lia|]; intros x Lx; rewrite H, K by exact Lx; unfold ridge_sum.
  rewrite (dot_comm (vadd c e)), dot_vadd_r, (dot_comm c), (dot_comm e) by lia; ring.
Qed.

Lemma ridges_scale n d a g : ridges n d g -> ridges n d (fun x => a * g x).
Proof.
  intros (c0 & c & L & H); exists (a * c0), (vscale a c); split; [rewrite vscale_length; exact L|]; intros x Lx; rewrite H by exact Lx; unfold ridge_sum.
  rewrite (dot_comm (vscale a c)), dot_vscale_r, (dot_comm c); ring.
Qed.

Lemma ridges_constant n d a : ridges n d (fun _ => a).
Proof. exists a, (repeat 0 (length (directions n d))); split; [apply repeat_length|]; intros x _; unfold ridge_sum; rewrite dot_repeat_0; ring. Qed.

Lemma ridges_single n d r : In r (directions n d) -> ridges n d (ridge_cosine r).
Proof.
  intros H; assert (G : forall l : list vec, In r l -> exists c, length c = length l /\ forall x, ridge_cosine r x = dot c (map (fun r => ridge_cosine r x) l)).
  { clear H; induction l as [|s l IH]; [intros []|]; intros [->|Hl].
    - exists (1 :: repeat 0 (length l)); split; [cbn; rewrite repeat_length; reflexivity|]; intros x; cbn [map dot]; rewrite dot_repeat_0; ring.
    - destruct (IH Hl) as (c & L & E); exists (0 :: c); split; [cbn; lia|]; intros x; cbn [map dot]; rewrite <- E; ring. }
  destruct (G _ H) as (c & L & E); exists 0, c; split; [exact L|]; intros x _; unfold ridge_sum; rewrite <- E; ring.
Qed.

Lemma ridges_bigsum n d m (g : nat -> vec -> R) : (forall j, (j < m)%nat -> ridges n d (g j)) -> ridges n d (fun x => bigsum m (fun j => g j x)).
Proof.
  induction m as [|m IH]; intros H; cbn [bigsum]; [apply ridges_constant|]; apply ridges_plus; [apply IH; intros; apply H; lia | apply H; lia].
Qed.

(** A cosine of one more variable times such a sum is one. *)
Lemma ridges_product n d k g : (k <= n)%nat -> ridges n d g -> ridges n (S d) (fun x => cos (INR k * (PI * hd 0 x)) * g (tl x)).
Proof.
  intros Hk (c0 & c & L & H).
  assert (One : forall r, In r (directions n d) -> ridges n (S d) (fun x => cos (INR k * (PI * hd 0 x)) * ridge_cosine r (tl x))).
  { intros r Hr; pose proof (directions_in_lattice n d r Hr) as Lr; destruct k as [|k].
    - apply (ridges_ext _ _ (ridge_cosine (0 :: r))).
      + intros [|t x] Lx; [discriminate|]; unfold ridge_cosine; cbn [dot hd tl]; replace (INR 0 * (PI * t)) with 0 by (cbn [INR]; ring); rewrite cos_0, Rmult_1_l; f_equal; ring.
      + apply ridges_single; cbn [directions]; apply in_app_iff; left; apply in_map, Hr.
    - assert (In1 : forall s, In s (lattice n d) -> ridges n (S d) (ridge_cosine (INR (S k) :: s))).
      { intros s Hs; apply ridges_single; cbn [directions]; apply in_app_iff; right; apply in_flat_map; exists k; split; [apply in_seq; lia | apply in_map, Hs]. }
      apply (ridges_ext _ _ (fun x => / 2 * ridge_cosine (INR (S k) :: r) x + / 2 * ridge_cosine (INR (S k) :: vscale (-1) r) x)).
      + intros [|t x] Lx; [discriminate|]; unfold ridge_cosine; cbn [dot hd tl]; rewrite cos_times_cos, (dot_comm (vscale (-1) r)), dot_vscale_r, (dot_comm x).
        replace (PI * (INR (S k) * t + dot r x)) with (INR (S k) * (PI * t) + PI * dot r x) by ring.
        replace (PI * (INR (S k) * t + -1 * dot r x)) with (INR (S k) * (PI * t) - PI * dot r x) by ring; field.
      + apply ridges_plus; apply ridges_scale, In1; [exact Lr | apply lattice_opposite, Lr]. }
  assert (Const : ridges n (S d) (fun x => cos (INR k * (PI * hd 0 x)))).
  { destruct k as [|k].
    - apply (ridges_ext _ _ (fun _ => 1)); [intros; cbn [INR]; rewrite Rmult_0_l, cos_0; reflexivity | apply ridges_constant].
    - apply (ridges_ext _ _ (ridge_cosine (INR (S k) :: repeat 0 d))).
      + intros [|t x] Lx; [discriminate|]; unfold ridge_cosine; cbn [dot hd]; rewrite dot_repeat_0; f_equal; ring.
      + apply ridges_single; cbn [directions]; apply in_app_iff; right; apply in_flat_map; exists k; split; [apply in_seq; lia | apply in_map, lattice_zero]. }
  assert (All : forall l c, (forall r, In r l -> In r (directions n d)) -> ridges n (S d) (fun x => cos (INR k * (PI * hd 0 x)) * dot c (map (fun r => ridge_cosine r (tl x)) l))).
  { clear H L c; induction l as [|r l IH]; intros [|a c] Hl; cbn [map dot]; try (apply (ridges_ext _ _ (fun _ => 0)); [intros; ring | apply ridges_constant]).
    apply (ridges_ext _ _ (fun x => a * (cos (INR k * (PI * hd 0 x)) * ridge_cosine r (tl x)) + cos (INR k * (PI * hd 0 x)) * dot c (map (fun r => ridge_cosine r (tl x)) l))); [intros; ring|].
    apply ridges_plus; [apply ridges_scale, One, Hl; left; reflexivity | apply IH; intros; apply Hl; right; assumption]. }
  apply (ridges_ext _ _ (fun x => c0 * cos (INR k * (PI * hd 0 x)) + cos (INR k * (PI * hd 0 x)) * dot c (map (fun r => ridge_cosine r (tl x)) (directions n d)))).
  - intros [|t x] Lx; [discriminate|]; cbn [tl]; rewrite H by (cbn in Lx; lia); unfold ridge_sum; ring.
  - apply ridges_plus; [apply ridges_scale, Const | apply All; auto].
Qed.

(** ** Jackson's mean over the grid of the cube *)

Fixpoint jackson_sum (m d : nat) (f : vec -> R) (x : vec) : R :=
  match d with
  | O => f []
  | S e => bigsum m (fun j => jackson_weight m (hd 0 x) j * jackson_sum m e (fun y => f (node m j :: y)) (tl x))
  end.

Lemma jackson_sum_ridges m d f : ridges (2 * m - 2) d (jackson_sum m d f).
Proof.
  revert f; induction d as [|d IH]; intros f; cbn [jackson_sum]; [apply ridges_constant|].
  apply (ridges_bigsum _ _ m (fun j x => jackson_weight m (hd 0 x) j * jackson_sum m d (fun y => f (node m j :: y)) (tl x))); intros j Hj.
  destruct (jackson_cosines m) as (b & B); set (g := jackson_sum m d (fun y => f (node m j :: y))); set (a := / INR m * (3 / (INR m * (2 * INR m * INR m + 1)))).
  apply (ridges_ext _ _ (fun x => bigsum (S (2 * m - 2)) (fun k => (a * b k * cos (INR k * (PI * node m j))) * (cos (INR k * (PI * hd 0 x)) * g (tl x))))).
  - intros x _; unfold jackson_weight, even; rewrite !B; fold g.
    rewrite (bigsum_ext _ _ (fun k => b k * cos (INR k * (PI * (hd 0 x - node m j))) * (a / 2 * g (tl x)) + b k * cos (INR k * (PI * (hd 0 x + node m j))) * (a / 2 * g (tl x)))).
    + rewrite bigsum_plus, !bigsum_scale_r; unfold a; set (w := / INR m); set (q := 3 / _); field.
    + intros k _; replace (INR k * (PI * (hd 0 x - node m j))) with (INR k * (PI * hd 0 x) - INR k * (PI * node m j)) by ring.
      replace (INR k * (PI * (hd 0 x + node m j))) with (INR k * (PI * hd 0 x) + INR k * (PI * node m j)) by ring; rewrite cos_plus, cos_minus; field.
  - apply (ridges_bigsum _ _ _ (fun k x => (a * b k * cos (INR k * (PI * node m j))) * (cos (INR k * (PI * hd 0 x)) * g (tl x)))); intros k Hk.
    apply ridges_scale, ridges_product; [lia | apply IH].
Qed.

Lemma jackson_sum_le m d f g x : (0 < m)%nat -> (forall y, in_cube d y -> f y <= g y) -> jackson_sum m d f x <= jackson_sum m d g x.
Proof.
  intros Hm; revert f g x; induction d as [|d IH]; intros f g x H; cbn [jackson_sum]; [apply H; split; [reflexivity | constructor]|].
  apply bigsum_le; intros j Hj; apply Rmult_le_compat_l; [apply jackson_weight_nonneg, Hm|]; apply IH; intros y Hy; apply H, in_cube_cons; [apply node_in, Hj | exact Hy].
Qed.

Lemma jackson_sum_linear m d a b f g x : jackson_sum m d (fun y => a * f y + b * g y) x = a * jackson_sum m d f x + b * jackson_sum m d g x.
Proof.
  revert f g x; induction d as [|d IH]; intros f g x; cbn [jackson_sum]; [reflexivity|].
  rewrite <- !bigsum_scale, <- bigsum_plus; apply bigsum_ext; intros j _; rewrite (IH (fun y => f (node m j :: y)) (fun y => g (node m j :: y))); ring.
Qed.

Lemma jackson_sum_constant m d a x : (0 < m)%nat -> jackson_sum m d (fun _ => a) x = a.
Proof.
  intros Hm; revert x; induction d as [|d IH]; intros x; cbn [jackson_sum]; [reflexivity|].
  rewrite (bigsum_ext m _ (fun j => jackson_weight m (hd 0 x) j * a)), bigsum_scale_r, jackson_weight_sum by (exact Hm || (intros; rewrite IH; reflexivity)); ring.
Qed.

Fixpoint squared_distance (x y : vec) : R :=
  match x, y with
  | s :: x', t :: y' => (s - t) * (s - t) + squared_distance x' y'
  | _, _ => 0
  end.

Lemma jackson_sum_distance m d x : (0 < m)%nat -> in_cube d x -> jackson_sum m d (squared_distance x) x <= INR d * (3 / (4 * INR m * INR m + 2)).
Proof.
  intros Hm; revert x; induction d as [|d IH]; intros x [Lx Cx]; [destruct x; [cbn; lra | discriminate]|]; destruct x as [|t x]; [discriminate|]; inversion Cx as [|? ? Ct Cx']; subst.
  cbn [jackson_sum hd tl]; assert (Hx : in_cube d x) by (split; [cbn in Lx; lia | exact Cx']).
  apply Rle_trans with (bigsum m (fun j => jackson_weight m t j * ((t - node m j) * (t - node m j)) + jackson_weight m t j * jackson_sum m d (squared_distance x) x)).
  - right; apply bigsum_ext; intros j _; cbn [squared_distance].
    replace (jackson_sum m d (fun y => (t - node m j) * (t - node m j) + squared_distance x y) x) with (jackson_sum m d (fun y => (t - node m j) * (t - node m j) * 1 + 1 * squared_distance x y) x).
    + rewrite (jackson_sum_linear m d ((t - node m j) * (t - node m j)) 1 (fun _ => 1) (squared_distance x)), jackson_sum_constant by exact Hm; ring.
    + apply Rle_antisym; apply jackson_sum_le; try exact Hm; intros; lra.
  - rewrite bigsum_plus, bigsum_scale_r, jackson_weight_sum, S_INR by exact Hm; pose proof (jackson_weight_moment m t Hm Ct); specialize (IH x Hx); lra.
Qed.

Lemma max_distance_squared x y : max_distance x y * max_distance x y <= squared_distance x y /\ 0 <= max_distance x y.
Proof.
  revert y; induction x as [|s x IH]; intros [|t y]; cbn [max_distance squared_distance]; try (split; lra); destruct (IH y) as [I0 I1].
  assert (A : Rabs (s - t) * Rabs (s - t) = (s - t) * (s - t)) by (unfold Rabs; destruct (Rcase_abs (s - t)); ring); pose proof (Rabs_pos (s - t)).
  pose proof (Rle_0_sqr (max_distance x y)) as M0; unfold Rsqr in M0; pose proof (Rle_0_sqr (s - t)) as S0; unfold Rsqr in S0.
  unfold Rmax; destruct (Rle_dec (Rabs (s - t)) (max_distance x y)); split; lra.
Qed.

(** Jackson's theorem with its number: an L-Lipschitz function is within L √(3d / (4m² + 2)) of a sum of ridge cosines with frequencies up to 2m - 2. *)
Theorem jackson_theorem d m L f : (0 < m)%nat -> 0 <= L -> lipschitz_on_cube d L f ->
  exists c0 c, length c = length (directions (2 * m - 2) d) /\
    forall x, in_cube d x -> Rabs (f x - ridge_sum (2 * m - 2) d c0 c x) <= L * sqrt (3 * INR d / (4 * INR m * INR m + 2)).
Proof.
  intros Hm HL Lf; destruct (jackson_sum_ridges m d f) as (c0 & c & Lc & E); exists c0, c; split; [exact Lc|]; intros x Hx; rewrite <- E by apply Hx.
  destruct (order_positive m Hm) as [M Q]; set (e := 3 * INR d / (4 * INR m * INR m + 2)).
  destruct d as [|d].
  { destruct Hx as [Lx _]; destruct x; [|discriminate]; cbn [jackson_sum]; rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; apply Rmult_le_pos; [exact HL | apply sqrt_pos]. }
  assert (De : 0 < e) by (unfold e; apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; [lra | apply lt_0_INR; lia] | lra]).
  set (alpha := sqrt e); assert (A : 0 < alpha) by (apply sqrt_lt_R0, De); assert (A2 : alpha * alpha = e) by (apply sqrt_sqrt; lra).
  set (h := L / (2 * alpha)); assert (H0 : 0 <= h) by (apply Rmult_le_pos; [exact HL | left; apply Rinv_0_lt_compat; lra]).
  assert (B : forall y, in_cube (S d) y -> Rabs (f x - f y) <= L * alpha / 2 + h * squared_distance x y).
  { intros y Hy; apply Rle_trans with (1 := Lf x y Hx Hy); destruct (max_distance_squared x y) as [D1 D2]; set (t := max_distance x y) in *.
    apply Rle_trans with (L * alpha / 2 + h * (t * t)); [|apply Rplus_le_compat_l, Rmult_le_compat_l; assumption].
    replace (L * alpha / 2 + h * (t * t)) with (L * t + h * ((alpha - t) * (alpha - t))) by (unfold h; field; lra).
    pose proof (Rle_0_sqr (alpha - t)) as S0; unfold Rsqr in S0; pose proof (Rmult_le_pos _ _ H0 S0); lra. }
  pose proof (jackson_sum_distance m (S d) x Hm Hx) as D; replace (INR (S d) * (3 / (4 * INR m * INR m + 2))) with e in D by (unfold e; field; lra).
  apply (Rmult_le_compat_l h) in D; [|exact H0]; assert (Eh : h * e = L * alpha / 2) by (unfold h; rewrite <- A2; field; lra).
  apply Rabs_le; split.
  - assert (U : jackson_sum m (S d) f x <= jackson_sum m (S d) (fun y => (f x + L * alpha / 2) * 1 + h * squared_distance x y) x).
    { apply jackson_sum_le; [exact Hm|]; intros y Hy; specialize (B y Hy); unfold Rabs in B; destruct (Rcase_abs (f x - f y)) in B; lra. }
    rewrite (jackson_sum_linear m (S d) _ h (fun _ => 1)), jackson_sum_constant in U by exact Hm; lra.
  - assert (U : jackson_sum m (S d) (fun y => (f x - L * alpha / 2) * 1 + - h * squared_distance x y) x <= jackson_sum m (S d) f x).
    { apply jackson_sum_le; [exact Hm|]; intros y Hy; specialize (B y Hy); unfold Rabs in B; destruct (Rcase_abs (f x - f y)) in B; lra. }
    rewrite (jackson_sum_linear m (S d) _ (- h) (fun _ => 1)), jackson_sum_constant in U by exact Hm; lra.
Qed.
