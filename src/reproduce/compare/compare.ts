import type { EvidenceWord, Json, JsonObject } from "../../claims/claim.js";
import type { Figure } from "../../plot/figure.js";
import type { CheckedCertificate, TaskResult } from "../result.js";
import { otherBackend } from "../sample.js";
import type { RunCheck, RunClaim, RunFolder, RunResult } from "./run-folder.js";
import { differences, type Nearness, type ValueDifference } from "./values.js";

type Pair<T> = readonly [T, T];

/** A figure with other data; `undefined` where only one of the runs has it. */
export interface FigureDifference {
  readonly id: string;
  readonly pair: Pair<Figure | undefined>;
  /** Places in `traces` and axes. */
  readonly places: readonly ValueDifference[];
}

/** A certificate with another verdict or other bytes, or one that only one of the runs has (the other is null). */
export interface CertificateDifference {
  readonly name: string;
  readonly verdicts: Pair<CheckedCertificate["verdict"] | null>;
  readonly sha256: Pair<string | null>;
}

/** A result that differs: of a check, or of a trial or the conclusion of an experiment. */
export interface ResultDifference {
  /** `C3.concave`, `A6.depth/pln-8-seed-3`. */
  readonly name: string;
  /** Which run alone has it; null where both do. */
  readonly only: "a" | "b" | null;
  /** Numbers are compared relative to the larger one. */
  readonly tolerance: number;
  readonly values: readonly ValueDifference[];
  readonly figures: readonly FigureDifference[];
  readonly certificates: readonly CertificateDifference[];
}

export interface ClaimDifference {
  readonly id: string;
  readonly title: string;
  readonly only: "a" | "b" | null;
  /** Evidence words; null before a run. */
  readonly words: Pair<EvidenceWord | null>;
  /** Checks with another word: `C3.concave`. */
  readonly checks: readonly { readonly name: string; readonly words: Pair<EvidenceWord | null> }[];
  readonly results: readonly ResultDifference[];
}

/** Two runs held side by side. */
export interface Comparison {
  readonly runs: Pair<Pick<RunFolder, "folder" | "version" | "profile" | "finished">>;
  /** No word, number, figure or certificate differs. */
  readonly same: boolean;
  readonly claims: readonly ClaimDifference[];
  readonly counts: { readonly claims: number; readonly results: number; readonly sameBytes: number };
  /** Versions and data that differ: no difference of results by itself, but where one may come from. */
  readonly stoodOn: readonly { readonly name: string; readonly values: Pair<string | null> }[];
}

/**
 * What is computed in doubles comes out to the last digit on one version of Node; its elementary functions (exp, sin) may differ in the
 * last digit between versions, which sums of a million terms raise to this at most.
 */
export const deterministicTolerance = 1e-9;

/**
 * Compares two runs: words of claims and checks, numbers within the tolerance that their check states, figures by their data, certificates
 * by verdict and bytes. `tolerance` stands in place of the checks' own; 0 asks for every digit.
 */
export function compareRuns(a: RunFolder, b: RunFolder, tolerance?: number): Comparison {
  const [inA, inB] = [byId(a.claims), byId(b.claims)];
  const claims = union(inA.keys(), inB.keys()).flatMap((id) => {
    const found = compareClaim([inA.get(id), inB.get(id)], [a, b], tolerance);
    return isSame(found) ? [] : [found];
  });
  const names = union(a.results.keys(), b.results.keys());
  const sameBytes = names.filter((name) => a.results.get(name)?.sha256 === b.results.get(name)?.sha256).length;
  return {
    runs: [facts(a), facts(b)],
    same: claims.length === 0,
    claims,
    counts: { claims: union(inA.keys(), inB.keys()).length, results: names.length, sameBytes },
    stoodOn: union(a.stoodOn.keys(), b.stoodOn.keys()).flatMap((name) => {
      const values = [a.stoodOn.get(name) ?? null, b.stoodOn.get(name) ?? null] as const;
      return values[0] === values[1] ? [] : [{ name, values }];
    }),
  };
}

