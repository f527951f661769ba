import { basename } from "node:path";
import type { LedgerClaim } from "../ledger.js";
import { claimPath, documentPath, namedBy, proofPath, type Book } from "./book.js";
import { badge, count, escape, page } from "./html.js";
import { inlineMarkdownToHtml } from "./markdown.js";

/** Something that evidence is made of, in one of the columns. */
interface Node {
  readonly id: string;
  readonly column: 0 | 1 | 2 | 3;
  readonly text: string;
  readonly title: string;
  readonly href: string | undefined;
  readonly word?: LedgerClaim["word"];
}

type Edge = readonly [from: string, to: string];

const columns = [
  "Formal proofs",
  "Claims",
  "Certificates, experiments, numerical checks",
  "Arguments on paper",
] as const;
// As wide as the page on a desk.
const [width, rowHeight, top] = [1110, 24, 40];
const left = [0, 290, 590, 940] as const;
const boxes = [170, 240, 280, 166] as const;

/** The graph of what stands on what, and the same as a list. */
export function graphPage(book: Book): string {
  const { nodes, edges } = graphOf(book);
  const body = `<header class="masthead"><h1>What stands on what</h1>
<p class="lede">Formal proofs and what they require, claims, their checks, and the arguments on paper that they name. Point at a box, or reach it with the Tab key, to see its own lines; it leads to its page.</p></header>
<div class="scroll graph" tabindex="0" role="group" aria-label="Graph">${drawing(nodes, edges)}</div>
<section><h2>The same as a list</h2>${book.ledger.map((entry) => listed(entry, book)).join("\n")}</section>`;
  return page({ title: "What stands on what", root: "", body });
}

function graphOf(book: Book): { nodes: Node[]; edges: Edge[] } {
  const nodes = new Map<string, Node>();
  const edges: Edge[] = [];
  const add = (node: Node) => void (nodes.has(node.id) || nodes.set(node.id, node));
  for (const { claim, word, checks } of book.ledger) {
    const own = `claim ${claim.id}`;
    add({ id: own, column: 1, text: claim.id, title: claim.title, href: claimPath(claim.id), word });
    for (const { check, word: checkWord, result } of checks) {
      if (check.method === "theorem") {
        const files = result?.method === "theorem" ? result.files : [check.theorem.file];
        for (const file of files) addProof(file);
        edges.push([`proof ${check.theorem.file}`, own]);
        continue;
      }
      const id = `check ${claim.id}.${check.id}`;
      const href = `${claimPath(claim.id)}#${check.id}`;
      add({ id, column: 2, text: check.id, title: `${check.method}: ${check.title}`, href, word: checkWord });
      edges.push([own, id]);
    }
    const named = namedBy(claim, book);
    for (const { path, title } of named.documents) {
      add({ id: path, column: 3, text: basename(path), title, href: documentPath(path) });
      edges.push([own, path]);
    }
    for (const other of named.claims) edges.push([own, `claim ${other}`]);
  }
  return { nodes: [...nodes.values()], edges };

  function addProof(file: string): void {
    const href = book.proofs.has(file) ? proofPath(file) : undefined;
    add({ id: `proof ${file}`, column: 0, text: file, title: `proofs/${file}`, href });
    for (const required of book.requires(file)) {
      if (!edges.some(([from, to]) => from === `proof ${required}` && to === `proof ${file}`)) {
        edges.push([`proof ${required}`, `proof ${file}`]);
      }
    }
  }
}

