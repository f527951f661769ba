import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommanderError } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { exitCodeOf } from "../../src/cli/exit.js";
import { InputError } from "../../src/exact/input-error.js";
import { normlab, normlabHere } from "./normlab.js";

describe("the command line", () => {
  it("prints help with exit code 0", async () => {
    const { code, stdout } = await normlab(["--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Exit codes");
    for (const command of ["claims", "data", "doctor"]) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  });

  it("ends with 2 for a command, an option or an argument that does not exist", async () => {
    const calls = [
      ["no-such-command"],
      ["claims", "--no-such-option"],
      ["doctor", "surplus"],
      ["data", "get", "no-such-set"],
    ];
    for (const args of calls) {
      const { code, stderr } = await normlabHere(args);
      expect(code).toBe(2);
      expect(stderr).not.toBe("");
      expect(stderr).not.toContain("defect");
    }
  });

  it("says which tensor backend NORMLAB_BACKEND names, and lists the known ones for an unknown name", async () => {
    const named = await normlab(["doctor", "--json"], { env: { NORMLAB_BACKEND: "cpu" } });
    expect(JSON.parse(named.stdout)).toMatchObject({ backend: "cpu" });
    const unknown = await normlab(["doctor"], { env: { NORMLAB_BACKEND: "tpu" } });
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('NORMLAB_BACKEND: expected one of gpu, native, wasm, cpu, got "tpu"');
  });

  it("says nothing of the evidence for a statement before anything was run", async () => {
    const folder = mkdtempSync(join(tmpdir(), "normlab-nothing-was-run-here-"));
    const { code, stdout } = await normlabHere(["claims", "--json", "--out", folder]);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { evidence: unknown }[]).every(({ evidence }) => evidence === null)).toBe(true);
    expect((await normlabHere(["claims", "--out", folder])).stdout).not.toMatch(/not run|proved|supported/);
  });

  it("says what is usable on this machine, and why", async () => {
    const { code, stdout } = await normlab(["doctor", "--json"]);
    expect(code).toBe(0);
    const diagnosis = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(diagnosis)).toEqual([
      "node",
      "backend",
      "backends",
      "kernel",
      "jupyter",
      "chromium",
      "rocq",
      "datasets",
    ]);
    expect(diagnosis.node).toBe(process.versions.node);
    const backends = diagnosis.backends as { name: string; usable: boolean; why: string }[];
    expect(backends.find((backend) => backend.usable)!.name).toBe(diagnosis.backend);
    expect(backends.every((backend) => backend.why.length > 0)).toBe(true);
    const datasets = diagnosis.datasets as { name: string; usable: boolean }[];
    expect(datasets.find(({ name }) => name === "digits")!.usable).toBe(true);
  });
});

describe("exit codes", () => {
  afterEach(() => vi.restoreAllMocks());

  it("tell wrong input from a defect, and both from a disk that fills up on the way", () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const wrong = new InputError({ code: "range", where: "--epsilon", expected: "a number > 0", received: "-1" });
    expect(exitCodeOf(wrong)).toBe(2);
    expect(said.mock.lastCall![0]).toBe("normlab: --epsilon: expected a number > 0, got -1");
    expect(exitCodeOf(new TypeError("undefined is not a function"))).toBe(70);
    expect(said.mock.lastCall![0]).toContain("defect");
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
      path: "a/b.json",
    });
    expect(exitCodeOf(full)).toBe(74);
    expect(said.mock.lastCall![0]).toBe("normlab: a/b.json: no space is left. What is finished is kept");
    expect(exitCodeOf(Object.assign(new Error("ENOENT"), { code: "ENOENT", path: "a/b.json" }))).toBe(70);
    expect(exitCodeOf(new CommanderError(0, "commander.help", ""))).toBe(0);
    expect(exitCodeOf(new CommanderError(1, "commander.unknownOption", ""))).toBe(2);
  });
});
