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
}

/** How the training ended. The model is left with its last weights. */
export interface FitEnd {
  /** Mean loss over the last tenth of the steps that were done; null where none was. */
  readonly loss: number | null;
  /** The step at which loss or gradient was no longer finite; null where all steps were done. */
  readonly divergedAt: number | null;
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
  const { learningRate, steps, warmup = 0.05, weightDecay = 0, clipNorm } = options;
  const optimiser = adamW(model.trainable, { weightDecay });
  try {
    const { metrics } = await train({
      run: "fit",
      variables: model.trainable,
      buffers: model.buffers,
      optimiser,
      schedule: cosineSchedule({ peak: learningRate, steps, warmup: Math.min(steps - 1, Math.ceil(warmup * steps)) }),
      steps,
      ...batches,
      clipNorm,
      signal: context.signal,
      onProgress: (progress) => context.progress(progress.step / steps, trialProgress(progress)),
    });
    return { loss: meanOfLast(metrics.array("loss") as number[]), divergedAt: null };
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    return { loss: meanOfLast(error.metrics.map((row) => row["loss"]!)), divergedAt: error.step };
  } finally {
    optimiser.dispose();
  }
}

/** What a trial says of its training; the time left is that of all trials, which the command line knows. */
export function trialProgress({ step, steps, loss, learningRate }: TrainProgress): string {
  return `step ${step} of ${steps}, loss ${loss.toFixed(3)}, rate ${learningRate.toExponential(1)}`;
}

function meanOfLast(losses: readonly number[]): number | null {
  const last = losses.slice(-Math.max(1, Math.round(losses.length / 10)));
  return last.length === 0 ? null : last.reduce((sum, loss) => sum + loss, 0) / last.length;
}
