import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, resolve } from "node:path";
import { Option, type Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { kernelFolder } from "../kernel/folder.js";
import {
  notebookText,
  parseNotebook,
  parsePercent,
  NotebookFormatError,
  type NotebookFile,
} from "../kernel/notebook/format.js";
import type * as RunModule from "../kernel/run/main.js";
import type { RunFailure } from "../kernel/run/run.js";
import type { NotebookLanguage } from "../kernel/settings.js";
import { exitCodes } from "./exit.js";
import { unreadable } from "./input-file.js";
import { prepareOutput, writeOutput } from "./output-file.js";

interface Options {
  readonly param: readonly (readonly [name: string, value: unknown])[];
  readonly out?: string;
  readonly timeout?: number;
}

/** Adds `normlab run`. */
export function register(program: Command): void {
  program
    .command("run")
    .description("run a notebook without a frontend")
    .argument("<notebook>", "an .ipynb file, or a .ts or .js file in percent format (// %% before each cell)")
    .addOption(
      new Option("--param <name=value...>", "a parameter, its value in JSON or else a text")
        .argParser(addParameter)
        .default([], "none"),
    )
    .option("--out <file>", "the notebook with its outputs, an .ipynb file (default: outputs are printed)")
    .option("--timeout <seconds>", "how long a cell may take (default: as long as it needs)", readTimeout)
    .addHelpText(
      "after",
      '\nParameters are given by a cell after the one tagged "parameters".\nExit codes: 0 all cells ran, 1 a cell failed or took too long, 2 the input is wrong.',
    )
    .action(async (path: string, options: Options) => {
      const failure = await run(path, options);
      if (!failure) return;
      console.error(`${path}${placeOf(failure)}: ${failure.what}`);
      process.exitCode = exitCodes.no;
    });
}

function placeOf({ cell, line, fileLine }: RunFailure): string {
  const inCell = `cell ${cell}${line === undefined ? "" : `, line ${line}`}`;
  return fileLine === undefined ? `: ${inCell}` : `:${fileLine}: ${inCell}`;
}

async function run(path: string, { param, out, timeout }: Options): Promise<RunFailure | undefined> {
  if (out !== undefined) {
    if (extname(out) !== ".ipynb") throw wrong("--out", "an .ipynb file", out);
    prepareOutput(out, "--out");
  }
  const notebook = readFile(path);
  const language = languageOf(notebook, path);
  const { injectParameters, UnknownParameter } = await import("../kernel/run/parameters.js");
  const values = new Map(param);
  try {
    if (!injectParameters(notebook, values, language)) {
      console.error(`${path}: no cell is tagged "parameters": they are given at the top`);
    }
  } catch (error) {
    if (!(error instanceof UnknownParameter)) throw error;
    throw wrong(
      "--param",
      `one of ${error.known.join(", ")}, which the cell tagged "parameters" declares`,
      error.parameter,
    );
  }
  const { runNotebook } = createRequire(kernelFolder)("./run.cjs") as typeof RunModule;
  const failure = await runNotebook(notebook, {
    file: resolve(path),
    language,
    ...(timeout !== undefined && { timeout }),
    began: (cell, of) => {
      if (out !== undefined && process.stderr.isTTY)
        process.stderr.write(`\rcell ${cell} of ${of}${cell === of ? "\n" : ""}`);
    },
    output: (output) => {
      if (out === undefined) print(output);
    },
  });
  if (out !== undefined) await writeOutput(out, "--out", notebookText(notebook));
  return failure;
}

function readFile(path: string): NotebookFile {
  const isText = [".ts", ".js"].includes(extname(path));
  if (!isText && extname(path) !== ".ipynb") throw wrong("notebook", "an .ipynb, .ts or .js file", path);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw unreadable("notebook", path, error);
  }
  try {
    return isText ? parsePercent(text) : parseNotebook(text);
  } catch (error) {
    if (!(error instanceof NotebookFormatError)) throw error;
    throw new InputError({ code: "format", where: path, ...error.problem });
  }
}

function languageOf({ metadata }: NotebookFile, path: string): NotebookLanguage {
  const { kernelspec, language_info } = metadata as {
    readonly kernelspec?: { readonly language?: unknown; readonly name?: unknown };
    readonly language_info?: { readonly name?: unknown };
  };
  const language =
    kernelspec?.language ?? language_info?.name ?? (extname(path) === ".js" ? "javascript" : "typescript");
  const name = String(language).toLowerCase();
  if (name === "typescript" || name === "javascript") return name;
  throw wrong(path, "a notebook in TypeScript or JavaScript", `one in ${String(language)}`);
}

function addParameter(text: string, before: readonly (readonly [string, unknown])[]): (readonly [string, unknown])[] {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(0, at)).trim();
  if (!/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name))
    throw wrong("--param", "NAME=VALUE with the name of a variable", text);
  const value = text.slice(at + 1);
  try {
    return [...before, [name, JSON.parse(value) as unknown]];
  } catch {
    return [...before, [name, value]];
  }
}

function readTimeout(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 2_000_000)) throw wrong("--timeout", "a number of seconds > 0", text);
  return seconds;
}

function wrong(where: string, expected: string, received: string): InputError {
  return new InputError({ code: "value", where, expected, received });
}

/** An output as a terminal can show it. */
function print({ output_type, name, text, data, traceback }: Record<string, unknown>): void {
  if (output_type === "stream") (name === "stderr" ? process.stderr : process.stdout).write(String(text));
  else if (output_type === "error") process.stderr.write(`${(traceback as string[]).join("\n")}\n`);
  else {
    const plain = (data as Record<string, unknown>)["text/plain"];
    process.stdout.write(`${typeof plain === "string" ? plain : `(${Object.keys(data as object).join(", ")})`}\n`);
  }
}
