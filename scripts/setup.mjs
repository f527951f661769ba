// Everything a fresh clone needs, each step done once: a step runs again only when what it depends on has changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = join(root, ".setup", "stamps.json");
const venv = join(root, ".venv");
export const python = join(venv, "bin", "python");

/** Does all set-up; returns when everything the project's commands need is in place. */
export function setUp() {
  requireNode();
  for (const { name, fingerprint, work, mustExist } of steps()) step(name, fingerprint(), work, mustExist);
}

/**
 * The steps of set-up in their order: a name, a fingerprint of what the step depends on, the work, a file that it leaves, and, for those
 * that others can do without, what is then different.
 */
export function steps() {
  const lock = () => hashFiles(["package.json", "package-lock.json", ".npmrc", "shims"]);
  const notebooks = ["requirements.txt", "constraints.txt"];
  const scripts = ["scripts/bundle.mjs", "scripts/packages.mjs", "scripts/zeromq.mjs"];
  return [
    {
      name: "npm packages",
      fingerprint: lock,
      work: installPackages,
      mustExist: "node_modules/.package-lock.json",
    },
    {
      name: "notebook environment",
      fingerprint: () => hashFiles(notebooks),
      work: createVenv,
      mustExist: ".venv/bin/jupyter",
    },
    {
      name: "system packages",
      fingerprint: () => missingSystemPackages().join(),
      work: installSystemPackages,
      without: "what needs them is left out until then",
    },
    {
      name: "native tensor backend",
      fingerprint: () => hashFiles(["scripts/native.mjs", "src/learning/operations"]),
      work: buildNative,
      without: "until then tensors are computed by WebAssembly, slower",
    },
    {
      name: "native checker",
      fingerprint: () => hashFiles(["scripts/native-checker.mjs", "src/proved/native"]),
      work: buildNativeChecker,
      mustExist: ".native/proved-checker/proved-checker",
      without: "until then the proved checker runs in Node, slower",
    },
    {
      name: "build",
      fingerprint: () => lock() + hashFiles(["src", "tsconfig.json", "tsconfig.build.json", ...scripts]),
      work: build,
      mustExist: "packages/kernel/dist/cli/main.js",
    },
    {
      name: "kernels",
      // A kernelspec names its Node, and the snapshot of the kernel's compiler is of one version.
      fingerprint: () =>
        lock() +
        hashFiles([...notebooks, "src/kernel", "src/cli/kernel.ts"]) +
        root +
        process.version +
        process.execPath,
      work: installKernels,
      mustExist: ".venv/share/jupyter/kernels/tslab",
    },
  ];
}

/** Runs a command in the project's folder with its output shown; ends this process with the command's exit code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) fail(`${command} could not be started: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** The environment in which the project's Jupyter and its kernels are found first. */
export function venvEnvironment() {
  return { ...process.env, VIRTUAL_ENV: venv, PATH: `${join(venv, "bin")}${delimiter}${process.env.PATH}` };
}

/** A fingerprint of files and folders, by path and content. */
export function hashFiles(paths) {
  const hash = createHash("sha256");
  for (const path of paths) addToHash(hash, path);
  return hash.digest("hex");
}

function addToHash(hash, path) {
  const full = join(root, path);
  const status = lstatSync(full, { throwIfNoEntry: false });
  if (!status) return;
  if (status.isDirectory()) {
    for (const name of readdirSync(full).sort()) addToHash(hash, join(path, name));
  } else {
    hash.update(path).update("\0").update(readFileSync(full)).update("\0");
  }
}

