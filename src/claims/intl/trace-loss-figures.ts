import type { Figure } from "../../plot/figure.js";
import { iterNormSpectrumMap, traceLossBound } from "../../theory/index.js";
import { flow } from "./simplex-flow.js";

const iterations = [0, 1, 2, 3, 4, 5] as const;

/** The floor of the trace loss over the dimension, for several T. */
export function floorFigure(): Figure {
  const dimensions = Array.from({ length: 12 }, (_, i) => 2 ** i);
  return {
    id: "trace-loss-floor",
    title: "The floor of the trace loss",
    caption:
      "d(1 − h_T(1/d))² over d: with T fixed and many dimensions the trace loss cannot come near 0, because h_T(1/d) stays far below 1. More iterations lower the floor.",
    traces: iterations.slice(1).map((count) => ({
      type: "scatter" as const,
      name: `T = ${count}`,
      mode: "lines+markers" as const,
      x: dimensions,
      y: dimensions.map((d) => traceLossBound({ dimensions: d, iterations: count })),
    })),
    xAxis: { title: "dimensions d", type: "log" },
    yAxis: { title: "least trace loss", type: "log" },
  };
}

/** How far the trace loss lies above its floor when two eigenvalues share the trace unequally, on an equal diagonal. */
export function gapFigure(): Figure {
  const shares = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  return {
    id: "trace-loss-gap",
    title: "Only equal eigenvalues reach the floor",
    caption:
      "d = 2, both variances equal, eigenvalue shares x and 1 − x: trace loss above its floor. At T = 0 it is 0 everywhere (only the diagonal counts); from T = 1 on it is 0 at x = 1/2 alone.",
    traces: iterations.map((count) => ({
      type: "scatter" as const,
      name: `T = ${count}`,
      mode: "lines" as const,
      x: shares,
      y: shares.map((x) => {
        const variance =
          (iterNormSpectrumMap(x, { iterations: count }) + iterNormSpectrumMap(1 - x, { iterations: count })) / 2;
        return 2 * (1 - variance) ** 2 - traceLossBound({ dimensions: 2, iterations: count });
      }),
    })),
    xAxis: { title: "share x of the first eigenvalue", range: [0, 1] },
    yAxis: { title: "trace loss − floor" },
  };
}

/** Loss above its floor along gradient flows from one start. */
export function flowFigure(): Figure {
  const start = [0.001, 0.049, 0.15, 0.8];
  return {
    id: "gradient-flow",
    title: "Gradient flow to equal shares",
    caption: `Σ_j (1 − h_T(y_j))² above its floor along the gradient flow on the simplex from y = (${start.join(", ")}): it falls all the way, and y goes to 1/4 in every coordinate.`,
    traces: iterations.slice(1).map((count) => {
      const { path } = flow(count, start);
      const kept = path.filter(([, gap], i) => gap > 1e-14 && i % Math.ceil(path.length / 100) === 0);
      return {
        type: "scatter" as const,
        name: `T = ${count}`,
        mode: "lines" as const,
        x: kept.map(([time]) => time),
        y: kept.map(([, gap]) => gap),
      };
    }),
    xAxis: { title: "time" },
    yAxis: { title: "loss − floor", type: "log" },
  };
}
