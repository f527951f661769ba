import type { Command } from "commander";
import { activationNames } from "../theory/approximation/activation.js";
import type { NeuronBounds } from "../theory/approximation/neuron-bounds.js";
import { readDepth, readDomain, readInteger, renameProblem } from "./approximation-options.js";
import { counted, countedRange, withoutLongNumbers } from "./words.js";

interface Options {
  readonly activation: string;
  readonly lipschitz: string;
  readonly epsilon: string;
  readonly domain?: string;
  readonly dimension?: string;
  readonly depth?: string;
  readonly json?: boolean;
}

/** Adds `normlab bounds`. */
export function register(program: Command): void {
  program
    .command("bounds")
    .description("how many units approximate every L-Lipschitz function within epsilon: a bracket, with reasons")
    .requiredOption("--activation <name>", activationNames.join(", "))
    .requiredOption("--lipschitz <L>", "the Lipschitz constant, an exact decimal such as 6.2832")
    .requiredOption("--epsilon <E>", "the accuracy in the supremum norm, > 0")
    .option("--domain <A,B>", "the interval, in every coordinate (default: 0,1)")
    .option("--dimension <D>", "the number of variables (default: 1); f is then Lipschitz in the maximum norm")
    .option("--depth <1|2>", "hidden layers, for more than one dimension (default: 1)")
    .option("--json", "print JSON, long counts in all their digits")
    .action(async (options: Options) => {
      const bounds = await boundsOf(options);
      if (options.json) console.log(JSON.stringify(bounds, null, 2));
      else console.log(describe(bounds, options.activation));
    });
}

async function boundsOf(options: Options): Promise<NeuronBounds> {
  const { neuronBounds } = await import("../theory/approximation/neuron-bounds.js");
  return renameProblem(() =>
    neuronBounds({
      activation: options.activation,
      lipschitz: options.lipschitz,
      epsilon: options.epsilon,
      domain: readDomain(options.domain),
      dimension: readInteger(options.dimension, "--dimension"),
      depth: readDepth(options.depth),
    }),
  );
}

function describe(bounds: NeuronBounds, activation: string): string {
  const count = countedRange(bounds.lower, bounds.upper, "unit");
  const neurons = bounds.neuronsPerUnit === 1 ? "" : `, ${bounds.neuronsPerUnit} neurons each`;
  const depth =
    bounds.depth === undefined
      ? ""
      : ` (${counted(bounds.depth, "hidden layer")}, Lipschitz in the ${bounds.norm} norm)`;
  return [
    `${activation}: ${count}${neurons}${depth}`,
    `  at least ${bounds.lower}: ${withoutLongNumbers(bounds.reasons.lower)}`,
    `  at most ${bounds.upper}: ${withoutLongNumbers(bounds.reasons.upper)}`,
  ].join("\n");
}
