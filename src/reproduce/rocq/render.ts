import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { library, proofFiles } from "./sources.js";

/**
 * Renders the sources that were compiled in a folder, or in one that was merged into it, by Rocq's own `coqdoc`: `Normlab.C3.html` for `C3.v`. Gives the pages' names; none where
 * there is no coqdoc.
 */
export function renderProofs(folder: string, out: string): string[] {
  const files = proofFiles(folder).filter((name) => existsSync(join(folder, name.replace(/\.v$/, ".glob"))));
  if (files.length === 0) return [];
  mkdirSync(out, { recursive: true });
  const options = [
    "--html",
    "--utf8",
    "--interpolate",
    "--no-index",
    "--no-externals",
    "--parse-comments",
    "-s",
    "-Q",
    ".",
    library,
  ];
  const program = spawnSync("coqdoc", ["--version"]).status === 0 ? ["coqdoc"] : ["rocq", "doc"];
  const { status } = spawnSync(program[0]!, [...program.slice(1), ...options, "-d", resolve(out), ...files], {
    cwd: folder,
  });
  return status === 0 ? readdirSync(out).sort() : [];
}
