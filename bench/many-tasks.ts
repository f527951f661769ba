import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { submit, watch } from "../src/reproduce/engines/slurm.js";
import { plannedTasks } from "../src/reproduce/engines/task-list.js";
import { runTasks } from "../src/reproduce/run.js";
import { Store } from "../src/reproduce/store.js";
import { noCluster, startCluster } from "../test/engines/cluster.js";
import { unobserved } from "../test/reproduce/unobserved.js";
import { count, idle } from "./idle.js";

/** What a trivial task costs, and what memory the leading process gains over 10,000 of them: on one process, and on Slurm. */
export async function benchManyTasks() {
  return [...(await onOneProcess()), ...(await onSlurm())];
}

async function onOneProcess() {
  const folder = mkdtempSync(join(tmpdir(), "normlab-bench-"));
  try {
    const tasks = await plannedTasks([idle], "quick");
    const store = new Store(join(folder, "cache"));
    const run = async (part: number) => {
      const started = performance.now();
      const options = { workers: 1, force: false, signal: new AbortController().signal, observer: unobserved };
      await runTasks(tasks.slice(0, part), store, options);
      return performance.now() - started;
    };
    // The first starts the process and loads the code.
    await run(100);
    const middle = await run(count / 2);
    const before = process.memoryUsage().rss;
    const rest = await run(count);
    const after = process.memoryUsage().rss;
    const again = await run(count);
    return [
      { name: "a trivial task, the first 5,000", value: middle / 4_900, unit: "ms" },
      {
        name: "a trivial task, the next 5,000",
        value: rest / 5_000,
        unit: "ms",
        peer: "the first",
        peerValue: middle / 4_900,
        ratio: (rest * 4_900) / (5_000 * middle),
      },
      { name: "a task that has a result", value: again / count, unit: "ms" },
      {
        name: "memory after 10,000 tasks",
        value: after / 2 ** 20,
        unit: "MB",
        peer: "after 5,000",
        peerValue: before / 2 ** 20,
        ratio: after / before,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As a job array of ten parts on a cluster of this machine. */
async function onSlurm() {
  if (noCluster !== undefined) {
    console.error(`10,000 tasks on Slurm: not measured, because ${noCluster}`);
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), "normlab-bench-"));
  const cluster = await startCluster();
  Object.assign(process.env, cluster.env);
  try {
    const tasks = await plannedTasks([idle], "quick");
    const store = new Store(join(folder, "cache"));
    let ended = 0;
    const memory: number[] = [];
    const observer = {
      ...unobserved,
      ended: () => {
        if (++ended % (count / 2) === 0) memory.push(process.memoryUsage().rss / 2 ** 20);
      },
    };
    const options = {
      folder,
      command: [process.execPath, "--import", import.meta.resolve("tsx")],
      part: [fileURLToPath(new URL("./run-idle.ts", import.meta.url))],
      sbatch: [],
      jobs: 10,
      observer,
      signal: new AbortController().signal,
      recorded: () => undefined,
    };
    const started = performance.now();
    const state = await submit(tasks, store, "idle", options);
    const submitted = performance.now() - started;
    const cpu = process.cpuUsage();
    await watch(tasks, store, state!, options);
    const { user, system } = process.cpuUsage(cpu);
    const parts = readdirSync(folder).filter((file) => file.endsWith(".processor"));
    const hundredths = parts.reduce((sum, file) => sum + Number(readFileSync(join(folder, file), "utf8")), 0);
    if (ended !== count) throw new Error(`${ended} of ${count} tasks have a result`);
    return [
      { name: "10,000 tasks on Slurm, submitting one", value: submitted / count, unit: "ms" },
      {
        name: "10,000 tasks on Slurm, waiting for one",
        value: (user + system) / 1000 / count,
        unit: "ms of processor",
      },
      {
        name: "10,000 tasks on Slurm, running one, with starting ten parts",
        value: (10 * hundredths) / count,
        unit: "ms of processor",
      },
      {
        name: "10,000 tasks on Slurm, memory of the leading process",
        value: memory[1],
        unit: "MB",
        peer: "after 5,000",
        peerValue: memory[0],
        ratio: memory[1]! / memory[0]!,
      },
    ];
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
