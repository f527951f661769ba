// All tests after all set-up; or, given files, those alone. Ends with `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, setUp, venvEnvironment } from "./setup.mjs";

setUp();
const files = process.argv.slice(2);
const report = join(root, ".setup", "vitest.json");
const vitest = [
  "node_modules/vitest/vitest.mjs",
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile=${report}`,
];
let passed = 0;
let failed = 0;
let skipped = 0;

if (files.length === 0) {
  step("format", ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."]);
  step("lint", ["node_modules/eslint/bin/eslint.js", "."]);
  step("types", ["node_modules/typescript/bin/tsc", "--noEmit"]);
  step("version table", ["scripts/environment.mjs", "--check"]);
  step("licences", ["scripts/licences.mjs", "--check"]);
  step("documentation", ["node_modules/typedoc/bin/typedoc", "--logLevel", "Warn"]);
}
runVitest();

const skips = skipped > 0 ? `, ${skipped} skipped` : "";
console.log(`\n${passed} passed, ${failed} failed${skips}`);
process.exit(failed === 0 ? 0 : 1);

/** One command that passes or fails as a whole, counted as one test. */
function step(name, args) {
  const started = Date.now();
  const { status } = node(args);
  if (status === 0) passed++;
  else failed++;
  console.log(`${status === 0 ? "ok" : "FAILED"}: ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

function runVitest() {
  mkdirSync(join(root, ".setup"), { recursive: true });
  rmSync(report, { force: true });
  const { status } = node([...vitest, ...files]);
  let counts;
  try {
    counts = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    failed++;
    console.error("vitest ended without a report");
    return;
  }
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  skipped += counts.numPendingTests + counts.numTodoTests;
  // A file that cannot be loaded, or an error outside any test, fails the run without a failed test.
  if (status !== 0 && counts.numFailedTests === 0) failed++;
}

function node(args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env: venvEnvironment() });
}
