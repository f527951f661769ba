import { accepted, rejected, undecided, type Check, type Progress, type Reader, type Verdict } from "./certificate.js";
import { readExpression, shownExpression, type ExpressionNode } from "./expression.js";
import { affineAt, FunctionRange, midpoint, subtract, within, type Affine, type Box } from "./function-range.js";
import { Interval } from "./interval.js";
import { describeNetwork, readNetwork } from "./network.js";
import { NetworkOnBox } from "./network-on-box.js";
import type { Value } from "./point.js";
import { poleIn } from "./pole.js";
import { NoValue, Rational } from "./rational.js";
import { checkConstant, checkStepGrid, notSettled, shownBox } from "./step-grid.js";
import { sumOfUnits, type SmoothUnit, type SumOfUnits } from "./sum-of-units.js";
import { withTotalRoots } from "./total-roots.js";
import { spend } from "./work.js";

type Fields = Readonly<Record<string, unknown>>;

const half = Rational.from("1/2");

/** Smooth units up to which a piece is also tried by the slopes of all together: that costs as much as all their values. */
const mostTogether = 32;

/** sup |network − function| ≤ epsilon on the closed domain. */
export function checkApproximation(reader: Reader, fields: Fields, { content, progress }: Check): Verdict {
  const domain = readDomain(reader, fields["domain"]);
  const network = readNetwork(reader, fields["network"], "network", domain.length, true);
  if (network.outputs !== 1) throw reader.fail("network", "a network with one output", network.outputs);
  const node = withTotalRoots(readExpression(reader, fields["function"], "function", domain.length), domain);
  const epsilon = readEpsilon(reader, fields["epsilon"], "epsilon");
  const precision = reader.precision(fields["precision"], "precision");
  const halvings = readHalvings(reader, fields["subdivision"]);
  content(
    `${describeNetwork(network, domain.length)} is nowhere further than ${epsilon.shown()} from ${shownExpression(node)} ` +
      `on ${shownBox(domain)}`,
  );
  const task = { node, network, domain, epsilon, precision, halvings };
  const sum = domain.length === 1 ? sumOfUnits(network, precision) : undefined;
  if (sum !== undefined) {
    // Few smooth units and no break: their slopes may cancel where their ranges add up.
    const fewSmooth = sum.breaks.length === 0 && sum.smooth.length > 1 && sum.smooth.length <= mostTogether;
    const together = fewSmooth ? new FunctionRange(node, precision, new NetworkOnBox(network, 1)) : undefined;
    return checkOneVariable({ ...task, sum, interval: domain[0]!, together }, "domain", progress);
  }
  const grid = checkStepGrid(task, progress);
  if (grid !== undefined) return grid;
  const difference = new FunctionRange(node, precision, new NetworkOnBox(network, domain.length));
  return checkConstant(difference, domain, Rational.zero, task);
}

export function readDomain(reader: Reader, value: unknown): Box {
  return reader.list(value, "domain").map((entry, i) => {
    const [a, b] = reader.numbers(entry, `domain[${i}]`, 2) as [Rational, Rational];
    if (a.compare(b) >= 0) throw reader.fail(`domain[${i}]`, "a < b", `${a}, ${b}`);
    return [a, b];
  });
}

export function readEpsilon(reader: Reader, value: unknown, where: string): Rational {
  const epsilon = reader.number(value, where);
  if (epsilon.sign() < 0) throw reader.fail(where, "a number ≥ 0", value);
  return epsilon;
}

export function readHalvings(reader: Reader, value: unknown): number {
  return value === undefined ? 40 : reader.integer(value, "subdivision", 0, 200);
}

export interface OneVariable {
  readonly node: ExpressionNode;
  readonly sum: SumOfUnits;
  readonly interval: readonly [Rational, Rational];
  readonly epsilon: Rational;
  readonly precision: number;
  readonly halvings: number;
  /** The difference as one function, for pieces that the units' ranges do not settle. */
  readonly together?: FunctionRange | undefined;
}

const nothing: Affine = { constant: Rational.zero, slopes: [Rational.zero] };

/** A point, and the values of the smooth units there. */
interface Place {
  readonly x: Rational;
  readonly units: readonly Interval[];
}

/** A smooth unit with its value where it turns. */
interface Turning {
  readonly unit: SmoothUnit;
  readonly turn: Rational;
  readonly value: Interval;
}

