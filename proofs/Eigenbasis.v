(** * An eigenbasis of a covariance, from a first eigenvector on

    Among the orthogonal matrices with that first column one gives the weighted sum Σ k u_kᵀSu_k its least value: where u_pᵀSu_q is not 0, a small rotation of the two lowers it. *)

From Coq Require Import Reals List Lra Lia ZArith Psatz.
From Normlab Require Import Matrices HessianNorm TraceLoss Compactness.
Notation continuous_at N := (continuous point (near N)).
Open Scope R_scope.

(** vᵀSw *)
Definition form (d : nat) (S : matrix) (v w : nat -> R) : R := bigsum d (fun i => bigsum d (fun j => v i * S i j * w j)).
Definition column (U : matrix) (p : nat) : nat -> R := fun i => U i p.
Definition entry (d : nat) (S U : matrix) (p q : nat) : R := form d S (column U p) (column U q).

Definition symmetric (d : nat) (S : matrix) : Prop := forall i j, (i < d)%nat -> (j < d)%nat -> S i j = S j i.
Definition nonnegative (d : nat) (S : matrix) : Prop := forall v, 0 <= form d S v v.

Lemma form_ext d S v v' w w' : (forall i, (i < d)%nat -> v i = v' i) -> (forall i, (i < d)%nat -> w i = w' i) -> form d S v w = form d S v' w'.
Proof. intros E F; unfold form; apply bigsum_ext; intros i Hi; apply bigsum_ext; intros j Hj; rewrite E, F by assumption; reflexivity. Qed.

Lemma form_left d S a b v v' w : form d S (fun i => a * v i + b * v' i) w = a * form d S v w + b * form d S v' w.
Proof. unfold form; rewrite <- !bigsum_scale, <- bigsum_plus; apply bigsum_ext; intros i _; rewrite <- !bigsum_scale, <- bigsum_plus; apply bigsum_ext; intros; ring. Qed.

Lemma form_right d S a b v w w' : form d S v (fun i => a * w i + b * w' i) = a * form d S v w + b * form d S v w'.
Proof. unfold form; rewrite <- !bigsum_scale, <- bigsum_plus; apply bigsum_ext; intros i _; rewrite <- !bigsum_scale, <- bigsum_plus; apply bigsum_ext; intros; ring. Qed.

Lemma form_symmetric d S v w : symmetric d S -> form d S v w = form d S w v.
Proof.
  intros H; unfold form; rewrite bigsum_swap; apply bigsum_ext; intros i Hi; apply bigsum_ext; intros j Hj; rewrite (H j i Hj Hi); ring.
Qed.

Lemma covariance_form n d Z v : form d (covariance n Z) v v = bigsum n (fun r => bigsum d (fun j => Z r j * v j) * bigsum d (fun j => Z r j * v j)) / (INR n - 1).
Proof.
  unfold form, covariance, Rdiv; rewrite <- bigsum_scale_r.
  transitivity (bigsum d (fun i => bigsum n (fun r => bigsum d (fun j => v i * (Z r i * Z r j) * v j * / (INR n - 1))))).
  - apply bigsum_ext; intros i _; rewrite bigsum_swap; apply bigsum_ext; intros j _.
    rewrite (bigsum_ext n (fun r => v i * (Z r i * Z r j) * v j * / (INR n - 1)) (fun r => (v i * v j * / (INR n - 1)) * (Z r i * Z r j))), bigsum_scale by (intros; ring); ring.
  - rewrite bigsum_swap; apply bigsum_ext; intros r _; rewrite <- !bigsum_scale_r; apply bigsum_ext; intros i _.
    rewrite <- bigsum_scale, <- bigsum_scale_r; apply bigsum_ext; intros; ring.
Qed.

Lemma covariance_symmetric n d Z : symmetric d (covariance n Z).
Proof. intros i j _ _; unfold covariance; f_equal; apply bigsum_ext; intros; ring. Qed.

Lemma covariance_nonnegative n d Z : (2 <= n)%nat -> nonnegative d (covariance n Z).
Proof.
  intros Hn v; assert (N : 0 < INR n - 1) by (assert (2 <= INR n) by (apply (le_INR 2); exact Hn); lra); rewrite covariance_form.
  apply Rmult_le_pos; [apply bigsum_nonneg; intros; apply Rle_0_sqr | left; apply Rinv_0_lt_compat, N].
