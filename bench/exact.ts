import Fraction from "fraction.js";
import { init } from "gmp-wasm";
import { checkCertificate, Interval, parseExpression, Polynomial, Rational, type Layer } from "../src/exact/index.js";

interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly peerValue?: number;
  readonly ratio?: number;
}

/** Exact numbers and the checker: durations, beside fraction.js and MPFR where these do the same. */
export async function bench(): Promise<Measured[]> {
  const precision = 64;
  const [x, y] = [Rational.from("355/113"), Rational.from("-22/7")];
  const [p, q] = [new Fraction("355/113"), new Fraction("-22/7")];
  const angle = Interval.from("1/7", precision);
  const library = await init();
  const mpfr = library.getContext({ precisionBits: precision });
  const mpfrAngle = mpfr.Float("0.14285714285714285") as unknown as { sin(): unknown };
  return [
    against(
      "rational multiplication",
      "µs",
      perCall(() => x.mul(y)),
      "fraction.js",
      perCall(() => p.mul(q)),
    ),
    against(
      "sine at 64 bits",
      "µs",
      perCall(() => angle.sin()),
      "gmp-wasm",
      perCall(() => mpfrAngle.sin(), 20_000),
    ),
    alone("root count at degree 484", "ms", 1000 * seconds(() => secondDerivative().countRoots(0, 1))),
    alone("classification, 1000 samples, 507 folds", "s", accepted(folds(1000, 507))),
    alone("approximation, 3,200 PLN-2 units", "s", accepted(sine(3200, "1/1000"))),
    alone("approximation, 32,000 PLN-2 units", "s", accepted(sine(32_000, "1/10000"))),
  ];
}

function against(name: string, unit: string, value: number, peer: string, peerValue: number): Measured {
  return { name, value, unit, peer, peerValue, ratio: value / peerValue };
}

function alone(name: string, unit: string, value: number): Measured {
  return { name, value, unit };
}

function seconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}

/** Microseconds a call. */
function perCall(run: () => unknown, calls = 100_000): number {
  for (let i = 0; i < calls / 10; i += 1) run();
  return (
    (1e6 / calls) *
    seconds(() => {
      for (let i = 0; i < calls; i += 1) run();
    })
  );
}

/** Seconds to read and accept a certificate's text. */
function accepted(certificate: object): number {
  const text = JSON.stringify(certificate);
  return seconds(() => {
    const verdict = checkCertificate(text);
    if (verdict.verdict !== "accepted") throw new Error(verdict.reason);
  });
}

const common = { format: "normlab-certificate/1", claim: null, statement: "benchmark" };
const exact = (value: number) => Rational.from(value).toString();

function secondDerivative(): Polynomial {
  const step = Polynomial.from([0, "9/4", "-3/2", "1/4"]);
  let h = Polynomial.from([0, 1]);
  for (let t = 0; t < 5; t += 1) h = step.compose(h);
  const gap = Polynomial.from([1]).sub(h);
  return gap.mul(gap).derivative().derivative();
}

/** Steps at the middle values of equal pieces. */
function sine(units: number, epsilon: string): object {
  const level = (i: number): number => Math.sin((2 * Math.PI * (i + 0.5)) / (units + 1));
  const weight: string[][] = [];
  const bias: string[] = [];
  const heights: string[] = [];
  let constant = Rational.from(level(0));
  for (let i = 1; i <= units; i += 1) {
    const half = Rational.from(level(i))
      .sub(Rational.from(level(i - 1)))
      .mul(Rational.from("1/2"));
    constant = constant.add(half);
    weight.push(["1"], ["-1"]);
    bias.push(exact(-i / (units + 1)), exact(i / (units + 1)));
    heights.push(half.toString(), "0");
  }
  const network: Layer[] = [
    { type: "affine", weight, bias },
    { type: "norm", normSize: 2, center: true, epsilon: "0" },
    { type: "affine", weight: [heights], bias: [constant.toString()] },
  ];
  const f = parseExpression("sin(2*pi*x)", ["x"]);
  return { ...common, kind: "approximation", network, function: f, domain: [["0", "1"]], epsilon, precision: 64 };
}

/** Points of a line folded again and again: each layer puts them on a circle in width 3 and reads one coordinate, at random. */
function folds(count: number, depth: number): object {
  let state = 12345;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  const short = (value: number): string => exact(Math.round(value * 2 ** 40) / 2 ** 40);
  const first = [Math.SQRT1_2, -Math.SQRT1_2, 0];
  const second = [1, 1, -2].map((value) => value / Math.sqrt(6));
  let positions = Array.from({ length: count }, () => 2 * random() - 1);
  const samples = positions.map((value) => [short(value)]);
  const network: Layer[] = [];
  let read = [1];
  for (let l = 0; l < depth; l += 1) {
    const one = Math.floor(random() * count);
    const other = (one + 1 + Math.floor(random() * (count - 1))) % count;
    const shift = positions[one]! + (random() - 0.5) / 2;
    const height = 0.3 + random();
    const angle = (value: number): number => Math.atan2(height, value - shift);
    const middle = (angle(positions[one]!) + angle(positions[other]!)) / 2;
    const weight = first.map((e) => read.map((w) => short(e * w)));
    network.push({ type: "affine", weight, bias: first.map((e, i) => short(second[i]! * height - e * shift)) });
    network.push({ type: "norm", normSize: 3, center: true, epsilon: "0" });
    positions = positions.map((value) => Math.cos(angle(value) - middle));
    read = first.map((e, i) => (Math.cos(middle) * e + Math.sin(middle) * second[i]!) / Math.sqrt(3));
  }
  // All readings lie in [-1, 1]; the comparison is decided once they are known to a bit.
  network.push({ type: "affine", weight: [read.map(short), read.map((w) => short(-w))], bias: ["10", "0"] });
  const labels = positions.map(() => 0);
  return { ...common, kind: "classification", network, samples, labels, precision: 4000 };
}
