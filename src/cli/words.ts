/**
 * A number with its noun, in the singular for one.
 *
 * @example
 * counted(1, "unit"); // => "1 unit"
 * counted(2, "class", "classes"); // => "2 classes"
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `between 3 and 5`, or `exactly 3`; with its noun. */
export function countedRange(lower: number, upper: number, one: string): string {
  return lower === upper ? `exactly ${counted(lower, one)}` : `between ${lower} and ${counted(upper, one)}`;
}

/**
 * Those of the known names that a mistyped one is nearest to: at most a third of its letters are wrong. Case does not count.
 *
 * @example
 * nearest("C33", ["C1", "C3", "B3"]); // => ["C3"]
 */
export function nearest(name: string, known: readonly string[]): string[] {
  const distances = known.map((other) => editDistance(name.toLowerCase(), other.toLowerCase()));
  const least = Math.min(...distances);
  return least > Math.max(1, name.length / 3) ? [] : known.filter((_, i) => distances[i] === least);
}

/** How many letters have to be put in, taken out or replaced. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