Qed.

(** ** Rotations *)

Definition turned (U : matrix) (p q : nat) (u : R) : matrix := rotated U p q (/ sqrt (1 + u * u)) (u / sqrt (1 + u * u)).

Lemma root_square u : 0 < sqrt (1 + u * u) /\ sqrt (1 + u * u) * sqrt (1 + u * u) = 1 + u * u /\ 0 < 1 + u * u.
Proof. pose proof (Rle_0_sqr u) as P; unfold Rsqr in P; split; [apply sqrt_lt_R0; lra | split; [apply sqrt_sqrt; lra | lra]]. Qed.

Lemma turned_orthogonal d U p q u : orthogonal d U -> (p < d)%nat -> (q < d)%nat -> p <> q -> orthogonal d (turned U p q u).
Proof.
  intros HU Hp Hq N; destruct (root_square u) as (R0 & RR & Q); apply rotated_orthogonal; try assumption; set (r := sqrt (1 + u * u)) in *.
  transitivity ((1 + u * u) / (r * r)); [field; lra | rewrite RR; field; lra].
Qed.

Lemma turned_other U p q u i k : k <> p -> k <> q -> turned U p q u i k = U i k.
Proof. intros A B; unfold turned, rotated; destruct (Nat.eqb_spec k p), (Nat.eqb_spec k q); try contradiction; reflexivity. Qed.

Lemma turned_first d S U p q u : symmetric d S -> entry d S (turned U p q u) p p = entry d S U p p + (2 * u * entry d S U p q + u * u * (entry d S U q q - entry d S U p p)) / (1 + u * u).
Proof.
  intros Sy; destruct (root_square u) as (R0 & RR & Q); unfold turned; set (r := sqrt (1 + u * u)) in *.
  transitivity (form d S (fun i => / r * column U p i + u / r * column U q i) (fun i => / r * column U p i + u / r * column U q i)).
  - apply form_ext; intros i _; unfold column, rotated; rewrite Nat.eqb_refl; reflexivity.
  - rewrite form_left, !form_right, (form_symmetric d S (column U q) (column U p) Sy); unfold entry.
    set (a := form d S (column U p) (column U p)); set (b := form d S (column U p) (column U q)); set (c := form d S (column U q) (column U q)).
    transitivity ((a + 2 * u * b + u * u * c) / (r * r)); [field; lra | rewrite RR; field; lra].
Qed.

Lemma turned_second d S U p q u : symmetric d S -> p <> q -> entry d S (turned U p q u) q q = entry d S U q q - (2 * u * entry d S U p q + u * u * (entry d S U q q - entry d S U p p)) / (1 + u * u).
Proof.
  intros Sy N; destruct (root_square u) as (R0 & RR & Q); unfold turned; set (r := sqrt (1 + u * u)) in *.
  transitivity (form d S (fun i => / r * column U q i + - (u / r) * column U p i) (fun i => / r * column U q i + - (u / r) * column U p i)).
  - assert (E : forall i, column (rotated U p q (/ r) (u / r)) q i = / r * column U q i + - (u / r) * column U p i).
    { intros i; unfold column, rotated; rewrite Nat.eqb_refl; replace (Nat.eqb q p) with false by (symmetry; apply Nat.eqb_neq; congruence); ring. }
    apply form_ext; intros i _; apply E.
  - rewrite form_left, !form_right, (form_symmetric d S (column U q) (column U p) Sy); unfold entry.
    set (a := form d S (column U p) (column U p)); set (b := form d S (column U p) (column U q)); set (c := form d S (column U q) (column U q)).
    transitivity ((c - 2 * u * b + u * u * a) / (r * r)); [field; lra | rewrite RR; field; lra].
Qed.

