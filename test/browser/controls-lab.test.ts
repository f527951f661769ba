import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "./chromium.js";
import { openNotebook, root, runAllCells, startJupyterLab, type JupyterLab } from "./jupyter-lab.js";

/** Of a walkthrough: the cells that its controls stand on, and their own. */
const parts: Record<string, readonly string[]> = {
  "01-pln.ipynb": ["code-3", "move"],
  "02-ln-net.ipynb": ["bf4437ad", "07278180", "labels"],
  "03-intl.ipynb": ["code-3", "code-13", "move"],
};

const waiting = { timeout: 60_000 };

describe("controls of the walkthroughs in JupyterLab", () => {
  let browser: Browser;
  let lab: JupyterLab;
  let page: Page;

  beforeAll(async () => {
    [browser, lab] = await Promise.all([launchChromium(), startJupyterLab([])]);
    for (const [name, ids] of Object.entries(parts)) {
      const notebook = JSON.parse(readFileSync(join(root, "notebooks", name), "utf8")) as {
        cells: { id: string; outputs?: unknown[] }[];
        metadata: { widgets?: unknown };
      };
      const cells = ids.map((id) => ({ ...notebook.cells.find((cell) => cell.id === id)!, outputs: [] }));
      const metadata = { ...notebook.metadata, widgets: undefined };
      writeFileSync(join(lab.folder, name), JSON.stringify({ ...notebook, cells, metadata }));
    }
  });
  afterAll(async () => {
    await lab?.stop();
    await browser?.close();
  });

  const controls = () => page.locator(".jp-NotebookPanel .jp-Cell").last().locator(".jp-Cell-outputArea");
  const says = () => controls().textContent();

  async function open(name: string, firstWords: string): Promise<void> {
    page = await browser.newPage({ viewport: { width: 1300, height: 1200 } });
    await openNotebook(page, lab.page(name));
    await runAllCells(page);
    await controls().scrollIntoViewIfNeeded();
    await expect.poll(says, waiting).toContain(firstWords);
  }

  /** Moves the slider at that place by steps, in the way of those who use no mouse. */
  async function move(index: number, key: string, steps: number): Promise<void> {
    await controls().locator(".noUi-handle").nth(index).focus();
    for (let i = 0; i < steps; i++) await page.keyboard.press(key);
  }

  it("01: one unit fewer, and the verdict, its reason and the picture are others", async () => {
    await open("01-pln.ipynb", "14 units stay within 0.2 of this f: accepted");
    await move(2, "ArrowLeft", 1);
    await expect.poll(says, waiting).toMatch(/13 units stay within 0\.2 of this f: rejected, at x = \d/);
    await expect.poll(says, waiting).toContain("13 PLN-2 units and the band");
    // More room, and the same network is good again.
    await move(1, "ArrowRight", 2);
    await expect.poll(says, waiting).toContain("13 units stay within 0.22 of this f: accepted");
    await expect.poll(() => controls().locator(".js-plotly-plot").count(), waiting).toBe(1);
    await page.close();
  });

  it("02: a label of one's own, and another network; a slider goes from layer to layer", async () => {
    await open("02-ln-net.ipynb", "6 changes of class around the circle");
    await controls().locator("button.jupyter-button").nth(8).click();
    await expect.poll(says, waiting).toContain("8 changes of class around the circle");
    await expect.poll(says, waiting).toContain("gives every sample its class: accepted");
    await move(0, "ArrowRight", 1);
    await expect.poll(says, waiting).toContain("After layer normalization 2 of");
    await page.close();
  });

  it("03: fewer iterations break the certificate of the lifted spectrum, and the floor holds", async () => {
    await open("03-intl.ipynb", "every eigenvalue is lifted above 0.5: accepted");
    await move(0, "ArrowLeft", 1);
    await expect.poll(says, waiting).toMatch(/every eigenvalue is lifted above 0\.5: rejected/);
    await expect.poll(says, waiting).toContain("left and right of 1/5: accepted, accepted");
    await expect.poll(says, waiting).toContain("IterNorm with T = 2");
    // One eigenvalue more: its bar appears.
    const bars = controls().locator(".noUi-vertical:visible");
    expect(await bars.count()).toBe(5);
    await move(1, "ArrowRight", 1);
    await expect.poll(() => bars.count(), waiting).toBe(6);
    await expect.poll(says, waiting).toContain("left and right of 1/6: accepted, accepted");
    await page.close();
  });
});