/** Columns of boxes, each at the middle of what it hangs together with in the column of claims. */
function drawing(nodes: readonly Node[], edges: readonly Edge[]): string {
  const places = new Map<string, number>();
  const checks = nodes.filter(({ column }) => column === 2);
  const height =
    top +
    rowHeight * Math.max(...[0, 1, 2, 3].map((column) => nodes.filter((node) => node.column === column).length)) +
    20;
  checks.forEach(({ id }, i) => places.set(id, top + i * rowHeight));
  for (const column of [1, 0, 3] as const) {
    const wanted = nodes
      .filter((node) => node.column === column)
      .map((node) => ({ node, y: middle(node.id, edges, places) ?? height / 2 }));
    if (column !== 1) wanted.sort((a, b) => a.y - b.y);
    const step = Math.max(rowHeight, (height - top - 20) / Math.max(wanted.length, 1));
    wanted.forEach(({ node }, i) => places.set(node.id, top + i * step));
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lines = edges
    .filter(([from, to]) => places.has(from) && places.has(to))
    .map(([from, to]) => line(byId.get(from)!, byId.get(to)!, places));
  const heads = columns.map((text, i) => `<text class="head" x="${left[i]}" y="18">${text}</text>`);
  return `<svg viewBox="0 0 ${width} ${Math.ceil(height)}" width="${width}" height="${Math.ceil(height)}" role="group" aria-label="What stands on what">
${heads.join("")}<g class="edges">${lines.join("")}</g>${nodes.map((node) => box(node, places.get(node.id)!)).join("\n")}</svg>`;
}

function middle(id: string, edges: readonly Edge[], places: ReadonlyMap<string, number>): number | undefined {
  const found = edges.flatMap(([from, to]) => {
    const other = from === id ? to : to === id ? from : undefined;
    const y = other === undefined ? undefined : places.get(other);
    return y === undefined ? [] : [y];
  });
  return found.length === 0 ? undefined : found.reduce((sum, y) => sum + y, 0) / found.length;
}

/** Between columns a curve from side to side; within one, an arc on its left. */
function line(a: Node, b: Node, places: ReadonlyMap<string, number>): string {
  const [from, to] = a.column <= b.column ? [a, b] : [b, a];
  const [y1, y2] = [places.get(from.id)! + 9, places.get(to.id)! + 9];
  const same = from.column === to.column;
  const x1 = left[from.column] + boxes[from.column];
  const x2 = same ? x1 : left[to.column];
  const bend = same ? x1 + 18 + Math.min(50, Math.abs(y2 - y1) / 8) : (x1 + x2) / 2;
  return `<path d="M${x1},${y1.toFixed(1)}C${bend.toFixed(1)},${y1.toFixed(1)} ${bend.toFixed(1)},${y2.toFixed(1)} ${x2},${y2.toFixed(1)}" data-ends="${escape(`${a.id}|${b.id}`)}"/>`;
}

function box({ id, column, text, title, href, word }: Node, y: number): string {
  const label = column === 1 ? `${text} ${title}` : text;
  const longest = Math.floor(boxes[column] / 7.3);
  const cut = label.length > longest ? `${label.slice(0, longest - 1)}…` : label;
  const shape = `<title>${escape(`${title}${word ? ` (${word})` : ""}`)}</title><rect x="${left[column]}" y="${y.toFixed(1)}" width="${boxes[column]}" height="18" rx="3"/><text x="${left[column] + 6}" y="${(y + 13).toFixed(1)}">${escape(cut)}</text>`;
  const kind = `node${word ? ` ${word.replace(" ", "-")}` : ""}`;
  return href === undefined
    ? `<g class="${kind}" data-node="${escape(id)}">${shape}</g>`
    : `<a class="${kind}" data-node="${escape(id)}" href="${escape(href)}">${shape}</a>`;
}

/** What one claim stands on, in words. */
function listed({ claim, word, checks }: LedgerClaim, book: Book): string {
  const { documents, claims } = namedBy(claim, book);
  const items = [
    ...(claim.theorem
      ? [
          `Formal proof: ${book.proofs.has(claim.theorem.file) ? `<a href="${proofPath(claim.theorem.file)}">${escape(claim.theorem.file)}</a>` : escape(claim.theorem.file)}`,
        ]
      : []),
    ...checks
      .filter(({ check }) => check.method !== "theorem")
      .map(({ check, word: own, result }) => {
        const made = result?.method === "certificate" ? ` (${count(result.certificates.length, "certificate")})` : "";
        return `${check.method}: <a href="${claimPath(claim.id)}#${check.id}">${escape(check.id)}</a>${made} ${badge(own)}`;
      }),
    ...documents.map(
      ({ path, title }) => `On paper: <a href="${documentPath(path)}">${inlineMarkdownToHtml(title)}</a>`,
    ),
    ...(claims.length > 0
      ? [`Names ${claims.map((id) => `<a href="${claimPath(id)}">${escape(id)}</a>`).join(", ")}`]
      : []),
  ];
  return `<details><summary>${escape(claim.id)} ${inlineMarkdownToHtml(claim.title)} ${badge(word)}</summary><ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul></details>`;
}
