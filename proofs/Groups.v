(** * Groups of consecutive components, by index *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
Import ListNotations.
From Normlab Require Import Definitions Basics Matrices.
Open Scope R_scope.

Lemma chunks_of_enough s : (0 < s)%nat -> forall n v, (length v <= n)%nat -> chunks_of n s v = chunks s v.
Proof.
  intros Hs n; unfold chunks; induction n as [n IH] using lt_wf_ind; intros v Hv.
  destruct n as [|n], v as [|a v]; cbn [length] in *; try reflexivity; [lia|].
  cbn [chunks_of]; f_equal.
  assert (K : (length (skipn s (a :: v)) <= length v)%nat) by (rewrite skipn_length; cbn [length]; lia).
  rewrite (IH n) by lia.
  destruct (Nat.eq_dec (length v) n) as [<-|E]; [rewrite <- (IH (length v)) by lia; reflexivity|].
  rewrite (IH (length v)) by lia; reflexivity.
Qed.

(** The first group and the others. *)
Lemma chunks_cons s first rest : (0 < s)%nat -> length first = s -> chunks s (first ++ rest) = first :: chunks s rest.
Proof.
  intros Hs Hf; assert (E : forall n v, v <> [] -> chunks_of (S n) s v = firstn s v :: chunks_of n s (skipn s v))
    by (intros n [|? ?]; [congruence | reflexivity]).
  assert (NE : first ++ rest <> []) by (destruct first; [cbn in Hf; lia | discriminate]).
  unfold chunks at 1; destruct (length (first ++ rest)) as [|n] eqn:L; [rewrite app_length in L; lia|].
  rewrite E by exact NE; rewrite app_length in L.
  rewrite firstn_app, skipn_app, Hf, Nat.sub_diag, firstn_all2, skipn_all2 by lia.
  cbn [firstn skipn app]; rewrite app_nil_r; f_equal; apply chunks_of_enough; [exact Hs | lia].
Qed.

(** The vector with the components x s, x (s + 1), …, n of them. *)
Definition vector (x : nat -> R) (s n : nat) : vec := map x (seq s n).

Lemma vector_chunks c x : (0 < c)%nat -> forall n s, chunks c (vector x s (n * c)) = map (fun b => vector x (s + b * c) c) (seq 0 n).
Proof.
  intros Hc n; induction n as [|n IH]; intros s; [reflexivity|].
  unfold vector in *; cbn [Nat.mul]; rewrite seq_app, map_app, chunks_cons by (try exact Hc; rewrite map_length, seq_length; reflexivity).
  cbn [seq map]; rewrite Nat.add_0_r, IH, <- seq_shift, map_map; f_equal; apply map_ext; intros b; do 2 f_equal; lia.
Qed.

Lemma nth_concat c (ls : list vec) : Forall (fun v => length v = c) ls -> forall b r, (b < length ls)%nat -> (r < c)%nat ->
  nth (b * c + r) (concat ls) 0 = nth r (nth b ls []) 0.
Proof.
  induction 1 as [|v ls Hv Hls IH]; intros b r Hb Hr; [cbn in Hb; lia|]; cbn [concat].
  destruct b as [|b].
  - cbn [nth Nat.mul Nat.add]; apply app_nth1; lia.
  - cbn [nth]; rewrite app_nth2 by (cbn; lia); rewrite <- IH by (cbn in Hb; lia); f_equal; cbn; lia.
Qed.

Lemma sum_vector f s n : sum (vector f s n) = bigsum n (fun r => f (s + r)%nat).
Proof.
  unfold vector; induction n as [|n IH]; [reflexivity|].
  rewrite seq_S, map_app, sum_app, IH; cbn [map sum bigsum]; ring.
Qed.

(** Mean and population variance of the components s, …, s + c - 1. *)
Definition mean_of (x : nat -> R) (s c : nat) : R := bigsum c (fun r => x (s + r)%nat) / INR c.
Definition variance_of (x : nat -> R) (s c : nat) : R :=
  bigsum c (fun r => (x (s + r)%nat - mean_of x s c) * (x (s + r)%nat - mean_of x s c)) / INR c.

Lemma nth_layer_norm x s c r : (r < c)%nat ->
  nth r (layer_norm 0 (vector x s c)) 0 = (x (s + r)%nat - mean_of x s c) / sqrt (variance_of x s c).
Proof.
  intros Hr; assert (M : mean (vector x s c) = mean_of x s c) by (unfold mean, mean_of; rewrite sum_vector; unfold vector; rewrite map_length, seq_length; reflexivity).
  assert (C : center (vector x s c) = vector (fun i => x i - mean_of x s c) s c) by (unfold center; rewrite M; unfold vector; rewrite map_map; reflexivity).
  unfold layer_norm, rms_norm; rewrite C.
  assert (Q : rms 0 (vector (fun i => x i - mean_of x s c) s c) = sqrt (variance_of x s c)).
  { unfold rms, variance_of; rewrite ssq_map, Rplus_0_r; unfold vector at 1; rewrite map_map; fold (vector (fun i => (x i - mean_of x s c) * (x i - mean_of x s c)) s c).
    rewrite sum_vector; unfold vector; rewrite map_length, seq_length; reflexivity. }
  rewrite Q; unfold vector; rewrite map_map.
  rewrite (nth_indep _ 0 ((fun i => (x i - mean_of x s c) / sqrt (variance_of x s c)) 0%nat)) by (rewrite map_length, seq_length; exact Hr).
  rewrite map_nth with (f := fun i => (x i - mean_of x s c) / sqrt (variance_of x s c)), seq_nth by exact Hr; reflexivity.
Qed.

(** Component b c + r of LN-G with g groups of c components. *)
Lemma nth_group_layer_norm x g c b r : (0 < c)%nat -> (b < g)%nat -> (r < c)%nat ->
  nth (b * c + r) (group_layer_norm g 0 (vector x 0 (g * c))) 0 =
  (x (b * c + r)%nat - mean_of x (b * c) c) / sqrt (variance_of x (b * c) c).
Proof.
  intros Hc Hb Hr; unfold group_layer_norm, parallel_layer_norm.
  assert (L : length (vector x 0 (g * c)) = (g * c)%nat) by (unfold vector; rewrite map_length, seq_length; reflexivity).
  rewrite L, (Nat.mul_comm g c), Nat.div_mul by lia; rewrite (Nat.mul_comm c g), vector_chunks, map_map by exact Hc.
  rewrite nth_concat with (c := c).
  - rewrite (nth_indep _ [] (layer_norm 0 (vector x (0 + 0 * c) c))) by (rewrite map_length, seq_length; exact Hb).
    rewrite map_nth with (f := fun b => layer_norm 0 (vector x (0 + b * c) c)), seq_nth by exact Hb; cbn [Nat.add]; apply nth_layer_norm, Hr.
  - apply Forall_map, Forall_forall; intros; unfold layer_norm, rms_norm, center, vector; rewrite !map_length; apply seq_length.
  - rewrite map_length, seq_length; exact Hb.
  - exact Hr.
Qed.

(** ** Sums by groups *)

Lemma bigsum_split n m f : bigsum (n + m) f = bigsum n f + bigsum m (fun k => f (n + k)%nat).
Proof. induction m; [rewrite Nat.add_0_r; cbn; ring|]; rewrite Nat.add_succ_r; cbn [bigsum]; rewrite IHm; ring. Qed.

Lemma bigsum_groups g c f : bigsum (g * c) f = bigsum g (fun b => bigsum c (fun r => f (b * c + r)%nat)).
Proof. induction g; [reflexivity|]; replace (S g * c)%nat with (g * c + c)%nat by lia; rewrite bigsum_split, IHg; reflexivity. Qed.

Lemma group_of b c r : (r < c)%nat -> ((b * c + r) / c = b)%nat.
Proof. intros H; rewrite Nat.div_add_l, Nat.div_small by lia; lia. Qed.

(** A sum over all indices of what is 0 outside of group b. *)
Lemma bigsum_one_group g c b f : (b < g)%nat -> (forall i, (i < g * c)%nat -> (i / c)%nat <> b -> f i = 0) ->
  bigsum (g * c) f = bigsum c (fun r => f (b * c + r)%nat).
Proof.
  intros Hb Z; rewrite bigsum_groups, (bigsum_ext g _ (fun b' => delta b b' * bigsum c (fun r => f (b' * c + r)%nat))).
  - apply bigsum_delta with (f := fun b' => bigsum c (fun r => f (b' * c + r)%nat)), Hb.
  - intros b' Hb'; unfold delta; destruct (Nat.eqb_spec b b') as [->|N]; [ring|]; rewrite Rmult_0_l.
    rewrite (bigsum_ext c _ (fun _ => 0)); [rewrite bigsum_const; ring|]; intros r Hr; apply Z; [nia | rewrite group_of by exact Hr; congruence].
Qed.
