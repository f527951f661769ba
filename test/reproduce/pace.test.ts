import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Pace, secondsLeft } from "../../src/reproduce/pace.js";
import type { Task } from "../../src/reproduce/task.js";
import { checkTask } from "./check-task.js";
import { temporaryFolder } from "./folder.js";

const folder = temporaryFolder(afterAll);

describe("how long tasks take", () => {
  it("is the mean of their kind, in this run and in later ones", () => {
    const pace = new Pace(folder);
    expect(pace.expected(checkTask("steps"))).toBeUndefined();
    pace.note(checkTask("steps"), 10);
    pace.note(checkTask("steps"), 20);
    pace.keep();
    expect(new Pace(folder).expected(checkTask("steps"))).toBe(15);
    expect(new Pace(folder).expected(checkTask("others"))).toBeUndefined();
  });

  it("follows a machine that has become slower", () => {
    const pace = new Pace(folder);
    for (let i = 0; i < 200; i++) pace.note(checkTask("slower"), i < 100 ? 1 : 5);
    expect(pace.expected(checkTask("slower"))).toBeGreaterThan(4.9);
  });

  it("is unknown again where the file is damaged", () => {
    writeFileSync(join(folder, "pace.json"), "{");
    expect(new Pace(folder).expected(checkTask("steps"))).toBeUndefined();
  });
});

describe("the time left", () => {
  const expected = ({ check }: Task): number | undefined => ({ short: 10, long: 60 })[check];
  const waiting = (check: string) => ({ task: checkTask(check), fraction: 0 });

  it("is what is expected of all, on all workers, and never less than the longest takes", () => {
    expect(secondsLeft([waiting("short"), waiting("short"), waiting("short")], expected, 2, 0)).toBe(15);
    expect(secondsLeft([waiting("short"), waiting("long")], expected, 2, 0)).toBe(60);
  });

  it("counts what has run, and goes by the rate of a task that says how far it is", () => {
    expect(secondsLeft([{ ...waiting("long"), begun: 0 }], expected, 1, 20_000)).toBe(40);
    expect(secondsLeft([{ task: checkTask("long"), begun: 0, fraction: 0.1 }], expected, 1, 20_000)).toBeCloseTo(180);
    expect(secondsLeft([{ task: checkTask("unknown"), begun: 0, fraction: 0.5 }], expected, 1, 20_000)).toBe(20);
  });

  it("is not told where it would be a guess", () => {
    expect(secondsLeft([waiting("short"), waiting("unknown")], expected, 2, 0)).toBeUndefined();
    expect(secondsLeft([{ ...waiting("short"), begun: 0 }], expected, 1, 20_000)).toBeUndefined();
  });
});
