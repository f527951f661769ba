import { InputError } from "../../exact/input-error.js";
import { createRandom, type Random } from "./random.js";

/** Labelled points in the plane. */
export interface PointDataset {
  /** Which set of points it is: `rings`. */
  readonly name: string;
  /** n × d: a row a sample. */
  readonly points: number[][];
  /** n numbers: the class of each sample, from 0. */
  readonly labels: number[];
}

type Draw = (label: number, random: Random) => [number, number];

const turn = 2 * Math.PI;

/** How a point of each label is drawn, before noise. */
const families: Readonly<Record<string, { classes: number; draw: Draw }>> = {
  blobs: {
    classes: 3,
    draw: (label, random) => [
      Math.cos((turn * label) / 3) + 0.3 * random.normal(),
      Math.sin((turn * label) / 3) + 0.3 * random.normal(),
    ],
  },
  moons: {
    classes: 2,
    draw(label, random) {
      const angle = Math.PI * random.uniform();
      return label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    },
  },
  rings: {
    classes: 2,
    draw(label, random) {
      const angle = turn * random.uniform();
      const radius = label === 0 ? 0.5 : 1;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    },
  },
  spirals: {
    classes: 2,
    draw(label, random) {
      const radius = Math.sqrt(random.uniform());
      const angle = 1.5 * turn * radius + Math.PI * label;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    },
  },
  xor: {
    classes: 2,
    draw(label, random) {
      const x = 2 * random.uniform() - 1;
      const y = random.uniform();
      return [x, (label === 0 ? 1 : -1) * Math.sign(x) * y];
    },
  },
  checkerboard: {
    classes: 2,
    draw(label, random) {
      const column = random.integer(4);
      const row = 2 * random.integer(2) + ((column + label) % 2);
      return [(column + random.uniform()) / 2 - 1, (row + random.uniform()) / 2 - 1];
    },
  },
};

/** The names that `syntheticPoints` knows. */
export const syntheticNames: readonly string[] = Object.keys(families);

/**
 * Labelled points in the plane, equally many of each label up to one, with normal noise of the given standard deviation added.
 *
 * @throws InputError for a name that is not among `syntheticNames`.
 *
 * @example
 * syntheticPoints("rings", { count: 6, noise: 0, seed: 1 }).labels; // => [0, 1, 0, 1, 0, 1]
 */
export function syntheticPoints(name: string, options: { count: number; noise: number; seed: number }): PointDataset {
  const family = families[name];
  if (family === undefined) {
    throw new InputError({
      code: "unknown-name",
      where: "synthetic data set",
      expected: syntheticNames.join(", "),
      received: name,
    });
  }
  const random = createRandom(options.seed, 0x5e7);
  const labels = Array.from({ length: options.count }, (_, i) => i % family.classes);
  const points = labels.map((label) => {
    const [x, y] = family.draw(label, random);
    return [x + options.noise * random.normal(), y + options.noise * random.normal()];
  });
  return { name, points, labels };
}
