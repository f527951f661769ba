import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { Miss, RunRecord, TaskResult } from "./result.js";
import { sha256 } from "./task.js";

/**
 * Results, one file each, named by their task's hash; certificates, named by their own. Every file appears whole or not at all, so
 * any number of processes may share a store and any of them may be killed.
 */
export class Store {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  has(hash: string): boolean {
    return existsSync(this.resultPath(hash));
  }

  resultPath(hash: string): string {
    return join(this.folder, `${hash}.json`);
  }

  certificatePath(sha: string): string {
    return join(this.folder, "certificates", `${sha}.json`);
  }

  /** The text of a result; undefined where there is none. */
  readText(hash: string): string | undefined {
    try {
      return readFileSync(this.resultPath(hash), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  read(hash: string): TaskResult | undefined {
    const text = this.readText(hash);
    return text === undefined ? undefined : (JSON.parse(text) as TaskResult);
  }

  readRecord(hash: string): RunRecord | undefined {
    try {
      return JSON.parse(readFileSync(join(this.folder, `${hash}.run.json`), "utf8")) as RunRecord;
    } catch {
      return undefined;
    }
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
    try {
      return JSON.parse(readFileSync(this.missPath(hash), "utf8")) as Miss;
    } catch {
      return undefined;
    }
  }

  writeMiss(hash: string, miss: Miss): void {
    this.begin();
    writeFileAtomic.sync(this.missPath(hash), `${JSON.stringify(miss)}\n`);
  }

  private missPath(hash: string): string {
    return join(this.folder, `${hash}.miss.json`);
  }

  /** The result last: where it is, everything it names is too. */
  write(hash: string, result: TaskResult, record: RunRecord): void {
    this.begin();
    writeFileAtomic.sync(join(this.folder, `${hash}.run.json`), `${JSON.stringify(record)}\n`);
    writeFileAtomic.sync(this.resultPath(hash), `${JSON.stringify(result, null, 1)}\n`);
    rmSync(this.missPath(hash), { force: true });
  }

  /** Keeps a certificate and gives its SHA-256. */
  writeCertificate(text: string): string {
    const sha = sha256(text);
    const path = this.certificatePath(sha);
    mkdirSync(join(this.folder, "certificates"), { recursive: true });
    if (!existsSync(path)) writeFileAtomic.sync(path, text);
    return sha;
  }
}
