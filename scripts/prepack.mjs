// Before `npm pack`: what is packed is what the sources say. Builds where there is no build or an older one.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./setup.mjs";

const sources = [
  "src",
  "scripts/bundle.mjs",
  "scripts/packages.mjs",
  "scripts/zeromq.mjs",
  "tsconfig.json",
  "tsconfig.build.json",
];
const built = [
  "dist/cli/main.js",
  "packages/checker/dist/cli/main.js",
  "packages/kernel/dist/cli/main.js",
  "packages/kernel/node_modules/typescript/lib/typescript.js",
];
if (Math.max(...sources.map(newest)) > Math.min(...built.map(newest))) run("npm", ["run", "--silent", "build"]);

/** When a file, or the last of a folder's files, was written; 0 where there is none. */
function newest(path) {
  const full = join(root, path);
  const status = statSync(full, { throwIfNoEntry: false });
  if (!status?.isDirectory()) return status?.mtimeMs ?? 0;
  return Math.max(0, ...readdirSync(full).map((name) => newest(join(path, name))));
}
