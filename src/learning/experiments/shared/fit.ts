import type { Model } from "../../models/model.js";
import { adamW } from "../../training/optimiser.js";
import { cosineSchedule } from "../../training/schedule.js";
import { DivergenceError, train, type TrainOptions, type TrainProgress } from "../../training/train.js";
import type { TrialContext } from "./experiment.js";

/** How a model is trained: AdamW, a linear warm-up, then half a cosine down to 0. */
export interface FitOptions {
  /** The greatest rate, at the end of the warm-up. */
  readonly learningRate: number;
  readonly steps: number;
  /** Share of the steps that warm up (default 0.05). */
  readonly warmup?: number;
  readonly weightDecay?: number;
  readonly clipNorm?: number;
  /** AdamW's second decay (default 0.999). */
  readonly beta2?: number;
}

/** How the training ended. The model is left with its last weights. */
export interface FitEnd {
  /** Mean loss over the last tenth of the steps that were done; null where none was. */
  readonly loss: number | null;
  /** The step at which loss or gradient was no longer finite; null where all steps were done. */
  readonly divergedAt: number | null;
  /** Mean loss over each tenth of the steps: whether training has levelled off, and what a repetition is held against. */
  readonly course: readonly number[];
}

/**
 * Trains a model on the loss of each step's batch. A loss that is no longer finite ends the training without an error: that a network
 * diverges is a result.
 *
 * @throws the signal's reason where it is aborted.
 */
export async function fit(
  model: Model,
  batches: { readonly loss: TrainOptions["loss"]; readonly prepare?: TrainOptions["prepare"] },
  options: FitOptions,
  context: TrialContext,
): Promise<FitEnd> {
  const { learningRate, steps, warmup = 0.05, weightDecay = 0, clipNorm, beta2 = 0.999 } = options;
  const optimiser = adamW(model.trainable, { weightDecay, beta2 });
  try {
    const { metrics } = await train({
      run: "fit",
      variables: model.trainable,
      buffers: model.buffers,
      optimiser,
      schedule: cosineSchedule({ peak: learningRate, steps, warmup: Math.min(steps - 1, Math.ceil(warmup * steps)) }),
      steps,
      until: Math.ceil((context.until ?? 1) * steps),
      ...batches,
      clipNorm,
      signal: context.signal,
      onProgress: (progress) => context.progress(progress.step / steps, trialProgress(progress)),
    });
    const losses = metrics.array("loss") as number[];
    return { loss: meanOfLast(losses), divergedAt: null, course: courseOf(losses, steps) };
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    const losses = error.metrics.map((row) => row["loss"]!);
    return { loss: meanOfLast(losses), divergedAt: error.step, course: courseOf(losses, steps) };
  } finally {
    optimiser.dispose();
  }
}

/** What a trial says of its training; the time left is that of all trials, which the command line knows. */
export function trialProgress({ step, steps, loss, learningRate }: TrainProgress): string {
  return `step ${step} of ${steps}, loss ${loss.toFixed(3)}, rate ${learningRate.toExponential(1)}`;
}

/**
 * Means over each tenth of the steps that was done whole.
 *
 * @example
 * courseOf([4, 2, 2, 2], 20); // => [3, 2]
 */
export function courseOf(losses: readonly number[], steps: number): number[] {
  const edges = Array.from({ length: 11 }, (_, i) => Math.round((i * steps) / 10));
  return edges.slice(1).flatMap((to, i) => {
    const part = losses.slice(edges[i], to);
    if (part.length === 0 || part.length < to - edges[i]!) return [];
    return [Number((part.reduce((sum, loss) => sum + loss, 0) / part.length).toPrecision(6))];
  });
}

function meanOfLast(losses: readonly number[]): number | null {
  const last = losses.slice(-Math.max(1, Math.round(losses.length / 10)));
  return last.length === 0 ? null : last.reduce((sum, loss) => sum + loss, 0) / last.length;
}
