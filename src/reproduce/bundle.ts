import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { zipSync } from "fflate";
import type { TaskResult } from "./result.js";

interface Manifest {
  readonly "@graph": readonly { readonly "@id": string; readonly hasPart?: readonly { readonly "@id": string }[] }[];
}

/**
 * A finished run as one zip archive: report, ledger, results with how they came about, certificates, records and manifest. Unpacked it is an
 * RO-Crate, a report that opens, and a folder with which `normlab reproduce --out` goes on. The same folder gives the same bytes.
 */
export function bundleOf(folder: string): Uint8Array {
  const { "@graph": graph } = JSON.parse(readFileSync(join(folder, "ro-crate-metadata.json"), "utf8")) as Manifest;
  const root = graph.find((entity) => entity["@id"] === "./")!;
  const files = root.hasPart!.map((part) => part["@id"]);
  const paths = new Set(["ro-crate-metadata.json", ...files, ...besideResults(folder, files), ...assets(folder)]);
  const entries = [...paths].sort().map((path) => [path, new Uint8Array(readFileSync(join(folder, path)))] as const);
  // The archive's times say nothing: the manifest has them.
  return zipSync(Object.fromEntries(entries), { mtime: new Date(1980, 0, 1), level: 6 });
}

/** What the store keeps beside its results: how each came about, and its certificates. */
function besideResults(folder: string, files: readonly string[]): string[] {
  return files
    .filter((path) => /^cache\/[0-9a-f]{64}\.json$/.test(path))
    .flatMap((path) => {
      const result = JSON.parse(readFileSync(join(folder, path), "utf8")) as TaskResult;
      const certificates =
        result.method === "certificate" ? [...result.certificates, ...result.controlCertificates] : [];
      return [
        path.replace(/json$/, "run.json"),
        ...certificates.map(({ sha256 }) => `cache/certificates/${sha256}.json`),
      ];
    });
}

/** Scripts and styles of the report's pages. */
function assets(folder: string): string[] {
  return readdirSync(join(folder, "assets"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}
