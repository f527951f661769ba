import type { Figure } from "../../../plot/figure.js";
import { detectableDifference, pairedInterval } from "../../evaluation/statistics.js";
import type { Norm } from "../../models/parts.js";
import {
  type ChosenVariant,
  chooseRates,
  type ComparedRun,
  comparisonTrials,
  edgeNote,
  effectBars,
  exchangeForNext,
  pairBySeed,
  plannedPower,
  rateTraces,
  variantMeasurements,
} from "../shared/comparison.js";
import type { Effect, Experiment, JsonObject } from "../shared/experiment.js";
import { runText, runVision, type TextSetting, type VisionSetting } from "../shared/transformer-tasks.js";

/** Which rates and seeds, and the spread of the paired differences that small pilots with other seeds let expect (points, or bits). */
type Grid = {
  readonly learningRates: readonly number[];
  readonly seeds: readonly number[];
  /** How many of the seeds LN-G and RMSNorm are given: the claim is about PLN. */
  readonly referenceSeeds: number;
  readonly expectedDeviation: number;
  /** The difference that the power is stated for. */
  readonly difference: number;
};

type Task =
  | { readonly task: "vision"; readonly setting: VisionSetting; readonly grid: Grid }
  | { readonly task: "text"; readonly setting: TextSetting; readonly grid: Grid };

type Parameters = { readonly tasks: readonly Task[] };

type Run = ComparedRun & { readonly task: Task["task"] };

type TrialParameters = {
  readonly task: Task["task"];
  readonly setting: VisionSetting | TextSetting;
  readonly variant: string;
  readonly norm: Norm;
  readonly learningRate: number;
};

/** In place of every norm of the transformer, each with trained gain and offset. (LN-G with an eighth of the width as groups is PLN-8.) */
const variants: readonly { readonly name: string; readonly norm: Norm; readonly reference: boolean }[] = [
  { name: "LN", norm: { kind: "layerNorm", affine: true }, reference: false },
  { name: "PLN-8", norm: { kind: "parallelLayerNorm", normSize: 8, affine: true }, reference: false },
  { name: "LN-G, g = 2", norm: { kind: "groupLayerNorm", groups: 2, affine: true }, reference: true },
  { name: "RMSNorm", norm: { kind: "rootMeanSquareNorm", affine: true }, reference: true },
];

const words = {
  vision: {
    model: "vision transformer",
    unit: "percentage points",
    factor: 100,
    digits: 1,
    shown: (score: number) => score,
    axis: "validation accuracy",
  },
  text: {
    model: "language model",
    unit: "bits per character saved",
    factor: 1,
    digits: 3,
    shown: (score: number) => -score,
    axis: "validation, bits per character",
  },
} as const;

/**
 * A7: PLN in place of LN in a vision transformer and in a language model. `paper` is our reading of "transformer architectures": ViT-S on
 * ImageNet-100's images without augmentation. The abstract names no setting; translation is not among the models here.
 */
export const transformerNorm: Experiment<Parameters, Run> = {
  name: "transformer-norm",
  title: "LN, PLN-8, LN-G and RMSNorm in a vision transformer and a character language model",
  expectation:
    "PLN-8 does better than LN (test accuracy of the vision transformer, bits per character of the language model) in at least one of the two, with the whole 95 % interval of the paired difference above 0, and in neither is the whole interval below 0. Every norm has the same budget and, of the same rates, the one with the best mean validation.",
  control:
    "PLN-8's results are replaced by LN's of the next seed: the differences then have mean 0, and the verdict must be not reproduced.",
  parameters: {
    quick: {
      tasks: [
        {
          task: "vision",
          setting: {
            data: { images: "fashion-mnist", side: 28, train: 800, validation: 500, test: 1000 },
            patch: 7,
            shape: { width: 32, depth: 2, heads: 4, hidden: 64 },
            epochs: 5,
            batchSize: 25,
            weightDecay: 0,
          },
          grid: {
            learningRates: [4e-3, 1e-2, 2.5e-2],
            seeds: [1, 2, 3],
            referenceSeeds: 2,
            expectedDeviation: 3,
            difference: 1,
          },
        },
        {
          task: "text",
          setting: {
            context: 32,
            shape: { width: 64, depth: 1, heads: 4, hidden: 128 },
            steps: 120,
            batchSize: 8,
          },
          grid: {
            learningRates: [1e-3, 3e-3, 1e-2],
            seeds: [1, 2, 3],
            referenceSeeds: 2,
            expectedDeviation: 0.03,
            difference: 0.02,
          },
        },
      ],
    },
    full: {
      tasks: [
        {
          task: "vision",
          setting: {
            data: { images: "fashion-mnist", side: 28, train: 3000, validation: 1000, test: 2000 },
            patch: 7,
            shape: { width: 64, depth: 4, heads: 4, hidden: 128 },
            epochs: 4,
            batchSize: 50,
            weightDecay: 0,
          },
          grid: {
            learningRates: [7e-4, 2e-3, 6e-3],
            seeds: [1, 2, 3, 4, 5, 6, 7, 8],
            referenceSeeds: 4,
            expectedDeviation: 1.5,
            difference: 1,
          },
        },
        {
          task: "text",
          setting: {
            context: 32,
            shape: { width: 64, depth: 2, heads: 4, hidden: 128 },
            steps: 250,
            batchSize: 16,
          },
          grid: {
            learningRates: [1e-3, 3e-3, 1e-2],
            seeds: [1, 2, 3, 4, 5, 6],
            referenceSeeds: 3,
            expectedDeviation: 0.02,
            difference: 0.02,
          },
        },
      ],
    },
    paper: {
      tasks: [
        {
          task: "vision",
          setting: {
            data: { images: "imagenet", side: 224, train: 120_000, validation: 5000, test: 5000 },
            patch: 16,
            shape: { width: 384, depth: 12, heads: 6, hidden: 1536 },
            epochs: 100,
            batchSize: 256,
            weightDecay: 0.05,
          },
          grid: {
            learningRates: [5e-4, 1e-3, 2e-3],
            seeds: [1, 2, 3],
            referenceSeeds: 2,
            expectedDeviation: 0.3,
            difference: 0.5,
          },
        },
      ],
    },
  },
  data: ["alice.txt"],
  trials: ({ tasks }) =>
    tasks.flatMap(({ task, setting, grid }) =>
      comparisonTrials(variants, grid, ({ name, norm }, learningRate) => ({
        task,
        setting,
        variant: name,
        norm,
        learningRate,
      })).map((trial) => ({ ...trial, id: `${task}-${trial.id}` })),
    ),
  async runTrial({ seed, parameters }, context) {
    const { task, setting, variant, norm, learningRate } = parameters as unknown as TrialParameters;
    const measured =
      task === "vision"
        ? await runVision(setting as VisionSetting, { norm }, { learningRate, seed }, context)
        : await runText(setting as TextSetting, norm, { learningRate, seed }, context);
    return { task, variant, learningRate, seed, ...measured };
  },
  conclude(results, { tasks }) {
    const compared = tasks.map((task) => compareTask(task, results));
    const better = compared.some(({ effects }) => effects[0]!.interval[0] > 0);
    const worse = compared.some(({ effects }) => effects[0]!.interval[1] < 0);
    return {
      verdict: better && !worse ? "supported" : "not reproduced",
      summary: compared.map(({ summary }) => summary).join(" "),
      effects: compared.flatMap(({ effects }) => effects),
      measurements: Object.fromEntries(compared.map(({ task, measurements }) => [task, measurements])),
      figures: compared.flatMap(({ figures }) => figures),
    };
  },
  removeEffect: (results) =>
    [...new Set(results.map(({ task }) => task))].flatMap((task) =>
      exchangeForNext(
        results.filter((run) => run.task === task),
        "PLN-8",
        "LN",
      ),
    ),
};

