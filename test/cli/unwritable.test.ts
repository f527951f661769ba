import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expression, inputFolder } from "./inputs.js";
import { normlabHere } from "./normlab.js";

const { folder, out, file } = inputFolder();
/** Stands where a folder is needed: nothing can be written below it, whoever asks. */
const inTheWay = file("in-the-way");
const table = file("table.csv", "x,y,class\n0,0,a\n0,1,b\n1,0,b\n1,1,a\n");

describe.each([
  ["reproduce", ["reproduce", "C3", "--out", inTheWay], "--out"],
  ["reproduce, below a file", ["reproduce", "C3", "--out", join(inTheWay, "below")], "--out"],
  ["train", ["train", "depth", "--results", inTheWay], "--results"],
  ["approximate", ["approximate", ...expression, "--out", join(inTheWay, "c.json")], "--out"],
  ["approximate, to a folder", ["approximate", ...expression, "--out", folder], "--out"],
  [
    "approximate, its figure",
    ["approximate", ...expression, "--out", out, "--figure", join(inTheWay, "f.svg")],
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
