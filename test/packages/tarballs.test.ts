import { build } from "esbuild";
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { neuronBounds } from "../../src/theory/index.js";
import { launchChromium } from "../browser/chromium.js";

// Each package as a user gets it: packed, and installed by npm in an empty folder far from the repository.
const root = fileURLToPath(new URL("../../", import.meta.url));
const typescript = join(root, "node_modules", "typescript", "bin", "tsc");
const folder = mkdtempSync(join(tmpdir(), "normlab-tarballs-"));
const names = ["normlab-checker", "normlab-kernel", "normlab"] as const;
type Name = (typeof names)[number];

interface Packed {
  readonly name: Name;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}
let packed: Map<Name, Packed>;

// What JupyterLab leaves beside notebooks, as a control of the lists of files.
const leftover = join(root, "notebooks", ".ipynb_checkpoints", "left-by-a-test.ipynb");

beforeAll(() => {
  mkdirSync(join(leftover, ".."), { recursive: true });
  writeFileSync(leftover, "{}");
  try {
    const workspaces = ["-w", "normlab-checker", "-w", "normlab-kernel", "--include-workspace-root"];
    const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder, ...workspaces];
    const list = JSON.parse(execFileSync("npm", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 })) as
      readonly Packed[] | Readonly<Record<string, Packed>>;
    packed = new Map(Object.values(list).map((one: Packed) => [one.name, one]));
  } finally {
    rmSync(leftover);
  }
  for (const name of names) {
    const place = join(folder, name);
    mkdirSync(place);
    const options = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    execFileSync("npm", ["install", ...options, join(folder, packed.get(name)!.filename)], { cwd: place });
  }
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program in the folder in which a package is installed. */
function run(name: Name, command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: join(folder, name), encoding: "utf8", env });
  return { status, output: stdout + stderr };
}

function write(name: Name, file: string, text: string): void {
  writeFileSync(join(folder, name, file), text);
}

/** The bytes of all files of a folder; a file with several names counts once. */
function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => lstatSync(join(folder, name)));
  const once = new Map(files.filter((file) => file.isFile()).map(({ ino, size }) => [ino, size]));
  return [...once.values()].reduce((sum, size) => sum + size, 0);
}

/** What the compiler says of files of both kinds, with strict checks of everything they reach. */
function typescriptSays(name: Name, resolution: string, files: readonly string[], ...options: string[]): string {
  const module = resolution === "bundler" ? "esnext" : resolution;
  const strict = [
    "--noEmit",
    "--strict",
    "--skipDefaultLibCheck",
    "--target",
    "es2022",
    "--module",
    module,
    "--moduleResolution",
    resolution,
  ];
  const both = files.flatMap((file) => [`${file}.mts`, `${file}.cts`]);
  return run(name, process.execPath, [typescript, ...strict, ...options, ...both]).output;
}

const entries: readonly [Name, string, string][] = [
  ["normlab-checker", "normlab-checker", "checkCertificate"],
  ["normlab-kernel", "normlab-kernel", "installKernel"],
  ["normlab", "normlab/exact", "checkCertificate"],
  ["normlab", "normlab/theory", "neuronBounds"],
  ["normlab", "normlab/plot", "figureToSvg"],
  ["normlab", "normlab/claims", "claims"],
  ["normlab", "normlab/learning", "parallelLayerNorm"],
  ["normlab", "normlab/tables", "neuronBoundsTable"],
];

