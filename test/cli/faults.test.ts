import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { claims } from "../../src/claims/registry.js";
import { rootArguments } from "../../src/cli/lab.js";
import { selectClaims } from "../../src/cli/options.js";
import { counted, countedRange, nearest, withoutLongNumbers } from "../../src/cli/words.js";
import { normlab, normlabHere } from "./normlab.js";

const folder = mkdtempSync(join(tmpdir(), "normlab-faults-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string | Buffer = ""): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
/** Stands where a folder is needed: nothing can be written below it, whoever asks. */
const inTheWay = file("in-the-way");
const table = file("table.csv", "x,y,class\n0,0,a\n0,1,b\n1,0,b\n1,1,a\n");
const expression = [
  "--function",
  "x",
  "--domain",
  "0,1",
  "--lipschitz",
  "1",
  "--epsilon",
  "0.1",
  "--activation",
  "sign",
];
const ofTable = (path: string): string[] => [
  ...["--table", path, ...expression.slice(2).with(3, "2"), "--out", join(folder, "c.json")],
];

describe.each([
  ["reproduce", ["reproduce", "C3", "--out", inTheWay], "--out"],
  ["reproduce, below a file", ["reproduce", "C3", "--out", join(inTheWay, "below")], "--out"],
  ["train", ["train", "depth", "--results", inTheWay], "--results"],
  ["approximate", ["approximate", ...expression, "--out", join(inTheWay, "c.json")], "--out"],
  ["approximate, to a folder", ["approximate", ...expression, "--out", folder], "--out"],
  [
    "approximate, its figure",
    ["approximate", ...expression, "--out", join(folder, "c.json"), "--figure", join(inTheWay, "f.svg")],
    "--figure",
  ],
  ["separate", ["separate", table, "--label", "class", "--out", join(inTheWay, "c.json")], "--out"],
  ["run-tasks", ["run-tasks", "C3", "--shard", "1/1", "--out", inTheWay], "--out"],
  ["run-tasks, its report", ["run-tasks", "C3", "--shard", "1/1", "--report", join(inTheWay, "r.json")], "--report"],
  ["tasks", ["tasks", "C3", "--out", join(inTheWay, "t.jsonl")], "--out"],
  ["export snakemake", ["export", "snakemake", "C3", "--out", inTheWay], "--out"],
  ["sweep", ["sweep", "depth", "--over", "seed=1", "--out", inTheWay], "--out"],
  ["sweep, its table", ["sweep", "depth", "--over", "seed=1", "--csv", join(inTheWay, "t.csv")], "--csv"],
  ["merge", ["merge", folder, "--out", inTheWay], "--out"],
  ["compare, its page", ["compare", folder, folder, "--page", join(inTheWay, "p.html")], "--page"],
  ["kernel install", ["kernel", "install", "--prefix", inTheWay], "--prefix"],
  ["data get", ["data", "get", "fashion-mnist", "--folder", inTheWay], "--folder"],
  // Where a system says of a folder that is there that it is not, and Node's own making of folders has no end.
  ["separate, below /proc", ["separate", table, "--label", "class", "--out", "/proc/no/c.json"], "--out"],
  ["separate, in /proc", ["separate", table, "--label", "class", "--out", "/proc/c.json"], "--out"],
  ["reproduce, below /proc", ["reproduce", "C3", "--out", "/proc/no/r"], "--out"],
  ["kernel install, below /proc", ["kernel", "install", "--prefix", "/proc/no"], "--prefix"],
  [
    "separate, a name too long",
    ["separate", table, "--label", "class", "--out", join(folder, "c".repeat(250))],
    "--out",
  ],
  ["separate, no name", ["separate", table, "--label", "class", "--out", ""], "--out"],
  ["reproduce, no name", ["reproduce", "C3", "--out", ""], "--out"],
])("%s where nothing can be written", (_, args, option) => {
  it("names the option before any work is done, and leaves nothing", async () => {
    const before = readdirSync(folder);
    const { code, stdout, stderr } = await normlabHere(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      new RegExp(
        `^normlab: ${option}: expected .*(a file is in the way|a folder|nothing can be made there|too long|"")`,
      ),
    );
    expect(stderr).not.toMatch(/defect|\[1\//);
    expect(readdirSync(folder)).toEqual(before);
  });
});

const wrongInput: [string, string[], RegExp][] = [
  ["a data set that is nearly one", ["data", "get", "cifar10"], /data set: .*Did you mean cifar-10\?/],
  ["part of a data set's name", ["data", "get", "mnist"], /data set: .*Did you mean fashion-mnist\?/],
  [
    "a table without a header, whose first row would be lost",
    ["approximate", ...ofTable(file("bare.csv", "0,0\n0.5,1\n1,0\n"))],
    /bare\.csv, line 1: expected a header with the names of the columns, got numbers: 0, 0/,
  ],
  [
    "a table with three columns",
    ["approximate", ...ofTable(file("three.csv", "x,y,z\n0,0,1\n1,0,1\n"))],
    /three\.csv, line 2: expected two columns x, y, got 3 values/,
  ],
  ["an empty table", ["approximate", ...ofTable(file("nothing.csv"))], /nothing\.csv: .*got an empty file/],
  [
    "a table without a header that has classes",
    ["separate", file("bare2.csv", "0.5,0,a\n1,1,b\n"), "--label", "a", "--out", join(folder, "c.json")],
    /bare2\.csv, line 1: expected a header with the names of the columns, got numbers/,
  ],
  [
    "labels in other bytes than UTF-8, which would all be one",
    [
      "separate",
      file("latin.csv", Buffer.from("x,class\n0,\u00e9\n1,\u00e8\n", "latin1")),
      "--label",
      "class",
      "--out",
      join(folder, "c.json"),
    ],
    /latin\.csv: expected text in UTF-8, got other bytes/,
  ],
  [
    "UTF-16, as spreadsheets write it",
    [
      "separate",
      file("wide.csv", Buffer.from("\ufeffx,class\n0,a\n1,b\n", "utf16le")),
      "--label",
      "class",
      "--out",
      join(folder, "c.json"),
    ],
    /wide\.csv: expected text in UTF-8, got UTF-16\. Save it as CSV in UTF-8/,
  ],
  [
    "a file of another kind",
    [
      "separate",
      file("points.json", '[{ "x": 0, "class": "a" }, { "x": 1, "class": "b" }]'),
      "--label",
      "class",
      "--out",
      join(folder, "c.json"),
    ],
    /points\.json: expected comma-separated values, got what looks like JSON\. The first line names the columns/,
  ],
  [
    "a folder whose name is a variable that is not set",
    ["reproduce", "C3", "--out", ""],
    /^normlab: --out: expected a value, got ""/,
  ],
  ["the same where files are read", ["claims", "--out="], /^normlab: --out: expected a value, got ""/],
  [
    "numbers beyond all counts blame what is extreme",
    ["bounds", "--activation", "sign", "--lipschitz", "1e400", "--epsilon", "1"],
    /^normlab: --lipschitz: /,
  ],
  [
    "a tiny accuracy is blamed too",
    ["bounds", "--activation", "sign", "--lipschitz", "1", "--epsilon", "1e-400"],
    /^normlab: --epsilon: /,
  ],
  [
    "a dimension that is too large is told its range",
    ["bounds", "--activation", "sign", "--lipschitz", "1", "--epsilon", "1", "--dimension", "1000000"],
    /--dimension: expected an integer from 1 to 1000, got 1000000/,
  ],
  [
    "numbers are described as they are written on a command line",
    ["bounds", "--activation", "sign", "--lipschitz", "five", "--epsilon", "1"],
    /--lipschitz: expected an exact number such as 12, 0\.25, 3\/7 or 1e-3, got/,
  ],
  [
    "what would take too many units names the command that counts",
    ["approximate", ...expression.with(7, "1e-9"), "--out", join(folder, "c.json")],
    /--epsilon: .*normlab bounds counts without building/,
  ],
  [
    "two hidden layers in one variable are refused, not ignored",
    ["approximate", ...expression, "--depth", "2", "--out", join(folder, "c.json")],
    /--depth: expected 1 for one variable/,
  ],
  [
    "a table that is not there",
    ["separate", join(folder, "nowhere.csv"), "--label", "c", "--out", join(folder, "c.json")],
    /nowhere\.csv: expected a file that can be read, got there is no such file/,
  ],
  [
    "semicolons between values",
    ["separate", file("semicolons.csv", "x;class\n0;a\n1;b\n"), "--label", "class", "--out", join(folder, "c.json")],
    /semicolons\.csv: .*semicolons: write it with commas/,
  ],
  [
    "columns of the same name",
    ["separate", file("twice.csv", "x,x,class\n0,1,a\n1,1,b\n"), "--label", "class", "--out", join(folder, "c.json")],
    /twice\.csv, line 1: expected a name of its own for each column, got "x" in 2 columns/,
  ],
  ["a seed that is none", ["separate", table, "--label", "class", "--seed", "", "--out", "c.json"], /--seed: .*got ""/],
  [
    "a column without a name, such as the numbers of rows",
    ["separate", file("nameless.csv", ",x,class\n0,1,a\n1,2,b\n"), "--label", "class", "--out", join(folder, "c.json")],
    /nameless\.csv, line 1: expected a name for each column, got none for column 1/,
  ],
  [
    "a comma in a number",
    ["separate", file("comma.csv", 'x,class\n"0,5",a\n1,b\n'), "--label", "class", "--out", join(folder, "c.json")],
    /comma\.csv, line 2, column x: .*Write a point in numbers: 0\.5/,
  ],
  [
    "a comma in a number of an option",
    ["bounds", "--activation", "sign", "--lipschitz", "1", "--epsilon", "0,1"],
    /--epsilon: .*Write a point in numbers: 0\.1/,
  ],
  [
    "one class",
    ["separate", file("one.csv", "x,class\n0,a\n1,a\n"), "--label", "class", "--out", join(folder, "c.json")],
    /one\.csv, column class: expected at least two classes, got only "a"/,
  ],
  [
    "a column in other letters",
    ["separate", table, "--label", "Class", "--out", join(folder, "c.json")],
    /--label Class: .*Did you mean class\?/,
  ],
  [
    "an activation that is nearly one",
    ["bounds", "--activation", "PLN2", "--lipschitz", "1", "--epsilon", "1"],
    /--activation: .*Did you mean pln-2\?/,
  ],
  [
    "a domain that is none",
    ["bounds", "--activation", "sign", "--lipschitz", "1", "--epsilon", "1", "--domain", "a,b"],
    /^normlab: --domain: expected an exact number/,
  ],
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
    "no column",
    ["separate", table, "--label", "", "--out", join(folder, "c.json")],
    /--label: expected a value, got "" *$/m,
  ],
  [
    "a name with two letters exchanged",
    ["bounds", "--activation", "rleu", "--lipschitz", "1", "--epsilon", "1"],
    /--activation: .*Did you mean relu\?/,
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
  it.each(wrongInput)("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await normlabHere(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/neuronBounds|5p-3|ENOENT|defect/);
    expect(existsSync(join(folder, "c.json"))).toBe(false);
  });

  it("of a file that cannot be read it is not said that it is malformed", async () => {
    const { code, stdout } = await normlab(["check", join(folder, "nowhere.json"), file("bad.json", "{")]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/nowhere\.json: unreadable: there is no such file\n.*bad\.json: malformed: /);
  });
});

describe("a table as spreadsheets write it", () => {
  it("with a byte order mark and carriage returns is read as the same without", async () => {
    const out = join(folder, "sheet.json");
    const sheet = file("sheet ü.csv", "\ufeffx,y\r\n0,0\r\n0.5,1\r\n1,0\r\n");
    const { code, stdout, stderr } = await normlabHere(["approximate", ...ofTable(sheet).with(-1, out)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/sign units .*\n/);
    expect(readFileSync(out, "utf8")).toContain('[["0","0"],["1/2","1"],["1","0"]]');
    rmSync(out);
  });

  it("numbers that count the columns are a header", async () => {
    const out = join(folder, "counted.json");
    const counting = file("counting.csv", "0,1,class\n0,0,a\n1,1,b\n");
    const ended = await normlabHere(["separate", counting, "--label", "class", "--out", out, "--json"]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ samples: 2, features: 2 });
    rmSync(out);
  });
});

describe("a device in place of a file", () => {
  it.runIf(existsSync("/dev/full"))(
    "is written to, not replaced; one that takes nothing is a clear error",
    async () => {
      const before = statSync("/dev/full").rdev;
      const { code, stderr } = await normlabHere(["separate", table, "--label", "class", "--out", "/dev/full"]);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: "normlab: --out: expected a file that can be written, got /dev/full (no space is left)\n",
      });
      expect(statSync("/dev/full").rdev).toBe(before);
      expect((await normlabHere(["separate", table, "--label", "class", "--out", "/dev/null"])).code).toBe(0);
      const record = await normlabHere(["train", "depth", "--profile", "full", "--out", "/dev/null"]);
      expect(record).toMatchObject({ code: 2, stderr: expect.stringContaining("/dev/null, a device") as string });
      expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    },
  );
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

  it("far from every name nothing is offered", () => {
    expect(nearest("D99xy", ["C1", "C3"])).toEqual([]);
  });
});

describe("kernel uninstall", () => {
  it("says that there was nothing, where there was nothing", async () => {
    const { code, stdout } = await normlab(["kernel", "uninstall", "--prefix", folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^nothing to remove: /);
    const kernels = join(folder, "share", "jupyter", "kernels");
    mkdirSync(join(kernels, "normlab"), { recursive: true });
    expect((await normlab(["kernel", "uninstall", "--prefix", folder])).stdout).toMatch(/^removed the kernel from /);
    expect(readdirSync(kernels)).toEqual([]);
  });
});

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

describe("lab", () => {
  it("tells JupyterLab that root is meant, where it is root and nobody has", () => {
    expect(rootArguments([], 0)).toEqual(["--allow-root"]);
    expect([rootArguments([], 1000), rootArguments(["--allow-root"], 0), rootArguments([], undefined)]).toEqual([
      [],
      [],
      [],
    ]);
  });
});
