import { describe, expect, it } from "vitest";
import type { Figure, HeatmapTrace } from "../../src/plot/figure.js";
import { figureBundle } from "../../src/plot/display.js";
import { figureToPlotly } from "../../src/plot/plotly.js";
import { figureToSvg } from "../../src/plot/svg.js";
import { logTicks } from "../../src/plot/ticks.js";

const lines: Figure = {
  id: "lines",
  title: "Lines <&> bands",
  caption: "Two lines with a band between them.",
  traces: [
    { type: "scatter", name: "lower", mode: "lines", x: [0, 1, 2], y: [1, 2, 4], dash: "dash" },
    {
      type: "scatter",
      name: "upper",
      mode: "lines+markers",
      x: [0, 1, 2],
      y: [2, 3, 8],
      fill: "tonexty",
      errorY: [0.1, 0.2, 0.3],
    },
    { type: "scatter", name: "steps", mode: "lines", x: [0, 1, 2], y: [3, 1, 5], shape: "hv" },
  ],
  xAxis: { title: "x" },
  yAxis: { title: "y", type: "log" },
};
const bars: Figure = {
  id: "bars",
  title: "Bars",
  caption: "Two series over three categories.",
  traces: [
    { type: "bar", name: "one", x: ["a", "b", "c"], y: [1, 2, 3], errorY: [0.2, 0.2, 0.2] },
    { type: "bar", name: "two", x: ["a", "b", "c"], y: [2, 1, 2], errorY: [0.1, 0.3, 0.2] },
  ],
  xAxis: { title: "category", type: "category" },
  yAxis: { title: "value" },
};
const heat: Figure = {
  id: "heat",
  title: "Heat",
  caption: "A two by three matrix.",
  traces: [
    {
      type: "heatmap",
      name: "z",
      x: [1, 2, 3],
      y: ["r", "s"],
      z: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    },
  ],
  xAxis: { title: "column" },
  yAxis: { title: "row" },
};

