import { join } from "node:path";
import { InputError } from "../../../../exact/input-error.js";
import { loadCifar } from "../../../data/cifar.js";
import { poolImages, type ImageSource } from "../../../data/dataset.js";
import { loadDigitImages } from "../../../data/digits.js";
import { loadFashionMnist } from "../../../data/fashion-mnist.js";
import { openImageFolder } from "../../../data/image-folder.js";
import { loadOnce } from "../../../data/load-once.js";
import { downloadFolder } from "../../../data/locations.js";
import { resNet18, type ResidualConfiguration } from "../../../models/residual.js";
import { standardAugmentation, type Augmentation } from "../../../self-supervised/augment.js";
import type { JointEmbeddingConfiguration } from "../../../self-supervised/joint-embedding.js";

/** Images, network and views of a joint-embedding experiment. */
export interface JointEmbeddingSetting {
  /** The images; a set without a test part has only `train`. */
  load(part: "train" | "test"): Promise<ImageSource>;
  readonly encoder: JointEmbeddingConfiguration["encoder"];
  readonly projector: readonly number[];
  readonly augmentation: Augmentation;
}

const batchNormalized = { norm: { kind: "batchNorm", affine: true }, activation: "relu" } as const;

/** ResNet-18 for images of about 32 pixels has the small stem. */
function residualEncoder(stem: "small" | "large"): Omit<ResidualConfiguration, "outputs" | "seed"> {
  return { ...resNet18, ...batchNormalized, channels: 3, stem };
}

/** Every setting by name. */
export const jointEmbeddingSettings = {
  digits: {
    load: loadOnce(() => Promise.resolve(loadDigitImages())),
    encoder: { inputs: 64, widths: [64, 64, 16] },
    projector: [],
    augmentation: { noise: 0.1 },
  },
  "fashion-mnist-dense": {
    load: loadOnce(halvedFashionMnist),
    encoder: { inputs: 196, widths: [128, 128, 32] },
    projector: [],
    augmentation: { crop: 0.4, flip: 0.5 },
  },
  "fashion-mnist": {
    load: loadOnce(halvedFashionMnist),
    encoder: { channels: 1, widths: [16, 32, 64], blocks: 1, stem: "large", ...batchNormalized },
    projector: [64, 64],
    augmentation: { crop: 0.4, flip: 0.5, erase: 0.25 },
  },
  "fashion-mnist-convolutions": {
    load: loadOnce((part) => loadFashionMnist(part)),
    encoder: { channels: 1, widths: [16, 32, 64], strides: [2, 2, 1] },
    projector: [128, 64],
    augmentation: { crop: 0.5, flip: 0.5, rotation: 0.2, gamma: 1.4, brightness: 1 },
  },
  "cifar-10": {
    load: loadOnce((part) => loadCifar("cifar-10", part)),
    encoder: residualEncoder("small"),
    projector: [2048, 2048],
    augmentation: standardAugmentation,
  },
  "cifar-100": {
    load: loadOnce((part) => loadCifar("cifar-100", part)),
    encoder: residualEncoder("small"),
    projector: [2048, 2048],
    augmentation: standardAugmentation,
  },
  "imagenet-100": {
    load: loadOnce((part) =>
      openImageFolder(join(downloadFolder("imagenet-100"), part === "train" ? "train" : "val"), 224),
    ),
    encoder: residualEncoder("large"),
    projector: [4096, 4096],
    augmentation: standardAugmentation,
  },
} as const satisfies Record<string, JointEmbeddingSetting>;

/**
 * The setting of that name.
 *
 * @throws InputError for an unknown name, listing the known ones.
 */
export function jointEmbeddingSetting(name: string): JointEmbeddingSetting {
  const setting = (jointEmbeddingSettings as Record<string, JointEmbeddingSetting>)[name];
  if (setting !== undefined) return setting;
  throw new InputError({
    code: "unknown-name",
    where: "setting",
    expected: `one of ${Object.keys(jointEmbeddingSettings).join(", ")}`,
    received: JSON.stringify(name),
  });
}

/** Fashion-MNIST at 14 × 14: a quarter of the work. */
async function halvedFashionMnist(part: "train" | "test"): Promise<ImageSource> {
  return poolImages(await loadFashionMnist(part), 2);
}
