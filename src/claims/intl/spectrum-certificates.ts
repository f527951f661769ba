import { Polynomial } from "../../exact/polynomial.js";
import { iterNormSpectrumPolynomial, spectrumStep } from "../../theory/index.js";
import type { NamedCertificate } from "../claim.js";
import { inequality } from "../inequality.js";

const one = Polynomial.from([1]);

/** In (0, 1), increasing, concave: the four inequalities for one map of (0, 1). */
function shapeOf(map: Polynomial, label: string, symbol: string, claim: string): NamedCertificate[] {
  const slope = map.derivative();
  const on = "on (0, 1)";
  return [
    inequality({ name: `${label}-above-0`, claim, statement: `${symbol} > 0 ${on}`, polynomial: map }),
    inequality({ name: `${label}-below-1`, claim, statement: `1 − ${symbol} > 0 ${on}`, polynomial: one.sub(map) }),
    inequality({ name: `${label}-increasing`, claim, statement: `${symbol}′ > 0 ${on}`, polynomial: slope }),
    inequality({
      name: `${label}-concave`,
      claim,
      statement: `${symbol}″ < 0 ${on}`,
      polynomial: slope.derivative(),
      relation: "<",
    }),
  ];
}

/** The step q of the spectrum map lies in (0, 1), increases and is concave on (0, 1): all that the induction over T needs. */
export function stepCertificates(claim: string): NamedCertificate[] {
  return shapeOf(spectrumStep, `${claim.toLowerCase()}-step`, "q", claim);
}

/** The same of `h_T` itself, without the induction. */
export function mapCertificates(iterations: number, claim: string): NamedCertificate[] {
  return shapeOf(
    iterNormSpectrumPolynomial(iterations),
    `${claim.toLowerCase()}-map-${iterations}`,
    `h_${iterations}`,
    claim,
  );
}

/** The loss of one coordinate, `G = (1 − h)²`, of a spectrum map h. */
export function coordinateLoss(map: Polynomial): Polynomial {
  const distance = one.sub(map);
  return distance.mul(distance);
}
