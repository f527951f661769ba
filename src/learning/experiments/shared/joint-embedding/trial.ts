import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../../../exact/input-error.js";
import { chooseBackend } from "../../../backend.js";
import { createRandom } from "../../../data/random.js";
import type { ImageSource } from "../../../data/dataset.js";
import { knnAccuracy, linearProbe, type LabelledFeatures } from "../../../evaluation/probes.js";
import { embeddingSpectrum } from "../../../evaluation/spectrum.js";
import { iterNorm } from "../../../layers/iter-norm.js";
import { requireSizes } from "../../../models/mlp.js";
import { jointEmbedding, type JointEmbeddingModel } from "../../../self-supervised/joint-embedding.js";
import type { JointEmbeddingLoss } from "../../../self-supervised/losses.js";
import { pretrain, readImages, settleStatistics, type PretrainOptions } from "../../../self-supervised/pretrain.js";
import { constantSchedule, cosineSchedule } from "../../../training/schedule.js";
import type { TrialContext } from "../experiment.js";
import { trialProgress } from "../fit.js";
import { widestPixels } from "../images.js";
import { jointEmbeddingSetting } from "./settings.js";

/** What a trial trains, and what it measures. */
export interface JointEmbeddingTrial {
  readonly setting: string;
  /** `null`: the untrained network. */
  readonly loss: JointEmbeddingLoss | null;
  /** The pixels themselves in place of the network's output (of larger images at 32 × 32); without a loss. */
  readonly pixels?: boolean;
  readonly batchSize: number;
  /** 0 without a loss. */
  readonly steps: number;
  readonly learningRate: number;
  /** `cosine` warms up over a twentieth of the steps and falls to 0. */
  readonly schedule: "constant" | "cosine";
  readonly weightDecay?: number;
  readonly averageDecay?: number;
  /** Images that are trained on. */
  readonly images: number;
  /** Images, of those, whose spectrum is measured. */
  readonly measured: number;
  /** How often the spectrum is measured during training, beside the beginning. */
  readonly measurements: number;
  /** Labelled images for the probes (of those trained on), for choosing the learning rate (not trained on), and of the test part. */
  readonly probe?: { readonly train: number; readonly validation: number; readonly test: number };
}

/** Effective rank and total variance over the steps at which they were measured. */
export type SpectrumCourse = {
  readonly effectiveRank: readonly number[];
  readonly totalVariance: readonly number[];
};

/** Shares of labelled images that are classified right. */
export type ProbeAccuracy = { readonly validation: number; readonly test: number };

/** What a trial measured. Everything is of whole images, not of views, with running statistics. */
export type JointEmbeddingResult = {
  readonly ended: "all steps" | "singular covariance" | "not finite";
  readonly steps: readonly number[];
  /** What the loss is taken of. */
  readonly projection: SpectrumCourse;
  /** Of the projections' covariance at the end, falling, to four digits. */
  readonly eigenvalues: readonly number[];
  /** What is kept of the network: the encoder's output. */
  readonly embedding: SpectrumCourse;
  /** Of the projections after IterNorm with T = 4: Σ_j (1 − Σ̂_jj)², and the mean of the Σ̂_jj. */
  readonly traceLoss: readonly number[];
  readonly outputVariance: readonly number[];
  readonly accuracy: { readonly linear: ProbeAccuracy; readonly nearest: ProbeAccuracy } | null;
};

/** Newton iterations of the IterNorm through which spectra are measured, as in the loss. */
export const measuredIterations = 4;

/**
 * Trains a network on unlabelled images, measures spectra on the way, and at the end what a linear probe and the 20 nearest neighbours make
 * of the frozen features. Split, initial weights, batches and views depend on the seed alone, so trials of one seed pair.
 *
 * @throws InputError for sizes that do not fit the data, a batch that is too small for the loss, missing data.
 */
