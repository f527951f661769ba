// Runs the walkthroughs headless and compares each with its committed outputs, by data. A notebook whose text, code and kernel have not
// changed since it last agreed is not run again. With `--commit` the new outputs replace the committed ones.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareNotebooks, unannouncedRejections } from "../dist/reproduce/notebook.js";
import { hashFiles, python, root, venvEnvironment } from "./setup.mjs";

/** Numbers in outputs agree to this, relative to the larger of their size and 1: printed values carry about seven digits. */
export const tolerance = 1e-6;

const commit = process.argv.includes("--commit");
const outFolder = join(root, "reproduction", "notebooks");
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const names = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
let failed = false;
mkdirSync(outFolder, { recursive: true });
for (const name of names.filter((candidate) => asked.length === 0 || asked.some((part) => candidate.includes(part)))) {
  runNotebook(name);
}
process.exit(failed ? 1 : 0);

function runNotebook(name) {
  const source = join(root, "notebooks", name);
  const target = join(outFolder, name);
  const committed = JSON.parse(readFileSync(source, "utf8"));
  const kernel = committed.metadata.kernelspec.name;
  const stamp = hashFiles([join("notebooks", name), "dist", "data", "constraints.txt", "package-lock.json"]);
  if (!commit && readStamp(target) === stamp) {
    console.log(`notebook ${name}: agrees (unchanged)`);
    return;
  }
  const started = Date.now();
  const result = spawnSync(python, [join(root, "scripts", "execute_notebook.py"), source, target, kernel], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: venvEnvironment(),
  });
  if (result.status !== 0) {
    failed = true;
    console.error(`notebook ${name}: did not run to its end`);
    return;
  }
  const executed = JSON.parse(readFileSync(target, "utf8"));
  const differences = [
    ...compareNotebooks(commit ? executed : committed, executed, tolerance),
    ...unannouncedRejections(executed),
  ];
  for (const { cell, what } of differences) console.error(`notebook ${name}, cell ${cell}: ${what}`);
  if (differences.length > 0) {
    failed = true;
    return;
  }
  if (commit) writeFileSync(source, readFileSync(target));
  else writeFileSync(`${target}.stamp`, stamp);
  console.log(`notebook ${name}: agrees (${kernel}, ${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

function readStamp(target) {
  try {
    return readFileSync(`${target}.stamp`, "utf8");
  } catch {
    return undefined;
  }
}
