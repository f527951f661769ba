import type { LedgerClaim } from "./ledger.js";
import type { Check, Tolerance } from "../claims/claim.js";
import type { RecordedRun } from "./recorded.js";
import { sampleTolerance } from "./sample.js";

/** The ledger as plain data, without times: the same for every run that came to the same results. */
export function ledgerJson(ledger: readonly LedgerClaim[]) {
  return ledger.map(({ claim, word, checks }) => ({
    id: claim.id,
    paper: claim.paper,
    title: claim.title,
    evidence: word,
    covers: claim.covers ?? null,
    theorem: theoremJson(claim, checks),
    checks: checks.map(({ check, word, foundWord, fault, result, missing, tasks, recorded, sample }) => ({
      id: check.id,
      title: check.title,
      method: check.method,
      role: check.role,
      evidence: word,
      thisRun: foundWord,
      fault,
      summary: result?.summary ?? null,
      missing: missing ?? null,
      tolerance: toleranceOf(check),
      controlFailed: result?.controlFailed ?? null,
      results: tasks.map(({ task }) => `cache/${task.hash}.json`),
      sample: sample
        ? {
            ...{ seed: sample.seed, again: sample.again, of: sample.of, disagreements: sample.disagreements },
            ...{ compared: sample.compared, furthest: sample.furthest, rule: sample.rule },
          }
        : null,
      recorded: recorded ? recordedJson(recorded) : null,
    })),
  }));
}

/** How near two runs of a check must come, where it says so itself. */
function toleranceOf(check: Check): Tolerance | null {
  if (check.method === "numerical") return check.tolerance;
  return check.method === "experiment" ? (check.tolerance ?? sampleTolerance) : null;
}

/** A claim's theorem: where it is, and the axioms that Rocq named, null before it was asked. */
export function theoremJson({ theorem }: LedgerClaim["claim"], checks: LedgerClaim["checks"]) {
  if (theorem === undefined) return null;
  const result = checks.map((check) => check.result).find((found) => found?.method === "theorem");
  return {
    file: `proofs/${theorem.file}`,
    name: theorem.name,
    says: theorem.says,
    leavesOut: theorem.leavesOut ?? null,
    assumptions: result?.passed ? result.axioms : null,
  };
}

/** A recorded run as plain data: what it says now, or why it is refused. */
export function recordedJson(recorded: RecordedRun) {
  if (recorded.status === "refused") return { refused: recorded.reason };
  const { record, word } = recorded;
  const { profile, backends, seconds } = record;
  if (recorded.status === "unfinished") {
    return { profile, evidence: word, summary: recorded.reason, trials: record.trials.length, backends, seconds };
  }
  const { result } = recorded;
  return {
    profile,
    evidence: word,
    summary: result.summary,
    effects: result.effects,
    trials: record.trials.length,
    backends,
    seconds,
    controlFailed: result.controlFailed,
  };
}
