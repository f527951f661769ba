import { InputError } from "../../exact/input-error.js";

/** The shape of one unit as a function of a line, which is all the counts depend on. */
export type UnitShape = "step" | "algebraic" | "exponential" | "relu";

/** An activation of a hidden layer, read from its name. */
export interface Activation {
  /** As it is written in options: `pln-8`. */
  readonly name: string;
  /** `step`: PLN-2, PLS-1, sign, Heaviside. `algebraic`: PLN-s with s ≥ 3, PLS-s with s ≥ 2. `exponential`: logistic, tanh. */
  readonly shape: UnitShape;
  /** Neurons in one unit: the norm size for PLN-s and PLS-s, 1 otherwise. */
  readonly neuronsPerUnit: number;
  /** Whether a unit's group is centred (PLN) or not (PLS); null where there is no group. */
  readonly center: boolean | null;
}

const plain: Record<string, UnitShape> = {
  sign: "step",
  heaviside: "step",
  logistic: "exponential",
  tanh: "exponential",
  relu: "relu",
};

/** The names in which activations are listed to people. */
export const activationNames = [
  "pln-2",
  "pln-3",
  "pln-8",
  "pln-N",
  "pls-1",
  "pls-N",
  "sign",
  "heaviside",
  "logistic",
  "tanh",
  "relu",
] as const;

/**
 * Reads the name of an activation: `pln-N` (N ≥ 2), `pls-N` (N ≥ 1), `sign`, `heaviside`, `logistic`, `tanh`, `relu`.
 *
 * @throws InputError for any other name.
 * @example
 * parseActivation("pln-8").neuronsPerUnit; // => 8
 * parseActivation("pls-1").shape; // => "step"
 */
export function parseActivation(name: string, where = "activation"): Activation {
  const shape = Object.hasOwn(plain, name) ? plain[name] : undefined;
  if (shape !== undefined) return { name, shape, neuronsPerUnit: 1, center: null };
  const group = /^(pln|pls)-([1-9]\d{0,3})$/.exec(String(name));
  if (group !== null) {
    const center = group[1] === "pln";
    const neuronsPerUnit = Number(group[2]);
    const least = center ? 2 : 1;
    if (neuronsPerUnit >= least) {
      return { name, shape: neuronsPerUnit === least ? "step" : "algebraic", neuronsPerUnit, center };
    }
  }
  throw new InputError({
    code: "unknown-name",
    where,
    expected: `one of ${activationNames.join(", ")} (N ≥ 2 for pln, N ≥ 1 for pls, below 10000)`,
    received: JSON.stringify(name) ?? String(name),
    ...(name === "pln-1" ? { remedy: "One centred number is always 0: take pln-2 or more" } : {}),
  });
}