describe("figureToSvg", () => {
  it("draws every trace with the figure's title and caption as accessible name and description", () => {
    const svg = figureToSvg(lines);
    expect(svg).toContain("<title>Lines &lt;&amp;&gt; bands</title>");
    expect(svg).toContain("<desc>Two lines with a band between them.</desc>");
    for (const name of ["lower", "upper", "steps"]) expect(svg).toContain(`>${name}</text>`);
    // Three lines and the band between the first two.
    expect(svg.match(/data-mark="line"/g)).toHaveLength(4);
    expect(svg).not.toContain("NaN");
  });

  it("marks a heat map of many columns at a few of them, and writes 0 in the middle of a scale that rounding has moved", () => {
    const x = Array.from({ length: 33 }, (_, i) => i / 32);
    const z = x.map((_, i) => x.map((_, j) => (i > j ? 0.3 : -(0.1 + 0.2))));
    const svg = figureToSvg({ ...heat, traces: [{ type: "heatmap", name: "z", x, y: x, z }] });
    const labels = (side: "x" | "y") =>
      [
        ...svg
          .split(`data-mark="${side}-axis tick label"`)[1]!
          .split("</g>")[0]!
          .matchAll(/<text[^>]*>([^<]*)</g),
      ].map(([, text]) => text);
    expect(labels("x")).toEqual(["0", "0.125", "0.25", "0.375", "0.5", "0.625", "0.75", "0.875", "1"]);
    expect(labels("y")).toHaveLength(9);
    const bar = [...svg.split('class="colour-bar"')[1]!.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(bar).toEqual(["0.3", "0", "−0.3"]);
  });

  it("leaves a gap where a value is not finite", () => {
    const trace = {
      type: "scatter",
      name: "gap",
      mode: "lines",
      x: [0, 1, 2, 3, 4],
      y: [0, 1, Infinity, 1, 0],
    } as const;
    const svg = figureToSvg({ ...lines, traces: [trace], yAxis: { title: "y" } });
    const path = /data-mark="line"[^>]*>\s*<path d="([^"]*)"/.exec(svg);
    expect(path?.[1]?.match(/M/g)).toHaveLength(2);
  });

  it("draws bars side by side and a cell for every matrix entry", () => {
    expect(figureToSvg(bars).match(/<rect/g)!.length).toBe(1 + 2 + 6);
    expect(figureToSvg(heat).match(/<rect/g)!.length).toBe(1 + 6);
  });

  it("writes the scale of a matrix beside it, and reads numbers upwards and names downwards", () => {
    const svg = figureToSvg(heat);
    expect(svg).toContain('class="colour-bar"');
    const tops = (figure: Figure) =>
      [...figureToSvg(figure).matchAll(/<rect fill="#[^"]*" height="\d+" y="(\d+)"/g)].map(([, y]) => Number(y));
    const named = tops(heat);
    expect(named[0]).toBeLessThan(named.at(-1)!);
    const counted = tops({ ...heat, traces: [{ ...(heat.traces[0] as HeatmapTrace), y: [1, 2] }] });
    expect(counted[0]).toBeGreaterThan(counted.at(-1)!);
  });

  it("draws a circle as a circle, whichever axis asks for it", () => {
    const turn = Array.from({ length: 41 }, (_, k) => (k * Math.PI) / 20);
    const circle = {
      type: "scatter",
      name: "circle",
      mode: "lines",
      x: turn.map(Math.cos),
      y: turn.map(Math.sin),
    } as const;
    for (const axes of [
      { xAxis: { title: "x", equalScale: true }, yAxis: { title: "y" } },
      { xAxis: { title: "x" }, yAxis: { title: "y", equalScale: true } },
    ]) {
      const figure = { ...lines, traces: [circle], ...axes };
      const path = /data-mark="line"[^>]*>\s*<path d="([^"]*)"/.exec(figureToSvg(figure))![1]!;
      const points = [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
      const [width, height] = [0, 1].map((axis) => {
        const values = points.map((point) => point[axis]!);
        return Math.max(...values) - Math.min(...values);
      });
      expect(height! / width!).toBeCloseTo(1, 2);
      expect(figureToPlotly(figure).layout.yaxis).toMatchObject({ scaleanchor: "x" });
    }
  });

  it("marks a logarithmic axis by whole powers, written out or as powers of ten", () => {
    const over = (y: readonly number[]) => ({ ...lines, traces: [{ ...lines.traces[0]!, y }] as Figure["traces"] });
    expect(logTicks(over([1e-9, 1, 1e9]), "y")!.texts).toEqual(["10⁻⁹", "10⁻⁶", "0.001", "1", "1,000", "10⁶", "10⁹"]);
    expect(logTicks(over([0.3, 1, 4]), "y")!.texts).toEqual(["0.5", "1", "2"]);
    expect(logTicks(over([0, 0, 0]), "y")).toBeUndefined();
  });

  it("is the same text each time", () => {
    expect(figureToSvg(lines)).toBe(figureToSvg(lines));
  });
});

describe("figureToPlotly", () => {
  it("keeps the data untouched and gives log ranges in powers of ten, as Plotly wants them", () => {
    const plotly = figureToPlotly({ ...lines, yAxis: { title: "y", type: "log", range: [0.1, 100] } });
    expect(plotly.data.map((trace) => trace.y)).toEqual(lines.traces.map((trace) => trace.y));
    expect((plotly.layout.yaxis as { range: number[] }).range).toEqual([-1, 2]);
  });
});

describe("figureBundle", () => {
  it("offers Plotly, SVG and text, small enough to be committed", () => {
    const bundle = figureBundle(lines);
    expect(Object.keys(bundle)).toEqual(["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"]);
    expect(JSON.stringify(bundle).length).toBeLessThan(40_000);
  });
});
