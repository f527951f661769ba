import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectRefusal, expression, inputFolder } from "./inputs.js";
import { normlabHere } from "./normlab.js";

const inputs = inputFolder();
const { folder, out, file } = inputs;
const table = file("table.csv", "x,y,class\n0,0,a\n0,1,b\n1,0,b\n1,1,a\n");
const ofTable = (path: string): string[] => [...["--table", path, ...expression.slice(2).with(3, "2"), "--out", out]];

const wrongInput: [string, string[], RegExp][] = [
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
    ["separate", file("bare2.csv", "0.5,0,a\n1,1,b\n"), "--label", "a", "--out", out],
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
      out,
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
      out,
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
      out,
    ],
    /points\.json: expected comma-separated values, got what looks like JSON\. The first line names the columns/,
  ],
  [
    "a table that is not there",
    ["separate", join(folder, "nowhere.csv"), "--label", "c", "--out", out],
    /nowhere\.csv: expected a file that can be read, got there is no such file/,
  ],
  [
    "semicolons between values",
    ["separate", file("semicolons.csv", "x;class\n0;a\n1;b\n"), "--label", "class", "--out", out],
    /semicolons\.csv: .*semicolons: write it with commas/,
  ],
  [
    "columns of the same name",
    ["separate", file("twice.csv", "x,x,class\n0,1,a\n1,1,b\n"), "--label", "class", "--out", out],
    /twice\.csv, line 1: expected a name of its own for each column, got "x" in 2 columns/,
  ],
  [
    "a column without a name, such as the numbers of rows",
    ["separate", file("nameless.csv", ",x,class\n0,1,a\n1,2,b\n"), "--label", "class", "--out", out],
    /nameless\.csv, line 1: expected a name for each column, got none for column 1/,
  ],
  [
    "a comma in a number",
    ["separate", file("comma.csv", 'x,class\n"0,5",a\n1,b\n'), "--label", "class", "--out", out],
    /comma\.csv, line 2, column x: .*Write a point in numbers: 0\.5/,
  ],
  [
    "one class",
    ["separate", file("one.csv", "x,class\n0,a\n1,a\n"), "--label", "class", "--out", out],
    /one\.csv, column class: expected at least two classes, got only "a"/,
  ],
  [
    "a column in other letters",
    ["separate", table, "--label", "Class", "--out", out],
    /--label Class: .*Did you mean class\?/,
  ],
  ["no column", ["separate", table, "--label", "", "--out", out], /--label: expected a value, got "" *$/m],
];

describe("a table that cannot be read as one", () => {
  it.each(wrongInput)("%s", (_, args, message) => expectRefusal(args, message, inputs));
});

describe("a table as spreadsheets write it", () => {
  it("with a byte order mark and carriage returns is read as the same without", async () => {
    const path = join(folder, "sheet.json");
    const sheet = file("sheet ü.csv", "\ufeffx,y\r\n0,0\r\n0.5,1\r\n1,0\r\n");
    const { code, stdout, stderr } = await normlabHere(["approximate", ...ofTable(sheet).with(-1, path)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/sign units .*\n/);
    expect(readFileSync(path, "utf8")).toContain('[["0","0"],["1/2","1"],["1","0"]]');
    rmSync(path);
  });

  it("numbers that count the columns are a header", async () => {
    const path = join(folder, "counted.json");
    const counting = file("counting.csv", "0,1,class\n0,0,a\n1,1,b\n");
    const ended = await normlabHere(["separate", counting, "--label", "class", "--out", path, "--json"]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ samples: 2, features: 2 });
    rmSync(path);
  });
});
