import { readFile, stat } from "node:fs/promises";
import type { Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { limits, type Verdict } from "../exact/certificate.js";
import { exitCodes } from "./exit.js";

type Result = { readonly file: string } & (Verdict | { readonly verdict: "malformed"; readonly reason: string });

/** Adds `normlab check`. */
export function register(program: Command): void {
  program
    .command("check")
    .description("check certificates with exact integer arithmetic: accepted, or rejected and why")
    .argument("<certificate...>", "JSON files (format: docs/certificates.md)")
    .option("--json", "print a list of {file, verdict, reason, where}")
    .addHelpText(
      "after",
      `
Every file is checked and reported, whatever comes of the others.
Exit codes: 0 all accepted, 1 one is rejected, 2 one is malformed.

Limits of one certificate: ${limits.characters} characters, 20000 digits a number, exponents up to 65536,
${limits.bits} binary digits in all its numbers, polynomials of degree ${limits.degree}, expressions ${limits.depth} levels deep with powers
up to ${limits.power}, a precision of ${limits.precision} bits, and samples × weights × precision up to ${limits.work}.`,
    )
    .action(async (files: readonly string[], options: { readonly json?: boolean }) => {
      const { checkCertificate } = await import("../exact/check-certificate.js");
      const results: Result[] = [];
      for (const file of files) {
        const result = await check(file, checkCertificate);
        results.push(result);
        if (!options.json) console.log(describe(result));
      }
      if (options.json) console.log(JSON.stringify(results, null, 2));
      const verdicts = new Set(results.map((result) => result.verdict));
      if (verdicts.has("malformed")) process.exitCode = exitCodes.wrongInput;
      else if (verdicts.has("rejected")) process.exitCode = exitCodes.no;
    });
}

async function check(file: string, checkCertificate: (json: unknown) => Verdict): Promise<Result> {
  try {
    return { file, ...checkCertificate(await read(file)) };
  } catch (error) {
    if (error instanceof InputError) return { file, verdict: "malformed", reason: error.message };
    throw error;
  }
}

async function read(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    // A character takes at most three bytes of UTF-8; the checker counts characters itself.
    if (size > 3 * limits.characters) {
      throw new InputError({
        code: "limit",
        where: "certificate",
        expected: `at most ${limits.characters} characters`,
        received: `${size} bytes`,
      });
    }
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError({
      code: "file",
      where: "certificate",
      expected: "a file that can be read",
      received: code ?? message,
    });
  }
}

function describe(result: Result): string {
  if (result.verdict === "accepted") return `${result.file}: accepted`;
  const where = result.verdict === "rejected" ? `${result.where}: ` : "";
  return `${result.file}: ${result.verdict}: ${where}${result.reason}`;
}
