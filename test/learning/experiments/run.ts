import type { Experiment, JsonObject } from "../../../src/learning/experiments/shared/experiment.js";
import { evaluateFigure } from "../../claims/figure.js";
import { trialContext } from "./context.js";

/** Runs all trials of an experiment at the given parameters and concludes, as the runner does: what passes between them passes through JSON. */
export async function runExperiment<P extends JsonObject, R extends JsonObject>(
  experiment: Experiment<P, R>,
  parameters: P,
) {
  const results: R[] = [];
  for (const trial of experiment.trials(parameters)) {
    const text = JSON.stringify(await experiment.runTrial(trial, trialContext()));
    results.push(JSON.parse(text) as R);
  }
  const conclusion = experiment.conclude(results, parameters);
  conclusion.figures.forEach(evaluateFigure);
  return {
    results,
    conclusion,
    control: experiment.conclude(experiment.removeEffect(results, parameters), parameters),
  };
}
