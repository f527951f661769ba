import { InputError } from "../../exact/input-error.js";
import type { JsonObject, Trial } from "../../claims/claim.js";

/** One thing that varies in a sweep: the seed, or a parameter of a trial. */
export interface SweepAxis {
  readonly name: string;
  readonly values: readonly Scalar[];
}

/**
 * Reads what varies: names with lists of values, a range of integers as `a..b`.
 *
 * @throws InputError where a name has no values, comes twice, or a range runs backwards.
 *
 * @example
 * readAxes("seed=0..2,rate=1e-3,3e-3"); // => [{ name: "seed", values: [0, 1, 2] }, { name: "rate", values: [0.001, 0.003] }]
 */
export function readAxes(text: string): SweepAxis[] {
  const axes: { name: string; values: Scalar[] }[] = [];
  for (const part of text.split(",").map((piece) => piece.trim())) {
    const [, name, rest = part] = /^([^=]+)=(.*)$/.exec(part) ?? [];
    if (name !== undefined) {
      if (axes.some((axis) => axis.name === name)) throw axisError(`each name once`, `${name} twice`);
      axes.push({ name, values: [] });
    }
    const axis = axes.at(-1);
    if (axis === undefined || rest === "") throw axisError("NAME=value,value … or NAME=a..b", JSON.stringify(text));
    // One by one: a million arguments are too many for a call.
    for (const value of readValues(rest)) axis.values.push(value);
  }
  return axes;
}

function readValues(text: string): Scalar[] {
  const [, from, to] = /^(-?\d+)\.\.(-?\d+)$/.exec(text) ?? [];
  if (from !== undefined) {
    const count = Number(to) - Number(from) + 1;
    if (!(count >= 1 && count <= mostTrials))
      throw axisError("a range a..b of 1 to 1,000,000 integers with a ≤ b", text);
    return Array.from({ length: count }, (_, i) => Number(from) + i);
  }
  if (text === "true" || text === "false") return [text === "true"];
  return [Number.isFinite(Number(text)) ? Number(text) : text];
}

/** As planned for in docs/engines.md. */
const mostTrials = 1_000_000;

/** The papers' letters for parameters. */
const symbols: { readonly [symbol: string]: string } = { g: "groups", s: "normSize", p: "power", T: "iterations" };

/**
 * The axes with the full paths of what they vary in the trial, such as `network.groups` for `groups` or the papers' `g`.
 *
 * @throws InputError for a name that the trial has no parameter of, or several; for a value of another type than the trial's, a parameter or value
 * that comes twice, or more than a million combinations.
 */
export function resolveAxes(base: Trial, axes: readonly SweepAxis[]): SweepAxis[] {
  const known = new Map<string, Scalar>([["seed", base.seed], ...scalarsOf(base.parameters)]);
  const resolved = axes.map(({ name, values }) => {
    const wanted = symbols[name] ?? name;
    const paths = [...known.keys()].filter((path) => path === wanted || path.endsWith(`.${wanted}`));
    if (paths.length !== 1) {
      const expected = paths.length === 0 ? [...known.keys()] : paths;
      throw axisError(`one of ${expected.join(", ")} (trial ${base.id})`, name);
    }
    const given = known.get(paths[0]!);
    const wrong = values.find((value) => typeof value !== typeof given);
    if (wrong !== undefined) throw axisError(`${name}: a ${typeof given} such as ${given}`, String(wrong));
    if (paths[0] === "seed" && values.some((value) => !Number.isInteger(value))) {
      throw axisError("seed: integers", values.join(", "));
    }
    const seen = new Set<Scalar>();
    const twice = values.find((value) => seen.size === seen.add(value).size);
    if (twice !== undefined) throw axisError(`each value of ${name} once`, `${twice} twice`);
    return { name: paths[0]!, values };
  });
  const again = resolved.findIndex(({ name }, i) => resolved.findIndex((axis) => axis.name === name) < i);
  if (again >= 0) throw axisError("each parameter once", `${axes[again]!.name}, another name of one before it`);
  const count = resolved.reduce((product, { values }) => product * values.length, 1);
  if (count > mostTrials) throw axisError(`at most ${mostTrials} trials in all`, `${count} combinations`);
  return resolved;
}

/**
 * The trials of a sweep: the base trial with every combination of the values, the first axis varying slowest. The axes are resolved.
 */
export function sweepTrials(base: Trial, axes: readonly SweepAxis[]): Trial[] {
  let combinations: readonly (readonly Scalar[])[] = [[]];
  for (const { values } of axes) {
    combinations = combinations.flatMap((before) => values.map((value) => [...before, value]));
  }
  return combinations.map((values) => {
    const id = `sweep-${axes.map(({ name }, i) => `${name}-${values[i]!}`).join("-")}`;
    let { seed, parameters } = base;
    axes.forEach(({ name }, i) => {
      if (name === "seed") seed = Number(values[i]);
      else parameters = withValue(parameters, name.split("."), values[i]!);
    });
    return { id, seed, parameters };
  });
}

/** A row of a sweep's table: what varied, then every number, text and truth value of the result, by their paths. */
export function sweepRow(trial: Trial, axes: readonly SweepAxis[], outcome: JsonObject): { [column: string]: Scalar } {
  const known = new Map<string, Scalar>([["seed", trial.seed], ...scalarsOf(trial.parameters)]);
  const row = Object.fromEntries(axes.map(({ name }) => [name, known.get(name)!]));
  for (const [path, value] of scalarsOf(outcome)) row[path in row ? `result.${path}` : path] = value;
  return row;
}

/** What a sweep may vary, and a column holds. */
type Scalar = number | string | boolean;

/** Numbers, texts and truth values of an object, with their paths; of a list, such as a curve over training, its `last` value. */
function scalarsOf(value: JsonObject): [string, Scalar][] {
  return Object.entries(value).flatMap(([key, inner]): [string, Scalar][] => {
    if (inner === null) return [];
    if (typeof inner !== "object") return [[key, inner as Scalar]];
    const object = Array.isArray(inner) ? { last: inner.at(-1) ?? null } : (inner as JsonObject);
    return scalarsOf(object).map(([path, scalar]) => [`${key}.${path}`, scalar]);
  });
}

function withValue(object: JsonObject, [key, ...rest]: readonly string[], value: Scalar): JsonObject {
  return { ...object, [key!]: rest.length === 0 ? value : withValue(object[key!] as JsonObject, rest, value) };
}

function axisError(expected: string, received: string): InputError {
  return new InputError({ code: "shape", where: "--over", expected, received });
}
