import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { notReproduced, proved, supported, verified } from "../reproduce/fixtures/claims.js";
import { reproduceInto } from "../reproduce/folder.js";
import { launchChromium } from "./chromium.js";

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
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
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

  it("draws figures with Plotly, and as a static picture with numbers where scripts are off", async () => {
    await page.goto(address("claims/Z2.html"));
    await page.locator(".plot .scatterlayer .trace").first().waitFor();
    expect(await page.locator(".static").first().isVisible()).toBe(false);

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
    await page.locator(".plot .scatterlayer .trace").first().waitFor();
    const reached = new Set<string>();
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press("Tab");
      const name = await page.evaluate("document.activeElement.className || document.activeElement.textContent");
      reached.add(String(name));
      if (String(name).startsWith("plot")) break;
    }
    expect([...reached]).toEqual(
      expect.arrayContaining(["skip", "Check it here", "Show and edit", "plot js-plotly-plot"]),
    );
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".spoken").first().textContent()).toBe("x(1 − x): 0, 0 (1 of 5)");
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".spoken").first().textContent()).toBe("x(1 − x): 0.25, 0.1875 (2 of 5)");
  });

  it("follows the reader's choice of light or dark, figures too", async () => {
    await page.goto(address("claims/Z1.html"));
    await page.locator(".plot .scatterlayer .trace").first().waitFor();
    const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const tick = () => page.evaluate("getComputedStyle(document.querySelector('.plot .xtick text')).fill");
    const light = [await ground(), await tick()];
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(ground).not.toBe(light[0]);
    await expect.poll(tick).not.toBe(light[1]);
  });
});
