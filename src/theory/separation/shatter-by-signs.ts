import type { Network } from "../../exact/certificate.js";
import { InputError } from "../../exact/input-error.js";
import { absolute, bitLength, shiftDown } from "../../exact/integer.js";
import { Rational } from "../../exact/rational.js";
import { chord, normLayer, readoutLayer, type CirclePoint, type Line } from "./circle.js";
import { coverLabelings, visitArcs, type FoldSequence } from "./cover-labelings.js";
import { chooseDirection } from "./direction.js";
import { firstLayer, foldLayer, foldOf, foldPoint, type Fold } from "./fold.js";
import { foldUntilNoncrossing, foldWithin, placeOnCircle } from "./folding.js";
import { arcLine } from "./noncrossing.js";
import { randomStream } from "./random.js";
import { readSamples } from "./samples.js";

/** A certificate of kind `shattering-by-signs` (docs/certificates.md). */
export interface ShatteringBySignsCertificate {
  /** The format's name and version. */
  readonly format: "normlab-certificate/1";
  /** Names the kind of certificate. */
  readonly kind: "shattering-by-signs";
  /** The claim's id; null where it belongs to none. */
  readonly claim: string | null;
  /** What it says, for people; the checker does not read it. */
  readonly statement: string;
  /** The networks' form: at most so many norm layers of three components. */
  readonly family: {
    /** Names the family. */
    readonly type: "layer-norm-net";
    /** Norm layers at most. */
    readonly depth: number;
  };
  /** m exact numbers, each in a list of its own. */
  readonly points: readonly (readonly string[])[];
  /** Networks, each with one output for every labeling that it gives. */
  readonly cases: readonly {
    /** Its outputs' signs are the labels. */
    readonly network: Network;
    /** Binary digits of every rounded operation of the checker. */
    readonly precision: number;
  }[];
}

/** Options of `shatterBySigns`. */
export interface ShatterBySignsOptions {
  /** Layer normalizations allowed. */
  readonly depth: number;
  /** Names the random choices; 0 by default. */
  readonly seed?: number;
  /** Called with the part of the work that is done, 0 to 1, and what is being done. */
  readonly onProgress?: (fraction: number, doing: string) => void;
  /** The claim's id, written into the certificate; null by default. */
  readonly claim?: string | null;
}

/** What `shatterBySigns` hands back. */
export interface ShatteringBySigns {
  /** Labelings (as text, one digit a point, the last 0) for which no network of the wanted depth was found: a search, not a proof that there is none. */
  readonly open: readonly string[];
  /** Its networks' outputs give every labeling that is not open, or the one with the classes exchanged. */
  readonly certificate: ShatteringBySignsCertificate;
}

const mostPoints = 20;
const bits = 192;

/**
 * Width-3 LN-Nets of a given depth whose outputs' signs are all labelings of points of a line by two classes, with the `shattering-by-signs` certificate. It goes
 * further than `shatter`: a folded circle serves many labelings, one for each of its arcs, so that seventeen points take some thousand networks.
 *
 * Folds are drawn at random, in doubles, and kept where their circle's arcs give many new labelings; for the few labelings that are left a network is searched.
 * The network of a labeling with the classes exchanged is the one with its output's sign changed.
 *
 * @param points - m distinct numbers, increasing, 2 ≤ m ≤ 20.
 * @throws InputError for numbers that do not increase, or for too few or too many.
 *
 * Source: claim B11; normlab.
 *
 * @example
 * const { open, certificate } = shatterBySigns([0, 1, 2, 3, 4], { depth: 2 });
 * open.length; // => 0
 * certificate.kind; // => "shattering-by-signs"
 */
