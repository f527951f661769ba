import * as tf from "@tensorflow/tfjs";
import { existsSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { InputError } from "../../src/exact/input-error.js";
import { backendNames, chooseBackend, inspectBackends } from "../../src/learning/backend.js";

const built = existsSync(new URL("../../.native/cpu/stamp.json", import.meta.url));

afterEach(() => {
  delete process.env.NORMLAB_BACKEND;
});

describe("choosing a backend", () => {
  it("refuses an unknown name in the environment variable and lists the known ones", async () => {
    process.env.NORMLAB_BACKEND = "gpux";
    await expect(chooseBackend()).rejects.toThrow(
      'NORMLAB_BACKEND: expected one of gpu, native, wasm, cpu, got "gpux"',
    );
  });

  it("takes the best usable one and says why each better one is not used", async () => {
    const facts = await inspectBackends();
    expect(facts.map((fact) => fact.name)).toEqual(backendNames);
    const first = facts.find((fact) => fact.usable)!;
    const choice = await chooseBackend();
    expect(choice.name).toBe(first.name);
    expect(choice.better).toEqual(facts.slice(0, backendNames.indexOf(first.name)));
    for (const fact of choice.better) expect(fact.why.length).toBeGreaterThan(10);
  });

  it("says of every backend why it is or is not usable", async () => {
    for (const fact of await inspectBackends()) {
      expect(fact.why).not.toBe("");
      if (fact.usable) {
        const choice = await chooseBackend({ backend: fact.name });
        expect(choice.name).toBe(fact.name);
        expect(Array.from(tf.add([1, 2], [3, 4]).dataSync())).toEqual([4, 6]);
      } else {
        await expect(chooseBackend({ backend: fact.name })).rejects.toThrow(InputError);
        await expect(chooseBackend({ backend: fact.name })).rejects.toThrow(fact.why);
      }
    }
  });

  it("computes natively once `npm run native` has run, else names the command", async () => {
    const native = (await inspectBackends()).find((fact) => fact.name === "native")!;
    expect(native.usable).toBe(built);
    if (!built) expect(native.why).toContain("npm run native");
  });

  it("leaves the process's error handlers as they were", async () => {
    const before = process.listeners("uncaughtException");
    await chooseBackend({ backend: "wasm" });
    expect(process.listeners("uncaughtException")).toEqual(before);
  });
});
