import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ImageDataset, imageDataset } from "./dataset.js";
import { fileError } from "./idx.js";
import { datasetFolder } from "./locations.js";

const side = 32;
const pixelsPerImage = side * side * 3;

const variants = {
  "cifar-10": {
    train: [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`),
    test: ["test_batch.bin"],
    labelBytes: 1,
    classCount: 10,
  },
  "cifar-100": { train: ["train.bin"], test: ["test.bin"], labelBytes: 2, classCount: 100 },
} as const;

/**
 * CIFAR-10 or CIFAR-100 in their binary form: 32 × 32 colour images. Each record is the label (CIFAR-100: the coarse, then the fine label,
 * which is the one used), then 1,024 red, 1,024 green and 1,024 blue values.
 *
 * Source: Krizhevsky, Learning multiple layers of features from tiny images, 2009.
 *
 * @throws InputError where a file is missing, ends inside a record, or has a label without a class, with its name and the byte.
 */
export async function loadCifar(
  name: "cifar-10" | "cifar-100",
  split: "train" | "test",
  folder?: string,
): Promise<ImageDataset> {
  const variant = variants[name];
  const files = variant[split];
  const at = datasetFolder(name, files, folder);
  const record = variant.labelBytes + pixelsPerImage;
  const parts: { pixels: Uint8Array; labels: number[] }[] = [];
  for (const file of files) {
    const path = join(at, file);
    const bytes = await readFile(path);
    if (bytes.length === 0 || bytes.length % record !== 0) {
      throw fileError(path, bytes.length, `whole records of ${record} bytes`, "the end of the file");
    }
    parts.push(readRecords(path, bytes, variant.labelBytes, variant.classCount));
  }
  const pixels = new Uint8Array(parts.reduce((sum, part) => sum + part.pixels.length, 0));
  let filled = 0;
  for (const part of parts) {
    pixels.set(part.pixels, filled);
    filled += part.pixels.length;
  }
  return imageDataset({
    name: `${name} ${split}`,
    shape: [side, side, 3],
    classes: Array.from({ length: variant.classCount }, (_, i) => `class ${i}`),
    pixels,
    labels: parts.flatMap((part) => part.labels),
  });
}

/** Records to images with the channels last. */
function readRecords(path: string, bytes: Uint8Array, labelBytes: number, classCount: number) {
  const record = labelBytes + pixelsPerImage;
  const count = bytes.length / record;
  const pixels = new Uint8Array(count * pixelsPerImage);
  const labels: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = i * record;
    const label = bytes[start + labelBytes - 1]!;
    if (label >= classCount) {
      throw fileError(path, start + labelBytes - 1, `a label from 0 to ${classCount - 1}`, String(label));
    }
    labels.push(label);
    for (let channel = 0; channel < 3; channel++) {
      const from = start + labelBytes + channel * side * side;
      for (let p = 0; p < side * side; p++) pixels[i * pixelsPerImage + p * 3 + channel] = bytes[from + p]!;
    }
  }
  return { pixels, labels };
}
