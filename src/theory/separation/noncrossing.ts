import { integerSquareRoot } from "../../exact/integer.js";
import type { CirclePoint, Line } from "./circle.js";
import { chord } from "./circle.js";

/**
 * Whether the classes of points in circular order do not cross: no a, b, a, b around the circle with a ≠ b. Then the classes' convex hulls are
 * disjoint, and affine functions can be found of which each is the greatest on its class (`readoutLines`).
 *
 * @example
 * isNoncrossing([0, 1, 0, 2]); // => true
 * isNoncrossing([0, 1, 0, 1]); // => false
 */
export function isNoncrossing(labels: ArrayLike<number>): boolean {
  const left = new Map<number, number>();
  for (let i = 0; i < labels.length; i += 1) left.set(labels[i]!, (left.get(labels[i]!) ?? 0) + 1);
  const open: number[] = [];
  const opened = new Set<number>();
  for (let i = 0; i < labels.length; i += 1) {
    const label = labels[i]!;
    while (open.length > 0 && open[open.length - 1] !== label && left.get(open[open.length - 1]!) === 0) open.pop();
    left.set(label, left.get(label)! - 1);
    if (open[open.length - 1] === label) continue;
    if (opened.has(label)) return false;
    opened.add(label);
    open.push(label);
  }
  return true;
}

/** A class's points that follow one another, with everything already cut off inside: points start … end. */
interface Arc {
  label: number;
  readonly start: number;
  end: number;
}

/**
 * One affine function a class, such that on every point the function of its own class is the greatest.
 *
 * A class that lies in one arc is cut off by the chord between the middles of the two gaps beside it: its function is that of the class before
 * it plus the chord's, which is positive on the arc alone. Then the arc counts as the neighbour's, and so on. Proof: docs/theory/ln-net.md.
 *
 * @param points - in circular order, by increasing ψ (clockwise in the coordinates of `CirclePoint`).
 */
export function readoutLines(
  points: readonly CirclePoint[],
  labels: ArrayLike<number>,
  classes: number,
  bits: number,
): Line[] {
  const arcs: Arc[] = [];
  for (let i = 0; i < points.length; i += 1) {
    const last = arcs[arcs.length - 1];
    if (last !== undefined && last.label === labels[i]) last.end = i;
    else arcs.push({ label: labels[i]!, start: i, end: i });
  }
  if (arcs.length > 1 && arcs[0]!.label === arcs[arcs.length - 1]!.label) {
    const tail = arcs.pop()!;
    arcs[0] = { label: tail.label, start: tail.start, end: arcs[0]!.end };
  }
  const parents = new Map<number, { readonly parent: number; readonly line: Line }>();
  const order: number[] = [];
  const count = new Map<number, number>();
  for (const { label } of arcs) count.set(label, (count.get(label) ?? 0) + 1);
  while (arcs.length > 1) {
    const i = arcs.findIndex(({ label }) => count.get(label) === 1);
    if (i < 0) throw new Error("the classes cross");
    const arc = arcs[i]!;
    const before = arcs[(i + arcs.length - 1) % arcs.length]!;
    const after = arcs[(i + 1) % arcs.length]!;
    const line = cut(gap(points, before.end, arc.start, bits), gap(points, arc.end, after.start, bits), bits);
    parents.set(arc.label, { parent: before.label, line });
    order.push(arc.label);
    before.end = arc.end;
    arcs.splice(i, 1);
    if (arcs.length > 1 && before.label === after.label) {
      before.end = after.end;
      arcs.splice(arcs.indexOf(after), 1);
      count.set(before.label, count.get(before.label)! - 1);
    }
  }
  const lines: Line[] = Array.from({ length: classes }, () => ({ p: 0n, q: 0n, r: 0n }));
  for (const label of order.reverse()) {
    const { parent, line } = parents.get(label)!;
    const base = lines[parent]!;
    lines[label] = { p: base.p + line.p, q: base.q + line.q, r: base.r + line.r };
  }
  return lines;
}

/** An affine function that is positive on the points `start` … `end` along the circle, and negative on the others. */
export function arcLine(points: readonly CirclePoint[], start: number, end: number, bits: number): Line {
  const n = points.length;
  return cut(gap(points, (start + n - 1) % n, start, bits), gap(points, end, (end + 1) % n, bits), bits);
}

/** A point between two neighbours: halfway, or at ψ = π between the last and the first. */
function gap(points: readonly CirclePoint[], from: number, to: number, bits: number): CirclePoint {
  if (from === points.length - 1) return { x: 0n, y: -integerSquareRoot(2n << BigInt(2 * bits)) };
  const [a, b] = [points[from]!, points[to]!];
  return { x: (a.x + b.x) / 2n, y: (a.y + b.y) / 2n };
}

/** The affine function that vanishes on the line from a to b and is positive to its left, where an arc run through clockwise lies. */
function cut(a: CirclePoint, b: CirclePoint, bits: number): Line {
  const { p, q, r } = chord(a, b);
  return { p: -p, q: -q, r: -(r >> BigInt(bits)) };
}
