import { accepted, rejected, type Reader, type Verdict } from "./certificate.js";
import { readExpression } from "./expression.js";
import { ends, FunctionRange } from "./function-range.js";
import { InputError } from "./input-error.js";
import { exactValue } from "./with-pi.js";

/**
 * `function` alternates in sign, with size at least `level`, at more points than any member of `family` can follow: then no member
 * comes nearer than `level`. The families' greatest numbers of sign changes are proved in docs/certificates.md.
 */
export function checkImpossibility(reader: Reader, fields: Readonly<Record<string, unknown>>): Verdict {
  const family = reader.object(fields["family"], "family");
  const type = reader.word(family["type"], "family.type", ["steps", "relu", "single-layer-norm", "layer-norm-net"]);
  const node = readExpression(reader, fields["function"], "function", 1);
  const points = reader.numbers(fields["points"], "points");
  const signs = reader.list(fields["signs"], "signs", points.length).map((sign, i) => {
    if (sign !== 1 && sign !== -1) throw reader.fail(`signs[${i}]`, "1 or -1", sign);
    return sign;
  });
  const level = reader.number(fields["level"], "level");
  const precision = fields["precision"] === undefined ? 128 : reader.precision(fields["precision"], "precision");
  let changes = 2;
  if (type === "layer-norm-net") {
    changes = 2 ** reader.integer(family["depth"], "family.depth", 1, 40);
  } else if (type !== "single-layer-norm") {
    const units = reader.integer(family["units"], "family.units", 0, Number.MAX_SAFE_INTEGER - 1);
    changes = type === "steps" ? units : units + 1;
  }
  const f = new FunctionRange(node, precision);
  for (let i = 0; i < points.length; i += 1) {
    if (i > 0 && points[i - 1]!.compare(points[i]!) >= 0)
      return rejected(`points[${i}]`, "it is not above the one before");
    if (i > 0 && signs[i] === signs[i - 1]) return rejected(`signs[${i}]`, "it is the sign before it");
    try {
      const [least, greatest] = ends(exactValue(node, [points[i]!]) ?? f.at([points[i]!]));
      const signed = signs[i] === 1 ? least : greatest.neg();
      if (signed.compare(level) < 0)
        return rejected(`points[${i}]`, "sign·f is not shown to be at least the level there");
    } catch (error) {
      if (!(error instanceof InputError) || error.problem.code !== "undefined") throw error;
      return rejected(`points[${i}]`, `the function has no value there: ${error.message}`);
    }
  }
  if (changes < points.length - 1) return accepted;
  const reason = `it has up to ${changes} sign changes, and the signs alternate only ${points.length - 1} times`;
  return rejected("family", reason);
}
