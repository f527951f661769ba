import fc from "fast-check";
import { init, type CalculateTypeWithDestroy } from "gmp-wasm";
import { describe, expect, test } from "vitest";
import {
  evaluateExpression,
  InputError,
  Interval,
  parseExpression,
  pi,
  Rational,
  type Expression,
} from "../../src/exact/index.js";

const seed = 20260102;

/** What is used of MPFR's numbers (the package's own types do not resolve under Node's module rules). */
interface Witness extends Record<"neg" | "abs" | "sqrt" | "exp" | "sin" | "cos", () => Witness> {
  add(other: Witness | number): Witness;
  sub(other: Witness): Witness;
  mul(other: Witness | number): Witness;
  div(other: Witness): Witness;
  pow(exponent: number): Witness;
  lessThan(other: Witness): boolean;
  lessOrEqual(other: Witness): boolean;
}

/** Numbers of very different sizes, as exact text. */
const number = fc
  .tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -40, max: 8 }))
  .map(([mantissa, exponent]) => `${mantissa}p${exponent}`);

const expression = fc.letrec<{ expression: Expression }>((tie) => {
  const unary = fc.constantFrom("neg", "abs", "sqrt", "exp", "sin", "cos");
  const binary = fc.constantFrom("add", "sub", "mul", "div", "min", "max");
  return {
    expression: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.constant<Expression>({ var: 0 }),
      number.map((text): Expression => ({ const: text })),
      fc.constant<Expression>({ op: "pi", args: [] }),
      fc.record({ op: unary, args: fc.tuple(tie("expression")) }) as fc.Arbitrary<Expression>,
      fc.record({ op: binary, args: fc.tuple(tie("expression"), tie("expression")) }) as fc.Arbitrary<Expression>,
      fc.record({
        op: fc.constant("pow" as const),
        args: fc.tuple(tie("expression")),
        exponent: fc.integer({ min: 0, max: 7 }),
      }) as fc.Arbitrary<Expression>,
    ),
  };
}).expression;

const tooLarge = new Error("an argument that the witness cannot reduce");

/** The value by MPFR. */
function witness(e: Expression, x: Witness, gmp: CalculateTypeWithDestroy): Witness {
  if ("var" in e) return x;
  if ("const" in e) return float(Rational.from(e.const), gmp);
  if (e.op === "pi") return gmp.Pi() as unknown as Witness;
  const args = e.args.map((arg) => witness(arg, x, gmp));
  const [a, b] = args as [Witness, Witness];
  switch (e.op) {
    case "min":
      return a.lessThan(b) ? a : b;
    case "max":
      return a.lessThan(b) ? b : a;
    case "pow":
      return a.pow(e.exponent);
    case "add":
    case "sub":
    case "mul":
    case "div":
      return a[e.op](b);
    case "neg":
    case "abs":
    case "sqrt":
    case "exp":
      return a[e.op]();
    case "sin":
    case "cos":
      // Beyond 2^100 a value of 400 bits has too few left for the argument's place on the circle.
      if (!a.abs().lessOrEqual(float(Rational.dyadic(1n, 100), gmp))) throw tooLarge;
      return a[e.op]();
    default:
      throw new Error(e.op);
  }
}

function float(x: Rational, gmp: CalculateTypeWithDestroy): Witness {
  const read = (n: bigint) => gmp.Float(n.toString()) as unknown as Witness;
  return read(x.numerator).div(read(x.denominator));
}

const undefinedValue = (error: unknown) => error instanceof InputError && error.problem.code === "undefined";

/** 5,000 expressions each. Runs of mutation testing, which repeat this test a thousand times, set fewer. */
const batches = Number(process.env.NORMLAB_EXPRESSION_BATCHES ?? 20);

