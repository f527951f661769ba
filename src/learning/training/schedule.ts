import { InputError } from "../../exact/input-error.js";

/** The learning rate at each step, counted from 0. */
export type Schedule = (step: number) => number;

/**
 * Linear warm-up from `peak/warmup` to `peak` over the first `warmup` steps, then half a cosine down to `final` at the last step.
 *
 * `rate(t) = final + (peak − final)(1 + cos(π (t − warmup)/(steps − warmup)))/2` for t ≥ warmup.
 *
 * Source: Loshchilov, Hutter, SGDR, arXiv 1608.03983.
 *
 * @throws InputError where the warm-up is longer than the run.
 *
 * @example
 * cosineSchedule({ peak: 1, steps: 10, warmup: 2 })(0); // => 0.5
 * cosineSchedule({ peak: 1, steps: 10, warmup: 2 })(2); // => 1
 * cosineSchedule({ peak: 1, steps: 10, warmup: 2 })(6).toFixed(3); // => "0.500"
 */
export function cosineSchedule(options: { peak: number; steps: number; warmup?: number; final?: number }): Schedule {
  const { peak, steps, warmup = 0, final = 0 } = options;
  if (!(warmup >= 0 && warmup < steps)) {
    throw new InputError({
      code: "range",
      where: "warm-up",
      expected: `0 to ${steps - 1} steps`,
      received: String(warmup),
    });
  }
  return (step) =>
    step < warmup
      ? (peak * (step + 1)) / warmup
      : final + ((peak - final) * (1 + Math.cos((Math.PI * (step - warmup)) / (steps - warmup)))) / 2;
}

/** The same rate at every step. */
export function constantSchedule(rate: number): Schedule {
  return () => rate;
}
