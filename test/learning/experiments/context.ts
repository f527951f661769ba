import type { TrialContext } from "../../../src/learning/experiments/shared/experiment.js";

/** What a trial is run with in tests. */
export function trialContext(signal: AbortSignal = new AbortController().signal): TrialContext {
  return { signal, progress: () => undefined };
}
