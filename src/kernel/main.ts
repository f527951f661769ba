import { Kernel } from "./kernel.js";
import { readConnection } from "./protocol/sockets.js";

// `node main.js CONNECTION_FILE`: the command of the kernelspec.
const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write("usage: node main.js CONNECTION_FILE\n");
  process.exit(2);
}
// Stop is a message on the control channel; a SIGINT that reaches the whole terminal is for others.
process.on("SIGINT", () => undefined);
// A defect in the handling of one message must not take the notebook's variables with it.
process.on("unhandledRejection", (error) => process.stderr.write(`normlab kernel: ${(error as Error)?.stack}\n`));
await new Kernel(readConnection(file)).start();
