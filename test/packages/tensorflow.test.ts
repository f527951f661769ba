import type * as tensorflow from "@tensorflow/tfjs";
import type * as danfojs from "danfojs-node";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";

const require = createRequire(import.meta.url);

describe("the packages of the project", () => {
  it("share one TensorFlow.js between danfo and the library", async () => {
    const danfo = require("danfojs-node") as typeof danfojs;
    const tf = await import("@tensorflow/tfjs");
    const table = new danfo.DataFrame({ a: [1, 2], b: [3, 4] });
    const tensor = table.tensor;
    expect(tensor).toBeInstanceOf(tf.Tensor);
    expect(tf.engine().backendNames()).toEqual(
      (danfo.tensorflow as unknown as typeof tensorflow).engine().backendNames(),
    );
    expect(Array.from(tf.sum(tensor as never).dataSync())).toEqual([10]);
  });

  it("offer arquero, plotly and tslab", async () => {
    const arquero = await import("arquero");
    expect(arquero.table({ x: [1, 2, 3] }).numRows()).toBe(3);
    expect(require.resolve("plotly.js-dist-min")).toContain("plotly");
    const tslab = require("tslab") as { versions: { tslab: string } };
    expect(tslab.versions.tslab).toBe("1.0.22");
  });

  it("lock no download address", async () => {
    const { readFileSync } = await import("node:fs");
    const lock = readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8");
    expect(lock.match(/"resolved": "https?:/g)).toBeNull();
  });
});
