import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { evidenceWords, profiles, type Profile } from "../claims/claim.js";
import { InputError } from "../exact/input-error.js";
import type { LedgerClaim } from "./ledger.js";
import { sha256 } from "./task.js";

/** In the folder of a run: the words that its claims had, run by run. */
export const historyFile = "history.json";

const entrySchema = z.object({
  /** When the run ended, as ISO 8601 in UTC. */
  finished: z.iso.datetime(),
  version: z.string(),
  profile: z.enum(profiles),
  word: z.enum(evidenceWords),
  /** Changes with any result that the word stands on: with code, parameters, seeds and data. */
  results: z.string(),
});

/** What a claim came to in one run. */
export type HistoryEntry = z.infer<typeof entrySchema>;

/** Of every claim, the first run first. */
export type History = Readonly<Record<string, readonly HistoryEntry[]>>;

/**
 * The history in a run's folder; none where nothing ran there before.
 *
 * @throws InputError where the file is damaged: it is all that is known of earlier runs, and is not written over.
 */
export function readHistory(folder: string): History {
  const file = join(folder, historyFile);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(file, "something else than JSON");
  }
  const parsed = z.record(z.string(), z.array(entrySchema)).safeParse(value);
  if (!parsed.success)
    throw damaged(file, `${parsed.error.issues[0]!.path.join(".")}: ${parsed.error.issues[0]!.message}`);
  return parsed.data;
}

function damaged(file: string, received: string): InputError {
  return new InputError({
    code: "damaged",
    where: file,
    expected: "the words of earlier runs",
    received,
    remedy: "Put it right, or move it away: then the history begins anew",
  });
}

/** The history with this run at its end, for the claims of which something is other than in the run before. */
export function withRun(
  history: History,
  ledger: readonly LedgerClaim[],
  run: { readonly finished: Date; readonly version: string; readonly profile: Profile },
): History {
  const next: Record<string, readonly HistoryEntry[]> = { ...history };
  for (const { claim, word, checks } of ledger) {
    // What has no word was not run.
    if (word === null) continue;
    const names = checks.flatMap(({ tasks }) => tasks.map(({ task }) => task.hash)).sort();
    const results = sha256(names.join("\n")).slice(0, 12);
    const before = history[claim.id] ?? [];
    const { version, profile } = run;
    const entry = { finished: run.finished.toISOString(), version, profile, word, results };
    const last = before.at(-1);
    const same = last && (["version", "profile", "word", "results"] as const).every((key) => last[key] === entry[key]);
    if (!same) next[claim.id] = [...before, entry];
  }
  return next;
}
