import { certificateValue } from "../exact/check-certificate.js";
import {
  add_case,
  all_labelings,
  check_approximation,
  check_classification,
  check_identity,
  check_impossibility,
  check_inequality,
  check_stated_inequality,
} from "./extracted.js";
import { stated } from "./expressions.js";
import { functionOfOne } from "./functions.js";
import type { ProvedVerdict } from "./limits.js";
import {
  array,
  fieldsOf,
  labels,
  listOf,
  natural,
  network,
  NotCovered,
  points,
  rational,
  rationalPair,
  rationals,
  type Constructed,
  type Fields,
} from "./values.js";

/** How often an interval may be halved. */
const halvings = 200;

/** Into how many parts an interval may be cut, and how deep, before an approximation is given up. */
const [parts, depth] = [20_000, 20_000];

const kinds: Readonly<Record<string, (fields: Fields, most: number) => boolean>> = {
  inequality: inequalityHolds,
  identity: identityHolds,
  classification: classificationHolds,
  shattering: shatteringHolds,
  approximation: approximationHolds,
  impossibility: impossibilityHolds,
};

/**
 * Checks a certificate by the program that is extracted from `proofs/checker`, where it covers its kind. It is given as for
 * `checkCertificate` (`normlab/exact`), which says whether it is a certificate at all.
 *
 * @param options - `most`: a classification of more samples times layers than that is not covered; without it there is no limit.
 *
 * @example
 * checkProved({
 *   format: "normlab-certificate/1", kind: "inequality", claim: null, statement: "x(1 - x) > 0 on (0, 1)",
 *   polynomial: ["0", "1", "-1"], interval: ["0", "1"], relation: ">",
 * }); // => { verdict: "accepted" }
 */
export function checkProved(json: unknown, options: { readonly most?: number } = {}): ProvedVerdict {
  try {
    const fields = fieldsOf(certificateValue(json), "certificate");
    const kind = String(fields["kind"]);
    if (!Object.hasOwn(kinds, kind)) throw new NotCovered(`the kind ${kind}`);
    if (kinds[kind]!(fields, options.most ?? Infinity)) return { verdict: "accepted" };
    return { verdict: "not accepted", reason: "it does not show it" };
  } catch (error) {
    if (error instanceof NotCovered) return { verdict: "not covered", reason: error.message };
    // The extracted functions call themselves along their lists.
    if (error instanceof RangeError)
      return { verdict: "not covered", reason: `a certificate of this size (${error.message})` };
    throw error;
  }
}

function inequalityHolds(fields: Fields): boolean {
  const polynomial = rationals(fields["polynomial"], "polynomial");
  const [a, b] = rationalPair(fields["interval"], "interval");
  const greater = fields["relation"] === ">";
  if (fields["expression"] === undefined) return check_inequality(halvings, polynomial, a, b, greater);
  const [names, expression] = stated(fields, "expression");
  return check_stated_inequality(halvings, polynomial, a, b, greater, names, expression);
}

function identityHolds(fields: Fields): boolean {
  const [names, left, right] = stated(fields, "left", "right");
  return check_identity(natural(fields["variables"], "variables"), names, left, right);
}

/** At first by the powers of two from the least on that is enough for the first sample. */
function classificationHolds(fields: Fields, most: number): boolean {
  const samples = array(fields["samples"], "samples");
  const times = samples.length * array(fields["network"], "network").length;
  if (times > most) throw new NotCovered(`a classification of this size (${times} samples times layers)`);
  const given = array(fields["labels"], "labels");
  const net = network(fields["network"], "network", "norms");
  const [first, label] = [points(samples.slice(0, 1), "samples"), labels(given.slice(0, 1), "labels")];
  const all = scales(fields["precision"]);
  const start = all.findIndex((scale) => check_classification(listOf([scale]), net, first, label));
  if (start < 0) return false;
  const inOrder = listOf([...all.slice(start), ...all.slice(0, start)]);
  return check_classification(inOrder, net, points(samples, "samples"), labels(given, "labels"));
}

/** Case by case, as `add_cases` and `check_shattering` of proofs/checker/Classification.v do it. */
function shatteringHolds(fields: Fields): boolean {
  const list = points(fields["points"], "points");
  let seen: unknown = { $: "NoLabeling" };
  let i = 0;
  for (const entry of fields["cases"] as Iterable<unknown>) {
    const where = `cases[${i}]`;
    const { labels: given, network: layers, precision } = fieldsOf(entry, where);
    const oneCase = {
      $: "Case",
      a: labels(given, `${where}.labels`),
      b: network(layers, `${where}.network`, "norms"),
      c: listOf(scales(precision)),
    };
    const next = add_case(list, seen, oneCase);
    if (next.$ !== "Some") return false;
    seen = next.a;
    i += 1;
  }
  return all_labelings(list, seen);
}

function approximationHolds(fields: Fields): boolean {
  const [interval, ...more] = array(fields["domain"], "domain");
  if (more.length > 0) throw new NotCovered("a domain of several variables");
  const [a, b] = rationalPair(interval, "domain[0]");
  const f = functionOfOne(fields["function"], "function");
  const layers = network(fields["network"], "network", "lines");
  const epsilon = rational(fields["epsilon"], "epsilon");
  return check_approximation(scale(fields["precision"]), depth, parts, halvings, layers, f, a, b, epsilon);
}

function impossibilityHolds(fields: Fields): boolean {
  return check_impossibility(
    scale(fields["precision"] ?? 128),
    family(fieldsOf(fields["family"], "family")),
    functionOfOne(fields["function"], "function"),
    rationals(fields["points"], "points"),
    listOf(array(fields["signs"], "signs").map((sign) => sign === 1)),
    rational(fields["level"], "level"),
  );
}

/** A `family` of proofs/checker/Impossibility.v. */
function family(fields: Fields): Constructed {
  const units = () => BigInt(natural(fields["units"], "family.units"));
  switch (fields["type"]) {
    case "steps":
      return { $: "SumOfSteps", a: units() } as Constructed;
    case "relu":
      return { $: "SumOfRelus", a: units() } as Constructed;
    case "single-layer-norm":
      return { $: "SingleLayerNorm" };
    case "layer-norm-net":
      return { $: "LayerNormNet", a: natural(fields["depth"], "family.depth") } as Constructed;
    default:
      throw new NotCovered(`the family ${String(fields["type"])}`);
  }
}

/** A power of two to which intervals are rounded outwards; any will do for the theorem. */
function scale(precision: unknown): bigint {
  return 1n << BigInt(natural(precision, "precision") + 64);
}

/** Powers of two to round to, one after the other; any will do for the theorem. */
function scales(precision: unknown): readonly bigint[] {
  const most = 4 * natural(precision, "precision") + 1024;
  const bits: number[] = [];
  for (let b = 64; b < most; b = Math.ceil(1.5 * b)) bits.push(b);
  return [...bits, most].map((b) => 1n << BigInt(b));
}
