import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  type ClientCapabilities,
  type CompletionItem,
  type CompletionList,
  type Diagnostic,
  type Hover,
  type Location,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";

const command = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

/** Where a name stands in a document. */
export interface Spot {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** An editor, as far as a language server can tell, and the server in a process of its own. */
export class Editor {
  readonly folder: string;
  readonly connection: ProtocolConnection;
  readonly ended: Promise<number | null>;
  readonly process: ChildProcess;
  /** The text of each open document. */
  readonly #texts = new Map<string, string>();
  readonly #versions = new Map<string, number>();
  readonly #diagnostics = new Map<string, PublishDiagnosticsParams>();
  #cells: string[] = [];
  #count = 0;

  constructor(files: Record<string, string> = {}) {
    this.folder = mkdtempSync(join(tmpdir(), "normlab-language-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
    this.process = spawn(process.execPath, [command, "language-server", "--stdio"], {
      cwd: this.folder,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.connection = createProtocolConnection(this.process.stdout!, this.process.stdin!);
    this.connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.#diagnostics.set(params.uri, params);
    });
    this.connection.listen();
  }

  get notebook(): string {
    return pathToFileURL(join(this.folder, "try.ipynb")).href;
  }

  async initialize(capabilities: ClientCapabilities = {}, initializationOptions?: object) {
    const result = await this.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(this.folder).href,
      capabilities,
      initializationOptions,
    });
    await this.connection.sendNotification("initialized", {});
    return result as { capabilities: Record<string, unknown> };
  }

  /** Opens a notebook of these cells in place of the last one. */
  async open(cells: readonly string[], { languageId = "typescript", metadata = {} } = {}): Promise<void> {
    if (this.#cells.length > 0) await this.close();
    this.#cells = cells.map((text) => this.#newCell(text));
    await this.connection.sendNotification("notebookDocument/didOpen", {
      notebookDocument: {
        uri: this.notebook,
        notebookType: "jupyter-notebook",
        version: 1,
        metadata,
        cells: this.#cells.map((document) => ({ kind: 2, document })),
      },
      cellTextDocuments: this.#cells.map((uri) => ({ uri, languageId, version: 1, text: this.#texts.get(uri)! })),
    });
  }

  async close(): Promise<void> {
    await this.connection.sendNotification("notebookDocument/didClose", {
      notebookDocument: { uri: this.notebook },
      cellTextDocuments: this.#cells.map((uri) => ({ uri })),
    });
  }

  #newCell(text: string): string {
    const uri = `vscode-notebook-cell:/try.ipynb#${++this.#count}`;
    this.#texts.set(uri, text);
    this.#versions.set(uri, 1);
    return uri;
  }

  cell(index: number): string {
    return this.#cells[index]!;
  }

  /** Replaces a part of a cell, as typing does. */
  async edit(index: number, from: string, to: string): Promise<void> {
    const uri = this.cell(index);
    const text = this.#texts.get(uri)!;
    const range = {
      start: positionIn(text, text.indexOf(from)),
      end: positionIn(text, text.indexOf(from) + from.length),
    };
    const version = this.#versions.get(uri)! + 1;
    this.#versions.set(uri, version);
    this.#texts.set(
      uri,
      text.replace(from, () => to),
    );
    await this.#changeCells({ textContent: [{ document: { uri, version }, changes: [{ range, text: to }] }] });
  }

