import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import jpeg from "jpeg-js";
import { PNG } from "pngjs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadCifar } from "../../../src/learning/data/cifar.js";
import { loadFashionMnist } from "../../../src/learning/data/fashion-mnist.js";
import { readIdx } from "../../../src/learning/data/idx.js";
import { openImageFolder } from "../../../src/learning/data/image-folder.js";
import { shippedFile } from "../../../src/learning/data/locations.js";
import { loadText, textBatch } from "../../../src/learning/data/text.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "normlab-data-"));
});
afterEach(() => rm(folder, { recursive: true }));

function idx(shape: number[], values: number[], type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = type;
  header[3] = shape.length;
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Buffer.from(values)]);
}

async function writeFashion(images: Buffer, labels: Buffer): Promise<void> {
  await writeFile(join(folder, "t10k-images-idx3-ubyte.gz"), images);
  await writeFile(join(folder, "t10k-labels-idx1-ubyte.gz"), labels);
}

describe("IDX files", () => {
  test("are read plain and compressed", async () => {
    const bytes = idx([2, 3], [1, 2, 3, 4, 5, 6]);
    await writeFile(join(folder, "a"), bytes);
    await writeFile(join(folder, "a.gz"), gzipSync(bytes));
    for (const file of ["a", "a.gz"]) {
      const array = await readIdx(join(folder, file));
      expect(array.shape).toEqual([2, 3]);
      expect([...array.data]).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  test.each([
    ["cut in the values", idx([2, 3], [1, 2]), /byte 14: expected 18 bytes, got the end of the file/],
    ["cut in the header", idx([2, 3], []).subarray(0, 6), /byte 6: expected a complete IDX header/],
    ["empty", Buffer.alloc(0), /byte 0: expected a complete IDX header/],
    ["too long", idx([2], [1, 2, 3]), /byte 10: expected the end of the file/],
    ["of another format", Buffer.from("PNG image"), /byte 0: expected two zero bytes/],
    ["of another type", idx([2], [1, 2], 13), /byte 2: expected type 8/],
  ])("that are %s are rejected with the byte", async (_what, bytes, message) => {
    await writeFile(join(folder, "a"), bytes);
    await expect(readIdx(join(folder, "a"))).rejects.toThrow(message);
    await expect(readIdx(join(folder, "a"))).rejects.toThrow(join(folder, "a"));
  });

  test("whose compression is cut or damaged are rejected with the byte", async () => {
    const random = Array.from({ length: 4000 }, (_, i) => (i * i * 7919) % 251);
    const packed = gzipSync(idx([4000], random));
    await writeFile(join(folder, "cut.gz"), packed.subarray(0, packed.length - 100));
    await expect(readIdx(join(folder, "cut.gz"))).rejects.toThrow(/cut\.gz, byte \d+: expected intact gzip data/);
    packed[packed.length - 6] = packed[packed.length - 6]! ^ 0xff;
    await writeFile(join(folder, "bad.gz"), packed);
    await expect(readIdx(join(folder, "bad.gz"))).rejects.toThrow(/bad\.gz, byte \d+: expected intact gzip data/);
  });
});

describe("Fashion-MNIST", () => {
  test("is read from a given folder", async () => {
    await writeFashion(gzipSync(idx([2, 2, 2], [0, 255, 0, 0, 51, 0, 0, 0])), gzipSync(idx([2], [9, 0])));
    const set = await loadFashionMnist("test", folder);
    expect(set.shape).toEqual([2, 2, 1]);
    expect([...set.labels]).toEqual([9, 0]);
    expect([...set.gather([1])]).toEqual([Math.fround(51 / 255), 0, 0, 0]);
  });

  test("with a label out of range names file and byte", async () => {
    await writeFashion(gzipSync(idx([2, 1, 1], [0, 0])), gzipSync(idx([2], [3, 10])));
    await expect(loadFashionMnist("test", folder)).rejects.toThrow(
      /t10k-labels.*byte 9: expected a label from 0 to 9, got 10/,
    );
  });

  test("with fewer labels than images is rejected", async () => {
    await writeFashion(gzipSync(idx([2, 1, 1], [0, 0])), gzipSync(idx([1], [3])));
    await expect(loadFashionMnist("test", folder)).rejects.toThrow(/expected 2 labels/);
  });

  test("that is missing says which file goes where", async () => {
    await expect(loadFashionMnist("test", folder)).rejects.toThrow(/t10k-images-idx3-ubyte\.gz.*in/);
  });
});

describe("CIFAR", () => {
  test("records become images with the channels last", async () => {
    const record = Buffer.alloc(3073);
    record[0] = 7;
    record[1] = 10;
    record[1 + 1024] = 20;
    record[1 + 2048] = 30;
    await writeFile(join(folder, "test_batch.bin"), Buffer.concat([record, Buffer.alloc(3073)]));
    const set = await loadCifar("cifar-10", "test", folder);
    expect(set.count).toBe(2);
    expect([...set.labels]).toEqual([7, 0]);
    expect([...set.pixels.subarray(0, 3)]).toEqual([10, 20, 30]);
  });

  test("100 takes the fine label", async () => {
    const record = Buffer.alloc(3074);
    record[0] = 3;
    record[1] = 77;
    await writeFile(join(folder, "test.bin"), record);
    expect([...(await loadCifar("cifar-100", "test", folder)).labels]).toEqual([77]);
  });

  test("that ends inside a record, or has a wrong label, names file and byte", async () => {
    await writeFile(join(folder, "test_batch.bin"), Buffer.alloc(4000));
    await expect(loadCifar("cifar-10", "test", folder)).rejects.toThrow(
      /test_batch\.bin, byte 4000: expected whole records/,
    );
    const record = Buffer.alloc(2 * 3073);
    record[3073] = 10;
    await writeFile(join(folder, "test_batch.bin"), record);
    await expect(loadCifar("cifar-10", "test", folder)).rejects.toThrow(
      /byte 3073: expected a label from 0 to 9, got 10/,
    );
  });
});

describe("image folders", () => {
  test("are decoded, cut to a square and scaled", async () => {
    await mkdir(join(folder, "cat"));
    await mkdir(join(folder, "dog"));
    const png = new PNG({ width: 6, height: 4 });
    for (let i = 0; i < 24; i++) png.data.set([i % 6 < 3 ? 255 : 0, 0, 0, 255], i * 4);
    await writeFile(join(folder, "cat", "a.png"), PNG.sync.write(png));
    const grey = Buffer.alloc(16 * 16 * 4, 128);
    await writeFile(join(folder, "dog", "b.JPEG"), jpeg.encode({ width: 16, height: 16, data: grey }, 90).data);
    const source = await openImageFolder(folder, 4);
    expect(source.classes).toEqual(["cat", "dog"]);
    expect([...source.labels]).toEqual([0, 1]);
    const values = await source.read([0]);
    expect([...values.subarray(0, 12)]).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    for (const value of await source.read([1])) expect(value).toBeCloseTo(128 / 255, 1);
  });

  const side = 64;
  const pixels = Buffer.from(Array.from({ length: side * side * 4 }, (_, i) => (i * i * 31) % 256));
  const encoded = {
    jpg: jpeg.encode({ width: side, height: side, data: pixels }, 90).data,
    png: PNG.sync.write(Object.assign(new PNG({ width: side, height: side }), { data: pixels })),
  };

  test.each(["jpg", "png"] as const)("with a %s image cut anywhere name the file", async (ending) => {
    await mkdir(join(folder, "cat"));
    const bytes = encoded[ending];
    for (const share of [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999]) {
      const length = Math.floor(share * bytes.length);
      await writeFile(join(folder, "cat", `cut.${ending}`), bytes.subarray(0, length));
      const source = await openImageFolder(folder, 8);
      await expect(source.read([0])).rejects.toThrow(`cut.${ending}, byte ${length}: expected an intact image`);
    }
  });

  test("decode by what a file is, not by its name", async () => {
    await mkdir(join(folder, "cat"));
    await writeFile(join(folder, "cat", "a.png"), encoded.png);
    await writeFile(join(folder, "cat", "b.JPEG"), encoded.png);
    const source = await openImageFolder(folder, 8);
    expect(await source.read([1])).toEqual(await source.read([0]));
  });

  test("without classes or images are rejected", async () => {
    await expect(openImageFolder(folder, 8)).rejects.toThrow(/one folder a class/);
    await mkdir(join(folder, "empty"));
    await expect(openImageFolder(folder, 8)).rejects.toThrow(/empty: expected images/);
  });
});

describe("text", () => {
  test("the shipped text is read and held out at its end", async () => {
    const text = await loadText();
    expect(text.train.length + text.validation.length).toBe((await readFile(shippedFile("alice.txt"))).length);
    const { inputs, targets } = textBatch({ tokens: text.train, length: 8, batchSize: 2, seed: 1, step: 3 });
    expect([...inputs.subarray(1, 8)]).toEqual([...targets.subarray(0, 7)]);
  });

  test("that is not UTF-8 or too short is rejected", async () => {
    await writeFile(join(folder, "a.txt"), Buffer.from([0xff, 0xfe, 0x00]));
    await expect(loadText(join(folder, "a.txt"))).rejects.toThrow(/expected UTF-8 text/);
    await writeFile(join(folder, "a.txt"), "short");
    await expect(loadText(join(folder, "a.txt"))).rejects.toThrow(/at least 1,000 characters/);
  });
});
