import ts from "typescript";
import type { ErrorReport } from "../report.js";
import { reportDiagnostics } from "./diagnostics.js";
import type { Emitter } from "./emit.js";
import { syntaxErrors } from "./internals.js";
import { concernsOthers, declaredNames } from "./names.js";
import type { FileOfProgram, LanguageSession } from "./session.js";
import { emitterOfCells, transformCell, type TransformedCell } from "./transform.js";

export interface PrepareRequest {
  readonly name: string;
  readonly text: string;
  readonly check: boolean;
}

export type Prepared = ({ readonly fileName: string } & TransformedCell) | { readonly error: ErrorReport };

/** Checks cells and turns them into what the evaluator runs. */
export class CellCompiler {
  readonly #session: LanguageSession;
  readonly #emitter: Emitter;
  /** Global names that belong to Node and the language: a cell that declares one gets a variable of its own. */
  readonly #builtins: ReadonlySet<string>;
  readonly #privateNames = new Set<string>();
  #finish: (() => void) | undefined;

  constructor(session: LanguageSession, builtins: Iterable<string>) {
    this.#session = session;
    this.#emitter = emitterOfCells(session.options);
    this.#builtins = new Set(builtins);
  }

  prepare({ name, text, check }: PrepareRequest): Prepared {
    this.finish();
    const session = this.#session;
    const source = session.parse(name, text);
    const { fileName } = source;
    const syntactic = syntaxErrors(source);
    const checked = check && syntactic.length === 0 ? session.asGuest(source) : undefined;
    const diagnostics = checked ? this.#typeErrors(source, checked) : syntactic;
    if (diagnostics.length > 0) return { error: reportDiagnostics(diagnostics, fileName, source.text) };
    const declared = declaredNames(source);
    const hasImports = [...declared.values()].includes("import");
    const erasedImports = hasImports ? importsWithoutValue(checked ?? session.asGuest(source)) : new Set<string>();
    for (const [each, kind] of declared) {
      if (kind !== "type" && !erasedImports.has(each) && this.#builtins.has(each)) this.#privateNames.add(each);
    }
    const cell = this.#transform(source, erasedImports);
    this.#finish = () => session.commit(source, checked);
    return { fileName, ...cell };
  }

  /** What is left to do for the last cell, of which its evaluation need not wait. */
  finish(): void {
    this.#finish?.();
    this.#finish = undefined;
  }

  /** Takes over a cell that another compiler has prepared. */
  commit({ name, text, check }: PrepareRequest): void {
    const source = this.#session.parse(name, text);
    if (concernsOthers(source)) this.#session.commit(source, check ? this.#session.asGuest(source) : undefined);
  }

  /** Mappings of a cell that is not run yet; `null` when its syntax is wrong. */
  mappings(text: string): string | null {
    const source = this.#session.parse("cell", text);
    return syntaxErrors(source).length > 0 ? null : this.#transform(source, new Set()).mappings;
  }

  #transform(source: ts.SourceFile, erasedImports: ReadonlySet<string>): TransformedCell {
    return transformCell({
      source,
      emitter: this.#emitter,
      privateNames: this.#privateNames,
      erasedImports,
      locate: (specifier) => this.#session.locate(specifier),
    });
  }

  /** Reads and checks the libraries, so that the first cell need not wait for that. */
  warm(): void {
    const text =
      "class Warm { values: Map<string, number[]> = new Map(); }\nfor (const [key] of new Warm().values) key.length;";
    const cell = this.#session.parse("cell", text);
    errorsIn(cell, this.#session.asGuest(cell));
  }

  #typeErrors(cell: ts.SourceFile, guest: FileOfProgram): ts.Diagnostic[] {
    const errors = errorsIn(cell, guest);
    return errors.length === 0 ? errors : errorsIn(cell, this.#session.alone(cell));
  }
}

/** Imported names that stand for types alone. */
function importsWithoutValue({ program, file }: FileOfProgram): Set<string> {
  const checker = program.getTypeChecker();
  const erased = new Set<string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !statement.importClause) continue;
    const { name, namedBindings } = statement.importClause;
    const named =
      namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements.map((each) => each.name) : [];
    for (const identifier of name ? [name, ...named] : named) {
      const symbol = checker.getSymbolAtLocation(identifier);
      if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) continue;
      const target = checker.getAliasedSymbol(symbol);
      const isKnown = target.declarations !== undefined && target.declarations.length > 0;
      if (isKnown && !(target.flags & ts.SymbolFlags.Value)) erased.add(identifier.text);
    }
  }
  return erased;
}

/** What the compiler says against a cell; what it says of the lines that were appended is none of the user's business. */
function errorsIn(cell: ts.SourceFile, { program, file }: FileOfProgram): ts.Diagnostic[] {
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].filter(
    ({ category, start, code }) =>
      category === ts.DiagnosticCategory.Error && (start === undefined || start <= cell.end) && !allowed.has(code),
  );
}

/**
 * What strictness says that a notebook need not hear. 7005, 7034, 7043: `let xs = []` is filled by the cells after it, which the check of
 * one cell cannot see. 7016: a package without types is `any`.
 */
const allowed = new Set([7005, 7034, 7043, 7016]);
