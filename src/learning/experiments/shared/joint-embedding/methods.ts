import type { JointEmbeddingLoss } from "../../../self-supervised/losses.js";

/** Losses compared by the experiments, by the name that stands in trials and figures; `untrained` is the network before training, `pixels` no network at all. */
export const jointEmbeddingMethods = {
  untrained: null,
  pixels: null,
  none: { kind: "none" },
  "batch norm": { kind: "batchNorm" },
  IterNorm: { kind: "iterNorm" },
  INTL: { kind: "intl" },
  "INTL over samples": { kind: "intl", covarianceOf: "samples" },
  ZCA: { kind: "zca" },
  Cholesky: { kind: "cholesky" },
  Barlow: { kind: "barlow" },
  VICReg: { kind: "vicreg" },
  SimCLR: { kind: "simclr" },
} as const satisfies Record<string, JointEmbeddingLoss | null>;

export type JointEmbeddingMethod = keyof typeof jointEmbeddingMethods;

/** A method's name in a trial's. */
export function methodId(method: JointEmbeddingMethod): string {
  return method.toLowerCase().replaceAll(" ", "-");
}
