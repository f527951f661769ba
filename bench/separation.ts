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

/** Building and checking networks; the peer of a depth is the bound that is proved: ⌈(m − 1)/2⌉ for two classes, m − K + 1 for K. */
export async function bench(): Promise<BenchFigure[]> {
  const figures: BenchFigure[] = [];
  const add = (name: string, value: number, unit: string): void => {
    figures.push({ name, value, unit, peer: null, peerValue: null, ratio: null });
  };
  const built: number[] = [];
  for (const [count, classes] of [
    [100, 2],
    [300, 2],
    [1000, 2],
    [500, 10],
    [1000, 10],
    [5000, 10],
    [3000, 2],
    [10_000, 2],
  ] as const) {
    const problem = `separate ${count} random of ${classes} classes`;
    const { points, labels } = randomSamples({ count, dimension: 1, classes, seed: 5 });
    let separation: ReturnType<typeof separate> | undefined;
    built.push(seconds(() => (separation = separate(points, labels))));
    add(`${problem}: build and check`, built.at(-1)!, "s");
    const { certificate, depth } = separation!;
    const text = JSON.stringify(certificate);
    add(
      `${problem}: check`,
      seconds(() => checkCertificate(text, { budget: Infinity })),
      "s",
    );
    add(`${problem}: certificate`, text.length / 1e6, "MB");
    const bound = classes === 2 ? Math.ceil((count - 1) / 2) : count - classes + 1;
    figures.push({
      name: `${problem}: layer normalizations`,
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
