#!/usr/bin/env node
import { commandLine } from "./command-line.js";
import { runProgram } from "./program.js";

await runProgram(commandLine());
