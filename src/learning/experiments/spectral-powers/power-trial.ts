import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { chooseBackend } from "../../backend.js";
import { createRandom } from "../../data/random.js";
import { linearProbe, type LabelledFeatures } from "../../evaluation/probes.js";
import { embeddingSpectrum } from "../../evaluation/spectrum.js";
import { jointEmbedding, type JointEmbeddingModel } from "../../self-supervised/joint-embedding.js";
import { pretrain, readImages, settleStatistics } from "../../self-supervised/pretrain.js";
import { constantSchedule } from "../../training/schedule.js";
import type { Trial, TrialContext } from "../shared/experiment.js";
import { courseOf, trialProgress } from "../shared/fit.js";
import { jointEmbeddingSetting } from "../shared/joint-embedding/settings.js";

/** How the digits are embedded, and under which power; null is the network as it begins. */
export type PowerTrial = {
  readonly power: number | null;
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Images that are trained on; the others are held out. */
  readonly train: number;
};

/** What a trial measured, on held-out images. */
export type PowerResult = {
  /** Effective rank of the embeddings after the transformation, which is fitted on training images. */
  readonly outputRank: number;
  /** Of the embeddings before it, with their total variance over that of the untrained network. */
  readonly embeddingRank: number;
  readonly variance: number;
  /** Share of held-out images that logistic regression on the embeddings of training images reads. */
  readonly probe: number;
  readonly ended: string;
  readonly course: readonly number[];
};

/** Dimensions of the embeddings. */
export const powerDimensions = 16;

/**
 * Embeds the digits with noise by pulling two views together after Σ^(−p), cosine distance: an encoder 64–64–64–16, Adam at a constant rate.
 * The transformation is fitted on the embeddings of training images and measured on held-out ones: at p = 1/2 its rank on its own batch
 * is full whatever the embeddings are.
 */
export async function runPowerTrial({ seed, parameters }: Trial, context: TrialContext): Promise<PowerResult> {
  const { power, steps, batchSize, learningRate, train } = parameters as PowerTrial;
  await chooseBackend();
  const { load, encoder, projector, augmentation } = jointEmbeddingSetting("digits");
  const images = await load("train");
  const order = createRandom(seed, 0x5917).permutation(images.count);
  const [fitted, held] = [order.subarray(0, train), order.subarray(train)];
  const model = jointEmbedding({ encoder, projector, seed });
  const source = { images, indices: fitted, augmentation, batchSize, seed };
  const features = async (indices: Int32Array) =>
    featuresOf(model, await readImages(images, indices), indices, images.labels);
  try {
    await settleStatistics(model, source);
    const before = embeddingSpectrum((await features(held)).values, powerDimensions).totalVariance;
    const losses: number[] = [];
    let ended = "untrained";
    if (power !== null) {
      const outcome = await pretrain(model, {
        ...source,
        loss: { kind: "spectralPower", power, distance: "cosine" },
        steps,
        until: Math.ceil((context.until ?? 1) * steps),
        schedule: constantSchedule(learningRate),
        signal: context.signal,
        onProgress(progress) {
          losses.push(progress.loss);
          context.progress(progress.step / steps, trialProgress(progress));
        },
      });
      ended = outcome.ended;
    }
    const [own, other] = [await features(fitted), await features(held)];
    const spectrum = embeddingSpectrum(other.values, powerDimensions);
    return {
      outputRank: embeddingSpectrum(transformed(own.values, other.values, power ?? 0), powerDimensions).effectiveRank,
      embeddingRank: spectrum.effectiveRank,
      variance: spectrum.totalVariance / before,
      probe: linearProbe(own, other, { classCount: 10 }),
      ended,
      course: courseOf(losses, steps),
    };
  } finally {
    model.dispose();
  }
}

function featuresOf(
  model: JointEmbeddingModel,
  batch: Awaited<ReturnType<typeof readImages>>,
  indices: Int32Array,
  labels: ArrayLike<number>,
): LabelledFeatures {
  const embedded = model.embed(batch);
  const values = embedded.dataSync() as Float32Array;
  embedded.dispose();
  batch.dispose();
  return { values, dimension: powerDimensions, labels: Array.from(indices, (index) => labels[index]!) };
}

/** `(z − mean)·Σ^(−p)`, mean and covariance those of the first list; directions in which it does not vary (below 1e-12 of the greatest) are left out. */
function transformed(own: Float32Array, other: Float32Array, power: number): number[] {
  const d = powerDimensions;
  const rows = (values: Float32Array) => Matrix.from1DArray(values.length / d, d, values as unknown as number[]);
  const [a, b] = [rows(own), rows(other)];
  const mean = a.mean("column");
  a.subRowVector(mean);
  b.subRowVector(mean);
  const covariance = a
    .transpose()
    .mmul(a)
    .div(a.rows - 1);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  const least = 1e-12 * Math.max(...realEigenvalues);
  const gains = realEigenvalues.map((value) => (value > least && value > 0 ? value ** -power : 0));
  return b.mmul(eigenvectorMatrix).mmul(Matrix.diag(gains)).to1DArray();
}
