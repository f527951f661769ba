import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { Claim, Profile } from "../claims/claim.js";
import { recordFolder } from "../learning/experiments/shared/record.js";
import { appendixOf } from "./appendix.js";
import { badgesOf } from "./badges.js";
import { historyFile, readHistory, withRun } from "./history.js";
import { ledgerJson } from "./ledger-json.js";
import { ledgerOf, type LedgerClaim } from "./ledger.js";
import { manifestOf } from "./manifest.js";
import { planOf, tasksOf, type PlannedTask } from "./plan.js";
import { writeSite } from "./report/site.js";
import { runPlan, type RunOptions } from "./run.js";
import { Store } from "./store.js";

export interface ReproduceOptions extends RunOptions {
  readonly profile: Profile;
  /** Where results and report are written. */
  readonly folder: string;
  /** The claims to run; the ledger always holds all of them. */
  readonly selected: readonly Claim[];
  /** The version of normlab, for the manifest. */
  readonly version: string;
  /** The folder of recorded full runs; those that ship by default. */
  readonly records?: string;
  /** Chooses which trials of the records are run again (default 1). */
  readonly sampleSeed?: number;
  /** Is told the tasks of the selected claims before anything runs. */
  readonly onPlan?: (tasks: readonly PlannedTask[]) => void;
  /** Runs tasks on other machines; what is left to do here are conclusions. */
  readonly elsewhere?: (tasks: readonly PlannedTask[], store: Store) => Promise<void>;
}

/** What a run came to. */
export interface Reproduction {
  readonly profile: Profile;
  readonly ledger: readonly LedgerClaim[];
  /** Selected claims with a fault: see `isFault`. */
  readonly faulty: readonly LedgerClaim[];
  readonly interrupted: boolean;
}

/** The ledger of all claims from the results in a folder; runs nothing. */
export async function readLedger(claims: readonly Claim[], profile: Profile, folder: string): Promise<LedgerClaim[]> {
  return ledgerOf(await planOf(claims, profile), new Store(join(folder, "cache")), recordFolder);
}

/** Runs what has no result yet, and writes the report of all claims with its manifest. */
export async function reproduce(claims: readonly Claim[], options: ReproduceOptions): Promise<Reproduction> {
  const { profile, folder, selected, signal, version, records = recordFolder } = options;
  const started = new Date();
  const earlier = readHistory(folder);
  const store = new Store(join(folder, "cache"));
  const plan = await planOf(claims, profile, { records, seed: options.sampleSeed ?? 1 });
  const chosen = new Set(selected);
  const selection = plan.filter(({ claim }) => chosen.has(claim));
  options.onPlan?.(tasksOf(selection));
  await options.elsewhere?.(tasksOf(selection), store);
  await runPlan(selection, store, options.elsewhere === undefined ? options : { ...options, leave: "missed" });
  const ledger = ledgerOf(plan, store, records);
  const faulty = ledger.filter(({ claim, checks }) => chosen.has(claim) && checks.some(({ fault }) => fault));
  if (!signal.aborted) {
    const facts = { version, profile, started, finished: new Date() };
    const history = withRun(earlier, ledger, facts);
    const site = await writeSite(folder, ledger, store, { version, profile, node: process.versions.node }, history);
    const texts: [string, string][] = [
      ["ledger.json", jsonText(ledgerJson(ledger))],
      [historyFile, jsonText(history)],
      ["artifact-appendix.md", appendixOf(folder, ledger, facts)],
      ...[...badgesOf(ledger)].map(([name, svg]): [string, string] => [`badges/${name}`, svg]),
      ...recordsOf(ledger, records),
    ];
    for (const [path, text] of texts) writeText(join(folder, path), text);
    const files = [...site, ...texts.map(([path]) => path)];
    writeText(join(folder, "ro-crate-metadata.json"), jsonText(manifestOf(folder, plan, ledger, files, facts)));
  }
  return { profile, ledger, faulty, interrupted: signal.aborted };
}

/** The recorded runs that the ledger draws on, as they are. */
function recordsOf(ledger: readonly LedgerClaim[], records: string): [string, string][] {
  const names = new Set(
    ledger.flatMap(({ checks }) => checks.flatMap(({ check, recorded }) => (recorded ? [check.id] : []))),
  );
  return [...names].map((name) => [`records/${name}.json`, readFileSync(join(records, `${name}.json`), "utf8")]);
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileAtomic.sync(path, text);
}
