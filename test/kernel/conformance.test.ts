import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { installKernel } from "../../src/kernel/install.js";
import { kernelMain } from "./client.js";

const prefix = mkdtempSync(join(tmpdir(), "normlab-conformance-"));
afterAll(() => rmSync(prefix, { recursive: true, force: true }));

test("jupyter_kernel_test passes: everything that applies, no skips but the pager", async () => {
  const folder = installKernel({ prefix });
  const file = join(folder, "kernel.json");
  const spec = JSON.parse(readFileSync(file, "utf8")) as { argv: string[] };
  // The kernel that is built, not the source this test is part of.
  spec.argv[1] = kernelMain;
  writeFileSync(file, JSON.stringify(spec));
  const python = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
  const script = fileURLToPath(new URL("conformance.py", import.meta.url));
  const env = { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter") };
  const { stderr } = await promisify(execFile)(python, [script], { env });
  expect(stderr).toMatch(/Ran 13 tests[^]*OK \(skipped=1\)/);
});
