import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import writeFileAtomic from "write-file-atomic";
import type { JsonObject } from "../../claims/claim.js";
import type { History } from "../history.js";
import type { LedgerClaim } from "../ledger.js";
import { findRocq, ProofBuild } from "../rocq/compiler.js";
import { renderProofs } from "../rocq/render.js";
import { proofFiles, proofFolder, readProof, requiredFiles } from "../rocq/sources.js";
import { compiledFolder } from "../rocq/theorem-check.js";
import type { CheckedCertificate } from "../result.js";
import type { Store } from "../store.js";
import { documentPath, proofPath, readDocuments, readWalkthroughs, walkthroughPath, type Book } from "./book.js";
import { checkPage } from "./check-page.js";
import { certificateFile, claimPage } from "./claim-page.js";
import { documentPage } from "./document-page.js";
import { figuresPage } from "./figures-page.js";
import { formulaStyle } from "./fonts.js";
import { anchorsOf, formalPage } from "./formal-page.js";
import { graphPage } from "./graph-page.js";
import { ledgerPage, type RunFacts } from "./ledger-page.js";
import { papersPage } from "./papers-page.js";
import { searchIndex } from "./search-index.js";
import { inequalityToSmtLib } from "./smt-lib.js";
import { sourcePage, sourcePath, SourceLines } from "./source-lines.js";
import { style } from "./style.js";
import { walkthroughPage, walkthroughsPage } from "./walkthrough-page.js";

/** Writes the report as a static site that works from a folder: no server, no network. Gives the paths of its pages and certificates. */
export async function writeSite(
  folder: string,
  ledger: readonly LedgerClaim[],
  store: Store,
  facts: RunFacts,
  history: History = {},
): Promise<string[]> {
  const certificates = writeCertificates(folder, ledger, store);
  await writeAssets(folder);
  const rendered = renderedProofs(folder, ledger, store);
  const book: Book = {
    ledger,
    history,
    documents: readDocuments(),
    walkthroughs: readWalkthroughs(),
    proofs: new Set(rendered),
    requires: (file) => requiredFiles(readProof(proofFolder, file)),
  };
  const proofs = rendered.map((file) => readFileSync(join(folder, proofPath(file)), "utf8"));
  const anchors = new Map(rendered.map((file, i) => [basename(proofPath(file)), anchorsOf(proofs[i]!)]));
  const source = new SourceLines();
  const questions = writeQuestions(folder, ledger, store);
  const pages: [string, string][] = [
    ["index.html", ledgerPage(book, facts)],
    ["papers.html", papersPage(book)],
    ["graph.html", graphPage(book)],
    ["figures.html", figuresPage(book)],
    ["walkthroughs.html", walkthroughsPage(book)],
    ["check.html", checkPage(book, questions.length, facts)],
    ...ledger.map(({ claim }, i): [string, string] => [`claims/${claim.id}.html`, claimPage(i, book, source)]),
    ...book.documents.map((document): [string, string] => [documentPath(document.path), documentPage(document, book)]),
    ...book.walkthroughs.map((one): [string, string] => [walkthroughPath(one.file), walkthroughPage(one, book)]),
    ...rendered.map((file, i): [string, string] => [proofPath(file), formalPage(file, proofs[i]!, book, anchors)]),
  ];
  for (const file of source.pointed) pages.push([sourcePath(file), sourcePage(file)]);
  for (const [path, html] of pages) write(folder, path, html);
  write(folder, "assets/search.js", `normlabSearch = ${JSON.stringify(searchIndex(book))};\n`);
  return [...pages.map(([path]) => path), ...certificates, ...questions];
}

/** The formal proofs that coqdoc rendered into the site; none where none was checked here. */
function renderedProofs(folder: string, ledger: readonly LedgerClaim[], store: Store): string[] {
  const checked = ledger.some(({ checks }) => checks.some(({ result }) => result?.method === "theorem"));
  const rocq = findRocq();
  if (!checked || !rocq.usable) return [];
  const build = new ProofBuild(proofFolder, compiledFolder(store), rocq);
  if (!existsSync(build.folder)) return [];
  const names = new Set(renderProofs(build.folder, join(folder, "proofs")));
  return proofFiles(proofFolder).filter((file) => names.has(basename(proofPath(file))));
}

/** The accepted inequalities as questions for an SMT solver. */
function writeQuestions(folder: string, ledger: readonly LedgerClaim[], store: Store): string[] {
  const results = ledger.flatMap(({ checks }) => checks.map(({ result }) => result));
  return results
    .flatMap((result) => (result?.method === "certificate" ? result.certificates : []))
    .flatMap(({ name, kind, sha256 }) => {
      if (kind !== "inequality") return [];
      const text = inequalityToSmtLib(JSON.parse(readFileSync(store.certificatePath(sha256), "utf8")) as JsonObject);
      if (text === undefined) return [];
      write(folder, `smt-lib/${name}.smt2`, text);
      return [`smt-lib/${name}.smt2`];
    });
}

function writeCertificates(folder: string, ledger: readonly LedgerClaim[], store: Store): string[] {
  const written = new Map<string, string>();
  const add = (certificate: CheckedCertificate, expected: "accepted" | "rejected") => {
    const path = certificateFile(certificate, expected);
    const { name, sha256 } = certificate;
    if ((written.get(path) ?? sha256) !== sha256) throw new Error(`two different certificates are called ${name}`);
    written.set(path, sha256);
    const text = readFileSync(store.certificatePath(sha256), "utf8");
    writeWhereOther(folder, path, text);
    const script = `normlabCertificate("${sha256}", ${JSON.stringify(text)});\n`;
    writeWhereOther(folder, `assets/certificates/${sha256}.js`, script);
  };
  for (const { result } of ledger.flatMap(({ checks }) => checks)) {
    if (result?.method !== "certificate") continue;
    for (const certificate of result.certificates) add(certificate, "accepted");
    for (const certificate of result.controlCertificates) add(certificate, "rejected");
  }
  return [...written.keys()];
}

async function writeAssets(folder: string): Promise<void> {
  const checker = await bundle("checker");
  write(folder, "assets/checker.js", `normlabChecker = ${JSON.stringify(checker)};\n`);
  write(folder, "assets/page.js", await bundle("page"));
  write(folder, "assets/style.css", style);
  write(folder, "assets/formulas.css", formulaStyle());
  const plotly = createRequire(import.meta.url).resolve("plotly.js-dist-min/plotly.min.js");
  writeWhereOther(folder, "assets/plotly.min.js", readFileSync(plotly, "utf8"));
}

/** A script for the browser from the file of that name in `browser/`. */
async function bundle(name: string): Promise<string> {
  const file = fileURLToPath(new URL(`./browser/${name}${extname(import.meta.url)}`, import.meta.url));
  const options = {
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
  } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [file], logLevel: "silent" });
  return outputFiles[0]!.text;
}

function write(folder: string, path: string, text: string): void {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileAtomic.sync(full, text);
}

/** Leaves a large file that is as it should be; one that a reader or a disk has changed is written anew. */
function writeWhereOther(folder: string, path: string, text: string): void {
  const full = join(folder, path);
  if (!existsSync(full) || readFileSync(full, "utf8") !== text) write(folder, path, text);
}
