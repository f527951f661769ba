import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { kernelFolder } from "../folder.js";
import { builtSnapshot, compilerOptions } from "../snapshot.js";

// The program that editors start: where there is a snapshot of the compiler, the language server is a process that starts from it.

const snapshot = builtSnapshot();
if (snapshot === undefined) void import("./serve.js");
else startFrom(snapshot);

function startFrom(file: string): void {
  const child = fork(fileURLToPath(new URL("language-server/main.js", kernelFolder)), process.argv.slice(2), {
    execArgv: [...compilerOptions(), "--snapshot-blob", file],
    env: { ...process.env, MALLOC_ARENA_MAX: "1" },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  let hasStarted = false;
  let hasEnded = false;
  child.once("message", () => (hasStarted = true));
  const end = (code: number | null): void => {
    if (hasEnded) return;
    hasEnded = true;
    if (hasStarted) process.exit(code ?? 1);
    process.stderr.write("normlab: the snapshot of the compiler cannot be used: normlab kernel install\n");
    void import("./serve.js");
  };
  child.once("exit", end);
  child.once("error", () => end(1));
}
