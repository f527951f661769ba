import type { ControlSpecification } from "./control-specification.js";
import { palette } from "./palette.js";
import { escapeXml } from "./xml.js";

const [width, left, track, line] = [640, 150, 340, 30];
const barHeight = 70;

/** Where controls stand at first, as a still picture: for readers without a kernel, and for kernels without widgets. */
export function controlsPicture(controls: Readonly<Record<string, ControlSpecification>>): string {
  let y = 34;
  const parts = Object.values(controls).map((control) => {
    const drawn = pictureOf(control, y, countOf(control, controls));
    y += drawn.height;
    return drawn.svg;
  });
  const title = "Controls: they can be moved while the notebook runs on the normlab kernel";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img" aria-label="${title}"` +
    ` font-family="system-ui, sans-serif" font-size="13" color="#222"><title>${title}</title><rect width="100%" height="100%" fill="#fff"/>` +
    `<g fill="currentColor"><text x="16" y="20" font-size="12" font-style="italic">${title}</text>${parts.join("")}</g></svg>`
  );
}

/** How many of its bars count. */
function countOf(control: ControlSpecification, controls: Readonly<Record<string, ControlSpecification>>): number {
  if (control.type !== "bars") return 0;
  return control.count === undefined ? control.value.length : Number(controls[control.count]!.value);
}

function pictureOf(control: ControlSpecification, top: number, count: number): { svg: string; height: number } {
  const middle = top + line / 2;
  const label = text(16, middle + 4, control.label);
  switch (control.type) {
    case "slider": {
      const x = left + (track * (control.value - control.min)) / (control.max - control.min);
      const rail = `<rect x="${left}" y="${middle - 2}" width="${track}" height="4" rx="2" fill="currentColor" fill-opacity="0.25"/>`;
      const knob = `<circle cx="${x.toFixed(1)}" cy="${middle}" r="7" fill="${palette[0]}"/>`;
      return { svg: label + rail + knob + text(left + track + 20, middle + 4, `${control.value}`), height: line };
    }
    case "choice": {
      const frame = `<rect x="${left}" y="${top + 3}" width="${track}" height="24" rx="3" fill="none" stroke="currentColor" stroke-opacity="0.5"/>`;
      return { svg: `${label}${frame}${text(left + 10, middle + 4, `${control.value} ▾`)}`, height: line };
    }
    case "toggles": {
      const buttons = control.value.map((value, i) => {
        const x = left + 42 * i;
        const fill = value === 1 ? palette[0] : "none";
        const ink = value === 1 ? ' fill="#fff"' : "";
        return `<rect x="${x}" y="${top + 3}" width="36" height="24" rx="3" fill="${fill}" stroke="currentColor" stroke-opacity="0.5"/><text x="${x + 18}" y="${middle + 4}" text-anchor="middle"${ink}>${i + 1}</text>`;
      });
      return { svg: label + buttons.join(""), height: line };
    }
    case "bars": {
      const bars = control.value.slice(0, count).map((value, i) => {
        const x = left + 8 + 44 * i;
        const y = top + 8 + barHeight * (1 - (value - control.min) / (control.max - control.min));
        return (
          `<rect x="${x - 2}" y="${top + 8}" width="4" height="${barHeight}" rx="2" fill="currentColor" fill-opacity="0.25"/>` +
          `<circle cx="${x}" cy="${y.toFixed(1)}" r="7" fill="${palette[0]}"/>` +
          `<text x="${x}" y="${top + barHeight + 26}" text-anchor="middle" font-size="11">${value}</text>`
        );
      });
      return { svg: text(16, top + 8 + barHeight / 2, control.label) + bars.join(""), height: barHeight + 36 };
    }
  }
}

function text(x: number, y: number, words: string): string {
  return `<text x="${x}" y="${y}">${escapeXml(words)}</text>`;
}
