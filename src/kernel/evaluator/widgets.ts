import { createHash } from "node:crypto";
import { openComm, registerTarget, type Comm } from "./comms.js";
import { capturingIn } from "./channel.js";
import { displayMethod, formatValue, plainText, type MimeBundle } from "./format.js";
import { reportError } from "./errors.js";

type State = Record<string, unknown>;

const controls = { module: "@jupyter-widgets/controls", version: "2.0.0" };
const base = { module: "@jupyter-widgets/base", version: "2.0.0" };
const anywidget = { module: "anywidget", version: "~0.9.*" };
const outputModule = { module: "@jupyter-widgets/output", version: "1.0.0" };

const all = new Map<string, Widget>();

/** A model of the ipywidgets protocol: its state lives here and in the frontend, and either side may change it. */
export class Widget {
  readonly #comm: Comm;
  readonly #state: State;
  readonly #listeners = new Set<() => unknown>();

  constructor(
    name: string,
    { module, version }: { module: string; version: string },
    state: State,
    viewModule = { module, version },
  ) {
    this.#state = {
      _model_name: `${name}Model`,
      _model_module: module,
      _model_module_version: version,
      _view_name: name.endsWith("Style") ? "StyleView" : `${name}View`,
      _view_module: viewModule.module,
      _view_module_version: viewModule.version,
      ...state,
    };
    const { data, buffers } = withoutBuffers(this.#state);
    this.#comm = openComm("jupyter.widget", data, { version: "2.1.0" }, buffers);
    this.#comm.onMessage = ({ data, buffers }) => this.#receive(data, buffers);
    all.set(this.#comm.id, this);
  }

  get id(): string {
    return this.#comm.id;
  }

  get(key: string): unknown {
    return this.#state[key];
  }

  set(changes: State): void {
    Object.assign(this.#state, changes);
    this.#sendState(changes);
  }

  #sendState(state: State): void {
    const { data, buffers } = withoutBuffers(state);
    this.#comm.send({ method: "update", ...data }, {}, buffers);
  }

  /** Sends a message of the widget's own to its views. */
  send(content: unknown, buffers: readonly Uint8Array[] = []): void {
    this.#comm.send({ method: "custom", content }, {}, buffers);
  }

  /** Called with messages that a view sends. */
  onMessage: (content: unknown, buffers: readonly Uint8Array[]) => unknown = () => undefined;

  /** Calls `listener` after each change that the user makes. */
  onChange(listener: () => unknown): void {
    this.#listeners.add(listener);
  }

  /** As other models refer to this one. */
  toJSON(): string {
    return `IPY_MODEL_${this.id}`;
  }

  /** The form in which the frontend asks for all models when it is loaded again. */
  snapshot(): State {
    const { _model_name, _model_module, _model_module_version } = this.#state;
    return {
      model_name: _model_name,
      model_module: _model_module,
      model_module_version: _model_module_version,
      state: this.#state,
    };
  }

  async #receive(data: State, buffers: readonly Uint8Array[]): Promise<void> {
    if (data.method === "request_state") this.#sendState(this.#state);
    else if (data.method === "custom") await this.onMessage(data.content, buffers);
    else if (data.method === "update") {
      const state = (data.state ?? {}) as State;
      putBuffers(state, data.buffer_paths, buffers);
      Object.assign(this.#state, state);
      for (const listener of this.#listeners) await listener();
    }
  }

  [displayMethod](): MimeBundle | Promise<MimeBundle> {
    return {
      "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id: this.id },
      "text/plain": String(this.#state._model_name),
    };
  }
}

/** A state as the protocol sends it: bytes travel apart, and their places are named. */
function withoutBuffers(state: State): {
  data: { state: State; buffer_paths: (string | number)[][] };
  buffers: Uint8Array[];
} {
  const buffer_paths: (string | number)[][] = [];
  const buffers: Uint8Array[] = [];
  function strip(value: unknown, path: (string | number)[]): unknown {
    if (ArrayBuffer.isView(value)) {
      buffer_paths.push(path);
      buffers.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      return null;
    }
    if (Array.isArray(value)) return value.map((each, i) => strip(each, [...path, i]));
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, strip(each, [...path, key])]));
  }
  return { data: { state: strip(state, []) as State, buffer_paths }, buffers };
}