/** Goes through the pieces between the breaks from left to right; the rules are proved in docs/certificates.md. */
export function checkOneVariable(task: OneVariable, where: string, progress: Progress): Verdict {
  const { sum, precision } = task;
  const f = new FunctionRange(task.node, precision);
  const zero = Interval.from(0, precision);
  const turns = new Map<number, Turning>();
  sum.smooth.forEach((unit, i) => {
    if (unit.turn !== undefined) turns.set(i, { unit, turn: unit.turn, value: unit.valueAt(unit.turn) });
  });
  const point = (x: Rational): Place => ({ x, units: sum.smooth.map((unit) => unit.valueAt(x)) });
  // What the error of f against the linear part may be, the smooth units aside.
  const bound = task.epsilon.sub(sum.slack);

  /** The units' sum between two points: each takes its extremes at the ends or where it turns. */
  const unitsBetween = (p: Place, q: Place): Interval => {
    let total = zero;
    for (let i = 0; i < p.units.length; i += 1) {
      let range = p.units[i]!.hull(q.units[i]!);
      const turning = turns.get(i);
      if (turning !== undefined && turning.turn.compare(p.x) > 0 && turning.turn.compare(q.x) < 0) {
        range = range.hull(turning.value);
      }
      total = total.add(range);
    }
    return total;
  };

  const less = (value: Value, units: Interval): Value =>
    sum.smooth.length === 0 ? value : (value instanceof Rational ? Interval.from(value, precision) : value).sub(units);

  const checkPoint = (p: Place, part: Affine): Verdict => {
    const at = `at x = ${p.x.shown()}`;
    let value: Value;
    try {
      value = f.at([p.x]);
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
      if (error.certain) return rejected(where, `${at} the function has no value: ${error.message}`);
      return undecided(where, `${at} the function is not seen to have a value: ${error.message}`, "precision");
    }
    const units = p.units.reduce((a, b) => a.add(b), zero);
    const error = less(subtract(value, affineAt(part, [p.x]), precision), units);
    if (within(error, bound) === "yes") return accepted;
    // The linear part may be off by the slack.
    if (within(error, task.epsilon.add(sum.slack)) === "no") return rejected(where, `${at} the error is above epsilon`);
    return undecided(where, `${at} the error cannot be told from epsilon at ${precision} bits`, "precision");
  };

  /** The open piece between two points, the linear part continued to both ends. */
  const checkPiece = (start: Place, end: Place, part: Affine): Verdict => {
    const stack = [{ p: start, q: end, halvings: task.halvings }];
    for (;;) {
      const piece = stack.pop();
      if (piece === undefined) return accepted;
      const { p, q, halvings } = piece;
      // A piece that waits keeps the values of its units.
      spend(1000 * (1 + sum.smooth.length));
      let range;
      try {
        range = f.range([[p.x, q.x]], part);
      } catch (error) {
        if (!(error instanceof NoValue)) throw error;
        return rejected(where, `the function has no value for x in ${shownBox([[p.x, q.x]])}: ${error.message}`);
      }
      if (range !== undefined && "cut" in range) {
        const cut = point(range.cut);
        stack.push({ p: cut, q, halvings }, { p, q: cut, halvings });
        continue;
      }
      if (range !== undefined) {
        const units = unitsBetween(p, q);
        const [least, greatest] = [less(range.least, units), less(range.greatest, units)];
        if (within(least, bound) === "yes" && within(greatest, bound) === "yes") continue;
        const small = (all: { least: Value; greatest: Value }) =>
          within(all.least, task.epsilon) === "yes" && within(all.greatest, task.epsilon) === "yes";
        const expanded = task.together?.rangeByTaylor([p.x, q.x]);
        if (expanded !== undefined && small(expanded)) continue;
        const whole = task.together?.range([[p.x, q.x]], nothing);
        if (whole !== undefined && "least" in whole && small(whole)) continue;
      }
      const middle = point(midpoint([p.x, q.x]));
      let open: Verdict | undefined;
      for (const place of [p, q, middle]) {
        const verdict = checkPoint(place, part);
        if (verdict.verdict === "rejected") return verdict;
        if (verdict.verdict === "undecided") open = verdict;
      }
      if (halvings === 0) {
        const pole = range === undefined ? poleIn(f, [[p.x, q.x]]) : undefined;
        if (open !== undefined && pole === undefined) return open;
        return notSettled(where, `between ${p.x.shown()} and ${q.x.shown()}`, range, pole);
      }
      stack.push({ p: middle, q, halvings: halvings - 1 }, { p, q: middle, halvings: halvings - 1 });
    }
  };

  const [a, b] = task.interval;
  const width = b.sub(a).toNumber();
  let [constant, slope] = [sum.constant, sum.slope];
  const part = (): Affine => ({ constant, slopes: [slope] });
  let [next, from] = [0, point(a)];
  for (;;) {
    const jump = sum.breaks[next];
    const to = jump === undefined || jump.at.compare(b) >= 0 ? b : jump.at;
    if (from.x.compare(to) < 0) {
      const end = point(to);
      const verdict = checkPiece(from, end, part());
      if (verdict.verdict !== "accepted") return verdict;
      from = end;
      progress(Math.min(1, to.sub(a).toNumber() / width));
    }
    if (jump === undefined || jump.at.compare(b) > 0) return accepted;
    const before = part();
    while (next < sum.breaks.length && sum.breaks[next]!.at.equals(jump.at)) {
      constant = constant.add(sum.breaks[next]!.constant);
      slope = slope.add(sum.breaks[next]!.slope);
      next += 1;
    }
    // Inside the domain the value at a jump lies between those on both sides; at the domain's ends one side is not checked.
    if (jump.at.equals(a) || jump.at.equals(b)) {
      const mean = {
        constant: before.constant.add(constant).mul(half),
        slopes: [before.slopes[0]!.add(slope).mul(half)],
      };
      const verdict = checkPoint(point(jump.at), mean);
      if (verdict.verdict !== "accepted") return verdict;
    }
    if (jump.at.equals(b)) return accepted;
  }
}
