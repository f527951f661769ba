import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchManyTasks } from "./many-tasks.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The reproduction of claim C5, cold and cached, what starting costs, and what a task costs; needs a build. Medians of three, cold once. */
export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), "normlab-bench-"));
  try {
    const reproduce = () => seconds(["dist/cli/main.js", "reproduce", "C5", "--out", folder]);
    const cold = reproduce();
    const cached = median(reproduce);
    const help = median(() => seconds(["dist/cli/main.js", "--help"]));
    const node = median(() => seconds(["--eval", ""]));
    return [
      { name: "reproduce C5, cold", value: cold, unit: "s" },
      { name: "reproduce C5, cached", value: cached, unit: "s", peer: "cold", peerValue: cold, ratio: cached / cold },
      { name: "normlab --help", value: help, unit: "s", peer: "node alone", peerValue: node, ratio: help / node },
      ...(await benchManyTasks()),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function seconds(args: readonly string[]): number {
  const started = performance.now();
  execFileSync(process.execPath, args, { cwd: root, stdio: "ignore" });
  return (performance.now() - started) / 1000;
}

function median(measure: () => number): number {
  return [measure(), measure(), measure()].sort((a, b) => a - b)[1]!;
}
