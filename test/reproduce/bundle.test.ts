import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { evidenceWords } from "../../src/claims/claim.js";
import { badgesOf, colourOf } from "../../src/reproduce/badges.js";
import { bundleOf } from "../../src/reproduce/bundle.js";
import { compareRuns } from "../../src/reproduce/compare/compare.js";
import { readRun } from "../../src/reproduce/compare/run-folder.js";
import { readLedger } from "../../src/reproduce/reproduce.js";
import { normlab } from "../cli/normlab.js";
import { failing, proved, supported, verified } from "./fixtures/claims.js";
import { reproduceInto, temporaryFolder } from "./folder.js";

const claims = [proved, verified, supported];
let original: string;
beforeAll(async () => {
  original = mkdtempSync(join(tmpdir(), "normlab-bundle-"));
  await reproduceInto(original, claims);
  return () => rmSync(original, { recursive: true, force: true });
});

/** A run's bundle, unpacked by a program that is not ours. */
function unpacked(run = original): string {
  const folder = temporaryFolder();
  const archive = join(folder, "run.zip");
  writeFileSync(archive, bundleOf(run));
  execFileSync("python3", ["-m", "zipfile", "-e", archive, join(folder, "run")]);
  return join(folder, "run");
}

describe("a bundle", () => {
  it("is the same bytes from the same folder", () => {
    expect(Buffer.from(bundleOf(original)).equals(bundleOf(original))).toBe(true);
  });

  it("holds all that the manifest lists, and agrees with the run", () => {
    const folder = unpacked();
    const { same, counts } = compareRuns(readRun(original, "0.0.0"), readRun(folder, "0.0.0"), 0);
    expect(same).toBe(true);
    expect(counts.sameBytes).toBe(counts.results);
    for (const path of [
      "index.html",
      "assets/style.css",
      "artifact-appendix.md",
      "badges/Z1.svg",
      "badges/overall.svg",
    ])
      expect(existsSync(join(folder, path)), path).toBe(true);
  });

  it("is a folder with which a run goes on: nothing is run again", async () => {
    expect((await reproduceInto(unpacked(), claims)).ran).toEqual([]);
  });

  it("is checked again elsewhere: certificates accepted, controls rejected", async () => {
    const folder = unpacked();
    const { code, stdout } = await normlab(["check", folder]);
    expect(code).toBe(0);
    expect(stdout).toContain("z1-positive.json: accepted");
    expect(stdout).toContain("z1-negative.json: rejected, as it must be (a control)");
    expect(stdout).toMatch(/(\d+) of \1 files as the manifest lists them; checked 1 certificates and 1 controls/);
  });

  it("is refused with one file changed, one gone, or a false certificate among its own", async () => {
    const changed = unpacked();
    writeFileSync(join(changed, "ledger.json"), "[]");
    rmSync(join(changed, "certificates", "z1-positive.json"));
    const damaged = await normlab(["check", changed, "--json"]);
    expect(damaged.code).toBe(2);
    const found = JSON.parse(damaged.stdout) as { file: string; verdict: string }[];
    expect(
      found
        .filter(({ verdict }) => verdict === "damaged")
        .map(({ file }) => file)
        .sort(),
    ).toEqual([join(changed, "certificates", "z1-positive.json"), join(changed, "ledger.json")]);
    const folder = temporaryFolder();
    await reproduceInto(folder, [
      { ...failing, checks: failing.checks.filter(({ id }) => id === "false-certificate") },
    ]);
    expect((await normlab(["check", unpacked(folder)])).code).toBe(1);
  });

  it("is not checked packed, and a folder without a run neither: what to do is said, and other files are checked", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "run.zip"), bundleOf(original));
    const good = join(original, "certificates", "z1-positive.json");
    const { code, stdout } = await normlab(["check", join(folder, "run.zip"), folder, good]);
    expect(code).toBe(2);
    expect(stdout).toContain("run.zip: unreadable: it is an archive: unpack it first");
    expect(stdout).toContain(`${folder}: unreadable: it is a folder, and no run's`);
    expect(stdout).toContain(`${good}: accepted`);
  });

  it("has a name that says what it is, and a place where it can be written, before anything is run", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "out");
    const named = await normlab(["reproduce", "C3", "--out", out, "--bundle", join(folder, "run.rar")]);
    expect(named.code).toBe(2);
    expect(named.stderr).toContain("--bundle: expected a file whose name ends in .zip");
    writeFileSync(join(folder, "file"), "");
    const placed = await normlab(["reproduce", "C3", "--out", out, "--bundle", join(folder, "file", "run.zip")]);
    expect(placed.code).toBe(2);
    expect(placed.stderr).toContain("--bundle: expected a file that can be written");
    expect(readdirSync(join(out, "cache"))).toEqual([]);
  });
});

describe("the manifest", () => {
  it("is flat: whatever an entity names is an entity of its own", () => {
    const manifest = JSON.parse(readFileSync(join(original, "ro-crate-metadata.json"), "utf8")) as {
      "@graph": Record<string, unknown>[];
    };
    const ids = new Set(manifest["@graph"].map((entity) => entity["@id"]));
    expect(ids.size).toBe(manifest["@graph"].length);
    for (const [key, value] of manifest["@graph"].flatMap((entity) => Object.entries(entity))) {
      for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (item === null || typeof item !== "object") continue;
        expect(Object.keys(item), key).toEqual(["@id"]);
        const { "@id": id } = item as { "@id": string };
        expect(ids.has(id) || id.startsWith("https://w3id.org/"), id).toBe(true);
      }
    }
  });
});

describe("badges", () => {
  it("say the ledger's word in the ledger's colour, a claim and overall", async () => {
    const ledger = await readLedger(claims, "quick", original);
    const badges = badgesOf(ledger);
    for (const { claim, word } of ledger) {
      const svg = badges.get(`${claim.id}.svg`)!;
      expect(svg).toContain(`<title>normlab ${claim.id}: ${word}</title>`);
      expect(svg).toContain(colourOf(word));
      expect(readFileSync(join(original, "badges", `${claim.id}.svg`), "utf8")).toBe(svg);
    }
    expect(badges.get("overall.svg")).toContain("<title>normlab: 1 certified, 1 verified, 1 supported</title>");
    const none = badgesOf(await readLedger(claims, "quick", join(original, "nowhere")));
    expect(none.get("Z1.svg")).toContain("not run yet");
    expect(none.get("overall.svg")).toContain("3 not run yet");
  });

  it("have a colour of their own for every word", () => {
    expect(new Set(evidenceWords.map(colourOf)).size).toBe(evidenceWords.length);
  });
});

describe("the artifact appendix", () => {
  it("says of every claim that ran what it took and where", () => {
    const text = readFileSync(join(original, "artifact-appendix.md"), "utf8");
    expect(text).toMatch(/\| Z1 \| certified \| 1 \| .+ \| [\d.]+ MB \| [\d.]+ kB|bytes \| none \| 1 \|/);
    expect(text).toMatch(/\| Z3 \| supported \| 7 \|/);
    expect(text).toContain(`Node ${process.versions.node}`);
  });
});
