import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.js";
import { completionOf, openNotebook, startJupyterLab, type JupyterLab } from "./jupyter-lab.js";

// jupyterlab-lsp, with the language server as `kernel install` has told Jupyter of it. No cell is run.

const cells = [
  'import { readFileSync } from "node:fs";\nconst user = await Promise.resolve({ firstName: "A" });',
  "user.firstName.toFixed();",
  "const user = [1, 2];\nreadFileSync;",
  "user.map((n) => n.toFixed());\nmissing;",
  "user.",
];
const waiting = { timeout: 60_000 };

let browser: Browser;
let lab: JupyterLab;
let page: Page;
beforeAll(async () => {
  [browser, lab] = await Promise.all([launchChromium(), startJupyterLab([])]);
  const kernelspec = { name: "normlab", display_name: "TypeScript (normlab)", language: "typescript" };
  const notebook = {
    cells: cells.map((source) => ({ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source })),
    metadata: { kernelspec },
    nbformat: 4,
    nbformat_minor: 4,
  };
  writeFileSync(join(lab.folder, "names.ipynb"), JSON.stringify(notebook));
  page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
  await openNotebook(page, lab.page("names.ipynb"));
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

const cell = (index: number): Locator => page.locator(".jp-NotebookPanel .jp-CodeCell").nth(index);
const marks = (index: number): Promise<string[]> => cell(index).locator(".cm-lintRange-error").allTextContents();

test("errors are marked where they are, in cells that await, import, and declare a name again", async () => {
  await expect.poll(() => marks(1), waiting).toEqual(["toFixed"]);
  await expect.poll(() => marks(3), waiting).toEqual(["missing"]);
  expect(await marks(0)).toEqual([]);
  expect(await marks(2)).toEqual([]);
});

test("Tab completes names of cells that have not run", async () => {
  await cell(4).locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await completionOf(page, "flatMap");
  await page.keyboard.press("Escape");
});

test("marks follow what is typed", async () => {
  await cell(3).locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  for (let i = 0; i < "missing;".length; i++) await page.keyboard.press("Backspace");
  await page.keyboard.type("user.wrong;");
  await expect.poll(() => marks(3), waiting).toEqual(["wrong"]);
});
