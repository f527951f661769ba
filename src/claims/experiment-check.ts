import type { Experiment } from "../learning/experiments/shared/experiment.js";
import type { ExperimentCheck, JsonObject } from "./claim.js";

/** An experiment as a check of a claim. Its negative control is its own conclusion drawn from results with the effect removed. */
export function experimentCheck<P extends JsonObject, R extends JsonObject>(
  experiment: Experiment<P, R>,
  role: ExperimentCheck["role"] = "evidence",
): ExperimentCheck {
  const conclude: ExperimentCheck["conclude"] = (results, parameters) =>
    experiment.conclude(results as readonly R[], parameters as P);
  return {
    id: experiment.name,
    title: experiment.title,
    role,
    method: "experiment",
    parameters: experiment.parameters,
    data: experiment.data ?? [],
    expectation: experiment.expectation,
    ...(experiment.tolerance === undefined ? {} : { tolerance: experiment.tolerance }),
    ...(experiment.merits === undefined ? {} : { merits: (result) => experiment.merits!(result as R) }),
    control: experiment.control,
    trials: (parameters) => experiment.trials(parameters as P),
    runTrial: (trial, context) => experiment.runTrial(trial, context),
    conclude,
    concludeControl: (results, parameters) =>
      conclude(experiment.removeEffect(results as readonly R[], parameters as P), parameters),
  };
}
