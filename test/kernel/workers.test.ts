import { afterAll, beforeAll, expect, test } from "vitest";
import { printed, TestKernel, type TestClient } from "./client.js";

/** Answers with twice a number, as a worker and as a forked process. */
const doubling = `import { parentPort } from "node:worker_threads";
import { factor } from "./factor";
const n: number = 5;
parentPort?.postMessage(n * factor);
process.send?.([n * factor, ...process.argv.slice(2)]);
`;
const once = "function once(w: any) { return new Promise((ok, no) => { w.on('message', ok); w.on('error', no); }) }";

let kernel: TestKernel;
let client: TestClient;
beforeAll(async () => {
  kernel = await TestKernel.start({
    "double.ts": doubling,
    "double.mts": doubling,
    "double.tsx": `${doubling}const generic = <T,>(x: T): T => x;\ngeneric(1);\n`,
    "plain.mjs": "import { parentPort } from 'node:worker_threads';\nparentPort.postMessage('plain');\n",
    "factor.ts": "export const factor: number = 2;\n",
    "starts.ts":
      'import { Worker } from "node:worker_threads";\nexport const start = () => new Worker(new URL("./double.ts", import.meta.url));\n',
    "nested.ts":
      'import { parentPort, Worker } from "worker_threads";\nnew Worker(new URL("./double.ts", import.meta.url)).on("message", (n: number) => parentPort!.postMessage(n + 1));\n',
    "fails.ts": "const why: string = 'on purpose';\nthrow new Error(why);\n",
    // What a notebook has of TypeScript are ES modules, whatever this says.
    "package.json": '{ "type": "commonjs" }',
  });
  client = await kernel.connect();
  await client.evaluate(
    `import { Worker } from "node:worker_threads";\nimport { fork } from "child_process";\nimport * as threads from "worker_threads";\n${once}`,
  );
});
afterAll(async () => {
  client.close();
  await kernel.stop();
});

test("a worker may be TypeScript: by address and by path, as module and as TSX", async () => {
  for (const file of [
    'new URL("./double.ts", import.meta.url)',
    '"./double.ts"',
    'new URL("double.mts", import.meta.url)',
    '"./double.tsx"',
  ]) {
    expect(await client.evaluate(`await once(new Worker(${file}))`), file).toBe("10");
  }
  expect(await client.evaluate('await once(new threads.Worker("./double.ts", { name: "one" }))')).toBe("10");
  expect(
    await client.evaluate('const { Worker: W } = require("worker_threads"); await once(new W("./double.ts"))'),
  ).toBe("10");
});
test("workers start from imported modules and from workers", async () => {
  expect(await client.evaluate('import { start } from "./starts"; await once(start())')).toBe("10");
  expect(await client.evaluate('await once(new Worker("./nested.ts"))')).toBe("11");
});
test("workers of JavaScript and of code are what they were", async () => {
  expect(await client.evaluate('await once(new Worker("./plain.mjs"))')).toBe("'plain'");
  const code = 'require("worker_threads").parentPort.postMessage(process.execArgv.join().includes("preload"))';
  expect(await client.evaluate(`await once(new Worker(${JSON.stringify(code)}, { eval: true }))`)).toBe("false");
});
test("what a worker throws is its error, and the cells go on", async () => {
  const { reply } = await client.execute('await once(new Worker("./fails.ts"))');
  expect(reply).toMatchObject({ status: "error", ename: "Error", evalue: "on purpose" });
  expect(await client.evaluate("1 + 1")).toBe("2");
});
test("a forked process may be TypeScript, with arguments and options", async () => {
  expect(await client.evaluate('await once(fork("./double.ts"))')).toBe("[ 10 ]");
  expect(await client.evaluate('await once(fork("./double.mts", ["a"], { serialization: "advanced" }))')).toBe(
    "[ 10, 'a' ]",
  );
});
test("the user is not warned of what the kernel uses of Node to read TypeScript, but of what cells use", async () => {
  const other = await TestKernel.start({ "double.ts": doubling, "factor.ts": "export const factor: number = 2;\n" });
  const connected = await other.connect();
  const told = async (code: string): Promise<string> => printed(await connected.execute(code), "stderr");
  expect(await told(`import { factor } from "./factor.ts";\n${once}\nfactor`)).toBe("");
  expect(await told('import { Worker } from "worker_threads";\nawait once(new Worker("./double.ts"))')).toBe("");
  expect(await told('import { fork } from "child_process";\nawait once(fork("./double.ts"))')).toBe("");
  // What they wrote late, and the control.
  const late = "await new Promise((done) => setTimeout(done, 300));";
  expect(await told(`${late} new Buffer(1); ${late}`)).toMatch(/^\(node:\d+\) \[DEP0005\] DeprecationWarning/);
  connected.close();
  await other.stop();
});

const react = {
  "node_modules/react/package.json": '{ "name": "react", "version": "1.0.0" }',
  "node_modules/react/jsx-runtime.js": "exports.jsx = exports.jsxs = (tag, props) => [tag, props.children];",
};
test("a .tsx file needs no tsconfig.json, and neither does JSX in a cell", async () => {
  const files = { ...react, "c.tsx": "export const C = () => <b>x</b>;\n" };
  expect(await shownOf(files, ['%typecheck off\nimport { C } from "./c"; C()', "<i>y</i>"])).toEqual([
    "[ 'b', 'x' ]",
    "[ 'i', 'y' ]",
  ]);
});
test("a .jsx file is a module, and its JSX what tsconfig.json says, though that speaks of TypeScript", async () => {
  for (const jsx of ["react-jsx", "preserve", undefined]) {
    const files = {
      ...react,
      "tsconfig.json": JSON.stringify({ compilerOptions: { jsx } }),
      "j.jsx": "export const J = () => <u>z</u>;\n",
    };
    expect(await shownOf(files, ['%typecheck off\nimport { J } from "./j.jsx"; J()'])).toEqual(["[ 'u', 'z' ]"]);
  }
  const files = {
    "tsconfig.json": JSON.stringify({ compilerOptions: { jsx: "react", jsxFactory: "h" } }),
    "k.jsx": "const h = (tag, _, ...rest) => tag + rest;\nexport const K = () => <u>z</u>;\n",
  };
  expect(await shownOf(files, ['%typecheck off\nimport { K } from "./k.jsx"; K()'])).toEqual(["'uz'"]);
});
test("JSX is what tsconfig.json says, in cells and in files; baseUrl holds in both", async () => {
  const compilerOptions = { jsx: "react", jsxFactory: "h", baseUrl: "./lib" };
  const files = {
    "tsconfig.json": JSON.stringify({ compilerOptions }),
    "lib/make.ts": "export const h = (tag: string, _: unknown, ...rest: unknown[]) => tag + rest;\n",
    "d.tsx": 'import { h } from "make";\nexport const D = () => <b>x</b>;\n',
  };
  const cells = ['%typecheck off\nimport { h } from "make"; <i>y</i>', 'import { D } from "./d"; D()'];
  expect(await shownOf(files, cells)).toEqual(["'iy'", "'bx'"]);
});

/** What cells show in a folder of these files. */
async function shownOf(files: Record<string, string>, cells: readonly string[]): Promise<(string | undefined)[]> {
  const other = await TestKernel.start(files);
  const connected = await other.connect();
  const shown: (string | undefined)[] = [];
  for (const each of cells) shown.push(await connected.evaluate(each));
  connected.close();
  await other.stop();
  return shown;
}
