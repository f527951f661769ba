import { describeCheck } from "./check.js";
import { newProgram, runProgram } from "./program.js";

// `normlab-checker CERTIFICATE…`, the command of the package that is the checker alone.
await runProgram(describeCheck(newProgram("normlab-checker", "")));
