// What `normlab run` takes from the kernel's folder, as one file with ZeroMQ inside.
export { runNotebook } from "./run.js";
