import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { codeOf } from "../../src/reproduce/code.js";
import { blankProse } from "../../src/reproduce/prose.js";
import { nameTask, type UnnamedTask } from "../../src/reproduce/task.js";
import { temporaryFolder } from "./folder.js";

const files = {
  "claim.ts": `import { used } from "./helper.js";
import helper from "some-package/part";
export const claim = { id: "Z1", statement: "S", why: "W", title: "T", checks: [
  { id: "c", method: "numerical", role: "evidence", title: "T", control: "C", parameters: { quick: { n: 1 } }, run: (n: number) => used(n) + helper },
] };`,
  "helper.ts": `import { late } from "./late.js";
export function used(n: number) { return n + late; }
export function unused(n: number) { return n; }`,
  "late.ts": `export const late = 1;`,
  "node_modules/some-package/package.json": `{ "version": "1.0.0" }`,
};

/** The fingerprint of a small claim after some replacements in its files. */
async function fingerprint(changes: Partial<Record<keyof typeof files, [string, string]>> = {}) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files) as [keyof typeof files, string][]) {
    const [from, to] = changes[name] ?? ["", ""];
    expect(text).toContain(from);
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(
      join(folder, name),
      text.replace(from, () => to),
    );
  }
  const module = pathToFileURL(join(folder, "claim.ts")).href;
  return (await codeOf([module])).get(module)!;
}

describe("the fingerprint of a claim's code", () => {
  it("is the same in another folder, and knows the packages", async () => {
    const [one, other] = [await fingerprint(), await fingerprint()];
    expect(other).toEqual(one);
    expect(one.packages["some-package"]).toBe("1.0.0");
  });

  it("stays where only words, comments, parameters or unused code change", async () => {
    const { fingerprint: before } = await fingerprint();
    const harmless: Parameters<typeof fingerprint>[0][] = [
      { "claim.ts": ['statement: "S"', 'statement: "better said"'] },
      { "claim.ts": ['control: "C"', 'control: "better said"'] },
      { "claim.ts": ["quick: { n: 1 }", "quick: { n: 1 }, full: { n: 9 }"] },
      { "helper.ts": ["{ return n; }", "{ return n + 2; }"] },
      { "late.ts": ["export", "// a comment\nexport"] },
    ];
    for (const change of harmless) expect((await fingerprint(change)).fingerprint, JSON.stringify(change)).toBe(before);
  });

  it("changes with the check, with what it imports from afar, and with a package's version", async () => {
    const { fingerprint: before } = await fingerprint();
    const changes: Parameters<typeof fingerprint>[0][] = [
      { "claim.ts": ["used(n) +", "used(n) -"] },
      { "late.ts": ["1", "2"] },
      { "helper.ts": ["n + late", "n - late"] },
      { "node_modules/some-package/package.json": ["1.0.0", "1.0.1"] },
    ];
    for (const change of changes)
      expect((await fingerprint(change)).fingerprint, JSON.stringify(change)).not.toBe(before);
  });
});

describe("prose", () => {
  it("is left out of claims and checks alone", () => {
    const certificate = `({ statement: "x > 0", kind: "inequality", title: "T" })`;
    expect(blankProse(certificate)).toBe(certificate);
    const blanked = blankProse(`({ id: 1, "title": "a, b", method, role, control: "c", run() {} })`);
    expect(blanked.replaceAll(/\s/g, "")).toBe(`({id:1,method,role,run(){}})`);
    const both = blankProse(`({ method, role, expectation: "e", control: "c", title: "t", runTrial() {} })`);
    expect(() => new Function(`const [method, role] = []; return ${both}`)).not.toThrow();
    expect(both).not.toContain("control");
    const experiment = blankProse(`({ expectation: "e", control: "c", parameters: { quick: 1 }, runTrial() {} })`);
    expect(experiment.replaceAll(/\s/g, "")).toBe(`({runTrial(){}})`);
  });
});

describe("the name of a task", () => {
  const task: UnnamedTask = {
    kind: "trial",
    module: "file:///a/claim.js",
    claim: "Z1",
    check: "c",
    profile: "quick",
    parameters: {},
    trial: { id: "t", seed: 1, parameters: { a: 1, b: 2 } },
  };
  const dependencies = { code: "c0", data: { "digits.csv": "d0" } };
  const name = nameTask(task, dependencies).hash;

  it("depends on neither folder nor key order", () => {
    const moved = { ...task, module: "file:///b/claim.js", trial: { id: "t", seed: 1, parameters: { b: 2, a: 1 } } };
    expect(nameTask(moved, dependencies).hash).toBe(name);
  });

  it("depends on seed, parameters, profile, code, data and results", () => {
    const others = [
      nameTask({ ...task, trial: { ...task.trial, seed: 2 } }, dependencies),
      nameTask({ ...task, trial: { ...task.trial, parameters: { a: 1, b: 3 } } }, dependencies),
      nameTask({ ...task, profile: "full" }, dependencies),
      nameTask(task, { ...dependencies, code: "c1" }),
      nameTask(task, { ...dependencies, data: { "digits.csv": "d1" } }),
      nameTask(task, { ...dependencies, results: ["r"] }),
    ];
    expect(new Set([name, ...others.map(({ hash }) => hash)]).size).toBe(7);
  });
});
