import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normlab } from "./normlab.js";

describe("normlab bounds", () => {
  it("prints the bracket as JSON", async () => {
    const { code, stdout } = await normlab([
      "bounds",
      "--activation",
      "pln-2",
      "--lipschitz",
      "1",
      "--epsilon",
      "0.05",
      "--json",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ lower: 9, upper: 9, tight: true, unit: "unit", neuronsPerUnit: 2 });
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual([
      "lower",
      "upper",
      "tight",
      "unit",
      "neuronsPerUnit",
      "reasons",
    ]);
  });

  it("adds depth and norm in more dimensions", async () => {
    const { stdout } = await normlab([
      "bounds",
      "--activation",
      "relu",
      "--lipschitz",
      "1",
      "--epsilon",
      "0.1",
      "--dimension",
      "3",
      "--domain=-1,1",
      "--json",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ depth: 1, norm: "maximum" });
  });

  it.each([
    [["--activation", "gelu", "--lipschitz", "1", "--epsilon", "1"], "--activation: expected one of pln-2"],
    [["--activation", "relu", "--lipschitz", "1", "--epsilon", "0"], "--epsilon"],
    [["--activation", "relu", "--lipschitz", "1", "--epsilon", "1", "--domain", "1,0"], "--domain"],
  ])("refuses %j with exit code 2", async (args, message) => {
    const { code, stderr } = await normlab(["bounds", ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("normlab approximate", () => {
  it("writes a certificate that normlab check accepts, and a figure", async () => {
    const folder = await mkdtemp(join(tmpdir(), "normlab-"));
    const [out, figure] = [join(folder, "cert.json"), join(folder, "figure.svg")];
    const args = [
      "--function",
      "sin(2*pi*x)",
      "--domain",
      "0,1",
      "--lipschitz",
      "6.2832",
      "--epsilon",
      "0.05",
      "--activation",
      "pln-3",
    ];
    const { code, stdout } = await normlab(["approximate", ...args, "--out", out, "--figure", figure, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ activation: "pln-3", verdict: "accepted" });
    expect(await readFile(figure, "utf8")).toContain("<svg");
    expect((await normlab(["check", out])).code).toBe(0);
  });

  it("reads a table", async () => {
    const folder = await mkdtemp(join(tmpdir(), "normlab-"));
    const args = [
      "--table",
      join(folder, "table.csv"),
      "--domain",
      "0,1",
      "--lipschitz",
      "2",
      "--epsilon",
      "0.1",
      "--activation",
      "relu",
      "--out",
      join(folder, "c.json"),
    ];
    await writeFile(join(folder, "table.csv"), "x,y\n0,0\n0.5,1\n1,0.2\n");
    expect((await normlab(["approximate", ...args])).code).toBe(0);
    await writeFile(join(folder, "table.csv"), "x,y\n0,0\n0.5,1\n0.5,0.2\n");
    const { code, stderr } = await normlab(["approximate", ...args]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/table\.csv, point 3: .* again/)]);
    await writeFile(join(folder, "table.csv"), "x,y\n0,0\n0.5,many\n");
    expect((await normlab(["approximate", ...args])).stderr).toMatch(
      /table\.csv, point 2, y: expected an exact number/,
    );
  });

  it("writes nothing where the checker refuses the network, and says what may help", async () => {
    const folder = await mkdtemp(join(tmpdir(), "normlab-"));
    const out = join(folder, "c.json");
    // A spike between the samples: steeper than L = 1, and seen by the checker alone.
    const spike = ["--function", "max(0, 1 - 1000000*abs(x - 0.123456789))", "--domain", "0,1", "--lipschitz", "1"];
    const { code, stderr } = await normlab([
      "approximate",
      ...spike,
      "--epsilon",
      "0.1",
      "--activation",
      "pln-2",
      "--out",
      out,
    ]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/Nothing was written.*--lipschitz.*--epsilon/)]);
    await expect(readFile(out)).rejects.toThrow("ENOENT");
  });

  it.each([
    [["--function", "sin(2*pi*x", "--domain", "0,1", "--epsilon", "1"], "--function, column 11: expected"],
    [["--function", "1/x", "--domain", "-1,1", "--epsilon", "1"], "--function at 0: expected a finite value"],
    [["--function", "9*x", "--domain", "0,1", "--epsilon", "1"], "--lipschitz"],
    [["--function", "x", "--domain", "1,0", "--epsilon", "1"], "--domain"],
    [["--domain", "0,1", "--epsilon", "1"], "--table"],
  ])("refuses %j with exit code 2", async (args, message) => {
    const { code, stderr } = await normlab([
      "approximate",
      ...args,
      "--lipschitz",
      "1",
      "--activation",
      "pln-2",
      "--out",
      "/nonexistent/c.json",
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
