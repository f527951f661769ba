import { Rational, type Layer, type Network } from "../../exact/index.js";
import type { Activation } from "./activation.js";

/** A sum of N sigmoids and a constant on a line: it passes from `levels[i]` to `levels[i+1]` at `knots[i]`, over a width that goes with `widths[i]`. */
export interface Staircase {
  readonly knots: readonly Rational[];
  readonly levels: readonly Rational[];
  /** 0 for steps. Algebraic: t/√(t² + w²). Logistic and tanh: tanh(t/w). */
  readonly widths: readonly Rational[];
}

const two = Rational.from("2");
const bits = 80;

/**
 * The network of a staircase: affine, hidden layer, affine; N units.
 *
 * PLN-2 gets (t, −t), t = x − p, and gives (sgn t, −sgn t). PLN-s, s ≥ 3, gets (t + c, −t + c, −2c, 0, …), 3c² = w², whose first two outputs differ by √(2s)·t/√(t² + w²). PLS-s gets (t, w, 0, …)
 * and gives √s·t/√(t² + w²) first. Sign and Heaviside are written as PLS-1 (their value at the jump being the mean of both sides). Irrational factors are rounded to 2^-80, far below the room left.
 */
export function staircaseNetwork(activation: Activation, staircase: Staircase): Network {
  const rows: [string, string][] = [];
  const outputs: string[] = [];
  const { neuronsPerUnit: s, center } = activation;
  staircase.knots.forEach((knot, i) => {
    const half = staircase.levels[i + 1]!.sub(staircase.levels[i]!).div(two);
    const width = staircase.widths[i]!;
    const fill = (used: number): void => {
      for (let k = used; k < s; k += 1) {
        rows.push(["0", "0"]);
        outputs.push("0");
      }
    };
    if (activation.shape === "exponential") {
      const steepness = (activation.name === "logistic" ? two : Rational.one).div(width);
      rows.push([steepness.toString(), steepness.mul(knot).neg().toString()]);
      outputs.push((activation.name === "logistic" ? half.mul(two) : half).toString());
    } else if (center !== true) {
      const minus = knot.neg().toString();
      if (s === 1) {
        rows.push(["1", minus]);
        outputs.push(half.toString());
      } else {
        rows.push(["1", minus], ["0", width.toString()]);
        outputs.push(half.div(root(BigInt(s))).toString(), "0");
        fill(2);
      }
    } else if (s === 2) {
      rows.push(["1", knot.neg().toString()], ["-1", knot.toString()]);
      const quarter = half.div(two);
      outputs.push(quarter.toString(), quarter.neg().toString());
    } else {
      const c = rounded(width.div(root(3n)));
      rows.push(["1", c.sub(knot).toString()], ["-1", c.add(knot).toString()], ["0", c.mul(two).neg().toString()]);
      const weight = rounded(half.div(root(2n * BigInt(s))));
      outputs.push(weight.toString(), weight.neg().toString(), "0");
      fill(3);
    }
  });
  const logistic = activation.name === "logistic";
  const first = staircase.levels[0]!;
  const middle = first.add(staircase.levels[staircase.levels.length - 1]!).div(two);
  return assemble(rows, hiddenLayer(activation), outputs, logistic ? first : middle);
}

/** v(x) = constant + Σ slope_i·max(0, ±(x − knot_i)). */
export interface Hinge {
  readonly knot: Rational;
  /** 1: max(0, x − knot); −1: max(0, knot − x). */
  readonly direction: 1 | -1;
  readonly slope: Rational;
}

/** The network of a sum of hinges: affine, ReLU, affine. */
export function hingeNetwork(hinges: readonly Hinge[], constant: Rational): Network {
  return assemble(
    hinges.map(({ knot, direction }) => [String(direction), (direction === 1 ? knot.neg() : knot).toString()]),
    { type: "activation", function: "relu" },
    hinges.map(({ slope }) => slope.toString()),
    constant,
  );
}

function assemble(rows: [string, string][], hidden: Layer, outputs: string[], constant: Rational): Network {
  if (rows.length === 0) return [{ type: "affine", weight: [["0"]], bias: [constant.toString()] }];
  return [
    { type: "affine", weight: rows.map(([weight]) => [weight]), bias: rows.map(([, bias]) => bias) },
    hidden,
    { type: "affine", weight: [outputs], bias: [constant.toString()] },
  ];
}

/** The hidden layer of an activation. */
export function hiddenLayer(activation: Activation): Layer {
  if (activation.name === "relu" || activation.name === "tanh" || activation.name === "logistic") {
    return { type: "activation", function: activation.name };
  }
  return { type: "norm", normSize: activation.neuronsPerUnit, center: activation.center === true, epsilon: "0" };
}

/** √n, to 2^-80. */
function root(n: bigint): Rational {
  const scaled = n << BigInt(2 * bits);
  let r = BigInt(Math.floor(Math.sqrt(Number(n)))) << BigInt(bits);
  if (r * r === scaled) return Rational.from(r).div(Rational.from(1n << BigInt(bits)));
  for (let i = 0; i < 8; i += 1) r = (r + scaled / r) / 2n;
  return Rational.of(r, 1n << BigInt(bits));
}

/** To 2^-80 relative to 1 (or exactly, where it is coarser already). */
export function rounded(x: Rational): Rational {
  const unit = 1n << BigInt(bits);
  return unit % x.denominator === 0n ? x : Rational.of(x.mul(Rational.from(unit)).floor(), unit);
}
