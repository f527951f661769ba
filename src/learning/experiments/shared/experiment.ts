import type { Figure } from "../../../plot/figure.js";
import type { Decision, Verdict } from "../../evaluation/decision.js";

export type { Verdict } from "../../evaluation/decision.js";

/** A value that survives a round trip through JSON: what a check reads and writes. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** An object of JSON. */
export type JsonObject = { readonly [key: string]: Json };

/** One training run or draw: cached by itself, so that a killed experiment goes on where it was. */
export interface Trial {
  /** Unique in the experiment, kebab-case: `pln-8-depth-20-seed-3`. */
  readonly id: string;
  /** Everything random in the trial is drawn from it. */
  readonly seed: number;
  /** All else that it needs: arm, size, learning rate. */
  readonly parameters: JsonObject;
}

/** An effect with its interval, as reported beside every statistical verdict. */
export interface Effect {
  /** What the difference is of: `PLN-8 − ReLU`. */
  readonly name: string;
  /** The mean of the differences. */
  readonly value: number;
  /** Student's t interval of the mean. */
  readonly interval: readonly [number, number];
  /** Share of such intervals that hold the true mean: 0.95 for 95 %. */
  readonly confidence: number;
  /** Pairs: seeds. */
  readonly n: number;
  /** Of value, interval and least effect. */
  readonly unit: string;
  /** The least effect that matters, and what the interval says of it. */
  readonly least?: number;
  /** By the interval and the least effect. */
  readonly verdict?: Verdict;
  /** Percentile bootstrap interval, which assumes no distribution; `interval` assumes the normal one. */
  readonly bootstrap?: readonly [number, number];
  /** Pairs that would decide, mean and spread staying as they are; null beyond 10,000. */
  readonly pairsToDecide?: number | null;
}

/** What every check hands back beside its verdict. */
export interface Findings {
  /** One or two sentences: what was found, with the numbers. */
  readonly summary: string;
  /** Further numbers by name, for the report. */
  readonly measurements: JsonObject;
  /** As data; they are compared by it too. */
  readonly figures: readonly Figure[];
}

/** What an experiment says once all its trials are in. */
export interface Conclusion extends Findings {
  /** By the first effect. */
  readonly verdict: Verdict;
  /** The one that decides first. */
  readonly effects: readonly Effect[];
  /** The rule on differences moved above, onto and below the least effect: each must end as expected. */
  readonly controls?: Decision["controls"];
}

/** What a running trial is given. It knows nothing of who runs it. */
export interface TrialContext {
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Share of the training after which a trial may end, where its first losses alone are compared with a record. */
  readonly until?: number;
  /** Reports how far the work is, 0 to 1, and in a few words what it is doing. */
  progress(fraction: number, doing: string): void;
}

/** How near a trial that is run again must come to its record, as a share of each number (of 1 for smaller ones), and why. */
export interface Tolerance {
  /** A share: 0.02 is a fiftieth. */
  readonly value: number;
  /** What makes it as large as it is. */
  readonly why: string;
}

/**
 * A statistical experiment: which trials, what one measures, and what follows from all of them. Its parameters come in sizes: `full` (hours;
 * its trials ship as a record, of which every reproduction runs a sample again), `paper` (the paper's own setting, where the hardware and
 * data are there), and, where minutes decide, `quick` (run afresh by every reproduction, in place of a sample).
 */
export interface Experiment<P extends JsonObject, R extends JsonObject> {
  /** Kebab-case; what `normlab train` is given. */
  readonly name: string;
  /** What is compared, in a line. */
  readonly title: string;
  /** Stated before anything is run: the outcome that would support the claim. */
  readonly expectation: string;
  /** What the negative control removes, and why the verdict must then fail. */
  readonly control: string;
  /** By size. */
  readonly parameters: {
    /** Minutes. */
    readonly quick?: P;
    /** Minutes to hours: decides. */
    readonly full: P;
    /** The paper's own setting. */
    readonly paper?: P;
  };
  /** Files under `data/` that it reads. */
  readonly data?: readonly string[];
  /** How near a trial that is run again must come to the record, where that was not measured; see `sampleTolerance` for the default. */
  readonly tolerance?: Tolerance;
  /** What of a trial's result the decision rests on, and what tells one seed from another: a repetition is held against it; everything by default. */
  merits?(result: R): { readonly [name: string]: Json };
  /** What is to be run at a size, each with its seed. */
  trials(parameters: P): readonly Trial[];
  /** Trains and measures. Everything random is drawn from the trial's seed. */
  runTrial(trial: Trial, context: TrialContext): Promise<R>;
  /** Pure: from the results, in the order of `trials`, to the verdict. */
  conclude(results: readonly R[], parameters: P): Conclusion;
  /** The results with the effect removed, as the control says: their verdict must not be `supported`. */
  removeEffect(results: readonly R[], parameters: P): readonly R[];
}
