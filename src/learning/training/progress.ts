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

/** Draws `progressLine` over itself on a stream (standard error by default) at most ten times a second; silent where it is no terminal. */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): (progress: TrainProgress) => void {
  let shownAt = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (!stream.isTTY || (now - shownAt < 100 && progress.step < progress.steps)) return;
    shownAt = now;
    stream.write(`\r${progressLine(progress)}\u001b[K${progress.step === progress.steps ? "\n" : ""}`);
  };
}
