import { limits, type Network } from "../../exact/certificate.js";
import { checkCertificate } from "../../exact/check-certificate.js";
import { InputError } from "../../exact/input-error.js";
import { bitLength } from "../../exact/integer.js";
import { Rational } from "../../exact/rational.js";
import { type CircleState, normLayer, readoutLayer } from "./circle.js";
import { chooseDirection } from "./direction.js";
import { firstLayer, foldLayer } from "./fold.js";
import { countChanges } from "./fold-search.js";
import { foldUntilNoncrossing, foldWithin, leastDifference, placeOnCircle, type Progress } from "./folding.js";
import { intervalGrowth } from "./interval-growth.js";
import { readoutLines } from "./noncrossing.js";
import { randomStream } from "./random.js";
import { columnNames, columnOf, isTable, numberRows, type DataTable } from "../table.js";
import { readSamples, type ClassLabel, type Sample } from "./samples.js";

/**
 * Bits after the point of the construction, for so many changes of class; measured. The folds are projective maps but near their creases, in which errors grow and shrink again (docs/theory/ln-net.md):
 * the least gap and the errors' greatest growth are powers of the changes. Of many changes the last are between long runs, whose gaps shrink before they are opened.
 */
function constructionBits(changes: number): number {
  return 128 + 12 * Math.log2(1 + changes) + Math.max(0, changes - 2000) / 7;
}

/** Bits at which plain interval arithmetic, where errors only grow, tells the classes apart: the growth of its radii, and room for the least gap. */
function intervalBits(growth: number, bits: number): number {
  return Math.min(limits.precision, Math.ceil(1.1 * growth) + bits + 64);
}

/** How often the bits are raised by half. */
const mostAttempts = 8;

/** Options of `separate`. */
export interface SeparateOptions {
  /** Names the random choices; 0 by default. The same seed gives the same network on every machine. */
  readonly seed?: number;
  /** Bits after the point in the construction; raised by half as long as the checker does not accept. By default from the changes of class that are left. */
  readonly precision?: number;
  /** A depth that is searched for where the first, fast search does not reach it; by default ⌈(m − 1)/2⌉ for two classes. Small problems only. */
  readonly depth?: number;
  /** Called with the part of the work that is done, 0 to 1, and what is being done. */
  readonly onProgress?: Progress;
  /** How a row is called in the message about identical samples of different classes; by default by its number. */
  readonly nameRow?: (row: number) => string;
  /** Written into the certificate. */
  readonly claim?: string | null;
  /** For people, written into the certificate. */
  readonly statement?: string;
}

/** Options of `separate` for a table. */
export interface SeparateTableOptions extends SeparateOptions {
  /** The column that holds the classes. */
  readonly label: string;
  /** The columns that hold the features; all others by default. */
  readonly features?: readonly string[];
}

/** A certificate of kind `classification` (docs/certificates.md). */
export interface ClassificationCertificate {
  /** The format's name and version. */
  readonly format: "normlab-certificate/1";
  /** Names the kind of certificate. */
  readonly kind: "classification";
  /** The claim's id; null where it belongs to none. */
  readonly claim: string | null;
  /** What it says, for people; the checker does not read it. */
  readonly statement: string;
  /** One output a class. */
  readonly network: Network;
  /** m × d exact numbers. */
  readonly samples: readonly (readonly string[])[];
  /** The class of each sample, from 0. */
  readonly labels: readonly number[];
  /** Binary digits of every rounded operation of the checker. */
  readonly precision: number;
}

/** What `separate` hands back. */
export interface Separation {
  /** With exact weights; the output of a sample's class is the greatest. */
  readonly network: Network;
  /** Number of layer normalizations. */
  readonly depth: number;
  /** Class of each output of the network. */
  readonly classes: readonly ClassLabel[];
  /** Distinct samples. */
  readonly count: number;
  /** Samples left out because an identical one, of the same class, stands before them. */
  readonly merged: number;
  /** Neighbours of different classes on the line, the last and the first being neighbours too: what the folds have to take away. */
  readonly changes: number;
  /** Bits after the point of the construction, at its first layer. */
  readonly bits: number;
  /** That every sample gets its class; accepted by the checker before it is handed out. */
  readonly certificate: ClassificationCertificate;
  /** The circle after each layer, for drawing. */
  readonly states: readonly CircleState[];
}

/**
 * A network of width 3 with layer normalization as its only nonlinearity that classifies all samples, with the certificate of it.
 *
 * x ↦ readout(LN(A_L·…LN(A_1·x + b_1)… + b_L)) with A_l of three rows; output c is strictly the greatest on the samples of class c. The samples are
 * projected to a line, put on the circle by the first layer normalization, and folded: a layer centred at a point outside the circle merges the ends of
 * every chord through that point. Folding stops as soon as the classes do not cross on the circle, where an argmax readout is right.
 *
 * Depth (number of layer normalizations) for m distinct samples of K classes: at most m − K + 1, and at most max(1, ⌈(m − 1)/2⌉) for K = 2: proved in
 * docs/theory/ln-net.md, for all samples and labels. What is reached on given data is searched, and usually far less.
 *
 * A table of arquero or a DataFrame of danfo is taken with the name of the column that holds the classes: `separate(table, { label: "class" })`.
 *
 * @param points - m samples of d features (or m numbers), read exactly.
 * @param labels - one label a sample; identical samples must agree.
 * @throws InputError for ragged, missing or not finite input, for a single class, and for identical samples of different classes.
 *
 * Source: abstract of arXiv 2406.01255 (width 3, O(m) layers); two chords a layer and the stopping rule: normlab.
 *
 * @example
 * const { depth, certificate } = separate([[0, 0], [0, 1], [1, 0], [1, 1]], ["even", "odd", "odd", "even"]);
 * depth; // => 1
 * checkCertificate(certificate); // => { verdict: "accepted" }
 */