Lemma turned_zero d S U p q u k : symmetric d S -> p <> q -> k <> p -> k <> q -> entry d S U k p = 0 -> entry d S U k q = 0 -> forall l, entry d S U k l = 0 -> entry d S (turned U p q u) k l = 0.
Proof.
  intros Sy N Kp Kq Zp Zq l Zl; destruct (root_square u) as (R0 & RR & Q); unfold turned; set (r := sqrt (1 + u * u)) in *; unfold entry in *.
  assert (K : forall w, form d S (column (rotated U p q (/ r) (u / r)) k) w = form d S (column U k) w).
  { intros w; apply form_ext; [|reflexivity]; intros i _; unfold column, rotated; destruct (Nat.eqb_spec k p), (Nat.eqb_spec k q); try contradiction; reflexivity. }
  rewrite K; destruct (Nat.eq_dec l p) as [->|Lp]; [|destruct (Nat.eq_dec l q) as [->|Lq]].
  - transitivity (form d S (column U k) (fun i => / r * column U p i + u / r * column U q i)); [apply form_ext; [reflexivity|]; intros i _; unfold column, rotated; rewrite Nat.eqb_refl; reflexivity|].
    rewrite form_right, Zp, Zq; ring.
  - transitivity (form d S (column U k) (fun i => / r * column U q i + - (u / r) * column U p i)).
    + apply form_ext; [reflexivity|]; intros i _; unfold column, rotated; rewrite Nat.eqb_refl; replace (Nat.eqb q p) with false by (symmetry; apply Nat.eqb_neq; congruence); ring.
    + rewrite form_right, Zp, Zq; ring.
  - rewrite <- Zl; apply form_ext; [reflexivity|]; intros i _; unfold column, rotated; destruct (Nat.eqb_spec l p), (Nat.eqb_spec l q); try contradiction; reflexivity.
Qed.

Lemma critical b c : (forall u, 0 <= 2 * u * b + u * u * c) -> b = 0.
Proof.
  intros H; destruct (Req_dec b 0) as [|N]; [assumption | exfalso]; pose proof (Rabs_pos c) as C0; pose proof (Rle_abs c) as C1; set (m := Rabs c + 1) in *.
  assert (M : 0 < m) by (unfold m; lra); specialize (H (- b / m)); assert (B : 0 < b * b) by (apply Rsqr_pos_lt in N; exact N).
  replace (2 * (- b / m) * b + - b / m * (- b / m) * c) with (b * b * (c - 2 * m) / (m * m)) in H by (field; lra).
  assert (L : b * b * (c - 2 * m) < 0) by (assert (0 < b * b * (2 * m - c)) by (apply Rmult_lt_0_compat; unfold m in *; lra); lra).
  assert (b * b * (c - 2 * m) / (m * m) < 0); [|lra]; unfold Rdiv; assert (0 < / (m * m)) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; assumption); nra.
Qed.

(** ** Matrices as points *)

Definition matrix_at (o d : nat) (x : point) : matrix := fun i j => x (o + (i * d + j))%nat.
Definition entries (d : nat) (U : matrix) : point := fun k => U (k / d)%nat (k mod d)%nat.

Lemma entries_at d U i j : (j < d)%nat -> matrix_at 0 d (entries d U) i j = U i j.
Proof.
  intros Hj; unfold matrix_at, entries; cbn [Nat.add]; rewrite Nat.div_add_l by lia; rewrite (Nat.div_small j d Hj), Nat.add_0_r.
  rewrite Nat.add_comm, Nat.mod_add by lia; rewrite Nat.mod_small by exact Hj; reflexivity.
Qed.

Lemma index_below n d i j : (i < n)%nat -> (j < d)%nat -> (i * d + j < n * d)%nat.
Proof. intros Hi Hj; nia. Qed.

Lemma point_entry o d x k : (0 < d)%nat -> x (o + k)%nat = matrix_at o d x (k / d)%nat (k mod d)%nat.
Proof. intros Hd; unfold matrix_at; f_equal; pose proof (Nat.div_mod k d ltac:(lia)); nia. Qed.

Lemma orthogonal_ext d U V : (forall i j, (i < d)%nat -> (j < d)%nat -> U i j = V i j) -> orthogonal d U -> orthogonal d V.
Proof.
  intros E [A B]; split; intros i j Hi Hj; [rewrite <- (A i j Hi Hj) | rewrite <- (B i j Hi Hj)]; unfold product, transposed; apply bigsum_ext; intros k Hk; rewrite !E by assumption; reflexivity.
Qed.

Lemma entry_ext d S U V p q : (forall i j, (i < d)%nat -> (j < d)%nat -> U i j = V i j) -> (p < d)%nat -> (q < d)%nat -> entry d S U p q = entry d S V p q.
Proof. intros E Hp Hq; apply form_ext; intros i Hi; unfold column; apply E; assumption. Qed.

