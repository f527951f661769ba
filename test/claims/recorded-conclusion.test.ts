import { describe, expect, it, vi } from "vitest";
import { inLines, showRecorded } from "../../src/claims/recorded-conclusion.js";

describe("what a notebook shows of a record", () => {
  it("is in lines that end between words, however long the summary", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await showRecorded("iter-norm-collapse");
    const text = String(log.mock.calls[0]![0]);
    log.mockRestore();
    expect(text).toMatch(/^Recorded full run: supported\./);
    const lines = text.split("\n");
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it("keeps every word, and one that is too long for a line whole", () => {
    const text = `short ${"x".repeat(150)} ${"word ".repeat(60)}end`;
    expect(inLines(text).split(/\s+/)).toEqual(text.split(/\s+/));
  });

  it("says how to make a record that is not there", async () => {
    await expect(showRecorded("no-such-experiment")).rejects.toThrow(/no-such-experiment/);
  });
});
