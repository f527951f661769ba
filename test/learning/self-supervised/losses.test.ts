import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chooseBackend } from "../../../src/learning/backend.js";
import { jointEmbedding } from "../../../src/learning/self-supervised/joint-embedding.js";
import {
  jointEmbeddingLoss,
  jointEmbeddingLosses,
  type JointEmbeddingLoss,
} from "../../../src/learning/self-supervised/losses.js";
import * as theory from "../../../src/theory/index.js";
import { deviation, normalRows, onEveryBackend } from "../backends.js";

const [count, size] = [10, 4];
const rows1 = normalRows(count, size, 1);
const rows2 = rows1.map((row, i) => row.map((value, j) => value + 0.5 * normalRows(count, size, 2)[i]![j]!));

const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const cosine = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
const aligned = (a: number[][], b: number[][]) =>
  a.reduce((sum, row, i) => sum + 2 - 2 * cosine(row, b[i]!), 0) / a.length;
const columns = (rows: number[][]) => rows[0]!.map((_, j) => rows.map((row) => row[j]!));
const centred = (values: number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
};

/** The losses in doubles, term by term as defined. */
function expected(loss: JointEmbeddingLoss, a: number[][], b: number[][]): number {
  switch (loss.kind) {
    case "none":
      return aligned(a, b);
    case "batchNorm": {
      const standardized = (rows: number[][]) => {
        const scaled = columns(rows).map((column) => {
          const c = centred(column);
          return c.map((value) => value / Math.sqrt(dot(c, c) / count + 1e-5));
        });
        return columns(scaled);
      };
      return aligned(standardized(a), standardized(b));
    }
    case "spectralPower": {
      const [y1, y2] = [a, b].map((z) => theory.spectralTransform(z, (eigenvalue) => eigenvalue ** -loss.power));
      if (loss.distance !== "squared") return aligned(y1!, y2!);
      return y1!.flat().reduce((sum, value, i) => sum + (value - y2!.flat()[i]!) ** 2, 0) / count;
    }
    case "zca":
    case "cholesky":
      return aligned(theory.whiten(a, { kind: loss.kind }), theory.whiten(b, { kind: loss.kind }));
    case "iterNorm":
    case "intl": {
      const covarianceOf = loss.covarianceOf ?? "features";
      const options = { iterations: 4, covarianceOf, epsilon: 1e-5 };
      const [y1, y2] = [theory.iterNorm(a, options), theory.iterNorm(b, options)];
      if (loss.kind === "iterNorm") return aligned(y1, y2);
      const beta = 0.01 * (Math.log2(covarianceOf === "samples" ? count : size) - 3);
      return aligned(y1, y2) + beta * (theory.traceLoss(y1, { covarianceOf }) + theory.traceLoss(y2, { covarianceOf }));
    }
    case "barlow": {
      const [x, y] = [columns(a).map(centred), columns(b).map(centred)];
      return x.reduce(
        (sum, p, i) =>
          sum + y.reduce((part, q, j) => part + (i === j ? (1 - cosine(p, q)) ** 2 : 0.005 * cosine(p, q) ** 2), 0),
        0,
      );
    }
    case "vicreg": {
      const spread = (z: number[][]) => {
        const c = columns(z).map(centred);
        const covariance = (i: number, j: number) => dot(c[i]!, c[j]!) / (count - 1);
        let [hinge, off] = [0, 0];
        for (let i = 0; i < size; i++) {
          hinge += Math.max(0, 1 - Math.sqrt(covariance(i, i) + 1e-4)) / size;
          for (let j = 0; j < size; j++) if (i !== j) off += covariance(i, j) ** 2 / size;
        }
        return 12.5 * hinge + off;
      };
      const difference = a.flat().reduce((sum, value, i) => sum + (value - b.flat()[i]!) ** 2, 0) / (count * size);
      return 25 * difference + spread(a) + spread(b);
    }
    case "simclr": {
      const all = [...a, ...b];
      const terms = all.map((row, i) => {
        const others = all.map((other, j) => (j === i ? 0 : Math.exp(cosine(row, other) / 0.5)));
        const total = others.reduce((sum, value) => sum + value, 0);
        return -Math.log(others[(i + count) % (2 * count)]! / total);
      });
      return terms.reduce((sum, term) => sum + term, 0) / terms.length;
    }
  }
}

