import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import jpeg from "jpeg-js";
import { PNG } from "pngjs";
import { InputError } from "../../exact/input-error.js";
import type { ImageSource } from "./dataset.js";
import { fileError } from "./idx.js";

const extensions = [".jpg", ".jpeg", ".png"];

/** An image as 8-bit red, green, blue, alpha values. */
interface DecodedImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Images in one folder a class (`ROOT/CLASS/image.jpg`), as ImageNet is laid out: JPEG and PNG files, read and decoded when they are
 * asked for, so the set may be larger than memory. Each image is cut to its central square and scaled to `size × size` with bilinear
 * interpolation.
 *
 * @throws InputError where the folder holds no class or a class no image; `read` throws it for a file that cannot be decoded, by name.
 */
export async function openImageFolder(root: string, size: number): Promise<ImageSource> {
  if (!existsSync(root)) {
    throw new InputError({ code: "missing-data", where: root, expected: "a folder of classes", received: "nothing" });
  }
  const entries = await readdir(root, { withFileTypes: true });
  const classes = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  if (classes.length === 0) {
    throw new InputError({ code: "missing-data", where: root, expected: "one folder a class", received: "no folder" });
  }
  const files: string[] = [];
  const labels: number[] = [];
  for (const [label, name] of classes.entries()) {
    const images = (await readdir(join(root, name))).filter((file) => extensions.includes(extname(file).toLowerCase()));
    if (images.length === 0) {
      throw new InputError({
        code: "missing-data",
        where: join(root, name),
        expected: `images (${extensions.join(", ")})`,
        received: "none",
      });
    }
    for (const image of images.sort()) {
      files.push(join(root, name, image));
      labels.push(label);
    }
  }
  return {
    name: root,
    shape: [size, size, 3],
    classes,
    labels: Int32Array.from(labels),
    count: files.length,
    async read(indices) {
      const values = new Float32Array(indices.length * size * size * 3);
      for (let i = 0; i < indices.length; i++) {
        const image = await decodeImage(files[indices[i]!]!);
        values.set(centralSquare(image, size), i * size * size * 3);
      }
      return values;
    },
  };
}

/** What a file is, its first bytes say: ImageNet has PNG files named JPEG. */
async function decodeImage(path: string): Promise<DecodedImage> {
  const bytes = await readFile(path);
  try {
    if (bytes.toString("latin1", 1, 4) === "PNG") return PNG.sync.read(bytes);
    return jpeg.decode(bytes, { useTArray: true, tolerantDecoding: false, maxMemoryUsageInMB: 1024 });
  } catch (error) {
    throw fileError(path, bytes.length, "an intact image", (error as Error).message);
  }
}

/** The central square of an image, scaled to `size × size`, red, green, blue in [0, 1]. */
function centralSquare(image: DecodedImage, size: number): Float32Array {
  const { width, height, data } = image;
  const side = Math.min(width, height);
  const [left, top] = [(width - side) / 2, (height - side) / 2];
  const values = new Float32Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    const y = clamp(top + ((row + 0.5) * side) / size - 0.5, height - 1);
    const [y0, dy] = [Math.floor(y), y - Math.floor(y)];
    const y1 = Math.min(y0 + 1, height - 1);
    for (let column = 0; column < size; column++) {
      const x = clamp(left + ((column + 0.5) * side) / size - 0.5, width - 1);
      const [x0, dx] = [Math.floor(x), x - Math.floor(x)];
      const x1 = Math.min(x0 + 1, width - 1);
      for (let channel = 0; channel < 3; channel++) {
        const at = (r: number, c: number): number => data[(r * width + c) * 4 + channel]!;
        const upper = at(y0, x0) * (1 - dx) + at(y0, x1) * dx;
        const lower = at(y1, x0) * (1 - dx) + at(y1, x1) * dx;
        values[(row * size + column) * 3 + channel] = (upper * (1 - dy) + lower * dy) / 255;
      }
    }
  }
  return values;
}

function clamp(value: number, maximum: number): number {
  return Math.min(Math.max(value, 0), maximum);
}
