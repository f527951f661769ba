import { evidenceWords, type Check, type EvidenceWord } from "../claims/claim.js";
import type { ExperimentResult } from "./result.js";

/** What became of a check. */
export type CheckOutcome =
  | { readonly status: "passed" | "failed"; readonly controlFailed: boolean }
  /** An experiment that did not decide. */
  | { readonly status: "undecided"; readonly controlFailed: boolean }
  /** It crashed, or one of its trials did. */
  | { readonly status: "error" }
  /** A full disk, want of memory or a kill ended it: there is nothing to say of it yet, but something to mend. */
  | { readonly status: "interrupted" }
  | { readonly status: "not run" }
  /** It is planned and was not begun, or not finished: there is nothing to say of it yet. */
  | { readonly status: "pending" };

const wordOfMethod = {
  theorem: "proved",
  certificate: "proved",
  numerical: "verified",
  experiment: "supported",
} as const;

/** The word for a check: that of its method when it passed and its control failed as it must; null before it was run. */
export function checkWord(method: Check["method"], outcome: CheckOutcome): EvidenceWord | null {
  if (outcome.status === "pending" || outcome.status === "interrupted") return null;
  if (outcome.status === "not run") return "not run";
  if (outcome.status === "undecided" && outcome.controlFailed) return "inconclusive";
  if (outcome.status !== "passed" || !outcome.controlFailed) return "not reproduced";
  return wordOfMethod[method];
}

/** The outcome of an experiment by its verdict. */
export function experimentOutcome(result: Pick<ExperimentResult, "verdict" | "controlFailed">): CheckOutcome {
  const status = { supported: "passed", inconclusive: "undecided", "not reproduced": "failed" } as const;
  return { status: status[result.verdict], controlFailed: result.controlFailed };
}

/** The word for an experiment that ran. */
export function experimentWord(result: Pick<ExperimentResult, "verdict" | "controlFailed">): EvidenceWord {
  return checkWord("experiment", experimentOutcome(result))!;
}

/** A check as it bears on its claim. */
export interface Bearing {
  readonly method: Check["method"];
  readonly role: Check["role"];
  readonly word: EvidenceWord | null;
}

/**
 * The word for a claim. A theorem that leaves nothing of the statement out, alone or with the claim's certificates (`whole`), and was checked:
 * `proved`; the other checks are corroborations then. Else the weakest word among the checks that count as evidence, `certified` at most
 * where certificates or a theorem leave something out. A corroboration that passed or was not run changes nothing; one that ran and
 * failed leaves `not reproduced`. A theorem that was not run (no proof assistant here) is passed over. A claim without evidence is not run.
 * Null until all its checks were run.
 *
 * @example
 * claimWord([{ method: "certificate", role: "evidence", word: "proved" }, { method: "numerical", role: "evidence", word: "verified" }], true); // => "verified"
 * claimWord([{ method: "theorem", role: "evidence", word: "proved" }, { method: "numerical", role: "evidence", word: "verified" }], true); // => "proved"
 * claimWord([{ method: "theorem", role: "evidence", word: "not run" }, { method: "certificate", role: "evidence", word: "proved" }], false); // => "certified"
 */
export function claimWord(checks: readonly Bearing[], whole: boolean): EvidenceWord | null {
  if (checks.some(({ word }) => word === null)) return null;
  const theorem = checks.find(({ method }) => method === "theorem");
  const byTheorem = theorem?.word === "proved" && whole;
  const counts = ({ method, role, word }: Bearing) => {
    if (method === "theorem") return word !== "not run";
    return role === "evidence" && (!byTheorem || method === "certificate");
  };
  const evidence = checks.filter(counts).map(({ word }) => word!);
  if (evidence.length === 0) return "not run";
  const failed = checks.some((check) => !counts(check) && check.word === "not reproduced");
  const complete = byTheorem || (theorem === undefined && whole);
  return weakest([...evidence, ...(failed ? ["not reproduced" as const] : []), complete ? "proved" : "certified"]);
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
  if (outcome.status === "error" || outcome.status === "interrupted" || !outcome.controlFailed) return true;
  return method !== "experiment" && outcome.status === "failed";
}
