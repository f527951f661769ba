import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { unreadable } from "./input-file.js";
import { prepareOutput, writeOutput } from "./output-file.js";

/** Adds `normlab export smt-lib`. */
export function register(command: Command): void {
  command
    .command("smt-lib")
    .description("write inequality certificates as questions in SMT-LIB 2: a solver that answers unsat confirms one")
    .argument("<file...>", "certificates of the kind inequality")
    .option("--out <folder>", "where the .smt2 files are written", "smt-lib")
    .addHelpText("after", "\nThen, for example: for f in smt-lib/*.smt2; do z3 -T:60 $f; done")
    .action(async (files: readonly string[], { out }: { readonly out: string }) => {
      const { inequalityToSmtLib } = await import("../reproduce/report/smt-lib.js");
      // All are read before any is written.
      const questions = files.map((file) => [nameOf(file, files), questionOf(file, inequalityToSmtLib)] as const);
      for (const [name, text] of questions) {
        const path = join(out, name);
        prepareOutput(path, "--out");
        await writeOutput(path, "--out", text);
        console.log(path);
      }
    });
}

function questionOf(file: string, write: (certificate: Record<string, never>) => string | undefined): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(file, file, error);
  }
  const expected = "a certificate of the kind inequality";
  let certificate: unknown;
  try {
    certificate = JSON.parse(text);
  } catch {
    throw new InputError({ code: "json", where: file, expected, received: "no JSON" });
  }
  let question: string | undefined;
  try {
    question = write(Object(certificate) as Record<string, never>);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError({ ...error.problem, where: `${file}: ${error.problem.where}` });
  }
  if (question !== undefined) return question;
  const kind = (certificate as { kind?: unknown } | null)?.kind;
  const received = typeof kind === "string" ? `one of the kind ${kind}` : "something else";
  throw new InputError({ code: "kind", where: file, expected, received, remedy: "normlab check reads every kind" });
}

/** `folder/a.json` becomes `a.smt2`; of two files of one name in different folders the second would replace the first. */
function nameOf(file: string, files: readonly string[]): string {
  const name = basename(file).replace(/\.json$/, "");
  if (files.filter((other) => basename(other).replace(/\.json$/, "") === name).length === 1) return `${name}.smt2`;
  throw new InputError({
    code: "names",
    where: file,
    expected: "files of different names",
    received: `another ${name}.json`,
    remedy: "Export them into folders of their own by --out",
  });
}
