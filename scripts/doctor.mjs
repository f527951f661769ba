// What works here, and why not more; also where set-up never ran or stopped, for it needs nothing but Node. First the steps of set-up,
// then what `normlab doctor` says. Ends with 1 where something is missing that all commands need.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  findPython,
  isDone,
  isNodeSupported,
  missingSystemPackages,
  noPython,
  onPath,
  root,
  steps,
  venvEnvironment,
} from "./setup.mjs";

const line = (good, name, why) => console.log(`${good ? "✓" : "–"} ${name.padEnd(22)} ${why}`.trimEnd());
let good = isNodeSupported();

console.log("What set-up needs");
line(good, "Node", `${process.versions.node}${good ? "" : ": expected 20.19 or newer"}`);
const npm = onPath("npm");
line(npm, "npm", npm ? "" : "not on the PATH");
const python = findPython();
line(python, "Python", python ?? noPython);
const compiler = onPath("g++");
line(
  compiler,
  "C++ compiler",
  compiler ? "g++" : "g++ is not on the PATH: tensors are computed by WebAssembly, slower",
);

console.log("\nSet-up");
for (const { name, fingerprint, mustExist, without } of steps()) {
  const done = isDone(name, fingerprint(), mustExist);
  if (!done && without === undefined) good = false;
  const packages = name === "system packages" ? missingSystemPackages().join(", ") : "";
  const parts = ["not done: npm run setup", ...(packages ? [`missing: ${packages}`] : []), without].filter(Boolean);
  line(done, name, done ? "" : parts.join("; "));
}

const program = join(root, "dist", "cli", "main.js");
if (existsSync(program) && existsSync(join(root, "node_modules"))) {
  console.log();
  const { status } = spawnSync(process.execPath, [program, "doctor"], { stdio: "inherit", env: venvEnvironment() });
  if (status !== 0) good = false;
} else {
  console.log("\nThe rest is said when npm run setup has run.");
}
process.exit(good ? 0 : 1);
