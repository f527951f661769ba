import type { JointEmbeddingResult } from "./trial.js";

/**
 * What counts as collapse, fixed before anything was run: training has taken away at least half of the effective rank that the same
 * network has untrained, or all but a hundredth of its total variance, or has made the covariance singular in single precision.
 *
 * Why these: the untrained network is what training starts from, so a loss is measured against it and not against the dimension, which
 * images may not fill. Seeds change the untrained effective rank by some tenths of it; a half lies well outside. Effective rank does not
 * see a cloud that shrinks to a point in all directions at once, so total variance stands beside it; a hundredth is a tenth of the
 * length, which a change of scale in the weights alone does not reach in runs as short as these.
 */
export const collapse = { effectiveRank: 0.5, totalVariance: 0.01 } as const;

/** The rule in words, for statements and captions. */
export const collapseRule =
  "collapse: less than half of the untrained network's effective rank, or less than a hundredth of its total variance, or a singular covariance";

/** Whether the projections have collapsed. */
export function hasCollapsed({ ended, projection }: JointEmbeddingResult): boolean {
  const { effectiveRank, totalVariance } = projection;
  return (
    ended === "singular covariance" ||
    effectiveRank.at(-1)! < collapse.effectiveRank * effectiveRank[0]! ||
    totalVariance.at(-1)! < collapse.totalVariance * totalVariance[0]!
  );
}
