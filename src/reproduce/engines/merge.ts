import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { InputError } from "../../exact/input-error.js";
import type { RunRecord, TaskResult } from "../result.js";
import { compiledFolder } from "../rocq/theorem-check.js";
import { Store } from "../store.js";

/** What joining folders of results came to. */
export interface Merged {
  /** Results that the target did not have. */
  readonly added: number;
  /** Results that the target had with the same bytes. */
  readonly known: number;
  /** Results that were left out: cut short, or changed since they were written. */
  readonly damaged: readonly string[];
  /** Tasks with two different results; the target's stays. */
  readonly different: readonly { readonly hash: string; readonly folder: string }[];
}

/**
 * Takes every result of other runs' folders into one folder, with certificates and with how each came about, and what the report shows of
 * formal proofs. Files appear whole or
 * not at all, so a merge that is killed is done again; merging twice adds nothing.
 *
 * @throws InputError where a folder holds no results.
 */
export function mergeResults(folders: readonly string[], target: string): Merged {
  for (const folder of folders) requireResults(folder);
  const into = new Store(join(target, "cache"));
  const damaged: string[] = [];
  const different: { hash: string; folder: string }[] = [];
  let added = 0;
  let known = 0;
  for (const folder of folders) {
    const from = new Store(join(folder, "cache"));
    for (const hash of resultsIn(from.folder)) {
      const text = from.readText(hash);
      const record = from.readRecord(hash);
      if (text === undefined || record === undefined) {
        damaged.push(from.resultPath(hash));
      } else if (into.has(hash)) {
        if (into.readText(hash) === text) known++;
        else different.push({ hash, folder });
      } else {
        copyResult(from, into, hash, JSON.parse(text) as TaskResult, record);
        added++;
      }
    }
    copyProofs(compiledFolder(from), compiledFolder(into));
  }
  return { added, known, damaged, different };
}

function copyResult(from: Store, into: Store, hash: string, result: TaskResult, record: RunRecord): void {
  if (result.method === "certificate") {
    for (const { sha256 } of [...result.certificates, ...result.controlCertificates]) {
      into.writeCertificate(readFileSync(from.certificatePath(sha256), "utf8"));
    }
  }
  into.write(hash, result, record);
}

/** Sources and what Rocq says of their names, for coqdoc. Compiled files stay: none from elsewhere is believed. */
function copyProofs(from: string, to: string): void {
  if (!existsSync(from)) return;
  for (const file of readdirSync(from, { recursive: true, encoding: "utf8" })) {
    const target = join(to, file);
    if (!/^[0-9a-f]{32}[/\\](?!\.scratch).*\.(v|glob)$/.test(file) || existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileAtomic.sync(target, readFileSync(join(from, file)));
  }
}

function resultsIn(cache: string): string[] {
  return readdirSync(cache)
    .flatMap((file) => /^([0-9a-f]{64})\.json$/.exec(file)?.[1] ?? [])
    .sort();
}

function requireResults(folder: string): void {
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  if (isFolder && statSync(join(folder, "cache"), { throwIfNoEntry: false })?.isDirectory()) return;
  throw new InputError({
    code: "missing-data",
    where: folder,
    expected: "a folder that normlab reproduce or normlab run-tasks wrote (--out), with a folder cache in it",
    received: !existsSync(folder) ? "no such folder" : isFolder ? "a folder without cache" : "a file",
  });
}
