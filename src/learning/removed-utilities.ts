import { createRequire } from "node:module";

/**
 * Gives `node:util` what tfjs-node 4.22 calls of it, before tfjs-node is loaded: Node 23 and newer lack some, and what is left of them from Node 22 on
 * writes a deprecation warning into a notebook's output. The values are the same.
 */
export function restoreRemovedUtilities(): void {
  const util = createRequire(import.meta.url)("node:util") as Record<string, unknown>;
  util.isArray = Array.isArray;
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
}
