import type { Trace } from "./figure.js";
import { traceColour } from "./palette.js";
import { escapeXml } from "./xml.js";

/** The names of the traces with their colours, in as many rows as they need. */
export function legendLayout(traces: readonly Trace[], width: number): { svg: string; height: number } {
  const named = traces.flatMap((trace, index) => (trace.type === "heatmap" ? [] : [{ name: trace.name, index }]));
  if (named.length < 2) return { svg: "", height: 0 };
  let x = 16;
  let y = 44;
  const parts: string[] = [];
  for (const { name, index } of named) {
    const length = 26 + 7 * name.length;
    if (x + length > width && x > 16) {
      x = 16;
      y += 18;
    }
    parts.push(
      `<rect x="${x}" y="${y - 4}" width="14" height="4" fill="${traceColour(index, traces[index] as { colour?: number })}"/>` +
        `<text x="${x + 18}" y="${y + 2}" font-size="12" fill="currentColor">${escapeXml(name)}</text>`,
    );
    x += length;
  }
  return { svg: parts.join(""), height: y - 26 };
}

/** How the numbers of a matrix are coloured. */
export interface ColourScale {
  readonly domain: readonly number[];
  apply(value: number): string;
}

const stops = 24;

/** The scale of a heat map, beside it: a bar from the least to the greatest number, with three of them written. */
export function colourBar(scale: ColourScale, x: number, top: number, bottom: number): string {
  const [low, high] = [scale.domain[0]!, scale.domain.at(-1)!];
  const height = (bottom - top) / stops;
  const bar = Array.from({ length: stops }, (_, k) => {
    const value = high - ((k + 0.5) / stops) * (high - low);
    return `<path d="M${x},${(top + k * height).toFixed(2)}h12v${(height + 0.4).toFixed(2)}h-12z" fill="${scale.apply(value)}"/>`;
  });
  const texts = [0, 0.5, 1].map((part) => {
    const exact = high - part * (high - low);
    // What is left of 0 by rounding is 0.
    const value = Math.abs(exact) < 1e-9 * (high - low) ? 0 : Number(exact.toPrecision(3));
    const y = top + part * (bottom - top) + 4;
    return `<text x="${x + 16}" y="${y.toFixed(2)}" font-size="11" fill="currentColor">${escapeXml(value.toLocaleString("en-GB", { maximumSignificantDigits: 3 }).replace("-", "−"))}</text>`;
  });
  return `<g class="colour-bar">${bar.join("")}${texts.join("")}</g>`;
}
