import type { Check, Claim, EvidenceWord, ExperimentCheck, JsonObject } from "../claims/claim.js";
import { checkWord, claimWord, experimentOutcome, isFault, wordWithRecord, type CheckOutcome } from "./evidence.js";
import { sampled, type PlannedCheck } from "./plan.js";
import { recordedRun, type RecordedRun } from "./recorded.js";
import type { CheckResult, RunRecord } from "./result.js";
import { concludeExperiment } from "./run-task.js";
import { compareSample, type SampleOutcome } from "./sample.js";
import type { Store } from "./store.js";
import type { Task, TrialTask } from "./task.js";

/** A check as it stands in the ledger. */
export interface LedgerCheck {
  readonly check: Check;
  /** Never stronger than what the recorded full run says, unless a larger one was run now. */
  readonly word: EvidenceWord | null;
  /** What this run alone says; null before it was run. */
  readonly foundWord: EvidenceWord | null;
  /** An experiment's full run that is on record; undefined where there is none. */
  readonly recorded: RecordedRun | undefined;
  /** Where the record decides: what became of the sample of its trials; undefined before it was run. */
  readonly sample: SampleOutcome | undefined;
  /** A proof or numerical check that failed, a control that did not fail, or a task that broke down. */
  readonly fault: boolean;
  readonly result: CheckResult | undefined;
  /** Why there is no result, or what it lacks. */
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
  if (check.method === "experiment" && sampled(check, planned.profile))
    return sampledCheck(planned, check, store, recorded);
  const conclusion = planned.conclusion(store);
  const last = check.method === "experiment" ? conclusion : planned.tasks[0];
  const tasks = [...(check.method === "experiment" ? planned.tasks : []), ...(last ? [last] : [])]
    .filter((task) => store.has(task.hash))
    .map((task) => ({ task, record: store.readRecord(task.hash) }));
  const seconds = tasks.reduce((sum, { record }) => sum + (record?.seconds ?? 0), 0);
  const stored = last && store.read(last.hash);
  const result = stored?.method === "trial" ? undefined : stored;
  const missing = result ? undefined : whyMissing(planned, last, store);
  const outcome: CheckOutcome =
    result === undefined
      ? { status: missing!.status }
      : result.method === "experiment"
        ? experimentOutcome(result)
        : { status: result.passed ? "passed" : "failed", controlFailed: result.controlFailed };
  const foundWord = checkWord(check.method, outcome);
  const larger = planned.tasks[0]?.profile === "paper";
  return {
    check,
    word:
      recorded !== undefined && recorded.status !== "refused" && !larger
        ? wordWithRecord(foundWord, recorded.word)
        : foundWord,
    foundWord,
    recorded,
    sample: undefined,
    fault: isFault(check.method, outcome) || (recorded?.status === "concluded" && !recorded.result.controlFailed),
    result,
    missing: missing?.reason,
    tasks,
    seconds,
  };
}

/** An experiment that its record decides, once a sample of the record's trials was run again. */
function sampledCheck(
  planned: PlannedCheck,
  check: ExperimentCheck,
  store: Store,
  recorded: RecordedRun | undefined,
): LedgerCheck {
  const tasks = planned.tasks.filter((task): task is TrialTask => task.kind === "trial");
  const there = tasks
    .filter((task) => store.has(task.hash))
    .map((task) => ({ task, record: store.readRecord(task.hash) }));
  const believed = recorded === undefined || recorded.status === "refused" ? undefined : recorded;
  const sample = believed && compareSample(check, believed.record, tasks, store, planned.sampleSeed!);
  const refused = recorded?.status === "refused" ? `The record is refused. ${recorded.reason}` : undefined;
  const none = `no record ships: normlab train ${check.id} --profile full --out data/experiments/${check.id}.json makes one`;
  const missing = sample ? undefined : believed ? whyMissing(planned, undefined, store) : undefined;
  const agrees = sample?.disagreements.length === 0;
  const controlFailed = believed?.status !== "concluded" || believed.result.controlFailed;
  const word = sample
    ? agrees
      ? believed!.word
      : "inconclusive"
    : believed
      ? checkWord("experiment", { status: missing!.status })
      : store.begun
        ? "not run"
        : null;
  return {
    check,
    word,
    foundWord: word,
    recorded,
    sample,
    fault: (missing !== undefined && isFault("experiment", { status: missing.status })) || !controlFailed,
    result: sample && agrees && believed?.status === "concluded" ? believed.result : undefined,
    missing:
      missing?.reason ??
      (sample === undefined
        ? (refused ?? none)
        : agrees
          ? believed?.status === "unfinished"
            ? `${believed.reason} ${sample.text}.`
            : undefined
          : `The record is refused: a trial that was run again came to something else. ${sample.text}.`),
    tasks: there,
    seconds: there.reduce((sum, { record }) => sum + (record?.seconds ?? 0), 0),
  };
}

/** An experiment that was run into a record: what the record's trials say, whether they were run now or before. */
export function checkOfRecord(
  planned: PlannedCheck,
  outcomes: readonly JsonObject[] | undefined,
  store: Store,
  records: string,
): LedgerCheck {
  const check = planned.check as ExperimentCheck;
  const result = outcomes && concludeExperiment(check, outcomes, check.parameters[planned.profile]!);
  const missing = result ? undefined : whyMissing(planned, undefined, store);
  const outcome: CheckOutcome = result ? experimentOutcome(result) : { status: missing!.status };
  const word = checkWord("experiment", outcome);
  const tasks = planned.tasks.map((task) => ({ task, record: store.readRecord(task.hash) }));
  return {
    ...{ check, word, foundWord: word, recorded: recordedRun(check, records), sample: undefined },
    ...{ fault: isFault("experiment", outcome), result, missing: missing?.reason, tasks },
    seconds: tasks.reduce((sum, { record }) => sum + (record?.seconds ?? 0), 0),
  };
}

function whyMissing(planned: PlannedCheck, last: Task | undefined, store: Store) {
  const reasons = [...planned.tasks, ...(last ? [last] : [])]
    .map((task) => store.readMiss(task.hash))
    .filter((m) => m !== undefined);
  const worst =
    reasons.find(({ status }) => status === "error") ??
    reasons.find(({ status }) => status === "interrupted") ??
    reasons[0];
  if (worst === undefined) {
    if (planned.tasks.length === 0 && store.begun) {
      return { status: "not run" as const, reason: "not part of this profile" };
    }
    const there = planned.tasks.filter(({ hash }) => store.has(hash)).length;
    const some = there === 0 ? "" : `${there} of ${planned.tasks.length} trials have a result; the others were `;
    return { status: "pending" as const, reason: `${some}not run yet` };
  }
  const many =
    planned.tasks.length > 1 ? `${reasons.length} of ${planned.tasks.length} trials have no result; the first: ` : "";
  return { status: worst.status, reason: `${many}${worst.reason}` };
}
