import { join } from "node:path";
import { type ImageDataset, imageDataset } from "./dataset.js";
import { fileError, readIdx } from "./idx.js";
import { datasetFolder } from "./locations.js";

const classes = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

const files = {
  train: ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"],
  test: ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"],
} as const;

/**
 * Fashion-MNIST: 60,000 training or 10,000 test images of clothing, 28 × 28 grey values, 10 classes.
 *
 * Source: Xiao, Rasul, Vollgraf, arXiv 1708.07747 (MIT licence). Looked for in the given folder, else in `normlab data get`'s folder, else
 * where Debian's package `dataset-fashion-mnist` puts it.
 *
 * @throws InputError where a file is missing or damaged, with its name and the byte.
 */
export async function loadFashionMnist(split: "train" | "test", folder?: string): Promise<ImageDataset> {
  const at = datasetFolder("fashion-mnist", files[split], folder);
  const [imagePath, labelPath] = [join(at, files[split][0]), join(at, files[split][1])];
  const images = await readIdx(imagePath);
  const labels = await readIdx(labelPath);
  if (images.shape.length !== 3) {
    throw fileError(imagePath, 3, "3 dimensions (images, rows, columns)", String(images.shape.length));
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== images.shape[0]) {
    throw fileError(labelPath, 4, `${images.shape[0]} labels, one an image`, labels.shape.join(" × "));
  }
  const wrong = labels.data.findIndex((label) => label >= classes.length);
  if (wrong >= 0) throw fileError(labelPath, 8 + wrong, "a label from 0 to 9", String(labels.data[wrong]));
  return imageDataset({
    name: `fashion-mnist ${split}`,
    shape: [images.shape[1]!, images.shape[2]!, 1],
    classes,
    pixels: images.data,
    labels: labels.data,
  });
}
