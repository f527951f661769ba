import type { Figure } from "../../../plot/figure.js";

/** A value that survives a round trip through JSON: what a check reads and writes. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** One training run or draw: cached by itself, so that a killed experiment goes on where it was. */
export interface Trial {
  /** Unique in the experiment, kebab-case: `pln-8-depth-20-seed-3`. */
  readonly id: string;
  readonly seed: number;
  readonly parameters: JsonObject;
}

/** An effect with its interval, as reported beside every statistical verdict. */
export interface Effect {
  readonly name: string;
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly confidence: number;
  readonly n: number;
  readonly unit: string;
}

/** What every check hands back beside its verdict. */
export interface Findings {
  /** One or two sentences: what was found, with the numbers. */
  readonly summary: string;
  readonly measurements: JsonObject;
  readonly figures: readonly Figure[];
}

/** What an experiment says once all its trials are in. */
export interface Conclusion extends Findings {
  readonly verdict: "supported" | "not reproduced";
  readonly effects: readonly Effect[];
}

/** What a running trial is given. It knows nothing of who runs it. */
export interface TrialContext {
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Reports how far the work is, 0 to 1, and in a few words what it is doing. */
  progress(fraction: number, doing: string): void;
}

/**
 * A statistical experiment: which trials, what one measures, and what follows from all of them. Its parameters come in three sizes: `quick`
 * (minutes on two cores), `full` (hours), `paper` (the paper's own setting, where the hardware and data are there).
 */
export interface Experiment<P extends JsonObject, R extends JsonObject> {
  /** Kebab-case; what `normlab train` is given. */
  readonly name: string;
  readonly title: string;
  /** Stated before anything is run: the outcome that would support the claim. */
  readonly expectation: string;
  /** What the negative control removes, and why the verdict must then fail. */
  readonly control: string;
  readonly parameters: { readonly quick: P; readonly full: P; readonly paper?: P };
  /** Files under `data/` that it reads. */
  readonly data?: readonly string[];
  trials(parameters: P): readonly Trial[];
  /** Trains and measures. Everything random is drawn from the trial's seed. */
  runTrial(trial: Trial, context: TrialContext): Promise<R>;
  /** Pure: from the results, in the order of `trials`, to the verdict. */
  conclude(results: readonly R[], parameters: P): Conclusion;
  /** The results with the effect removed, as the control says. */
  removeEffect(results: readonly R[], parameters: P): readonly R[];
}
