import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { historyFile, readHistory, withRun, type History } from "../../src/reproduce/history.js";
import type { LedgerClaim } from "../../src/reproduce/ledger.js";
import { verified } from "./fixtures/claims.js";
import { reproduceInto, temporaryFolder } from "./folder.js";

/** A ledger of one claim with that word, from tasks of those hashes. */
function ledger(word: string | null, ...hashes: string[]): LedgerClaim[] {
  const tasks = hashes.map((hash) => ({ task: { hash } }));
  return [{ claim: { id: "Z1" }, word, checks: [{ tasks }] }] as unknown as LedgerClaim[];
}

const run = (minute: number) => ({
  finished: new Date(Date.UTC(2026, 0, 1, 12, minute)),
  version: "0.1.0",
  profile: "quick" as const,
});
const words = (history: History) => history.Z1?.map(({ word }) => word);

describe("the history of a claim", () => {
  it("has a line for each run after which something is other, and none for a run that changes nothing", () => {
    let history = withRun({}, ledger("verified", "a"), run(1));
    history = withRun(history, ledger("verified", "a"), run(2));
    expect(words(history)).toEqual(["verified"]);
    history = withRun(history, ledger("not reproduced", "b"), run(3));
    history = withRun(history, ledger("verified", "a"), run(4));
    expect(words(history)).toEqual(["verified", "not reproduced", "verified"]);
    expect(history.Z1![2]!.results).toBe(history.Z1![0]!.results);
    // The same word of other code is another line.
    expect(words(withRun(history, ledger("verified", "c"), run(5)))).toHaveLength(4);
  });

  it("says nothing of claims that were not run, and keeps what was said before", () => {
    const history = withRun({}, ledger("proved", "a"), run(1));
    expect(withRun(history, ledger(null), run(2))).toEqual(history);
  });

  it("is kept in the run's folder and shown on the claim's page; one that is damaged is refused, and left as it is", async () => {
    const folder = temporaryFolder();
    await reproduceInto(folder, [verified]);
    const first = readHistory(folder);
    expect(first.Z2).toMatchObject([{ word: "verified", profile: "quick" }]);
    const earlier = { ...first.Z2![0]!, word: "inconclusive", results: "0123456789ab" };
    writeFileSync(join(folder, historyFile), JSON.stringify({ Z2: [earlier] }));
    await reproduceInto(folder, [verified]);
    expect(readHistory(folder).Z2!.map(({ word }) => word)).toEqual(["inconclusive", "verified"]);
    const page = readFileSync(join(folder, "claims", "Z2.html"), "utf8");
    expect(page).toContain("was inconclusive, other code, parameters, seeds or data");
    writeFileSync(join(folder, historyFile), '{ "Z2": [{ "word": "proven" }] }');
    await expect(reproduceInto(folder, [verified])).rejects.toThrow(
      /history\.json: expected the words of earlier runs/,
    );
    expect(readFileSync(join(folder, historyFile), "utf8")).toContain("proven");
  }, 120_000);
});
