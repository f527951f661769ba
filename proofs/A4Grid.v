(** * A4: two hidden layers on a grid, in every dimension

    Cut every axis of [0, 1]^d into n equal pieces. The first layer compares each component with each cut; the second has a unit for every
    cell but the first, active where the components have passed the lower cuts of the cell. With the mixed differences of the values as weights the
    output at a point is the value of the cell in which it lies. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics A1 Groups A4Universal.
Open Scope R_scope.

(** max_j |x_j − y_j| *)
Fixpoint max_distance (x y : vec) : R :=
  match x, y with
  | s :: x', t :: y' => Rmax (Rabs (s - t)) (max_distance x' y')
  | _, _ => 0
  end.

(** f is L-Lipschitz on the cube [0, 1]^d in the maximum norm. *)
Definition lipschitz_on_cube (d : nat) (L : R) (f : vec -> R) : Prop :=
  forall x y, in_cube d x -> in_cube d y -> Rabs (f x - f y) <= L * max_distance x y.

(** ** A layer of PLN-2 as a layer of signs *)

(** Each row beside its opposite, which PLN-2 takes to ±sgn. *)
Definition opposites (rows : list vec) : list vec := flat_map (fun r => [r; vscale (-1) r]) rows.
Definition opposite_numbers (v : vec) : vec := flat_map (fun t => [t; - t]) v.

(** A row that reads the first of every two. *)
Definition spread (row : vec) : vec := flat_map (fun a => [a; 0]) row.

Definition sign_layer (rows : list vec) (b : vec) : network := [Affine (opposites rows) (opposite_numbers b); Norm 2 true 0].

Lemma affine_opposites rows b x : length b = length rows -> affine (opposites rows) (opposite_numbers b) x = opposite_numbers (affine rows b x).
Proof.
  unfold affine, opposites, opposite_numbers; revert b; induction rows as [|r rows IH]; intros [|t b] H; try discriminate; [reflexivity|].
  cbn [flat_map app map vadd]; rewrite IH by (cbn in H; lia).
  rewrite (dot_comm (vscale (-1) r)), dot_vscale_r, (dot_comm x); do 2 f_equal; ring.
Qed.

Lemma parallel_opposites v : parallel_layer_norm 2 0 (opposite_numbers v) = opposite_numbers (map sign v).
Proof.
  unfold parallel_layer_norm; induction v as [|t v IH]; [reflexivity|].
  change (opposite_numbers (t :: v)) with ([t; - t] ++ opposite_numbers v); rewrite chunks_cons by (cbn; lia).
  cbn [map concat]; rewrite IH, layer_norm_of_a_pair; cbn [app opposite_numbers flat_map].
  replace (t - - t) with (2 * t) by ring; replace (- t - t) with (2 * - t) by ring; rewrite !sign_scale, sign_opp by lra; reflexivity.
Qed.

Lemma run_sign_layer rows b rest x : length b = length rows -> run (sign_layer rows b ++ rest) x = run rest (opposite_numbers (map sign (affine rows b x))).
Proof. intros H; unfold sign_layer; cbn [app run run_layer]; rewrite affine_opposites, parallel_opposites by exact H; reflexivity. Qed.

Lemma dot_spread row v : dot (spread row) (opposite_numbers v) = dot row v.
Proof. unfold spread, opposite_numbers; revert v; induction row as [|a row IH]; intros [|t v]; try reflexivity; cbn [flat_map app dot]; rewrite IH; ring. Qed.

Lemma affine_spread rows b v : affine (map spread rows) b (opposite_numbers v) = affine rows b v.
Proof. unfold affine; rewrite map_map; f_equal; apply map_ext; intros; apply dot_spread. Qed.

(** ** The values of the cells as a sum over cells of mixed differences *)

(** The mixed differences of h over {0, …, n - 1}^d, with their cells. *)
Fixpoint differences (n d : nat) (h : list nat -> R) : list (list nat * R) :=
  match d with
  | O => [([], h [])]
  | S d' => flat_map (fun i => map (fun p => (i :: fst p, snd p))
              (differences n d' (fun k => h (i :: k) - match i with O => 0 | S j => h (j :: k) end))) (seq 0 n)
  end.

(** The components have passed the lower cuts of cell k. *)
Fixpoint passes (n : nat) (k : list nat) (x : vec) : bool :=
  match k, x with
  | O :: k', _ :: x' => passes n k' x'
  | i :: k', t :: x' => (if Rlt_dec (INR i / INR n) t then true else false) && passes n k' x'
  | _, _ => true
  end.

(** The cell of x. *)
Definition cell_of (n : nat) (t : R) : nat := length (filter (fun i => if Rlt_dec (INR i / INR n) t then true else false) (seq 1 (n - 1))).

Definition of_bool (b : bool) : R := if b then 1 else 0.

Lemma cut_increasing n i j : (0 < n)%nat -> (i <= j)%nat -> INR i / INR n <= INR j / INR n.
Proof. intros Hn H; apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, lt_0_INR, Hn | apply le_INR, H]. Qed.

Lemma cell_of_spec n t i : (0 < n)%nat -> (1 <= i < n)%nat -> (INR i / INR n < t <-> (i <= cell_of n t)%nat).
Proof.
  intros Hn; unfold cell_of; set (P := fun i => if Rlt_dec (INR i / INR n) t then true else false).
  assert (Q : forall m, exists c, (c <= m)%nat /\ length (filter P (seq 1 m)) = c /\ (forall i, (1 <= i <= c)%nat -> P i = true) /\ (forall i, (c < i <= m)%nat -> P i = false)).
  { induction m as [|m (c & C1 & C2 & C3 & C4)]; [exists 0%nat; repeat split; intros; lia|].
    rewrite seq_S, filter_app, app_length, C2; cbn [filter plus]; destruct (P (S m)) eqn:E.
    - exists (S m); destruct (le_lt_dec m c) as [G|G].
      + repeat split; [lia | cbn; lia | | intros; lia]; intros j Hj; destruct (Nat.eq_dec j (S m)) as [->|]; [exact E | apply C3; lia].
      + exfalso; specialize (C4 m ltac:(lia)); unfold P in C4, E; destruct (Rlt_dec (INR m / INR n) t) as [|N1]; [discriminate|]; destruct (Rlt_dec (INR (S m) / INR n) t); [|discriminate].
        pose proof (cut_increasing n m (S m) Hn ltac:(lia)); lra.
    - exists c; repeat split; [lia | cbn; lia | exact C3 |]; intros j Hj; destruct (Nat.eq_dec j (S m)) as [->|]; [exact E | apply C4; lia]. }
  intros Hi; destruct (Q (n - 1)%nat) as (c & C1 & C2 & C3 & C4); rewrite C2; unfold P in *; split; intros H.
  - destruct (le_lt_dec i c); [assumption|]; specialize (C4 i ltac:(lia)); destruct (Rlt_dec (INR i / INR n) t); [discriminate | lra].
  - specialize (C3 i ltac:(lia)); destruct (Rlt_dec (INR i / INR n) t); [assumption | discriminate].
Qed.

Lemma cell_of_below n t : (0 < n)%nat -> (cell_of n t < n)%nat.
Proof.
  intros Hn; unfold cell_of; apply Nat.le_lt_trans with (n - 1)%nat; [|lia].
  rewrite <- (seq_length (n - 1) 1) at 2; induction (seq 1 (n - 1)) as [|i l IH]; cbn [filter length]; [lia|]; destruct (Rlt_dec _ t); cbn [length]; lia.
Qed.

(** The point lies in its cell. *)
Lemma cell_of_bounds n t : (0 < n)%nat -> 0 <= t <= 1 -> INR (cell_of n t) / INR n <= t <= (INR (cell_of n t) + 1) / INR n.
Proof.
  intros Hn Ht; pose proof (cell_of_below n t Hn) as B; assert (N : 0 < INR n) by (apply lt_0_INR, Hn); split.
  - destruct (cell_of n t) as [|c] eqn:E; [cbn [INR]; unfold Rdiv; lra|]; left; apply (cell_of_spec n t (S c) Hn); lia.
  - destruct (Nat.eq_dec (S (cell_of n t)) n) as [E|E].
    + rewrite <- S_INR, E; unfold Rdiv; rewrite Rinv_r by lra; lra.
    + rewrite <- S_INR; apply Rnot_lt_le; intros H; apply (cell_of_spec n t (S (cell_of n t)) Hn) in H; lia.
Qed.

(** Differences add up to the value. *)
Lemma telescope (g : nat -> R) c n : (c < n)%nat ->
  sum (map (fun i => of_bool (Nat.leb i c) * (g i - match i with O => 0 | S j => g j end)) (seq 0 n)) = g c.
Proof.
  intros H; assert (E : forall m, sum (map (fun i => of_bool (Nat.leb i c) * (g i - match i with O => 0 | S j => g j end)) (seq 0 (S m))) = g (Nat.min m c)).
  { induction m as [|m IH]; [cbn; unfold of_bool; ring|].
    rewrite seq_S, map_app, sum_app, IH; cbn [map sum plus]; unfold of_bool; destruct (Nat.leb (S m) c) eqn:L.
    - apply Nat.leb_le in L; rewrite !Nat.min_l by lia; ring.
    - apply Nat.leb_gt in L; rewrite !Nat.min_r by lia; ring. }
  destruct n as [|m]; [lia|]; rewrite E, Nat.min_r by lia; reflexivity.
Qed.

Lemma sum_flat_map {A B} (f : A -> list B) (g : B -> R) l : sum (map g (flat_map f l)) = sum (map (fun a => sum (map g (f a))) l).
Proof. induction l; cbn [flat_map map sum]; [reflexivity|]; rewrite map_app, sum_app, IHl; reflexivity. Qed.

Lemma differences_sum n d h x : (0 < n)%nat -> length x = d ->
  sum (map (fun p => of_bool (passes n (fst p) x) * snd p) (differences n d h)) = h (map (cell_of n) x).
Proof.
  intros Hn; revert h x; induction d as [|d IH]; intros h [|t x] Lx; try discriminate; [cbn; ring|].
  cbn [differences]; rewrite sum_flat_map; cbn [map].
  rewrite <- (telescope (fun i => h (i :: map (cell_of n) x)) (cell_of n t) n (cell_of_below n t Hn)).
  apply sum_map_ext; intros i Hi; apply in_seq in Hi; rewrite map_map; cbn [fst snd].
  rewrite <- (IH (fun k => h (i :: k) - match i with O => 0 | S j => h (j :: k) end) x) by (cbn in Lx; lia).
  rewrite <- sum_map_scale; apply sum_map_ext; intros [k c] _; cbn [fst snd]; destruct i as [|i].
  - cbn [passes]; unfold of_bool at 2; cbn [Nat.leb]; ring.
  - cbn [passes]; destruct (Rlt_dec (INR (S i) / INR n) t) as [Q|Q].
    + apply (cell_of_spec n t (S i) Hn) in Q; [|lia]; apply Nat.leb_le in Q; rewrite Q; cbn [andb]; unfold of_bool at 2; ring.
    + assert (Z : Nat.leb (S i) (cell_of n t) = false) by (apply Nat.leb_gt, Nat.nle_gt; intros G; apply Q, (cell_of_spec n t (S i) Hn); [lia | exact G]).
      rewrite Z; cbn [andb]; unfold of_bool; ring.
Qed.

Lemma differences_length n d h : length (differences n d h) = (n ^ d)%nat.
Proof.
  revert h; induction d as [|d IH]; intros h; cbn [differences Nat.pow]; [reflexivity|].
  assert (E : forall l, length (flat_map (fun i => map (fun p => (i :: fst p, snd p)) (differences n d (fun k => h (i :: k) - match i with O => 0 | S j => h (j :: k) end))) l) = (length l * n ^ d)%nat)
    by (induction l; cbn [flat_map length Nat.mul]; [reflexivity|]; rewrite app_length, map_length, IH, IHl; reflexivity).
  rewrite E, seq_length; reflexivity.
Qed.

Lemma differences_cells n d h : Forall (fun p => length (fst p) = d /\ Forall (fun i => (i < n)%nat) (fst p)) (differences n d h).
Proof.
  revert h; induction d as [|d IH]; intros h; cbn [differences]; [repeat constructor|].
  apply Forall_flat_map, Forall_forall; intros i Hi; apply in_seq in Hi; apply Forall_map; eapply Forall_impl; [|apply IH]; intros [k c] [L F]; cbn [fst] in *; split; [cbn; lia|].
  constructor; [lia | exact F].
Qed.

(** The first cell, which every point passes. *)
Lemma differences_head n d h : (0 < n)%nat -> exists rest, differences n d h = (repeat 0%nat d, h (repeat 0%nat d)) :: rest.
Proof.
  intros Hn; revert h; induction d as [|d IH]; intros h; [exists []; reflexivity|].
  destruct n as [|n]; [lia|]; cbn [differences seq flat_map]; destruct (IH (fun k => h (0%nat :: k) - 0)) as (rest & E); rewrite E.
  cbn [map app fst snd repeat]; rewrite Rminus_0_r; eexists; reflexivity.
Qed.

Lemma passes_first n d x : passes n (repeat 0%nat d) x = true.
Proof. revert x; induction d; intros [|t x]; cbn [repeat passes]; auto. Qed.

(** ** The network *)

(** Every component against every cut. *)
Definition cut_row (d j : nat) : vec := map (fun l => if Nat.eqb l j then 1 else 0) (seq 0 d).
Definition cut_rows (n d : nat) : list vec := flat_map (fun j => repeat (cut_row d j) (n - 1)) (seq 0 d).
Definition cut_biases (n d : nat) : vec := flat_map (fun _ : nat => map (fun i => - (INR i / INR n)) (seq 1 (n - 1))) (seq 0 d).
Definition cut_signs (n : nat) (x : vec) : vec := flat_map (fun t => map (fun i => sign (t - INR i / INR n)) (seq 1 (n - 1))) x.

(** The lower cuts of a cell that there are, and a unit that is 1 where all of them are passed. *)
Definition cuts_below (k : list nat) : nat := length (filter (fun i => negb (Nat.eqb i 0)) k).
Definition and_row (n : nat) (k : list nat) : vec := flat_map (fun i => map (fun j => if Nat.eqb j i then 1 else 0) (seq 1 (n - 1))) k.
Definition and_bias (k : list nat) : R := / 2 - INR (cuts_below k).

Definition grid_network (n d : nat) (h : list nat -> R) : network :=
  let others := tl (differences n d h) in
  sign_layer (cut_rows n d) (cut_biases n d) ++
  sign_layer (map (fun p => spread (and_row n (fst p))) others) (map (fun p => and_bias (fst p)) others) ++
  [Affine [spread (map (fun p => snd p / 2) others)] [h (repeat 0%nat d) + sum (map (fun p => snd p / 2) others)]].

Lemma dot_cut_row d j x : (j < d)%nat -> length x = d -> dot (cut_row d j) x = nth j x 0.
Proof.
  unfold cut_row; revert j x; assert (G : forall d s j x, length x = d -> dot (map (fun l => if Nat.eqb l (s + j) then 1 else 0) (seq s d)) x = if Nat.ltb j d then nth j x 0 else 0).
  { clear d; induction d as [|d IH]; intros s j [|t x] L; try discriminate; [reflexivity|]; cbn [seq map dot]; destruct j as [|j].
    - rewrite Nat.add_0_r, Nat.eqb_refl; cbn [nth Nat.ltb Nat.leb].
      assert (Z : dot (map (fun l => if Nat.eqb l s then 1 else 0) (seq (S s) d)) x = 0).
      { assert (Z : forall m, (s < m)%nat -> forall d x, dot (map (fun l => if Nat.eqb l s then 1 else 0) (seq m d)) x = 0).
        { intros m Hm d'; revert m Hm; induction d' as [|d' IH']; intros m Hm [|u y]; try reflexivity; cbn [seq map dot].
          rewrite IH' by lia; destruct (Nat.eqb_spec m s); [lia | ring]. }
        apply Z; lia. }
      rewrite Z; ring.
    - replace (s + S j)%nat with (S s + j)%nat by lia; rewrite IH by (cbn in L; lia).
      destruct (Nat.eqb_spec s (S s + j)); [lia|]; cbn [nth]; replace (Nat.ltb (S j) (S d)) with (Nat.ltb j d) by reflexivity; ring. }
  intros j x Hj L; pose proof (G d 0%nat j x L) as E; cbn [plus] in E; rewrite E; apply Nat.ltb_lt in Hj; rewrite Hj; reflexivity.
Qed.

Lemma vadd_app a b c e : length a = length c -> vadd (a ++ b) (c ++ e) = vadd a c ++ vadd b e.
Proof. revert c; induction a; intros [|? c] L; try discriminate; cbn [app vadd]; [reflexivity|]; rewrite IHa by (cbn in L; lia); reflexivity. Qed.

Lemma run_cuts n d x : length x = d -> map sign (affine (cut_rows n d) (cut_biases n d) x) = cut_signs n x.
Proof.
  intros L; unfold affine, cut_rows, cut_biases, cut_signs.
  assert (E : forall l, (forall j, In j l -> (j < d)%nat) ->
    map sign (vadd (map (fun row => dot row x) (flat_map (fun j => repeat (cut_row d j) (n - 1)) l)) (flat_map (fun _ : nat => map (fun i => - (INR i / INR n)) (seq 1 (n - 1))) l))
    = flat_map (fun t => map (fun i => sign (t - INR i / INR n)) (seq 1 (n - 1))) (map (fun j => nth j x 0) l)).
  { induction l as [|j l IH]; intros Hl; [reflexivity|]; cbn [flat_map map].
    rewrite map_app, vadd_app, map_app, IH by (try (intros; apply Hl; right; assumption); rewrite !map_length, repeat_length, seq_length; reflexivity).
    f_equal; specialize (Hl j (or_introl eq_refl)).
    assert (G : forall m s, map sign (vadd (map (fun row => dot row x) (repeat (cut_row d j) m)) (map (fun i => - (INR i / INR n)) (seq s m)))
      = map (fun i => sign (nth j x 0 - INR i / INR n)) (seq s m)).
    { induction m as [|m IHm]; intros s; [reflexivity|]; cbn [repeat map seq vadd]; rewrite IHm, dot_cut_row by assumption; reflexivity. }
    apply G. }
  rewrite E by (intros j Hj; apply in_seq in Hj; lia); f_equal; subst d; clear.
  assert (G : forall s y, map (fun j => nth j (repeat 0 s ++ y) 0) (seq s (length y)) = y).
  { intros s y; revert s; induction y as [|t y IH]; intros s; [reflexivity|]; cbn [length seq map]; f_equal.
    - rewrite app_nth2, repeat_length, Nat.sub_diag by (rewrite repeat_length; lia); reflexivity.
    - rewrite <- (IH (S s)) at 2; apply map_ext_in; intros j Hj; apply in_seq in Hj; rewrite !app_nth2 by (rewrite repeat_length; lia); rewrite !repeat_length.
      replace (j - s)%nat with (S (j - S s)) by lia; reflexivity. }
  exact (G 0%nat x).
Qed.

Lemma dot_app a b c e : length a = length c -> dot (a ++ b) (c ++ e) = dot a c + dot b e.
Proof. revert c; induction a; intros [|? c] L; try discriminate; cbn [app dot]; [ring|]; rewrite IHa by (cbn in L; lia); ring. Qed.

(** One block: the sign at the cut of i, or 0 where i = 0. *)
Lemma dot_block n t i : (i < n)%nat ->
  dot (map (fun j => if Nat.eqb j i then 1 else 0) (seq 1 (n - 1))) (map (fun j => sign (t - INR j / INR n)) (seq 1 (n - 1)))
  = match i with O => 0 | _ => sign (t - INR i / INR n) end.
Proof.
  intros Hi; assert (G : forall m s, dot (map (fun j => if Nat.eqb j i then 1 else 0) (seq s m)) (map (fun j => sign (t - INR j / INR n)) (seq s m))
    = if (Nat.leb s i && Nat.ltb i (s + m))%bool then sign (t - INR i / INR n) else 0).
  { induction m as [|m IH]; intros s; cbn [seq map dot].
    - destruct (Nat.leb_spec s i), (Nat.ltb_spec i (s + 0)); cbn [andb]; try reflexivity; lia.
    - rewrite IH; destruct (Nat.eqb_spec s i), (Nat.leb_spec (S s) i), (Nat.ltb_spec i (S s + m)), (Nat.leb_spec s i), (Nat.ltb_spec i (s + S m)); cbn [andb]; subst; try lia; ring. }
  rewrite G; destruct i as [|i]; [reflexivity|].
  replace (Nat.leb 1 (S i)) with true by reflexivity; replace (Nat.ltb (S i) (1 + (n - 1))) with true by (symmetry; apply Nat.ltb_lt; lia); reflexivity.
Qed.

(** The unit of a cell is ±1, and 1 exactly where the cell's lower cuts are passed. *)
Lemma and_unit n k x : Forall (fun i => (i < n)%nat) k -> length x = length k ->
  sign (dot (and_row n k) (cut_signs n x) + and_bias k) = 2 * of_bool (passes n k x) - 1.
Proof.
  intros F L; assert (G : (passes n k x = true -> dot (and_row n k) (cut_signs n x) = INR (cuts_below k)) /\
      (passes n k x = false -> dot (and_row n k) (cut_signs n x) <= INR (cuts_below k) - 1) /\ dot (and_row n k) (cut_signs n x) <= INR (cuts_below k)).
  { revert x L; induction F as [|i k Hi F IH]; intros [|t x] L; try discriminate; [cbn; repeat split; intros; try discriminate; lra|].
    unfold and_row, cut_signs, cuts_below in *; cbn [flat_map filter]; rewrite dot_app, dot_block by (try exact Hi; rewrite !map_length; reflexivity).
    destruct (IH x ltac:(cbn in L; lia)) as (I1 & I2 & I3); destruct i as [|i].
    - cbn [passes Nat.eqb negb]; rewrite Rplus_0_l; auto.
    - cbn [passes Nat.eqb negb length]; rewrite (S_INR (length _)); destruct (Rlt_dec (INR (S i) / INR n) t) as [P|P]; cbn [andb].
      + rewrite sign_pos by lra; split; [intros H; rewrite I1 by exact H; ring | split; [intros H; specialize (I2 H); lra | lra]].
      + assert (Sg : sign (t - INR (S i) / INR n) <= 0) by (destruct (sign_cases (t - INR (S i) / INR n)) as [[Q ->]|[[Q ->]|[Q ->]]]; lra).
        repeat split; intros; try discriminate; lra. }
  destruct G as (G1 & G2 & _); unfold and_bias, of_bool; destruct (passes n k x).
  - rewrite G1 by reflexivity; rewrite sign_pos; lra.
  - specialize (G2 eq_refl); rewrite sign_neg; lra.
Qed.

Lemma grid_network_value n d h x : (0 < n)%nat -> length x = d -> run (grid_network n d h) x = [h (map (cell_of n) x)].
Proof.
  intros Hn L; rewrite <- (differences_sum n d h x Hn L); unfold grid_network; destruct (differences_head n d h Hn) as (rest & E).
  pose proof (differences_cells n d h) as C; rewrite E in *; cbn [tl]; inversion C as [|? ? _ C']; subst; clear C E.
  rewrite run_sign_layer.
  2:{ unfold cut_biases, cut_rows; induction (seq 0 (length x)) as [|j l IH]; [reflexivity|]; cbn [flat_map]; rewrite !app_length, IH, map_length, seq_length, repeat_length; reflexivity. }
  rewrite run_cuts, run_sign_layer by (try reflexivity; rewrite !map_length; reflexivity); cbn [run run_layer].
  rewrite <- (map_map (fun p : list nat * R => and_row n (fst p)) spread rest), affine_spread.
  set (signs := map sign (affine (map (fun p => and_row n (fst p)) rest) (map (fun p => and_bias (fst p)) rest) (cut_signs n x))).
  assert (S1 : signs = map (fun p => 2 * of_bool (passes n (fst p) x) - 1) rest).
  { unfold signs, affine; rewrite map_map; clear signs; induction C' as [|[k c] rest [Lk Fk] _ IH]; [reflexivity|]; cbn [map vadd fst] in *; rewrite IH; f_equal; apply and_unit; [exact Fk | lia]. }
  change [Affine [spread ?r] ?b] with [Affine (map spread [r]) b]; unfold affine at 1; cbn [map vadd]; rewrite dot_spread, S1; f_equal; cbn [map sum fst snd].
  rewrite passes_first; unfold of_bool at 2; clear signs S1 C'.
  induction rest as [|[k c] rest IH]; cbn [map dot sum fst snd] in *; [ring|]; lra.
Qed.

(** A network from d numbers to one with two hidden layers of PLN-2, of N1 and N2 units (two rows each). *)
Definition two_layers_of_pln_2 (d N1 N2 : nat) (net : network) : Prop :=
  shaped d net 1 /\
  exists W1 b1 W2 b2 C c, net = [Affine W1 b1; Norm 2 true 0; Affine W2 b2; Norm 2 true 0; Affine C c] /\
    length W1 = (2 * N1)%nat /\ length W2 = (2 * N2)%nat.

Lemma length_flat_map_constant {A B} (f : A -> list B) m l : (forall a, In a l -> length (f a) = m) -> length (flat_map f l) = (length l * m)%nat.
Proof. induction l as [|a l IH]; intros H; cbn [flat_map length]; [reflexivity|]; rewrite app_length, H, IH by (try (left; reflexivity); intros; apply H; right; assumption); lia. Qed.

Lemma opposites_rows d rows : Forall (fun r => length r = d) rows -> Forall (fun r => length r = d) (opposites rows).
Proof. intros F; apply Forall_flat_map; eapply Forall_impl; [|exact F]; intros r L; repeat constructor; [exact L | rewrite vscale_length; exact L]. Qed.

Lemma spread_length row : length (spread row) = (2 * length row)%nat.
Proof. unfold spread; rewrite (length_flat_map_constant _ 2) by reflexivity; lia. Qed.

Lemma grid_network_layers n d h : (0 < n)%nat -> two_layers_of_pln_2 d (d * (n - 1)) (n ^ d - 1) (grid_network n d h).
Proof.
  intros Hn; unfold grid_network; set (others := tl (differences n d h)).
  assert (Lo : length others = (n ^ d - 1)%nat) by (unfold others; rewrite <- (differences_length n d h); destruct (differences_head n d h Hn) as (rest & ->); cbn; lia).
  assert (Co : Forall (fun p => length (fst p) = d) others).
  { unfold others; pose proof (differences_cells n d h) as C; destruct (differences_head n d h Hn) as (rest & E); rewrite E in *; cbn [tl]; inversion C; subst.
    eapply Forall_impl; [|eassumption]; intros ? []; assumption. }
  assert (Lc : length (cut_rows n d) = (d * (n - 1))%nat) by (unfold cut_rows; rewrite (length_flat_map_constant _ (n - 1)), seq_length by (intros; apply repeat_length); reflexivity).
  assert (Lb : length (cut_biases n d) = (d * (n - 1))%nat) by (unfold cut_biases; rewrite (length_flat_map_constant _ (n - 1)), seq_length by (intros; rewrite map_length, seq_length; reflexivity); reflexivity).
  assert (Lp : forall rows, length (opposites rows) = (2 * length rows)%nat) by (intros; unfold opposites, opposite_numbers; rewrite (length_flat_map_constant _ 2) by reflexivity; lia).
  assert (Ln : forall v, length (opposite_numbers v) = (2 * length v)%nat) by (intros; unfold opposites, opposite_numbers; rewrite (length_flat_map_constant _ 2) by reflexivity; lia).
  split.
  - cbn [sign_layer app shaped]; repeat split.
    + apply opposites_rows; unfold cut_rows; apply Forall_flat_map, Forall_forall; intros j _; apply Forall_forall; intros r Hr; apply repeat_spec in Hr; subst r.
      unfold cut_row; rewrite map_length, seq_length; reflexivity.
    + rewrite Lp, Ln, Lc, Lb; reflexivity.
    + lia.
    + rewrite Lp; apply Nat.divide_factor_l.
    + apply opposites_rows, Forall_map; eapply Forall_impl; [|exact Co]; intros [k c] Lk; cbn [fst] in *; rewrite spread_length, Lp, Lc; f_equal.
      unfold and_row; rewrite (length_flat_map_constant _ (n - 1)) by (intros; rewrite map_length, seq_length; reflexivity); lia.
    + rewrite Lp, Ln, !map_length; reflexivity.
    + lia.
    + rewrite Lp; apply Nat.divide_factor_l.
    + repeat constructor; rewrite spread_length, Lp, !map_length; reflexivity.
  - do 6 eexists; split; [reflexivity|]; rewrite !Lp, Lc, map_length, Lo; split; reflexivity.
Qed.

(** ** The error *)

Definition centre (n : nat) (k : list nat) : vec := map (fun i => (INR i + / 2) / INR n) k.

Lemma centre_near n x : (0 < n)%nat -> Forall (fun t => 0 <= t <= 1) x ->
  in_cube (length x) (centre n (map (cell_of n) x)) /\ max_distance x (centre n (map (cell_of n) x)) <= / (2 * INR n).
Proof.
  intros Hn F; assert (N : 0 < INR n) by (apply lt_0_INR, Hn); assert (P : 0 < / (2 * INR n)) by (apply Rinv_0_lt_compat; lra).
  induction F as [|t x Ht F [[I1 I2] I3]]; [split; [split; [reflexivity | constructor] | cbn; lra]|]; unfold centre in *; cbn [map length max_distance].
  pose proof (cell_of_bounds n t Hn Ht) as [B1 B2]; pose proof (cell_of_below n t Hn) as B; set (c := cell_of n t) in *.
  assert (E : (INR c + / 2) / INR n = INR c / INR n + / (2 * INR n)) by (field; lra).
  assert (E2 : (INR c + 1) / INR n = INR c / INR n + 2 * / (2 * INR n)) by (field; lra).
  assert (B0 : 0 <= INR c / INR n) by (apply Rmult_le_pos; [apply pos_INR | left; apply Rinv_0_lt_compat, N]).
  assert (Bn : (INR c + 1) / INR n <= 1) by (rewrite <- S_INR; apply (Rmult_le_reg_r (INR n)); [exact N|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; rewrite Rmult_1_r, Rmult_1_l; apply le_INR; lia).
  split.
  - split; [cbn [length]; f_equal; exact I1 | constructor; [|exact I2]]; rewrite E; lra.
  - apply Rmax_lub; [apply Rabs_le; lra | exact I3].
Qed.

(** An L-Lipschitz function (in the maximum norm) on [0, 1]^d is within L/(2n) of a network with two hidden layers of d (n - 1) and n^d - 1 PLN-2 units. *)
Theorem grid d L f n : (0 < n)%nat -> 0 <= L -> lipschitz_on_cube d L f ->
  exists net, two_layers_of_pln_2 d (d * (n - 1)) (n ^ d - 1) net /\
    forall x, in_cube d x -> Rabs (f x - nth 0 (run net x) 0) <= L / (2 * INR n).
Proof.
  intros Hn HL Hf; exists (grid_network n d (fun k => f (centre n k))); split; [apply grid_network_layers, Hn|].
  intros x Hx; rewrite grid_network_value by (try exact Hn; apply Hx); cbn [nth].
  destruct (centre_near n x Hn (proj2 Hx)) as [C1 C2]; rewrite (proj1 Hx) in C1.
  apply Rle_trans with (1 := Hf _ _ Hx C1); unfold Rdiv; apply Rmult_le_compat_l; assumption.
Qed.
