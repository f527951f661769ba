import { describe, expect, test } from "vitest";
import { problem, said } from "./said.js";

const common = { format: "normlab-certificate/1", claim: null, statement: "test" };
const layer = (weight: string[][], bias: string[]) => ({ type: "affine", weight, bias });
const norm3 = { type: "norm", normSize: 3, center: true, epsilon: "0" };

describe("a classification", () => {
  // Scores x, 1 − x and 1/2.
  const network = [layer([["1"], ["-1"], ["0"]], ["0", "1", "1/2"])];
  const claim = (change: object) => ({
    ...common,
    kind: "classification",
    network,
    samples: [["0"], ["1"], ["2"]],
    labels: [1, 0, 0],
    precision: 64,
    ...change,
  });

  test("says what it checks, with the classes that occur, and its progress", () => {
    expect(said(claim({}))).toEqual({
      sentence:
        "a network from 1 to 3 numbers (layers: 1 affine; 2 weights that are not 0) gives each of 3 samples its label, " +
        "of 3 classes (2 occur): the score of the label is above all others",
      progress: [1 / 3, 2 / 3, 1],
      verdict: { verdict: "accepted" },
    });
    expect(said(claim({ samples: [["5"]], labels: [0] })).sentence).toContain("each of 1 sample its label");
  });

  test("names the first component that its label is not above", () => {
    const end = (sample: string, label: number) => said(claim({ samples: [[sample]], labels: [label] })).verdict;
    const below = (label: number, other: number) => ({
      verdict: "rejected",
      where: "samples[0]",
      reason: `component ${label}, its label, is not above component ${other}`,
    });
    expect(end("2", 0)).toEqual({ verdict: "accepted" });
    expect(end("2", 1)).toEqual(below(1, 0));
    expect(end("2", 2)).toEqual(below(2, 0));
    expect(end("-2", 2)).toEqual(below(2, 1));
    // Equal scores: 1/2 of all three.
    expect([end("1/2", 0), end("1/2", 1), end("1/2", 2)]).toEqual([below(0, 1), below(1, 0), below(2, 0)]);
  });

  test("that is open at one sample is rejected by a later one, and else says which was the first", () => {
    // Components 0 and 1 differ by 2^−200; component 2 is above them at the last sample alone.
    const rows = [
      ["1", "2", "3"],
      ["1", "2", "3"],
      ["-1000", "1000", "0"],
    ];
    const near = [layer([["1"], ["2"], ["7"]], ["1", "0", "1p-300"]), norm3, layer(rows, ["1p-200", "0", "-10"])];
    const end = (samples: string[][], precision: number) =>
      said(claim({ network: near, samples, labels: samples.map(() => 0), precision })).verdict;
    expect(end([["0"], ["1"]], 70)).toEqual({
      verdict: "undecided",
      where: "samples[0]",
      reason: "components 0, its label, and 1 cannot be told apart at 70 bits",
      needs: "precision",
    });
    expect(end([["0"], ["1"], ["2"]], 70)).toEqual({
      verdict: "rejected",
      where: "samples[2]",
      reason: "component 0, its label, is not above component 2",
    });
    expect(end([["0"], ["1"]], 250)).toEqual({ verdict: "accepted" });
    // Two that are open: the first is named.
    const twins = [...near.slice(0, 2), layer([rows[0]!, rows[0]!, rows[0]!], ["1p-200", "0", "0"])];
    expect(said(claim({ network: twins, labels: [0, 0, 0], precision: 70 })).verdict).toMatchObject({
      verdict: "undecided",
      reason: "components 0, its label, and 1 cannot be told apart at 70 bits",
    });
    const exact = [layer([["1"], ["1"]], ["1p-200", "0"])];
    expect(said(claim({ network: exact, labels: [0, 0, 0], precision: 8 })).verdict).toEqual({ verdict: "accepted" });
  });

  test("refuses one output, labels beyond the outputs, and samples of different lengths", () => {
    expect(problem(claim({ network: [layer([["1"]], ["0"])], labels: [0, 0, 0] }))).toMatchObject({
      where: "network",
      expected: "a network with two outputs or more",
    });
    expect(problem(claim({ labels: [1, 0, 3] }))).toMatchObject({ where: "labels[2]" });
    expect(problem(claim({ labels: [1, 0, -1] }))).toMatchObject({ where: "labels[2]" });
    expect(problem(claim({ samples: [["0"], ["1", "2"], ["2"]] }))).toMatchObject({ where: "samples[1]" });
    expect(problem(claim({ samples: [] }))).toMatchObject({ where: "samples" });
  });
});

