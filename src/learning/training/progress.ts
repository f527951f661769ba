import { notebookSender } from "../../plot/notebook.js";
import type { TrainProgress } from "./train.js";

/**
 * One line about where a run is: a bar, the loss, the learning rate and the time left.
 *
 * @example
 * progressLine({ step: 5, steps: 10, loss: 0.25, learningRate: 0.001, gradientNorm: 1, secondsLeft: 65 });
 * // => "[##########----------] 5/10 loss 0.2500 rate 1.0e-3 left 1:05"
 */
export function progressLine(progress: TrainProgress): string {
  const { step, steps, loss, learningRate, secondsLeft } = progress;
  const filled = Math.round((20 * step) / steps);
  const minutes = Math.floor(secondsLeft / 60);
  const seconds = String(Math.floor(secondsLeft % 60)).padStart(2, "0");
  return (
    `[${"#".repeat(filled)}${"-".repeat(20 - filled)}] ${step}/${steps} ` +
    `loss ${loss.toFixed(4)} rate ${learningRate.toExponential(1)} left ${minutes}:${seconds}`
  );
}

/**
 * Shows where a run is, for `train`'s `onProgress`, at most ten times a second: in a notebook a bar below the running cell, with
 * loss, rate and time left; else `progressLine`, drawn over itself on a stream (standard error by default) if that is a terminal.
 */
export function showProgress(stream: NodeJS.WriteStream = process.stderr): (progress: TrainProgress) => void {
  const draw = notebookBar() ?? terminalLine(stream);
  let shownAt = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - shownAt < 100 && progress.step < progress.steps) return;
    shownAt = now;
    draw(progress);
  };
}

type Draw = (progress: TrainProgress) => void;

let bars = 0;

function notebookBar(): Draw | undefined {
  const send = notebookSender();
  if (send === undefined) return undefined;
  const displayId = `normlab-progress-${process.pid}-${++bars}`;
  let update = false;
  return (progress) => {
    const line = progressLine(progress);
    const html = `<progress value="${progress.step}" max="${progress.steps}"></progress> ${line.slice(line.indexOf("] ") + 2)}`;
    send({ "text/html": html, "text/plain": line }, { displayId, update });
    update = true;
  };
}

function terminalLine(stream: NodeJS.WriteStream): Draw {
  return (progress) => {
    if (!stream.isTTY) return;
    stream.write(`\r${progressLine(progress)}\u001b[K${progress.step === progress.steps ? "\n" : ""}`);
  };
}
