/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** The part of plotly.js that is used. */
interface Plotly {
  newPlot(target: HTMLElement, data: PlotlyTrace[], layout: object, config: object): Promise<PlotlyElement>;
  relayout(target: HTMLElement, changes: object): Promise<unknown>;
  Fx: { hover(target: HTMLElement, points: object[]): void; unhover(target: HTMLElement): void };
}

interface PlotlyTrace {
  readonly type: string;
  readonly name: string;
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | string)[];
  readonly z?: readonly (readonly number[])[];
}

type PlotlyElement = HTMLElement & { on(event: string, listener: () => void): void };

const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** Draws every figure with Plotly in the page's colours; where Plotly is missing, the static picture stays. */
export function startFigures(): void {
  const plotly = (window as unknown as { Plotly?: Plotly }).Plotly;
  if (!plotly) return;
  for (const figure of document.querySelectorAll<HTMLElement>("figure.figure")) void draw(plotly, figure);
}

async function draw(plotly: Plotly, figure: HTMLElement): Promise<void> {
  const { data, layout } = JSON.parse(figure.querySelector("script")!.textContent!) as {
    data: PlotlyTrace[];
    layout: object;
  };
  const target = document.createElement("div");
  target.className = "plot";
  target.tabIndex = 0;
  target.setAttribute("role", "group");
  target.setAttribute("aria-label", `${figure.dataset.title!}. Arrow keys read the points.`);
  const spoken = document.createElement("p");
  spoken.className = "spoken";
  spoken.setAttribute("aria-live", "polite");
  figure.prepend(target, spoken);
  const config = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ["lasso2d", "select2d"] };
  await plotly.newPlot(target, data, { ...layout, margin: { t: 16, r: 16, b: 48, l: 64 }, ...colours() }, config);
  figure.querySelector<HTMLElement>(".static")!.hidden = true;
  dark.addEventListener("change", () => void plotly.relayout(target, colours()));
  readWithArrows(plotly, target, spoken, data);
}

/** Left and right go through the points of a trace, up and down through the traces; Escape leaves. */
function readWithArrows(plotly: Plotly, target: HTMLElement, spoken: HTMLElement, data: readonly PlotlyTrace[]): void {
  const series = data.flatMap((trace, curve) => (trace.type === "heatmap" ? [] : [{ trace, curve }]));
  if (series.length === 0) return;
  let at = 0;
  let point = -1;
  target.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      plotly.Fx.unhover(target);
      spoken.textContent = "";
      return;
    }
    const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] } as const;
    const step = steps[event.key as keyof typeof steps];
    if (!step) return;
    event.preventDefault();
    at = (at + step[1] + series.length) % series.length;
    const { trace, curve } = series[at]!;
    point = Math.min(Math.max(point + step[0], 0), trace.x.length - 1);
    plotly.Fx.hover(target, [{ curveNumber: curve, pointNumber: point }]);
    spoken.textContent = `${trace.name}: ${trace.x[point]}, ${trace.y[point]} (${point + 1} of ${trace.x.length})`;
  });
}

/** The page's colours, as Plotly names them. */
function colours(): object {
  const style = getComputedStyle(document.documentElement);
  const [ink, grid, ground] = ["--ink", "--rule", "--ground"].map((name) => style.getPropertyValue(name).trim());
  const axes = ["xaxis", "yaxis"].flatMap((axis) => [
    [`${axis}.gridcolor`, grid],
    [`${axis}.zerolinecolor`, grid],
    [`${axis}.linecolor`, grid],
  ]);
  return {
    "font.color": ink,
    "font.family": style.getPropertyValue("--sans").trim(),
    "hoverlabel.bgcolor": ground,
    "hoverlabel.font.color": ink,
    ...Object.fromEntries(axes),
  };
}
