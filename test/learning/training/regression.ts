import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../../../src/learning/data/random.js";
import { cosineSchedule } from "../../../src/learning/training/schedule.js";
import { adamW } from "../../../src/learning/training/optimiser.js";
import { type TrainOptions, train } from "../../../src/learning/training/train.js";

/** A small two-layer regression whose batches are drawn from the seed and the step. */
export async function regression(options: Partial<TrainOptions> & { slow?: number } = {}) {
  const random = createRandom(1);
  const draw = (rows: number, columns: number): tf.Tensor2D =>
    tf.tensor2d(
      Float32Array.from({ length: rows * columns }, () => 0.5 * random.normal()),
      [rows, columns],
    );
  const variables = tf.tidy(() => [tf.variable(draw(3, 8)), tf.variable(draw(8, 1))]);
  const optimiser = adamW(variables, { weightDecay: 0.01 });
  const steps = options.steps ?? 60;
  const result = await train({
    run: "regression",
    variables,
    optimiser,
    steps,
    schedule: cosineSchedule({ peak: 0.05, steps, warmup: 3 }),
    averageDecay: 0.9,
    clipNorm: 1,
    loss(step, observe) {
      const batch = createRandom(2, step);
      const x = tf.tensor2d(
        Float32Array.from({ length: 48 }, () => batch.normal()),
        [16, 3],
      );
      const hidden = tf.tanh(tf.matMul(x, variables[0] as tf.Tensor2D));
      observe?.("hidden", hidden);
      const y = tf.matMul(hidden, variables[1] as unknown as tf.Tensor2D);
      return tf.losses.meanSquaredError(
        x
          .slice([0, 0], [16, 1])
          .tanh()
          .sub(x.slice([0, 1], [16, 1])),
        y,
      ) as tf.Scalar;
    },
    ...(options.slow === undefined ? {} : { prepare: () => new Promise((done) => setTimeout(done, options.slow)) }),
    ...options,
  });
  const weights = [...variables, ...result.averages].flatMap((variable) => [...variable.dataSync()]);
  return { ...result, variables, optimiser, weights };
}

// As a program: `regression.ts CHECKPOINT`, slow enough to be killed on the way.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await tf.setBackend("cpu");
  await regression({
    slow: 5,
    checkpoint: { path: process.argv[2]!, every: 7 },
    onProgress: ({ step }) => process.stdout.write(`${step}\n`),
  });
}
