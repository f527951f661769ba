import type { Task } from "../../src/reproduce/task.js";

/** A task of a check of that name, which is not run. */
export function checkTask(check: string): Task {
  return { kind: "check", hash: check, module: "", claim: "A1", check, profile: "quick", parameters: {} };
}
