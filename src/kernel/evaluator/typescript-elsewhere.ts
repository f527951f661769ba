import childProcess, { type ForkOptions } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import workerThreads, { type WorkerOptions } from "node:worker_threads";
import { kernelFolder } from "../folder.js";

/** Lets workers and forked processes have files of TypeScript, as `import` has: they begin with what reads it. */
export function allowTypeScriptElsewhere(): void {
  const { Worker } = workerThreads;
  workerThreads.Worker = {
    Worker: class extends Worker {
      constructor(file: string | URL, options: WorkerOptions = {}) {
        super(file, options.eval || !isTypeScript(file) ? options : withTypeScript(options, process.execArgv));
      }
    },
  }.Worker;
  const { fork } = childProcess;
  childProcess.fork = (file: string | URL, ...rest: [(readonly string[] | ForkOptions)?, ForkOptions?]) => {
    const [first, second] = rest;
    const args = Array.isArray(first) ? (first as readonly string[]) : [];
    const options = second ?? (Array.isArray(first) ? {} : ((first as ForkOptions | undefined) ?? {}));
    return fork(file, args, isTypeScript(file) ? withTypeScript(options, process.execArgv) : options);
  };
  syncBuiltinESMExports();
}

function isTypeScript(file: string | URL): boolean {
  return /\.[cm]?tsx?$/.test(typeof file === "string" ? file : file.pathname);
}

function withTypeScript<O extends { readonly execArgv?: string[] | undefined }>(options: O, inherited: string[]): O {
  const preload = `--import=${new URL("evaluator/typescript-preload.js", kernelFolder).href}`;
  const own = (options.execArgv ?? inherited).filter((option) => option !== preload);
  return { ...options, execArgv: [...own, preload] };
}
