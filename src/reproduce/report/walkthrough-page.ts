import type { NotebookCell, NotebookOutput } from "../notebook.js";
import { claimPath, walkthroughPath, type Book, type Walkthrough } from "./book.js";
import { relinked, withAnchors } from "./document-page.js";
import { badge, escape, page } from "./html.js";
import { inlineMarkdownToHtml, markdownToHtml } from "./markdown.js";

/** The list of walkthroughs, each with the claims it walks through. */
export function walkthroughsPage(book: Book): string {
  const items = book.walkthroughs.map((walkthrough) => {
    const claims = claimsOf(walkthrough, book);
    return `<li><h2><a href="${walkthroughPath(walkthrough.file)}">${inlineMarkdownToHtml(walkthrough.title)}</a></h2>
<p class="quiet">notebooks/${escape(walkthrough.file)}${claims.length > 0 ? `, on ${claims.map(({ claim }) => `<a href="${claimPath(claim.id)}">${escape(claim.id)}</a>`).join(", ")}` : ""}</p></li>`;
  });
  const body = `<header class="masthead"><h1>Walkthroughs</h1>
<p class="lede">The notebooks as they are committed, with their outputs; figures open. <code>npm run lab</code> opens them in JupyterLab, where every line can be changed.</p></header>
<ul class="plain">${items.join("\n")}</ul>`;
  return page({ title: "Walkthroughs", root: "", body });
}

/** A notebook as a page: its text, its code, and its committed outputs. */
export function walkthroughPage(walkthrough: Walkthrough, book: Book): string {
  const { file, notebook } = walkthrough;
  const claims = claimsOf(walkthrough, book).map(
    ({ claim, word }) => `<li><a href="../${claimPath(claim.id)}">${escape(claim.id)}</a> ${badge(word)}</li>`,
  );
  const cells = notebook.cells.map(cellHtml).join("\n");
  const body = `<div class="document walkthrough"><p class="kicker">notebooks/${escape(file)}</p>
${claims.length > 0 ? `<ul class="row" aria-label="Claims">${claims.join("")}</ul>` : ""}
${relinked(withAnchors(cells), `notebooks/${file}`, book)}</div>`;
  return page({ title: walkthrough.title, root: "../", body });
}

function claimsOf({ file }: Walkthrough, book: Book) {
  return book.ledger.filter(({ claim }) => claim.notebook?.file === file);
}

function cellHtml(cell: NotebookCell): string {
  const source = joined(cell.source);
  if (cell.cell_type === "markdown") return markdownToHtml(source);
  if (cell.cell_type !== "code") return "";
  // Figures that follow each other stand in one row.
  const outputs = (cell.outputs ?? [])
    .map(outputHtml)
    .join("\n")
    .replaceAll('</figure></div>\n<div class="figures">', "</figure>");
  return `<pre class="source" tabindex="0" role="group" aria-label="Code">${escape(source)}</pre>\n${outputs}`;
}

function outputHtml(output: NotebookOutput): string {
  const { data } = output;
  if (output.output_type === "stream") return textOutput(joined(output.text));
  const svg = data?.["image/svg+xml"] as string | readonly string[] | undefined;
  if (svg !== undefined) return pictureOutput(joined(svg), data!);
  const text = joined(data?.["text/plain"] as string | undefined);
  return text ? textOutput(text) : tableOutput(joined(data?.["text/html"] as string | undefined));
}

function textOutput(text: string): string {
  return text.trim() === ""
    ? ""
    : `<pre class="output" tabindex="0" role="group" aria-label="Output">${escape(text.trimEnd())}</pre>`;
}

/** A committed table, without what it brings of its own style. */
function tableOutput(html: string): string {
  const plain = html.replace(/ (style|class|border)="[^"]*"/g, "").replace(/<style[\s\S]*?<\/style>/g, "");
  return plain === "" ? "" : `<div class="scroll" tabindex="0" role="group" aria-label="Output">${plain}</div>`;
}

/** A figure: its committed picture in the page's colours, and its data for Plotly. */
function pictureOutput(svg: string, data: NonNullable<NotebookOutput["data"]>): string {
  const [title = "Figure", ...caption] = joined(data["text/plain"] as string | undefined).split("\n");
  const plotly = data["application/vnd.plotly.v1+json"] as { data: unknown; layout: object } | undefined;
  const picture = svg
    .replace('<rect width="100%" height="100%" fill="#fff"/>', "")
    .replace(' color="#222"', "")
    .replace(/(<g[^>]*) aria-label="/g, '$1 data-mark="');
  const json =
    plotly &&
    JSON.stringify({ data: plotly.data, layout: { ...plotly.layout, title: undefined, annotations: undefined } });
  return `<div class="figures"><figure class="figure" data-title="${escape(title)}">
<div class="static">${picture}</div>
<figcaption><b>${escape(title)}.</b> ${escape(caption.join(" "))}</figcaption>
${json ? `<p class="actions"><button type="button" data-action="open-figure" aria-expanded="false" hidden>Open</button></p><script type="application/json">${json.replaceAll("<", "\\u003c")}</script>` : ""}
</figure></div>`;
}

function joined(text: string | readonly string[] | undefined): string {
  return [text ?? ""].flat().join("");
}