/** Work that answers false could not be done and is not stamped: it is tried again the next time. */
export function step(name, fingerprint, work, mustExist) {
  if (isDone(name, fingerprint, mustExist)) return;
  const started = Date.now();
  console.log(`set-up: ${name} …`);
  // Work that fails may leave a part of itself: what was done before does not count any more.
  writeStamps(Object.fromEntries(Object.entries(readStamps()).filter(([done]) => done !== name)));
  const failed = () =>
    console.error(`set-up: ${name} failed. npm run doctor says what is there; npm run setup goes on`);
  process.once("exit", failed);
  const done = work();
  process.off("exit", failed);
  if (done === false) return;
  writeStamps({ ...readStamps(), [name]: fingerprint });
  console.log(`set-up: ${name} done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Whether a step's work was done with what it depends on as it now is. */
export function isDone(name, fingerprint, mustExist) {
  return readStamps()[name] === fingerprint && (mustExist === undefined || existsSync(join(root, mustExist)));
}

function requireNode() {
  if (!isNodeSupported()) fail(`Node: expected 20.19 or newer, got ${process.versions.node}`);
}

/** Whether this Node is one that the project runs on. */
export function isNodeSupported() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

function installPackages() {
  run("npm", ["ci", "--no-audit", "--no-fund"]);
}

function createVenv() {
  const base = findPython();
  if (!base) fail(`Python: ${noPython}`);
  rmSync(venv, { recursive: true, force: true });
  run(base, ["-m", "venv", ".venv"]);
  run(python, ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", "requirements.txt"]);
  // JupyterLab's own scripts are CommonJS; without this they would inherit the project's module type.
  writeFileSync(join(venv, "package.json"), '{ "type": "commonjs" }\n');
  // JupyterLab asks nobody for news.
  const settings = join(venv, "share", "jupyter", "lab", "settings");
  mkdirSync(settings, { recursive: true });
  const overrides = {
    "@jupyterlab/apputils-extension:notification": { checkForUpdates: false, fetchNews: "false" },
    // JupyterLab asks no language server of itself; the kernel's is there.
    "@jupyterlab/lsp-extension:plugin": { activate: "on" },
  };
  writeFileSync(join(settings, "overrides.json"), JSON.stringify(overrides, null, 1));
}

export const noPython =
  "expected 3.10 or newer with venv on the PATH, found none. On Debian: apt-get install python3-venv";

/** The name of a Python on the PATH that can make the notebook environment; undefined where there is none. */
export function findPython() {
  const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
  const test = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
  return names.find((name) => spawnSync(name, ["-c", test]).status === 0);
}

const wantedSystemPackages = [
  {
    name: "chromium",
    use: "the browser tests",
    present: () => ["chromium", "chromium-browser", "google-chrome"].some(onPath),
  },
  {
    name: "coq",
    use: "the formal proofs (normlab prove); without it claims say `certified`",
    present: () => succeeds("coqc", ["--version"]) || succeeds("rocq", ["--version"]),
  },
  ...[
    ["libyojson-ocaml-dev", "yojson"],
    ["libzarith-ocaml-dev", "zarith"],
  ].map(([name, library]) => ({
    name,
    use: "the proved checker as a native program; without it the same checker runs in Node",
    present: () => {
      const { status, stdout } = spawnSync("ocamlfind", ["query", library], { encoding: "utf8" });
      return status === 0 && existsSync(join(stdout.trim(), `${library}.cmxa`));
    },
  })),
  ...[
    ["ocaml-findlib", "ocamlfind"],
    ["ocaml-nox", "ocamlopt"],
  ].map(([name, program]) => ({ name, use: "the proved checker as a native program", present: () => onPath(program) })),
  {
    name: "libcoq-stdlib",
    use: "the formal proofs",
    present: () => {
      const { stdout } = spawnSync("coqc", ["-where"], { encoding: "utf8" });
      return succeeds("rocq", ["--version"]) || existsSync(join(stdout?.trim() ?? "", "theories/Reals/Reals.vo"));
    },
  },
  {
    name: "dataset-fashion-mnist",
    use: "the experiments on Fashion-MNIST (or set NORMLAB_DATA to a folder that holds it)",
    present: () => Boolean(process.env.NORMLAB_DATA) || existsSync("/usr/share/datasets/fashion-mnist"),
  },
];

/** Installs those of Debian's packages that are missing, as root; else says how, and goes on without. Says whether all are there. */
export function installDebian(wanted) {
  const missing = wanted.filter(({ present }) => !present());
  if (missing.length > 0 && process.getuid?.() === 0 && onPath("apt-get")) {
    const options = {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", "ignore", "inherit"],
    };
    const names = missing.map(({ name }) => name);
    spawnSync("apt-get", ["update", "-qq"], options);
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], options);
  }
  const absent = missing.filter(({ present }) => !present());
  for (const { name, use } of absent) {
    console.log(`set-up: ${name} is missing, needed for ${use}. On Debian: sudo apt-get install ${name}`);
  }
  return absent.length === 0;
}

/** Whether a program is there. */
export function onPath(program) {
  return succeeds("which", [program]);
}

/** Debian's names of the system packages that are not here. */
export function missingSystemPackages() {
  return wantedSystemPackages.filter((wanted) => !wanted.present()).map((wanted) => wanted.name);
}

function installSystemPackages() {
  // The stamp of a machine that has everything.
  if (installDebian(wantedSystemPackages)) writeStamps({ ...readStamps(), "system packages": "" });
  return false;
}

/** Faster tensors where a compiler and Python are there; else the library runs on WebAssembly, and `normlab doctor` says why. */
function buildNative() {
  if (!existsSync(join(root, "scripts", "native.mjs"))) return false;
  return spawnSync(process.execPath, ["scripts/native.mjs"], { cwd: root, stdio: "inherit" }).status === 0;
}

/** The proved checker as a native program, where OCaml is there; else it runs in Node. */
function buildNativeChecker() {
  return spawnSync(process.execPath, ["scripts/native-checker.mjs"], { cwd: root, stdio: "inherit" }).status === 0;
}

function build() {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  run("npm", ["run", "--silent", "build"]);
}

function installKernels() {
  const options = { env: venvEnvironment(), stdio: ["ignore", "ignore", "inherit"] };
  const tslab = join(root, "node_modules", ".bin", "tslab");
  run(process.execPath, ["node_modules/tslab/bin/tslab", "install", "--sys-prefix", "--binary", tslab], options);
  if (existsSync(join(root, "dist", "cli", "kernel.js"))) {
    run(process.execPath, ["dist/cli/main.js", "kernel", "install", "--prefix", venv], options);
  }
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, "utf8"));
  } catch {
    return {};
  }
}

function writeStamps(stamps) {
  mkdirSync(join(root, ".setup"), { recursive: true });
  writeFileSync(`${stampFile}.tmp`, JSON.stringify(stamps, null, 1));
  renameSync(`${stampFile}.tmp`, stampFile);
}

function fail(message) {
  console.error(`set-up: ${message}`);
  process.exit(2);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) setUp();
