import { accepted, rejected, requireLimit, undecided, type Check, type Reader, type Verdict } from "./certificate.js";
import { count, decider, mostPoints, readPoints } from "./check-classification.js";
import { absolute } from "./integer.js";
import { readNetwork, type ReadNetwork } from "./network.js";

/**
 * Every output of every case's network has a sign at every point; these signs make every labeling of the points by two classes, or
 * the one with the classes exchanged. The networks are members of `family`.
 */
export function checkShatteringBySigns(
  reader: Reader,
  fields: Readonly<Record<string, unknown>>,
  { progress, content }: Check,
): Verdict {
  const points = readPoints(reader, fields["points"], "points");
  requireLimit("points", "points", points.length, mostPoints);
  const family = reader.closed(fields["family"], "family", ["type", "depth"]);
  reader.word(family["type"], "family.type", ["layer-norm-net"]);
  const depth = reader.integer(family["depth"], "family.depth", 1, 40);
  const pairs = 2 ** (points.length - 1);
  content(
    `each of the ${2 * pairs} labelings of ${count(points.length, "point")} of ${count(points[0]!.length, "number")} by two classes ` +
      `is given, or the one with the classes exchanged, by the sign of an output of an LN-Net of width 3 with at most ${depth} norm layers`,
  );
  const found = new Set<number>();
  let open: Verdict = accepted;
  for (const [value, where] of reader.entries(fields["cases"], "cases")) {
    const entry = reader.closed(value, where, ["network", "precision"]);
    const network = readNetwork(reader, entry["network"], `${where}.network`, points[0]!.length);
    requireLayerNormNet(reader, network, depth, `${where}.network`);
    const decide = decider(network, reader.precision(entry["precision"], `${where}.precision`));
    const codes = new Array<number>(network.outputs).fill(0);
    for (let i = 0; i < points.length; i += 1) {
      const { balls, end, at } = decide(points[i]!, ({ middle, radius }) =>
        middle.map((m, j) => [absolute(m), radius[j]!]),
      );
      if (end === "false") return rejected(where, `component ${at} is 0 at points[${i}]`);
      if (end === "open" && open.verdict === "accepted") {
        open = undecided(where, `component ${at} cannot be told from 0 at points[${i}]`, "precision");
      }
      // Stryker disable next-line EqualityOperator: a middle of 0 is above no radius, and where an output is open no code is kept.
      balls.middle.forEach((m, j) => (codes[j]! += m > 0n ? 2 ** i : 0));
    }
    // Of two labelings with the classes exchanged, the one that gives the last point 0.
    if (open.verdict === "accepted") for (const code of codes) found.add(code < pairs ? code : 2 * pairs - 1 - code);
    progress(Math.min(1, found.size / pairs));
  }
  if (open.verdict !== "accepted" || found.size === pairs) return open;
  let missing = 0;
  while (found.has(missing)) missing += 1;
  const labels = points.map((_, i) => Math.floor(missing / 2 ** i) % 2).join("");
  return rejected("cases", `no component has the signs of the labels ${labels}, or of their exchange`);
}

/** Affine and norm layers in turn, affine at both ends; at most `depth` norms, of three components, centred, epsilon 0. */
function requireLayerNormNet(reader: Reader, { layers }: ReadNetwork, depth: number, where: string): void {
  for (const [l, layer] of layers.entries()) {
    const before = layers[l - 1];
    const isNorm = layer.type === "norm" && layer.normSize === 3 && layer.center && layer.epsilon.sign() === 0;
    if (l % 2 === 0 ? layer.type === "affine" : isNorm && before?.type === "affine" && before.rows.length === 3)
      continue;
    const norm = "a norm layer of three components, centred, with epsilon 0";
    throw reader.fail(`${where}[${l}]`, l % 2 === 0 ? "an affine layer" : norm, layer);
  }
  if (layers.length % 2 === 0 || layers.length > 2 * depth + 1) {
    throw reader.fail(where, `an affine layer at the end, behind at most ${depth} norm layers`, layers);
  }
}
