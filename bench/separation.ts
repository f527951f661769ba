import { checkCertificate } from "../src/exact/index.js";
import { randomSamples, separate, shatter } from "../src/theory/index.js";

interface BenchFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer: string | null;
  readonly peerValue: number | null;
  readonly ratio: number | null;
}

function seconds(run: () => void): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}

/** Building and checking networks; the peer of a depth is the bound that is proved, ⌈(m − 1)/2⌉. */
export async function bench(): Promise<BenchFigure[]> {
  const figures: BenchFigure[] = [];
  const add = (name: string, value: number, unit: string): void => {
    figures.push({ name, value, unit, peer: null, peerValue: null, ratio: null });
  };
  const built: number[] = [];
  for (const count of [100, 300, 1000, 3000, 10_000]) {
    const { points, labels } = randomSamples({ count, dimension: 1, classes: 2, seed: 5 });
    let separation: ReturnType<typeof separate> | undefined;
    built.push(seconds(() => (separation = separate(points, labels))));
    add(`separate ${count} random binary: build and check`, built.at(-1)!, "s");
    const { certificate, depth } = separation!;
    const text = JSON.stringify(certificate);
    add(
      `separate ${count} random binary: check`,
      seconds(() => checkCertificate(text, { budget: Infinity })),
      "s",
    );
    add(`separate ${count} random binary: certificate`, text.length / 1e6, "MB");
    const bound = Math.ceil((count - 1) / 2);
    figures.push({
      name: `separate ${count} random binary: layer normalizations`,
      value: depth,
      unit: "layers",
      peer: "proved bound",
      peerValue: bound,
      ratio: depth / bound,
    });
  }
  const [before, last] = built.slice(-2) as [number, number];
  add("separate: time grows as m to the power", Math.log(last / before) / Math.log(10 / 3), "(from 3000 to 10000)");
  for (const [count, depth] of [
    [9, 3],
    [11, 5],
  ] as const) {
    const line = Array.from({ length: count }, (_, i) => i);
    add(
      `shatter ${count} points at depth ${depth}: build and check`,
      seconds(() => checkCertificate(shatter(line, { depth }).certificate)),
      "s",
    );
  }
  add("memory in use at the end", process.memoryUsage().rss / 1e6, "MB");
  return figures;
}
