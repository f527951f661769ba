import { loadFashionMnist } from "../../learning/data/fashion-mnist.js";
import type { Figure } from "../../plot/figure.js";
import {
  blobSamples,
  checkerboardSamples,
  loadDigits,
  paritySamples,
  randomSamples,
  separate,
  type LabeledSamples,
  type Separation,
} from "../../theory/index.js";
import type { CertificateCheck, Claim, Json, JsonObject } from "../claim.js";
import { foldFigures, lineFigure } from "./fold-figure.js";

const id = "B3";

const problems: Readonly<Record<string, () => LabeledSamples | Promise<LabeledSamples>>> = {
  "random-100-binary": () => randomSamples({ count: 100, dimension: 1, classes: 2, seed: 1 }),
  "random-60-of-10": () => randomSamples({ count: 60, dimension: 1, classes: 10, seed: 2 }),
  "random-60-in-5-dimensions": () => randomSamples({ count: 60, dimension: 5, classes: 3, seed: 3 }),
  "parity-6": () => paritySamples(6),
  "checkerboard-6": () => checkerboardSamples(6),
  "blobs-3": () => blobSamples({ classes: 3, count: 20, spread: 0.3, seed: 4 }),
  "line-of-40-alternating": () => ({
    points: Array.from({ length: 40 }, (_, i) => [i]),
    labels: Array.from({ length: 40 }, (_, i) => i % 2),
  }),
  "random-1000-binary": () => randomSamples({ count: 1000, dimension: 1, classes: 2, seed: 5 }),
  digits: () => {
    const { images, labels } = loadDigits();
    return { points: images, labels };
  },
  "digits-random-labels": () => {
    const { images } = loadDigits();
    return {
      points: images,
      labels: randomSamples({ count: images.length, dimension: 1, classes: 10, seed: 6 }).labels,
    };
  },
  "random-10000-binary": () => randomSamples({ count: 10_000, dimension: 1, classes: 2, seed: 5 }),
  "images-5000-random-labels": async () => {
    const { pixels, shape } = await loadFashionMnist("train");
    const size = shape[0] * shape[1];
    const { labels } = randomSamples({ count: 5000, dimension: 1, classes: 10, seed: 7 });
    return { points: labels.map((_, i) => [...pixels.subarray(i * size, (i + 1) * size)]), labels };
  },
};
const quick = [
  "random-100-binary",
  "random-60-of-10",
  "random-60-in-5-dimensions",
  "parity-6",
  "checkerboard-6",
  "blobs-3",
  "line-of-40-alternating",
];
const full = [...quick, "random-1000-binary", "digits", "digits-random-labels"];
const paper = [...full, "random-10000-binary", "images-5000-random-labels"];

/** The bound that is proved: layer normalizations for m samples of K classes. */
function provedDepth(count: number, classes: number): number {
  return classes === 2 ? Math.max(1, Math.ceil((count - 1) / 2)) : count - classes + 1;
}

async function solve(name: string, progress?: (fraction: number, doing: string) => void): Promise<Separation> {
  const { points, labels } = await problems[name]!();
  const separation = separate(points, labels, {
    claim: id,
    seed: 0,
    statement: `A width-3 LN-Net classifies all samples of "${name}".`,
    onProgress: progress,
  });
  const most = provedDepth(separation.count, separation.classes.length);
  if (separation.depth > most) throw new Error(`${name}: ${separation.depth} layers where ${most} are enough`);
  return separation;
}

const classified: CertificateCheck = {
  id: "classification",
  title: "Every sample of each problem is classified by a width-3 LN-Net within the proved depth",
  role: "evidence",
  method: "certificate",
  parameters: {
    quick: { problems: quick },
    full: { problems: full },
    paper: { problems: paper, images: "fashion-mnist", budget: 1e12 },
  },
  data: ["digits.csv"],
  control: "One sample's label exchanged; one weight of the second layer changed.",
  async run({ parameters, progress }) {
    const names = parameters.problems as string[];
    const solved: { name: string; separation: Separation }[] = [];
    for (const [i, name] of names.entries()) {
      const separation = await solve(name, (fraction, doing) =>
        progress((i + fraction) / names.length, `${name}: ${doing}`),
      );
      solved.push({ name, separation });
    }
    const table = solved.map(
      ({ name, separation: { count, classes, changes, depth, bits } }): { [key: string]: Json } => ({
        name,
        samples: count,
        classes: classes.length,
        changes,
        depth,
        proved: provedDepth(count, classes.length),
        layersPerSample: depth / count,
        bits,
      }),
    );
    return {
      summary: `Layer normalizations used (and proved to be enough): ${solved
        .map(({ name, separation: s }) => `${name} ${s.depth} (${provedDepth(s.count, s.classes.length)})`)
        .join(", ")}.`,
      measurements: { table },
      figures: [depthFigure(solved), ...exampleFigures()],
      certificates: solved.map(({ name, separation }) => ({
        name: `b3-${name}`,
        certificate: separation.certificate as unknown as JsonObject,
      })),
    };
  },
  async runControl() {
    const { certificate } = await solve("line-of-40-alternating");
    const labels = certificate.labels.map((label, i) => (i === 11 ? 1 - label : label));
    const network = certificate.network.map((layer, l) =>
      l === 2 && layer.type === "affine" ? { ...layer, bias: ["1", ...layer.bias.slice(1)] } : layer,
    );
    return [
      { name: "b3-control-label", certificate: { ...certificate, labels } as unknown as JsonObject },
      { name: "b3-control-weight", certificate: { ...certificate, network } as unknown as JsonObject },
    ];
  },
};

