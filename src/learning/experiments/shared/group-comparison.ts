import { InputError } from "../../../exact/input-error.js";
import type { Figure } from "../../../plot/figure.js";
import { accuracyDifference, accuracyText, differenceText } from "./accuracy-difference.js";
import {
  type ChosenVariant,
  chooseRates,
  type ComparedRun,
  edgeNote,
  exchangeForNext,
  pairBySeed,
  plannedPower,
  rateTraces,
  variantMeasurements,
} from "./comparison.js";
import type { Conclusion } from "./experiment.js";
import { meanTrace } from "./mean-trace.js";

/** An architecture whose only nonlinearity (beside attention, where there is any) is LN in groups, and what it is set beside. */
export interface GroupArchitecture {
  /** Begins the names of the figures. */
  readonly id: string;
  /** Of the network, in words: `convolutional network`. */
  readonly network: string;
  /** The variant with the linear layer in place of LN. */
  readonly linear: string;
  /** The variant with LN over all features at once. */
  readonly whole: string;
  /** LN in groups: the variants and how many groups they have. */
  readonly grouped: readonly { readonly variant: string; readonly groups: number }[];
  /** What the number of groups is of, on the axis of the figure. */
  readonly groupsOf: string;
  /** Variants with an activation, shown beside. */
  readonly references: readonly string[];
}

/** The spread of the paired differences that is expected, and the difference that the power is stated for; both in percentage points. */
export interface Planning {
  readonly seeds: number;
  readonly expectedDeviation: number;
  readonly difference: number;
}

/**
 * Supported where LN-G, with the number of groups that validation chooses, has greater test accuracy than LN and than the linear variant:
 * both 95 % intervals of the paired differences above 0.
 */
export function concludeGroups(
  runs: readonly ComparedRun[],
  architecture: GroupArchitecture,
  planning: Planning,
): Conclusion {
  const { id, network, linear, whole, grouped, references } = architecture;
  const chosen = chooseRates(runs);
  const of = (variant: string): ChosenVariant => chosen.get(variant)!;
  const best = grouped.map(({ variant }) => of(variant)).reduce((a, b) => (b.validation > a.validation ? b : a));
  const difference = (first: ChosenVariant, second: ChosenVariant) =>
    accuracyDifference(`${network}: ${first.variant} − ${second.variant}`, ...pairBySeed(first, second));
  const deciding = [difference(best, of(whole)), difference(best, of(linear))] as const;
  const others = [
    difference(of(whole), of(linear)),
    ...grouped
      .filter(({ variant }) => variant !== best.variant)
      .map(({ variant }) => difference(of(variant), of(whole))),
    ...references.map((reference) => difference(best, of(reference))),
  ];
  const supported = deciding.every(({ effect }) => effect.interval[0] > 0);
  const planned = plannedPower(planning.expectedDeviation, planning.seeds, planning.difference);
  const accuracies = [...chosen.values()].map(({ variant, test }) => `${variant} ${accuracyText(test)}`).join(", ");
  return {
    verdict: supported ? "supported" : "not reproduced",
    summary:
      `Without another activation, ${best.variant} (chosen on validation) against LN: ${differenceText(deciding[0])}; against the linear ` +
      `layer: ${differenceText(deciding[1])}; n = ${deciding[0].effect.n}. Test accuracies: ${accuracies}. Said beforehand: with the spread of ${planning.expectedDeviation} that pilots let expect, ${planning.seeds} pairs find ` +
      `${planned.detectable.toFixed(1)} points with power 0.8, and ${planning.difference} needs ${planned.pairsNeeded} pairs.${edgeNote(chosen.values())}`,
    effects: [...deciding, ...others].map(({ effect }) => effect),
    measurements: {
      variants: variantMeasurements(chosen.values(), runs),
      chosenVariant: best.variant,
      plannedDetectable: planned.detectable,
      pairsNeeded: planned.pairsNeeded,
      detectableToLayerNorm: deciding[0].detectable,
      detectableToLinear: deciding[1].detectable,
    },
    figures: [
      accuracyFigure(architecture, chosen),
      {
        id: `${id}-learning-rates`,
        title: `Learning rates of the ${network}`,
        caption:
          "Mean validation accuracy over the seeds, by which each variant's learning rate is chosen; a best value at the end of a line says that the grid is too short.",
        traces: rateTraces(runs, (value) => value),
        xAxis: { title: "greatest learning rate", type: "log" },
        yAxis: { title: "validation accuracy" },
      },
    ],
  };
}

/** Test accuracy over the number of groups, and what it is set beside as level lines. */
function accuracyFigure(architecture: GroupArchitecture, chosen: ReadonlyMap<string, ChosenVariant>): Figure {
  const { id, network, linear, whole, grouped, groupsOf, references } = architecture;
  const values = (variant: string) => chosen.get(variant)!.test;
  const points = [{ variant: whole, groups: 1 }, ...grouped].sort((a, b) => a.groups - b.groups);
  const ends = [1, points.at(-1)!.groups];
  const level = (variant: string) =>
    meanTrace(
      variant,
      ends.map((x) => ({ x, values: values(variant) })),
    );
  return {
    id: `${id}-accuracy`,
    title: `Accuracy of the ${network} over the number of groups`,
    caption:
      "Mean test accuracy with 95 % intervals over the seeds: LN in g groups as the only nonlinearity, g = 1 being LN; beside it the linear layer and networks with an activation.",
    traces: [
      meanTrace(
        "LN in g groups",
        points.map(({ variant, groups }) => ({ x: groups, values: values(variant) })),
      ),
      ...[linear, ...references].map((variant) => ({ ...level(variant), dash: "dash" as const })),
    ],
    xAxis: { title: groupsOf, type: "log" },
    yAxis: { title: "test accuracy" },
  };
}

/** The results with every grouped variant's runs replaced by LN's of the next seed. */
export function withoutGroups<R extends ComparedRun>(
  runs: readonly R[],
  architecture: GroupArchitecture,
): readonly R[] {
  return architecture.grouped.reduce<readonly R[]>(
    (left, { variant }) => exchangeForNext(left, variant, architecture.whole),
    runs,
  );
}

/** Checks that a list of the parameters, by name, is not empty. */
export function requireSome(lists: Record<string, readonly number[]>): void {
  for (const [where, list] of Object.entries(lists)) {
    if (list.length > 0) continue;
    throw new InputError({ code: "range", where, expected: "one or more", received: "none" });
  }
}
