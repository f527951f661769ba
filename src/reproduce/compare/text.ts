import type { Json } from "../../claims/claim.js";
import type { ClaimDifference, Comparison, ResultDifference } from "./compare.js";
import type { ValueDifference } from "./values.js";

/** How many places of a result are printed; `--json` has them all. */
const shown = 4;

/** A comparison in lines: the runs, what differs claim by claim, and a sum. */
export function comparisonText(comparison: Comparison): string {
  const { runs, claims, stoodOn } = comparison;
  return [
    `A: ${runName(runs[0])}`,
    `B: ${runName(runs[1])}`,
    ...claims.flatMap(claimLines),
    ...stoodOn.map(({ name, values: [a, b] }) => `stood on ${name}: ${a ?? "none"} in A, ${b ?? "none"} in B`),
    summaryLine(comparison),
  ].join("\n");
}

/** `reproduction (normlab 0.1.0, quick, finished 2026-01-02T03:04:05Z)`. */
export function runName({ folder, version, profile, finished }: Comparison["runs"][number]): string {
  return `${folder} (normlab ${version}, ${profile}, finished ${finished})`;
}

/** `1 of 42 claims differs; 118 of 120 results have the same bytes`. */
export function summaryLine({ claims, counts }: Comparison): string {
  const said = claims.length === 0 ? "no claim differs" : `${claims.length} differ`;
  return `${counts.claims} claims, ${said}; ${counts.sameBytes} of ${counts.results} results have the same bytes`;
}

function claimLines({ id, title, only, words: [a, b], checks, results }: ClaimDifference): string[] {
  const change = a === b ? (a ?? "not run yet") : `${a ?? "not run yet"} → ${b ?? "not run yet"}`;
  return [
    `${id.padEnd(4)} ${change}  ${title}${only === null ? "" : ` (only in ${only.toUpperCase()})`}`,
    ...checks.map(({ name, words }) => `       ${name}: ${words[0] ?? "not run yet"} → ${words[1] ?? "not run yet"}`),
    ...results.flatMap((result) => resultLines(result).map((line) => `       ${result.name}: ${line}`)),
  ];
}

/** What differs in a result, a line each. */
export function resultLines({ only, tolerance, values, figures, certificates }: ResultDifference): string[] {
  if (only !== null) return [`only in ${only.toUpperCase()}`];
  const places = values
    .slice(0, shown)
    .map((place) => `${placeText(place)}${place.kind === "number" ? ` (tolerance ${tolerance})` : ""}`);
  return [
    ...places,
    ...(values.length > shown ? [`and ${values.length - shown} more values`] : []),
    ...figures.map(({ id, pair: [a, b], places }) => {
      if (a === undefined || b === undefined) return `figure ${id}: only in ${a === undefined ? "B" : "A"}`;
      const count = places.length === 1 ? "1 place" : `${places.length} places`;
      return `figure ${id}: other data in ${count}, first ${placeText(places[0]!)}`;
    }),
    ...certificates.map(({ name, verdicts: [a, b] }) => {
      if (a === null || b === null) return `certificate ${name}: only in ${a === null ? "B" : "A"}`;
      return `certificate ${name}: ${a === b ? `${a} in both, with other content` : `${a} → ${b}`}`;
    }),
  ];
}

function placeText({ where, a, b, kind }: ValueDifference): string {
  if (kind === "missing" && (a === null || b === null)) return `${where} only in ${a === null ? "B" : "A"}`;
  return `${where} ${jsonText(a)} → ${jsonText(b)}`;
}

/** A value in a line. */
export function jsonText(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
