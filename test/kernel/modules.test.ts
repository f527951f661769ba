import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestKernel, type TestClient } from "./client.js";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start({
    "data.json": '{ "answer": 42 }',
    "local.ts":
      'import { inner } from "./inner.js";\nexport interface Shape { sides: number }\nexport const outer: number = inner + 1;\n',
    "inner.ts": "export const inner: number = 1;\n",
    "common.cjs": "const value = () => 7;\nmodule.exports = { ...{ value } };\n",
  });
  client = await kernel.connect();
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

function write(name: string, text: string): void {
  writeFileSync(join(kernel.folder, name), text);
}

test("ES modules, CommonJS, JSON and local TypeScript are imported; types are erased", async () => {
  await client.evaluate(
    "import { join as joinPath } from 'node:path';\nimport data from './data.json';\nimport { outer, type Shape } from './local.ts';\nimport { Shape as Other } from './local.js';\nimport { value } from './common.cjs';\nconst shape: Other = { sides: 3 }",
  );
  expect(await client.evaluate("[joinPath('a', 'b'), data.answer, outer, shape.sides, value()]")).toBe(
    "[ 'a/b', 42, 2, 3, 7 ]",
  );
});
test("a CommonJS module has all its names, whichever way it is imported", async () => {
  write(
    "hidden.cjs",
    "const api = () => 'called';\nfor (const name of ['map', 'filter']) api[name] = (list) => list.map(() => name);\nmodule.exports = api;\n",
  );
  write(
    "hidden.d.cts",
    "declare function api(): string;\ndeclare namespace api { function map(list: unknown[]): string[]; function filter(list: unknown[]): string[] }\nexport = api;\n",
  );
  await client.evaluate("import * as hidden from './hidden.cjs'");
  expect(await client.evaluate("[hidden.map([1]), hidden.default()]")).toBe("[ [ 'map' ], 'called' ]");
  expect(await client.evaluate("import { filter } from './hidden.cjs'; filter([1])")).toBe("[ 'filter' ]");
  expect(await client.evaluate("import called from './hidden.cjs'; called()")).toBe("'called'");
  expect(await client.evaluate("(await import('./hidden.cjs')).map([1])")).toBe("[ 'map' ]");
  expect(await client.evaluate("import * as data from './data.json'; data.answer")).toBe("42");
  expect(await client.evaluate("import asserted from './data.json' assert { type: 'json' }; asserted.answer")).toBe(
    "42",
  );
});
test("a module beside the notebook has all names of a CommonJS package too", async () => {
  const inPackage = (name: string, text: string): void => {
    mkdirSync(join(kernel.folder, "node_modules", name), { recursive: true });
    write(`node_modules/${name}/index.js`, text);
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
  };
  inPackage(
    "hidden-names",
    "const api = () => 'called';\nfor (const name of ['map', 'filter', 'find']) api[name] = () => name;\nmodule.exports = api;\n",
  );
  inPackage(
    "hidden-compiled",
    "Object.defineProperty(exports, '__esModule', { value: true });\nexports.default = () => 'default';\nfor (const name of ['late']) exports[name] = name;\n",
  );
  mkdirSync(join(kernel.folder, "node_modules", "real-module"));
  write("node_modules/real-module/package.json", '{ "name": "real-module", "version": "1.0.0", "main": "index.mjs" }');
  write("node_modules/real-module/index.mjs", "export let count = 1;\nexport const add = () => ++count;\n");
  write(
    "of-packages.ts",
    `import api, { map } from "hidden-names";
import * as all from "hidden-names";
import made, { late as named } from "hidden-compiled";
import { add, count } from "real-module";
export { filter as kept } from "hidden-names";
const { find }: { find: () => string } = all as never;
export const found: unknown[] = [api(), map(), all.filter(), find(), made(), named];
export const counted = (): number => (add(), count);
export function fail(): never { throw new Error("in the module"); }
import { Shape } from "hidden-names";
export const shapes: Shape[] = [];
`,
  );
  write("whole.ts", 'import whole from "hidden-compiled";\nexport const given: string = (whole as any).default();\n');
  write("wanting.ts", 'import { nobody } from "hidden-names";\nexport const wrong = nobody;\n');
  await client.evaluate("%typecheck off\nimport { found, kept, counted, fail } from './of-packages'");
  expect(await client.evaluate("[...found, kept()].join()")).toBe("'called,map,filter,find,default,late,filter'");
  expect(await client.evaluate("counted() + counted()")).toBe("5");
  expect(await client.evaluate("import { given } from './whole'; given")).toBe("'default'");
  expect(((await client.execute("fail()")).reply.traceback as string[]).join()).toContain("of-packages.ts:9:39");
  const { reply } = await client.execute("import { wrong } from './wanting'");
  expect(reply.evalue).toMatch(/hidden-names.* does not provide an export named 'nobody'/);
  await client.execute("%typecheck on\n1");
});
test("a CommonJS module that was compiled from an ES module has its default, as the checker says", async () => {
  write(
    "compiled.cjs",
    "Object.defineProperty(exports, '__esModule', { value: true });\nexports.default = class Made { hi() { return 'hi' } };\nexports.named = 4;\n",
  );
  write("compiled.d.cts", "export default class Made { hi(): string }\nexport declare const named: number;\n");
  expect(await client.evaluate("import Made, { named } from './compiled.cjs'; new Made().hi() + named")).toBe("'hi4'");
  expect(await client.evaluate("import * as compiled from './compiled.cjs'; new compiled.default().hi()")).toBe("'hi'");
  expect(await client.evaluate("(await import('./compiled.cjs')).default.name")).toBe("'Made'");
});
test("a file of a package is found without its ending, also beside a folder of that name, as the checker finds it", async () => {
  const folder = join(kernel.folder, "node_modules", "of-files");
  mkdirSync(join(folder, "part"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "name": "of-files", "version": "1.0.0", "main": "index.js" }');
  writeFileSync(join(folder, "part.js"), "exports.part = 1;\n");
  writeFileSync(join(folder, "other.js"), "exports.other = 2;\n");
  expect(await client.evaluate("import { part } from 'of-files/part'; part")).toBe("1");
  expect(await client.evaluate("(await import('of-files/other')).other")).toBe("2");
  expect((await client.execute("%typecheck off\nimport 'of-files/nothing'")).reply.status).toBe("error");
  await client.evaluate("%typecheck on");
});
test("a cell is the main module of the old kind, and has exports", async () => {
  expect(await client.evaluate("exports.one = 1; module.exports.two = 2; exports")).toBe("{ one: 1, two: 2 }");
  expect(await client.evaluate("require.main === module")).toBe("true");
  await client.evaluate("const module = 'mine'");
  expect(await client.evaluate("module")).toBe("'mine'");
});
test("a failed import leaves what its names meant before, to cells and to the checker", async () => {
  write("throws.ts", "throw new Error('not today');\nexport const kept = 1;\nexport const fresh = 1;\n");
  await client.evaluate("const kept = 'before'; import { sep as separator } from 'node:path';");
  for (const code of [
    "import { kept } from './throws.ts'",
    "import { kept, fresh as separator } from './throws.ts'",
    "import { join as kept } from 'node:path'; import { fresh } from './throws.ts'",
  ]) {
    expect((await client.execute(code)).reply.evalue, code).toBe("not today");
    expect(await client.evaluate("[kept.toUpperCase(), separator.length]")).toBe("[ 'BEFORE', 1 ]");
  }
  expect(await client.evaluate("let separator = 2; separator.toFixed(1)")).toBe("'2.0'");
});
test("what a notebook declares is not seen by packages that look for a browser or a test", async () => {
  write(
    "looks.cjs",
    "exports.seen = () => ['window', 'document', 'navigator', 'self', 'define', 'describe', 'location', 'Deno'].filter((name) => { try { return (0, eval)(name) !== undefined && name !== 'navigator' } catch { return false } });\nexports.typeofDocument = () => typeof document;\n",
  );
  await client.evaluate(
    "let document = null; const window = { a: 1 }; var self = window; function define() { return define.name } class location {} const describe = (x: string) => x.length; const Deno = {};",
  );
  expect(await client.evaluate("const looks = require('./looks.cjs'); [looks.seen(), looks.typeofDocument()]")).toBe(
    "[ [], 'undefined' ]",
  );
  expect(await client.evaluate("[document, window.a, self === window, define(), describe.name, new location()]")).toBe(
    "[ null, 1, true, 'define', 'describe', location {} ]",
  );
  expect((await client.execute("%typecheck off\nwindow.missing()")).reply.evalue).toBe(
    "window.missing is not a function",
  );
  await client.execute("%typecheck on");
});
test("a CommonJS module that exports an instance has its methods by name, as the checker says", async () => {
  write("instance.cjs", "class Clock { now() { return 5 } }\nmodule.exports = new Clock();\n");
  write("instance.d.cts", "declare class Clock { now(): number }\ndeclare const clock: Clock;\nexport = clock;\n");
  expect(await client.evaluate("import * as clock from './instance.cjs'; clock.now()")).toBe("5");
  expect(await client.evaluate("import { now } from './instance.cjs'; now()")).toBe("5");
  expect((await client.execute("%typecheck off\nimport { constructor } from './instance.cjs'")).reply.status).toBe(
    "error",
  );
  await client.execute("%typecheck on");
});
test("a .js file is what its text says, where no package.json says it", async () => {
  write("plain.js", "export const plain = 'module';\nexport const at = import.meta.url;\n");
  write("older.js", "exports.older = 'script';\n");
  expect(
    await client.evaluate("import { plain } from './plain.js'; import { older } from './older.js'; [plain, older]"),
  ).toBe("[ 'module', 'script' ]");
});
test("require has TypeScript, with or without its ending, and folders", async () => {
  mkdirSync(join(kernel.folder, "tools"));
  writeFileSync(
    join(kernel.folder, "tools", "index.ts"),
    "import { base } from './base';\nexport const tool: number = base + 1;\n",
  );
  writeFileSync(
    join(kernel.folder, "tools", "base.ts"),
    "export const base: number = 1;\nexport enum Size { Small = 3 }\n",
  );
  write("old.cts", "const old: number = 4;\nexport = { old };\n");
  expect(
    await client.evaluate(
      "[require('./tools').tool, require('./tools/base').Size.Small, require('./tools/base.ts').base, require('./old.cts').old]",
    ),
  ).toBe("[ 2, 3, 1, 4 ]");
  expect(await client.evaluate("require.resolve('./tools/base').endsWith('base.ts')")).toBe("true");
  expect((await client.execute("require('./tools/nothing')")).reply.evalue).toContain("Cannot find module");
});
test("require has a local module anew once it was edited, and those that require it; others keep their state", async () => {
  write("edited.ts", "export const value: number = 1;\n");
  write("uses-edited.cjs", "module.exports = { value: require('./edited.ts').value, made: [] };\n");
  write("steady.cjs", "exports.calls = 0;\n");
  const code =
    "const steady = require('./steady.cjs'); steady.calls++; [require('./uses-edited.cjs').value, steady.calls]";
  expect(await client.evaluate(code)).toBe("[ 1, 1 ]");
  write("edited.ts", "export const value: number = 200;\n");
  expect(await client.evaluate(code)).toBe("[ 200, 2 ]");
});
test("a module that requires an edited file is new when it is imported again, by whatever way it requires it", async () => {
  write("leaf.json", '{ "value": 1 }');
  write("middle.cjs", "exports.value = require('./leaf.json').value;\n");
  write("typed.ts", "export const value: number = require('./middle.cjs').value;\n");
  write("later.ts", "export const read = (): number => require('./leaf.json').value;\n");
  write("counted.ts", "export const state = { count: 0 };\n");
  write(
    "book.ipynb",
    JSON.stringify({
      cells: [{ cell_type: "code", source: "const value = require('./middle.cjs').value + 0.5" }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }),
  );
  const read = [
    "import { value as typed } from './typed.ts'",
    "import { value as common } from './middle.cjs'",
    "import { value as book } from './book.ipynb'",
    "import { read } from './later.ts'",
    "import { state } from './counted.ts'",
    "state.count++",
    "[typed, common, book, read(), state.count]",
  ].join("\n");
  expect(await client.evaluate(read)).toBe("[ 1, 1, 1.5, 1, 1 ]");
  write("leaf.json", '{ "value": 20 }');
  expect(await client.evaluate(read)).toBe("[ 20, 20, 20.5, 20, 2 ]");
  write("middle.cjs", "exports.value = 300;\n");
  expect(await client.evaluate(read)).toBe("[ 300, 300, 300.5, 20, 3 ]");
});
test("a module of TypeScript may use require, __dirname and __filename, unless it has its own", async () => {
  write(
    "requiring.ts",
    "#!/usr/bin/env tsx\nconst { old } = require('./old.cts');\nexport const found: unknown[] = [old, require('path').basename(__filename), __dirname === require('path').dirname(__filename)];\nexport const line = new Error().stack!.match(/requiring\\.ts\\S*?:(\\d+):\\d+/)![1];\n",
  );
  write("own.ts", "const __dirname = 'own';\nexport const place = __dirname;\n");
  expect(await client.evaluate("import { found, line } from './requiring.ts'; [...found, line]")).toBe(
    "[ 4, 'requiring.ts', true, '4' ]",
  );
  expect(await client.evaluate("import { place } from './own.ts'; place")).toBe("'own'");
});
test("require of a notebook says that it is imported", async () => {
  expect((await client.execute("require('./other.ipynb')")).reply.evalue).toBe(
    './other.ipynb is a notebook: write await import("./other.ipynb")',
  );
});
test("a CommonJS module that exports a proxy has the names that it answers to, and no others", async () => {
  write(
    "proxy.cjs",
    "module.exports = new Proxy({}, { get: (_, name) => (typeof name === 'string' && name !== 'missing' ? () => name : undefined) });\n",
  );
  expect(await client.evaluate("import { anything } from './proxy.cjs'; anything()")).toBe("'anything'");
  expect(await client.evaluate("import * as all from './proxy.cjs'; all.other()")).toBe("'other'");
  expect((await client.execute("import { missing } from './proxy.cjs'")).reply.evalue).toContain(
    "does not provide an export named 'missing'",
  );
});
test("require and import() resolve from the notebook's folder", async () => {
  expect(await client.evaluate("require('./data.json').answer")).toBe("42");
  expect(await client.evaluate("(await import('./local.ts')).outer")).toBe("2");
  expect(await client.evaluate("import.meta.dirname === __dirname")).toBe("true");
});
test("a local module that was edited, or one that it imports, is new when imported again", async () => {
  write("inner.ts", "export const inner: number = 100;\nexport const added = 'new';\n");
  await client.evaluate("import { outer as newOuter } from './local.ts'; import { added } from './inner.ts'");
  expect(await client.evaluate("[newOuter, added]")).toBe("[ 101, 'new' ]");
});
test("an imported name is the module's own variable: what the module assigns is seen, and it may be declared again", async () => {
  write("counter.ts", "export let ticks = 0;\nexport const tick = () => ++ticks;\n");
  await client.evaluate("import { tick, ticks } from './counter.ts'; const seen = () => ticks; tick()");
  expect(await client.evaluate("tick(); [ticks, seen()]")).toBe("[ 2, 2 ]");
  expect((await client.execute("%typecheck off\nticks = 5")).reply.ename).toBe("TypeError");
  expect(await client.evaluate("%typecheck on\nlet ticks = 7; ticks")).toBe("7");
});
test("import x = require() works as import does", async () => {
  expect(await client.evaluate("import common = require('./common.cjs'); common.value()")).toBe("7");
});
test("a name that a module does not export is an error, with checking on and off", async () => {
  expect((await client.execute("import { nothing } from 'node:fs'")).reply.ename).toBe("TypeCheckError");
  const answer = await client.execute("%typecheck off\nimport { nothing } from 'node:fs'");
  expect(answer.reply.evalue).toContain("does not provide an export named 'nothing'");
  await client.execute("%typecheck on");
});
