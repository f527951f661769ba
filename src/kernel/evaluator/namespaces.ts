import { types } from "node:util";

export type Namespace = Record<string, unknown>;

const completed = new WeakMap<Namespace, Namespace>();

export function isCommonJs(whole: unknown, loaded: NodeJS.Require["cache"]): boolean {
  return Object.values(loaded).some((module) => module?.exports === whole);
}

/**
 * What a CommonJS module exports, when Node could not tell its names beforehand: they are properties of its one export. That is what
 * TypeScript takes such a module for, and one of JSON. All other modules are left as they are.
 */
export function withAllNames(namespace: Namespace, hasOneExport: (whole: unknown) => boolean): Namespace {
  const whole = namespace.default;
  if ((typeof whole !== "object" && typeof whole !== "function") || whole === null) return namespace;
  const known = completed.get(namespace);
  if (known) return known;
  if (types.isProxy(whole)) return hasOneExport(whole) ? withNamesOfProxy(namespace, whole) : namespace;
  const more = namesOf(whole).filter((name) => !(name in namespace));
  // Written as an ES module and compiled: its default is one of its exports.
  const isCompiled = "__esModule" in whole && whole.__esModule === true && "default" in whole;
  if ((more.length === 0 && !isCompiled) || !hasOneExport(whole)) return namespace;
  const all = Object.create(null, { [Symbol.toStringTag]: { value: "Module" } }) as Namespace;
  for (const name of [...Object.keys(namespace), ...more]) {
    const isOfWhole = name in namespace ? name === "default" && isCompiled : true;
    const from = isOfWhole ? (whole as Namespace) : namespace;
    Object.defineProperty(all, name, { get: () => from[name], enumerable: true });
  }
  completed.set(namespace, all);
  return all;
}

/** What a proxy has can only be asked, name by name; each promise would ask it for `then`. */
function withNamesOfProxy(namespace: Namespace, whole: object): Namespace {
  const has = (name: string | symbol): boolean =>
    name in namespace || (typeof name === "string" && name !== "then" && Reflect.get(whole, name) !== undefined);
  const all = new Proxy(namespace, {
    has: (_, name) => has(name),
    get: (_, name) =>
      (name in namespace || !has(name) ? Reflect.get(namespace, name) : Reflect.get(whole, name)) as unknown,
  });
  completed.set(namespace, all);
  return all;
}

/** What an export has of its own, and of the class of which it is an instance. */
function namesOf(whole: object): string[] {
  const names = Object.keys(whole);
  if (typeof whole === "function" || Array.isArray(whole)) return names;
  for (
    let object = Object.getPrototypeOf(whole) as object | null;
    object && object !== Object.prototype;
    object = Object.getPrototypeOf(object) as object | null
  ) {
    names.push(...Object.getOwnPropertyNames(object).filter((name) => name !== "constructor"));
  }
  return [...new Set(names)];
}
