import { statSync } from "node:fs";

/** What is different when a file has changed; empty where there is none. */
export function stampOf(path: string): string {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  return status ? `${status.mtimeNs}-${status.size}-${status.ino}` : "";
}
