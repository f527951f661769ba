import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { InputError } from "../exact/input-error.js";
import { completeWebAssemblyKernels } from "./operations/complete-wasm.js";
import { useCompiledOperations } from "./operations/operation.js";
import { restoreRemovedUtilities } from "./removed-utilities.js";

/** Where tensors are computed, best first: a CUDA device, TensorFlow's own CPU kernels, WebAssembly, plain JavaScript. */
export const backendNames = ["gpu", "native", "wasm", "cpu"] as const;
/** One of `backendNames`. */
export type BackendName = (typeof backendNames)[number];

/** One way to compute, whether it can be used here, and why (or why not). */
export interface BackendFact {
  /** Which backend it is. */
  readonly name: BackendName;
  /** Whether it can be used here. */
  readonly usable: boolean;
  /** What makes it usable, or what is missing. */
  readonly why: string;
}

/** The backend in use, and for each better one why it is not used. */
export interface BackendChoice {
  /** The backend that computes. */
  readonly name: BackendName;
  /** Why that one. */
  readonly why: string;
  /** Those before it in the order, none of them usable, with the reason. */
  readonly better: readonly BackendFact[];
}

/** A TensorFlow library that is loaded, or why none is. */
type TensorFlow = { readonly device: "gpu" | "native"; readonly from: string };

const require = createRequire(import.meta.url);
const builds = fileURLToPath(new URL("../../.native/", import.meta.url));
let tensorFlow: { loaded?: TensorFlow; gpuRefusal: string; nativeRefusal: string } | undefined;
let wasmRefusal: string | undefined;
let current: BackendChoice | undefined;

/**
 * Chooses where tensors are computed, and makes it TensorFlow.js's current backend: the first usable one of gpu, native, wasm, cpu;
 * or the one that is asked for by name (`backend`, or the environment variable `NORMLAB_BACKEND`).
 *
 * Called again without a name it keeps the backend in use. Tensors made before a change of backend stay valid.
 *
 * @throws InputError when the backend asked for is unknown or cannot be used here; the message says why.
 * @example
 * const { name, better } = await chooseBackend({ backend: "cpu" });
 * name; // => "cpu"
 */
export async function chooseBackend(options: { readonly backend?: string } = {}): Promise<BackendChoice> {
  const wanted = options.backend ?? (current === undefined ? process.env.NORMLAB_BACKEND : undefined);
  if (wanted === undefined && current !== undefined) return current;
  const where = options.backend === undefined ? "NORMLAB_BACKEND" : "backend";
  if (wanted !== undefined && !isBackendName(wanted)) {
    throw new InputError({
      code: "unknown-name",
      where,
      expected: `one of ${backendNames.join(", ")}`,
      received: JSON.stringify(wanted),
    });
  }
  // Without this the plain backend greets on standard error with advice that does not hold here.
  tf.enableProdMode();
  const better: BackendFact[] = [];
  for (const name of wanted === undefined ? backendNames : [wanted]) {
    const fact = await probe(name);
    if (fact.usable) {
      await tf.setBackend(engineName(name));
      await tf.ready();
      current = { name, why: wanted === undefined ? fact.why : `${fact.why}; asked for by ${where}`, better };
      return current;
    }
    if (wanted !== undefined) {
      throw new InputError({
        code: "unusable-backend",
        where,
        expected: `a backend that can be used here`,
        received: `${name} (${fact.why})`,
      });
    }
    better.push(fact);
  }
  throw new Error("the plain JavaScript backend could not be set");
}

/** The backend chosen in this process; undefined as long as none is. */
export function currentBackend(): BackendChoice | undefined {
  return current;
}

/** Tries all backends: for each whether it can be used here and why (or why not). Leaves the current backend as it is. */
export async function inspectBackends(): Promise<BackendFact[]> {
  const facts: BackendFact[] = [];
  for (const name of backendNames) facts.push(await probe(name));
  return facts;
}

function isBackendName(name: string): name is BackendName {
  return (backendNames as readonly string[]).includes(name);
}

/** The name under which TensorFlow.js knows the backend. */
function engineName(name: BackendName): string {
  return name === "gpu" || name === "native" ? "tensorflow" : name;
}

async function probe(name: BackendName): Promise<BackendFact> {
  switch (name) {
    case "gpu":
    case "native": {
      const { loaded, gpuRefusal, nativeRefusal } = loadTensorFlow();
      if (loaded?.device === name) return { name, usable: true, why: loaded.from };
      if (loaded?.device === "gpu") return { name, usable: false, why: "the gpu's library is loaded, one a process" };
      return { name, usable: false, why: name === "gpu" ? gpuRefusal : nativeRefusal };
    }
    case "wasm": {
      wasmRefusal ??= await loadWasm();
      const usable = wasmRefusal === "";
      return { name, usable, why: usable ? "TensorFlow.js's WebAssembly kernels, one thread" : wasmRefusal };
    }
    case "cpu":
      return { name, usable: true, why: "plain JavaScript, always there" };
  }
}

/** Loads one TensorFlow library, once a process (two in one process would share symbols): a CUDA one only where there is a driver. */
function loadTensorFlow() {
  if (tensorFlow) return tensorFlow;
  const gpuRefusals: string[] = [];
  const nativeRefusals: string[] = [];
  let loaded: TensorFlow | undefined;
  const attempt = (load: () => TensorFlow, refusals: string[]) => {
    if (loaded) return;
    try {
      loaded = load();
    } catch (error) {
      refusals.push(error instanceof Error ? error.message.split("\n", 1)[0]! : String(error));
    }
  };
  // Only errors: TensorFlow otherwise greets on standard error.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  // TensorFlow and the operations beside it have threads of their own: idle ones must not spin while the others work.
  process.env.OMP_WAIT_POLICY ??= "passive";
  if (process.platform === "linux" && !existsSync("/proc/driver/nvidia/version") && !existsSync("/dev/dxg")) {
    gpuRefusals.push("no NVIDIA driver on this machine");
  } else {
    attempt(loadPackage, gpuRefusals);
    attempt(() => loadBuild("cuda"), gpuRefusals);
    if (loaded?.device === "native") gpuRefusals.push(`${loaded.from} loads but finds no CUDA device`);
  }
  attempt(() => loadBuild("cpu"), nativeRefusals);
  tensorFlow = { loaded, gpuRefusal: gpuRefusals.join("; "), nativeRefusal: nativeRefusals.join("; ") };
  return tensorFlow;
}

