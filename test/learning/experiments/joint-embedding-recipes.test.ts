import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PNG } from "pngjs";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import {
  comparisonTrials,
  runComparisonTrial,
  type ComparisonSizes,
} from "../../../src/learning/experiments/shared/joint-embedding/comparison.js";
import { jointEmbeddingSetting } from "../../../src/learning/experiments/shared/joint-embedding/settings.js";
import { paperSizes } from "../../../src/learning/experiments/shared/joint-embedding/sizes.js";
import type { JointEmbeddingResult } from "../../../src/learning/experiments/shared/joint-embedding/trial.js";
import { trialContext } from "./context.js";

const kept = process.env["NORMLAB_DATA"];
afterEach(() => {
  if (kept === undefined) delete process.env["NORMLAB_DATA"];
  else process.env["NORMLAB_DATA"] = kept;
});

describe("the papers' recipes", () => {
  const small = { images: 8, measured: 6, measurements: 1, views: 4, probe: { train: 8, validation: 4, test: 4 } };

  /** One trial of a recipe with everything small but the network: two steps of two images. */
  function trialOf(sizes: ComparisonSizes): Promise<JointEmbeddingResult> {
    const cells = [{ method: "INTL over samples", batchSize: 2, learningRate: 1e-3 } as const];
    return runComparisonTrial(comparisonTrials(cells, [1], { ...sizes, ...small })[0]!, trialContext());
  }

  function dataFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "normlab-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    process.env["NORMLAB_DATA"] = folder;
    return folder;
  }

  const noise = (length: number, seed: number) =>
    Uint8Array.from({ length }, (_, i) => Math.imul(i + seed, 2654435761) >>> 24);

  it.each(["cifar-10", "cifar-100"] as const)(
    "%s runs on a sample of its binary format",
    async (name) => {
      const folder = join(dataFolder(), name);
      mkdirSync(folder);
      const labelBytes = name === "cifar-10" ? 1 : 2;
      const records = (count: number, seed: number) => {
        const bytes = noise(count * (labelBytes + 3072), seed);
        for (let i = 0; i < count; i++)
          bytes.fill(i % 10, i * (labelBytes + 3072), i * (labelBytes + 3072) + labelBytes);
        return bytes;
      };
      const train = name === "cifar-10" ? [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`) : ["train.bin"];
      train.forEach((file, i) => writeFileSync(join(folder, file), records(12, i)));
      writeFileSync(join(folder, name === "cifar-10" ? "test_batch.bin" : "test.bin"), records(6, 9));
      const { ended, eigenvalues, outputVariance, traceLoss, accuracy: found } = await trialOf(paperSizes[name]);
      expect(ended).toBe("all steps");
      expect(eigenvalues).toHaveLength(2048);
      expect(found).not.toBeNull();
      // Of 6 images: at most 5 directions have a variance after IterNorm, each less than 1.
      expect(2048 * outputVariance.at(-1)!).toBeLessThan(5);
      expect(traceLoss.at(-1)!).toBeLessThan(2048);
    },
    180_000,
  );

  it("imagenet-100 runs on a folder of images", async () => {
    const folder = join(dataFolder(), "imagenet-100");
    for (const part of ["train", "val"]) {
      for (const label of ["n01", "n02"]) {
        mkdirSync(join(folder, part, label), { recursive: true });
        for (let i = 0; i < 6; i++) {
          const png = new PNG({ width: 40, height: 32 });
          png.data.set(noise(png.data.length, i));
          writeFileSync(join(folder, part, label, `${i}.png`), PNG.sync.write(png));
        }
      }
    }
    const { ended, eigenvalues } = await trialOf(paperSizes["imagenet-100"]);
    expect(ended).toBe("all steps");
    expect(eigenvalues).toHaveLength(4096);
  }, 600_000);

  it("say where the data would have to be", async () => {
    dataFolder();
    await expect(jointEmbeddingSetting("imagenet-100").load("train")).rejects.toMatchObject({
      problem: { code: "missing-data" },
    });
  });
});
