import type { Figure, ScatterTrace } from "../../../plot/figure.js";
import { depthNetworkNames, type DepthCell } from "./depth-cells.js";
import { meanTrace, type ValuesAt } from "../shared/mean-trace.js";

/** Test accuracy against depth. */
export function accuracyFigure(cells: readonly DepthCell[]): Figure {
  return {
    id: "depth-accuracy",
    title: "Test accuracy against depth",
    caption:
      "Mean over the seeds with its 95 % interval, each network at the learning rate that did best in validation. Ten classes: chance is 0.1. All networks of a depth have equally many parameters.",
    traces: tracesOf(cells, ({ depth, runs }) => ({ x: depth, values: runs.map((run) => run.accuracies.test) })),
    xAxis: { title: "hidden layers", type: "log" },
    yAxis: { title: "test accuracy", range: [0, 1] },
  };
}

/** How much the gradient changes from the last hidden layer to the first, against depth. */
export function gradientFigure(cells: readonly DepthCell[]): Figure {
  return {
    id: "depth-gradients",
    title: "Gradient of the first hidden layer against that of the last, before training",
    caption:
      "log₁₀ of the ratio of the norms of the loss's gradients with respect to their weights, mean over the seeds with its 95 % interval. Far below 0 the gradient vanishes on its way back, far above 0 it explodes.",
    traces: tracesOf(cells, ({ depth, runs }) => ({
      x: depth,
      values: runs.map(({ gradients }) => gradients[0]! - gradients.at(-1)!),
    })),
    xAxis: { title: "hidden layers", type: "log" },
    yAxis: { title: "log₁₀(first/last)" },
  };
}

/** The gradient's norm at every hidden layer; `cells` are of one depth. */
export function profileFigure(cells: readonly DepthCell[]): Figure {
  const depth = cells[0]!.depth;
  return {
    id: "depth-gradient-profile",
    title: `Gradient of every hidden layer at depth ${depth}, before training`,
    caption:
      "log₁₀ of the norm of the loss's gradient with respect to the layer's weights, mean over the seeds. Layer 1 is next to the image and has more weights than the others.",
    traces: cells.map(({ network, runs }) => ({
      type: "scatter",
      name: depthNetworkNames[network],
      mode: "lines",
      x: Array.from({ length: depth }, (_, i) => i + 1),
      y: Array.from(
        { length: depth },
        (_, i) => runs.reduce((sum, { gradients }) => sum + gradients[i]!, 0) / runs.length,
      ),
    })),
    xAxis: { title: "hidden layer" },
    yAxis: { title: "log₁₀ of the gradient's norm" },
  };
}

/** One trace a network, a point a depth. */
function tracesOf(cells: readonly DepthCell[], valuesOf: (cell: DepthCell) => ValuesAt): ScatterTrace[] {
  const networks = [...new Set(cells.map((cell) => cell.network))];
  return networks.map((network) =>
    meanTrace(depthNetworkNames[network], cells.filter((cell) => cell.network === network).map(valuesOf)),
  );
}
