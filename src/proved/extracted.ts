// @ts-nocheck
/* eslint-disable */
// Written by `npm run proved-checker` from proofs/checker/Extraction.v. Not to be edited.
import { integer_add, integer_div, integer_eqb, integer_gcd, integer_leb, integer_ltb, integer_max, integer_mul, integer_opp, integer_sqrt, integer_sub, integer_to_pos } from "./integers.js";

function length(l) {
const $4 = l;
if ($4.$ === "Nil") { return 0; }
if ($4.$ === "Cons") { const l$ = $4.b; return (length(l$) + 1); }
throw new Error("a value of no constructor");
}
function common_denominator(d, qs) {
for (;;) {
const $11 = qs;
if ($11.$ === "Nil") { return d; }
if ($11.$ === "Cons") { const q0 = $11.a; const qs$ = $11.b; const d0 = (() => { const $12 = q0;
if ($12.$ === "Qmake") { const qden = $12.b; return qden; }
throw new Error("a value of no constructor"); })();
[d, qs] = [integer_mul(d, integer_div(d0, integer_gcd(d, d0))), qs$];
continue; }
throw new Error("a value of no constructor");
}
}
function scaled(d, q0) {
return integer_mul((() => { const $17 = q0;
if ($17.$ === "Qmake") { const qnum = $17.a; return qnum; }
throw new Error("a value of no constructor"); })(), integer_div(d, (() => { const $18 = q0;
if ($18.$ === "Qmake") { const qden = $18.b; return qden; }
throw new Error("a value of no constructor"); })()));
}
function map(f, l) {
const $19 = l;
if ($19.$ === "Nil") { return { $: "Nil" }; }
if ($19.$ === "Cons") { const a = $19.a; const t = $19.b; return { $: "Cons", a: f(a), b: map(f, t) }; }
throw new Error("a value of no constructor");
}
function exact_box(s, x) {
return map(((q0) => { const n = scaled(s, q0);
return { $: "Pair", a: n, b: n }; }), x);
}
function fst(p) {
const $31 = p;
if ($31.$ === "Pair") { const x = $31.a; return x; }
throw new Error("a value of no constructor");
}
function snd(p) {
const $32 = p;
if ($32.$ === "Pair") { const y = $32.b; return y; }
throw new Error("a value of no constructor");
}
function scale_pair(w, b) {
const $30 = integer_leb(0n, w);
if ($30) { return { $: "Pair", a: integer_mul(w, fst(b)), b: integer_mul(w, snd(b)) }; }
if (!$30) { return { $: "Pair", a: integer_mul(w, snd(b)), b: integer_mul(w, fst(b)) }; }
throw new Error("a value of no constructor");
}
function dot_box(row, b) {
const $27 = row;
if ($27.$ === "Nil") { return { $: "Pair", a: 0n, b: 0n }; }
if ($27.$ === "Cons") { const w = $27.a; const row$ = $27.b; const $28 = b;
if ($28.$ === "Nil") { return { $: "Pair", a: 0n, b: 0n }; }
if ($28.$ === "Cons") { const p = $28.a; const b$ = $28.b; const rest = dot_box(row$, b$);
const $29 = integer_eqb(w, 0n);
if ($29) { return rest; }
if (!$29) { const q0 = scale_pair(w, p);
return { $: "Pair", a: integer_add(fst(q0), fst(rest)), b: integer_add(snd(q0), snd(rest)) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function affine_box(s, n, b, b0) {
const $25 = n;
if ($25.$ === "Nil") { return { $: "Nil" }; }
if ($25.$ === "Cons") { const row = $25.a; const n$ = $25.b; const $26 = b;
if ($26.$ === "Nil") { return { $: "Nil" }; }
if ($26.$ === "Cons") { const c = $26.a; const b$ = $26.b; const p = dot_box(row, b0);
return { $: "Cons", a: { $: "Pair", a: integer_add(fst(p), integer_mul(s, c)), b: integer_add(snd(p), integer_mul(s, c)) }, b: affine_box(s, n$, b$, b0) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function size(b) {
const $34 = b;
if ($34.$ === "Nil") { return 0n; }
if ($34.$ === "Cons") { const b$ = $34.b; return integer_add(1n, size(b$)); }
throw new Error("a value of no constructor");
}
function sum_low(b) {
const $35 = b;
if ($35.$ === "Nil") { return 0n; }
if ($35.$ === "Cons") { const p = $35.a; const b$ = $35.b; return integer_add(fst(p), sum_low(b$)); }
throw new Error("a value of no constructor");
}
function sum_high(b) {
const $36 = b;
if ($36.$ === "Nil") { return 0n; }
if ($36.$ === "Cons") { const p = $36.a; const b$ = $36.b; return integer_add(snd(p), sum_high(b$)); }
throw new Error("a value of no constructor");
}
function center_box(b) {
const n = size(b);
const s = sum_low(b);
const t = sum_high(b);
return map(((p) => { const width = integer_sub(snd(p), fst(p));
return { $: "Pair", a: integer_add(integer_sub(integer_mul(n, fst(p)), t), width), b: integer_sub(integer_sub(integer_mul(n, snd(p)), s), width) }; }), b);
}
function square_low(p) {
const $39 = integer_leb(0n, fst(p));
if ($39) { return integer_mul(fst(p), fst(p)); }
if (!$39) { const $40 = integer_leb(snd(p), 0n);
if ($40) { return integer_mul(snd(p), snd(p)); }
if (!$40) { return 0n; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function squares_low(b) {
const $38 = b;
if ($38.$ === "Nil") { return 0n; }
if ($38.$ === "Cons") { const p = $38.a; const b$ = $38.b; return integer_add(square_low(p), squares_low(b$)); }
throw new Error("a value of no constructor");
}
function square_high(p) {
return integer_max(integer_mul(fst(p), fst(p)), integer_mul(snd(p), snd(p)));
}
function squares_high(b) {
const $41 = b;
if ($41.$ === "Nil") { return 0n; }
if ($41.$ === "Cons") { const p = $41.a; const b$ = $41.b; return integer_add(square_high(p), squares_high(b$)); }
throw new Error("a value of no constructor");
}
function quotient_above(u, n, low, high, h) {
const $42 = integer_ltb(0n, h);
if ($42) { const $43 = integer_ltb(0n, low);
if ($43) { return integer_add(integer_sqrt(integer_div(integer_mul(integer_mul(integer_mul(u, h), integer_mul(u, h)), n), low)), 1n); }
if (!$43) { return integer_add(integer_sqrt(integer_mul(integer_mul(u, u), n)), 1n); }
throw new Error("a value of no constructor"); }
if (!$42) { const $44 = integer_eqb(h, 0n);
if ($44) { return 0n; }
if (!$44) { const $45 = integer_ltb(0n, high);
if ($45) { return integer_opp(integer_sqrt(integer_div(integer_mul(integer_mul(integer_mul(u, h), integer_mul(u, h)), n), high))); }
if (!$45) { return 0n; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function rms_box(u, t, e, d, b) {
const n = size(b);
const d0 = (() => { const $37 = integer_eqb(e, 0n);
if ($37) { return 1n; }
if (!$37) { return d; }
throw new Error("a value of no constructor"); })();
const added = integer_mul(integer_mul(n, e), integer_mul(t, t));
const low = integer_add(integer_mul(d0, squares_low(b)), added);
const high = integer_add(integer_mul(d0, squares_high(b)), added);
return map(((p) => { return { $: "Pair", a: integer_opp(quotient_above(u, integer_mul(n, d0), low, high, integer_opp(fst(p)))), b: quotient_above(u, integer_mul(n, d0), low, high, snd(p)) }; }), b);
}
function norm_group_box(u, s, e, d, centered, b) {
const $33 = centered;
if ($33) { return rms_box(u, integer_mul(s, size(b)), e, d, center_box(b)); }
if (!$33) { return rms_box(u, s, e, d, b); }
throw new Error("a value of no constructor");
}
function firstn(n, l) {
const $48 = n;
if ($48 === 0) { return { $: "Nil" }; }
if ($48 !== 0) { const n0 = $48 - 1; const $49 = l;
if ($49.$ === "Nil") { return { $: "Nil" }; }
if ($49.$ === "Cons") { const a = $49.a; const l0 = $49.b; return { $: "Cons", a: a, b: firstn(n0, l0) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function skipn(n, l) {
for (;;) {
const $50 = n;
if ($50 === 0) { return l; }
if ($50 !== 0) { const n0 = $50 - 1; const $51 = l;
if ($51.$ === "Nil") { return { $: "Nil" }; }
if ($51.$ === "Cons") { const l0 = $51.b; [n, l] = [n0, l0];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function box_chunks_of(fuel, s, b) {
const $46 = fuel;
if ($46 === 0) { return { $: "Nil" }; }
if ($46 !== 0) { const fuel$ = $46 - 1; const $47 = b;
if ($47.$ === "Nil") { return { $: "Nil" }; }
if ($47.$ === "Cons") { return { $: "Cons", a: firstn(s, b), b: box_chunks_of(fuel$, s, skipn(s, b)) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function app(l, m) {
const $53 = l;
if ($53.$ === "Nil") { return m; }
if ($53.$ === "Cons") { const a = $53.a; const l1 = $53.b; return { $: "Cons", a: a, b: app(l1, m) }; }
throw new Error("a value of no constructor");
}
function concat(l) {
const $52 = l;
if ($52.$ === "Nil") { return { $: "Nil" }; }
if ($52.$ === "Cons") { const x = $52.a; const l0 = $52.b; return app(x, concat(l0)); }
throw new Error("a value of no constructor");
}
function norm_box(u, s, s0, centered, e, d, b) {
return concat(map((($0) => ($1) => ($2) => ($3) => ($4) => ($5) => norm_group_box($0, $1, $2, $3, $4, $5))(u)(s)(e)(d)(centered), box_chunks_of(length(b), s0, b)));
}
function run_boxes(u, s, net, b) {
for (;;) {
const $23 = net;
if ($23.$ === "Nil") { return b; }
if ($23.$ === "Cons") { const r = $23.a; const rest = $23.b; const $24 = r;
if ($24.$ === "ReadyAffine") { const d = $24.a; const n = $24.b; const b0 = $24.c; [u, s, net, b] = [u, integer_mul(s, d), rest, affine_box(s, n, b0, b)];
continue; }
if ($24.$ === "ReadyNorm") { const s0 = $24.a; const centered = $24.b; const e = $24.c; const d = $24.d; [u, s, net, b] = [u, u, rest, norm_box(u, s, s0, centered, e, d, b)];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function eqb(n, m) {
for (;;) {
const $58 = n;
if ($58 === 0) { const $59 = m;
if ($59 === 0) { return true; }
if ($59 !== 0) { return false; }
throw new Error("a value of no constructor"); }
if ($58 !== 0) { const n$ = $58 - 1; const $60 = m;
if ($60 === 0) { return false; }
if ($60 !== 0) { const m$ = $60 - 1; [n, m] = [n$, m$];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function others_below(low, label, j, b) {
for (;;) {
const $55 = b;
if ($55.$ === "Nil") { return true; }
if ($55.$ === "Cons") { const p = $55.a; const b$ = $55.b; const $56 = (() => { const $57 = eqb(j, label);
if ($57) { return true; }
if (!$57) { return integer_ltb(snd(p), low); }
throw new Error("a value of no constructor"); })();
if ($56) { [low, label, j, b] = [low, label, (j + 1), b$];
continue; }
if (!$56) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function nth_error(l, n) {
for (;;) {
const $61 = n;
if ($61 === 0) { const $62 = l;
if ($62.$ === "Nil") { return { $: "None" }; }
if ($62.$ === "Cons") { const x = $62.a; return { $: "Some", a: x }; }
throw new Error("a value of no constructor"); }
if ($61 !== 0) { const n0 = $61 - 1; const $63 = l;
if ($63.$ === "Nil") { return { $: "None" }; }
if ($63.$ === "Cons") { const l0 = $63.b; [l, n] = [l0, n0];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function best_in_box(b, label) {
const $54 = nth_error(b, label);
if ($54.$ === "Some") { const p = $54.a; return others_below(fst(p), label, 0, b); }
if ($54.$ === "None") { return false; }
throw new Error("a value of no constructor");
}
function classified(us, ready, s, b, label) {
for (;;) {
const $20 = us;
if ($20.$ === "Nil") { return false; }
if ($20.$ === "Cons") { const u = $20.a; const us$ = $20.b; const $21 = integer_ltb(0n, u);
if ($21) { const $22 = best_in_box(run_boxes(u, s, ready, b), label);
if ($22) { return true; }
if (!$22) { [us, ready, s, b, label] = [us$, ready, s, b, label];
continue; }
throw new Error("a value of no constructor"); }
if (!$21) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function is_exact(d, q0) {
return integer_eqb(integer_mul(scaled(d, q0), (() => { const $64 = q0;
if ($64.$ === "Qmake") { const qden = $64.b; return qden; }
throw new Error("a value of no constructor"); })()), integer_mul((() => { const $65 = q0;
if ($65.$ === "Qmake") { const qnum = $65.a; return qnum; }
throw new Error("a value of no constructor"); })(), d));
}
function all(f, l) {
for (;;) {
const $66 = l;
if ($66.$ === "Nil") { return true; }
if ($66.$ === "Cons") { const x = $66.a; const l$ = $66.b; const $67 = f(x);
if ($67) { [f, l] = [f, l$];
continue; }
if (!$67) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function same_size(n, l) {
return eqb(length(l), n);
}
function all_classified(us, ready, n, samples, labels) {
for (;;) {
const $8 = samples;
if ($8.$ === "Nil") { const $9 = labels;
if ($9.$ === "Nil") { return true; }
if ($9.$ === "Cons") { return false; }
throw new Error("a value of no constructor"); }
if ($8.$ === "Cons") { const x = $8.a; const samples$ = $8.b; const $10 = labels;
if ($10.$ === "Nil") { return false; }
if ($10.$ === "Cons") { const c = $10.a; const labels$ = $10.b; const s = common_denominator(1n, x);
const $13 = same_size(n, x);
if ($13) { const $14 = integer_ltb(0n, s);
if ($14) { const $15 = all((($0) => ($1) => is_exact($0, $1))(s), x);
if ($15) { const $16 = classified(us, ready, s, exact_box(s, x), c);
if ($16) { [us, ready, n, samples, labels] = [us, ready, n, samples$, labels$];
continue; }
if (!$16) { return false; }
throw new Error("a value of no constructor"); }
if (!$15) { return false; }
throw new Error("a value of no constructor"); }
if (!$14) { return false; }
throw new Error("a value of no constructor"); }
if (!$13) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function fold_left(f, l, a0) {
for (;;) {
const $72 = l;
if ($72.$ === "Nil") { return a0; }
if ($72.$ === "Cons") { const b = $72.a; const t = $72.b; [f, l, a0] = [f, t, f(a0)(b)];
continue; }
throw new Error("a value of no constructor");
}
}
function ready_of(l) {
const $71 = l;
if ($71.$ === "WrittenAffine") { const w = $71.a; const b = $71.b; const d = fold_left((($0) => ($1) => common_denominator($0, $1)), w, common_denominator(1n, b));
const $73 = integer_ltb(0n, d);
if ($73) { const $74 = all((($0) => ($1) => all($0, $1))((($0) => ($1) => is_exact($0, $1))(d)), w);
if ($74) { const $75 = all((($0) => ($1) => is_exact($0, $1))(d), b);
if ($75) { return { $: "Some", a: { $: "ReadyAffine", a: d, b: map((($0) => ($1) => map($0, $1))((($0) => ($1) => scaled($0, $1))(d)), w), c: map((($0) => ($1) => scaled($0, $1))(d), b) } }; }
if (!$75) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$74) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$73) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($71.$ === "WrittenNorm") { const s = $71.a; const centered = $71.b; const e = $71.c; const $76 = integer_leb(0n, (() => { const $79 = e;
if ($79.$ === "Qmake") { const qnum = $79.a; return qnum; }
throw new Error("a value of no constructor"); })());
if ($76) { return { $: "Some", a: { $: "ReadyNorm", a: s, b: centered, c: (() => { const $77 = e;
if ($77.$ === "Qmake") { const qnum = $77.a; return qnum; }
throw new Error("a value of no constructor"); })(), d: (() => { const $78 = e;
if ($78.$ === "Qmake") { const qden = $78.b; return qden; }
throw new Error("a value of no constructor"); })() } }; }
if (!$76) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($71.$ === "WrittenActivation") { return { $: "None" }; }
throw new Error("a value of no constructor");
}
function ready_network(net) {
const $68 = net;
if ($68.$ === "Nil") { return { $: "Some", a: { $: "Nil" } }; }
if ($68.$ === "Cons") { const l = $68.a; const rest = $68.b; const $69 = ready_of(l);
if ($69.$ === "Some") { const r = $69.a; const $70 = ready_network(rest);
if ($70.$ === "Some") { const rs = $70.a; return { $: "Some", a: { $: "Cons", a: r, b: rs } }; }
if ($70.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($69.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function divmod(x, y, q0, u) {
for (;;) {
const $87 = x;
if ($87 === 0) { return { $: "Pair", a: q0, b: u }; }
if ($87 !== 0) { const x$ = $87 - 1; const $88 = u;
if ($88 === 0) { [x, y, q0, u] = [x$, y, (q0 + 1), y];
continue; }
if ($88 !== 0) { const u$ = $88 - 1; [x, y, q0, u] = [x$, y, q0, u$];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function sub(n, m) {
for (;;) {
const $89 = n;
if ($89 === 0) { return n; }
if ($89 !== 0) { const k = $89 - 1; const $90 = m;
if ($90 === 0) { return n; }
if ($90 !== 0) { const l = $90 - 1; [n, m] = [k, l];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function modulo(x, y) {
const $86 = y;
if ($86 === 0) { return x; }
if ($86 !== 0) { const y$ = $86 - 1; return sub(y$, snd(divmod(x, y$, 0, y$))); }
throw new Error("a value of no constructor");
}
function outputs(n, net) {
for (;;) {
const $80 = net;
if ($80.$ === "Nil") { return { $: "Some", a: n }; }
if ($80.$ === "Cons") { const w = $80.a; const rest = $80.b; const $81 = w;
if ($81.$ === "WrittenAffine") { const w0 = $81.a; const b = $81.b; const $82 = all((($0) => ($1) => same_size($0, $1))(n), w0);
if ($82) { const $83 = same_size(length(w0), b);
if ($83) { [n, net] = [length(w0), rest];
continue; }
if (!$83) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$82) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($81.$ === "WrittenNorm") { const s = $81.a; const $84 = eqb(s, 0);
if ($84) { return { $: "None" }; }
if (!$84) { const $85 = eqb(modulo(n, s), 0);
if ($85) { [n, net] = [n, rest];
continue; }
if (!$85) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($81.$ === "WrittenActivation") { [n, net] = [n, rest];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function check_classification_of(n, k, us, net, samples, labels) {
const $5 = outputs(n, net);
if ($5.$ === "Some") { const k$ = $5.a; const $6 = eqb(k$, k);
if ($6) { const $7 = ready_network(net);
if ($7.$ === "Some") { const ready = $7.a; return all_classified(us, ready, n, samples, labels); }
if ($7.$ === "None") { return false; }
throw new Error("a value of no constructor"); }
if (!$6) { return false; }
throw new Error("a value of no constructor"); }
if ($5.$ === "None") { return false; }
throw new Error("a value of no constructor");
}
function leb(n, m) {
for (;;) {
const $91 = n;
if ($91 === 0) { return true; }
if ($91 !== 0) { const n$ = $91 - 1; const $92 = m;
if ($92 === 0) { return false; }
if ($92 !== 0) { const m$ = $92 - 1; [n, m] = [n$, m$];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function check_classification(us, net, samples, labels) {
const $1 = samples;
if ($1.$ === "Nil") { return false; }
if ($1.$ === "Cons") { const x = $1.a; const $2 = outputs(length(x), net);
if ($2.$ === "Some") { const k = $2.a; const $3 = leb(((0 + 1) + 1), k);
if ($3) { return check_classification_of(length(x), k, us, net, samples, labels); }
if (!$3) { return false; }
throw new Error("a value of no constructor"); }
if ($2.$ === "None") { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function add_labeling(l, t) {
const $96 = l;
if ($96.$ === "Nil") { const $97 = t;
if ($97.$ === "NoLabeling") { return { $: "Some", a: { $: "OneLabeling" } }; }
{ return { $: "None" }; } }
if ($96.$ === "Cons") { const c = $96.a; const l$ = $96.b; const branch = (() => { const $98 = t;
if ($98.$ === "NoLabeling") { return { $: "Some", a: { $: "Pair", a: { $: "NoLabeling" }, b: { $: "NoLabeling" } } }; }
if ($98.$ === "OneLabeling") { return { $: "None" }; }
if ($98.$ === "ByFirst") { const a = $98.a; const b = $98.b; return { $: "Some", a: { $: "Pair", a: a, b: b } }; }
throw new Error("a value of no constructor"); })();
const $99 = branch;
if ($99.$ === "Some") { const p = $99.a; const $100 = p;
if ($100.$ === "Pair") { const a = $100.a; const b = $100.b; const $101 = c;
if ($101 === 0) { const $102 = add_labeling(l$, a);
if ($102.$ === "Some") { const a$ = $102.a; return { $: "Some", a: { $: "ByFirst", a: a$, b: b } }; }
if ($102.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($101 !== 0) { const n = $101 - 1; const $103 = n;
if ($103 === 0) { const $104 = add_labeling(l$, b);
if ($104.$ === "Some") { const b$ = $104.a; return { $: "Some", a: { $: "ByFirst", a: a, b: b$ } }; }
if ($104.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($103 !== 0) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($99.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function add_case(points, t, c) {
const $93 = points;
if ($93.$ === "Nil") { return { $: "None" }; }
if ($93.$ === "Cons") { const x = $93.a; const $94 = check_classification_of(length(x), ((0 + 1) + 1), (() => { const $105 = c;
if ($105.$ === "Case") { const case_scales = $105.c; return case_scales; }
throw new Error("a value of no constructor"); })(), (() => { const $106 = c;
if ($106.$ === "Case") { const case_network = $106.b; return case_network; }
throw new Error("a value of no constructor"); })(), points, (() => { const $107 = c;
if ($107.$ === "Case") { const case_labels = $107.a; return case_labels; }
throw new Error("a value of no constructor"); })());
if ($94) { return add_labeling((() => { const $95 = c;
if ($95.$ === "Case") { const case_labels = $95.a; return case_labels; }
throw new Error("a value of no constructor"); })(), t); }
if (!$94) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function all_labelings(points, t) {
for (;;) {
const $108 = points;
if ($108.$ === "Nil") { const $109 = t;
if ($109.$ === "OneLabeling") { return true; }
{ return false; } }
if ($108.$ === "Cons") { const rest = $108.b; const $110 = t;
if ($110.$ === "ByFirst") { const a = $110.a; const b = $110.b; const $111 = all_labelings(rest, a);
if ($111) { [points, t] = [rest, b];
continue; }
if (!$111) { return false; }
throw new Error("a value of no constructor"); }
{ return false; } }
throw new Error("a value of no constructor");
}
}
function stretched(s, p) {
const $119 = p;
if ($119.$ === "Nil") { return { $: "Pair", a: { $: "Nil" }, b: 1n }; }
if ($119.$ === "Cons") { const c = $119.a; const p$ = $119.b; const $120 = stretched(s, p$);
if ($120.$ === "Pair") { const r = $120.a; const m = $120.b; return { $: "Pair", a: { $: "Cons", a: integer_mul(c, m), b: r }, b: integer_mul(s, m) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function add_polynomial(p, q0) {
const $122 = p;
if ($122.$ === "Nil") { return q0; }
if ($122.$ === "Cons") { const c = $122.a; const p$ = $122.b; const $123 = q0;
if ($123.$ === "Nil") { return p; }
if ($123.$ === "Cons") { const d = $123.a; const q$ = $123.b; return { $: "Cons", a: integer_add(c, d), b: add_polynomial(p$, q$) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function shifted(a, p) {
const $121 = p;
if ($121.$ === "Nil") { return { $: "Nil" }; }
if ($121.$ === "Cons") { const c = $121.a; const p$ = $121.b; const r = shifted(a, p$);
return add_polynomial({ $: "Cons", a: c, b: r }, map((($0) => ($1) => integer_mul($0, $1))(a), r)); }
throw new Error("a value of no constructor");
}
function narrowed(w, m, p) {
const $124 = p;
if ($124.$ === "Nil") { return { $: "Nil" }; }
if ($124.$ === "Cons") { const c = $124.a; const p$ = $124.b; return { $: "Cons", a: integer_mul(c, m), b: narrowed(w, integer_mul(m, w), p$) }; }
throw new Error("a value of no constructor");
}
function shifted_by_one(p) {
const $127 = p;
if ($127.$ === "Nil") { return { $: "Nil" }; }
if ($127.$ === "Cons") { const c = $127.a; const p$ = $127.b; const r = shifted_by_one(p$);
return add_polynomial({ $: "Cons", a: c, b: r }, r); }
throw new Error("a value of no constructor");
}
function rev(l) {
const $131 = l;
if ($131.$ === "Nil") { return { $: "Nil" }; }
if ($131.$ === "Cons") { const x = $131.a; const l$ = $131.b; return app(rev(l$), { $: "Cons", a: x, b: { $: "Nil" } }); }
throw new Error("a value of no constructor");
}
function some_positive(p) {
for (;;) {
const $133 = p;
if ($133.$ === "Nil") { return false; }
if ($133.$ === "Cons") { const c = $133.a; const p$ = $133.b; const $134 = integer_ltb(0n, c);
if ($134) { return true; }
if (!$134) { [p] = [p$];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function positive_coefficients(p) {
const $132 = all((($0) => ($1) => integer_leb($0, $1))(0n), p);
if ($132) { return some_positive(p); }
if (!$132) { return false; }
throw new Error("a value of no constructor");
}
function positive_on_unit(halvings, p) {
for (;;) {
const $125 = positive_coefficients(shifted_by_one(rev(p)));
if ($125) { return true; }
if (!$125) { const $126 = halvings;
if ($126 === 0) { return false; }
if ($126 !== 0) { const h = $126 - 1; const left = fst(stretched((2n * 1n), p));
const right = shifted_by_one(left);
const $128 = right;
if ($128.$ === "Nil") { return false; }
if ($128.$ === "Cons") { const middle = $128.a; const $129 = integer_ltb(0n, middle);
if ($129) { const $130 = positive_on_unit(h, left);
if ($130) { [halvings, p] = [h, right];
continue; }
if (!$130) { return false; }
throw new Error("a value of no constructor"); }
if (!$129) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function check_inequality(halvings, p, a, b, greater) {
const d = common_denominator(1n, p);
const s = common_denominator(1n, { $: "Cons", a: a, b: { $: "Cons", a: b, b: { $: "Nil" } } });
const a0 = scaled(s, a);
const w = integer_sub(scaled(s, b), a0);
const $112 = all((($0) => ($1) => is_exact($0, $1))(d), p);
if ($112) { const $113 = integer_ltb(0n, d);
if ($113) { const $114 = all((($0) => ($1) => is_exact($0, $1))(s), { $: "Cons", a: a, b: { $: "Cons", a: b, b: { $: "Nil" } } });
if ($114) { const $115 = integer_ltb(0n, s);
if ($115) { const $116 = integer_ltb(0n, w);
if ($116) { const c = map((($0) => ($1) => scaled($0, $1))((() => { const $117 = greater;
if ($117) { return d; }
if (!$117) { return integer_opp(d); }
throw new Error("a value of no constructor"); })()), p);
const $118 = all((($0) => ($1) => is_exact($0, $1))((() => { const $135 = greater;
if ($135) { return d; }
if (!$135) { return integer_opp(d); }
throw new Error("a value of no constructor"); })()), p);
if ($118) { return positive_on_unit(halvings, narrowed(w, 1n, shifted(a0, fst(stretched(s, c))))); }
if (!$118) { return false; }
throw new Error("a value of no constructor"); }
if (!$116) { return false; }
throw new Error("a value of no constructor"); }
if (!$115) { return false; }
throw new Error("a value of no constructor"); }
if (!$114) { return false; }
throw new Error("a value of no constructor"); }
if (!$113) { return false; }
throw new Error("a value of no constructor"); }
if (!$112) { return false; }
throw new Error("a value of no constructor");
}
function poly_scale(a, q0) {
const $139 = q0;
if ($139.$ === "Num") { const b = $139.a; return { $: "Num", a: integer_mul(a, b) }; }
if ($139.$ === "Cons0") { const h = $139.a; const r = $139.b; return { $: "Cons0", a: poly_scale(a, h), b: poly_scale(a, r) }; }
throw new Error("a value of no constructor");
}
function fraction_negated(a) {
return { $: "Pair", a: poly_scale((-1n), fst(a)), b: snd(a) };
}
function poly_plus_number(a, q0) {
const $144 = q0;
if ($144.$ === "Num") { const b = $144.a; return { $: "Num", a: integer_add(a, b) }; }
if ($144.$ === "Cons0") { const h = $144.a; const r = $144.b; return { $: "Cons0", a: poly_plus_number(a, h), b: r }; }
throw new Error("a value of no constructor");
}
function poly_plus(p, q0) {
const $143 = p;
if ($143.$ === "Num") { const a = $143.a; return poly_plus_number(a, q0); }
if ($143.$ === "Cons0") { const h = $143.a; const r = $143.b; const $145 = q0;
if ($145.$ === "Num") { const b = $145.a; return { $: "Cons0", a: poly_plus_number(b, h), b: r }; }
if ($145.$ === "Cons0") { const h$ = $145.a; const r$ = $145.b; return { $: "Cons0", a: poly_plus(h, h$), b: poly_plus(r, r$) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function fraction_plus(a, b) {
const $140 = a;
if ($140.$ === "Pair") { const p = $140.a; const d = $140.b; const $141 = b;
if ($141.$ === "Pair") { const q0 = $141.a; const e = $141.b; const g = integer_gcd(d, e);
const u = integer_div(e, g);
const v = integer_div(d, g);
const $142 = (() => { const $146 = integer_ltb(0n, u);
if ($146) { return integer_eqb(integer_mul(d, u), integer_mul(e, v)); }
if (!$146) { return false; }
throw new Error("a value of no constructor"); })();
if ($142) { return { $: "Pair", a: poly_plus(poly_scale(u, p), poly_scale(v, q0)), b: integer_mul(d, u) }; }
if (!$142) { return { $: "Pair", a: poly_plus(poly_scale(e, p), poly_scale(d, q0)), b: integer_mul(d, e) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function poly_is_zero(p) {
for (;;) {
const $147 = p;
if ($147.$ === "Num") { const c = $147.a; return integer_eqb(c, 0n); }
if ($147.$ === "Cons0") { const h = $147.a; const r = $147.b; const $148 = poly_is_zero(h);
if ($148) { [p] = [r];
continue; }
if (!$148) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function same_fraction(a, b) {
return poly_is_zero(fst(fraction_plus(a, fraction_negated(b))));
}
function poly_variable(i) {
const $151 = i;
if ($151 === 0) { return { $: "Cons0", a: { $: "Num", a: 0n }, b: { $: "Num", a: 1n } }; }
if ($151 !== 0) { const j = $151 - 1; return { $: "Cons0", a: poly_variable(j), b: { $: "Num", a: 0n } }; }
throw new Error("a value of no constructor");
}
function ltb(n, m) {
return leb((n + 1), m);
}
function from_coefficients(d, qs) {
const $157 = qs;
if ($157.$ === "Nil") { return { $: "Num", a: 0n }; }
if ($157.$ === "Cons") { const q0 = $157.a; const rest = $157.b; return { $: "Cons0", a: { $: "Num", a: scaled(d, q0) }, b: from_coefficients(d, rest) }; }
throw new Error("a value of no constructor");
}
function over_head(times, h, q0) {
const $165 = q0;
if ($165.$ === "Num") { const b = $165.a; return { $: "Cons0", a: poly_scale(b, h), b: { $: "Num", a: 0n } }; }
if ($165.$ === "Cons0") { const h$ = $165.a; const r$ = $165.b; return { $: "Cons0", a: times(h$), b: over_head(times, h, r$) }; }
throw new Error("a value of no constructor");
}
function poly_times(p) {
const $164 = p;
if ($164.$ === "Num") { const a = $164.a; return (($0) => ($1) => poly_scale($0, $1))(a); }
if ($164.$ === "Cons0") { const h = $164.a; const r = $164.b; return ((q0) => { return poly_plus(over_head(poly_times(h), h, q0), { $: "Cons0", a: { $: "Num", a: 0n }, b: poly_times(r)(q0) }); }); }
throw new Error("a value of no constructor");
}
function fraction_times(a, b) {
return { $: "Pair", a: poly_times(fst(a))(fst(b)), b: integer_mul(snd(a), snd(b)) };
}
function fraction_power(a, k) {
const $168 = k;
if ($168 === 0) { return { $: "Pair", a: { $: "Num", a: 1n }, b: 1n }; }
if ($168 !== 0) { const j = $168 - 1; return fraction_times(a, fraction_power(a, j)); }
throw new Error("a value of no constructor");
}
function poly_derivative(i, p) {
const $171 = p;
if ($171.$ === "Num") { return { $: "Num", a: 0n }; }
if ($171.$ === "Cons0") { const h = $171.a; const r = $171.b; const $172 = i;
if ($172 === 0) { return poly_plus(r, { $: "Cons0", a: { $: "Num", a: 0n }, b: poly_derivative(0, r) }); }
if ($172 !== 0) { const j = $172 - 1; return { $: "Cons0", a: poly_derivative(j, h), b: poly_derivative(i, r) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function tl(l) {
const $179 = l;
if ($179.$ === "Nil") { return { $: "Nil" }; }
if ($179.$ === "Cons") { const m = $179.b; return m; }
throw new Error("a value of no constructor");
}
function hd(default$, l) {
const $180 = l;
if ($180.$ === "Nil") { return default$; }
if ($180.$ === "Cons") { const x = $180.a; return x; }
throw new Error("a value of no constructor");
}
function substituted(p, args) {
const $178 = p;
if ($178.$ === "Num") { const c = $178.a; return { $: "Pair", a: { $: "Num", a: c }, b: 1n }; }
if ($178.$ === "Cons0") { const h = $178.a; const r = $178.b; return fraction_plus(substituted(h, tl(args)), fraction_times(hd({ $: "Pair", a: { $: "Num", a: 0n }, b: 1n }, args), substituted(r, args))); }
throw new Error("a value of no constructor");
}
function expand_all(n, known, es) {
const $181 = es;
if ($181.$ === "NoMore") { return { $: "Some", a: { $: "Nil" } }; }
if ($181.$ === "More") { const e = $181.a; const rest = $181.b; const $182 = expand(n, known, e);
if ($182.$ === "Some") { const p = $182.a; const $183 = expand_all(n, known, rest);
if ($183.$ === "Some") { const ps = $183.a; return { $: "Some", a: { $: "Cons", a: p, b: ps } }; }
if ($183.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($182.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function expand(n, known, e) {
const $149 = e;
if ($149.$ === "Var") { const i = $149.a; const $150 = ltb(i, n);
if ($150) { return { $: "Some", a: { $: "Pair", a: poly_variable(i), b: 1n } }; }
if (!$150) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($149.$ === "Const") { const q0 = $149.a; return { $: "Some", a: { $: "Pair", a: { $: "Num", a: (() => { const $152 = q0;
if ($152.$ === "Qmake") { const qnum = $152.a; return qnum; }
throw new Error("a value of no constructor"); })() }, b: (() => { const $153 = q0;
if ($153.$ === "Qmake") { const qden = $153.b; return qden; }
throw new Error("a value of no constructor"); })() } }; }
if ($149.$ === "Coefficients") { const qs = $149.a; const d = common_denominator(1n, qs);
const $154 = integer_ltb(0n, d);
if ($154) { const $155 = all((($0) => ($1) => is_exact($0, $1))(d), qs);
if ($155) { const $156 = ltb(0, n);
if ($156) { return { $: "Some", a: { $: "Pair", a: from_coefficients(d, qs), b: d } }; }
if (!$156) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$155) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$154) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($149.$ === "Sum") { const a = $149.a; const b = $149.b; const $158 = expand(n, known, a);
if ($158.$ === "Some") { const p = $158.a; const $159 = expand(n, known, b);
if ($159.$ === "Some") { const q0 = $159.a; return { $: "Some", a: fraction_plus(p, q0) }; }
if ($159.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($158.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($149.$ === "Difference") { const a = $149.a; const b = $149.b; const $160 = expand(n, known, a);
if ($160.$ === "Some") { const p = $160.a; const $161 = expand(n, known, b);
if ($161.$ === "Some") { const q0 = $161.a; return { $: "Some", a: fraction_plus(p, fraction_negated(q0)) }; }
if ($161.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($160.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($149.$ === "Product") { const a = $149.a; const b = $149.b; const $162 = expand(n, known, a);
if ($162.$ === "Some") { const p = $162.a; const $163 = expand(n, known, b);
if ($163.$ === "Some") { const q0 = $163.a; return { $: "Some", a: fraction_times(p, q0) }; }
if ($163.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($162.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($149.$ === "Negative") { const a = $149.a; const $166 = expand(n, known, a);
if ($166.$ === "Some") { const p = $166.a; return { $: "Some", a: fraction_negated(p) }; }
if ($166.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($149.$ === "Power") { const a = $149.a; const k = $149.b; const $167 = expand(n, known, a);
if ($167.$ === "Some") { const p = $167.a; return { $: "Some", a: fraction_power(p, k) }; }
if ($167.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($149.$ === "Derivative") { const i = $149.a; const a = $149.b; const $169 = ltb(i, n);
if ($169) { const $170 = expand(n, known, a);
if ($170.$ === "Some") { const p = $170.a; return { $: "Some", a: { $: "Pair", a: poly_derivative(i, fst(p)), b: snd(p) } }; }
if ($170.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$169) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($149.$ === "Apply") { const k = $149.a; const args = $149.b; const $173 = nth_error(known, k);
if ($173.$ === "Some") { const p0 = $173.a; const $174 = p0;
if ($174.$ === "Pair") { const m = $174.a; const f = $174.b; const $175 = f;
if ($175.$ === "Pair") { const p = $175.a; const d = $175.b; const $176 = expand_all(n, known, args);
if ($176.$ === "Some") { const ps = $176.a; const $177 = eqb(length(ps), m);
if ($177) { const r = substituted(p, ps);
return { $: "Some", a: { $: "Pair", a: fst(r), b: integer_mul(snd(r), d) } }; }
if (!$177) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($176.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($173.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function expand_names(names, known) {
for (;;) {
const $184 = names;
if ($184.$ === "Nil") { return { $: "Some", a: known }; }
if ($184.$ === "Cons") { const p = $184.a; const rest = $184.b; const $185 = p;
if ($185.$ === "Pair") { const n = $185.a; const e = $185.b; const $186 = expand(n, known, e);
if ($186.$ === "Some") { const p0 = $186.a; [names, known] = [rest, app(known, { $: "Cons", a: { $: "Pair", a: n, b: p0 }, b: { $: "Nil" } })];
continue; }
if ($186.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function check_identity(n, names, left, right) {
const $136 = expand_names(names, { $: "Nil" });
if ($136.$ === "Some") { const known = $136.a; const $137 = expand(n, known, left);
if ($137.$ === "Some") { const p = $137.a; const $138 = expand(n, known, right);
if ($138.$ === "Some") { const q0 = $138.a; return same_fraction(p, q0); }
if ($138.$ === "None") { return false; }
throw new Error("a value of no constructor"); }
if ($137.$ === "None") { return false; }
throw new Error("a value of no constructor"); }
if ($136.$ === "None") { return false; }
throw new Error("a value of no constructor");
}
function check_stated_inequality(halvings, p, a, b, greater, names, stated) {
const $187 = check_identity((0 + 1), names, stated, { $: "Coefficients", a: p });
if ($187) { return check_inequality(halvings, p, a, b, greater); }
if (!$187) { return false; }
throw new Error("a value of no constructor");
}
function negb(b) {
const $199 = b;
if ($199) { return false; }
if (!$199) { return true; }
throw new Error("a value of no constructor");
}
function den(q0) {
return (() => { const $204 = q0;
if ($204.$ === "Qmake") { const qden = $204.b; return qden; }
throw new Error("a value of no constructor"); })();
}
function at_most(a, b) {
return integer_leb(integer_mul((() => { const $203 = a;
if ($203.$ === "Qmake") { const qnum = $203.a; return qnum; }
throw new Error("a value of no constructor"); })(), den(b)), integer_mul((() => { const $205 = b;
if ($205.$ === "Qmake") { const qnum = $205.a; return qnum; }
throw new Error("a value of no constructor"); })(), den(a)));
}
function negative_q(a) {
return { $: "Qmake", a: integer_opp((() => { const $206 = a;
if ($206.$ === "Qmake") { const qnum = $206.a; return qnum; }
throw new Error("a value of no constructor"); })()), b: (() => { const $207 = a;
if ($207.$ === "Qmake") { const qden = $207.b; return qden; }
throw new Error("a value of no constructor"); })() };
}
function just(q0) {
return { $: "Pair", a: q0, b: q0 };
}
function power_z(b, n) {
const $212 = n;
if ($212 === 0) { return 1n; }
if ($212 !== 0) { const m = $212 - 1; return integer_mul(b, power_z(b, m)); }
throw new Error("a value of no constructor");
}
function sign_z(n) {
const $213 = n;
if ($213 === 0) { return 1n; }
if ($213 !== 0) { const m = $213 - 1; return integer_opp(sign_z(m)); }
throw new Error("a value of no constructor");
}
function odd_z(n) {
const $214 = n;
if ($214 === 0) { return 1n; }
if ($214 !== 0) { const m = $214 - 1; return integer_add((2n * 1n), odd_z(m)); }
throw new Error("a value of no constructor");
}
function ratio(n, d) {
const g = integer_gcd(n, d);
return { $: "Qmake", a: integer_div(n, g), b: integer_to_pos(integer_div(d, g)) };
}
function pi_term(n) {
const a = integer_mul((2n * 1n + 1n), power_z((2n * (2n * (2n * 1n)) + 1n), n));
const b = integer_mul((2n * (2n * 1n + 1n) + 1n), power_z((2n * (2n * (2n * (2n * (2n * 1n + 1n)))) + 1n), n));
return ratio(integer_mul(sign_z(n), integer_add(integer_mul((2n * 1n), b), a)), integer_mul(integer_mul(a, b), odd_z(n)));
}
function plus_q(a, b) {
return ratio(integer_add(integer_mul((() => { const $215 = a;
if ($215.$ === "Qmake") { const qnum = $215.a; return qnum; }
throw new Error("a value of no constructor"); })(), den(b)), integer_mul((() => { const $216 = b;
if ($216.$ === "Qmake") { const qnum = $216.a; return qnum; }
throw new Error("a value of no constructor"); })(), den(a))), integer_mul(den(a), den(b)));
}
function pi_sum(n) {
const $211 = n;
if ($211 === 0) { return pi_term(0); }
if ($211 !== 0) { const m = $211 - 1; return plus_q(pi_sum(m), pi_term((m + 1))); }
throw new Error("a value of no constructor");
}
function times_q(a, b) {
return ratio(integer_mul((() => { const $217 = a;
if ($217.$ === "Qmake") { const qnum = $217.a; return qnum; }
throw new Error("a value of no constructor"); })(), (() => { const $218 = b;
if ($218.$ === "Qmake") { const qnum = $218.a; return qnum; }
throw new Error("a value of no constructor"); })()), integer_mul(den(a), den(b)));
}
const pi_i = (() => { const s = pi_sum(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((0 + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1));
return { $: "Pair", a: times_q({ $: "Qmake", a: (2n * (2n * 1n)), b: 1n }, plus_q(s, pi_term((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((0 + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1)))), b: times_q({ $: "Qmake", a: (2n * (2n * 1n)), b: 1n }, s) }; })();
function plus_i(i, j) {
return { $: "Pair", a: plus_q(fst(i), fst(j)), b: plus_q(snd(i), snd(j)) };
}
function both(g, a, b) {
const $219 = a;
if ($219.$ === "Some") { const i = $219.a; const $220 = b;
if ($220.$ === "Some") { const j = $220.a; return { $: "Some", a: g(i)(j) }; }
if ($220.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($219.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor");
}
function round_down(u, q0) {
const $222 = integer_leb(den(q0), u);
if ($222) { return q0; }
if (!$222) { const $223 = integer_ltb(0n, u);
if ($223) { return ratio(integer_div(integer_mul((() => { const $224 = q0;
if ($224.$ === "Qmake") { const qnum = $224.a; return qnum; }
throw new Error("a value of no constructor"); })(), u), den(q0)), u); }
if (!$223) { return q0; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function round_i(u, i) {
return { $: "Pair", a: round_down(u, fst(i)), b: negative_q(round_down(u, negative_q(snd(i)))) };
}
function mapped(g, a) {
const $225 = a;
if ($225.$ === "Some") { const i = $225.a; return { $: "Some", a: g(i) }; }
if ($225.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor");
}
function tidy(u, e) {
const $221 = e;
if ($221.$ === "Enclosed") { const v = $221.a; const s = $221.b; const p = $221.c; return { $: "Enclosed", a: round_i(u, v), b: mapped((($0) => ($1) => round_i($0, $1))(u), s), c: mapped((($0) => ($1) => round_i($0, $1))(u), p) }; }
throw new Error("a value of no constructor");
}
function unary(e, g) {
const $226 = e;
if ($226.$ === "Some") { const e0 = $226.a; const $227 = e0;
if ($227.$ === "Enclosed") { const v = $227.a; const s = $227.b; const p = $227.c; return g(v)(s)(p); }
throw new Error("a value of no constructor"); }
if ($226.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor");
}
function negative_i(i) {
return { $: "Pair", a: negative_q(snd(i)), b: negative_q(fst(i)) };
}
function minus_i(i, j) {
return plus_i(i, negative_i(j));
}
function scale_i(q0, i) {
const $228 = at_most({ $: "Qmake", a: 0n, b: 1n }, q0);
if ($228) { return { $: "Pair", a: times_q(q0, fst(i)), b: times_q(q0, snd(i)) }; }
if (!$228) { return { $: "Pair", a: times_q(q0, snd(i)), b: times_q(q0, fst(i)) }; }
throw new Error("a value of no constructor");
}
function least_q(a, b) {
const $229 = at_most(a, b);
if ($229) { return a; }
if (!$229) { return b; }
throw new Error("a value of no constructor");
}
function greatest_q(a, b) {
const $230 = at_most(a, b);
if ($230) { return b; }
if (!$230) { return a; }
throw new Error("a value of no constructor");
}
function hull_i(i, j) {
return { $: "Pair", a: least_q(fst(i), fst(j)), b: greatest_q(snd(i), snd(j)) };
}
function times_i(i, j) {
return hull_i(scale_i(fst(i), j), scale_i(snd(i), j));
}
function times_e(v, s, p, w, t, q0) {
return { $: "Enclosed", a: times_i(v, w), b: both(((a) => (b) => { return plus_i(times_i(v, b), times_i(w, a)); }), s, t), c: (() => { const $231 = p;
if ($231.$ === "Some") { const a = $231.a; return { $: "Some", a: times_i(a, w) }; }
if ($231.$ === "None") { return mapped((($0) => ($1) => times_i($0, $1))(v), q0); }
throw new Error("a value of no constructor"); })() };
}
function inverse_q(a) {
const $234 = integer_ltb(0n, (() => { const $237 = a;
if ($237.$ === "Qmake") { const qnum = $237.a; return qnum; }
throw new Error("a value of no constructor"); })());
if ($234) { return ratio(den(a), (() => { const $235 = a;
if ($235.$ === "Qmake") { const qnum = $235.a; return qnum; }
throw new Error("a value of no constructor"); })()); }
if (!$234) { return ratio(integer_opp(den(a)), integer_opp((() => { const $236 = a;
if ($236.$ === "Qmake") { const qnum = $236.a; return qnum; }
throw new Error("a value of no constructor"); })())); }
throw new Error("a value of no constructor");
}
function less_q(a, b) {
return integer_ltb(integer_mul((() => { const $239 = a;
if ($239.$ === "Qmake") { const qnum = $239.a; return qnum; }
throw new Error("a value of no constructor"); })(), den(b)), integer_mul((() => { const $240 = b;
if ($240.$ === "Qmake") { const qnum = $240.a; return qnum; }
throw new Error("a value of no constructor"); })(), den(a)));
}
function inverse_i(i) {
const $233 = less_q({ $: "Qmake", a: 0n, b: 1n }, fst(i));
if ($233) { return { $: "Some", a: { $: "Pair", a: inverse_q(snd(i)), b: inverse_q(fst(i)) } }; }
if (!$233) { const $238 = less_q(snd(i), { $: "Qmake", a: 0n, b: 1n });
if ($238) { return { $: "Some", a: { $: "Pair", a: inverse_q(snd(i)), b: inverse_q(fst(i)) } }; }
if (!$238) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function least_i(i, j) {
return { $: "Pair", a: least_q(fst(i), fst(j)), b: least_q(snd(i), snd(j)) };
}
function chosen(first, second, s, t) {
const $241 = first;
if ($241) { return s; }
if (!$241) { const $242 = second;
if ($242) { return t; }
if (!$242) { return both((($0) => ($1) => hull_i($0, $1)), s, t); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function greatest_i(i, j) {
return { $: "Pair", a: greatest_q(fst(i), fst(j)), b: greatest_q(snd(i), snd(j)) };
}
function absolute_i(i) {
const $243 = at_most({ $: "Qmake", a: 0n, b: 1n }, fst(i));
if ($243) { return i; }
if (!$243) { const $244 = at_most(snd(i), { $: "Qmake", a: 0n, b: 1n });
if ($244) { return negative_i(i); }
if (!$244) { return { $: "Pair", a: { $: "Qmake", a: 0n, b: 1n }, b: greatest_q(negative_q(fst(i)), snd(i)) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function power_i(i, k) {
const $245 = k;
if ($245 === 0) { return just({ $: "Qmake", a: 1n, b: 1n }); }
if ($245 !== 0) { const j = $245 - 1; const $246 = j;
if ($246 === 0) { return i; }
if ($246 !== 0) { return times_i(i, power_i(i, j)); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function power_slope(v, s, k) {
const $247 = k;
if ($247 === 0) { return just({ $: "Qmake", a: 0n, b: 1n }); }
if ($247 !== 0) { const j = $247 - 1; const $248 = j;
if ($248 === 0) { return s; }
if ($248 !== 0) { return plus_i(times_i(v, power_slope(v, s, j)), times_i(power_i(v, j), s)); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function minus_q(a, b) {
return plus_q(a, negative_q(b));
}
function rise(x0, y0, x1, y1) {
return times_q(minus_q(y1, y0), inverse_q(minus_q(x1, x0)));
}
function linear_at(x0, y0, knots, x) {
for (;;) {
const $251 = knots;
if ($251.$ === "Nil") { return y0; }
if ($251.$ === "Cons") { const p = $251.a; const rest = $251.b; const $252 = p;
if ($252.$ === "Pair") { const x1 = $252.a; const y1 = $252.b; const $253 = at_most(x, x1);
if ($253) { return plus_q(y0, times_q(rise(x0, y0, x1, y1), minus_q(x, x0))); }
if (!$253) { [x0, y0, knots, x] = [x1, y1, rest, x];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function piecewise_at(first, others, x) {
const $250 = at_most(x, fst(first));
if ($250) { return snd(first); }
if (!$250) { return linear_at(fst(first), snd(first), others, x); }
throw new Error("a value of no constructor");
}
function rises(x0, y0, knots, i) {
for (;;) {
const $257 = knots;
if ($257.$ === "Nil") { return just({ $: "Qmake", a: 0n, b: 1n }); }
if ($257.$ === "Cons") { const p = $257.a; const rest = $257.b; const $258 = p;
if ($258.$ === "Pair") { const x1 = $258.a; const y1 = $258.b; const $259 = at_most(snd(i), x1);
if ($259) { return just(rise(x0, y0, x1, y1)); }
if (!$259) { const $260 = at_most(x1, fst(i));
if ($260) { [x0, y0, knots, i] = [x1, y1, rest, i];
continue; }
if (!$260) { return hull_i(just(rise(x0, y0, x1, y1)), rises(x1, y1, rest, i)); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function piecewise_rises(first, others, i) {
const $255 = at_most(snd(i), fst(first));
if ($255) { return just({ $: "Qmake", a: 0n, b: 1n }); }
if (!$255) { const $256 = at_most(fst(first), fst(i));
if ($256) { return rises(fst(first), snd(first), others, i); }
if (!$256) { return hull_i(just({ $: "Qmake", a: 0n, b: 1n }), rises(fst(first), snd(first), others, i)); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function piecewise_range(first, others, i) {
const v = just(piecewise_at(first, others, fst(i)));
const $254 = at_most(snd(i), fst(i));
if ($254) { return v; }
if (!$254) { return plus_i(v, times_i(piecewise_rises(first, others, i), { $: "Pair", a: { $: "Qmake", a: 0n, b: 1n }, b: minus_q(snd(i), fst(i)) })); }
throw new Error("a value of no constructor");
}
function knots_rise(x0, knots) {
for (;;) {
const $261 = knots;
if ($261.$ === "Nil") { return true; }
if ($261.$ === "Cons") { const p = $261.a; const rest = $261.b; const $262 = p;
if ($262.$ === "Pair") { const x1 = $262.a; const $263 = less_q(x0, x1);
if ($263) { [x0, knots] = [x1, rest];
continue; }
if (!$263) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function root_low(u, q0) {
const n = integer_sqrt((() => { const $267 = q0;
if ($267.$ === "Qmake") { const qnum = $267.a; return qnum; }
throw new Error("a value of no constructor"); })());
const d = integer_sqrt(den(q0));
const $268 = (() => { const $270 = integer_eqb(integer_mul(n, n), (() => { const $271 = q0;
if ($271.$ === "Qmake") { const qnum = $271.a; return qnum; }
throw new Error("a value of no constructor"); })());
if ($270) { return integer_eqb(integer_mul(d, d), den(q0)); }
if (!$270) { return false; }
throw new Error("a value of no constructor"); })();
if ($268) { return ratio(n, d); }
if (!$268) { return ratio(integer_sqrt(integer_div(integer_mul(integer_mul((() => { const $269 = q0;
if ($269.$ === "Qmake") { const qnum = $269.a; return qnum; }
throw new Error("a value of no constructor"); })(), u), u), den(q0))), u); }
throw new Error("a value of no constructor");
}
function root_high(u, q0) {
const n = integer_sqrt((() => { const $272 = q0;
if ($272.$ === "Qmake") { const qnum = $272.a; return qnum; }
throw new Error("a value of no constructor"); })());
const d = integer_sqrt(den(q0));
const $273 = (() => { const $275 = integer_eqb(integer_mul(n, n), (() => { const $276 = q0;
if ($276.$ === "Qmake") { const qnum = $276.a; return qnum; }
throw new Error("a value of no constructor"); })());
if ($275) { return integer_eqb(integer_mul(d, d), den(q0)); }
if (!$275) { return false; }
throw new Error("a value of no constructor"); })();
if ($273) { return ratio(n, d); }
if (!$273) { return ratio(integer_add(integer_sqrt(integer_div(integer_mul(integer_mul((() => { const $274 = q0;
if ($274.$ === "Qmake") { const qnum = $274.a; return qnum; }
throw new Error("a value of no constructor"); })(), u), u), den(q0))), 1n), u); }
throw new Error("a value of no constructor");
}
function root_i(u, i) {
const $266 = at_most({ $: "Qmake", a: 0n, b: 1n }, fst(i));
if ($266) { return { $: "Some", a: { $: "Pair", a: root_low(u, fst(i)), b: root_high(u, snd(i)) } }; }
if (!$266) { return { $: "None" }; }
throw new Error("a value of no constructor");
}
function half_q(q0) {
return ratio((() => { const $283 = q0;
if ($283.$ === "Qmake") { const qnum = $283.a; return qnum; }
throw new Error("a value of no constructor"); })(), integer_mul((2n * 1n), den(q0)));
}
function halvings_to(small, fuel, q0) {
const $280 = fuel;
if ($280 === 0) { return 0; }
if ($280 !== 0) { const rest = $280 - 1; const $281 = at_most(q0, small);
if ($281) { const $282 = at_most(negative_q(q0), small);
if ($282) { return 0; }
if (!$282) { return (halvings_to(small, rest, half_q(q0)) + 1); }
throw new Error("a value of no constructor"); }
if (!$281) { return (halvings_to(small, rest, half_q(q0)) + 1); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function exponential_small(q0) {
const $285 = less_q(q0, { $: "Qmake", a: 1n, b: 1n });
if ($285) { return { $: "Some", a: { $: "Pair", a: plus_q({ $: "Qmake", a: 1n, b: 1n }, q0), b: inverse_q(minus_q({ $: "Qmake", a: 1n, b: 1n }, q0)) } }; }
if (!$285) { return { $: "None" }; }
throw new Error("a value of no constructor");
}
function exponential_halved(u, k, q0) {
const $284 = k;
if ($284 === 0) { return exponential_small(q0); }
if ($284 !== 0) { const j = $284 - 1; const $286 = exponential_halved(u, j, half_q(q0));
if ($286.$ === "Some") { const e = $286.a; return { $: "Some", a: round_i(u, times_i(e, e)) }; }
if ($286.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function exponential_at(u, q0) {
return exponential_halved(u, halvings_to(ratio(1n, power_z((2n * 1n), ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((0 + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1))), ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((0 + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1), q0), q0);
}
function exponential_i(u, i) {
const $278 = exponential_at(u, fst(i));
if ($278.$ === "Some") { const l = $278.a; const $279 = exponential_at(u, snd(i));
if ($279.$ === "Some") { const h = $279.a; return { $: "Some", a: { $: "Pair", a: fst(l), b: snd(h) } }; }
if ($279.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($278.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor");
}
function cosine_of_pi_times(q0) {
const $289 = integer_eqb(den(q0), 1n);
if ($289) { return { $: "Some", a: (() => { const $290 = integer_eqb(integer_mul((2n * 1n), integer_div((() => { const $291 = q0;
if ($291.$ === "Qmake") { const qnum = $291.a; return qnum; }
throw new Error("a value of no constructor"); })(), (2n * 1n))), (() => { const $292 = q0;
if ($292.$ === "Qmake") { const qnum = $292.a; return qnum; }
throw new Error("a value of no constructor"); })());
if ($290) { return { $: "Qmake", a: 1n, b: 1n }; }
if (!$290) { return { $: "Qmake", a: (-1n), b: 1n }; }
throw new Error("a value of no constructor"); })() }; }
if (!$289) { const $293 = integer_eqb(den(q0), (2n * 1n));
if ($293) { const $294 = integer_eqb(integer_mul((2n * 1n), integer_div((() => { const $295 = q0;
if ($295.$ === "Qmake") { const qnum = $295.a; return qnum; }
throw new Error("a value of no constructor"); })(), (2n * 1n))), (() => { const $296 = q0;
if ($296.$ === "Qmake") { const qnum = $296.a; return qnum; }
throw new Error("a value of no constructor"); })());
if ($294) { return { $: "None" }; }
if (!$294) { return { $: "Some", a: { $: "Qmake", a: 0n, b: 1n } }; }
throw new Error("a value of no constructor"); }
if (!$293) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function cosine_exactly(p) {
const $287 = p;
if ($287.$ === "Some") { const i = $287.a; const $288 = at_most(snd(i), fst(i));
if ($288) { return cosine_of_pi_times(fst(i)); }
if (!$288) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($287.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor");
}
function sine_exactly(p) {
return cosine_exactly(mapped((($0) => ($1) => minus_i($0, $1))(just({ $: "Qmake", a: 1n, b: (2n * 1n) })), p));
}
function size_is_at_most_2(q0) {
const $299 = at_most(q0, { $: "Qmake", a: (2n * 1n), b: 1n });
if ($299) { return at_most({ $: "Qmake", a: (-(2n * 1n)), b: 1n }, q0); }
if (!$299) { return false; }
throw new Error("a value of no constructor");
}
function cosine_small(u, q0) {
const $298 = size_is_at_most_2(q0);
if ($298) { const s = round_i(u, just(times_q(q0, q0)));
const s2 = round_i(u, times_i(s, s));
const low = plus_i(minus_i(just({ $: "Qmake", a: 1n, b: 1n }), scale_i({ $: "Qmake", a: 1n, b: (2n * 1n) }, s)), minus_i(scale_i({ $: "Qmake", a: 1n, b: (2n * (2n * (2n * (2n * 1n + 1n)))) }, s2), scale_i({ $: "Qmake", a: 1n, b: (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * 1n) + 1n) + 1n)) + 1n))))) }, times_i(s, s2))));
return { $: "Pair", a: fst(low), b: snd(plus_i(low, scale_i({ $: "Qmake", a: 1n, b: (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * 1n)) + 1n) + 1n) + 1n)) + 1n) + 1n)))))))) }, times_i(s2, s2)))) }; }
if (!$298) { return { $: "Pair", a: { $: "Qmake", a: (-1n), b: 1n }, b: { $: "Qmake", a: 1n, b: 1n } }; }
throw new Error("a value of no constructor");
}
function cosine_halved(u, k, q0) {
const $297 = k;
if ($297 === 0) { return cosine_small(u, q0); }
if ($297 !== 0) { const j = $297 - 1; const c = cosine_halved(u, j, half_q(q0));
return round_i(u, minus_i(scale_i({ $: "Qmake", a: (2n * 1n), b: 1n }, times_i(c, c)), just({ $: "Qmake", a: 1n, b: 1n }))); }
throw new Error("a value of no constructor");
}
function cosine_i(u, i) {
const m = round_down(u, half_q(plus_q(fst(i), snd(i))));
const r = greatest_q(minus_q(snd(i), m), minus_q(m, fst(i)));
const c = cosine_halved(u, halvings_to({ $: "Qmake", a: 1n, b: (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * (2n * 1n)))))))))) }, ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((0 + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1) + 1), m), m);
return { $: "Pair", a: greatest_q({ $: "Qmake", a: (-1n), b: 1n }, minus_q(fst(c), r)), b: least_q({ $: "Qmake", a: 1n, b: 1n }, plus_q(snd(c), r)) };
}
function sine_i(u, i) {
return cosine_i(u, minus_i(scale_i({ $: "Qmake", a: 1n, b: (2n * 1n) }, pi_i), i));
}
function or_else(exactly, i) {
const $300 = exactly;
if ($300.$ === "Some") { const q0 = $300.a; return just(q0); }
if ($300.$ === "None") { return i; }
throw new Error("a value of no constructor");
}
function range(u, i, f) {
const $208 = f;
if ($208.$ === "Argument") { return { $: "Some", a: { $: "Enclosed", a: i, b: { $: "Some", a: just({ $: "Qmake", a: 1n, b: 1n }) }, c: { $: "None" } } }; }
if ($208.$ === "Constant") { const q0 = $208.a; return { $: "Some", a: { $: "Enclosed", a: just(q0), b: { $: "Some", a: just({ $: "Qmake", a: 0n, b: 1n }) }, c: (() => { const $209 = integer_eqb((() => { const $210 = q0;
if ($210.$ === "Qmake") { const qnum = $210.a; return qnum; }
throw new Error("a value of no constructor"); })(), 0n);
if ($209) { return { $: "Some", a: just({ $: "Qmake", a: 0n, b: 1n }) }; }
if (!$209) { return { $: "None" }; }
throw new Error("a value of no constructor"); })() } }; }
if ($208.$ === "CirclePi") { return { $: "Some", a: { $: "Enclosed", a: pi_i, b: { $: "Some", a: just({ $: "Qmake", a: 0n, b: 1n }) }, c: { $: "Some", a: just({ $: "Qmake", a: 1n, b: 1n }) } } }; }
if ($208.$ === "Plus") { const a = $208.a; const b = $208.b; return unary(range(u, i, a), ((v) => (s) => (p) => { return unary(range(u, i, b), ((w) => (t) => (q0) => { return { $: "Some", a: tidy(u, { $: "Enclosed", a: plus_i(v, w), b: both((($0) => ($1) => plus_i($0, $1)), s, t), c: both((($0) => ($1) => plus_i($0, $1)), p, q0) }) }; })); })); }
if ($208.$ === "Minus") { const a = $208.a; const b = $208.b; return unary(range(u, i, a), ((v) => (s) => (p) => { return unary(range(u, i, b), ((w) => (t) => (q0) => { return { $: "Some", a: tidy(u, { $: "Enclosed", a: minus_i(v, w), b: both((($0) => ($1) => minus_i($0, $1)), s, t), c: both((($0) => ($1) => minus_i($0, $1)), p, q0) }) }; })); })); }
if ($208.$ === "Times") { const a = $208.a; const b = $208.b; return unary(range(u, i, a), ((v) => (s) => (p) => { return unary(range(u, i, b), ((w) => (t) => (q0) => { return { $: "Some", a: tidy(u, times_e(v, s, p, w, t, q0)) }; })); })); }
if ($208.$ === "Quotient") { const a = $208.a; const b = $208.b; return unary(range(u, i, a), ((v) => (s) => (p) => { return unary(range(u, i, b), ((w) => (t) => (_2) => { const $232 = inverse_i(w);
if ($232.$ === "Some") { const r = $232.a; return { $: "Some", a: tidy(u, times_e(v, s, p, r, mapped(((b0) => { return negative_i(times_i(times_i(r, r), b0)); }), t), { $: "None" })) }; }
if ($232.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); })); })); }
if ($208.$ === "Minimum") { const a = $208.a; const b = $208.b; return unary(range(u, i, a), ((v) => (s) => (_2) => { return unary(range(u, i, b), ((w) => (t) => (_2) => { return { $: "Some", a: { $: "Enclosed", a: least_i(v, w), b: chosen(at_most(snd(v), fst(w)), at_most(snd(w), fst(v)), s, t), c: { $: "None" } } }; })); })); }
if ($208.$ === "Maximum") { const a = $208.a; const b = $208.b; return unary(range(u, i, a), ((v) => (s) => (_2) => { return unary(range(u, i, b), ((w) => (t) => (_2) => { return { $: "Some", a: { $: "Enclosed", a: greatest_i(v, w), b: chosen(at_most(snd(w), fst(v)), at_most(snd(v), fst(w)), s, t), c: { $: "None" } } }; })); })); }
if ($208.$ === "Opposite") { const a = $208.a; return unary(range(u, i, a), ((v) => (s) => (p) => { return { $: "Some", a: { $: "Enclosed", a: negative_i(v), b: mapped(negative_i, s), c: mapped(negative_i, p) } }; })); }
if ($208.$ === "Absolute") { const a = $208.a; return unary(range(u, i, a), ((v) => (s) => (_2) => { return { $: "Some", a: { $: "Enclosed", a: absolute_i(v), b: chosen(at_most({ $: "Qmake", a: 0n, b: 1n }, fst(v)), at_most(snd(v), { $: "Qmake", a: 0n, b: 1n }), s, mapped(negative_i, s)), c: { $: "None" } } }; })); }
if ($208.$ === "PowerOf") { const a = $208.a; const k = $208.b; return unary(range(u, i, a), ((v) => (s) => (_2) => { return { $: "Some", a: tidy(u, { $: "Enclosed", a: power_i(v, k), b: mapped(((a0) => { return power_slope(v, a0, k); }), s), c: { $: "None" } }) }; })); }
if ($208.$ === "PiecewiseLinear") { const first = $208.a; const others = $208.b; const a = $208.c; const $249 = knots_rise(fst(first), others);
if ($249) { return unary(range(u, i, a), ((v) => (s) => (_2) => { return { $: "Some", a: tidy(u, { $: "Enclosed", a: piecewise_range(first, others, v), b: mapped((($0) => ($1) => times_i($0, $1))(piecewise_rises(first, others, v)), s), c: { $: "None" } }) }; })); }
if (!$249) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($208.$ === "Root") { const a = $208.a; return unary(range(u, i, a), ((v) => (s) => (_2) => { const $264 = root_i(u, v);
if ($264.$ === "Some") { const r = $264.a; return { $: "Some", a: tidy(u, { $: "Enclosed", a: r, b: (() => { const $265 = inverse_i(plus_i(r, r));
if ($265.$ === "Some") { const h = $265.a; return mapped((($0) => ($1) => times_i($0, $1))(h), s); }
if ($265.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); })(), c: { $: "None" } }) }; }
if ($264.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); })); }
if ($208.$ === "Exponential") { const a = $208.a; return unary(range(u, i, a), ((v) => (s) => (_2) => { const $277 = exponential_i(u, v);
if ($277.$ === "Some") { const e = $277.a; return { $: "Some", a: tidy(u, { $: "Enclosed", a: e, b: mapped((($0) => ($1) => times_i($0, $1))(e), s), c: { $: "None" } }) }; }
if ($277.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); })); }
if ($208.$ === "Sine") { const a = $208.a; return unary(range(u, i, a), ((v) => (s) => (p) => { return { $: "Some", a: tidy(u, { $: "Enclosed", a: or_else(sine_exactly(p), sine_i(u, v)), b: mapped((($0) => ($1) => times_i($0, $1))(cosine_i(u, v)), s), c: { $: "None" } }) }; })); }
if ($208.$ === "Cosine") { const a = $208.a; return unary(range(u, i, a), ((v) => (s) => (p) => { return { $: "Some", a: tidy(u, { $: "Enclosed", a: or_else(cosine_exactly(p), cosine_i(u, v)), b: mapped((($0) => ($1) => times_i($0, $1))(negative_i(sine_i(u, v))), s), c: { $: "None" } }) }; })); }
throw new Error("a value of no constructor");
}
function reaches(u, f, level, x, sign) {
const $200 = range(u, just(x), f);
if ($200.$ === "Some") { const e = $200.a; const $201 = e;
if ($201.$ === "Enclosed") { const v = $201.a; const $202 = sign;
if ($202) { return at_most(level, fst(v)); }
if (!$202) { return at_most(snd(v), negative_q(level)); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($200.$ === "None") { return false; }
throw new Error("a value of no constructor");
}
function all_reach(u, f, level, sign, points, signs) {
for (;;) {
const $194 = points;
if ($194.$ === "Nil") { const $195 = signs;
if ($195.$ === "Nil") { return true; }
if ($195.$ === "Cons") { return false; }
throw new Error("a value of no constructor"); }
if ($194.$ === "Cons") { const x = $194.a; const points$ = $194.b; const $196 = signs;
if ($196.$ === "Nil") { return false; }
if ($196.$ === "Cons") { const s = $196.a; const signs$ = $196.b; const $197 = (() => { const $301 = s;
if ($301) { return sign; }
if (!$301) { return negb(sign); }
throw new Error("a value of no constructor"); })();
if ($197) { const $198 = reaches(u, f, level, x, s);
if ($198) { [u, f, level, sign, points, signs] = [u, f, level, negb(sign), points$, signs$];
continue; }
if (!$198) { return false; }
throw new Error("a value of no constructor"); }
if (!$197) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function most_changes(f) {
const $303 = f;
if ($303.$ === "SumOfSteps") { const n = $303.a; return n; }
if ($303.$ === "SumOfRelus") { const n = $303.a; return integer_add(n, 1n); }
if ($303.$ === "SingleLayerNorm") { return (2n * 1n); }
if ($303.$ === "LayerNormNet") { const l = $303.a; return power_z((2n * 1n), l); }
throw new Error("a value of no constructor");
}
function how_many(l) {
const $304 = l;
if ($304.$ === "Nil") { return 0n; }
if ($304.$ === "Cons") { const rest = $304.b; return integer_add(1n, how_many(rest)); }
throw new Error("a value of no constructor");
}
function increase(x, points) {
for (;;) {
const $305 = points;
if ($305.$ === "Nil") { return true; }
if ($305.$ === "Cons") { const y = $305.a; const rest = $305.b; const $306 = less_q(x, y);
if ($306) { [x, points] = [y, rest];
continue; }
if (!$306) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function check_impossibility(u, f, f0, points, signs, level) {
const $188 = points;
if ($188.$ === "Nil") { return false; }
if ($188.$ === "Cons") { const x = $188.a; const rest = $188.b; const $189 = signs;
if ($189.$ === "Nil") { return false; }
if ($189.$ === "Cons") { const s = $189.a; const $190 = integer_ltb(0n, u);
if ($190) { const $191 = less_q({ $: "Qmake", a: 0n, b: 1n }, level);
if ($191) { const $192 = increase(x, rest);
if ($192) { const $193 = (() => { const $302 = integer_leb(0n, most_changes(f));
if ($302) { return integer_ltb(integer_add(most_changes(f), 1n), how_many(points)); }
if (!$302) { return false; }
throw new Error("a value of no constructor"); })();
if ($193) { return all_reach(u, f0, level, s, points, signs); }
if (!$193) { return false; }
throw new Error("a value of no constructor"); }
if (!$192) { return false; }
throw new Error("a value of no constructor"); }
if (!$191) { return false; }
throw new Error("a value of no constructor"); }
if (!$190) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function middle_of(p, q0) {
return half_q(plus_q(p, q0));
}
function root_between(p, q0, m, c) {
const $332 = integer_eqb((() => { const $335 = m;
if ($335.$ === "Qmake") { const qnum = $335.a; return qnum; }
throw new Error("a value of no constructor"); })(), 0n);
if ($332) { return { $: "None" }; }
if (!$332) { const r = negative_q(times_q(c, inverse_q(m)));
const $333 = less_q(p, r);
if ($333) { const $334 = less_q(r, q0);
if ($334) { return { $: "Some", a: r }; }
if (!$334) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$333) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function affine_of(f) {
const $337 = f;
if ($337.$ === "Argument") { return { $: "Some", a: { $: "Pair", a: { $: "Qmake", a: 1n, b: 1n }, b: { $: "Qmake", a: 0n, b: 1n } } }; }
if ($337.$ === "Constant") { const c = $337.a; return { $: "Some", a: { $: "Pair", a: { $: "Qmake", a: 0n, b: 1n }, b: c } }; }
if ($337.$ === "Plus") { const a = $337.a; const b = $337.b; const $338 = affine_of(a);
if ($338.$ === "Some") { const p = $338.a; const $339 = p;
if ($339.$ === "Pair") { const m = $339.a; const c = $339.b; const $340 = affine_of(b);
if ($340.$ === "Some") { const p0 = $340.a; const $341 = p0;
if ($341.$ === "Pair") { const n = $341.a; const d = $341.b; return { $: "Some", a: { $: "Pair", a: plus_q(m, n), b: plus_q(c, d) } }; }
throw new Error("a value of no constructor"); }
if ($340.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($338.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($337.$ === "Minus") { const a = $337.a; const b = $337.b; const $342 = affine_of(a);
if ($342.$ === "Some") { const p = $342.a; const $343 = p;
if ($343.$ === "Pair") { const m = $343.a; const c = $343.b; const $344 = affine_of(b);
if ($344.$ === "Some") { const p0 = $344.a; const $345 = p0;
if ($345.$ === "Pair") { const n = $345.a; const d = $345.b; return { $: "Some", a: { $: "Pair", a: minus_q(m, n), b: minus_q(c, d) } }; }
throw new Error("a value of no constructor"); }
if ($344.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($342.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($337.$ === "Times") { const a = $337.a; const b = $337.b; const $346 = affine_of(a);
if ($346.$ === "Some") { const p = $346.a; const $347 = p;
if ($347.$ === "Pair") { const m = $347.a; const c = $347.b; const $348 = affine_of(b);
if ($348.$ === "Some") { const p0 = $348.a; const $349 = p0;
if ($349.$ === "Pair") { const n = $349.a; const d = $349.b; const $350 = integer_eqb((() => { const $353 = m;
if ($353.$ === "Qmake") { const qnum = $353.a; return qnum; }
throw new Error("a value of no constructor"); })(), 0n);
if ($350) { return { $: "Some", a: { $: "Pair", a: times_q(c, n), b: times_q(c, d) } }; }
if (!$350) { const $351 = integer_eqb((() => { const $352 = n;
if ($352.$ === "Qmake") { const qnum = $352.a; return qnum; }
throw new Error("a value of no constructor"); })(), 0n);
if ($351) { return { $: "Some", a: { $: "Pair", a: times_q(d, m), b: times_q(d, c) } }; }
if (!$351) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($348.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($346.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($337.$ === "Opposite") { const a = $337.a; const $354 = affine_of(a);
if ($354.$ === "Some") { const p = $354.a; const $355 = p;
if ($355.$ === "Pair") { const m = $355.a; const c = $355.b; return { $: "Some", a: { $: "Pair", a: negative_q(m), b: negative_q(c) } }; }
throw new Error("a value of no constructor"); }
if ($354.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
{ return { $: "None" }; }
}
function first_knot(p, q0, m, c, knots) {
for (;;) {
const $363 = knots;
if ($363.$ === "Nil") { return { $: "None" }; }
if ($363.$ === "Cons") { const p0 = $363.a; const rest = $363.b; const $364 = p0;
if ($364.$ === "Pair") { const x = $364.a; const $365 = root_between(p, q0, m, minus_q(c, x));
if ($365.$ === "Some") { const r = $365.a; return { $: "Some", a: r }; }
if ($365.$ === "None") { [p, q0, m, c, knots] = [p, q0, m, c, rest];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function kink(p, q0, f) {
for (;;) {
const $325 = f;
if ($325.$ === "Plus") { const a = $325.a; const b = $325.b; const $326 = kink(p, q0, a);
if ($326.$ === "Some") { const r = $326.a; return { $: "Some", a: r }; }
if ($326.$ === "None") { [p, q0, f] = [p, q0, b];
continue; }
throw new Error("a value of no constructor"); }
if ($325.$ === "Minus") { const a = $325.a; const b = $325.b; const $327 = kink(p, q0, a);
if ($327.$ === "Some") { const r = $327.a; return { $: "Some", a: r }; }
if ($327.$ === "None") { [p, q0, f] = [p, q0, b];
continue; }
throw new Error("a value of no constructor"); }
if ($325.$ === "Times") { const a = $325.a; const b = $325.b; const $328 = kink(p, q0, a);
if ($328.$ === "Some") { const r = $328.a; return { $: "Some", a: r }; }
if ($328.$ === "None") { [p, q0, f] = [p, q0, b];
continue; }
throw new Error("a value of no constructor"); }
if ($325.$ === "Quotient") { const a = $325.a; const b = $325.b; const $329 = kink(p, q0, a);
if ($329.$ === "Some") { const r = $329.a; return { $: "Some", a: r }; }
if ($329.$ === "None") { [p, q0, f] = [p, q0, b];
continue; }
throw new Error("a value of no constructor"); }
if ($325.$ === "Minimum") { const a = $325.a; const b = $325.b; const $330 = affine_of({ $: "Minus", a: a, b: b });
if ($330.$ === "Some") { const p0 = $330.a; const $331 = p0;
if ($331.$ === "Pair") { const m = $331.a; const c = $331.b; return root_between(p, q0, m, c); }
throw new Error("a value of no constructor"); }
if ($330.$ === "None") { const $336 = kink(p, q0, a);
if ($336.$ === "Some") { const r = $336.a; return { $: "Some", a: r }; }
if ($336.$ === "None") { [p, q0, f] = [p, q0, b];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($325.$ === "Maximum") { const a = $325.a; const b = $325.b; const $356 = affine_of({ $: "Minus", a: a, b: b });
if ($356.$ === "Some") { const p0 = $356.a; const $357 = p0;
if ($357.$ === "Pair") { const m = $357.a; const c = $357.b; return root_between(p, q0, m, c); }
throw new Error("a value of no constructor"); }
if ($356.$ === "None") { const $358 = kink(p, q0, a);
if ($358.$ === "Some") { const r = $358.a; return { $: "Some", a: r }; }
if ($358.$ === "None") { [p, q0, f] = [p, q0, b];
continue; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($325.$ === "Opposite") { const a = $325.a; [p, q0, f] = [p, q0, a];
continue; }
if ($325.$ === "Absolute") { const a = $325.a; const $359 = affine_of(a);
if ($359.$ === "Some") { const p0 = $359.a; const $360 = p0;
if ($360.$ === "Pair") { const m = $360.a; const c = $360.b; return root_between(p, q0, m, c); }
throw new Error("a value of no constructor"); }
if ($359.$ === "None") { [p, q0, f] = [p, q0, a];
continue; }
throw new Error("a value of no constructor"); }
if ($325.$ === "PowerOf") { const a = $325.a; [p, q0, f] = [p, q0, a];
continue; }
if ($325.$ === "PiecewiseLinear") { const first = $325.a; const others = $325.b; const a = $325.c; const $361 = affine_of(a);
if ($361.$ === "Some") { const p0 = $361.a; const $362 = p0;
if ($362.$ === "Pair") { const m = $362.a; const c = $362.b; return first_knot(p, q0, m, c, { $: "Cons", a: first, b: others }); }
throw new Error("a value of no constructor"); }
if ($361.$ === "None") { [p, q0, f] = [p, q0, a];
continue; }
throw new Error("a value of no constructor"); }
if ($325.$ === "Root") { const a = $325.a; [p, q0, f] = [p, q0, a];
continue; }
if ($325.$ === "Exponential") { const a = $325.a; [p, q0, f] = [p, q0, a];
continue; }
if ($325.$ === "Sine") { const a = $325.a; [p, q0, f] = [p, q0, a];
continue; }
if ($325.$ === "Cosine") { const a = $325.a; [p, q0, f] = [p, q0, a];
continue; }
{ return { $: "None" }; }
}
}
function cut_of(p, q0, f) {
const $324 = kink(p, q0, f);
if ($324.$ === "Some") { const r = $324.a; return r; }
if ($324.$ === "None") { return middle_of(p, q0); }
throw new Error("a value of no constructor");
}
function at_q(l, x) {
return integer_add(integer_mul(fst(l), (() => { const $368 = x;
if ($368.$ === "Qmake") { const qnum = $368.a; return qnum; }
throw new Error("a value of no constructor"); })()), integer_mul(snd(l), den(x)));
}
function line_at(s, l, x) {
return ratio(at_q(l, x), integer_mul(s, den(x)));
}
function close_at(u, f, eps, x, y) {
const $369 = range(u, just(x), f);
if ($369.$ === "Some") { const e = $369.a; const $370 = e;
if ($370.$ === "Enclosed") { const v = $370.a; const $371 = at_most(minus_q(snd(v), y), eps);
if ($371) { return at_most(minus_q(y, fst(v)), eps); }
if (!$371) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($369.$ === "None") { return false; }
throw new Error("a value of no constructor");
}
function values_of(e) {
const $383 = e;
if ($383.$ === "Some") { const e0 = $383.a; const $384 = e0;
if ($384.$ === "Enclosed") { const v = $384.a; return { $: "Some", a: v }; }
throw new Error("a value of no constructor"); }
if ($383.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor");
}
function close_between(u, f, eps, s, l, p, q0) {
const $372 = range(u, { $: "Pair", a: p, b: q0 }, f);
if ($372.$ === "Some") { const e = $372.a; const $373 = e;
if ($373.$ === "Enclosed") { const v = $373.a; const s0 = $373.b; const y = line_at(s, l, p);
const z0 = line_at(s, l, q0);
const $374 = (() => { const $385 = at_most(minus_q(snd(v), least_q(y, z0)), eps);
if ($385) { return at_most(minus_q(greatest_q(y, z0), fst(v)), eps); }
if (!$385) { return false; }
throw new Error("a value of no constructor"); })();
if ($374) { return true; }
if (!$374) { const $375 = s0;
if ($375.$ === "Some") { const t = $375.a; const rise0 = minus_i(t, just(ratio(fst(l), s)));
const $376 = values_of(range(u, just(p), f));
if ($376.$ === "Some") { const a = $376.a; const $377 = values_of(range(u, just(q0), f));
if ($377.$ === "Some") { const b = $377.a; const $378 = at_most({ $: "Qmake", a: 0n, b: 1n }, fst(rise0));
if ($378) { const $379 = at_most(minus_q(y, fst(a)), eps);
if ($379) { return at_most(minus_q(snd(b), z0), eps); }
if (!$379) { return false; }
throw new Error("a value of no constructor"); }
if (!$378) { const $380 = at_most(snd(rise0), { $: "Qmake", a: 0n, b: 1n });
if ($380) { const $381 = at_most(minus_q(snd(a), y), eps);
if ($381) { return at_most(minus_q(z0, fst(b)), eps); }
if (!$381) { return false; }
throw new Error("a value of no constructor"); }
if (!$380) { const d = plus_i(minus_i(a, just(y)), times_i(rise0, { $: "Pair", a: { $: "Qmake", a: 0n, b: 1n }, b: minus_q(q0, p) }));
const $382 = at_most(snd(d), eps);
if ($382) { return at_most(negative_q(eps), fst(d)); }
if (!$382) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($377.$ === "None") { return false; }
throw new Error("a value of no constructor"); }
if ($376.$ === "None") { return false; }
throw new Error("a value of no constructor"); }
if ($375.$ === "None") { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($372.$ === "None") { return false; }
throw new Error("a value of no constructor");
}
function close_parts(halvings, work, u, f, eps, s, l, p, q0) {
for (;;) {
const $321 = work;
if ($321 === 0) { return { $: "None" }; }
if ($321 !== 0) { const w = $321 - 1; const $322 = close_between(u, f, eps, s, l, p, q0);
if ($322) { return { $: "Some", a: w }; }
if (!$322) { const $323 = halvings;
if ($323 === 0) { return { $: "None" }; }
if ($323 !== 0) { const h = $323 - 1; const r = cut_of(p, q0, f);
const $366 = close_at(u, f, eps, r, line_at(s, l, r));
if ($366) { const $367 = close_parts(h, w, u, f, eps, s, l, p, r);
if ($367.$ === "Some") { const w$ = $367.a; [halvings, work, u, f, eps, s, l, p, q0] = [h, w$, u, f, eps, s, l, r, q0];
continue; }
if ($367.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$366) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function decide_at(x, l) {
const v = at_q(l, x);
return { $: "Some", a: (() => { const $395 = integer_ltb(0n, v);
if ($395) { return 1n; }
if (!$395) { const $396 = integer_ltb(v, 0n);
if ($396) { return (-1n); }
if (!$396) { return 0n; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); })() };
}
function dot_line(row, ls) {
const $401 = row;
if ($401.$ === "Nil") { return { $: "Pair", a: 0n, b: 0n }; }
if ($401.$ === "Cons") { const w = $401.a; const row$ = $401.b; const $402 = ls;
if ($402.$ === "Nil") { return { $: "Pair", a: 0n, b: 0n }; }
if ($402.$ === "Cons") { const l = $402.a; const ls$ = $402.b; const rest = dot_line(row$, ls$);
const $403 = integer_eqb(w, 0n);
if ($403) { return rest; }
if (!$403) { return { $: "Pair", a: integer_add(integer_mul(w, fst(l)), fst(rest)), b: integer_add(integer_mul(w, snd(l)), snd(rest)) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function affine_lines(s, n, b, ls) {
const $399 = n;
if ($399.$ === "Nil") { return { $: "Nil" }; }
if ($399.$ === "Cons") { const row = $399.a; const n$ = $399.b; const $400 = b;
if ($400.$ === "Nil") { return { $: "Nil" }; }
if ($400.$ === "Cons") { const c = $400.a; const b$ = $400.b; const p = dot_line(row, ls);
return { $: "Cons", a: { $: "Pair", a: fst(p), b: integer_add(snd(p), integer_mul(s, c)) }, b: affine_lines(s, n$, b$, ls) }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function signs_of(decide, pairs, ls) {
const $405 = ls;
if ($405.$ === "Nil") { return { $: "Inl", a: { $: "Nil" } }; }
if ($405.$ === "Cons") { const l = $405.a; const rest = $405.b; const $406 = pairs;
if ($406) { const $407 = rest;
if ($407.$ === "Nil") { return { $: "Inr", a: l }; }
if ($407.$ === "Cons") { const m = $407.a; const rest$ = $407.b; const d = { $: "Pair", a: integer_sub(fst(l), fst(m)), b: integer_sub(snd(l), snd(m)) };
const $408 = decide(d);
if ($408.$ === "Some") { const s = $408.a; const $409 = signs_of(decide, pairs, rest$);
if ($409.$ === "Inl") { const ss = $409.a; return { $: "Inl", a: { $: "Cons", a: { $: "Pair", a: 0n, b: s }, b: { $: "Cons", a: { $: "Pair", a: 0n, b: integer_opp(s) }, b: ss } } }; }
if ($409.$ === "Inr") { const l0 = $409.a; return { $: "Inr", a: l0 }; }
throw new Error("a value of no constructor"); }
if ($408.$ === "None") { return { $: "Inr", a: d }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if (!$406) { const $410 = decide(l);
if ($410.$ === "Some") { const s = $410.a; const $411 = signs_of(decide, pairs, rest);
if ($411.$ === "Inl") { const ss = $411.a; return { $: "Inl", a: { $: "Cons", a: { $: "Pair", a: 0n, b: s }, b: ss } }; }
if ($411.$ === "Inr") { const l0 = $411.a; return { $: "Inr", a: l0 }; }
throw new Error("a value of no constructor"); }
if ($410.$ === "None") { return { $: "Inr", a: l }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function relus_of(decide, ls) {
const $413 = ls;
if ($413.$ === "Nil") { return { $: "Inl", a: { $: "Nil" } }; }
if ($413.$ === "Cons") { const l = $413.a; const rest = $413.b; const $414 = decide(l);
if ($414.$ === "Some") { const s = $414.a; const $415 = relus_of(decide, rest);
if ($415.$ === "Inl") { const ms = $415.a; return { $: "Inl", a: { $: "Cons", a: (() => { const $416 = integer_ltb(0n, s);
if ($416) { return l; }
if (!$416) { return { $: "Pair", a: 0n, b: 0n }; }
throw new Error("a value of no constructor"); })(), b: ms } }; }
if ($415.$ === "Inr") { const m = $415.a; return { $: "Inr", a: m }; }
throw new Error("a value of no constructor"); }
if ($414.$ === "None") { return { $: "Inr", a: l }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function run_lines(decide, net, s, ls) {
for (;;) {
const $397 = net;
if ($397.$ === "Nil") { return { $: "Decided", a: s, b: ls }; }
if ($397.$ === "Cons") { const l = $397.a; const rest = $397.b; const $398 = l;
if ($398.$ === "LineAffine") { const d = $398.a; const n = $398.b; const b = $398.c; [decide, net, s, ls] = [decide, rest, integer_mul(s, d), affine_lines(s, n, b, ls)];
continue; }
if ($398.$ === "LineSigns") { const pairs = $398.a; const $404 = signs_of(decide, pairs, ls);
if ($404.$ === "Inl") { const ms = $404.a; [decide, net, s, ls] = [decide, rest, 1n, ms];
continue; }
if ($404.$ === "Inr") { const l0 = $404.a; return { $: "Undecided", a: l0 }; }
throw new Error("a value of no constructor"); }
if ($398.$ === "LineRelu") { const $412 = relus_of(decide, ls);
if ($412.$ === "Inl") { const ms = $412.a; [decide, net, s, ls] = [decide, rest, s, ms];
continue; }
if ($412.$ === "Inr") { const l0 = $412.a; return { $: "Undecided", a: l0 }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function close_to_network_at(u, f, eps, net, x) {
const $391 = run_lines((($0) => ($1) => decide_at($0, $1))(x), net, 1n, { $: "Cons", a: { $: "Pair", a: 1n, b: 0n }, b: { $: "Nil" } });
if ($391.$ === "Decided") { const t = $391.a; const ls = $391.b; const $392 = ls;
if ($392.$ === "Nil") { return false; }
if ($392.$ === "Cons") { const l = $392.a; const l0 = $392.b; const $393 = l0;
if ($393.$ === "Nil") { const $394 = integer_ltb(0n, t);
if ($394) { return close_at(u, f, eps, x, line_at(t, l, x)); }
if (!$394) { return false; }
throw new Error("a value of no constructor"); }
if ($393.$ === "Cons") { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($391.$ === "Undecided") { return false; }
throw new Error("a value of no constructor");
}
function decide_between(p, q0, l) {
const v = at_q(l, p);
const w = at_q(l, q0);
const $417 = integer_leb(0n, v);
if ($417) { const $418 = integer_leb(0n, w);
if ($418) { return { $: "Some", a: (() => { const $419 = integer_eqb(v, 0n);
if ($419) { const $420 = integer_eqb(w, 0n);
if ($420) { return 0n; }
if (!$420) { return 1n; }
throw new Error("a value of no constructor"); }
if (!$419) { return 1n; }
throw new Error("a value of no constructor"); })() }; }
if (!$418) { const $421 = integer_eqb(v, 0n);
if ($421) { return { $: "Some", a: (-1n) }; }
if (!$421) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if (!$417) { const $422 = integer_leb(w, 0n);
if ($422) { return { $: "Some", a: (-1n) }; }
if (!$422) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function close_to_network(depth, work, u, f, eps, net, halvings, p, q0) {
for (;;) {
const $316 = depth;
if ($316 === 0) { return { $: "None" }; }
if ($316 !== 0) { const d = $316 - 1; const $317 = run_lines((($0) => ($1) => ($2) => decide_between($0, $1, $2))(p)(q0), net, 1n, { $: "Cons", a: { $: "Pair", a: 1n, b: 0n }, b: { $: "Nil" } });
if ($317.$ === "Decided") { const t = $317.a; const ls = $317.b; const $318 = ls;
if ($318.$ === "Nil") { return { $: "None" }; }
if ($318.$ === "Cons") { const l = $318.a; const l0 = $318.b; const $319 = l0;
if ($319.$ === "Nil") { const $320 = integer_ltb(0n, t);
if ($320) { return close_parts(halvings, work, u, f, eps, t, l, p, q0); }
if (!$320) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($319.$ === "Cons") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($317.$ === "Undecided") { const l = $317.a; const $386 = root_between(p, q0, ratio(fst(l), 1n), ratio(snd(l), 1n));
if ($386.$ === "Some") { const r = $386.a; const $387 = less_q(p, r);
if ($387) { const $388 = less_q(r, q0);
if ($388) { const $389 = close_to_network_at(u, f, eps, net, r);
if ($389) { const $390 = close_to_network(d, work, u, f, eps, net, halvings, p, r);
if ($390.$ === "Some") { const w = $390.a; [depth, work, u, f, eps, net, halvings, p, q0] = [d, w, u, f, eps, net, halvings, r, q0];
continue; }
if ($390.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$389) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$388) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$387) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($386.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
}
function line_layer_of(l) {
const $426 = l;
if ($426.$ === "WrittenAffine") { const w = $426.a; const b = $426.b; const $427 = ready_of({ $: "WrittenAffine", a: w, b: b });
if ($427.$ === "Some") { const r = $427.a; const $428 = r;
if ($428.$ === "ReadyAffine") { const d = $428.a; const n = $428.b; const b0 = $428.c; return { $: "Some", a: { $: "LineAffine", a: d, b: n, c: b0 } }; }
if ($428.$ === "ReadyNorm") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($427.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($426.$ === "WrittenNorm") { const s = $426.a; const centered = $426.b; const e = $426.c; const $429 = integer_eqb((() => { const $433 = e;
if ($433.$ === "Qmake") { const qnum = $433.a; return qnum; }
throw new Error("a value of no constructor"); })(), 0n);
if ($429) { const $430 = centered;
if ($430) { const $431 = eqb(s, ((0 + 1) + 1));
if ($431) { return { $: "Some", a: { $: "LineSigns", a: true } }; }
if (!$431) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if (!$430) { const $432 = eqb(s, (0 + 1));
if ($432) { return { $: "Some", a: { $: "LineSigns", a: false } }; }
if (!$432) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if (!$429) { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($426.$ === "WrittenActivation") { const f = $426.a; const $434 = f;
if ($434.$ === "Relu") { return { $: "Some", a: { $: "LineRelu" } }; }
{ return { $: "None" }; } }
throw new Error("a value of no constructor");
}
function line_layers(net) {
const $423 = net;
if ($423.$ === "Nil") { return { $: "Some", a: { $: "Nil" } }; }
if ($423.$ === "Cons") { const l = $423.a; const rest = $423.b; const $424 = line_layer_of(l);
if ($424.$ === "Some") { const r = $424.a; const $425 = line_layers(rest);
if ($425.$ === "Some") { const rs = $425.a; return { $: "Some", a: { $: "Cons", a: r, b: rs } }; }
if ($425.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
if ($424.$ === "None") { return { $: "None" }; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor");
}
function check_approximation(u, depth, work, halvings, written, f, a, b, eps) {
const $307 = outputs((0 + 1), written);
if ($307.$ === "Some") { const n = $307.a; const $308 = n;
if ($308 === 0) { return false; }
if ($308 !== 0) { const n0 = $308 - 1; const $309 = n0;
if ($309 === 0) { const $310 = integer_ltb(0n, u);
if ($310) { const $311 = less_q(a, b);
if ($311) { const $312 = line_layers(written);
if ($312.$ === "Some") { const net = $312.a; const $313 = close_to_network_at(u, f, eps, net, a);
if ($313) { const $314 = close_to_network_at(u, f, eps, net, b);
if ($314) { const $315 = close_to_network(depth, work, u, f, eps, net, halvings, a, b);
if ($315.$ === "Some") { return true; }
if ($315.$ === "None") { return false; }
throw new Error("a value of no constructor"); }
if (!$314) { return false; }
throw new Error("a value of no constructor"); }
if (!$313) { return false; }
throw new Error("a value of no constructor"); }
if ($312.$ === "None") { return false; }
throw new Error("a value of no constructor"); }
if (!$311) { return false; }
throw new Error("a value of no constructor"); }
if (!$310) { return false; }
throw new Error("a value of no constructor"); }
if ($309 !== 0) { return false; }
throw new Error("a value of no constructor"); }
throw new Error("a value of no constructor"); }
if ($307.$ === "None") { return false; }
throw new Error("a value of no constructor");
}

export { check_classification, add_case, all_labelings, check_inequality, check_identity, check_stated_inequality, check_impossibility, check_approximation };
