import { afterEach, describe, expect, it } from "vitest";
import { explore } from "../../src/plot/controls.js";
import type { Figure } from "../../src/plot/figure.js";

const page = globalThis as Record<symbol, unknown>;
const [sender, widgets] = [Symbol.for("Jupyter.displayBundle"), Symbol.for("Jupyter.widgets")];
const viewType = "application/vnd.jupyter.widget-view+json";

interface Sent {
  readonly bundle: Record<string, unknown>;
  readonly displayId: string;
  readonly update: boolean;
}

function notebook(): Sent[] {
  const sent: Sent[] = [];
  page[sender] = (bundle: Record<string, unknown>, options: { displayId: string; update: boolean }) =>
    sent.push({ bundle, ...options });
  return sent;
}

interface Fake {
  value: unknown;
  shown: boolean;
  move(value: unknown): void;
}

/** Widgets as a kernel has them, moved by the test. */
function kernelWithWidgets(): Map<string, Fake> {
  const made = new Map<string, Fake>();
  const control = (options: { label: string; value: unknown }) => {
    const listeners: (() => void)[] = [];
    const fake = {
      value: options.value,
      shown: true,
      onChange: (listener: () => void) => listeners.push(listener),
      show: (isShown: boolean) => (fake.shown = isShown),
      move: (value: unknown) => {
        fake.value = value;
        for (const listener of listeners) listener();
      },
    };
    made.set(options.label, fake);
    return fake;
  };
  const box = () => ({ [Symbol.for("Jupyter.display")]: () => ({ [viewType]: { model_id: "box" } }) });
  page[widgets] = { slider: control, select: control, toggle: control, row: box, column: box };
  return made;
}

const figure = (n: number): Figure => ({
  id: "square",
  title: `n = ${n}`,
  caption: "One point.",
  traces: [{ type: "scatter", name: "n", mode: "markers", x: [n], y: [n * n] }],
  xAxis: { title: "n" },
  yAxis: { title: "n²" },
});
const slider = { type: "slider", label: "n", min: 0, max: 9, step: 0.1, value: 4 } as const;
const square = ({ n }: { readonly n: number }) => ({ figures: [figure(n)], lines: [`n² = ${n * n}`] });
const texts = (sent: readonly Sent[]) => sent.map(({ bundle }) => bundle["text/plain"]);

describe("controls of a notebook", () => {
  afterEach(() => {
    delete page[sender];
    delete page[widgets];
  });

  it("are a still picture where the kernel has no widgets, with what they say and the figure below", () => {
    const sent = notebook();
    explore({ n: slider }, square);
    expect(texts(sent)).toEqual(["n = 4", "n² = 16", "n = 4\nOne point."]);
    expect(Object.keys(sent[0]!.bundle)).toEqual(["image/svg+xml", "text/plain"]);
    expect(sent[0]!.bundle["image/svg+xml"]).toContain("<circle");
  });

  it("change lines and figure in their place when one is moved", () => {
    const sent = notebook();
    const made = kernelWithWidgets();
    explore({ n: slider }, square);
    expect(sent[0]!.bundle).toMatchObject({ [viewType]: { model_id: "box" }, "text/plain": "n = 4" });
    made.get("n")!.move(0.1 + 0.2);
    const [lines, ...drawn] = sent.slice(3);
    expect(lines).toMatchObject({ bundle: { "text/plain": "n² = 0.09" }, update: true, displayId: sent[1]!.displayId });
    expect(drawn.every(({ update, displayId }) => update && displayId === sent[2]!.displayId)).toBe(true);
    expect(texts(drawn)).toEqual(["n = 0.3\nOne point."]);
  });

  it("say why where values cannot be drawn, and go on", () => {
    const sent = notebook();
    const made = kernelWithWidgets();
    explore({ n: slider }, ({ n }) => {
      if (n > 5) throw new Error("n: expected at most 5");
      return square({ n });
    });
    made.get("n")!.move(6);
    expect(sent.at(-1)!.bundle).toEqual({ "text/plain": "n: expected at most 5" });
    made.get("n")!.move(2);
    expect(texts(sent)).toContain("n² = 4");
  });

  it("give bars as many as their slider says, and hide the others", () => {
    notebook();
    const made = kernelWithWidgets();
    const seen: unknown[] = [];
    const bars = { type: "bars", label: "λ", min: 0, max: 1, step: 0.1, value: [1, 0.5, 0.2], count: "n" } as const;
    const flags = { type: "toggles", label: "class", value: [0, 1] } as const;
    explore({ n: { ...slider, value: 2 }, bars, flags }, ({ bars, flags }) => {
      seen.push([bars, flags]);
      return { figures: [], lines: [] };
    });
    expect(made.get("λ3")!.shown).toBe(false);
    made.get("n")!.move(3);
    expect(made.get("λ3")!.shown).toBe(true);
    made.get("1")!.move(true);
    expect(seen).toEqual([
      [
        [1, 0.5],
        [0, 1],
      ],
      [
        [1, 0.5, 0.2],
        [0, 1],
      ],
      [
        [1, 0.5, 0.2],
        [1, 1],
      ],
    ]);
  });
});
