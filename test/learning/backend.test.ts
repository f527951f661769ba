import * as tf from "@tensorflow/tfjs";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { InputError } from "../../src/exact/input-error.js";
import { restoreRemovedUtilities } from "../../src/learning/removed-utilities.js";
import { backendNames, chooseBackend, inspectBackends, withoutLinesBelow } from "../../src/learning/backend.js";

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

describe("what tfjs-node calls of node:util", () => {
  const dist = new URL("../../.native/cpu/node_modules/@tensorflow/tfjs-node/dist/", import.meta.url);

  /** Functions of `node:util` that a compiled module calls, by its own name for it. */
  function callsOfUtil(text: string): string[] {
    const name = /\b(\w+) = (?:\w+\()?require\("(?:node:)?util"\)/.exec(text)?.[1];
    return name === undefined
      ? []
      : [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))].map(([, called]) => called!);
  }

  it.runIf(built)("is there on this Node, also what newer ones have removed", () => {
    const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
    const called = new Set(files.flatMap((file) => callsOfUtil(readFileSync(join(fileURLToPath(dist), file), "utf8"))));
    expect([...called]).toEqual(expect.arrayContaining(["isNullOrUndefined", "isArray"]));
    restoreRemovedUtilities();
    const util = createRequire(import.meta.url)("node:util") as Record<string, unknown>;
    expect([...called].filter((name) => typeof util[name] !== "function")).toEqual([]);
  });

  it("is supplied where it is missing, and warns of nothing where it is deprecated", () => {
    const util = createRequire(import.meta.url)("node:util") as Record<string, unknown>;
    const { isArray: before, isNullOrUndefined } = util;
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    try {
      delete util.isNullOrUndefined;
      restoreRemovedUtilities();
      const [isArray, missing] = ["isArray", "isNullOrUndefined"].map((name) => util[name] as (x: unknown) => boolean);
      expect([null, undefined, 0, "", false].map((value) => missing!(value))).toEqual([
        true,
        true,
        false,
        false,
        false,
      ]);
      expect([[], [1], {}, "", null].map((value) => isArray!(value))).toEqual([true, true, false, false, false]);
      expect(warned).not.toHaveBeenCalled();
    } finally {
      warned.mockRestore();
      Object.assign(util, { isArray: before, ...(isNullOrUndefined === undefined ? {} : { isNullOrUndefined }) });
    }
  });
});

describe("a signal", () => {
  const program = `
    let received = 0;
    process.on("SIGWINCH", () => received++);
    const { chooseBackend, tf } = await import(${JSON.stringify(new URL("../../dist/learning/index.js", import.meta.url))});
    await chooseBackend({ backend: "native" });
    const x = tf.randomNormal([256, 64], 0, 1, "float32", 1);
    const first = x.matMul(x, true).dataSync();
    console.log("ready");
    for (const end = Date.now() + 2000; Date.now() < end; await new Promise(setImmediate)) {
      for (let i = 0; i < 50; i++) {
        const again = tf.tidy(() => x.matMul(x, true).dataSync());
        if (again.some((value, k) => value !== first[k])) throw new Error("another product");
      }
    }
    console.log(received);`;

  it.runIf(built)("that comes in the middle of a native product is handled, and harms nothing", async () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [output, errors] = ["", ""];
    let timer: NodeJS.Timeout | undefined;
    child.stdout.on("data", (piece: Buffer) => {
      output += String(piece);
      timer ??= setInterval(() => child.kill("SIGWINCH"), 1);
    });
    child.stderr.on("data", (piece: Buffer) => (errors += String(piece)));
    const end = await new Promise<unknown>((resolve) => child.on("close", (code, signal) => resolve(signal ?? code)));
    clearInterval(timer);
    expect(errors).toBe("");
    expect(end).toBe(0);
    expect(Number(output.replace("ready\n", ""))).toBeGreaterThan(10);
  });
});

describe("what TensorFlow writes to standard error", () => {
  const program = `
    const { chooseBackend, tf } = await import(${JSON.stringify(new URL("../../dist/learning/index.js", import.meta.url))});
    await chooseBackend({ backend: "native" });
    console.log(tf.ones([2, 2]).matMul(tf.ones([2, 2])).sum().dataSync()[0]);
    process.stderr.write("the end\\n");
    try { tf.ones([2, 3]).matMul(tf.ones([2, 2])); } catch (error) { console.error(error.message); }`;
  const run = (level: string | undefined) => {
    const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: level };
    if (level === undefined) delete env.TF_CPP_MIN_LOG_LEVEL;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
      env,
    });
    return { stdout, stderr };
  };

  it.runIf(built)("has no greeting, and what is written later and errors are there", () => {
    const { stdout, stderr } = run(undefined);
    expect(stdout).toBe("8\n");
    expect(stderr).toMatch(/^the end\n.*Matrix size-incompatible/s);
  });

  it.runIf(built)("has the greeting where the user has asked for it", () => {
    const { stderr } = run("0");
    expect(stderr).toMatch(/This TensorFlow binary is optimized.*the end/s);
  });

  it("loses only the lines below the level", () => {
    const banner = "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n";
    const line = (severity: string) => `${severity}0000 00:00:1795747396.956796    9275 port.cc:153] words\n`;
    const log = `${banner}${line("I")}a library of another\n${line("W")}${line("E")}${line("F")}`;
    expect(withoutLinesBelow(log, 2)).toBe(`a library of another\n${line("E")}${line("F")}`);
    expect(withoutLinesBelow(log, 1)).toBe(`a library of another\n${line("W")}${line("E")}${line("F")}`);
    expect(withoutLinesBelow(log, 0)).toBe(log);
  });
});
