import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { evidenceWords, type Tolerance } from "../../claims/claim.js";
import { InputError } from "../../exact/input-error.js";
import type { TaskResult } from "../result.js";
import { sha256 } from "../task.js";

const word = z.enum(evidenceWords).nullable();

const ledgerSchema = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    evidence: word,
    checks: z.array(
      z.object({
        id: z.string(),
        method: z.enum(["theorem", "certificate", "numerical", "experiment"]),
        evidence: word,
        missing: z.string().nullable(),
        tolerance: z.object({ value: z.number(), why: z.string() }).nullable(),
        recorded: z.record(z.string(), z.json()).nullable(),
      }),
    ),
  }),
);

const reference = z.object({ "@id": z.string() });
const entitySchema = z.looseObject({
  "@id": z.string(),
  name: z.string().optional(),
  version: z.string().optional(),
  sha256: z.string().optional(),
  endTime: z.string().optional(),
  additionalProperty: z.array(reference).optional(),
  value: z.json().optional(),
});
const manifestSchema = z.object({ "@graph": z.array(entitySchema) });

/** A claim as a run's ledger has it. */
export type RunClaim = z.infer<typeof ledgerSchema>[number];
export type RunCheck = Omit<RunClaim["checks"][number], "tolerance"> & { readonly tolerance: Tolerance | null };

/** A result of a run, with what its manifest says of it. */
export interface RunResult {
  readonly result: TaskResult;
  readonly sha256: string;
  /** The tensor backend, `none` where none was used. */
  readonly backend: string;
}

/** What a folder says of a run, every file of it as its manifest lists it. */
export interface RunFolder {
  readonly folder: string;
  readonly version: string;
  readonly profile: string;
  readonly finished: string;
  readonly claims: readonly RunClaim[];
  /** By name: `C3.concave`, `A6.depth/pln-8-seed-3`. */
  readonly results: ReadonlyMap<string, RunResult>;
  /** Versions of Node and packages, and SHA-256 of data, by name. */
  readonly stoodOn: ReadonlyMap<string, string>;
}

/**
 * Reads the folder that `normlab reproduce` wrote: its ledger, its manifest, and every result, each held against the manifest's SHA-256.
 *
 * @throws InputError where it is no such folder, was written by another version than `version`, or has a file that is not as it was written.
 */
export function readRun(folder: string, version: string): RunFolder {
  const manifestPath = join(folder, "ro-crate-metadata.json");
  if (!existsSync(manifestPath)) {
    throw new InputError({
      code: "file",
      where: folder,
      expected: "the folder of a finished run (normlab reproduce --out), with ro-crate-metadata.json in it",
      received: received(folder),
      ...(existsSync(join(folder, "cache")) ? { remedy: "The same normlab reproduce goes on, and finishes it" } : {}),
    });
  }
  const graph = read(manifestPath, manifestSchema)["@graph"];
  const entities = new Map(graph.map((entity) => [entity["@id"], entity]));
  const program = entities.get("#normlab");
  if (program?.version !== version) {
    throw new InputError({
      code: "other-version",
      where: manifestPath,
      expected: `a run of normlab ${version}, which this is`,
      received: program?.version === undefined ? "one that names no version" : `one of normlab ${program.version}`,
      remedy: `Run it again, or compare with normlab ${program?.version ?? "of that time"}`,
    });
  }
  const files = new Map(
    graph.flatMap(({ "@id": id, sha256: sum }) =>
      sum === undefined || id.startsWith("#") ? [] : [[id, sum] as const],
    ),
  );
  for (const [path, sum] of files) requireSha256(join(folder, path), sum);
  const listed = (path: string): string => {
    if (!files.has(path)) throw damaged(manifestPath, `an entry for ${path}`, { received: "none" });
    return readFileSync(join(folder, path), "utf8");
  };
  const claims = parse(listed("ledger.json"), join(folder, "ledger.json"), ledgerSchema);
  const results = new Map<string, RunResult>();
  for (const { "@id": id, name, additionalProperty } of graph) {
    if (name === undefined || additionalProperty === undefined || !id.startsWith("cache/")) continue;
    const text = listed(id);
    const properties = additionalProperty.map((property) => entities.get(property["@id"]));
    const backend = properties.find((property) => property?.name === "backend")?.value;
    const result = parse(text, join(folder, id), z.looseObject({ method: z.string() })) as unknown as TaskResult;
    results.set(name, { result, sha256: sha256(text), backend: typeof backend === "string" ? backend : "none" });
  }
  const run = entities.get("#run");
  return {
    folder,
    version,
    profile: /--profile (\w+)/.exec(run?.name ?? "")?.[1] ?? "unknown",
    finished: run?.endTime ?? "unknown",
    claims,
    results,
    stoodOn: new Map(
      graph.flatMap(({ "@id": id, name, version: of, sha256: sum }): [string, string][] => {
        if (id.startsWith("#software-")) return [[name!, of ?? "unknown"]];
        if (id.startsWith("records/")) return [[id, sum ?? "unknown"]];
        return id.startsWith("#data-") ? [[name!, sum ?? "unknown"]] : [];
      }),
    ),
  };
}

function received(folder: string): string {
  if (!existsSync(folder)) return "no such folder";
  if (statSync(folder).isFile()) return "a file";
  return existsSync(join(folder, "cache")) ? "a run that was interrupted or is still going on" : "a folder without it";
}

function read<T>(path: string, schema: z.ZodType<T>): T {
  return parse(readBytes(path).toString("utf8"), path, schema);
}

function requireSha256(path: string, expected: string): void {
  const found = sha256(readBytes(path));
  if (found !== expected) throw damaged(path, `a file with the SHA-256 ${expected}`, { received: found });
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw damaged(path, "a file that can be read", { received: (error as Error).message });
  }
}

function parse<T>(text: string, path: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(path, "JSON", { received: (error as Error).message });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path: at, message } = parsed.error.issues[0]!;
  throw new InputError({
    code: "other-version",
    where: `${path}: ${at.join(".") || "the file"}`,
    expected: "the form in which this version of normlab writes it",
    received: message,
    remedy: "Run it again with this version",
  });
}

function damaged(where: string, expected: string, { received }: { readonly received: string }): InputError {
  return new InputError({
    code: "damaged",
    where,
    expected,
    received: `${received}: the file is damaged`,
    remedy: "normlab reproduce with the same --out computes what is damaged again",
  });
}
