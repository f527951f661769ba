import { accepted, rejected, undecided, type Check, type Reader, type Verdict } from "./certificate.js";
import { readExpression, shownExpression } from "./expression.js";
import { ends, FunctionRange } from "./function-range.js";
import { NoValue } from "./rational.js";

/**
 * `function` alternates in sign, with size at least `level`, at more points than any member of `family` can follow: then no member
 * comes nearer than `level`. The families' greatest numbers of sign changes are proved in docs/certificates.md.
 */
export function checkImpossibility(
  reader: Reader,
  fields: Readonly<Record<string, unknown>>,
  { content }: Check,
): Verdict {
  const family = reader.object(fields["family"], "family");
  const type = reader.word(family["type"], "family.type", [
    "steps",
    "relu",
    "norm-units",
    "single-layer-norm",
    "layer-norm-net",
  ]);
  reader.closed(family, "family", ["type", type === "layer-norm-net" ? "depth" : "units"]);
  const node = readExpression(reader, fields["function"], "function", 1);
  const points = reader.numbers(fields["points"], "points");
  const signs = reader.list(fields["signs"], "signs", points.length).map((sign, i) => {
    if (sign !== 1 && sign !== -1) throw reader.fail(`signs[${i}]`, "1 or -1", sign);
    return sign;
  });
  const level = reader.number(fields["level"], "level");
  if (level.sign() <= 0) throw reader.fail("level", "a number above 0", fields["level"]);
  const precision = fields["precision"] === undefined ? 128 : reader.precision(fields["precision"], "precision");
  let [changes, size] = [2, 1];
  if (type === "layer-norm-net") {
    size = reader.integer(family["depth"], "family.depth", 1, 40);
    changes = 2 ** size;
  } else if (type === "norm-units") {
    size = reader.integer(family["units"], "family.units", 1, 100_000);
    changes = size ** 3 - 2 * size ** 2 + 5 * size - 2;
  } else if (type === "single-layer-norm") {
    // Of any width: how many units it has changes nothing.
    if (family["units"] !== undefined) reader.integer(family["units"], "family.units", 0, Number.MAX_SAFE_INTEGER);
  } else {
    size = reader.integer(family["units"], "family.units", 0, Number.MAX_SAFE_INTEGER - 1);
    changes = type === "steps" ? size : size + 1;
  }
  const first = points.slice(0, 6).map((x) => x.shown());
  content(
    `no ${describeFamily[type](size)} is nearer than ${level.shown()} to ${shownExpression(node)} at all of the ` +
      `${points.length} points ${first.join(", ")}${points.length > 6 ? ", …" : ""}`,
  );
  const f = new FunctionRange(node, precision);
  let open: Verdict = accepted;
  for (let i = 0; i < points.length; i += 1) {
    const where = `points[${i}]`;
    if (i > 0 && points[i - 1]!.compare(points[i]!) >= 0) return rejected(where, "it is not above the one before");
    if (i > 0 && signs[i] === signs[i - 1]) return rejected(`signs[${i}]`, "it is the sign before it");
    try {
      const [least, greatest] = ends(f.at([points[i]!]));
      const [low, high] = signs[i] === 1 ? [least, greatest] : [greatest.neg(), least.neg()];
      if (high.compare(level) < 0) return rejected(where, "sign·f is below the level there");
      if (low.compare(level) >= 0 || open.verdict !== "accepted") continue;
      open = undecided(where, `sign·f cannot be told from the level at ${precision} bits`, "precision");
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
      if (error.certain) return rejected(where, `the function has no value there: ${error.message}`);
      open = undecided(where, `the function is not seen to have a value there: ${error.message}`, "precision");
    }
  }
  if (changes < points.length - 1) return open;
  const reason = `it has up to ${changes} sign changes, and the signs alternate only ${points.length - 1} times`;
  return rejected("family", reason);
}

/** A member of each family, by its size. */
const describeFamily = {
  steps: (units: number) => `sum of ${units} steps and a constant`,
  relu: (units: number) => `sum of ${units} rectified linear units and a constant`,
  "norm-units": (units: number) => `sum of ${units} norm groups of one layer and a constant`,
  "single-layer-norm": () => "network with a single norm layer of one group",
  "layer-norm-net": (depth: number) => `LN-Net of width 3 with ${depth} norm layers`,
} as const;
