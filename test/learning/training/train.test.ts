import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { mlp } from "../../../src/learning/models/mlp.js";
import type { Norm } from "../../../src/learning/models/parts.js";
import { readCheckpoint } from "../../../src/learning/training/checkpoint.js";
import { adamW, sgd } from "../../../src/learning/training/optimiser.js";
import { DivergenceError, train, type Observe, type TrainOptions } from "../../../src/learning/training/train.js";
import { usableBackends } from "../backends.js";
import { regression } from "./regression.js";

let folder: string;
beforeAll(async () => void (await tf.setBackend("cpu")));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "normlab-train-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("training", () => {
  test("lowers the loss and records every step", async () => {
    const { metrics } = await regression({ steps: 300 });
    const losses = metrics.array("loss") as number[];
    expect(losses).toHaveLength(300);
    const mean = (part: number[]): number => part.reduce((sum, value) => sum + value, 0) / part.length;
    expect(mean(losses.slice(-30))).toBeLessThan(0.7 * mean(losses.slice(0, 30)));
    expect(metrics.columnNames()).toEqual(["step", "loss", "learningRate", "gradientNorm"]);
  });

  test("leaves no tensor behind but variables, averages and the optimiser's state", async () => {
    const before = tf.memory().numTensors;
    const { variables, averages, optimiser } = await regression();
    tf.dispose([...variables, ...averages]);
    optimiser.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("reports where it is", async () => {
    const seen: number[] = [];
    await regression({ steps: 5, onProgress: ({ step, steps, secondsLeft }) => seen.push(step, steps, secondsLeft) });
    expect(seen.filter((_, i) => i % 3 === 0)).toEqual([1, 2, 3, 4, 5]);
    expect(seen.at(-1)).toBe(0);
  });

  test("stops at a loss that is not finite, naming step and layer", async () => {
    const w = tf.variable(tf.scalar(1));
    const run = regression({
      variables: [w],
      optimiser: adamW([w]),
      loss(step, observe) {
        const hidden = w.mul(step < 3 ? 1 : Infinity);
        observe?.("block 2", hidden);
        return hidden.mul(0).sum().add(w) as tf.Scalar;
      },
    });
    await expect(run).rejects.toThrow(DivergenceError);
    await expect(run).rejects.toThrow("step 3: the output of block 2 is not finite");
  });

  test("stops at a gradient that is not finite, naming the variable", async () => {
    const w = tf.variable(tf.scalar(0), true, "scale");
    // √0 is finite, its derivative is not.
    const run = regression({ variables: [w], loss: () => w.sqrt() as tf.Scalar });
    await expect(run).rejects.toThrow("step 0: the gradient of scale is not finite");
    w.dispose();
  });
});

test("a variable that the loss does not depend on is refused", async () => {
  const [used, unused] = ["used", "unused"].map((name) => tf.variable(tf.scalar(1), true, name));
  const variables = [used!, unused!];
  const run = regression({ variables, loss: () => tf.square(used!) as tf.Scalar });
  await expect(run).rejects.toThrow("variable unused: expected a loss that depends on it, got no gradient");
  tf.dispose(variables);
});

describe("the moving average", () => {
  test("is that of the weights after every step, beginning at the first ones", async () => {
    const first = await regression({ steps: 4, schedule: () => 0 });
    const seen: number[][] = [];
    const { averages, variables } = await regression({
      steps: 4,
      checkpoint: { path: join(folder, "run.ckpt"), every: 1 },
      async prepare(step) {
        if (step > 0) seen.push(await storedWeights(join(folder, "run.ckpt")));
      },
    });
    seen.push([...variables[0]!.dataSync()]);
    const expected = seen.reduce(
      (average, weights) => average.map((value, i) => 0.9 * value + 0.1 * weights[i]!),
      [...first.variables[0]!.dataSync()],
    );
    const average = [...averages[0]!.dataSync()];
    average.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6));
    // The control: it is not the last weights.
    expect(Math.max(...average.map((value, i) => Math.abs(value - seen.at(-1)![i]!)))).toBeGreaterThan(1e-3);
  });

  async function storedWeights(path: string): Promise<number[]> {
    const checkpoint = await readCheckpoint(path, "regression");
    return [...checkpoint!.tensors[0]!.values];
  }
});

