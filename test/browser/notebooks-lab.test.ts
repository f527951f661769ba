import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "./chromium.js";
import { openNotebook, root, runAllCells, startJupyterLab, type JupyterLab } from "./jupyter-lab.js";

const notebooks = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));

describe.each(["normlab", "tslab"])("the walkthroughs in JupyterLab on the %s kernel", (kernel) => {
  let browser: Browser;
  let lab: JupyterLab;

  beforeAll(async () => {
    browser = await launchChromium();
    lab = await startJupyterLab(
      notebooks.map((name) => `notebooks/${name}`),
      kernel,
    );
  });
  afterAll(async () => {
    await lab?.stop();
    await browser?.close();
  });

  it.each(notebooks)("%s runs from top to bottom with its figures drawn and no error", async (name) => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await openNotebook(page, lab.page(name));
    await runAllCells(page);
    // JupyterLab draws only what has been scrolled to: walk through the cells.
    const cells = page.locator(".jp-NotebookPanel .jp-Cell");
    for (let i = 0; i < (await cells.count()); i++) await cells.nth(i).scrollIntoViewIfNeeded();
    await expect.poll(() => page.locator(".jp-OutputArea .js-plotly-plot svg.main-svg").count()).toBeGreaterThan(0);
    const errors = await page.locator('[data-mime-type="application/vnd.jupyter.error"]').allTextContents();
    expect(errors).toEqual([]);
    await page.close();
  });
});

describe("the walkthroughs in the repository", () => {
  it("are small, with outputs, and without plotly.js inside", () => {
    expect(notebooks.length).toBeGreaterThan(0);
    for (const name of notebooks) {
      const text = readFileSync(join(root, "notebooks", name), "utf8");
      expect(text.length, name).toBeLessThan(1_000_000);
      expect(text, name).toContain("application/vnd.plotly.v1+json");
      expect(text, name).not.toContain("plotly.js v");
    }
  });
});
