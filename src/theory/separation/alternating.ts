import type { Network } from "../../exact/certificate.js";
import { InputError } from "../../exact/input-error.js";
import { normLayer } from "./circle.js";
import type { ClassificationCertificate } from "./separate.js";

/** A width-3 LN-Net that changes sign 2^L times along the line, with points at which it alternates. */
export interface AlternatingNet {
  /** Number of layer normalizations. */
  readonly depth: number;
  /** Two outputs: the first is above the second at the points of even index alone. */
  readonly network: Network;
  /** 2^depth + 1 points of (−1, 1), increasing. */
  readonly points: readonly number[];
  /** That the points get alternating classes. */
  readonly certificate: ClassificationCertificate;
}

/** t ↦ a·√6/√(t² + 3) + b is even, decreases on [0, 1], and takes [0, 1] onto more than [−1, 1]: from 1.0004 to −1.0004. */
const a = 264 / 25;
const b = -139337 / 10000;
/** The readout: √6/√(t² + 3) less a value between those at t = 0 and t = 1, √2 and √6/2. */
const threshold = 1.32;

/**
 * The width-3 LN-Net of `depth` layers that alternates at 2^depth + 1 points of a line, as many as any net of that depth: all layers are the same map, which lays the interval
 * double.
 *
 * Each layer puts t on the circle by the direction (t, 1) and reads −y₃ = √6/√(t² + 3) there. Every point of (−1, 1) has exactly two preimages in (−1, 1), so the two changes of sign
 * of the readout become 2^depth.
 *
 * @throws InputError for a depth that is not an integer from 1 to 16 (the points are found in doubles).
 * Source: normlab, docs/theory/ln-net.md (Theorem 6).
 * @example
 * const { points, certificate } = alternatingNet(3);
 * points.length; // => 9
 * checkCertificate(certificate).verdict; // => "accepted"
 */
export function alternatingNet(depth: number): AlternatingNet {
  if (!Number.isInteger(depth) || depth < 1 || depth > 16) {
    throw new InputError({
      code: "range",
      where: "depth",
      expected: "an integer from 1 to 16",
      received: String(depth),
    });
  }
  const none = ["0", "0", "0"];
  const inner: Network = [
    {
      type: "affine",
      weight: [["0", "0", "-264/25"], ["0", "0", "264/25"], none],
      bias: ["-139337/10000", "139337/10000", "-3"],
    },
    normLayer,
  ];
  const network: Network = [
    { type: "affine", weight: [["1"], ["-1"], ["0"]], bias: ["0", "0", "-3"] },
    normLayer,
    ...Array.from({ length: depth - 1 }, () => inner).flat(),
    { type: "affine", weight: [none, ["0", "0", "-1"]], bias: ["0", "-33/25"] },
  ];
  const points = pointsBetween(signChanges(depth));
  return {
    depth,
    network,
    points,
    certificate: {
      format: "normlab-certificate/1",
      kind: "classification",
      claim: "B9",
      statement: `A width-3 LN-Net of ${depth} layers changes sign 2^${depth} times: it alternates at ${points.length} points of a line.`,
      network,
      samples: points.map((t) => [dyadicText(t)]),
      labels: points.map((_, i) => i % 2),
      precision: 256,
    },
  };
}

/** Where the net of this depth changes sign: the preimages of the readout's two zeros. */
function signChanges(depth: number): number[] {
  const preimage = (value: number): number => Math.sqrt(6 / value ** 2 - 3);
  let places = [-preimage(threshold), preimage(threshold)];
  for (let layer = 1; layer < depth; layer += 1) {
    const positive = places.map((t) => preimage((t - b) / a));
    places = [...positive.map((t) => -t), ...positive];
  }
  return places.sort((s, t) => s - t);
}

/** A point in front of, between and behind the places, rounded to 40 binary digits. */
function pointsBetween(places: readonly number[]): number[] {
  const ends = [-1, ...places, 1];
  return ends.slice(1).map((t, i) => Math.round(((ends[i]! + t) / 2) * 2 ** 40) / 2 ** 40);
}

function dyadicText(t: number): string {
  return `${t * 2 ** 40}p-40`;
}
