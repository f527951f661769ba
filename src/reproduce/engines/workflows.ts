import type { Profile } from "../../claims/claim.js";
import type { TaskLine } from "./task-list.js";

/** What a workflow runs. */
export interface Workflow {
  readonly claims: readonly string[];
  readonly profile: Profile;
  readonly shards: number;
  readonly lines: readonly TaskLine[];
  /** The command that starts normlab: program and first arguments. */
  readonly command: readonly string[];
  /** The folder of results and report, as an absolute path. */
  readonly out: string;
}

/** The files of a workflow, by name; the one an engine is started with comes first. */
export type WorkflowFiles = { readonly [name: string]: string };

/** A Snakemake workflow: a rule whose jobs are the parts, and one that writes the ledger. */
export function snakemakeWorkflow({ claims, profile, shards, lines, command, out }: Workflow): WorkflowFiles {
  const megabytes = memoryMegabytes(lines);
  return {
    Snakefile: `# Written by normlab export snakemake. Start it with: snakemake --cores 2
# or on a cluster:                                       snakemake --executor slurm --jobs 100
configfile: "config.yaml"

# Where a part has failed for good, the ledger says of what there is, and why the rest is missing.
onerror:
    shell("{config[normlab]} reproduce ${claims.join(" ")} --profile ${profile} --out {config[out]:q} --as-is")

PARTS = range(1, ${shards} + 1)

rule ledger:
    input: expand("parts/{part}.json", part=PARTS)
    output: "ledger.json"
    params: normlab=config["normlab"], out=config["out"]
    threads: 1
    resources: mem_mb=2048, runtime=60
    shell: "{params.normlab} reproduce ${claims.join(" ")} --profile ${profile} --out {params.out:q} --workers {threads} && cp {params.out:q}/ledger.json {output}"

rule part:
    input: "tasks.jsonl"
    output: "parts/{part}.json"
    params: normlab=config["normlab"], out=config["out"]
    threads: 1
    retries: 2
    resources:
        mem_mb=lambda wildcards, attempt: ${megabytes} * attempt,
        runtime=lambda wildcards, attempt: ${minutes(lines, shards)} * attempt
    shell: "NORMLAB_ENGINE=snakemake {params.normlab} run-tasks --tasks {input} --shard {wildcards.part}/${shards} --out {params.out:q} --workers {threads} --report {output}"
`,
    "config.yaml": `# The command that starts normlab on a node, and the folder of results, which all nodes see.
normlab: ${JSON.stringify(command.map(shellQuoted).join(" "))}
out: ${JSON.stringify(out)}
`,
    ...taskFile(lines),
  };
}

/**
 * A workflow in the Common Workflow Language 1.2: parts write folders of their own, which are merged. A part that ends with 1 has tasks
 * without a result; the ledger's step tries them once more, says of each why it has none, and ends with 1 itself. cwltool hands on the
 * folder of that step all the same.
 */
export function cwlWorkflow({ claims, profile, shards, lines, command, out }: Workflow): WorkflowFiles {
  const [program, ...first] = command;
  const tool = (doc: string, rest: object) => ({ class: "CommandLineTool", doc, ...rest });
  const onOneCore = { coresMin: 1, ramMin: memoryMegabytes(lines) };
  const part = tool("Runs a part of the tasks; what has no result by then is left to the ledger's step.", {
    requirements: {
      EnvVarRequirement: { envDef: { NORMLAB_ENGINE: "cwl" } },
      ResourceRequirement: onOneCore,
    },
    successCodes: [0, 1],
    baseCommand: [program, ...first, "run-tasks"],
    arguments: ["--out", "results", "--workers", "1"],
    inputs: {
      tasks: { type: "File", inputBinding: { prefix: "--tasks" } },
      part: { type: "string", inputBinding: { prefix: "--shard" } },
    },
    outputs: { results: { type: "Directory", outputBinding: { glob: "results" } } },
  });
  const merge = tool(
    "Joins the parts' results; what a disk has damaged is left out, and computed again for the ledger.",
    {
      successCodes: [0, 1],
      baseCommand: [program, ...first, "merge"],
      arguments: ["--out", "merged"],
      inputs: { results: { type: "Directory[]", inputBinding: { position: 1 } } },
      outputs: { merged: { type: "Directory", outputBinding: { glob: "merged" } } },
    },
  );
  const ledger = tool(
    "Tries again what has no result, draws the conclusions, and writes the report; ends with 1 if one is missing.",
    {
      requirements: {
        ResourceRequirement: onOneCore,
        InitialWorkDirRequirement: {
          listing: [{ entry: "$(inputs.merged)", entryname: "reproduction", writable: true }],
        },
      },
      baseCommand: [program, ...first, "reproduce"],
      arguments: [...claims, "--profile", profile, "--out", "reproduction", "--workers", "1"],
      inputs: { merged: "Directory" },
      outputs: { reproduction: { type: "Directory", outputBinding: { glob: "reproduction" } } },
    },
  );
  const workflow = {
    cwlVersion: "v1.2",
    class: "Workflow",
    doc: `Written by normlab export cwl. Start it with: cwltool --parallel --outdir ${shellQuoted(out)} workflow.cwl parts.json`,
    requirements: { ScatterFeatureRequirement: {} },
    inputs: { tasks: "File", parts: "string[]" },
    outputs: { reproduction: { type: "Directory", outputSource: "ledger/reproduction" } },
    steps: {
      part: { run: part, scatter: "part", in: { tasks: "tasks", part: "parts" }, out: ["results"] },
      merge: { run: merge, in: { results: "part/results" }, out: ["merged"] },
      ledger: { run: ledger, in: { merged: "merge/merged" }, out: ["reproduction"] },
    },
  };
  const inputs = {
    tasks: { class: "File", path: "tasks.jsonl" },
    parts: Array.from({ length: shards }, (_, i) => `${i + 1}/${shards}`),
  };
  // JSON is YAML, so this is CWL.
  return {
    "workflow.cwl": `${JSON.stringify(workflow, null, 2)}\n`,
    "parts.json": `${JSON.stringify(inputs, null, 2)}\n`,
    ...taskFile(lines),
  };
}

function taskFile(lines: readonly TaskLine[]): WorkflowFiles {
  return { "tasks.jsonl": lines.map((line) => `${JSON.stringify(line)}\n`).join("") };
}

/** Half as much again as was seen, and half a gigabyte for the process that leads; two gigabytes where nothing is known. */
export function memoryMegabytes(lines: readonly TaskLine[]): number {
  const most = lines.reduce((largest, { expected }) => Math.max(largest, expected.memoryBytes ?? 0), 0);
  return most === 0 ? 2_048 : Math.ceil((1.5 * most) / 2 ** 20) + 512;
}

/** Three times what the longest part is expected to take, and ten minutes to start; an hour where nothing is known. */
export function minutes(lines: readonly TaskLine[], shards: number): number {
  const loads = new Array<number>(shards).fill(0);
  for (const { shard, expected } of lines) loads[shard - 1]! += expected.seconds ?? Infinity;
  const longest = Math.max(...loads);
  return Number.isFinite(longest) ? Math.ceil((3 * longest) / 60) + 10 : 60;
}

function shellQuoted(word: string): string {
  return /^[\w./:=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
