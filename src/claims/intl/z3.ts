import type { Arith } from "z3-solver";
import { Rational } from "../../exact/rational.js";
import type { NamedCertificate } from "../claim.js";

/** Of the inequalities on their open intervals, how many z3 does not prove (it finds a counterexample, or gives up). */
export async function counterexamples(inequalities: readonly NamedCertificate[]): Promise<number> {
  const { init } = await import("z3-solver");
  const { Context, em } = await init();
  const { Real, Solver } = Context("normlab");
  const number = (text: string) => {
    const { numerator, denominator } = Rational.from(text);
    return Real.val({ numerator, denominator });
  };
  let open = 0;
  for (const { certificate } of inequalities) {
    const { polynomial, interval, relation } = certificate as {
      polynomial: string[];
      interval: [string, string];
      relation: ">" | "<";
    };
    const x = Real.const("x");
    let value: Arith<"normlab"> = number("0");
    for (const coefficient of polynomial.toReversed()) value = value.mul(x).add(number(coefficient));
    const solver = new Solver();
    solver.add(x.gt(number(interval[0])), x.lt(number(interval[1])));
    solver.add(relation === ">" ? value.le(0) : value.ge(0));
    if ((await solver.check()) !== "unsat") open += 1;
  }
  // The solver's threads would keep the process alive.
  (em as { PThread: { terminateAllThreads(): void } }).PThread.terminateAllThreads();
  return open;
}
