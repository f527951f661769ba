import { fileURLToPath } from "node:url";

/** What a module wants of another: names that it imports, and members that it asks for of all that is exported, which need not be there. */
interface Wanted {
  readonly named: Set<string>;
  readonly members: Set<string>;
}

/** What modules of TypeScript import of packages, by the module's address and the specifier. */
const wanted = new Map<string, Map<string, Wanted>>();

const imports =
  /(?:^|[;}\n])\s*(?:import|export)\b\s*(?:([\w$]+)\s*,?\s*)?(?:\{([^{}]*)\}|\*\s*as\s+([\w$]+))?\s*from\s*["']([^"'./#][^"']*)["']/g;
const mark = "normlab-names";

/** Notes what a module, as the JavaScript that it has become, imports of packages. */
export function noteWantedNames(url: string, javascript: string): void {
  const bySpecifier = new Map<string, Wanted>();
  for (const [, whole, names, all, specifier] of javascript.matchAll(imports)) {
    const { named, members } = bySpecifier.get(specifier!) ?? { named: new Set(), members: new Set() };
    for (const name of namesIn(names ?? "", " as ")) named.add(name);
    for (const name of whole === undefined ? [] : ["default"]) named.add(name);
    if (all !== undefined) for (const name of membersOf(all, javascript)) members.add(name);
    // Who asks for the default of a default knows that Node gives all exports there.
    if (whole !== undefined && membersOf(whole, javascript).includes("default")) named.delete("default");
    bySpecifier.set(specifier!, { named, members });
  }
  wanted.set(withoutQuery(url), bySpecifier);
}

/** The first names of pairs: what is exported, not what it is called. */
function namesIn(list: string, between: string): string[] {
  return list
    .split(",")
    .map((each) => each.split(between)[0]!.trim())
    .filter((name) => /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name));
}

function membersOf(variable: string, javascript: string): string[] {
  const name = variable.replaceAll("$", "\\$");
  const asked = javascript.matchAll(
    new RegExp(`(?<![\\w$.])${name}\\??\\.([\\p{ID_Start}_$][\\p{ID_Continue}$]*)`, "gu"),
  );
  const taken = javascript.matchAll(new RegExp(`\\{([^{}]*)\\}\\s*=\\s*${name}(?![\\w$.(])`, "g"));
  return [...[...asked].map((match) => match[1]!), ...[...taken].flatMap((match) => namesIn(match[1]!, ":"))];
}

/**
 * The address of a CommonJS module with the names that a module wants of it, of which Node may not know; the same without any. `pathOf` gives a specifier's path below `node_modules`:
 * of a file without its ending Node asks only when its address has been found.
 */
export function withWantedNames(
  address: string,
  specifier: string,
  parent: string | undefined,
  pathOf: (specifier: string) => string | undefined,
): string {
  const all = (parent === undefined ? undefined : wanted.get(withoutQuery(parent))) ?? new Map<string, Wanted>();
  const found =
    all.get(specifier) ??
    (specifier.startsWith("file:") ? [...all].find(([each]) => isFileAt(address, pathOf(each)))?.[1] : undefined);
  if (!found || found.named.size + found.members.size === 0) return address;
  const url = new URL(address);
  url.searchParams.set(mark, JSON.stringify([[...found.named], [...found.members]]));
  return url.href;
}

/** Whether a file's address is a path below `node_modules` but for its ending, or that of a folder's index. */
function isFileAt(address: string, path: string | undefined): boolean {
  const file = address.slice(address.lastIndexOf("/node_modules/") + "/node_modules/".length);
  return path !== undefined && (file.startsWith(`${path}.`) || file.startsWith(`${path}/index.`));
}

/** A module, and what is wanted of it. */
export interface ModuleWithNames {
  readonly module: string;
  readonly named: readonly string[];
  readonly members: readonly string[];
}

/** What such an address says; `undefined` of any other. */
export function wantedNamesAt(address: string): ModuleWithNames | undefined {
  const url = new URL(address);
  const names = url.searchParams.get(mark);
  if (names === null) return undefined;
  url.searchParams.delete(mark);
  const [named, members] = JSON.parse(names) as [string[], string[]];
  return { module: url.href, named, members };
}

/**
 * The module at such an address. Of a CommonJS module it exports what is wanted, as cells have it: its names are properties of its one
 * export, and the default is its default where it was compiled from an ES module. Any other module it exports as it is.
 */
export function moduleOfWantedNames({ module, named, members }: ModuleWithNames, isCommonJs: boolean): string {
  const real = JSON.stringify(module);
  const wantsDefault = named.includes("default");
  if (!isCommonJs) return `export * from ${real};${wantsDefault ? ` export { default } from ${real};` : ""}`;
  const required = named.filter((name) => name !== "default");
  const listed = [...new Set([...required, ...members])].filter((name) => name !== "default");
  return [
    `import whole, * as namespace from ${real};`,
    `export * from ${real};`,
    "const has = (name) => name in namespace || (whole != null && name in Object(whole));",
    "const valueOf = (name) => (name in namespace ? namespace[name] : whole?.[name]);",
    `for (const name of ${JSON.stringify(required)}) if (!has(name)) {`,
    `  throw new SyntaxError(\`The module '${fileURLToPath(module)}' does not provide an export named '\${name}'\`);`,
    "}",
    ...listed.map((name, i) => `const own${i} = valueOf(${JSON.stringify(name)}); export { own${i} as ${name} };`),
    wantsDefault
      ? 'export default whole?.__esModule === true && "default" in whole ? whole.default : whole;'
      : "export default whole;",
  ].join("\n");
}

function withoutQuery(url: string): string {
  return url.replace(/\?.*$/, "");
}
