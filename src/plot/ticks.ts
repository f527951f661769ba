import type { Axis, Figure, Trace } from "./figure.js";

/** Where a logarithmic axis is marked, and how. */
export interface LogTicks {
  readonly values: readonly number[];
  readonly texts: readonly string[];
}

/**
 * Marks of a logarithmic axis: powers of ten, at most eight; with 2 and 5 between them where there are fewer than three. Undefined where
 * nothing positive is drawn, or all of it nearly the same.
 */
export function logTicks(figure: Figure, side: "x" | "y"): LogTicks | undefined {
  const [low, high] = extent(figure, side) ?? [NaN, NaN];
  if (!(low > 0 && high >= low)) return undefined;
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const step = Math.ceil((last - first) / 8) || 1;
  const decades = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, k) => first + k * step);
  const marks = (of: readonly number[], digits: readonly number[]) =>
    of
      .flatMap((decade) => digits.map((digit) => Number(`${digit}e${decade}`)))
      .filter((value) => value >= 0.999 * low && value <= 1.001 * high);
  const powers = marks(decades, [1]);
  if (powers.length >= 3) return { values: powers, texts: powers.map(tickText) };
  const few = marks(decades, [1, 2, 5]);
  const values = few.length >= 2 ? few : marks(decades, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  return values.length < 2 ? undefined : { values, texts: values.map(tickText) };
}

/** Marks of an axis of bands: every name; of many numbers at most nine, at equal distances from the first one on. */
export function bandTicks(values: readonly (string | number)[]): readonly (string | number)[] {
  if (values.some((value) => typeof value === "string")) return values;
  const step = Math.ceil((values.length - 1) / 8) || 1;
  return values.filter((_, i) => i % step === 0);
}

/** Least and greatest of what is drawn along an axis, or of its range; only positive numbers count on a logarithmic one. */
export function extent(figure: Figure, side: "x" | "y"): readonly [number, number] | undefined {
  const axis: Axis = side === "x" ? figure.xAxis : figure.yAxis;
  if (axis.range) return axis.range;
  const drawn = figure.traces
    .flatMap((trace) => numbersOf(trace, side))
    .filter((value) => Number.isFinite(value) && (axis.type !== "log" || value > 0));
  return drawn.length === 0 ? undefined : [Math.min(...drawn), Math.max(...drawn)];
}

function numbersOf(trace: Trace, side: "x" | "y"): number[] {
  const drawn: readonly (string | number)[] = trace[side];
  const values = drawn.filter((value) => typeof value === "number");
  if (side === "x" || trace.type === "heatmap" || trace.errorY === undefined) return values;
  return values.flatMap((value, i) => [value - trace.errorY![i]!, value, value + trace.errorY![i]!]);
}

/** `0.01`, `1`, `1,000`, `10⁻⁵`, `2·10⁶`. */
function tickText(value: number): string {
  const decade = Math.floor(Math.log10(value) + 1e-9);
  if (Math.abs(decade) <= 3) return value.toLocaleString("en-GB", { maximumFractionDigits: 6 });
  const digit = Math.round(value / 10 ** decade);
  return `${digit === 1 ? "" : `${digit}·`}10${superscript(decade)}`;
}

function superscript(exponent: number): string {
  return [...String(exponent)].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]!)).join("");
}
