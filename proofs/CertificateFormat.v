(** * The networks of certificates

    A certificate (docs/certificates.md) writes a network as a list of layers with rational weights. Here is that format, what it denotes, and
    that the shapes which the claims speak of are denoted as they should be. *)

From Coq Require Import Reals List Lra Lia ZArith QArith Qreals.
Import ListNotations.
From Normlab Require Import Definitions Basics.
Open Scope R_scope.

(** {"type": "affine"}, {"type": "norm"}, {"type": "activation"} *)
Inductive written_layer :=
| WrittenAffine (weight : list (list Q)) (bias : list Q)
| WrittenNorm (norm_size : nat) (centered : bool) (epsilon : Q)
| WrittenActivation (f : activation).

Definition written_network := list written_layer.

Definition denote_layer (l : written_layer) : layer :=
  match l with
  | WrittenAffine W b => Affine (map (map Q2R) W) (map Q2R b)
  | WrittenNorm s centered e => Norm s centered (Q2R e)
  | WrittenActivation f => Activation f
  end.

Definition denote : written_network -> network := map denote_layer.

(** "consecutive groups of s components; in each, subtract the mean if center, then divide by √(mean of squares + epsilon)": one group,
    written out component by component. *)
Theorem written_norm_of_one_group s centered e x :
  (0 < s)%nat -> length x = s ->
  run (denote [WrittenNorm s centered e]) x =
  map (fun z => z / sqrt (sum (map (fun y => y * y) (if centered then center x else x)) / INR s + Q2R e))
      (if centered then center x else x).
Proof.
  intros Hs Hx; cbn [denote map denote_layer run run_layer].
  assert (C : chunks s x = [x]).
  { unfold chunks; rewrite Hx; destruct s as [|s]; [lia|]; destruct x as [|a x]; [discriminate|].
    cbn [chunks_of]; rewrite firstn_all2 by lia; rewrite skipn_all2 by lia; destruct s; reflexivity. }
  destruct centered; unfold parallel_layer_norm, parallel_layer_scaling; rewrite C; cbn [map concat]; rewrite app_nil_r.
  - unfold layer_norm, rms_norm, rms; rewrite ssq_map.
    replace (length (center x)) with s by (unfold center; rewrite map_length; congruence); reflexivity.
  - unfold rms_norm, rms; rewrite ssq_map, Hx; reflexivity.
Qed.

(** Two groups or more: the first s components are normalized by themselves, the rest after them. *)
Theorem written_norm_of_groups s centered e first rest :
  (0 < s)%nat -> length first = s ->
  run (denote [WrittenNorm s centered e]) (first ++ rest) =
  run (denote [WrittenNorm s centered e]) first ++ run (denote [WrittenNorm s centered e]) rest.
Proof.
  intros Hs Hf; cbn [denote map denote_layer run run_layer].
  assert (G : forall n v, (length v <= n)%nat -> chunks_of n s v = chunks s v).
  { intros n; unfold chunks; induction n as [n IH] using lt_wf_ind; intros v Hv.
    destruct n as [|n], v as [|a v]; cbn [length] in *; try reflexivity; [lia|].
    cbn [chunks_of]; f_equal.
    assert (K : (length (skipn s (a :: v)) <= length v)%nat) by (rewrite skipn_length; cbn [length]; lia).
    rewrite (IH n) by lia.
    destruct (Nat.eq_dec (length v) n) as [<-|E]; [rewrite <- (IH (length v)) by lia; reflexivity|].
    rewrite (IH (length v)) by lia; reflexivity. }
  assert (C : forall tail, chunks s (first ++ tail) = first :: chunks s tail).
  { intros tail; assert (E : forall n v, v <> [] -> chunks_of (S n) s v = firstn s v :: chunks_of n s (skipn s v))
      by (intros n [|? ?]; [congruence | reflexivity]).
    assert (NE : first ++ tail <> []) by (destruct first; [cbn in Hf; lia | discriminate]).
    unfold chunks at 1; destruct (length (first ++ tail)) as [|n] eqn:L; [rewrite app_length in L; lia|].
    rewrite E by exact NE; rewrite app_length in L.
    rewrite firstn_app, skipn_app, Hf, Nat.sub_diag, firstn_all2, skipn_all2 by lia.
    cbn [firstn skipn app]; rewrite app_nil_r; f_equal; apply G; lia. }
  assert (D : chunks s first = [first]) by (rewrite <- (app_nil_r first) at 1; rewrite C; reflexivity).
  destruct centered; unfold parallel_layer_norm, parallel_layer_scaling; rewrite C, D; cbn [map concat]; rewrite app_nil_r; reflexivity.
Qed.

(** An affine layer: every component is the row's inner product with the input, plus its bias. *)
Theorem written_affine W b x j :
  length b = length W -> (j < length W)%nat ->
  nth j (run (denote [WrittenAffine W b]) x) 0 = dot (map Q2R (nth j W [])) x + Q2R (nth j b 0%Q).
Proof.
  cbn [denote map denote_layer run run_layer]; unfold affine.
  revert b j; induction W as [|row W IH]; intros b j Hb Hj; [cbn in Hj; lia|].
  destruct b as [|q b]; [discriminate|]; cbn [map vadd]; destruct j as [|j]; [reflexivity|].
  cbn [nth]; apply IH; cbn in *; lia.
Qed.

(** A certificate's network with the layers of an LN-Net denotes an LN-Net of the claims (B3 to B5). *)
Definition written_ln_layers (width : nat) (hidden : list (list (list Q) * list Q)) (C : list (list Q)) (c : list Q) : written_network :=
  flat_map (fun Wb => [WrittenAffine (fst Wb) (snd Wb); WrittenNorm width true 0]) hidden ++ [WrittenAffine C c].

Theorem written_ln_net d width k hidden C c :
  shaped d (denote (written_ln_layers width hidden C c)) k ->
  Forall (fun Wb => length (fst Wb) = width) hidden ->
  ln_net d width (length hidden) k (denote (written_ln_layers width hidden C c)).
Proof.
  intros Hs Hw; split; [exact Hs|].
  exists (map (fun Wb => (map (map Q2R) (fst Wb), map Q2R (snd Wb))) hidden), (map (map Q2R) C), (map Q2R c).
  repeat split.
  - unfold denote, written_ln_layers, ln_layers; rewrite map_app; f_equal.
    clear Hs Hw; induction hidden as [|[W b] hidden IH]; [reflexivity|]; cbn [flat_map map fst snd app denote_layer].
    rewrite RMicromega.Q2R_0, IH; reflexivity.
  - rewrite map_length; reflexivity.
  - apply Forall_map; cbn [fst]; eapply Forall_impl; [|exact Hw]; intros Wb H; rewrite map_length; exact H.
Qed.

(** Running one after the other is composition. *)
Theorem run_app net rest x : run (net ++ rest) x = run rest (run net x).
Proof. revert x; induction net; intros x; cbn [app run]; [reflexivity | apply IHnet]. Qed.
