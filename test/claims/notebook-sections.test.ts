import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { claims } from "../../src/claims/registry.js";
import { unannouncedRejections, type Notebook as Walked } from "../../src/reproduce/notebook.js";

const folder = join(import.meta.dirname, "..", "..", "notebooks");

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly source: string | readonly string[] }[];
}

/** The headings of a notebook's text, of any level. */
function headings(file: string): string[] {
  const { cells } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Notebook;
  const texts = cells.filter((cell) => cell.cell_type === "markdown").map(({ source }) => [source].flat().join(""));
  return texts.flatMap((text) => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!.trim()));
}

describe("the walkthrough of a claim", () => {
  const walked = claims.filter(({ notebook }) => notebook !== null);
  it.each(walked.map(({ id, notebook }) => [id, notebook!.section, notebook!.file]))(
    "%s, “%s”, is a section of %s",
    (_, section, file) => expect(headings(file)).toContain(section),
  );
});

describe("the committed outputs of the walkthroughs", () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith(".ipynb")))(
    "of %s reject nothing without saying so",
    (file) => {
      const notebook = JSON.parse(readFileSync(join(folder, file), "utf8")) as Walked;
      expect(unannouncedRejections(notebook)).toEqual([]);
      // With the tags gone, every control is found: the check can fail.
      const untagged = { cells: notebook.cells.map((cell) => ({ ...cell, metadata: {} })) };
      expect(unannouncedRejections(untagged)).not.toEqual([]);
    },
  );
});
