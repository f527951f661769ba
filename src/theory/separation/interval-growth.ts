import { absolute } from "../../exact/integer.js";
import { toDouble, type CirclePoint, type Line } from "./circle.js";
import { foldPoint, foldRows, foldValues, type Fold } from "./fold.js";

/** Samples that are followed, evenly spread: neighbours have much the same fate. */
const followed = 96;
/** What an evaluation in intervals loses a layer besides: mean, root and quotient, as if of numbers that know nothing of one another. */
const lostALayer = 2.5;

/**
 * By how many bits the radius of a plain interval grows over the folds, for the points where it grows most: a component of W·y + b is as uncertain as Σ|w| times a component of y, and the norm layer
 * divides by the length. Errors that really occur grow far less, as they point along the circle.
 */
export function intervalGrowth(folds: readonly Fold[], points: readonly CirclePoint[]): number {
  const stride = Math.ceil(points.length / followed);
  const weights = folds.map(weight);
  let worst = 0;
  for (let i = 0; i < points.length; i += stride) {
    let point = points[i]!;
    let growth = 0;
    folds.forEach((fold, l) => {
      growth += lostALayer + Math.log2(weights[l]! / length(fold, point));
      point = foldPoint(fold, point);
    });
    worst = Math.max(worst, growth);
  }
  return worst;
}

/** The greatest Σ|w| of a row. */
function weight({ first, second, slopeBits }: Fold): number {
  const sum = ({ p, q }: Line): number => toDouble(absolute(2n * p) + absolute(p - q), slopeBits);
  return Math.max(...foldRows(first, second).map(sum));
}

/** The root of the mean square in front of the norm layer. */
function length(fold: Fold, point: CirclePoint): number {
  const [first, second] = foldValues(fold, point).map((value) => toDouble(value, fold.bits + fold.slopeBits));
  return Math.sqrt((2 * first! ** 2 + 6 * second! ** 2) / 3);
}