const losses: JointEmbeddingLoss[] = [
  ...jointEmbeddingLosses.map((kind) => ({
    kind,
    ...(kind === "zca" || kind === "cholesky" ? { epsilon: 0 } : {}),
    ...(kind === "spectralPower" ? { power: 0.3 } : {}),
  })),
  { kind: "spectralPower", power: 0, distance: "squared" },
  { kind: "spectralPower", power: 0.5, distance: "squared" },
  { kind: "intl", covarianceOf: "samples" },
] as JointEmbeddingLoss[];

describe.each(losses)("the loss %j", (loss) => {
  it("is its definition in doubles, with the gradient of its difference quotients, on every backend", async () => {
    const value = expected(loss, rows1, rows2);
    const step = 1e-5;
    const quotients = rows1.flatMap((row, i) =>
      row.map((_, j) => {
        const moved = (by: number) =>
          rows1.map((r, k) => r.map((entry, l) => (k === i && l === j ? entry + by : entry)));
        return (expected(loss, moved(step), rows2) - expected(loss, moved(-step), rows2)) / (2 * step);
      }),
    );
    const results = await onEveryBackend(() => {
      const [z1, z2] = [tf.tensor2d(rows1), tf.tensor2d(rows2)];
      const { value: got, grad } = tf.valueAndGrad((z: tf.Tensor2D) => jointEmbeddingLoss(z, z2, loss))(z1);
      return { value: [...got.dataSync()], gradient: [...grad.dataSync()] };
    });
    for (const { backend, result } of results) {
      expect(deviation(result.value, [value]), backend).toBeLessThan(1e-4);
      expect(deviation(result.gradient, quotients), backend).toBeLessThan(1e-3);
      expect(Math.max(...result.gradient.map(Math.abs)), backend).toBeGreaterThan(1e-3);
    }
  });
});

describe("a joint-embedding model", () => {
  it("gives embeddings and projections, all of whose parameters the loss moves", async () => {
    await chooseBackend({ backend: "cpu" });
    const model = jointEmbedding({
      encoder: {
        channels: 1,
        widths: [4, 8],
        blocks: 1,
        norm: { kind: "batchNorm", affine: true },
        activation: "relu",
      },
      projector: [16, 8],
      seed: 3,
    });
    const [x1, x2] = [1, 2].map((seed) => tf.randomUniform([12, 8, 8, 1], 0, 1, "float32", seed));
    const loss = () => {
      const [z1, z2] = [x1!, x2!].map((x) => model.apply(x, { training: true }) as tf.Tensor2D);
      return jointEmbeddingLoss(z1!, z2!, { kind: "vicreg" });
    };
    const { grads } = tf.variableGrads(loss, [...model.trainable]);
    const byName = model.unpack(model.trainable.map((variable) => grads[variable.name]!));
    const still = Object.keys(byName).filter((name) => tf.max(tf.abs(byName[name]!)).dataSync()[0] === 0);
    expect(Object.keys(byName)).toHaveLength(model.parameters.length);
    expect(still).toEqual([]);
    expect(model.embed(x1!).shape).toEqual([12, 8]);
    model.dispose();
  });

  it("takes images and rows alike with a dense encoder", async () => {
    await chooseBackend({ backend: "cpu" });
    const model = jointEmbedding({ encoder: { inputs: 16, widths: [8, 4] }, projector: [], seed: 1 });
    const images = tf.randomUniform([3, 4, 4, 1], 0, 1, "float32", 1);
    const rows = tf.reshape(images, [3, 16]);
    expect(model.apply(images).arraySync()).toEqual(model.apply(rows).arraySync());
    expect(model.apply(images).arraySync()).toEqual(model.embed(images).arraySync());
    model.dispose();
  });

  it("refuses views of different shapes and unknown losses", async () => {
    await chooseBackend({ backend: "cpu" });
    const z = tf.zeros([4, 3]) as tf.Tensor2D;
    expect(() => jointEmbeddingLoss(z, tf.zeros([4, 2]), { kind: "none" })).toThrow("[4, 3] and [4, 2]");
    expect(() => jointEmbeddingLoss(z, z, { kind: "byol" } as never)).toThrow("one of none, iterNorm, intl, zca");
    expect(deviation([1], [1])).toBe(0);
  });
});
