import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { CheckContext, TheoremCheck } from "../../claims/claim.js";
import type { TheoremResult } from "../result.js";
import type { Store } from "../store.js";
import { ProofBuild } from "./compiler.js";
import { prove, type Proof } from "./prove.js";
import { proofFolder } from "./sources.js";

/** Where a store keeps compiled proofs. */
export function compiledFolder(store: Store): string {
  return join(store.folder, "proofs");
}

/** Checks a claim's theorem; its controls are the mutated statements. */
export function runTheoremCheck({ theorem }: TheoremCheck, context: CheckContext, store: Store): TheoremResult {
  const cache = compiledFolder(store);
  mkdirSync(cache, { recursive: true });
  const build = new ProofBuild(proofFolder, cache);
  const proof = prove(theorem, theorem.mutations, build, (fraction, doing) => context.progress(fraction, doing));
  const { passed, statement, axioms, files, lines, mutations } = proof;
  return {
    method: "theorem",
    passed,
    summary: summaryOf(theorem.name, proof),
    measurements: { files: files.length, lines, rocq: build.version },
    figures: [],
    statement,
    axioms,
    files,
    controlFailed: mutations.length > 0 && mutations.every(({ outcome }) => outcome === "refused"),
    mutations,
  };
}

function summaryOf(name: string, { passed, why, axioms, lines }: Proof): string {
  if (!passed) return `\`${name}\` is not proved: ${why}`;
  const stands = axioms.length === 0 ? "no axiom" : axioms.map((axiom) => `\`${axiom}\``).join(", ");
  return `Rocq accepts \`${name}\` and all it stands on (${lines} lines), with ${stands}.`;
}