Lemma orthogonal_bound d U i j : orthogonal d U -> (i < d)%nat -> (j < d)%nat -> Rabs (U i j) <= 1.
Proof.
  intros [_ B] Hi Hj; specialize (B i i Hi Hi); rewrite delta_same in B; unfold product, transposed in B.
  assert (Q : U i j * U i j <= 1).
  { rewrite <- B, <- (bigsum_delta d j (fun k => U i k * U i k) Hj); apply bigsum_le; intros k _; pose proof (Rle_0_sqr (U i k)) as P; unfold Rsqr in P; unfold delta; destruct (Nat.eqb j k); lra. }
  apply Rabs_le; split; nra.
Qed.

Section Limits.
Variables (N o d : nat) (y : point).
Hypothesis Fits : (o + d * d <= N)%nat.

Lemma continuous_entry_of_matrix i j : (i < d)%nat -> (j < d)%nat -> continuous_at N (fun x => matrix_at o d x i j) y.
Proof. intros Hi Hj; unfold matrix_at; apply continuous_component; pose proof (index_below d d i j Hi Hj); lia. Qed.

Lemma limit_orthogonal (K : point -> Prop) : (forall x, K x -> orthogonal d (matrix_at o d x)) -> (forall e, 0 < e -> exists x, K x /\ near N e x y) -> orthogonal d (matrix_at o d y).
Proof.
  intros HK H; split; intros i j Hi Hj.
  - apply (limit_equals point (near N) y (fun x => product d (transposed (matrix_at o d x)) (matrix_at o d x) i j)).
    + unfold product, transposed; apply (continuous_bigsum point (near N) (near_closer N) y d (fun k x => matrix_at o d x k i * matrix_at o d x k j)); intros k Hk; apply (continuous_times _ _ (near_closer _)); apply continuous_entry_of_matrix; assumption.
    + intros e He; destruct (H e He) as (x & Kx & Hx); exists x; split; [apply (HK x Kx); assumption | exact Hx].
  - apply (limit_equals point (near N) y (fun x => product d (matrix_at o d x) (transposed (matrix_at o d x)) i j)).
    + unfold product, transposed; apply (continuous_bigsum point (near N) (near_closer N) y d (fun k x => matrix_at o d x i k * matrix_at o d x j k)); intros k Hk; apply (continuous_times _ _ (near_closer _)); apply continuous_entry_of_matrix; assumption.
    + intros e He; destruct (H e He) as (x & Kx & Hx); exists x; split; [apply (HK x Kx); assumption | exact Hx].
Qed.

Lemma continuous_entry S p q : (p < d)%nat -> (q < d)%nat -> continuous_at N (fun x => entry d S (matrix_at o d x) p q) y.
Proof.
  intros Hp Hq; unfold entry, form, column; apply (continuous_bigsum point (near N) (near_closer N) y d (fun i x => bigsum d (fun j => matrix_at o d x i p * S i j * matrix_at o d x j q))); intros i Hi.
  apply (continuous_bigsum point (near N) (near_closer N) y d (fun j x => matrix_at o d x i p * S i j * matrix_at o d x j q)); intros j Hj; apply (continuous_times _ _ (near_closer _)); [apply (continuous_times _ _ (near_closer _))|]; try apply continuous_constant; apply continuous_entry_of_matrix; assumption.
Qed.

End Limits.

(** ** The eigenbasis *)

