import { PassThrough } from "node:stream";
import type { WriteStream } from "node:tty";
import { afterAll, expect, it } from "vitest";
import { createProgress } from "../../src/cli/progress.js";
import { checkTask } from "../reproduce/check-task.js";
import { temporaryFolder } from "../reproduce/folder.js";

const folder = temporaryFolder(afterAll);

it("of what an interrupt leaves, what was begun is told, and nothing of what only waited", () => {
  const stream = new PassThrough();
  const progress = createProgress(stream as unknown as WriteStream, folder);
  progress.began();
  ["first", "second", "third"].forEach((name, i) => progress.planned(i + 1, 0, checkTask(name)));
  progress.started(checkTask("first"));
  progress.started(checkTask("second"));
  progress.ended(checkTask("first"), { type: "done", seconds: 2 });
  progress.ended(checkTask("third"), { type: "stopped" });
  progress.ended(checkTask("second"), { type: "stopped" });
  progress.close();
  expect(String(stream.read())).toBe("[1/3] A1.first (2.0 s)\n[2/3] A1.second: stopped\n");
});
