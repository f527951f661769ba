import { checkCertificate } from "../src/exact/check-certificate.js";
import { approximate, neuronBounds } from "../src/theory/index.js";

interface BenchFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer: string | null;
  readonly peerValue: number | null;
  readonly ratio: number | null;
}

/** Building and checking one-dimensional networks, and counting. The peer is the time that was set as the limit; the ratio is part of it used. */
export async function bench(): Promise<BenchFigure[]> {
  const figures: BenchFigure[] = [];
  const report = (name: string, value: number, unit: string, limit: number | null): void => {
    figures.push({
      name,
      value,
      unit,
      peer: limit === null ? null : "limit",
      peerValue: limit,
      ratio: limit === null ? null : value / limit,
    });
  };
  const sine = { f: "sin(2*pi*x)", domain: [0, 1], lipschitz: "6.2832" };
  const perUnit: number[] = [];
  for (const [epsilon, limit] of [
    ["1e-3", 2],
    ["1e-4", 20],
  ] as const) {
    const [built, made] = seconds(() => {
      const approximation = approximate({ ...sine, epsilon, activation: "pln-2" });
      return { units: approximation.units, text: JSON.stringify(approximation.certificate) };
    });
    const [checked, verdict] = seconds(() => checkCertificate(made.text));
    requireAccepted(verdict.verdict);
    report(`PLN-2, sin(2πx), ε = ${epsilon}, ${made.units} units: network and certificate`, built, "s", limit);
    report(`PLN-2, sin(2πx), ε = ${epsilon}, ${made.units} units: checked`, checked, "s", limit);
    perUnit.push((built + checked) / made.units);
  }
  report("PLN-2: cost of a unit, ten times as many units", perUnit[1]! / perUnit[0]!, "(1 is linear)", null);
  const [total, units] = seconds(() => {
    // L/(2ε) = 100.5: the class needs up to 100 units.
    const smooth = approximate({
      f: "10.05*x",
      domain: [0, 1],
      lipschitz: "10.05",
      epsilon: "1/20",
      activation: "pln-3",
    });
    requireAccepted(checkCertificate(JSON.stringify(smooth.certificate)).verdict);
    return smooth.units;
  });
  report(`PLN-3, ${units} smooth units, ε = 0.05: built and certified`, total, "s", 10);
  const calls = 2000;
  const [counting] = seconds(() => {
    for (let i = 0; i < calls; i += 1) neuronBounds({ activation: "pln-8", lipschitz: i + 1, epsilon: 0.001 });
  });
  report("neuronBounds, one dimension: a call", (1000 * counting) / calls, "ms", 1);
  const [high] = seconds(() => {
    for (let i = 0; i < calls; i += 1)
      neuronBounds({ activation: "pln-8", lipschitz: i + 1, epsilon: 0.01, dimension: 3, depth: i % 2 === 0 ? 1 : 2 });
  });
  report("neuronBounds, three dimensions: a call", (1000 * high) / calls, "ms", 1);
  return figures;
}

function seconds<Result>(work: () => Result): [number, Result] {
  const started = performance.now();
  const result = work();
  return [(performance.now() - started) / 1000, result];
}

function requireAccepted(verdict: string): void {
  if (verdict !== "accepted") throw new Error(`the checker says ${verdict}`);
}
