import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import type * as Slurm from "../src/reproduce/engines/slurm.js";
import type * as TaskList from "../src/reproduce/engines/task-list.js";
import { plannedTasks } from "../src/reproduce/engines/task-list.js";
import { runTasks } from "../src/reproduce/run.js";
import { Store } from "../src/reproduce/store.js";
import { noCluster, startCluster } from "../test/engines/cluster.js";
import { unobserved } from "../test/reproduce/unobserved.js";
import { count, idle } from "./idle.js";
import type * as Idle from "./idle.js";

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

const root = fileURLToPath(new URL("..", import.meta.url));

/** What the parts run, on the build as users have it: started from TypeScript's sources, they would spend most of their time on those. */
async function buildParts(outdir: string): Promise<void> {
  const kept = [
    { filter: /^\.\.\/src\//, to: (path: string) => join(root, "dist", path.slice("../src/".length)) },
    { filter: /\/idle\.js$/, to: () => "./idle.mjs" },
  ];
  await build({
    entryPoints: ["idle", "run-idle"].map((name) => join(root, "bench", `${name}.ts`)),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    plugins: [
      {
        name: "build",
        setup: ({ onResolve }) => {
          for (const { filter, to } of kept) onResolve({ filter }, ({ path }) => ({ path: to(path), external: true }));
        },
      },
    ],
  });
}

/** As a job array of ten parts on a cluster of this machine. */
async function onSlurm() {
  if (noCluster !== undefined) {
    console.error(`10,000 tasks on Slurm: not measured, because ${noCluster}`);
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), "normlab-bench-"));
  // Beside the build, whose packages the parts need.
  const parts = mkdtempSync(join(root, ".setup", "bench-"));
  const cluster = await startCluster();
  Object.assign(process.env, cluster.env);
  try {
    await buildParts(parts);
    const built = (path: string): Promise<unknown> => import(pathToFileURL(path).href);
    const reproduce = join(root, "dist", "reproduce");
    const { submit, watch } = (await built(join(reproduce, "engines", "slurm.js"))) as typeof Slurm;
    const list = (await built(join(reproduce, "engines", "task-list.js"))) as typeof TaskList;
    const { idle } = (await built(join(parts, "idle.mjs"))) as typeof Idle;
    const tasks = await list.plannedTasks([idle], "quick");
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
      command: [process.execPath],
      part: [join(parts, "run-idle.mjs")],
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
    const processors = readdirSync(folder).filter((file) => file.endsWith(".processor"));
    const hundredths = processors.reduce((sum, file) => sum + Number(readFileSync(join(folder, file), "utf8")), 0);
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
    for (const one of [folder, parts]) rmSync(one, { recursive: true, force: true });
  }
}
