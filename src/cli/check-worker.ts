// Checks a part of one certificate, or a whole one by the proved checker, in a thread of its own.
import { parentPort, workerData } from "node:worker_threads";
import { checkFileProved, checkPart, type WorkerTask } from "./check-file.js";

const task = workerData as WorkerTask;
parentPort!.postMessage("proved" in task ? checkFileProved(task.proved) : checkPart(task));
