import { InputError } from "../../exact/input-error.js";

/** A file to fetch, with the MD5 checksum its authors publish. */
export interface RemoteFile {
  readonly url: string;
  readonly file: string;
  readonly md5: string;
  /** For an archive (`.tar.gz`) the files inside that are read, without its outer folder. */
  readonly members?: readonly string[];
}

/** A data set that `normlab data get` knows. */
export interface CatalogueEntry {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  /** Files to fetch; archives are unpacked. Empty where it ships or must be applied for. */
  readonly files: readonly RemoteFile[];
  /** Files and folders that are read, in its folder; none where it ships. */
  readonly reads: readonly string[];
  /** What to do by hand, or why there is nothing to do. */
  readonly note: string;
}

const fashionFiles = [
  ["train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"],
  ["train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"],
  ["t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"],
  ["t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"],
] as const;
const cifar10Files = [...[1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`), "test_batch.bin"];
const cifar100Files = ["train.bin", "test.bin"];
const imageFolders = ["train", "val"];
const fashion = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com";
const cifar = "https://www.cs.toronto.edu/~kriz";

/** Every data set by name. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    name: "fashion-mnist",
    title: "Fashion-MNIST: 70,000 grey images of clothing, 28 × 28",
    licence: "MIT",
    files: fashionFiles.map(([file, md5]) => ({ url: `${fashion}/${file}`, file, md5 })),
    reads: fashionFiles.map(([file]) => file),
    note: "Debian's package dataset-fashion-mnist installs the same images; they are found there too",
  },
  {
    name: "cifar-10",
    title: "CIFAR-10: 60,000 colour images, 32 × 32, 10 classes",
    licence: "none stated; for research",
    files: [
      {
        url: `${cifar}/cifar-10-binary.tar.gz`,
        file: "cifar-10-binary.tar.gz",
        md5: "c32a1d4ab5d03f1284b67883e8d87530",
        members: cifar10Files,
      },
    ],
    reads: cifar10Files,
    note: "data_batch_1.bin … data_batch_5.bin and test_batch.bin are read",
  },
  {
    name: "cifar-100",
    title: "CIFAR-100: 60,000 colour images, 32 × 32, 100 classes",
    licence: "none stated; for research",
    files: [
      {
        url: `${cifar}/cifar-100-binary.tar.gz`,
        file: "cifar-100-binary.tar.gz",
        md5: "03b5dce01913d631647c71ecec9e9cb8",
        members: cifar100Files,
      },
    ],
    reads: cifar100Files,
    note: "train.bin and test.bin are read",
  },
  {
    name: "imagenet",
    title: "ImageNet-1k, or its subset ImageNet-100: photographs in one folder a class",
    licence: "terms of access of image-net.org",
    files: [],
    reads: imageFolders,
    note: "Apply at image-net.org; unpack to train/CLASS/*.JPEG and val/CLASS/*.JPEG",
  },
  {
    name: "imagenet-100",
    title: "ImageNet-100: 100 classes of ImageNet-1k, photographs in one folder a class",
    licence: "terms of access of image-net.org",
    files: [],
    reads: imageFolders,
    note: "Apply at image-net.org; copy or link its 100 classes to train/CLASS/*.JPEG and val/CLASS/*.JPEG",
  },
  {
    name: "digits",
    title: "Digits: 1,797 handwritten digits, 8 × 8",
    licence: "CC BY 4.0",
    files: [],
    reads: [],
    note: "It ships with normlab: data/digits.csv",
  },
  {
    name: "alice",
    title: "Alice's Adventures in Wonderland (Lewis Carroll, 1865)",
    licence: "public domain",
    files: [],
    reads: [],
    note: "It ships with normlab: data/alice.txt",
  },
];

/**
 * The entry of a data set.
 *
 * @throws InputError for an unknown name, listing the known ones.
 */
export function catalogueEntry(name: string): CatalogueEntry {
  const entry = catalogue.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  throw new InputError({
    code: "unknown-name",
    where: "data set",
    expected: catalogue.map((candidate) => candidate.name).join(", "),
    received: name,
  });
}
