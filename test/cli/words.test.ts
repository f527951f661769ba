import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { counted, countedRange, nearest, withoutLongNumbers } from "../../src/cli/words.js";
import { inputFolder } from "./inputs.js";
import { normlab, normlabHere } from "./normlab.js";

const { folder } = inputFolder();

describe("words", () => {
  it("are in the singular for one", async () => {
    expect([counted(0, "unit"), counted(1, "unit"), counted(2, "class", "classes")]).toEqual([
      "0 units",
      "1 unit",
      "2 classes",
    ]);
    expect([countedRange(1, 1, "unit"), countedRange(314, 314, "unit"), countedRange(1, 2, "unit")]).toEqual([
      "exactly 1 unit",
      "exactly 314 units",
      "between 1 and 2 units",
    ]);
    const args = ["--activation", "sign", "--lipschitz", "1", "--epsilon", "0.25"];
    expect((await normlab(["bounds", ...args])).stdout).toMatch(/^sign: exactly 1 unit\n/);
    const out = join(folder, "one.json");
    const built = await normlab(["approximate", "--function", "x", "--domain", "0,1", ...args, "--out", out]);
    expect(built.stdout).toMatch(
      /^1 sign unit \(1 neuron\) within 0\.25; the class needs exactly 1 unit\n.*at least 1 step\n/,
    );
  });
});

describe("counts of hundreds of digits", () => {
  const args = ["bounds", "--activation", "relu", "--lipschitz", "1e200", "--epsilon", "0.05"];
  it("are told by their size, and in --json in all their digits", async () => {
    expect((await normlabHere(args)).stdout).toMatch(/-1 = about 9\.999e200 sign changes/);
    expect((await normlabHere([...args, "--json"])).stdout).toContain(`-1 = ${"9".repeat(201)} sign changes`);
  });

  it("shorter ones stay as they are", () => {
    expect(withoutLongNumbers("123456789012345678901, 1.2345678901234567890123")).toBe(
      "123456789012345678901, 1.2345678901234567890123",
    );
    expect(withoutLongNumbers("N = 1234567890123456789012.")).toBe("N = about 1.234e21.");
  });
});

describe("the nearest of some names", () => {
  it("far from every name nothing is offered", () => {
    expect(nearest("D99xy", ["C1", "C3"])).toEqual([]);
  });
});
