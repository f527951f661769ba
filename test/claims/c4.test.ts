import { describe, expect, it } from "vitest";
import { collapsedEmbeddings } from "../../src/claims/intl/collapsed-embeddings.js";
import { contextFor } from "./check-claim.js";
import { evaluateFigure } from "./figure.js";

describe("C4: collapsed embeddings", () => {
  const context = contextFor(collapsedEmbeddings);
  const small = { ...context, parameters: { ...context.parameters, dimensions: [4, 16] } };
  const { value: tolerance } = collapsedEmbeddings.tolerance;

  it("have alignment loss 0 after IterNorm and stay collapsed", async () => {
    const { deviation, figures, measurements } = await collapsedEmbeddings.run(small);
    expect(deviation).toBeLessThanOrEqual(tolerance);
    expect(measurements["leastAboveFloor"]).toBeGreaterThan(1e-3);
    figures.forEach(evaluateFigure);
  });

  it("are not filled by IterNorm: the control fails", async () => {
    expect((await collapsedEmbeddings.runControl(small)).deviation).toBeGreaterThan(tolerance);
  });
});
