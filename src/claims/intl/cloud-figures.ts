import { createRandom } from "../../learning/data/random.js";
import type { Figure } from "../../plot/figure.js";
import { covarianceSpectrum, spectralTransform, type Matrix } from "../../theory/index.js";

const powers = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
const count = 60;
/** Of the cloud, along axes that are turned by 30 degrees. */
const variances = [1, 0.09] as const;
const range = [-3.2, 3.2] as const;
/** Of a gradient in the picture. */
const length = 0.6;

/** Two views of a drawn cloud of two dimensions: every point moved a little one way, and the other. */
function twoViews(): { cloud: Matrix; view: Matrix } {
  const random = createRandom(5);
  const [cosine, sine] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  const cloud = Array.from({ length: count }, () => {
    const [u, v] = variances.map((variance) => Math.sqrt(variance) * random.normal()) as [number, number];
    return [cosine * u - sine * v, sine * u + cosine * v];
  });
  const noise = cloud.map((point) => point.map(() => 0.1 * random.normal()));
  const moved = (sign: number) => cloud.map((point, i) => point.map((value, j) => value + sign * noise[i]![j]!));
  return { cloud: moved(1), view: moved(-1) };
}

const transformed = (batch: Matrix, power: number): Matrix =>
  spectralTransform(batch, (eigenvalue) => eigenvalue ** -power);

/** Mean squared distance of the two views after the transformation. */
function alignment(cloud: Matrix, view: Matrix, power: number): number {
  const [a, b] = [transformed(cloud, power), transformed(view, power)];
  return a.reduce((sum, row, i) => sum + (row[0]! - b[i]![0]!) ** 2 + (row[1]! - b[i]![1]!) ** 2, 0) / count;
}

/** The negative gradient of the alignment with respect to every point of the cloud, times the number of points, by central differences. */
function pullOn(cloud: Matrix, view: Matrix, power: number): number[][] {
  const step = 1e-5;
  const moved = (i: number, j: number, by: number) =>
    alignment(
      cloud.map((row, at) => (at === i ? row.map((value, k) => (k === j ? value + by : value)) : row)),
      view,
      power,
    );
  return cloud.map((row, i) => row.map((_, j) => (-count * (moved(i, j, step) - moved(i, j, -step))) / (2 * step)));
}

/** How fast the logarithms of the two variances grow where every point follows its pull: d ln λ/dt, the greater first. */
function growth(cloud: Matrix, pull: Matrix): readonly [number, number] {
  const small = 1e-6;
  const [before, after] = [cloud, cloud.map((row, i) => row.map((value, j) => value + small * pull[i]![j]!))].map(
    (batch) => covarianceSpectrum(batch).eigenvalues,
  );
  const rate = (i: number) => Math.log(after![i]! / before![i]!) / small;
  return [rate(0), rate(1)];
}

const axes = {
  xAxis: { title: "first coordinate", range, equalScale: true },
  yAxis: { title: "second coordinate", range },
};

const points = (name: string, rows: Matrix, colour: number) => ({
  type: "scatter" as const,
  name,
  mode: "markers" as const,
  colour,
  x: rows.map((row) => row[0]!),
  y: rows.map((row) => row[1]!),
});

/** What Σ^(−p) makes of a cloud of two dimensions, a frame for every p from 0 to 0.6. */
export function cloudForward(): Figure[] {
  const { cloud } = twoViews();
  return powers.map((power, i) => {
    const output = transformed(cloud, power);
    const [greater, less] = covarianceSpectrum(output).eigenvalues as [number, number];
    return {
      id: `cloud-forward-frame-${i}`,
      title: `Forward: a cloud after Σ^(−p), p = ${power}`,
      caption: `Its variances become ${greater.toFixed(2)} and ${less.toFixed(2)}: nearer to each other the nearer p is to 1/2, and beyond it the short axis is the long one.`,
      traces: [points("cloud", cloud, 6), points("after Σ^(−p)", output, 0)],
      ...axes,
    };
  });
}

/** Where the alignment of two views after Σ^(−p) pulls each point of the cloud, a frame for every p. */
export function cloudBackward(): Figure[] {
  const { cloud, view } = twoViews();
  return powers.map((power, i) => {
    const pull = pullOn(cloud, view, power);
    const rates = growth(cloud, pull).map((rate) => rate.toFixed(2));
    const arrows = (k: number) => cloud.flatMap((at, row) => [at[k]!, at[k]! + length * pull[row]![k]!, NaN]);
    return {
      id: `cloud-backward-frame-${i}`,
      title: `Backward: the pull of the loss on the cloud, p = ${power}`,
      caption: `From each point its negative gradient times ${length}. Along it the logarithm of the greater variance changes at rate ${rates[0]}, of the smaller at ${rates[1]}.`,
      traces: [
        points("cloud", cloud, 6),
        { type: "scatter", name: "negative gradient", mode: "lines", colour: 1, x: arrows(0), y: arrows(1) },
      ],
      ...axes,
    };
  });
}
