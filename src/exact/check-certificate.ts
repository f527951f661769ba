import { accepted, describe, limits, Reader, rejected, requireLimit, type Verdict } from "./certificate.js";
import { checkApproximation } from "./check-approximation.js";
import { checkImpossibility } from "./check-impossibility.js";
import { InputError } from "./input-error.js";
import { checkIdentity } from "./identity.js";
import { absolute } from "./integer.js";
import { ballEvaluator, readNetwork, type ReadNetwork } from "./network.js";
import { Polynomial } from "./polynomial.js";
import { Rational } from "./rational.js";
import { checkRidgeSum } from "./ridge-sum.js";

type Fields = Readonly<Record<string, unknown>>;
/** Called now and then with the part of the work that is done, from 0 to 1. */
type Progress = (fraction: number) => void;

const half = Rational.from("1/2");

const kinds: Readonly<Record<string, (reader: Reader, fields: Fields, progress: Progress) => Verdict>> = {
  inequality: checkInequality,
  classification: checkClassification,
  shattering: checkShattering,
  identity: checkIdentity,
  approximation: checkApproximation,
  impossibility: checkImpossibility,
  "ridge-sum": checkRidgeSum,
};

/**
 * Checks a certificate (format: docs/certificates.md), given as its text or as the value JSON.parse makes of it, with exact integer
 * arithmetic alone.
 *
 * @throws InputError naming the field where it is not a certificate of format 1, or passes the stated limits.
 * @example
 * checkCertificate({
 *   format: "normlab-certificate/1", kind: "inequality", claim: null, statement: "x(1 - x) > 0 on (0, 1)",
 *   polynomial: ["0", "1", "-1"], interval: ["0", "1"], relation: ">",
 * }); // => { verdict: "accepted" }
 */
export function checkCertificate(json: unknown, options: { readonly onProgress?: Progress } = {}): Verdict {
  const reader = new Reader();
  const fields = reader.object(typeof json === "string" ? parse(json) : json, "certificate");
  reader.word(fields["format"], "format", ["normlab-certificate/1"]);
  const kind = reader.word(fields["kind"], "kind", Object.keys(kinds));
  if (typeof fields["statement"] !== "string") throw reader.fail("statement", "a text", fields["statement"]);
  if (fields["claim"] !== null && typeof fields["claim"] !== "string") {
    throw reader.fail("claim", "an id or null", fields["claim"]);
  }
  return kinds[kind]!(reader, fields, options.onProgress ?? (() => {}));
}

function parse(text: string): unknown {
  requireLimit("certificate", "characters", text.length, limits.characters);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError({
      code: "not-json",
      where: "certificate",
      expected: "JSON",
      received: `${describe(text.slice(0, 40))} (${(error as Error).message.slice(0, 200)})`,
    });
  }
}

/** `polynomial` (ascending) `relation` 0 everywhere on the open `interval`: no root there, and the right sign in the middle. */
function checkInequality(reader: Reader, fields: Fields): Verdict {
  const coefficients = reader.list(fields["polynomial"], "polynomial");
  requireLimit("polynomial", "as its degree", coefficients.length - 1, limits.degree);
  const polynomial = new Polynomial(reader.numbers(coefficients, "polynomial"));
  const [a, b] = reader.numbers(fields["interval"], "interval", 2) as [Rational, Rational];
  if (a.compare(b) >= 0) throw reader.fail("interval", "a < b", `${a}, ${b}`);
  const relation = reader.word(fields["relation"], "relation", [">", "<"]);
  const middle = a.add(b).mul(half);
  const sign = polynomial.evaluate(middle).sign();
  if (sign !== (relation === ">" ? 1 : -1)) {
    return rejected("polynomial", `at ${middle} its value is ${sign === 0 ? "0" : sign > 0 ? "above 0" : "below 0"}`);
  }
  const roots = polynomial.countRoots(a, b);
  return roots === 0 ? accepted : rejected("polynomial", `it has ${roots} root(s) in (${a}, ${b})`);
}

