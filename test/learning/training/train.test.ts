import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { adamW } from "../../../src/learning/training/optimiser.js";
import { DivergenceError } from "../../../src/learning/training/train.js";
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
      /run\.ckpt, byte \d+: expected values/,
    );
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
