import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { withoutProse } from "./prose.js";
import { canonicalJson, sha256 } from "./task.js";

/** The code a module's results depend on. */
export interface Code {
  /** Changes with the module, with anything it uses of what it imports, and with the version of a package. */
  readonly fingerprint: string;
  /** Packages it imports, with their versions. */
  readonly packages: { readonly [name: string]: string };
}

const builtins = new Set(builtinModules);
const experiments = /\/learning\/experiments\//;
const engine = fileURLToPath(new URL(`./run-task${extname(import.meta.url)}`, import.meta.url));

/**
 * The code of each module, given by its file address. What it imports, statically or by a literal `import("…")`, is bundled with it and
 * what is not used is left out: a change elsewhere in an imported file changes nothing. Neither do comments, nor the words of
 * statements and experiments (`prose.ts`). How tasks are run and certificates checked is part of every module's code.
 */
export async function codeOf(modules: readonly string[]): Promise<Map<string, Code>> {
  const files = [...new Set(modules)].map((module) => fileURLToPath(module));
  const entryPoints = [engine, ...files].map((file, index) => ({ in: file, out: String(index) }));
  const claims = new Set(files);
  const { outputFiles, metafile } = await build({
    entryPoints,
    outdir: "/",
    absWorkingDir: "/",
    write: false,
    metafile: true,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    packages: "external",
    treeShaking: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "silent",
    plugins: [
      {
        name: "without-prose",
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.[jt]s$/ }, async ({ path }) =>
            claims.has(path) || experiments.test(path)
              ? { contents: await withoutProse(path), loader: "js" }
              : undefined,
          ),
      },
    ],
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const packagesOf = (index: number) => {
    const external = metafile.outputs[`${index}.js`]!.imports.filter((imported) => imported.external);
    const names = external.map(({ path }) => packageName(path)).filter((name) => name !== undefined);
    return [...new Set(names)].sort();
  };
  const enginePackages = packagesOf(0);
  return new Map(
    files.map((file, i) => {
      const names = [...new Set([...enginePackages, ...packagesOf(i + 1)])].sort();
      const packages = Object.fromEntries(names.map((name) => [name, versionOf(name, file)]));
      const fingerprint = sha256(
        canonicalJson([sha256(texts.get("/0.js")!), sha256(texts.get(`/${i + 1}.js`)!), packages]),
      );
      return [modules.find((module) => fileURLToPath(module) === file)!, { fingerprint, packages }];
    }),
  );
}

/** The package an import is of; undefined for Node's own modules. */
function packageName(path: string): string | undefined {
  if (path.startsWith("node:") || builtins.has(path)) return undefined;
  return path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
}

function versionOf(name: string, importer: string): string {
  for (let folder = dirname(importer); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, "node_modules", name, "package.json");
    if (existsSync(file)) return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
  }
  return "not installed";
}

/** SHA-256 of a file's bytes. */
export function fileSha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
