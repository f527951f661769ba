import type { RunObserver } from "../../src/reproduce/run.js";

const nothing = () => {};

/** Watches a run and does nothing. */
export const unobserved: RunObserver = {
  began: nothing,
  planned: nothing,
  started: nothing,
  progress: nothing,
  ended: nothing,
  damaged: nothing,
  workers: nothing,
  said: nothing,
};