(** S = U diag(u_kᵀSu_k) Uᵀ where u_pᵀSu_q = 0 for p ≠ q. *)
Lemma diagonal_is_spectral d S U : orthogonal d U -> (forall p q, (p < d)%nat -> (q < d)%nat -> p <> q -> entry d S U p q = 0) -> same d S (spectral d U (fun k => entry d S U k k)).
Proof.
  intros [_ B] Off i j Hi Hj; unfold spectral.
  transitivity (bigsum d (fun k => bigsum d (fun l => U i k * entry d S U k l * U j l))).
  - transitivity (bigsum d (fun a => bigsum d (fun b => delta i a * S a b * delta j b))).
    + rewrite (bigsum_ext d _ (fun a => delta i a * S a j)); [symmetry; apply (bigsum_delta d i (fun a => S a j) Hi)|].
      intros a _; rewrite (bigsum_ext d _ (fun b => delta j b * (delta i a * S a b))), (bigsum_delta d j (fun b => delta i a * S a b) Hj) by (intros; ring); reflexivity.
    + transitivity (bigsum d (fun a => bigsum d (fun b => bigsum d (fun k => bigsum d (fun l => U i k * (U a k * S a b * U b l) * U j l))))).
      * apply bigsum_ext; intros a Ha; apply bigsum_ext; intros b Hb; rewrite <- (B i a Hi Ha), <- (B j b Hj Hb); unfold product, transposed.
        rewrite Rmult_assoc, <- bigsum_scale_r; apply bigsum_ext; intros k _; rewrite <- !bigsum_scale; apply bigsum_ext; intros; ring.
      * rewrite (bigsum_ext d _ (fun a => bigsum d (fun k => bigsum d (fun l => bigsum d (fun b => U i k * (U a k * S a b * U b l) * U j l))))).
        2:{ intros a _; rewrite bigsum_swap; apply bigsum_ext; intros k _; apply bigsum_swap. }
        rewrite bigsum_swap; apply bigsum_ext; intros k _; rewrite bigsum_swap; apply bigsum_ext; intros l _; unfold entry, form, column.
        rewrite <- bigsum_scale, <- bigsum_scale_r; apply bigsum_ext; intros a _; rewrite <- bigsum_scale, <- bigsum_scale_r; reflexivity.
  - apply bigsum_ext; intros k Hk; rewrite (bigsum_ext d _ (fun l => (U i k * entry d S U k l * U j l) * delta l k)), (bigsum_delta_r d k (fun l => U i k * entry d S U k l * U j l) Hk); [reflexivity|].
    intros l Hl; destruct (Nat.eq_dec l k) as [->|Ne]; [rewrite delta_same; ring | rewrite (Off k l Hk Hl (not_eq_sym Ne)); ring].
Qed.

(** From an orthogonal matrix whose first column is an eigenvector an eigenbasis with that column. *)
Theorem eigenbasis d S U0 : (0 < d)%nat -> symmetric d S -> nonnegative d S -> orthogonal d U0 -> (forall k, (0 < k < d)%nat -> entry d S U0 0 k = 0) ->
  exists U lambda, orthogonal d U /\ (forall i, (i < d)%nat -> U i 0%nat = U0 i 0%nat) /\ same d S (spectral d U lambda) /\ (forall k, (k < d)%nat -> lambda k = entry d S U k k).
