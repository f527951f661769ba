(* What stands in a certificate as values of the extracted program (checker.ml); as ../values.ts, ../expressions.ts and ../functions.ts do it. *)

module Integer = Z
open Checker

(* The certificate is written in a way that the proved checker does not read. *)
exception Not_covered of string

type json = Yojson.Safe.t

let refuse where what = raise (Not_covered (where ^ " " ^ what))

let fields where (value : json) =
  match value with
  | `Assoc list ->
      let names = List.sort compare (List.map fst list) in
      let rec twice = function a :: (b :: _ as rest) -> a = b || twice rest | _ -> false in
      if twice names then refuse where "has a field twice" else list
  | _ -> refuse where "is not an object"

let field list name : json = match List.assoc_opt name list with Some value -> value | None -> `Null
let items where (value : json) = match value with `List list -> list | _ -> refuse where "is not a list"
let each where read value = List.mapi (fun i entry -> read (Printf.sprintf "%s[%d]" where i) entry) (items where value)
let word where (value : json) = match value with `String text -> text | _ -> refuse where "is not a word"

(* An integer at least 0 that stands as a JSON number. *)
let natural where (value : json) = match value with `Int n when n >= 0 -> n | _ -> refuse where "is not a whole number"

let all_digits text = text <> "" && String.for_all (fun c -> c >= '0' && c <= '9') text
let unsigned text = if String.length text > 0 && text.[0] = '-' then String.sub text 1 (String.length text - 1) else text

(* "-12", "3/7", "5p-3" *)
let rational where (value : json) =
  let wrong () = refuse where "is not an exact number" in
  let text = match value with `String text -> text | _ -> wrong () in
  let split c = match String.split_on_char c text with [ a ] -> (a, None) | [ a; b ] -> (a, Some b) | _ -> wrong () in
  let integer text = if all_digits (unsigned text) then Integer.of_string text else wrong () in
  let slash, exponent = (split '/', split 'p') in
  match (slash, exponent) with
  | (a, Some b), (_, None) ->
      if not (all_digits b) then wrong ();
      let d = Integer.of_string b in
      if Integer.sign d = 0 then refuse where "has the denominator 0" else { qnum = integer a; qden = d }
  | (_, None), (a, Some b) ->
      let k = integer b in
      if not (Integer.fits_int k) || abs (Integer.to_int k) > 1_000_000 then wrong ();
      let k = Integer.to_int k in
      if k < 0 then { qnum = integer a; qden = Integer.shift_left Integer.one (-k) } else { qnum = Integer.shift_left (integer a) k; qden = Integer.one }
  | (a, None), (_, None) -> { qnum = integer a; qden = Integer.one }
  | _ -> wrong ()

let rationals where value = each where rational value
let points where value = each where rationals value
let labels where value = each where natural value
let pair where value = match rationals where value with [ a; b ] -> (a, b) | _ -> refuse where "is not a pair"

(* A [written_network] of proofs/CertificateFormat.v. [lines]: of affine layers, steps and rectified linear units, as [check_approximation] takes
   them; else of affine and normalization layers. *)
let network ~lines where value =
  let layer at entry =
    let list = fields at entry in
    match field list "type" with
    | `String "affine" -> WrittenAffine (points (at ^ ".weight") (field list "weight"), rationals (at ^ ".bias") (field list "bias"))
    | `String "norm" ->
        let centered = match field list "center" with `Bool b -> b | _ -> refuse (at ^ ".center") "is not true or false" in
        let size = natural (at ^ ".normSize") (field list "normSize") in
        if lines && not (size = (if centered then 2 else 1) && field list "epsilon" = `String "0") then
          refuse at "is another norm layer than PLN-2 and PLS-1 with epsilon 0";
        WrittenNorm (size, centered, rational (at ^ ".epsilon") (field list "epsilon"))
    | `String "activation" when lines && field list "function" = `String "relu" -> WrittenActivation Relu
    | _ -> refuse at "is a layer of another type"
  in
  each where layer value

let from_the_left where combine = function first :: rest -> List.fold_left combine first rest | [] -> refuse where "has no argument"
let single where = function [ a ] -> a | _ -> refuse where "has another number of arguments than one"

