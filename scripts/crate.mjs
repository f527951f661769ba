// Validates the manifest of a run as an RO-Crate, by a validator that is not ours: a run of a small claim, bundled and unpacked, must be valid;
// three spoilt copies of it must not. Beside `npm test`, since it needs Python packages that nothing else does. Ends with `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashFiles, python, root, run, setUp, step, venvEnvironment } from "./setup.mjs";
import { close } from "./vitest.mjs";

setUp();
const venv = join(root, ".setup", "crate");
const validator = join(venv, "bin", "python");
step("validator of RO-Crates", hashFiles(["requirements-crate.txt"]), createVenv, ".setup/crate/bin/rocrate-validator");

const folder = mkdtempSync(join(tmpdir(), "normlab-crate-"));
const crate = join(folder, "run");
const archive = join(folder, "run.zip");
const out = join(folder, "out");
run(process.execPath, ["dist/cli/main.js", "reproduce", "B3", "--out", out, "--bundle", archive], {
  env: venvEnvironment(),
});
run(python, ["-m", "zipfile", "-e", archive, crate]);
const results = [
  expect("a bundle, unpacked, is a valid RO-Crate", crate, true),
  expect(
    "one without a file that it lists is not",
    spoilt("file", (copy) => rmSync(join(copy, "ledger.json"))),
    false,
  ),
  expect(
    "one without a licence is not",
    edited("licence", (graph) => delete entity(graph, "./").license),
    false,
  ),
  expect(
    "one with an entity inside another is not",
    edited("nested", (graph) => (entity(graph, "./").author = { "@id": "#me", "@type": "Person", name: "me" })),
    false,
  ),
];
rmSync(folder, { recursive: true });
const passed = results.filter(Boolean).length;
close({ passed, failed: results.length - passed, skipped: 0 });

function createVenv() {
  rmSync(venv, { recursive: true, force: true });
  run(python, ["-m", "venv", venv]);
  run(validator, ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", "requirements-crate.txt"]);
}

function expect(what, crate, valid) {
  const { status, stdout, stderr } = spawnSync(validator, ["test/crate/validate.py", crate], {
    cwd: root,
    encoding: "utf8",
  });
  const right = status === (valid ? 0 : 1) && stdout.includes(crate);
  console.log(`${right ? "ok" : "FAILED"}: ${what}`);
  if (!right) console.log(stdout + stderr);
  return right;
}

function spoilt(name, spoil) {
  const copy = join(folder, name);
  cpSync(crate, copy, { recursive: true });
  spoil(copy);
  return copy;
}

function edited(name, edit) {
  return spoilt(name, (copy) => {
    const path = join(copy, "ro-crate-metadata.json");
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    edit(manifest["@graph"]);
    writeFileSync(path, JSON.stringify(manifest));
  });
}

function entity(graph, id) {
  return graph.find((one) => one["@id"] === id);
}
