import { describe, expect, test } from "vitest";
import { checkCertificate, type InputError, parseExpression, Rational } from "../../src/exact/index.js";

const dyadic = (x: number) => Rational.from(Math.round(x * 2 ** 40) / 2 ** 40).toString();

/** height·cos(πt) for t in [low, high] by signs, `bands` levels a half wave: within |height|/bands. */
function stepped(height: number, low: number, high: number, bands: number) {
  const weight: string[][] = [];
  const bias: string[] = [];
  const heights: string[] = [];
  let before: number | undefined;
  let constant = 0;
  for (let half = low; half < high; half += 1) {
    for (let i = 0; i < bands; i += 1) {
      const level = height * (1 - (2 * i + 1) / bands) * (half % 2 === 0 ? 1 : -1);
      if (before === undefined) constant = level;
      else if (level !== before) {
        weight.push(["1"]);
        bias.push(dyadic(-(half + Math.acos(1 - (2 * i) / bands) / Math.PI)));
        heights.push(dyadic((level - before) / 2));
        constant += (level - before) / 2;
      }
      before = level;
    }
  }
  return [
    { type: "affine", weight, bias },
    { type: "norm", normSize: 1, center: false, epsilon: "0" },
    { type: "affine", weight: [heights], bias: [dyadic(constant)] },
  ];
}

/** f is near 1/4 cos(πx)cos(πy) + 1/100 cos(3πx) + 1/7, of which the first ridge pair is built and the third ridge pruned. */
const share = "1/100";
const good = {
  format: "normlab-certificate/1",
  claim: null,
  statement: "a sum of blocks",
  kind: "ridge-sum",
  function: parseExpression("1/4*cos(pi*x)*cos(pi*y) + 1/100*cos(3*pi*x) + 1/7 + x/100", ["x", "y"]),
  domain: [
    ["0", "1"],
    ["-1/2", "1"],
  ],
  precision: 64,
  cosines: [
    { frequency: [1, 1], coefficient: "1/4" },
    { frequency: [3, 0], coefficient: "1/100" },
    { frequency: [0, 0], coefficient: "1/7" },
  ],
  remainder: "2/100",
  constant: "1/8",
  blocks: [
    { direction: [1, 1], network: stepped(1 / 8, -1, 2, 13), epsilon: share },
    { direction: [1, -1], network: stepped(1 / 8, -1, 2, 13), epsilon: share },
  ],
  // 2/100 + (1/7 − 1/8) + 2/100 + 1/100
  epsilon: "679/10000",
};

const check = (change: object) => checkCertificate({ ...good, ...change });

describe("sums of ridge blocks", () => {
  test("a cosine sum with a pruned ridge is accepted at the sum of its errors", () => {
    expect(checkCertificate(good)).toEqual({ verdict: "accepted" });
  });

  test("a function without a value somewhere is rejected there", () => {
    expect(
      check({ function: parseExpression("1/7 + sqrt(x - 1/3)", ["x", "y"]), epsilon: "9", remainder: "8" }),
    ).toEqual({
      verdict: "rejected",
      where: "domain",
      reason: expect.stringMatching(/^at \(1\/4, .*\) the function has no value: .* root/) as string,
    });
    // Less and less of the edge on which 0 divides is met, by a middle never.
    const pole = parseExpression("1/7 + min(0, 1/(x - 1/3)^2)", ["x", "y"]);
    expect(check({ function: pole, epsilon: "9", remainder: "8", subdivision: 20 })).toEqual({
      verdict: "rejected",
      where: "domain",
      reason: expect.stringMatching(
        /^on .* there is a point where the function has no value: .* changes its sign there$/,
      ) as string,
    });
  });

  test("every part of the error counts", () => {
    expect(check({ epsilon: "67/1000" })).toMatchObject({ verdict: "rejected", where: "epsilon" });
    expect(check({ constant: "1/9" })).toMatchObject({ verdict: "rejected", where: "epsilon" });
    expect(check({ blocks: good.blocks.slice(1) })).toMatchObject({ verdict: "rejected", where: "epsilon" });
    expect(check({ remainder: "9/1000" })).toMatchObject({ verdict: "rejected", where: "remainder" });
    const tight = good.blocks.map((block) => ({ ...block, epsilon: "1/110" }));
    expect(check({ blocks: tight })).toMatchObject({ verdict: "rejected", where: "blocks[0]" });
  });

  test("blocks exchanged, a coefficient changed, or a cosine left out is rejected", () => {
    const [first, second] = good.blocks as [object, object];
    expect(
      check({
        blocks: [
          { ...first, direction: [1, -2] },
          { ...second, direction: [1, 2] },
        ],
      }).verdict,
    ).toBe("rejected");
    const [cosine, ...others] = good.cosines as [object, ...object[]];
    expect(check({ cosines: [{ ...cosine, coefficient: "6/25" }, ...others] })).toMatchObject({ verdict: "rejected" });
    expect(check({ cosines: good.cosines.slice(0, 1), constant: "0" })).toMatchObject({ where: "remainder" });
    // A block where the sum has no ridge is against 0, on the whole range of its direction.
    const stray = { direction: [0, 1], network: stepped(1 / 100, -1, 1, 2), epsilon: "0" };
    expect(check({ blocks: [...good.blocks, stray] })).toMatchObject({ verdict: "rejected", where: "blocks[2]" });
  });

  test("a block is checked on all that its direction takes on the domain", () => {
    const short = [{ ...good.blocks[0], network: stepped(1 / 8, -1, 1, 13) }, good.blocks[1]];
    expect(check({ blocks: short })).toMatchObject({ verdict: "rejected", where: "blocks[0]" });
    expect(
      check({
        blocks: short,
        domain: [
          ["0", "1"],
          ["-1/2", "0"],
        ],
      }),
    ).toEqual({ verdict: "accepted" });
  });

  test("bad input names the field", () => {
    const where = (change: object) => {
      try {
        check(change);
      } catch (error) {
        return (error as InputError).problem.where;
      }
      return "accepted";
    };
    expect(where({ cosines: [{ frequency: [-1, 2], coefficient: "1" }] })).toBe("cosines[0].frequency[0]");
    expect(where({ cosines: [good.cosines[0], good.cosines[0]] })).toBe("cosines[1]");
    expect(where({ blocks: [{ ...good.blocks[0], direction: [-1, 2] }] })).toBe("blocks[0].direction");
    expect(where({ blocks: [{ ...good.blocks[0], direction: [0, 0] }] })).toBe("blocks[0].direction");
    expect(where({ blocks: [good.blocks[0], good.blocks[0]] })).toBe("blocks[1]");
  });
});
