(** * A6 (i). What PLN does not see, and how large its output can be *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics Groups.
Open Scope R_scope.

(** t added to every component. *)
Definition shift (t : R) (v : vec) : vec := map (fun x => x + t) v.

(** Different shifts of different groups. *)
Fixpoint shift_groups (ts : vec) (groups : list vec) : list vec :=
  match ts, groups with
  | t :: ts', v :: groups' => shift t v :: shift_groups ts' groups'
  | _, _ => groups
  end.

Lemma sum_shift t v : sum (shift t v) = sum v + INR (length v) * t.
Proof. unfold shift; induction v as [|x v IH]; [cbn; ring|]; cbn [map sum]; rewrite IH; cbn [length]; rewrite S_INR; ring. Qed.

Lemma mean_shift t v : v <> [] -> mean (shift t v) = mean v + t.
Proof.
  intros N; assert (P : 0 < INR (length v)) by (apply lt_0_INR; destruct v; [congruence | cbn; lia]).
  unfold mean; rewrite sum_shift; unfold shift; rewrite map_length; field; lra.
Qed.

Lemma center_shift t v : center (shift t v) = center v.
Proof.
  destruct v as [|a v]; [reflexivity|]; unfold center; rewrite mean_shift by discriminate; unfold shift; rewrite map_map; apply map_ext; intros; ring.
Qed.

Lemma layer_norm_shift t v : layer_norm 0 (shift t v) = layer_norm 0 v.
Proof. unfold layer_norm; rewrite center_shift; reflexivity. Qed.

Lemma center_scale a v : center (vscale a v) = vscale a (center v).
Proof.
  unfold center, vscale; rewrite !map_map; apply map_ext; intros x; unfold mean; fold (vscale a v); rewrite sum_vscale, vscale_length; unfold Rdiv; ring.
Qed.

Lemma ssq_vscale a v : ssq (vscale a v) = a * a * ssq v.
Proof. unfold ssq, vscale; induction v as [|x v IH]; [cbn; ring|]; cbn [map dot]; rewrite IH; ring. Qed.

Lemma rms_0 v : rms 0 v = 0 -> forall x, In x v -> x = 0.
Proof.
  intros Z x Hx; destruct v as [|b v]; [destruct Hx|]; assert (N : 0 < INR (length (b :: v))) by (apply lt_0_INR; cbn; lia).
  unfold rms in Z; rewrite Rplus_0_r in Z; apply sqrt_eq_0 in Z; [|apply Rmult_le_pos; [apply ssq_nonneg | left; apply Rinv_0_lt_compat, N]].
  apply (ssq_0 (b :: v)); [|exact Hx]; apply (Rmult_eq_reg_r (/ INR (length (b :: v)))); [|apply Rinv_neq_0_compat; lra]; rewrite Rmult_0_l; exact Z.
Qed.

Lemma rms_norm_scale a v : 0 < a -> rms_norm 0 (vscale a v) = rms_norm 0 v.
Proof.
  intros A; assert (E : rms 0 (vscale a v) = a * rms 0 v).
  { unfold rms; rewrite ssq_vscale, vscale_length, !Rplus_0_r; unfold Rdiv; rewrite Rmult_assoc, sqrt_mult_alt, sqrt_square by nra; reflexivity. }
  unfold rms_norm; rewrite E; unfold vscale; rewrite map_map; apply map_ext_in; intros x Hx; unfold Rdiv; destruct (Req_dec (rms 0 v) 0) as [Z|Z].
  - rewrite (rms_0 v Z x Hx); ring.
  - field; lra.
Qed.

Lemma layer_norm_scale a v : 0 < a -> layer_norm 0 (vscale a v) = layer_norm 0 v.
Proof. intros A; unfold layer_norm; rewrite center_scale; apply rms_norm_scale, A. Qed.

(** ** All groups *)

Lemma chunks_of_scale a n s v : chunks_of n s (vscale a v) = map (vscale a) (chunks_of n s v).
Proof.
  revert v; induction n as [|n IH]; intros v; [reflexivity|]; destruct v as [|x v]; [reflexivity|].
  change (chunks_of (S n) s (vscale a (x :: v))) with (firstn s (vscale a (x :: v)) :: chunks_of n s (skipn s (vscale a (x :: v)))).
  change (chunks_of (S n) s (x :: v)) with (firstn s (x :: v) :: chunks_of n s (skipn s (x :: v))).
  cbn [map]; rewrite <- IH; unfold vscale; rewrite firstn_map, skipn_map; reflexivity.
Qed.

Lemma groups_of_concat s groups : (0 < s)%nat -> Forall (fun v => length v = s) groups -> chunks s (concat groups) = groups.
Proof. intros Hs F; induction F as [|v groups Lv F IH]; [reflexivity|]; cbn [concat]; rewrite chunks_cons, IH by assumption; reflexivity. Qed.

Lemma shift_groups_sizes s ts groups : Forall (fun v => length v = s) groups -> Forall (fun v => length v = s) (shift_groups ts groups).
Proof.
  intros F; revert ts; induction F as [|v groups Lv F IH]; intros [|t ts]; cbn [shift_groups]; constructor; try assumption; [unfold shift; rewrite map_length; exact Lv | apply IH].
Qed.

Lemma norm_of_shifted ts groups : map (layer_norm 0) (shift_groups ts groups) = map (layer_norm 0) groups.
Proof.
  revert ts; induction groups as [|v groups IH]; intros [|t ts]; try reflexivity; cbn [shift_groups map]; rewrite layer_norm_shift, IH; reflexivity.
Qed.

(** ** The bound *)

Lemma sum_square_le v : sum v * sum v <= INR (length v) * ssq v.
Proof.
  assert (E : sum v = dot (repeat 1 (length v)) v) by (induction v as [|x v IH]; [reflexivity|]; cbn [sum length repeat dot]; rewrite IH; ring).
  assert (Q : ssq (repeat 1 (length v)) = INR (length v)).
  { generalize (length v) as n; induction n as [|n IH]; [reflexivity|]; rewrite S_INR, <- IH; unfold ssq; cbn [repeat dot]; ring. }
  rewrite E, <- Q; apply cauchy_schwarz.
Qed.

Lemma sum_of_center v : sum (center v) = 0.
Proof.
  destruct v as [|a v]; [reflexivity|]; unfold center, mean; set (w := a :: v); assert (P : 0 < INR (length w)) by (apply lt_0_INR; cbn; lia).
  replace (map (fun x => x - sum w / INR (length w)) w) with (shift (- (sum w / INR (length w))) w) by (unfold shift; apply map_ext; intros; ring).
  rewrite sum_shift; field; lra.
Qed.

(** A component of a vector of sum 0 against the length of the vector. *)
Lemma component_of_centred u x : sum u = 0 -> In x u -> INR (length u) * (x * x) <= (INR (length u) - 1) * ssq u.
Proof.
  intros S0 Hx; apply in_split in Hx; destruct Hx as (a & b & ->); rewrite sum_app in S0; cbn [sum] in S0.
  pose proof (sum_square_le (a ++ b)) as Q; rewrite sum_app in Q; replace (sum a + sum b) with (- x) in Q by lra.
  assert (E : ssq (a ++ x :: b) = x * x + ssq (a ++ b)) by (rewrite !ssq_map, !map_app, !sum_app; cbn [map sum]; ring).
  assert (L : INR (length (a ++ x :: b)) = INR (length (a ++ b)) + 1) by (rewrite <- S_INR; f_equal; rewrite !app_length; cbn; lia).
  rewrite E, L; lra.
Qed.

Lemma layer_norm_bounded v y : In y (layer_norm 0 v) -> y * y <= INR (length v) - 1 \/ y = 0.
Proof.
  unfold layer_norm, rms_norm; intros Hy; apply in_map_iff in Hy; destruct Hy as (x & <- & Hx); set (u := center v) in *.
  assert (Lu : length u = length v) by (unfold u, center; apply map_length).
  destruct (Req_dec (rms 0 u) 0) as [Z|Z]; [right; rewrite (rms_0 u Z x Hx); unfold Rdiv; ring | left].
  assert (N : 0 < INR (length u)) by (apply lt_0_INR; destruct u; [destruct Hx | cbn; lia]).
  assert (R : rms 0 u * rms 0 u = ssq u / INR (length u)).
  { unfold rms; rewrite Rplus_0_r; apply sqrt_sqrt, Rmult_le_pos; [apply ssq_nonneg | left; apply Rinv_0_lt_compat, N]. }
  pose proof (component_of_centred u x (sum_of_center v) Hx) as B.
  assert (P : 0 < rms 0 u * rms 0 u) by (pose proof (Rlt_0_sqr (rms 0 u) Z) as Q; exact Q).
  rewrite <- Lu; apply (Rmult_le_reg_r (rms 0 u * rms 0 u)); [exact P|].
  replace (x / rms 0 u * (x / rms 0 u) * (rms 0 u * rms 0 u)) with (x * x) by (field; exact Z).
  rewrite R; apply (Rmult_le_reg_l (INR (length u))); [exact N|].
  replace (INR (length u) * ((INR (length u) - 1) * (ssq u / INR (length u)))) with ((INR (length u) - 1) * ssq u) by (field; lra); exact B.
Qed.

(** ** Derivatives along directions that are not seen *)

Lemma derivative_of_constant (f : R -> R) : (forall t, -1 < t -> f t = f 0) -> derivable_pt_lim f 0 0.
Proof.
  intros C e He; exists (mkposreal 1 Rlt_0_1); intros h _ Hh; cbn in Hh; rewrite Rplus_0_l, (C h) by (unfold Rabs in Hh; destruct (Rcase_abs h); lra).
  unfold Rminus; rewrite Rplus_opp_r; unfold Rdiv; rewrite Rmult_0_l, Ropp_0, Rplus_0_l, Rabs_R0; exact He.
Qed.

Lemma derivative_scaled (f : R -> R) a D : a <> 0 -> derivable_pt_lim f 0 D -> derivable_pt_lim (fun t => f (t / a)) 0 (D / a).
Proof.
  intros A H; replace (D / a) with (D * / a) by reflexivity; apply (derivable_pt_lim_comp (fun t => t / a) f).
  - replace (/ a) with (1 * / a + 0 * 0) by ring; apply (derivable_pt_lim_ext (fun t => t * / a)); [reflexivity|].
    replace (1 * / a + 0 * 0) with (1 * / a + 0 * 0) by ring; apply (derivable_pt_lim_mult id (fun _ => / a)); [apply derivable_pt_lim_id | apply derivable_pt_lim_const].
  - unfold Rdiv; rewrite Rmult_0_l; exact H.
Qed.

Lemma parallel_scale s a v : 0 < a -> parallel_layer_norm s 0 (vscale a v) = parallel_layer_norm s 0 v.
Proof.
  intros A; unfold parallel_layer_norm, chunks; rewrite vscale_length, chunks_of_scale, map_map; f_equal; apply map_ext; intros; apply layer_norm_scale, A.
Qed.

Lemma parallel_shift s ts (groups : list vec) : (0 < s)%nat -> Forall (fun v => length v = s) groups ->
  parallel_layer_norm s 0 (concat (shift_groups ts groups)) = parallel_layer_norm s 0 (concat groups).
Proof.
  intros Hs F; unfold parallel_layer_norm; rewrite !groups_of_concat by (try exact Hs; try apply shift_groups_sizes; exact F); rewrite norm_of_shifted; reflexivity.
Qed.

Lemma in_groups s v : (0 < s)%nat -> Nat.divide s (length v) -> exists groups : list vec, Forall (fun g => length g = s) groups /\ v = concat groups.
Proof.
  intros Hs (k & E); revert v E; induction k as [|k IH]; intros v E; [exists []; split; [constructor | destruct v; [reflexivity | discriminate]]|].
  destruct (IH (skipn s v)) as (groups & F & C); [rewrite skipn_length; lia|]; exists (firstn s v :: groups); split.
  - constructor; [apply firstn_length_le; lia | exact F].
  - cbn [concat]; rewrite <- C; symmetry; apply firstn_skipn.
Qed.

Lemma parallel_bounded s v y : (0 < s)%nat -> Nat.divide s (length v) -> In y (parallel_layer_norm s 0 v) -> Rabs y <= sqrt (INR s - 1).
Proof.
  intros Hs Dv Hy; destruct (in_groups s v Hs Dv) as (groups & F & ->); unfold parallel_layer_norm in Hy; rewrite groups_of_concat in Hy by assumption.
  apply in_concat in Hy; destruct Hy as (g & Hg & Hy); apply in_map_iff in Hg; destruct Hg as (w & <- & Hw).
  rewrite Forall_forall in F; specialize (F w Hw); assert (S1 : 1 <= INR s) by (apply (le_INR 1); lia).
  rewrite <- sqrt_sq_abs; apply sqrt_le_1_alt; destruct (layer_norm_bounded w y Hy) as [B| ->]; [rewrite F in B; exact B | lra].
Qed.

Lemma moved_along_itself t v : vadd v (vscale t v) = vscale (1 + t) v.
Proof. unfold vscale; induction v as [|x v IH]; [reflexivity|]; cbn [map vadd]; rewrite IH; f_equal; ring. Qed.

Lemma moved_scaled a t v h : a <> 0 -> vadd (vscale a v) (vscale t h) = vscale a (vadd v (vscale (t / a) h)).
Proof.
  intros A; unfold vscale; revert h; induction v as [|x v IH]; intros [|y h]; try reflexivity; cbn [map vadd]; rewrite IH; f_equal; field; exact A.
Qed.

(** Part (i) of claim A6, with epsilon 0: PLN of any norm size is the same at αx (α > 0) and after any shifts of its groups; its outputs are at most √(s - 1)
    in absolute value; the derivative of every output along x, and along every vector that is constant in each group, is 0; and where an output has
    a derivative along a direction h at x, it has 1/α of it at αx. *)
Theorem A6 s : (0 < s)%nat ->
  (forall a v, 0 < a -> parallel_layer_norm s 0 (vscale a v) = parallel_layer_norm s 0 v) /\
  (forall ts (groups : list vec), Forall (fun g => length g = s) groups ->
     parallel_layer_norm s 0 (concat (shift_groups ts groups)) = parallel_layer_norm s 0 (concat groups)) /\
  (forall v y, Nat.divide s (length v) -> In y (parallel_layer_norm s 0 v) -> Rabs y <= sqrt (INR s - 1)) /\
  (forall v i, derivable_pt_lim (fun t => nth i (parallel_layer_norm s 0 (vadd v (vscale t v))) 0) 0 0) /\
  (forall ts (groups : list vec) i, Forall (fun g => length g = s) groups ->
     derivable_pt_lim (fun t => nth i (parallel_layer_norm s 0 (concat (shift_groups (vscale t ts) groups))) 0) 0 0) /\
  (forall a v h i D, 0 < a -> derivable_pt_lim (fun t => nth i (parallel_layer_norm s 0 (vadd v (vscale t h))) 0) 0 D ->
     derivable_pt_lim (fun t => nth i (parallel_layer_norm s 0 (vadd (vscale a v) (vscale t h))) 0) 0 (D / a)).
Proof.
  intros Hs; split; [intros; apply parallel_scale; assumption|]; split; [intros; apply parallel_shift; assumption|]; split; [intros; eapply parallel_bounded; eassumption|].
  split; [|split].
  - intros v i; apply derivative_of_constant; intros t Ht; rewrite !moved_along_itself, !parallel_scale by lra; reflexivity.
  - intros ts groups i F; apply derivative_of_constant; intros t _; rewrite !parallel_shift by assumption; reflexivity.
  - intros a v h i D A H; apply (derivable_pt_lim_ext (fun t => nth i (parallel_layer_norm s 0 (vadd v (vscale (t / a) h))) 0)).
    + intros t; rewrite moved_scaled, parallel_scale by lra; reflexivity.
    + apply (derivative_scaled (fun t => nth i (parallel_layer_norm s 0 (vadd v (vscale t h))) 0)); [lra | exact H].
Qed.
