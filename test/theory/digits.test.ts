import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  covarianceSpectrum,
  digitsPath,
  InputError,
  loadDigits,
  restrictToRange,
  whiten,
} from "../../src/theory/index.js";

const folder = mkdtempSync(join(tmpdir(), "digits-"));
afterAll(() => rmSync(folder, { recursive: true }));
const good = readFileSync(digitsPath, "utf8");

function messageFor(content: string): string {
  const path = join(folder, "digits.csv");
  writeFileSync(path, content);
  try {
    loadDigits(path);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return "loaded";
}

describe("the digits data set", () => {
  it("has 1,797 images of ten digits and the checksum of its record", () => {
    const { images, labels } = loadDigits();
    expect(images).toHaveLength(1797);
    expect(new Set(labels).size).toBe(10);
    const record = readFileSync(join(digitsPath, "../README.md"), "utf8");
    expect(record).toContain(createHash("sha256").update(good).digest("hex"));
  });

  it("has a singular covariance, which is refused with the remedy", () => {
    const { images } = loadDigits();
    expect(covarianceSpectrum(images).rank).toBe(61);
    expect(() => whiten(images)).toThrow(/rank 64, got rank 61.*restrictToRange/);
    expect(restrictToRange(images).coordinates[0]).toHaveLength(61);
  });

  it("is rejected when damaged, by name, line and byte", () => {
    const lines = good.split("\n");
    expect(messageFor(good)).toBe("loaded");
    expect(messageFor(good.slice(0, good.length / 2))).toMatch(/digits\.csv: line \d+, byte \d+: expected 65 numbers/);
    expect(messageFor(lines.slice(0, 100).join("\n") + "\n")).toContain("line 101");
    expect(messageFor(lines.slice(0, 100).join("\n"))).toContain("the end of the file");
    const third = [...lines];
    third[2] = third[2]!.replace("0,0", "0,x");
    const byte = lines[0]!.length + lines[1]!.length + 2 + third[2].indexOf("x");
    expect(messageFor(third.join("\n"))).toContain(
      `line 3, byte ${byte}: expected a whole number from 0 to 16, got "x"`,
    );
    third[2] = third[2].replace("x", "17");
    expect(messageFor(third.join("\n"))).toContain('got "17"');
    third[2] = lines[2]!.replace("0,0", "0,1");
    expect(messageFor(third.join("\n"))).toContain("SHA-256");
    expect(messageFor(good.replaceAll("\n", "\r\n"))).toContain("line 2");
    expect(messageFor("")).toContain("line 1, byte 0");
    expect(() => loadDigits(join(folder, "missing.csv"))).toThrow(/missing\.csv: expected the digits data set/);
  });
});
