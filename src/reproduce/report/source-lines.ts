import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { FigureLines } from "./figure-element.js";
import { escape, page } from "./html.js";

/** Where a figure is drawn. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly id: RegExp;
}

const project = fileURLToPath(new URL("../../../", import.meta.url));

/** Finds the lines that draw figures, and keeps which files were pointed to. */
export class SourceLines {
  /** Files that pages link to, by their path in the project. */
  readonly pointed = new Set<string>();
  readonly #places: Place[];

  constructor() {
    // A package holds what was compiled, a repository the sources.
    const top = existsSync(join(project, "src", "claims")) ? "src" : "dist";
    this.#places = ["claims", "learning/experiments"].flatMap((folder) => placesIn(join(project, top, folder)));
  }

  /** The lines of the figures of one check. */
  of(claim: string, check: string): FigureLines {
    return (id) => {
      const fits = this.#places.filter((place) => place.id.test(id));
      const own = new RegExp(`/(${claim.replace("'", "-prime").toLowerCase()}\\.|${check}/)`);
      const place = fits.find(({ file }) => own.test(file)) ?? fits[0];
      if (place === undefined) return undefined;
      this.pointed.add(place.file);
      return { href: `../${sourcePath(place.file)}#L${place.line}`, name: `${place.file}:${place.line}` };
    };
  }

  /** The file that states a claim; undefined where it is none of the project's. */
  module(address: string): string | undefined {
    const compiled = relative(project, fileURLToPath(address));
    const source = compiled.replace(/^dist\//, "src/").replace(/\.js$/, ".ts");
    const file = [source, compiled].find((path) => /^(src|dist)\//.test(path) && existsSync(join(project, path)));
    if (file !== undefined) this.pointed.add(file);
    return file;
  }
}

/** Figures by their first lines: `id: "name"` or a template, with a title below. */
function placesIn(folder: string): Place[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(?<!\.d)\.[jt]s$/.test(name),
  );
  return files.sort().flatMap((name) => {
    const lines = readFileSync(join(folder, name), "utf8").split("\n");
    return lines.flatMap((text, i): Place[] => {
      const found = /\bid: (?:"([^"]+)"|`([^`]+)`)/.exec(text);
      if (!found || !/\btitle(:|,)/.test(lines.slice(i, i + 3).join("\n"))) return [];
      const id = (found[1] ?? found[2]!)
        .split(/\$\{[^}]*\}/)
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      return [{ file: relative(project, join(folder, name)), line: i + 1, id: new RegExp(`^${id.join(".+")}$`) }];
    });
  });
}

/** Where the page of a source lies. */
export function sourcePath(file: string): string {
  return `source/${file.replaceAll("/", ".")}.html`;
}

/** A source with an anchor at every line. */
export function sourcePage(file: string): string {
  const lines = readFileSync(join(project, file), "utf8").trimEnd().split("\n");
  const rows = lines.map((text, i) => `<span id="L${i + 1}">${escape(text)}\n</span>`);
  const body = `<header class="masthead"><h1>${escape(file)}</h1></header>
<pre class="source" tabindex="0" role="group" aria-label="Source">${rows.join("")}</pre>`;
  return page({ title: file, root: "../", body });
}
