(** * The checker as a program

    [npm run proved-checker] compiles this file and turns what it writes into TypeScript; what it writes in OCaml is compiled natively as it is
    (docs/trust.md says what is believed with that). The operations on integers named here are replaced by those of the machine's arithmetic of
    any length; nothing else is. *)

From Coq Require Import ZArith Extraction.
From Normlab Require Import checker.Classification checker.Inequality checker.Identity checker.Impossibility checker.Approximation.

Extract Constant Z.add => "integer_add".
Extract Constant Z.sub => "integer_sub".
Extract Constant Z.mul => "integer_mul".
Extract Constant Z.opp => "integer_opp".
Extract Constant Z.max => "integer_max".
Extract Constant Z.eqb => "integer_eqb".
Extract Constant Z.leb => "integer_leb".
Extract Constant Z.ltb => "integer_ltb".
Extract Constant Z.div => "integer_div".
Extract Constant Z.gcd => "integer_gcd".
Extract Constant Z.sqrt => "integer_sqrt".
Extract Constant Z.to_pos => "integer_to_pos".

Extraction Language JSON.
Extraction "checker.json" check_classification add_case all_labelings check_inequality check_identity
  check_stated_inequality check_impossibility check_approximation.

(** In OCaml the integers are those of Zarith, and lists, pairs, options, truth values and natural numbers are OCaml's. *)
Extract Inductive Z => "integer" ["integer_zero" "" "integer_opp"] "integer_by_sign".
Extract Inductive positive => "integer" ["integer_double_and_one" "integer_double" "integer_one"] "integer_by_digit".
Extract Inductive nat => "int" ["0" "Stdlib.succ"] "(fun zero succ n -> if n = 0 then zero () else succ (n - 1))".
Extract Inductive bool => "bool" ["true" "false"].
Extract Inductive list => "list" ["[]" "(::)"].
Extract Inductive option => "option" ["Some" "None"].
Extract Inductive prod => "(*)" ["(,)"].

Extraction Language OCaml.
Extraction "checker.ml" check_classification add_case all_labelings check_inequality check_identity
  check_stated_inequality check_impossibility check_approximation.
