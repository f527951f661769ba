import { inspect, types } from "node:util";
import { plotlyPicture } from "./plotly-picture.js";

/** Contents by mime type, as the protocol's `data`. */
export type MimeBundle = Record<string, unknown>;

/** The method by which an object says how it is shown, as in Deno. */
export const displayMethod = Symbol.for("Jupyter.display");

/**
 * How a value is shown: what its own `Symbol.for("Jupyter.display")` method says, else what is known of tensors, tables, figures and
 * DOM nodes, always with plain text beside it. A hook that throws is contained: the text says so.
 */
export async function formatValue(value: unknown): Promise<MimeBundle> {
  try {
    const bundle = await richBundle(value);
    if (bundle) return asData("text/plain" in bundle ? bundle : { "text/plain": plainText(value), ...bundle });
  } catch (error) {
    // What stands for another object says anything of itself, also that it has such a method.
    if (types.isProxy(value)) return { "text/plain": plainText(value) };
    return {
      "text/plain": `${plainText(value)}\n(its display method failed: ${String((error as Error)?.message ?? error)})`,
    };
  }
  return { "text/plain": plainText(value) };
}

/** Contents as they are once they are sent, so that code of the value's own runs here, and what cannot be JSON is found here. */
function asData(bundle: MimeBundle): MimeBundle {
  const entries = Object.entries(withoutBytes(bundle)).map(([mime, content]): [string, unknown] => {
    if (typeof content === "string") return [mime, content];
    const json = JSON.stringify(content) as string | undefined;
    return [mime, json === undefined ? null : (JSON.parse(json) as unknown)];
  });
  return Object.fromEntries(entries);
}

/** Contents with bytes in base64. */
export function withoutBytes(bundle: MimeBundle): MimeBundle {
  const entries = Object.entries(bundle).map(([mime, content]): [string, unknown] => [
    mime,
    content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content,
  ]);
  return Object.fromEntries(entries);
}

/** Longest text, in lines, that is shown whole; of a longer one its beginning, and its end, which closes it. */
const mostLines = 500;

export function plainText(value: unknown): string {
  try {
    return shortened(inspect(value, { colors: false, depth: 4 }));
  } catch (error) {
    return `(a value whose inspection failed: ${String((error as Error)?.message ?? error)})`;
  }
}

function shortened(text: string): string {
  const lines = text.split("\n");
  if (lines.length <= mostLines) return text;
  const shown = lines.slice(0, mostLines - 1);
  return [...shown, `  ... ${lines.length - mostLines} more lines`, lines.at(-1)].join("\n");
}

/** While async hooks are in use, Node 20 and 22 keep numbers and stores in properties of promises, which are none of a reader's business. */
export function hideNumbersOfPromises(): void {
  void Object.defineProperty(Promise.prototype, inspect.custom, {
    value(this: Promise<unknown>) {
      for (const symbol of Object.getOwnPropertySymbols(this)) {
        if (/^((trigger_)?async_id_symbol|kResourceStore)$/.test(symbol.description ?? "")) {
          void Object.defineProperty(this, symbol, { enumerable: false });
        }
      }
      return this;
    },
    writable: true,
    configurable: true,
  });
}

async function richBundle(value: unknown): Promise<MimeBundle | undefined> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const object = value as Record<PropertyKey, unknown>;
  const hook = object[displayMethod];
  if (typeof hook === "function") {
    const bundle: unknown = await hook.call(value);
    if (typeof bundle === "object" && bundle !== null) return bundle as MimeBundle;
    throw new TypeError(`it returned ${plainText(bundle)}, not an object of contents by mime type`);
  }
  if (typeof value === "function") return undefined;
  return (
    tensorBundle(object) ??
    arqueroBundle(object) ??
    danfoBundle(object) ??
    (await plotlyBundle(object)) ??
    vegaBundle(object) ??
    nodeBundle(object)
  );
}

/** TensorFlow.js: the values as its own `toString` lays them out. */
function tensorBundle(object: Record<PropertyKey, unknown>): MimeBundle | undefined {
  if (!Array.isArray(object.shape) || typeof object.dtype !== "string" || typeof object.dataSync !== "function")
    return undefined;
  if (object.isDisposed === true)
    return { "text/plain": `Tensor ${object.dtype} [${object.shape.join(", ")}] (disposed)` };
  return { "text/plain": (object.toString as (verbose: boolean) => string)(true) };
}

