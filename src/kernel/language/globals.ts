/** What the kernel gives to cells beside Node's own globals, for the type checker. */
export const globalDeclarations = `
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
  /** Shows contents of any mime type. */
  raw(mime: string, content: unknown): void;
}
interface DisplayOptions {
  /** Names the output, so that it can be replaced later. */
  displayId?: string;
  /** Replace the output of that name instead of adding one. */
  update?: boolean;
  metadata?: Record<string, unknown>;
}
interface DisplayHandle {
  readonly displayId: string;
  /** Replaces the output. */
  update(value: unknown): Promise<void>;
}
interface NotebookDisplay extends MimeDisplay {
  /** Shows a value as the result of a cell would be shown. */
  (value: unknown, options?: DisplayOptions): Promise<DisplayHandle>;
  /** Shows contents by mime type as one output. */
  bundle(bundle: Record<string, unknown>, options?: DisplayOptions): void;
}
/** HTML, Markdown or SVG to be shown: as the last line of a cell, or by \`display\`. */
declare function html(strings: TemplateStringsArray, ...values: unknown[]): object;
declare function md(strings: TemplateStringsArray, ...values: unknown[]): object;
declare function svg(strings: TemplateStringsArray, ...values: unknown[]): object;
/** A PNG, JPEG or GIF picture to be shown, from its bytes or its file. */
declare function image(source: Uint8Array | string): object;
/** Shows values and rich contents in the notebook. */
declare const display: NotebookDisplay;
/** Removes the outputs of the cell; with \`wait\`, only when the next one arrives. */
declare function clearOutput(wait?: boolean): void;
/** A progress bar; \`update\` sets how many of \`total\` steps are done. */
declare function progress(total: number, label?: string): { update(done: number): void };
/** Asks the user for a line of text and waits for it. */
declare function input(prompt?: string, options?: { password?: boolean }): string;
/** Asks the user for a line of text and waits for it; an empty answer stands for the text that is offered. */
declare function prompt(message?: string, offered?: string): string;
/** Asks the user for yes or no. */
declare function confirm(message?: string): boolean;
/** Says something and waits until the user goes on. */
declare function alert(message?: string): void;
/** A widget with a value of the user's choice. */
interface Control<T> {
  readonly value: T;
  /** Calls \`listener\` after each change that the user makes. */
  onChange(listener: () => unknown): void;
  /** Takes it from the page, or puts it back. */
  show(isShown: boolean): void;
}
interface AnyWidget {
  get(key: string): unknown;
  set(changes: Record<string, unknown>): void;
  onChange(listener: () => unknown): void;
  send(content: unknown, buffers?: readonly Uint8Array[]): void;
  onMessage: (content: unknown, buffers: readonly Uint8Array[]) => unknown;
}
/** Controls, in frontends that have ipywidgets. */
declare const widgets: {
  /** A slider; with \`logarithmic\`, in equal steps of the logarithm (base 10); with \`vertical\`, upright. */
  slider(options: { min: number; max: number; step?: number; value?: number; label?: string; logarithmic?: boolean; vertical?: boolean }): Control<number>;
  /** A choice of one among several. */
  select<const T>(options: { options: readonly T[]; value?: T; label?: string }): Control<T>;
  checkbox(options: { value?: boolean; label?: string }): Control<boolean>;
  /** A button that stays pressed until it is pressed again. */
  toggle(options: { value?: boolean; label?: string }): Control<boolean>;
  /** Widgets side by side. */
  row(...children: readonly object[]): object;
  /** Widgets one under the other. */
  column(...children: readonly object[]): object;
  /** A widget of your own, in frontends that have anywidget: \`esm\` is a module whose default export has \`render({ model, el })\`. */
  any(options: { esm: string; css?: string; state?: Record<string, unknown> }): AnyWidget;
};
/** Shows controls, and under them what a function of their values shows, prints and returns; it runs again whenever one changes. */
declare function interact<C extends Record<string, Control<unknown>>>(
  controls: C,
  run: (values: { [K in keyof C]: C[K] extends Control<infer T> ? T : never }) => unknown,
): object;
interface CommMessage {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly buffers: readonly Uint8Array[];
}
interface Comm {
  readonly id: string;
  readonly target: string;
  onMessage: (message: CommMessage) => unknown;
  onClose: (message: CommMessage) => unknown;
  send(data: Record<string, unknown>, metadata?: Record<string, unknown>, buffers?: readonly Uint8Array[]): void;
  close(data?: Record<string, unknown>): void;
}
/** Channels to objects in the frontend. */
declare const comms: {
  open(target: string, data?: Record<string, unknown>, metadata?: Record<string, unknown>): Comm;
  register(target: string, handle: (comm: Comm, message: CommMessage) => unknown): void;
};
/** What magic lines become. */
declare const __magic: {
  shell(command: string, isScript?: boolean): Promise<void>;
  lines(command: string): Promise<string[]>;
  cd(path: string): void;
  pwd(): string;
  env(text: string): unknown;
  who(isLong?: boolean): void;
  time<T>(run: () => T): Promise<Awaited<T>>;
  start(): void;
  stop(): void;
  writefile(name: string, text: string): void;
  readonly show: MimeDisplay;
};
declare module "tslab" {
  export const display: MimeDisplay;
  /** One output that each call overwrites. */
  export function newDisplay(): MimeDisplay;
  export const versions: { tslab: string; typescript: string; node: string };
}
`;
