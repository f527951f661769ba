import type { Network } from "../../exact/certificate.js";
import { InputError } from "../../exact/input-error.js";
import type { RationalInput } from "../../exact/rational.js";
import type { Sample } from "./samples.js";
import { separate } from "./separate.js";

/** A certificate of kind `shattering` (docs/certificates.md). */
export interface ShatteringCertificate {
  /** The format's name and version. */
  readonly format: "normlab-certificate/1";
  /** Names the kind of certificate. */
  readonly kind: "shattering";
  /** The claim's id; null where it belongs to none. */
  readonly claim: string | null;
  /** What it says, for people; the checker does not read it. */
  readonly statement: string;
  /** m × d exact numbers. */
  readonly points: readonly (readonly string[])[];
  /** A network for every labeling of the points. */
  readonly cases: readonly {
    /** The class of each point, 0 or 1. */
    readonly labels: readonly number[];
    /** Gives the points these classes. */
    readonly network: Network;
    /** Binary digits of every rounded operation of the checker. */
    readonly precision: number;
  }[];
}

/** Options of `shatter`. */
export interface ShatterOptions {
  /** Names the random choices; 0 by default. */
  readonly seed?: number;
  /** Layer normalizations allowed; by default ⌈(m − 1)/2⌉, which always suffices. */
  readonly depth?: number;
  /** Called with the part of the work that is done, 0 to 1, and what is being done. */
  readonly onProgress?: (fraction: number, doing: string) => void;
  /** The claim's id, written into the certificate; null by default. */
  readonly claim?: string | null;
}

/** What `shatter` hands back. */
export interface Shattering {
  /** Greatest number of layer normalizations among the networks. */
  readonly depth: number;
  /** Labelings (as text, one digit a point) for which no network of the wanted depth was found: a search, not a proof that there is none. */
  readonly open: readonly string[];
  /** Its cases are the labelings for which a network was found. */
  readonly certificate: ShatteringCertificate;
}

const mostPoints = 16;

/**
 * A width-3 LN-Net for every labeling of the points by {0, 1}, with the `shattering` certificate.
 *
 * Labelings come in pairs that differ by exchanging 0 and 1: the network of one is that of the other with its two outputs exchanged, and is right wherever
 * that is. A network of fewer layers than `depth` counts: on the circle, a further layer normalization behind the identity map changes nothing.
 *
 * @param points - m distinct points, 2 ≤ m ≤ 16; numbers for points on a line.
 * @throws InputError for equal points, or for too few or too many.
 *
 * Source: claim B4; that m = 2L + 1 points can be shattered at depth L by two chords a layer: normlab.
 *
 * @example
 * const { depth, certificate } = shatter([0, 1, 2, 3, 4]);
 * depth; // => 2
 * certificate.cases.length; // => 32
 */
export function shatter(points: readonly Sample[], options: ShatterOptions = {}): Shattering {
  const m = points.length;
  if (m < 2 || m > mostPoints) {
    throw new InputError({
      code: "range",
      where: "points",
      expected: `2 to ${mostPoints} points`,
      received: String(m),
    });
  }
  const wanted = options.depth ?? Math.ceil((m - 1) / 2);
  const cases: ShatteringCertificate["cases"][number][] = [];
  const open: string[] = [];
  let depth = 0;
  let texts: readonly (readonly string[])[] = [];
  // The last point has label 0 in one labeling of every pair.
  for (let code = 0; code < 2 ** (m - 1); code += 1) {
    const labels = Array.from({ length: m }, (_, i) => (code >> i) & 1);
    options.onProgress?.(code / 2 ** (m - 1), `labeling ${2 * code} of ${2 ** m}`);
    if (code === 0) continue;
    // Classes are numbered by first appearance.
    const names = labels.map((label) => `${label}`);
    const result = separate(points, names, { seed: options.seed ?? 0, depth: wanted });
    if (result.merged > 0) throw equalPoints();
    depth = Math.max(depth, result.depth);
    if (result.depth > wanted) open.push(names.join(""), names.map((l) => `${1 - Number(l)}`).join(""));
    const exchanged = exchangeOutputs(result.network);
    const [zero, one] = result.classes[0] === "0" ? [result.network, exchanged] : [exchanged, result.network];
    const { precision } = result.certificate;
    cases.push({ labels, network: zero, precision }, { labels: labels.map((l) => 1 - l), network: one, precision });
    texts = result.certificate.samples;
    if (cases.length === 2) cases.unshift(...constantCases(m, result.network, precision));
  }
  return {
    depth,
    open,
    certificate: {
      format: "normlab-certificate/1",
      kind: "shattering",
      claim: options.claim ?? null,
      statement: `Width-3 LN-Nets of at most ${depth} layers realise all ${2 ** m} labelings of ${m} points.`,
      points: texts,
      cases,
    },
  };
}

function equalPoints(): InputError {
  return new InputError({
    code: "contradiction",
    where: "points",
    expected: "distinct points",
    received: "two equal ones",
    remedy: "Equal points cannot get different labels",
  });
}

/** The two labelings with one class only: any network, its readout replaced by a constant. */
function constantCases(m: number, network: Network, precision: number): ShatteringCertificate["cases"][number][] {
  const constant = (label: number): Network => [
    ...network.slice(0, 2),
    {
      type: "affine",
      weight: [
        ["0", "0", "0"],
        ["0", "0", "0"],
      ],
      bias: label === 0 ? ["1", "0"] : ["0", "1"],
    },
  ];
  return [0, 1].map((label) => ({ labels: Array<number>(m).fill(label), network: constant(label), precision }));
}

function exchangeOutputs(network: Network): Network {
  const last = network[network.length - 1]!;
  if (last.type !== "affine") throw new Error("a network ends with its readout");
  return [
    ...network.slice(0, -1),
    { type: "affine", weight: [...last.weight].reverse(), bias: [...last.bias].reverse() },
  ];
}

/** Points 0, 1, …, m − 1 on a line. */
export function equallySpaced(m: number): RationalInput[] {
  return Array.from({ length: m }, (_, i) => i);
}