export function separate(
  points: readonly Sample[],
  labels: readonly ClassLabel[],
  options?: SeparateOptions,
): Separation;
export function separate(table: DataTable, options: SeparateTableOptions): Separation;
export function separate(
  data: readonly Sample[] | DataTable,
  labelsOrOptions: readonly ClassLabel[] | SeparateTableOptions,
  optionsOfPoints: SeparateOptions = {},
): Separation {
  if (!isTable(data)) return separateSamples(data, labelsOrOptions as readonly ClassLabel[], optionsOfPoints);
  const { label, features, ...options } = labelsOrOptions as SeparateTableOptions;
  const labels = columnOf(data, label) as ClassLabel[];
  return separateSamples(
    numberRows(data, features ?? columnNames(data).filter((name) => name !== label)),
    labels,
    options,
  );
}

function separateSamples(
  points: readonly Sample[],
  labels: readonly ClassLabel[],
  options: SeparateOptions,
): Separation {
  const samples = readSamples(points, labels, options.nameRow);
  const { classes, kept } = samples;
  if (classes.length < 2) {
    throw new InputError({
      code: "one-class",
      where: "labels",
      expected: "at least two classes",
      received: `only "${classes[0]}"`,
      remedy: "With one class there is nothing to tell apart",
    });
  }
  const seed = options.seed ?? 0;
  const line = chooseDirection(samples, randomStream(seed));
  const lineLabels = line.order.map((i) => samples.labels[i]!);
  const statement =
    options.statement ??
    `A width-3 LN-Net classifies ${kept.length} distinct samples of ${classes.length} classes without an error.`;
  const leastBits = resolution(line.order.map((i) => line.numerators[i]!)) + 96;
  const changes = countChanges(lineLabels);
  const depth = options.depth ?? (classes.length === 2 ? Math.ceil((kept.length - 1) / 2) : Infinity);
  let earlier: readonly CircleState[] = [];
  for (let attempt = 0; ; attempt += 1) {
    const report: Progress = (fraction, doing) => options.onProgress?.(fraction, doing);
    const bits = Math.ceil(1.5 ** attempt * Math.max(options.precision ?? constructionBits(changes), leastBits));
    const { fold, placed, spread } = placeOnCircle(line, lineLabels, bits);
    const setting = { random: randomStream(seed), spread };
    const quick = foldUntilNoncrossing(placed, setting, earlier, (fraction, doing) => report(0.6 * fraction, doing));
    if (quick === null) {
      if (attempt === mostAttempts) throw new Error(`no fold was found at ${bits} bits`);
      continue;
    }
    earlier = quick.states;
    const shallow = 1 + quick.folds.length > depth ? foldWithin(placed, setting, depth - 1) : null;
    for (const folded of shallow === null ? [quick] : [shallow, quick]) {
      const { end } = folded;
      const network: Network = [
        firstLayer(fold, line.direction),
        normLayer,
        ...folded.folds.flatMap((next) => [foldLayer(next), normLayer]),
        readoutLayer(readoutLines(end.points, end.labels, classes.length, end.bits), end.bits),
      ];
      const certificate: ClassificationCertificate = {
        format: "normlab-certificate/1",
        kind: "classification",
        claim: options.claim ?? null,
        statement,
        network,
        samples: samples.rows.map((row) => row.map((n, j) => exactText(n, samples.denominators[j]!))),
        labels: [...samples.labels],
        precision: intervalBits(intervalGrowth(folded.folds, placed.points), bits),
      };
      const verdict = checkCertificate(certificate, {
        budget: Infinity,
        onProgress: (fraction) => report(0.6 + 0.4 * fraction, "checking"),
      });
      if (verdict.verdict === "accepted") {
        return {
          network,
          depth: 1 + folded.folds.length,
          classes,
          count: kept.length,
          merged: points.length - kept.length,
          changes: folded.changes,
          bits,
          certificate,
          states: folded.states,
        };
      }
      if (attempt === mostAttempts && folded === quick) {
        throw new Error(`not accepted at ${bits} bits: ${verdict.where}: ${verdict.reason}`);
      }
    }
  }
}

/** Bits that tell the nearest two of increasing integers apart, relative to their range. */
function resolution(increasing: readonly bigint[]): number {
  const least = leastDifference(increasing, () => true);
  if (least === undefined) return 0;
  return bitLength(increasing[increasing.length - 1]! - increasing[0]!) - bitLength(least) + 1;
}

function exactText(numerator: bigint, denominator: bigint): string {
  if (denominator === 1n) return String(numerator);
  const value = Rational.of(numerator, denominator);
  return value.toString();
}
