import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Claim, ExperimentCheck, JsonObject } from "../../src/claims/claim.js";
import { parseRecord, recordText, type ExperimentRecord } from "../../src/learning/experiments/shared/record.js";
import { commitHere, recordedBy } from "../../src/reproduce/commits.js";
import { recordedRun } from "../../src/reproduce/recorded.js";
import { onlyInFull, supported } from "./fixtures/claims.js";
import { reproduceInto, temporaryFolder } from "./folder.js";

const drawn = supported.checks[0] as ExperimentCheck;
type Trial = ExperimentRecord["trials"][number];

/** Writes the record of a full run of `drawn`, with every trial changed by `change`. */
function writeRecord(
  folder: string,
  change: (trial: Trial) => Trial = (trial) => trial,
  facts: JsonObject = {},
  count = 12,
): string {
  const parameters = drawn.parameters.full!;
  const trials = drawn
    .trials(parameters)
    .slice(0, count)
    .map((trial) => {
      const result = { value: trial.seed + (trial.parameters.treated === true ? 10 : 0) };
      return change({ ...trial, parameters: { ...trial.parameters } as Trial["parameters"], result });
    });
  const text = recordText({
    experiment: "drawn",
    profile: "full",
    parameters: { ...parameters } as ExperimentRecord["parameters"],
    backends: ["native"],
    versions: { normlab: "0.0.0", node: "20.0.0" },
    processor: "a processor",
    seconds: 7200,
    trials,
    ...facts,
  });
  const path = join(folder, "drawn.json");
  writeFileSync(path, text);
  return path;
}

/** No difference between treated and plain. */
const withoutEffect = (trial: Trial): Trial => ({ ...trial, result: { value: trial.seed } });

async function reproduced(claim: Claim, records: string) {
  const folder = temporaryFolder();
  const { ledger, faulty } = await reproduceInto(folder, [claim], { records });
  const page = readFileSync(join(folder, "claims", `${claim.id}.html`), "utf8");
  const json = JSON.parse(readFileSync(join(folder, "ledger.json"), "utf8")) as { checks: JsonObject[] }[];
  return { folder, word: ledger[0]!.word, faulty, page, check: json[0]!.checks[0]! };
}

describe("a recorded full run", () => {
  it("is shown beside what this run found, labelled as recorded, with its conclusion drawn anew", async () => {
    const records = temporaryFolder();
    writeRecord(records);
    const { folder, word, page, check } = await reproduced(supported, records);
    expect(word).toBe("supported");
    expect(page).toContain("This run, profile quick");
    expect(page).toContain("Recorded full run");
    expect(page).toContain("The difference is 20.");
    expect(page).toContain("12 trials, 2.0 h of computing when it was recorded");
    expect(check.recorded).toMatchObject({ profile: "full", evidence: "supported", trials: 12, controlFailed: true });
    expect(readFileSync(join(folder, "index.html"), "utf8")).toContain("recorded full run: supported, 12 trials");
    expect(readFileSync(join(folder, "ro-crate-metadata.json"), "utf8")).toContain("records/drawn.json");
  });

  it("takes the word away when it says `not reproduced`, and both are shown", async () => {
    const records = temporaryFolder();
    writeRecord(records, withoutEffect);
    const { word, page, check, faulty } = await reproduced(supported, records);
    expect(word).toBe("not reproduced");
    expect(faulty).toEqual([]);
    expect(check).toMatchObject({ thisRun: "supported", evidence: "not reproduced" });
    expect(page).toContain("by itself. The word above is the weaker");
  });

  describe("of an experiment that quick does not run afresh", () => {
    const inFull = (records: string, change?: (trial: Trial) => Trial, trials?: number) => {
      writeRecord(records, change, { experiment: "drawn-in-full", seconds: 12 }, trials);
      writeFileSync(join(records, "drawn-in-full.json"), readFileSync(join(records, "drawn.json")));
    };

    it("decides, once a sample of its trials was run again and agrees", async () => {
      const records = temporaryFolder();
      inFull(records);
      const { word, page, check, faulty } = await reproduced(onlyInFull, records);
      expect(word).toBe("supported");
      expect(faulty).toEqual([]);
      expect(check.sample).toMatchObject({ seed: 1, again: 12, of: 12, compared: 12, furthest: 0, disagreements: [] });
      expect(page).toContain("This run, a sample of the recorded run");
      expect(page).toContain("12 of 12 trials run again here, all agree");
      expect(page).toContain("Recorded full run");
    });

    it("is refused where a trial that is run again comes to something else, and decides nothing then", async () => {
      const records = temporaryFolder();
      inFull(records, (trial) =>
        trial.id === "treated-seed-3" ? { ...trial, result: { value: Number(trial.result["value"]) + 1 } } : trial,
      );
      const { word, page, check } = await reproduced(onlyInFull, records);
      expect(word).toBe("inconclusive");
      expect(page).toContain("treated-seed-3: value is 13, recorded 14");
      expect((check.sample as { disagreements: string[] }).disagreements).toHaveLength(1);
    });

    it("is inconclusive while trials are missing, and says what they take", async () => {
      const records = temporaryFolder();
      inFull(records, undefined, 5);
      const { word, page } = await reproduced(onlyInFull, records);
      expect(word).toBe("inconclusive");
      expect(page).toContain("5 of 12 trials are recorded");
      expect(page).toContain("5 of 5 trials run again here, all agree");
    });

    it("is not run where no record ships, with the command that makes one", async () => {
      const { word, check } = await reproduced(onlyInFull, temporaryFolder());
      expect(word).toBe("not run");
      expect(check.missing).toContain("normlab train drawn-in-full --profile full --out");
    });
  });

  it("is not there for an experiment without a record", async () => {
    const { page, check } = await reproduced(supported, temporaryFolder());
    expect(check.recorded).toBeNull();
    expect(page).not.toContain("Recorded full run");
    expect(page).toContain("npx normlab train drawn --profile paper");
  });

  it("says by which commits it was computed, and which of them are not in the history here", async () => {
    const here = commitHere()!.replace("-changed", "");
    expect(recordedBy({ commits: [here] })).toBe(`by commit ${here}`);
    expect(recordedBy({ commits: [`${here}-changed`, "0123456789ab"] })).toBe(
      `by commit ${here}-changed, 0123456789ab (not in the history here)`,
    );
    expect(recordedBy({})).toBe("by a commit that it does not name");
    const records = temporaryFolder();
    writeRecord(records, undefined, { commits: ["0123456789ab"] });
    const { page } = await reproduced(supported, records);
    expect(page).toContain("0123456789ab");
    expect(page).toContain("that the code here comes to the same is shown by the sample that is run again");
  });

  it("comes back from its file as it was written", () => {
    const path = writeRecord(temporaryFolder());
    const text = readFileSync(path, "utf8");
    expect(recordText(parseRecord(text, path))).toBe(text);
    expect(text.trimEnd().split("\n").length).toBeLessThan(40);
  });
});

