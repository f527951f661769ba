import { InputError, Rational, type Network } from "../../exact/index.js";

/** Evaluates a network in doubles: for figures, searches and tests, never for a verdict. */
export type NetworkFunction = (input: readonly number[]) => Float64Array;

/**
 * Reads the exact weights of a network into doubles. Rows are kept sparse.
 *
 * @example
 * const step = networkFunction([
 *   { type: "affine", weight: [["1"], ["-1"]], bias: ["-1/2", "1/2"] },
 *   { type: "norm", normSize: 2, center: true, epsilon: "0" },
 * ]);
 * Array.from(step([0.75])); // => [1, -1]
 */
export function networkFunction(network: Network): NetworkFunction {
  const steps = network.map((layer): ((x: Float64Array) => Float64Array) => {
    if (layer.type === "affine") return affine(layer.weight, layer.bias);
    if (layer.type === "activation") {
      const act = {
        relu: (t: number) => Math.max(0, t),
        tanh: Math.tanh,
        logistic: (t: number) => 1 / (1 + Math.exp(-t)),
      };
      return (x) => x.map(act[layer.function]);
    }
    const { normSize: s, center } = layer;
    const epsilon = number(layer.epsilon);
    return (x) => {
      const y = new Float64Array(x.length);
      for (let g = 0; g < x.length; g += s) {
        let mean = 0;
        if (center) for (let k = g; k < g + s; k += 1) mean += x[k]! / s;
        let square = 0;
        for (let k = g; k < g + s; k += 1) square += (x[k]! - mean) ** 2 / s;
        const root = Math.sqrt(square + epsilon);
        if (root > 0) for (let k = g; k < g + s; k += 1) y[k] = (x[k]! - mean) / root;
      }
      return y;
    };
  });
  return (input) => steps.reduce<Float64Array>((x, step) => step(x), Float64Array.from(input));
}

function affine(weight: readonly (readonly string[])[], bias: readonly string[]): (x: Float64Array) => Float64Array {
  const biases = Float64Array.from(bias, number);
  const start = new Int32Array(weight.length + 1);
  const [columns, values]: [number[], number[]] = [[], []];
  weight.forEach((row, i) => {
    row.forEach((w, j) => {
      if (w === "0") return;
      columns.push(j);
      values.push(number(w));
    });
    start[i + 1] = columns.length;
  });
  const width = weight[0]?.length ?? 0;
  return (x) => {
    if (x.length !== width) {
      throw new InputError({
        code: "shape",
        where: "input",
        expected: `${width} components`,
        received: String(x.length),
      });
    }
    const y = new Float64Array(biases);
    for (let i = 0; i < y.length; i += 1) {
      for (let k = start[i]!; k < start[i + 1]!; k += 1) y[i]! += values[k]! * x[columns[k]!]!;
    }
    return y;
  };
}

function number(text: string): number {
  return Rational.from(text).toNumber();
}