  async insert(index: number, text: string): Promise<void> {
    const uri = this.#newCell(text);
    this.#cells.splice(index, 0, uri);
    await this.#changeCells({
      structure: {
        array: { start: index, deleteCount: 0, cells: [{ kind: 2, document: uri }] },
        didOpen: [{ uri, languageId: "typescript", version: 1, text }],
      },
    });
  }

  async remove(index: number): Promise<void> {
    const [uri] = this.#cells.splice(index, 1);
    await this.#changeCells({ structure: { array: { start: index, deleteCount: 1 }, didClose: [{ uri }] } });
  }

  /** Moves a cell behind all others, as editors tell of it: the documents stay open. */
  async moveToEnd(index: number): Promise<void> {
    this.#cells.push(...this.#cells.splice(index, 1));
    const cells = this.#cells.slice(index).map((document) => ({ kind: 2, document }));
    await this.#changeCells({ structure: { array: { start: index, deleteCount: cells.length, cells } } });
  }

  async #changeCells(cells: object): Promise<void> {
    const notebookDocument = { uri: this.notebook, version: 2 };
    await this.connection.sendNotification("notebookDocument/didChange", { notebookDocument, change: { cells } });
  }

  /** Opens a text document; returns its address. */
  async openText(name: string, text: string, languageId = "typescript"): Promise<string> {
    const uri = pathToFileURL(join(this.folder, name)).href;
    this.#texts.set(uri, text);
    this.#versions.set(uri, 1);
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  async closeText(uri: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  /** What stands on disk where definitions are. */
  async textsOfDefinitions(document: number | string, part: string): Promise<string[]> {
    const found = await this.connection.sendRequest("textDocument/definition", this.at(document, part));
    return (found as Location[]).map(({ uri, range: { start, end } }) => {
      const path = fileURLToPath(uri);
      const line = readFileSync(path, "utf8").split("\n")[start.line]!;
      return `${basename(path)}: ${line.slice(start.character, end.character)}`;
    });
  }

  async replaceText(uri: string, text: string): Promise<void> {
    const version = this.#versions.get(uri)! + 1;
    this.#versions.set(uri, version);
    this.#texts.set(uri, text);
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  /** The place of `|` in a part of a document. */
  at(document: number | string, part: string): Spot {
    const uri = typeof document === "number" ? this.cell(document) : document;
    const text = this.#texts.get(uri)!;
    const start = text.indexOf(part.replace("|", ""));
    if (start < 0) throw new Error(`${part}: not in ${text}`);
    return { textDocument: { uri }, position: positionIn(text, start + part.indexOf("|")) };
  }

  /** Texts that are marked, with their cells. */
  marked(locations: readonly Location[]): string[] {
    return locations.map(({ uri, range }) => {
      const lines = this.#texts.get(uri)?.split("\n");
      const name = this.#cells.includes(uri) ? String(this.#cells.indexOf(uri)) : uri.slice(uri.lastIndexOf("/") + 1);
      if (!lines) return name;
      return `${name}:${range.start.line} ${lines[range.start.line]!.slice(range.start.character, range.end.character)}`;
    });
  }

  async complete(spot: Spot): Promise<CompletionItem[]> {
    const found = await this.connection.sendRequest("textDocument/completion", spot);
    return (found as CompletionList).items;
  }

  async completions(document: number | string, part: string): Promise<string[]> {
    return (await this.complete(this.at(document, part))).map(({ label }) => label);
  }

  async hover(document: number | string, part: string): Promise<string> {
    const hover = (await this.connection.sendRequest("textDocument/hover", this.at(document, part))) as Hover | null;
    return hover ? (hover.contents as { value: string }).value : "";
  }

  async definitions(document: number | string, part: string): Promise<string[]> {
    const found = await this.connection.sendRequest("textDocument/definition", this.at(document, part));
    return this.marked(found as Location[]);
  }

  async references(document: number | string, part: string, includeDeclaration = true): Promise<string[]> {
    const params = { ...this.at(document, part), context: { includeDeclaration } };
    const found = await this.connection.sendRequest("textDocument/references", params);
    return this.marked(found as Location[]).sort();
  }

  /** The texts of all cells after a renaming. */
  async renamed(document: number | string, part: string, newName: string): Promise<string[]> {
    const params = { ...this.at(document, part), newName };
    const { changes = {} } = (await this.connection.sendRequest("textDocument/rename", params)) as WorkspaceEdit;
    const uris = typeof document === "string" ? [document] : this.#cells;
    return uris.map((uri) => applied(this.#texts.get(uri)!, changes[uri] ?? []));
  }

  /** What is said of a document in its present version. */
  async diagnostics(document: number | string): Promise<Diagnostic[]> {
    const uri = typeof document === "number" ? this.cell(document) : document;
    // What is asked is answered after what was sent before has been taken over.
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      const found = this.#diagnostics.get(uri);
      if (found && found.version === this.#versions.get(uri)) return found.diagnostics;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`${uri}: no diagnostics`);
  }

  /** The next diagnostics of each cell, as codes with their severity: 1 an error, 2 a warning. */
  async checked(): Promise<string[][]> {
    await this.connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri: this.cell(0) } });
    this.#diagnostics.clear();
    await this.connection.sendNotification("notebookDocument/didSave", { notebookDocument: { uri: this.notebook } });
    const found = await Promise.all(this.#cells.map((_, i) => this.diagnostics(i)));
    return found.map((each) => each.map(({ code, severity }) => `${severity} ${code ?? "directive"}`));
  }

  /** What was last said of a document, whatever its version. */
  lastDiagnostics(uri: string): readonly Diagnostic[] | undefined {
    return this.#diagnostics.get(uri)?.diagnostics;
  }

  async stop(): Promise<void> {
    this.connection.dispose();
    this.process.kill("SIGKILL");
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function positionIn(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

export function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split("\n");
  const offset = ({ line, character }: Position): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (before, { range, newText }) => before.slice(0, offset(range.start)) + newText + before.slice(offset(range.end)),
      text,
    );
}
