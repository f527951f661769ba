import { InputError } from "../../exact/input-error.js";
import { vcBounds } from "./vc-dimension.js";

/** A bracket around the least depth with which width-3 LN-Nets realise every labeling of m points of a line by two classes. */
export interface DepthBounds {
  /** The worst labels of any m points of a line need this many layer normalizations at least. */
  readonly lower: number;
  /** This many do for every labeling of any m points of a line. */
  readonly upper: number;
  /** Whether both agree. */
  readonly tight: boolean;
  /** Why, for each end. */
  readonly reasons: {
    /** Fewer layer normalizations do not do it for all labelings of some m points. */
    readonly lower: string;
    /** Why it need not be more. */
    readonly upper: string;
  };
}

/**
 * Brackets the depth that the worst labels of m points of a line need: layer normalizations of a width-3 LN-Net, for any m distinct points.
 *
 * Below: alternating labels need 2^L ≥ m − 1 changes of sign; and at depth L at most 2·(4e·D·m/W)^W labelings are realised, W = 4L, D = (L + 1)·2^L. Above: ⌈(m − 1)/2⌉, two chords
 * a layer. The lower end grows as √m/2, the upper end as m/2.
 *
 * @throws InputError for m that is not an integer from 2 to 100000.
 * Source: normlab, docs/theory/ln-net.md (Theorems 2, 4, 5).
 * @example
 * const { lower, upper } = depthBounds(1000);
 * [lower, upper]; // => [12, 500]
 * depthBounds(5).tight; // => true
 */
export function depthBounds(points: number): DepthBounds {
  if (!Number.isInteger(points) || points < 2 || points > 100_000) {
    throw new InputError({
      code: "range",
      where: "points",
      expected: "an integer from 2 to 100000",
      received: String(points),
    });
  }
  let lower = 1;
  while (vcBounds(lower).upper < points) lower += 1;
  const upper = Math.max(1, Math.ceil((points - 1) / 2));
  const alternating = 2 ** (lower - 1) < points - 1;
  return {
    lower,
    upper,
    tight: lower === upper,
    reasons: {
      lower: alternating
        ? "alternating labels: at most 2^L changes of sign at depth L"
        : "counting: the labelings that depth L realises are fewer than 2^m",
      upper: "two chords a layer: ceil((m-1)/2)",
    },
  };
}
