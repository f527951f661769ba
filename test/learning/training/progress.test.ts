import { afterEach, describe, expect, test } from "vitest";
import { progressLine, showProgress } from "../../../src/learning/training/progress.js";
import type { TrainProgress } from "../../../src/learning/training/train.js";

const at = (step: number): TrainProgress => ({
  step,
  steps: 12,
  loss: 1.5,
  learningRate: 3e-4,
  gradientNorm: 1,
  secondsLeft: 125.4,
});
const displayBundle = Symbol.for("Jupyter.displayBundle");
const globals = globalThis as Record<symbol, unknown>;
afterEach(() => delete globals[displayBundle]);

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  return { written, stream: { isTTY, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream };
}

test("the line shows step, loss, rate and time left", () => {
  expect(progressLine(at(3))).toBe("[#####---------------] 3/12 loss 1.5000 rate 3.0e-4 left 2:05");
});

describe("progress", () => {
  test("is drawn over itself in a terminal, not at every step, and ends its line", () => {
    const { written, stream: terminal } = stream(true);
    const show = showProgress(terminal);
    for (let step = 1; step <= 12; step++) show(at(step));
    expect(written.length).toBeLessThan(12);
    expect(written[0]).toBe(`\r${progressLine(at(1))}\u001b[K`);
    expect(written.at(-1)).toBe(`\r${progressLine(at(12))}\u001b[K\n`);
  });

  test("is not written to a file", () => {
    const { written, stream: file } = stream(false);
    const show = showProgress(file);
    for (const step of [1, 12]) show(at(step));
    expect(written).toEqual([]);
  });

  test("is one bar in a notebook, replaced in its place; another run has its own", () => {
    const shown: { html: string; text: string; displayId: string; update: boolean }[] = [];
    globals[displayBundle] = (bundle: Record<string, string>, options: { displayId: string; update: boolean }) =>
      shown.push({ html: bundle["text/html"]!, text: bundle["text/plain"]!, ...options });
    const { written, stream: terminal } = stream(true);
    const show = showProgress(terminal);
    for (const step of [1, 12]) show(at(step));
    showProgress(terminal)(at(1));
    expect(written).toEqual([]);
    expect(shown.map(({ update }) => update)).toEqual([false, true, false]);
    expect(shown[1]!.displayId).toBe(shown[0]!.displayId);
    expect(shown[2]!.displayId).not.toBe(shown[0]!.displayId);
    expect(shown[0]!.html).toBe('<progress value="1" max="12"></progress> 1/12 loss 1.5000 rate 3.0e-4 left 2:05');
    expect(shown[1]!.text).toBe(progressLine(at(12)));
  });
});
