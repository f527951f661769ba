import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { CancellationTokenSource, ErrorCodes, LSPErrorCodes } from "vscode-languageserver/node";
import { Editor } from "./client.js";

let editor: Editor;
afterEach(() => editor.stop());

const refusal = (promise: Promise<unknown>): Promise<{ code: number; message: string }> =>
  promise.then(
    (result) => ({ code: 0, message: JSON.stringify(result) }),
    (error: unknown) => error as { code: number; message: string },
  );

test("what is wrong with a request is answered, and the server goes on", async () => {
  editor = new Editor();
  const { connection } = editor;
  const early = await refusal(connection.sendRequest("textDocument/hover", { textDocument: { uri: "x" } }));
  expect(early.code).toBe(ErrorCodes.ServerNotInitialized);
  const { capabilities } = await editor.initialize();
  expect(capabilities).toMatchObject({ positionEncoding: "utf-16", notebookDocumentSync: { save: true } });
  await editor.open(["const a = 1;"]);
  const uri = editor.cell(0);
  for (const [method, params, code] of [
    ["textDocument/hover", {}, ErrorCodes.InvalidParams],
    ["textDocument/hover", { textDocument: { uri } }, ErrorCodes.InvalidParams],
    ["textDocument/hover", { textDocument: { uri }, position: { line: -1, character: "a" } }, ErrorCodes.InvalidParams],
    ["textDocument/rename", { ...editor.at(0, "|a"), newName: 3 }, ErrorCodes.InvalidParams],
    ["textDocument/nothing", {}, ErrorCodes.MethodNotFound],
  ] as const) {
    expect((await refusal(connection.sendRequest(method, params))).code, method).toBe(code);
  }
  const elsewhere = { textDocument: { uri: "file:///nowhere.ts" }, position: { line: 0, character: 0 } };
  expect(await connection.sendRequest("textDocument/hover", elsewhere)).toBeNull();
  // Changes of what is not open, and places behind the end.
  await connection.sendNotification("notebookDocument/didChange", {
    notebookDocument: { uri: "file:///no.ipynb", version: 1 },
    change: {},
  });
  await connection.sendNotification("notebookDocument/didOpen", {});
  const end = { textDocument: { uri }, position: { line: 99, character: 99 } };
  expect(await connection.sendRequest("textDocument/hover", end)).toBeNull();
  expect(await editor.hover(0, "|a")).toContain("const a: 1");
});

test("a request that is cancelled before its turn is answered as cancelled", async () => {
  editor = new Editor();
  await editor.initialize();
  await editor.open(["const a = 1;"]);
  const first = editor.hover(0, "|a");
  const source = new CancellationTokenSource();
  const second = refusal(editor.connection.sendRequest("textDocument/completion", editor.at(0, "|a"), source.token));
  source.cancel();
  expect((await second).code).toBe(LSPErrorCodes.RequestCancelled);
  expect(await first).toContain("const a");
});

test("after shutdown requests are refused; exit ends with 0, without shutdown with 1, and so does a client that is gone", async () => {
  editor = new Editor();
  await editor.initialize();
  await editor.connection.sendRequest("shutdown");
  const late = await refusal(editor.connection.sendRequest("textDocument/hover", { textDocument: { uri: "x" } }));
  expect(late.code).toBe(ErrorCodes.InvalidRequest);
  await editor.connection.sendNotification("exit");
  expect(await editor.ended).toBe(0);
  await editor.stop();
  editor = new Editor();
  await editor.initialize();
  await editor.connection.sendNotification("exit");
  expect(await editor.ended).toBe(1);
  await editor.stop();
  editor = new Editor();
  await editor.initialize();
  editor.process.stdin!.end();
  expect(await editor.ended).toBe(1);
});

test("the command says what it needs", () => {
  editor = new Editor();
  const command = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [command, "language-server"], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toContain("--stdio");
});