(* An [expression] of proofs/checker/Identity.v; [names]: the polynomials named before, with their numbers. *)
let rec expression names where value =
  let list = fields where value in
  if List.mem_assoc "var" list then Var (natural (where ^ ".var") (field list "var"))
  else if List.mem_assoc "const" list then Const (rational (where ^ ".const") (field list "const"))
  else
    let args = each (where ^ ".args") (expression names) (field list "args") in
    match word (where ^ ".op") (field list "op") with
    | "add" -> from_the_left where (fun a b -> Sum (a, b)) args
    | "sub" -> from_the_left where (fun a b -> Difference (a, b)) args
    | "mul" -> from_the_left where (fun a b -> Product (a, b)) args
    | "neg" -> Negative (single where args)
    | "pow" -> Power (single where args, natural (where ^ ".exponent") (field list "exponent"))
    | "derivative" -> Derivative (natural (where ^ ".variable") (field list "variable"), single where args)
    | "apply" -> (
        match List.assoc_opt (word (where ^ ".name") (field list "name")) names with
        | Some k -> Apply (k, List.fold_right (fun a rest -> More (a, rest)) args NoMore)
        | None -> refuse where "names a polynomial that is not named before")
    | op -> refuse where ("has the operation " ^ op)

(* The list [polynomials]: pairs of a number of variables and an [expression], and their names. *)
let named_polynomials (value : json) =
  let entries = match value with `Null -> [] | _ -> items "polynomials" value in
  let add (pairs, names, i) entry =
    let where = Printf.sprintf "polynomials[%d]" i in
    let list = fields where entry in
    let meaning =
      match field list "coefficients" with
      | `Null -> expression names (where ^ ".expression") (field list "expression")
      | given -> Coefficients (rationals (where ^ ".coefficients") given)
    in
    ((natural (where ^ ".variables") (field list "variables"), meaning) :: pairs, (word where (field list "name"), i) :: names, i + 1)
  in
  let pairs, names, _ = List.fold_left add ([], [], 0) entries in
  (List.rev pairs, names)

(* A [function0] of proofs/checker/Functions.v. *)
let rec function_of_one where value =
  let list = fields where value in
  if List.mem_assoc "var" list then
    if field list "var" = `Int 0 then Argument else refuse where "has another variable than 0"
  else if List.mem_assoc "const" list then Constant (rational (where ^ ".const") (field list "const"))
  else
    match word (where ^ ".op") (field list "op") with
    | "pi" -> CirclePi
    | op -> (
        let args = each (where ^ ".args") function_of_one (field list "args") in
        match op with
        | "add" -> from_the_left where (fun a b -> Plus (a, b)) args
        | "sub" -> from_the_left where (fun a b -> Minus (a, b)) args
        | "mul" -> from_the_left where (fun a b -> Times (a, b)) args
        | "div" -> from_the_left where (fun a b -> Quotient (a, b)) args
        | "min" -> from_the_left where (fun a b -> Minimum (a, b)) args
        | "max" -> from_the_left where (fun a b -> Maximum (a, b)) args
        | "neg" -> Opposite (single where args)
        | "abs" -> Absolute (single where args)
        | "sqrt" -> Root (single where args)
        | "exp" -> Exponential (single where args)
        | "sin" -> Sine (single where args)
        | "cos" -> Cosine (single where args)
        | "pow" -> PowerOf (single where args, natural (where ^ ".exponent") (field list "exponent"))
        | "piecewise-linear" -> (
            match each (where ^ ".knots") pair (field list "knots") with
            | first :: others -> PiecewiseLinear (first, others, single where args)
            | [] -> refuse where "has no knot")
        | _ -> refuse where ("has the operation " ^ op))

(* A [family] of proofs/checker/Impossibility.v. *)
let family value =
  let list = fields "family" value in
  let units () = Integer.of_int (natural "family.units" (field list "units")) in
  match word "family.type" (field list "type") with
  | "steps" -> SumOfSteps (units ())
  | "relu" -> SumOfRelus (units ())
  | "single-layer-norm" -> SingleLayerNorm
  | "layer-norm-net" -> LayerNormNet (natural "family.depth" (field list "depth"))
  | other -> refuse "the family" other
