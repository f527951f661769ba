import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Emitter } from "../../src/kernel/language/emit.js";
import { CellCompiler } from "../../src/kernel/language/prepare.js";
import { LanguageSession, parse, type FileOfProgram } from "../../src/kernel/language/session.js";

const folders: string[] = [];
let folder: string;
let session: LanguageSession;
let compiler: CellCompiler;
let count = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "normlab-compiler-"));
  folders.push(folder);
  session = new LanguageSession(folder);
  compiler = new CellCompiler(session, []);
});
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true })));

const cell = (text: string): ts.SourceFile => parse(session.pathOf("cell"), text);
const guest = (text: string): FileOfProgram => session.asGuest(cell(text));
/** The error that a cell is refused with, and `undefined` for one that may run. */
function errorOf(text: string): string | undefined {
  const prepared = compiler.prepare({ name: `cell-${++count}`, text, check: true });
  return "error" in prepared ? prepared.error.evalue : undefined;
}
function diagnosticsOf({ program, file }: FileOfProgram): string[] {
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    ({ code, start, messageText }) => `${code} at ${start}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
  );
}

const texts = [
  "1 + 1",
  "'a' * 2",
  "const xs = [1, 2].map((x) => ({ x })); xs[0]?.x.length",
  "class Point { constructor(readonly x: number) {} }\nnew Point('1').y",
  "function same<T>(value: T): T { return value }\nsame('a').toFixed()",
  "interface Shape { size: number }\nconst shape: Shape = { size: 1, other: 2 }",
  "enum Colour { Red }\nColour.Blue",
  "namespace Inner { export type T = string }\nconst t: Inner.T = 1",
  "(x) => x",
  "// @ts-expect-error\nconst right: number = 1",
  "// @ts-expect-error\nconst wrong: number = 'a'",
  "for await (const each of [Promise.resolve(1)]) each.length",
  "abstract class Base { abstract f(): void }\nnew Base()",
  "type Either = { kind: 'a'; a: 1 } | { kind: 'b'; b: 2 }\nfunction f(e: Either) { return e.kind === 'a' ? e.b : e.b }",
  "const once = 1; once = 2",
  "await Promise.resolve('a').then((s) => s.nothing)",
];

describe("a cell that imports what the last one did", () => {
  test("is checked by the same checker, and one that imports something else is not", () => {
    const first = guest("1").program;
    expect(guest("2").program).toBe(first);
    const second = guest("import { sep } from 'node:path'; sep").program;
    expect(second).not.toBe(first);
    expect(guest("import { join } from 'node:path'; join('a')").program).toBe(second);
    expect(guest("import { cpus } from 'node:os'; cpus()").program).not.toBe(second);
    const both = guest("import { cpus } from 'node:os'; import { sep } from 'node:path'; sep").program;
    expect(both).not.toBe(second);
    expect(guest("import { sep } from 'node:path'; sep").program).not.toBe(both);
  });
  test("or that changes what all files see, has a program of its own", () => {
    const plain = guest("1").program;
    const globals = guest("declare global { interface Array<T> { shown(): T } }\n[1].shown()").program;
    expect(globals).not.toBe(plain);
    const again = guest("2").program;
    expect(again).not.toBe(globals);
    expect(guest('/// <reference lib="dom" />\ndocument.title').program).not.toBe(again);
  });
  test("is told the same as when it is checked alone", () => {
    let errors = 0;
    for (const text of texts) {
      const asGuest = guest(text);
      const alone = session.alone(cell(text));
      expect(asGuest.program, text).not.toBe(alone.program);
      expect(diagnosticsOf(asGuest), text).toEqual(diagnosticsOf(alone));
      errors += diagnosticsOf(alone).length;
    }
    expect(errors).toBeGreaterThanOrEqual(12);
  });
  test("uses the names of earlier cells, and the latest of those that were declared again", () => {
    expect(errorOf("const value = 1; let other = 'a'; type Pair = [number, string]")).toBeUndefined();
    const program = guest("value").program;
    expect(guest("const pair: Pair = [value, other]; pair").program).toBe(program);
    expect(errorOf("value.length")).toContain("TS2339");
    expect(errorOf("const value = 'a'")).toBeUndefined();
    expect(errorOf("value.length")).toBeUndefined();
    expect(errorOf("value.toFixed()")).toContain("TS2551");
  });
  test("does not see what another cell declares for itself, or has declared for all until it ran", () => {
    guest("const hidden = 1; interface Array<T> { hidden(): T }");
    expect(errorOf("hidden")).toContain("TS2304");
    expect(errorOf("[1].hidden()")).toContain("TS2339");
    guest("declare global { interface Array<T> { shown(): T } }\n[1].shown()");
    expect(errorOf("[1].shown()")).toContain("TS2339");
    expect(errorOf("declare global { interface Array<T> { shown(): T } }\n[1].shown()")).toBeUndefined();
    expect(errorOf("[1].shown()")).toBeUndefined();
  });
  test("is given the same advice after many errors", () => {
    for (let i = 0; i < 30; i++) expect(errorOf("consol.log(1)")).toContain("Did you mean 'console'?");
  });
  test("ends the program of the others when there were many, so that nothing grows", () => {
    const programs = new Set(Array.from({ length: 350 }, (_, i) => guest(`const x${i} = ${i}`).program));
    expect(programs.size).toBeGreaterThan(2);
    expect(programs.size).toBeLessThan(6);
  });
});

describe("files that change between two runs of a cell", () => {
  const write = (name: string, text: string): void => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  test("a module that was missing is found when it is there, also by other modules", () => {
    write("outer.ts", "import { inner } from './inner.js';\nexport const outer = inner;");
    const text = "import { outer } from './outer.js'; outer.length";
    expect(errorOf(text)).toBeUndefined();
    expect(errorOf("import { inner } from './inner.js'; inner")).toContain("TS2307");
    write("inner.ts", "export const inner = 1;");
    expect(errorOf("import { inner } from './inner.js'; inner")).toBeUndefined();
    expect(errorOf(text)).toContain("TS2339");
  });
  test("so is a package", () => {
    const text = "import late from 'late-package'; late.answer";
    expect(errorOf(text)).toContain("TS2307");
    expect(errorOf("1 + 1")).toBeUndefined();
    write("node_modules/late-package/package.json", '{ "name": "late-package", "types": "index.d.ts" }');
    write("node_modules/late-package/index.d.ts", "declare const late: { answer: number };\nexport default late;");
    expect(errorOf(text)).toBeUndefined();
    expect(errorOf("import late from 'late-package'; late.question")).toContain("TS2339");
  });
  test("a module that was edited is seen as it is now", () => {
    write("edited.ts", "export const value = 1;");
    const text = "import { value } from './edited.js'; value.length";
    expect(errorOf(text)).toContain("TS2339");
    // Files are told apart by when they were written.
    write("edited.ts", "export const value = 'a';");
    expect(errorOf(text)).toBeUndefined();
  });
});

test("cells become the JavaScript that TypeScript itself makes of single files", () => {
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true, sourceMap: true };
  const emitter = new Emitter({ ...options, module: ts.ModuleKind.Preserve });
  const more = [
    "import { a, type B } from 'somewhere'; export const c: B = a;",
    "import type { T } from './types.js'; let t: T | undefined;",
    "enum E { A = 1, B = A << 1 }\nnamespace N { export const e = E.B }",
    "using file = { [Symbol.dispose]() {} }; file",
    "function dec(_: unknown, context: ClassDecoratorContext) { context.name }\n@dec class D { accessor x = 1; #y = 2 }",
    "export default (async function* () { yield* [1] })()",
  ];
  // More than one program takes in.
  for (const text of [...texts, ...more, ...texts, ...more, ...texts, ...more, ...texts, ...more, ...texts, ...more]) {
    const expected = ts.transpileModule(text, {
      fileName: "/cell.ts",
      compilerOptions: { ...options, module: ts.ModuleKind.Preserve },
    });
    const { javascript, mappings } = emitter.emit(parse("/cell.ts", text), {});
    expect(javascript).toBe(expected.outputText.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
    expect(mappings).toBe((JSON.parse(expected.sourceMapText!) as { mappings: string }).mappings);
  }
});
