import type { Figure } from "../../../plot/figure.js";
import { decide, decisionText, requireSeeds, type Contrast } from "../../evaluation/decision.js";
import { meanInterval } from "../../evaluation/statistics.js";
import type { Conclusion, Experiment, Trial } from "../shared/experiment.js";
import { meanTrace } from "../shared/mean-trace.js";
import { powerDimensions, runPowerTrial, type PowerResult, type PowerTrial } from "./power-trial.js";

type Parameters = Omit<PowerTrial, "power"> & {
  /** Of Σ^(−p): among them 0 and the one that decides; null, the untrained network, is measured beside them. */
  readonly powers: readonly number[];
  /** The power that the statement is decided by. */
  readonly decides: number;
  readonly seeds: readonly number[];
};

/** What is left of the dimensions where embeddings have not collapsed: more than half. */
const least = powerDimensions / 2;

const fixed = { steps: 800, batchSize: 256, learningRate: 2e-3, train: 1400 };
const tenSeeds = [101, 102, 103, 104, 105, 106, 107, 108, 109, 110];

/** C2: another instance than whitening avoids collapse; the map over p beside it. */
export const spectralPowers = powersExperiment({
  name: "spectral-powers",
  title: "Powers Σ^(−p) other than whitening, on digits with noise",
  decides: 0.6,
  powers: [0, 0.2, 0.4, 0.5, 0.6, 0.8],
  seeds: tenSeeds.slice(0, 5),
});

/** C1': whitening avoids collapse. */
export const whiteningCollapse = powersExperiment({
  name: "whitening-collapse",
  title: "Whitening, Σ^(−1/2), against no transformation, on digits with noise",
  decides: 0.5,
  powers: [0, 0.5],
  seeds: tenSeeds,
});

function powersExperiment(setup: {
  readonly name: string;
  readonly title: string;
  readonly decides: number;
  readonly powers: readonly number[];
  readonly seeds: readonly number[];
}): Experiment<Parameters, PowerResult> {
  const { name, title, decides, powers, seeds: own } = setup;
  return {
    name,
    title,
    expectation: `After training with p = ${decides} the embeddings of held-out digits, transformed as fitted on training digits, have an effective rank above ${least} of ${powerDimensions} dimensions: the whole 95 % interval of the mean over the seeds. Beside it, by Holm's procedure: that without a transformation (p = 0) it falls below ${least}, and that a probe reads at least 1 point more than without one. The probe must stand clearly above chance and above the untrained encoder's. The powers in the figure decide nothing.`,
    control: `p = ${decides} is given the results of p = 0.`,
    parameters: { full: { ...fixed, powers, decides, seeds: own } },
    data: ["digits.csv"],
    trials({ powers: all, seeds, steps, batchSize, learningRate, train }) {
      requireSeeds(seeds);
      return seeds.flatMap((seed) =>
        [null, ...all].map((power): Trial => ({
          id: `${nameOf(power)}-seed-${seed}`,
          seed,
          parameters: { power, steps, batchSize, learningRate, train },
        })),
      );
    },
    runTrial: runPowerTrial,
    merits: ({ outputRank, probe, course }) => ({ outputRank, probe, "loss in tenth 1": course[0] ?? null }),
    conclude,
    removeEffect(results, { powers: all, decides: deciding }) {
      const width = all.length + 1;
      const [from, to] = [1 + all.indexOf(0), 1 + all.indexOf(deciding)];
      return results.map((result, i) => (i % width === to ? results[i - to + from]! : result));
    },
  };
}

const nameOf = (power: number | null) => (power === null ? "untrained" : `power-${String(power).replace(".", "-")}`);

