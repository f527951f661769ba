import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../src/exact/input-error.js";
import { compareRuns, type Comparison } from "../../src/reproduce/compare/compare.js";
import { comparisonPage } from "../../src/reproduce/compare/page.js";
import { readRun } from "../../src/reproduce/compare/run-folder.js";
import { comparisonText } from "../../src/reproduce/compare/text.js";
import { agree, differences } from "../../src/reproduce/compare/values.js";
import { sha256 } from "../../src/reproduce/task.js";
import { normlab } from "../cli/normlab.js";
import { proved, supported, verified } from "./fixtures/claims.js";
import { reproduceInto, temporaryFolder } from "./folder.js";

interface Entity {
  "@id": string;
  name?: string;
  sha256?: string;
  version?: string;
}

let original: string;
beforeAll(async () => {
  original = mkdtempSync(join(tmpdir(), "normlab-compare-"));
  await reproduceInto(original, [proved, verified, supported]);
  return () => rmSync(original, { recursive: true, force: true });
});

/** A copy of the run in which some files were changed, as if they had been written so. */
function changed(edits: { readonly [name: string]: (text: string) => string }, version = "0.0.0"): string {
  const folder = join(temporaryFolder(), "run");
  cpSync(original, folder, { recursive: true });
  const path = join(folder, "ro-crate-metadata.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { "@graph": Entity[] };
  for (const [name, edit] of Object.entries(edits)) {
    const entity = manifest["@graph"].find((one) => one.name === name || one["@id"] === name)!;
    const file = join(folder, entity["@id"]);
    const before = readFileSync(file, "utf8");
    const text = edit(before);
    expect(text, `${name} is changed`).not.toBe(before);
    writeFileSync(file, text);
    entity.sha256 = sha256(text);
  }
  manifest["@graph"].find((one) => one["@id"] === "#normlab")!.version = version;
  writeFileSync(path, JSON.stringify(manifest));
  return folder;
}

function compare(other: string, tolerance?: number): Comparison {
  return compareRuns(readRun(original, "0.0.0"), readRun(other, "0.0.0"), tolerance);
}

type Ledger = { id: string; evidence: string; checks: { id: string; evidence: string }[] }[];
const ledger = (edit: (ledger: Ledger) => Ledger) => (text: string) => JSON.stringify(edit(JSON.parse(text) as Ledger));

describe("two runs", () => {
  it("agree with themselves and with a run anew, byte by byte", async () => {
    const again = temporaryFolder();
    await reproduceInto(again, [proved, verified, supported], { workers: 1 });
    const comparison = compare(again, 0);
    expect(comparison.same).toBe(true);
    expect(comparison.counts).toEqual({ claims: 3, results: 9, sameBytes: 9 });
    expect(comparisonText(comparison)).toContain("no claim differs; 9 of 9 results have the same bytes");
  });

  it("differ where a word changed", () => {
    const other = changed({
      "ledger.json": ledger((claims) =>
        claims.map((claim) => (claim.id === "Z2" ? { ...claim, evidence: "not run" } : claim)),
      ),
    });
    const { same, claims } = compare(other);
    expect(same).toBe(false);
    expect(claims.map(({ id, words }) => [id, ...words])).toEqual([["Z2", "verified", "not run"]]);
  });

  it("differ where one number moved past its tolerance, and there alone", () => {
    const move = (to: number) => (text: string) => text.replace(/"deviation": 0/, `"deviation": ${to}`);
    const far = compare(changed({ "Z2.sampled": move(0.5) }));
    expect(far.claims.map(({ id }) => id)).toEqual(["Z2"]);
    expect(far.claims[0]!.results[0]!.values).toEqual([{ where: "deviation", a: 0, b: 0.5, kind: "number" }]);
    const near = changed({ "Z2.sampled": move(1e-14) });
    expect(compare(near).same).toBe(true);
    expect(compare(near, 0).same).toBe(false);
  });

  it("give an experiment's numbers the tolerance of the experiment", () => {
    const move = (by: number) => (text: string) =>
      text.replace(/"value": (-?[\d.]+)/, (_, value: string) => `"value": ${Number(value) + by}`);
    expect(compare(changed({ "Z3.drawn/treated-seed-0": move(0.01) })).same).toBe(true);
    const far = compare(changed({ "Z3.drawn/treated-seed-0": move(1) }));
    expect(far.claims[0]!.results.map(({ name, tolerance }) => [name, tolerance])).toEqual([
      ["Z3.drawn/treated-seed-0", 0.02],
    ]);
  });

  it("differ where a figure has other data, not where its caption is worded anew", () => {
    const moved = changed({ "Z1.positive": (text) => text.replace("0.1875", "0.1876") });
    const { claims } = compare(moved);
    expect(claims.map(({ id }) => id)).toEqual(["Z1"]);
    const [figure] = claims[0]!.results[0]!.figures;
    expect(figure!.places.map(({ where }) => where)).toEqual(["traces[0].y[1]"]);
    const page = comparisonPage(compare(moved));
    expect(page.match(/<figure/g)).toHaveLength(2);
    expect(page).toContain("The runs differ");
    const worded = changed({ "Z1.positive": (text) => text.replace("above zero", "positive") });
    expect(compare(worded).same).toBe(true);
  });

  it("differ where a claim, a check, a trial or a certificate is missing", () => {
    const without = (id: string) =>
      changed({ "ledger.json": ledger((claims) => claims.filter((one) => one.id !== id)) });
    expect(compare(without("Z3")).claims.map(({ id, only }) => [id, only])).toEqual([["Z3", "a"]]);
    const noCheck = changed({ "ledger.json": ledger((claims) => claims.map((claim) => ({ ...claim, checks: [] }))) });
    expect(compare(noCheck).claims.flatMap(({ checks }) => checks.map(({ name }) => name))).toContain("Z1.positive");
    const folder = changed({});
    const path = join(folder, "ro-crate-metadata.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as { "@graph": Entity[] };
    const rest = manifest["@graph"].filter(({ name }) => name !== "Z3.drawn/plain-seed-1");
    writeFileSync(path, JSON.stringify({ ...manifest, "@graph": rest }));
    expect(compare(folder).claims[0]!.results.map(({ name, only }) => [name, only])).toEqual([
      ["Z3.drawn/plain-seed-1", "a"],
    ]);
    const renamed = changed({ "Z1.positive": (text) => text.replace("z1-positive", "z1-other") });
    expect(compare(renamed).claims[0]!.results[0]!.certificates.map(({ name }) => name)).toEqual([
      "z1-positive",
      "z1-other",
    ]);
  });

  it("differ where a certificate has another verdict", () => {
    const other = changed({ "Z1.positive": (text) => text.replace('"accepted"', '"undecided"') });
    const [certificate] = compare(other).claims[0]!.results[0]!.certificates;
    expect(certificate).toMatchObject({ name: "z1-positive", verdicts: ["accepted", "undecided"] });
  });
});

describe("what cannot be compared", () => {
  const problem = (folder: string): string => {
    try {
      readRun(folder, "0.0.0");
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return (error as InputError).message;
    }
    return "";
  };

  it("is no folder of a run, or one of a run that is not finished", () => {
    expect(problem(join(original, "nowhere"))).toContain("no such folder");
    expect(problem(temporaryFolder())).toContain("expected the folder of a finished run");
    const unfinished = changed({});
    rmSync(join(unfinished, "ro-crate-metadata.json"));
    expect(problem(unfinished)).toContain("interrupted");
  });

  it("was written by another version", () => {
    expect(problem(changed({}, "9.9.9"))).toMatch(/expected a run of normlab 0\.0\.0.*got one of normlab 9\.9\.9/);
    const older = changed({
      "ledger.json": ledger((claims) => claims.map(({ id, evidence }) => ({ id, evidence, checks: [] }))),
    });
    expect(problem(older)).toMatch(/ledger\.json: 0\.title: expected the form/);
  });

  it("has a file that is not as it was written: result, certificate, ledger or page", () => {
    for (const path of ["certificates/z1-positive.json", "ledger.json", "claims/Z1.html"]) {
      const folder = changed({});
      writeFileSync(join(folder, path), `${readFileSync(join(folder, path), "utf8")} `);
      expect(problem(folder)).toMatch(/SHA-256.*the file is damaged/);
    }
    const folder = changed({});
    rmSync(join(folder, "certificates", "z1-positive.json"));
    expect(problem(folder)).toContain("the file is damaged");
  });
});

describe("numbers", () => {
  it("are compared relative to the larger one, and above the floor", () => {
    expect(agree(1000, 1001, { value: 0.01, floor: 1 })).toBe(true);
    expect(agree(1e-6, 2e-6, { value: 0.01, floor: 1 })).toBe(true);
    expect(agree(1e-6, 2e-6, { value: 0.01, floor: 0 })).toBe(false);
    expect(agree(0, Number.MIN_VALUE, { value: 0, floor: 0 })).toBe(false);
  });

  it("count also in text, where its words are the same", () => {
    const near = { value: 0.01, floor: 1 };
    expect(differences("0.5 of 3", "0.501 of 3", near)).toEqual([]);
    expect(differences("0.5 of 3", "0.6 of 3", near)).toHaveLength(1);
    expect(differences("0.5 of 3", "0.5 in 3", near)).toHaveLength(1);
    expect(differences([1, 2], [1], near)).toEqual([{ where: ".length", a: 2, b: 1, kind: "missing" }]);
    expect(differences({ a: null }, {}, near)).toHaveLength(1);
  });
});

describe("normlab compare", () => {
  it("ends with 2 for a folder that is no run, and names it", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await normlab(["compare", folder, folder]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`normlab: ${folder}: expected the folder of a finished run`);
  });

  it("ends with 0 for runs that agree and 1 for runs that differ, with a page and as JSON", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    const [a, b] = [
      changed({}, version),
      changed({ "Z2.sampled": (text) => text.replace('"deviation": 0', '"deviation": 1') }, version),
    ];
    const page = join(temporaryFolder(), "page.html");
    expect((await normlab(["compare", a, a])).code).toBe(0);
    const { code, stdout } = await normlab(["compare", a, b, "--json", "--page", page]);
    expect(code).toBe(1);
    const found = JSON.parse(stdout) as Comparison;
    expect(found).toMatchObject({ same: false, claims: [{ id: "Z2" }] });
    expect(stdout).not.toContain('"pair"');
    expect(readFileSync(page, "utf8")).toContain("Z2.sampled");
    expect((await normlab(["compare", a, b, "--tolerance", "2"])).code).toBe(0);
    expect((await normlab(["compare", a, b, "--tolerance", "-1"])).code).toBe(2);
  });
});
