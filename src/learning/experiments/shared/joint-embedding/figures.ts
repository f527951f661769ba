import type { BarTrace, Figure, ScatterTrace } from "../../../../plot/figure.js";
import { meanInterval } from "../../../evaluation/statistics.js";
import type { JointEmbeddingResult } from "./trial.js";

/** Results of several seeds under one name. */
export interface NamedResults {
  readonly name: string;
  readonly results: readonly JointEmbeddingResult[];
}

/** Values below this are drawn there: a logarithmic axis has no 0. */
const leastDrawn = 1e-12;

type FigureText = Pick<Figure, "id" | "title" | "caption">;

/** A course over the steps, averaged over seeds (geometrically on a logarithmic axis), with level lines. */
export function courseFigure(
  text: FigureText,
  groups: readonly NamedResults[],
  options: {
    readonly value: (result: JointEmbeddingResult) => readonly number[];
    readonly yAxis: Figure["yAxis"];
    readonly levels?: readonly { readonly name: string; readonly y: number }[];
  },
): Figure {
  const { value, yAxis, levels = [] } = options;
  const greatest = Math.max(...groups.flatMap(({ results }) => results.flatMap(({ steps }) => steps)));
  const lines = groups.map(({ name, results }): ScatterTrace => {
    const longest = results.reduce((a, b) => (b.steps.length > a.steps.length ? b : a));
    // A run that ended before the others stays where it ended.
    const at = (result: JointEmbeddingResult, i: number): number =>
      value(result)[Math.min(i, result.steps.length - 1)]!;
    const mean = (values: readonly number[]): number =>
      yAxis.type === "log"
        ? Math.exp(average(values.map((entry) => Math.log(Math.max(entry, leastDrawn)))))
        : average(values);
    return {
      type: "scatter",
      name,
      mode: "lines+markers",
      x: longest.steps,
      y: longest.steps.map((_, i) => mean(results.map((result) => at(result, i)))),
    };
  });
  const level = levels.map(({ name, y }): ScatterTrace => ({
    type: "scatter",
    name,
    mode: "lines",
    dash: "dash",
    x: [0, Math.max(1, greatest)],
    y: [y, y],
  }));
  return { ...text, traces: [...lines, ...level], xAxis: { title: "step" }, yAxis };
}

/** Total variance over the steps: what the effective rank does not see. */
export function totalVarianceFigure(groups: readonly NamedResults[]): Figure {
  return courseFigure(
    {
      id: "total-variance",
      title: "Total variance in training",
      caption:
        "Trace of the covariance of the projections over the steps, geometric mean over seeds: a collapse to a point shows here and not in the effective rank.",
    },
    groups,
    { value: ({ projection }) => projection.totalVariance, yAxis: { title: "total variance", type: "log" } },
  );
}

/** The last spectra, each divided by its mean eigenvalue (equal eigenvalues are a flat line at 1), geometrically averaged over seeds. */
export function spectrumFigure(text: FigureText, groups: readonly NamedResults[]): Figure {
  const shares = ({ eigenvalues }: JointEmbeddingResult): number[] => {
    const mean = average(eigenvalues);
    return eigenvalues.map((value) => Math.max(mean === 0 ? 0 : value / mean, leastDrawn));
  };
  return {
    ...text,
    traces: groups.map(({ name, results }): ScatterTrace => {
      const spectra = results.map(shares);
      const y = spectra[0]!.map((_, i) => Math.exp(average(spectra.map((spectrum) => Math.log(spectrum[i]!)))));
      return { type: "scatter", name, mode: "lines", x: y.map((_, i) => i + 1), y };
    }),
    xAxis: { title: "eigenvalue number, falling" },
    yAxis: { title: "eigenvalue / mean eigenvalue", type: "log" },
  };
}

/** The mean of some values. */
export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Test accuracy of linear probe and nearest neighbours, mean over seeds with 95 % intervals. */
export function accuracyBars(groups: readonly NamedResults[]): Figure {
  const bars = (name: string, value: (result: JointEmbeddingResult) => number): BarTrace => {
    const intervals = groups.map(({ results }) => meanInterval(results.map(value)));
    return {
      type: "bar",
      name,
      x: groups.map((group) => group.name),
      y: intervals.map(({ mean }) => mean),
      errorY: intervals.map(({ mean, interval }) => interval[1] - mean),
    };
  };
  return {
    id: "accuracy",
    title: "Accuracy on frozen features",
    caption:
      "Test accuracy of a linear probe and of the 20 nearest neighbours on the encoder's frozen output, mean over seeds with 95 % intervals; the untrained network is the baseline.",
    traces: [bars("linear probe", linearPercent), bars("nearest neighbours", nearestPercent)],
    xAxis: { title: "method", type: "category" },
    yAxis: { title: "test accuracy in percent" },
  };
}

/** Test accuracy in percent; 0 for a run without one (its loss was not finite). */
export const linearPercent = ({ accuracy }: JointEmbeddingResult): number => 100 * (accuracy?.linear.test ?? 0);
export const nearestPercent = ({ accuracy }: JointEmbeddingResult): number => 100 * (accuracy?.nearest.test ?? 0);
