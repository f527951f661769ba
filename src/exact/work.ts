/** Thrown where a budget of work is spent; `checkCertificate` makes a verdict of it. */
export class WorkSpent extends Error {
  override readonly name = "WorkSpent";
}

/** Steps that an operation costs whatever its size. */
const operation = 400;

let left = Infinity;

/** Runs with a budget of steps: where they are spent, `WorkSpent` is thrown. The budget around it, if any, goes on afterwards. */
export function withBudget<T>(steps: number, run: () => T): T {
  const before = left;
  left = steps;
  try {
    return run();
  } finally {
    left = before;
  }
}

/** Adds steps to the budget in force. */
export function grant(steps: number): void {
  left += steps;
}

/** Draws steps from the budget in force. */
export function spend(steps: number): void {
  if ((left -= steps) < 0) throw new WorkSpent("the budget of work is spent");
}

/** Draws for `count` numbers of so many binary digits each that are kept: a word costs what keeps a budget's worth of them below half a gigabyte. */
export function spendKept(count: number, digits: number): void {
  spend(500 * count * (digits / 64));
}

/** Draws for `count` operations on numbers of a and b binary digits: each a fixed part, and the product of their 64-bit words. */
export function spendOperations(count: number, a: number, b: number): void {
  spend(count * (operation + (1 + a / 64) * (1 + b / 64)));
}
