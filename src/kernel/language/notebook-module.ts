import { dirname } from "node:path";
import { oldNames } from "../old-names.js";
import { parseCell } from "./cell.js";
import { declaredNames } from "./names.js";
import { compilerOptions } from "./options.js";
import { emitterOfCells, transformCell } from "./transform.js";

/**
 * A notebook as a module: its cells run one after another, and what they declare is exported, where a name is declared twice as what it
 * was declared last. Nothing is shown but what the cells show themselves.
 */
export function notebookModule(path: string, cells: readonly string[]): string {
  const emitter = emitterOfCells(compilerOptions(dirname(path)));
  const names = new Set<string>();
  const bodies = cells.map((text, i) => {
    const source = parseCell(`${path}.cell-${i + 1}`, text);
    const cell = transformCell({
      source,
      emitter,
      privateNames: new Set(),
      erasedImports: new Set(),
      isConstant: () => false,
      locate: () => undefined,
      isSloppy: false,
    });
    for (const name of cell.names) names.add(name);
    // Interfaces and type aliases are no values.
    for (const [name, kind] of declaredNames(source))
      if (kind === "type" && !cell.names.includes(name)) names.delete(name);
    return `{\n${cell.javascript}\n}`;
  });
  const list = [...names];
  const given = Object.entries(surroundings).filter(([name]) => !names.has(name));
  return [
    'import { createRequire as __createRequire } from "node:module";',
    ...given.map(([name, value]) => `const ${name} = ${value};`),
    ...(list.length === 0 ? [] : [`let ${list.join(", ")};`]),
    `export { ${list.join(", ")} };`,
    `const __set = { ${list.map((name) => `${JSON.stringify(name)}: (value) => { ${name} = value; }`).join(", ")} };`,
    surroundingCell,
    ...bodies,
  ].join("\n");
}

/** What cells find beside the globals. */
const surroundings = {
  ...oldNames,
  module: "{ exports: {} }",
  exports: "{}",
  Deno: 'globalThis[Symbol.for("normlab.Deno")]',
};

/** What the transformer has put into the cells; an imported type is not there, and nobody asks for its value. */
const surroundingCell = `const __cell = {
  meta: import.meta,
  result() {},
  import(specifier, options) {
    const isJson = /\\.json$/.test(specifier) && !options?.with;
    return import(specifier, isJson ? { ...options, with: { type: "json" } } : options);
  },
  bind(...imports) {
    for (const [, namespace, pairs] of imports) {
      for (const [local, exported] of pairs) {
        const value = exported in namespace ? namespace[exported] : namespace.default?.[exported];
        __set[local](exported === "*" ? namespace : value);
      }
    }
  },
};`;
