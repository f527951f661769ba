// Compiles the proved checker natively: what Rocq extracts in OCaml (src/proved/native/checker.ml) with its reader, by Debian's OCaml and Zarith.
//   npm run native-checker   writes .native/proved-checker/proved-checker
// Exit code 0: built, or already there; 1: not possible here, and why. Without it `normlab check --proved` runs the same checker in Node.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = join(root, "src", "proved", "native");
const files = ["integers.ml", "checker.ml", "reader.ml", "main.ml"];
const target = join(root, ".native", "proved-checker");
const program = join(target, "proved-checker");
const stampFile = join(target, "stamp");

const version = spawnSync("ocamlfind", ["ocamlopt", "-version"], { encoding: "utf8" }).stdout?.trim();
for (const library of ["zarith", "yojson"]) {
  if (spawnSync("ocamlfind", ["query", library], { stdio: "ignore" }).status !== 0 || !version) {
    refuse("OCaml, ocamlfind, Zarith and Yojson are needed");
  }
}
const hash = createHash("sha256").update(version + process.arch);
for (const file of [fileURLToPath(import.meta.url), ...files.map((name) => join(sources, name))]) {
  hash.update(readFileSync(file));
}
const fingerprint = hash.digest("hex");
if (existsSync(program) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === fingerprint) process.exit(0);

const work = join(target, `build-${process.pid}`);
mkdirSync(work, { recursive: true });
try {
  for (const file of files) {
    copyFileSync(join(sources, file), join(work, file));
    // What is extracted takes its operations on integers from integers.ml.
    const open = file === "integers.ml" ? [] : ["-open", "Integers"];
    compile([...open, "-c", file]);
  }
  compile(["-linkpkg", ...files.map((file) => file.replace(/ml$/, "cmx")), "-o", "proved-checker"]);
  renameSync(join(work, "proved-checker"), program);
  writeFileSync(stampFile, fingerprint);
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`native checker: built ${program}`);

function compile(args) {
  // Rocq's program has parts that are not used.
  const all = ["ocamlopt", "-w", "-a", "-package", "zarith,yojson", ...args];
  const { status, stderr } = spawnSync("ocamlfind", all, { cwd: work, encoding: "utf8" });
  if (status !== 0) refuse(stderr.trim());
}

function refuse(why) {
  console.log(
    `native checker: not built: ${why}. On Debian: sudo apt-get install ocaml-nox ocaml-findlib libzarith-ocaml-dev libyojson-ocaml-dev`,
  );
  process.exit(1);
}
