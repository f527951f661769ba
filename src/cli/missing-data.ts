import type { Claim, Profile } from "../claims/claim.js";
import { leftOut, missingData } from "../reproduce/engines/data-sets.js";
import type { PlannedTask } from "../reproduce/plan.js";
import { counted } from "./words.js";

/** Says on standard error, before anything runs, which data of the tasks is not on this machine, and what is to be done. */
export function sayMissingData(tasks: readonly PlannedTask[]): void {
  const missing = missingData(tasks);
  if (missing.length === 0) return;
  console.error("Data that is not on this machine; what reads it ends `not run` here:");
  for (const { check, dataSet, tasks: count, remedy } of missing) {
    console.error(`  ${check}, ${counted(count, "task")}: ${dataSet}. ${remedy}`);
  }
}

/** The same, and which checks of the claims have no setting of the profile. */
export function sayMissing(claims: readonly Claim[], profile: Profile, tasks: readonly PlannedTask[]): void {
  sayMissingData(tasks);
  const without = leftOut(claims, profile);
  if (without.length > 0 && profile !== "quick") {
    console.error(`No setting of profile ${profile}, so not run: ${without.join(", ")}`);
  }
}
