import type { Command } from "commander";
import type { Claim } from "../claims/claim.js";

/** Adds `normlab claims`. */
export function register(program: Command): void {
  program
    .command("claims")
    .description("every statement, and the evidence for it")
    .option("--json", "print JSON")
    .action(async (options: { json?: boolean }) => {
      const { claims } = await import("../claims/registry.js");
      const rows = claims.map(describeClaim);
      if (options.json) console.log(JSON.stringify(rows, null, 2));
      else for (const { id, evidence, title } of rows) console.log(`${id.padEnd(4)} ${evidence.padEnd(15)} ${title}`);
    });
}

function describeClaim(claim: Claim) {
  return {
    id: claim.id,
    paper: claim.paper,
    title: claim.title,
    statement: claim.statement,
    assumptions: claim.assumptions,
    evidence: "not run",
    certificates: [],
    figures: [],
    notebook: claim.notebook,
  };
}
