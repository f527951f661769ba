import type { Claim } from "../src/claims/claim.js";

/** Trials of the experiment below. */
export const count = Number(process.env.NORMLAB_BENCH_TASKS ?? 10_000);

/** An experiment whose trials do nothing: what is measured is everything around them. */
export const idle: Claim = {
  id: "Z0",
  paper: "A",
  title: "Trials that do nothing",
  statement: "Nothing.",
  source: "normlab",
  assumptions: [],
  why: "For the benchmark.",
  checks: [
    {
      id: "idle",
      title: "Trials that do nothing",
      method: "experiment",
      role: "evidence",
      parameters: { quick: { trials: count } },
      expectation: "none",
      control: "none",
      trials: ({ trials }) =>
        Array.from({ length: Number(trials) }, (_, seed) => ({ id: `seed-${seed}`, seed, parameters: {} })),
      runTrial: ({ seed }) => Promise.resolve({ seed }),
      conclude: () => {
        throw new Error("nothing is concluded from trials that do nothing");
      },
      concludeControl: () => {
        throw new Error("nothing is concluded from trials that do nothing");
      },
    },
  ],
  notebook: null,
  module: import.meta.url,
};