/** Puts bytes that came apart where they belong. */
function putBuffers(state: State, paths: unknown, buffers: readonly Uint8Array[]): void {
  for (const [i, path] of (Array.isArray(paths) ? (paths as unknown[]) : []).entries()) {
    if (!Array.isArray(path) || path.length === 0) continue;
    const inner = path
      .slice(0, -1)
      .reduce<unknown>((value, key) => (value as State | undefined)?.[key as string], state);
    if (typeof inner === "object" && inner !== null) (inner as State)[path.at(-1) as string] = buffers[i];
  }
}

interface AnyWidgetOptions {
  /** Source of an ES module whose default export has `render({ model, el })`, as anywidget has it. */
  readonly esm: string;
  readonly css?: string;
  readonly state?: State;
}

/** A widget of the user's own, in frontends that have anywidget. */
function any({ esm, css = "", state = {} }: AnyWidgetOptions): Widget {
  const layout = new Widget("Layout", base, {});
  const id = `normlab.${createHash("sha256").update(esm).digest("hex").slice(0, 12)}`;
  return new Widget("Any", anywidget, { layout, _esm: esm, _css: css, _anywidget_id: id, ...state });
}

/** A widget with a value of the user's choice. */
export class Control<T> extends Widget {
  readonly #read: (widget: Widget) => T;

  constructor(name: string, style: string, state: State, read: (widget: Widget) => T, layout: State = {}) {
    super(name, controls, {
      layout: new Widget("Layout", base, layout),
      style: new Widget(style, controls, {}, base),
      ...state,
    });
    this.#read = read;
  }

  get value(): T {
    return this.#read(this);
  }

  /** Takes it from the page, or puts it back. */
  show(isShown: boolean): void {
    (this.get("layout") as Widget).set({ display: isShown ? null : "none" });
  }
}

interface SliderOptions {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly value?: number;
  readonly label?: string;
  /** Equal steps in the logarithm (base 10); then `step` is in the exponent. */
  readonly logarithmic?: boolean;
  /** Stands upright, as one of several side by side. */
  readonly vertical?: boolean;
}

function slider(options: SliderOptions): Control<number> {
  const { min, max, step, value = min, label = "", logarithmic = false, vertical = false } = options;
  const layout = vertical ? { width: "4.5em", height: "13em" } : {};
  const common = {
    description: label,
    value,
    continuous_update: true,
    orientation: vertical ? "vertical" : "horizontal",
    readout: true,
    behavior: "drag-tap",
  };
  const read = (widget: Widget): number => Number(widget.get("value"));
  if (!logarithmic) {
    const state = { ...common, min, max, step: step ?? (max - min) / 100, readout_format: ".4g" };
    return new Control("FloatSlider", "SliderStyle", state, read, layout);
  }
  const exponents = { min: Math.log10(min), max: Math.log10(max), step: step ?? 0.1, base: 10, readout_format: ".3g" };
  return new Control("FloatLogSlider", "SliderStyle", { ...common, ...exponents }, read, layout);
}

interface SelectOptions<T> {
  readonly options: readonly T[];
  readonly value?: T;
  readonly label?: string;
}

function select<T>({ options, value, label = "" }: SelectOptions<T>): Control<T> {
  const index = value === undefined ? 0 : options.indexOf(value);
  const names = options.map((option) => (typeof option === "string" ? option : plainText(option)));
  const state = { description: label, _options_labels: names, index };
  return new Control("Dropdown", "DescriptionStyle", state, (widget) => options[Number(widget.get("index"))]!);
}

