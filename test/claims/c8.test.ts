import { describe, expect, it } from "vitest";
import { InputError } from "../../src/exact/input-error.js";
import { dual, newtonWhitening } from "../../src/claims/intl/dual-matrix.js";
import { powerGain, spectralTransformGradient, whiten } from "../../src/theory/index.js";

describe("the backward pass of a spectral transformation", () => {
  it("uses the derivative where eigenvalues are equal", () => {
    const x = [[-1, 0], [1, 0], [0, -1], [0, 1]]; // prettier-ignore
    // After whitening no scale is left: a gradient along x itself sends back nothing.
    const back = spectralTransformGradient(x, x, powerGain(0.5));
    back.flat().forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-12));
  });

  it("refuses a gradient of another shape", () => {
    expect(() => spectralTransformGradient([[0], [1]], [[1, 2]], powerGain(0))).toThrow(InputError);
  });
});

describe("matrices with derivatives", () => {
  it("whiten as the decomposition does, and differentiate as differences say", () => {
    const x = [[-2, 1], [2, 0.5], [0.3, -1], [-0.3, -0.5]]; // prettier-ignore
    const direction = [[1, 0], [0, 1], [0.5, 0], [0, 0]]; // prettier-ignore
    const white = (step: number) => whiten(x.map((row, i) => row.map((value, j) => value + step * direction[i]![j]!)));
    const z = dual(x, direction).centred();
    const { value, tangent } = z.times(newtonWhitening(z, 30));
    const [after, before] = [white(1e-6), white(-1e-6)];
    white(0).forEach((row, i) =>
      row.forEach((entry, j) => {
        expect(value.get(i, j)).toBeCloseTo(entry, 10);
        expect(tangent.get(i, j)).toBeCloseTo((after[i]![j]! - before[i]![j]!) / 2e-6, 6);
      }),
    );
  });
});