function conclude(results: readonly PowerResult[], { powers, decides, seeds }: Parameters): Conclusion {
  const width = powers.length + 1;
  const of = (power: number | null) =>
    seeds.map((_, i) => results[i * width + (power === null ? 0 : 1 + powers.indexOf(power))]!);
  const [own, none, untrained] = [of(decides), of(0), of(null)];
  const ranks = (found: readonly PowerResult[]) => found.map(({ outputRank }) => outputRank);
  const probes = (found: readonly PowerResult[]) => found.map(({ probe }) => 100 * probe);
  const contrast = (text: string, unit: string, differences: readonly number[], bar: number): Contrast => ({
    ...{ name: text, unit, differences, least: bar },
  });
  const decision = decide(contrast(`effective rank after Σ^(−${decides}), held out`, "dimensions", ranks(own), least), {
    others: [
      contrast(
        "dimensions lost without a transformation",
        "dimensions",
        ranks(none).map((rank) => powerDimensions - rank),
        least,
      ),
      contrast(
        `probe: p = ${decides} minus p = 0`,
        "percentage points",
        probes(own).map((value, i) => value - probes(none)[i]!),
        1,
      ),
    ],
    floors: [
      { name: "chance", value: 10, model: `the probe at p = ${decides}`, scores: probes(own) },
      {
        name: "the untrained encoder",
        value: meanInterval(probes(untrained)).mean,
        model: `the probe at p = ${decides}`,
        scores: probes(own),
      },
    ],
  });
  const mean = (values: readonly number[]) => meanInterval(values).mean.toFixed(1);
  const table = [null, ...powers].map((power) => [power === null ? "untrained" : `p = ${power}`, of(power)] as const);
  return {
    verdict: decision.verdict,
    summary: `${decisionText(decision)} Without a transformation the rank is ${mean(ranks(none))}; a probe reads ${mean(probes(own))} % at p = ${decides}, ${mean(probes(none))} % at p = 0, ${mean(probes(untrained))} % untrained.`,
    measurements: {
      seeds: [...seeds],
      byPower: Object.fromEntries(
        table.map(([name, found]) => [
          name,
          {
            outputRank: meanInterval(ranks(found)).mean,
            embeddingRank: meanInterval(found.map(({ embeddingRank }) => embeddingRank)).mean,
            variance: meanInterval(found.map(({ variance }) => variance)).mean,
            probePercent: meanInterval(probes(found)).mean,
            endedEarly: found.filter(({ ended }) => ended !== "all steps" && ended !== "untrained").length,
            lastTwoTenthsOfTheLoss: found[0]!.course.slice(-2),
          },
        ]),
      ),
    },
    effects: decision.effects,
    controls: decision.controls,
    figures: figuresOf(powers, of),
  };
}

/** The map over p, and that training levelled off. */
function figuresOf(powers: readonly number[], of: (power: number | null) => readonly PowerResult[]): Figure[] {
  const line = (name: string, value: (result: PowerResult) => number) =>
    meanTrace(
      name,
      powers.map((power) => ({ x: power, values: of(power).map(value) })),
    );
  const level = (name: string, value: (result: PowerResult) => number) => ({
    ...meanTrace(
      name,
      [powers[0]!, powers.at(-1)!].map((x) => ({ x, values: of(null).map(value) })),
    ),
    dash: "dash" as const,
  });
  const seeds = "mean over the seeds with its 95 % interval";
  return [
    {
      id: "rank-over-power",
      title: "Effective rank over the power",
      caption: `Effective rank of ${powerDimensions} dimensions on held-out digits over p, ${seeds}: of the embeddings, and after Σ^(−p) as fitted on training digits. Half of the dimensions is what counts as collapse.`,
      traces: [
        line("after the transformation", ({ outputRank }) => outputRank),
        line("embeddings", ({ embeddingRank }) => embeddingRank),
        {
          type: "scatter",
          name: "half of the dimensions",
          mode: "lines",
          dash: "dash",
          x: [powers[0]!, powers.at(-1)!],
          y: [least, least],
        },
      ],
      xAxis: { title: "p" },
      yAxis: { title: "effective rank", range: [0, powerDimensions] },
    },
    {
      id: "probe-over-power",
      title: "What a probe reads over the power",
      caption: `Test accuracy of logistic regression on the embeddings over p, ${seeds}; dashed the untrained encoder.`,
      traces: [line("probe", ({ probe }) => 100 * probe), level("untrained", ({ probe }) => 100 * probe)],
      xAxis: { title: "p" },
      yAxis: { title: "held-out digits read, percent" },
    },
    {
      id: "loss-over-training",
      title: "Loss over training",
      caption: "Mean loss of each tenth of the training, first seed: whether it has levelled off.",
      traces: powers.map((power) => {
        const { course } = of(power)[0]!;
        return {
          type: "scatter",
          name: `p = ${power}`,
          mode: "lines+markers",
          x: course.map((_, i) => i + 1),
          y: [...course],
        };
      }),
      xAxis: { title: "tenth of the training" },
      yAxis: { title: "alignment loss" },
    },
  ];
}
