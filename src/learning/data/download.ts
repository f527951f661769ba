import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { InputError } from "../../exact/input-error.js";
import type { CatalogueEntry, RemoteFile } from "./catalogue.js";

/** Bytes so far of a file, and in all where the server says so. */
export type DownloadProgress = (file: string, received: number, total: number | undefined) => void;

/**
 * Fetches the files of a data set into a folder: what is there and intact is kept, what was begun (`FILE.part`) is taken up where it
 * stopped, each file gets its name only when its MD5 checksum is right, and archives are unpacked, those put there by hand too.
 *
 * @returns the names of the files that were fetched.
 * @throws InputError where the set is not to be fetched, the server cannot be reached (saying which file to put where), or a checksum
 * is wrong.
 */
export async function downloadDataset(
  entry: CatalogueEntry,
  folder: string,
  onProgress: DownloadProgress = () => {},
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const fetched: string[] = [];
  for (const remote of entry.files) {
    const path = join(folder, remote.file);
    if (!existsSync(path) || (await md5(path)) !== remote.md5) {
      await download(remote, folder, path, onProgress);
      fetched.push(remote.file);
    }
    if (remote.members?.some((member) => !existsSync(join(folder, member)))) await unpack(path, folder);
  }
  return fetched;
}

/** Unpacks beside the archive first: a file that has its name is complete, wherever the process is stopped. */
async function unpack(archive: string, folder: string): Promise<void> {
  const beside = await mkdtemp(`${archive}.unpacking-`);
  try {
    await promisify(execFile)("tar", ["-xzf", archive, "--strip-components=1", "-C", beside]);
    for (const name of await readdir(beside)) await rename(join(beside, name), join(folder, name));
  } catch (error) {
    if (String((error as { stderr?: string }).stderr).includes("No space left")) throw fullDisk(beside);
    throw error;
  } finally {
    await rm(beside, { recursive: true });
  }
}

async function download(remote: RemoteFile, folder: string, path: string, onProgress: DownloadProgress): Promise<void> {
  const part = `${path}.part`;
  const begun = existsSync(part) ? (await stat(part)).size : 0;
  const response = await request(remote, folder, begun);
  const resumed = response.status === 206;
  const length = response.headers.get("content-length");
  let received = resumed ? begun : 0;
  const total = length === null ? undefined : Number(length) + received;
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  body.on("data", (chunk: Uint8Array) => onProgress(remote.file, (received += chunk.length), total));
  try {
    await pipeline(body, createWriteStream(part, { flags: resumed ? "a" : "w" }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw fullDisk(part);
    throw unreachable(remote, folder, `the connection broke after ${received} bytes`);
  }
  const sum = await md5(part);
  if (sum !== remote.md5) {
    await rm(part);
    throw new InputError({
      code: "checksum",
      where: remote.url,
      expected: `MD5 ${remote.md5}`,
      received: sum,
      remedy: "The damaged file was removed; try again",
    });
  }
  await rename(part, path);
}

async function request(remote: RemoteFile, folder: string, from: number): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(remote.url, from > 0 ? { headers: { range: `bytes=${from}-` } } : {});
    // The server has no bytes past `from`: what is there is not a beginning of this file.
    if (response.status === 416) response = await fetch(remote.url);
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
    throw unreachable(remote, folder, cause?.code ?? (error as Error).message);
  }
  if (!response.ok || response.body === null) throw unreachable(remote, folder, `status ${response.status}`);
  return response;
}

function unreachable(remote: RemoteFile, folder: string, received: string): InputError {
  return new InputError({
    code: "unreachable",
    where: remote.url,
    expected: "an answer from the server",
    received,
    remedy: `Without a network: put ${remote.file} (MD5 ${remote.md5}) into ${folder}`,
  });
}

/** The error for a disk without room. */
export function fullDisk(path: string): InputError {
  return new InputError({
    code: "disk-full",
    where: path,
    expected: "room on the disk",
    received: "none left",
    remedy: "Make room and run the same command again: it goes on from the last complete file",
  });
}

async function md5(path: string): Promise<string> {
  const hash = createHash("md5");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
