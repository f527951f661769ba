import { addKernelCommands } from "./kernel.js";
import { newProgram, runProgram } from "./program.js";

// `normlab-kernel install`, the command of the package that is the kernel alone.
const program = newProgram("normlab-kernel", "A TypeScript kernel for Jupyter.");
addKernelCommands(program);
await runProgram(program);
