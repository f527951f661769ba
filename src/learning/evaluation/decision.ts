import jstat from "jstat";
import { quantile, sampleWithReplacement } from "simple-statistics";
import { InputError } from "../../exact/input-error.js";
import { createRandom } from "../data/random.js";
import { meanInterval } from "./statistics.js";

/** What an experiment can say of a statement. */
export type Verdict = "supported" | "inconclusive" | "not reproduced";

/** A difference that a statement is about, one value a seed (a pair); greater is what the statement says. */
export interface Contrast {
  readonly name: string;
  readonly unit: string;
  readonly differences: readonly number[];
  /** The least effect that matters: less of it would not be what the statement says. Negative for "loses no more than". */
  readonly least: number;
}

/** What a trivial model reaches on the same data, and what the models that are compared reach: one value a seed, greater is better. */
export interface Floor {
  /** Of the trivial model: `ridge regression`. */
  readonly name: string;
  readonly value: number;
  readonly model: string;
  readonly scores: readonly number[];
}

/** A contrast with its interval and what follows from it. */
export interface DecidedContrast {
  readonly name: string;
  readonly value: number;
  /** Student's t interval of the mean: it assumes that the differences are normally distributed. */
  readonly interval: readonly [number, number];
  /** Percentile bootstrap of the mean (10,000 draws with replacement): it assumes no distribution; with few pairs it is too narrow. */
  readonly bootstrap: readonly [number, number];
  readonly confidence: number;
  readonly n: number;
  readonly unit: string;
  readonly least: number;
  readonly verdict: Verdict;
  /** Pairs with which the interval would leave the least effect on one side, mean and spread staying as they are; null beyond 10,000. */
  readonly pairsToDecide: number | null;
}

/** What was decided, with the primary contrast first. */
export interface Decision {
  /** How they did. */
  readonly verdict: Verdict;
  /** Why it is inconclusive for another reason than the interval: a model below its floor. */
  readonly below: readonly string[];
  readonly effects: readonly DecidedContrast[];
  /** The same rule on differences of the primary contrast that were moved: each must end as expected. */
  readonly controls: readonly {
    /** How the moved differences must end. */
    readonly expected: Verdict;
    /** How they did. */
    readonly verdict: Verdict;
  }[];
}

const confidence = 0.95;

/**
 * Decides three ways by the primary contrast: `supported` where its whole 95 % interval lies above the least effect that matters, `not
 * reproduced` where the whole interval lies below it, `inconclusive` otherwise, and where a model that is compared is not clearly (whole 95 %
 * interval of its mean) above a trivial one. The other contrasts are decided by Holm's procedure among themselves and change nothing.
 *
 * Source: Holm, Scandinavian Journal of Statistics 6 (1979), 65–70.
 *
 * @throws InputError for fewer than two differences or one that is not finite.
 * @example
 * const contrast = { name: "A − B", unit: "points", differences: [2, 3, 2.5, 2.4], least: 1 };
 * decide(contrast).verdict; // => "supported"
 * decide({ ...contrast, least: 5 }).verdict; // => "not reproduced"
 * decide({ ...contrast, least: 2.5 }).verdict; // => "inconclusive"
 */
export function decide(
  primary: Contrast,
  options: { readonly others?: readonly Contrast[]; readonly floors?: readonly Floor[] } = {},
): Decision {
  const { others = [], floors = [] } = options;
  const first = decideAt(primary, confidence);
  const below = floors.flatMap(({ name, value, model, scores }) => {
    const { mean, interval } = meanInterval(scores);
    return interval[0] > value
      ? []
      : [`${model} (${digits(mean)}) does not stand clearly above ${name} (${digits(value)})`];
  });
  return {
    verdict: below.length > 0 ? "inconclusive" : first.verdict,
    below,
    effects: [first, ...holm(others)],
    controls: controlsOf(primary),
  };
}

/** Steps down from the contrast that is furthest from its least effect; behind the first that is undecided, none is decided. */
function holm(contrasts: readonly Contrast[]): DecidedContrast[] {
  const decided = new Map<Contrast, DecidedContrast>();
  let open = true;
  const sorted = [...contrasts].sort((a, b) => pValue(a) - pValue(b));
  sorted.forEach((contrast, i) => {
    const found = decideAt(contrast, 1 - (1 - confidence) / (sorted.length - i));
    open &&= found.verdict !== "inconclusive";
    decided.set(contrast, open ? found : { ...found, verdict: "inconclusive" });
  });
  return contrasts.map((contrast) => decided.get(contrast)!);
}

