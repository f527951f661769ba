import { afterEach, describe, expect, it } from "vitest";
import { displayFigure } from "../../src/plot/display.js";
import { liveCurves } from "../../src/plot/live.js";

const sender = Symbol.for("Jupyter.displayBundle");
const page = globalThis as Record<symbol, unknown>;

interface Sent {
  /** Undefined for a still picture. */
  readonly figure: { readonly data: readonly { readonly name: string; readonly y: readonly number[] }[] } | undefined;
  readonly displayId: string;
  readonly update: boolean;
}

/** A notebook that keeps what it is sent. */
function notebook(): Sent[] {
  const sent: Sent[] = [];
  page[sender] = (bundle: Record<string, unknown>, options: { displayId: string; update: boolean }) =>
    sent.push({ figure: bundle["application/vnd.plotly.v1+json"] as Sent["figure"], ...options });
  return sent;
}

const frame = {
  id: "loss",
  title: "Loss",
  caption: "It falls.",
  xAxis: { title: "step" },
  yAxis: { title: "loss" },
} as const;

describe("live curves", () => {
  afterEach(() => void delete page[sender]);

  it("are drawn anew in one place of the page, the last time with every point", () => {
    const sent = notebook();
    const curves = liveCurves(frame);
    for (let step = 1; step <= 100; step++) curves.add(step % 2 === 0 ? "even" : "odd", step, 1 / step);
    curves.finish();
    expect(sent[0]).toMatchObject({ update: false, figure: undefined });
    expect(sent.slice(0, -1).every((still) => still.figure === undefined)).toBe(true);
    expect(sent.slice(1).every(({ update, displayId }) => update && displayId === sent[0]!.displayId)).toBe(true);
    const { data } = sent.at(-1)!.figure!;
    expect(data.map(({ name, y }) => [name, y.length])).toEqual([
      ["odd", 50],
      ["even", 50],
    ]);
  });

  it("leave out what is no finite number, and keep a curve that has no point", () => {
    notebook();
    const curves = liveCurves(frame);
    curves.add("diverged", 1, NaN);
    curves.add("diverged", 2, Infinity);
    expect(curves.figure().traces).toMatchObject([{ name: "diverged", x: [], y: [] }]);
  });
});

describe("an interactive figure that is updated", () => {
  afterEach(() => void delete page[sender]);

  it("passes through a still picture, since JupyterLab draws an interactive output only once", () => {
    const sent = notebook();
    const figure = { ...frame, traces: [] };
    displayFigure(figure).update(figure);
    expect(sent.map((message) => message.figure !== undefined)).toEqual([true, false, true]);
    expect(sent.map(({ update }) => update)).toEqual([false, true, true]);
  });
});
