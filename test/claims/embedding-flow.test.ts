import { describe, expect, it } from "vitest";
import { embeddingFlow, randomEmbeddings, traceLossGradient } from "../../src/claims/intl/embedding-flow.js";

const start = randomEmbeddings(9, [1, 0.4, 0.1], 3);
const covariance = [0, 1, 2].map((i) => [0, 1, 2].map((j) => start.reduce((sum, row) => sum + row[i]! * row[j]!, 0)));

describe("the gradient of the trace loss", () => {
  it.each([0, 1, 2, 4])("is that of differences, T = %i", (iterations) => {
    const { gradient } = traceLossGradient(covariance, iterations);
    const h = 1e-6;
    for (const [i, j] of [
      [0, 0],
      [1, 2],
      [2, 0],
    ] as const) {
      const moved = (sign: number): number =>
        traceLossGradient(
          covariance.map((row, k) => row.map((v, l) => (k === i && l === j ? v + sign * h : v))),
          iterations,
        ).loss;
      expect(gradient[j]![i]!).toBeCloseTo((moved(1) - moved(-1)) / (2 * h), 5);
    }
  });
});

describe("the flow of free embeddings", () => {
  it("ends at equal eigenvalues from full rank, and nowhere near from rank d − 1", () => {
    expect(embeddingFlow(start, 1).distance).toBeLessThan(1e-8);
    const flat = start.map(([a, b]) => [a!, b!, 0]);
    expect(embeddingFlow(flat, 1, 500).distance).toBeGreaterThan(0.4);
  });

  it("stays at an unequal spectrum of equal diagonal at T = 0", () => {
    expect(embeddingFlow(start, 0, 500).distance).toBeGreaterThan(0.1);
  });
});
