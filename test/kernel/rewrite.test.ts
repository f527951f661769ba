import { SourceMap } from "node:module";
import ts from "typescript";
import { expect, test } from "vitest";
import { parseCell } from "../../src/kernel/language/cell.js";
import { rewriteInPlace } from "../../src/kernel/language/rewrite.js";
import { emitCell, emitterOfCells, type TransformInput } from "../../src/kernel/language/transform.js";

const emitter = emitterOfCells({});

function input(text: string, changes: Partial<TransformInput> = {}): TransformInput {
  return {
    source: parseCell("/cell", text),
    emitter,
    privateNames: new Set(),
    erasedImports: new Set(),
    isConstant: () => false,
    locate: () => undefined,
    ...changes,
  };
}

/** What a text means to JavaScript: its syntax, without parentheses and empty statements. */
function syntaxOf(javascript: string): string {
  const file = ts.createSourceFile("/x.js", `async () => {\n${javascript}\n}`, ts.ScriptTarget.ESNext, true);
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly ts.Diagnostic[] };
  expect(parseDiagnostics, javascript).toEqual([]);
  function syntax(node: ts.Node): string {
    if (ts.isParenthesizedExpression(node)) return syntax(node.expression);
    if (ts.isShorthandPropertyAssignment(node) && !node.objectAssignmentInitializer) {
      return `(PropertyAssignment (Identifier ${node.name.text})(Identifier ${node.name.text}))`;
    }
    if (ts.isEmptyStatement(node) || ts.isSemicolonClassElement(node)) return "";
    const parts: string[] = [];
    ts.forEachChild(node, (child) => void parts.push(syntax(child)));
    const isWord = ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isLiteralExpression(node);
    return `(${ts.SyntaxKind[node.kind]} ${isWord ? node.getText(file) : parts.join("")})`;
  }
  return syntax(file);
}

const plain = [
  "1 + 2",
  "let a: number, b = 1; a = b",
  "const { a, b: [c = 1], ...r }: any = o\n;[1].map((x: number) => x as any)",
  "foo\nconst { a } = o",
  "foo\nlet [p, , q = 3]: number[] = z",
  "let y = 1 as any\n(2)",
  "let a: number\n(foo)",
  "let s;\nlet e!: string\n+1",
  "if (a) b as any\nelse c!",
  "if (a) b; else c as T\n(1)",
  "try { a!.b!() } catch (e: unknown) { e as Error }",
  "const u = () => x as any\n(1)",
  "a = b as any\n/re/g.exec(x)",
  "type A = 1\n(b)",
  "interface I { a: 1 }\n[1].x",
  "declare const w: number\n(w)",
  "for (const k of m as any) k.z\ndo x as any\nwhile (y as any)",
  "class A { x: number\n['y'] = 1 }",
  "class A { x = 1\n readonly [y] = 2\n private *g() {} }",
  "class A { get: string\n foo() {} static: number\n bar() {} static\n y = 1 }",
  "class P { constructor(readonly owner: string, private cents = 3) { foo() } get t(): number { return 1 } #h!: string }",
  "class Q<T> extends R<string> implements S, U { m(x: string): void; m(x: any) { return x as T } declare d: string; [k: string]: any; static { let q: number = 1; q } override z() {} }",
  "abstract class Z { abstract f(): void; abstract g: number; h() {} }",
  "const o = { m<T>(x?: T): void {}, get v(): number { return 1 }, async q() {}, [k as string]: 1, a, f: <T,>(x: T): x is string => true }",
  "new Foo<A<B>>(1); tag<T>`a${b as any}c`; f(...(x as any[]))!; await (g as any)",
  "const q = a as B ? (c satisfies D) : d!, r = 1",
  "class A<T>extends B<T>implements C { m<U>(x: U): U{ return x as U } }",
  "a1!.b; a!instanceof b; c as any/2; (d as any)?.e; f! ++; typeof g!in h",
  "/* a */ const /* b */ n /* c */ : /* d */ number /* e */ = 1 // f",
];

