import { withoutDirectives } from "../directives.js";
import { parseAsWritten } from "../language/cell.js";
import { syntaxErrors } from "../language/internals.js";
import { isPercent, percentMark } from "../notebook/format.js";

/** A part of a text that is a cell of a notebook. */
export interface Piece {
  readonly start: number;
  readonly text: string;
}

/** What a text document is: a module, or the cells of a notebook one after the other. */
export type Form = "module" | "percent" | "joined";

export function formOf(path: string, text: string): Form {
  if (/\.ipynb$|\.virtual_documents\//.test(path)) return "joined";
  return isPercent(text) ? "percent" : "module";
}

/** The cells of a text document. */
export function piecesOf(form: Form, text: string): Piece[] {
  if (form === "module") return [{ start: 0, text }];
  const breaks = form === "percent" ? percentMarks(text) : blankLines(text);
  const starts = [0, ...breaks.filter((each) => each > 0)];
  const pieces = starts.map((start, i) => ({ start, text: text.slice(start, starts[i + 1]) }));
  return form === "percent" ? pieces : rejoin(text, pieces);
}

function percentMarks(text: string): number[] {
  const lines = [...text.matchAll(/^.*$/gm)];
  return lines.filter(([line]) => percentMark(line.replace(/\r$/, "")) !== undefined).map(({ index }) => index);
}

/** JupyterLab puts two blank lines between cells. */
function blankLines(text: string): number[] {
  return [...text.matchAll(/\n{3,}(?=[^\n])/g)].map((match) => match.index + match[0].length);
}

/** How many pieces a cell may have been cut into at blank lines of its own. */
const most = 12;

/** Blank lines inside a cell part what is nothing alone: such pieces belong together if they are something together. */
function rejoin(text: string, pieces: readonly Piece[]): Piece[] {
  const cells: Piece[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const { start } = pieces[i]!;
    let last = i;
    if (!isWhole(pieces[i]!.text)) {
      const ends = pieces.slice(i + 1, i + most).map((_, j) => i + 1 + j);
      last = ends.find((each) => isWhole(text.slice(start, pieces[each + 1]?.start))) ?? i;
    }
    // What JupyterLab puts between cells belongs to none.
    const whole = text.slice(start, pieces[last + 1]?.start);
    cells.push({ start, text: whole.replace(last + 1 < pieces.length ? /\n{1,3}$/ : /\n$/, "") });
    i = last;
  }
  return cells;
}

function isWhole(text: string): boolean {
  return syntaxErrors(parseAsWritten("cell", withoutDirectives(text))).length === 0;
}
