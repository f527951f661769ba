import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { NotebookFile } from "../notebook/format.js";
import { lockName } from "../packages/packages.js";
import type { NotebookLanguage } from "../settings.js";
import { KernelClient, KernelEnded } from "./client.js";
import { Outputs, type Output } from "./outputs.js";
import { hasTag } from "./parameters.js";
import { WidgetStates } from "./widget-states.js";

export interface RunOptions {
  /** Absolute; the kernel works in its folder. */
  readonly file: string;
  readonly language: NotebookLanguage;
  /** How long a cell may take, in seconds. */
  readonly timeout?: number;
  /** Told each cell before it runs, by its number among those that run. */
  readonly began: (cell: number, of: number) => void;
  readonly output: (output: Output) => void;
}

/** Why a notebook did not run to its end. */
export interface RunFailure {
  /** As the kernel counts, and messages name them: `cell-3.ts`. */
  readonly cell: number;
  /** In that cell. */
  readonly line?: number;
  /** Of the file, where that is text. */
  readonly fileLine?: number;
  readonly what: string;
}

/**
 * Runs the cells of a notebook one after another in a kernel of their own, and puts their outputs into it. Ends at the first cell that
 * fails, unless that is tagged `raises-exception`; cells tagged `skip-execution` are passed over.
 */
export async function runNotebook(notebook: NotebookFile, options: RunOptions): Promise<RunFailure | undefined> {
  const { file, language } = options;
  const outputs = new Outputs();
  const widgets = new WidgetStates();
  const client = await KernelClient.start({ folder: dirname(file), notebook: file, language }, (message) => {
    widgets.add(message);
    const added = outputs.add(message);
    if (added) options.output(added);
  });
  const stop = (): void => client.kill();
  process.once("exit", stop);
  try {
    const info = await client.request("kernel_info_request", {});
    Object.assign(notebook.metadata, { language_info: info.language_info });
    const cells = notebook.cells.filter((cell) => cell.cell_type === "code" && !hasTag(cell, "skip-execution"));
    for (const cell of cells) Object.assign(cell, { outputs: [], execution_count: null });
    for (const [i, cell] of cells.entries()) {
      options.began(i + 1, cells.length);
      const sent = (id: string): void => outputs.follow(id, cell.outputs!);
      const execution = client.request(
        "execute_request",
        { code: cell.source, store_history: true, allow_stdin: false, stop_on_error: false, user_expressions: {} },
        { sent, metadata: { cellId: cell.id ?? String(i) } },
      );
      const limited = withLimit(execution, options.timeout, client);
      const reply = await limited.catch((error: unknown): Record<string, unknown> => {
        if (error instanceof KernelEnded) return { status: "error", ename: error.name, evalue: error.message };
        throw error;
      });
      if (reply === undefined) {
        const what = `did not end within ${options.timeout} s (--timeout)`;
        cell.outputs!.push({ output_type: "error", ename: "Timeout", evalue: what, traceback: [`Timeout: ${what}`] });
        return { cell: i + 1, ...(cell.line !== undefined && { fileLine: cell.line }), what };
      }
      if (typeof reply.execution_count === "number") cell.execution_count = reply.execution_count;
      if (reply.status === "error" && !hasTag(cell, "raises-exception")) {
        const line = lineIn((reply.traceback as string[] | undefined) ?? [], reply.execution_count);
        const fileLine = cell.line === undefined ? undefined : cell.line + (line ?? 1) - 1;
        return {
          cell: i + 1,
          ...(line !== undefined && { line }),
          ...(fileLine !== undefined && { fileLine }),
          what: `${String(reply.ename)}: ${String(reply.evalue)}`,
        };
      }
    }
    return undefined;
  } finally {
    await client.close();
    process.removeListener("exit", stop);
    keepLock(notebook, dirname(file));
    // Those of an earlier run are gone with its kernel.
    delete notebook.metadata.widgets;
    if (widgets.metadata) notebook.metadata.widgets = widgets.metadata;
  }
}

/** `undefined` when the cell took too long: it is stopped then, and the kernel ended if that does not help. */
async function withLimit(
  execution: Promise<Record<string, unknown>>,
  timeout: number | undefined,
  client: KernelClient,
): Promise<Record<string, unknown> | undefined> {
  if (timeout === undefined) return execution;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => (timer = setTimeout(() => resolve("late"), 1000 * timeout)));
  const first = await Promise.race([execution, late]);
  clearTimeout(timer);
  if (first !== "late") return first;
  const stopped = client.request("interrupt_request", {}, { channel: "control" }).then(() => execution);
  const given = new Promise<void>((resolve) => (timer = setTimeout(resolve, 3000)));
  await Promise.race([stopped.catch(() => undefined), given]);
  clearTimeout(timer);
  client.kill();
  execution.catch(() => undefined);
  return undefined;
}

/** The line of a cell that a traceback names first. */
function lineIn(traceback: readonly string[], count: unknown): number | undefined {
  // eslint-disable-next-line no-control-regex
  const text = traceback.join("\n").replace(/\u001b\[\d+m/g, "");
  const [, line] = new RegExp(`cell-${String(count)}\\.tsx?:(\\d+)`).exec(text) ?? [];
  return line === undefined ? undefined : Number(line);
}

/** A notebook that names packages holds the lock of those that it was run with. */
function keepLock({ cells, metadata }: NotebookFile, folder: string): void {
  const lock = join(folder, lockName);
  if (!existsSync(lock) || !cells.some(({ source }) => /["'`]npm:/.test(source))) return;
  const own = (metadata.normlab ?? {}) as Record<string, unknown>;
  metadata.normlab = { ...own, packages: JSON.parse(readFileSync(lock, "utf8")) as unknown };
}
