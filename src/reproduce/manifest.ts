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
  /** The folder of recorded runs. */
  readonly records: string;
}

type Entity = { readonly "@id": string; readonly "@type": string; readonly [key: string]: unknown };

const mediaTypes: { readonly [ending: string]: string } = { ".json": "application/json", ".html": "text/html" };

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
  const results = ledger.flatMap(({ claim, checks }) =>
    checks.flatMap((check) => resultEntities(folder, claim.id, check)),
  );
  const others = files.map((path) => fileEntity(folder, path));
  const packages = Object.assign({}, ...plan.map(({ code }) => code.packages)) as Record<string, string>;
  const data = dataEntities(plan, ledger, facts.records);
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
        object: ids(data),
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
    ],
  };
}

/** A check's results: word, method, parameters, seeds, backend, when and how long. */
function resultEntities(
  folder: string,
  claim: string,
  { check, word, tasks }: LedgerClaim["checks"][number],
): Entity[] {
  return tasks.map(({ task, record }) => {
    const trial = task.kind === "trial" ? task.trial : undefined;
    const properties = {
      ...(word === null ? {} : { evidence: word }),
      method: check.method,
      profile: task.profile,
      parameters: JSON.stringify(trial?.parameters ?? task.parameters),
      ...(trial ? { seed: trial.seed } : {}),
      ...(record ? { seconds: record.seconds, finished: record.finished, backend: record.backend ?? "none" } : {}),
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
      additionalProperty: Object.entries(properties).map(([name, value]) => ({
        "@type": "PropertyValue",
        name,
        value,
      })),
    };
  });
}

/** The data files that checks read, and the recorded runs. */
function dataEntities(plan: readonly PlannedCheck[], ledger: readonly LedgerClaim[], records: string): Entity[] {
  const names = new Set(plan.flatMap(({ check }) => check.data ?? []));
  const recorded = new Set(
    ledger.flatMap(({ checks }) => checks.flatMap(({ check, recorded }) => (recorded ? [check.id] : []))),
  );
  return [
    ...[...names].map((name) => inputEntity(name, new URL(`../../data/${name}`, import.meta.url))),
    ...[...recorded].map((name) => inputEntity(`experiments/${name}.json`, join(records, `${name}.json`))),
  ];
}

function inputEntity(name: string, path: string | URL): Entity {
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