test("Types are taken out and declarations become assignments in place, as the compiler's emitter would do it", () => {
  const inPlace = plain.filter((text) => rewriteInPlace(input(text)));
  // Lists of variables are left to the emitter.
  expect(plain.filter((text) => !inPlace.includes(text))).toEqual([plain[1], plain[25]]);
  for (const text of inPlace) {
    const emitted = emitCell(input(text)).javascript.replace(/^"use strict";\n/, "");
    expect(syntaxOf(rewriteInPlace(input(text))!.javascript), text).toBe(syntaxOf(emitted));
  }
});

test("Functions and classes that a cell shows read as if they had been written without types", () => {
  const javascript = (text: string) => rewriteInPlace(input(text))!.javascript;
  expect(javascript("const act: any = (n: number, m?: string): number => n! + (m as any).length;")).toBe(
    ";act = (n, m) => n + (m).length;;\n",
  );
  expect(javascript("1 + 5!.toFixed().length;")).toContain("5 .toFixed()");
  expect(javascript("class A<T> { kept!: T;\n#of?: Map<string, T>; m<U>(x: U): void { x satisfies U } }")).toBe(
    "A = class A { kept;\n#of; m(x) { x; } };\n",
  );
});

test("What is more than that is left to the emitter", () => {
  const texts = [
    "import a from 'b'",
    "export const z = 1",
    "await import('a')",
    "import.meta.url",
    "function f() {}",
    "enum E { A }",
    "namespace N { export const a = 1 }",
    "@d class D {}",
    "class D { accessor x = 1 }",
    "class D extends E { constructor(public a: number) { super() } }",
    "class D { constructor(public a: number) { 'use strict'; } }",
    "using q = r",
    "const j = <b>1</b>",
    "a, b",
    "<any>a",
    "var r = 1; var r = 2",
    "{ var deep = 1 }",
    "const f = (x: number): A\n| B => x",
    "const f = async <T,\n>(x: T) => x",
    "(function (this: any) {})()",
    "([a, b] as any) = z",
    "a <!--b\n",
    "a\r\nb",
  ];
  for (const text of texts) expect(rewriteInPlace(input(text)), text).toBeUndefined();
  expect(rewriteInPlace(input("one = 2", { isConstant: (name) => name === "one" }))).toBeUndefined();
  expect(rewriteInPlace(input("process.x", { privateNames: new Set(["process"]) }))).toBeUndefined();
  expect(rewriteInPlace(input("require('a')", { locate: () => "/b" }))).toBeUndefined();
  expect(rewriteInPlace(input("1", { script: { functions: new Map() } }))).toBeUndefined();
  expect(
    rewriteInPlace(input("class D { x = 1 }", { emitter: emitterOfCells({ useDefineForClassFields: false }) })),
  ).toBe(undefined);
});

test("Every name is where the user wrote it, and lines without code stand for none", () => {
  const text =
    "// begin\ninterface I {\n  i: 1;\n}\nconst { one, two }: I = three\n\nclass Four { five: I = six!; seven(): I {\n  return eight as I\n} }\nnine(ten)";
  const { javascript, mappings } = rewriteInPlace(input(text))!;
  const map = new SourceMap({ version: 3, file: "x", sources: ["x"], names: [], mappings } as never);
  const lines = text.split("\n");
  for (const [line, generated] of javascript.split("\n").entries()) {
    for (const { index, 0: name } of generated.matchAll(/\b(one|two|three|five|six|seven|eight|nine|ten)\b/g)) {
      const { originalLine, originalColumn } = map.findEntry(line, index) as Record<string, number>;
      expect(lines[originalLine!]!.startsWith(name, originalColumn), name).toBe(true);
    }
  }
  expect(mappings.split(";").map((each) => each !== "")).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
    true,
    true,
    true,
    true,
  ]);
});
