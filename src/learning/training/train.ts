import * as tf from "@tensorflow/tfjs";
import { type ColumnTable, from } from "arquero";
import { InputError } from "../../exact/input-error.js";
import { type Checkpoint, readCheckpoint, type StoredTensor, writeCheckpoint } from "./checkpoint.js";
import { flatten, type Optimiser } from "./optimiser.js";
import type { Schedule } from "./schedule.js";

/** Given a tensor inside the forward pass by name, so that the first one that is not finite can be told. */
export type Observe = (name: string, value: tf.Tensor) => void;

/** Where a run is. */
export interface TrainProgress {
  /** Steps done. */
  readonly step: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** The loss of the batch of this step. */
  readonly loss: number;
  /** As the schedule gives it for this step. */
  readonly learningRate: number;
  /** Euclidean norm of the whole gradient, before clipping. */
  readonly gradientNorm: number;
  /** Estimated from the steps of this process. */
  readonly secondsLeft: number;
}

/** A training run: what is changed, by what loss, how far, and what is kept of it. */
export interface TrainOptions {
  /** Names this run (model, data, options, seed): a checkpoint of another run is refused. */
  readonly run: string;
  /** Changed by the optimiser, in this order everywhere. */
  readonly variables: readonly tf.Variable[];
  /** Cuts tensors shaped like the variables into parameters by name (a model's `unpack`), so that one that is not finite can be told. */
  unpack?(tensors: readonly tf.Tensor[]): Record<string, tf.Tensor>;
  /** Variables that change without gradients (running statistics); they are part of a checkpoint. */
  readonly buffers?: readonly tf.Variable[];
  /** Turns gradients into changes of the variables. */
  readonly optimiser: Optimiser;
  /** The learning rate of each step. */
  readonly schedule: Schedule;
  /** Steps of the whole run, 1 or more. */
  readonly steps: number;
  /** Steps after which this call ends (default: all), the schedule staying that of all. */
  readonly until?: number;
  /**
   * The loss of a step's batch. It must depend on nothing but `step` and the variables: every random choice is drawn from a seed and the
   * step, so that a run taken up anywhere goes on identically.
   */
  loss(step: number, observe?: Observe): tf.Scalar;
  /** Reads what `loss` needs for a step, where that takes time; disposed of by `loss`'s owner. */
  prepare?(step: number): Promise<void>;
  /** Scales the gradient down to this norm where it is longer. */
  readonly clipNorm?: number;
  /** Keeps the exponential moving average of the variables with this decay: `average ← decay·average + (1 − decay)·variable`. */
  readonly averageDecay?: number;
  /** A row of metrics is kept every so many steps (default 1) and at the last. */
  readonly recordEvery?: number;
  /** Where the run's state is kept, so that a run that was killed goes on: none by default. */
  readonly checkpoint?: {
    /** The checkpoint's file; written whole or not at all. */
    readonly path: string;
    /** Steps between two checkpoints. */
    readonly every: number;
  };
  /** Called after every step. */
  readonly onProgress?: (progress: TrainProgress) => void;
  /** Aborting writes a checkpoint, where one is asked for, and throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What a training run came to. */
export interface TrainResult {
  /** step, loss, learningRate, gradientNorm (before clipping). */
  readonly metrics: ColumnTable;
  /** The moving averages, in the order of `variables`; the caller's to dispose of. Empty without `averageDecay`. */
  readonly averages: tf.Variable[];
  /** The step the run was taken up at: 0 for a fresh one. */
  readonly resumedAt: number;
}

/** A loss or gradient that is not a number stopped the run. */
export class DivergenceError extends Error {
  /** `DivergenceError`, by which it is told from other errors. */
  override readonly name = "DivergenceError";
  constructor(
    /** The step whose loss or gradient is not finite. */
    readonly step: number,
    /** The parameter or the loss that is not finite. */
    readonly layer: string,
    /** The rows of metrics up to that step. */
    readonly metrics: readonly Readonly<Record<string, number>>[],
  ) {
    super(`training stopped at step ${step}: ${layer} is not finite; try a smaller learning rate or a clip norm`);
  }
}

/**
 * Trains: for each step the loss and its gradient, clipping, one move of the optimiser, metrics; checkpoints as asked. Begins from the
 * checkpoint where there is one. Leaves no tensor behind but the averages.
 *
 * @throws DivergenceError where the loss or gradient is not finite, naming the step and the first layer that is not.
 * @throws InputError for a checkpoint of another run, a full disk, a variable that the loss does not depend on.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { variables, averageDecay } = options;
  const averages = averageDecay === undefined ? [] : variables.map((variable) => tf.variable(variable, false));
  try {
    return await trainWith(options, averages);
  } catch (error) {
    tf.dispose(averages);
    throw error;
  }
}

async function trainWith(options: TrainOptions, averages: tf.Variable[]): Promise<TrainResult> {
  const { variables, buffers = [], optimiser, steps, signal } = options;
  const kept = [...variables, ...buffers, ...averages];
  const rows: Record<string, number>[] = [];
  let start = 0;
  if (options.checkpoint !== undefined) {
    const checkpoint = await readCheckpoint(options.checkpoint.path, options.run);
    if (checkpoint !== undefined) {
      restore(checkpoint, kept, optimiser, options.checkpoint.path);
      start = checkpoint.step;
      rows.push(...checkpoint.metrics);
    }
  }
  const save = async (step: number): Promise<void> => {
    if (options.checkpoint === undefined) return;
    const tensors = capture(kept, optimiser);
    await writeCheckpoint(options.checkpoint.path, { run: options.run, step, tensors, metrics: rows });
  };
  const begun = performance.now();
  const end = Math.min(steps, options.until ?? steps);
  for (let step = start; step < end; step++) {
    if (signal?.aborted) {
      await save(step);
      signal.throwIfAborted();
    }
    await options.prepare?.(step);
    const learningRate = options.schedule(step);
    const { loss, gradientNorm } = takeStep(options, step, learningRate, rows);
    updateAverages(averages, variables, options.averageDecay);
    const last = step === end - 1;
    if (last || step % (options.recordEvery ?? 1) === 0) rows.push({ step, loss, learningRate, gradientNorm });
    if (options.onProgress !== undefined) {
      const secondsLeft = ((performance.now() - begun) / 1000 / (step + 1 - start)) * (end - step - 1);
      options.onProgress({ step: step + 1, steps, loss, learningRate, gradientNorm, secondsLeft });
    }
    if (last || (options.checkpoint !== undefined && (step + 1) % options.checkpoint.every === 0)) await save(step + 1);
    // Lets timers, signals and a notebook's messages through.
    if (step % 16 === 15) await new Promise((resolve) => setImmediate(resolve));
  }
  return { metrics: from(rows), averages, resumedAt: start };
}

/** One move of the optimiser. Gives the loss before it, and the gradient's norm before clipping. */
function takeStep(
  options: TrainOptions,
  step: number,
  learningRate: number,
  rows: readonly Record<string, number>[],
): { loss: number; gradientNorm: number } {
  const { variables, optimiser, clipNorm } = options;
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => options.loss(step), [...variables]);
    const gradient = flatten(variables.map((variable) => gradientOf(variable, grads)));
    const norm = tf.sqrt(gradient.square().sum()) as tf.Scalar;
    const [loss, gradientNorm] = tf.stack([value, norm]).dataSync() as Float32Array;
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
      throw new DivergenceError(step, firstNotFinite(options, step, grads), rows);
    }
    const tooLong = clipNorm !== undefined && gradientNorm! > clipNorm;
    optimiser.apply(tooLong ? gradient.mul(clipNorm / gradientNorm!) : gradient, learningRate);
    return { loss: loss!, gradientNorm: gradientNorm! };
  });
}

