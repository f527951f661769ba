import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { Profile } from "../claims/claim.js";
import { recordedJson, theoremJson } from "../reproduce/ledger-json.js";
import type { LedgerClaim } from "../reproduce/ledger.js";
import { profileOption } from "./options.js";
import { requireResults } from "./input-file.js";

interface Options {
  readonly profile: Profile;
  readonly out: string;
  readonly json?: boolean;
}

/** Adds `normlab claims`. */
export function register(program: Command): void {
  program
    .command("claims")
    .description("every statement, and the evidence for it that the last reproduction found")
    .addOption(profileOption())
    .option("--out <folder>", "where normlab reproduce wrote its results", "reproduction")
    .option("--json", "print JSON")
    .action(async (options: Options, command: Command) => {
      if (command.getOptionValueSource("out") === "cli") requireResults(options.out, "--out");
      if (!existsSync(join(options.out, "cache"))) console.error(`Nothing has run yet: no results in ${options.out}`);
      const { claims } = await import("../claims/registry.js");
      const { readLedger } = await import("../reproduce/reproduce.js");
      const ledger = await readLedger(claims, options.profile, options.out);
      if (options.json) console.log(JSON.stringify(ledger.map(describeClaim), null, 2));
      else
        for (const { claim, word } of ledger)
          console.log(`${claim.id.padEnd(4)} ${(word ?? "").padEnd(15)} ${claim.title}`);
    });
}

function describeClaim({ claim, word, checks }: LedgerClaim) {
  const { id, paper, title, statement, source, assumptions, covers = null, notebook } = claim;
  const results = checks.flatMap(({ result }) => result ?? []);
  return {
    id,
    paper,
    title,
    statement,
    source,
    assumptions,
    evidence: word,
    covers,
    certificates: results.flatMap((result) =>
      result.method === "certificate" ? result.certificates.map(({ name }) => `certificates/${name}.json`) : [],
    ),
    theorem: theoremJson(claim, checks),
    figures: results.flatMap(({ figures }) => figures.map((figure) => figure.id)),
    recorded: checks.flatMap(({ check, recorded }) =>
      recorded ? [{ check: check.id, ...recordedJson(recorded) }] : [],
    ),
    notebook,
  };
}
