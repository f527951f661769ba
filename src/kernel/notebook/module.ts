import { existsSync, readFileSync } from "node:fs";
import { DirectiveError, readDirectives } from "../directives.js";
import { isPercent, NotebookFormatError, parseNotebook, parsePercent, type NotebookFile } from "./format.js";

/** The cells of a notebook that is imported, as code. */
export interface NotebookCode {
  readonly cells: readonly string[];
  /** Whether they are scripts, in which an assignment may make a variable. */
  readonly isSloppy: boolean;
}

/**
 * The cells of a file that is imported as a notebook: of an `.ipynb` file, or of a `.ts` file in percent format that exports nothing itself.
 * `undefined` for any other file. `open` is its text where that is not the one on disk.
 *
 * @throws NotebookFormatError where it is no notebook in TypeScript or JavaScript.
 */
export function cellsOfModule(path: string, open?: string): NotebookCode | undefined {
  const notebook = notebookAt(path, open);
  if (!notebook) return undefined;
  const { kernelspec, language_info } = notebook.metadata as {
    readonly kernelspec?: { readonly language?: unknown };
    readonly language_info?: { readonly name?: unknown };
  };
  const language = kernelspec?.language ?? language_info?.name ?? "typescript";
  if (!/^(type|java)script$/i.test(String(language))) {
    throw new NotebookFormatError("a notebook in TypeScript or JavaScript", `${path}, in ${String(language)}`);
  }
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code").map(({ source }) => withoutMagic(source));
  return { cells, isSloppy: /^javascript$/i.test(String(language)) };
}

/** Whether a file is imported as a notebook. */
export function isNotebookModule(path: string, open?: string): boolean {
  const isThere = (): boolean => open !== undefined || existsSync(path);
  if (path.endsWith(".ipynb")) return isThere();
  if (!/\.ts$/.test(path) || /\.d\.ts$|[\\/]node_modules[\\/]/.test(path) || !isThere()) return false;
  const text = open ?? readFileSync(path, "utf8");
  return isPercent(text) && !/^export\b/m.test(text);
}

function notebookAt(path: string, open: string | undefined): NotebookFile | undefined {
  if (!isNotebookModule(path, open)) return undefined;
  const text = open ?? readFileSync(path, "utf8");
  return path.endsWith(".ipynb") ? parseNotebook(text) : parsePercent(text);
}

function withoutMagic(code: string): string {
  try {
    return readDirectives(code).text;
  } catch (error) {
    if (!(error instanceof DirectiveError)) throw error;
    // A cell that does not run in the notebook either.
    return "";
  }
}