/** The optional package `@tensorflow/tfjs-node-gpu`: it registers its backend itself. */
function loadPackage(): TensorFlow {
  const name = "@tensorflow/tfjs-node-gpu";
  try {
    require.resolve(name);
  } catch {
    throw new Error(`${name} is not installed`);
  }
  restoreRemovedUtilities();
  require(name);
  return { device: deviceOfBackend(), from: name };
}

/** The addon built by `npm run native` against the wheel's library: registered as tfjs-node registers its own. */
function loadBuild(kind: "cpu" | "cuda"): TensorFlow {
  const command = kind === "cpu" ? "npm run native" : "npm run native -- --cuda";
  const folder = `${builds}${kind}/`;
  if (!existsSync(`${folder}stamp.json`)) throw new Error(`not built: ${command}`);
  const { versions } = require(`${folder}stamp.json`) as { versions: { tensorflow: string } };
  restoreRemovedUtilities();
  const addon = withoutSignals(folder, () =>
    withoutGreeting(folder, () => require(`${folder}tfjs_binding.node`) as TensorFlowAddon),
  );
  const tfjsNode = `${folder}node_modules/@tensorflow/tfjs-node/dist/`;
  const { NodeJSKernelBackend } = require(`${tfjsNode}nodejs_kernel_backend.js`) as {
    NodeJSKernelBackend: new (addon: unknown, name: string) => tf.KernelBackend;
  };
  require(`${tfjsNode}register_all_kernels.js`);
  tf.registerBackend("tensorflow", () => new NodeJSKernelBackend(addon, "@tensorflow/tfjs-node"), 3);
  const device = deviceOfBackend();
  if (device === "native") useCompiledOperations();
  return { device, from: `TensorFlow ${versions.tensorflow}, built by ${command}` };
}

/** TensorFlow's binding, as far as it is changed here. */
interface TensorFlowAddon {
  executeOp(...call: unknown[]): unknown;
}

/**
 * Loads TensorFlow, and runs its operations, while signals wait. Some of its compiled products (those of a transposed first matrix) keep numbers
 * where a signal's handler is run: one that came in between, by a window that changes its size or a child that ends, wrote over memory.
 */
function withoutSignals(folder: string, load: () => TensorFlowAddon): TensorFlowAddon {
  const helper = `${folder}signals.node`;
  // A library that was built before there was one.
  if (!existsSync(helper)) return load();
  const { hold, release } = require(helper) as { hold(): void; release(): void };
  const held = <T>(run: () => T): T => {
    hold();
    try {
      return run();
    } finally {
      release();
    }
  };
  const addon = held(load);
  return Object.create(addon, {
    executeOp: { value: (...call: unknown[]) => held(() => addon.executeOp(...call)) },
  }) as TensorFlowAddon;
}

/** TensorFlow begins to log before it reads `TF_CPP_MIN_LOG_LEVEL`: until it is loaded its lines are held back, and those below the level dropped. */
function withoutGreeting<T>(folder: string, load: () => T): T {
  const helper = `${folder}standard_error.node`;
  // A library that was built before there was one greets.
  if (!existsSync(helper)) return load();
  const { hold, release } = require(helper) as { hold(): void; release(): string };
  const level = Number(process.env.TF_CPP_MIN_LOG_LEVEL);
  hold();
  try {
    return load();
  } finally {
    const rest = withoutLinesBelow(release(), level);
    if (rest !== "") process.stderr.write(rest);
  }
}

/** Drops from a log what TensorFlow says below a level. Its lines begin with the letter of their severity and the date. */
export function withoutLinesBelow(log: string, level: number): string {
  const isShown = (line: string): boolean => {
    const severity = /^([IWEF])\d{4} /.exec(line)?.[1];
    return severity === undefined
      ? !line.startsWith("WARNING: All log messages before absl::InitializeLog()")
      : "IWEF".indexOf(severity) >= level;
  };
  return level > 0
    ? log
        .split(/(?<=\n)/)
        .filter(isShown)
        .join("")
    : log;
}

function deviceOfBackend(): "gpu" | "native" {
  const backend = tf.findBackend("tensorflow") as tf.KernelBackend & { isUsingGpuDevice: boolean };
  return backend.isUsingGpuDevice ? "gpu" : "native";
}

/** Answers the empty string, or why WebAssembly cannot be used. */
async function loadWasm(): Promise<string> {
  const before = tf.getBackend();
  const handled = ["uncaughtException", "unhandledRejection"] as const;
  const listeners = handled.map((event) => process.listeners(event as "uncaughtException"));
  try {
    await import("@tensorflow/tfjs-backend-wasm");
    if (!(await tf.setBackend("wasm"))) return "the WebAssembly module could not be started";
    completeWebAssemblyKernels();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    // The module's loader takes over the process's error handling: given back.
    handled.forEach((event, index) => {
      for (const listener of process.listeners(event as "uncaughtException")) {
        if (!listeners[index]!.includes(listener)) process.removeListener(event, listener);
      }
    });
    if (before) await tf.setBackend(before);
  }
}
