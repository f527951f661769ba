import type { ProvedVerdict } from "./limits.js";

/** A certificate's verdict by `checkCertificate` and the proved checker's, in words. */
export function provedWords(verdict: string, proved: ProvedVerdict["verdict"]): string {
  if (proved === "not covered") return "Not covered by the proved checker";
  if (proved === "not accepted")
    return `The proved checker does not accept it${verdict === "accepted" ? "" : " either"}`;
  if (verdict === "accepted") return "The proved checker accepts it too: two checkers agree, one of them proved";
  return verdict === "rejected"
    ? "The proved checker accepts it: one of the two has a defect"
    : "The proved checker accepts it";
}

/** The same, with the reason where the proved checker does not cover the certificate. */
export function provedSentence(verdict: string, proved: ProvedVerdict): string {
  return provedWords(verdict, proved.verdict) + (proved.verdict === "not covered" ? `: ${proved.reason}` : "");
}
