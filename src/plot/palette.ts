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

/** Places in the palette for what is no class or series of its own: outlines, and points that are marked. */
export const outlineColour = 6;
export const markColour = 7;

/** The colour of the trace at `index`, or its own, in cycles. */
export function traceColour(index: number, trace?: { readonly colour?: number }): string {
  return palette[(trace?.colour ?? index) % palette.length]!;
}
