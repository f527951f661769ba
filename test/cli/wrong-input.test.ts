import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { claims } from "../../src/claims/registry.js";
import { selectClaims } from "../../src/cli/options.js";
import { expectRefusal, expression, inputFolder } from "./inputs.js";
import { normlab } from "./normlab.js";

const inputs = inputFolder();
const { folder, file } = inputs;
const inTheWay = file("in-the-way");
const table = file("table.csv", "x,y,class\n0,0,a\n0,1,b\n1,0,b\n1,1,a\n");

const wrongInput: [string, string[], RegExp][] = [
  ["a data set that is nearly one", ["data", "get", "cifar10"], /data set: .*Did you mean cifar-10\?/],
  ["part of a data set's name", ["data", "get", "mnist"], /data set: .*Did you mean fashion-mnist\?/],
  [
    "a folder whose name is a variable that is not set",
    ["reproduce", "C3", "--out", ""],
    /^normlab: --out: expected a value, got ""/,
  ],
  ["the same where files are read", ["claims", "--out="], /^normlab: --out: expected a value, got ""/],
  ["a seed that is none", ["separate", table, "--label", "class", "--seed", "", "--out", "c.json"], /--seed: .*got ""/],
  [
    "no claim where ids are expected",
    ["reproduce", "", "--out", join(folder, "r")],
    /claim: expected ids among .*got ""/,
  ],
  [
    "a seed of samples where nothing is sampled",
    ["reproduce", "C3", "--profile", "full", "--sample-seed", "3"],
    /--sample-seed: /,
  ],
  ["two wills about what is run", ["reproduce", "C3", "--as-is", "--force"], /--as-is: .*got --as-is and --force/],
  [
    "two wills about where it is run",
    ["reproduce", "C3", "--as-is", "--engine", "slurm"],
    /--as-is: .*got --as-is and --engine slurm/,
  ],
  ["a file in place of a folder of results", ["claims", "--out", inTheWay], /--out: .*in-the-way, a file/],
  [
    "a list beside the profile that it names",
    ["run-tasks", "--tasks", table, "--shard", "1/1", "--profile", "full"],
    /--profile: /,
  ],
  [
    "an empty list",
    ["run-tasks", "--tasks", file("empty.jsonl"), "--shard", "1/1", "--out", join(folder, "r")],
    /--tasks: .*no task/,
  ],
  ["an experiment that is nearly one", ["train", "random-label"], /experiment: .*Did you mean random-labels/],
  [
    "a parameter that no trial of the first size has",
    ["sweep", "random-labels", "--over", "nothing=1", "--out", join(folder, "sweep")],
    /--over: expected one of seed, .*learningRate/,
  ],
  [
    "a metric that nothing shows",
    ["sweep", "depth", "--over", "seed=1", "--metric", "loss"],
    /--metric: expected --figure/,
  ],
  [
    "a table of a part",
    ["sweep", "depth", "--over", "seed=1", "--shard", "1/2", "--csv", join(folder, "c.csv")],
    /--csv: expected no --shard/,
  ],
  [
    "workers in another notation",
    ["reproduce", "C3", "--workers", "1e9"],
    /--workers .*expected an integer from 1, in digits/,
  ],
  ["a notebook that is not there", ["run", join(folder, "no.ipynb")], /notebook: .*there is no such file/],
  ["results that are nowhere", ["claims", "--out", join(folder, "nowhere")], /--out: .*nowhere, which is not there/],
  [
    "a certificate in the place of its own table",
    ["separate", table, "--label", "class", "--out", join(folder, ".", "..", basename(folder), basename(table))],
    /--out: expected another file than that of the table, which would be lost/,
  ],
  [
    "a figure in the place of the certificate",
    ["approximate", ...expression, "--out", join(folder, "one.svg"), "--figure", join(folder, "one.svg")],
    /--figure: expected another file than that of --out/,
  ],
  [
    "two tables in one file",
    ["sweep", "depth", "--over", "seed=1", "--csv", join(folder, "t"), "--arrow", join(folder, "t")],
    /--arrow: expected another file than that of --csv/,
  ],
  [
    "a report in the place of its own list",
    ["run-tasks", "--tasks", table, "--shard", "1/1", "--report", table, "--out", join(folder, "r")],
    /--report: expected another file than that of --tasks/,
  ],
  [
    "a table in the place of a list",
    ["run-tasks", "--tasks", table, "--shard", "1/1", "--out", join(folder, "r")],
    /line 1: expected a line of a task list, .*got no JSON: "/,
  ],
  [
    "a file in place of a run that is compared",
    ["compare", table, table],
    /expected the folder of a finished run .*got a file$/m,
  ],
  [
    "a file in place of results",
    ["merge", table, "--out", join(folder, "r")],
    /with a folder cache in it, got a file$/m,
  ],
  ["a claim that is nearly one", ["reproduce", "C33"], /claim: .*got C33\. Did you mean C3/],
];

describe("wrong input", () => {
  it.each(wrongInput)("%s", (_, args, message) => expectRefusal(args, message, inputs));

  it("of a file that cannot be read it is not said that it is malformed", async () => {
    const { code, stdout } = await normlab(["check", join(folder, "nowhere.json"), file("bad.json", "{")]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/nowhere\.json: unreadable: there is no such file\n.*bad\.json: malformed: /);
  });
});

describe("claims that are asked for", () => {
  it.each([
    [["c3"], ["C3"]],
    [["C3,B3"], ["B3", "C3"]],
    [["C3 B3"], ["B3", "C3"]],
    [
      ["b3,", "c3", "C3"],
      ["B3", "C3"],
    ],
  ])("%j are found", (asked, found) => {
    expect(selectClaims(claims, asked).map(({ id }) => id)).toEqual(found);
  });
});
