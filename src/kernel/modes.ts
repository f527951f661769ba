/** How much the type checker has to say about cells. */
export const checkModes = ["strict", "notebook", "off"] as const;

/**
 * `strict`: every error stops the cell. `notebook`: what is certainly an error does, and the cell runs with a warning where only a proof is
 * missing. `off`: nothing is checked.
 */
export type CheckMode = (typeof checkModes)[number];

export function isCheckMode(value: unknown): value is CheckMode {
  return checkModes.includes(value as CheckMode);
}
