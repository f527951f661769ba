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
await new Kernel(readConnection(file)).start();
