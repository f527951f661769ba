import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import type { LedgerClaim } from "./ledger.js";
import { thisMachine } from "./machine.js";
import type { PlannedCheck } from "./plan.js";
import { sha256 } from "./task.js";

/** What a run's manifest says beside its results. */
export interface ManifestFacts {
  readonly version: string;
  readonly profile: string;
  readonly started: Date;
  readonly finished: Date;
}

type Entity = { readonly "@id": string; readonly "@type": string; readonly [key: string]: unknown };

const mediaTypes: { readonly [ending: string]: string } = {
  ".json": "application/json",
  ".html": "text/html",
  ".svg": "image/svg+xml",
  ".md": "text/markdown",
};

/**
 * The run as an RO-Crate 1.1 (`ro-crate-metadata.json`): what it stood on (claims, parameters, seeds, packages, data), the machine, and
 * every result, certificate and page with size and SHA-256. `files` are paths in the folder.
 */
export function manifestOf(
  folder: string,
  plan: readonly PlannedCheck[],
  ledger: readonly LedgerClaim[],
  files: readonly string[],
  facts: ManifestFacts,
): object {
  const properties = new Map<string, Entity>();
  const results = ledger.flatMap(({ claim, checks }) =>
    checks.flatMap((check) => resultEntities(folder, claim.id, check, properties)),
  );
  const others = files.map((path) => fileEntity(folder, path));
  const packages = Object.assign({}, ...plan.map(({ code }) => code.packages)) as Record<string, string>;
  const data = dataEntities(plan);
  const machine = thisMachine();
  const software = Object.entries({ node: machine.node, ...packages }).map(([name, version]): Entity => ({
    "@id": `#software-${name}`,
    "@type": "SoftwareApplication",
    name,
    version,
  }));
  const ids = (entities: readonly Entity[]) => entities.map((entity) => ({ "@id": entity["@id"] }));
  return {
    "@context": ["https://w3id.org/ro/crate/1.1/context", { sha256: "https://w3id.org/ro/terms/workflow-run#sha256" }],
    "@graph": [
      {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        about: { "@id": "./" },
        conformsTo: { "@id": "https://w3id.org/ro/crate/1.1" },
      },
      {
        "@id": "./",
        "@type": "Dataset",
        name: `normlab reproduction, profile ${facts.profile}`,
        description: "Every claim of three papers on normalization layers with its evidence, results and certificates.",
        datePublished: facts.finished.toISOString(),
        license: { "@id": "https://spdx.org/licenses/MIT" },
        mentions: { "@id": "#run" },
        hasPart: ids([...others, ...results]),
      },
      { "@id": "https://spdx.org/licenses/MIT", "@type": "CreativeWork", name: "MIT License" },
      {
        "@id": "#run",
        "@type": "CreateAction",
        name: `normlab reproduce --profile ${facts.profile}`,
        instrument: { "@id": "#normlab" },
        startTime: facts.started.toISOString(),
        endTime: facts.finished.toISOString(),
        object: [...ids(data), ...ids(others.filter(({ "@id": path }) => path.startsWith("records/")))],
        result: ids(results),
      },
      {
        "@id": "#normlab",
        "@type": "SoftwareApplication",
        name: "normlab",
        version: facts.version,
        softwareRequirements: ids(software),
        processorRequirements: `${machine.processor}, ${machine.cores} cores`,
        memoryRequirements: `${Math.round(machine.memoryBytes / 2 ** 30)} GiB`,
        operatingSystem: machine.platform,
      },
      ...software,
      ...data,
      ...others,
      ...results,
      ...properties.values(),
    ],
  };
}

/** A property as an entity of its own, one for all results that have it: a crate is flat. */
function propertyEntity(name: string, value: unknown, known: Map<string, Entity>): { readonly "@id": string } {
  const id = `#${name}-${sha256(JSON.stringify(value)).slice(0, 16)}`;
  if (!known.has(id)) known.set(id, { "@id": id, "@type": "PropertyValue", name, value });
  return { "@id": id };
}

/** A check's results: word, method, parameters, seeds, backend, when and how long. */
function resultEntities(
  folder: string,
  claim: string,
  { check, word, tasks }: LedgerClaim["checks"][number],
  known: Map<string, Entity>,
): Entity[] {
  return tasks.map(({ task, record }) => {
    const trial = task.kind === "trial" ? task.trial : undefined;
    const properties = {
      ...(word === null ? {} : { evidence: word }),
      method: check.method,
      profile: task.profile,
      parameters: JSON.stringify(trial?.parameters ?? task.parameters),
      ...(trial ? { seed: trial.seed } : {}),
      ...(record
        ? {
            seconds: record.seconds,
            memoryBytes: record.memoryBytes,
            finished: record.finished,
            backend: record.backend ?? "none",
          }
        : {}),
      ...(record?.backendReason ? { backendReason: record.backendReason } : {}),
      ...(record
        ? {
            machine: `${record.machine.processor}, ${record.machine.platform}, Node ${record.machine.node}`,
            host: record.place.host,
            engine: record.place.job === null ? record.place.engine : `${record.place.engine} ${record.place.job}`,
          }
        : {}),
    };
    return {
      ...fileEntity(folder, `cache/${task.hash}.json`),
      name: `${claim}.${check.id}${trial ? `/${trial.id}` : ""}`,
      additionalProperty: Object.entries(properties).map(([name, value]) => propertyEntity(name, value, known)),
    };
  });
}

/** The data files that checks read. */
function dataEntities(plan: readonly PlannedCheck[]): Entity[] {
  const names = new Set(plan.flatMap(({ check }) => check.data ?? []));
  return [...names].map((name) => inputEntity(name, new URL(`../../data/${name}`, import.meta.url)));
}

function inputEntity(name: string, path: URL): Entity {
  const content = readFileSync(path);
  return {
    "@id": `#data-${name}`,
    "@type": "File",
    name: `data/${name}`,
    contentSize: content.length,
    sha256: sha256(content),
  };
}

function fileEntity(folder: string, path: string): Entity {
  const full = join(folder, path);
  if (!existsSync(full)) throw new Error(`${full} is missing`);
  const encodingFormat = mediaTypes[extname(path)] ?? "application/octet-stream";
  return {
    "@id": path,
    "@type": "File",
    encodingFormat,
    contentSize: statSync(full).size,
    sha256: sha256(readFileSync(full)),
  };
}
