/** A cell as the notebook format has it, its text in one piece. */
export interface NotebookCell {
  readonly cell_type: string;
  readonly id?: string;
  metadata: Record<string, unknown>;
  source: string;
  outputs?: Record<string, unknown>[];
  execution_count?: number | null;
  /** The line of the file at which its text begins, where it comes from a file of text. */
  readonly line?: number;
}

export interface NotebookFile {
  readonly cells: NotebookCell[];
  readonly metadata: Record<string, unknown>;
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

/** A file that is no notebook: what was expected, and what came. */
export class NotebookFormatError extends Error {
  override readonly name = "NotebookFormatError";
  readonly problem: { readonly expected: string; readonly received: string };

  constructor(expected: string, received: string) {
    super(`expected ${expected}, got ${received}`);
    this.problem = { expected, received };
  }
}

/**
 * Reads a notebook of format 4.
 *
 * @throws NotebookFormatError saying what was expected.
 */
export function parseNotebook(text: string): NotebookFile {
  let parsed: { cells?: unknown; metadata?: unknown; nbformat?: unknown; nbformat_minor?: unknown } | null;
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch (error) {
    throw new NotebookFormatError("the JSON of a notebook", (error as Error).message);
  }
  if (typeof parsed !== "object" || parsed === null || !Array.isArray(parsed.cells)) {
    throw new NotebookFormatError("a notebook: an object with a list named cells", "something else");
  }
  if (parsed.nbformat !== 4) {
    throw new NotebookFormatError("a notebook of format 4", `format ${String(parsed.nbformat)}`);
  }
  const cells = (parsed.cells as unknown[]).map((cell, i) => readCell(cell, i + 1));
  const metadata = isRecord(parsed.metadata) ? parsed.metadata : {};
  return { cells, metadata, nbformat: 4, nbformat_minor: Number(parsed.nbformat_minor ?? 5) };
}

/** A notebook as Jupyter writes it: texts as lists of lines, so that versions of it can be compared. */
export function notebookText(notebook: NotebookFile): string {
  const cells = notebook.cells.map(({ source, outputs, ...cell }) => ({
    ...cell,
    // Where a cell stood in a text is none of the notebook's.
    line: undefined,
    source: linesOf(source),
    ...(outputs && { outputs: outputs.map(withLines) }),
  }));
  return `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`;
}

function withLines(output: Record<string, unknown>): Record<string, unknown> {
  if (typeof output.text === "string") return { ...output, text: linesOf(output.text) };
  if (!isRecord(output.data)) return output;
  const data = Object.entries(output.data).map(([mime, content]) => {
    const isText = typeof content === "string" && /^(text\/|image\/svg)/.test(mime);
    return [mime, isText ? linesOf(content) : content] as const;
  });
  return { ...output, data: Object.fromEntries(data) };
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function readCell(cell: unknown, number: number): NotebookCell {
  if (!isRecord(cell) || typeof cell.cell_type !== "string") {
    throw new NotebookFormatError("cells that are objects with a cell_type", `another cell ${number}`);
  }
  const { source } = cell;
  const isText =
    typeof source === "string" || (Array.isArray(source) && source.every((line) => typeof line === "string"));
  if (!isText)
    throw new NotebookFormatError("cells with a source, a text or a list of lines", `cell ${number} without one`);
  return {
    ...cell,
    cell_type: cell.cell_type,
    metadata: isRecord(cell.metadata) ? cell.metadata : {},
    source: Array.isArray(source) ? source.join("") : (source as string),
  };
}

/**
 * What stands behind the mark on a line that begins a cell in percent format, as jupytext reads it: `undefined` where there is none. A magic
 * line that was commented out is none: `// %%bash`.
 */
export function percentMark(line: string): string | undefined {
  const match = /^\s*\/\/\s*%%(?:%*(\s.*)|)$/.exec(line);
  return match ? (match[1] ?? "") : undefined;
}

/** Whether a text in TypeScript or JavaScript is a notebook in percent format. */
export function isPercent(text: string): boolean {
  return text.split(/\r?\n/).some((line) => percentMark(line) !== undefined);
}

/** Reads a notebook that is a text in percent format (`// %%` before each cell), as jupytext does. */
export function parsePercent(text: string): NotebookFile {
  const lines = text.split(/\r?\n/);
  const cells: NotebookCell[] = [];
  const { end, metadata } = readHeader(lines);
  let head = "";
  let start = end;
  const close = (stop: number): void => {
    const body = lines.slice(start, stop);
    while (body.length > 0 && body.at(-1)!.trim() === "") body.pop();
    const isFirst = cells.length === 0 && head === "" && start === end;
    if (isFirst && body.every((line) => line.trim() === "")) return;
    cells.push(cellOf(head, body, start + 1));
  };
  for (const [i, line] of lines.entries()) {
    if (i < end) continue;
    const mark = percentMark(line);
    if (mark === undefined) continue;
    if (i > end || head !== "") close(i);
    head = mark === "" ? " " : mark;
    start = i + 1;
  }
  close(lines.length);
  return { cells, metadata, nbformat: 4, nbformat_minor: 4 };
}

/** The header that jupytext writes: the notebook's metadata, of which the kernel is what matters here. */
function readHeader(lines: readonly string[]): { readonly end: number; readonly metadata: Record<string, unknown> } {
  if (lines[0] !== "// ---") return { end: 0, metadata: {} };
  const close = lines.indexOf("// ---", 1);
  if (close < 0) return { end: 0, metadata: {} };
  const header = lines.slice(1, close).join("\n");
  const value = (key: string): string | undefined =>
    new RegExp(`^//\\s+${key}: *["']?(.*?)["']?$`, "m").exec(header)?.[1];
  const at = header.indexOf("kernelspec:");
  if (at < 0) return { end: close + 1, metadata: {} };
  const [name, display_name, language] = [value("name"), value("display_name"), value("language")];
  return { end: close + 1, metadata: { kernelspec: { name, display_name, language } } };
}

function cellOf(head: string, body: readonly string[], line: number): NotebookCell {
  const metadata = metadataOf(head);
  const [, kind = "code"] = /\[(markdown|md|raw)\]/.exec(head) ?? [];
  if (kind !== "code") {
    const source = body.map((each) => each.replace(/^\/\/ ?/, "")).join("\n");
    return { cell_type: kind === "md" ? "markdown" : kind, metadata, source, line };
  }
  const { language, ...rest } = metadata;
  const isOther = typeof language === "string";
  const lines = body.map((each) =>
    isOther ? each.replace(/^\/\/ ?/, "") : each.replace(/^\/\/ (?=%[A-Za-z]|%%[A-Za-z])/, ""),
  );
  const source = (isOther ? [`%%${language}`, ...lines] : lines).join("\n");
  return {
    cell_type: "code",
    metadata: rest,
    source,
    outputs: [],
    execution_count: null,
    line: isOther ? line - 1 : line,
  };
}

/** `key=VALUE` with JSON values, or one object of JSON. */
function metadataOf(head: string): Record<string, unknown> {
  const metadata: Record<string, unknown> = {};
  const object = /\{.*\}\s*$/.exec(head);
  try {
    if (object && !/[\w.-]=\{/.test(head)) return JSON.parse(object[0]) as Record<string, unknown>;
  } catch {
    // Part of a title.
  }
  for (const [, key, value] of head.matchAll(/([\w.-]+)=("(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{[^}]*\}|[^\s"[{]+)/g)) {
    try {
      metadata[key!] = JSON.parse(value!) as unknown;
    } catch {
      // Part of a title.
    }
  }
  return metadata;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
