import type { Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { Rational } from "../exact/rational.js";
import { isNumber, mostBytes, readCsv } from "./csv-file.js";
import { figureKind, writeFigures } from "./figure-file.js";
import { pointRemedy } from "./input-file.js";
import { prepareOutputs, writeOutput } from "./output-file.js";
import { timeLeft } from "./progress.js";
import { counted, didYouMean, nearest } from "./words.js";

interface Options {
  readonly label: string;
  readonly out: string;
  readonly figure?: string;
  readonly seed: string;
  readonly json?: boolean;
}

/** The most numbers in a table. */
const mostNumbers = 2e7;
/** Layers drawn: the first ones and the last. */
const drawn = 12;

/** Adds `normlab separate`. */
export function register(program: Command): void {
  program
    .command("separate")
    .description("a width-3 LN-Net that classifies every row of a table, with a certificate of it")
    .argument(
      "<points.csv>",
      "a table with a header; every column but the label's holds exact numbers: 0.25, 3/7, 1e-3",
    )
    .requiredOption("--label <column>", "the column that holds the classes")
    .requiredOption("--out <certificate.json>", "the certificate that is written (kind classification)")
    .option("--figure <file>", "draw the samples layer by layer, to a .html or .svg file")
    .option("--seed <n>", "names the random choices of the search", "0")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Features are scaled by powers of two and projected to a line, exactly. The network has layer normalization as its only nonlinearity.
Depth for m distinct rows: at most ceil((m - 1)/2) layer normalizations for two classes, at most m - K + 1 for K; usually far fewer.
The certificate has been accepted by the checker when it is written (normlab check does it again).
Limits: ${mostBytes / 2 ** 20} MiB, ${mostNumbers} numbers. Identical rows of one class are merged.`,
    )
    .action(run);
}

async function run(file: string, options: Options): Promise<void> {
  const seed = Number(options.seed);
  if (!/^-?\d+$/.test(options.seed) || !Number.isSafeInteger(seed)) {
    const received = JSON.stringify(options.seed);
    throw new InputError({ code: "range", where: "--seed", expected: "an integer", received });
  }
  const kind = options.figure === undefined ? undefined : figureKind(options.figure);
  prepareOutputs({ "--out": options.out, "--figure": options.figure }, { "the table": file });
  const { points, labels, features, lines } = await readTable(file, options.label);
  const { separate } = await import("../theory/separation/separate.js");
  const separation = separate(points, labels, {
    seed,
    nameRow: (row) => `${file}, line ${lines[row]}`,
    statement: `A width-3 LN-Net classifies every row of a table of ${counted(points.length, "row")} by its column "${options.label}".`,
    onProgress: progressLine(),
  });
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  await writeOutput(options.out, "--out", JSON.stringify(separation.certificate));
  if (options.figure !== undefined) {
    const { foldFigures } = await import("../claims/ln-net/fold-figure.js");
    const figures = foldFigures(separation);
    const some =
      kind === "svg" || figures.length <= drawn ? figures : [...figures.slice(0, drawn - 2), ...figures.slice(-2)];
    await writeFigures(options.figure, `${file}: ${counted(separation.depth, "layer normalization")}`, some);
  }
  const { depth, count, merged, classes, changes, bits } = separation;
  if (options.json) {
    const result = {
      samples: points.length,
      merged,
      features,
      classes,
      depth,
      changes,
      bits,
      certificate: options.out,
    };
    console.log(JSON.stringify(result, null, 2));
  } else {
    console.log(
      `${counted(count, "distinct sample")} (${merged} merged), ${counted(features, "feature")}, ${counted(classes.length, "class", "classes")}: ` +
        `width 3, ${counted(depth, "layer normalization")}. Certificate accepted: ${options.out}`,
    );
  }
}

/**
 * Shows progress on a terminal, or now and then in a log, once the work has taken a second; how long the present part of it still takes,
 * at the rate that was measured in it, once that has been for ten seconds.
 */
function progressLine(): (fraction: number, doing: string) => void {
  let shown = -1;
  let part = { name: "", began: 0, from: 0 };
  const start = Date.now();
  return (fraction, doing) => {
    const now = Date.now();
    const name = doing === "checking" ? doing : "folding";
    if (name !== part.name || fraction < part.from) part = { name, began: now, from: fraction };
    const percent = Math.floor(100 * fraction);
    const step = process.stderr.isTTY ? 1 : 10;
    if ((percent < shown + step && percent >= shown) || now - start < 1000) return;
    shown = percent;
    const text = `${percent} % ${doing}${partLeft(part, fraction, now)}`;
    process.stderr.write(process.stderr.isTTY ? `\r${text}\u001b[K` : `${text}\n`);
  };
}

/** Where the parts of `separate` end: the folds, then the check. */
function partLeft(part: { name: string; began: number; from: number }, fraction: number, now: number): string {
  const seconds = (now - part.began) / 1000;
  const end = part.name === "checking" ? 1 : 0.6;
  if (seconds < 10 || fraction <= part.from || fraction >= end) return "";
  const left = timeLeft((seconds * (end - fraction)) / (fraction - part.from));
  return part.name === "checking" ? left : `${left} until it is checked`;
}

interface Table {
  readonly points: readonly (readonly Rational[])[];
  readonly labels: readonly string[];
  readonly features: number;
  /** Line of the file in which each row stands. */
  readonly lines: readonly number[];
}

async function readTable(file: string, label: string): Promise<Table> {
  const { header, rows } = await readCsv(file, file, (names) => isHeader(names.filter((name) => name !== label)));
  const seen = new Set<string>();
  const repeated = header.find((name) => seen.size === seen.add(name).size);
  if (repeated !== undefined && repeated !== label) {
    const received = `"${repeated}" in ${header.filter((name) => name === repeated).length} columns`;
    const expected = "a name of its own for each column";
    throw new InputError({ code: "duplicate", where: `${file}, line 1`, expected, received });
  }
  const nameless = header.indexOf("");
  if (nameless >= 0) {
    throw new InputError({
      code: "missing",
      where: `${file}, line 1`,
      expected: "a name for each column",
      received: `none for column ${nameless + 1}`,
      remedy: "Where it holds the rows' numbers, leave it out: it would be a feature",
    });
  }
  const column = header.indexOf(label);
  if (column < 0 || header.indexOf(label, column + 1) >= 0) {
    const names = header.slice(0, 12).join(", ") + (header.length > 12 ? `, … (${header.length} columns)` : "");
    const near = column < 0 ? nearest(label, header) : [];
    throw new InputError({
      code: "unknown-name",
      where: `--label ${label.trim() === label && label !== "" ? label : JSON.stringify(label)}`,
      expected: `the name of one column of ${file}: ${names}`,
      received: column < 0 ? "none of them" : "the name of several",
      ...didYouMean(near),
    });
  }
  if (header.length < 2) {
    throw new InputError({ code: "shape", where: file, expected: "a column beside the label", received: "none" });
  }
  if (rows.length === 0) {
    throw new InputError({ code: "empty", where: file, expected: "at least two rows", received: "a header only" });
  }
  const numbers = rows.length * (header.length - 1);
  if (numbers > mostNumbers) {
    throw new InputError({
      code: "limit",
      where: file,
      expected: `at most ${mostNumbers} numbers`,
      received: String(numbers),
    });
  }
  const [points, labels, lines]: [Rational[][], string[], number[]] = [[], [], []];
  for (const { values, line } of rows) {
    if (values.length !== header.length) {
      throw new InputError({
        code: "shape",
        where: `${file}, line ${line}`,
        expected: `${header.length} values, as in the header`,
        received: String(values.length),
      });
    }
    if (values[column] === "") {
      throw new InputError({
        code: "missing",
        where: `${file}, line ${line}, column ${label}`,
        expected: "a label",
        received: "nothing",
      });
    }
    labels.push(values[column]!);
    lines.push(line);
    points.push(
      values.flatMap((value, j) =>
        j === column ? [] : [readNumber(value, `${file}, line ${line}, column ${header[j]}`)],
      ),
    );
  }
  if (labels.every((one) => one === labels[0])) {
    throw new InputError({
      code: "shape",
      where: `${file}, column ${label}`,
      expected: "at least two classes",
      received: `only ${JSON.stringify(labels[0])}`,
      remedy: "With one class there is nothing to tell apart",
    });
  }
  return { points, labels, features: header.length - 1, lines };
}

function readNumber(value: string, where: string): Rational {
  if (value === "") throw new InputError({ code: "missing", where, expected: "a number", received: "nothing" });
  try {
    return Rational.from(value, where);
  } catch (error) {
    if (!(error instanceof InputError) || error.problem.code !== "not-exact") throw error;
    const expected = "an exact number such as 12, 0.25, 3/7 or 1e-3";
    const remedy = pointRemedy(value);
    throw new InputError({ ...error.problem, expected, ...(remedy === undefined ? {} : { remedy }) });
  }
}

/** Whether these can be the names of features: numbers are none, unless they count the columns, as a table without names is often written. */
function isHeader(features: readonly string[]): boolean {
  if (!features.every(isNumber)) return true;
  return features.length === 0 || [0, 1].some((first) => features.every((name, i) => name === String(first + i)));
}
