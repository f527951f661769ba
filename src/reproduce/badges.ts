import { evidenceWords, type EvidenceWord } from "../claims/claim.js";
import { escapeXml } from "../plot/xml.js";
import type { LedgerClaim } from "./ledger.js";
import { style } from "./report/style.js";

/** A part of a badge: text on its colour. */
interface Part {
  readonly text: string;
  readonly colour: string;
}

const ground = "#33363d";
const unknown = "#6b6e76";

/** Small pictures of the ledger's words, by file name: one a claim, and `overall.svg` that counts them. */
export function badgesOf(ledger: readonly LedgerClaim[]): Map<string, string> {
  const counted = evidenceWords.flatMap((word): Part[] => {
    const count = ledger.filter((entry) => entry.word === word).length;
    return count === 0 ? [] : [{ text: `${count} ${word}`, colour: colourOf(word) }];
  });
  const waiting = ledger.filter(({ word }) => word === null).length;
  const rest = waiting === 0 ? [] : [{ text: `${waiting} not run yet`, colour: unknown }];
  return new Map([
    ...ledger.map(({ claim, word }): [string, string] => [
      `${claim.id}.svg`,
      badgeSvg(`normlab ${claim.id}`, [{ text: word ?? "not run yet", colour: colourOf(word) }]),
    ]),
    ["overall.svg", badgeSvg("normlab", [...counted, ...rest])],
  ]);
}

/** A word's colour on light ground, from the report's own style sheet. */
export function colourOf(word: EvidenceWord | null): string {
  if (word === null) return unknown;
  const found = new RegExp(`--${word.replace(" ", "-")}: *(#[0-9a-f]{6})`).exec(style);
  if (found === null) throw new Error(`the report's style sheet has no colour for ${word}`);
  return found[1]!;
}

const height = 20;
/** Pixels a character is given; `textLength` fits the text to them, whatever font is there. */
const perCharacter = 6.6;

function badgeSvg(label: string, parts: readonly Part[]): string {
  let x = 0;
  const drawn = [{ text: label, colour: ground }, ...parts].map(({ text, colour }) => {
    const length = Math.round(text.length * perCharacter);
    const width = length + 12;
    const part =
      `<rect x="${x}" width="${width}" height="${height}" fill="${colour}"/>` +
      `<text x="${x + 6}" y="14" textLength="${length}">${escapeXml(text)}</text>`;
    x += width;
    return part;
  });
  const title = escapeXml(`${label}: ${parts.map(({ text }) => text).join(", ")}`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${x}" height="${height}" role="img" aria-label="${title}">` +
    `<title>${title}</title><clipPath id="round"><rect width="${x}" height="${height}" rx="3"/></clipPath>` +
    `<g clip-path="url(#round)" fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11">${drawn.join("")}</g></svg>\n`
  );
}
