(** * C9. The gradient flow of the trace loss drives free embeddings to equal eigenvalues *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Matrices HessianNorm C1 C3 C5 TraceLoss TraceLossFlow Eigenbasis LowerRank FullRank Descent Convergence.
Open Scope R_scope.

Lemma full_rank_spread n d Z : (2 <= n)%nat -> (0 < d)%nat -> full_rank n d Z -> 0 < trace d (covariance n Z).
Proof.
  intros Hn Hd F; destruct (spectral_theorem d _ Hd (covariance_symmetric n d Z) (covariance_nonnegative n d Z Hn)) as (U & lambda & HU & HS & Hl & _).
  replace (trace d (covariance n Z)) with (bigsum d lambda) by (rewrite <- (spectral_trace d U lambda HU); apply bigsum_ext; intros i Hi; symmetry; apply HS; exact Hi).
  apply Rlt_le_trans with (lambda 0%nat); [rewrite <- (form_of_spectral d _ U lambda 0 HU HS Hd); apply full_rank_positive; assumption|].
  rewrite <- (bigsum_delta d 0 lambda Hd) at 1; apply bigsum_le; intros k Hk; pose proof (proj1 (Hl k Hk)); unfold delta; destruct (Nat.eqb 0 k); lra.
Qed.

(** Claim C9: along every gradient flow of the trace loss after T ≥ 1 iterations, as a function of n ≥ 2 centred embeddings of d ≥ 2 components, from a start of full rank, tr Σ stays as it is, the rank stays full, and
    the embeddings converge; where they go to Σ is (tr Σ / d) I, so that all eigenvalues are equal. The loss falls at the rate |∇F|², from every start at which tr Σ is above 0; and stationary
    embeddings of full rank have equal eigenvalues. *)
Theorem C9 n d T : (2 <= n)%nat -> (2 <= d)%nat -> (1 <= T)%nat ->
  (forall Z G, gradient_flow n d T Z G ->
     (forall t, 0 <= t -> trace d (covariance n (Z t)) = trace d (covariance n (Z 0)))) /\
  (forall Z G, gradient_flow n d T Z G -> full_rank n d (Z 0) ->
     (forall t, 0 <= t -> full_rank n d (Z t)) /\
     exists Y, converges n d Z Y /\ centered_batch n d Y /\
       forall i j, (i < d)%nat -> (j < d)%nat -> covariance n Y i j = trace d (covariance n (Z 0)) / INR d * delta i j) /\
  (forall Z G, gradient_flow n d T Z G -> 0 < trace d (covariance n (Z 0)) ->
     (forall t, 0 <= t -> derivable_pt_lim (fun t => loss n d T (Z t)) t (- inner n d (G t) (G t))) /\
     (forall s t, 0 <= s <= t -> loss n d T (Z t) <= loss n d T (Z s))) /\
  (forall Z U lambda, centered_batch n d Z -> stationary n d T Z -> orthogonal d U -> same d (covariance n Z) (spectral d U lambda) ->
    (forall k, (k < d)%nat -> 0 < lambda k) -> forall p q, (p < d)%nat -> (q < d)%nat -> lambda p = lambda q).
Proof.
  intros Hn Hd HT; split; [intros Z G HF; exact (flow_keeps_trace n d T Z G Hn HF) | split; [|split]].
  - intros Z G HF F; pose proof (full_rank_spread n d (Z 0) Hn ltac:(lia) F) as H0; split; [exact (flow_keeps_rank n d T Z G Hn ltac:(lia) HF H0 F) | exact (flow_converges n d T Z G Hn Hd HT HF H0 F)].
  - intros Z G HF H0; split; [exact (flow_lowers_loss n d T Z G Hn HF H0) | exact (loss_decreases n d T Z G Hn HF H0)].
  - intros Z U lambda HZ HS HU HC Pos; exact (stationary_equal n d T Z HZ HS U lambda HT HU HC Pos).
Qed.
