import { loadCifar } from "../data/cifar.js";
import { type ImageDataset, split } from "../data/dataset.js";
import { loadDigitImages } from "../data/digits.js";
import { loadFashionMnist } from "../data/fashion-mnist.js";
import { requireKnown } from "../models/parts.js";

/** Labelled images that experiments draw from. */
export const imageSets = ["fashion-mnist", "digits", "cifar-10", "cifar-100"] as const;
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

/** The training or test images of a set that has both. The folder they are looked for in may be another the next time. */
function readPart(name: Exclude<ImageSet, "digits">, part: "train" | "test"): Promise<ImageDataset> {
  return once(`${name} ${part} ${process.env["NORMLAB_DATA"]}`, () =>
    name === "fashion-mnist" ? loadFashionMnist(part) : loadCifar(name, part),
  );
}

/**
 * Draws images by the seed: for training and validation from a set's training images, test images from its own; the digits' all from the
 * one set they are.
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
  const parts = split(await readPart(name, "train"), [train, validation], seed);
  return { train: parts[0]!, validation: parts[1]!, test: split(await readPart(name, "test"), [test], seed)[0]! };
}
