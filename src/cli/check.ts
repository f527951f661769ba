import { availableParallelism } from "node:os";
import { InvalidArgumentError, type Command } from "commander";
import { limits, type Need } from "../exact/certificate.js";
import { provedSentence } from "../proved/words.js";
import type { FileResult } from "./check-file.js";
import { exitCodes } from "./exit.js";

interface Options {
  readonly json?: boolean;
  readonly proved?: boolean;
  readonly budget?: number;
  readonly workers?: number;
}

/** Adds `normlab check`. */
export function register(program: Command): void {
  describeCheck(program.command("check"));
}

/** Makes a command the one that checks certificates: `normlab check`, or all of `normlab-checker`. */
export function describeCheck(command: Command): Command {
  return command
    .description("check certificates with exact integer arithmetic: accepted, rejected with a witness, or undecided")
    .argument("<certificate...>", "JSON files (format: docs/certificates.md), or folders that normlab reproduce wrote")
    .option(
      "--budget <steps>",
      `steps of work after which a certificate is undecided (default: ${limits.work}, and more for files with numbers of more than a million characters)`,
      integer("1000000000 or 1e9"),
    )
    .option(
      "--workers <n>",
      "cores on which samples and cases are checked (default: all, for files above 1 MB)",
      integer("4"),
    )
    .option("--proved", "check by a second checker as well, whose soundness is proved in Rocq (docs/trust.md)")
    .option(
      "--json",
      "print a list of {file, verdict, reason, where, needs, statement, checked, control, proved, provedBy}",
    )
    .addHelpText(
      "after",
      `
Every file is checked and reported, whatever comes of the others: what it says itself (statement) and what was checked, drawn from its content.
Verdicts: accepted; rejected, with what proves it false; undecided, with what would decide it (precision, subdivision, budget); malformed.
Of a run's folder (or a bundle's, unpacked) every file is held against the manifest, and every certificate is checked; its controls must be rejected.
Exit codes: 0 all accepted, 1 one is rejected, 2 one is malformed or cannot be read, 3 one is undecided (2 before 1 before 3).
With --proved, 0 means that both checkers accept all; 3 also that the proved checker does not accept one, or does not cover its kind.

Limits of one certificate: ${limits.characters} characters (a list of cases is read case by case and may be longer), 20000 digits a number,
exponents up to 65536, ${limits.bits} binary digits in all its numbers, polynomials of degree ${limits.degree}, expressions ${limits.depth} levels deep with powers
up to ${limits.power}, and a precision of ${limits.precision} bits.`,
    )
    .action(async (files: readonly string[], options: Options) => {
      const { checkFile, checkFileTwice } = await import("./check-file.js");
      const { runIn } = await import("./check-folder.js");
      const check = options.proved ? checkFileTwice : checkFile;
      const results: FileResult[] = [];
      const tell = (result: FileResult): void => {
        results.push(result);
        if (!options.json) console.log(describe(result));
      };
      for (const path of files) {
        const run = runIn(path);
        run?.unreadable.forEach(tell);
        for (const { file, control } of run?.certificates ?? [{ file: path, control: false }]) {
          const result = await check(file, options.workers ?? availableParallelism(), options.budget);
          tell(control ? { ...result, control } : result);
        }
        if (run?.text !== undefined && !options.json) console.log(`${path}: ${run.text}`);
      }
      if (options.json) console.log(JSON.stringify(results, null, 2));
      const verdicts = new Set(results.map(({ verdict, control }) => (control ? ofControl(verdict) : verdict)));
      if (verdicts.has("failed")) process.exitCode = exitCodes.defect;
      else if (wrong.some((verdict) => verdicts.has(verdict))) process.exitCode = exitCodes.wrongInput;
      else if (verdicts.has("rejected")) process.exitCode = exitCodes.no;
      else if (verdicts.has("undecided")) process.exitCode = exitCodes.undecided;
      else if (
        results.some(({ proved, control }) => proved && (proved.verdict === "accepted") === (control === true))
      ) {
        process.exitCode = exitCodes.undecided;
      }
    });
}

const wrong = ["malformed", "unreadable", "damaged"] as const;

/** A control that is rejected is as it must be, and one that is accepted is not. */
function ofControl(verdict: FileResult["verdict"]): FileResult["verdict"] {
  if (verdict === "rejected") return "accepted";
  return verdict === "accepted" ? "rejected" : verdict;
}

function integer(example: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 1 && /^\d+(e\d+)?$/.test(text)) return value;
    throw new InvalidArgumentError(`expected an integer from 1 to 9e15, such as ${example}.`);
  };
}

const remedies: Readonly<Record<Need, string>> = {
  precision: 'more bits may decide it (its field "precision")',
  subdivision: 'more halvings may decide it (its field "subdivision"), if the function has a value everywhere',
  budget: "more work may decide it (--budget)",
};

function describe({ file, verdict, reason, where, needs, statement, checked, control, proved }: FileResult): string {
  const why = reason === undefined ? "" : `: ${where === undefined ? "" : `${where}: `}${reason}`;
  const said = verdict === "failed" ? "the checker broke down, a defect of normlab" : verdict;
  const must = control
    ? verdict === "rejected"
      ? ", as it must be (a control)"
      : ", and must be rejected (a control)"
    : "";
  const lines = [`${file}: ${said}${must}${why}`];
  if (needs !== undefined) lines.push(`  ${remedies[needs]}`);
  if (proved !== undefined) lines.push(`  ${provedSentence(verdict, proved)}`);
  if (statement !== undefined) lines.push(`  it says: ${JSON.stringify(statement.slice(0, 500))}`);
  if (checked !== undefined) lines.push(`  checked: ${checked}`);
  return lines.join("\n");
}
