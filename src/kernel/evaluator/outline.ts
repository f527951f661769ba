import { inspect, types } from "node:util";
import { chainOf } from "./properties.js";

/** Properties, or elements, of an object that are named. */
const most = 50;
/** Characters of a function's source. */
const longest = 2000;

/** What a value is, in a few lines, without running any code of the user's: getters are named, and of a proxy only that it is one. */
export function outline(value: unknown): string {
  if (typeof value === "function" && !types.isProxy(value)) {
    return Function.prototype.toString.call(value).slice(0, longest);
  }
  return inspect(copyOf(value, 3), { customInspect: false, depth: 4 });
}

/** Functions that stand for what is not shown, by their names. */
function named(name: string): object {
  const copy = Object.create(null) as object;
  return Object.defineProperty(copy, Symbol.toStringTag, { value: name });
}

/** A copy in which nothing is left that could run when it is looked at. */
function copyOf(value: unknown, depth: number): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return value;
  if (types.isProxy(value)) return named("Proxy");
  if (typeof value === "function") return named(`Function ${ownText(value, "name") ?? ""}`.trim());
  if (depth === 0) return named(Array.isArray(value) ? "Array" : (className(value) ?? "Object"));
  if (types.isMap(value)) {
    const entries = take<[unknown, unknown]>(Map.prototype.entries.call(value));
    return new Map(entries.map(([key, each]) => [copyOf(key, depth - 1), copyOf(each, depth - 1)]));
  }
  if (types.isSet(value)) return new Set(take(Set.prototype.values.call(value)).map((each) => copyOf(each, depth - 1)));
  if (types.isNativeError(value))
    return named([className(value), ownText(value, "message")].filter(Boolean).join(": "));
  if (hasSlots(value)) return value;
  const copy = (Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value) as object | null)) as object;
  // That of the prototype may be a getter.
  Object.defineProperty(copy, Symbol.toStringTag, { value: undefined });
  for (const key of Object.getOwnPropertyNames(value).slice(0, most)) {
    if (Array.isArray(value) && key === "length") continue;
    const { get, set, enumerable, value: held } = Object.getOwnPropertyDescriptor(value, key)!;
    const shown: unknown = (get ?? set) ? named("Getter") : copyOf(held, depth - 1);
    Object.defineProperty(copy, key, { value: shown, enumerable, configurable: true });
  }
  return copy;
}

/** Whether a value is one of the language's own kinds, of which Node looks at what no code can reach. */
function hasSlots(value: object): boolean {
  return (
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isPromise(value) ||
    types.isBoxedPrimitive(value) ||
    types.isAnyArrayBuffer(value) ||
    ArrayBuffer.isView(value) ||
    types.isWeakMap(value) ||
    types.isWeakSet(value)
  );
}

function className(value: object): string | undefined {
  for (const object of chainOf(value)) {
    const made: unknown = Object.getOwnPropertyDescriptor(object, "constructor")?.value;
    if (typeof made === "function") return ownText(made, "name");
  }
  return undefined;
}

function ownText(of: object, name: string): string | undefined {
  const held: unknown = Object.getOwnPropertyDescriptor(of, name)?.value;
  return typeof held === "string" && held !== "" ? held : undefined;
}

function take<T>(values: Iterator<T>): T[] {
  const taken: T[] = [];
  for (let next = values.next(); !next.done && taken.length < most; next = values.next()) taken.push(next.value);
  return taken;
}
