import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { absent, broken, failing, notReproduced, proved, supported, verified } from "./fixtures/claims.js";
import { plannedTasks } from "../../src/reproduce/engines/task-list.js";
import { readLedger } from "../../src/reproduce/reproduce.js";
import { runTasks } from "../../src/reproduce/run.js";
import { Store } from "../../src/reproduce/store.js";
import { reproduceInto, resultsIn, temporaryFolder } from "./folder.js";
import { unobserved } from "./unobserved.js";

describe("a reproduction", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("gives every claim the word its checks earn, and runs nothing twice", async () => {
    const folder = temporaryFolder();
    const claims = [proved, verified, supported, notReproduced];
    const first = await reproduceInto(folder, claims);
    expect(first.ledger.map(({ claim, word }) => [claim.id, word])).toEqual([
      ["Z1", "certified"],
      ["Z2", "verified"],
      ["Z3", "supported"],
      ["Z7", "not reproduced"],
    ]);
    expect(first.faulty).toEqual([]);
    expect(first.ran).toHaveLength(1 + 1 + 7 + 7);
    const second = await reproduceInto(folder, claims);
    expect(second.ran).toEqual([]);
    expect(second.ledger.map(({ word }) => word)).toEqual(first.ledger.map(({ word }) => word));
    const forced = await reproduceInto(folder, [proved], { force: true });
    expect(forced.ran).toEqual(["Z1.positive"]);
  });

  it("says what there is by now, and runs nothing, where it is told to", async () => {
    const folder = temporaryFolder();
    const asIs = () => reproduceInto(folder, [proved, supported], { leave: "open" });
    const empty = await asIs();
    expect(empty.ran).toEqual([]);
    expect(empty.ledger.map(({ word }) => word)).toEqual([null, null]);
    const tasks = await plannedTasks([supported], "quick");
    const store = new Store(join(folder, "cache"));
    const options = { workers: 2, force: false, signal: new AbortController().signal, observer: unobserved };
    await runTasks(tasks.slice(0, 2), store, options);
    const begun = await asIs();
    expect(begun.ran).toEqual([]);
    expect(begun.faulty).toEqual([]);
    expect(begun.ledger[1]!.checks[0]!.missing).toBe("2 of 6 trials have a result; the others were not run yet");
    await runTasks(tasks, store, options);
    const whole = await asIs();
    // Of the trials a conclusion is drawn: it takes no time.
    expect(whole.ran).toEqual(["Z3.drawn"]);
    expect(whole.ledger.map(({ word }) => word)).toEqual([null, "supported"]);
  });

  it("gives the same bytes from one process and from three", async () => {
    const [one, three] = [temporaryFolder(), temporaryFolder()];
    const claims = [proved, verified, supported];
    await reproduceInto(one, claims, { workers: 1 });
    await reproduceInto(three, claims, { workers: 3 });
    expect(resultsIn(one).size).toBe(1 + 2 + 1 + 7);
    expect(resultsIn(three)).toEqual(resultsIn(one));
  });

  it("reports a task that breaks down as that task's failure, and goes on", async () => {
    vi.stubEnv("NODE_OPTIONS", "--max-old-space-size=128");
    const { ledger, faulty } = await reproduceInto(temporaryFolder(), [broken, proved]);
    const checks = new Map(ledger[0]!.checks.map((check) => [check.check.id, check]));
    expect(checks.get("sound")!.word).toBe("verified");
    expect(checks.get("throws")!.missing).toContain("a defect in the check");
    expect(checks.get("ends")!.missing).toContain("exit code 3");
    expect(checks.get("killed")!.missing).toContain("SIGKILL");
    expect(checks.get("out-of-memory")!.missing).toContain("out of memory");
    expect(checks.get("not-finite")!.missing).toContain("measurements.x");
    const words = ["throws", "ends", "not-finite", "killed", "out-of-memory"].map((id) => checks.get(id)!.word);
    // What was killed, or had no memory, has said nothing.
    expect(words).toEqual(["not reproduced", "not reproduced", "not reproduced", null, null]);
    expect(ledger.map(({ word }) => word)).toEqual([null, "certified"]);
    expect(faulty.map(({ claim }) => claim.id)).toEqual(["Z4"]);
  });

  it("says nothing of a claim before it was run, and afterwards what the run found, also of data that is missing", async () => {
    const folder = temporaryFolder();
    const words = async () => (await readLedger([proved, absent], "quick", folder)).map(({ word }) => word);
    expect(await words()).toEqual([null, null]);
    await reproduceInto(folder, [absent]);
    expect(await words()).toEqual([null, "not run"]);
    await reproduceInto(folder, [proved]);
    expect(await words()).toEqual(["certified", "not run"]);
  });

  it("says that a check without its data was not run, and tries again the next time", async () => {
    const folder = temporaryFolder();
    const { ledger, faulty } = await reproduceInto(folder, [absent]);
    expect(ledger[0]!.word).toBe("not run");
    expect(ledger[0]!.checks[0]!.missing).toContain("moon.csv");
    expect(faulty).toEqual([]);
    expect((await reproduceInto(folder, [absent])).ran).toEqual(["Z5.absent"]);
  });

  it("takes no false, missing or malformed certificate for a proof, and no idle control", async () => {
    const { ledger } = await reproduceInto(temporaryFolder(), [failing]);
    const rows = ledger[0]!.checks.map(({ check, word, fault, result }) => [
      check.id,
      word,
      fault,
      result!.passed,
      result!.controlFailed,
    ]);
    expect(rows).toEqual([
      ["false-certificate", "not reproduced", true, false, true],
      ["no-certificate", "not reproduced", true, false, true],
      ["malformed-certificate", "not reproduced", true, false, true],
      ["malformed-control", "not reproduced", true, true, false],
      ["no-control", "not reproduced", true, true, false],
      ["too-far", "not reproduced", true, false, true],
      ["not-a-number", "not reproduced", true, false, true],
      ["idle-control", "not reproduced", true, true, false],
      ["idle-control-experiment", "not reproduced", true, true, false],
    ]);
  });
});
