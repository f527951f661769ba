import { checkCertificate, InputError, Polynomial, Rational } from "../exact/index.js";
import {
  approximate,
  hardestZigzag,
  impossibilityCertificate,
  iterNormSpectrumPolynomial,
  layerNorm,
  parallelLayerNorm,
  readLipschitzClass,
  separate,
  xorSamples,
} from "../theory/index.js";

/** What became of an answer. */
export interface Judgement {
  /** Of the answer. */
  readonly verdict: "right" | "wrong" | "not answered";
  /** Why, or what kind of answer is expected. */
  readonly why: string;
}

/** An answer of the expected kind, tried. */
export interface TriedAnswer extends Omit<Judgement, "verdict"> {
  /** Whether the answer holds. */
  readonly right: boolean;
}

/** A question of a walkthrough. No answer is stored: each is tried on the statement itself, by certificates where there are some. */
export interface Exercise {
  /** Kebab-case. */
  readonly id: string;
  /** File in `notebooks/`. */
  readonly notebook: string;
  /** What kind of answer is expected. */
  readonly expects: string;
  /** Undefined for an answer of another kind. */
  readonly judge: (answer: unknown) => TriedAnswer | undefined;
}

const accepted = (certificate: unknown): boolean => checkCertificate(certificate).verdict === "accepted";

/** The exercises of the walkthroughs, in their order. */
export const exercises: readonly Exercise[] = [
  {
    id: "negative-step",
    notebook: "01-pln.ipynb",
    expects: "two numbers, as [1, 2]",
    judge(answer) {
      if (!isNumbers(answer, 2)) return undefined;
      const output = parallelLayerNorm([[...answer]], { normSize: 2, epsilon: 0 })[0]!;
      return {
        right: output[0] === -1 && output[1] === 1,
        why: `PLN-2 makes (${output.join(", ")}) of (${answer.join(", ")})`,
      };
    },
  },
  {
    id: "fewest-units",
    notebook: "01-pln.ipynb",
    expects: "a whole number from 1 to 200",
    judge(answer) {
      if (!isWhole(answer, 1, 200)) return undefined;
      const [lipschitz, epsilon] = [3, "1/7"];
      const made = approximate({
        f: `${lipschitz}*x`,
        domain: [0, 1],
        lipschitz,
        epsilon: `${lipschitz}/${2 * (answer + 1)}`,
        activation: "pln-2",
      });
      if (!accepted({ ...made.certificate, epsilon }))
        return {
          right: false,
          why: `${answer} steps of equal height do not follow 3x within 1/7: its certificate is rejected`,
        };
      const zigzag = hardestZigzag(readLipschitzClass({ lipschitz, epsilon }))!;
      const fewer = impossibilityCertificate({
        claim: "A3",
        statement: `${answer - 1} steps do not follow the zigzag`,
        family: { type: "steps", units: answer - 1 },
        function: zigzag.expression,
        points: zigzag.points,
        signs: zigzag.signs,
        level: zigzag.amplitude,
      });
      return accepted(fewer)
        ? {
            right: true,
            why: `${answer} are enough, and that ${answer - 1} are too few is a certificate that is accepted`,
          }
        : { right: false, why: `${answer} are enough, but nothing shows that ${answer - 1} are too few` };
    },
  },
  {
    id: "another-map-for-xor",
    notebook: "02-ln-net.ipynb",
    expects: "three numbers [p, q, s], not a multiple of [1, 1, -1]",
    judge(answer) {
      if (!isNumbers(answer, 3)) return undefined;
      const [p, q, s] = answer as readonly [number, number, number];
      if (p === q && q === -s) return undefined;
      const { points, labels } = xorSamples();
      const heights = points.map(([x, y]) => Math.abs(p * x! + q * y! + s));
      const of = (label: number) => new Set(heights.filter((_, i) => labels[i] === label));
      const [zero, one] = [of(0), of(1)];
      const thirds = layerNorm(points.map(([x, y]) => [p * x! + q * y! + s, -(p * x! + q * y! + s), -3]))
        .map((row) => row[2]!.toFixed(3))
        .join(", ");
      const right = zero.size === 1 && one.size === 1 && [...zero][0] !== [...one][0];
      return { right, why: `the third components are ${thirds}, for the labels ${labels.join(", ")}` };
    },
  },
  {
    id: "two-folds-needed",
    notebook: "02-ln-net.ipynb",
    expects: "five labels, each 0 or 1, with exactly two ones",
    judge(answer) {
      if (!isNumbers(answer, 5) || answer.some((label) => label !== 0 && label !== 1)) return undefined;
      if (answer.filter((label) => label === 1).length !== 2) return undefined;
      const { changes, depth, certificate } = separate([0, 1, 2, 3, 4], [...answer]);
      const why = `${changes} changes of class around the circle; one layer has at most two. With ${depth === 1 ? "one layer" : `${depth} layers`} the certificate is ${checkCertificate(certificate).verdict}`;
      return { right: changes > 2 && depth === 2 && accepted(certificate), why };
    },
  },
  {
    id: "enough-iterations",
    notebook: "03-intl.ipynb",
    expects: "a whole number from 0 to 5",
    judge(answer) {
      if (!isWhole(answer, 0, 5)) return undefined;
      const lifts = (iterations: number) =>
        accepted({
          format: "normlab-certificate/1",
          kind: "inequality",
          claim: null,
          statement: `h_${iterations} > 9/10 on [1/10, 1]`,
          polynomial: iterNormSpectrumPolynomial(iterations)
            .sub(Polynomial.from(["9/10"]))
            .coefficients.map(String),
          interval: ["1/10", "1"],
          relation: ">",
        });
      if (!lifts(answer))
        return { right: false, why: `that h_${answer} is above 9/10 there is a certificate that is rejected` };
      if (answer > 0 && lifts(answer - 1)) return { right: false, why: `${answer} do, but one fewer does as well` };
      return { right: true, why: `accepted for T = ${answer}, and rejected for one fewer` };
    },
  },
  {
    id: "floor-in-two-dimensions",
    notebook: "03-intl.ipynb",
    expects: 'a fraction in a text, as "3/7"',
    judge(answer) {
      if (typeof answer !== "string") return undefined;
      let given: Rational;
      try {
        given = Rational.from(answer);
      } catch {
        return undefined;
      }
      const gap = Rational.from(1).sub(iterNormSpectrumPolynomial(1).evaluate(Rational.from("1/2")));
      const floor = gap.mul(gap).mul(Rational.from(2));
      const sign = given.sub(floor).sign();
      return {
        right: sign === 0,
        why: sign === 0 ? "2(1 − h₁(1/2))², to the last digit" : `the floor is ${sign < 0 ? "higher" : "lower"}`,
      };
    },
  },
];

