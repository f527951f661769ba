import * as danfojs from "danfojs-node";
import { describe, expect, it } from "vitest";
import { checkCertificate } from "../../src/exact/index.js";
import { aq, effectsTable, neuronBoundsTable, trialsTable } from "../../src/tables/index.js";
import { approximate, neuronBounds, separate, type DataTable } from "../../src/theory/index.js";

const { DataFrame } = danfojs;
const flowers = { length: [1.4, 4.7, 1.3, 4.5], width: [0.2, 1.4, 0.2, 1.5], kind: ["a", "b", "a", "b"] };
const points: (readonly [number, number])[] = flowers.length.map((x, i) => [x, flowers.width[i]!]);

/** The same columns as a table of arquero and as a DataFrame of danfo. */
function bothKinds(columns: Record<string, readonly unknown[]>): [string, DataTable][] {
  return [
    ["arquero", aq.table(columns as Record<string, unknown[]>)],
    ["danfo", new DataFrame(columns)],
  ];
}

describe.each(bothKinds(flowers))("a table of %s", (_, table) => {
  it("is separated as its points are, by all features or some", () => {
    const separated = separate(table, { label: "kind" });
    expect(separated.certificate).toEqual(separate(points, flowers.kind).certificate);
    expect(checkCertificate(separated.certificate)).toEqual({ verdict: "accepted" });
    const one = separate(table, { label: "kind", features: ["width"], seed: 3 });
    expect(one.certificate).toEqual(separate(flowers.width, flowers.kind, { seed: 3 }).certificate);
  });

  it("with a column that is not there is refused, with those that are", () => {
    expect(() => separate(table, { label: "class" })).toThrow(
      'column: expected one of length, width, kind, got "class"',
    );
    const text = () => separate(table, { label: "width" });
    expect(text).toThrow("row 0 (counted from 0), column kind");
  });
});

describe.each(bothKinds({ x: [0, 1, 2], y: [0.5, 1.5, 1] }))("two columns of %s", (_, table) => {
  it("are a function to be approximated", () => {
    const options = { domain: [0, 2], lipschitz: 1, epsilon: "1/10", activation: "pln-2" };
    const network = approximate({ f: table, ...options });
    const same = approximate({ f: [[0, 0.5], [1, 1.5], [2, 1]], ...options }); // prettier-ignore
    expect(network.certificate).toEqual(same.certificate);
    expect(checkCertificate(network.certificate)).toEqual({ verdict: "accepted" });
  });
});

it("a filtered and ordered table of arquero is taken as it shows itself", () => {
  const table = aq.table({ x: [2, 0, 9, 1], y: [1, 0.5, 9, 1.5] });
  const options = { domain: [0, 2], lipschitz: 1, epsilon: "1/10", activation: "pln-2" };
  const f = table.filter((row: { x: number }) => row.x < 5).orderby("x");
  expect(approximate({ f, ...options }).units).toBe(
    approximate({ f: [[0, 0.5], [1, 1.5], [2, 1]], ...options }).units, // prettier-ignore
  );
  expect(() => approximate({ f: table, ...options })).toThrow("Sort the table by x");
  const wide = table.derive({ z: () => 1 });
  expect(() => approximate({ f: wide, ...options })).toThrow(
    "expected a table of two columns, x and y, got 3: x, y, z",
  );
});

describe.each(bothKinds({ x: [1, NaN, 3], kind: ["a", "b", "a"] }))("a missing value in a table of %s", (_, table) => {
  it("is named with its row and column", () => {
    expect(() => separate(table, { label: "kind" })).toThrow(
      /^row 1 \(counted from 0\), column x: expected a number, got (NaN|null|undefined)\. Leave the row out/,
    );
  });
});

describe("neuronBoundsTable", () => {
  it("answers a grid, each with each", () => {
    const table = neuronBoundsTable({ activation: ["pln-2", "relu"], lipschitz: [1, 2], epsilon: ["1/10", 0.05] });
    expect(table.numRows()).toBe(8);
    for (const row of table.objects() as { activation: string; lipschitz: number; epsilon: string; upper: number }[]) {
      expect(row.upper).toBe(neuronBounds(row).upper);
    }
    expect(new DataFrame(table.objects()).shape).toEqual([8, 7]);
  });

  it.each(bothKinds({ activation: ["pln-2", "pln-3"], lipschitz: [1, 2], epsilon: [0.1, 0.1], note: ["a", "b"] }))(
    "answers the rows of a table of %s and keeps its other columns",
    (_, table) => {
      const answered = neuronBoundsTable(table).objects() as { note: string; upper: number }[];
      expect(answered.map(({ note, upper }) => [note, upper])).toEqual([
        ["a", 4],
        ["b", 10],
      ]);
    },
  );

  it("names the row of a question that has no answer, and a column that is missing", () => {
    const wrong = { activation: "pln-2", lipschitz: 1, epsilon: [0.1, 0] };
    expect(() => neuronBoundsTable(wrong)).toThrow(/^row 1 \(counted from 0\): epsilon: expected/);
    expect(() => neuronBoundsTable(aq.table({ activation: ["pln-2"] }))).toThrow('got "lipschitz"');
  });
});

describe("an experiment's trials", () => {
  it("are a table, and a DataFrame", () => {
    const table = trialsTable("small-batches");
    expect(table.columnNames().slice(0, 2)).toEqual(["trial", "seed"]);
    expect(table.numRows()).toBeGreaterThan(10);
    expect(new Set(table.array("trial")).size).toBe(table.numRows());
    const frame = new DataFrame(table.objects());
    expect(frame.shape).toEqual([table.numRows(), table.numCols()]);
    expect(frame.columns).toEqual(table.columnNames());
  });

  it("of an experiment that is not on record are refused", () => {
    expect(() => trialsTable("nothing")).toThrow("normlab train NAME --out FILE.json writes one");
  });

  it("come with effects as a table", () => {
    const effects = [{ name: "gain", value: 2, interval: [1, 3] as const, confidence: 0.95, n: 8, unit: "points" }];
    expect(new DataFrame(effectsTable({ effects }).objects()).columns.slice(0, 4)).toEqual([
      "name",
      "value",
      "low",
      "high",
    ]);
  });
});
