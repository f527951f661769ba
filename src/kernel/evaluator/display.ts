import { randomUUID } from "node:crypto";
import { versions } from "../info.js";
import { capturedOutputs, publish } from "./channel.js";
import type { MimeBundle } from "./format.js";
import { formatValue, withoutBytes } from "./format.js";
import { templates } from "./templates.js";

export interface DisplayOptions {
  /** Names the output, so that it can be replaced later. */
  readonly displayId?: string;
  /** Replace the output of that name instead of adding one. */
  readonly update?: boolean;
  readonly metadata?: Record<string, unknown>;
}

/** An output on the page that can be replaced. */
export interface DisplayHandle {
  readonly displayId: string;
  update(value: unknown): Promise<void>;
}

/** Shows contents by mime type as one output. Bytes are sent in base64. */
export function displayBundle(bundle: MimeBundle, options: DisplayOptions = {}): void {
  const data = withoutBytes(bundle);
  const outputs = capturedOutputs();
  if (outputs) {
    outputs.push({ output_type: "display_data", data, metadata: options.metadata ?? {} });
    return;
  }
  const transient = options.displayId === undefined ? {} : { display_id: options.displayId };
  const type = options.update ? "update_display_data" : "display_data";
  publish(type, { data, metadata: options.metadata ?? {}, transient });
}

/** Shows a value as the result of a cell would be shown. */
async function displayValue(value: unknown, options: DisplayOptions = {}): Promise<DisplayHandle> {
  const displayId = options.displayId ?? randomUUID();
  displayBundle(await formatValue(value), { ...options, displayId });
  return {
    displayId,
    update: async (next) => displayBundle(await formatValue(next), { displayId, update: true }),
  };
}

/** The methods of tslab's display interface. */
interface MimeDisplay {
  javascript(code: string): void;
  html(text: string): void;
  markdown(text: string): void;
  latex(text: string): void;
  svg(text: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  raw(mime: string, content: unknown): void;
}

function mimeDisplay(show: (bundle: MimeBundle) => void): MimeDisplay {
  return {
    javascript: (code) => show({ "application/javascript": code }),
    html: (text) => show({ "text/html": text }),
    markdown: (text) => show({ "text/markdown": text }),
    latex: (text) => show({ "text/latex": text }),
    svg: (text) => show({ "image/svg+xml": text }),
    png: (bytes) => show({ "image/png": bytes }),
    jpeg: (bytes) => show({ "image/jpeg": bytes }),
    gif: (bytes) => show({ "image/gif": bytes }),
    pdf: (bytes) => show({ "application/pdf": bytes }),
    text: (text) => show({ "text/plain": text }),
    raw: (mime, content) => show({ [mime]: content }),
  };
}

/** One output that each call overwrites. */
function newDisplay(): MimeDisplay {
  const displayId = randomUUID();
  let isShown = false;
  return mimeDisplay((bundle) => {
    displayBundle(bundle, { displayId, update: isShown });
    isShown = true;
  });
}

/** Removes the outputs of the cell; with `wait`, only when the next one arrives. */
function clearOutput(wait = false): void {
  publish("clear_output", { wait });
}

/** A progress bar; `update` sets how many of `total` steps are done. */
function progress(total: number, label = ""): { update(done: number): void } {
  const displayId = randomUUID();
  let isShown = false;
  let shownAt = -Infinity;
  function update(done: number): void {
    const now = performance.now();
    if (isShown && done < total && now - shownAt < 50) return;
    shownAt = now;
    const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 1;
    const text = `${label ? `${label} ` : ""}${done} / ${total} (${Math.round(100 * share)} %)`;
    const escaped = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
    const html = `<progress value="${share}" max="1"></progress> ${escaped}`;
    displayBundle({ "text/html": html, "text/plain": text }, { displayId, update: isShown });
    isShown = true;
  }
  update(0);
  return { update };
}

/** What notebooks written for tslab import from `"tslab"`. */
export const tslabModule = {
  display: mimeDisplay((bundle) => displayBundle(bundle)),
  newDisplay,
  versions: { tslab: "1.0.22", typescript: versions().typescript, node: process.version },
};

/** Gives cells `display`, `clearOutput`, `progress` and the templates, and libraries the function behind them. */
export function defineDisplay(): void {
  const display = Object.assign(displayValue, tslabModule.display, { bundle: displayBundle });
  const globals = {
    display,
    clearOutput,
    progress,
    ...templates,
    [Symbol.for("Jupyter.displayBundle")]: displayBundle,
  };
  for (const key of Reflect.ownKeys(globals)) {
    const value = globals[key as keyof typeof globals];
    Object.defineProperty(globalThis, key, { value, writable: true, configurable: true });
  }
}
