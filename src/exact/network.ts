import type { Reader } from "./certificate.js";
import { bitLength, greatestCommonDivisor, longest } from "./integer.js";
import type { Rational } from "./rational.js";
import { spendKept } from "./work.js";

/** One entry of a sparse row. */
export interface Weight {
  readonly index: number;
  readonly value: Rational;
}

/** A layer as read: rows hold the weights that are not 0. */
export type ReadLayer =
  | { readonly type: "affine"; readonly rows: readonly (readonly Weight[])[]; readonly bias: readonly Rational[] }
  | { readonly type: "norm"; readonly normSize: number; readonly center: boolean; readonly epsilon: Rational }
  | { readonly type: "activation"; readonly function: "relu" | "tanh" | "logistic" };

export interface ReadNetwork {
  readonly layers: readonly ReadLayer[];
  readonly outputs: number;
  /** Weights that are not 0. */
  readonly weights: number;
}

/** A network in a few words. */
export function describeNetwork({ layers, outputs, weights }: ReadNetwork, inputs: number): string {
  const kinds = layers.map((layer) => {
    if (layer.type === "affine") return "affine";
    if (layer.type === "activation") return layer.function;
    const { normSize, center, epsilon } = layer;
    return `norm of ${normSize}${center ? ", centred" : ""}${epsilon.sign() === 0 ? "" : `, epsilon ${epsilon.shown()}`}`;
  });
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const list = [...counts].slice(0, 8).map(([kind, n]) => `${n} ${kind}`);
  return `a network from ${inputs} to ${outputs} numbers (layers: ${list.join("; ")}; ${weights} weights that are not 0)`;
}

/** Reads a network for vectors of `inputs` components; activation layers only where `activations` allows them. */
export function readNetwork(
  reader: Reader,
  value: unknown,
  where: string,
  inputs: number,
  activations = false,
): ReadNetwork {
  let [size, weights] = [inputs, 0];
  const layers = reader.list(value, where).map((entry, l): ReadLayer => {
    const at = `${where}[${l}]`;
    const layer = reader.object(entry, at);
    const only = (...fields: readonly string[]): unknown => reader.closed(layer, at, ["type", ...fields]);
    const types = ["affine", "norm", ...(activations ? (["activation"] as const) : [])] as const;
    const type = reader.word(layer["type"], `${at}.type`, types);
    if (type === "activation") {
      only("function");
      return { type, function: reader.word(layer["function"], `${at}.function`, ["relu", "tanh", "logistic"]) };
    }
    if (type === "norm") {
      only("normSize", "center", "epsilon");
      const normSize = reader.integer(layer["normSize"], `${at}.normSize`, 1, Number.MAX_SAFE_INTEGER);
      if (size % normSize !== 0) throw reader.fail(`${at}.normSize`, `a divisor of the ${size} components`, normSize);
      const center = layer["center"];
      if (typeof center !== "boolean") throw reader.fail(`${at}.center`, "true or false", center);
      const epsilon = reader.number(layer["epsilon"], `${at}.epsilon`);
      if (epsilon.sign() < 0) throw reader.fail(`${at}.epsilon`, "a number ≥ 0", layer["epsilon"]);
      return { type, normSize, center, epsilon };
    }
    only("weight", "bias");
    const rows = reader.list(layer["weight"], `${at}.weight`).map((row, i) => {
      const kept: Weight[] = [];
      reader.list(row, `${at}.weight[${i}]`, size).forEach((w, index) => {
        if (w === "0") return;
        const number = reader.number(w, `${at}.weight[${i}][${index}]`);
        if (number.sign() !== 0) kept.push({ index, value: number });
      });
      weights += kept.length;
      return kept;
    });
    size = rows.length;
    return { type, rows, bias: reader.numbers(layer["bias"], `${at}.bias`, size) };
  });
  return { layers, outputs: size, weights };
}

/** The least positive integer that makes all of them integers. */
export function commonDenominator(numbers: readonly Rational[]): bigint {
  return numbers.reduce(
    (all, { denominator: d }) => (all % d === 0n ? all : (all / greatestCommonDivisor(all, d)) * d),
    1n,
  );
}

/** An affine map over integers: all of it times `common`. */
export interface IntegerMap {
  readonly common: bigint;
  readonly rows: readonly (readonly { readonly index: number; readonly value: bigint }[])[];
  readonly bias: readonly bigint[];
  /** Binary digits of the longest integer. */
  readonly bits: number;
}

export function overIntegers({ rows, bias }: ReadLayer & { type: "affine" }): IntegerMap {
  const all = [...rows.flatMap((row) => row.map(({ value }) => value)), ...bias];
  const common = commonDenominator(all);
  // Integers keep as they are; numbers over a long common denominator become as long as it is.
  spendKept(all.length, bitLength(common) - 1);
  const integer = ({ numerator, denominator }: Rational): bigint => numerator * (common / denominator);
  const whole = rows.map((row) => row.map(({ index, value }) => ({ index, value: integer(value) })));
  const constants = bias.map(integer);
  return {
    common,
    rows: whole,
    bias: constants,
    bits: longest([...whole.flatMap((row) => row.map(({ value }) => value)), ...constants]),
  };
}