Proof.
  intros Hd Sy Nn O0 First.
  set (K := fun x : point => orthogonal d (matrix_at 0 d x) /\ (forall i, (i < d)%nat -> matrix_at 0 d x i 0%nat = U0 i 0%nat) /\ forall k, (0 < k < d)%nat -> entry d S (matrix_at 0 d x) 0 k = 0).
  set (f := fun x : point => bigsum d (fun k => INR k * entry d S (matrix_at 0 d x) k k)).
  assert (Enter : forall V, orthogonal d V -> (forall i, (i < d)%nat -> V i 0%nat = U0 i 0%nat) -> (forall k, (0 < k < d)%nat -> entry d S V 0 k = 0) -> K (entries d V)).
  { intros V OV VF VZ; assert (E : forall i j, (i < d)%nat -> (j < d)%nat -> V i j = matrix_at 0 d (entries d V) i j) by (intros; symmetry; apply entries_at; assumption).
    split; [apply (orthogonal_ext d V); assumption | split]; [intros i Hi; rewrite <- E by assumption; apply VF, Hi|].
    intros k Hk; rewrite <- (entry_ext d S V _ 0 k E) by lia; apply VZ, Hk. }
  destruct (minimum (d * d) 1 K f) as (x & (OU & UF & UZ) & Least).
  - exists (entries d U0); apply Enter; [exact O0 | reflexivity | exact First].
  - intros y k (OU & _) Hk; pose proof (point_entry 0 d y k Hd) as E; cbn [Nat.add] in E; rewrite E; apply (orthogonal_bound d _ _ _ OU); [apply Nat.div_lt_upper_bound; lia | apply Nat.mod_upper_bound; lia].
  - intros y Hy; split; [apply (limit_orthogonal (d * d) 0 d y ltac:(lia) K); [intros z Hz; apply Hz | exact Hy] | split].
    + intros i Hi; apply (limit_equals point (near (d * d)) y (fun x => matrix_at 0 d x i 0%nat)); [apply continuous_entry_of_matrix; [lia | exact Hi | exact Hd]|].
      intros e He; destruct (Hy e He) as (z & (_ & Hz & _) & Nz); exists z; split; [apply Hz, Hi | exact Nz].
    + intros k Hk; apply (limit_equals point (near (d * d)) y (fun x => entry d S (matrix_at 0 d x) 0 k)); [apply continuous_entry; lia|].
      intros e He; destruct (Hy e He) as (z & (_ & _ & Hz) & Nz); exists z; split; [apply Hz, Hk | exact Nz].
  - intros y _; apply (continuous_bigsum point (near (d * d)) (near_closer (d * d)) y d (fun k x => INR k * entry d S (matrix_at 0 d x) k k)); intros k Hk; apply continuous_scale, continuous_entry; lia.
  - intros y _; apply bigsum_nonneg; intros k _; apply Rmult_le_pos; [apply pos_INR | apply Nn].
  - set (U := matrix_at 0 d x) in *; exists U, (fun k => entry d S U k k); split; [exact OU | split; [exact UF | split; [|reflexivity]]].
    apply diagonal_is_spectral; [exact OU|]; intros p q Hp Hq N.
    destruct (Nat.eq_dec p 0) as [->|Np]; [apply UZ; lia|]; destruct (Nat.eq_dec q 0) as [->|Nq]; [unfold entry; rewrite form_symmetric by exact Sy; apply UZ; lia|].
    assert (B : (INR p - INR q) * entry d S U p q = 0).
    { apply (critical _ ((INR p - INR q) * (entry d S U q q - entry d S U p p))); intros u.
      assert (Kt : K (entries d (turned U p q u))).
      { apply Enter; [apply turned_orthogonal; assumption | intros i Hi; rewrite turned_other by lia; apply UF, Hi|].
        intros k Hk; apply turned_zero; try assumption; try (apply UZ; lia); lia. }
      specialize (Least _ Kt); unfold f in Least; fold U in Least.
      rewrite (bigsum_ext d (fun k => INR k * entry d S (matrix_at 0 d (entries d (turned U p q u))) k k) (fun k => INR k * entry d S (turned U p q u) k k)) in Least
        by (intros k Hk; f_equal; apply entry_ext; [intros; apply entries_at; assumption | exact Hk | exact Hk]).
      rewrite (bigsum_two d p q (fun k => INR k * entry d S U k k)), (bigsum_two d p q (fun k => INR k * entry d S (turned U p q u) k k)) in Least by assumption.
      rewrite (bigsum_ext d (fun k => (1 - delta p k - delta q k) * (INR k * entry d S (turned U p q u) k k)) (fun k => (1 - delta p k - delta q k) * (INR k * entry d S U k k))) in Least.
      2:{ intros k Hk; destruct (Nat.eq_dec k p) as [->|Kp]; [rewrite delta_same, (delta_other q p) by congruence; ring|]; destruct (Nat.eq_dec k q) as [->|Kq]; [rewrite delta_same, (delta_other p q) by congruence; ring|].
          do 2 f_equal; apply form_ext; intros i _; unfold column; apply turned_other; assumption. }
      rewrite turned_first, turned_second in Least by assumption; destruct (root_square u) as (_ & _ & Q); set (D := 2 * u * entry d S U p q + u * u * (entry d S U q q - entry d S U p p)) in *.
      assert (G : 0 <= (INR p - INR q) * (D / (1 + u * u))) by lra.
      apply (Rmult_le_compat_r (1 + u * u)) in G; [|lra]; replace ((INR p - INR q) * (D / (1 + u * u)) * (1 + u * u)) with ((INR p - INR q) * D) in G by (field; lra).
      unfold D in G; lra. }
    apply Rmult_integral in B; destruct B as [B|B]; [|exact B]; exfalso; apply N, INR_eq; lra.
Qed.

(** Orthogonal matrices exist. *)
Lemma delta_orthogonal d : orthogonal d delta.
Proof. split; intros i j Hi Hj; [rewrite product_delta_r by assumption; unfold transposed; apply delta_sym | rewrite product_delta_l by assumption; unfold transposed; apply delta_sym]. Qed.

