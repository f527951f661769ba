import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Alphabets that no formula here is set in; a formula that asks for one gets the reader's own letters. */
const leftOut = /KaTeX_(Fraktur|SansSerif|Typewriter)/;

/**
 * KaTeX's style sheet with its fonts inside: a page that is opened from a file may not be let to load a font that lies beside it. That
 * depends on the browser.
 */
export function formulaStyle(): string {
  const folder = dirname(createRequire(import.meta.url).resolve("katex/dist/katex.min.css"));
  const css = readFileSync(join(folder, "katex.min.css"), "utf8");
  return css
    .replace(/@font-face\{[^}]*\}/g, (face) => (leftOut.test(face) ? "" : face))
    .replace(/src:url\((fonts\/[^)]*\.woff2)\)[^}]*/g, (_, file: string) => {
      const font = readFileSync(join(folder, file)).toString("base64");
      return `src:url(data:font/woff2;base64,${font}) format("woff2")`;
    });
}