function decideAt({ name, unit, differences, least }: Contrast, level: number): DecidedContrast {
  const { mean, interval, standardDeviation, n } = meanInterval(differences, level);
  return {
    ...{
      name,
      value: mean,
      interval,
      bootstrap: bootstrapInterval(differences, level),
      confidence: level,
      n,
      unit,
      least,
    },
    verdict: verdictOf(interval, least),
    pairsToDecide: pairsToDecide({ difference: mean - least, standardDeviation, confidence: level }),
  };
}

function verdictOf([low, high]: readonly [number, number], least: number): Verdict {
  return low > least ? "supported" : high < least ? "not reproduced" : "inconclusive";
}

/** Two-sided, of the mean being the least effect. */
function pValue({ differences, least }: Contrast): number {
  const { mean, standardDeviation, n } = meanInterval(differences);
  if (standardDeviation === 0) return mean === least ? 1 : 0;
  const t = (Math.abs(mean - least) * Math.sqrt(n)) / standardDeviation;
  return 2 * (1 - jstat.studentt.cdf(t, n - 1));
}

/**
 * The least number of pairs, from 2 to 10,000, whose t interval is narrow enough to leave out a value at that distance from the mean; null
 * where none is.
 *
 * @example
 * pairsToDecide({ difference: 1, standardDeviation: 1 }); // => 7
 * pairsToDecide({ difference: 0, standardDeviation: 1 }); // => null
 */
export function pairsToDecide(options: {
  readonly difference: number;
  readonly standardDeviation: number;
  readonly confidence?: number;
}): number | null {
  const { difference, standardDeviation, confidence: level = confidence } = options;
  const half = (n: number) => (jstat.studentt.inv(0.5 + level / 2, n - 1) * standardDeviation) / Math.sqrt(n);
  for (let n = 2; n <= 10_000; n++) if (half(n) < Math.abs(difference)) return n;
  return null;
}

/**
 * Percentile bootstrap interval of a mean: 10,000 samples drawn with replacement, by a fixed seed.
 *
 * @example
 * bootstrapInterval([1, 1, 1], 0.95); // => [1, 1]
 */
export function bootstrapInterval(values: readonly number[], level: number): [number, number] {
  const { uniform } = createRandom(0xb007);
  const means = Array.from({ length: 10_000 }, () => {
    const drawn = sampleWithReplacement([...values], values.length, uniform);
    return drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  });
  return quantile(means, [(1 - level) / 2, (1 + level) / 2]) as [number, number];
}

/** The same differences, their mean moved far above the least effect, onto it, and far below. */
function controlsOf(contrast: Contrast): Decision["controls"] {
  const { mean, interval } = meanInterval(contrast.differences);
  const far = 2 * (interval[1] - interval[0]) + 1e-6 * (1 + Math.abs(contrast.least));
  const moved = (to: number, expected: Verdict) => {
    const differences = contrast.differences.map((value) => value - mean + contrast.least + to);
    return { expected, verdict: verdictOf(meanInterval(differences).interval, contrast.least) };
  };
  return [moved(far, "supported"), moved(0, "inconclusive"), moved(-far, "not reproduced")];
}

/**
 * What was decided by the primary contrast, in a sentence.
 *
 * @example
 * decisionText(decide({ name: "A − B", unit: "points", differences: [2, 3, 2.5, 2.4], least: 1 })); // => "A − B: 2.475 points [1.821, 3.129] (n = 4; bootstrap [2.125, 2.85]); the least effect that matters is 1."
 */
export function decisionText({ effects, below, verdict }: Decision): string {
  const { name, value, unit, interval, bootstrap, n, least, pairsToDecide: pairs } = effects[0]!;
  const range = (ends: readonly number[]) => `[${ends.map(digits).join(", ")}]`;
  const measured = `${name}: ${digits(value)} ${unit} ${range(interval)} (n = ${n}; bootstrap ${range(bootstrap)}); the least effect that matters is ${digits(least)}.`;
  if (below.length > 0) return `${measured} Models below the floor: ${below.join("; ")}.`;
  if (verdict !== "inconclusive") return measured;
  const needed = pairs === null ? "more than 10,000 pairs" : `${pairs} pairs`;
  return `${measured} To decide it takes ${needed}, if mean and spread stay as they are.`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4))).replace("-", "−");
}

/**
 * Refuses seeds that are not a fair set.
 *
 * @throws InputError for fewer than two seeds, one that is no whole number, or one given twice.
 * @example
 * requireSeeds([1, 2, 3]); // => undefined
 */
export function requireSeeds(seeds: readonly number[]): void {
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) < i);
  if (seeds.length >= 2 && twice === undefined && seeds.every(Number.isInteger)) return;
  throw new InputError({
    code: "range",
    where: "seeds",
    expected: "two or more whole numbers, all different: a seed that is given twice would be counted as two pairs",
    received: twice === undefined ? JSON.stringify(seeds) : `${twice} twice in ${JSON.stringify(seeds)}`,
  });
}
