import { displayFigure, type DisplayedFigure } from "./display.js";
import type { Figure, ScatterTrace } from "./figure.js";

/** Curves that grow on the page while something is computed. */
export interface LiveCurves {
  /** Adds a point to the curve of that name, which begins with its first point. */
  add(name: string, x: number, y: number): void;
  /** The figure as it stands. */
  figure(): Figure;
  /** Draws the last points, and makes the figure interactive. */
  finish(): void;
}

/** The least time between two drawings, in milliseconds: a notebook can follow this without falling behind. */
const pause = 250;

/**
 * Shows a figure without curves below the running cell and draws it anew, in its place, as points are added. Points that are no finite
 * numbers are left out.
 *
 * @example
 * const frame = { id: "loss", title: "Loss", caption: "It falls.", xAxis: { title: "step" }, yAxis: { title: "loss" } };
 * const curves = liveCurves(frame);
 * curves.add("PLN-8", 1, 2.3);
 * curves.add("PLN-8", 2, 1.9);
 * curves.figure().traces.map(({ name, y }) => [name, y]); // => [["PLN-8", [2.3, 1.9]]]
 */
export function liveCurves(frame: Omit<Figure, "traces">): LiveCurves {
  const points = new Map<string, { x: number[]; y: number[] }>();
  const figure = (): Figure => ({
    ...frame,
    traces: [...points].map(([name, { x, y }]): ScatterTrace => ({
      type: "scatter",
      name,
      mode: "lines",
      x: [...x],
      y: [...y],
    })),
  });
  const shown: DisplayedFigure = displayFigure(figure(), { interactive: false });
  let drawn = performance.now();
  return {
    add(name, x, y) {
      if (!points.has(name)) points.set(name, { x: [], y: [] });
      if (!Number.isFinite(x) || !Number.isFinite(y)) return;
      const curve = points.get(name)!;
      curve.x.push(x);
      curve.y.push(y);
      if (performance.now() - drawn < pause) return;
      shown.update(figure(), { interactive: false });
      drawn = performance.now();
    },
    figure,
    finish: () => shown.update(figure()),
  };
}
