import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.js";
import { completionOf, openNotebook, startJupyterLab, type JupyterLab } from "./jupyter-lab.js";

const definitions = `/** Doubles a number. */
function double(n: number): number {
  const result = n * 2;
  return result;
}
let counter = 0;`;

const waiting = { timeout: 60_000 };

let browser: Browser;
let lab: JupyterLab;
let page: Page;

beforeAll(async () => {
  [browser, lab] = await Promise.all([launchChromium(), startJupyterLab([])]);
  const cells = [definitions, "interface Named {\n  name: string;\n}\ncounter++;\ncounter"].map((source) => ({
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  }));
  const kernelspec = { name: "normlab", display_name: "TypeScript (normlab)", language: "typescript" };
  const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 4 };
  writeFileSync(join(lab.folder, "try.ipynb"), JSON.stringify(notebook));
  page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
  await openNotebook(page, lab.page("try.ipynb"));
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

test("TypeScript is highlighted: `interface` is a keyword as `function` is, and no name is", async () => {
  const colour = (which: Locator, word: string): Promise<string> =>
    which
      .locator(".cm-line span")
      .filter({ hasText: new RegExp(`^${word}$`) })
      .first()
      .evaluate((span) => (globalThis as unknown as StyleReader).getComputedStyle(span).color);
  const keyword = await colour(cell(0), "function");
  expect(await colour(cell(1), "interface")).toBe(keyword);
  expect(await colour(cell(0), "double")).not.toBe(keyword);
});

test("restart and run all gives what a new kernel gives", async () => {
  await runCell(cell(0));
  await runCell(cell(1));
  await runCell(cell(1));
  await expect.poll(() => output(cell(1)), waiting).toBe("2");
  await page
    .locator(
      '.jp-Toolbar [data-command="notebook:restart-run-all"], .jp-Toolbar [data-jp-item-name="restart-and-run"] *',
    )
    .first()
    .click();
  await page.locator(".jp-Dialog .jp-mod-accept").click();
  await expect.poll(() => output(cell(1)), waiting).toBe("1");
  await expect.poll(() => cell(1).locator(".jp-InputPrompt").textContent(), waiting).toBe("[2]:");
});

test("the stop button ends a running loop, and the variables are kept", async () => {
  const loop = await addCell("counter = 41;\nconsole.log('begun');\nwhile (true);");
  await runCell(loop);
  await expect.poll(() => output(loop), waiting).toBe("begun");
  await page
    .locator(
      '.jp-Toolbar [data-jp-item-name="interrupt"] button, .jp-Toolbar [data-jp-item-name="interrupt"] jp-button',
    )
    .first()
    .click();
  await expect.poll(() => output(loop), waiting).toContain("Interrupted");
  const after = await addCell("counter + 1");
  await runCell(after);
  await expect.poll(() => output(after), waiting).toBe("42");
});

test("Tab shows completions with their kinds", async () => {
  const added = await addCell("[1, 2].ma");
  await added.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  const map = await completionOf(page, "map");
  // Of the kernel a function, of the language server a method: whichever of the two answered first.
  expect(await map.textContent()).toMatch(/function|method/i);
  await page.keyboard.press("Escape");
});

test("Shift and Tab show the type and the comment of a name", async () => {
  const added = await addCell("double(21)");
  await added.locator(".cm-content").click();
  await page.keyboard.press("Control+Home");
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+Tab");
  const tooltip = page.locator(".jp-Tooltip");
  await tooltip.waitFor();
  await expect
    .poll(() => tooltip.textContent(), waiting)
    .toMatch(/^double\(n: number\): number\s*Doubles a number\.\s*$/);
  await page.keyboard.press("Escape");
});

test("moving a slider of interact runs the function again", async () => {
  const added = await addCell(
    "await interact({ n: widgets.slider({ min: 0, max: 10, step: 1, value: 1 }) }, ({ n }) => `double is ${double(n)}`)",
  );
  await runCell(added);
  const shown = added.locator(".jp-Cell-outputArea");
  await expect.poll(() => shown.textContent(), waiting).toContain("double is 2");
  const handle = shown.locator(".noUi-handle");
  await handle.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  await expect.poll(() => shown.textContent(), waiting).toContain("double is 8");
});

test("a slider reacts while another cell awaits for ten seconds", async () => {
  const moved = await addCell(
    "await interact({ n: widgets.slider({ min: 0, max: 10, step: 1, value: 4 }) }, ({ n }) => `triple is ${3 * n}`)",
  );
  await runCell(moved);
  const shown = moved.locator(".jp-Cell-outputArea");
  await expect.poll(() => shown.textContent(), waiting).toContain("triple is 12");
  const awaiting = await addCell(
    "console.log('awaiting'); await new Promise((done) => setTimeout(done, 10_000)); 'over'",
  );
  await runCell(awaiting);
  await expect.poll(() => output(awaiting), waiting).toBe("awaiting");
  await shown.locator(".noUi-handle").focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowRight");
  await expect.poll(() => shown.textContent(), waiting).toContain("triple is 18");
  // It has not waited for the end of the other cell.
  expect(await output(awaiting)).toBe("awaiting");
  await expect.poll(() => output(awaiting), waiting).toContain("over");
});

test("the debugger stops at a breakpoint set in the margin, shows variables and stack, and goes on", async () => {
  await switchDebuggerOn();
  // A function of a cell that has run already.
  await runCell(cell(0));
  const gutter = cell(0).locator(".cm-breakpoint-gutter .cm-gutterElement");
  await cell(0).scrollIntoViewIfNeeded();
  await gutter.nth(4).click();
  const sidebar = page.locator(".jp-DebuggerSidebar");
  await expect.poll(() => sidebar.locator(".jp-DebuggerBreakpoint-line").allTextContents(), waiting).toEqual(["4"]);
  const caller = await addCell("const eight = double(4);\neight");
  await runCell(caller);
  const frames = sidebar.locator(".jp-DebuggerCallstack-body li");
  await expect.poll(() => frames.count(), waiting).toBe(2);
  const stack = await frames.allTextContents();
  expect(stack[0]).toContain("double");
  expect(stack[0]).toMatch(/:4$/);
  expect(stack[1]).toContain("<cell>");
  const variables = sidebar.locator(".jp-DebuggerVariables-body").first();
  await expect.poll(() => variables.textContent(), waiting).toMatch(/n.*4.*result.*8/);

  await sidebar.locator('[data-command="debugger:continue"], jp-button[title^="Continue"]').first().click();
  await expect.poll(() => output(caller), waiting).toBe("8");
  await expect.poll(() => frames.count(), waiting).toBe(0);
  await expect.poll(() => variables.textContent(), waiting).toContain("eight");
});

test("a local module is listed among the kernel's sources, and a breakpoint set in its margin stops there", async () => {
  const text = "export function twice(n: number): number {\n  const result = 2 * n;\n  return result;\n}\n";
  writeFileSync(join(lab.folder, "beside.ts"), text);
  await switchDebuggerOn();
  const importing = await addCell('import { twice } from "./beside.ts";\ntwice(1)');
  await runCell(importing);
  await expect.poll(() => output(importing), waiting).toBe("2");
  const sidebar = page.locator(".jp-DebuggerSidebar");
  const source = sidebar.locator(".jp-DebuggerKernelSource-source").filter({ hasText: "beside.ts" });
  // Opened, and given room by closing another.
  for (const title of ["Kernel Sources", "Breakpoints"]) {
    if (!(await source.isVisible()))
      await sidebar.locator(".lm-AccordionPanel-title").filter({ hasText: title }).click();
  }
  await source.click();
  const editors = page.locator(".jp-DebuggerEditor, .jp-MainAreaWidget").filter({ hasText: "export function twice" });
  const editor = editors.locator(".cm-editor").filter({ hasText: "export function twice" }).first();
  // Beside the third line, once the panel has its place.
  const line = editor.locator(".cm-line").nth(2);
  await line.hover();
  const [at, gutter] = await Promise.all([
    line.boundingBox(),
    editor.locator(".cm-breakpoint-gutter").first().boundingBox(),
  ]);
  await page.mouse.click(gutter!.x + gutter!.width / 2, at!.y + at!.height / 2);
  await expect
    .poll(() => sidebar.locator(".jp-DebuggerBreakpoints-body").textContent(), waiting)
    .toMatch(/beside\.ts.*3/);
  await page.locator(".lm-TabBar-tab").filter({ hasText: "try.ipynb" }).first().click();
  const caller = await addCell("twice(21)");
  await runCell(caller);
  const frames = sidebar.locator(".jp-DebuggerCallstack-body li");
  await expect
    .poll(() => frames.allTextContents(), waiting)
    .toEqual([expect.stringMatching(/twice.*:3$/), expect.stringContaining("<cell>")]);
  await sidebar.locator('[data-command="debugger:continue"], jp-button[title^="Continue"]').first().click();
  await expect.poll(() => output(caller), waiting).toBe("42");
});

interface StyleReader {
  getComputedStyle(element: unknown): { color: string };
}

interface Lab {
  readonly commands: { execute(command: string): Promise<unknown> };
  readonly shell: {
    readonly currentWidget: {
      readonly content: {
        activeCellIndex: number;
        readonly activeCell: { readonly model: { readonly sharedModel: { setSource(text: string): void } } };
        readonly widgets: readonly unknown[];
      };
    };
  };
}

function cell(index: number): Locator {
  return page.locator(".jp-NotebookPanel .jp-CodeCell").nth(index);
}

async function switchDebuggerOn(): Promise<void> {
  const button = page.locator(".jp-DebuggerBugButton").first();
  if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
  await expect.poll(() => button.getAttribute("aria-pressed"), waiting).toBe("true");
}

/** Adds a cell at the end. */
async function addCell(source: string): Promise<Locator> {
  const index = await page.evaluate(async (text) => {
    const { commands, shell } = (globalThis as unknown as { jupyterapp: Lab }).jupyterapp;
    const { content } = shell.currentWidget;
    content.activeCellIndex = content.widgets.length - 1;
    await commands.execute("notebook:insert-cell-below");
    content.activeCell.model.sharedModel.setSource(text);
    return content.activeCellIndex;
  }, source);
  await cell(index).scrollIntoViewIfNeeded();
  return cell(index);
}

/** Runs a cell without waiting for its end. */
async function runCell(which: Locator): Promise<void> {
  await which.locator(".cm-content").click();
  await page.keyboard.press("Control+Enter");
}

/** The text that a cell shows. */
async function output(which: Locator): Promise<string> {
  return (await which.locator(".jp-OutputArea-output").allTextContents()).join("").trim();
}
