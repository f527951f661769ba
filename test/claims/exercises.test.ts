import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { exercises, judgeAnswer } from "../../src/claims/exercises.js";

const folder = fileURLToPath(new URL("../../notebooks", import.meta.url));

/** Of each exercise: answers that are right, answers that look right and are not, and what is no answer of its kind. */
const answers: Record<string, { right: unknown[]; wrong: unknown[]; other: unknown[] }> = {
  "negative-step": {
    right: [
      [1, 2],
      [-5, -4.5],
    ],
    wrong: [
      [2, 1],
      [1, 1],
    ],
    other: [3, [1, 2, 3], [NaN, 1]],
  },
  "fewest-units": { right: [10], wrong: [9, 11, 21], other: [10.5, "10", 0] },
  "another-map-for-xor": {
    right: [
      [1, -1, 0],
      [-3, 3, 0],
    ],
    wrong: [
      [1, 2, -1],
      [1, 1, 0],
      [0, 0, 1],
    ],
    other: [
      [2, 2, -2],
      [1, 1],
    ],
  },
  "two-folds-needed": {
    right: [
      [0, 1, 0, 1, 0],
      [1, 0, 1, 0, 0],
    ],
    wrong: [
      [0, 1, 1, 0, 0],
      [1, 0, 0, 0, 1],
    ],
    other: [[0, 1, 0, 1, 1], [0, 1, 0, 2, 0], "01010"],
  },
  "enough-iterations": { right: [4], wrong: [3, 5, 0], other: [-1, 3.5, "4"] },
  "floor-in-two-dimensions": { right: ["49/512", "98/1024"], wrong: ["1/10", "49/511"], other: [0.0957, "a tenth"] },
};

describe("exercises of the walkthroughs", () => {
  it.each(exercises.map(({ id }) => id))(
    "%s: right answers are right, wrong ones wrong, others say what is expected",
    (id) => {
      const { right, wrong, other } = answers[id]!;
      for (const answer of right)
        expect(judgeAnswer(id, answer), JSON.stringify(answer)).toMatchObject({ verdict: "right" });
      for (const answer of wrong)
        expect(judgeAnswer(id, answer), JSON.stringify(answer)).toMatchObject({ verdict: "wrong" });
      for (const answer of other) expect(judgeAnswer(id, answer).why, JSON.stringify(answer)).toMatch(/^expected /);
      expect(judgeAnswer(id, undefined).verdict).toBe("not answered");
    },
  );

  it("each stands in its walkthrough, in a cell of its own that is not answered", () => {
    const cells = readdirSync(folder)
      .filter((name) => name.endsWith(".ipynb"))
      .flatMap((notebook) => {
        const { cells } = JSON.parse(readFileSync(join(folder, notebook), "utf8")) as {
          cells: { metadata: { tags?: string[] }; source: string[]; outputs?: unknown[] }[];
        };
        return cells
          .filter(({ metadata }) => metadata.tags?.includes("exercise"))
          .map(({ source, outputs }) => ({ notebook, source: source.join(""), outputs: JSON.stringify(outputs) }));
      });
    expect(cells).toHaveLength(exercises.length);
    for (const { id, notebook } of exercises) {
      const cell = cells.find(({ source }) => source.includes(`judgeAnswer("${id}", `));
      expect(cell, id).toMatchObject({ notebook });
      expect(cell!.outputs, id).toContain("not answered");
    }
  });

  it("an exercise that is not there is refused, with the names of those that are", () => {
    expect(() => judgeAnswer("fewest-unit", 10)).toThrow(/expected one of negative-step, fewest-units/);
  });
});
