import { InputError, type Network } from "../../exact/index.js";
import type { NeuronBounds } from "./neuron-bounds.js";
import type { FunctionInput } from "./target.js";

/** What is asked of {@link approximate}. Numbers are read as the decimals they are written as. */
export interface ApproximateInput {
  /** `sin(2*pi*x)`, points [x, y] in order of x, a table of such points, or a TypeScript function. */
  readonly f: FunctionInput;
  /** [a, b]; or, for a text in the variables x, y, z, a list of two or three times the same [a, b]. */
  readonly domain: readonly (number | string)[] | readonly (readonly (number | string)[])[];
  /** L with |f(x) − f(y)| ≤ L·max_j |x_j − y_j|. */
  readonly lipschitz: number | string;
  /** ε > 0, in the supremum norm. */
  readonly epsilon: number | string;
  /** As in {@link neuronBounds}. */
  readonly activation: string;
  /** For more than one variable, with steps: 1 hidden layer by Jackson's kernel (two variables, on [0,1]²), or 2 by a grid (default). */
  readonly depth?: 1 | 2 | undefined;
  /** Samples of a TypeScript function; default: spacing h with Lh/2 ≤ ε/100, at most 20000. */
  readonly samples?: number | undefined;
  /** The claim the certificate belongs to. */
  readonly claim?: string | undefined;
}

/** A certificate as JSON; its fields are described in `docs/certificates.md`. */
export type CertificateJson = { readonly [key: string]: unknown };

/** A network within ε of f, with the certificate that says so. */
export interface Approximation {
  /** The activation's name: `pln-2`. */
  readonly activation: string;
  /** Hidden units used. */
  readonly units: number;
  /** Hidden neurons used: units × neurons per unit. */
  readonly neurons: number;
  /** The fewest steps that any piecewise-constant function within ε of this f needs, as counted by the sweep; null where steps are not the yardstick. */
  readonly fewestSteps: number | null;
  /** The bracket for the whole Lipschitz class; `units` is never above its upper end. */
  readonly bounds: NeuronBounds;
  /** Where the network of one variable steps or bends, in order. */
  readonly knots: readonly number[];
  /** In one certificate with the blocks of a ridge sum where it is made of these; null then. */
  readonly network: Network | null;
  /** What the checker reads: that the network is within ε of f on the whole domain. */
  readonly certificate: CertificateJson;
  /** What the certificate means for f where f was given as a TypeScript function. */
  readonly note: string | null;
}

/** Beyond this a network is counted, not built. */
export const maximumUnits = 400_000;

/** Refuses what would be too large to build. */
export function requireSize(units: number): void {
  if (units <= maximumUnits) return;
  throw new InputError({
    code: "limit",
    where: "epsilon",
    expected: `a network of at most ${maximumUnits} units`,
    received: `up to ${units}`,
    remedy: "neuronBounds counts without building",
  });
}