(** A first column at which uᵀSu is least among all orthogonal matrices is the first of an eigenbasis, and its eigenvalue is the least. *)
Theorem least_eigenvector d S U : (0 < d)%nat -> symmetric d S -> nonnegative d S -> orthogonal d U -> (forall V, orthogonal d V -> entry d S U 0 0 <= entry d S V 0 0) ->
  exists V lambda, orthogonal d V /\ (forall i, (i < d)%nat -> V i 0%nat = U i 0%nat) /\ same d S (spectral d V lambda) /\ (forall k, (k < d)%nat -> 0 <= lambda k /\ lambda 0%nat <= lambda k) /\ lambda 0%nat = entry d S U 0 0.
Proof.
  intros Hd Sy Nn OU Le.
  assert (Turn : forall V k u, orthogonal d V -> entry d S U 0 0 = entry d S V 0 0 -> (0 < k < d)%nat -> 0 <= 2 * u * entry d S V 0 k + u * u * (entry d S V k k - entry d S V 0 0)).
  { intros V k u OV E Hk; pose proof (Le _ (turned_orthogonal d V 0 k u OV ltac:(lia) ltac:(lia) ltac:(lia))) as L; rewrite turned_first, E in L by exact Sy; destruct (root_square u) as (_ & _ & Q).
    set (D := 2 * u * _ + _) in *; assert (G : 0 <= D / (1 + u * u)) by lra; apply (Rmult_le_compat_r (1 + u * u)) in G; [|lra]; replace (D / (1 + u * u) * (1 + u * u)) with D in G by (field; lra); lra. }
  destruct (eigenbasis d S U Hd Sy Nn OU) as (V & lambda & OV & VF & HS & Hl).
  { intros k Hk; exact (critical _ _ (fun u => Turn U k u OU eq_refl Hk)). }
  assert (E0 : entry d S U 0 0 = entry d S V 0 0) by (apply form_ext; intros i Hi; unfold column; symmetry; apply VF, Hi).
  exists V, lambda; split; [exact OV | split; [exact VF | split; [exact HS | split]]]; [|rewrite E0; apply Hl, Hd]; intros k Hk; rewrite !Hl by lia; split; [apply Nn|].
  destruct (Nat.eq_dec k 0) as [->|Nk]; [lra|]; pose proof (Turn V k 1 OV E0 ltac:(lia)) as P; pose proof (Turn V k (-1) OV E0 ltac:(lia)); lra.
Qed.

(** Every covariance is U diag(λ) Uᵀ; λ_0 may be taken as the least. *)
Theorem spectral_theorem d S : (0 < d)%nat -> symmetric d S -> nonnegative d S ->
  exists U lambda, orthogonal d U /\ same d S (spectral d U lambda) /\ (forall k, (k < d)%nat -> 0 <= lambda k /\ lambda 0%nat <= lambda k) /\ forall V, orthogonal d V -> lambda 0%nat <= entry d S V 0 0.
Proof.
  intros Hd Sy Nn; set (K := fun x : point => orthogonal d (matrix_at 0 d x)).
  assert (Enter : forall V, orthogonal d V -> K (entries d V)) by (intros V; apply orthogonal_ext; intros; symmetry; apply entries_at; assumption).
  destruct (minimum (d * d) 1 K (fun x => entry d S (matrix_at 0 d x) 0 0)) as (x & OU & Least).
  - exists (entries d delta); apply Enter, delta_orthogonal.
  - intros y k OU Hk; pose proof (point_entry 0 d y k Hd) as E; cbn [Nat.add] in E; rewrite E; apply (orthogonal_bound d _ _ _ OU); [apply Nat.div_lt_upper_bound; lia | apply Nat.mod_upper_bound; lia].
  - intros y Hy; apply (limit_orthogonal (d * d) 0 d y ltac:(lia) K); [auto | exact Hy].
  - intros y _; apply continuous_entry; lia.
  - intros y _; apply Nn.
  - set (U := matrix_at 0 d x) in *.
    assert (Le : forall V, orthogonal d V -> entry d S U 0 0 <= entry d S V 0 0).
    { intros V OV; rewrite (entry_ext d S V (matrix_at 0 d (entries d V)) 0 0) by (lia || (intros; symmetry; apply entries_at; assumption)); apply Least, Enter, OV. }
    destruct (least_eigenvector d S U Hd Sy Nn OU Le) as (V & lambda & OV & _ & HS & Hl & E0); exists V, lambda; rewrite E0; auto.
    split; [exact OV | split; [exact HS | split; [|exact Le]]]; intros k Hk; rewrite <- E0; apply Hl, Hk.
Qed.
