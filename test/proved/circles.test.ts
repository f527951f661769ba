import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chordsOf, type FoldedPoints } from "../../src/proved/circles/chords.js";
import { foldedNear, startNear, type WholeLayer } from "../../src/proved/circles/follow.js";
import { shatteringTheorem } from "../../src/proved/circles/theorem.js";
import { findRocq, ProofBuild } from "../../src/reproduce/rocq/compiler.js";
import { proofFolder } from "../../src/reproduce/rocq/sources.js";
import { shatterBySigns } from "../../src/theory/index.js";

const nine = shatterBySigns([0, 1, 2, 3, 4, 5, 6, 7, 8], { depth: 3 }).certificate;
const shown = { name: "nine_points", depth: 3, words: "Nine points are shattered at depth 3" };

describe("the folds of a certificate of shattering by signs", () => {
  it("are chords between points that fall together; networks with other layers are left out", () => {
    const { points, folds } = chordsOf(nine);
    expect(points).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(folds.length).toBe(nine.cases.length);
    expect(folds[0]).toEqual([]);
    const { network } = nine.cases[1]!;
    const identity = { type: "affine", weight: [["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]], bias: ["0", "0", "0"] } as const; // prettier-ignore
    const still = { network: network.map((layer, l) => (l === 2 ? identity : layer)), precision: 64 };
    expect(chordsOf({ ...nine, cases: [nine.cases[0]!, still, nine.cases[1]!] }).folds).toEqual([[], folds[1]]);
  });

  it("are not given for points between whole numbers", () => {
    const between = { ...nine, points: [["1/2"], ...nine.points.slice(1)] };
    expect(() => chordsOf(between)).toThrow("points[0]: expected one whole number, got 1/2");
  });
});

describe("points by whole numbers", () => {
  it("lie where the layer puts them, within the radius that is stated", () => {
    const layer: WholeLayer = [
      [3n << 30n, 1n << 31n, -(1n << 29n)],
      [1n << 30n, 1n << 29n, 3n << 31n],
    ];
    const place = (n: number, d: number): number => n / (d + Math.hypot(n, d));
    const near = startNear(32n, 4, 10, 7);
    const s = place(3, 10);
    expect(Math.abs(2 ** 32 * s - Number(near[0]))).toBeLessThanOrEqual(2);
    const [middle, radius] = foldedNear(32n, layer, near)!;
    const [n, d] = layer.map(([a, b, c]) => (Number(a) * s + Number(b)) * s + Number(c)) as [number, number];
    expect(Math.abs(2 ** 32 * place(n, d) - Number(middle))).toBeLessThanOrEqual(Number(radius));
    expect(Number(radius)).toBeLessThan(40);
  });

  it("are not followed where the tangent is beyond 1 or the denominator may be 0", () => {
    const near = startNear(32n, 0, 2, 1);
    expect(foldedNear(32n, [[0n, 0n, 2n << 32n], [0n, 0n, 1n << 32n]], near)).toBeNull(); // prettier-ignore
    expect(foldedNear(32n, [[0n, 0n, 0n], [0n, 0n, 1n]], near)).toBeNull(); // prettier-ignore
  });
});

describe("the theorem that points are shattered", () => {
  it("of nine points is the one that ships", () => {
    const written = shatteringTheorem(chordsOf(nine), shown);
    expect(readFileSync(join(proofFolder, "NinePoints.v"), "utf8")).toBe(written);
  });

  it("is not written where the circles leave a labeling out", () => {
    const less: FoldedPoints = { ...chordsOf(nine), folds: [] };
    expect(() => shatteringTheorem(less, shown)).toThrow(
      "the certificate's circles: expected all 256 labelings, up to exchanging the classes, got all but",
    );
  });

  it.runIf(findRocq().usable)(
    "is accepted by Rocq, and is not with a layer left out, a weight moved, one layer fewer, or one point more",
    () => {
      const build = new ProofBuild(proofFolder, mkdtempSync(join(tmpdir(), "normlab-circles-")));
      for (const file of ["Shattering.v", "checker/CircleLabelings.v"]) build.compile(file);
      const source = shatteringTheorem(chordsOf(nine), shown);
      const accepted = (text: string): boolean => build.tryText(build.folder, text).passed;
      expect(accepted(source)).toBe(true);
      const leaf = source.split("\n").find((line) => line.startsWith("Fold") && line.endsWith("[];"))!;
      expect(accepted(source.replace(`${leaf}\n`, ""))).toBe(false);
      expect(accepted(source.replace(leaf, leaf.replace(/0x[0-9a-f]+/, "0x1")))).toBe(false);
      const fewer = (text: string): string =>
        text.replaceAll("1 3 3 2", "1 3 2 2").replaceAll("is_sound 3", "is_sound 2").replaceAll("points 3", "points 2");
      expect(accepted(fewer(source.split("(** More")[0]!))).toBe(false);
      const more = source.split("(** More")[0]!.replaceAll("7; 8", "7; 8; 9");
      expect(more).toContain("[0; 1; 2; 3; 4; 5; 6; 7; 8; 9]");
      expect(accepted(more)).toBe(false);
    },
    300_000,
  );
});
