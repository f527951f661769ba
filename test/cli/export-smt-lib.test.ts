import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../reproduce/folder.js";
import { normlab } from "./normlab.js";

const certificate = {
  format: "normlab-certificate/1",
  kind: "inequality",
  claim: "C3",
  statement: "x − x² is above 0 on (0, 1)",
  polynomial: ["0", "1", "-1"],
  interval: ["0", "1"],
  relation: ">",
};

describe("normlab export smt-lib", () => {
  it("writes a question for each certificate, that z3 answers unsat where it holds and sat where it does not", async () => {
    const folder = temporaryFolder();
    const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
    write("true.json", certificate);
    write("false.json", { ...certificate, polynomial: ["0", "1", "-2"] });
    const out = join(folder, "questions");
    const run = await normlab([
      "export",
      "smt-lib",
      join(folder, "true.json"),
      join(folder, "false.json"),
      "--out",
      out,
    ]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout.trim().split("\n")).toEqual([join(out, "true.smt2"), join(out, "false.smt2")]);
    const { init } = await import("z3-solver");
    const { Context, em } = await init();
    const { Solver } = Context("export");
    const answers = [];
    for (const name of ["true", "false"]) {
      const solver = new Solver();
      solver.fromString(readFileSync(join(out, `${name}.smt2`), "utf8").replace("(check-sat)", ""));
      answers.push(await solver.check());
    }
    expect(answers).toEqual(["unsat", "sat"]);
    (em as { PThread: { terminateAllThreads(): void } }).PThread.terminateAllThreads();
  });

  it.each([
    ["another kind", JSON.stringify({ ...certificate, kind: "identity" }), /one of the kind identity/],
    ["no certificate", "[1, 2]", /got something else/],
    ["no JSON", "polynomial", /got no JSON/],
    ["a number that is none", JSON.stringify({ ...certificate, polynomial: ["0", "one"] }), /bad\.json/],
  ])("refuses %s, with the file's name, and writes nothing", async (_, text, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "good.json"), JSON.stringify(certificate));
    writeFileSync(join(folder, "bad.json"), text);
    const out = join(folder, "questions");
    const run = await normlab(["export", "smt-lib", join(folder, "good.json"), join(folder, "bad.json"), "--out", out]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("bad.json");
    expect(run.stderr).toMatch(message);
    expect(existsSync(out)).toBe(false);
  });
});
