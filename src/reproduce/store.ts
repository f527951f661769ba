import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { diskRefusal } from "./disk.js";
import type { Miss, RunRecord, TaskResult } from "./result.js";
import { sha256 } from "./task.js";

/**
 * Results, one file each, named by their task's hash; certificates, named by their own. Every file appears whole or not at all, so
 * any number of processes may share a store and any of them may be killed.
 */
export class Store {
  readonly folder: string;
  /** Results seen to be whole: a file that appears is never changed. */
  readonly #whole = new Set<string>();

  readonly #unwrittenMisses = new Map<string, Miss>();

  constructor(folder: string) {
    this.folder = folder;
  }

  has(hash: string): boolean {
    return this.status(hash) === "whole";
  }

  /** `damaged`: a file is there that is not what was written, such as one that a disk or a copy has cut short. */
  status(hash: string): "whole" | "absent" | "damaged" {
    if (this.#whole.has(hash)) return "whole";
    const text = readIfThere(this.resultPath(hash));
    if (text === undefined) return "absent";
    if (this.readRecord(hash)?.resultSha256 !== sha256(text)) return "damaged";
    const result = JSON.parse(text) as TaskResult;
    const certificates = result.method === "certificate" ? [...result.certificates, ...result.controlCertificates] : [];
    const whole = certificates.every((named) => {
      const certificate = readIfThere(this.certificatePath(named.sha256));
      return certificate !== undefined && sha256(certificate) === named.sha256;
    });
    if (!whole) return "damaged";
    this.#whole.add(hash);
    return "whole";
  }

  resultPath(hash: string): string {
    return join(this.folder, `${hash}.json`);
  }

  recordPath(hash: string): string {
    return join(this.folder, `${hash}.run.json`);
  }

  certificatePath(sha: string): string {
    return join(this.folder, "certificates", `${sha}.json`);
  }

  /** The text of a result; undefined where there is none that is whole. */
  readText(hash: string): string | undefined {
    return this.has(hash) ? readIfThere(this.resultPath(hash)) : undefined;
  }

  read(hash: string): TaskResult | undefined {
    const text = this.readText(hash);
    return text === undefined ? undefined : (JSON.parse(text) as TaskResult);
  }

  readRecord(hash: string): RunRecord | undefined {
    try {
      return JSON.parse(readFileSync(this.recordPath(hash), "utf8")) as RunRecord;
    } catch {
      return undefined;
    }
  }

  /** The tasks that have a result, be it damaged, or a reason for having none. */
  tried(): Set<string> {
    const files = this.begun ? readdirSync(this.folder) : [];
    return new Set(files.flatMap((file) => /^([0-9a-f]{64})(\.miss)?\.json$/.exec(file)?.[1] ?? []));
  }

  /** Whether a run was ever begun with this store. */
  get begun(): boolean {
    return existsSync(this.folder);
  }

  begin(): void {
    mkdirSync(this.folder, { recursive: true });
  }

  /** Why the last attempt at a task left no result; undefined where there was none, or where there is a result. */
  readMiss(hash: string): Miss | undefined {
    if (this.has(hash)) return undefined;
    const unwritten = this.#unwrittenMisses.get(hash);
    if (unwritten !== undefined) return unwritten;
    try {
      return JSON.parse(readFileSync(this.#missPath(hash), "utf8")) as Miss;
    } catch {
      return undefined;
    }
  }

  writeMiss(hash: string, miss: Miss): void {
    this.begin();
    try {
      writeFileAtomic.sync(this.#missPath(hash), `${JSON.stringify(miss)}\n`);
    } catch (error) {
      // A full disk may be the very reason; then it is known as long as this run lasts.
      if (diskRefusal(error) === undefined) throw error;
      this.#unwrittenMisses.set(hash, miss);
    }
  }

  /** As if the task had not been tried. */
  forgetMiss(hash: string): void {
    const path = this.#missPath(hash);
    if (existsSync(path)) rmSync(path, { force: true });
  }

  #missPath(hash: string): string {
    return join(this.folder, `${hash}.miss.json`);
  }

  /** The result last: where it is, everything it names is too. */
  write(hash: string, result: TaskResult, run: Omit<RunRecord, "resultSha256">): void {
    this.begin();
    const text = `${JSON.stringify(result, null, 1)}\n`;
    const record: RunRecord = { ...run, resultSha256: sha256(text) };
    writeUnsynchronised(this.recordPath(hash), `${JSON.stringify(record)}\n`);
    writeUnsynchronised(this.resultPath(hash), text);
    this.forgetMiss(hash);
  }

  /** Keeps a certificate and gives its SHA-256. */
  writeCertificate(text: string): string {
    const sha = sha256(text);
    const path = this.certificatePath(sha);
    mkdirSync(join(this.folder, "certificates"), { recursive: true });
    // A damaged one is replaced.
    if (readIfThere(path) !== text) writeUnsynchronised(path, text);
    return sha;
  }
}

/**
 * Whole or not at all, without waiting for the disk: what a power failure cuts short is seen by its hash, and computed again. This is done
 * for every task; write-file-atomic, which follows links, keeps modes and listens to signals, takes several times as long.
 */
function writeUnsynchronised(path: string, text: string): void {
  const temporary = `${path}.${randomInt(2 ** 32)}`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // A file in the folder's place has nothing in it either.
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
