/** What there is of the language: names of globals at "", those of an object at its path, those of what a class makes at its path and "#". */
export type Builtins = Readonly<Record<string, readonly string[]>>;

/** Set where the compiler is put into a snapshot: there Node does not have the newest parts of the language, wherever it is used. */
declare const NORMLAB_BUILTINS: Builtins | undefined;

let known: Builtins | undefined;

/** What the Node that runs the cells has. */
export function builtins(): Builtins {
  return (known ??= typeof NORMLAB_BUILTINS === "undefined" ? builtinsOfThisProcess() : NORMLAB_BUILTINS);
}

export function builtinsOfThisProcess(): Builtins {
  const iterator = Object.getPrototypeOf(Object.getPrototypeOf([].values())) as object;
  const found: Record<string, readonly string[]> = { "": namesOf(globalThis), "IteratorObject#": namesOf(iterator) };
  function add(path: string, value: unknown): void {
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return;
    found[path] = namesOf(value);
    const { prototype } = value as { readonly prototype?: unknown };
    if (typeof value === "function" && typeof prototype === "object" && prototype !== null)
      found[`${path}#`] = namesOf(prototype);
  }
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
    if (/^[A-Z]/.test(name)) add(name, value);
  }
  for (const name of ["Intl", "Temporal"]) {
    const namespace = (globalThis as Record<string, unknown>)[name] as object | undefined;
    for (const each of namespace ? Object.getOwnPropertyNames(namespace) : []) {
      add(`${name}.${each}`, (namespace as Record<string, unknown>)[each]);
    }
  }
  return found;
}

/** With what is inherited, but for what every object and function has. */
function namesOf(value: object): string[] {
  const names = new Set<string>();
  const common: readonly unknown[] = [null, Object.prototype, Function.prototype];
  for (
    let at: object | null = value;
    at && (at === value || !common.includes(at));
    at = Object.getPrototypeOf(at) as object | null
  )
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  return [...names];
}
