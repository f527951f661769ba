import { Rational } from "../../exact/index.js";
import type { LipschitzClass } from "./lipschitz-class.js";
import type { Target } from "./target.js";
import type { Hinge } from "./unit-network.js";

/** A sum of ReLUs and a constant. */
export interface Hinges {
  readonly hinges: readonly Hinge[];
  readonly constant: Rational;
}

const [one, two] = [Rational.one, Rational.from(2n)];

/** ReLUs within ε of f: a greedy piecewise-linear fit, or the equal pieces of A3 where these need fewer. */
export function reluHinges(target: Target, family: LipschitzClass): Hinges {
  const constant = family.ratio.compare(one) <= 0;
  const most = constant ? 0 : Number(family.ratio.ceil()) - 1;
  return (constant ? null : swing(target, family, most)) ?? equalLinearPieces(target, family, most + 1);
}

/**
 * N + 1 equal linear pieces with N ReLUs, error at most L(b − a)/(2(N + 1)): constant on the piece where f rises least, ReLUs looking away from it on both sides,
 * and at the knots half of that rise above and below f in turn: `docs/theory/a3-counts.md`.
 */
export function equalLinearPieces(target: Target, family: LipschitzClass, count: number): Hinges {
  const [a, b] = family.domain;
  const h = b.sub(a).div(Rational.from(BigInt(count)));
  const x = Array.from({ length: count + 1 }, (_, i) => a.add(h.mul(Rational.from(BigInt(i)))));
  const f = x.map((at) => target.rational(at));
  if (count === 1) return { hinges: [], constant: middleOf(target, a, b) };
  const rise = f.slice(1).map((y, i) => y.sub(f[i]!));
  let flat = 0;
  rise.forEach((v, i) => {
    if (v.abs().compare(rise[flat]!.abs()) < 0) flat = i;
  });
  const offset = rise[flat]!.div(two);
  const g = f.map((y, i) => ((i - flat) % 2 === 0 ? y.add(offset) : y.sub(offset)));
  const slope = g.slice(1).map((y, i) => y.sub(g[i]!).div(h));
  const hinges: Hinge[] = [];
  for (let i = 1; i < count; i += 1) {
    const left = i <= flat;
    const kink = slope[i]!.sub(slope[i - 1]!);
    // Right of the constant piece a kink adds to the slope; left of it, seen from there, to the slope towards the left.
    hinges.push({ knot: x[i]!, direction: left ? -1 : 1, slope: kink });
  }
  return { hinges, constant: g[flat]! };
}

function middleOf(target: Target, a: Rational, b: Rational): Rational {
  let [low, high] = [target.rational(a), target.rational(a)];
  for (let i = 1; i <= 256; i += 1) {
    const y = target.rational(a.add(b.sub(a).mul(Rational.of(BigInt(i), 256n))));
    [low, high] = [low.min(y), high.max(y)];
  }
  return low.add(high).div(two);
}

/**
 * A greedy fit: a constant piece as long as it goes, then from its end linear pieces, each as long as some slope keeps all samples within the tolerance. Null where
 * it needs more than `most` kinks.
 */
function swing(target: Target, family: LipschitzClass, most: number): Hinges | null {
  const epsilon = family.epsilon.toNumber();
  const samples = Math.min(400_000, Math.max(4096, Math.ceil(100 * family.ratio.toNumber())));
  const tolerance = epsilon * (1 - Math.max(0.01, (2 * family.ratio.toNumber()) / samples));
  const [a, b] = family.domain.map((x) => x.toNumber()) as [number, number];
  const at = (i: number): number => (i === samples ? b : a + ((b - a) * i) / samples);
  const y = Float64Array.from({ length: samples + 1 }, (_, i) => target.value(at(i)));
  let [low, high, i] = [y[0]!, y[0]!, 0];
  while (i < samples && Math.max(high, y[i + 1]!) - Math.min(low, y[i + 1]!) <= 2 * tolerance) {
    i += 1;
    [low, high] = [Math.min(low, y[i]!), Math.max(high, y[i]!)];
  }
  const constant = (low + high) / 2;
  const hinges: Hinge[] = [];
  let [x0, y0, before] = [at(i), constant, 0];
  while (i < samples) {
    if (hinges.length >= most) return null;
    let [least, greatest] = [-Infinity, Infinity];
    let j = i + 1;
    let [keptLeast, keptGreatest] = [least, greatest];
    for (; j <= samples; j += 1) {
      const run = at(j) - x0;
      least = Math.max(least, (y[j]! - tolerance - y0) / run);
      greatest = Math.min(greatest, (y[j]! + tolerance - y0) / run);
      if (least > greatest) break;
      [keptLeast, keptGreatest] = [least, greatest];
    }
    if (j === i + 1) return null;
    i = j - 1;
    const slope = (keptLeast + keptGreatest) / 2;
    hinges.push({ knot: Rational.from(x0), direction: 1, slope: Rational.from(slope).sub(Rational.from(before)) });
    [x0, y0, before] = [at(i), y0 + slope * (at(i) - x0), slope];
  }
  return { hinges, constant: Rational.from(constant) };
}
