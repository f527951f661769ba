import { InputError } from "../../exact/input-error.js";
import { createRandom } from "./random.js";

/**
 * Labelled images that can be read by index, in memory or from disk as they are needed.
 */
export interface ImageSource {
  /** What `imageDataset` or a folder's reader called it: `fashion-mnist`. */
  readonly name: string;
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  /** Names of the classes; a label is an index into it. */
  readonly classes: readonly string[];
  /** One label an image. */
  readonly labels: Int32Array;
  /** Number of images. */
  readonly count: number;
  /** The images at `indices` one after the other, row by row, channels last, in [0, 1]. */
  read(indices: ArrayLike<number>): Promise<Float32Array>;
}

/** Images held in memory: `pixels` has `count × height × width × channels` values from 0 to `maximum`. */
export interface ImageDataset extends ImageSource {
  /** All images one after the other, row by row, channels last, as whole numbers from 0 to `maximum`. */
  readonly pixels: Uint8Array;
  /** The number that stands for 1: 255 for photographs, 16 for the digits. */
  readonly maximum: number;
  /** As `read`, at once. */
  gather(indices: ArrayLike<number>): Float32Array;
}

/**
 * Puts images and labels together after checking that they fit.
 *
 * @throws InputError where the counts differ or a label has no class.
 */
export function imageDataset(parts: {
  name: string;
  shape: readonly [number, number, number];
  classes: readonly string[];
  pixels: Uint8Array;
  labels: ArrayLike<number>;
  maximum?: number;
}): ImageDataset {
  const { name, shape, classes, pixels } = parts;
  const labels = Int32Array.from(parts.labels);
  const size = shape[0] * shape[1] * shape[2];
  if (pixels.length !== labels.length * size) {
    throw new InputError({
      code: "shape",
      where: name,
      expected: `${labels.length} images of ${shape.join(" × ")} for ${labels.length} labels`,
      received: `${pixels.length / size} images`,
    });
  }
  const wrong = labels.findIndex((label) => label < 0 || label >= classes.length);
  if (wrong >= 0) {
    throw new InputError({
      code: "range",
      where: `${name}: label of image ${wrong}`,
      expected: `a class index from 0 to ${classes.length - 1}`,
      received: String(labels[wrong]),
    });
  }
  const maximum = parts.maximum ?? 255;
  const gather = (indices: ArrayLike<number>): Float32Array => {
    const values = new Float32Array(indices.length * size);
    for (let i = 0; i < indices.length; i++) {
      const from = indices[i]! * size;
      for (let j = 0; j < size; j++) values[i * size + j] = pixels[from + j]! / maximum;
    }
    return values;
  };
  return {
    name,
    shape,
    classes,
    pixels,
    labels,
    maximum,
    count: labels.length,
    gather,
    read: (indices) => Promise.resolve(gather(indices)),
  };
}

/** The images at `indices`, in that order, as a data set of their own. */
export function subset(dataset: ImageDataset, indices: ArrayLike<number>): ImageDataset {
  const size = dataset.shape[0] * dataset.shape[1] * dataset.shape[2];
  const pixels = new Uint8Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    pixels.set(dataset.pixels.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
  }
  const labels = Int32Array.from({ length: indices.length }, (_, i) => dataset.labels[indices[i]!]!);
  return imageDataset({ ...dataset, pixels, labels });
}

/**
 * Disjoint random parts of the given sizes, drawn by the seed.
 *
 * @throws InputError where the parts together exceed the data set.
 */
export function split(dataset: ImageDataset, sizes: readonly number[], seed: number): ImageDataset[] {
  return drawParts(dataset, sizes, seed).map((indices) => subset(dataset, indices));
}

/**
 * The indices of disjoint random parts of the given sizes, drawn by the seed.
 *
 * @throws InputError where the parts together exceed the source.
 */
