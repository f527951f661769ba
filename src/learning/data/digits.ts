import { loadDigits } from "../../theory/digits.js";
import { type ImageDataset, imageDataset } from "./dataset.js";

/**
 * The 1,797 handwritten digits that ship with normlab, as images: 8 × 8 grey values from 0 to 16, 10 classes.
 *
 * Source and licence: `data/README.md`.
 *
 * @throws InputError where the file is missing or damaged, with its name, line and byte.
 * @example
 * const { count, shape, classes } = loadDigitImages();
 * [count, shape, classes.length]; // => [1797, [8, 8, 1], 10]
 */
export function loadDigitImages(): ImageDataset {
  const { images, labels } = loadDigits();
  return imageDataset({
    name: "digits",
    shape: [8, 8, 1],
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    pixels: Uint8Array.from(images.flat()),
    labels,
    maximum: 16,
  });
}