interface ComparedTask {
  readonly task: Task["task"];
  readonly summary: string;
  /** Of PLN-8 first. */
  readonly effects: readonly Effect[];
  readonly measurements: JsonObject;
  readonly figures: readonly Figure[];
}

/** One task's differences to LN, in words, numbers and figures. */
function compareTask({ task, grid }: Task, results: readonly Run[]): ComparedTask {
  const { model, unit, factor, digits, shown, axis } = words[task];
  const runs = results.filter((run) => run.task === task);
  const chosen = chooseRates(runs);
  const baseline = chosen.get("LN")!;
  const others = [...chosen.values()].filter(({ variant }) => variant !== "LN");
  const compared = others.map((other) => ({ label: other.variant, ...differenceTo(baseline, other, factor) }));
  const effects = compared.map(({ label, difference }): Effect => {
    const { mean, interval, confidence, n } = difference;
    return { name: `${model}: ${label} − LN`, value: mean, interval, confidence, n, unit };
  });
  const planned = plannedPower(grid.expectedDeviation, grid.seeds.length, grid.difference);
  const number = (value: number) => value.toFixed(digits).replace("-", "−");
  const parts = effects.map(
    ({ value, interval, n }, i) =>
      `${compared[i]!.label} ${value < 0 ? "" : "+"}${number(value)} [${interval.map(number).join(", ")}] (n = ${n})`,
  );
  return {
    task,
    summary:
      `In the ${model}, against LN, ${unit}: ${parts.join(", ")}. Said beforehand: with the spread of ${number(grid.expectedDeviation)} that pilots let expect, ` +
      `${grid.seeds.length} pairs find ${number(planned.detectable)} with power 0.8, and ${number(grid.difference)} needs ${planned.pairsNeeded} pairs; ` +
      `with the spread seen they find ${number(compared[0]!.detectable)}.${edgeNote(chosen.values())}`,
    effects,
    measurements: {
      variants: variantMeasurements(chosen.values(), runs, shown),
      plannedDetectable: planned.detectable,
      pairsNeeded: planned.pairsNeeded,
      detectable: compared[0]!.detectable,
      spread: compared[0]!.difference.standardDeviation,
    },
    figures: [
      {
        id: `${task}-differences`,
        title: `Norms in place of LN in a ${model}`,
        caption: `Paired difference to LN on test data, in ${unit}, with 95 % intervals: above 0 a norm does better than LN.`,
        traces: [
          effectBars(
            "difference to LN",
            effects.map((effect, i) => ({ label: compared[i]!.label, effect })),
          ),
        ],
        xAxis: { title: "norm", type: "category" },
        yAxis: { title: unit },
      },
      {
        id: `${task}-rates`,
        title: `Learning rates of the ${model}`,
        caption: `Mean over the seeds of what each norm's learning rate is chosen by; a best value at the end of a line says that the grid is too short.`,
        traces: rateTraces(runs, shown),
        xAxis: { title: "greatest learning rate", type: "log" },
        yAxis: { title: axis },
      },
    ],
  };
}

function differenceTo(baseline: ChosenVariant, other: ChosenVariant, factor: number) {
  const [first, second] = pairBySeed(other, baseline).map((values) => values.map((value) => factor * value));
  const difference = pairedInterval(first!, second!);
  const { standardDeviation, n } = difference;
  return { difference, detectable: detectableDifference({ standardDeviation, n }) };
}