export function drawParts(source: ImageSource, sizes: readonly number[], seed: number) {
  const wanted = sizes.reduce((sum, size) => sum + size, 0);
  if (wanted > source.count) {
    throw new InputError({
      code: "range",
      where: `parts of ${source.name}`,
      expected: `at most ${source.count} images in all`,
      received: String(wanted),
    });
  }
  const order = createRandom(seed, 0x5917).permutation(source.count);
  let from = 0;
  return sizes.map((size) => order.subarray(from, (from += size)));
}

/** The same images with labels drawn uniformly by the seed: nothing about them can be learned, only remembered. */
export function withRandomLabels(dataset: ImageDataset, seed: number): ImageDataset {
  const random = createRandom(seed, 0x1abe1);
  const labels = Int32Array.from(dataset.labels, () => random.integer(dataset.classes.length));
  return imageDataset({ ...dataset, labels });
}

/**
 * The images made smaller: every square of `cell` × `cell` pixels becomes one, their mean (rounded to a whole grey value).
 *
 * Shape: height × width to height/cell × width/cell.
 *
 * @throws InputError where `cell` does not divide height and width.
 */
export function poolImages(dataset: ImageDataset, cell: number): ImageDataset {
  const [height, width, channels] = dataset.shape;
  if (!(Number.isInteger(cell) && cell >= 1 && height % cell === 0 && width % cell === 0)) {
    throw new InputError({
      code: "range",
      where: `cell of pooled ${dataset.name}`,
      expected: `a divisor of ${height} and ${width}`,
      received: String(cell),
    });
  }
  // Of CIFAR-10's training images the sums alone would take a gigabyte.
  if (cell === 1) return dataset;
  const shape = [height / cell, width / cell, channels] as const;
  const size = shape[0] * shape[1] * channels;
  const sums = new Float64Array(dataset.count * size);
  dataset.pixels.forEach((value, i) => {
    const place = Math.floor(i / channels);
    const [column, row] = [place % width, Math.floor(place / width) % height];
    const image = Math.floor(place / (width * height));
    const at = (Math.floor(row / cell) * shape[1] + Math.floor(column / cell)) * channels + (i % channels);
    sums[image * size + at]! += value;
  });
  // Not by `from`, which makes a list of all the numbers first.
  const pixels = new Uint8Array(sums.length);
  sums.forEach((sum, i) => (pixels[i] = Math.round(sum / cell ** 2)));
  return imageDataset({ ...dataset, shape, pixels });
}

/**
 * The indices of the batch at a step, counted from 0: every epoch is a new order drawn from (seed, epoch), and what is left over at its
 * end is dropped. A pure function, so that a run taken up at any step sees the same batches.
 *
 * @throws InputError where the batch is larger than the data set.
 *
 * @example
 * batchIndices({ count: 10, batchSize: 4, seed: 1, step: 0 }).length; // => 4
 */
export function batchIndices(options: { count: number; batchSize: number; seed: number; step: number }): Int32Array {
  const { count, batchSize, seed, step } = options;
  if (!(batchSize >= 1 && batchSize <= count)) {
    throw new InputError({
      code: "range",
      where: "batch size",
      expected: `1 to ${count}, the number of samples`,
      received: String(batchSize),
    });
  }
  const perEpoch = Math.floor(count / batchSize);
  const epoch = Math.floor(step / perEpoch);
  const at = (step % perEpoch) * batchSize;
  return epochOrder(count, seed, epoch).subarray(at, at + batchSize);
}

let lastOrder: { key: string; order: Int32Array } | undefined;

/** The order of an epoch; the last one asked for is remembered, since a run asks for it at every step. */
function epochOrder(count: number, seed: number, epoch: number): Int32Array {
  const key = `${count} ${seed} ${epoch}`;
  if (lastOrder?.key !== key) lastOrder = { key, order: createRandom(seed, 0xe90c4, epoch).permutation(count) };
  return lastOrder.order;
}
