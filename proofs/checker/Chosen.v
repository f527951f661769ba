(** * Chosen certificates, as theorems

    The checker runs inside Rocq, with its own integers: no extraction, no reading of files. *)

From Coq Require Import Reals List ZArith QArith Qreals.
Import ListNotations.
From Normlab Require Import Definitions CertificateFormat checker.Enclosures checker.Classification.
Open Scope Q_scope.

(** XOR, by one layer normalization of x - y, y - x and a half, with an epsilon. *)
Definition xor_network : written_network :=
  [ WrittenAffine [[1; -1]; [-1; 1]; [0; 0]] [0; 0; 1 # 2];
    WrittenNorm 3 true (1 # 100);
    WrittenAffine [[0; 0; 1]; [0; 0; -1]] [0; 1] ].

Definition corners : list (list Q) := [[0; 0]; [1; 1]; [0; 1]; [1; 0]].

Theorem xor_is_classified :
  classification_holds 2 2 xor_network corners [0; 0; 1; 1]%nat.
Proof. apply (classification_of_is_sound 2 2 [(2 ^ 64)%Z]); vm_compute; reflexivity. Qed.

(** The sign of 2x + t, or its opposite, by LN of two numbers. *)
Definition sign_network (t : Q) (up : Q) : written_network :=
  [ WrittenAffine [[1]; [-1]] [t; 0]; WrittenNorm 2 true 0; WrittenAffine [[0; 0]; [up; 0]] [0; 0] ].

(** 0 and 1 are shattered by these four. *)
Theorem two_points_are_shattered :
  let cases := [ Case [0; 0]%nat (sign_network 1 (-1)) [(2 ^ 64)%Z]; Case [1; 1]%nat (sign_network 1 1) [(2 ^ 64)%Z];
                 Case [0; 1]%nat (sign_network (-1) 1) [(2 ^ 64)%Z]; Case [1; 0]%nat (sign_network (-1) (-1)) [(2 ^ 64)%Z] ] in
  shatters (fun net => exists n c, In c cases /\ net = denote (case_network c) /\ shaped n net 2 /\ Forall (fun x => length x = n) [[0]; [1]])
    (map (map Q2R) [[0]; [1]]).
Proof. intros cases; apply shattering_is_sound; vm_compute; reflexivity. Qed.
