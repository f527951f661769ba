import type { LedgerClaim } from "./ledger.js";

/** The ledger as plain data, without times: the same for every run that came to the same results. */
export function ledgerJson(ledger: readonly LedgerClaim[]) {
  return ledger.map(({ claim, word, checks }) => ({
    id: claim.id,
    paper: claim.paper,
    title: claim.title,
    evidence: word,
    covers: claim.covers ?? null,
    checks: checks.map(({ check, word, fault, result, missing, tasks }) => ({
      id: check.id,
      title: check.title,
      method: check.method,
      role: check.role,
      evidence: word,
      fault,
      summary: result?.summary ?? null,
      missing: missing ?? null,
      controlFailed: result?.controlFailed ?? null,
      results: tasks.map(({ task }) => `cache/${task.hash}.json`),
    })),
  }));
}
