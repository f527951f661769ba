import { evaluateExpression, type Expression } from "../../exact/index.js";
import type { Figure } from "../../plot/figure.js";
import { networkFunction, type Approximation } from "../../theory/index.js";

const samples = 600;

/**
 * f, the network, the band of width ε around f and the knots; of a network with more than `samples`/4 knots only the first part is drawn, so that steps can be seen.
 */
export function approximationFigure(approximation: Approximation, id = "approximation"): Figure {
  const { certificate, knots, network, activation, units, neurons } = approximation;
  const f = certificate["function"] as Expression;
  const epsilon = evaluateExpression({ const: certificate["epsilon"] as string }, [0]);
  const [from, end] = (certificate["domain"] as [string, string][])[0]!.map((x) =>
    evaluateExpression({ const: x }, [0]),
  ) as [number, number];
  const shown = knots.slice(0, samples / 4);
  const to = shown.length < knots.length ? shown[shown.length - 1]! : end;
  const near = (to - from) * 1e-9;
  const grid = Array.from({ length: samples + 1 }, (_, i) => from + ((to - from) * i) / samples);
  const x = [...grid, ...shown.flatMap((p) => [p - near, p + near])]
    .filter((p) => p >= from && p <= to)
    .sort((p, q) => p - q);
  const g = networkFunction(network!);
  const value = (p: number): number => evaluateExpression(f, [p]);
  const output = (p: number): number => g([p])[0]!;
  const part = to < end ? `, the first ${shown.length} of ${knots.length} knots` : "";
  return {
    id,
    title: `${units} ${activation} units (${neurons} neurons) within ${epsilon} of f${part}`,
    caption: `The network stays in the band f ± ${epsilon} everywhere; its certificate covers every point of the interval, not only those drawn.`,
    traces: [
      { type: "scatter", name: "f − ε", mode: "lines", x: grid, y: grid.map((p) => value(p) - epsilon), dash: "dot" },
      {
        type: "scatter",
        name: "f + ε",
        mode: "lines",
        x: grid,
        y: grid.map((p) => value(p) + epsilon),
        dash: "dot",
        fill: "tonexty",
      },
      { type: "scatter", name: "f", mode: "lines", x: grid, y: grid.map(value) },
      { type: "scatter", name: "network", mode: "lines", x, y: x.map(output) },
      { type: "scatter", name: "knots", mode: "markers", x: shown, y: shown.map(output) },
    ],
    xAxis: { title: "x" },
    yAxis: { title: "f(x)" },
  };
}