/** Arquero: its own HTML, and its first rows as text. */
function arqueroBundle(object: Record<PropertyKey, unknown>): MimeBundle | undefined {
  if (typeof object.toHTML !== "function" || typeof object.numRows !== "function") return undefined;
  const rows = (object.numRows as () => number)();
  const names = (object.columnNames as () => string[])();
  const html = (object.toHTML as (options: { limit: number }) => string)({ limit: shownRows });
  const objects = (object.objects as (options: { limit: number }) => Record<string, unknown>[])({ limit: shownRows });
  const cells = objects.map((row) => names.map((name) => row[name]));
  return { "text/html": html, "text/plain": textTable(names, cells, rows) };
}

/** Danfo: data frames and series. */
function danfoBundle(object: Record<PropertyKey, unknown>): MimeBundle | undefined {
  const { shape, columns, values, index } = object;
  if (!Array.isArray(shape) || !Array.isArray(values) || !Array.isArray(columns) || !Array.isArray(index))
    return undefined;
  const rows = values.slice(0, shownRows).map((row: unknown) => (Array.isArray(row) ? (row as unknown[]) : [row]));
  const names = ["", ...columns.map(String)];
  const cells = rows.map((row, i) => [index[i] as unknown, ...row]);
  const note = values.length > rows.length ? `<p>${values.length} rows</p>` : "";
  const head = names.map((name) => `<th>${escapeHtml(name)}</th>`).join("");
  const body = cells
    .map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cellText(cell))}</td>`).join("")}</tr>`)
    .join("");
  const html = `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>${note}`;
  return { "text/html": html, "text/plain": textTable(names, cells, values.length) };
}

/** A Plotly figure: plain data with traces and a layout, and a static picture beside it, its own where it has a `toSVG` method. */
async function plotlyBundle(object: Record<PropertyKey, unknown>): Promise<MimeBundle | undefined> {
  const { data, layout, config, frames } = object;
  if (!Array.isArray(data) || typeof layout !== "object" || layout === null) return undefined;
  if (!data.every((trace) => typeof trace === "object" && trace !== null && !Array.isArray(trace))) return undefined;
  const { title } = layout as { title?: string | { text?: string } };
  const name = typeof title === "string" ? title : title?.text;
  const picture =
    typeof object.toSVG === "function"
      ? String((object.toSVG as () => unknown)())
      : await plotlyPicture(data as Record<string, unknown>[], layout as Record<string, unknown>).catch(
          () => undefined,
        );
  const kinds = (data as { type?: string }[]).map(({ type }) => type ?? "scatter").join(", ");
  return {
    "application/vnd.plotly.v1+json": { data, layout, ...(config ? { config } : {}), ...(frames ? { frames } : {}) },
    ...(picture === undefined ? {} : { "image/svg+xml": picture }),
    "text/plain": `Plotly figure${name ? ` "${name}"` : ""}: ${kinds}`,
  };
}

/** A specification of Vega or Vega-Lite, told by its `$schema`, or an object of vega-lite-api that makes one. */
function vegaBundle(object: Record<PropertyKey, unknown>): MimeBundle | undefined {
  const spec = (typeof object.toSpec === "function" ? (object.toSpec as () => unknown)() : object) as Record<
    string,
    unknown
  > | null;
  const schema = /\/schema\/(vega|vega-lite)\/v(\d+)/.exec(typeof spec?.$schema === "string" ? spec.$schema : "");
  if (!schema) return undefined;
  const [, language, version] = schema as unknown as [string, string, string];
  const name = language === "vega" ? "vega" : "vegalite";
  return { [`application/vnd.${name}.v${version}+json`]: spec };
}

/** A DOM element, such as a drawing by Observable Plot. */
function nodeBundle(object: Record<PropertyKey, unknown>): MimeBundle | undefined {
  if (typeof object.outerHTML !== "string" || object.nodeType !== 1) return undefined;
  if (String(object.tagName).toLowerCase() !== "svg")
    return { "text/html": object.outerHTML, "text/plain": object.outerHTML };
  return { "image/svg+xml": object.outerHTML, "text/plain": "<svg>" };
}

const shownRows = 50;

function cellText(value: unknown): string {
  return typeof value === "string" ? value : plainText(value);
}

function textTable(names: readonly string[], rows: readonly (readonly unknown[])[], total: number): string {
  const cells = [names, ...rows.map((row) => row.map(cellText))];
  const widths = names.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  return total > rows.length ? `${lines.join("\n")}\n(${total} rows)` : lines.join("\n");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
