import { Rational } from "../../exact/index.js";
import type { Target } from "./target.js";

/** Points of a piecewise-linear function, in order of x. */
export type Knots = readonly (readonly [Rational, Rational])[];

/**
 * The knots of f on [a, b] where it is piecewise linear: those of a table, or the two ends of a text that is exactly linear at 9 points (which a
 * certificate then confirms everywhere). Null for every other function.
 */
export function linearKnots(target: Target, [a, b]: readonly [Rational, Rational]): Knots | null {
  const { expression } = target;
  if ("op" in expression && expression.op === "piecewise-linear" && "var" in expression.args[0]) {
    const inside = expression.knots
      .map(([x, y]): [Rational, Rational] => [Rational.from(x), Rational.from(y)])
      .filter(([x]) => x.compare(a) > 0 && x.compare(b) < 0);
    return [[a, target.rational(a)], ...inside, [b, target.rational(b)]];
  }
  const [fa, fb] = [target.rational(a), target.rational(b)];
  for (let i = 1; i < 8; i += 1) {
    const t = Rational.of(BigInt(i), 8n);
    const line = fa.add(fb.sub(fa).mul(t));
    if (!target.rational(a.add(b.sub(a).mul(t))).equals(line)) return null;
  }
  return [
    [a, fa],
    [b, fb],
  ];
}

/**
 * The greedy sweep in exact arithmetic: each piece goes on while max − min ≤ 2ε and takes the mid-range as its level. Its number of pieces is the least possible
 * (proof: `docs/theory/a3-greedy.md`).
 *
 * @example
 * const line = [[Rational.zero, Rational.zero], [Rational.one, Rational.one]] as const;
 * exactSweep(line, Rational.from("1/6")).knots.map(String); // => ["1/3", "2/3"]
 */
export function exactSweep(knots: Knots, epsilon: Rational): { knots: Rational[]; levels: Rational[] } {
  const room = epsilon.add(epsilon);
  const [cuts, levels]: [Rational[], Rational[]] = [[], []];
  let [low, high] = [knots[0]![1], knots[0]![1]];
  for (let i = 1; i < knots.length; i += 1) {
    const [[x0, y0], [x1, y1]] = [knots[i - 1]!, knots[i]!];
    const slope = y1.sub(y0).div(x1.sub(x0));
    const rising = slope.sign() > 0;
    while ((rising ? y1.sub(low) : high.sub(y1)).compare(room) > 0) {
      const level = rising ? low.add(room) : high.sub(room);
      levels.push(rising ? low.add(epsilon) : high.sub(epsilon));
      cuts.push(x0.add(level.sub(y0).div(slope)));
      [low, high] = [level, level];
    }
    [low, high] = [low.min(y1), high.max(y1)];
  }
  levels.push(low.add(high).div(Rational.from(2n)));
  return { knots: cuts, levels };
}
