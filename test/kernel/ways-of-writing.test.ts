import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { printed, TestKernel, traceback } from "./client.js";

/** How notebooks for other kernels are written, as seen in public ones; each cell here is our own. */
interface Way {
  readonly name: string;
  readonly language?: "javascript";
  readonly cells: readonly string[];
  /** What is printed and shown, in any form. */
  readonly shown: readonly (string | RegExp)[];
}

const ways: readonly Way[] = [
  {
    name: "Deno: packages by npm: specifiers, a drawing with a document of one's own",
    cells: [
      'import * as Plot from "npm:@observablehq/plot@0.6";\nimport { parseHTML } from "npm:linkedom";\nconst { document } = parseHTML("<html></html>");',
      "const points = Array.from({ length: 20 }, (_, i) => ({ x: i, y: Math.sin(i / 3) }));",
      "const chart = Plot.plot({ marks: [Plot.lineY(points, { x: 'x', y: 'y' })], document });\nchart",
    ],
    shown: ["image/svg+xml", "<path"],
  },
  {
    name: "Deno: rich outputs by Deno.jupyter and by templates",
    cells: [
      'await Deno.jupyter.display({ "text/markdown": "## Results", "text/plain": "Results" }, { raw: true });',
      "const rows = [['a', 1], ['b', 2]];\nDeno.jupyter.html`<table>${rows.map(([k, v]) => `<tr><td>${k}</td><td>${v}</td></tr>`).join('')}</table>`",
      "class Progress {\n  constructor(private share: number) {}\n  [Symbol.for('Jupyter.display')]() { return { 'text/html': `<progress value=${this.share}>` }; }\n}\nnew Progress(0.5)",
    ],
    shown: ["## Results", "<td>b</td><td>2</td>", "<progress value=0.5>"],
  },
  {
    name: "Deno: files, tables and commands",
    cells: [
      "await Deno.writeTextFile('sales.csv', 'month,units\\njan,3\\nfeb,5\\n');",
      'import { parse } from "npm:csv-parse@7/sync";\nconst sales = parse(await Deno.readTextFile("sales.csv"), { columns: true }) as { month: string; units: string }[];',
      'import * as aq from "npm:arquero";\naq.from(sales).derive({ double: (d) => d!.units * 2 })',
      "const { stdout } = await new Deno.Command('wc', { args: ['-l', 'sales.csv'] }).output();\nnew TextDecoder().decode(stdout).trim()",
    ],
    shown: ["<td", /'3 sales.csv'/],
  },
  {
    name: "Deno: a Vega-Lite specification as last line",
    cells: [
      "const values = [{ category: 'A', amount: 28 }, { category: 'B', amount: 55 }];",
      "({\n  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',\n  data: { values },\n  mark: 'bar',\n  encoding: { x: { field: 'category' }, y: { field: 'amount', type: 'quantitative' } },\n})",
    ],
    shown: ["application/vnd.vegalite.v5+json"],
  },
  {
    name: "tslab: display by its module, one output that is overwritten, classes over cells",
    cells: [
      "import * as tslab from 'tslab';\ntslab.display.html('<h3>From tslab</h3>');",
      "const view = tslab.newDisplay();\nfor (let i = 0; i < 3; i++) {\n  view.text(`step ${i}`);\n  await new Promise((done) => setTimeout(done, 5));\n}",
      "interface Shape { area(): number }\nclass Square implements Shape {\n  constructor(readonly side: number) {}\n  area() { return this.side ** 2; }\n}",
      "const shapes: Shape[] = [new Square(2), new Square(3)];\nshapes.map((shape) => shape.area())",
    ],
    shown: ["<h3>From tslab</h3>", "step 2", "[ 4, 9 ]"],
  },
  {
    name: "tslab for tests of a service: a server, requests, assertions",
    cells: [
      "import { createServer } from 'http';\nimport assert from 'assert';",
      "const server = createServer((request, response) => response.end(JSON.stringify({ path: request.url, ok: true })));\nawait new Promise<void>((ready) => server.listen(0, ready));\nconst { port } = server.address() as { port: number };",
      "const response = await fetch(`http://127.0.0.1:${port}/users/1`);\nconst body = await response.json();\nassert.strictEqual(response.status, 200);\nassert.ok(body.ok);\nbody.path",
      "server.close();\nconsole.log('closed');",
    ],
    shown: ["'/users/1'", "closed"],
  },
  {
    name: "VS Code's typescript-notebook: shell lines, require, a figure of Plotly",
    cells: [
      "!echo installed",
      "const os = require('os');\nconst path = require('path');\npath.basename('/a/b.txt')",
      "const data = [{ x: ['a', 'b'], y: [1, 3], type: 'bar' }];\nconst layout = { title: 'Bars' };\n({ data, layout })",
    ],
    shown: ["installed", "'b.txt'", "application/vnd.plotly.v1+json", "image/svg+xml"],
  },
  {
    name: "ijavascript: scripts as they have always been",
    language: "javascript",
    cells: [
      "fs = require('fs')\nvar o = {};\no['count'] = fs.existsSync('none') ? 1 : 2;",
      "function Counter() { this.n = 0; }\nCounter.prototype.add = function () { return ++this.n; };\nvar c = new Counter();\nc.add(); c.add();",
      "total = 0;\n[1, 2, 3].forEach(function (each) { total += each; });\nconsole.log('total', total, o.count, c.n);",
      "setTimeout(function () { console.log('later'); }, 10);\nnew Promise(function (done) { setTimeout(done, 30); }).then(function () { return 'waited'; })",
      "await new Promise((done) => setTimeout(done, 60)); typeof fs",
    ],
    shown: ["total 6 2 2", "Promise", "'object'"],
  },
  {
    name: "a course: interfaces, enumerations, generics, errors, tables on the console",
    cells: [
      "enum Level { Low = 1, High }\ninterface Task { title: string; level: Level; done?: boolean }\nlet tasks: Task[] = [];",
      "function add(task: Task) { tasks.push(task); return tasks.length; }\nadd({ title: 'read', level: Level.High });\nadd({ title: 'write', level: Level.Low, done: true });",
      "function first<T>(items: T[], test: (item: T) => boolean): T | undefined { return items.find(test); }\nfirst(tasks, (task) => task.done === true)?.title",
      "try {\n  JSON.parse('{');\n} catch (e) {\n  console.log('caught', e.name);\n}\nconsole.table(tasks.map(({ title, level }) => ({ title, level: Level[level] })));",
      "let best = null;\nfor (const task of tasks) if (best === null || task.level > best.level) best = task;",
      "best.title",
    ],
    shown: ["'write'", "caught SyntaxError", /│.*High/, "'read'"],
  },
  {
    name: "statistics in the way of Observable: small named values, functions, templates",
    cells: [
      'import { mean, linearRegression, standardDeviation } from "npm:simple-statistics@7";\nconst sample = [2, 4, 4, 4, 5, 5, 7, 9];',
      "const summary = { mean: mean(sample), deviation: standardDeviation(sample) };\nsummary",
      "const { m, b } = linearRegression(sample.map((y, x) => [x, y]));\nmd`The line is **y = ${m.toFixed(2)} x + ${b.toFixed(2)}**`",
      "function* walk(steps: number) { let at = 0; for (let i = 0; i < steps; i++) yield (at += i % 2 ? -1 : 2); }\n[...walk(5)]",
    ],
    shown: ["{ mean: 5, deviation: 2 }", "**y = 0.81 x + 2.17**", "[ 2, 1, 3, 2, 4 ]"],
  },
];

const started: TestKernel[] = [];
afterAll(async () => {
  for (const kernel of started) await kernel.stop();
});

test.each(ways)("$name", async ({ language, cells, shown }) => {
  const options = language ? { arguments: ["--language", language] } : {};
  // What is not in reach would be installed: that is tried elsewhere.
  const kernel = await TestKernel.start({}, undefined, { ...options, environment: { NORMLAB_NPM: "off" } });
  started.push(kernel);
  symlinkSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(kernel.folder, "node_modules"));
  const client = await kernel.connect();
  let all = "";
  for (const code of cells) {
    const answer = await client.execute(code);
    expect(traceback(answer), code).toBe("");
    all += printed(answer);
    for (const { header, content } of answer.published) {
      if (/display|execute_result/.test(header.msg_type))
        all += `${JSON.stringify(content.data).replace(/\\"/g, '"')}\n`;
    }
  }
  for (const each of shown) {
    if (typeof each === "string") expect(all).toContain(each);
    else expect(all).toMatch(each);
  }
  client.close();
});
