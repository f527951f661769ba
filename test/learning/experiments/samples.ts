import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PNG } from "pngjs";

/** Made CIFAR-10 or CIFAR-100 files: 8 images in each file, of the right format, every label once or more. */
export async function writeCifarSample(root: string, name: "cifar-10" | "cifar-100"): Promise<void> {
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  const files =
    name === "cifar-10"
      ? [...[1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`), "test_batch.bin"]
      : ["train.bin", "test.bin"];
  const labelBytes = name === "cifar-10" ? 1 : 2;
  for (const [k, file] of files.entries()) {
    const records = Array.from({ length: 8 }, (_, i) => {
      const record = Buffer.from(Array.from({ length: labelBytes + 3072 }, (__, j) => (i * 31 + k * 7 + j * 13) % 251));
      record.fill((i + k) % 10, 0, labelBytes);
      return record;
    });
    await writeFile(join(folder, file), Buffer.concat(records));
  }
}

/** A made folder of images as ImageNet's: two classes, `train` and `val`, with that many images a class. */
export async function writeImageFolder(root: string, images: number): Promise<void> {
  for (const part of ["train", "val"]) {
    for (const [label, name] of ["n01", "n02"].entries()) {
      const folder = join(root, "imagenet", part, name);
      await mkdir(folder, { recursive: true });
      for (let i = 0; i < images; i++) {
        const png = new PNG({ width: 20, height: 16 });
        png.data.forEach((_, j) => (png.data[j] = (j * (label + 2) + i * 40) % 256));
        await writeFile(join(folder, `${i}.png`), PNG.sync.write(png));
      }
    }
  }
}
