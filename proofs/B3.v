(** * B3. Width 3 and O(m) layers classify any m samples *)

From Coq Require Import Reals List Lia.
Import ListNotations.
From Normlab Require Import Definitions B3Classes B3TwoClasses.
Open Scope R_scope.

(** Claim B3: m distinct samples of R^d whose labels are 0, …, K - 1, each of them given to some sample, are classified by an LN-Net of width 3 with
    at most m - K + 1 layer normalizations; and with two labels, every number L ≥ 1 of them with 2L ≥ m - 1 is enough. *)
Theorem B3 :
  (forall d K samples labels,
    NoDup samples -> (forall x, In x samples -> length x = d) -> length labels = length samples ->
    (forall c, In c labels <-> (c < K)%nat) ->
    exists L net, (L + K <= length samples + 1)%nat /\ ln_net d 3 L K net /\ classifies (run net) samples labels) /\
  (forall d samples labels L,
    NoDup samples -> (forall x, In x samples -> length x = d) -> length labels = length samples ->
    Forall (fun c => (c < 2)%nat) labels ->
    (1 <= L)%nat -> (length samples <= 2 * L + 1)%nat ->
    exists net, ln_net d 3 L 2 net /\ classifies (run net) samples labels).
Proof. split; [exact classes_by_folds | exact two_classes_by_folds]. Qed.
