// Training's pieces beside PyTorch on the CPU, with the same number of threads (NORMLAB_BENCH_THREADS, default 1): medians of
// alternating rounds (NORMLAB_BENCH_ROUNDS, default 5) and of their ratios, so that what else the machine does weighs on both.
// NORMLAB_BENCH_ONLY: a part of the names of the cases that are measured.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend, type BackendName } from "../src/learning/backend.js";
import { iterNorm } from "../src/learning/layers/iter-norm.js";
import * as layers from "../src/learning/layers/norm.js";
import { whiten } from "../src/learning/layers/whitening.js";
import { mlp } from "../src/learning/models/mlp.js";
import { jointEmbeddingLoss } from "../src/learning/self-supervised/losses.js";
import { adamW } from "../src/learning/training/optimiser.js";
import { median, normal, steps, timeOf } from "./steps.js";

const threads = process.env.NORMLAB_BENCH_THREADS ?? "1";
const rounds = Number(process.env.NORMLAB_BENCH_ROUNDS ?? "5");
const only = process.env.NORMLAB_BENCH_ONLY ?? "";

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer: string | null;
  readonly peerValue: number | null;
  readonly ratio: number | null;
}

/** Forward pass and gradient with respect to all inputs. */
function gradient(f: (...x: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]): () => void {
  const weights = tf.tidy(() => normal(f(...inputs).shape, 9));
  const grads = tf.grads(f);
  return () => void grads(inputs, weights);
}

const layer = (f: (x: tf.Tensor) => tf.Tensor) => () => gradient(f, normal([8192, 768], 1));

function perceptron(): () => void {
  const norm = { kind: "parallelLayerNorm", normSize: 8 } as const;
  const model = mlp({ inputs: 784, width: 512, depth: 4, outputs: 10, norm, seed: 1 });
  const optimiser = adamW(model.trainable, { weightDecay: 0.01 });
  const x = normal([256, 784], 1);
  const labels = tf.oneHot(tf.randomUniform([256], 0, 10, "int32", 2) as tf.Tensor1D, 10);
  return () => {
    const loss = () =>
      tf.neg(tf.div(tf.sum(tf.mul(tf.logSoftmax(model.apply(x, { training: true })), labels)), 256)) as tf.Scalar;
    const { grads } = tf.variableGrads(loss, [...model.trainable]);
    const flat = tf.concat(model.trainable.map((variable) => tf.reshape(grads[variable.name]!, [-1]) as tf.Tensor1D));
    optimiser.apply(flat, 1e-3);
  };
}

