import ts from "typescript";
import { expect, test } from "vitest";
import { complete } from "../../src/kernel/language/complete.js";
import { combineLibraries } from "../../src/kernel/language/libraries.js";
import { compilerOptions, typesOfNode } from "../../src/kernel/language/options.js";
import { CellCompiler } from "../../src/kernel/language/prepare.js";
import { LanguageSession } from "../../src/kernel/language/session.js";
import { tmpdir } from "node:os";

// As a Node of tomorrow might have it.
Object.defineProperty(Math, "ofTomorrow", { value: () => 1, configurable: true });
const session = new LanguageSession(tmpdir());
const compiler = new CellCompiler(session, []);

/** What is said of a cell, as an error or a warning. */
function saidOf(text: string): string {
  const prepared = compiler.prepare({ name: "cell-1", text, mode: "notebook" });
  return "error" in prepared ? prepared.error.evalue : (prepared.warnings ?? "");
}

const prototype = Object.getPrototypeOf(Object.getPrototypeOf([].values())) as object;
const intl = Intl as unknown as object;
/** Of the language's newer parts: a cell that uses one, and whether the Node at hand has it. */
test.each<[string, boolean]>([
  ["Object.groupBy([1, 2], (x) => x % 2)", "groupBy" in Object],
  ["Promise.withResolvers<number>()", "withResolvers" in Promise],
  ["await Array.fromAsync([1])", "fromAsync" in Array],
  ["new Set([1]).union(new Set([2]))", "union" in Set.prototype],
  ["[1].values().map((x) => x)", "map" in prototype],
  ["Iterator.from([1])", "Iterator" in globalThis],
  ["new ArrayBuffer(8).transfer(2)", "transfer" in ArrayBuffer.prototype],
  ["new ArrayBuffer(8, { maxByteLength: 16 }).resize(16)", "resize" in ArrayBuffer.prototype],
  ["new Float16Array(3)", "Float16Array" in globalThis],
  ["Temporal.Now.instant()", "Temporal" in globalThis],
  ["new DisposableStack()", "DisposableStack" in globalThis],
  ["RegExp.escape('x')", "escape" in RegExp],
  ["new Map([[1, 2]]).getOrInsert(1, 2)", "getOrInsert" in Map.prototype],
  ["Error.isError(1)", "isError" in Error],
  ["new Intl.DurationFormat('en')", "DurationFormat" in intl],
  ["Math.f16round(1)", "f16round" in Math],
  ["new Uint8Array(3).toBase64()", "toBase64" in Uint8Array.prototype],
  ["new WebSocket('ws://localhost')", "WebSocket" in globalThis],
  ["new EventSource('http://localhost')", "EventSource" in globalThis],
  ["new AbortController().abort(); structuredClone(new URL('http://a'))", true],
  ["[gc?.(), require.resolve, module.exports, __filename]", true],
  ["using x = { [Symbol.dispose]() {} }", true],
  ["[3, 1].toSorted()", true],
])("%s is known where this Node has it, and only there", (text, isThere) => {
  if (isThere) expect(saidOf(text)).toBe("");
  else expect(saidOf(text)).toContain(`Node ${process.versions.node}, which runs the cells, does not have it.`);
});

test("completion offers what this Node has of the language, and nothing else", () => {
  const names = (text: string): string[] => complete(session, text, text.length).matches.map(({ text: name }) => name);
  const constructors = { Object, Promise, Array, Map, Error, RegExp, Math } as unknown as Record<string, object>;
  for (const [name, object] of Object.entries(constructors)) {
    const offered = names(`${name}.`).filter((each) => !["prototype", "Symbol"].includes(each));
    expect(offered.length).toBeGreaterThan(2);
    expect(offered.filter((each) => !(each in object))).toEqual([]);
  }
  expect(names("new Set([1]).").includes("union")).toBe("union" in Set.prototype);
});

test("what is left of the declarations has no errors, so that functions are still functions", () => {
  expect(
    saidOf("const f: Function = () => 1; process.nextTick(() => 1); [f, class {}, Math.max] satisfies Function[]"),
  ).toBe("");
  const { lib = [], ...options } = compilerOptions(tmpdir());
  const { file, texts } = combineLibraries(lib, typesOfNode(tmpdir(), options));
  const whole = { ...options, noLib: true, types: [], skipLibCheck: false };
  const host = ts.createCompilerHost(whole);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, version) =>
    texts.has(name) ? ts.createSourceFile(name, texts.get(name)!, version) : getSourceFile(name, version);
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  const program = ts.createProgram(
    [...texts.keys()].filter((path) => texts.get(path) !== ""),
    whole,
    host,
  );
  expect(program.getSourceFile(file)!.text.length).toBeGreaterThan(1e5);
  const wrong = program.getSourceFiles().flatMap((each) => program.getSemanticDiagnostics(each));
  expect(wrong.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
}, 60_000);

test("what this Node lacks may be asked for", () => {
  expect(saidOf("typeof WebSocket === 'undefined' ? 'none' : WebSocket.name")).not.toMatch(/^TS/);
  expect(saidOf("WebSocketOfNobody")).toMatch(/^TS2304: Cannot find name 'WebSocketOfNobody'\. \(/);
});

test("a member that nobody has is an error as ever, with the compiler's own words", () => {
  expect(saidOf("Math.nothing")).toMatch(/^TS2339: Property 'nothing' does not exist on type 'Math'\. \(/);
});

test("what this Node has and the compiler does not know is no error", () => {
  const prepared = compiler.prepare({ name: "cell-2", text: "Math.ofTomorrow()", mode: "notebook" });
  expect(prepared).not.toHaveProperty("error");
  expect(saidOf("Math.ofTomorrow()")).toMatch(/2339/);
});
