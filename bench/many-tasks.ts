import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Claim } from "../src/claims/claim.js";
import { plannedTasks } from "../src/reproduce/engines/task-list.js";
import { runTasks } from "../src/reproduce/run.js";
import { Store } from "../src/reproduce/store.js";

/** An experiment whose trials do nothing: what is measured is everything around them. */
export const idle: Claim = {
  id: "Z0",
  paper: "A",
  title: "Trials that do nothing",
  statement: "Nothing.",
  source: "normlab",
  assumptions: [],
  why: "For the benchmark.",
  checks: [
    {
      id: "idle",
      title: "Trials that do nothing",
      method: "experiment",
      role: "evidence",
      parameters: { quick: { trials: 10_000 } },
      expectation: "none",
      control: "none",
      trials: ({ trials }) =>
        Array.from({ length: Number(trials) }, (_, seed) => ({ id: `seed-${seed}`, seed, parameters: {} })),
      runTrial: ({ seed }) => Promise.resolve({ seed }),
      conclude: () => {
        throw new Error("nothing is concluded from trials that do nothing");
      },
      concludeControl: () => {
        throw new Error("nothing is concluded from trials that do nothing");
      },
    },
  ],
  notebook: null,
  module: import.meta.url,
};

/** What a trivial task costs on one process, and what memory the leading process gains over 10,000 of them. */
export async function benchManyTasks() {
  const folder = mkdtempSync(join(tmpdir(), "normlab-bench-"));
  try {
    const tasks = await plannedTasks([idle], "quick");
    const store = new Store(join(folder, "cache"));
    const run = async (count: number) => {
      const started = performance.now();
      const nothing = () => {};
      const observer = { planned: nothing, started: nothing, progress: nothing, ended: nothing, damaged: nothing };
      const options = { workers: 1, force: false, signal: new AbortController().signal, observer };
      await runTasks(tasks.slice(0, count), store, options);
      return performance.now() - started;
    };
    // The first starts the process and loads the code.
    await run(100);
    const middle = await run(5_000);
    const before = process.memoryUsage().rss;
    const rest = await run(10_000);
    const after = process.memoryUsage().rss;
    const again = await run(10_000);
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
      { name: "a task that has a result", value: again / 10_000, unit: "ms" },
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
