import ts from "typescript";
import type { ErrorReport } from "../report.js";
import type { CheckMode } from "../modes.js";
import { blockFunctions, variablesOfBlocks } from "./block-functions.js";
import { undeclared } from "./certainty.js";
import { divide, errorsIn, type Judged } from "./check.js";
import { describeWarnings, reportDiagnostics } from "./diagnostics.js";
import type { Emitter } from "./emit.js";
import { syntaxErrors } from "./internals.js";
import { concernsOthers, declaredNames } from "./names.js";
import type { FileOfProgram, LanguageSession } from "./session.js";
import { namesOf, type CellNames } from "./uses.js";
import { emitterOfCells, transformCell, type ScriptInput, type TransformedCell } from "./transform.js";

export interface PrepareRequest {
  readonly name: string;
  readonly text: string;
  /** As the user wrote it, where that is something else. */
  readonly written?: string;
  readonly mode: CheckMode;
  /** Variables that are there though no cell declares them. */
  readonly known?: readonly string[];
  /** Whether it is run as scripts have always been. */
  readonly isSloppy?: boolean;
}

export type Prepared = PreparedCell | RefusedCell;

interface PreparedCell extends TransformedCell {
  readonly uses: CellNames;
  readonly fileName: string;
  /** What is run, where that is not what was given. */
  readonly text?: string;
  /** What could not be proved of it. */
  readonly warnings?: string;
}

interface RefusedCell {
  /** Unless its syntax is wrong. */
  readonly uses?: CellNames;
  readonly error: ErrorReport;
  /** Names that no cell declares, if nothing else is wrong. */
  readonly missing?: readonly string[];
}

/** Checks cells and turns them into what the evaluator runs. */
export class CellCompiler {
  readonly #session: LanguageSession;
  readonly #emitter: Emitter;
  /** Global names that belong to Node and the language: a cell that declares one gets a variable of its own. */
  readonly #builtins: ReadonlySet<string>;
  readonly #privateNames = new Set<string>();
  #finish: (() => void) | undefined;
  /** How many cells of another compiler it has taken over. */
  #taken = 0;

  constructor(session: LanguageSession, builtins: Iterable<string>) {
    this.#session = session;
    this.#emitter = emitterOfCells(session.options);
    this.#builtins = new Set(builtins);
  }

  prepare({ name, text, written, mode, known = [], isSloppy = false }: PrepareRequest): Prepared {
    this.finish();
    const session = this.#session;
    const source = session.parse(name, text);
    const { fileName } = source;
    const cell = { fileName, text: source.text, ...(written !== undefined && { written }) };
    const syntactic = syntaxErrors(source).filter(({ code }) => !isSloppy || !onlyInStrictCode.has(code));
    if (syntactic.length > 0) return { error: reportDiagnostics(syntactic, cell) };
    const checked = mode === "off" ? undefined : session.asGuest(source);
    const { errors, warnings } = checked ? this.#judge(source, checked, mode) : { errors: [], warnings: [] };
    const script = isSloppy ? { functions: blockFunctions(source) } : undefined;
    const ofBlocks = script ? variablesOfBlocks(script.functions) : [];
    const excused = errors.filter((each) => [...known, ...ofBlocks].includes(missingName(each, source) ?? ""));
    const refused = errors.filter((each) => !excused.includes(each));
    const unproven = [...excused, ...warnings];
    if (refused.length > 0) {
      const missing = refused.map((each) => missingName(each, source));
      return {
        error: reportDiagnostics(refused, cell),
        ...(checked && { uses: namesOf(checked.file, source) }),
        ...(missing.every((each) => each !== undefined) && { missing }),
      };
    }
    const declared = declaredNames(source);
    const hasImports = [...declared.values()].includes("import");
    const erasedImports = hasImports ? importsWithoutValue(checked ?? session.asGuest(source)) : new Set<string>();
    for (const [each, kind] of declared) {
      if (kind !== "type" && !erasedImports.has(each) && this.#builtins.has(each)) this.#privateNames.add(each);
    }
    for (const each of ofBlocks) if (this.#builtins.has(each)) this.#privateNames.add(each);
    const transformed = this.#transform(source, erasedImports, script);
    this.#finish = () => session.commit(source, checked);
    const uses = namesOf(checked?.file ?? source, source);
    return {
      fileName,
      ...(source.text !== text && { text: source.text }),
      uses: { ...uses, declares: [...uses.declares, ...ofBlocks] },
      ...transformed,
      ...(unproven.length > 0 && { warnings: describeWarnings(unproven, cell) }),
    };
  }

  /** What is left to do for the last cell, of which its evaluation need not wait. */
  finish(): void {
    this.#finish?.();
    this.#finish = undefined;
  }

  /** Takes over a cell that another compiler has prepared. */
  commit({ name, text, mode }: PrepareRequest): void {
    const source = this.#session.parse(name, text);
    if (!concernsOthers(source)) return;
    // What a cell declares is found out when another asks for it: the user waits for all of them. Only, no chain of them gets too long.
    const isFoundOut = mode !== "off" && ++this.#taken % 50 === 0;
    this.#session.commit(source, isFoundOut ? this.#session.asGuest(source) : undefined);
  }

  /** Mappings of a cell that is not run yet; `null` when its syntax is wrong. */
  mappings(text: string, isSloppy: boolean): string | null {
    const source = this.#session.parse("cell", text);
    return syntaxErrors(source).length > 0
      ? null
      : this.#transform(source, new Set(), isSloppy ? { functions: blockFunctions(source) } : undefined).mappings;
  }

  #transform(source: ts.SourceFile, erasedImports: ReadonlySet<string>, script?: ScriptInput): TransformedCell {
    const own = declaredNames(source);
    const kindOf = (name: string): string | undefined => own.get(name) ?? this.#session.declared.get(name)?.kind;
    return transformCell({
      source,
      isConstant: (name) => kindOf(name) === "const",
      emitter: this.#emitter,
      privateNames: this.#privateNames,
      erasedImports,
      locate: (specifier) => this.#session.locate(specifier),
      ...(script && { script }),
    });
  }

  /** Reads and checks the libraries, so that the first cell need not wait for that. */
  warm(): void {
    const text =
      "class Warm { values: Map<string, number[]> = new Map(); }\nfor (const [key] of new Warm().values) key.length;";
    const cell = this.#session.parse("cell", text);
    errorsIn(this.#session.asGuest(cell), 0, cell.end);
  }

  /** What stops a cell, and what is only said of it. */
  #judge(cell: ts.SourceFile, guest: FileOfProgram, mode: CheckMode): Judged {
    const found = errorsIn(guest, 0, cell.end);
    if (found.length === 0) return { errors: [], warnings: [] };
    if (mode === "notebook") {
      const judged = divide(found, guest, this.#session.evidenceOf(cell));
      if (judged.errors.length === 0) return judged;
    }
    const alone = this.#session.alone(cell);
    const explained = errorsIn(alone, 0, cell.end);
    return mode === "strict"
      ? { errors: explained, warnings: [] }
      : divide(explained, alone, this.#session.evidenceOf(cell));
  }
}

/** Octal numbers and escapes of old. */
const onlyInStrictCode = new Set([1121, 1487, 1488, 1489]);

/** The name that an error says nobody has declared. */
function missingName({ code, start = 0, length = 0 }: ts.Diagnostic, source: ts.SourceFile): string | undefined {
  return undeclared.has(code) ? source.text.slice(start, start + length) : undefined;
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
