import { extname } from "node:path";
import { InputError } from "../exact/input-error.js";
import type { Figure } from "../plot/figure.js";
import { writeOutput } from "./output-file.js";

/**
 * Writes figures to the file of a `--figure` option: a page for `.html`, the first figure's picture for `.svg`.
 *
 * @throws InputError for any other ending, or where the file cannot be written.
 */
export async function writeFigures(path: string, title: string, figures: readonly Figure[]): Promise<void> {
  const { figuresToHtml, figureToSvg } = await import("../plot/index.js");
  const text = figureKind(path) === "html" ? figuresToHtml(title, figures) : figureToSvg(figures[0]!);
  await writeOutput(path, "--figure", text);
}

/** The kind of file a `--figure` option names, so that a wrong ending is refused before any work is done. */
export function figureKind(path: string): "html" | "svg" {
  const ending = extname(path).slice(1);
  if (ending === "html" || ending === "svg") return ending;
  throw new InputError({
    code: "ending",
    where: "--figure",
    expected: "a file ending in .html or .svg",
    received: path,
  });
}
