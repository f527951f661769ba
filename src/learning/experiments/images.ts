import { type ImageDataset, split } from "../data/dataset.js";
import { loadDigitImages } from "../data/digits.js";
import { loadFashionMnist } from "../data/fashion-mnist.js";
import { requireKnown } from "../models/parts.js";

/** Labelled images that experiments draw from. */
export const imageSets = ["fashion-mnist", "digits"] as const;
export type ImageSet = (typeof imageSets)[number];

/** How many images each part has. */
export interface PartSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Disjoint images to train on, to choose by, and to report on. */
export interface ImageParts {
  readonly train: ImageDataset;
  readonly validation: ImageDataset;
  readonly test: ImageDataset;
}

const loaded = new Map<string, Promise<ImageDataset>>();

/** What `load` gives, read once a process. */
function once(name: string, load: () => Promise<ImageDataset>): Promise<ImageDataset> {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const loading = load();
  loaded.set(name, loading);
  // Data that was missing may be there the next time.
  loading.catch(() => loaded.delete(name));
  return loading;
}

/**
 * Draws images by the seed: Fashion-MNIST's for training and validation from its training images, its test images from its own; the
 * digits' all from the one set they are.
 *
 * @throws InputError for an unknown name, where the data are missing or damaged, or fewer than asked for.
 */
export async function drawImages(name: ImageSet, sizes: PartSizes, seed: number): Promise<ImageParts> {
  requireKnown(imageSets, "images", name);
  const { train, validation, test } = sizes;
  if (name === "digits") {
    const digits = await once(name, async () => loadDigitImages());
    const parts = split(digits, [train, validation, test], seed);
    return { train: parts[0]!, validation: parts[1]!, test: parts[2]! };
  }
  const parts = split(await once("train", () => loadFashionMnist("train")), [train, validation], seed);
  const own = await once("test", () => loadFashionMnist("test"));
  return { train: parts[0]!, validation: parts[1]!, test: split(own, [test], seed)[0]! };
}
