/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { SearchEntry } from "../search-index.js";
import { loadScript } from "./scripts.js";

declare global {
  interface Window {
    /** Put there by `search.js`. */
    normlabSearch: readonly SearchEntry[] | undefined;
  }
}

const most = 30;

/** The ledger's filters, and the search. */
export function startLedger(): void {
  const form = document.querySelector<HTMLFormElement>("form.filters");
  if (!form) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => void apply(form));
  void apply(form);
}

async function apply(form: HTMLFormElement): Promise<void> {
  const [query, paper, word] = ["query", "paper", "word"].map((name) => String(new FormData(form).get(name) ?? ""));
  let shown = 0;
  for (const section of document.querySelectorAll<HTMLElement>("section[data-paper]")) {
    const rows = [...section.querySelectorAll<HTMLElement>("tbody tr")];
    for (const row of rows) {
      row.hidden = (paper !== "" && section.dataset.paper !== paper) || (word !== "" && row.dataset.word !== word);
      if (!row.hidden) shown++;
    }
    section.hidden = rows.every((row) => row.hidden);
  }
  const output = form.querySelector("output")!;
  output.textContent = paper || word ? `${shown} claims shown` : "";
  const list = document.querySelector<HTMLElement>(".found")!;
  const words = query!.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    list.hidden = true;
    return;
  }
  if (!window.normlabSearch) {
    await loadScript("assets/search.js");
    // What was typed or cleared meanwhile has been seen to, or will be.
    if (new FormData(form).get("query") !== query) return;
  }
  const found = window
    .normlabSearch!.map((entry) => ({ entry, rank: rankOf(entry, words) }))
    .filter(({ rank }) => rank > 0);
  found.sort((a, b) => b.rank - a.rank);
  list.hidden = false;
  list.replaceChildren(...found.slice(0, most).map(({ entry }) => item(entry, words)));
  output.textContent =
    found.length > most ? `${found.length} places found, the first ${most} shown` : `${found.length} places found`;
}

/** All words must be there; those in the title count more, and claims before what stands under them. */
function rankOf({ title, text, kind }: SearchEntry, words: readonly string[]): number {
  const [inTitle, inText] = [title.toLowerCase(), text.toLowerCase()];
  if (!words.every((word) => inTitle.includes(word) || inText.includes(word))) return 0;
  return 1 + words.filter((word) => inTitle.includes(word)).length * 2 + (kind === "claim" ? 1 : 0);
}

function item({ title, href, kind, text }: SearchEntry, words: readonly string[]): HTMLElement {
  const at = Math.max(text.toLowerCase().indexOf(words[0]!), 0);
  const start = Math.max(at - 60, 0);
  const element = document.createElement("li");
  const link = document.createElement("a");
  link.href = href;
  link.textContent = title;
  const about = document.createElement("span");
  about.className = "quiet";
  about.textContent = ` ${kind}. ${start > 0 ? "…" : ""}${text.slice(start, at + 120).replace(/\s+/g, " ")}…`;
  element.append(link, about);
  return element;
}
