/**
 * What stands in a certificate as values of the extracted program (`extracted.ts`): a constructor is an object whose `$` is its name and
 * whose arguments are `a`, `b`, …; a `nat` is a number, a `Z` or `positive` a bigint, a `bool` a boolean.
 */
export interface Constructed {
  readonly $: string;
}

/** The certificate is written in a way that the proved checker does not read. */
export class NotCovered extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

export function listOf<T>(values: readonly T[]): Constructed {
  let list: Constructed = { $: "Nil" };
  for (let i = values.length - 1; i >= 0; i -= 1) list = { $: "Cons", a: values[i], b: list } as Constructed;
  return list;
}

export function array(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new NotCovered(`${where} is not a list`);
  return value;
}

export function fieldsOf(value: unknown, where: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new NotCovered(`${where} is not an object`);
  return value as Fields;
}

/** An integer ≥ 0 that stands as a JSON number. */
export function natural(value: unknown, where: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new NotCovered(`${where} is not a whole number`);
  }
  return value;
}

/** `"-12"`, `"3/7"`, `"5p-3"` */
export function rational(value: unknown, where: string): Constructed {
  const parts = typeof value === "string" ? /^(-?\d+)(?:\/(\d+)|p(-?\d+))?$/.exec(value) : null;
  if (parts === null) throw new NotCovered(`${where} is not an exact number`);
  const [numerator, denominator, exponent] = [BigInt(parts[1]!), BigInt(parts[2] ?? 1), BigInt(parts[3] ?? 0)];
  if (denominator === 0n) throw new NotCovered(`${where} has the denominator 0`);
  const [up, down] = exponent < 0n ? [1n, 2n ** -exponent] : [2n ** exponent, 1n];
  return { $: "Qmake", a: numerator * up, b: denominator * down } as Constructed;
}

export function rationals(value: unknown, where: string): Constructed {
  return listOf(array(value, where).map((entry, i) => rational(entry, `${where}[${i}]`)));
}

export function rationalPair(value: unknown, where: string): readonly [Constructed, Constructed] {
  const [a, b, ...more] = array(value, where).map((entry, i) => rational(entry, `${where}[${i}]`));
  if (a === undefined || b === undefined || more.length > 0) throw new NotCovered(`${where} is not a pair`);
  return [a, b];
}

export function points(value: unknown, where: string): Constructed {
  return listOf(array(value, where).map((entry, i) => rationals(entry, `${where}[${i}]`)));
}

export function labels(value: unknown, where: string): Constructed {
  return listOf(array(value, where).map((entry, i) => natural(entry, `${where}[${i}]`)));
}

/**
 * A `written_network` of proofs/CertificateFormat.v. `norms`: of affine and normalization layers, as `check_classification` takes them; `lines`: of affine
 * layers, steps (PLN-2 and PLS-1 with epsilon 0) and rectified linear units, as `check_approximation` does.
 */
export function network(value: unknown, where: string, layersOf: "norms" | "lines"): Constructed {
  const layers = array(value, where).map((entry, i) => {
    const at = `${where}[${i}]`;
    const layer = fieldsOf(entry, at);
    switch (layer["type"]) {
      case "affine":
        return {
          $: "WrittenAffine",
          a: points(layer["weight"], `${at}.weight`),
          b: rationals(layer["bias"], `${at}.bias`),
        };
      case "norm":
        if (typeof layer["center"] !== "boolean") throw new NotCovered(`${at}.center is not true or false`);
        if (layersOf === "lines" && !(layer["normSize"] === (layer["center"] ? 2 : 1) && layer["epsilon"] === "0"))
          throw new NotCovered(`${at}: another norm layer than PLN-2 and PLS-1 with epsilon 0`);
        return {
          $: "WrittenNorm",
          a: natural(layer["normSize"], `${at}.normSize`),
          b: layer["center"],
          c: rational(layer["epsilon"], `${at}.epsilon`),
        };
      default:
        if (layersOf === "lines" && layer["type"] === "activation" && layer["function"] === "relu")
          return { $: "WrittenActivation", a: { $: "Relu" } };
        throw new NotCovered(
          layersOf === "lines"
            ? `${at}: another activation than relu`
            : `${at}: a layer of another type than affine and norm`,
        );
    }
  });
  return listOf(layers);
}
