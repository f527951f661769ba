import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { kernelInfo } from "../../src/kernel/info.js";
import { installKernel, kernelspec, userDataFolder } from "../../src/kernel/install.js";

// How others find an installed kernel: Jupyter by its command, VS Code's Jupyter extension by folders that it looks through itself.
const jupyter = fileURLToPath(new URL("../../.venv/bin/jupyter", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "normlab-finders-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const variables = ["HOME", "JUPYTER_PATH", "JUPYTER_DATA_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] as const;
const before = new Map(variables.map((name) => [name, process.env[name]]));
beforeEach(() => {
  for (const name of variables) delete process.env[name];
  process.env.HOME = home;
});
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

interface Specification {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
}

/** What VS Code lists: every `kernel.json` below the folders of JUPYTER_PATH, the system's, the user's, and a Python's prefix. */
function vsCodeFinds(prefix: string | undefined): Map<string, Specification> {
  const places = [
    ...(process.env.JUPYTER_PATH?.split(delimiter) ?? []).map((folder) => join(folder, "kernels")),
    "/usr/share/jupyter/kernels",
    "/usr/local/share/jupyter/kernels",
    join(home, ".local", "share", "jupyter", "kernels"),
    ...(prefix === undefined ? [] : [join(prefix, "share", "jupyter", "kernels")]),
  ];
  const found = new Map<string, Specification>();
  for (const place of places) {
    for (const file of files(place).filter((name) => name.endsWith("kernel.json"))) {
      const name = dirname(file).split("/").at(-1)!;
      if (!found.has(name)) found.set(name, JSON.parse(readFileSync(join(place, file), "utf8")) as Specification);
    }
  }
  return found;
}

function files(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}

/** What `jupyter kernelspec list` lists, by name. */
function jupyterFinds(): Record<string, { readonly resource_dir: string; readonly spec: Specification }> {
  const text = execFileSync(jupyter, ["kernelspec", "list", "--json"], { encoding: "utf8" });
  return (JSON.parse(text) as { kernelspecs: ReturnType<typeof jupyterFinds> }).kernelspecs;
}

test.runIf(process.platform === "linux")("for a user it is where Jupyter and VS Code look", () => {
  expect(userDataFolder()).toBe(join(home, ".local", "share", "jupyter"));
  expect(vsCodeFinds(undefined).has("normlab")).toBe(false);
  const folder = installKernel({ user: true });
  expect(vsCodeFinds(undefined).get("normlab")).toEqual(kernelspec());
  rmSync(folder, { recursive: true });
});

test.runIf(process.platform === "linux")("in a prefix it is where its Python's users look, and by JUPYTER_PATH", () => {
  const prefix = join(home, "environment");
  const folder = installKernel({ prefix });
  expect(vsCodeFinds(undefined).has("normlab")).toBe(false);
  expect(vsCodeFinds(prefix).get("normlab")).toEqual(kernelspec());
  process.env.JUPYTER_PATH = join(prefix, "share", "jupyter");
  expect(vsCodeFinds(undefined).get("normlab")).toEqual(kernelspec());
  expect(jupyterFinds()["normlab"]).toMatchObject({ resource_dir: folder, spec: kernelspec() });
});

test("a picker by language and an editor's highlighting have what they need, before and after the kernel starts", () => {
  for (const language of ["typescript", "javascript"] as const) {
    const { language_info: info } = kernelInfo(language) as { language_info: Record<string, string> };
    expect(kernelspec({ language })).toMatchObject({ language, display_name: expect.stringContaining("normlab") });
    expect(info).toMatchObject({
      name: language,
      codemirror_mode: language,
      mimetype: `text/${language}`,
      file_extension: language === "typescript" ? ".ts" : ".js",
    });
  }
});
