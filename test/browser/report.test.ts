import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { shatter } from "../../src/theory/index.js";
import { notReproduced, proved, supported, verified } from "../reproduce/fixtures/claims.js";
import { reproduceInto } from "../reproduce/folder.js";
import { launchChromium } from "./chromium.js";

/** The site's pages, by their paths. */
function pagesOf(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith(".html")).sort();
}

describe("the report, opened from its folder in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "normlab-report-"));
  const address = (path: string) => pathToFileURL(join(folder, path)).href;
  const complaints: string[] = [];
  const foreign: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await reproduceInto(folder, [proved, verified, supported, notReproduced]);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    page = await browser.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) foreign.push(request.url());
    });
  });
  afterEach(async () => {
    await page.close();
    expect(complaints.splice(0)).toEqual([]);
    expect(foreign.splice(0)).toEqual([]);
  });

  /** The certificate list's item number `index` on the page, with its list open. */
  async function certificate(index: number) {
    for (const list of await page.locator("details.certificate-list:not([open]) > summary").all()) await list.click();
    return page.locator("li.certificate").nth(index);
  }

  it("shows each claim with its statement, its word and what that stands on", async () => {
    await page.goto(address("index.html"));
    const rows = page.locator("table.ledger tbody tr");
    expect(await rows.count()).toBe(4);
    const words = await page.locator("table.ledger .badge").allTextContents();
    expect(words).toEqual(["certified", "verified", "supported", "not reproduced"]);
    expect(await rows.nth(0).textContent()).toContain("1 certificate accepted");
    expect(await rows.nth(0).locator(".evidence").textContent()).toContain("nothing beyond");
    expect(await rows.nth(2).textContent()).toContain("1 experiment, 6 trials");
    expect(await rows.nth(0).locator("math").count()).toBeGreaterThan(0);
    await rows.nth(0).locator(".id a").click();
    expect(await page.locator("h1").textContent()).toContain("Fixture Z1");
    expect(await page.locator(".theorem math").first().boundingBox()).not.toBeNull();
  });

  it("accepts the true certificate and rejects a tampered one, in the page", async () => {
    await page.goto(address("claims/Z1.html"));
    const item = await certificate(0);
    await item.getByRole("button", { name: "Check it here" }).click();
    const verdict = item.locator("output").first();
    await expect.poll(() => verdict.textContent()).toMatch(/^accepted, in your browser/);
    expect(await verdict.getAttribute("data-verdict")).toBe("good");

    await item.getByRole("button", { name: "Show and edit" }).click();
    const editor = item.locator("textarea");
    const text = await editor.inputValue();
    const again = item.getByRole("button", { name: "Check this text" });
    const said = item.locator(".editor output");
    await editor.fill(text.replace('["0","1","-1"]', '["0","1","-2"]'));
    await again.click();
    await expect.poll(() => said.textContent()).toMatch(/^rejected, .*polynomial: /);
    expect(await said.getAttribute("data-verdict")).toBe("bad");
    await editor.fill(text.replace('"0","1","-1"', '"0","one","-1"'));
    await again.click();
    await expect.poll(() => said.textContent()).toMatch(/^malformed, .*polynomial\[1\]/);
    await editor.fill(text);
    await again.click();
    await expect.poll(() => said.textContent()).toMatch(/^accepted/);
  });

  it("rejects the control's certificate, as it must", async () => {
    await page.goto(address("claims/Z1.html"));
    const item = await certificate(1);
    await item.getByRole("button", { name: "Check it here" }).click();
    await expect.poll(() => item.locator("output").first().textContent()).toMatch(/^rejected, as it must be/);
  });

  it("shows how far a long check is", async () => {
    const path = join(folder, "long.json");
    writeFileSync(path, JSON.stringify(shatter([0, 1, 2, 3, 4, 5, 6, 7]).certificate));
    await page.goto(address("index.html"));
    const output = page.locator("[data-certificate-file] output");
    const shown: string[] = [];
    await page.exposeFunction("tell", (text: string) => shown.push(text));
    await output.evaluate((element) => {
      const { tell } = window as unknown as { tell: (text: string) => void };
      new MutationObserver(() => tell(element.textContent)).observe(element, { childList: true });
    });
    await page.locator("input[type=file]").setInputFiles(path);
    await expect.poll(() => output.textContent(), { timeout: 60_000 }).toMatch(/^accepted/);
    const parts = shown.flatMap((text) => /^checking … (\d+) %$/.exec(text)?.[1] ?? []).map(Number);
    expect(new Set(parts).size).toBeGreaterThan(3);
    expect(parts).toEqual([...parts].sort((x, y) => x - y));
  });

  it("offers more work for a certificate whose check has spent what it may take", async () => {
    await page.goto(address("claims/Z1.html"));
    const item = await certificate(0);
    await item.evaluate((element) => (element.dataset.budget = "100"));
    await item.getByRole("button", { name: "Check it here" }).click();
    const verdict = item.locator("output").first();
    await expect.poll(() => verdict.textContent()).toMatch(/^undecided, .*steps of work/);
    await item.getByRole("button", { name: "Check with more work" }).click();
    await expect.poll(() => verdict.textContent()).toMatch(/^accepted, in your browser/);
    expect(await item.getByRole("button", { name: "Check with more work" }).count()).toBe(0);
  });

  it("checks a file of the reader's", async () => {
    const accepted = readFileSync(join(folder, "certificates", "z1-positive.json"), "utf8");
    const path = join(folder, "tampered.json");
    writeFileSync(path, accepted.replace('"relation":">"', '"relation":"<"'));
    await page.goto(address("index.html"));
    const output = page.locator("[data-certificate-file] output");
    await page.locator("input[type=file]").setInputFiles(join(folder, "certificates", "z1-positive.json"));
    await expect.poll(() => output.textContent()).toMatch(/^accepted/);
    await page.locator("input[type=file]").setInputFiles(path);
    await expect.poll(() => output.textContent()).toMatch(/^rejected/);
  });

  /** Opens the first figure of the page, which Plotly draws then. */
  async function openFigure() {
    await page
      .getByRole("button", { name: /^Open the figure/ })
      .first()
      .click();
    await page.locator(".plot .scatterlayer .trace").first().waitFor();
  }

  it("shows figures as still pictures with numbers, and draws one with Plotly when it is opened", async () => {
    await page.goto(address("claims/Z2.html"));
    expect(await page.locator(".static").first().isVisible()).toBe(true);
    expect(await page.evaluate("typeof Plotly")).toBe("undefined");
    await openFigure();
    expect(await page.locator(".static").first().isVisible()).toBe(false);
    expect(await page.locator(".modebar-btn[data-title*=hare]").count()).toBe(0);
    await page.locator("figure button[aria-expanded=true]").click();
    expect(await page.locator(".static").first().isVisible()).toBe(true);

    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(address("claims/Z2.html"));
    expect(await plain.locator(".static svg").first().isVisible()).toBe(true);
    await plain.locator("figure summary").first().click();
    expect(await plain.locator("figure table").first().textContent()).toContain("0.25");
    await context.close();
  });

  it("is read and worked by keyboard", async () => {
    await page.goto(address("claims/Z1.html"));
    const focused = () =>
      page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent");
    const reached: string[] = [];
    const tabTo = async (wanted: RegExp) => {
      for (let i = 0; i < 40 && !wanted.test(reached.at(-1) ?? ""); i++) {
        await page.keyboard.press("Tab");
        reached.push(String(await focused()));
      }
    };
    await tabTo(/^Open the figure/);
    expect(reached).toEqual(expect.arrayContaining(["To the content", "Check it here", "Show and edit"]));
    await page.keyboard.press("Enter");
    await page.locator(".plot .scatterlayer .trace").first().waitFor();
    await page.locator(".plot").first().focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".spoken").first().textContent()).toBe("x(1 − x): 0, 0 (1 of 5)");
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".spoken").first().textContent()).toBe("x(1 − x): 0.25, 0.1875 (2 of 5)");
  });

  it("has the names of what the ledger is filtered by on one line, on a desk", async () => {
    await page.setViewportSize({ width: 1400, height: 900 });
    await page.goto(address("index.html"));
    const boxes = await Promise.all((await page.locator("form.filters label").all()).map((one) => one.boundingBox()));
    expect(boxes.length).toBe(3);
    expect(new Set(boxes.map((box) => box!.y)).size).toBe(1);
  });

  it("filters the ledger by paper and word, and finds what claims, proofs and walkthroughs say", async () => {
    await page.goto(address("index.html"));
    await page.locator("select[name=word]").selectOption("supported");
    expect(await page.locator("table.ledger tbody tr:visible").count()).toBe(1);
    await page.locator("select[name=word]").selectOption("");
    await page.getByLabel("Search everything").fill("noncrossing");
    await page.locator(".found a").first().waitFor();
    expect(await page.locator(".found").textContent()).toContain("LN-Nets");
    await page.getByLabel("Search everything").fill("no such word anywhere");
    await expect.poll(() => page.locator("form.filters output").textContent()).toBe("0 places found");
  });

  it("finds nothing for a search that is cleared before its index is there", async () => {
    await page.goto(address("index.html"));
    const search = page.getByRole("searchbox");
    await page.evaluate(
      "{ const field = document.querySelector('[name=query]'); for (const value of ['layer', '']) { field.value = value; field.dispatchEvent(new Event('input', { bubbles: true })); } }",
    );
    await page.waitForFunction("window.normlabSearch !== undefined");
    expect(await page.locator(".found").isVisible()).toBe(false);
    await search.fill("layer");
    await page.locator(".found a").first().waitFor();
  });

  it("links its pages to pages and statements that are there", () => {
    const anchors = new Map<string, Set<string>>();
    const html = new Map(pagesOf(folder).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
    for (const [path, text] of html)
      anchors.set(path, new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)));
    const missing: string[] = [];
    for (const [path, text] of html) {
      for (const [, href] of text.matchAll(/<a [^>]*href="([^"]+)"/g)) {
        const target = new URL(href!.replaceAll("&#39;", "'"), pathToFileURL(join(folder, path)));
        if (target.protocol !== "file:") continue;
        const file = relative(folder, fileURLToPath(new URL(target.pathname, "file:///")));
        const there =
          existsSync(join(folder, file)) &&
          (!target.hash || !anchors.has(file) || anchors.get(file)!.has(decodeURIComponent(target.hash.slice(1))));
        if (!there) missing.push(`${path}: ${href}`);
      }
    }
    const index = readFileSync(join(folder, "assets", "search.js"), "utf8");
    const found = JSON.parse(index.slice(index.indexOf("=") + 1, index.lastIndexOf(";"))) as { href: string }[];
    for (const { href } of found) {
      const [path, anchor] = href.split("#") as [string, string?];
      if (!html.has(path) || (anchor && !anchors.get(path)!.has(decodeURIComponent(anchor))))
        missing.push(`search: ${href}`);
    }
    expect(found.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });

  it("shows the frames of a sequence one at a time, by a slider, by playing them, and all without scripts", async () => {
    await page.goto(address("claims/Z2.html"));
    const shown = () => page.locator(".frames figcaption b:visible").allTextContents();
    expect(await shown()).toEqual(["Step 1."]);
    const slider = page.locator(".frames input[type=range]").first();
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    expect(await shown()).toEqual(["Step 2."]);
    expect(await slider.getAttribute("aria-valuetext")).toBe("Step 2");
    const button = page.locator(".frame-controls button").first();
    await button.click();
    await expect.poll(shown).toEqual(["Step 3."]);
    // At the end it rests.
    await expect.poll(() => button.textContent()).toBe("Play");
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(address("claims/Z2.html"));
    expect(await plain.locator(".frames figcaption b:visible").allTextContents()).toEqual([
      "Step 1.",
      "Step 2.",
      "Step 3.",
    ]);
    await context.close();
  });

  it("has no finding of axe-core on any page and no sideways scroll, in light and dark, on a telephone and a desk", async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    // Styles are read from the page itself: a page opened from a file may not fetch them.
    const run =
      "axe.run({ preload: false }).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].target))";
    const findings: string[] = [];
    for (const path of pagesOf(folder)) {
      await page.goto(address(path));
      await page.evaluate(axe);
      for (const width of [390, 1400]) {
        await page.setViewportSize({ width, height: 900 });
        const scroll = Number(await page.evaluate("document.documentElement.scrollWidth"));
        if (scroll > width) findings.push(`${path}, ${width}: ${scroll} pixels wide`);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          const found = (await page.evaluate(run)) as string[];
          findings.push(...found.map((finding) => `${path}, ${colorScheme}, ${width}: ${finding}`));
        }
      }
    }
    expect(findings).toEqual([]);
  }, 400_000);

  it("draws what stands on what within a desk's width, each name within its box", async () => {
    await page.setViewportSize({ width: 1400, height: 900 });
    await page.goto(address("graph.html"));
    const wider = "document.querySelector('.graph').scrollWidth - document.querySelector('.graph').clientWidth";
    expect(await page.evaluate(wider)).toBe(0);
    const outside =
      "[...document.querySelectorAll('.graph .node')].filter((e) => e.querySelector('text').getBBox().width + 6 > e.querySelector('rect').getBBox().width).map((e) => e.textContent)";
    expect(await page.evaluate(outside)).toEqual([]);
  });

  it("prints all of a claim's page within the paper's width, and every frame of a sequence", async () => {
    const cut =
      "[...document.querySelectorAll('main *')].filter((e) => !e.closest('svg, .katex, .visually-hidden') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== 'inline').map((e) => e.className || e.tagName)";
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    // A4 within its margins.
    await page.setViewportSize({ width: 643, height: 970 });
    for (const id of ["Z1", "Z2", "Z3", "Z7"]) {
      await page.goto(address(`claims/${id}.html`));
      expect({ id, cut: await page.evaluate(cut) }).toEqual({ id, cut: [] });
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    }
    await page.goto(address("claims/Z2.html"));
    expect(await page.locator(".frames figcaption b:visible").allTextContents()).toEqual([
      "Step 1.",
      "Step 2.",
      "Step 3.",
    ]);
    expect(await page.locator("button:visible, nav:visible").count()).toBe(0);
  });

  it("follows the reader's choice of light or dark, figures too", async () => {
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(address("claims/Z1.html"));
    await openFigure();
    const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const tick = () => page.evaluate("getComputedStyle(document.querySelector('.plot .xtick text')).fill");
    const light = [await ground(), await tick()];
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(ground).not.toBe(light[0]);
    await expect.poll(tick).not.toBe(light[1]);
    const toggled = await tick();
    await page.goto(address("claims/Z1.html"));
    await openFigure();
    expect(await tick()).toBe(toggled);
  });
});
