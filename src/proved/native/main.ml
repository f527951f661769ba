(* The proved checker, compiled natively: FILE… gives a line a file, "accepted", "not accepted", "not covered: why" or "unreadable: why"; as
   ../check.ts does it. Exit code 0: all accepted; 1: one is not; 2: one cannot be read; 3: one is not covered. *)

open Checker
open Reader

let halvings = 200
let parts, depth = (20_000, 20_000)

(* Powers of two to round to, one after the other; any will do for the theorem. *)
let scales precision =
  let most = (4 * natural "precision" precision) + 1024 in
  let rec up b = if b < most then b :: up (((3 * b) + 1) / 2) else [ most ] in
  List.map (Integer.shift_left Integer.one) (up 64)

let scale precision = Integer.shift_left Integer.one ((match precision with `Null -> 128 | given -> natural "precision" given) + 64)

let inequality list =
  let polynomial = rationals "polynomial" (field list "polynomial") in
  let a, b = pair "interval" (field list "interval") in
  let greater = field list "relation" = `String ">" in
  match field list "expression" with
  | `Null -> check_inequality halvings polynomial a b greater
  | stated ->
      let pairs, names = named_polynomials (field list "polynomials") in
      check_stated_inequality halvings polynomial a b greater pairs (expression names "expression" stated)

let identity list =
  let pairs, names = named_polynomials (field list "polynomials") in
  let side name = expression names name (field list name) in
  check_identity (natural "variables" (field list "variables")) pairs (side "left") (side "right")

(* At first by the powers of two from the least on that is enough for the first sample. *)
let classification list =
  let net = network ~lines:false "network" (field list "network") in
  let samples = points "samples" (field list "samples") and given = labels "labels" (field list "labels") in
  let first entries = List.filteri (fun i _ -> i = 0) entries in
  let rec from lower = function
    | [] -> false
    | scale :: greater as all ->
        if check_classification [ scale ] net (first samples) (first given) then check_classification (all @ List.rev lower) net samples given
        else from (scale :: lower) greater
  in
  from [] (scales (field list "precision"))

(* Case by case, as [add_cases] and [check_shattering] of proofs/checker/Classification.v do it. *)
let shattering list =
  let given = points "points" (field list "points") in
  let add (seen, i) entry =
    let where = Printf.sprintf "cases[%d]" i in
    let one = fields where entry in
    let next seen =
      add_case given seen
        {
          case_labels = labels (where ^ ".labels") (field one "labels");
          case_network = network ~lines:false (where ^ ".network") (field one "network");
          case_scales = scales (field one "precision");
        }
    in
    ((match seen with Some seen -> next seen | None -> None), i + 1)
  in
  match List.fold_left add (Some NoLabeling, 0) (items "cases" (field list "cases")) with
  | Some seen, _ -> all_labelings given seen
  | None, _ -> false

let approximation list =
  match items "domain" (field list "domain") with
  | [ interval ] ->
      let a, b = pair "domain[0]" interval in
      let f = function_of_one "function" (field list "function") in
      let layers = network ~lines:true "network" (field list "network") in
      check_approximation (scale (field list "precision")) depth parts halvings layers f a b (rational "epsilon" (field list "epsilon"))
  | _ -> refuse "the domain" "is of several variables"

let impossibility list =
  check_impossibility (scale (field list "precision")) (family (field list "family"))
    (function_of_one "function" (field list "function"))
    (rationals "points" (field list "points"))
    (List.map (fun sign -> sign = `Int 1) (items "signs" (field list "signs")))
    (rational "level" (field list "level"))

let check list =
  match word "kind" (field list "kind") with
  | "inequality" -> inequality list
  | "identity" -> identity list
  | "classification" -> classification list
  | "shattering" -> shattering list
  | "approximation" -> approximation list
  | "impossibility" -> impossibility list
  | kind -> refuse "the kind" kind

let report file =
  match check (fields "certificate" (Yojson.Safe.from_file file)) with
  | true -> ("accepted", 0)
  | false -> ("not accepted", 1)
  | exception Not_covered why -> ("not covered: " ^ why, 3)
  | exception (Stack_overflow | Out_of_memory) -> ("not covered: a certificate of this size", 3)
  | exception (Yojson.Json_error why | Sys_error why) -> ("unreadable: " ^ String.concat " " (String.split_on_char '\n' why), 2)

let () =
  let files = List.tl (Array.to_list Sys.argv) in
  if files = [] then (
    prerr_endline "usage: proved-checker FILE…";
    exit 2);
  let codes = List.map (fun file -> let text, code = report file in print_endline text; code) files in
  exit (List.fold_left (fun worst code -> if code = 2 || worst = 2 then 2 else if code = 1 || worst = 1 then 1 else max worst code) 0 codes)