function facts({ folder, version, profile, finished }: RunFolder): Comparison["runs"][number] {
  return { folder, version, profile, finished };
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function union(a: Iterable<string>, b: Iterable<string>): string[] {
  return [...new Set([...a, ...b])];
}

function isSame({ only, words, checks, results }: ClaimDifference): boolean {
  return only === null && words[0] === words[1] && checks.length === 0 && results.length === 0;
}

function compareClaim(
  [a, b]: Pair<RunClaim | undefined>,
  runs: Pair<RunFolder>,
  tolerance: number | undefined,
): ClaimDifference {
  const { id, title } = (a ?? b)!;
  const [checksA, checksB] = [byId(a?.checks ?? []), byId(b?.checks ?? [])];
  const checks = union(checksA.keys(), checksB.keys());
  return {
    id,
    title,
    only: onlyIn(a, b),
    words: [a?.evidence ?? null, b?.evidence ?? null],
    checks: checks.flatMap((check) => {
      const words = [checksA.get(check)?.evidence ?? null, checksB.get(check)?.evidence ?? null] as const;
      const there = checksA.has(check) === checksB.has(check);
      return words[0] === words[1] && there ? [] : [{ name: `${id}.${check}`, words }];
    }),
    results: checks.flatMap((check) =>
      compareCheck(`${id}.${check}`, [checksA.get(check), checksB.get(check)], runs, tolerance),
    ),
  };
}

function onlyIn(a: unknown, b: unknown): "a" | "b" | null {
  if (a !== undefined && b !== undefined) return null;
  return a === undefined ? "b" : "a";
}

/** The results of one check: its own, its trials', and what its recorded run says. */
function compareCheck(
  name: string,
  [a, b]: Pair<RunCheck | undefined>,
  [runA, runB]: Pair<RunFolder>,
  tolerance: number | undefined,
): ResultDifference[] {
  const check = (a ?? b)!;
  const mine = (key: string) => key === name || key.startsWith(`${name}/`);
  const found = union(runA.results.keys(), runB.results.keys())
    .filter(mine)
    .map((key) => {
      const [left, right] = [runA.results.get(key), runB.results.get(key)];
      const nearness = tolerance === undefined ? nearnessOf(check, left, right) : { value: tolerance, floor: 0 };
      return compareResult(key, [left, right], nearness);
    });
  const [recordA, recordB] = [recordOf(a), recordOf(b)];
  const nearness = tolerance === undefined ? nearnessOf(check, undefined, undefined) : { value: tolerance, floor: 0 };
  const values = differences(recordA, recordB, nearness);
  return [
    ...found.filter((one) => one.only !== null || one.values.length + one.figures.length + one.certificates.length > 0),
    ...(values.length === 0
      ? []
      : [
          {
            ...{ name: `${name}, recorded full run`, only: null, tolerance: nearness.value },
            ...{ values, figures: [], certificates: [] },
          },
        ]),
  ];
}

/** What a recorded run says, without how long it took and in which words. */
function recordOf(check: RunCheck | undefined): Json {
  if (!check?.recorded) return null;
  return Object.fromEntries(
    Object.entries(check.recorded).filter(([key]) => !["summary", "seconds", "backends"].includes(key)),
  ) as JsonObject;
}

/**
 * An experiment's own tolerance, five times that between backends; what was computed with tensors, in single precision, has the tolerance
 * of its check; all else that of doubles.
 */
function nearnessOf(check: RunCheck, a: RunResult | undefined, b: RunResult | undefined): Nearness {
  const backends = new Set([a, b].flatMap((one) => (one === undefined ? [] : [one.backend])));
  const stated = check.tolerance?.value ?? deterministicTolerance;
  if (check.method === "experiment") return { value: stated * (backends.size > 1 ? otherBackend : 1), floor: 1 };
  const tensors = [...backends].some((backend) => backend !== "none");
  return tensors
    ? { value: Math.max(stated, deterministicTolerance), floor: 1 }
    : { value: deterministicTolerance, floor: 1e-3 };
}

function compareResult(name: string, [a, b]: Pair<RunResult | undefined>, nearness: Nearness): ResultDifference {
  const base = { name, only: onlyIn(a, b), tolerance: nearness.value };
  if (a === undefined || b === undefined || a.sha256 === b.sha256) {
    return { ...base, values: [], figures: [], certificates: [] };
  }
  return {
    ...base,
    values: differences(numbersOf(a.result), numbersOf(b.result), nearness),
    figures: compareFigures(figuresOf(a.result), figuresOf(b.result), nearness),
    certificates: compareCertificates(certificatesOf(a.result), certificatesOf(b.result)),
  };
}

/** A result without its words, figures and certificates. */
function numbersOf(result: TaskResult): Json {
  const words = new Set(["summary", "controlSummary", "figures", "certificates", "controlCertificates"]);
  return Object.fromEntries(Object.entries(result).filter(([key]) => !words.has(key))) as JsonObject;
}

function figuresOf(result: TaskResult): readonly Figure[] {
  return result.method === "trial" ? [] : result.figures;
}

function certificatesOf(result: TaskResult): readonly CheckedCertificate[] {
  return result.method === "certificate" ? [...result.certificates, ...result.controlCertificates] : [];
}

function compareFigures(a: readonly Figure[], b: readonly Figure[], nearness: Nearness): FigureDifference[] {
  const [inA, inB] = [byId(a), byId(b)];
  return union(inA.keys(), inB.keys()).flatMap((id) => {
    const pair = [inA.get(id), inB.get(id)] as const;
    const places = differences(dataOf(pair[0]), dataOf(pair[1]), nearness);
    return places.length === 0 ? [] : [{ id, pair, places }];
  });
}

/** What is drawn, without title and caption. */
function dataOf(figure: Figure | undefined): Json {
  if (figure === undefined) return null;
  const { traces, xAxis, yAxis } = figure;
  return { traces, xAxis, yAxis } as unknown as Json;
}

function compareCertificates(
  a: readonly CheckedCertificate[],
  b: readonly CheckedCertificate[],
): CertificateDifference[] {
  const named = (certificates: readonly CheckedCertificate[]) => new Map(certificates.map((one) => [one.name, one]));
  const [inA, inB] = [named(a), named(b)];
  return union(inA.keys(), inB.keys()).flatMap((name) => {
    const [left, right] = [inA.get(name), inB.get(name)];
    if (left?.sha256 === right?.sha256 && left?.verdict === right?.verdict) return [];
    return [
      {
        name,
        verdicts: [left?.verdict ?? null, right?.verdict ?? null] as const,
        sha256: [left?.sha256 ?? null, right?.sha256 ?? null] as const,
      },
    ];
  });
}
