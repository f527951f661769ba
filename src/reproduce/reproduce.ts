import { join } from "node:path";
import type { Claim, Profile } from "../claims/claim.js";
import { ledgerOf, type LedgerClaim } from "./ledger.js";
import { planOf } from "./plan.js";
import { runPlan, type RunOptions } from "./run.js";
import { Store } from "./store.js";

export interface ReproduceOptions extends RunOptions {
  readonly profile: Profile;
  /** Where results and report are written. */
  readonly folder: string;
  /** The claims to run; the ledger always holds all of them. */
  readonly selected: readonly Claim[];
}

/** What a run came to. */
export interface Reproduction {
  readonly profile: Profile;
  readonly ledger: readonly LedgerClaim[];
  /** Selected claims with a fault: see `isFault`. */
  readonly faulty: readonly LedgerClaim[];
  readonly interrupted: boolean;
}

/** Runs what has no result yet, and gives the ledger of all claims. */
export async function reproduce(claims: readonly Claim[], options: ReproduceOptions): Promise<Reproduction> {
  const { profile, folder, selected, signal } = options;
  const store = new Store(join(folder, "cache"));
  const plan = await planOf(claims, profile);
  const chosen = new Set(selected);
  const misses = await runPlan(
    plan.filter(({ claim }) => chosen.has(claim)),
    store,
    options,
  );
  const ledger = ledgerOf(plan, store, misses);
  const faulty = ledger.filter(({ claim, checks }) => chosen.has(claim) && checks.some(({ fault }) => fault));
  return { profile, ledger, faulty, interrupted: signal.aborted };
}
