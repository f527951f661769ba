import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

/**
 * Those of V8's options that the Node at hand knows: it refuses to start with any other, and they come and go with its versions.
 * Node is asked once, as that takes longer than a kernel may; the answer is kept in `folder` until Node's version or the question changes.
 */
export function knownV8Options(wanted: readonly string[], folder: string): readonly string[] {
  const file = join(folder, "v8-options.json");
  const question = { node: process.version, wanted };
  const kept = readAnswer(file);
  if (kept !== undefined && isDeepStrictEqual({ node: kept.node, wanted: kept.wanted }, question)) return kept.known;
  const known = selectOptions(wanted, listV8Options());
  keepAnswer(folder, file, { ...question, known });
  return known;
}

/** The options whose names are in what `node --v8-options` prints. */
export function selectOptions(wanted: readonly string[], list: string): readonly string[] {
  const names = new Set([...list.matchAll(/^\s+--([\w-]+)/gm)].map(([, name]) => name!));
  return wanted.filter((option) => names.has(/^--(?:no-)?([\w-]+)/.exec(option)![1]!));
}

/**
 * Node's options for the process that evaluates cells, where its code may be terminated in the middle (`evaluator/interruption.ts`). From
 * 24 on Node shows what that needs only to those who ask for its internals.
 */
export function evaluatorOptions(): readonly string[] {
  const known = ["--no-force-async-hooks-checks"].filter((option) => process.allowedNodeEnvironmentFlags.has(option));
  return Number(process.versions.node.split(".")[0]) < 24 ? known : [...known, "--expose-internals"];
}

function listV8Options(): string {
  return spawnSync(process.execPath, ["--v8-options"], { encoding: "utf8", maxBuffer: 1 << 24 }).stdout ?? "";
}

interface Answer {
  readonly node: string;
  readonly wanted: readonly string[];
  readonly known: readonly string[];
}

function readAnswer(file: string): Answer | undefined {
  try {
    const { node, wanted, known } = JSON.parse(readFileSync(file, "utf8")) as Answer;
    return Array.isArray(known) ? { node, wanted, known } : undefined;
  } catch {
    return undefined;
  }
}

/** Where nothing can be written Node is asked again the next time. */
function keepAnswer(folder: string, file: string, answer: Answer): void {
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, JSON.stringify(answer));
    renameSync(temporary, file);
  } catch {
    return;
  }
}
