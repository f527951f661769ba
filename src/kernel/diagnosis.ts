import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kernelMain } from "./install.js";

/** Whether Jupyter can start the kernel of a kernelspec, and what is to be said of it. */
export interface KernelDiagnosis {
  readonly usable: boolean;
  readonly why: string;
}

const again = "normlab kernel install";

/** Looks at what a kernelspec's folder promises, and tries whether it starts. */
export function diagnoseKernelspec(folder: string): KernelDiagnosis {
  let argv: unknown;
  try {
    ({ argv } = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as { argv?: unknown });
  } catch (error) {
    return { usable: false, why: `${folder}: kernel.json cannot be read (${(error as Error).message}): ${again}` };
  }
  const [node, main] = Array.isArray(argv) ? (argv as unknown[]) : [];
  if (typeof node !== "string" || typeof main !== "string") {
    return { usable: false, why: `${folder}: kernel.json names no command: ${again}` };
  }
  const missing = [node, main].find((path) => !existsSync(path));
  if (missing !== undefined) return { usable: false, why: `${folder}: ${missing} is not there any more: ${again}` };
  // Without a connection file the kernel loads all it needs, says how it is used, and what it has.
  const { status, stdout, stderr } = spawnSync(node, [main], { encoding: "utf8" });
  if (status !== 2) return { usable: false, why: `${folder}: it does not start: ${firstError(stderr)}` };
  if (main !== kernelMain) return { usable: true, why: `${folder}, of another installation: ${main}` };
  return { usable: true, why: folder + startNote(JSON.parse(stdout) as KernelStart) };
}

/** What a kernel says of itself: its Node, and the Node that its compiler's snapshot is of. */
interface KernelStart {
  readonly node: string;
  readonly snapshot: { readonly of: string | null };
}

function startNote({ node, snapshot: { of } }: KernelStart): string {
  if (of === node) return node === process.versions.node ? "" : `, on Node ${node}`;
  if (of === null) return `; first cells take a second longer, as there is no snapshot: ${again}`;
  return `; its snapshot is of Node ${of}, the kernel's is ${node}: the next start replaces it, or ${again}`;
}

function firstError(stderr: string): string {
  return stderr.split("\n").find((line) => /Error/.test(line)) ?? stderr.trim().slice(0, 200);
}
