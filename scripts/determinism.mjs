// Two fresh clones must give the same bytes: clones the last commit into two folders of different names, runs some claims in each (with
// different numbers of processes), and compares every word, digit, figure and certificate. `npm run test:determinism -- C3 B3` names the claims.
// Ends with 0 if all is the same, 1 if not.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run, setUp, venvEnvironment } from "./setup.mjs";

setUp();
const named = process.argv.slice(2);
const claims = named.length > 0 ? named : ["A1", "B1", "B5", "C1"];
const folder = mkdtempSync(join(tmpdir(), "normlab-twice-"));
const runs = ["a", "another-place"].map((name, i) => {
  const clone = join(folder, name);
  run("git", ["clone", "--quiet", "--no-hardlinks", root, clone]);
  // Packages are pinned by the lock file; fetching them twice would show nothing.
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"), "dir");
  const out = join(clone, "reproduction");
  const command = ["--import", "tsx", "src/cli/main.ts", "reproduce", ...claims];
  run(process.execPath, [...command, "--out", out, "--workers", String(i + 1)], { cwd: clone, env: venvEnvironment() });
  return out;
});
const compare = ["dist/cli/main.js", "compare", ...runs, "--tolerance", "0"];
const { status } = spawnSync(process.execPath, compare, { cwd: root, stdio: "inherit" });
if (status === 0) rmSync(folder, { recursive: true });
else console.error(`The two runs are kept: ${runs.join(" ")}`);
process.exit(status ?? 1);
