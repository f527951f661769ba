import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ExperimentCheck, JsonObject } from "../../src/claims/claim.js";
import { parseRecord, recordText, type ExperimentRecord } from "../../src/learning/experiments/shared/record.js";
import { allowed, perturbedTasks } from "../../src/reproduce/repetition.js";
import { compareSample, sampleOf } from "../../src/reproduce/sample.js";
import { Store } from "../../src/reproduce/store.js";
import type { TrialTask } from "../../src/reproduce/task.js";
import { onlyInFull } from "./fixtures/claims.js";

const check = onlyInFull.checks[0] as ExperimentCheck;
const planned = check.trials(check.parameters.full!);
/** Half of it is the least effect that matters in the fixture: the difference must exceed 5. */
const value = (id: string, seed: number) => seed + (id.startsWith("treated") ? 10 : 0);
type Perturbed = NonNullable<ExperimentRecord["perturbed"]>;

/** A record of exact trials, with perturbed ones that lie so far off in both arms. */
function recordWith(moved: readonly number[], change: (id: string, right: number) => number = (_, right) => right) {
  const trials = planned.map(({ id, seed, parameters }) => ({
    ...{ id, seed, parameters: { ...parameters } as Perturbed[number]["result"] },
    result: { value: change(id, value(id, seed)) },
  }));
  const perturbed: Perturbed = ["treated", "plain"].flatMap((arm) =>
    moved.map((off, i) => ({ id: `${arm}-seed-${i}`, perturbation: 1, result: { value: value(arm, i) + off } })),
  );
  const facts = { experiment: check.id, profile: "full" as const, parameters: { trials: 12, milliseconds: 0 } };
  const run = { backends: ["native"], versions: {}, processor: "", seconds: 1 };
  return parseRecord(recordText({ ...facts, ...run, trials, perturbed }), "a record");
}

const folder = mkdtempSync(join(tmpdir(), "normlab-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a sample says where these trials come to these values here. */
function sampled(record: ExperimentRecord, found: Record<string, number>) {
  const store = new Store(mkdtempSync(join(folder, "store-")));
  const tasks = Object.entries(found).map(([id, own], i): TrialTask => {
    const trial = planned.find((one) => one.id === id)!;
    const hash = String(i).padStart(64, "0");
    const machine = { processor: "", cores: 1 } as never;
    store.write(hash, { method: "trial", outcome: { value: own } }, {
      seconds: 1,
      backend: "native",
      machine,
    } as never);
    const base = { module: "", claim: "Z8", check: check.id, profile: "full" as const, parameters: {} };
    return { ...base, hash, kind: "trial", trial };
  });
  return compareSample(check, record, tasks, store, 1)!;
}

describe("a sample is held against the spread that the record has measured", () => {
  const spread = [0.3, -0.2, 0.4, -0.3];

  it("agrees within Student's t times the spread, where without a measurement it is refused", () => {
    const found = { "treated-seed-3": 13.6, "plain-seed-1": 0.5 };
    expect(sampled(recordWith(spread), found)).toMatchObject({ disagreements: [], compared: 2, of: 12 });
    expect(sampled(recordWith([]), found).disagreements).toHaveLength(2);
    // The first seeds are the moved ones: the second is not measured by its own repetition.
    const [all, others] = [Math.sqrt((0.09 + 0.04 + 0.16) / 3), Math.sqrt((0.09 + 0.16 + 0.09) / 3)];
    const shares = [0.6 / allowed({ size: all, pairs: 3 }, 0.005), 0.5 / allowed({ size: others, pairs: 3 }, 0.005)];
    expect(sampled(recordWith(spread), found).furthest).toBeCloseTo(Math.max(...shares), 9);
  });

  it("refuses a forged trial: moved by the least effect that matters", () => {
    const forged = recordWith(spread, (id, right) => (id === "treated-seed-3" ? right + 5 : right));
    expect(sampled(forged, { "treated-seed-3": 13, "plain-seed-1": 1 }).disagreements).toEqual([
      "treated-seed-3: value is 13, recorded 18",
    ]);
  });

  it("refuses a trial of a wrong seed, where the seed can be told from what is repeated", () => {
    const small = recordWith([0.001, -0.002, 0.001, 0.001]);
    expect(sampled(small, { "treated-seed-3": 14 }).disagreements).toHaveLength(1);
    expect(sampled(small, { "treated-seed-3": 13.002 }).disagreements).toEqual([]);
  });

  it("refuses a record whose decision would be another, however near the numbers are", () => {
    // The difference is 20; it is 5 or less where the treated trials lose 45 in all.
    const near = recordWith([40, -40, 40, -40], (id, right) => (id.startsWith("treated") ? right - 7 : right));
    const found = { "treated-seed-0": -4, "treated-seed-1": -3 };
    expect(sampled(near, found).disagreements).toEqual([
      "with what was found here in place of what is recorded it is not reproduced, and not supported",
    ]);
  });

  it("is drawn of the arms whose spread was measured", () => {
    const record = recordWith(spread);
    const ofOneArm = { ...record, perturbed: record.perturbed!.filter(({ id }) => id.startsWith("plain")) };
    expect(sampleOf(ofOneArm, 1).every(({ trial }) => trial.id.startsWith("plain"))).toBe(true);
    const ofFew = { ...record, perturbed: record.perturbed!.slice(0, 3) };
    expect(sampleOf(ofFew, 1)).toHaveLength(12);
    expect(new Set(sampleOf({ ...record, perturbed: [] }, 1).map(({ trial }) => trial.id)).size).toBe(12);
  });
});

describe("a record with perturbed trials", () => {
  it("comes back as it was written, and is damaged where one of them is changed", () => {
    const record = recordWith([0.5]);
    const text = recordText(record);
    expect(recordText(parseRecord(text, "a record"))).toBe(text);
    expect(() => parseRecord(text.replace('"value":10.5', '"value":10.6'), "a record")).toThrow(/damaged/);
  });

  it("measures every arm that is asked for, its seeds in turn", () => {
    const tasks = planned.map(({ id, seed, parameters }) => {
      const trial = { id, seed, parameters: parameters as JsonObject };
      return { hash: id, kind: "trial", trial } as TrialTask;
    });
    expect(perturbedTasks(tasks, 7, ["plain"]).map(({ trial, perturbation }) => [trial.seed, perturbation])).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((seed) => [seed, 1]),
      [0, 2],
    ]);
    expect(new Set(perturbedTasks(tasks, 2).map(({ hash }) => hash)).size).toBe(4);
    expect(() => perturbedTasks(tasks, 2, ["other"])).toThrow(/--arms: expected a part of a trial's name/);
  });
});
