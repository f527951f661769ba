import {
  accepted,
  rejected,
  requireLimit,
  undecided,
  type Check,
  type Progress,
  type Reader,
  type Verdict,
} from "./certificate.js";
import { checkOneVariable, readDomain, readEpsilon, readHalvings } from "./check-approximation.js";
import { Dual, dualLifting } from "./dual.js";
import {
  evaluateNode,
  intervalLifting,
  readExpression,
  shownExpression,
  type ExpressionNode,
  type Lifting,
} from "./expression.js";
import { midpoint, within, type Box } from "./function-range.js";
import { InputError } from "./input-error.js";
import { Interval, pi } from "./interval.js";
import { readNetwork } from "./network.js";
import { poleIn } from "./pole.js";
import { NoValue, Rational } from "./rational.js";
import { shownBox } from "./step-grid.js";
import { sumOfUnits } from "./sum-of-units.js";
import { withTotalRoots } from "./total-roots.js";
import { spend } from "./work.js";

/** A product of cosines: coefficient·Π_j cos(π·frequency_j·x_j). */
interface Cosine {
  readonly frequency: readonly number[];
  readonly coefficient: Rational;
}

/** A network that is a sum of blocks, each near a ridge of a cosine sum C that is near the function; docs/certificates.md, `ridge-sum`. */
export function checkRidgeSum(
  reader: Reader,
  fields: Readonly<Record<string, unknown>>,
  { content, progress }: Check,
): Verdict {
  const domain = readDomain(reader, fields["domain"]);
  const node = withTotalRoots(readExpression(reader, fields["function"], "function", domain.length), domain);
  const epsilon = readEpsilon(reader, fields["epsilon"], "epsilon");
  const remainder = readEpsilon(reader, fields["remainder"], "remainder");
  const precision = reader.precision(fields["precision"], "precision");
  const halvings = readHalvings(reader, fields["subdivision"]);
  const constant = reader.number(fields["constant"], "constant");
  const cosines = reader.list(fields["cosines"], "cosines").map((entry, i): Cosine => {
    const cosine = reader.closed(entry, `cosines[${i}]`, ["frequency", "coefficient"]);
    const frequency = readIntegers(reader, cosine["frequency"], `cosines[${i}].frequency`, domain.length, 0);
    return { frequency, coefficient: reader.number(cosine["coefficient"], `cosines[${i}].coefficient`) };
  });
  requireUnlike(
    cosines.map((cosine) => cosine.frequency),
    "cosines",
  );
  const ridges = ridgesOf(cosines);
  const blocks = reader.list(fields["blocks"], "blocks").map((entry, i) => {
    const where = `blocks[${i}]`;
    const block = reader.closed(entry, where, ["direction", "network", "epsilon"]);
    const direction = readIntegers(reader, block["direction"], `${where}.direction`, domain.length, -maximumFrequency);
    if (!((direction.find((r) => r !== 0) ?? 0) > 0)) {
      throw reader.fail(`${where}.direction`, "a first entry that is not 0 above 0", block["direction"]);
    }
    const network = readNetwork(reader, block["network"], `${where}.network`, 1, true);
    if (network.outputs !== 1) throw reader.fail(`${where}.network`, "a network with one output", network.outputs);
    return { where, direction, network, epsilon: readEpsilon(reader, block["epsilon"], `${where}.epsilon`) };
  });
  requireUnlike(
    blocks.map((block) => block.direction),
    "blocks",
  );

  content(
    `the sum of ${blocks.length} ridge network${blocks.length === 1 ? "" : "s"} (${blocks.reduce((n, b) => n + b.network.weights, 0)} weights that are not 0) ` +
      `and a constant is nowhere further than ${epsilon.shown()} from ${shownExpression(node)} on ${shownBox(domain)}`,
  );
  // What the parts may add up to, before any of them is checked.
  const zero = domain.map(() => 0).join();
  let total = remainder.add((ridges.get(zero) ?? Rational.zero).sub(constant).abs());
  ridges.delete(zero);
  const pruned = new Map(ridges);
  for (const block of blocks) {
    total = total.add(block.epsilon);
    pruned.delete(block.direction.join());
  }
  for (const coefficient of pruned.values()) total = total.add(coefficient.abs());
  if (total.compare(epsilon) > 0) {
    return rejected(
      "epsilon",
      `remainder, constant, blocks and pruned ridges add up to ${total.shown()}, more than it`,
    );
  }
  for (const [i, { where, direction, network, epsilon: share }] of blocks.entries()) {
    const sum = sumOfUnits(network, precision);
    if (sum === undefined) throw reader.fail(`${where}.network`, "a network with one hidden layer", "more");
    const argument: ExpressionNode = { op: "mul", args: [{ op: "pi" }, { op: "var", index: 0 }] };
    const ridge: ExpressionNode = {
      op: "mul",
      args: [
        { op: "const", value: ridges.get(direction.join()) ?? Rational.zero },
        { op: "cos", args: [argument] },
      ],
    };
    const interval = rangeOf(direction, domain);
    const verdict = checkOneVariable(
      { node: ridge, sum, interval, epsilon: share, precision, halvings },
      where,
      () => {},
    );
    if (verdict.verdict !== "accepted") return verdict;
    progress((i + 1) / (2 * blocks.length));
  }
  return checkRemainder(node, cosines, domain, remainder, precision, halvings, (part) => progress((1 + part) / 2));
}

