import { InputError, type Network } from "../../exact/index.js";
import { requireSize, type ApproximateInput, type Approximation } from "./approximation.js";
import { parseActivation } from "./activation.js";
import { reluHinges } from "./hinges.js";
import { readLipschitzClass } from "./lipschitz-class.js";
import { neuronBounds } from "./neuron-bounds.js";
import { approximateOnCube } from "./approximate-on-cube.js";
import { sigmoidStaircase, stepStaircase } from "./staircase.js";
import { readTarget, requireLipschitz } from "./target.js";
import { hingeNetwork, staircaseNetwork } from "./unit-network.js";

/**
 * Approximates one L-Lipschitz function on an interval within ε by one hidden layer, with never more units than {@link neuronBounds} allows for the whole class, and fewer where f allows:
 * for steps the greedy sweep, which is optimal for the given f. The certificate is checked by `checkCertificate`.
 *
 * @throws InputError for input that {@link neuronBounds} refuses, for a depth of 2 in one variable, for text that does not parse, for an unsorted table or a repeated x, and (code `not-lipschitz`, naming two points)
 * where f is steeper than L.
 * Source: A3 (abstract); proofs in `docs/theory/a3-counts.md` and `docs/theory/a3-greedy.md`.
 * @example
 * const network = approximate({ f: "x", domain: [0, 1], lipschitz: 1, epsilon: 0.05, activation: "pln-2" });
 * [network.units, network.neurons, network.bounds.upper]; // => [9, 18, 9]
 * checkCertificate(network.certificate); // => { verdict: "accepted" }
 */
export function approximate(input: ApproximateInput): Approximation {
  if (Array.isArray(input.domain[0]))
    return approximateOnCube(input, input.domain as readonly (readonly (number | string)[])[]);
  if (input.depth === 2) {
    const expected = "1 in one variable: two hidden layers are for two and three";
    throw new InputError({ code: "range", where: "depth", expected, received: "2" });
  }
  const line = { ...input, domain: input.domain as readonly (number | string)[], depth: undefined };
  const activation = parseActivation(input.activation);
  const family = readLipschitzClass(line);
  const bounds = neuronBounds(line);
  requireSize(bounds.upper);
  const target = readTarget(
    input.f,
    family.domain,
    family.lipschitz,
    sampleCount(input.samples, family.ratio.toNumber()),
  );
  requireLipschitz(target, family.domain, family.lipschitz);
  let network: Network;
  let knots: number[];
  let fewestSteps: number | null = null;
  if (activation.shape === "relu") {
    const { hinges, constant } = reluHinges(target, family);
    network = hingeNetwork(hinges, constant);
    knots = hinges.map(({ knot }) => knot.toNumber());
  } else {
    const built =
      activation.shape === "step" ? stepStaircase(target, family) : sigmoidStaircase(target, family, activation);
    network = staircaseNetwork(activation, built.staircase);
    knots = built.staircase.knots.map((x) => x.toNumber());
    if (activation.shape === "step") fewestSteps = built.fewest;
  }
  const text =
    typeof input.f === "string" ? input.f : typeof input.f === "function" ? "the sampled function" : "the table";
  return {
    activation: activation.name,
    units: knots.length,
    neurons: knots.length * activation.neuronsPerUnit,
    fewestSteps,
    bounds,
    knots,
    network,
    note: target.note,
    certificate: {
      format: "normlab-certificate/1",
      kind: "approximation",
      claim: input.claim ?? "A3",
      statement: `A network with ${knots.length} hidden ${activation.name} ${knots.length === 1 ? "unit" : "units"} is within ${input.epsilon} of ${text} on [${family.domain.join(", ")}].`,
      ...(target.note === null ? {} : { note: target.note }),
      function: target.expression,
      domain: [family.domain.map(String)],
      epsilon: family.epsilon.toString(),
      precision: 96,
      network,
    },
  };
}

function sampleCount(samples: number | undefined, ratio: number): number {
  if (samples === undefined) return Math.min(20_000, Math.max(2, Math.ceil(100 * ratio)));
  if (Number.isInteger(samples) && samples >= 1 && samples <= 1_000_000) return samples;
  throw new InputError({
    code: "range",
    where: "samples",
    expected: "an integer from 1 to 1000000",
    received: String(samples),
  });
}
