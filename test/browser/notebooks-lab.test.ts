import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "./chromium.js";
import { kernelOfPage, openNotebook, root, runAllCells, startJupyterLab, type JupyterLab } from "./jupyter-lab.js";

const notebooks = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));

describe.each([
  { where: "on the kernel that they name", kernel: "normlab", given: undefined },
  { where: "on tslab", kernel: "tslab", given: "tslab" },
])("the walkthroughs in JupyterLab $where", ({ kernel, given }) => {
  let browser: Browser;
  let lab: JupyterLab;

  beforeAll(async () => {
    browser = await launchChromium();
    lab = await startJupyterLab(
      notebooks.map((name) => `notebooks/${name}`),
      given,
    );
  });
  afterAll(async () => {
    await lab?.stop();
    await browser?.close();
  });

  it.each(notebooks)("%s opens on it and runs from top to bottom with its figures drawn and no error", async (name) => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await openNotebook(page, lab.page(name));
    expect(await kernelOfPage(page)).toBe(kernel);
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
