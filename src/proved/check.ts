import { certificateValue } from "../exact/check-certificate.js";
import {
  add_case,
  all_labelings,
  check_classification,
  check_identity,
  check_inequality,
  check_stated_inequality,
} from "./extracted.js";
import { stated } from "./expressions.js";
import {
  fieldsOf,
  labels,
  listOf,
  natural,
  network,
  NotCovered,
  points,
  rationalPair,
  rationals,
  type Fields,
} from "./values.js";

/**
 * What the proved checker says. `accepted`: then what the certificate states is true, by the theorems in `proofs/checker`. `not accepted`:
 * it does not show it, which says nothing against it. `not covered`: it has no rule for certificates of this form.
 */
export type ProvedVerdict =
  { readonly verdict: "accepted" } | { readonly verdict: "not accepted" | "not covered"; readonly reason: string };

/** How often an interval may be halved. */
const halvings = 200;

const kinds: Readonly<Record<string, (fields: Fields) => boolean>> = {
  inequality: inequalityHolds,
  identity: identityHolds,
  classification: classificationHolds,
  shattering: shatteringHolds,
};

/**
 * Checks a certificate by the program that is extracted from `proofs/checker`, where it covers its kind. It is given as for
 * `checkCertificate` (`normlab/exact`), which says whether it is a certificate at all.
 *
 * @example
 * checkProved({
 *   format: "normlab-certificate/1", kind: "inequality", claim: null, statement: "x(1 - x) > 0 on (0, 1)",
 *   polynomial: ["0", "1", "-1"], interval: ["0", "1"], relation: ">",
 * }); // => { verdict: "accepted" }
 */
export function checkProved(json: unknown): ProvedVerdict {
  try {
    const fields = fieldsOf(certificateValue(json), "certificate");
    const kind = String(fields["kind"]);
    if (!Object.hasOwn(kinds, kind)) throw new NotCovered(`the kind ${kind}`);
    if (kinds[kind]!(fields)) return { verdict: "accepted" };
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

function classificationHolds(fields: Fields): boolean {
  const samples = points(fields["samples"], "samples");
  return check_classification(
    scales(fields["precision"]),
    network(fields["network"], "network"),
    samples,
    labels(fields["labels"], "labels"),
  );
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
      b: network(layers, `${where}.network`),
      c: scales(precision),
    };
    const next = add_case(list, seen, oneCase);
    if (next.$ !== "Some") return false;
    seen = next.a;
    i += 1;
  }
  return all_labelings(list, seen);
}

/** Powers of two to round to, one after the other; any will do for the theorem. */
function scales(precision: unknown) {
  const most = 4 * natural(precision, "precision") + 1024;
  const bits: number[] = [];
  for (let b = 64; b < most; b = Math.ceil(1.5 * b)) bits.push(b);
  return listOf([...bits, most].map((b) => 1n << BigInt(b)));
}
