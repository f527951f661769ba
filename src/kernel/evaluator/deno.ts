import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import { arch, hostname, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { versions } from "../info.js";
import { publish } from "./channel.js";
import { displayBundle } from "./display.js";
import { displayMethod, formatValue, type MimeBundle } from "./format.js";
import { templates } from "./templates.js";

/**
 * What notebooks use most of Deno, made of what Node has. Cells get it as a parameter, as libraries that find a global of that name take
 * themselves to be in Deno.
 */

type Path = string | URL;

interface WriteOptions {
  readonly append?: boolean;
  readonly create?: boolean;
  readonly createNew?: boolean;
  readonly mode?: number;
}

/** Errors as Deno names them, by the code that Node gives. */
const errorCodes = {
  NotFound: "ENOENT",
  PermissionDenied: "EACCES",
  AlreadyExists: "EEXIST",
  NotADirectory: "ENOTDIR",
  IsADirectory: "EISDIR",
} as const;

type ErrorName = keyof typeof errorCodes;

const errors = Object.fromEntries(
  Object.keys(errorCodes).map((name) => [
    name,
    class extends Error {
      override readonly name = name;
    },
  ]),
) as unknown as Record<ErrorName, new (message: string, options?: ErrorOptions) => Error>;

function asDenoSays(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const [name] = Object.entries(errorCodes).find(([, each]) => each === code) ?? [];
  return name === undefined ? error : new errors[name as ErrorName](message, { cause: error });
}

/** A call of `node:fs`, with Deno's errors; and the same as a promise. */
function both<A extends unknown[], R>(call: (...args: A) => R): [(...args: A) => R, (...args: A) => Promise<R>] {
  const sync = (...args: A): R => {
    try {
      return call(...args);
    } catch (error) {
      throw asDenoSays(error);
    }
  };

  return [sync, async (...args) => sync(...args)];
}

function flagOf({ append, create = true, createNew }: WriteOptions): string {
  if (createNew) return append ? "ax" : "wx";
  if (append) return "a";
  return create ? "w" : "r+";
}

const [readTextFileSync, readTextFile] = both((path: Path) => fs.readFileSync(path, "utf8"));
const [readFileSync, readFile] = both((path: Path) => new Uint8Array(fs.readFileSync(path)));
const [writeFileSync, writeFile] = both((path: Path, data: string | Uint8Array, options: WriteOptions = {}) => {
  if (options.create === false && !options.append) fs.truncateSync(path);
  fs.writeFileSync(path, data, { flag: flagOf(options), ...(options.mode !== undefined && { mode: options.mode }) });
});
const [entriesSync] = both((path: Path) => fs.readdirSync(path, { withFileTypes: true }).map(entryOf));
const [mkdirSync, mkdir] = both((path: Path, options?: { readonly recursive?: boolean; readonly mode?: number }) => {
  fs.mkdirSync(path, options);
});
const [removeSync, remove] = both((path: Path, { recursive = false }: { readonly recursive?: boolean } = {}) => {
  if (fs.lstatSync(path).isDirectory() && !recursive) fs.rmdirSync(path);
  else fs.rmSync(path, { recursive });
});
const [renameSync, rename] = both((from: Path, to: Path) => fs.renameSync(from, to));
const [copyFileSync, copyFile] = both((from: Path, to: Path) => fs.copyFileSync(from, to));
const [statSync, stat] = both((path: Path) => statusOf(fs.statSync(path)));
const [lstatSync, lstat] = both((path: Path) => statusOf(fs.lstatSync(path)));
const [realPathSync, realPath] = both((path: Path) => fs.realpathSync(path));
const [makeTempDirSync, makeTempDir] = both(({ dir = tmpdir(), prefix = "" }: TemporaryOptions = {}) =>
  fs.mkdtempSync(join(dir, prefix)),
);
const [makeTempFileSync, makeTempFile] = both(({ dir = tmpdir(), prefix = "", suffix = "" }: TemporaryOptions = {}) => {
  const file = join(dir, `${prefix}${Math.floor(performance.now() * 1e6).toString(36)}${process.pid}${suffix}`);
  fs.writeFileSync(file, "", { flag: "wx" });
  return file;
});

interface TemporaryOptions {
  readonly dir?: string;
  readonly prefix?: string;
  readonly suffix?: string;
}

function entryOf(entry: fs.Dirent): object {
  return {
    name: entry.name,
    isFile: entry.isFile(),
    isDirectory: entry.isDirectory(),
    isSymlink: entry.isSymbolicLink(),
  };
}

function statusOf(status: fs.Stats): object {
  const { size, mode, mtime, atime, birthtime } = status;
  const kinds = {
    isFile: status.isFile(),
    isDirectory: status.isDirectory(),
    isSymlink: status.isSymbolicLink(),
  };
  return { ...kinds, size, mode, mtime, atime, birthtime };
}

async function* readDir(path: Path): AsyncGenerator<object> {
  yield* entriesSync(path);
}

const env = {
  get: (name: string): string | undefined => process.env[name],
  set: (name: string, value: string): void => void (process.env[name] = value),
  has: (name: string): boolean => name in process.env,
  delete: (name: string): void => void delete process.env[name],
  toObject: (): Record<string, string | undefined> => ({ ...process.env }),
};

interface CommandOptions {
  readonly args?: readonly string[];
  readonly cwd?: Path;
  readonly env?: Record<string, string>;
  readonly clearEnv?: boolean;
}

class Command {
  readonly #command: string;
  readonly #options: CommandOptions;

  constructor(command: Path, options: CommandOptions = {}) {
    this.#command = command instanceof URL ? fileURLToPath(command) : command;
    this.#options = options;
  }

  async output(): Promise<object> {
    const child: ChildProcess = spawn(this.#command, this.#options.args ?? [], this.#settings());
    const [stdout, stderr] = [collect(child.stdout!), collect(child.stderr!)];
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once("error", (error) => reject(asDenoSays(error) as Error));
      child.once("close", (...ended) => resolve(ended));
    });
    return { code: code ?? 1, success: code === 0, signal, stdout: stdout(), stderr: stderr() };
  }

  outputSync(): object {
    const { status, signal, stdout, stderr, error } = spawnSync(
      this.#command,
      this.#options.args ?? [],
      this.#settings(),
    );
    if (error) throw asDenoSays(error);
    const texts = { stdout: new Uint8Array(stdout), stderr: new Uint8Array(stderr) };
    return { code: status ?? 1, success: status === 0, signal, ...texts };
  }

  #settings(): { cwd?: string | URL; env: NodeJS.ProcessEnv; stdio: ["ignore", "pipe", "pipe"] } {
    const { cwd, env: own, clearEnv } = this.#options;
    const settings = { env: { ...(clearEnv ? {} : process.env), ...own }, ...(cwd !== undefined && { cwd }) };
    return { ...settings, stdio: ["ignore", "pipe", "pipe"] };
  }
}

