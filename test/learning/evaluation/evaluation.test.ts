import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../../src/learning/data/random.js";
import { knnAccuracy, type LabelledFeatures, linearProbe } from "../../../src/learning/evaluation/probes.js";
import { embeddingSpectrum } from "../../../src/learning/evaluation/spectrum.js";
import {
  detectableDifference,
  meanInterval,
  pairedInterval,
  pairsNeeded,
} from "../../../src/learning/evaluation/statistics.js";

beforeAll(async () => void (await tf.setBackend("cpu")));

describe("intervals", () => {
  test("are Student's t (2.776445 at 4 degrees of freedom, as tabled)", () => {
    const { mean, interval } = meanInterval([5.1, 4.9, 5.6, 5.8, 6.2]);
    expect(mean).toBeCloseTo(5.52, 10);
    const half = (2.776445 * Math.sqrt(0.277)) / Math.sqrt(5);
    expect(interval[0]).toBeCloseTo(5.52 - half, 5);
    expect(interval[1]).toBeCloseTo(5.52 + half, 5);
  });

  test("cover the true mean about as often as they say", () => {
    const random = createRandom(3);
    let covered = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const [low, high] = meanInterval(Array.from({ length: 4 }, () => random.normal())).interval;
      if (low <= 0 && 0 <= high) covered++;
    }
    // 95 % ± five standard errors of 0.49 points.
    expect(covered / 2000).toBeGreaterThan(0.925);
    expect(covered / 2000).toBeLessThan(0.975);
  });

  test("pair by position", () => {
    const [a, b] = [
      [10, 20, 30],
      [9, 18, 29],
    ];
    expect(pairedInterval(a, b).mean).toBeCloseTo(4 / 3, 12);
    expect(pairedInterval(a, b).interval[0]).toBeLessThan(0);
    expect(meanInterval(a).interval[0]).toBeLessThan(pairedInterval(a, b).interval[0]);
    expect(() => pairedInterval([1, 2], [1])).toThrow(/expected 2 values to pair with, got 1/);
  });

  test("refuse one value and what is not finite", () => {
    expect(() => meanInterval([1])).toThrow(/at least two/);
    expect(() => meanInterval([1, NaN])).toThrow(/values\[1\]: expected a finite number/);
  });

  test("power: three seeds detect nothing small, and the number needed detects it", () => {
    expect(detectableDifference({ standardDeviation: 0.8, n: 3 })).toBeGreaterThan(2);
    const n = pairsNeeded({ standardDeviation: 0.8, difference: 1 });
    expect(detectableDifference({ standardDeviation: 0.8, n })).toBeLessThanOrEqual(1);
    expect(detectableDifference({ standardDeviation: 0.8, n: n - 1 })).toBeGreaterThan(1);
  });
});

describe("the spectrum", () => {
  const random = createRandom(8);
  const cloud = (scales: number[], count = 4000): Float64Array =>
    Float64Array.from({ length: count * scales.length }, (_, i) => 3 + scales[i % scales.length]! * random.normal());

  test("of an isotropic cloud has full rank, of a line rank one", () => {
    expect(embeddingSpectrum(cloud([1, 1, 1, 1]), 4).effectiveRank).toBeGreaterThan(3.98);
    expect(embeddingSpectrum(cloud([1, 0, 0, 0]), 4).effectiveRank).toBeCloseTo(1, 6);
  });

  test("of full collapse keeps its rank and loses its variance", () => {
    const collapsed = embeddingSpectrum(cloud([1e-5, 1e-5, 1e-5, 1e-5]), 4);
    expect(collapsed.effectiveRank).toBeGreaterThan(3.9);
    expect(collapsed.totalVariance).toBeLessThan(1e-9);
    expect(embeddingSpectrum(new Float64Array(12).fill(2), 4)).toMatchObject({ effectiveRank: 0, totalVariance: 0 });
  });

  test("refuses one embedding and what is not finite", () => {
    expect(() => embeddingSpectrum([1, 2], 2)).toThrow(/at least two of 2 values/);
    expect(() => embeddingSpectrum([1, 2, NaN, 4], 2)).toThrow(/coordinate 0: expected finite/);
  });
});

describe("probes", () => {
  const random = createRandom(5);
  /** Classes at angles on a circle, far apart or all in one place. */
  function features(count: number, apart: number): LabelledFeatures {
    const labels = Array.from({ length: count }, (_, i) => i % 3);
    const values = Float32Array.from({ length: 2 * count }, (_, i) => {
      const angle = (2 * Math.PI * labels[i >> 1]!) / 3;
      return apart * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + 0.2 * random.normal();
    });
    return { values, dimension: 2, labels };
  }

  test("find classes that are apart and not those that are not", () => {
    const options = { k: 5, classCount: 3 };
    expect(knnAccuracy(features(150, 1), features(90, 1), options)).toBeGreaterThan(0.95);
    expect(linearProbe(features(150, 1), features(90, 1), options)).toBeGreaterThan(0.95);
    expect(knnAccuracy(features(150, 0), features(90, 0), options)).toBeLessThan(0.55);
    expect(linearProbe(features(150, 0), features(90, 0), options)).toBeLessThan(0.55);
  });

  test("leave no tensor behind and give the same answer twice", () => {
    const [train, test] = [features(60, 0.3), features(60, 0.3)];
    const before = tf.memory().numTensors;
    expect(linearProbe(train, test, { classCount: 3 })).toBe(linearProbe(train, test, { classCount: 3 }));
    knnAccuracy(train, test, { k: 3, classCount: 3 });
    expect(tf.memory().numTensors).toBe(before);
  });

  test("refuse too large a k and other dimensions", () => {
    expect(() => knnAccuracy(features(6, 1), features(6, 1), { k: 7, classCount: 3 })).toThrow(/k: expected 1 to 6/);
    const other = { ...features(6, 1), dimension: 3 };
    expect(() => linearProbe(features(6, 1), other, { classCount: 3 })).toThrow(/dimension 2/);
  });

  test("refuse labels out of range and values that do not fit their labels", () => {
    const [good, short] = [features(6, 1), { ...features(6, 1), labels: [0, 1] }];
    for (const label of [3, -1, 0.5]) {
      const wrong = { ...features(6, 1), labels: [0, 1, 2, 0, 1, label] };
      const message = `label 5: expected a class from 0 to 2, got ${label}`;
      expect(() => linearProbe(wrong, good, { classCount: 3 })).toThrow(`training features: ${message}`);
      expect(() => knnAccuracy(good, wrong, { k: 1, classCount: 3 })).toThrow(`test features: ${message}`);
    }
    expect(() => linearProbe(short, good, { classCount: 3 })).toThrow("12 values for 2 labels");
  });
});
