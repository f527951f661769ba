import type { Command } from "commander";
import type { Fact } from "./machine.js";

/** What `normlab doctor` finds. */
export interface Diagnosis {
  /** Node's version. */
  readonly node: string;
  /** The tensor backend that is used: the best usable one, or the one that NORMLAB_BACKEND names. */
  readonly backend: string;
  readonly backends: readonly (Fact & { readonly name: string })[];
  readonly kernel: Fact;
  readonly jupyter: Fact;
  readonly chromium: Fact;
  /** The proof assistant that checks the formal proofs. */
  readonly rocq: Fact;
  readonly datasets: readonly (Fact & { readonly name: string })[];
}

/** Adds `normlab doctor`. */
export function register(program: Command): void {
  program
    .command("doctor")
    .description("what works on this machine, and why not more")
    .option("--json", "print JSON")
    .action(async (options: { json?: boolean }) => {
      const diagnosis = await diagnose();
      console.log(options.json ? JSON.stringify(diagnosis, null, 2) : diagnosisText(diagnosis));
    });
}

async function diagnose(): Promise<Diagnosis> {
  const { findChromium, findJupyter, findKernel, inspectDatasets } = await import("./machine.js");
  const { chooseBackend, inspectBackends } = await import("../learning/backend.js");
  const { findRocq } = await import("../reproduce/rocq/compiler.js");
  const chosen = await chooseBackend();
  const backends = await inspectBackends();
  return {
    node: process.versions.node,
    backend: chosen.name,
    backends,
    kernel: findKernel(),
    jupyter: findJupyter(),
    chromium: findChromium(),
    rocq: findRocq(),
    datasets: inspectDatasets(),
  };
}

function diagnosisText(diagnosis: Diagnosis): string {
  const line = (name: string, fact: Fact) => `${fact.usable ? "✓" : "–"} ${name.padEnd(14)} ${fact.why}`;
  return [
    `Node ${diagnosis.node}; tensors are computed by the ${diagnosis.backend} backend`,
    "",
    "Tensor backends, best first",
    ...diagnosis.backends.map((backend) => line(backend.name, backend)),
    "",
    "Notebooks and tests",
    line("jupyter", diagnosis.jupyter),
    line("kernel", diagnosis.kernel),
    line("chromium", diagnosis.chromium),
    "",
    "Formal proofs",
    line("rocq", diagnosis.rocq),
    "",
    "Data sets",
    ...diagnosis.datasets.map((dataset) => line(dataset.name, dataset)),
  ].join("\n");
}
