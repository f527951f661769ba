import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CatalogueEntry, catalogueEntry } from "../../../src/learning/data/catalogue.js";
import { downloadDataset } from "../../../src/learning/data/download.js";

let folder: string;
let server: Server;
let content: Buffer;
let ranges: (string | undefined)[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "normlab-get-"));
  content = randomBytes(50_000);
  ranges = [];
  server = createServer((request, response) => {
    const range = request.headers.range;
    ranges.push(range);
    const from = range === undefined ? 0 : Number(/bytes=(\d+)-/.exec(range)![1]);
    if (from >= content.length) response.writeHead(416).end();
    else response.writeHead(range === undefined ? 200 : 206).end(content.subarray(from));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

function entry(
  file: string,
  md5 = createHash("md5").update(content).digest("hex"),
  members?: readonly string[],
): CatalogueEntry {
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/${file}`;
  return { ...catalogueEntry("fashion-mnist"), files: [{ url, file, md5, ...(members && { members }) }] };
}

test("a file is fetched once and kept", async () => {
  expect(await downloadDataset(entry("a.bin"), folder)).toEqual(["a.bin"]);
  expect(await readFile(join(folder, "a.bin"))).toEqual(content);
  expect(await downloadDataset(entry("a.bin"), folder)).toEqual([]);
  expect(ranges).toEqual([undefined]);
});

test("a broken download is taken up where it stopped", async () => {
  await writeFile(join(folder, "a.bin.part"), content.subarray(0, 20_000));
  await downloadDataset(entry("a.bin"), folder);
  expect(ranges).toEqual(["bytes=20000-"]);
  expect(await readFile(join(folder, "a.bin"))).toEqual(content);
});

test("a part longer than the file is begun anew", async () => {
  await writeFile(join(folder, "a.bin.part"), randomBytes(60_000));
  await downloadDataset(entry("a.bin"), folder);
  expect(await readFile(join(folder, "a.bin"))).toEqual(content);
});

test("a wrong checksum is refused and nothing takes the file's name", async () => {
  await expect(downloadDataset(entry("a.bin", "0".repeat(32)), folder)).rejects.toThrow(/expected MD5 0{32}/);
  expect(existsSync(join(folder, "a.bin"))).toBe(false);
  expect(existsSync(join(folder, "a.bin.part"))).toBe(false);
});

describe("an archive", () => {
  const archive = () => entry("b.tar.gz", undefined, ["inner.bin"]);
  beforeEach(async () => {
    await mkdir(join(folder, "pack"));
    await writeFile(join(folder, "pack", "inner.bin"), "inside");
    execFileSync("tar", ["-czf", join(folder, "made.tgz"), "-C", folder, "pack"]);
    content = await readFile(join(folder, "made.tgz"));
  });

  test("is unpacked without its outer folder", async () => {
    await downloadDataset(archive(), folder);
    expect(await readFile(join(folder, "inner.bin"), "utf8")).toBe("inside");
    expect(await readdir(folder)).toEqual(["b.tar.gz", "inner.bin", "made.tgz", "pack"]);
  });

  test("that was put there by hand is unpacked without a request", async () => {
    await writeFile(join(folder, "b.tar.gz"), content);
    expect(await downloadDataset(archive(), folder)).toEqual([]);
    expect(await readFile(join(folder, "inner.bin"), "utf8")).toBe("inside");
    expect(ranges).toEqual([]);
  });

  test("whose unpacking was stopped is unpacked by the next call", async () => {
    await downloadDataset(archive(), folder);
    await rm(join(folder, "inner.bin"));
    expect(await downloadDataset(archive(), folder)).toEqual([]);
    expect(await readFile(join(folder, "inner.bin"), "utf8")).toBe("inside");
  });
});

test("a full disk is said, and nothing takes the file's name", async () => {
  await symlink("/dev/full", join(folder, "a.bin.part"));
  await expect(downloadDataset(entry("a.bin"), folder)).rejects.toThrow(/a\.bin\.part: expected room on the disk/);
  expect(existsSync(join(folder, "a.bin"))).toBe(false);
});

test("without a server it says which file to put where", async () => {
  const unreachable = { ...entry("a.bin"), files: [{ ...entry("a.bin").files[0]!, url: "http://127.0.0.1:9/a.bin" }] };
  await expect(downloadDataset(unreachable, folder)).rejects.toThrow(`put a.bin`);
  await expect(downloadDataset(unreachable, folder)).rejects.toThrow(folder);
});

test("an unknown name lists the known ones", () => {
  expect(() => catalogueEntry("mnist")).toThrow(/fashion-mnist, cifar-10, cifar-100/);
});
