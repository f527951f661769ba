import type { Claim } from "./claim.js";

/** Every claim, in the order of the ledger. */
export const claims: readonly Claim[] = [];
