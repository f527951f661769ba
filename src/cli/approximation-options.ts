import { InputError } from "../exact/input-error.js";
import { activationNames } from "../theory/approximation/activation.js";
import { pointRemedy } from "./input-file.js";
import { didYouMean, nearest, withoutLongNumbers } from "./words.js";

/** Reads `A,B`; the numbers stay text, to be read as exact decimals. */
export function readDomain(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length !== 2 || parts.includes("")) {
    throw new InputError({
      code: "shape",
      where: "--domain",
      expected: "A,B such as 0,1",
      received: JSON.stringify(text),
    });
  }
  return parts;
}

/** Reads a positive integer, or undefined where the option was not given. */
export function readInteger(text: string | undefined, where: string): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InputError({ code: "range", where, expected: "an integer > 0", received: JSON.stringify(text) });
}

/** Reads the number of hidden layers. */
export function readDepth(text: string | undefined): 1 | 2 | undefined {
  if (text === undefined || text === "1") return text === undefined ? undefined : 1;
  if (text === "2") return 2;
  throw new InputError({ code: "range", where: "--depth", expected: "1 or 2", received: JSON.stringify(text) });
}

/**
 * Runs a library call and names the option, not the field, in what it finds wrong: `epsilon` becomes `--epsilon`, a place in the
 * expression or the function's value at a point `--function`, a row of the table its file.
 */
export function renameProblem<Result>(call: () => Result, table?: string): Result {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { where, expected, received } = error.problem;
    const remedy = error.problem.remedy ?? remedyFor(where, received);
    throw new InputError({
      ...error.problem,
      where: /^[a-z]/.test(where) ? optionOf(where, table) : where,
      expected: inOptions(expected),
      received: inOptions(received),
      ...(remedy === undefined ? {} : { remedy: inOptions(remedy) }),
    });
  }
}

/** What was probably meant: another name of an activation, or a number with a point. */
function remedyFor(where: string, received: string): string | undefined {
  const text = /^"(.*)"$/.exec(received)?.[1];
  if (text === undefined) return undefined;
  if (where !== "activation") return pointRemedy(text);
  if (text.toLowerCase() === "sigmoid") return "The logistic sigmoid is called logistic";
  const near = nearest(
    text,
    activationNames.filter((name) => !name.endsWith("-N")),
  );
  return didYouMean(near).remedy;
}

/** A text of the library with the commands and options that stand for its functions and fields. */
function inOptions(text: string): string {
  return withoutLongNumbers(text)
    .replaceAll("neuronBounds", "normlab bounds")
    .replaceAll('an exact number such as "-12", "3/7" or "5p-3"', "an exact number such as 12, 0.25, 3/7 or 1e-3")
    .replaceAll("a larger epsilon", "a larger --epsilon")
    .replaceAll("Take depth 2", "Take --depth 2")
    .replaceAll("Give a greater Lipschitz constant", "Give a greater --lipschitz")
    .replaceAll("dimension > 1", "--dimension 2 and more");
}

function optionOf(where: string, table: string | undefined): string {
  const point = /^f\[(\d+)\](?:\[([01])\])?$/.exec(where);
  if (table !== undefined && point !== null) {
    return `${table}, point ${Number(point[1]) + 1}${point[2] === undefined ? "" : `, ${"xy"[Number(point[2])]}`}`;
  }
  if (table !== undefined && where === "f") return table;
  const option = where.replace(/^domain(\[\d\])+$/, "domain");
  return `--${option.replace(/^(expression|f)(?=$|,|\()/, "function").replace(/\((.*)\)$/, " at $1")}`;
}
