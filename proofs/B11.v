(** * B11. The VC dimension of width-3 LN-Nets of depth 4 on a line *)

From Coq Require Import Reals List Lra Lia.
Import ListNotations.
From Normlab Require Import Definitions Basics Shattering B4Upper.
Open Scope R_scope.

(** The points of the certificate. *)
Definition seventeen_points : list R :=
  [-19954; -14409; -10764; -8096; -5986; -4212; -2644; -1195; 200; 1596; 3049; 4622; 6402; 8516; 11179; 14791; 20213].

(** Claim B11: no 18 points of a line are shattered at depth 4; so where the seventeen are, the VC dimension is 17. *)
Theorem B11 :
  (forall xs, increasing xs -> shatters (ln_net 1 3 4 2) (points_of_line xs) -> (length xs <= 17)%nat) /\
  (shatters (ln_net 1 3 4 2) (points_of_line seventeen_points) -> vc_dimension_on_line (ln_net 1 3 4 2) 17).
Proof.
  split; [exact (not_shattered 4)|]; apply (most_points 4); [unfold seventeen_points; cbn; lra | reflexivity].
Qed.
