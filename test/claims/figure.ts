import { expect } from "vitest";
import type { Figure } from "../../src/plot/figure.js";

/** A figure has words and finite data of matching lengths; a line of several pieces has a place without x and y between two of them. */
export function evaluateFigure(figure: Figure): void {
  expect(figure.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(figure.caption.length, figure.id).toBeGreaterThan(20);
  expect(figure.traces.length, figure.id).toBeGreaterThan(0);
  for (const trace of figure.traces) {
    const rows = trace.type === "heatmap" ? trace.z : [trace.y];
    for (const row of rows) {
      expect(row.length, `${figure.id}: ${trace.name}`).toBe(trace.x.length);
      const between = row.map((y, i) => trace.type === "scatter" && Number.isNaN(y) && Number.isNaN(trace.x[i]));
      expect(
        row.every((y, i) => Number.isFinite(y) || between[i]),
        `${figure.id}: ${trace.name}`,
      ).toBe(true);
      expect(between[0] || between.some((gap, i) => gap && between[i + 1]), `${figure.id}: ${trace.name}`).toBe(false);
    }
  }
}
