import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { WriteStream } from "node:tty";
import { afterAll, expect, it } from "vitest";
import { createProgress } from "../../src/cli/progress.js";
import type { Task } from "../../src/reproduce/task.js";

const folder = mkdtempSync(join(tmpdir(), "normlab-progress-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const task = (check: string): Task => ({
  kind: "check",
  hash: check,
  module: "",
  claim: "A1",
  check,
  profile: "quick",
  parameters: {},
});

it("of what an interrupt leaves, what was begun is told, and nothing of what only waited", () => {
  const stream = new PassThrough();
  const progress = createProgress(stream as unknown as WriteStream, folder);
  progress.began();
  ["first", "second", "third"].forEach((name, i) => progress.planned(i + 1, 0, task(name)));
  progress.started(task("first"));
  progress.started(task("second"));
  progress.ended(task("first"), { type: "done", seconds: 2 });
  progress.ended(task("third"), { type: "stopped" });
  progress.ended(task("second"), { type: "stopped" });
  progress.close();
  expect(String(stream.read())).toBe("[1/3] A1.first (2.0 s)\n[2/3] A1.second: stopped\n");
});
