import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../data/random.js";
import { requireImages } from "../models/residual.js";

/** How a view of an image is made; every part is left out where it is not given. */
export interface Augmentation {
  /** Least share of the area that a crop keeps, in (0, 1]; its sides are between 3 : 4 and 4 : 3. Cropped images keep their size. */
  readonly crop?: number;
  /** Probability of a left-right flip. */
  readonly flip?: number;
  /** Greatest angle of a rotation, in radians, after the crop; uniform in ± this. What was outside the image is 0. */
  readonly rotation?: number;
  /** Every value is raised to a power, e to a number uniform in ± this. */
  readonly gamma?: number;
  /** Every value is multiplied by e to a number uniform in ± this. */
  readonly brightness?: number;
  /** Brightness is multiplied, and contrast scaled, by factors uniform in 1 ± this. */
  readonly jitter?: number;
  /** Probability that a rectangle of 2 to 20 % of the area is replaced by the image's mean. */
  readonly erase?: number;
  /** Standard deviation of added normal noise. */
  readonly noise?: number;
}

/** Crop, flip, jitter and erasing in the strengths of small-image contrastive learning. */
export const standardAugmentation: Augmentation = { crop: 0.4, flip: 0.5, jitter: 0.4, erase: 0.25 };

/**
 * One random view of every image of a batch, as tensor operations. The same seed and names (an epoch, a step, which view) give the same
 * view.
 *
 * Shape: n × height × width × channels with values in [0, 1], kept (brightness, noise and jitter are cut to [0, 1] again).
 *
 * @throws InputError for a tensor that is not a batch of images.
 * @example
 * const images = tf.randomUniform([2, 8, 8, 1]);
 * augment(images, { flip: 0.5, crop: 0.5 }, [1, 0]).shape; // => [2, 8, 8, 1]
 */
export function augment(
  images: tf.Tensor,
  augmentation: Augmentation,
  seed: readonly [number, ...number[]],
): tf.Tensor4D {
  requireImages(images, images.shape[3] ?? 1);
  const [count, height, width] = images.shape as [number, number, number, number];
  const random = createRandom(...(seed as [number]));
  const { crop, flip = 0, rotation = 0, gamma = 0, brightness = 0, jitter = 0, erase = 0, noise = 0 } = augmentation;
  const draw = (value: () => number): tf.Tensor4D =>
    tf.tensor4d(Float32Array.from({ length: count }, value), [count, 1, 1, 1]);
  const power = (most: number) => (): number => Math.exp(most * (2 * random.uniform() - 1));
  return tf.tidy(() => {
    let view = images as tf.Tensor4D;
    if (crop !== undefined || flip > 0) {
      const boxes = Array.from({ length: count }, () => {
        const [top, left, bottom, right] = crop === undefined ? [0, 0, 1, 1] : randomBox(random.uniform, crop, 1);
        // A box from right to left is a flipped image.
        return random.uniform() < flip ? [top, right, bottom, left] : [top, left, bottom, right];
      }) as [number, number, number, number][];
      const which = tf.range(0, count, 1, "int32") as tf.Tensor1D;
      view = tf.image.cropAndResize(view, tf.tensor2d(boxes), which, [height, width]);
    }
    if (rotation > 0) {
      const angles = Array.from({ length: count }, () => rotation * (2 * random.uniform() - 1));
      view = rotated(view, angles);
    }
    if (gamma > 0) view = tf.pow(tf.clipByValue(view, 0, 1), draw(power(gamma)));
    if (brightness > 0) view = tf.mul(view, draw(power(brightness)));
    if (jitter > 0) {
      const factor = () => 1 + jitter * (2 * random.uniform() - 1);
      const brighter = tf.mul(view, draw(factor));
      const mean = tf.mean(brighter, [1, 2, 3], true);
      view = tf.add(mean, tf.mul(tf.sub(brighter, mean), draw(factor)));
    }
    if (noise > 0) view = tf.add(view, tf.randomNormal(view.shape, 0, noise, "float32", random.integer(2 ** 31)));
    if (brightness > 0 || jitter > 0 || noise > 0) view = tf.clipByValue(view, 0, 1);
    if (erase > 0) {
      const boxes = Array.from({ length: count }, () =>
        random.uniform() < erase ? randomBox(random.uniform, 0.02, 0.2) : [2, 2, 2, 2],
      );
      const side = (index: number): tf.Tensor4D =>
        draw(
          (
            (i) => () =>
              boxes[i++]![index]!
          )(0),
        );
      const rows = tf.reshape(tf.div(tf.add(tf.range(0, height), 0.5), height), [1, height, 1, 1]);
      const columns = tf.reshape(tf.div(tf.add(tf.range(0, width), 0.5), width), [1, 1, width, 1]);
      const between = (place: tf.Tensor, first: number, last: number): tf.Tensor =>
        tf.logicalAnd(tf.greaterEqual(place, side(first)), tf.less(place, side(last)));
      const inside = tf.cast(tf.logicalAnd(between(rows, 0, 2), between(columns, 1, 3)), "float32");
      const mean = tf.mean(view, [1, 2], true);
      view = tf.add(view, tf.mul(inside, tf.sub(mean, view)));
    }
    return view.clone();
  });
}

/** Every image turned about its middle by its angle, in radians; interpolated linearly between pixels, 0 outside. */
function rotated(view: tf.Tensor4D, angles: readonly number[]): tf.Tensor4D {
  const [, height, width, channels] = view.shape;
  // In numbers rather than by tensor operations: gathering four corners of every pixel took as long as all else of a training step.
  const source = view.dataSync();
  const turned = new Float32Array(source.length);
  const [middleRow, middleColumn] = [(height - 1) / 2, (width - 1) / 2];
  let to = 0;
  angles.forEach((angle, image) => {
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    const from = image * height * width * channels;
    const at = (row: number, column: number, channel: number): number =>
      row < 0 || row >= height || column < 0 || column >= width
        ? 0
        : source[from + (row * width + column) * channels + channel]!;
    for (let y = -middleRow; y <= middleRow; y++) {
      for (let x = -middleColumn; x <= middleColumn; x++) {
        const [row, column] = [cosine * y - sine * x + middleRow, sine * y + cosine * x + middleColumn];
        const [top, left] = [Math.floor(row), Math.floor(column)];
        const [down, right] = [row - top, column - left];
        for (let channel = 0; channel < channels; channel++) {
          const above = at(top, left, channel) * (1 - right) + at(top, left + 1, channel) * right;
          const below = at(top + 1, left, channel) * (1 - right) + at(top + 1, left + 1, channel) * right;
          turned[to++] = above * (1 - down) + below * down;
        }
      }
    }
  });
  return tf.tensor4d(turned, view.shape);
}

/** [top, left, bottom, right] as shares of the image, of an area uniform between the given shares. */
function randomBox(uniform: () => number, least: number, greatest: number): [number, number, number, number] {
  const area = least + (greatest - least) * uniform();
  const ratio = Math.exp((2 * uniform() - 1) * Math.log(4 / 3));
  const height = Math.min(1, Math.sqrt(area / ratio));
  const width = Math.min(1, Math.sqrt(area * ratio));
  const top = (1 - height) * uniform();
  const left = (1 - width) * uniform();
  return [top, left, top + height, left + width];
}
