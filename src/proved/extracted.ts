// @ts-nocheck
/* eslint-disable */
// Written by `npm run proved-checker` from proofs/checker/Extraction.v. Not to be edited.
import { integer_add, integer_div, integer_eqb, integer_gcd, integer_leb, integer_ltb, integer_max, integer_mul, integer_opp, integer_sqrt, integer_sub } from "./integers.js";

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

export { check_classification, add_case, all_labelings, check_inequality, check_identity, check_stated_inequality };