export function shatterBySigns(points: readonly number[], options: ShatterBySignsOptions): ShatteringBySigns {
  const m = points.length;
  const increasing = points.every((x, i) => Number.isFinite(x) && (i === 0 || points[i - 1]! < x));
  if (m < 2 || m > mostPoints || !increasing) {
    throw new InputError({
      code: "range",
      where: "points",
      expected: `2 to ${mostPoints} numbers that increase`,
      received: increasing ? String(m) : "numbers that do not",
    });
  }
  const { depth, seed = 0 } = options;
  if (!Number.isInteger(depth) || depth < 1) {
    throw new InputError({ code: "range", where: "depth", expected: "an integer above 0", received: String(depth) });
  }
  const line = chooseDirection(
    readSamples(
      points,
      points.map((_, i) => i % 2),
    ),
    randomStream(seed),
  );
  const start = placeOnCircle(line, [...points.keys()], bits);
  const pairs = 2 ** (m - 1);
  const missing = new Set(Array.from({ length: pairs }, (_, code) => code));
  const cases: ShatteringBySignsCertificate["cases"][number][] = [];
  /** A network with an output for each missing labeling that an arc of the folded circle gives. */
  const add = (folds: readonly Fold[], marginDigits = 40): void => {
    const places = foldedPlaces(start.placed.points, folds);
    const lines: Line[] = [];
    const sets = places.map(({ set }) => set);
    visitArcs(sets, pairs, (code, first, last) => {
      const output = missing.has(code) ? readout(places, first, last, marginDigits) : null;
      if (output === null) return;
      missing.delete(code);
      lines.push(output);
    });
    if (lines.length === 0) return;
    const network = [
      firstLayer(start.fold, line.direction),
      normLayer,
      ...folds.flatMap((fold) => [foldLayer(fold), normLayer]),
      readoutLayer(lines, 0),
    ];
    cases.push({ network, precision: 2 * bits + 64 });
  };
  const left = (doing: string): void => options.onProgress?.(1 - missing.size / pairs, doing);
  add([]);
  for (const sequence of coverLabelings(points, depth - 1, randomStream(seed))) {
    const folds = exactFolds(start, sequence);
    if (folds !== null) add(folds);
    if (cases.length % 64 === 0) left(`network ${cases.length}`);
  }
  for (const code of [...missing]) {
    if (!missing.has(code)) continue;
    const { placed, spread } = placeOnCircle(
      line,
      points.map((_, i) => labelOf(code, i)),
      bits,
    );
    const setting = { random: randomStream(seed), spread };
    const found = [foldWithin(placed, setting, depth - 1), foldUntilNoncrossing(placed, setting, [], () => {})].find(
      (folding) => folding !== null && folding.folds.length < depth,
    );
    if (found) add(found.folds, 80);
    left(`network ${cases.length}, for one of the labelings that are left`);
  }
  return {
    open: [...missing].map((code) => points.map((_, i) => labelOf(code, i)).join("")),
    certificate: {
      format: "normlab-certificate/1",
      kind: "shattering-by-signs",
      claim: options.claim ?? null,
      statement: `Width-3 LN-Nets of depth ${depth} shatter ${m} points of a line.`,
      family: { type: "layer-norm-net", depth },
      points: points.map((x) => [Rational.from(x).toString()]),
      cases,
    },
  };
}

function labelOf(code: number, point: number): number {
  return Math.floor(code / 2 ** point) % 2;
}

/** The folds with all their digits; null where so many do not tell how the points lie. */
function exactFolds({ placed, spread }: ReturnType<typeof placeOnCircle>, chords: FoldSequence): Fold[] | null {
  let { points } = placed;
  const folds: Fold[] = [];
  for (const [a, b, c, d] of chords) {
    const folded = foldOf(points, chord(points[a]!, points[b]!), chord(points[c]!, points[d]!), spread, bits);
    if (folded === null) return null;
    folds.push(folded.fold);
    points = folded.images;
  }
  return folds;
}

/** A place of the folded circle, with the set of the points that stand there (bit i: point i). */
interface Place {
  readonly point: CirclePoint;
  readonly set: number;
}

/** Where the points stand after the folds, along the circle. */
function foldedPlaces(points: readonly CirclePoint[], folds: readonly Fold[]): Place[] {
  const ends = points.map((point, i) => ({
    point: folds.reduce((at, fold) => foldPoint(fold, at), point),
    set: 2 ** i,
  }));
  ends.sort((u, v) => (u.point.x < v.point.x ? -1 : u.point.x > v.point.x ? 1 : 0));
  const places: Place[] = [];
  for (const { point, set } of ends) {
    const last = places[places.length - 1];
    if (last === undefined || bitLength(point.x - last.point.x) > bits / 2) places.push({ point, set });
    else places[places.length - 1] = { point: last.point, set: last.set | set };
  }
  return places;
}

/** Digits that an output's weights are tried with. */
const readoutDigits = [16, 24, 32, 48, 64, 96, 128];
/**
 * An affine function of the circle, with integers, that is above 0 on the places `first` … `last` alone, and at most so many digits below its terms at any; null
 * where places are too near for that, as what tells them apart there may be the folds' roundings.
 */
function readout(places: readonly Place[], first: number, last: number, marginDigits: number): Line | null {
  const n = places.length;
  if ((last + 1) % n === first) return { p: 0n, q: 0n, r: 1n };
  const points = places.map(({ point }) => point);
  const line = arcLine(points, first, last, bits);
  const length = Math.max(bitLength(line.p), bitLength(line.q));
  for (const digits of readoutDigits) {
    const [p, q, r] = [line.p, line.q, line.r].map((v) => shiftDown(v, digits - length)) as [bigint, bigint, bigint];
    const least = (absolute(p) + absolute(q)) << BigInt(bits - marginDigits);
    const right = points.every(({ x, y }, k) => {
      const value = p * x + q * y + (r << BigInt(bits));
      return first <= k && k <= last ? value > least : value < -least;
    });
    if (right) return { p, q, r };
  }
  return null;
}
