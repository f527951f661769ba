import { createRequire } from "node:module";

/**
 * Gives `node:util` back what tfjs-node 4.22 calls of it and Node 23 and newer lack, before tfjs-node is loaded. What Node still has
 * stays as it is.
 */
export function restoreRemovedUtilities(): void {
  const util = createRequire(import.meta.url)("node:util") as Record<string, unknown>;
  util.isArray ??= Array.isArray;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
}
