// Runs vitest and counts what it did, for the scripts that end with `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, venvEnvironment } from "./setup.mjs";

/** Runs the tests that the arguments name (vitest's own, none for all), and gives how many passed, failed and were skipped. */
export function runVitest(args = [], env = {}) {
  const report = join(root, ".setup", "vitest.json");
  mkdirSync(join(root, ".setup"), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${report}`];
  const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...venvEnvironment(), ...env },
  });
  let counts;
  try {
    counts = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    console.error("vitest ended without a report");
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: todo } = counts;
  // A file that cannot be loaded, or an error outside any test, fails the run without a failed test.
  return { passed, failed: failed === 0 && status !== 0 ? 1 : failed, skipped: pending + todo };
}

/** The closing line, and the exit code that goes with it. */
export function close({ passed, failed, skipped }) {
  const skips = skipped > 0 ? `, ${skipped} skipped` : "";
  console.log(`\n${passed} passed, ${failed} failed${skips}`);
  process.exit(failed === 0 ? 0 : 1);
}
