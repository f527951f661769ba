import { dirname } from "node:path";
import type ts from "typescript";
import type { NotebookCode } from "../notebook/module.js";
import { oldNames } from "../old-names.js";
import { blockFunctions } from "./block-functions.js";
import { parseCell } from "./cell.js";
import { declaredNames, defaultExport } from "./names.js";
import { compilerOptions } from "./options.js";
import { emitterOfCells, transformCell } from "./transform.js";
import { assignedNames } from "./uses.js";

/**
 * A notebook as a module: its cells run one after another, and what they declare is exported, where a name is declared twice as what it
 * was declared last; what they export by default is the module's default. Nothing is shown but what the cells show themselves. In a
 * script what is assigned without being declared is a variable too; else it is strict, as all modules are.
 */
export function notebookModule(path: string, { cells, isSloppy }: NotebookCode): string {
  const emitter = emitterOfCells(compilerOptions(dirname(path)));
  const names = new Set<string>();
  const made = new Set<string>();
  let hasDefault = false;
  const bodies = cells.map((text, i) => {
    const source = parseCell(`${path}.cell-${i + 1}`, text);
    const functions = isSloppy ? blockFunctions(source) : undefined;
    const cell = transformCell({
      source,
      emitter,
      privateNames: new Set(),
      erasedImports: new Set(),
      isConstant: () => false,
      locate: () => undefined,
      ...(functions && { script: { functions, assign: setVariable } }),
    });
    for (const name of cell.names) names.add(name);
    // Interfaces and type aliases are no values.
    for (const [name, kind] of declaredNames(source))
      if (kind === "type" && !cell.names.includes(name)) names.delete(name);
    if (isSloppy) for (const name of assignedNames(source)) made.add(name);
    const exported = defaultExport(source) as { readonly name?: ts.Identifier } | undefined;
    if (exported) hasDefault = true;
    return `{\n${cell.javascript}${exported?.name ? `__default = ${exported.name.text};\n` : ""}}`;
  });
  for (const name of made) if (!Object.hasOwn(globalThis, name) && !Object.hasOwn(surroundings, name)) names.add(name);
  const list = [...names];
  const given = Object.entries(surroundings).filter(([name]) => !names.has(name));
  return [
    'import { createRequire as __createRequire } from "node:module";',
    ...given.map(([name, value]) => `const ${name} = ${value};`),
    `let ${["__default", ...list].join(", ")};`,
    `export { ${[...list, ...(hasDefault ? ["__default as default"] : [])].join(", ")} };`,
    `const __set = { ${list.map((name) => `${JSON.stringify(name)}: (value) => { ${name} = value; }`).join(", ")} };`,
    surroundingCell,
    ...bodies,
  ].join("\n");
}

/** From inside a block, where a function of that name hides the variable. */
function setVariable(factory: ts.NodeFactory, name: string, value: ts.Expression): ts.Expression {
  const set = factory.createPropertyAccessExpression(factory.createIdentifier("__set"), name);
  return factory.createCallExpression(set, undefined, [value]);
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
  eval,
  exportDefault(value) { __default = value; },
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
