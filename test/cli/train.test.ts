import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { experimentsOf } from "../../src/claims/experiments.js";
import { claims } from "../../src/claims/registry.js";
import { timeLeft } from "../../src/cli/progress.js";
import { parseRecord, recordText } from "../../src/learning/experiments/shared/record.js";
import { temporaryFolder } from "../reproduce/folder.js";
import { normlab } from "./normlab.js";

const script = join(import.meta.dirname, "..", "reproduce", "fixtures", "train.ts");

/** `normlab train` on the experiments of the fixture claims. */
function train(args: readonly string[]) {
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script, ...args]);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
}

function trialsIn(folder: string): number {
  const cache = join(folder, "cache");
  return existsSync(cache) ? readdirSync(cache).filter((file) => file.endsWith(".run.json")).length : 0;
}

describe("normlab train", () => {
  it("goes on after a kill, and says verdict, effects, seeds, n, figures and record", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "new", "drawn.json");
    const first = train([folder, "drawn"]);
    while (trialsIn(folder) < 2) await wait(10);
    first.child.kill("SIGKILL");
    await first.ended;
    await wait(500); // the orphaned worker sees that nobody listens, and ends
    const before = trialsIn(folder);
    expect(before).toBeLessThan(7);
    const { code, stdout, stderr } = await train([folder, "drawn", out]).ended;
    expect(stderr).toContain(`[1/${6 - before}`);
    expect(code).toBe(0);
    const said = JSON.parse(stdout) as Record<string, unknown>;
    expect(said).toMatchObject({
      experiment: "drawn",
      claim: "Z3",
      profile: "quick",
      verdict: "supported",
      seeds: [0, 1, 2],
      trials: 6,
      figures: null,
      record: out,
      recorded: null,
    });
    expect(said.effects).toMatchObject([{ name: "difference", n: 3, confidence: 0.95 }]);
    const record = parseRecord(readFileSync(out, "utf8"), out);
    expect(record.trials.map(({ id }) => id)).toContain("treated-seed-2");
    expect(record).toMatchObject({ experiment: "drawn", profile: "quick" });
    // A record of more seeds than the experiment has now: nothing is left to run, and the file is of the experiment as it stands.
    const more = { ...record.trials[0]!, id: "treated-seed-3", seed: 3 };
    writeFileSync(out, recordText({ ...record, parameters: { seeds: 4 }, trials: [...record.trials, more] }));
    const shrunk = await train([folder, "drawn", out]).ended;
    expect(shrunk.stderr).toContain("1 trials are not of the experiment as it now stands, and are left out");
    const { trials, parameters } = parseRecord(readFileSync(out, "utf8"), out);
    expect({ trials, parameters }).toEqual({ trials: record.trials, parameters: record.parameters });
  });

  it("ends with 0 when the claim is not reproduced, and with 1 when the control did not fail", async () => {
    const fault = await train([temporaryFolder(), "idle-control-experiment"]).ended;
    expect(fault.code).toBe(1);
    expect((JSON.parse(fault.stdout) as { verdict: string }).verdict).toBe("not reproduced");
    const no = await train([temporaryFolder(), "drawn-otherwise"]).ended;
    expect(no.code).toBe(0);
    expect((JSON.parse(no.stdout) as { verdict: string }).verdict).toBe("not reproduced");
  });

  it("ends with 2 for an experiment or a size that there is not, and lists those there are", async () => {
    const { code, stderr } = await normlab(["train", "no-such-experiment"]);
    expect(code).toBe(2);
    expect(stderr).toContain("got no-such-experiment");
    for (const { check } of experimentsOf(claims)) expect(stderr).toContain(check.id);
    expect((await normlab(["train", "no-such-experiment", "--profile", "huge"])).code).toBe(2);
    const unwritable = await train([temporaryFolder(), "drawn", "package.json/record.json"]).ended;
    expect(unwritable.code).toBe(2);
    expect(unwritable.stderr).toContain("--out: expected a file that can be written");
    const unrecorded = await train([temporaryFolder(), "drawn-in-full"]).ended;
    expect(unrecorded.code).toBe(2);
    expect(unrecorded.stderr).toContain("no record ships: normlab train drawn-in-full --profile full --out");
  });
});

describe("the time that is left", () => {
  it.each([
    [0.4, ", left 0:00"],
    [59.6, ", left 1:00"],
    [3599.7, ", left 1:00:00"],
  ])("is said of %d seconds as %s", (seconds, text) => expect(timeLeft(seconds)).toBe(text));
});