describe("a shattering", () => {
  const points = [["0"], ["1"]];
  const made = (labels: number[], slope: string, bias: string) => ({
    labels,
    network: [layer([["0"], [slope]], ["0", bias])],
    precision: 64,
  });
  const cases = [made([0, 1], "2", "-1"), made([1, 0], "-2", "1"), made([0, 0], "0", "-1"), made([1, 1], "0", "1")];
  const claim = (change: object) => ({ ...common, kind: "shattering", points, cases, ...change });

  test("says what it checks, and its progress", () => {
    expect(said(claim({}))).toEqual({
      sentence:
        "for each of the 4 labelings of 2 points of 1 number by two classes a network that gives every point its label",
      progress: [0.25, 0.5, 0.75, 1],
      verdict: { verdict: "accepted" },
    });
  });

  test("names the case and the point where a label is wrong, the twin, and how many labelings are there", () => {
    expect(said(claim({ cases: [cases[0], made([1, 0], "2", "-1"), ...cases.slice(2)] })).verdict).toEqual({
      verdict: "rejected",
      where: "cases[1]: points[0]",
      reason: "component 1, its label, is not above component 0",
    });
    expect(said(claim({ cases: [...cases, cases[1]] })).verdict).toEqual({
      verdict: "rejected",
      where: "cases[4]",
      reason: "its labels are those of cases[1]",
    });
    expect(said(claim({ cases: cases.slice(1) })).verdict).toEqual({
      verdict: "rejected",
      where: "cases",
      reason: "3 of the 4 labelings of 2 points are there",
    });
  });

  test("refuses networks with another number of outputs, labels that are not 0 or 1, and too many points", () => {
    const three = { ...cases[0], network: [layer([["0"], ["2"], ["0"]], ["0", "-1", "0"])] };
    expect(problem(claim({ cases: [three] }))).toMatchObject({
      where: "cases[0].network",
      expected: "a network with two outputs",
    });
    expect(problem(claim({ cases: [{ ...cases[0], labels: [0, 2] }] }))).toMatchObject({ where: "cases[0].labels[1]" });
    expect(problem(claim({ cases: [{ ...cases[0], more: 1 }] }))).toMatchObject({ where: "cases[0]" });
    const line = (n: number) => Array.from({ length: n }, (_, i) => [`${i}`]);
    expect(problem(claim({ points: line(41) }))).toMatchObject({ code: "limit", where: "points" });
    expect(problem(claim({ points: line(40) }))).toMatchObject({ where: "cases[0].labels" });
  });
});