function checkClassification(reader: Reader, fields: Fields, progress: Progress): Verdict {
  const samples = readPoints(reader, fields["samples"], "samples");
  const network = readNetwork(reader, fields["network"], "network", samples[0]!.length);
  const labels = readLabels(reader, fields["labels"], "labels", samples.length, network.outputs);
  const precision = reader.precision(fields["precision"], "precision");
  requireWork(network, samples.length, precision);
  return classify(network, samples, labels, precision, "samples", progress);
}

function checkShattering(reader: Reader, fields: Fields, progress: Progress): Verdict {
  const points = readPoints(reader, fields["points"], "points");
  const cases = reader.list(fields["cases"], "cases");
  const seen = new Map<string, number>();
  for (let c = 0; c < cases.length; c += 1) {
    const where = `cases[${c}]`;
    const entry = reader.object(cases[c], where);
    const network = readNetwork(reader, entry["network"], `${where}.network`, points[0]!.length);
    if (network.outputs !== 2) throw reader.fail(`${where}.network`, "a network with two outputs", network.outputs);
    const labels = readLabels(reader, entry["labels"], `${where}.labels`, points.length, 2);
    const precision = reader.precision(entry["precision"], `${where}.precision`);
    requireWork(network, points.length * cases.length, precision);
    const twin = seen.get(labels.join(""));
    if (twin !== undefined) return rejected(where, `its labels are those of cases[${twin}]`);
    seen.set(labels.join(""), c);
    const verdict = classify(network, points, labels, precision, `${where}: points`, () => {});
    if (verdict.verdict === "rejected") return verdict;
    progress((c + 1) / cases.length);
  }
  if (seen.size === 2 ** points.length) return accepted;
  return rejected("cases", `${seen.size} of the ${2 ** points.length} labelings of ${points.length} points are there`);
}

function readPoints(reader: Reader, value: unknown, where: string): Rational[][] {
  const list = reader.list(value, where);
  const size = reader.list(list[0], `${where}[0]`).length;
  return list.map((point, i) => reader.numbers(point, `${where}[${i}]`, size));
}

function readLabels(reader: Reader, value: unknown, where: string, count: number, classes: number): number[] {
  return reader.list(value, where, count).map((l, i) => reader.integer(l, `${where}[${i}]`, 0, classes - 1));
}

function requireWork(network: ReadNetwork, samples: number, precision: number): void {
  requireLimit("network", "samples × weights × bits of precision", network.weights * samples * precision, limits.work);
}

/**
 * Every sample's score at its label lies above all its other scores. Fewer bits are tried first: what is decided at fewer bits holds,
 * and only at `precision` is a comparison given up.
 */
function classify(
  network: ReadNetwork,
  samples: readonly Rational[][],
  labels: readonly number[],
  precision: number,
  where: string,
  progress: Progress,
): Verdict {
  const evaluate = ballEvaluator(network);
  let bits = Math.min(precision, 64);
  for (let i = 0; i < samples.length; i += 1) {
    const label = labels[i]!;
    for (let open = true; open;) {
      const { middle, radius } = evaluate(samples[i]!, bits);
      open = false;
      for (let j = 0; j < middle.length; j += 1) {
        if (j === label) continue;
        const gap = middle[label]! - middle[j]!;
        const doubt = radius[label]! + radius[j]!;
        if (gap > doubt) continue;
        open = absolute(gap) < doubt && bits < precision;
        if (open) break;
        const unclear = absolute(gap) < doubt ? ` at ${precision} bits: the two cannot be told apart` : "";
        return rejected(`${where}[${i}]`, `component ${label}, its label, is not above component ${j}${unclear}`);
      }
      if (open) bits = Math.min(precision, Math.ceil(1.5 * bits));
    }
    progress((i + 1) / samples.length);
  }
  return accepted;
}
