/**
 * What the proved checker says. `accepted`: then what the certificate states is true, by the theorems in `proofs/checker`. `not accepted`:
 * it does not show it, which says nothing against it. `not covered`: it has no rule for certificates of this form, or takes more time or memory than it may.
 */
export type ProvedVerdict =
  { readonly verdict: "accepted" } | { readonly verdict: "not accepted" | "not covered"; readonly reason: string };

/** Megabytes that the proved checker may take, and what is said where they are not enough. */
export const mostMemory = 4000;
/** See `mostMemory`. */
export const tookMore: ProvedVerdict = { verdict: "not covered", reason: "a certificate of this size (memory)" };

/** Samples times layers of a classification that a reproduction gives to the proved checker: some minutes of processor time. A limit of time would make results differ between machines. */
export const mostInReproduction = 300_000;

/** For the proved checker counts no work, and is stopped where it takes longer than so many seconds. */
export function tookLonger(seconds: number): ProvedVerdict {
  return { verdict: "not covered", reason: `a certificate that takes it more than ${seconds} seconds` };
}

/** Seconds of processor time that the native proved checker may take for a certificate of so many bytes. */
export function secondsNatively(bytes: number): number {
  return 60 * Math.max(1, Math.ceil(bytes / 1_000_000));
}

/** Seconds that the proved checker may take in Node and in a browser, where it is slower. */
export function secondsInJavaScript(bytes: number): number {
  return 5 * secondsNatively(bytes);
}
