import { InputError } from "../exact/input-error.js";
import type { Claim, ExperimentCheck } from "./claim.js";

/** An experiment with the claim it is a check of. */
export interface ClaimedExperiment {
  readonly claim: Claim;
  readonly check: ExperimentCheck;
}

/** Every experiment, in the order of the claims: the one list of them is what the claims say. */
export function experimentsOf(claims: readonly Claim[]): ClaimedExperiment[] {
  return claims.flatMap((claim) =>
    claim.checks.flatMap((check) => (check.method === "experiment" ? [{ claim, check }] : [])),
  );
}

/**
 * The experiment of that name.
 *
 * @throws InputError for an unknown name, listing the known ones.
 */
export function findExperiment(claims: readonly Claim[], name: string): ClaimedExperiment {
  const experiments = experimentsOf(claims);
  const found = experiments.find(({ check }) => check.id === name);
  if (found !== undefined) return found;
  throw new InputError({
    code: "unknown-name",
    where: "experiment",
    expected: experiments.map(({ check }) => check.id).join(", ") || "none: no claim has an experiment",
    received: name,
  });
}
