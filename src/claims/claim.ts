import type {
  Conclusion,
  Findings,
  Json,
  JsonObject,
  Tolerance,
  Trial,
} from "../learning/experiments/shared/experiment.js";

export type {
  Conclusion,
  Effect,
  Findings,
  Json,
  JsonObject,
  Tolerance,
  Trial,
} from "../learning/experiments/shared/experiment.js";

/**
 * Evidence; nothing else is ever said of a claim. Strength falls from `proved` to `supported`; the last three are ends of their own. Where
 * words meet, the later one stands.
 *
 * - `proved`: the whole statement, by a machine-checked proof, or by exact certificates that leave nothing of it out
 * - `certified`: certificates accepted by the independent checker for what is listed; the rest is argued on paper, and where is said
 * - `verified`: a deterministic numerical check with a stated tolerance
 * - `supported`: a statistical experiment whose interval lies on the stated side of the least effect that matters
 * - `inconclusive`: it ran, and did not decide: what it would take is said
 * - `not reproduced`: it ran with enough power, and the interval excludes the least effect
 * - `not run`: it needs hardware or data that is not here
 */
export const evidenceWords = [
  "proved",
  "certified",
  "verified",
  "supported",
  "inconclusive",
  "not reproduced",
  "not run",
] as const;
/** One of `evidenceWords`. */
export type EvidenceWord = (typeof evidenceWords)[number];

/** How much is run: minutes on two cores, hours on one machine, or the paper's own setting. */
export const profiles = ["quick", "full", "paper"] as const;
/** One of `profiles`. */
export type Profile = (typeof profiles)[number];

/** A: parallel layer normalization. B: the nonlinearity of layer normalization. C: INTL. */
export type PaperId = "A" | "B" | "C";

/** A condition under which a statement is made. */
export interface Assumption {
  /** A short name: `epsilon 0`. */
  readonly name: string;
  /** The condition in a sentence (Markdown). */
  readonly text: string;
}

/** What a running check is given. It knows nothing of who runs it. */
export interface CheckContext {
  /** How much is run. */
  readonly profile: Profile;
  /** The check's own parameters of that profile; a trial's are its own. */
  readonly parameters: JsonObject;
  /** Share of a trial's training after which it may end; see `TrialContext`. */
  readonly until?: number;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Reports how far the work is, 0 to 1, and in a few words what it is doing. */
  progress(fraction: number, doing: string): void;
}

/** A certificate with the name under which it is written (`NAME.json`). */
export interface NamedCertificate {
  /** Unique in the report, kebab-case. */
  readonly name: string;
  /** The certificate as JSON: docs/certificates.md. */
  readonly certificate: JsonObject;
}

/** A check's parameters by profile. */
export interface SizedParameters {
  /** Minutes for all claims together, on two cores. */
  readonly quick?: JsonObject;
  /** Hours, on one machine. */
  readonly full?: JsonObject;
  /** The paper's own setting. */
  readonly paper?: JsonObject;
}

interface CheckBase {
  /** Unique in its claim, kebab-case: `concave`. The full name is `C3.concave`. */
  readonly id: string;
  /** What is checked, in a line (Markdown). */
  readonly title: string;
  /**
   * `evidence`: the claim's word is never stronger than this check's. `corroboration`: a second opinion or an illustration; when it
   * fails the claim is not reproduced, when it passes it adds nothing to the word.
   */
  readonly role: "evidence" | "corroboration";
  /** Plain values; part of the task's hash. A profile left out is not run (word: `not run`). */
  readonly parameters: SizedParameters;
  /** Files under `data/` the check reads, by name; part of the task's hash. */
  readonly data?: readonly string[];
  /** What the mutated statement or certificate is, and why it must fail. */
  readonly control: string;
}

/** A check that passes when the independent checker accepts every certificate it makes. Gives `certified`, or `proved` where it leaves nothing of the statement out. */
export interface CertificateCheck extends CheckBase {
  /** Names the form: an exact certificate. */
  readonly method: "certificate";
  /** Makes the certificates, and says what they show. */
  run(context: CheckContext): Promise<
    Findings & {
      /** All must be accepted, and there must be one at least. */
      readonly certificates: readonly NamedCertificate[];
    }
  >;
  /** Certificates that are false: the checker must reject every one (malformed ones do not count). */
  runControl(context: CheckContext): Promise<readonly NamedCertificate[]>;
}

/** A deterministic numerical check with a stated tolerance. Gives `verified`. */
export interface NumericalCheck extends CheckBase {
  /** Names the form: a deterministic number against a tolerance. */
  readonly method: "numerical";
  /** How far the deviation may go, and why that far. */
  readonly tolerance: {
    /** In the deviation's unit. */
    readonly value: number;
    /** What makes it as large as it is: roundings, their number, their size. */
    readonly why: string;
  };
  /** `deviation` is compared with the tolerance: the check passes when it is at most that. */
  run(context: CheckContext): Promise<
    Findings & {
      /** How far what was computed is from the statement, 0 or more. */
      readonly deviation: number;
    }
  >;
  /** The same deviation for a mutated statement: it must exceed the tolerance. */
  runControl(context: CheckContext): Promise<{
    /** How far what was computed is from the statement, 0 or more. */
    readonly deviation: number;
  }>;
}

