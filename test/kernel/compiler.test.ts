import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Emitter } from "../../src/kernel/language/emit.js";
import { parse } from "../../src/kernel/language/cell.js";
import { CellCompiler } from "../../src/kernel/language/prepare.js";
import { LanguageSession, type FileOfProgram } from "../../src/kernel/language/session.js";

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
  const prepared = compiler.prepare({ name: `cell-${++count}`, text, mode: "strict" });
  compiler.finish();
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

describe("cells are checked by one checker", () => {
  test("whatever they declare and use of each other, until one imports a module that none has imported", () => {
    const first = guest("1").program;
    expect(errorOf("const a = 1; class Point { private x = a }")).toBeUndefined();
    expect(errorOf("let p = new Point(); type Points = Point[]")).toBeUndefined();
    expect(guest("const points: Points = [p]; points").program).toBe(first);
    expect(errorOf("import { sep } from 'node:path'; const s = sep")).toBeUndefined();
    const second = guest("s + sep").program;
    expect(second).not.toBe(first);
    expect(guest("import { join } from 'node:path'; join(s)").program).toBe(second);
    expect(guest("import { cpus } from 'node:os'; cpus()").program).not.toBe(second);
  });
  test("but not one that changes what all files see, which stays in force when it has run", () => {
    const plain = guest("1").program;
    const text = "declare global { interface Array<T> { shown(): T } }\n[1].shown()";
    expect(guest(text).program).not.toBe(plain);
    expect(errorOf("[1].shown()")).toContain("TS2339");
    expect(errorOf(text)).toBeUndefined();
    expect(errorOf("[1].shown()")).toBeUndefined();
    expect(errorOf("document.title")).toContain("TS2584");
    expect(errorOf('/// <reference lib="dom" />\ndocument.title')).toBeUndefined();
    expect(errorOf("document.title; [1].shown()")).toBeUndefined();
    expect(guest("2").program).toBe(guest("3").program);
  });
  test("and it is told of what imports bring for all files, in cells and in what is being typed, only when those ran", () => {
    writeFileSync(join(folder, "brings.ts"), "declare global { interface Array<T> { brought: T } }\nexport {};");
    expect(guest("import './brings.js'; [1].brought").program).toBeDefined();
    expect(errorOf("[1].brought")).toContain("TS2339");
    session.ask("import './brings.js'; [1].", false);
    expect(errorOf("[1].brought")).toContain("TS2339");
    expect(errorOf("import './brings.js'; [1].length.nothing")).toContain("TS2339");
    expect(errorOf("[1].brought")).toContain("TS2339");
    expect(errorOf("import './brings.js'")).toBeUndefined();
    expect(errorOf("[1].brought")).toBeUndefined();
  });
  test("which says the same of each as when it is checked alone", () => {
    let errors = 0;
    writeFileSync(join(folder, "beside.ts"), "export const beside = { k: 1 };");
    errorOf("import { basename } from 'node:path'; import { beside } from './beside.js'; const earlier = { beside }");
    const importing = [
      "earlier.beside.k.toFixed() + basename(beside.k)",
      "import { beside as own } from './beside.js'; own.k.length",
      "import('./beside.js').then((module) => module.beside.l)",
      "import { join } from 'node:path'; join('a', earlier)",
      "let typed: typeof import('./beside.js').beside = 1",
    ];
    expect(diagnosticsOf(guest("earlier.beside.k.toFixed() + basename(String(beside.k))"))).toEqual([]);
    for (const text of [...texts, ...importing]) {
      const asGuest = guest(text);
      const alone = session.alone(cell(text));
      expect(asGuest.program, text).not.toBe(alone.program);
      expect(diagnosticsOf(asGuest), text).toEqual(diagnosticsOf(alone));
      errors += diagnosticsOf(alone).length;
    }
    expect(errors).toBeGreaterThanOrEqual(17);
  });
  test("which knows the latest of what was declared again, and tells apart classes that look the same", () => {
    expect(errorOf("const value = 1; let other = 'a'; type Pair = [number, string]")).toBeUndefined();
    const program = guest("value").program;
    expect(guest("const pair: Pair = [value, other]; pair").program).toBe(program);
    expect(errorOf("value.length")).toContain("TS2339");
    expect(errorOf("const value = 'a'")).toBeUndefined();
    expect(errorOf("value.length")).toBeUndefined();
    expect(errorOf("value.toFixed()")).toContain("TS2551");
    expect(errorOf("class Own { private secret = 1 }\nconst own = new Own()")).toBeUndefined();
    expect(errorOf("const same: Own = own")).toBeUndefined();
    expect(errorOf("class Own { private secret = 1 }")).toBeUndefined();
    expect(errorOf("const other: Own = own")).toContain("TS2322");
  });
  test("which does not take what one declares for what another does", () => {
    guest("const hidden = 1; interface Array<T> { hidden(): T }");
    expect(errorOf("hidden")).toContain("TS2304");
    expect(errorOf("[1].hidden()")).toContain("TS2339");
  });
  test("which gives the same advice after many errors", () => {
    for (let i = 0; i < 30; i++) expect(errorOf("consol.log(1)")).toContain("Did you mean 'console'?");
  });
  test("also when one cell uses very many others", () => {
    for (let i = 0; i < 250; i++) errorOf(`const n${i} = ${i}`);
    const sum = Array.from({ length: 250 }, (_, i) => `n${i}`).join(" + ");
    const summed = guest(sum);
    expect(diagnosticsOf(summed)).toEqual([]);
    expect(guest("1").program).toBe(summed.program);
    expect(errorOf(`(${sum}).length`)).toContain("TS2339");
  });
  test("which ends after many cells, so that nothing grows", () => {
    const programs = new Set(Array.from({ length: 500 }, (_, i) => guest(`const x${i} = ${i}`).program));
    expect(programs.size).toBeGreaterThan(2);
    expect(programs.size).toBeLessThan(6);
  });
});