function gradientOf(variable: tf.Variable, grads: tf.NamedTensorMap): tf.Tensor {
  const gradient = grads[variable.name];
  if (gradient !== undefined) return gradient;
  throw new InputError({
    code: "unused-variable",
    where: `variable ${variable.name}`,
    expected: "a loss that depends on it",
    received: "no gradient",
    remedy: "Leave it out of `variables`, or use it in the loss",
  });
}

/** The first parameter, then layer output, then gradient that is not finite. */
function firstNotFinite(options: TrainOptions, step: number, grads: tf.NamedTensorMap): string {
  const { variables } = options;
  const finite = (value: tf.Tensor): boolean => tf.tidy(() => tf.isFinite(value).all().dataSync()[0] === 1);
  const parts = (tensors: readonly tf.Tensor[]): [string, tf.Tensor][] =>
    options.unpack === undefined
      ? tensors.map((tensor, i) => [variables[i]!.name, tensor])
      : Object.entries(options.unpack(tensors));
  const parameter = parts(variables).find(([, value]) => !finite(value));
  if (parameter !== undefined) return `the parameter ${parameter[0]}`;
  let layer: string | undefined;
  tf.tidy(() => {
    const loss = options.loss(step, (name, value) => {
      if (layer === undefined && !finite(value)) layer = `the output of ${name}`;
    });
    if (layer === undefined && !finite(loss)) layer = "the loss";
  });
  if (layer !== undefined) return layer;
  // Backwards: the gradients of later layers are computed first.
  const gradient = parts(variables.map((variable) => grads[variable.name]!))
    .reverse()
    .find(([, value]) => !finite(value));
  return `the gradient of ${gradient?.[0] ?? "the parameters together (their norm overflows)"}`;
}

function updateAverages(averages: tf.Variable[], variables: readonly tf.Variable[], decay: number | undefined): void {
  if (decay === undefined) return;
  tf.tidy(() => {
    averages.forEach((average, i) => average.assign(average.mul(decay).add(variables[i]!.mul(1 - decay))));
  });
}

/** Variables by name, then the optimiser's state. */
function capture(kept: readonly tf.Variable[], optimiser: Optimiser): StoredTensor[] {
  const stored = (name: string, tensor: tf.Tensor): StoredTensor => ({
    name,
    shape: tensor.shape,
    values: Float32Array.from(tensor.dataSync()),
  });
  return [
    ...kept.map((variable, i) => stored(`variable ${i}`, variable)),
    ...optimiser.state().map((tensor, i) => stored(`optimiser ${i}`, tensor)),
  ];
}

function restore(checkpoint: Checkpoint, kept: readonly tf.Variable[], optimiser: Optimiser, path: string): void {
  const expected = [...kept, ...optimiser.state()];
  expected.forEach((tensor, i) => {
    const stored = checkpoint.tensors[i];
    if (stored === undefined || stored.shape.join() !== tensor.shape.join()) {
      throw new InputError({
        code: "other-run",
        where: `${path}: tensor ${i}`,
        expected: `shape [${tensor.shape.join(", ")}]`,
        received: stored === undefined ? "none" : `shape [${stored.shape.join(", ")}]`,
        remedy: "It belongs to another model: give another folder, or remove the file to begin anew",
      });
    }
  });
  tf.tidy(() => {
    const tensors = checkpoint.tensors.map(({ values, shape }) => tf.tensor(values, [...shape]));
    kept.forEach((variable, i) => variable.assign(tensors[i]!));
    optimiser.restore(tensors.slice(kept.length));
  });
}