describe("intervals", () => {
  test("hold MPFR's value of 100,000 random expressions at a random point of a random box", async () => {
    const library = await init();
    let checked = 0;
    for (let batch = 0; batch < batches; batch += 1) {
      await library.reset();
      const gmp = library.getContext({ precisionBits: 400 });
      fc.assert(
        fc.property(
          expression,
          number,
          fc.integer({ min: 0, max: 64 }),
          fc.boolean(),
          fc.integer({ min: 4, max: 90 }),
          (e, start, part, wide, precision) => {
            const a = Rational.from(start);
            const b = wide ? a.add(a.abs().mul(Rational.from("1/16"))) : a;
            const x = a.add(b.sub(a).mul(Rational.of(BigInt(part), 64n)));
            let enclosure: Interval;
            try {
              enclosure = evaluateExpression(e, [Interval.of(a, b, precision)]);
            } catch (error) {
              if (undefinedValue(error)) return;
              throw error;
            }
            // Exponents of four digits are too long, written out, for the witness's reader.
            if (/p-?\d{4}/.test(enclosure.toString())) return;
            let value: Witness;
            try {
              value = witness(e, float(x, gmp), gmp);
            } catch (error) {
              if (error === tooLarge) return;
              throw error;
            }
            // What MPFR's own 400 bits may have lost; the enclosure has at most 90.
            const doubt = value
              .abs()
              .add(1)
              .mul(float(Rational.dyadic(1n, -200), gmp));
            checked += 1;
            const lower = float(enclosure.lower, gmp);
            const upper = float(enclosure.upper, gmp);
            if (!lower.sub(value).lessOrEqual(doubt) || !value.sub(upper).lessOrEqual(doubt)) {
              throw new Error(`${value} is not in ${enclosure}`);
            }
          },
        ),
        { seed: seed + batch, numRuns: 5000 },
      );
    }
    expect(checked).toBeGreaterThan(2500 * batches);
  }, 300_000);

  test("contain the exact rational result and are no wider than their precision allows", () => {
    const rational = fc.tuple(
      fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
    );
    fc.assert(
      fc.property(rational, rational, fc.integer({ min: 2, max: 120 }), ([a, b], [c, d], precision) => {
        const [x, y] = [Rational.of(a, b), Rational.of(c, d)];
        const [u, v] = [Interval.from(x, precision), Interval.from(y, precision)];
        for (const op of ["add", "sub", "mul", "min", "max"] as const) {
          expect(u[op](v).contains(x[op](y))).toBe(true);
        }
        if (y.sign() !== 0) expect(u.div(v).contains(x.div(y))).toBe(true);
        expect(u.pow(3).contains(x.pow(3))).toBe(true);
        expect(u.abs().sqrt().mul(u.abs().sqrt()).contains(x.abs())).toBe(true);
        const product = u.mul(v);
        const width = product.upper.sub(product.lower);
        expect(width.compare(x.mul(y).abs().mul(Rational.dyadic(16n, -precision)))).toBeLessThanOrEqual(0);
      }),
      { seed, numRuns: 3000 },
    );
  });

  test("sines and cosines reach their extrema only where they have them", () => {
    const precision = 60;
    const quarter = pi(precision).lower.mul(Rational.from("1/2"));
    expect(Interval.of(0, "3/2", precision).sin().upper.compare(Rational.one)).toBe(-1);
    expect(Interval.of(0, "8/5", precision).sin().upper.equals(Rational.one)).toBe(true);
    expect(Interval.of(quarter, quarter, precision).cos().contains(0)).toBe(false);
    expect(Interval.of("-1/2", "1/2", precision).cos().upper.equals(Rational.one)).toBe(true);
    expect(Interval.of(3, 4, precision).cos().lower.equals(Rational.from(-1))).toBe(true);
    const wide = Interval.of(-100, 1000, precision).sin();
    expect([wide.lower.toString(), wide.upper.toString()]).toEqual(["-1", "1"]);
  });

  test("refuse what has no value, and wrong ends and precisions", () => {
    const unit = Interval.of(-1, 1, 30);
    expect(() => Interval.from(1, 30).div(unit)).toThrow(/a divisor that does not hold 0/);
    expect(() => unit.sqrt()).toThrow(InputError);
    expect(() => Interval.from(10n ** 9n, 30).exp()).toThrow(InputError);
    expect(() => Interval.of(1, 0, 30)).toThrow(/lower ≤ upper/);
    expect(() => Interval.of(0, 1, 0)).toThrow(/precision/);
    // A lower end of 0 beside an upper end of 2^134,000.
    expect(() => Interval.from(92_800, 9).exp().exp()).toThrow(InputError);
    let huge = Interval.from(2, 30);
    expect(() => {
      for (let i = 0; i < 100; i += 1) huge = huge.mul(huge);
    }).toThrow(InputError);
  });
});

describe("expressions", () => {
  test("doubles lie within rounding of the enclosure, and rationals are exact where they are seen to be", () => {
    const f = parseExpression("sin(2*pi*x)^2 + min(x, 1/3)*exp(-x) - sqrt(abs(x - 1/2))/(1 + x^2)", ["x"]);
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (x) => {
        const enclosure = evaluateExpression(f, [Interval.from(x, 100)]);
        const value = evaluateExpression(f, [x]);
        expect(Math.abs(enclosure.lower.toNumber() - value)).toBeLessThan(1e-9 * (1 + Math.abs(value)));
      }),
      { seed, numRuns: 500 },
    );
    const exact = (text: string, x: string) =>
      evaluateExpression(parseExpression(text, ["x"]), [Rational.from(x)]).toString();
    expect(exact("cos(pi*x) + sin(pi*x/2)", "5/3")).toBe("1");
    expect(exact("sin(pi*x) + cos(0)*sqrt(x)", "9")).toBe("3");
    expect(() => exact("sin(pi*x)", "1/5")).toThrow(InputError);
    expect(() => exact("sin(x)", "1")).toThrow(InputError);
    expect(() => exact("exp(x)", "1")).toThrow(InputError);
  });

  test("text that does not parse is shown with its column", () => {
    const message = (text: string) => {
      try {
        parseExpression(text, ["x"]);
      } catch (error) {
        return (error as InputError).message;
      }
      return "parsed";
    };
    expect(message("")).toContain("column 1");
    expect(message("x + ")).toContain("column 5");
    expect(message("2 x")).toBe('expression, column 3: expected an operator or the end, got "x" in "2 x"');
    expect(message("sin(x")).toContain('expected ")", got the end');
    expect(message("tan(x)")).toContain("one of sin, cos, exp, sqrt, abs, min, max");
    expect(message("x^y")).toContain("an integer from 0 to 1000");
    expect(message("(".repeat(100_000))).toContain("levels of nesting");
    expect(message("-".repeat(100_000))).toContain("levels of nesting");
    expect(message("x$")).toContain('got "$"');
    expect(message(new Array(20_000).fill("x").join(" + "))).toBe("parsed");
  });
});