const maximumFrequency = 100_000;

function readIntegers(reader: Reader, value: unknown, where: string, length: number, least: number): number[] {
  return reader
    .list(value, where, length)
    .map((entry, i) => reader.integer(entry, `${where}[${i}]`, least, maximumFrequency));
}

function requireUnlike(keys: readonly (readonly number[])[], where: string): void {
  const seen = new Map<string, number>();
  for (const [i, key] of keys.entries()) {
    const twin = seen.get(key.join());
    if (twin !== undefined) {
      const received = `that of ${where}[${twin}] again`;
      throw new InputError({
        code: "repeated",
        where: `${where}[${i}]`,
        expected: "another frequency or direction",
        received,
      });
    }
    seen.set(key.join(), i);
  }
}

/** By direction, first entry that is not 0 above 0: Π_j cos(π k_j x_j) is the mean of cos(π⟨±k, x⟩) over all signs but the first. */
function ridgesOf(cosines: readonly Cosine[]): Map<string, Rational> {
  const ridges = new Map<string, Rational>();
  let count = 0;
  for (const { frequency, coefficient } of cosines) {
    count += 2 ** Math.max(0, frequency.filter((k) => k !== 0).length - 1);
    requireLimit("cosines", "ridges", count, 1e6);
    let directions: number[][] = [[]];
    let started = false;
    for (const k of frequency) {
      directions = directions.flatMap((start) =>
        k === 0 || !started
          ? [[...start, k]]
          : [
              [...start, k],
              [...start, -k],
            ],
      );
      started ||= k !== 0;
    }
    const share = coefficient.div(Rational.from(directions.length));
    for (const direction of directions) {
      ridges.set(direction.join(), (ridges.get(direction.join()) ?? Rational.zero).add(share));
    }
  }
  return ridges;
}

/** What ⟨direction, x⟩ takes on the domain. */
function rangeOf(direction: readonly number[], domain: Box): [Rational, Rational] {
  let [least, greatest] = [Rational.zero, Rational.zero];
  direction.forEach((r, i) => {
    const [a, b] = domain[i]!.map((x) => x.mul(Rational.from(r))) as [Rational, Rational];
    least = least.add(a.min(b));
    greatest = greatest.add(a.max(b));
  });
  return [least, greatest];
}

