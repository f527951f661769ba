import type { Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { activationNames } from "../theory/approximation/activation.js";
import type { Approximation } from "../theory/approximation/approximation.js";
import { readDepth, readDomain, readInteger, renameProblem } from "./approximation-options.js";
import { isNumber, readCsv } from "./csv-file.js";
import { exitCodes } from "./exit.js";
import { figureKind, writeFigures } from "./figure-file.js";
import { prepareOutputs, writeOutput } from "./output-file.js";
import { counted, countedRange } from "./words.js";

interface Options {
  readonly function?: string;
  readonly table?: string;
  readonly domain: string;
  readonly dimension?: string;
  readonly depth?: string;
  readonly lipschitz: string;
  readonly epsilon: string;
  readonly activation: string;
  readonly out: string;
  readonly figure?: string;
  readonly json?: boolean;
}

/** Adds `normlab approximate`. */
export function register(program: Command): void {
  program
    .command("approximate")
    .description("build a network within epsilon of a function, and the certificate that says so")
    .option("--function <expression>", "in x (or x, y, z): + - * / ^, sin cos exp sqrt abs min max, pi")
    .option("--table <file.csv>", "instead: two columns x, y under a header, in order of x; linear between the points")
    .requiredOption("--domain <A,B>", "the interval, in every coordinate")
    .option("--dimension <D>", "variables of the expression: 1 (default), 2 or 3")
    .option("--depth <1|2>", "hidden layers, for more than one variable (default: 2)")
    .requiredOption("--lipschitz <L>", "the Lipschitz constant of f (several variables: in the maximum norm)")
    .requiredOption("--epsilon <E>", "the accuracy in the supremum norm, > 0")
    .requiredOption("--activation <name>", activationNames.join(", "))
    .requiredOption("--out <cert.json>", "where the certificate is written")
    .option("--figure <file>", "a figure of f, the network, the band and the knots: .html or .svg (one variable)")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nThe certificate is checked before it is written: exit code 1 where the checker rejects it.",
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const dimension = readInteger(options.dimension, "--dimension") ?? 1;
  const side = readDomain(options.domain)!;
  if (options.figure !== undefined) {
    figureKind(options.figure);
    if (dimension > 1) throw wrong("--figure", "one variable", `--dimension ${dimension}`);
  }
  if (options.table !== undefined && dimension > 1) throw wrong("--table", "one variable", `--dimension ${dimension}`);
  const depth = readDepth(options.depth);
  if (depth === 2 && dimension === 1) {
    throw wrong("--depth", "1 for one variable", "2 (two hidden layers are for --dimension 2 and more)");
  }
  prepareOutputs({ "--out": options.out, "--figure": options.figure }, { "--table": options.table });
  const f = await readFunction(options);
  const { approximate } = await import("../theory/approximation/approximate.js");
  const { checkCertificate } = await import("../exact/check-certificate.js");
  const approximation = renameProblem(
    () =>
      approximate({
        f,
        domain: dimension === 1 ? side : Array.from({ length: dimension }, () => side),
        lipschitz: options.lipschitz,
        epsilon: options.epsilon,
        activation: options.activation,
        depth,
      }),
    options.table,
  );
  const text = JSON.stringify(approximation.certificate);
  const verdict = checkCertificate(text);
  if (verdict.verdict !== "accepted") {
    const says = verdict.verdict === "rejected" ? "rejects" : "does not decide";
    console.error(
      `normlab: the checker ${says} the network built for this function at ${verdict.where}: ${verdict.reason}. Nothing was written. ` +
        "Where f is steeper than sampling shows, give the greater --lipschitz; where it only grazes the accuracy, a slightly larger --epsilon, or a greater --lipschitz, which cuts finer",
    );
    process.exitCode = verdict.verdict === "rejected" ? exitCodes.no : exitCodes.undecided;
    return;
  }
  await writeOutput(options.out, "--out", `${text}\n`);
  if (options.figure !== undefined) {
    const figure = options.figure;
    const { approximationFigure } = await import("../claims/pln/approximation-figure.js");
    await writeFigures(figure, "normlab approximate", [approximationFigure(approximation)]);
  }
  console.log(
    options.json ? JSON.stringify(summary(approximation, options.out), null, 2) : describe(approximation, options),
  );
}

function summary(approximation: Approximation, out: string): Record<string, unknown> {
  const { activation, units, neurons, fewestSteps, bounds, note } = approximation;
  return { activation, units, neurons, fewestSteps, bounds, note, verdict: "accepted", certificate: out };
}

function describe(
  { activation, units, neurons, fewestSteps, bounds, note }: Approximation,
  { epsilon, out }: Options,
): string {
  return [
    `${counted(units, `${activation} unit`)} (${counted(neurons, "neuron")}) within ${epsilon}; the class needs ${countedRange(bounds.lower, bounds.upper, "unit")}`,
    ...(fewestSteps === null ? [] : [`  this function needs at least ${counted(fewestSteps, "step")}`]),
    ...(note === null ? [] : [`  ${note}`]),
    `  certificate accepted: ${out}`,
  ].join("\n");
}

async function readFunction({ function: text, table }: Options): Promise<string | [string, string][]> {
  if ((text === undefined) === (table === undefined)) {
    throw wrong("--function", "either --function or --table", text === undefined ? "neither" : "both");
  }
  if (text !== undefined) return text;
  const { rows } = await readCsv(table!, "--table", (names) => !names.every(isNumber));
  return rows.map(({ values, line }): [string, string] => {
    const [x, y] = values;
    if (values.length === 2) return [x!, y!];
    throw wrong(`${table!}, line ${line}`, "two columns x, y", counted(values.length, "value"));
  });
}

function wrong(where: string, expected: string, received: string): InputError {
  return new InputError({ code: "usage", where, expected, received });
}