describe("a shattering by signs", () => {
  const into = layer([["1"], ["0"], ["-1"]], ["0", "1", "-1"]);
  const net = (rows: string[][], bias: string[]) => ({ network: [into, norm3, layer(rows, bias)], precision: 64 });
  const claim = (change: object) => ({
    ...common,
    kind: "shattering-by-signs",
    family: { type: "layer-norm-net", depth: 1 },
    points: [["-1"], ["1"]],
    cases: [net([["1", "0", "0"]], ["0"]), net([["0", "0", "0"]], ["1"])],
    ...change,
  });

  test("says what it checks, and its progress", () => {
    expect(said(claim({}))).toEqual({
      sentence:
        "each of the 4 labelings of 2 points of 1 number by two classes is given, or the one with the classes exchanged, " +
        "by the sign of an output of an LN-Net of width 3 with at most 1 norm layers",
      progress: [0.5, 1],
      verdict: { verdict: "accepted" },
    });
  });

  test("does not take a labeling and its exchange for two", () => {
    const both = [net([["1", "0", "0"]], ["0"]), net([["-1", "0", "0"]], ["0"])];
    expect(said(claim({ cases: both })).verdict).toEqual({
      verdict: "rejected",
      where: "cases",
      reason: "no component has the signs of the labels 00, or of their exchange",
    });
  });

  test("names the labels that are missing, point by point", () => {
    const three = (cases: object[]) => said(claim({ points: [["-1"], ["1"], ["2"]], cases })).verdict;
    const missing = (labels: string) => ({
      verdict: "rejected",
      where: "cases",
      reason: `no component has the signs of the labels ${labels}, or of their exchange`,
    });
    const constant = net([["0", "0", "0"]], ["1"]);
    // Above 0 at −1 alone.
    const first = net([["-1", "0", "0"]], ["0"]);
    expect(three([constant])).toEqual(missing("100"));
    expect(three([constant, first])).toEqual(missing("010"));
    expect(three([first])).toEqual(missing("000"));
  });

  test("keeps the first output that is open, and is rejected by a later one that is 0", () => {
    const near = net(
      [["1", "0", "0"]],
      ["-7071067811865475244008443621048490392848/10000000000000000000000000000000000000000"],
    );
    const at = (cases: object[]) => said(claim({ points: [["0"], ["1"]], cases })).verdict;
    const open = {
      verdict: "undecided",
      reason: "component 0 cannot be told from 0 at points[1]",
      needs: "precision",
    };
    expect(at([near, near])).toEqual({ ...open, where: "cases[0]" });
    expect(at([net([["0", "0", "0"]], ["1"]), near])).toEqual({ ...open, where: "cases[1]" });
    expect(at([near, net([["0", "0", "0"]], ["0"])])).toEqual({
      verdict: "rejected",
      where: "cases[1]",
      reason: "component 0 is 0 at points[0]",
    });
  });

  test("takes networks of the family alone, at the depth that is stated", () => {
    const deep = (depth: number) => [into, ...Array.from({ length: depth - 1 }, () => [norm3, square]).flat(), norm3];
    const square = layer(
      [
        ["1", "0", "0"],
        ["0", "1", "0"],
        ["0", "0", "1"],
      ],
      ["0", "0", "0"],
    );
    const end = layer([["1", "0", "0"]], ["0"]);
    const of = (network: object[], depth: number) =>
      claim({ family: { type: "layer-norm-net", depth }, cases: [{ network, precision: 64 }] });
    for (const depth of [1, 2, 3]) {
      expect(said(of([...deep(depth), end], depth)).verdict.verdict).toBe("rejected");
      expect(problem(of([...deep(depth + 1), end], depth))).toMatchObject({
        where: "cases[0].network",
        expected: `an affine layer at the end, behind at most ${depth} norm layers`,
      });
    }
    expect(problem(of([into, norm3, norm3, end], 3))).toMatchObject({ expected: "an affine layer" });
    expect(problem(of([into, into, end], 3))).toMatchObject({ where: "cases[0].network[1].weight[0]" });
    expect(problem(of([into, square, end], 3))).toMatchObject({
      where: "cases[0].network[1]",
      expected: "a norm layer of three components, centred, with epsilon 0",
    });
    expect(problem(claim({ family: { type: "layer-norm-net", depth: 0 } }))).toMatchObject({ where: "family.depth" });
    const line = (n: number) => Array.from({ length: n }, (_, i) => [`${i}`]);
    expect(problem(claim({ points: line(41) }))).toMatchObject({ code: "limit", where: "points" });
  });
});
