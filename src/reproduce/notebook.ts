/** The parts of a notebook file (nbformat 4) that are compared. */
export interface Notebook {
  readonly cells: readonly NotebookCell[];
}

export interface NotebookCell {
  readonly cell_type: string;
  readonly source?: string | readonly string[];
  readonly metadata?: { readonly tags?: readonly string[] };
  readonly outputs?: readonly NotebookOutput[];
}

export interface NotebookOutput {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly ename?: string;
  readonly evalue?: string;
}

/** A place where two runs of a notebook differ. */
export interface NotebookDifference {
  /** Index of the cell in the file, from 0; -1 for the notebook as a whole. */
  readonly cell: number;
  readonly what: string;
}

/** The tag of a cell whose output may differ from run to run (durations, live training): only its freedom from errors is compared. */
export const variesTag = "varies";

/**
 * `tolerance:0.1` on a cell stands in place of the tolerance of the notebook, for what training gives: backends add in different orders,
 * and training makes the last digits larger.
 */
const toleranceTag = /^tolerance:(.+)$/;

/** Pictures and pages drawn from data that is compared by itself. */
const derivedTypes = new Set([
  "image/svg+xml",
  "image/png",
  "text/html",
  // Controls where the kernel has them; what they show is compared.
  "application/vnd.jupyter.widget-view+json",
]);

/**
 * Where a new run of a notebook differs from the committed one: in an error, in the kinds of output, in the words, or in a number by
 * more than `tolerance` (or the cell's own, by its tag) relative to the larger of its size and 1. Figures are compared by their Plotly data, not by their pixels.
 *
 * @example
 * const cell = (text: string) => ({ cells: [{ cell_type: "code", outputs: [{ output_type: "stream", name: "stdout", text }] }] });
 * compareNotebooks(cell("x = 1.0000000001"), cell("x = 1"), 1e-6).length; // => 0
 * compareNotebooks(cell("x = 1.1"), cell("x = 1"), 1e-6).length; // => 1
 */
export function compareNotebooks(expected: Notebook, actual: Notebook, tolerance: number): NotebookDifference[] {
  const differences: NotebookDifference[] = [];
  if (expected.cells.length !== actual.cells.length) {
    differences.push({ cell: -1, what: `${expected.cells.length} cells expected, got ${actual.cells.length}` });
  }
  actual.cells.forEach((cell, index) => {
    if (cell.cell_type !== "code") return;
    for (const what of compareCell(expected.cells[index], cell, tolerance)) differences.push({ cell: index, what });
  });
  return differences;
}

/** The tag of a cell that shows the checker rejecting something on purpose; its text says so too. */
export const controlTag = "control";

/**
 * Cells in which a certificate was rejected, or could not be read or decided, without being announced: what a text says of an accepted
 * certificate, its own output then contradicts. A cell that means it has the tag `control`.
 *
 * @example
 * const cell = (tags: string[]) => ({ cell_type: "code", metadata: { tags }, outputs: [{ output_type: "stream", text: "{ verdict: 'rejected' }" }] });
 * unannouncedRejections({ cells: [cell([]), cell(["control"])] }).map(({ cell }) => cell); // => [0]
 */
export function unannouncedRejections({ cells }: Notebook): NotebookDifference[] {
  return cells.flatMap((cell, index): NotebookDifference[] => {
    if (cell.metadata?.tags?.includes(controlTag)) return [];
    const text = (cell.outputs ?? []).map(
      ({ text, data }) => `${joined(text)} ${joined(data?.["text/plain"] as string)}`,
    );
    const verdict = /\b(rejected|malformed|undecided)\b/.exec(text.join(" "))?.[0];
    if (verdict === undefined) return [];
    return [
      {
        cell: index,
        what: `a certificate is ${verdict}, and the cell has no tag “${controlTag}” that says it is meant`,
      },
    ];
  });
}

function compareCell(expected: NotebookCell | undefined, actual: NotebookCell, tolerance: number): string[] {
  const errors = (actual.outputs ?? []).filter((output) => output.output_type === "error");
  if (errors.length > 0) return errors.map((error) => `${error.ename}: ${error.evalue}`);
  if (actual.metadata?.tags?.includes(variesTag)) return [];
  const before = normalise(expected?.outputs ?? []);
  const after = normalise(actual.outputs ?? []);
  if (before.length !== after.length) return [`${before.length} outputs expected, got ${after.length}`];
  const own = actual.metadata?.tags?.flatMap((tag) => toleranceTag.exec(tag)?.[1] ?? [])[0];
  const allowed = own === undefined ? tolerance : Number(own);
  return after.flatMap((output, index) => compareValue(before[index], output, `output ${index + 1}`, allowed));
}

/**
 * Kernels differ in how they cut a stream and in whether a result is printed or returned: text outputs that follow each other are one,
 * and derived pictures are left out.
 */
function normalise(outputs: readonly NotebookOutput[]): unknown[] {
  const result: unknown[] = [];
  let text = "";
  const flush = () => {
    if (text.trim() !== "") result.push(text.trim());
    text = "";
  };
  for (const output of outputs) {
    const data = Object.entries(output.data ?? {}).filter(([type]) => !derivedTypes.has(type));
    if (output.output_type === "stream") {
      text += joined(output.text);
    } else if (data.length === 1 && data[0]![0] === "text/plain") {
      text += `${joined(data[0]![1] as string)}\n`;
    } else {
      flush();
      result.push(Object.fromEntries(data.filter(([type]) => type !== "text/plain")));
    }
  }
  flush();
  return result;
}

function joined(text: string | readonly string[] | undefined): string {
  return typeof text === "string" ? text : (text ?? []).join("");
}

function compareValue(expected: unknown, actual: unknown, where: string, tolerance: number): string[] {
  if (typeof expected === "number" && typeof actual === "number") {
    return numbersAgree(expected, actual, tolerance) ? [] : [`${where}: ${expected} expected, got ${actual}`];
  }
  if (typeof expected === "string" && typeof actual === "string") {
    return compareText(expected, actual, where, tolerance);
  }
  if (typeof expected === "object" && typeof actual === "object" && expected !== null && actual !== null) {
    const before = Object.entries(expected);
    const after = new Map<string, unknown>(Object.entries(actual));
    if (before.length !== after.size) return [`${where}: ${before.length} entries expected, got ${after.size}`];
    return before.flatMap(([key, value]) => compareValue(value, after.get(key), `${where}.${key}`, tolerance));
  }
  return Object.is(expected, actual) ? [] : [`${where}: ${String(expected)} expected, got ${String(actual)}`];
}

const numberPattern = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

function compareText(expected: string, actual: string, where: string, tolerance: number): string[] {
  const words = (text: string) => text.replace(numberPattern, "#").replace(/\s+/g, " ");
  if (words(expected) !== words(actual)) return [`${where}: “${clip(expected)}” expected, got “${clip(actual)}”`];
  const before = expected.match(numberPattern) ?? [];
  const after = actual.match(numberPattern) ?? [];
  const wrong = before.findIndex((value, i) => !numbersAgree(Number(value), Number(after[i]), tolerance));
  return wrong < 0 ? [] : [`${where}: ${before[wrong]} expected, got ${after[wrong]}`];
}

function numbersAgree(a: number, b: number, tolerance: number): boolean {
  if (Object.is(a, b)) return true;
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
}

function clip(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
