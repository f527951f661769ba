import { randomUUID } from "node:crypto";
import ts from "typescript";
import { readDirectives } from "../directives.js";
import { parse } from "../language/cell.js";
import { declaredNames } from "../language/names.js";
import type { NotebookCell, NotebookFile } from "../notebook/format.js";

/** A parameter that the notebook does not have. */
export class UnknownParameter extends Error {
  override readonly name = "UnknownParameter";
  readonly parameter: string;
  readonly known: readonly string[];

  constructor(parameter: string, known: readonly string[]) {
    super(`${parameter} is none of ${known.join(", ")}`);
    this.parameter = parameter;
    this.known = known;
  }
}

/**
 * Gives parameters their values as papermill does: by a cell tagged `injected-parameters` after the one tagged `parameters`, or at the top
 * where there is none; an injected cell that is there is replaced. A parameter keeps the type that the notebook has written for it.
 *
 * @throws UnknownParameter for a name that the cell of parameters does not declare.
 */
export function injectParameters(
  notebook: NotebookFile,
  values: ReadonlyMap<string, unknown>,
  language: string,
): boolean {
  const { cells } = notebook;
  const old = cells.findIndex((cell) => hasTag(cell, "injected-parameters"));
  if (old >= 0 && values.size > 0) cells.splice(old, 1);
  if (values.size === 0) return true;
  const at = cells.findIndex((cell) => cell.cell_type === "code" && hasTag(cell, "parameters"));
  const types = at < 0 ? new Map<string, string>() : declaredTypes(cells[at]!.source);
  for (const name of values.keys()) {
    if (at >= 0 && !types.has(name)) throw new UnknownParameter(name, [...types.keys()]);
  }
  const isTyped = language === "typescript";
  const lines = [...values].map(([name, value]) => {
    const type = isTyped ? (types.get(name) ?? "") : "";
    return `let ${name}${type === "" ? "" : `: ${type}`} = ${JSON.stringify(value)};`;
  });
  const cell: NotebookCell = {
    cell_type: "code",
    ...(notebook.nbformat_minor >= 5 && { id: randomUUID().slice(0, 8) }),
    metadata: { tags: ["injected-parameters"] },
    source: ["// Parameters", ...lines].join("\n"),
    outputs: [],
    execution_count: null,
  };
  cells.splice(at + 1, 0, cell);
  return at >= 0;
}

export function hasTag({ metadata }: NotebookCell, tag: string): boolean {
  return Array.isArray(metadata.tags) && metadata.tags.includes(tag);
}

/** The variables that a cell declares, with the types that it writes for them. */
function declaredTypes(code: string): Map<string, string> {
  const source = parse("parameters.ts", readDirectives(code).text);
  const types = new Map([...declaredNames(source).keys()].map((name) => [name, ""]));
  for (const statement of source.statements.filter(ts.isVariableStatement)) {
    for (const { name, type } of statement.declarationList.declarations) {
      if (type && ts.isIdentifier(name)) types.set(name.text, type.getText(source));
    }
  }
  return types;
}
