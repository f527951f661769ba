import { accepted, rejected, requireLimit, undecided, type Check, type Reader, type Verdict } from "./certificate.js";
import { bitLength } from "./integer.js";
import { describeNetwork, readNetwork, type ReadNetwork } from "./network.js";
import { arcEvaluator } from "./layer-norm-net.js";
import { ballEvaluator, type Balls } from "./network-in-balls.js";
import type { Rational } from "./rational.js";

type Fields = Readonly<Record<string, unknown>>;

/** Every sample's score at its label lies above all its other scores. */
export function checkClassification(reader: Reader, fields: Fields, { progress, content, part }: Check): Verdict {
  const samples = readPoints(reader, fields["samples"], "samples");
  const network = readNetwork(reader, fields["network"], "network", samples[0]!.length);
  if (network.outputs < 2) throw reader.fail("network", "a network with two outputs or more", network.outputs);
  const labels = readLabels(reader, fields["labels"], "labels", samples.length, network.outputs);
  const precision = reader.precision(fields["precision"], "precision");
  content(
    `${describeNetwork(network, samples[0]!.length)} gives each of ${count(samples.length, "sample")} its label, ` +
      `of ${network.outputs} classes (${new Set(labels).size} occur): the score of the label is above all others`,
  );
  const classify = classifier(network, precision);
  let open: Verdict = accepted;
  for (let i = part.index; i < samples.length; i += part.count) {
    const verdict = classify(samples[i]!, labels[i]!, `samples[${i}]`);
    if (verdict.verdict === "rejected") return verdict;
    if (open.verdict === "accepted") open = verdict;
    progress((i + 1) / samples.length);
  }
  return open;
}

/** Every labeling of the points by two classes stands in one case, whose network gives it. */
export function checkShattering(reader: Reader, fields: Fields, { progress, content, part }: Check): Verdict {
  const points = readPoints(reader, fields["points"], "points");
  requireLimit("points", "points", points.length, mostPoints);
  const labelings = 2 ** points.length;
  content(
    `for each of the ${labelings} labelings of ${count(points.length, "point")} of ${count(points[0]!.length, "number")} ` +
      "by two classes a network that gives every point its label",
  );
  const seen = new Map<string, number>();
  let open: Verdict = accepted;
  for (const [value, where] of reader.entries(fields["cases"], "cases")) {
    const c = seen.size;
    const entry = reader.closed(value, where, ["labels", "network", "precision"]);
    const network = readNetwork(reader, entry["network"], `${where}.network`, points[0]!.length);
    if (network.outputs !== 2) throw reader.fail(`${where}.network`, "a network with two outputs", network.outputs);
    const labels = readLabels(reader, entry["labels"], `${where}.labels`, points.length, 2);
    const precision = reader.precision(entry["precision"], `${where}.precision`);
    const twin = seen.get(labels.join(""));
    if (twin !== undefined) return rejected(where, `its labels are those of cases[${twin}]`);
    seen.set(labels.join(""), c);
    if (c % part.count !== part.index) continue;
    const classify = classifier(network, precision);
    for (let i = 0; i < points.length; i += 1) {
      const verdict = classify(points[i]!, labels[i]!, `${where}: points[${i}]`);
      if (verdict.verdict === "rejected") return verdict;
      if (open.verdict === "accepted") open = verdict;
    }
    progress(Math.min(1, (c + 1) / labelings));
  }
  if (seen.size === labelings) return open;
  return rejected("cases", `${seen.size} of the ${labelings} labelings of ${points.length} points are there`);
}

/** Beyond this the labelings cannot be listed. */
export const mostPoints = 40;

/** `1 point`, `2 points`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** Points with as many numbers each. */
export function readPoints(reader: Reader, value: unknown, where: string): Rational[][] {
  const list = reader.list(value, where);
  const size = reader.list(list[0], `${where}[0]`).length;
  return list.map((point, i) => reader.numbers(point, `${where}[${i}]`, size));
}

function readLabels(reader: Reader, value: unknown, where: string, length: number, classes: number): number[] {
  return reader.list(value, where, length).map((l, i) => reader.integer(l, `${where}[${i}]`, 0, classes - 1));
}

/** Tells whether a sample's score at its label lies above all its other scores. */
function classifier(network: ReadNetwork, precision: number) {
  const decide = decider(network, precision);
  return (sample: readonly Rational[], label: number, where: string): Verdict => {
    const others = Array.from({ length: network.outputs }, (_, j) => j).filter((j) => j !== label);
    const { end, at } = decide(sample, ({ middle, radius }) =>
      others.map((j) => [middle[label]! - middle[j]!, radius[label]! + radius[j]!]),
    );
    if (end === "decided") return accepted;
    if (end === "false") return rejected(where, `component ${label}, its label, is not above component ${others[at]}`);
    const reason = `components ${label}, its label, and ${others[at]} cannot be told apart at ${precision} bits`;
    return undecided(where, reason, "precision");
  };
}

/** Bits beyond those a sample needed that the next is tried with, and by how many fewer it is at most. */
const spareBits = 24;
const fewerBits = 8;

/**
 * Evaluates a network at samples until differences drawn from its outputs (the middle, and the radius) are seen to be above 0, or one not to be; `at` is the one that is
 * false or open. Fewer bits are tried first, about as many as the samples before needed:
 * what is decided at fewer bits holds, and only at `precision` is a difference given up.
 */
export function decider(network: ReadNetwork, precision: number) {
  const onArcs = arcEvaluator(network);
  let inBalls: ReturnType<typeof ballEvaluator> | undefined;
  const evaluate = (sample: readonly Rational[], bits: number): Balls | undefined => {
    const balls = onArcs?.(sample, bits);
    if (balls !== undefined || (onArcs !== undefined && bits < precision)) return balls;
    return (inBalls ??= ballEvaluator(network))(sample, bits);
  };
  let first = 64;
  return (sample: readonly Rational[], differences: (balls: Balls) => [gap: bigint, doubt: bigint][]) => {
    for (let bits = Math.min(precision, first); ; bits = Math.min(precision, Math.ceil(1.5 * bits))) {
      const balls = evaluate(sample, bits);
      if (balls === undefined) continue;
      let open: number | undefined;
      let spare = bits;
      for (const [at, [gap, doubt]] of differences(balls).entries()) {
        if (gap > doubt) spare = Math.min(spare, bitLength(gap) - bitLength(doubt));
        else if (gap <= -doubt) return { balls, end: "false", at } as const;
        else open ??= at;
      }
      if (open === undefined) {
        first = Math.max(64, first - fewerBits, bits - spare + spareBits);
        return { balls, end: "decided", at: 0 } as const;
      }
      if (bits >= precision) return { balls, end: "open", at: open } as const;
    }
  };
}
