// A process with one thread, as trials have: for each name of a step on a line, its processor time in milliseconds.
import { createInterface } from "node:readline";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../src/learning/backend.js";
import { steps, timeOf } from "./steps.js";

await chooseBackend();
const ready = new Map<string, () => void>();
console.log("ready");
for await (const name of createInterface({ input: process.stdin })) {
  if (!ready.has(name)) {
    // Its tensors are kept: every line times the same step.
    tf.engine().startScope();
    ready.set(name, steps[name]!());
  }
  console.log(timeOf(ready.get(name)!, 1));
}
