import { join } from "node:path";
import type { Command } from "commander";
import type { Claim } from "../claims/claim.js";
import { InputError } from "../exact/input-error.js";
import type { LedgerCheck } from "../reproduce/ledger.js";
import { exitCodes } from "./exit.js";
import { positiveInteger, selectClaims } from "./options.js";
import { signalToStop } from "./stop.js";

interface Options {
  readonly out: string;
  readonly workers?: number;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** What stands for the proved checker in the place of a claim's id. */
const checkerName = "checker";

/** Adds `normlab prove`. */
export function register(program: Command): void {
  program
    .command("prove")
    .description(
      "have Rocq check the formal proofs, and say which axioms each theorem stands on; only what has changed is run",
    )
    .argument(
      "[claim...]",
      `ids of claims that have a theorem, or "${checkerName}" for the soundness of the proved checker (default: all of them)`,
    )
    .option("--out <folder>", "where results are kept, as in normlab reproduce", "reproduction")
    .option("--workers <number>", "processes that work side by side (default: one a core)", positiveInteger)
    .option("--force", "run again what has a result already")
    .option("--json", "print JSON")
    .action(async (ids: readonly string[], options: Options) => {
      const { claims } = await import("../claims/registry.js");
      await run(claims, ids, options);
    });
}

/** Checks the theorems of the claims with the given ids, and says what came of each. */
export async function run(claims: readonly Claim[], ids: readonly string[], options: Options): Promise<void> {
  const claimIds = ids.filter((id) => id !== checkerName);
  const selected = ids.length > 0 && claimIds.length === 0 ? [] : withTheorem(selectClaims(claims, claimIds), claimIds);
  const { findRocq } = await import("../reproduce/rocq/compiler.js");
  const rocq = findRocq();
  if (!rocq.usable) {
    console.error(`normlab: nothing was proved: ${rocq.why}`);
    process.exitCode = exitCodes.undecided;
    return;
  }
  const { planOf } = await import("../reproduce/plan.js");
  const { runPlan } = await import("../reproduce/run.js");
  const { ledgerCheck } = await import("../reproduce/ledger.js");
  const { defaultWorkers } = await import("../reproduce/machine.js");
  const { Store } = await import("../reproduce/store.js");
  const { recordFolder } = await import("../learning/experiments/shared/record.js");
  const { createProgress } = await import("./progress.js");
  const plan = (await planOf(selected, "quick")).filter(({ check }) => check.method === "theorem");
  const store = new Store(join(options.out, "cache"));
  const signal = signalToStop();
  const workers = options.workers ?? defaultWorkers();
  const progress = createProgress(process.stderr, store.folder);
  await runPlan(plan, store, { workers, force: options.force ?? false, signal, observer: progress });
  progress.close();
  const proofs = plan.map((planned) => ({ claim: planned.claim, entry: ledgerCheck(planned, store, recordFolder) }));
  const sound = ids.length === 0 || ids.includes(checkerName) ? await proveChecker(store) : [];
  if (options.json) console.log(JSON.stringify([...proofs.map(describeProof), ...sound], null, 2));
  else {
    for (const { claim, entry } of proofs) console.log(proofText(claim, entry));
    for (const each of sound) console.log(soundnessText(each));
  }
  if (sound.some(({ proved }) => !proved)) process.exitCode = exitCodes.no;
  if (proofs.some(({ entry }) => entry.fault || entry.word !== "proved")) process.exitCode = exitCodes.no;
}

function withTheorem(claims: readonly Claim[], ids: readonly string[]): readonly Claim[] {
  const without = claims.filter(({ theorem }) => theorem === undefined).map(({ id }) => id);
  if (ids.length > 0 && without.length > 0) {
    throw new InputError({
      code: "unknown-name",
      where: "claim",
      expected: "claims that have a theorem",
      received: without.join(", "),
      remedy: "normlab prove without an id checks all there are",
    });
  }
  return claims.filter(({ theorem }) => theorem !== undefined);
}

/** The proved checker's theorems, and that their mutations are not proved. */
async function proveChecker(store: { readonly folder: string }) {
  const { mkdirSync } = await import("node:fs");
  const { soundness } = await import("../proved/soundness.js");
  const { ProofBuild } = await import("../reproduce/rocq/compiler.js");
  const { prove } = await import("../reproduce/rocq/prove.js");
  const { proofFolder } = await import("../reproduce/rocq/sources.js");
  const cache = join(store.folder, "proofs");
  mkdirSync(cache, { recursive: true });
  const build = new ProofBuild(proofFolder, cache);
  return soundness.map(({ kind, file, name, mutations }) => {
    const { passed, why, axioms, mutations: tried } = prove({ file, name }, mutations, build);
    const refused = tried.every(({ outcome }) => outcome === "refused");
    const summary = why ?? (refused ? null : "a mutated statement was proved too, or could not be read");
    return {
      claim: checkerName,
      kind,
      file: `proofs/${file}`,
      name,
      proved: passed && refused,
      assumptions: axioms,
      mutations: tried,
      summary,
    };
  });
}

function soundnessText(each: Awaited<ReturnType<typeof proveChecker>>[number]): string {
  const lines = [
    `${checkerName} ${(each.proved ? "proved" : "").padEnd(12)} ${each.name} in ${each.file} (${each.kind})`,
    `axioms: ${each.assumptions.length === 0 ? "none" : each.assumptions.join(", ")}`,
    ...(each.summary === null ? [] : [each.summary]),
  ];
  return lines.join("\n       ");
}

function describeProof({ claim, entry }: { claim: Claim; entry: LedgerCheck }) {
  const result = entry.result?.method === "theorem" ? entry.result : undefined;
  return {
    claim: claim.id,
    file: `proofs/${claim.theorem!.file}`,
    name: claim.theorem!.name,
    proved: entry.word === "proved",
    leavesOut: claim.theorem!.leavesOut ?? null,
    assumptions: result?.axioms ?? null,
    mutations: result?.mutations ?? null,
    summary: result?.summary ?? entry.missing ?? null,
  };
}

function proofText(claim: Claim, { word, result, missing }: LedgerCheck): string {
  const { file, name, leavesOut } = claim.theorem!;
  const axioms = result?.method === "theorem" && result.passed ? result.axioms : undefined;
  const lines = [
    `${claim.id.padEnd(4)} ${(word ?? "").padEnd(15)} ${name} in proofs/${file}`,
    ...(axioms === undefined ? [] : [`axioms: ${axioms.length === 0 ? "none" : axioms.join(", ")}`]),
    ...(word === "proved" ? [] : [result?.summary ?? missing ?? ""]),
    ...(result !== undefined && result.passed && !result.controlFailed
      ? ["a mutated statement was proved too, or could not be read"]
      : []),
    ...(leavesOut === undefined ? [] : [`leaves out: ${leavesOut}`]),
  ];
  return lines.join("\n       ");
}
