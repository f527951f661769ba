// A process with one thread, as trials have: for each name of a step on a line, its processor time in milliseconds, over a second of
// steps: on a busy machine that leaves out the time that others were given.
import { createInterface } from "node:readline";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../src/learning/backend.js";
import { steps } from "./steps.js";

await chooseBackend();
const ready = new Map<string, () => void>();
console.log("ready");
for await (const name of createInterface({ input: process.stdin })) {
  if (!ready.has(name)) {
    // Its tensors are kept: every line times the same step.
    tf.engine().startScope();
    ready.set(name, steps[name]!());
  }
  const step = ready.get(name)!;
  tf.tidy(step);
  const [begun, before] = [performance.now(), process.cpuUsage()];
  let count = 0;
  for (; performance.now() - begun < 1000; count++) tf.tidy(step);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000 / count);
}
