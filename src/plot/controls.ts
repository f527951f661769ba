import { controlsPicture } from "./controls-picture.js";
import type { ControlSpecification, ControlValue } from "./control-specification.js";
import { displayFigure, type DisplayedFigure } from "./display.js";
import type { Figure } from "./figure.js";
import { notebookSender, type MimeBundle } from "./notebook.js";

/** What is shown for the values of the controls. */
export interface Explored {
  /** Below the controls; as many for all values. */
  readonly figures: readonly Figure[];
  /** Between the two, line by line: the verdict. */
  readonly lines: readonly string[];
}

/** What of the kernel's widgets is used here. */
interface Kit {
  slider(options: object): Handle<number>;
  select(options: object): Handle<string>;
  toggle(options: object): Handle<boolean>;
  row(...children: object[]): object;
  column(...children: object[]): object;
}

interface Handle<T> {
  readonly value: T;
  onChange(listener: () => unknown): void;
  show(isShown: boolean): void;
}

/** A control on the page. */
interface Placed {
  readonly widget: object;
  readonly handles: readonly Handle<unknown>[];
  read(): unknown;
}

/** As long as values follow each other faster than this, in milliseconds, figures are still pictures. */
const rest = 400;

let explored = 0;

/**
 * Shows controls, and lines and figures for their values, which follow whenever a value is moved. The figures are ordinary outputs, so
 * that the notebook can be read without a kernel; where the kernel has no widgets (tslab), the controls are a picture of where they stand.
 * Answers what was shown first.
 *
 * @throws InputError of `draw` for the first values; for later ones its message is shown in place of the lines.
 *
 * @example
 * const shown = explore({ n: { type: "slider", label: "n", min: 0, max: 9, step: 1, value: 4 } }, ({ n }) => ({ figures: [], lines: [`n² = ${n * n}`] }));
 * shown.lines; // => ["n² = 16"]
 */
export function explore<const C extends Readonly<Record<string, ControlSpecification>>>(
  controls: C,
  draw: (values: { readonly [K in keyof C]: ControlValue<C[K]> }) => Explored,
): Explored {
  type Values = Parameters<typeof draw>[0];
  const kit = (globalThis as Record<symbol, unknown>)[Symbol.for("Jupyter.widgets")] as Kit | undefined;
  const initial = Object.fromEntries(Object.entries(controls).map(([name, { value }]) => [name, value]));
  const first = draw(counted(controls, initial) as Values);
  const placed = kit && Object.entries(controls).map(([name, control]) => [name, place(kit, control)] as const);
  const still: MimeBundle = { "image/svg+xml": controlsPicture(controls), "text/plain": inWords(controls) };
  send({ ...(kit && placed ? viewOf(kit, placed) : {}), ...still });
  const lines = showLines(first.lines);
  const figures = first.figures.map((figure) => displayFigure(figure));
  if (placed === undefined) return first;

  const values = () =>
    counted(controls, Object.fromEntries(placed.map(([name, control]) => [name, control.read()]))) as Values;
  let timer: NodeJS.Timeout | undefined;
  const follow = () => {
    clearTimeout(timer);
    showCounted(controls, placed);
    let next: Explored;
    try {
      next = draw(values());
    } catch (error) {
      lines([(error as Error).message]);
      return;
    }
    lines(next.lines);
    redraw(figures, next.figures, false);
    timer = setTimeout(() => redraw(figures, next.figures, true), rest);
  };
  showCounted(controls, placed);
  for (const handle of placed.flatMap(([, { handles }]) => handles)) handle.onChange(follow);
  return first;
}

function redraw(shown: readonly DisplayedFigure[], figures: readonly Figure[], interactive: boolean): void {
  shown.forEach((handle, i) => figures[i] && handle.update(figures[i], { interactive }));
}

function place(kit: Kit, control: ControlSpecification): Placed {
  switch (control.type) {
    case "slider": {
      const widget = kit.slider(control);
      return { widget, handles: [widget], read: () => rounded(widget.value) };
    }
    case "choice": {
      const widget = kit.select(control);
      return { widget, handles: [widget], read: () => widget.value };
    }
    case "bars": {
      const handles = control.value.map((value, i) =>
        kit.slider({ ...control, value, label: `${control.label}${i + 1}`, vertical: true }),
      );
      return { widget: kit.row(...handles), handles, read: () => handles.map(({ value }) => rounded(value)) };
    }
    case "toggles": {
      const handles = control.value.map((value, i) => kit.toggle({ value: value === 1, label: `${i + 1}` }));
      return { widget: kit.row(...handles), handles, read: () => handles.map(({ value }) => (value ? 1 : 0)) };
    }
  }
}

/** Without what steps of a slider add in the last digits. */
const rounded = (value: number): number => Number(value.toPrecision(12));

/** The values, of bars only as many as count. */
function counted(
  controls: Readonly<Record<string, ControlSpecification>>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const control = controls[name]!;
      if (control.type !== "bars" || control.count === undefined) return [name, value];
      return [name, (value as readonly number[]).slice(0, Number(values[control.count]))];
    }),
  );
}

function showCounted(
  controls: Readonly<Record<string, ControlSpecification>>,
  placed: readonly (readonly [string, Placed])[],
): void {
  const byName = new Map(placed);
  for (const [name, { handles }] of placed) {
    const control = controls[name]!;
    if (control.type !== "bars" || control.count === undefined) continue;
    const count = Number(byName.get(control.count)!.read());
    handles.forEach((handle, i) => handle.show(i < count));
  }
}

function viewOf(kit: Kit, placed: readonly (readonly [string, Placed])[]): MimeBundle {
  const column = kit.column(...placed.map(([, { widget }]) => widget));
  const view = (column as Record<symbol, () => MimeBundle>)[Symbol.for("Jupyter.display")]!();
  const type = "application/vnd.jupyter.widget-view+json";
  return { [type]: view[type] };
}

function inWords(controls: Readonly<Record<string, ControlSpecification>>): string {
  return Object.values(counted(controls, Object.fromEntries(Object.entries(controls).map(([k, c]) => [k, c.value]))))
    .map((value, i) => `${Object.values(controls)[i]!.label} = ${[value].flat().join(" ")}`)
    .join(", ");
}

/** Shows lines of text, and answers what shows others in their place. */
function showLines(first: readonly string[]): (next: readonly string[]) => void {
  const displayId = `normlab-lines-${process.pid}-${++explored}`;
  const show = (lines: readonly string[], update: boolean) =>
    send({ "text/plain": lines.join("\n") }, { displayId, update });
  show(first, false);
  return (next) => show(next, true);
}

function send(
  bundle: MimeBundle,
  options = { displayId: `normlab-controls-${process.pid}-${++explored}`, update: false },
): void {
  const sender = notebookSender();
  if (sender) sender(bundle, options);
  else console.log(bundle["text/plain"]);
}