/**
 * Tries an answer to an exercise of a walkthrough. An answer of another kind than expected is wrong, and one that is not there yet is no answer.
 *
 * @throws InputError for an exercise that is not there.
 *
 * @example
 * judgeAnswer("negative-step", [1, 2]).verdict; // => "right"
 * judgeAnswer("negative-step", [2, 1]).verdict; // => "wrong"
 */
export function judgeAnswer(id: string, answer: unknown): Judgement {
  const exercise = exercises.find((each) => each.id === id);
  if (exercise === undefined) {
    throw new InputError({
      code: "unknown-name",
      where: "id",
      expected: `one of ${exercises.map((each) => each.id).join(", ")}`,
      received: JSON.stringify(id),
      remedy: "Take the name from the cell of the walkthrough",
    });
  }
  if (answer === undefined) return { verdict: "not answered", why: `write ${exercise.expects} in place of undefined` };
  const judged = exercise.judge(answer);
  if (judged === undefined) return { verdict: "wrong", why: `expected ${exercise.expects}` };
  return { verdict: judged.right ? "right" : "wrong", why: judged.why };
}

function isNumbers(answer: unknown, count: number): answer is readonly number[] {
  return Array.isArray(answer) && answer.length === count && answer.every((value) => Number.isFinite(value));
}

function isWhole(answer: unknown, least: number, greatest: number): answer is number {
  return Number.isInteger(answer) && Number(answer) >= least && Number(answer) <= greatest;
}
