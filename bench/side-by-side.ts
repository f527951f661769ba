// Two trials on two cores beside one alone: the processor time of a step of training in one process, and in each of two that run at once.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { median, steps } from "./steps.js";

const rounds = Number(process.env.NORMLAB_BENCH_ROUNDS ?? "5");

/** Medians over alternating rounds of a second each: alone, then both; the ratio is the median of the rounds' own. */
export async function bench() {
  const workers = await Promise.all([startWorker(), startWorker()]);
  const figures = [];
  try {
    for (const name of Object.keys(steps)) {
      const measured: { alone: number; both: number }[] = [];
      for (let round = 0; round <= rounds; round++) {
        const alone = await workers[round % 2]!.time(name);
        const [a, b] = await Promise.all(workers.map((worker) => worker.time(name)));
        // The first round prepares the step.
        if (round > 0) measured.push({ alone, both: (a! + b!) / 2 });
      }
      figures.push({
        name: `${name}, each of two at once`,
        value: median(measured.map(({ both }) => both)),
        unit: "ms of processor time",
        peer: "alone",
        peerValue: median(measured.map(({ alone }) => alone)),
        ratio: median(measured.map(({ alone, both }) => both / alone)),
      });
    }
  } finally {
    workers.forEach((worker) => worker.stop());
  }
  return figures;
}

async function startWorker() {
  const file = fileURLToPath(new URL("steps-worker.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), file], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1", OMP_NUM_THREADS: "1" },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("a process of steps ended; its message stands above");
    return value as string;
  };
  while ((await next()) !== "ready");
  return {
    async time(name: string): Promise<number> {
      child.stdin.write(`${name}\n`);
      return Number(await next());
    },
    stop: () => child.kill(),
  };
}