/** A statistical experiment. Gives `supported`, `inconclusive` or `not reproduced`, with effect, interval, seeds and n. */
export interface ExperimentCheck extends CheckBase {
  /** Names the form: trials with seeds, an interval and a verdict. */
  readonly method: "experiment";
  /** Stated before anything is run: the outcome that would support the claim. */
  readonly expectation: string;
  /** How near a trial that is run again must come to its record, where that was not measured; see `sampleTolerance` for the default. */
  readonly tolerance?: Tolerance;
  /** What of a trial's result the decision rests on, which a repetition is held against; everything where it is absent. */
  merits?(result: JsonObject): { readonly [name: string]: Json };
  /** What is to be run at a size, each trial with its seed; the order is that in which `conclude` gets the results. */
  trials(parameters: JsonObject): readonly Trial[];
  /** Trains and measures one trial; it sees that trial's parameters alone. */
  runTrial(trial: Trial, context: CheckContext): Promise<JsonObject>;
  /** Pure: from the results, in the order of `trials`, to the verdict. */
  conclude(results: readonly JsonObject[], parameters: JsonObject): Conclusion;
  /** `conclude` on results in which the effect is removed (treatments exchanged or paired at random): must not be `supported`. */
  concludeControl(results: readonly JsonObject[], parameters: JsonObject): Conclusion;
}

/** A statement that is false, made of the theorem's by changing some words. */
export interface Mutation {
  /** What is changed, for people: `one unit fewer`. */
  readonly what: string;
  /** Text that the theorem's statement holds exactly once, and what stands in its place. */
  readonly replace: string;
  /** What stands in its place: the statement is false then. */
  readonly by: string;
}

/** A claim's theorem among the formal proofs. */
export interface Theorem {
  /** A file under `proofs/`: `C3.v`. */
  readonly file: string;
  /** The theorem's name in that file. */
  readonly name: string;
  /** What the formal statement says, in words (Markdown). */
  readonly says: string;
  /** What of the claim's statement neither the theorem nor the claim's certificates hold; absent where they leave nothing out. */
  readonly leavesOut?: string;
  /** The controls: the theorem's own proof must not prove these. */
  readonly mutations: readonly Mutation[];
}

/** A theorem checked by a proof assistant. Gives `proved`. A claim has one where it names a theorem: `checksOf`. */
export interface TheoremCheck extends CheckBase {
  /** Names the form: a proof that a proof assistant checks. */
  readonly method: "theorem";
  /** Which theorem it is. */
  readonly theorem: Theorem;
}

/** A way to show a claim, told apart by `method`. */
export type Check = CertificateCheck | NumericalCheck | ExperimentCheck | TheoremCheck;

/** A number printed in a paper, shown as reported and never as ours. */
export interface ReportedNumber {
  /** What was measured: `CIFAR-10, linear evaluation`. */
  readonly what: string;
  /** As it is printed there. */
  readonly value: string;
  /** Where it stands: paper and table, or a repository. */
  readonly source: string;
}

/** A statement of a paper (or one that goes beyond it), with everything that shows it. */
export interface Claim {
  /** As in the ledger: `C3`. */
  readonly id: string;
  /** The paper that it belongs to. */
  readonly paper: PaperId;
  /** The statement in a few words (Markdown). */
  readonly title: string;
  /** Markdown; mathematics between dollar signs. */
  readonly statement: string;
  /** Where the statement stands: `abstract of arXiv 2305.16789`, or `normlab` where it goes beyond the paper. */
  readonly source: string;
  /** Conditions under which it is stated; none where it holds as it stands. */
  readonly assumptions: readonly Assumption[];
  /** Why it is true, in a few lines of Markdown; longer arguments stand in `docs/theory/`. */
  readonly why: string;
  /**
   * What of the statement the evidence covers, in one sentence, when that is less than all of it: `The certificates cover the table of
   * (L, ε); that it holds for every f is argued in docs/theory/a3-counts.md.` Shown beside the evidence word.
   */
  readonly covers?: string;
  /** What shows it; the word is drawn from all of them. */
  readonly checks: readonly Exclude<Check, TheoremCheck>[];
  /** The formal proof of the statement, or of the greater part of it. */
  readonly theorem?: Theorem;
  /** Numbers printed in the paper, beside which ours stand. */
  readonly reported?: readonly ReportedNumber[];
  /** File under `notebooks/` and heading of the section that walks through it. */
  readonly notebook: {
    /** File under `notebooks/`. */
    readonly file: string;
    /** Heading in that file. */
    readonly section: string;
  } | null;
  /** `import.meta.url` of the file that states the claim: the code its results depend on is what this file imports. */
  readonly module: string;
}
