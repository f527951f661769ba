import { statSync } from "node:fs";
import { join } from "node:path";
import type { LedgerClaim } from "./ledger.js";
import type { ManifestFacts } from "./manifest.js";
import { duration, size } from "./report/html.js";
import type { RunRecord } from "./result.js";

/**
 * The run's artifact appendix (Markdown): what each claim took in time, memory and disk, and on which machines. Drawn from how the results
 * came about, which the manifest lists too.
 */
export function appendixOf(folder: string, ledger: readonly LedgerClaim[], facts: ManifestFacts): string {
  const ran = ledger.map((entry) => ({ ...entry, ...needsOf(folder, entry) })).filter(({ runs }) => runs.length > 0);
  const all = ran.flatMap(({ runs }) => runs);
  const machines = [...new Set(all.map(machineText))];
  const rows = ran.map(
    ({ claim, word, runs, bytes }) =>
      `| ${claim.id} | ${word ?? "not all run"} | ${runs.length} | ${duration(total(runs))} | ${memory(runs)} | ${size(bytes)} | ${backends(runs)} | ${[...new Set(runs.map((run) => machines.indexOf(machineText(run)) + 1))].join(", ")} |`,
  );
  const sum = ran.reduce((bytes, entry) => bytes + entry.bytes, 0);
  return `# Artifact appendix

normlab ${facts.version}, profile ${facts.profile}, finished ${facts.finished.toISOString()}.

Computing time is that of one core, all tasks of the claim together; with several cores a run takes that much less. Memory is the most that a process which
ran one of its tasks had held by then. Disk is what its results and certificates take. Results that an earlier run left are listed as they came about then.

| Claim | Evidence | Tasks | Computing time | Memory | Disk | Tensor backend | Machine |
| --- | --- | ---: | ---: | ---: | ---: | --- | --- |
${rows.join("\n")}
| all | | ${all.length} | ${duration(total(all))} | ${all.length > 0 ? memory(all) : "–"} | ${size(sum)} | | |

## Machines

${machines.map((text, i) => `${i + 1}. ${text}`).join("\n") || "None: nothing was run."}

## How to run it

- Hardware: none beyond an ordinary computer; no accelerator is needed, and none is used unless a tensor backend says so above.
- Software: Node 20.19 or newer and Python 3.10 or newer; \`npm ci\` and set-up fetch all else. \`Containerfile\` is the same as a recipe.
- \`./reproduce.sh\` does all of it and checks what came out; \`./reproduce.sh C3 B3\` does some claims.
- \`npx normlab check FOLDER\` checks every certificate of a run again, and \`npx normlab compare FOLDER_A FOLDER_B\` holds two runs side by side.
`;
}

function needsOf(folder: string, { checks }: LedgerClaim): { readonly runs: RunRecord[]; readonly bytes: number } {
  const tasks = checks.flatMap((check) => check.tasks);
  const certificates = checks.flatMap(({ result }) =>
    result?.method === "certificate" ? [...result.certificates, ...result.controlCertificates] : [],
  );
  const results = tasks.map(({ task }) => statSync(join(folder, "cache", `${task.hash}.json`)).size);
  return {
    runs: tasks.flatMap(({ record }) => record ?? []),
    bytes: [...results, ...certificates.map(({ bytes }) => bytes)].reduce((sum, bytes) => sum + bytes, 0),
  };
}

function total(runs: readonly RunRecord[]): number {
  return runs.reduce((sum, { seconds }) => sum + seconds, 0);
}

function memory(runs: readonly RunRecord[]): string {
  return size(Math.max(...runs.map(({ memoryBytes }) => memoryBytes)));
}

function backends(runs: readonly RunRecord[]): string {
  return [...new Set(runs.flatMap(({ backend }) => backend ?? []))].sort().join(", ") || "none";
}

function machineText({ machine, place }: RunRecord): string {
  const gigabytes = Math.round(machine.memoryBytes / 2 ** 30);
  const engine = place.engine === "local" ? "" : `, by ${place.engine}`;
  return `${machine.processor}, ${machine.cores} cores, ${gigabytes} GiB, ${machine.platform}, Node ${machine.node}${engine}`;
}
