/** Colours that stay apart for colour-blind readers, on white and on dark ground (after Okabe and Ito). */
export const palette = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#7f7f7f",
  "#b2182b",
] as const;

/** The colour of the trace at `index`, in cycles. */
export function traceColour(index: number): string {
  return palette[index % palette.length]!;
}
