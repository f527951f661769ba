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

/**
 * A text in which whole numbers of more than 21 digits are told by their size.
 *
 * @example
 * withoutLongNumbers(`2^90 = ${2n ** 90n}`); // => "2^90 = about 1.237e27"
 */
export function withoutLongNumbers(text: string): string {
  return text.replace(/(?<![\d.])\d{22,}(?!\d|\.\d)/g, (digits) => {
    return `about ${digits[0]}.${digits.slice(1, 4)}e${digits.length - 1}`;
  });
}

/** `between 3 and 5`, or `exactly 3`; with its noun. */
export function countedRange(lower: number, upper: number, one: string): string {
  return lower === upper ? `exactly ${counted(lower, one)}` : `between ${lower} and ${counted(upper, one)}`;
}

/**
 * Those of the known names that a mistyped one is nearest to: at most a third of its letters are wrong, or it is part of them. Case does not count.
 *
 * @example
 * nearest("C33", ["C1", "C3", "B3"]); // => ["C3"]
 */
export function nearest(name: string, known: readonly string[]): string[] {
  if (name.trim() === "") return [];
  const distances = known.map((other) => editDistance(name.toLowerCase(), other.toLowerCase()));
  const least = Math.min(...distances);
  if (least <= Math.max(1, name.length / 3)) return known.filter((_, i) => distances[i] === least);
  return name.length < 3 ? [] : known.filter((other) => other.toLowerCase().includes(name.toLowerCase()));
}

/** What an error says to do about a name that was not found: nothing, or the at most three that may have been meant. */
export function didYouMean(near: readonly string[]): { readonly remedy?: string } {
  return near.length === 0 ? {} : { remedy: `Did you mean ${near.slice(0, 3).join(" or ")}?` };
}

/** How many letters have to be put in, taken out, replaced, or exchanged with the next. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchanged = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), exchanged));
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