/** |f − C| ≤ remainder by the mean value form, (f − C)(middle) + Σ_i slope_i·(x_i − middle_i), halving the side that counts most. */
function checkRemainder(
  node: ExpressionNode,
  cosines: readonly Cosine[],
  domain: Box,
  remainder: Rational,
  precision: number,
  halvings: number,
  progress: Progress,
): Verdict {
  const sum = new CosineSum(cosines, domain.length, precision);
  const intervals = intervalLifting(precision);
  const duals = dualLifting(precision);
  const [zero, one] = [Interval.from(0, precision), Interval.from(1, precision)];
  const stack: { box: Box; halvings: number; volume: number }[] = [{ box: domain, halvings, volume: 1 }];
  let done = 0;
  while (stack.length > 0) {
    const { box, halvings: left, volume } = stack.pop()!;
    spend(1000 * box.length);
    const x = box.map(([a, b]) => Interval.of(a, b, precision));
    const centre = box.map(midpoint);
    const middle = centre.map((m) => Interval.from(m, precision));
    let axis = 0;
    let open = "the cosines are not shown to be that near";
    try {
      const value = valueAt(node, middle, intervals);
      if (typeof value === "string") {
        return rejected(
          "domain",
          `at (${centre.map((m) => m.shown()).join(", ")}) the function has no value: ${value}`,
        );
      }
      const atMiddle = value.sub(sum.value(middle));
      if (within(atMiddle, remainder) === "no") {
        return rejected("remainder", `at (${centre.map((m) => m.shown()).join(", ")}) the cosines are further off`);
      }
      const changes = x.map((_, i) => {
        const seeds = x.map((interval, j) => new Dual(interval, i === j ? one : zero));
        const slope = evaluateNode(node, seeds, duals).slope.sub(sum.slope(x, i));
        return slope.mul(x[i]!.sub(middle[i]!));
      });
      const all = changes.reduce((a, b) => a.add(b), atMiddle);
      if (within(all, remainder) === "yes") {
        progress((done += volume));
        continue;
      }
      const sizes = changes.map((change) => change.upper.sub(change.lower));
      axis = sizes.reduce((most, size, i) => (size.compare(sizes[most]!) > 0 ? i : most), 0);
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
      open = "the function is not seen to have a value and a slope everywhere (it has none where a divisor is 0)";
      const widths = box.map(([a, b]) => b.sub(a));
      axis = widths.reduce((most, width, i) => (width.compare(widths[most]!) > 0 ? i : most), 0);
    }
    if (left === 0) {
      const pole = poleIn({ node, precision }, box);
      if (pole !== undefined) {
        return rejected("domain", `on ${shownBox(box)} there is a point where the function has no value: ${pole}`);
      }
      const reason = `on ${shownBox(box)} ${open}`;
      return undecided("remainder", reason, "subdivision");
    }
    const [a, b] = box[axis]!;
    for (const ends of [[centre[axis]!, b] as const, [a, centre[axis]!] as const]) {
      stack.push({ box: box.map((side, i) => (i === axis ? ends : side)), halvings: left - 1, volume: volume / 2 });
    }
  }
  return accepted;
}

/** The value at a point, or why it is certain that there is none. */
function valueAt(node: ExpressionNode, point: readonly Interval[], intervals: Lifting<Interval>): Interval | string {
  try {
    return evaluateNode(node, point, intervals);
  } catch (error) {
    if (error instanceof NoValue && error.certain) return error.message;
    throw error;
  }
}

/** Values that are kept at once. */
const mostKept = 50_000;

/** A sum of products of cosines, evaluated axis by axis: what later axes give is kept for boxes that share those sides. */
class CosineSum {
  private readonly root: Branch;
  private readonly kept = new Map<string, Interval>();
  private readonly waves = new Map<string, Interval>();
  private readonly circle: Interval;

  constructor(
    cosines: readonly Cosine[],
    private readonly axes: number,
    private readonly precision: number,
  ) {
    this.circle = pi(precision);
    this.root = branch();
    for (const { frequency, coefficient } of cosines) {
      let node = this.root;
      for (const k of frequency) {
        let next = node.children.get(k);
        if (next === undefined) node.children.set(k, (next = branch()));
        node = next;
      }
      node.leaf = Interval.from(coefficient, precision);
    }
  }

  value(x: readonly Interval[]): Interval {
    return this.sum(this.root, x, x.map(String), 0, undefined);
  }

  /** The derivative along one axis. */
  slope(x: readonly Interval[], along: number): Interval {
    return this.sum(this.root, x, x.map(String), 0, along);
  }

  private sum(
    node: Branch,
    x: readonly Interval[],
    names: readonly string[],
    axis: number,
    along: number | undefined,
  ): Interval {
    if (axis === this.axes) return node.leaf!;
    const key = `${node.id} ${along} ${names.slice(axis).join(" ")}`;
    const known = axis === 0 ? undefined : this.kept.get(key);
    if (known !== undefined) return known;
    let total = Interval.from(0, this.precision);
    for (const [k, child] of node.children) {
      const factor = this.wave(k, x[axis]!, names[axis]!, along === axis);
      total = total.add(factor.mul(this.sum(child, x, names, axis + 1, along)));
    }
    if (axis > 0) {
      if (this.kept.size >= mostKept) this.kept.clear();
      this.kept.set(key, total);
    }
    return total;
  }

  /** cos(πkx), or its derivative −πk·sin(πkx). */
  private wave(k: number, x: Interval, name: string, derivative: boolean): Interval {
    const key = `${k} ${derivative} ${name}`;
    let value = this.waves.get(key);
    if (value === undefined) {
      const turn = this.circle.mul(Interval.from(k, this.precision));
      const angle = turn.mul(x);
      value = derivative ? angle.sin().mul(turn).neg() : angle.cos();
      if (this.waves.size >= mostKept) this.waves.clear();
      this.waves.set(key, value);
    }
    return value;
  }
}

interface Branch {
  readonly id: number;
  readonly children: Map<number, Branch>;
  leaf: Interval | undefined;
}

let branches = 0;

function branch(): Branch {
  return { id: branches++, children: new Map(), leaf: undefined };
}