/** Layers used beside the proved bound. */
function depthFigure(solved: readonly { readonly name: string; readonly separation: Separation }[]): Figure {
  const x = solved.map(({ name }) => name);
  return {
    id: "depth-by-problem",
    title: "Layer normalizations that classify every sample",
    caption: "What the search needs lies below the proved bound, ⌈(m − 1)/2⌉ for two classes and m − K + 1 for K.",
    traces: [
      { type: "bar", name: "used", x, y: solved.map(({ separation }) => separation.depth) },
      {
        type: "bar",
        name: "proved to be enough",
        x,
        y: solved.map(({ separation: s }) => provedDepth(s.count, s.classes.length)),
      },
    ],
    xAxis: { title: "problem", type: "category" },
    yAxis: { title: "layer normalizations" },
  };
}

/** Nine alternating samples on the line, then the circle, the chords and the outside point, layer by layer. */
function exampleFigures(): Figure[] {
  const points = Array.from({ length: 9 }, (_, i) => i);
  const labels = points.map((i) => i % 2);
  return [lineFigure(points, labels), ...foldFigures(separate(points, labels))];
}

export const claimB3: Claim = {
  id,
  paper: "B",
  title: "Width 3 and O(m) layers classify any m samples",
  statement:
    "For any $m$ distinct samples of $K$ classes there is a width-3 LN-Net with at most $m - K + 1$ layer normalizations whose argmax is right on every sample; with two classes $\\lceil (m - 1)/2 \\rceil$ are enough, for all samples and labels.",
  source:
    "abstract of arXiv 2406.01255 (width 3, O(m) layers); two merged pairs a layer, and the stopping rule: normlab",
  assumptions: [
    { name: "distinct", text: "samples with different labels differ" },
    { name: "epsilon", text: "epsilon = 0 in the layer normalizations" },
  ],
  why: "LN of width 3 puts a plane on a circle, and seen from a point outside a circle the two ends of every chord through that point fall together. With two labels and five points or more on a circle there are always two same-label chords that do not cross and may be merged at once. Points whose classes do not cross on a circle are told apart by an argmax of affine functions. Proofs: docs/theory/ln-net.md, Theorems 1 and 2. The depths reached on data are found by search; the certificates hold the weights.",
  covers:
    "Certified: the listed problems, sample by sample. The depth bounds for all samples and labels are argued in docs/theory/ln-net.md; depths below them are found by search.",
  theorem: {
    file: "B3.v",
    name: "B3",
    says: "for every d and K, and all distinct samples of R^d with labels 0, …, K − 1, each of them given to some sample, there is an LN-Net of width 3 with L layer normalizations, L + K ≤ m + 1, whose output at the label is strictly the greatest at every sample; and with labels 0 and 1 there is one with L layer normalizations for every L ≥ 1 with m ≤ 2L + 1.",
    mutations: [
      {
        what: "one layer fewer for K classes",
        replace: "(L + K <= length samples + 1)",
        by: "(L + K <= length samples)",
      },
      {
        what: "one sample more with two classes",
        replace: "(length samples <= 2 * L + 1)",
        by: "(length samples <= 2 * L + 2)",
      },
      { what: "three classes for the depth of two", replace: "(fun c => (c < 2)%nat)", by: "(fun c => (c < 3)%nat)" },
      { what: "labels that no class has", replace: "In c labels <->", by: "In c labels ->" },
    ],
  },
  checks: [classified],
  notebook: { file: "02-ln-net.ipynb", section: "A network folded layer by layer" },
  module: import.meta.url,
};
