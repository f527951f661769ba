import { PassThrough } from "node:stream";
import type { WriteStream } from "node:tty";
import { afterAll, expect, it, onTestFinished, vi } from "vitest";
import { createProgress } from "../../src/cli/progress.js";
import { checkTask } from "../reproduce/check-task.js";
import { temporaryFolder } from "../reproduce/folder.js";

const folder = temporaryFolder(afterAll);

/** All that was written; Node 26 reads it piece by piece. */
function written(stream: PassThrough): string {
  const pieces: string[] = [];
  for (let piece: unknown = stream.read(); piece !== null; piece = stream.read()) pieces.push(String(piece));
  return pieces.join("");
}

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
  expect(written(stream)).toBe("[1/3] A1.first (2.0 s)\n[2/3] A1.second: stopped\n");
});

it("a silence of half a minute is broken by what goes on; where lines come, or nothing goes on, nothing more is said", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const stream = new PassThrough();
  const progress = createProgress(stream as unknown as WriteStream, folder);
  const [first, second] = [checkTask("first"), checkTask("second")];
  progress.began();
  vi.advanceTimersByTime(90_000);
  expect(stream.read()).toBe(null);
  [first, second].forEach((task, i) => progress.planned(i + 1, 0, task));
  progress.started(first);
  progress.progress(first, 0.25, "compiling A1.v");
  vi.advanceTimersByTime(29_000);
  progress.said("a line");
  vi.advanceTimersByTime(29_000);
  expect(written(stream)).toBe("a line\n");
  progress.started(second);
  vi.advanceTimersByTime(1_000);
  expect(written(stream)).toBe("[0/2] at work: A1.first  25 %  compiling A1.v; A1.second\n");
  progress.ended(first, { type: "done", seconds: 58 });
  progress.ended(second, { type: "done", seconds: 1 });
  progress.close();
  expect(written(stream)).toBe("[1/2] A1.first (58.0 s)\n[2/2] A1.second (1.0 s)\n");
  vi.advanceTimersByTime(90_000);
  expect(stream.read()).toBe(null);
});
