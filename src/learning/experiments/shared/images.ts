import { loadCifar } from "../../data/cifar.js";
import { type ImageDataset, split } from "../../data/dataset.js";
import { loadDigitImages } from "../../data/digits.js";
import { loadFashionMnist } from "../../data/fashion-mnist.js";
import { loadOnce } from "../../data/load-once.js";
import { requireKnown } from "../../models/parts.js";

/** Labelled images that experiments draw from. */
export const imageSets = ["fashion-mnist", "digits", "cifar-10", "cifar-100"] as const;
export type ImageSet = (typeof imageSets)[number];

/** The side at which linear models on pixels are given larger images: they have weights, and of each image a row, for all of them. */
export const widestPixels = 32;

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

const readPart: Readonly<Record<ImageSet, (part: "train" | "test") => Promise<ImageDataset>>> = {
  "fashion-mnist": loadOnce(loadFashionMnist),
  digits: loadOnce(() => Promise.resolve(loadDigitImages())),
  "cifar-10": loadOnce((part) => loadCifar("cifar-10", part)),
  "cifar-100": loadOnce((part) => loadCifar("cifar-100", part)),
};

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
    const digits = await readPart.digits("train");
    const parts = split(digits, [train, validation, test], seed);
    return { train: parts[0]!, validation: parts[1]!, test: parts[2]! };
  }
  const parts = split(await readPart[name]("train"), [train, validation], seed);
  return { train: parts[0]!, validation: parts[1]!, test: split(await readPart[name]("test"), [test], seed)[0]! };
}
