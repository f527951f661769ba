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

/** Subtracts the mean in each group: where centring inside the affine layer would take far more weights. */
interface Centring {
  readonly type: "centring";
  readonly normSize: number;
  readonly share: Rational;
}

/** Every output is one of the inputs, or its negative. */
interface Copies {
  readonly type: "copies";
  readonly from: readonly { readonly index: number; readonly negative: boolean }[];
}

type Part = Affine | Normalization | Centring | Copies | (ReadLayer & { readonly type: "activation" });

/**
 * A network with one output as a function that can be evaluated in intervals, and in intervals with slopes. The rules are proved in
 * docs/certificates.md, "Any other network".
 */
export class NetworkOnBox {
  private readonly parts: readonly Part[];

  constructor(network: ReadNetwork, inputs: number) {
    const parts: Part[] = [];
    let size = inputs;
    const add = (layer: Affine): void => {
      const last = parts.at(-1);
      if (last?.type === "copies") parts[parts.length - 1] = through(last, layer);
      else parts.push(layer);
    };
    for (const layer of network.layers) {
      if (layer.type === "norm") {
        const { normSize, epsilon, center } = layer;
        const sign = epsilon.sign() === 0 && normSize === (center ? 2 : 1);
        if (center) {
          const last = parts.at(-1);
          const before = last?.type === "affine" ? last : identity(size);
          const inside = centred(before, normSize);
          if (inside === undefined)
            parts.push({ type: "centring", normSize, share: Rational.of(1n, BigInt(normSize)) });
          else {
            if (last?.type === "affine") parts.pop();
            add(inside);
          }
        }
        const last = parts.at(-1);
        const merged = sign && last?.type === "affine" ? mergedSigns(last) : undefined;
        if (merged !== undefined) parts[parts.length - 1] = merged.rows;
        parts.push({ type: "normalization", normSize, size: Rational.from(normSize), epsilon, sign });
        if (merged !== undefined) parts.push(merged.copies);
      } else if (layer.type === "affine") {
        size = layer.rows.length;
        add(layer);
      } else parts.push(layer);
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

/** Affine forms whose signs are the same, or opposite, everywhere are kept once: what is equal then cancels exactly. */
function mergedSigns({ rows, bias }: Affine): { rows: Affine; copies: Copies } | undefined {
  const kept = new Map<string, number>();
  const uniqueRows: (readonly Weight[])[] = [];
  const uniqueBias: Rational[] = [];
  const from = rows.map((row, i) => {
    const sorted = [...row].sort((a, b) => a.index - b.index);
    const lead = sorted[0]?.value ?? bias[i]!;
    const negative = lead.sign() < 0;
    const scale = lead.sign() === 0 ? Rational.one : lead.abs();
    const signed = (x: Rational): Rational => (negative ? x.neg() : x).div(scale);
    const key = `${sorted.map(({ index, value }) => `${index}:${signed(value)}`).join()};${signed(bias[i]!)}`;
    let index = kept.get(key);
    if (index === undefined) {
      kept.set(key, (index = uniqueRows.length));
      uniqueRows.push(row.map((w) => ({ index: w.index, value: signed(w.value) })));
      uniqueBias.push(signed(bias[i]!));
    }
    return { index, negative };
  });
  if (uniqueRows.length === rows.length) return undefined;
  return { rows: { type: "affine", rows: uniqueRows, bias: uniqueBias }, copies: { type: "copies", from } };
}

/** The affine layer of what the copies are made from. */
function through({ from }: Copies, { rows, bias }: Affine): Affine {
  const summed = rows.map((row) => {
    const weights = new Map<number, Rational>();
    for (const { index, value } of row) {
      const { index: source, negative } = from[index]!;
      weights.set(source, (weights.get(source) ?? Rational.zero).add(negative ? value.neg() : value));
    }
    return [...weights].map(([index, value]) => ({ index, value })).filter((w) => w.value.sign() !== 0);
  });
  return { type: "affine", rows: summed, bias };
}

/**
 * The layer with the mean of each group of `size` outputs subtracted; undefined where that takes more than four times the weights there
 * are, and some thousands.
 */
function centred({ rows, bias }: Affine, size: number): Affine | undefined {
  let [before, after] = [0, 0];
  for (let g = 0; g < rows.length; g += size) {
    const inputs = new Set<number>();
    for (const row of rows.slice(g, g + size)) {
      before += row.length;
      for (const { index } of row) inputs.add(index);
    }
    after += inputs.size * size;
  }
  if (after > 4 * before + 10_000) return undefined;
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
    case "copies":
      return part.from.map(({ index, negative }) => (negative ? values[index]!.neg() : values[index]!));
    case "centring": {
      const result: T[] = [];
      for (let g = 0; g < values.length; g += part.normSize) {
        const group = values.slice(g, g + part.normSize);
        const mean = group.reduce((a, b) => a.add(b)).mul(lift.constant(part.share));
        for (const value of group) result.push(value.sub(mean));
      }
      return result;
    }
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