export async function runJointEmbeddingTrial(
  trial: JointEmbeddingTrial,
  seed: number,
  context: TrialContext,
): Promise<JointEmbeddingResult> {
  await chooseBackend();
  const { loss, batchSize, steps, learningRate, images: count, measured, measurements, probe } = trial;
  requireSizes({ batchSize, images: count, measured, measurements, ...probe });
  const setting = jointEmbeddingSetting(trial.setting);
  const images = await setting.load("train");
  requireAtMost("images and probe.validation", count + (probe?.validation ?? 0), images.count);
  requireAtMost("measured", measured, count);
  requireAtMost("probe.train", probe?.train ?? 0, count);
  const order = createRandom(seed, 0x5917).permutation(images.count);
  const indices = order.subarray(0, count);
  const model = trial.pixels
    ? pixelsThemselves
    : jointEmbedding({ encoder: setting.encoder, projector: setting.projector, seed });
  const source = { images, indices, augmentation: setting.augmentation, batchSize, seed };
  const whole = await readImages(images, indices.subarray(0, measured));
  const course = courseOf(model, whole);
  try {
    if (!trial.pixels) await settleStatistics(model as JointEmbeddingModel, source);
    course.measure(0);
    let ended: JointEmbeddingResult["ended"] = "all steps";
    if (loss !== null) {
      const every = Math.max(1, Math.ceil(steps / measurements));
      const options: PretrainOptions = {
        ...source,
        loss,
        steps,
        schedule:
          trial.schedule === "constant"
            ? constantSchedule(learningRate)
            : cosineSchedule({ peak: learningRate, steps, warmup: Math.floor(steps / 20) }),
        weightDecay: trial.weightDecay,
        averageDecay: trial.averageDecay,
        signal: context.signal,
        onProgress(progress) {
          const { step } = progress;
          if (step % every === 0 && step < steps) course.measure(step);
          context.progress(step / steps, trialProgress(progress));
        },
      };
      const outcome = await pretrain(model as JointEmbeddingModel, options);
      ended = outcome.ended;
      if (ended !== "not finite") course.measure(outcome.steps);
    }
    const accuracy =
      probe === undefined || ended === "not finite"
        ? null
        : await accuracyOf(model, {
            train: [images, indices.subarray(0, probe.train)],
            validation: [images, order.subarray(count, count + probe.validation)],
            test: await testPart(await setting.load("test"), probe.test, seed),
          });
    return { ended, ...course.result, accuracy };
  } finally {
    whole.dispose();
    model.dispose();
  }
}

/** What is measured of a network: its projections and its embeddings. */
type Measured = Pick<JointEmbeddingModel, "apply" | "embed" | "dispose">;

/** An image in a row; of one larger than 32 × 32 the means of squares. */
const flat = (x: tf.Tensor4D) => {
  const square = Math.ceil(x.shape[1] / widestPixels);
  return tf.reshape(square > 1 ? tf.avgPool(x, square, square, "valid") : x, [x.shape[0], -1]) as tf.Tensor2D;
};

/** No network: projection and embedding are the pixels. */
const pixelsThemselves: Measured = { apply: flat, embed: flat, dispose: () => undefined };

function requireAtMost(where: string, wanted: number, there: number): void {
  if (wanted <= there) return;
  throw new InputError({ code: "range", where, expected: `at most ${there} images`, received: String(wanted) });
}

/** Measures the spectra of the same images whenever it is asked to. */
function courseOf(model: Measured, whole: tf.Tensor4D) {
  const empty = () => ({
    effectiveRank: [] as number[],
    totalVariance: [] as number[],
  });
  const result = {
    steps: [] as number[],
    projection: empty(),
    eigenvalues: [] as number[],
    embedding: empty(),
    traceLoss: [] as number[],
    outputVariance: [] as number[],
  };
  const note = (values: tf.Tensor, course: ReturnType<typeof empty>): readonly number[] => {
    const spectrum = embeddingSpectrum(values.dataSync(), values.shape[1]!);
    course.effectiveRank.push(spectrum.effectiveRank);
    course.totalVariance.push(spectrum.totalVariance);
    return spectrum.eigenvalues;
  };
  const measure = (step: number): void =>
    tf.tidy(() => {
      const projections = model.apply(whole) as tf.Tensor2D;
      result.steps.push(step);
      result.eigenvalues = note(projections, result.projection).map((value) => Number(value.toPrecision(4)));
      note(model.embed(whole), result.embedding);
      const variances = variancesAfterIterNorm(projections, result.projection.totalVariance.at(-1)!);
      result.traceLoss.push(variances.reduce((sum, variance) => sum + (1 - variance) ** 2, 0));
      result.outputVariance.push(variances.reduce((sum, variance) => sum + variance, 0) / variances.length);
    });
  return { result, measure };
}

