(* The operations that stand for those of Rocq's integers (proofs/checker/Extraction.v), as ../integers.ts has them. *)

type integer = Z.t

let integer_zero = Z.zero
let integer_one = Z.one
let integer_add = Z.add
let integer_sub = Z.sub
let integer_mul = Z.mul
let integer_opp = Z.neg
let integer_max = Z.max
let integer_eqb = Z.equal
let integer_leb = Z.leq
let integer_ltb = Z.lt

(* Rounded down; 0 where b is 0. *)
let integer_div a b = if Z.sign b = 0 then Z.zero else Z.fdiv a b
let integer_gcd = Z.gcd

(* The root rounded down; 0 below 0. *)
let integer_sqrt a = if Z.sign a < 0 then Z.zero else Z.sqrt a
let integer_to_pos a = if Z.sign a > 0 then a else Z.one

(* The digits and the sign of an integer, as Rocq writes them. *)
let integer_double a = Z.shift_left a 1
let integer_double_and_one a = Z.succ (Z.shift_left a 1)

let integer_by_digit one_digit zero_digit one a =
  if Z.equal a Z.one then one ()
  else if Z.testbit a 0 then one_digit (Z.shift_right a 1)
  else zero_digit (Z.shift_right a 1)

let integer_by_sign zero positive negative a =
  match Z.sign a with 0 -> zero () | 1 -> positive a | _ -> negative (Z.neg a)