function checkbox({
  value = false,
  label = "",
}: {
  readonly value?: boolean;
  readonly label?: string;
}): Control<boolean> {
  const state = { description: label, value, indent: true };
  return new Control("Checkbox", "DescriptionStyle", state, (widget) => widget.get("value") === true);
}

/** A button that stays pressed until it is pressed again. */
function toggle({
  value = false,
  label = "",
}: {
  readonly value?: boolean;
  readonly label?: string;
}): Control<boolean> {
  const state = { description: label, value, icon: "", button_style: "" };
  const read = (widget: Widget): boolean => widget.get("value") === true;
  return new Control("ToggleButton", "ToggleButtonStyle", state, read, { width: "4em" });
}

/** Widgets side by side, or one under the other. */
const box =
  (name: "HBox" | "VBox") =>
  (...children: readonly Widget[]): Widget =>
    new Widget(name, controls, { layout: new Widget("Layout", base, {}), children, box_style: "" });
const [row, column] = [box("HBox"), box("VBox")];

type Values<C extends Record<string, Control<unknown>>> = { [K in keyof C]: C[K]["value"] };

/**
 * Shows controls, and under them what a function of their values shows, prints and returns; it runs again whenever one changes.
 * While it runs, further changes wait, and only the last of them counts.
 */
function interact<C extends Record<string, Control<unknown>>>(named: C, run: (values: Values<C>) => unknown): Widget {
  const output = new Widget("Output", outputModule, {
    layout: new Widget("Layout", base, {}),
    msg_id: "",
    outputs: [],
  });
  const shown = column(...Object.values(named), output);
  let isRunning = false;
  let isOutdated = false;
  async function update(): Promise<void> {
    isOutdated = true;
    if (isRunning) return;
    isRunning = true;
    while (isOutdated) {
      isOutdated = false;
      const values = Object.fromEntries(
        Object.entries(named).map(([key, control]) => [key, control.value]),
      ) as Values<C>;
      output.set({ outputs: await outputsOf(() => run(values)) });
    }
    isRunning = false;
  }
  for (const [key, control] of Object.entries(named)) {
    if (control.get("description") === "") control.set({ description: key });
    control.onChange(update);
  }
  const first = update();
  const show = shown[displayMethod].bind(shown);
  // Shown with its first output in it; nothing need be awaited in the cell.
  shown[displayMethod] = async () => {
    await first;
    return show();
  };
  return shown;
}

/** What a function shows, prints and returns, or the error that it throws, in the notebook format's form of outputs. */
async function outputsOf(run: () => unknown): Promise<State[]> {
  const outputs: State[] = [];
  try {
    const value = await capturingIn(outputs, run);
    if (value !== undefined)
      outputs.push({ output_type: "display_data", data: await formatValue(value), metadata: {} });
  } catch (error) {
    outputs.push({ output_type: "error", ...reportError(error) });
  }
  return outputs;
}

/** Gives cells `widgets` and `interact`, and libraries the controls. */
export function defineWidgets(): void {
  registerTarget("jupyter.widget.control", (comm) => {
    comm.onMessage = ({ data }) => {
      if (data.method !== "request_states") return;
      const states = Object.fromEntries([...all].map(([id, widget]) => [id, widget.snapshot()]));
      comm.send({ method: "update_states", states, buffer_paths: [] });
    };
  });
  const widgets = { slider, select, checkbox, toggle, row, column, any };
  const globals = {
    widgets,
    interact,
    comms: { open: openComm, register: registerTarget },
    // For libraries, whatever a notebook names its variables.
    [Symbol.for("Jupyter.widgets")]: widgets,
  };
  for (const key of Reflect.ownKeys(globals)) {
    const value = globals[key as keyof typeof globals];
    Object.defineProperty(globalThis, key, { value, writable: true, configurable: true });
  }
}
