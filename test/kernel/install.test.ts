import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeEach, expect, test } from "vitest";
import type * as Diagnosis from "../../src/kernel/diagnosis.js";
import type * as Install from "../../src/kernel/install.js";

/** The kernel that is built: the source has no program to start. */
const built = (name: string): string =>
  pathToFileURL(fileURLToPath(new URL(`../../dist/kernel/${name}`, import.meta.url))).href;
const { installKernel, kernelspecFolder, uninstallKernel } = (await import(built("install.js"))) as typeof Install;
const { diagnoseKernelspec } = (await import(built("diagnosis.js"))) as typeof Diagnosis;

const prefix = mkdtempSync(join(tmpdir(), "normlab-install-"));
afterAll(() => rmSync(prefix, { recursive: true, force: true }));

let folder: string;
let specification: { argv: string[]; interrupt_mode: string; language: string };
beforeEach(() => {
  folder = installKernel({ prefix });
  specification = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as typeof specification;
});

function rewrite(argv: readonly string[]): void {
  writeFileSync(join(folder, "kernel.json"), JSON.stringify({ ...specification, argv }));
}

test("the kernelspec has absolute paths, the interrupt by message, and a logo", () => {
  const [node, main, connection] = specification.argv;
  expect([node, main].map((path) => isAbsolute(path!) && existsSync(path!))).toEqual([true, true]);
  expect(connection).toBe("{connection_file}");
  expect(specification).toMatchObject({ interrupt_mode: "message", language: "typescript" });
  for (const name of ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]) {
    expect(existsSync(join(folder, name)), name).toBe(true);
  }
});

test("the one for JavaScript stands beside it, and a kernelspec says how cells are checked", () => {
  const javascript = installKernel({ prefix }, { language: "javascript", mode: "strict" });
  expect(javascript).toBe(`${folder}-javascript`);
  const { argv, ...rest } = JSON.parse(readFileSync(join(javascript, "kernel.json"), "utf8")) as typeof specification;
  expect(argv.slice(-2)).toEqual(["--language", "javascript"]);
  expect(rest).toMatchObject({ language: "javascript", env: { NORMLAB_TYPECHECK: "strict" } });
  expect(diagnoseKernelspec(javascript).usable).toBe(true);
  expect(uninstallKernel({ prefix }, "javascript")).toBe(javascript);
  expect([existsSync(javascript), existsSync(folder)]).toEqual([false, true]);
});

test("installing again repairs it, and removing it leaves nothing", () => {
  rewrite(["/no/longer/node", "/no/longer/main.js"]);
  installKernel({ prefix });
  expect(diagnoseKernelspec(folder).usable).toBe(true);
  expect(uninstallKernel({ prefix })).toBe(folder);
  expect(existsSync(folder)).toBe(false);
});

test("for a user it goes to Jupyter's data folder", () => {
  const before = process.env.JUPYTER_DATA_DIR;
  process.env.JUPYTER_DATA_DIR = prefix;
  expect(kernelspecFolder({ user: true })).toBe(join(prefix, "kernels", "normlab"));
  if (before === undefined) delete process.env.JUPYTER_DATA_DIR;
  else process.env.JUPYTER_DATA_DIR = before;
});

test("the diagnosis of one that works says so", () => {
  expect(diagnoseKernelspec(folder)).toMatchObject({ usable: true, why: expect.stringContaining(folder) });
});

test.each<[string, () => void, string]>([
  ["moved", () => rewrite([process.execPath, "/moved/main.js", "{connection_file}"]), "/moved/main.js is not there"],
  ["without its Node", () => rewrite(["/gone/node", specification.argv[1]!]), "/gone/node is not there"],
  ["unreadable", () => writeFileSync(join(folder, "kernel.json"), "{"), "cannot be read"],
  ["without a command", () => writeFileSync(join(folder, "kernel.json"), "{}"), "names no command"],
  [
    "that does not start",
    () => {
      const broken = join(prefix, "broken.mjs");
      writeFileSync(broken, "import 'a-package-that-is-missing';");
      rewrite([process.execPath, broken]);
    },
    "it does not start: Error [ERR_MODULE_NOT_FOUND]",
  ],
])("the diagnosis of a kernelspec %s says what is wrong", (_, damage, what) => {
  damage();
  const { usable, why } = diagnoseKernelspec(folder);
  expect(usable).toBe(false);
  expect(why).toContain(what);
});
