import type { Check, Claim, EvidenceWord } from "../claims/claim.js";
import { checkWord, claimWord, isFault, wordWithRecord, type CheckOutcome } from "./evidence.js";
import type { PlannedCheck } from "./plan.js";
import { recordedRun, type RecordedRun } from "./recorded.js";
import type { CheckResult, RunRecord } from "./result.js";
import type { Store } from "./store.js";
import type { Task } from "./task.js";

/** A check as it stands in the ledger. */
export interface LedgerCheck {
  readonly check: Check;
  /** Never stronger than what the recorded full run says, unless a larger one was run now. */
  readonly word: EvidenceWord | null;
  /** What this run alone says; null before it was run. */
  readonly foundWord: EvidenceWord | null;
  /** An experiment's full run that is on record; undefined where there is none. */
  readonly recorded: RecordedRun | undefined;
  /** A proof or numerical check that failed, a control that did not fail, or a task that broke down. */
  readonly fault: boolean;
  readonly result: CheckResult | undefined;
  /** Why there is no result. */
  readonly missing: string | undefined;
  /** The tasks whose results these are: all of them, or those that are there. */
  readonly tasks: readonly { readonly task: Task; readonly record: RunRecord | undefined }[];
  /** Computing time of all its tasks. */
  readonly seconds: number;
}

export interface LedgerClaim {
  readonly claim: Claim;
  /** Null until all its checks were run. */
  readonly word: EvidenceWord | null;
  readonly checks: readonly LedgerCheck[];
  readonly seconds: number;
}

/** The ledger from what is in the store and from a folder of recorded runs. */
export function ledgerOf(plan: readonly PlannedCheck[], store: Store, records: string): LedgerClaim[] {
  const claims = new Map<Claim, LedgerCheck[]>();
  for (const planned of plan) {
    const checks = claims.get(planned.claim) ?? [];
    checks.push(ledgerCheck(planned, store, records));
    claims.set(planned.claim, checks);
  }
  return [...claims].map(([claim, checks]) => ({
    claim,
    word: claimWord(
      checks.map(({ check, word }) => ({ method: check.method, role: check.role, word })),
      leavesNothingOut(claim),
    ),
    checks,
    seconds: checks.reduce((sum, { seconds }) => sum + seconds, 0),
  }));
}

/** Whether theorem and certificates together hold the whole statement: by what the theorem leaves out, or else by what the claim covers. */
function leavesNothingOut({ theorem, covers }: Claim): boolean {
  return theorem === undefined ? covers === undefined : theorem.leavesOut === undefined;
}

/** One check of the ledger. */
export function ledgerCheck(planned: PlannedCheck, store: Store, records: string): LedgerCheck {
  const { check } = planned;
  const recorded = recordedRun(check, records);
  const conclusion = planned.conclusion(store);
  const last = check.method === "experiment" ? conclusion : planned.tasks[0];
  const tasks = [...(check.method === "experiment" ? planned.tasks : []), ...(last ? [last] : [])]
    .filter((task) => store.has(task.hash))
    .map((task) => ({ task, record: store.readRecord(task.hash) }));
  const seconds = tasks.reduce((sum, { record }) => sum + (record?.seconds ?? 0), 0);
  const stored = last && store.read(last.hash);
  const result = stored?.method === "trial" ? undefined : stored;
  const missing = result ? undefined : whyMissing(planned, last, store);
  const outcome: CheckOutcome = result
    ? { status: result.passed ? "passed" : "failed", controlFailed: result.controlFailed }
    : { status: missing!.status };
  const foundWord = checkWord(check.method, outcome);
  const larger = planned.tasks[0]?.profile === "paper";
  return {
    check,
    word: recorded?.status === "concluded" && !larger ? wordWithRecord(foundWord, recorded.word) : foundWord,
    foundWord,
    recorded,
    fault: isFault(check.method, outcome) || (recorded?.status === "concluded" && !recorded.result.controlFailed),
    result,
    missing: missing?.reason,
    tasks,
    seconds,
  };
}

function whyMissing(planned: PlannedCheck, last: Task | undefined, store: Store) {
  const reasons = [...planned.tasks, ...(last ? [last] : [])]
    .map((task) => store.readMiss(task.hash))
    .filter((m) => m !== undefined);
  const worst = reasons.find(({ status }) => status === "error") ?? reasons[0];
  if (worst === undefined) {
    const left = planned.tasks.length === 0 && store.begun;
    return left
      ? { status: "not run" as const, reason: "not part of this profile" }
      : { status: "pending" as const, reason: "not run yet" };
  }
  const many =
    planned.tasks.length > 1 ? `${reasons.length} of ${planned.tasks.length} trials have no result; the first: ` : "";
  return { status: worst.status, reason: `${many}${worst.reason}` };
}
