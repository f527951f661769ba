import { types } from "node:util";
import { privateName, publicName } from "../private-names.js";
import { importedValue } from "./imports.js";

const most = 500;
const atStart = new Set(Object.getOwnPropertyNames(globalThis));
/** Getters of Node's own globals, such as `process`. */
const ownGetters = new Set(
  Object.values(Object.getOwnPropertyDescriptors(globalThis)).flatMap(({ get }) => (get ? [get] : [])),
);

interface Property {
  readonly text: string;
  readonly type: "function" | "property" | "variable";
}

/**
 * Names that begin with `prefix`: of variables of the notebook, or of properties of the value that `steps` lead to, its own before those of
 * its prototypes. No code of the user's is run: getters are not called, and proxies are left alone.
 */
export function propertiesOf(steps: readonly string[], prefix: string): Property[] {
  if (steps.length === 0) {
    const all = Object.getOwnPropertyNames(globalThis).filter((name) => !atStart.has(name));
    const names = all.map(publicName).filter((name) => startsWith(name, prefix));
    return names.slice(0, most).map((text) => ({ text, type: "variable" }));
  }
  const found = new Map<string, Property>();
  for (const object of chainOf(valueAt(steps))) {
    // What every object has, and nobody looks for.
    if (object === Object.prototype) continue;
    const isIndexed = Array.isArray(object) || ArrayBuffer.isView(object) || object instanceof String;
    for (const text of Object.getOwnPropertyNames(object)) {
      if (found.size >= most) break;
      if (found.has(text) || !startsWith(text, prefix)) continue;
      if (isIndexed && /^\d+$/.test(text)) continue;
      const value: unknown = Object.getOwnPropertyDescriptor(object, text)?.value;
      found.set(text, { text, type: typeof value === "function" ? "function" : "property" });
    }
  }
  return [...found.values()];
}

/** Takes away variables of the notebook. */
export function forgetVariables(names: readonly string[]): void {
  for (const name of names) {
    const own = [privateName(name), name].find((each) => Object.hasOwn(globalThis, each) && !atStart.has(each));
    if (own !== undefined) Reflect.deleteProperty(globalThis, own);
  }
}

/** The value at the end of a way from a variable; `undefined` where some of it is not there, or would have to be computed. */
export function valueAt([variable, ...steps]: readonly string[]): unknown {
  let value = variableOf(privateName(variable!)) ?? variableOf(variable!);
  for (const step of steps) {
    let next: unknown;
    for (const object of chainOf(value)) {
      const property = Object.getOwnPropertyDescriptor(object, step);
      if (!property) continue;
      next = property.value;
      break;
    }
    value = next;
  }
  return value;
}

function variableOf(name: string): unknown {
  const property = Object.getOwnPropertyDescriptor(globalThis, name);
  if (!property?.get) return property?.value;
  return ownGetters.has(property.get) ? property.get.call(globalThis) : importedValue(name);
}

/** A value and its prototypes, up to the first that is a proxy. */
export function* chainOf(value: unknown): Generator<object> {
  let object: object | null = value === undefined || value === null ? null : (Object(value) as object);
  for (let depth = 0; object !== null && depth < 50 && !types.isProxy(object); depth++) {
    yield object;
    object = Object.getPrototypeOf(object) as object | null;
  }
}

function startsWith(name: string, prefix: string): boolean {
  return name.toLowerCase().startsWith(prefix.toLowerCase());
}
