/** What is wrong with an input, in fields a caller can act on. */
export interface Problem {
  /** What kind of problem this is, in kebab-case, such as `not-finite`, `shape`, `unknown-name`, `limit`. */
  readonly code: string;
  /** Where it is: a file and line, a field path such as `network[3].weight`, an option such as `--epsilon`. */
  readonly where: string;
  /** What was expected there. */
  readonly expected: string;
  /** What came instead. */
  readonly received: string;
  /** What to do about it, when that is not obvious from `expected`. */
  readonly remedy?: string;
}

/**
 * The one error for wrong input. Its message reads `where: expected …, got …. remedy`.
 *
 * The command line turns it into exit code 2; every other exception is a defect of normlab itself.
 *
 * @example
 * const error = new InputError({ code: "range", where: "--epsilon", expected: "a number > 0", received: "-1" });
 * error.message; // => "--epsilon: expected a number > 0, got -1"
 */
export class InputError extends Error {
  /** `InputError`, by which it is told from defects. */
  override readonly name = "InputError";
  /** The same as the message, in fields. */
  readonly problem: Problem;

  constructor(problem: Problem) {
    const remedy = problem.remedy === undefined ? "" : `. ${problem.remedy}`;
    super(`${problem.where}: expected ${problem.expected}, got ${problem.received}${remedy}`);
    this.problem = problem;
  }
}