describe("what a cell declares", () => {
  // Cells that are not checked are kept as they are; of others the declarations are kept.
  test.each<[string, string, ...string[]]>([
    [
      "literals and what is inferred",
      "const a = 1; let b = 'x'; var c = { k: [1] }",
      "a.length",
      "b = 2",
      "c.k.push('')",
    ],
    ["what grows", "let grown = []; let late: number | undefined", "grown.push(1)", "late.toFixed()"],
    ["patterns", "const { x, ...rest } = { x: 1, y: 'a' }; const [p = 1] = [2]", "rest.x", "p.length", "rest.y.length"],
    [
      "functions",
      "function f(a: 'n'): number; function f(a: 's'): string;\nfunction f(a: string): unknown { return a }",
      "f('s').toFixed()",
      "f('n').toFixed()",
      "f('')",
    ],
    [
      "generics",
      "const id = <T,>(t: T) => ({ t }); async function* g<T>(t: T) { yield t }",
      "id(1).t.length",
      "for await (const t of g('')) t.toFixed()",
    ],
    [
      "guards",
      "const isText = (x: unknown) => typeof x === 'string'; function sure(x: unknown): asserts x is 1 { if (x !== 1) throw x }",
      "const u: unknown = 1; if (isText(u)) u.toFixed()",
      "const v: number = 2; sure(v); v === 3",
    ],
    [
      "classes",
      "abstract class A<T> { #own = 1; private hidden = 2; constructor(readonly t: T) {} abstract f(): this }",
      "new A(1)",
      "class B extends A<1> { f() { return this } }\nnew B(1).f().t.x",
      "(null! as A<1>).hidden",
      "({ t: 1, f() { return this } }) satisfies A<1>",
    ],
    [
      "classes without a name",
      "const C = class { private p = 1; q = '' }; const D = new (class { private r = 1 })()",
      "new C().p",
      "new C().q.x",
      "D.r",
    ],
    [
      "enums and namespaces",
      "enum E { A, B = 'b' }\nnamespace N { export type T = 1; export const v = [E.A]; const w = 1 }",
      "E.C",
      "N.v[0] === E.B",
      "N.w",
      "const t: N.T = 2",
    ],
    [
      "types",
      "type Rec<T> = { [K in keyof T]: Rec<T[K]> }\ninterface I { i: Rec<{ j: 1 }> }",
      "(null! as I).i.k",
      "(null! as I).i.j.toFixed(1, 2)",
    ],
    [
      "a type that a function hides",
      "class P { z = 1 }\nconst make = <P,>(_: P) => new Outer();\nclass Outer { p = new P() }",
      "make(1).p.y",
      "make(1).p.z.y",
    ],
    ["names that others hide", "class P { z = 1 }\nconst p = new P();\nconst f = <P,>(q: P) => [p, q]", "f(1)[0].y"],
    ["symbols", "const key: unique symbol = Symbol(); const o = { [key]: 1 }", "o[key].length", "o[Symbol()]"],
    [
      "imports",
      "import { join as j } from 'node:path'; import type { Stats } from 'node:fs'; const s = null! as Stats",
      "j(1)",
      "s.size.x",
      "let again: Stats = 1",
    ],
    [
      "properties of functions",
      "function counter() { return counter.n }\ncounter.n = 1",
      "counter.n.length",
      "counter.m",
    ],
    [
      "modules",
      "declare global { interface Array<T> { grown: T } }\nexport default 1; export const e = 2",
      "[1].grown.length",
      "e.length",
    ],
  ])("means the same to later cells when it was checked and kept as declarations: %s", (_, text, ...uses) => {
    const errors = [true, false].map((check) => {
      compiler = new CellCompiler(new LanguageSession(folder), []);
      const prepared = compiler.prepare({ name: `declaring-${++count}`, text, mode: check ? "strict" : "off" });
      expect(prepared).toHaveProperty("javascript");
      return uses.map((use) => /^TS\d+/.exec(errorOf(use) ?? "")?.[0]);
    });
    expect(errors[0]).toEqual(errors[1]);
    expect(errors[0]!.some(Boolean)).toBe(true);
  });
  test("is known without all that it was made from, so long rows of cells can build on each other", () => {
    errorOf("const x0 = 1");
    for (let i = 1; i < 900; i++) expect(errorOf(`const x${i} = x${i - 1} + 1`)).toBeUndefined();
    expect(errorOf("x899.toFixed()")).toBeUndefined();
    expect(errorOf("x899.length")).toContain("TS2339");
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
    expect(errorOf(text)).toBeUndefined();
    write("inner.ts", "export const inner = 1;");
    expect(errorOf(text)).toContain("TS2339");
    expect(errorOf("import { inner } from './inner.js'; inner")).toBeUndefined();
  });
  test("even when nothing else has changed; one that was deleted is missed", () => {
    const text = "import { late } from './late.js'; late.length";
    expect(errorOf(text)).toContain("TS2307");
    write("late.ts", "export const late = 'a';");
    expect(errorOf(text)).toBeUndefined();
    rmSync(join(folder, "late.ts"));
    expect(errorOf("1")).toBeUndefined();
    expect(errorOf(text)).toContain("TS2307");
  });
  test("what a cell that is not checked has missed is not looked for by those after it", () => {
    compiler.prepare({ name: "unchecked", text: "import nothing from './nowhere.js'; nothing", mode: "off" });
    compiler.finish();
    expect(guest("1").program).toBe(guest("2").program);
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
