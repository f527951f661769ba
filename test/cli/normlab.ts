import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { commandLine } from "../../src/cli/command-line.js";
import { runProgram } from "../../src/cli/program.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** How a command of the command line ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `normlab` from its sources in a process of its own. */
export function normlab(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Promise<Ended> {
  const tsx = import.meta.resolve("tsx");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", tsx, `${root}src/cli/main.ts`, ...args],
      { cwd: options.cwd ?? root, env: { ...process.env, ...options.env }, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });
}

/** Runs `normlab` from its sources in this process, which spares its start: for command lines that end before any work begins. */
export async function normlabHere(args: readonly string[]): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const line = (stream: keyof typeof said) => (text?: unknown) => void (said[stream] += `${String(text)}\n`);
  const write = (stream: keyof typeof said) => (text: unknown) => {
    said[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(console, "log").mockImplementation(line("stdout")),
    vi.spyOn(console, "error").mockImplementation(line("stderr")),
    vi.spyOn(process.stdout, "write").mockImplementation(write("stdout")),
    vi.spyOn(process.stderr, "write").mockImplementation(write("stderr")),
  ];
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await runProgram(commandLine(), args);
    return { code: Number(process.exitCode), ...said };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}
