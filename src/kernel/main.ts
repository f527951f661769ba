import { Kernel } from "./kernel.js";
import { readConnection, Sockets } from "./protocol/sockets.js";
import { readSettings } from "./settings.js";
import { builtSnapshot, snapshotOfOtherNode } from "./snapshot.js";

// `node main.cjs CONNECTION_FILE [--language LANGUAGE]`: the command of the kernelspec.
const [file, ...options] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write("usage: node main.cjs CONNECTION_FILE [--language typescript|javascript]\n");
  // For the diagnosis, which may be made by another Node than the kernel's.
  const snapshot =
    builtSnapshot() === undefined ? { of: snapshotOfOtherNode() ?? null } : { of: process.versions.node };
  process.stdout.write(`${JSON.stringify({ node: process.versions.node, snapshot })}\n`);
  process.exitCode = 2;
} else {
  serve(file);
}

function serve(connectionFile: string): void {
  // Stop is a message on the control channel; a SIGINT that reaches the whole terminal is for others.
  process.on("SIGINT", () => undefined);
  // A defect in the handling of one message must not take the notebook's variables with it.
  for (const event of ["unhandledRejection", "uncaughtException"]) {
    process.on(event, (error: Error) => process.stderr.write(`normlab kernel: ${error?.stack ?? String(error)}\n`));
  }
  // Nor that nobody reads the log any more.
  process.stderr.on("error", () => undefined);
  endWithParent();
  void start(connectionFile);
}

/** Listens before anything else: a client that finds nobody tries again only a tenth of a second later. */
async function start(connectionFile: string): Promise<void> {
  const sockets = new Sockets(readConnection(connectionFile));
  try {
    await sockets.bind();
  } catch (error) {
    process.stderr.write(`normlab kernel: ${(error as Error).stack}\n`);
    process.exit(1);
  }
  new Kernel(sockets, readSettings(options, process.env)).start();
}

/** Jupyter names itself as the parent; when it has ended without a word, nobody is left to stop the kernel. */
function endWithParent(): void {
  if (process.env.JPY_PARENT_PID === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1000).unref();
}
