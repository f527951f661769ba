import type {
  CertificateCheck,
  Check,
  CheckContext,
  Claim,
  ExperimentCheck,
  Findings,
  Json,
  JsonObject,
  NamedCertificate,
  NumericalCheck,
} from "../claims/claim.js";
import { checksOf } from "../claims/checks-of.js";
import { checkCertificate } from "../exact/check-certificate.js";
import { InputError } from "../exact/input-error.js";
import { withPerturbedWeights } from "../learning/models/perturbation.js";
import { checkProved } from "../proved/check.js";
import { mostInReproduction } from "../proved/limits.js";
import type { CheckedCertificate, CheckResult, ExperimentResult, TaskResult } from "./result.js";
import { runTheoremCheck } from "./rocq/theorem-check.js";
import type { Store } from "./store.js";
import type { ConclusionTask, Task } from "./task.js";

/** What a running task may use of the process it runs in. */
export type TaskHost = Pick<CheckContext, "signal" | "progress">;

/** Runs one task and gives its result; certificates and the trials a conclusion is drawn from are in the store. */
export async function runTask(task: Task, store: Store, host: TaskHost): Promise<TaskResult> {
  const check = await loadCheck(task);
  const { profile, parameters } = task;
  switch (task.kind) {
    case "check": {
      const context: CheckContext = { profile, parameters, signal: host.signal, progress: host.progress };
      if (check.method === "certificate") return runCertificateCheck(check, context, store);
      if (check.method === "numerical") return runNumericalCheck(check, context);
      if (check.method === "theorem") return runTheoremCheck(check, context, store);
      throw new Error(`${check.id} is an experiment: it is run trial by trial`);
    }
    case "trial": {
      // A trial sees its own parameters alone, so that trials can be added without running the others again.
      const { trial, until, perturbation } = task;
      const part = until === undefined ? {} : { until };
      const context: CheckContext = { profile, parameters: trial.parameters, ...part, ...host };
      const run = () => experiment(check).runTrial(trial, context);
      const outcome = await (perturbation === undefined ? run() : withPerturbedWeights(perturbation, run));
      requireJson(outcome, "trial");
      return { method: "trial", outcome };
    }
    case "conclusion":
      return conclude(experiment(check), task, store);
  }
}

async function loadCheck(task: Task): Promise<Check> {
  const exported = Object.values((await import(task.module)) as Record<string, unknown>);
  const claim = exported.find((value): value is Claim => (value as Claim | null)?.id === task.claim);
  const check = claim && checksOf(claim).find((candidate) => candidate.id === task.check);
  if (check === undefined) throw new Error(`${task.module} exports no claim ${task.claim} with a check ${task.check}`);
  return check;
}

function experiment(check: Check): ExperimentCheck {
  if (check.method !== "experiment") throw new Error(`${check.id} is no experiment`);
  return check;
}

async function runCertificateCheck(check: CertificateCheck, context: CheckContext, store: Store): Promise<CheckResult> {
  const found = await check.run(context);
  const certificates = found.certificates.map((named) => checkNamed(named, context, store));
  const controlCertificates = (await check.runControl(context)).map((named) => checkNamed(named, context, store));
  return {
    method: "certificate",
    passed: certificates.length > 0 && certificates.every(({ verdict }) => verdict === "accepted"),
    ...findings(found),
    certificates,
    // A malformed or undecided certificate says nothing about the checker's judgement.
    controlFailed: controlCertificates.length > 0 && controlCertificates.every(({ verdict }) => verdict === "rejected"),
    controlCertificates,
  };
}

/** What counts is the file: it is written first, and its text is checked. */
function checkNamed({ name, certificate }: NamedCertificate, context: CheckContext, store: Store): CheckedCertificate {
  const text = `${JSON.stringify(certificate)}\n`;
  const { kind, statement } = certificate;
  const file = {
    name,
    kind: typeof kind === "string" ? kind : null,
    statement: typeof statement === "string" ? statement : null,
    sha256: store.writeCertificate(text),
    bytes: Buffer.byteLength(text),
  };
  const onProgress = (fraction: number) => context.progress(fraction, `checking ${name}`);
  // Certificates that need more work than the stated one say so by their check's parameter.
  const budget = context.parameters.budget as number | undefined;
  try {
    const verdict = checkCertificate(text, budget === undefined ? { onProgress } : { onProgress, budget });
    const proved = checkProved(text, { most: mostInReproduction }).verdict;
    if (verdict.verdict === "accepted") return { ...file, verdict: "accepted", reason: null, proved };
    return { ...file, verdict: verdict.verdict, reason: `${verdict.where}: ${verdict.reason}`, proved };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...file, verdict: "malformed", reason: error.message };
  }
}

async function runNumericalCheck(check: NumericalCheck, context: CheckContext): Promise<CheckResult> {
  const found = await check.run(context);
  const control = await check.runControl(context);
  const tolerance = check.tolerance.value;
  return {
    method: "numerical",
    passed: found.deviation <= tolerance,
    ...findings(found),
    tolerance,
    deviation: finiteOrNull(found.deviation),
    // An infinite deviation exceeds every tolerance; one that is not a number shows nothing.
    controlFailed: control.deviation > tolerance,
    controlDeviation: finiteOrNull(control.deviation),
  };
}

function conclude(check: ExperimentCheck, task: ConclusionTask, store: Store): ExperimentResult {
  const outcomes = task.trials.map((hash) => {
    const result = store.read(hash);
    if (result?.method !== "trial") throw new Error(`${check.id}: the result of trial ${hash} is missing`);
    return result.outcome;
  });
  return concludeExperiment(check, outcomes, task.parameters);
}

/** What an experiment and its control say of the trials' outcomes. */
export function concludeExperiment(
  check: ExperimentCheck,
  outcomes: readonly JsonObject[],
  parameters: JsonObject,
): ExperimentResult {
  const conclusion = check.conclude(outcomes, parameters);
  const control = check.concludeControl(outcomes, parameters);
  requireJson(conclusion.effects, "effects");
  return {
    method: "experiment",
    passed: conclusion.verdict === "supported",
    ...findings(conclusion),
    verdict: conclusion.verdict,
    effects: conclusion.effects,
    controlFailed:
      control.verdict !== "supported" &&
      (conclusion.controls ?? []).every(({ expected, verdict }) => verdict === expected),
    controlVerdict: control.verdict,
    controlSummary: control.summary,
  };
}

function findings({ summary, measurements, figures }: Findings): Findings {
  requireJson(measurements, "measurements");
  return { summary, measurements, figures };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A value that a result file would not give back unchanged is a defect of the check. */
function requireJson(value: unknown, where: string): asserts value is Json | JsonObject {
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return;
  if (Array.isArray(value)) {
    value.forEach((item, i) => requireJson(item, `${where}[${i}]`));
  } else if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [key, item] of Object.entries(value)) requireJson(item, `${where}.${key}`);
  } else {
    throw new Error(
      `${where}: expected a finite number, text, boolean, null, list or plain object, got ${String(value)}`,
    );
  }
}
