import { checkCertificate, InputError } from "../../src/exact/index.js";
import { checkProved } from "../../src/proved/check.js";

/** What the two checkers come to over one certificate. */
export interface Comparison {
  readonly verdict: "accepted" | "rejected" | "undecided" | "malformed";
  readonly proved: "accepted" | "not accepted" | "not covered" | "not asked";
  /**
   * `contradiction`: the proved checker accepts what the other rejects, so that one has a defect; `open`: the proved checker does not show
   * what the other accepts; `beyond`: it shows what the other leaves undecided.
   */
  readonly outcome: "agree" | "contradiction" | "open" | "beyond" | "not covered" | "malformed";
}

/** Checks one certificate by both. */
export function compare(certificate: unknown): Comparison {
  let verdict: Comparison["verdict"];
  try {
    verdict = checkCertificate(certificate).verdict;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { verdict: "malformed", proved: "not asked", outcome: "malformed" };
  }
  const proved = checkProved(certificate).verdict;
  const outcome = (): Comparison["outcome"] => {
    if (proved === "not covered") return proved;
    if (proved === "accepted")
      return verdict === "accepted" ? "agree" : verdict === "rejected" ? "contradiction" : "beyond";
    return verdict === "accepted" ? "open" : "agree";
  };
  return { verdict, proved, outcome: outcome() };
}
