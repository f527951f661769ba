import type { Lifting, Operations } from "./expression.js";
import type { ReadLayer, ReadNetwork, Weight } from "./network.js";
import { Rational } from "./rational.js";

type Affine = ReadLayer & { readonly type: "affine" };

/** A norm layer whose centring is done by the affine layer before it. */
interface Normalization {
  readonly type: "normalization";
  readonly normSize: number;
  readonly size: Rational;
  readonly epsilon: Rational;
  /** A group is one number and its negative, or one number, and epsilon is 0: the output is a sign. */
  readonly sign: boolean;
}

type Part = Affine | Normalization | (ReadLayer & { readonly type: "activation" });

/**
 * A network with one output as a function that can be evaluated in intervals, and in intervals with slopes. The rules are proved in
 * docs/certificates.md, "Any other network".
 */
export class NetworkOnBox {
  private readonly parts: readonly Part[];

  constructor(network: ReadNetwork, inputs: number) {
    const parts: Part[] = [];
    let size = inputs;
    for (const layer of network.layers) {
      if (layer.type === "norm") {
        const { normSize, epsilon, center } = layer;
        if (center) {
          const last = parts.at(-1);
          if (last?.type === "affine") parts.pop();
          parts.push(centred(last?.type === "affine" ? last : identity(size), normSize));
        }
        const sign = epsilon.sign() === 0 && normSize === (center ? 2 : 1);
        parts.push({ type: "normalization", normSize, size: Rational.from(normSize), epsilon, sign });
      } else {
        if (layer.type === "affine") size = layer.rows.length;
        parts.push(layer);
      }
    }
    this.parts = parts;
  }

  evaluate<T extends Operations<T>>(x: readonly T[], lift: Lifting<T>): T {
    return this.parts.reduce((values, part) => applied(part, values, lift), x)[0]!;
  }
}

function identity(size: number): Affine {
  const rows = Array.from({ length: size }, (_, index) => [{ index, value: Rational.one }]);
  return { type: "affine", rows, bias: rows.map(() => Rational.zero) };
}

/** The layer with the mean of each group of `size` outputs subtracted. */
function centred({ rows, bias }: Affine, size: number): Affine {
  const share = Rational.of(1n, BigInt(size));
  const centredRows: Weight[][] = [];
  const centredBias: Rational[] = [];
  for (let g = 0; g < rows.length; g += size) {
    const mean = new Map<number, Rational>();
    for (const { index, value } of rows.slice(g, g + size).flat()) {
      mean.set(index, (mean.get(index) ?? Rational.zero).add(value.mul(share)));
    }
    const meanBias = bias.slice(g, g + size).reduce((a, b) => a.add(b.mul(share)), Rational.zero);
    for (let i = g; i < g + size; i += 1) {
      const row = new Map([...mean].map(([index, value]) => [index, value.neg()]));
      for (const { index, value } of rows[i]!) row.set(index, row.get(index)!.add(value));
      centredRows.push([...row].map(([index, value]) => ({ index, value })).filter((w) => w.value.sign() !== 0));
      centredBias.push(bias[i]!.sub(meanBias));
    }
  }
  return { type: "affine", rows: centredRows, bias: centredBias };
}

function applied<T extends Operations<T>>(part: Part, values: readonly T[], lift: Lifting<T>): T[] {
  switch (part.type) {
    case "affine":
      return part.rows.map((row, i) =>
        row.reduce(
          (sum, { index, value }) => sum.add(lift.constant(value).mul(values[index]!)),
          lift.constant(part.bias[i]!),
        ),
      );
    case "activation":
      return values.map((value) => activated(part.function, value, lift));
    case "normalization": {
      if (part.sign) return values.map((value) => lift.sign(value));
      const { normSize, size, epsilon } = part;
      const result: T[] = [];
      for (let g = 0; g < values.length; g += normSize) {
        const group = values.slice(g, g + normSize);
        const squares = group.map((value) => value.pow(2)).reduce((a, b) => a.add(b));
        const root = squares.div(lift.constant(size)).add(lift.constant(epsilon)).sqrt();
        for (const quotient of lift.quotients(group, root, size)) result.push(quotient);
      }
      return result;
    }
  }
}

function activated<T extends Operations<T>>(name: "relu" | "tanh" | "logistic", y: T, lift: Lifting<T>): T {
  return name === "relu" ? y.max(lift.constant(Rational.zero)) : y[name]();
}
