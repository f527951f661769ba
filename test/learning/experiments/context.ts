import type { TrialContext } from "../../../src/learning/experiments/experiment.js";

/** What a trial is run with in tests. */
export function trialContext(signal: AbortSignal = new AbortController().signal): TrialContext {
  return { signal, progress: () => undefined };
}
