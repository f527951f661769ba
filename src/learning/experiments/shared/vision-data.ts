import { join } from "node:path";
import { drawParts, type ImageSource, poolImages } from "../../data/dataset.js";
import { openImageFolder } from "../../data/image-folder.js";
import { datasetFolder } from "../../data/locations.js";
import { type PixelScale, pixelScale } from "./classify.js";
import { drawImages, type ImageSet } from "./images.js";

/** Which images an experiment draws, how many, and how large they are given to the model. */
export type VisionData = {
  /** A set of `drawImages`, or `imagenet`: a folder of classes, of ImageNet-1k or of a subset such as ImageNet-100. */
  readonly images: ImageSet | "imagenet";
  /** Side of the images in pixels: packed sets are pooled to it, a folder's images scaled. */
  readonly side: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
};

/** Disjoint images to train on, to choose by and to report on, in memory or read from files as they are needed. */
export interface VisionParts {
  readonly train: ImageSource;
  readonly validation: ImageSource;
  readonly test: ImageSource;
  /** Of the training images (of a folder: of the first 256 of them). */
  readonly scale: PixelScale;
}

/**
 * Draws the images of a trial by its seed.
 *
 * @throws InputError as `drawImages`, and for a side that does not divide the images'.
 */
export async function drawVision(data: VisionData, seed: number): Promise<VisionParts> {
  if (data.images === "imagenet") return drawFolder(data, seed);
  const parts = await drawImages(data.images, data, seed);
  const pooled = [parts.train, parts.validation, parts.test].map((part) => poolImages(part, part.shape[0] / data.side));
  const [train, validation, test] = pooled as [(typeof pooled)[0], (typeof pooled)[0], (typeof pooled)[0]];
  return { train, validation, test, scale: pixelScale(train) };
}

/** From `imagenet/train` and `imagenet/val`, where `normlab data get imagenet` says to put them. */
async function drawFolder(data: VisionData, seed: number): Promise<VisionParts> {
  const root = datasetFolder("imagenet", ["train", "val"]);
  const [train, validation] = view(
    await openImageFolder(join(root, "train"), data.side),
    [data.train, data.validation],
    seed,
  );
  const [test] = view(await openImageFolder(join(root, "val"), data.side), [data.test], seed);
  const sample = await train!.read(Array.from({ length: Math.min(256, train!.count) }, (_, i) => i));
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sample.length;
  const scale = { mean, deviation: Math.sqrt(variance) || 1 };
  return { train: train!, validation: validation!, test: test!, scale };
}

/** Disjoint random parts of a source, still read as they are asked for. */
function view(source: ImageSource, sizes: readonly number[], seed: number): ImageSource[] {
  return drawParts(source, sizes, seed).map((chosen) => ({
    ...source,
    labels: chosen.map((index) => source.labels[index]!),
    count: chosen.length,
    read: (indices) => source.read(Int32Array.from(indices, (index) => chosen[index]!)),
  }));
}
