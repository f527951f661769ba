import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = join(root, "docs", "how-to");
const tree = mkdtempSync(join(tmpdir(), "normlab-how-to-"));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** Complete files of the pages, by path; and changes of files that are there. */
const files = new Map<string, string>();
const changes: string[] = [];
for (const page of readdirSync(pages).filter((name) => name.endsWith(".md"))) {
  const text = readFileSync(join(pages, page), "utf8");
  for (const [, path, code] of text.matchAll(/^```ts file=(\S+)\n([^]*?)^```/gm)) files.set(path!, code!);
  for (const [, change] of text.matchAll(/^```diff\n([^]*?)^```/gm)) changes.push(change!);
}

/** The project with what the pages say done to it. */
beforeAll(() => {
  for (const path of ["src", "package.json", "tsconfig.json"])
    cpSync(join(root, path), join(tree, path), { recursive: true });
  for (const path of ["node_modules", "data", "proofs", "docs", "notebooks"])
    symlinkSync(join(root, path), join(tree, path));
  for (const [path, code] of files) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), code);
  }
  for (const change of changes) execFileSync("git", ["apply", "--recount", "-"], { cwd: tree, input: change });
  const registry = join(tree, "src", "claims", "registry.ts");
  const imports = `import { claimA0 } from "./pln/a0.js";\nimport { claimA00 } from "./pln/a00.js";\n`;
  const listed = readFileSync(registry, "utf8").replace(
    "readonly Claim[] = [",
    "readonly Claim[] = [claimA0, claimA00,",
  );
  writeFileSync(registry, imports + listed);
});

const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: tree, encoding: "utf8" });
const normlab = (...args: string[]) => node("--import", "tsx", "src/cli/main.ts", ...args);

describe("the how-to pages", () => {
  it("hold complete files for a claim, an experiment, a kind of certificate and a layer", () => {
    expect([...files.keys()].sort()).toEqual([
      "src/claims/pln/a0.ts",
      "src/claims/pln/a00.ts",
      "src/exact/check-increasing.ts",
      "src/learning/experiments/median-or-mean/median-or-mean.ts",
      "src/learning/layers/max-norm.ts",
      "src/theory/norm/max-norm.ts",
      "test/exact/check-increasing.test.ts",
      "test/learning/layers/max-norm.test.ts",
    ]);
    expect(changes).toHaveLength(1);
  });

  it("give files without an error of types", { timeout: 300_000 }, () => {
    const { stdout, status } = node("node_modules/typescript/bin/tsc", "--noEmit", "--skipLibCheck");
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });

  it("give claims with the words that they say, and controls that fail", { timeout: 180_000 }, () => {
    const { status, stdout, stderr } = normlab("reproduce", "A0", "A00", "--json", "--workers", "1");
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    const ledger = JSON.parse(stdout) as { id: string; evidence: string; checks: { controlFailed: boolean }[] }[];
    const words = ledger.filter(({ id }) => ["A0", "A00"].includes(id)).map(({ id, evidence }) => [id, evidence]);
    expect(words).toEqual([
      ["A0", "proved"],
      ["A00", "supported"],
    ]);
    const checks = ledger.filter(({ id }) => id.startsWith("A0")).flatMap((claim) => claim.checks);
    expect(checks.map(({ controlFailed }) => controlFailed)).toEqual([true, true, true]);
  });

  it("give tests that pass, and fail where the code is wrong", { timeout: 180_000 }, () => {
    const vitest = () => node("node_modules/vitest/vitest.mjs", "run", "--root", ".", "test");
    const good = vitest();
    expect({ status: good.status, output: good.status === 0 ? "" : good.stdout + good.stderr }).toEqual({
      status: 0,
      output: "",
    });
    const spoil = (path: string, from: string, to: string) => {
      const text = readFileSync(join(tree, path), "utf8");
      expect(text).toContain(from);
      writeFileSync(join(tree, path), text.replace(from, to));
    };
    spoil("src/exact/check-increasing.ts", "roots === 0", "roots <= 1");
    spoil("src/theory/norm/max-norm.ts", "row.map(Math.abs)", "row");
    const bad = vitest();
    expect(bad.status).not.toBe(0);
    expect(bad.stdout).toContain("max-norm.test.ts");
    expect(bad.stdout).toContain("check-increasing.test.ts");
  });
});

describe("the documentation's index", () => {
  const docs = join(root, "docs");
  const linked = (page: string) =>
    [...readFileSync(join(docs, page), "utf8").matchAll(/\]\(([^)#:\s]+)\)/g)].map(([, to]) =>
      join(dirname(page), to!),
    );
  const all = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".md") && !name.startsWith("api"),
  );

  it("and every page link to what is there", () => {
    const broken = all
      .flatMap((page) => linked(page).map((to) => [page, to]))
      .filter(([, to]) => !existsSync(join(docs, to!)));
    expect(broken).toEqual([]);
  });

  it("names every page, or the folder that it is in", () => {
    const named = new Set(linked("README.md"));
    const left = all.filter((page) => page !== "README.md" && !named.has(page) && !named.has(`${dirname(page)}/`));
    expect(left).toEqual([]);
  });
});

describe("the tutorial's commands", () => {
  const text = readFileSync(join(root, "docs", "tutorial.md"), "utf8");
  const commands = [...text.matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, block]) => block!.trimEnd().split("\n"));

  it("do, one after another, what it says, and a spoilt certificate is rejected", { timeout: 400_000 }, () => {
    expect(commands).toHaveLength(7);
    for (const command of commands) {
      // Its two claims are slow to prove and run elsewhere; the small one of the how-to page stands for them.
      const words = command
        .replace("C3 B3", "A0")
        .replace(/^npx normlab /, `"${process.execPath}" --import tsx src/cli/main.ts `);
      const { status, stderr } = spawnSync("sh", ["-c", words], { cwd: tree, encoding: "utf8" });
      expect({ command, status, stderr: status === 0 ? "" : stderr }).toEqual({ command, status: 0, stderr: "" });
    }
    const path = join(tree, "reproduction", "sine.json");
    const certificate = JSON.parse(readFileSync(path, "utf8")) as { network: { bias: string[] }[] };
    certificate.network.at(-1)!.bias[0] = "7";
    writeFileSync(path, JSON.stringify(certificate));
    expect(normlab("check", path).status).toBe(1);
  });
});
