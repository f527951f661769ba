/** Where modules find what makes a `require` for them, in the evaluator's process. */
export const requireForModules = Symbol.for("normlab.require");

/**
 * A module of TypeScript, as JavaScript, with what it uses of a module of the old kind without declaring it. That stands on its first
 * line, so that all keep their numbers.
 */
export function withOldNames(javascript: string): string {
  const uses = (name: string): boolean =>
    new RegExp(`(?<![.\\w$'"\`])${name}(?![\\w$'"\`:])`).test(javascript) &&
    !new RegExp(`\\b(?:const|let|var|function|class|import)\\b[^;=()]*(?<![\\w$])${name}\\b`).test(javascript);
  const given = Object.entries(oldNames).filter(([name]) => uses(name));
  if (given.length === 0) return javascript;
  const declarations = given.map(([name, meaning]) => `${name} = ${meaning}`).join(", ");
  const before = `import { createRequire as __createRequire } from "node:module"; const ${declarations}; `;
  return before + (javascript.startsWith("#!") ? "//" : "") + javascript;
}

/** Names of a module of the old kind, and what they are in one of the new. */
export const oldNames = {
  require: `(globalThis[Symbol.for("${requireForModules.description}")] ?? __createRequire)(import.meta.url)`,
  __filename: "import.meta.filename",
  __dirname: "import.meta.dirname",
};
