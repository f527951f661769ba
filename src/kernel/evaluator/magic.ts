import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { cellParameters } from "../cell-parameters.js";
import { tslabModule } from "./display.js";
import { plainText } from "./format.js";

let started: number | undefined;
/** The folder that was the current one before. */
let left = process.cwd();

/** Names that are there before any cell, and those that cells are given. */
let known = new Set<string>();
const given = new Set<string>(cellParameters);

function shell(): string | true {
  return existsSync("/bin/bash") ? "/bin/bash" : true;
}

/** Why a command has ended, unless it has ended well. */
function endOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => done(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
  });
}

/** What the lines that begin with `%` and `!` become (`magics.ts`). */
const magic = {
  /** Runs a command in a shell; its output is shown as it comes. A script that fails is an error, as a line that fails is in a script. */
  async shell(command: string, isScript = false): Promise<void> {
    const why = await endOf(spawn(command, { shell: shell(), stdio: ["ignore", "inherit", "inherit"] }));
    if (why === undefined) return;
    if (isScript) throw new Error(`the script has ended with ${why}`);
    console.error(`[${why}]`);
  },
  /** The lines that a command prints; what it says on standard error is shown. */
  async lines(command: string): Promise<string[]> {
    const child = spawn(command, { shell: shell(), stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout!.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    const why = await endOf(child);
    if (why !== undefined) console.error(`[${why}]`);
    return text === "" ? [] : text.replace(/\n$/, "").split("\n");
  },
  /** Also in quotes, and back to where it was by `-`. */
  cd(path: string): void {
    const before = process.cwd();
    const bare = path.replace(/^(["'])(.*)\1$/, "$2");
    process.chdir(bare === "-" ? left : resolve(bare.replace(/^~(?=$|\/)/, process.env.HOME ?? "~")));
    left = before;
    console.log(process.cwd());
  },
  pwd(): string {
    return process.cwd();
  },
  /** All variables of the environment; one; or sets one. */
  env(text: string): unknown {
    const [, name, , value] = /^([^\s=]+)(\s*=\s*|\s+)?(.*)$/.exec(text) ?? [];
    if (name === undefined) return { ...process.env };
    if (!value) return process.env[name];
    process.env[name] = value;
    console.log(`${name}=${value}`);
    return undefined;
  },
  /** The notebook's variables, or a table of them. */
  who(isLong = false): void {
    const isOwn = (name: string): boolean => !known.has(name) && !name.startsWith("__") && !given.has(name);
    const names = Object.getOwnPropertyNames(globalThis).filter(isOwn);
    if (names.length === 0) console.log("no variables yet");
    else if (!isLong) console.log(names.join("  "));
    else {
      const width = Math.max(...names.map(({ length }) => length));
      for (const name of names)
        console.log(`${name.padEnd(width)}  ${summary((globalThis as Record<string, unknown>)[name])}`);
    }
  },
  async time<T>(run: () => T): Promise<Awaited<T>> {
    magic.start();
    try {
      return await run();
    } finally {
      magic.stop();
    }
  },
  start(): void {
    started = performance.now();
  },
  /** Says what has passed since the start; also called at the end of each cell. */
  stop(): void {
    if (started === undefined) return;
    const passed = performance.now() - started;
    started = undefined;
    console.log(`Wall time: ${passed < 1000 ? `${passed.toPrecision(3)} ms` : `${(passed / 1000).toPrecision(3)} s`}`);
  },
  writefile(name: string, text: string): void {
    writeFileSync(name, text);
    console.log(`Wrote ${name}`);
  },
  show: tslabModule.display,
};

function summary(value: unknown): string {
  const [line = ""] = plainText(value).split("\n");
  const type =
    value === null ? "null" : typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
  return `${type}  ${line.slice(0, 80)}`;
}

/** Gives cells what magic lines call. */
export function defineMagic(): void {
  Object.defineProperty(globalThis, "__magic", { value: magic });
  known = new Set(Object.getOwnPropertyNames(globalThis));
}

export function cellHasEnded(): void {
  magic.stop();
}