describe("every package", () => {
  it("holds what the repository has and the build made, and nothing else", () => {
    const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n");
    for (const [name, at] of [
      ["normlab-checker", "packages/checker/"],
      ["normlab-kernel", "packages/kernel/"],
      ["normlab", ""],
    ] as const) {
      const files = packed.get(name)!.files.map(({ path }) => path);
      const own = files.filter((path) => !/^(dist|node_modules)\//.test(path));
      expect(own.filter((path) => !tracked.includes(at + path))).toEqual([]);
      expect(own).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
      expect(files.filter((path) => /(^|\/)\.|^dist\/.*\.map$/.test(path))).toEqual([]);
    }
    const files = packed.get("normlab")!.files.map(({ path }) => path);
    const meant = tracked.filter((path) => /^(data|docs|notebooks)\//.test(path));
    expect(meant.filter((path) => !files.includes(path))).toEqual([]);
    // arquero cannot be installed from the registry without an override, so it comes along, with what it needs.
    const bundled = files.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
    expect([...new Set(bundled.filter(Boolean))].sort()).toEqual(["@uwdata/flechette", "acorn", "arquero"]);
  });

  it("is imported by strict TypeScript under node16, nodenext and bundler, from both kinds of module", () => {
    for (const [name, entry, member] of entries) {
      const text = `import { ${member} } from "${entry}";\nexport const known: object | ((...all: never[]) => unknown) = ${member};\n`;
      for (const kind of ["mts", "cts"]) write(name, `${entry.replace("/", "-")}.${kind}`, text);
    }
    for (const name of names) {
      const own = entries.filter(([of]) => of === name).flatMap(([, entry]) => entry.replace("/", "-"));
      // Declarations of TensorFlow.js and arquero have errors of their own.
      const skipped = ["normlab-learning", "normlab-tables"];
      const checked = own.filter((one) => !skipped.includes(one));
      for (const resolution of ["node16", "nodenext", "bundler"]) {
        expect(typescriptSays(name, resolution, checked)).toBe("");
        if (name === "normlab") expect(typescriptSays(name, resolution, skipped, "--skipLibCheck")).toBe("");
      }
    }
    write("normlab-checker", "wrong.mts", `import { nothing } from "normlab-checker";\nnothing();\n`);
    write("normlab-checker", "wrong.cts", "");
    expect(typescriptSays("normlab-checker", "node16", ["wrong"])).toContain("has no exported member 'nothing'");
  }, 600_000);

  it("is loaded by import and by require", () => {
    for (const name of names) {
      const own = entries.filter(([of]) => of === name);
      const lines = (load: string) =>
        own.map(([, entry, member]) => `console.log("${entry}", typeof (${load}("${entry}")).${member});\n`).join("");
      write(name, "imports.mjs", lines("await import"));
      write(name, "requires.cjs", lines("require"));
      for (const file of ["imports.mjs", "requires.cjs"]) {
        const { output } = run(name, process.execPath, ["--no-warnings", file]);
        const kinds = output.trim().split("\n");
        expect(kinds.map((line) => line.replace(/ (function|object)$/, ""))).toEqual(own.map(([, entry]) => entry));
      }
    }
  }, 600_000);
});

const certificate = {
  format: "normlab-certificate/1",
  kind: "inequality",
  claim: null,
  statement: "x(1 - x) is positive on (0, 1)",
  polynomial: ["0", "1", "-1"],
  interval: ["0", "1"],
  relation: ">",
};
const isFalse = { ...certificate, relation: "<" };

describe("the checker's package", () => {
  it("has no dependency, and checks files", () => {
    const installed = readdirSync(join(folder, "normlab-checker", "node_modules"));
    expect(installed.filter((name) => !name.startsWith("."))).toEqual(["normlab-checker"]);
    write("normlab-checker", "true.json", JSON.stringify(certificate));
    write("normlab-checker", "false.json", JSON.stringify(isFalse));
    write("normlab-checker", "malformed.json", "{}");
    const check = (...files: string[]) => run("normlab-checker", "npx", ["--no-install", "normlab-checker", ...files]);
    expect(check("true.json").output).toMatch(/^true\.json: accepted\n/);
    // Large enough for several threads.
    write("normlab-checker", "large.json", JSON.stringify({ ...certificate, statement: "x".repeat(1_100_000) }));
    expect(check("--workers", "2", "true.json", "large.json")).toMatchObject({ status: 0 });
    expect(check("true.json", "false.json")).toMatchObject({ status: 1 });
    expect(check("malformed.json", "false.json")).toMatchObject({ status: 2 });
  });

  it("is the same file in a page, by one script", async () => {
    const script = `import { checkCertificate } from "./checker.js";
      document.title = [${JSON.stringify(certificate)}, ${JSON.stringify(isFalse)}].map((c) => checkCertificate(c).verdict).join();`;
    const file = join(folder, "normlab-checker", "node_modules", "normlab-checker", "dist", "checker.js");
    expect(await titleOfPage(script, { "/checker.js": readFileSync(file, "utf8") })).toBe("accepted,rejected");
  });
});

describe("the kernel's package", () => {
  it("has of TypeScript what a kernel needs, with its licences, and no TensorFlow.js", () => {
    const installed = join(folder, "normlab-kernel", "node_modules");
    expect(existsSync(join(installed, "@tensorflow"))).toBe(false);
    const typescript = join(installed, "normlab-kernel", "node_modules", "typescript");
    expect(readdirSync(typescript).sort()).toEqual(["LICENSE.txt", "ThirdPartyNoticeText.txt", "lib", "package.json"]);
    expect(readFileSync(join(typescript, "lib", "typescript.js"), "utf8")).toMatch(
      /^\/\*! TypeScript .* Changed by normlab/,
    );
    const whole = readdirSync(join(root, "node_modules", "typescript", "lib"));
    const declarations = whole.filter((name) => /^lib\..*d\.ts$/.test(name));
    expect(readdirSync(join(typescript, "lib")).sort()).toEqual([...declarations, "typescript.js"].sort());
  });

  it("installs a kernel that Jupyter finds and nbclient runs", () => {
    const prefix = join(folder, "prefix");
    const install = run("normlab-kernel", "npx", ["--no-install", "normlab-kernel", "install", "--prefix", prefix]);
    expect(install).toMatchObject({ status: 0 });
    const env = { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter"), NODE_OPTIONS: "" };
    const command = () => {
      const list = run("normlab-kernel", python("jupyter-kernelspec"), ["list", "--json"], env);
      const { kernelspecs } = JSON.parse(list.output.slice(list.output.indexOf("{"))) as {
        kernelspecs: { normlab: { spec: { argv: string[] } } };
      };
      return kernelspecs.normlab.spec.argv[1];
    };
    expect(command()).toContain(join(folder, "normlab-kernel"));
    // As the README says, with the snapshot that was built.
    const built = join(folder, "normlab-kernel", "node_modules", "normlab-kernel", ".cache", "kernel");
    expect(readdirSync(built).filter((name) => name.endsWith(".blob"))).toHaveLength(1);
    expect(bytesIn(join(folder, "normlab-kernel", "node_modules"))).toBeLessThan(80e6);
    // From npx's cache, which may be emptied afterwards.
    const cache = join(folder, "_npx", "1");
    cpSync(join(folder, "normlab-kernel", "node_modules"), join(cache, "node_modules"), { recursive: true });
    const bin = join(cache, "node_modules", "normlab-kernel", "bin.js");
    expect(run("normlab-kernel", process.execPath, [bin, "install", "--prefix", prefix])).toMatchObject({ status: 0 });
    rmSync(cache, { recursive: true });
    expect(command()).toContain(join(prefix, "share", "jupyter", "normlab-kernel"));
    write("normlab-kernel", "twice.ts", "export const twice = (n: number): number => 2 * n;\n");
    write("normlab-kernel", "run.py", runNotebook);
    const notebook = run("normlab-kernel", python("python"), ["run.py"], env);
    expect(notebook.output).toContain("42\n");
    expect(notebook.output).toContain("TS2322");
    const uninstall = ["--no-install", "normlab-kernel", "uninstall", "--prefix", prefix];
    expect(run("normlab-kernel", "npx", uninstall)).toMatchObject({ status: 0 });
    expect(readdirSync(join(prefix, "share", "jupyter"))).toEqual(["kernels"]);
    expect(readdirSync(join(prefix, "share", "jupyter", "kernels"))).toEqual([]);
  }, 300_000);
});

describe("normlab's package", () => {
  it("has the commands, and tables of arquero although nobody can install it", () => {
    const bounds = run("normlab", "npx", [
      "--no-install",
      "normlab",
      "bounds",
      "--activation",
      "pln-2",
      "--lipschitz",
      "1",
      "--epsilon",
      "0.05",
      "--json",
    ]);
    expect(bounds.status).toBe(0);
    expect(JSON.parse(bounds.output)).toMatchObject({ lower: 9, upper: 9 });
    const ledger = run("normlab", "npx", ["--no-install", "normlab", "reproduce", "C3", "--out", "ledger"]);
    expect(ledger).toMatchObject({ status: 0 });
  }, 300_000);

  it("is bundled for a page without a plugin: checker, theory and plot", async () => {
    const script = `
      import { checkCertificate } from "normlab/exact";
      import { loadDigits, neuronBounds } from "normlab/theory";
      import { figureToSvg } from "normlab/plot";
      const bounds = neuronBounds({ activation: "pln-2", lipschitz: 1, epsilon: 0.05 });
      const traces = [{ type: "scatter", name: "x", mode: "lines", x: [0, 1], y: [0, 1] }];
      const svg = figureToSvg({ id: "a", title: "a", caption: "b", traces, xAxis: { title: "x" }, yAxis: { title: "y" } });
      let digits = "";
      try { loadDigits(); } catch (error) { digits = error.message; }
      document.title = [checkCertificate(${JSON.stringify(certificate)}).verdict, bounds.upper, svg.slice(0, 4), digits].join();`;
    const title = await titleOfPage(await bundled(script), {});
    const upper = neuronBounds({ activation: "pln-2", lipschitz: 1, epsilon: 0.05 }).upper;
    expect(title).toMatch(new RegExp(`^accepted,${upper},<svg,.*there is no Node here`));
    const small = await bundled(`import { neuronBounds } from "normlab/theory"; console.log(neuronBounds);`);
    expect(small.length).toBeLessThan(40_000);
    // A control: what reads files is refused.
    await expect(bundled(`import { train } from "normlab/learning"; console.log(train);`)).rejects.toThrow("node:fs");
  }, 120_000);
});

async function bundled(script: string): Promise<string> {
  const { outputFiles, warnings } = await build({
    stdin: { contents: script, resolveDir: join(folder, "normlab") },
    bundle: true,
    platform: "browser",
    format: "esm",
    minify: true,
    write: false,
    logLevel: "silent",
  });
  expect(warnings).toEqual([]);
  return outputFiles[0]!.text;
}

/** What a page of one module script makes of its title. */
async function titleOfPage(script: string, files: Readonly<Record<string, string>>): Promise<string> {
  const served: Readonly<Record<string, string>> = {
    ...files,
    "/script.js": script,
    "/": `<!doctype html><title></title><script type="module" src="/script.js"></script>`,
  };
  const server = createServer((request, response) => {
    const text = served[request.url ?? ""];
    const type = request.url?.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(text === undefined ? 404 : 200, { "content-type": type }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction("document.title !== ''");
    return await page.title();
  } finally {
    await browser.close();
    server.close();
  }
}

function python(program: string): string {
  return join(root, ".venv", "bin", program);
}

const runNotebook = `
import nbformat
from nbclient import NotebookClient
cells = ["import { twice } from './twice.ts';\\ntwice(21)", "const wrong: number = 'text';"]
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
NotebookClient(notebook, kernel_name="normlab", allow_errors=True, timeout=60).execute()
for cell in notebook.cells:
    for output in cell.outputs:
        print(output.get("data", {}).get("text/plain") or output.get("text") or "\\n".join(output.get("traceback", [])))
`;
