import { pathToFileURL } from "node:url";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everyKind } from "../proved/claim.js";
import { common, examples } from "../proved/examples.js";
import { reproduceInto, temporaryFolder } from "../reproduce/folder.js";
import { launchChromium } from "./chromium.js";

describe("both checkers in the reader's browser", () => {
  const folder = temporaryFolder((remove) => afterAll(remove));
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await reproduceInto(folder, [everyKind]);
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, "claims", "P1.html")).href);
    for (const list of await page.locator("details.certificate-list > summary").all()) await list.click();
  });
  afterAll(() => browser?.close());

  /** The certificate of that name, its button and what is said beside it. */
  const item = (name: string): Locator => page.locator("li.certificate").filter({ hasText: name }).first();
  const said = async (from: Locator, button: string): Promise<string> => {
    const output = from.locator("output").last();
    await from.getByRole("button", { name: button }).click();
    await expect
      .poll(() => output.textContent(), { timeout: 30_000 })
      .toMatch(/^(?:accepted|rejected|undecided|malformed)/);
    return (await output.textContent())!;
  };

  it("shows a certificate and a control for every example", async () => {
    expect(await page.locator("li.certificate").count()).toBe(2 * examples.length);
  });

  it.each(examples.map(([name, , change], i) => [name, change, i] as const))(
    "%s: at the button both accept; tampered with in the page, both refuse",
    async (_, change, i) => {
      const certificate = item(`true-${i}.json`);
      expect(await said(certificate, "Check it here")).toMatch(
        /^accepted, in your browser.*two checkers agree, one of them proved/,
      );
      await certificate.getByRole("button", { name: "Show and edit" }).click();
      const editor = certificate.locator("textarea");
      const value = JSON.parse(await editor.inputValue()) as Record<string, unknown>;
      await editor.fill(JSON.stringify({ ...value, ...change }));
      expect(await said(certificate.locator(".editor"), "Check this text")).toMatch(
        /^rejected, in your browser.*The proved checker does not accept it either/,
      );
      await editor.fill(JSON.stringify(value));
      expect(await said(certificate.locator(".editor"), "Check this text")).toMatch(/two checkers agree/);
    },
  );

  it("says of a kind that the proved checker does not have that it is not covered", async () => {
    const certificate = item("true-0.json");
    const editor = certificate.locator("textarea");
    const value = JSON.parse(await editor.inputValue()) as Record<string, unknown>;
    const layers = [
      { type: "affine", weight: [["1"]], bias: ["0"] },
      { type: "activation", function: "tanh" },
    ];
    await editor.fill(JSON.stringify({ ...value, network: layers }));
    expect(await said(certificate.locator(".editor"), "Check this text")).toContain(
      "Not covered by the proved checker",
    );
  });

  /** (2x² − 1)²(1 + x^400), above 0 on (0, 1) but at √½: the one checker counts its roots, the proved one halves the interval for most of a minute. */
  const doubleRoot = () => {
    const polynomial = Array.from({ length: 405 }, (_, i) => ({ 0: "1", 2: "-4", 4: "4" })[i % 400] ?? "0");
    return JSON.stringify({ ...common, kind: "inequality", polynomial, interval: ["0", "1"], relation: ">" });
  };

  it("stops the proved checker where it takes too long, and says so with the other's verdict", async () => {
    const certificate = item("true-0.json");
    const checked = certificate.locator(".editor");
    const output = checked.locator("output");
    await page.clock.install();
    await checked.locator("textarea").fill(doubleRoot());
    await checked.getByRole("button", { name: "Check this text" }).click();
    await expect.poll(() => output.textContent(), { timeout: 30_000 }).toMatch(/^checking by the proved checker/);
    await page.clock.fastForward(299_000);
    expect(await output.textContent()).toMatch(/^checking by the proved checker .*rejected/);
    await page.clock.fastForward(2000);
    expect(await output.textContent()).toMatch(
      /^rejected, in your browser.* 1 root.*Not covered by the proved checker: a certificate that takes it more than 300 seconds/,
    );
  });
});
