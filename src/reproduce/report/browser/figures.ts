/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import { loadScript } from "./scripts.js";

/** The part of plotly.js that is used. */
interface Plotly {
  react(target: HTMLElement, data: readonly PlotlyTrace[], layout: object, config: object): Promise<unknown>;
  Fx: { hover(target: HTMLElement, points: object[]): void; unhover(target: HTMLElement): void };
}

interface PlotlyTrace {
  readonly type: string;
  readonly name: string;
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | string)[];
  readonly z?: readonly (readonly number[])[];
}

interface Layout {
  readonly xaxis?: object;
  readonly yaxis?: object;
}

const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** Opens a figure where it is asked for: wide, and drawn by Plotly, which is loaded with the first. The static picture stays without scripts. */
export function startFigures(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-action=open-figure]")) {
    button.hidden = false;
    button.setAttribute("aria-label", `Open the figure ${button.closest<HTMLElement>(".figure")!.dataset.title!}`);
    button.addEventListener("click", () => void toggle(button));
  }
}

async function toggle(button: HTMLButtonElement): Promise<void> {
  const figure = button.closest<HTMLElement>(".figure")!;
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  button.textContent = open ? "Close" : "Open";
  figure.classList.toggle("open", open);
  if (open && !figure.querySelector(".plot")) await draw(await loadPlotly(), figure);
}

let loading: Promise<void> | undefined;

async function loadPlotly(): Promise<Plotly> {
  await (loading ??= loadScript("assets/plotly.min.js"));
  return (window as unknown as { Plotly: Plotly }).Plotly;
}

const config = {
  ...{ responsive: true, displaylogo: false, showSendToCloud: false },
  modeBarButtonsToRemove: ["lasso2d", "select2d", "sendDataToCloud", "sendChartToCloud", "editInChartStudio"],
};

async function draw(plotly: Plotly, figure: HTMLElement): Promise<void> {
  const { data, layout } = JSON.parse(figure.querySelector("script")!.textContent!) as {
    data: PlotlyTrace[];
    layout: Layout;
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
  const render = () => plotly.react(target, data, coloured(layout), config);
  await render();
  figure.classList.add("drawn");
  dark.addEventListener("change", () => void render());
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

/** A layout in the page's colours. */
function coloured(layout: Layout): object {
  const style = getComputedStyle(document.documentElement);
  const [ink, grid, ground, family] = ["--ink", "--rule", "--ground", "--sans"].map((name) =>
    style.getPropertyValue(name).trim(),
  );
  const axis = { gridcolor: grid, zerolinecolor: grid, linecolor: grid };
  return {
    ...layout,
    ...{ paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", margin: { t: 16, r: 16, b: 48, l: 64 } },
    font: { color: ink, family },
    hoverlabel: { bgcolor: ground, font: { color: ink } },
    xaxis: { ...layout.xaxis, ...axis },
    yaxis: { ...layout.yaxis, ...axis },
  };
}
