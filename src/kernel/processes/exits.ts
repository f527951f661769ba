import type { ChildProcess } from "node:child_process";
import type { ErrorReport } from "../report.js";

/** A kernel that cannot run a cell is no kernel: Jupyter says that it has died, and shows why in its log. */
export function endKernel(why: string, child: ChildProcess): never {
  const said = (child.stderr?.setEncoding("utf8").read() as string | null) ?? "";
  process.stderr.write(`normlab kernel: the process that runs the cells does not start (${why})\n${said}`);
  process.exit(1);
}

/** How a process has ended, in a few words. */
export function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

/** What is said of the cell that was running. */
export function exitReport(why: string): ErrorReport {
  const evalue = `the process that runs the cells has ended (${why}); all variables are lost, and a new process has been started`;
  return { ename: "ProcessEnded", evalue, traceback: [`ProcessEnded: ${evalue}`] };
}