describe("a record that is refused", () => {
  const reason = (folder: string) => {
    const run = recordedRun(drawn, folder);
    return run?.status === "refused" ? run.reason : `not refused: ${JSON.stringify(run)}`;
  };
  const refused: [string, (folder: string) => void, RegExp][] = [
    ["of other parameters", (at) => writeRecord(at, undefined, { parameters: { trials: 12 } }), /parameters: .*stale/],
    ["of another trial", (at) => writeRecord(at, (t) => ({ ...t, id: `${t.id}x` })), /trial 1: .*stale/],
    ["of another seed", (at) => writeRecord(at, (t) => ({ ...t, seed: 99 })), /trial 1: .*stale/],
    ["of a trial that is now another", (at) => writeRecord(at, (t) => ({ ...t, parameters: {} })), /trial 1: .*stale/],
    [
      "of a trial that is there twice",
      (at) =>
        writeRecord(at, (t) =>
          t.id === "plain-seed-0" ? { ...t, id: "treated-seed-0", parameters: { treated: true, milliseconds: 0 } } : t,
        ),
      /trial 2: .*twice/,
    ],
    ["of another size", (at) => writeRecord(at, undefined, { profile: "quick" }), /profile: .*stale/],
    ["of another experiment", (at) => writeRecord(at, undefined, { experiment: "other" }), /experiment: .*stale/],
  ];
  it.each(refused)("is one %s, with the way to a new one", (_, write, message) => {
    const folder = temporaryFolder();
    write(folder);
    expect(reason(folder)).toMatch(message);
    expect(reason(folder)).toContain("normlab train drawn --profile full --out data/experiments/drawn.json");
  });

  const damages: [string, (text: string) => string, RegExp][] = [
    ["a changed result", (text) => text.replace('"value":10', '"value":11'), /SHA-256 .*damaged/],
    ["a lost end", (text) => text.slice(0, -40), /expected JSON.*damaged/],
    ["another format", (text) => text.replace("record/1", "record/2"), /format: .*damaged/],
    ["a result that is no object", (text) => text.replace('{"value":10}', "10"), /trials\.0\.result: .*damaged/],
  ];
  it.each(damages)("is one with %s", (_, damage, message) => {
    const folder = temporaryFolder();
    const path = writeRecord(folder);
    writeFileSync(path, damage(readFileSync(path, "utf8")));
    expect(reason(folder)).toMatch(message);
  });

  it("is one whose results no longer fit the conclusion, and the ledger says so and goes on", async () => {
    const records = temporaryFolder();
    writeRecord(records, (trial) => ({ ...trial, result: { old: 1 } }));
    const { word, page, check } = await reproduced(supported, records);
    expect(word).toBe("supported");
    expect(page).toContain("Refused.");
    expect((check.recorded as { refused: string }).refused).toContain("finite number");
  });
});
