import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import writeFileAtomic from "write-file-atomic";
import type { LedgerClaim } from "../ledger.js";
import { findRocq, ProofBuild } from "../rocq/compiler.js";
import { renderProofs } from "../rocq/render.js";
import { proofFolder } from "../rocq/sources.js";
import { compiledFolder } from "../rocq/theorem-check.js";
import type { CheckedCertificate } from "../result.js";
import type { Store } from "../store.js";
import { certificateFile, claimPage } from "./claim-page.js";
import { ledgerPage, type RunFacts } from "./ledger-page.js";
import { style } from "./style.js";

/** Writes the report as a static site that works from a folder: no server, no network. Gives the paths of its pages and certificates. */
export async function writeSite(
  folder: string,
  ledger: readonly LedgerClaim[],
  store: Store,
  facts: RunFacts,
): Promise<string[]> {
  const certificates = writeCertificates(folder, ledger, store);
  await writeAssets(folder);
  const pages: [string, string][] = [
    ["index.html", ledgerPage(ledger, facts)],
    ...ledger.map((entry, i): [string, string] => [
      `claims/${entry.claim.id}.html`,
      claimPage(entry, ledger[i - 1], ledger[i + 1]),
    ]),
  ];
  for (const [path, html] of pages) write(folder, path, html);
  return [...pages.map(([path]) => path), ...certificates, ...writeProofs(folder, ledger, store)];
}

/** The formal proofs, rendered; nothing where none was checked here. */
function writeProofs(folder: string, ledger: readonly LedgerClaim[], store: Store): string[] {
  const checked = ledger.some(({ checks }) => checks.some(({ result }) => result?.method === "theorem"));
  const rocq = findRocq();
  if (!checked || !rocq.usable) return [];
  const build = new ProofBuild(proofFolder, compiledFolder(store), rocq);
  if (!existsSync(build.folder)) return [];
  return renderProofs(build.folder, join(folder, "proofs")).map((name) => `proofs/${name}`);
}

function writeCertificates(folder: string, ledger: readonly LedgerClaim[], store: Store): string[] {
  const written = new Map<string, string>();
  const add = (certificate: CheckedCertificate, expected: "accepted" | "rejected") => {
    const path = certificateFile(certificate, expected);
    const { name, sha256 } = certificate;
    if ((written.get(path) ?? sha256) !== sha256) throw new Error(`two different certificates are called ${name}`);
    written.set(path, sha256);
    if (sameSize(join(folder, path), certificate.bytes) && existsSync(scriptPath(folder, sha256))) return;
    const text = readFileSync(store.certificatePath(sha256), "utf8");
    write(folder, path, text);
    write(folder, `assets/certificates/${sha256}.js`, `normlabCertificate("${sha256}", ${JSON.stringify(text)});\n`);
  };
  for (const { result } of ledger.flatMap(({ checks }) => checks)) {
    if (result?.method !== "certificate") continue;
    for (const certificate of result.certificates) add(certificate, "accepted");
    for (const certificate of result.controlCertificates) add(certificate, "rejected");
  }
  return [...written.keys()];
}

function scriptPath(folder: string, sha256: string): string {
  return join(folder, "assets", "certificates", `${sha256}.js`);
}

function sameSize(path: string, bytes: number): boolean {
  return statSync(path, { throwIfNoEntry: false })?.size === bytes;
}

async function writeAssets(folder: string): Promise<void> {
  const checker = await bundle("checker");
  write(folder, "assets/checker.js", `normlabChecker = ${JSON.stringify(checker)};\n`);
  write(folder, "assets/page.js", await bundle("page"));
  write(folder, "assets/style.css", style);
  const plotly = createRequire(import.meta.url).resolve("plotly.js-dist-min/plotly.min.js");
  const copy = join(folder, "assets", "plotly.min.js");
  if (!sameSize(copy, statSync(plotly).size)) copyFileSync(plotly, copy);
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
