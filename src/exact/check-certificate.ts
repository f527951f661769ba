import {
  accepted,
  limits,
  Reader,
  rejected,
  requireLimit,
  undecided,
  type Check,
  type Progress,
  type Verdict,
} from "./certificate.js";
import { checkApproximation } from "./check-approximation.js";
import { checkClassification, checkShattering } from "./check-classification.js";
import { checkImpossibility } from "./check-impossibility.js";
import { checkShatteringBySigns } from "./check-shattering-by-signs.js";
import { checkIdentity, readStatedPolynomial } from "./identity.js";
import { readCertificateText } from "./json.js";
import { Polynomial } from "./polynomial.js";
import { NoValue, Rational } from "./rational.js";
import { checkRidgeSum } from "./ridge-sum.js";
import { WorkSpent, withBudget } from "./work.js";

type Fields = Readonly<Record<string, unknown>>;

const half = Rational.from("1/2");

const kinds: Readonly<Record<string, (reader: Reader, fields: Fields, check: Check) => Verdict>> = {
  inequality: checkInequality,
  classification: checkClassification,
  shattering: checkShattering,
  "shattering-by-signs": checkShatteringBySigns,
  identity: checkIdentity,
  approximation: checkApproximation,
  impossibility: checkImpossibility,
  "ridge-sum": checkRidgeSum,
};

/** Every field of some kind: what else stands in a certificate is not read. */
const fieldNames = new Set(
  (
    "format kind claim statement polynomial interval relation polynomials expression network samples labels precision points " +
    "function domain epsilon subdivision cosines remainder constant blocks family signs level variables left right"
  ).split(" "),
);

/** How a certificate is checked. */
export interface CheckOptions {
  readonly onProgress?: Progress;
  /** Called when the content has been read: the free statement, and a sentence drawn from the content on what is about to be checked. */
  readonly onContent?: (content: { readonly statement: string; readonly checked: string }) => void;
  /** Steps of work after which the verdict is undecided; without it the budget stated in docs/certificates.md. */
  readonly budget?: number;
  /**
   * Of a list of samples or cases, only every `count`-th is evaluated, beginning with `index`: the certificate is accepted if all parts
   * are. The other kinds are checked as part 0.
   */
  readonly part?: { readonly index: number; readonly count: number };
}

/**
 * Checks a certificate (format: docs/certificates.md) with exact integer arithmetic alone. It is given as its text; as a function that
 * gives the text in pieces, again at every call, so that a list of cases of any length can be read; or as the value JSON.parse makes of it.
 *
 * @throws InputError naming the field where it is not a certificate of format 1, or passes the stated limits.
 * @example
 * checkCertificate({
 *   format: "normlab-certificate/1", kind: "inequality", claim: null, statement: "x(1 - x) > 0 on (0, 1)",
 *   polynomial: ["0", "1", "-1"], interval: ["0", "1"], relation: ">",
 * }); // => { verdict: "accepted" }
 */
export function checkCertificate(json: unknown, options: CheckOptions = {}): Verdict {
  const budget = options.budget ?? limits.work;
  return withBudget(budget, () => {
    try {
      const reader = new Reader(options.budget);
      const fields = reader.object(certificateValue(json), "certificate");
      reader.word(fields["format"], "format", ["normlab-certificate/1"]);
      const kind = reader.word(fields["kind"], "kind", Object.keys(kinds));
      if (typeof fields["statement"] !== "string") throw reader.fail("statement", "a text", fields["statement"]);
      if (fields["claim"] !== null && typeof fields["claim"] !== "string") {
        throw reader.fail("claim", "an id or null", fields["claim"]);
      }
      const { statement } = fields;
      const part = options.part ?? { index: 0, count: 1 };
      if (part.index > 0 && kind !== "classification" && kind !== "shattering") return accepted;
      return kinds[kind]!(reader, fields, {
        progress: options.onProgress ?? (() => {}),
        content: (checked) => options.onContent?.({ statement, checked }),
        part,
      });
    } catch (error) {
      if (error instanceof WorkSpent) {
        const steps =
          options.budget === undefined
            ? "the stated work"
            : `the ${options.budget} ${options.budget === 1 ? "step of work that was" : "steps of work that were"} set`;
        return undecided("certificate", `it is not decided within ${steps}`, "budget");
      }
      if (error instanceof NoValue) return undecided("certificate", error.message, "precision");
      throw error;
    }
  });
}

/**
 * A certificate, given as for `checkCertificate`, as the values of its fields, for another checker. From a text no other value is read: a
 * list of `cases` can be gone through entry by entry, any number of times.
 *
 * @throws InputError where the text is not JSON by the rules of docs/certificates.md.
 * @example
 * certificateValue('{"kind": "inequality", "created": "today"}'); // => { kind: "inequality" }
 */
export function certificateValue(json: unknown): unknown {
  const listed = new Set(["cases"]);
  if (typeof json === "function") {
    return readCertificateText(json as () => Iterable<string>, fieldNames, listed, limits.characters);
  }
  if (typeof json !== "string") return json;
  return readCertificateText(() => [json], fieldNames, listed, limits.characters);
}

/** `polynomial` (ascending) `relation` 0 everywhere on the open `interval`: no root there, and the right sign in the middle. */
function checkInequality(reader: Reader, fields: Fields, { content }: Check): Verdict {
  const coefficients = reader.list(fields["polynomial"], "polynomial");
  requireLimit("polynomial", "as its degree", coefficients.length - 1, limits.degree);
  const polynomial = new Polynomial(reader.numbers(coefficients, "polynomial"));
  const [a, b] = reader.numbers(fields["interval"], "interval", 2) as [Rational, Rational];
  if (a.compare(b) >= 0) throw reader.fail("interval", "a < b", `${a}, ${b}`);
  const relation = reader.word(fields["relation"], "relation", [">", "<"]);
  const stated = readStatedPolynomial(reader, fields);
  content(
    `${polynomial.shown()} ${relation} 0 for all x with ${a.shown()} < x < ${b.shown()}` +
      (stated === undefined ? "" : `; this polynomial is ${stated.text}`),
  );
  const difference = stated?.difference(polynomial);
  if (difference !== undefined) return rejected("polynomial", difference);
  const middle = a.add(b).mul(half);
  const sign = polynomial.evaluate(middle).sign();
  if (sign !== (relation === ">" ? 1 : -1)) {
    return rejected(
      "polynomial",
      `at ${middle.shown()} its value is ${sign === 0 ? "0" : sign > 0 ? "above 0" : "below 0"}`,
    );
  }
  const roots = polynomial.countRoots(a, b);
  return roots === 0 ? accepted : rejected("polynomial", `it has ${roots} root(s) in (${a.shown()}, ${b.shown()})`);
}
