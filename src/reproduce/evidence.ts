import { evidenceWords, type Check, type EvidenceWord } from "../claims/claim.js";

/** What became of a check. */
export type CheckOutcome =
  | { readonly status: "passed" | "failed"; readonly controlFailed: boolean }
  /** It crashed, ran out of memory, or one of its trials did. */
  | { readonly status: "error" }
  | { readonly status: "not run" }
  /** It is planned and was not begun, or not finished: there is nothing to say of it yet. */
  | { readonly status: "pending" };

const wordOfMethod = { certificate: "proved", numerical: "verified", experiment: "supported" } as const;

/** The word for a check: that of its method when it passed and its control failed as it must; null before it was run. */
export function checkWord(method: Check["method"], outcome: CheckOutcome): EvidenceWord | null {
  if (outcome.status === "pending") return null;
  if (outcome.status === "not run") return "not run";
  if (outcome.status !== "passed" || !outcome.controlFailed) return "not reproduced";
  return wordOfMethod[method];
}

/**
 * The word for a claim: the weakest among its evidence-role checks, and `not reproduced` at most when a corroboration ran and failed. A
 * corroboration that passed or was not run changes nothing; a claim without evidence-role checks is not run. Null until all its checks
 * were run.
 *
 * @example
 * claimWord([{ role: "evidence", word: "proved" }, { role: "evidence", word: "verified" }]); // => "verified"
 * claimWord([{ role: "evidence", word: "proved" }, { role: "corroboration", word: "not reproduced" }]); // => "not reproduced"
 */
export function claimWord(
  checks: readonly { readonly role: Check["role"]; readonly word: EvidenceWord | null }[],
): EvidenceWord | null {
  if (checks.some(({ word }) => word === null)) return null;
  const evidence = checks.flatMap(({ role, word }) => (role === "evidence" ? [word!] : []));
  if (evidence.length === 0) return "not run";
  const failed = checks.some(({ role, word }) => role === "corroboration" && word === "not reproduced");
  return weakest(failed ? [...evidence, "not reproduced"] : evidence);
}

/**
 * The word for a check of which a run of at least the same size is on record: never stronger than that run says. What was not run now is
 * `not run`, whatever is on record, and what was not run yet has no word.
 *
 * @example
 * wordWithRecord("supported", "not reproduced"); // => "not reproduced"
 * wordWithRecord("not run", "supported"); // => "not run"
 */
export function wordWithRecord(word: EvidenceWord | null, recorded: EvidenceWord): EvidenceWord | null {
  return word === null ? null : weakest([word, recorded]);
}

function weakest(words: readonly EvidenceWord[]): EvidenceWord {
  return evidenceWords[Math.max(...words.map((word) => evidenceWords.indexOf(word)))]!;
}

/**
 * Whether a check is in order: it ran, its control failed as it must, and a proof or numerical check passed. An experiment that doesn't
 * support its claim is a result, not a fault.
 */
export function isFault(method: Check["method"], outcome: CheckOutcome): boolean {
  if (outcome.status === "not run" || outcome.status === "pending") return false;
  if (outcome.status === "error" || !outcome.controlFailed) return true;
  return method !== "experiment" && outcome.status === "failed";
}
