import type { Conclusion, Effect, JsonObject } from "../claims/claim.js";
import type { Figure } from "../plot/figure.js";
import type { ProvedVerdict } from "../proved/limits.js";
import type { TriedMutation } from "./rocq/prove.js";

/** A certificate a check made, and what the independent checker said of it. */
export interface CheckedCertificate {
  readonly name: string;
  /** What it says it is; null where it doesn't. */
  readonly kind: string | null;
  readonly statement: string | null;
  /** SHA-256 of its file, which is also its name in the store. */
  readonly sha256: string;
  readonly bytes: number;
  /** `malformed`: no certificate at all by the format's rules. */
  readonly verdict: "accepted" | "rejected" | "undecided" | "malformed";
  /** Where and why, when not accepted. */
  readonly reason: string | null;
  /** What the proved checker says of it; absent where it is malformed. */
  readonly proved?: ProvedVerdict["verdict"];
}

interface CheckResultBase {
  readonly passed: boolean;
  readonly summary: string;
  readonly measurements: JsonObject;
  readonly figures: readonly Figure[];
  /** The control failed, as it must. */
  readonly controlFailed: boolean;
}

export interface CertificateResult extends CheckResultBase {
  readonly method: "certificate";
  readonly certificates: readonly CheckedCertificate[];
  readonly controlCertificates: readonly CheckedCertificate[];
}

export interface NumericalResult extends CheckResultBase {
  readonly method: "numerical";
  readonly tolerance: number;
  /** `null`: not finite. */
  readonly deviation: number | null;
  readonly controlDeviation: number | null;
}

export interface ExperimentResult extends CheckResultBase {
  readonly method: "experiment";
  readonly verdict: Conclusion["verdict"];
  readonly effects: readonly Effect[];
  readonly controlVerdict: Conclusion["verdict"];
  readonly controlSummary: string;
}

/** A theorem as Rocq accepted it, or why it did not. */
export interface TheoremResult extends CheckResultBase {
  readonly method: "theorem";
  /** The formal statement, as it stands in the source. */
  readonly statement: string;
  /** The axioms it stands on, by Rocq's answer. */
  readonly axioms: readonly string[];
  /** The file and those it requires. */
  readonly files: readonly string[];
  readonly mutations: readonly TriedMutation[];
}

/** What is known of a check once it ran: deterministic, without times or machines. */
export type CheckResult = CertificateResult | NumericalResult | ExperimentResult | TheoremResult;

/** A task's result file. */
export type TaskResult = CheckResult | { readonly method: "trial"; readonly outcome: JsonObject };

/**
 * Why a task has no result although it was tried: it broke down, something from outside ended it (a full disk, want of memory, a kill), which
 * says nothing of it, or something it needs is not here.
 */
export interface Miss {
  readonly status: "error" | "interrupted" | "not run";
  readonly reason: string;
}

/** How a result came about: kept beside it, since it differs from run to run. */
export interface RunRecord {
  /** SHA-256 of the result's file: what a disk has cut short or changed is seen, and computed again. */
  readonly resultSha256: string;
  readonly seconds: number;
  /** The most memory its process has held so far, in bytes. */
  readonly memoryBytes: number;
  readonly place: Place;
  /** ISO 8601, UTC. */
  readonly finished: string;
  readonly machine: Machine;
  /** The tensor backend the task computed with; null if with none. */
  readonly backend: string | null;
  /** Why that one, and for each better one why not; null if with none. */
  readonly backendReason: string | null;
}

/** Where a task ran. */
export interface Place {
  readonly host: string;
  /** What gave the work to the machine: `local`, or an engine such as `slurm`. */
  readonly engine: string;
  /** The engine's own name of the job; null if it has none. */
  readonly job: string | null;
}

export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
}
