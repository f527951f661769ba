import type { ComparisonSizes } from "./comparison.js";

/** Small runs on Fashion-MNIST, halved to 14 × 14: some seconds each. */
export const fashionSizes = {
  setting: "fashion-mnist",
  measured: 512,
  measurements: 6,
  weightDecay: 0,
  averageDecay: 0,
  views: 128 * 250,
  images: 20_000,
  probe: { train: 5000, validation: 2000, test: 5000 },
} as const satisfies ComparisonSizes;

/**
 * ResNet-18 with the epochs, weight decay and projection widths of the scripts in the authors' public code. Of this library's choosing are
 * AdamW, the projector's depth, the augmentations, and a moving average of the weights that is evaluated (it is no teacher). Days on a
 * processor: they are for a graphics card.
 */
export const paperSizes = {
  "cifar-10": paperRun("cifar-10", 1000, 1e-4, { images: 45_000, validation: 5000, test: 10_000 }),
  "cifar-100": paperRun("cifar-100", 1000, 1e-4, { images: 45_000, validation: 5000, test: 10_000 }),
  "imagenet-100": paperRun("imagenet-100", 400, 2.5e-5, { images: 120_000, validation: 5000, test: 5000 }),
} as const;

function paperRun(
  setting: string,
  epochs: number,
  weightDecay: number,
  { images, validation, test }: { readonly images: number; readonly validation: number; readonly test: number },
): ComparisonSizes {
  return {
    setting,
    views: epochs * images,
    images,
    measured: 2000,
    measurements: 20,
    weightDecay,
    averageDecay: 0.996,
    probe: { train: images, validation, test },
  };
}