describe("clipping", () => {
  test("shortens a gradient that is too long to the norm, and leaves a shorter one", async () => {
    const moved = async (clipNorm: number): Promise<number[]> => {
      const w = tf.variable(tf.tensor1d([0, 0]));
      // Gradient (3, 4), of norm 5.
      const loss = () => w.mul(tf.tensor1d([3, 4])).sum() as tf.Scalar;
      const optimiser = sgd([w], { momentum: 0 });
      const { metrics } = await train({
        run: "clip",
        variables: [w],
        optimiser,
        schedule: () => 1,
        steps: 1,
        loss,
        clipNorm,
      });
      expect(metrics.get("gradientNorm", 0)).toBeCloseTo(5, 5);
      return [...w.dataSync()];
    };
    (await moved(1)).forEach((value, i) => expect(value).toBeCloseTo([-0.6, -0.8][i]!, 6));
    expect(await moved(6)).toEqual([-3, -4]);
  });
});

describe("a model in training", () => {
  const norm: Norm = { kind: "batchNorm", affine: true };
  const trainNetwork = async (options: Partial<TrainOptions> = {}) => {
    const model = mlp({ inputs: 3, width: 8, depth: 2, outputs: 2, norm, activation: "relu", seed: 4 });
    const optimiser = sgd(model.trainable, { weightDecay: 0.01 });
    const loss = (step: number, observe?: Observe): tf.Scalar => {
      const x = tf.randomNormal([16, 3], 0, 1, "float32", step + 1);
      return tf.mean(tf.square(model.apply(x, { training: true, observe }))) as tf.Scalar;
    };
    const { trainable: variables, buffers, unpack } = model;
    try {
      const schedule = () => 0.05;
      const result = await train({
        run: "network",
        variables,
        buffers,
        unpack,
        optimiser,
        schedule,
        steps: 12,
        loss,
        averageDecay: 0.9,
        ...options,
      });
      return [...variables, ...buffers, ...result.averages].flatMap((variable) => {
        const values = [...variable.dataSync()];
        variable.dispose();
        return values;
      });
    } finally {
      model.dispose();
      optimiser.dispose();
    }
  };

  test("stopped at every third step is the same as never stopped, running statistics too, on every backend", async () => {
    for (const backend of await usableBackends()) {
      await chooseBackend({ backend });
      const whole = await trainNetwork();
      const checkpoint = { path: join(folder, `${backend}.ckpt`), every: 100 };
      for (const stop of [3, 6, 9]) {
        const controller = new AbortController();
        const onProgress = ({ step }: { step: number }) => step === stop && controller.abort(new Error("stopped"));
        await expect(trainNetwork({ checkpoint, signal: controller.signal, onProgress })).rejects.toThrow("stopped");
      }
      expect(await trainNetwork({ checkpoint }), backend).toEqual(whole);
    }
    await chooseBackend({ backend: "cpu" });
  });

  test("that diverges names its layer, and leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    // A step of 1e30 takes the weights to a size at which their products overflow.
    const run = trainNetwork({ schedule: () => 1e30 });
    await expect(run).rejects.toThrow(/step 1: the output of (layer|norm) \d is not finite/);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("whose gradient or weights are not finite names the parameter", async () => {
    const model = mlp({ inputs: 1, width: 2, depth: 1, outputs: 1, seed: 4 });
    const { trainable: variables, unpack } = model;
    const optimiser = sgd(variables);
    const common = { run: "named", variables, unpack, optimiser, schedule: () => 1e-3, steps: 2 };
    // √0 is finite, its derivative is not.
    const loss = () => {
      const { "output/bias": bias, "layer 1/weight": weight } = unpack(variables);
      return tf.add(tf.sum(tf.sqrt(tf.mul(bias!, 0))), tf.sum(weight!)) as tf.Scalar;
    };
    await expect(train({ ...common, loss })).rejects.toThrow("step 0: the gradient of output/bias is not finite");
    const [weights, values] = [variables[0]!, variables[0]!.dataSync().slice()];
    values[2] = NaN;
    weights.assign(tf.tensor(values, weights.shape));
    const applied = () => tf.sum(model.apply(tf.ones([2, 1]))) as tf.Scalar;
    await expect(train({ ...common, loss: applied })).rejects.toThrow("the parameter output/weight is not finite");
    model.dispose();
  });
});

describe("a checkpoint", () => {
  test("taken at an interruption is gone on from to the identical result", async () => {
    const whole = await regression();
    const controller = new AbortController();
    const path = join(folder, "run.ckpt");
    const interrupted = regression({
      signal: controller.signal,
      checkpoint: { path, every: 1000 },
      onProgress: ({ step }) => step === 23 && controller.abort(new Error("interrupted")),
    });
    await expect(interrupted).rejects.toThrow("interrupted");
    const resumed = await regression({ checkpoint: { path, every: 1000 } });
    expect(resumed.resumedAt).toBe(23);
    expect(resumed.weights).toEqual(whole.weights);
    expect(resumed.metrics.objects()).toEqual(whole.metrics.objects());
  });

  test("of a process killed at a random step gives the same weights", async () => {
    const path = join(folder, "run.ckpt");
    const killAt = 8 + Math.floor(Math.random() * 40);
    const program = fileURLToPath(new URL("regression.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", program, path], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = new Promise((resolve) => child.once("exit", resolve));
    for await (const line of createInterface({ input: child.stdout })) {
      if (Number(line) >= killAt) {
        child.kill("SIGKILL");
        break;
      }
    }
    await exited;
    const resumed = await regression({ checkpoint: { path, every: 7 } });
    expect(resumed.resumedAt, `killed at step ${killAt}`).toBeGreaterThanOrEqual(7);
    expect(resumed.resumedAt).toBeLessThan(60);
    expect(resumed.weights).toEqual((await regression()).weights);
  });

  test("of another run or another model is refused", async () => {
    const path = join(folder, "run.ckpt");
    await regression({ steps: 5, checkpoint: { path, every: 5 } });
    await expect(regression({ run: "other", checkpoint: { path, every: 5 } })).rejects.toThrow(
      /expected a checkpoint of other, got one of regression/,
    );
    const w = tf.variable(tf.zeros([2]));
    const other = regression({ variables: [w], loss: () => w.sum() as tf.Scalar, checkpoint: { path, every: 5 } });
    await expect(other).rejects.toThrow(/tensor 0: expected shape \[2\], got shape \[3, 8\]/);
  });

  test("that is damaged names file and byte", async () => {
    const path = join(folder, "run.ckpt");
    await regression({ steps: 5, checkpoint: { path, every: 5 } });
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 3));
    await expect(regression({ checkpoint: { path, every: 5 } })).rejects.toThrow(
      /run\.ckpt, byte \d+: expected \d+ bytes, got the end of the file/,
    );
    // One digit of the step in the header, then one bit of the values.
    const header = Buffer.from(bytes);
    header[bytes.indexOf('"step":5') + 7] = 0x36;
    const value = Buffer.from(bytes);
    value[bytes.length - 9]! ^= 1;
    for (const changed of [header, value]) {
      await writeFile(path, changed);
      await expect(regression({ checkpoint: { path, every: 5 } })).rejects.toThrow(
        /byte 21: expected header and values/,
      );
    }
    await writeFile(path, "something else\n");
    await expect(regression({ checkpoint: { path, every: 5 } })).rejects.toThrow(/byte 0: expected a checkpoint/);
  });

  test("on a full disk fails clearly and keeps the one before", async () => {
    const path = join(folder, "run.ckpt");
    await regression({ steps: 5, checkpoint: { path, every: 5 } });
    const before = await readFile(path);
    await symlink("/dev/full", `${path}.tmp`);
    await expect(regression({ checkpoint: { path, every: 6 } })).rejects.toThrow(
      /expected room on the disk, got none left/,
    );
    expect(await readFile(path)).toEqual(before);
    expect(existsSync(`${path}.tmp`)).toBe(false);
  });
});
