import {
  createConnection,
  ErrorCodes,
  PositionEncodingKind,
  ProposedFeatures,
  ResponseError,
  TextDocumentSyncKind,
  type CancellationToken,
  type InitializeParams,
  type InitializeResult,
  type TextDocumentPositionParams,
} from "vscode-languageserver/node";
import { versions } from "../info.js";
import { Notebook } from "../language/notebook.js";
import { isCheckMode } from "../modes.js";
import type { Book } from "./book.js";
import { complete, resolve } from "./completion.js";
import { diagnose } from "./diagnostics.js";
import { Library, pathOf } from "./library.js";
import {
  definitions,
  highlights,
  hover,
  prepareRename,
  references,
  rename,
  signatureHelp,
  symbols,
} from "./navigation.js";
import { documentOf, placeOf, type Place } from "./places.js";

// The language server: LSP 3.17 on standard input and output.

const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
const library = new Library();
let isInitialized = false;
let isShutDown = false;
/** Whether the client adds the imports that a completion needs, and asks for edits of certain versions. */
let [canImport, canVersion] = [false, false];

/** How long nothing must have changed before cells are checked, in milliseconds. */
const pause = 150;

connection.onInitialize((params: InitializeParams): InitializeResult => {
  isInitialized = true;
  const { textDocument, workspace } = params.capabilities;
  canImport =
    textDocument?.completion?.completionItem?.resolveSupport?.properties.includes("additionalTextEdits") ?? false;
  canVersion = workspace?.workspaceEdit?.documentChanges ?? false;
  const root = params.workspaceFolders?.[0]?.uri ?? params.rootUri;
  library.folder = (root == null ? undefined : pathOf(root)) ?? library.folder;
  takeSettings(params.initializationOptions);
  return {
    serverInfo: { name: "normlab", version: versions().normlab },
    capabilities: {
      positionEncoding: PositionEncodingKind.UTF16,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      notebookDocumentSync: {
        notebookSelector: ["typescript", "javascript", "typescriptreact", "javascriptreact"].map((language) => ({
          notebook: "*",
          cells: [{ language }],
        })),
        save: true,
      },
      completionProvider: { resolveProvider: true, triggerCharacters: [".", '"', "'", "`", "/", "@", "<", "#"] },
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      documentSymbolProvider: true,
      renameProvider: { prepareProvider: true },
      signatureHelpProvider: { triggerCharacters: ["(", ",", "<"], retriggerCharacters: [")"] },
    },
  };
});
connection.onInitialized(() => {
  // What every check needs is read while the editor still opens its documents.
  setImmediate(() => {
    if (library.books.length === 0) warm(library.folder);
  });
});
connection.onShutdown(() => {
  isShutDown = true;
});
connection.onDidChangeConfiguration(({ settings }) => {
  takeSettings((settings as { normlab?: unknown } | null)?.normlab);
  library.settingsChanged();
  for (const book of library.books) checkSoon(book);
});

/** `{ "typecheck": MODE }` of the client. */
function takeSettings(settings: unknown): void {
  const { typecheck } = (settings ?? {}) as { typecheck?: unknown };
  if (typecheck === undefined) return;
  if (isCheckMode(typecheck)) library.mode = typecheck;
  else connection.console.error(`typecheck: expected strict, notebook or off, got ${JSON.stringify(typecheck)}`);
}

const { synchronization } = connection.notebooks;
// What is open in one document may be imported by others.
synchronization.onDidOpenNotebookDocument((params) => {
  library.openNotebook(params);
  checkAll();
});
synchronization.onDidChangeNotebookDocument((params) => {
  library.changeNotebook(params);
  checkAll();
  for (const { uri } of params.change.cells?.structure?.didClose ?? []) clear(uri);
});
synchronization.onDidSaveNotebookDocument(checkAll);
synchronization.onDidCloseNotebookDocument(({ notebookDocument }) => close(notebookDocument.uri));
connection.onDidOpenTextDocument(({ textDocument }) => {
  library.openText(textDocument);
  checkAll();
});
connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
  library.changeText(uri, contentChanges, version);
  checkAll();
});
connection.onDidSaveTextDocument(checkAll);
connection.onDidCloseTextDocument(({ textDocument }) => close(textDocument.uri));
connection.onDidChangeWatchedFiles(checkAll);

connection.onCompletion(at((place) => complete(place, canImport)));
connection.onCompletionResolve(guarded((item) => resolve(library, item, canImport)));
connection.onHover(at(hover));
connection.onDefinition(at(definitions));
connection.onReferences(at((place, { context }) => references(place, context?.includeDeclaration ?? true)));
connection.onDocumentHighlight(at(highlights));
connection.onPrepareRename(at(prepareRename));
connection.onRenameRequest(at((place, { newName }) => rename(place, newName, canVersion)));
connection.onSignatureHelp(at(signatureHelp));
connection.onDocumentSymbol(
  guarded((params) => {
    const { book, document } = documentOf(library, params);
    return book ? symbols(book, document!) : null;
  }),
);
connection.listen();

/** Answers a request for a place; `null` where no cell is. */
function at<P extends TextDocumentPositionParams, R>(answer: (place: Place, params: P) => R) {
  return guarded((params: P): R | null => {
    const place = placeOf(library, params);
    return place ? answer(place, params) : null;
  });
}

/** Refuses what is asked at the wrong time. */
function guarded<P, R>(answer: (params: P) => R) {
  return (params: P, token: CancellationToken): R => {
    if (!isInitialized) throw new ResponseError(ErrorCodes.ServerNotInitialized, "expected initialize first");
    if (isShutDown) throw new ResponseError(ErrorCodes.InvalidRequest, "expected exit after shutdown");
    if (token.isCancellationRequested) throw new ResponseError(-32800, "cancelled");
    return answer(params);
  };
}

/** Checks of books that have changed, not yet begun. */
const waiting = new Map<Book, NodeJS.Timeout>();

function checkSoon(book: Book): void {
  clearTimeout(waiting.get(book));
  waiting.set(
    book,
    setTimeout(() => {
      waiting.delete(book);
      check(book);
    }, pause),
  );
}

/** Reads and checks the libraries. */
function warm(folder: string): void {
  const notebook = new Notebook(folder);
  notebook.update([
    { id: "warm", text: "for (const [key] of new Map<string, number[]>()) key.length;", mode: "strict" },
  ]);
  notebook.check();
}

function checkAll(): void {
  for (const book of library.books) checkSoon(book);
}

function check(book: Book): void {
  try {
    for (const [{ uri, version }, diagnostics] of diagnose(library.upToDate(book))) {
      void connection.sendDiagnostics({ uri, version, diagnostics });
    }
  } catch (error) {
    connection.console.error(`checking ${book.uri}: ${(error as Error).stack ?? String(error)}`);
  }
}

function close(uri: string): void {
  const book = library.close(uri);
  if (!book) return;
  clearTimeout(waiting.get(book));
  waiting.delete(book);
  for (const document of book.documents) clear(document.uri);
  checkAll();
}

function clear(uri: string): void {
  void connection.sendDiagnostics({ uri, diagnostics: [] });
}
