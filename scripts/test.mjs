// All tests after all set-up; or, given files, those alone. Ends with `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { root, setUp, venvEnvironment } from "./setup.mjs";
import { close, runVitest } from "./vitest.mjs";

setUp();
const files = process.argv.slice(2);
const steps = { passed: 0, failed: 0 };
if (files.length === 0) {
  step("format", ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."]);
  step("lint", ["node_modules/eslint/bin/eslint.js", "."]);
  step("types", ["node_modules/typescript/bin/tsc", "--noEmit"]);
  step("version table", ["scripts/environment.mjs", "--check"]);
  step("licences", ["scripts/licences.mjs", "--check"]);
  step("documentation", ["node_modules/typedoc/bin/typedoc", "--logLevel", "Warn"]);
}
const { passed, failed, skipped } = runVitest(files);
close({ passed: passed + steps.passed, failed: failed + steps.failed, skipped });

/** One command that passes or fails as a whole, counted as one test. */
function step(name, args) {
  const started = Date.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env: venvEnvironment() });
  if (status === 0) steps.passed++;
  else steps.failed++;
  console.log(`${status === 0 ? "ok" : "FAILED"}: ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
