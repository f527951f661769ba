
(** val negb : bool -> bool **)

let negb = function
| true -> false
| false -> true

type ('a, 'b) sum =
| Inl of 'a
| Inr of 'b

(** val fst : ('a1*'a2) -> 'a1 **)

let fst = function
| x,_ -> x

(** val snd : ('a1*'a2) -> 'a2 **)

let snd = function
| _,y -> y

(** val length : 'a1 list -> int **)

let rec length = function
| [] -> 0
| _::l' -> Stdlib.succ (length l')

(** val app : 'a1 list -> 'a1 list -> 'a1 list **)

let rec app l m =
  match l with
  | [] -> m
  | a::l1 -> a::(app l1 m)

type comparison =
| Eq
| Lt
| Gt

(** val compOpp : comparison -> comparison **)

let compOpp = function
| Eq -> Eq
| Lt -> Gt
| Gt -> Lt

module Coq__1 = struct
 (** val add : int -> int -> int **)
 let rec add n m =
   (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
     (fun _ -> m)
     (fun p -> Stdlib.succ (add p m))
     n
end
include Coq__1

module Nat =
 struct
  (** val sub : int -> int -> int **)

  let rec sub n m =
    (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
      (fun _ -> n)
      (fun k ->
      (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
        (fun _ -> n)
        (fun l -> sub k l)
        m)
      n

  (** val eqb : int -> int -> bool **)

  let rec eqb n m =
    (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
      (fun _ ->
      (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
        (fun _ -> true)
        (fun _ -> false)
        m)
      (fun n' ->
      (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
        (fun _ -> false)
        (fun m' -> eqb n' m')
        m)
      n

  (** val leb : int -> int -> bool **)

  let rec leb n m =
    (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
      (fun _ -> true)
      (fun n' ->
      (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
        (fun _ -> false)
        (fun m' -> leb n' m')
        m)
      n

  (** val ltb : int -> int -> bool **)

  let ltb n m =
    leb (Stdlib.succ n) m

  (** val divmod : int -> int -> int -> int -> int*int **)

  let rec divmod x y q0 u =
    (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
      (fun _ -> q0,u)
      (fun x' ->
      (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
        (fun _ -> divmod x' y (Stdlib.succ q0) y)
        (fun u' -> divmod x' y q0 u')
        u)
      x

  (** val modulo : int -> int -> int **)

  let modulo x y =
    (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
      (fun _ -> x)
      (fun y' -> sub y' (snd (divmod x y' 0 y')))
      y
 end

module Pos =
 struct
  type mask =
  | IsNul
  | IsPos of integer
  | IsNeg
 end

module Coq_Pos =
 struct
  (** val succ : integer -> integer **)

  let rec succ x =
    integer_by_digit
      (fun p -> integer_double (succ p))
      (fun p -> integer_double_and_one p)
      (fun _ -> integer_double integer_one)
      x

  (** val add : integer -> integer -> integer **)

  let rec add x y =
    integer_by_digit
      (fun p ->
      integer_by_digit
        (fun q0 -> integer_double (add_carry p q0))
        (fun q0 -> integer_double_and_one (add p q0))
        (fun _ -> integer_double (succ p))
        y)
      (fun p ->
      integer_by_digit
        (fun q0 -> integer_double_and_one (add p q0))
        (fun q0 -> integer_double (add p q0))
        (fun _ -> integer_double_and_one p)
        y)
      (fun _ ->
      integer_by_digit
        (fun q0 -> integer_double (succ q0))
        (fun q0 -> integer_double_and_one q0)
        (fun _ -> integer_double integer_one)
        y)
      x

  (** val add_carry : integer -> integer -> integer **)

  and add_carry x y =
    integer_by_digit
      (fun p ->
      integer_by_digit
        (fun q0 -> integer_double_and_one (add_carry p q0))
        (fun q0 -> integer_double (add_carry p q0))
        (fun _ -> integer_double_and_one (succ p))
        y)
      (fun p ->
      integer_by_digit
        (fun q0 -> integer_double (add_carry p q0))
        (fun q0 -> integer_double_and_one (add p q0))
        (fun _ -> integer_double (succ p))
        y)
      (fun _ ->
      integer_by_digit
        (fun q0 -> integer_double_and_one (succ q0))
        (fun q0 -> integer_double (succ q0))
        (fun _ -> integer_double_and_one integer_one)
        y)
      x

  (** val pred_double : integer -> integer **)

  let rec pred_double x =
    integer_by_digit
      (fun p -> integer_double_and_one (integer_double p))
      (fun p -> integer_double_and_one (pred_double p))
      (fun _ -> integer_one)
      x

  type mask = Pos.mask =
  | IsNul
  | IsPos of integer
  | IsNeg

  (** val succ_double_mask : mask -> mask **)

  let succ_double_mask = function
  | IsNul -> IsPos integer_one
  | IsPos p -> IsPos (integer_double_and_one p)
  | IsNeg -> IsNeg

  (** val double_mask : mask -> mask **)

  let double_mask = function
  | IsPos p -> IsPos (integer_double p)
  | x0 -> x0

  (** val double_pred_mask : integer -> mask **)

  let double_pred_mask x =
    integer_by_digit
      (fun p -> IsPos (integer_double (integer_double p)))
      (fun p -> IsPos (integer_double (pred_double p)))
      (fun _ -> IsNul)
      x

  (** val sub_mask : integer -> integer -> mask **)

  let rec sub_mask x y =
    integer_by_digit
      (fun p ->
      integer_by_digit
        (fun q0 -> double_mask (sub_mask p q0))
        (fun q0 -> succ_double_mask (sub_mask p q0))
        (fun _ -> IsPos (integer_double p))
        y)
      (fun p ->
      integer_by_digit
        (fun q0 -> succ_double_mask (sub_mask_carry p q0))
        (fun q0 -> double_mask (sub_mask p q0))
        (fun _ -> IsPos (pred_double p))
        y)
      (fun _ ->
      integer_by_digit
        (fun _ -> IsNeg)
        (fun _ -> IsNeg)
        (fun _ -> IsNul)
        y)
      x

  (** val sub_mask_carry : integer -> integer -> mask **)

  and sub_mask_carry x y =
    integer_by_digit
      (fun p ->
      integer_by_digit
        (fun q0 -> succ_double_mask (sub_mask_carry p q0))
        (fun q0 -> double_mask (sub_mask p q0))
        (fun _ -> IsPos (pred_double p))
        y)
      (fun p ->
      integer_by_digit
        (fun q0 -> double_mask (sub_mask_carry p q0))
        (fun q0 -> succ_double_mask (sub_mask_carry p q0))
        (fun _ -> double_pred_mask p)
        y)
      (fun _ -> IsNeg)
      x

  (** val sub : integer -> integer -> integer **)

  let sub x y =
    match sub_mask x y with
    | IsPos z0 -> z0
    | _ -> integer_one

  (** val mul : integer -> integer -> integer **)

  let rec mul x y =
    integer_by_digit
      (fun p -> add y (integer_double (mul p y)))
      (fun p -> integer_double (mul p y))
      (fun _ -> y)
      x

  (** val size_nat : integer -> int **)

  let rec size_nat p =
    integer_by_digit
      (fun p0 -> Stdlib.succ (size_nat p0))
      (fun p0 -> Stdlib.succ (size_nat p0))
      (fun _ -> Stdlib.succ 0)
      p

  (** val compare_cont : comparison -> integer -> integer -> comparison **)

  let rec compare_cont r x y =
    integer_by_digit
      (fun p ->
      integer_by_digit
        (fun q0 -> compare_cont r p q0)
        (fun q0 -> compare_cont Gt p q0)
        (fun _ -> Gt)
        y)
      (fun p ->
      integer_by_digit
        (fun q0 -> compare_cont Lt p q0)
        (fun q0 -> compare_cont r p q0)
        (fun _ -> Gt)
        y)
      (fun _ -> integer_by_digit
                  (fun _ -> Lt)
                  (fun _ -> Lt)
                  (fun _ -> r)
                  y)
      x

  (** val compare : integer -> integer -> comparison **)

  let compare =
    compare_cont Eq

  (** val eqb : integer -> integer -> bool **)

  let rec eqb p q0 =
    integer_by_digit
      (fun p0 ->
      integer_by_digit
        (fun q1 -> eqb p0 q1)
        (fun _ -> false)
        (fun _ -> false)
        q0)
      (fun p0 ->
      integer_by_digit
        (fun _ -> false)
        (fun q1 -> eqb p0 q1)
        (fun _ -> false)
        q0)
      (fun _ ->
      integer_by_digit
        (fun _ -> false)
        (fun _ -> false)
        (fun _ -> true)
        q0)
      p

  (** val leb : integer -> integer -> bool **)

  let leb x y =
    match compare x y with
    | Gt -> false
    | _ -> true

  (** val sqrtrem_step :
      (integer -> integer) -> (integer -> integer) -> (integer*mask) ->
      integer*mask **)

  let sqrtrem_step f g = function
  | s,y ->
    (match y with
     | IsPos r ->
       let s' = integer_double_and_one (integer_double s) in
       let r' = g (f r) in
       if leb s' r'
       then (integer_double_and_one s),(sub_mask r' s')
       else (integer_double s),(IsPos r')
     | _ ->
       (integer_double
         s),(sub_mask (g (f integer_one)) (integer_double (integer_double
              integer_one))))

  (** val sqrtrem : integer -> integer*mask **)

  let rec sqrtrem p =
    integer_by_digit
      (fun p0 ->
      integer_by_digit
        (fun p1 ->
        sqrtrem_step (fun x -> integer_double_and_one x) (fun x ->
          integer_double_and_one x) (sqrtrem p1))
        (fun p1 ->
        sqrtrem_step (fun x -> integer_double x) (fun x ->
          integer_double_and_one x) (sqrtrem p1))
        (fun _ -> integer_one,(IsPos (integer_double integer_one)))
        p0)
      (fun p0 ->
      integer_by_digit
        (fun p1 ->
        sqrtrem_step (fun x -> integer_double_and_one x) (fun x ->
          integer_double x) (sqrtrem p1))
        (fun p1 ->
        sqrtrem_step (fun x -> integer_double x) (fun x -> integer_double x)
          (sqrtrem p1))
        (fun _ -> integer_one,(IsPos integer_one))
        p0)
      (fun _ -> integer_one,IsNul)
      p

  (** val sqrt : integer -> integer **)

  let sqrt p =
    fst (sqrtrem p)

  (** val gcdn : int -> integer -> integer -> integer **)

  let rec gcdn n a b =
    (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
      (fun _ -> integer_one)
      (fun n0 ->
      integer_by_digit
        (fun a' ->
        integer_by_digit
          (fun b' ->
          match compare a' b' with
          | Eq -> a
          | Lt -> gcdn n0 (sub b' a') a
          | Gt -> gcdn n0 (sub a' b') b)
          (fun b0 -> gcdn n0 a b0)
          (fun _ -> integer_one)
          b)
        (fun a0 ->
        integer_by_digit
          (fun _ -> gcdn n0 a0 b)
          (fun b0 -> integer_double (gcdn n0 a0 b0))
          (fun _ -> integer_one)
          b)
        (fun _ -> integer_one)
        a)
      n

  (** val gcd : integer -> integer -> integer **)

  let gcd a b =
    gcdn (Coq__1.add (size_nat a) (size_nat b)) a b
 end

module Z =
 struct
  (** val double : integer -> integer **)

  let double x =
    integer_by_sign
      (fun _ -> integer_zero)
      (fun p -> (integer_double p))
      (fun p -> integer_opp (integer_double p))
      x

  (** val succ_double : integer -> integer **)

  let succ_double x =
    integer_by_sign
      (fun _ -> integer_one)
      (fun p -> (integer_double_and_one p))
      (fun p -> integer_opp (Coq_Pos.pred_double p))
      x

  (** val pred_double : integer -> integer **)

  let pred_double x =
    integer_by_sign
      (fun _ -> integer_opp integer_one)
      (fun p -> (Coq_Pos.pred_double p))
      (fun p -> integer_opp (integer_double_and_one p))
      x

  (** val pos_sub : integer -> integer -> integer **)

  let rec pos_sub x y =
    integer_by_digit
      (fun p ->
      integer_by_digit
        (fun q0 -> double (pos_sub p q0))
        (fun q0 -> succ_double (pos_sub p q0))
        (fun _ -> (integer_double p))
        y)
      (fun p ->
      integer_by_digit
        (fun q0 -> pred_double (pos_sub p q0))
        (fun q0 -> double (pos_sub p q0))
        (fun _ -> (Coq_Pos.pred_double p))
        y)
      (fun _ ->
      integer_by_digit
        (fun q0 -> integer_opp (integer_double q0))
        (fun q0 -> integer_opp (Coq_Pos.pred_double q0))
        (fun _ -> integer_zero)
        y)
      x

  (** val add : integer -> integer -> integer **)

  let add = integer_add

  (** val opp : integer -> integer **)

  let opp = integer_opp

  (** val sub : integer -> integer -> integer **)

  let sub = integer_sub

  (** val mul : integer -> integer -> integer **)

  let mul = integer_mul

  (** val compare : integer -> integer -> comparison **)

  let compare x y =
    integer_by_sign
      (fun _ ->
      integer_by_sign
        (fun _ -> Eq)
        (fun _ -> Lt)
        (fun _ -> Gt)
        y)
      (fun x' ->
      integer_by_sign
        (fun _ -> Gt)
        (fun y' -> Coq_Pos.compare x' y')
        (fun _ -> Gt)
        y)
      (fun x' ->
      integer_by_sign
        (fun _ -> Lt)
        (fun _ -> Lt)
        (fun y' -> compOpp (Coq_Pos.compare x' y'))
        y)
      x

  (** val leb : integer -> integer -> bool **)

  let leb = integer_leb

  (** val ltb : integer -> integer -> bool **)

  let ltb = integer_ltb

  (** val eqb : integer -> integer -> bool **)

  let eqb = integer_eqb

  (** val max : integer -> integer -> integer **)

  let max = integer_max

  (** val abs : integer -> integer **)

  let abs z0 =
    integer_by_sign
      (fun _ -> integer_zero)
      (fun p -> p)
      (fun p -> p)
      z0

  (** val to_pos : integer -> integer **)

  let to_pos = integer_to_pos

  (** val pos_div_eucl : integer -> integer -> integer*integer **)

  let rec pos_div_eucl a b =
    integer_by_digit
      (fun a' ->
      let q0,r = pos_div_eucl a' b in
      let r' = add (mul (integer_double integer_one) r) integer_one in
      if ltb r' b
      then (mul (integer_double integer_one) q0),r'
      else (add (mul (integer_double integer_one) q0) integer_one),(sub r' b))
      (fun a' ->
      let q0,r = pos_div_eucl a' b in
      let r' = mul (integer_double integer_one) r in
      if ltb r' b
      then (mul (integer_double integer_one) q0),r'
      else (add (mul (integer_double integer_one) q0) integer_one),(sub r' b))
      (fun _ ->
      if leb (integer_double integer_one) b
      then integer_zero,integer_one
      else integer_one,integer_zero)
      a

  (** val div_eucl : integer -> integer -> integer*integer **)

  let div_eucl a b =
    integer_by_sign
      (fun _ -> integer_zero,integer_zero)
      (fun a' ->
      integer_by_sign
        (fun _ -> integer_zero,a)
        (fun _ -> pos_div_eucl a' b)
        (fun b' ->
        let q0,r = pos_div_eucl a' b' in
        (integer_by_sign
           (fun _ -> (opp q0),integer_zero)
           (fun _ -> (opp (add q0 integer_one)),(add b r))
           (fun _ -> (opp (add q0 integer_one)),(add b r))
           r))
        b)
      (fun a' ->
      integer_by_sign
        (fun _ -> integer_zero,a)
        (fun _ ->
        let q0,r = pos_div_eucl a' b in
        (integer_by_sign
           (fun _ -> (opp q0),integer_zero)
           (fun _ -> (opp (add q0 integer_one)),(sub b r))
           (fun _ -> (opp (add q0 integer_one)),(sub b r))
           r))
        (fun b' -> let q0,r = pos_div_eucl a' b' in q0,(opp r))
        b)
      a

  (** val div : integer -> integer -> integer **)

  let div = integer_div

  (** val sqrt : integer -> integer **)

  let sqrt = integer_sqrt

  (** val gcd : integer -> integer -> integer **)

  let gcd = integer_gcd
 end

(** val hd : 'a1 -> 'a1 list -> 'a1 **)

let hd default = function
| [] -> default
| x::_ -> x

(** val tl : 'a1 list -> 'a1 list **)

let tl = function
| [] -> []
| _::m -> m

(** val nth_error : 'a1 list -> int -> 'a1 option **)

let rec nth_error l n =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> match l with
              | [] -> None
              | x::_ -> Some x)
    (fun n0 -> match l with
               | [] -> None
               | _::l0 -> nth_error l0 n0)
    n

(** val rev : 'a1 list -> 'a1 list **)

let rec rev = function
| [] -> []
| x::l' -> app (rev l') (x::[])

(** val concat : 'a1 list list -> 'a1 list **)

let rec concat = function
| [] -> []
| x::l0 -> app x (concat l0)

(** val map : ('a1 -> 'a2) -> 'a1 list -> 'a2 list **)

let rec map f = function
| [] -> []
| a::t -> (f a)::(map f t)

(** val fold_left : ('a1 -> 'a2 -> 'a1) -> 'a2 list -> 'a1 -> 'a1 **)

let rec fold_left f l a0 =
  match l with
  | [] -> a0
  | b::t -> fold_left f t (f a0 b)

(** val firstn : int -> 'a1 list -> 'a1 list **)

let rec firstn n l =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> [])
    (fun n0 -> match l with
               | [] -> []
               | a::l0 -> a::(firstn n0 l0))
    n

(** val skipn : int -> 'a1 list -> 'a1 list **)

let rec skipn n l =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> l)
    (fun n0 -> match l with
               | [] -> []
               | _::l0 -> skipn n0 l0)
    n

type q = { qnum : integer; qden : integer }

type activation =
| Relu
| Tanh
| Logistic

type written_layer =
| WrittenAffine of q list list * q list
| WrittenNorm of int * bool * q
| WrittenActivation of activation

type written_network = written_layer list

type box = (integer*integer) list

(** val scale_pair : integer -> (integer*integer) -> integer*integer **)

let scale_pair w b =
  if Z.leb integer_zero w
  then (Z.mul w (fst b)),(Z.mul w (snd b))
  else (Z.mul w (snd b)),(Z.mul w (fst b))

(** val dot_box : integer list -> box -> integer*integer **)

let rec dot_box row b =
  match row with
  | [] -> integer_zero,integer_zero
  | w::row' ->
    (match b with
     | [] -> integer_zero,integer_zero
     | p::b' ->
       let rest = dot_box row' b' in
       if Z.eqb w integer_zero
       then rest
       else let q0 = scale_pair w p in
            (Z.add (fst q0) (fst rest)),(Z.add (snd q0) (snd rest)))

(** val affine_box :
    integer -> integer list list -> integer list -> box -> box **)

let rec affine_box s n b b0 =
  match n with
  | [] -> []
  | row::n' ->
    (match b with
     | [] -> []
     | c::b' ->
       let p = dot_box row b0 in
       ((Z.add (fst p) (Z.mul s c)),(Z.add (snd p) (Z.mul s c)))::(affine_box
                                                                    s n' b'
                                                                    b0))

(** val size : box -> integer **)

let rec size = function
| [] -> integer_zero
| _::b' -> Z.add integer_one (size b')

(** val sum_low : box -> integer **)

let rec sum_low = function
| [] -> integer_zero
| p::b' -> Z.add (fst p) (sum_low b')

(** val sum_high : box -> integer **)

let rec sum_high = function
| [] -> integer_zero
| p::b' -> Z.add (snd p) (sum_high b')

(** val center_box : box -> box **)

let center_box b =
  let n = size b in
  let s = sum_low b in
  let t = sum_high b in
  map (fun p ->
    let width = Z.sub (snd p) (fst p) in
    (Z.add (Z.sub (Z.mul n (fst p)) t) width),(Z.sub
                                                (Z.sub (Z.mul n (snd p)) s)
                                                width)) b

(** val square_low : (integer*integer) -> integer **)

let square_low p =
  if Z.leb integer_zero (fst p)
  then Z.mul (fst p) (fst p)
  else if Z.leb (snd p) integer_zero
       then Z.mul (snd p) (snd p)
       else integer_zero

(** val square_high : (integer*integer) -> integer **)

let square_high p =
  Z.max (Z.mul (fst p) (fst p)) (Z.mul (snd p) (snd p))

(** val squares_low : box -> integer **)

let rec squares_low = function
| [] -> integer_zero
| p::b' -> Z.add (square_low p) (squares_low b')

(** val squares_high : box -> integer **)

let rec squares_high = function
| [] -> integer_zero
| p::b' -> Z.add (square_high p) (squares_high b')

(** val quotient_above :
    integer -> integer -> integer -> integer -> integer -> integer **)

let quotient_above u n low high h =
  if Z.ltb integer_zero h
  then if Z.ltb integer_zero low
       then Z.add
              (Z.sqrt (Z.div (Z.mul (Z.mul (Z.mul u h) (Z.mul u h)) n) low))
              integer_one
       else Z.add (Z.sqrt (Z.mul (Z.mul u u) n)) integer_one
  else if Z.eqb h integer_zero
       then integer_zero
       else if Z.ltb integer_zero high
            then Z.opp
                   (Z.sqrt
                     (Z.div (Z.mul (Z.mul (Z.mul u h) (Z.mul u h)) n) high))
            else integer_zero

(** val rms_box : integer -> integer -> integer -> integer -> box -> box **)

let rms_box u t e d b =
  let n = size b in
  let d0 = if Z.eqb e integer_zero then integer_one else d in
  let added = Z.mul (Z.mul n e) (Z.mul t t) in
  let low = Z.add (Z.mul d0 (squares_low b)) added in
  let high = Z.add (Z.mul d0 (squares_high b)) added in
  map (fun p ->
    (Z.opp (quotient_above u (Z.mul n d0) low high (Z.opp (fst p)))),
    (quotient_above u (Z.mul n d0) low high (snd p))) b

(** val box_chunks_of : int -> int -> box -> box list **)

let rec box_chunks_of fuel s b =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> [])
    (fun fuel' ->
    match b with
    | [] -> []
    | _::_ -> (firstn s b)::(box_chunks_of fuel' s (skipn s b)))
    fuel

(** val norm_group_box :
    integer -> integer -> integer -> integer -> bool -> box -> box **)

let norm_group_box u s e d centered b =
  if centered
  then rms_box u (Z.mul s (size b)) e d (center_box b)
  else rms_box u s e d b

(** val norm_box :
    integer -> integer -> int -> bool -> integer -> integer -> box -> box **)

let norm_box u s s0 centered e d b =
  concat
    (map (norm_group_box u s e d centered) (box_chunks_of (length b) s0 b))

(** val scaled : integer -> q -> integer **)

let scaled d q0 =
  Z.mul q0.qnum (Z.div d q0.qden)

(** val is_exact : integer -> q -> bool **)

let is_exact d q0 =
  Z.eqb (Z.mul (scaled d q0) q0.qden) (Z.mul q0.qnum d)

(** val all : ('a1 -> bool) -> 'a1 list -> bool **)

let rec all f = function
| [] -> true
| x::l' -> if f x then all f l' else false

(** val common_denominator : integer -> q list -> integer **)

let rec common_denominator d = function
| [] -> d
| q0::qs' ->
  let d0 = q0.qden in common_denominator (Z.mul d (Z.div d0 (Z.gcd d d0))) qs'

type ready_layer =
| ReadyAffine of integer * integer list list * integer list
| ReadyNorm of int * bool * integer * integer

(** val ready_of : written_layer -> ready_layer option **)

let ready_of = function
| WrittenAffine (w, b) ->
  let d = fold_left common_denominator w (common_denominator integer_one b) in
  if Z.ltb integer_zero d
  then if all (all (is_exact d)) w
       then if all (is_exact d) b
            then Some (ReadyAffine (d, (map (map (scaled d)) w),
                   (map (scaled d) b)))
            else None
       else None
  else None
| WrittenNorm (s, centered, e) ->
  if Z.leb integer_zero e.qnum
  then Some (ReadyNorm (s, centered, e.qnum, e.qden))
  else None
| WrittenActivation _ -> None

(** val ready_network : written_network -> ready_layer list option **)

let rec ready_network = function
| [] -> Some []
| l::rest ->
  (match ready_of l with
   | Some r ->
     (match ready_network rest with
      | Some rs -> Some (r::rs)
      | None -> None)
   | None -> None)

(** val run_boxes : integer -> integer -> ready_layer list -> box -> box **)

let rec run_boxes u s net b =
  match net with
  | [] -> b
  | r::rest ->
    (match r with
     | ReadyAffine (d, n, b0) ->
       run_boxes u (Z.mul s d) rest (affine_box s n b0 b)
     | ReadyNorm (s0, centered, e, d) ->
       run_boxes u u rest (norm_box u s s0 centered e d b))

(** val same_size : int -> 'a1 list -> bool **)

let same_size n l =
  Nat.eqb (length l) n

(** val outputs : int -> written_network -> int option **)

let rec outputs n = function
| [] -> Some n
| w::rest ->
  (match w with
   | WrittenAffine (w0, b) ->
     if all (same_size n) w0
     then if same_size (length w0) b then outputs (length w0) rest else None
     else None
   | WrittenNorm (s, _, _) ->
     if Nat.eqb s 0
     then None
     else if Nat.eqb (Nat.modulo n s) 0 then outputs n rest else None
   | WrittenActivation _ -> outputs n rest)

(** val others_below : integer -> int -> int -> box -> bool **)

let rec others_below low label j = function
| [] -> true
| p::b' ->
  if if Nat.eqb j label then true else Z.ltb (snd p) low
  then others_below low label (Stdlib.succ j) b'
  else false

(** val best_in_box : box -> int -> bool **)

let best_in_box b label =
  match nth_error b label with
  | Some p -> others_below (fst p) label 0 b
  | None -> false

(** val exact_box : integer -> q list -> box **)

let exact_box s x =
  map (fun q0 -> let n = scaled s q0 in n,n) x

(** val classified :
    integer list -> ready_layer list -> integer -> box -> int -> bool **)

let rec classified us ready s b label =
  match us with
  | [] -> false
  | u::us' ->
    if Z.ltb integer_zero u
    then if best_in_box (run_boxes u s ready b) label
         then true
         else classified us' ready s b label
    else false

(** val all_classified :
    integer list -> ready_layer list -> int -> q list list -> int list -> bool **)

let rec all_classified us ready n samples labels =
  match samples with
  | [] -> (match labels with
           | [] -> true
           | _::_ -> false)
  | x::samples' ->
    (match labels with
     | [] -> false
     | c::labels' ->
       let s = common_denominator integer_one x in
       if same_size n x
       then if Z.ltb integer_zero s
            then if all (is_exact s) x
                 then if classified us ready s (exact_box s x) c
                      then all_classified us ready n samples' labels'
                      else false
                 else false
            else false
       else false)

(** val check_classification_of :
    int -> int -> integer list -> written_network -> q list list -> int list
    -> bool **)

let check_classification_of n k us net samples labels =
  match outputs n net with
  | Some k' ->
    if Nat.eqb k' k
    then (match ready_network net with
          | Some ready -> all_classified us ready n samples labels
          | None -> false)
    else false
  | None -> false

(** val check_classification :
    integer list -> written_network -> q list list -> int list -> bool **)

let check_classification us net samples labels =
  match samples with
  | [] -> false
  | x::_ ->
    (match outputs (length x) net with
     | Some k ->
       if Nat.leb (Stdlib.succ (Stdlib.succ 0)) k
       then check_classification_of (length x) k us net samples labels
       else false
     | None -> false)

type case = { case_labels : int list; case_network : written_network;
              case_scales : integer list }

type labelings =
| NoLabeling
| OneLabeling
| ByFirst of labelings * labelings

(** val add_labeling : int list -> labelings -> labelings option **)

let rec add_labeling l t =
  match l with
  | [] -> (match t with
           | NoLabeling -> Some OneLabeling
           | _ -> None)
  | c::l' ->
    let branch =
      match t with
      | NoLabeling -> Some (NoLabeling,NoLabeling)
      | OneLabeling -> None
      | ByFirst (a, b) -> Some (a,b)
    in
    (match branch with
     | Some p ->
       let a,b = p in
       ((fun zero succ n -> if n = 0 then zero () else succ (n - 1))
          (fun _ ->
          match add_labeling l' a with
          | Some a' -> Some (ByFirst (a', b))
          | None -> None)
          (fun n ->
          (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
            (fun _ ->
            match add_labeling l' b with
            | Some b' -> Some (ByFirst (a, b'))
            | None -> None)
            (fun _ -> None)
            n)
          c)
     | None -> None)

(** val all_labelings : 'a1 list -> labelings -> bool **)

let rec all_labelings points t =
  match points with
  | [] -> (match t with
           | OneLabeling -> true
           | _ -> false)
  | _::rest ->
    (match t with
     | ByFirst (a, b) ->
       if all_labelings rest a then all_labelings rest b else false
     | _ -> false)

(** val add_case : q list list -> labelings -> case -> labelings option **)

let add_case points t c =
  match points with
  | [] -> None
  | x::_ ->
    if check_classification_of (length x) (Stdlib.succ (Stdlib.succ 0))
         c.case_scales c.case_network points c.case_labels
    then add_labeling c.case_labels t
    else None

(** val add_polynomial : integer list -> integer list -> integer list **)

let rec add_polynomial p q0 =
  match p with
  | [] -> q0
  | c::p' ->
    (match q0 with
     | [] -> p
     | d::q' -> (Z.add c d)::(add_polynomial p' q'))

(** val shifted : integer -> integer list -> integer list **)

let rec shifted a = function
| [] -> []
| c::p' -> let r = shifted a p' in add_polynomial (c::r) (map (Z.mul a) r)

(** val shifted_by_one : integer list -> integer list **)

let rec shifted_by_one = function
| [] -> []
| c::p' -> let r = shifted_by_one p' in add_polynomial (c::r) r

(** val stretched : integer -> integer list -> integer list*integer **)

let rec stretched s = function
| [] -> [],integer_one
| c::p' -> let r,m = stretched s p' in ((Z.mul c m)::r),(Z.mul s m)

(** val narrowed : integer -> integer -> integer list -> integer list **)

let rec narrowed w m = function
| [] -> []
| c::p' -> (Z.mul c m)::(narrowed w (Z.mul m w) p')

(** val some_positive : integer list -> bool **)

let rec some_positive = function
| [] -> false
| c::p' -> if Z.ltb integer_zero c then true else some_positive p'

(** val positive_coefficients : integer list -> bool **)

let positive_coefficients p =
  if all (Z.leb integer_zero) p then some_positive p else false

(** val positive_on_unit : int -> integer list -> bool **)

let rec positive_on_unit halvings p =
  if positive_coefficients (shifted_by_one (rev p))
  then true
  else ((fun zero succ n -> if n = 0 then zero () else succ (n - 1))
          (fun _ -> false)
          (fun h ->
          let left = fst (stretched (integer_double integer_one) p) in
          let right = shifted_by_one left in
          (match right with
           | [] -> false
           | middle::_ ->
             if Z.ltb integer_zero middle
             then if positive_on_unit h left
                  then positive_on_unit h right
                  else false
             else false))
          halvings)

(** val check_inequality : int -> q list -> q -> q -> bool -> bool **)

let check_inequality halvings p a b greater =
  let d = common_denominator integer_one p in
  let s = common_denominator integer_one (a::(b::[])) in
  let a0 = scaled s a in
  let w = Z.sub (scaled s b) a0 in
  if all (is_exact d) p
  then if Z.ltb integer_zero d
       then if all (is_exact s) (a::(b::[]))
            then if Z.ltb integer_zero s
                 then if Z.ltb integer_zero w
                      then let c =
                             map (scaled (if greater then d else Z.opp d)) p
                           in
                           if all (is_exact (if greater then d else Z.opp d))
                                p
                           then positive_on_unit halvings
                                  (narrowed w integer_one
                                    (shifted a0 (fst (stretched s c))))
                           else false
                      else false
                 else false
            else false
       else false
  else false

type poly =
| Num of integer
| Cons of poly * poly

(** val poly_plus_number : integer -> poly -> poly **)

let rec poly_plus_number a = function
| Num b -> Num (Z.add a b)
| Cons (h, r) -> Cons ((poly_plus_number a h), r)

(** val poly_plus : poly -> poly -> poly **)

let rec poly_plus p q0 =
  match p with
  | Num a -> poly_plus_number a q0
  | Cons (h, r) ->
    (match q0 with
     | Num b -> Cons ((poly_plus_number b h), r)
     | Cons (h', r') -> Cons ((poly_plus h h'), (poly_plus r r')))

(** val poly_scale : integer -> poly -> poly **)

let rec poly_scale a = function
| Num b -> Num (Z.mul a b)
| Cons (h, r) -> Cons ((poly_scale a h), (poly_scale a r))

(** val over_head : (poly -> poly) -> poly -> poly -> poly **)

let rec over_head times h = function
| Num b -> Cons ((poly_scale b h), (Num integer_zero))
| Cons (h', r') -> Cons ((times h'), (over_head times h r'))

(** val poly_times : poly -> poly -> poly **)

let rec poly_times = function
| Num a -> poly_scale a
| Cons (h, r) ->
  (fun q0 ->
    poly_plus (over_head (poly_times h) h q0) (Cons ((Num integer_zero),
      (poly_times r q0))))

(** val poly_is_zero : poly -> bool **)

let rec poly_is_zero = function
| Num c -> Z.eqb c integer_zero
| Cons (h, r) -> if poly_is_zero h then poly_is_zero r else false

(** val poly_variable : int -> poly **)

let rec poly_variable i =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> Cons ((Num integer_zero), (Num integer_one)))
    (fun j -> Cons ((poly_variable j), (Num integer_zero)))
    i

(** val poly_derivative : int -> poly -> poly **)

let rec poly_derivative i = function
| Num _ -> Num integer_zero
| Cons (h, r) ->
  ((fun zero succ n -> if n = 0 then zero () else succ (n - 1))
     (fun _ ->
     poly_plus r (Cons ((Num integer_zero), (poly_derivative 0 r))))
     (fun j -> Cons ((poly_derivative j h), (poly_derivative i r)))
     i)

type fraction = poly*integer

(** val fraction_plus : fraction -> fraction -> fraction **)

let fraction_plus a b =
  let p,d = a in
  let q0,e = b in
  let g = Z.gcd d e in
  let u = Z.div e g in
  let v = Z.div d g in
  if if Z.ltb integer_zero u then Z.eqb (Z.mul d u) (Z.mul e v) else false
  then (poly_plus (poly_scale u p) (poly_scale v q0)),(Z.mul d u)
  else (poly_plus (poly_scale e p) (poly_scale d q0)),(Z.mul d e)

(** val fraction_times : fraction -> fraction -> fraction **)

let fraction_times a b =
  (poly_times (fst a) (fst b)),(Z.mul (snd a) (snd b))

(** val fraction_negated : fraction -> fraction **)

let fraction_negated a =
  (poly_scale (integer_opp integer_one) (fst a)),(snd a)

(** val fraction_power : fraction -> int -> fraction **)

let rec fraction_power a k =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> (Num integer_one),integer_one)
    (fun j -> fraction_times a (fraction_power a j))
    k

(** val substituted : poly -> fraction list -> fraction **)

let rec substituted p args =
  match p with
  | Num c -> (Num c),integer_one
  | Cons (h, r) ->
    fraction_plus (substituted h (tl args))
      (fraction_times (hd ((Num integer_zero),integer_one) args)
        (substituted r args))

type expression =
| Var of int
| Const of q
| Coefficients of q list
| Sum of expression * expression
| Difference of expression * expression
| Product of expression * expression
| Negative of expression
| Power of expression * int
| Derivative of int * expression
| Apply of int * expressions
and expressions =
| NoMore
| More of expression * expressions

(** val from_coefficients : integer -> q list -> poly **)

let rec from_coefficients d = function
| [] -> Num integer_zero
| q0::rest -> Cons ((Num (scaled d q0)), (from_coefficients d rest))

(** val expand :
    int -> (int*fraction) list -> expression -> fraction option **)

let rec expand n known = function
| Var i -> if Nat.ltb i n then Some ((poly_variable i),integer_one) else None
| Const q0 -> Some ((Num q0.qnum),q0.qden)
| Coefficients qs ->
  let d = common_denominator integer_one qs in
  if Z.ltb integer_zero d
  then if all (is_exact d) qs
       then if Nat.ltb 0 n then Some ((from_coefficients d qs),d) else None
       else None
  else None
| Sum (a, b) ->
  (match expand n known a with
   | Some p ->
     (match expand n known b with
      | Some q0 -> Some (fraction_plus p q0)
      | None -> None)
   | None -> None)
| Difference (a, b) ->
  (match expand n known a with
   | Some p ->
     (match expand n known b with
      | Some q0 -> Some (fraction_plus p (fraction_negated q0))
      | None -> None)
   | None -> None)
| Product (a, b) ->
  (match expand n known a with
   | Some p ->
     (match expand n known b with
      | Some q0 -> Some (fraction_times p q0)
      | None -> None)
   | None -> None)
| Negative a ->
  (match expand n known a with
   | Some p -> Some (fraction_negated p)
   | None -> None)
| Power (a, k) ->
  (match expand n known a with
   | Some p -> Some (fraction_power p k)
   | None -> None)
| Derivative (i, a) ->
  if Nat.ltb i n
  then (match expand n known a with
        | Some p -> Some ((poly_derivative i (fst p)),(snd p))
        | None -> None)
  else None
| Apply (k, args) ->
  (match nth_error known k with
   | Some p0 ->
     let m,f = p0 in
     let p,d = f in
     (match expand_all n known args with
      | Some ps ->
        if Nat.eqb (length ps) m
        then let r = substituted p ps in Some ((fst r),(Z.mul (snd r) d))
        else None
      | None -> None)
   | None -> None)

(** val expand_all :
    int -> (int*fraction) list -> expressions -> fraction list option **)

and expand_all n known = function
| NoMore -> Some []
| More (e, rest) ->
  (match expand n known e with
   | Some p ->
     (match expand_all n known rest with
      | Some ps -> Some (p::ps)
      | None -> None)
   | None -> None)

(** val expand_names :
    (int*expression) list -> (int*fraction) list -> (int*fraction) list option **)

let rec expand_names names known =
  match names with
  | [] -> Some known
  | p::rest ->
    let n,e = p in
    (match expand n known e with
     | Some p0 -> expand_names rest (app known ((n,p0)::[]))
     | None -> None)

(** val same_fraction : fraction -> fraction -> bool **)

let same_fraction a b =
  poly_is_zero (fst (fraction_plus a (fraction_negated b)))

(** val check_identity :
    int -> (int*expression) list -> expression -> expression -> bool **)

let check_identity n names left right =
  match expand_names names [] with
  | Some known ->
    (match expand n known left with
     | Some p ->
       (match expand n known right with
        | Some q0 -> same_fraction p q0
        | None -> false)
     | None -> false)
  | None -> false

(** val check_stated_inequality :
    int -> q list -> q -> q -> bool -> (int*expression) list -> expression ->
    bool **)

let check_stated_inequality halvings p a b greater names stated =
  if check_identity (Stdlib.succ 0) names stated (Coefficients p)
  then check_inequality halvings p a b greater
  else false

(** val den : q -> integer **)

let den q0 =
  q0.qden

(** val ratio : integer -> integer -> q **)

let ratio n d =
  let g = Z.gcd n d in { qnum = (Z.div n g); qden = (Z.to_pos (Z.div d g)) }

(** val plus_q : q -> q -> q **)

let plus_q a b =
  ratio (Z.add (Z.mul a.qnum (den b)) (Z.mul b.qnum (den a)))
    (Z.mul (den a) (den b))

(** val times_q : q -> q -> q **)

let times_q a b =
  ratio (Z.mul a.qnum b.qnum) (Z.mul (den a) (den b))

(** val negative_q : q -> q **)

let negative_q a =
  { qnum = (Z.opp a.qnum); qden = a.qden }

(** val minus_q : q -> q -> q **)

let minus_q a b =
  plus_q a (negative_q b)

(** val at_most : q -> q -> bool **)

let at_most a b =
  Z.leb (Z.mul a.qnum (den b)) (Z.mul b.qnum (den a))

(** val less_q : q -> q -> bool **)

let less_q a b =
  Z.ltb (Z.mul a.qnum (den b)) (Z.mul b.qnum (den a))

(** val least_q : q -> q -> q **)

let least_q a b =
  if at_most a b then a else b

(** val greatest_q : q -> q -> q **)

let greatest_q a b =
  if at_most a b then b else a

(** val inverse_q : q -> q **)

let inverse_q a =
  if Z.ltb integer_zero a.qnum
  then ratio (den a) a.qnum
  else ratio (Z.opp (den a)) (Z.opp a.qnum)

type interval = q*q

(** val just : q -> interval **)

let just q0 =
  q0,q0

(** val plus_i : interval -> interval -> interval **)

let plus_i i j =
  (plus_q (fst i) (fst j)),(plus_q (snd i) (snd j))

(** val negative_i : interval -> interval **)

let negative_i i =
  (negative_q (snd i)),(negative_q (fst i))

(** val minus_i : interval -> interval -> interval **)

let minus_i i j =
  plus_i i (negative_i j)

(** val hull_i : interval -> interval -> interval **)

let hull_i i j =
  (least_q (fst i) (fst j)),(greatest_q (snd i) (snd j))

(** val least_i : interval -> interval -> interval **)

let least_i i j =
  (least_q (fst i) (fst j)),(least_q (snd i) (snd j))

(** val greatest_i : interval -> interval -> interval **)

let greatest_i i j =
  (greatest_q (fst i) (fst j)),(greatest_q (snd i) (snd j))

(** val scale_i : q -> interval -> interval **)

let scale_i q0 i =
  if at_most { qnum = integer_zero; qden = integer_one } q0
  then (times_q q0 (fst i)),(times_q q0 (snd i))
  else (times_q q0 (snd i)),(times_q q0 (fst i))

(** val times_i : interval -> interval -> interval **)

let times_i i j =
  hull_i (scale_i (fst i) j) (scale_i (snd i) j)

(** val inverse_i : interval -> interval option **)

let inverse_i i =
  if less_q { qnum = integer_zero; qden = integer_one } (fst i)
  then Some ((inverse_q (snd i)),(inverse_q (fst i)))
  else if less_q (snd i) { qnum = integer_zero; qden = integer_one }
       then Some ((inverse_q (snd i)),(inverse_q (fst i)))
       else None

(** val absolute_i : interval -> interval **)

let absolute_i i =
  if at_most { qnum = integer_zero; qden = integer_one } (fst i)
  then i
  else if at_most (snd i) { qnum = integer_zero; qden = integer_one }
       then negative_i i
       else { qnum = integer_zero; qden =
              integer_one },(greatest_q (negative_q (fst i)) (snd i))

(** val power_i : interval -> int -> interval **)

let rec power_i i k =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> just { qnum = integer_one; qden = integer_one })
    (fun j ->
    (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
      (fun _ -> i)
      (fun _ -> times_i i (power_i i j))
      j)
    k

(** val round_down : integer -> q -> q **)

let round_down u q0 =
  if Z.leb (den q0) u
  then q0
  else if Z.ltb integer_zero u
       then ratio (Z.div (Z.mul q0.qnum u) (den q0)) u
       else q0

(** val round_i : integer -> interval -> interval **)

let round_i u i =
  (round_down u (fst i)),(negative_q (round_down u (negative_q (snd i))))

type function0 =
| Argument
| Constant of q
| CirclePi
| Plus of function0 * function0
| Minus of function0 * function0
| Times of function0 * function0
| Quotient of function0 * function0
| Minimum of function0 * function0
| Maximum of function0 * function0
| Opposite of function0
| Absolute of function0
| PowerOf of function0 * int
| PiecewiseLinear of (q*q) * (q*q) list * function0
| Root of function0
| Exponential of function0
| Sine of function0
| Cosine of function0

(** val rise : q -> q -> q -> q -> q **)

let rise x0 y0 x1 y1 =
  times_q (minus_q y1 y0) (inverse_q (minus_q x1 x0))

(** val knots_rise : q -> (q*q) list -> bool **)

let rec knots_rise x0 = function
| [] -> true
| p::rest ->
  let x1,_ = p in if less_q x0 x1 then knots_rise x1 rest else false

(** val linear_at : q -> q -> (q*q) list -> q -> q **)

let rec linear_at x0 y0 knots x =
  match knots with
  | [] -> y0
  | p::rest ->
    let x1,y1 = p in
    if at_most x x1
    then plus_q y0 (times_q (rise x0 y0 x1 y1) (minus_q x x0))
    else linear_at x1 y1 rest x

(** val rises : q -> q -> (q*q) list -> interval -> interval **)

let rec rises x0 y0 knots i =
  match knots with
  | [] -> just { qnum = integer_zero; qden = integer_one }
  | p::rest ->
    let x1,y1 = p in
    if at_most (snd i) x1
    then just (rise x0 y0 x1 y1)
    else if at_most x1 (fst i)
         then rises x1 y1 rest i
         else hull_i (just (rise x0 y0 x1 y1)) (rises x1 y1 rest i)

(** val piecewise_at : (q*q) -> (q*q) list -> q -> q **)

let piecewise_at first others x =
  if at_most x (fst first)
  then snd first
  else linear_at (fst first) (snd first) others x

(** val piecewise_rises : (q*q) -> (q*q) list -> interval -> interval **)

let piecewise_rises first others i =
  if at_most (snd i) (fst first)
  then just { qnum = integer_zero; qden = integer_one }
  else if at_most (fst first) (fst i)
       then rises (fst first) (snd first) others i
       else hull_i (just { qnum = integer_zero; qden = integer_one })
              (rises (fst first) (snd first) others i)

(** val piecewise_range : (q*q) -> (q*q) list -> interval -> interval **)

let piecewise_range first others i =
  let v = just (piecewise_at first others (fst i)) in
  if at_most (snd i) (fst i)
  then v
  else plus_i v
         (times_i (piecewise_rises first others i) ({ qnum = integer_zero;
           qden = integer_one },(minus_q (snd i) (fst i))))

(** val root_low : integer -> q -> q **)

let root_low u q0 =
  let n = Z.sqrt q0.qnum in
  let d = Z.sqrt (den q0) in
  if if Z.eqb (Z.mul n n) q0.qnum then Z.eqb (Z.mul d d) (den q0) else false
  then ratio n d
  else ratio (Z.sqrt (Z.div (Z.mul (Z.mul q0.qnum u) u) (den q0))) u

(** val root_high : integer -> q -> q **)

let root_high u q0 =
  let n = Z.sqrt q0.qnum in
  let d = Z.sqrt (den q0) in
  if if Z.eqb (Z.mul n n) q0.qnum then Z.eqb (Z.mul d d) (den q0) else false
  then ratio n d
  else ratio
         (Z.add (Z.sqrt (Z.div (Z.mul (Z.mul q0.qnum u) u) (den q0)))
           integer_one) u

(** val root_i : integer -> interval -> interval option **)

let root_i u i =
  if at_most { qnum = integer_zero; qden = integer_one } (fst i)
  then Some ((root_low u (fst i)),(root_high u (snd i)))
  else None

(** val power_z : integer -> int -> integer **)

let rec power_z b n =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> integer_one)
    (fun m -> Z.mul b (power_z b m))
    n

(** val odd_z : int -> integer **)

let rec odd_z n =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> integer_one)
    (fun m -> Z.add (integer_double integer_one) (odd_z m))
    n

(** val sign_z : int -> integer **)

let rec sign_z n =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> integer_one)
    (fun m -> Z.opp (sign_z m))
    n

(** val pi_term : int -> q **)

let pi_term n =
  let a =
    Z.mul (integer_double_and_one integer_one)
      (power_z (integer_double_and_one (integer_double (integer_double
        integer_one))) n)
  in
  let b =
    Z.mul (integer_double_and_one (integer_double_and_one integer_one))
      (power_z (integer_double_and_one (integer_double (integer_double
        (integer_double (integer_double_and_one integer_one))))) n)
  in
  ratio (Z.mul (sign_z n) (Z.add (Z.mul (integer_double integer_one) b) a))
    (Z.mul (Z.mul a b) (odd_z n))

(** val pi_sum : int -> q **)

let rec pi_sum n =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> pi_term 0)
    (fun m -> plus_q (pi_sum m) (pi_term (Stdlib.succ m)))
    n

(** val pi_i : interval **)

let pi_i =
  let s =
    pi_sum (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      0))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
  in
  (times_q { qnum = (integer_double (integer_double integer_one)); qden =
    integer_one }
    (plus_q s
      (pi_term (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ
        0)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))),
  (times_q { qnum = (integer_double (integer_double integer_one)); qden =
    integer_one } s)

(** val half_q : q -> q **)

let half_q q0 =
  ratio q0.qnum (Z.mul (integer_double integer_one) (den q0))

(** val halvings_to : q -> int -> q -> int **)

let rec halvings_to small fuel q0 =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> 0)
    (fun rest ->
    if at_most q0 small
    then if at_most (negative_q q0) small
         then 0
         else Stdlib.succ (halvings_to small rest (half_q q0))
    else Stdlib.succ (halvings_to small rest (half_q q0)))
    fuel

(** val size_is_at_most_2 : q -> bool **)

let size_is_at_most_2 q0 =
  if at_most q0 { qnum = (integer_double integer_one); qden = integer_one }
  then at_most { qnum = (integer_opp (integer_double integer_one)); qden =
         integer_one } q0
  else false

(** val cosine_small : integer -> q -> interval **)

let cosine_small u q0 =
  if size_is_at_most_2 q0
  then let s = round_i u (just (times_q q0 q0)) in
       let s2 = round_i u (times_i s s) in
       let low =
         plus_i
           (minus_i (just { qnum = integer_one; qden = integer_one })
             (scale_i { qnum = integer_one; qden = (integer_double
               integer_one) } s))
           (minus_i
             (scale_i { qnum = integer_one; qden = (integer_double
               (integer_double (integer_double (integer_double_and_one
               integer_one)))) } s2)
             (scale_i { qnum = integer_one; qden = (integer_double
               (integer_double (integer_double (integer_double
               (integer_double_and_one (integer_double
               (integer_double_and_one (integer_double_and_one
               (integer_double integer_one))))))))) } (times_i s s2)))
       in
       (fst low),(snd
                   (plus_i low
                     (scale_i { qnum = integer_one; qden = (integer_double
                       (integer_double (integer_double (integer_double
                       (integer_double (integer_double (integer_double
                       (integer_double_and_one (integer_double_and_one
                       (integer_double (integer_double_and_one
                       (integer_double_and_one (integer_double_and_one
                       (integer_double (integer_double
                       integer_one))))))))))))))) } (times_i s2 s2))))
  else { qnum = (integer_opp integer_one); qden = integer_one },{ qnum =
         integer_one; qden = integer_one }

(** val cosine_halved : integer -> int -> q -> interval **)

let rec cosine_halved u k q0 =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> cosine_small u q0)
    (fun j ->
    let c = cosine_halved u j (half_q q0) in
    round_i u
      (minus_i
        (scale_i { qnum = (integer_double integer_one); qden = integer_one }
          (times_i c c)) (just { qnum = integer_one; qden = integer_one })))
    k

(** val cosine_i : integer -> interval -> interval **)

let cosine_i u i =
  let m = round_down u (half_q (plus_q (fst i) (snd i))) in
  let r = greatest_q (minus_q (snd i) m) (minus_q m (fst i)) in
  let c =
    cosine_halved u
      (halvings_to { qnum = integer_one; qden = (integer_double
        (integer_double (integer_double (integer_double (integer_double
        (integer_double (integer_double (integer_double (integer_double
        (integer_double integer_one)))))))))) } (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
        (Stdlib.succ (Stdlib.succ (Stdlib.succ
        0))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
        m) m
  in
  (greatest_q { qnum = (integer_opp integer_one); qden = integer_one }
    (minus_q (fst c) r)),(least_q { qnum = integer_one; qden = integer_one }
                           (plus_q (snd c) r))

(** val sine_i : integer -> interval -> interval **)

let sine_i u i =
  cosine_i u
    (minus_i
      (scale_i { qnum = integer_one; qden = (integer_double integer_one) }
        pi_i) i)

(** val exponential_small : q -> interval option **)

let exponential_small q0 =
  if less_q q0 { qnum = integer_one; qden = integer_one }
  then Some
         ((plus_q { qnum = integer_one; qden = integer_one } q0),(inverse_q
                                                                   (minus_q
                                                                    { qnum =
                                                                    integer_one;
                                                                    qden =
                                                                    integer_one }
                                                                    q0)))
  else None

(** val exponential_halved : integer -> int -> q -> interval option **)

let rec exponential_halved u k q0 =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> exponential_small q0)
    (fun j ->
    match exponential_halved u j (half_q q0) with
    | Some e -> Some (round_i u (times_i e e))
    | None -> None)
    k

(** val exponential_at : integer -> q -> interval option **)

let exponential_at u q0 =
  exponential_halved u
    (halvings_to
      (ratio integer_one
        (power_z (integer_double integer_one) (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
          (Stdlib.succ (Stdlib.succ (Stdlib.succ
          0))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ (Stdlib.succ
      0))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
      q0) q0

(** val exponential_i : integer -> interval -> interval option **)

let exponential_i u i =
  match exponential_at u (fst i) with
  | Some l ->
    (match exponential_at u (snd i) with
     | Some h -> Some ((fst l),(snd h))
     | None -> None)
  | None -> None

type enclosure =
| Enclosed of interval * interval option * interval option

(** val both :
    (interval -> interval -> interval) -> interval option -> interval option
    -> interval option **)

let both g a b =
  match a with
  | Some i -> (match b with
               | Some j -> Some (g i j)
               | None -> None)
  | None -> None

(** val mapped :
    (interval -> interval) -> interval option -> interval option **)

let mapped g = function
| Some i -> Some (g i)
| None -> None

(** val tidy : integer -> enclosure -> enclosure **)

let tidy u = function
| Enclosed (v, s, p) ->
  Enclosed ((round_i u v), (mapped (round_i u) s), (mapped (round_i u) p))

(** val times_e :
    interval -> interval option -> interval option -> interval -> interval
    option -> interval option -> enclosure **)

let times_e v s p w t q0 =
  Enclosed ((times_i v w),
    (both (fun a b -> plus_i (times_i v b) (times_i w a)) s t),
    (match p with
     | Some a -> Some (times_i a w)
     | None -> mapped (times_i v) q0))

(** val chosen :
    bool -> bool -> interval option -> interval option -> interval option **)

let chosen first second s t =
  if first then s else if second then t else both hull_i s t

(** val power_slope : interval -> interval -> int -> interval **)

let rec power_slope v s k =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> just { qnum = integer_zero; qden = integer_one })
    (fun j ->
    (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
      (fun _ -> s)
      (fun _ ->
      plus_i (times_i v (power_slope v s j)) (times_i (power_i v j) s))
      j)
    k

(** val cosine_of_pi_times : q -> q option **)

let cosine_of_pi_times q0 =
  if Z.eqb (den q0) integer_one
  then Some
         (if Z.eqb
               (Z.mul (integer_double integer_one)
                 (Z.div q0.qnum (integer_double integer_one))) q0.qnum
          then { qnum = integer_one; qden = integer_one }
          else { qnum = (integer_opp integer_one); qden = integer_one })
  else if Z.eqb (den q0) (integer_double integer_one)
       then if Z.eqb
                 (Z.mul (integer_double integer_one)
                   (Z.div q0.qnum (integer_double integer_one))) q0.qnum
            then None
            else Some { qnum = integer_zero; qden = integer_one }
       else None

(** val cosine_exactly : interval option -> q option **)

let cosine_exactly = function
| Some i ->
  if at_most (snd i) (fst i) then cosine_of_pi_times (fst i) else None
| None -> None

(** val sine_exactly : interval option -> q option **)

let sine_exactly p =
  cosine_exactly
    (mapped
      (minus_i
        (just { qnum = integer_one; qden = (integer_double integer_one) })) p)

(** val or_else : q option -> interval -> interval **)

let or_else exactly i =
  match exactly with
  | Some q0 -> just q0
  | None -> i

(** val unary :
    enclosure option -> (interval -> interval option -> interval option ->
    enclosure option) -> enclosure option **)

let unary e g =
  match e with
  | Some e0 -> let Enclosed (v, s, p) = e0 in g v s p
  | None -> None

(** val range : integer -> interval -> function0 -> enclosure option **)

let rec range u i = function
| Argument ->
  Some (Enclosed (i, (Some
    (just { qnum = integer_one; qden = integer_one })), None))
| Constant q0 ->
  Some (Enclosed ((just q0), (Some
    (just { qnum = integer_zero; qden = integer_one })),
    (if Z.eqb q0.qnum integer_zero
     then Some (just { qnum = integer_zero; qden = integer_one })
     else None)))
| CirclePi ->
  Some (Enclosed (pi_i, (Some
    (just { qnum = integer_zero; qden = integer_one })), (Some
    (just { qnum = integer_one; qden = integer_one }))))
| Plus (a, b) ->
  unary (range u i a) (fun v s p ->
    unary (range u i b) (fun w t q0 -> Some
      (tidy u (Enclosed ((plus_i v w), (both plus_i s t),
        (both plus_i p q0))))))
| Minus (a, b) ->
  unary (range u i a) (fun v s p ->
    unary (range u i b) (fun w t q0 -> Some
      (tidy u (Enclosed ((minus_i v w), (both minus_i s t),
        (both minus_i p q0))))))
| Times (a, b) ->
  unary (range u i a) (fun v s p ->
    unary (range u i b) (fun w t q0 -> Some (tidy u (times_e v s p w t q0))))
| Quotient (a, b) ->
  unary (range u i a) (fun v s p ->
    unary (range u i b) (fun w t _ ->
      match inverse_i w with
      | Some r ->
        Some
          (tidy u
            (times_e v s p r
              (mapped (fun b0 -> negative_i (times_i (times_i r r) b0)) t)
              None))
      | None -> None))
| Minimum (a, b) ->
  unary (range u i a) (fun v s _ ->
    unary (range u i b) (fun w t _ -> Some (Enclosed ((least_i v w),
      (chosen (at_most (snd v) (fst w)) (at_most (snd w) (fst v)) s t),
      None))))
| Maximum (a, b) ->
  unary (range u i a) (fun v s _ ->
    unary (range u i b) (fun w t _ -> Some (Enclosed ((greatest_i v w),
      (chosen (at_most (snd w) (fst v)) (at_most (snd v) (fst w)) s t),
      None))))
| Opposite a ->
  unary (range u i a) (fun v s p -> Some (Enclosed ((negative_i v),
    (mapped negative_i s), (mapped negative_i p))))
| Absolute a ->
  unary (range u i a) (fun v s _ -> Some (Enclosed ((absolute_i v),
    (chosen (at_most { qnum = integer_zero; qden = integer_one } (fst v))
      (at_most (snd v) { qnum = integer_zero; qden = integer_one }) s
      (mapped negative_i s)), None)))
| PowerOf (a, k) ->
  unary (range u i a) (fun v s _ -> Some
    (tidy u (Enclosed ((power_i v k),
      (mapped (fun a0 -> power_slope v a0 k) s), None))))
| PiecewiseLinear (first, others, a) ->
  if knots_rise (fst first) others
  then unary (range u i a) (fun v s _ -> Some
         (tidy u (Enclosed ((piecewise_range first others v),
           (mapped (times_i (piecewise_rises first others v)) s), None))))
  else None
| Root a ->
  unary (range u i a) (fun v s _ ->
    match root_i u v with
    | Some r ->
      Some
        (tidy u (Enclosed (r,
          (match inverse_i (plus_i r r) with
           | Some h -> mapped (times_i h) s
           | None -> None), None)))
    | None -> None)
| Exponential a ->
  unary (range u i a) (fun v s _ ->
    match exponential_i u v with
    | Some e -> Some (tidy u (Enclosed (e, (mapped (times_i e) s), None)))
    | None -> None)
| Sine a ->
  unary (range u i a) (fun v s p -> Some
    (tidy u (Enclosed ((or_else (sine_exactly p) (sine_i u v)),
      (mapped (times_i (cosine_i u v)) s), None))))
| Cosine a ->
  unary (range u i a) (fun v s p -> Some
    (tidy u (Enclosed ((or_else (cosine_exactly p) (cosine_i u v)),
      (mapped (times_i (negative_i (sine_i u v))) s), None))))

type family =
| SumOfSteps of integer
| SumOfRelus of integer
| SingleLayerNorm
| LayerNormNet of int

(** val most_changes : family -> integer **)

let most_changes = function
| SumOfSteps n -> n
| SumOfRelus n -> Z.add n integer_one
| SingleLayerNorm -> (integer_double integer_one)
| LayerNormNet l -> power_z (integer_double integer_one) l

(** val how_many : 'a1 list -> integer **)

let rec how_many = function
| [] -> integer_zero
| _::rest -> Z.add integer_one (how_many rest)

(** val increase : q -> q list -> bool **)

let rec increase x = function
| [] -> true
| y::rest -> if less_q x y then increase y rest else false

(** val reaches : integer -> function0 -> q -> q -> bool -> bool **)

let reaches u f level x sign =
  match range u (just x) f with
  | Some e ->
    let Enclosed (v, _, _) = e in
    if sign then at_most level (fst v) else at_most (snd v) (negative_q level)
  | None -> false

(** val all_reach :
    integer -> function0 -> q -> bool -> q list -> bool list -> bool **)

let rec all_reach u f level sign points signs =
  match points with
  | [] -> (match signs with
           | [] -> true
           | _::_ -> false)
  | x::points' ->
    (match signs with
     | [] -> false
     | s::signs' ->
       if if s then sign else negb sign
       then if reaches u f level x s
            then all_reach u f level (negb sign) points' signs'
            else false
       else false)

(** val check_impossibility :
    integer -> family -> function0 -> q list -> bool list -> q -> bool **)

let check_impossibility u f f0 points signs level =
  match points with
  | [] -> false
  | x::rest ->
    (match signs with
     | [] -> false
     | s::_ ->
       if Z.ltb integer_zero u
       then if less_q { qnum = integer_zero; qden = integer_one } level
            then if increase x rest
                 then if if Z.leb integer_zero (most_changes f)
                         then Z.ltb (Z.add (most_changes f) integer_one)
                                (how_many points)
                         else false
                      then all_reach u f0 level s points signs
                      else false
                 else false
            else false
       else false)

type line = integer*integer

type line_layer =
| LineAffine of integer * integer list list * integer list
| LineSigns of bool
| LineRelu

(** val line_layer_of : written_layer -> line_layer option **)

let line_layer_of = function
| WrittenAffine (w, b) ->
  (match ready_of (WrittenAffine (w, b)) with
   | Some r ->
     (match r with
      | ReadyAffine (d, n, b0) -> Some (LineAffine (d, n, b0))
      | ReadyNorm (_, _, _, _) -> None)
   | None -> None)
| WrittenNorm (s, centered, e) ->
  if Z.eqb e.qnum integer_zero
  then if centered
       then if Nat.eqb s (Stdlib.succ (Stdlib.succ 0))
            then Some (LineSigns true)
            else None
       else if Nat.eqb s (Stdlib.succ 0) then Some (LineSigns false) else None
  else None
| WrittenActivation f -> (match f with
                          | Relu -> Some LineRelu
                          | _ -> None)

(** val line_layers : written_network -> line_layer list option **)

let rec line_layers = function
| [] -> Some []
| l::rest ->
  (match line_layer_of l with
   | Some r ->
     (match line_layers rest with
      | Some rs -> Some (r::rs)
      | None -> None)
   | None -> None)

(** val dot_line : integer list -> line list -> line **)

let rec dot_line row ls =
  match row with
  | [] -> integer_zero,integer_zero
  | w::row' ->
    (match ls with
     | [] -> integer_zero,integer_zero
     | l::ls' ->
       let rest = dot_line row' ls' in
       if Z.eqb w integer_zero
       then rest
       else (Z.add (Z.mul w (fst l)) (fst rest)),(Z.add (Z.mul w (snd l))
                                                   (snd rest)))

(** val affine_lines :
    integer -> integer list list -> integer list -> line list -> line list **)

let rec affine_lines s n b ls =
  match n with
  | [] -> []
  | row::n' ->
    (match b with
     | [] -> []
     | c::b' ->
       let p = dot_line row ls in
       ((fst p),(Z.add (snd p) (Z.mul s c)))::(affine_lines s n' b' ls))

type outcome =
| Decided of integer * line list
| Undecided of line

(** val signs_of :
    (line -> integer option) -> bool -> line list -> (line list, line) sum **)

let rec signs_of decide pairs = function
| [] -> Inl []
| l::rest ->
  if pairs
  then (match rest with
        | [] -> Inr l
        | m::rest' ->
          let d = (Z.sub (fst l) (fst m)),(Z.sub (snd l) (snd m)) in
          (match decide d with
           | Some s ->
             (match signs_of decide pairs rest' with
              | Inl ss ->
                Inl ((integer_zero,s)::((integer_zero,(Z.opp s))::ss))
              | Inr l0 -> Inr l0)
           | None -> Inr d))
  else (match decide l with
        | Some s ->
          (match signs_of decide pairs rest with
           | Inl ss -> Inl ((integer_zero,s)::ss)
           | Inr l0 -> Inr l0)
        | None -> Inr l)

(** val relus_of :
    (line -> integer option) -> line list -> (line list, line) sum **)

let rec relus_of decide = function
| [] -> Inl []
| l::rest ->
  (match decide l with
   | Some s ->
     (match relus_of decide rest with
      | Inl ms ->
        Inl
          ((if Z.ltb integer_zero s then l else integer_zero,integer_zero)::ms)
      | Inr m -> Inr m)
   | None -> Inr l)

(** val run_lines :
    (line -> integer option) -> line_layer list -> integer -> line list ->
    outcome **)

let rec run_lines decide net s ls =
  match net with
  | [] -> Decided (s, ls)
  | l::rest ->
    (match l with
     | LineAffine (d, n, b) ->
       run_lines decide rest (Z.mul s d) (affine_lines s n b ls)
     | LineSigns pairs ->
       (match signs_of decide pairs ls with
        | Inl ms -> run_lines decide rest integer_one ms
        | Inr l0 -> Undecided l0)
     | LineRelu ->
       (match relus_of decide ls with
        | Inl ms -> run_lines decide rest s ms
        | Inr l0 -> Undecided l0))

(** val at_q : line -> q -> integer **)

let at_q l x =
  Z.add (Z.mul (fst l) x.qnum) (Z.mul (snd l) (den x))

(** val decide_at : q -> line -> integer option **)

let decide_at x l =
  let v = at_q l x in
  Some
  (if Z.ltb integer_zero v
   then integer_one
   else if Z.ltb v integer_zero then integer_opp integer_one else integer_zero)

(** val decide_between : q -> q -> line -> integer option **)

let decide_between p q0 l =
  let v = at_q l p in
  let w = at_q l q0 in
  if Z.leb integer_zero v
  then if Z.leb integer_zero w
       then Some
              (if Z.eqb v integer_zero
               then if Z.eqb w integer_zero then integer_zero else integer_one
               else integer_one)
       else if Z.eqb v integer_zero
            then Some (integer_opp integer_one)
            else None
  else if Z.leb w integer_zero then Some (integer_opp integer_one) else None

(** val line_at : integer -> line -> q -> q **)

let line_at s l x =
  ratio (at_q l x) (Z.mul s (den x))

(** val close_at : integer -> function0 -> q -> q -> q -> bool **)

let close_at u f eps x y =
  match range u (just x) f with
  | Some e ->
    let Enclosed (v, _, _) = e in
    if at_most (minus_q (snd v) y) eps
    then at_most (minus_q y (fst v)) eps
    else false
  | None -> false

(** val values_of : enclosure option -> interval option **)

let values_of = function
| Some e0 -> let Enclosed (v, _, _) = e0 in Some v
| None -> None

(** val close_between :
    integer -> function0 -> q -> integer -> line -> q -> q -> bool **)

let close_between u f eps s l p q0 =
  match range u (p,q0) f with
  | Some e ->
    let Enclosed (v, s0, _) = e in
    let y = line_at s l p in
    let z0 = line_at s l q0 in
    if if at_most (minus_q (snd v) (least_q y z0)) eps
       then at_most (minus_q (greatest_q y z0) (fst v)) eps
       else false
    then true
    else (match s0 with
          | Some t ->
            let rise0 = minus_i t (just (ratio (fst l) s)) in
            (match values_of (range u (just p) f) with
             | Some a ->
               (match values_of (range u (just q0) f) with
                | Some b ->
                  if at_most { qnum = integer_zero; qden = integer_one }
                       (fst rise0)
                  then if at_most (minus_q y (fst a)) eps
                       then at_most (minus_q (snd b) z0) eps
                       else false
                  else if at_most (snd rise0) { qnum = integer_zero; qden =
                            integer_one }
                       then if at_most (minus_q (snd a) y) eps
                            then at_most (minus_q z0 (fst b)) eps
                            else false
                       else let d =
                              plus_i (minus_i a (just y))
                                (times_i rise0 ({ qnum = integer_zero; qden =
                                  integer_one },(minus_q q0 p)))
                            in
                            if at_most (snd d) eps
                            then at_most (negative_q eps) (fst d)
                            else false
                | None -> false)
             | None -> false)
          | None -> false)
  | None -> false

(** val middle_of : q -> q -> q **)

let middle_of p q0 =
  half_q (plus_q p q0)

(** val root_between : q -> q -> q -> q -> q option **)

let root_between p q0 m c =
  if Z.eqb m.qnum integer_zero
  then None
  else let r = negative_q (times_q c (inverse_q m)) in
       if less_q p r then if less_q r q0 then Some r else None else None

(** val affine_of : function0 -> (q*q) option **)

let rec affine_of = function
| Argument ->
  Some ({ qnum = integer_one; qden = integer_one },{ qnum = integer_zero;
    qden = integer_one })
| Constant c -> Some ({ qnum = integer_zero; qden = integer_one },c)
| Plus (a, b) ->
  (match affine_of a with
   | Some p ->
     let m,c = p in
     (match affine_of b with
      | Some p0 -> let n,d = p0 in Some ((plus_q m n),(plus_q c d))
      | None -> None)
   | None -> None)
| Minus (a, b) ->
  (match affine_of a with
   | Some p ->
     let m,c = p in
     (match affine_of b with
      | Some p0 -> let n,d = p0 in Some ((minus_q m n),(minus_q c d))
      | None -> None)
   | None -> None)
| Times (a, b) ->
  (match affine_of a with
   | Some p ->
     let m,c = p in
     (match affine_of b with
      | Some p0 ->
        let n,d = p0 in
        if Z.eqb m.qnum integer_zero
        then Some ((times_q c n),(times_q c d))
        else if Z.eqb n.qnum integer_zero
             then Some ((times_q d m),(times_q d c))
             else None
      | None -> None)
   | None -> None)
| Opposite a ->
  (match affine_of a with
   | Some p -> let m,c = p in Some ((negative_q m),(negative_q c))
   | None -> None)
| _ -> None

(** val first_knot : q -> q -> q -> q -> (q*q) list -> q option **)

let rec first_knot p q0 m c = function
| [] -> None
| p0::rest ->
  let x,_ = p0 in
  (match root_between p q0 m (minus_q c x) with
   | Some r -> Some r
   | None -> first_knot p q0 m c rest)

(** val kink : q -> q -> function0 -> q option **)

let rec kink p q0 = function
| Plus (a, b) ->
  (match kink p q0 a with
   | Some r -> Some r
   | None -> kink p q0 b)
| Minus (a, b) ->
  (match kink p q0 a with
   | Some r -> Some r
   | None -> kink p q0 b)
| Times (a, b) ->
  (match kink p q0 a with
   | Some r -> Some r
   | None -> kink p q0 b)
| Quotient (a, b) ->
  (match kink p q0 a with
   | Some r -> Some r
   | None -> kink p q0 b)
| Minimum (a, b) ->
  (match affine_of (Minus (a, b)) with
   | Some p0 -> let m,c = p0 in root_between p q0 m c
   | None -> (match kink p q0 a with
              | Some r -> Some r
              | None -> kink p q0 b))
| Maximum (a, b) ->
  (match affine_of (Minus (a, b)) with
   | Some p0 -> let m,c = p0 in root_between p q0 m c
   | None -> (match kink p q0 a with
              | Some r -> Some r
              | None -> kink p q0 b))
| Opposite a -> kink p q0 a
| Absolute a ->
  (match affine_of a with
   | Some p0 -> let m,c = p0 in root_between p q0 m c
   | None -> kink p q0 a)
| PowerOf (a, _) -> kink p q0 a
| PiecewiseLinear (first, others, a) ->
  (match affine_of a with
   | Some p0 -> let m,c = p0 in first_knot p q0 m c (first::others)
   | None -> kink p q0 a)
| Root a -> kink p q0 a
| Exponential a -> kink p q0 a
| Sine a -> kink p q0 a
| Cosine a -> kink p q0 a
| _ -> None

(** val cut_of : q -> q -> function0 -> q **)

let cut_of p q0 f =
  match kink p q0 f with
  | Some r -> r
  | None -> middle_of p q0

(** val close_parts :
    int -> int -> integer -> function0 -> q -> integer -> line -> q -> q ->
    int option **)

let rec close_parts halvings work u f eps s l p q0 =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> None)
    (fun w ->
    if close_between u f eps s l p q0
    then Some w
    else ((fun zero succ n -> if n = 0 then zero () else succ (n - 1))
            (fun _ -> None)
            (fun h ->
            let r = cut_of p q0 f in
            if close_at u f eps r (line_at s l r)
            then (match close_parts h w u f eps s l p r with
                  | Some w' -> close_parts h w' u f eps s l r q0
                  | None -> None)
            else None)
            halvings))
    work

(** val close_to_network_at :
    integer -> function0 -> q -> line_layer list -> q -> bool **)

let close_to_network_at u f eps net x =
  match run_lines (decide_at x) net integer_one
          ((integer_one,integer_zero)::[]) with
  | Decided (t, ls) ->
    (match ls with
     | [] -> false
     | l::l0 ->
       (match l0 with
        | [] ->
          if Z.ltb integer_zero t
          then close_at u f eps x (line_at t l x)
          else false
        | _::_ -> false))
  | Undecided _ -> false

(** val close_to_network :
    int -> int -> integer -> function0 -> q -> line_layer list -> int -> q ->
    q -> int option **)

let rec close_to_network depth work u f eps net halvings p q0 =
  (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
    (fun _ -> None)
    (fun d ->
    match run_lines (decide_between p q0) net integer_one
            ((integer_one,integer_zero)::[]) with
    | Decided (t, ls) ->
      (match ls with
       | [] -> None
       | l::l0 ->
         (match l0 with
          | [] ->
            if Z.ltb integer_zero t
            then close_parts halvings work u f eps t l p q0
            else None
          | _::_ -> None))
    | Undecided l ->
      (match root_between p q0 (ratio (fst l) integer_one)
               (ratio (snd l) integer_one) with
       | Some r ->
         if less_q p r
         then if less_q r q0
              then if close_to_network_at u f eps net r
                   then (match close_to_network d work u f eps net halvings p
                                 r with
                         | Some w ->
                           close_to_network d w u f eps net halvings r q0
                         | None -> None)
                   else None
              else None
         else None
       | None -> None))
    depth

(** val check_approximation :
    integer -> int -> int -> int -> written_network -> function0 -> q -> q ->
    q -> bool **)

let check_approximation u depth work halvings written f a b eps =
  match outputs (Stdlib.succ 0) written with
  | Some n ->
    ((fun zero succ n -> if n = 0 then zero () else succ (n - 1))
       (fun _ -> false)
       (fun n0 ->
       (fun zero succ n -> if n = 0 then zero () else succ (n - 1))
         (fun _ ->
         if Z.ltb integer_zero u
         then if less_q a b
              then (match line_layers written with
                    | Some net ->
                      if close_to_network_at u f eps net a
                      then if close_to_network_at u f eps net b
                           then (match close_to_network depth work u f eps
                                         net halvings a b with
                                 | Some _ -> true
                                 | None -> false)
                           else false
                      else false
                    | None -> false)
              else false
         else false)
         (fun _ -> false)
         n0)
       n)
  | None -> false
