// Last part of `npm run build`: what `packages/checker` and `packages/kernel` ship, out of `dist/`.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

// For TypeScript under `node16`, to which a module that is declared as ESM cannot be required, though Node requires it.
for (const room of ["exact", "theory", "learning", "claims", "plot", "tables", "kernel"]) {
  for (const name of readdirSync(join(dist, room), { recursive: true }).filter((name) => name.endsWith(".d.ts"))) {
    const text = readFileSync(join(dist, room, name), "utf8").replace(/(["']\.{1,2}\/[^"']*)\.js(["'])/g, "$1.cjs$2");
    writeFileSync(join(dist, room, name.replace(/ts$/, "cts")), text);
  }
}

// The checker is one file without imports, for Node and for a page alike. Its types stay one file a module.
const checker = emptied("checker");
await build({ ...common(), entryPoints: [join(dist, "exact", "index.js")], outfile: join(checker, "checker.js") });
cpSync(join(dist, "exact"), join(checker, "exact"), { recursive: true, filter: notEndingIn(".js", ".map") });
await buildCommand({ main: "checker-main.js", "check-worker": "check-worker.js" }, checker, {
  from: /\/exact\//,
  to: "../checker.js",
});

// The kernel's files as they are, since its processes start from theirs.
const kernel = emptied("kernel");
cpSync(join(dist, "kernel"), join(kernel, "kernel"), { recursive: true, filter: notEndingIn(".map") });
await buildCommand({ main: "kernel-main.js" }, kernel, { from: /^\.\.\/kernel\// });
await trimTypeScript(
  join(root, "node_modules", "typescript"),
  join(root, "packages", "kernel", "node_modules", "typescript"),
);

/** Parts of the command line, one file each; imports that match `from` stay imports, of `to` or as they are. */
async function buildCommand(entries, folder, { from, to }) {
  const external = ({ path }) => ({ path: to ?? path, external: true });
  await build({
    ...common(),
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(dist, "cli", file)])),
    outdir: join(folder, "cli"),
    platform: "node",
    plugins: [{ name: "external", setup: ({ onResolve }) => onResolve({ filter: from }, external) }],
    // commander, which is inside, is CommonJS.
    banner: {
      js: 'import { createRequire as bannerRequire } from "node:module"; const require = bannerRequire(import.meta.url);',
    },
  });
  cpSync(join(root, "node_modules", "commander", "LICENSE"), join(folder, "cli", "commander.LICENSE"));
}

/** Of TypeScript what a kernel asks for: the compiler, minified, and the libraries' declarations; a third of the package. It is bundled by `npm pack`. */
async function trimTypeScript(from, to) {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(join(to, "lib"), { recursive: true });
  const { name, version, description, author, homepage, license, main, engines } = readJson(join(from, "package.json"));
  const kept = { name, version, description, author, homepage, license, main, engines };
  writeFileSync(join(to, "package.json"), `${JSON.stringify(kept, null, 2)}\n`);
  for (const file of ["LICENSE.txt", "ThirdPartyNoticeText.txt"]) cpSync(join(from, file), join(to, file));
  for (const file of readdirSync(join(from, "lib")).filter((file) => /^lib\..*d\.ts$/.test(file)))
    cpSync(join(from, "lib", file), join(to, "lib", file));
  const changed = `TypeScript ${version}, © Microsoft Corporation, Apache License 2.0. Changed by normlab: minified; tsc, tsserver, translations and typescript.d.ts left out.`;
  await build({
    ...{ entryPoints: [join(from, main)], outfile: join(to, main), platform: "node", target: "node20.19" },
    ...{ minify: true, legalComments: "inline", logLevel: "error", banner: { js: `/*! ${changed} */` } },
  });
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function common() {
  return { bundle: true, format: "esm", target: "es2023", legalComments: "inline", logLevel: "error" };
}

function emptied(name) {
  const folder = join(root, "packages", name, "dist");
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

function notEndingIn(...endings) {
  return (path) => !endings.some((ending) => path.endsWith(ending));
}
