// Checks a part of one certificate in a thread of its own.
import { parentPort, workerData } from "node:worker_threads";
import { checkPart, type CheckTask } from "./check-file.js";

parentPort!.postMessage(checkPart(workerData as CheckTask));