function residualBlock(): () => void {
  const norm = (y: tf.Tensor) => layers.batchNorm(y);
  const convolution = (y: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(y as tf.Tensor4D, filter as tf.Tensor4D, 1, "same");
  const block = (x: tf.Tensor, first: tf.Tensor, second: tf.Tensor) => {
    const y = tf.relu(norm(convolution(x, first)));
    return tf.relu(tf.add(norm(convolution(y, second)), x));
  };
  const filter = (seed: number) => tf.mul(normal([3, 3, 64, 64], seed), 0.05);
  return gradient(block, normal([64, 32, 32, 64], 1), filter(2), filter(3));
}

function intl(): () => void {
  const views = [normal([256, 512], 1), normal([256, 512], 2)];
  const grads = tf.grads((z1: tf.Tensor, z2: tf.Tensor) =>
    jointEmbeddingLoss(z1 as tf.Tensor2D, z2 as tf.Tensor2D, { kind: "intl" }),
  );
  return () => void grads(views);
}

/** Name, what is made ready and then timed, and on which backend (the best one where none is named). */
const cases: [string, () => () => void, BackendName?][] = [
  ["layer norm", layer((x) => layers.layerNorm(x))],
  ["group layer norm of 16", layer((x) => layers.groupLayerNorm(x, { groups: 16 }))],
  ["parallel layer norm of 8", layer((x) => layers.parallelLayerNorm(x, { normSize: 8 }))],
  ["parallel layer scaling of 8", layer((x) => layers.parallelLayerScaling(x, { normSize: 8 }))],
  ["root mean square norm", layer((x) => layers.rootMeanSquareNorm(x))],
  ["power mean norm of 8, p = 3", layer((x) => layers.powerMeanNorm(x, { normSize: 8, p: 3 }))],
  ["batch norm", layer((x) => layers.batchNorm(x))],
  ["group norm of 8 on images", () => gradient((x) => layers.groupNorm(x, { groups: 8 }), normal([64, 32, 32, 64], 1))],
  ["IterNorm", () => gradient((x) => iterNorm(x, { iterations: 4 }), normal([1024, 512], 1))],
  ["ZCA whitening", () => gradient((x) => whiten(x), normal([256, 64], 1))],
  ["Cholesky whitening", () => gradient((x) => whiten(x, { kind: "cholesky" }), normal([256, 64], 1))],
  ["multilayer perceptron", perceptron],
  ["multilayer perceptron, WebAssembly", perceptron, "wasm"],
  ["residual block", residualBlock],
  ...Object.entries(steps),
  ["INTL", intl],
  [
    "product of matrices",
    () => {
      const a = normal([1024, 1024], 1) as tf.Tensor2D;
      return () => void tf.matMul(a, a);
    },
  ],
  [
    "1000 tiny sums",
    () => {
      const a = normal([2, 2], 1);
      return () => {
        let y: tf.Tensor = a;
        for (let i = 0; i < 1000; i++) y = tf.add(y, a);
      };
    },
  ],
];

/** Forward pass with gradient, or a whole step, in milliseconds; the ratio is ours to PyTorch's. */
export async function bench(): Promise<Figure[]> {
  process.env.OMP_NUM_THREADS = threads;
  process.env.TF_NUM_INTRAOP_THREADS = threads;
  process.env.TF_NUM_INTEROP_THREADS = "1";
  const best = (await chooseBackend()).name;
  const torch = await startTorch();
  const figures: Figure[] = [];
  try {
    for (const [name, prepare, backend = best] of cases.filter(([name]) => name.includes(only))) {
      await chooseBackend({ backend });
      tf.engine().startScope();
      const run = prepare();
      const measured: { own: number; peer: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        measured.push({ own: timeOf(run, Number(threads)), peer: torch === undefined ? NaN : await torch.time(name) });
      }
      const own = median(measured.map((one) => one.own));
      const peer = median(measured.map((one) => one.peer));
      const ratio = median(measured.map((one) => one.own / one.peer));
      tf.engine().endScope();
      const full = `${name} (${backend}, threads: ${backend === "wasm" ? 1 : threads})`;
      figures.push(
        torch === undefined
          ? { name: full, value: own, unit: "ms", peer: null, peerValue: null, ratio: null }
          : { name: full, value: own, unit: "ms", peer: torch.version, peerValue: peer, ratio },
      );
    }
  } finally {
    torch?.stop();
  }
  return figures;
}

/** PyTorch in a process of its own, asked for one case at a time; nothing where it is not there. */
async function startTorch() {
  const python = process.env.NORMLAB_TORCH ?? fileURLToPath(new URL("../.setup/torch/bin/python", import.meta.url));
  if (!existsSync(python)) {
    console.error(
      "bench: PyTorch is not there, so nothing stands beside the figures. For it: python3 -m venv .setup/torch && " +
        ".setup/torch/bin/pip install torch==2.13.0 (or set NORMLAB_TORCH to a Python that has it)",
    );
    return undefined;
  }
  const child = spawn(python, [fileURLToPath(new URL("learning.py", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("PyTorch's process ended; its message stands above");
    return value as string;
  };
  const version = `PyTorch ${await next()}`;
  return {
    version,
    async time(name: string) {
      child.stdin.write(`${name}\n`);
      return Number(await next());
    },
    stop: () => child.kill(),
  };
}
