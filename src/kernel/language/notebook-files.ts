import { basename } from "node:path";
import ts from "typescript";
import { cellsOfModule, isNotebookModule, type NotebookCode } from "../notebook/module.js";
import { blockFunctions, variablesOfBlocks } from "./block-functions.js";
import { isTsx, parseCell } from "./cell.js";
import { bindSourceFile } from "./internals.js";
import { declaredNames, defaultExport, identifiersOf, type DeclarationKind } from "./names.js";
import type { OpenFiles } from "./open-files.js";
import { assignedNames } from "./uses.js";
import { exportsOf, importsOf, type Visible } from "./view.js";

/** A notebook that is imported is a module that exports what its cells declare last, and each of its cells is one. */
const ending = /\.notebook(-cell-\d+)?\.tsx?$/;

interface KnownNotebook {
  readonly version: string;
  readonly files: ReadonlyMap<string, string>;
}

/** The files that stand for imported notebooks, as the compiler sees them. */
export class NotebookFiles {
  readonly #known = new Map<string, KnownNotebook>();
  readonly #open: OpenFiles;

  constructor(open: OpenFiles) {
    this.#open = open;
  }

  /** The file that stands for a notebook; `undefined` where the path is that of something else. */
  fileOf(path: string): string | undefined {
    return isNotebookModule(path, this.#open.at(path)?.text) ? `${path}.notebook.ts` : undefined;
  }

  /** When the notebook was changed last to which a file belongs; `undefined` for files of no notebook. */
  versionOf(file: string): string | undefined {
    return ending.test(file) ? this.#modified(withoutNotebookEnding(file)) : undefined;
  }

  textOf(file: string): string | undefined {
    if (!ending.test(file)) return undefined;
    const path = withoutNotebookEnding(file);
    const version = this.#modified(path);
    let known = this.#known.get(path);
    if (known?.version !== version) {
      known = { version, files: filesOf(path, this.#open.at(path)?.text) };
      this.#known.set(path, known);
    }
    return known.files.get(file);
  }

  #modified(path: string): string {
    return this.#open.at(path)?.version ?? String(ts.sys.getModifiedTime?.(path)?.getTime() ?? 0);
  }
}

/** The notebook that a file stands for, or the file itself. */
export function withoutNotebookEnding(file: string): string {
  return file.replace(ending, "");
}

/** The cell of a notebook that a file stands for: its number among those with code. */
export function cellOfNotebookFile(file: string): { readonly path: string; readonly number: number } | undefined {
  const number = /\.notebook-cell-(\d+)\.tsx?$/.exec(file)?.[1];
  return number === undefined ? undefined : { path: withoutNotebookEnding(file), number: Number(number) };
}

function filesOf(path: string, open: string | undefined): Map<string, string> {
  const files = new Map<string, string>();
  const declared = new Map<string, { readonly file: string; readonly kind: DeclarationKind }>();
  const { cells, isSloppy } = codeToCheck(path, open);
  let exporting: string | undefined;
  for (const [i, text] of cells.entries()) {
    const cell = parseCell(`${path}.notebook-cell-${i + 1}`, text);
    const own = declaredNames(cell);
    const visible: [string, Visible][] = [];
    for (const name of identifiersOf(cell)) {
      const from = declared.get(name);
      if (from && !own.has(name)) visible.push([name, { specifier: `./${basename(from.file)}`, kind: from.kind }]);
    }
    const made = isSloppy ? variablesOfScript(cell, [...own.keys(), ...declared.keys()]) : [];
    const lines = [cell.text, ...importsOf(visible), exportsOf(cell)];
    lines.push(...made.map((name) => `export declare let ${name}: any;`));
    const file = `${path}.notebook-cell-${i + 1}.${isTsx(cell) ? "tsx" : "ts"}`;
    files.set(file, lines.join("\n"));
    for (const [name, kind] of own) declared.set(name, { file, kind });
    for (const name of made) declared.set(name, { file, kind: "let" });
    if (defaultExport(cell)) exporting = file;
  }
  const lines = [...declared].map(([name, { file }]) => `export { ${name} } from "./${basename(file)}";`);
  if (exporting !== undefined) lines.push(`export { default } from "./${basename(exporting)}";`);
  files.set(`${path}.notebook.ts`, `${lines.join("\n")}\nexport {};`);
  return files;
}

/** Variables that a script makes by assigning them, and by functions in its blocks. */
function variablesOfScript(cell: ts.SourceFile, known: readonly string[]): string[] {
  bindSourceFile(cell, {});
  const names = new Set([...assignedNames(cell), ...variablesOfBlocks(blockFunctions(cell))]);
  return [...names].filter((name) => !known.includes(name) && !Object.hasOwn(globalThis, name));
}

/** What is no notebook declares nothing: the import says why when it is run. */
function codeToCheck(path: string, open: string | undefined): NotebookCode {
  try {
    return cellsOfModule(path, open) ?? { cells: [], isSloppy: false };
  } catch {
    return { cells: [], isSloppy: false };
  }
}