function collect(stream: NodeJS.ReadableStream): () => Uint8Array {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => new Uint8Array(Buffer.concat(chunks));
}

function writer(stream: NodeJS.WriteStream): object {
  const writeSync = (bytes: Uint8Array): number => {
    stream.write(bytes);
    return bytes.length;
  };
  return { writeSync, write: (bytes: Uint8Array) => Promise.resolve(writeSync(bytes)) };
}

interface JupyterOptions {
  readonly raw?: boolean;
  readonly update?: boolean;
  readonly display_id?: string;
}

const jupyter = {
  $display: displayMethod,
  ...templates,
  /** Shows a value, or contents by mime type as they are. */
  async display(value: unknown, { raw, update, display_id }: JupyterOptions = {}): Promise<void> {
    const bundle = raw ? (value as MimeBundle) : await formatValue(value);
    displayBundle(bundle, {
      ...(update !== undefined && { update }),
      ...(display_id !== undefined && { displayId: display_id }),
    });
  },
  format: (value: unknown): Promise<MimeBundle> => formatValue(value),
  broadcast(
    type: string,
    content: Record<string, unknown>,
    extra: { readonly metadata?: Record<string, unknown>; readonly buffers?: readonly Uint8Array[] } = {},
  ): Promise<void> {
    publish(type, content, extra.metadata, extra.buffers);
    return Promise.resolve();
  },
};

const { typescript } = versions();

export const Deno = {
  ...{ readTextFile, readTextFileSync, readFile, readFileSync },
  ...{ writeTextFile: writeFile, writeTextFileSync: writeFileSync, writeFile, writeFileSync },
  ...{
    readDir,
    readDirSync: entriesSync,
    mkdir,
    mkdirSync,
    remove,
    removeSync,
    rename,
    renameSync,
    copyFile,
    copyFileSync,
  },
  ...{ stat, statSync, lstat, lstatSync, realPath, realPathSync },
  ...{ makeTempDir, makeTempDirSync, makeTempFile, makeTempFileSync },
  ...{ env, errors, Command, jupyter },
  args: [] as string[],
  pid: process.pid,
  build: { os: platform() === "win32" ? "windows" : platform(), arch: arch() === "x64" ? "x86_64" : "aarch64" },
  version: { deno: "0.0.0", v8: process.versions.v8, typescript },
  cwd: (): string => process.cwd(),
  chdir: (path: Path): void => process.chdir(path instanceof URL ? fileURLToPath(path) : path),
  execPath: (): string => process.execPath,
  hostname: (): string => hostname(),
  memoryUsage: (): NodeJS.MemoryUsage => process.memoryUsage(),
  exit: (code?: number): never => process.exit(code),
  inspect: (value: unknown, options?: object): string => inspect(value, { colors: false, ...options }),
  stdout: writer(process.stdout),
  stderr: writer(process.stderr),
};

/** For notebooks that are imported, which are modules; no library asks for it. */
Object.defineProperty(globalThis, Symbol.for("normlab.Deno"), { value: Deno });