/** The Σ̂_jj; all 0 where nothing varies. */
function variancesAfterIterNorm(z: tf.Tensor2D, totalVariance: number): number[] {
  if (!(totalVariance > Number.MIN_VALUE)) return Array<number>(z.shape[1]).fill(0);
  // The scale changes nothing at epsilon 0; at about 1 single precision is not left.
  const scaled = tf.div(tf.sub(z, tf.mean(z, 0, true)), Math.sqrt(totalVariance)) as tf.Tensor2D;
  const few = z.shape[0] < z.shape[1];
  const normalized = few ? iterNormOfFew(scaled) : iterNorm(scaled, { iterations: measuredIterations, epsilon: 0 });
  const sums = tf.sum(tf.square(normalized), 0);
  return Array.from(tf.div(sums, z.shape[0] - 1).dataSync());
}

/** IterNorm of centred rows of total variance 1, fewer than features: `Z P(ZᵀZ) = P(ZZᵀ) Z`, so the iteration runs on the smaller matrix. */
function iterNormOfFew(z: tf.Tensor2D): tf.Tensor2D {
  const gram = tf.div(tf.matMul(z, z, false, true), z.shape[0] - 1) as tf.Tensor2D;
  let power: tf.Tensor2D = tf.eye(z.shape[0]);
  for (let k = 0; k < measuredIterations; k++) {
    const cube = tf.matMul(tf.matMul(power, power), power);
    power = tf.sub(tf.mul(power, 1.5), tf.mul(tf.matMul(cube, gram), 0.5));
  }
  return tf.matMul(power, z);
}

type Part = readonly [source: ImageSource, indices: Int32Array];

async function testPart(source: ImageSource, count: number, seed: number): Promise<Part> {
  requireAtMost("probe.test", count, source.count);
  return [source, createRandom(seed, 0x7e57).permutation(source.count).subarray(0, count)];
}

async function accuracyOf(
  model: Measured,
  parts: { readonly train: Part; readonly validation: Part; readonly test: Part },
): Promise<JointEmbeddingResult["accuracy"]> {
  const classCount = parts.train[0].classes.length;
  const train = await featuresOf(model, parts.train);
  const validation = await featuresOf(model, parts.validation);
  const test = await featuresOf(model, parts.test);
  const both = (accuracy: (on: LabelledFeatures) => number): ProbeAccuracy => ({
    validation: accuracy(validation),
    test: accuracy(test),
  });
  const k = Math.min(20, train.labels.length);
  return {
    linear: both((on) => linearProbe(train, on, { classCount })),
    nearest: both((on) => knnAccuracy(train, on, { k, classCount })),
  };
}

/** The encoder's output on images, 500 at a time. */
async function featuresOf(model: Measured, [source, indices]: Part): Promise<LabelledFeatures> {
  const chunks: Float32Array[] = [];
  for (let from = 0; from < indices.length; from += 500) {
    const batch = await readImages(source, indices.subarray(from, from + 500));
    chunks.push(tf.tidy(() => model.embed(batch).dataSync() as Float32Array));
    batch.dispose();
  }
  const dimension = chunks[0]!.length / Math.min(500, indices.length);
  const values = new Float32Array(indices.length * dimension);
  chunks.forEach((chunk, i) => values.set(chunk, i * 500 * dimension));
  return { values, dimension, labels: Array.from(indices, (index) => source.labels[index]!) };
}
