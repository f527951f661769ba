import ts from "typescript";
import type { LanguageSession } from "./session.js";

export interface Inspection {
  readonly text: string;
  readonly markdown: string;
}

/** The type and documentation of what stands at a place, or of the function whose arguments are being written there. */
export function inspectAt(session: LanguageSession, text: string, position: number): Inspection | undefined {
  const path = session.open(text);
  for (const at of [position, position - 1, startOfCall(text, position)]) {
    if (at < 0 || at > text.length) continue;
    const info = session.service.getQuickInfoAtPosition(path, at);
    if (info?.displayParts && info.displayParts.length > 0) return describe(info);
  }
  return undefined;
}

function describe(info: ts.QuickInfo): Inspection {
  // To the compiler a name of an earlier cell is an import; the user has written none.
  const signature = ts
    .displayPartsToString(info.displayParts)
    .replace(/^\(alias\) /, "")
    .replace(/\nimport [^\n]*$/, "");
  const documentation = ts.displayPartsToString(info.documentation);
  const tags = (info.tags ?? []).map(({ name, text }) => ({ name, text: ts.displayPartsToString(text) }));
  const plain = [signature, documentation, ...tags.map(({ name, text }) => `@${name} ${text}`.trimEnd())];
  const rich = [
    `\`\`\`typescript\n${signature}\n\`\`\``,
    documentation,
    ...tags.map(({ name, text }) =>
      name === "example" && !text.includes("```")
        ? `*@example*\n\`\`\`typescript\n${text}\n\`\`\``
        : `*@${name}* ${text}`.trimEnd(),
    ),
  ];
  return { text: plain.filter(Boolean).join("\n\n"), markdown: rich.filter(Boolean).join("\n\n") };
}

/** Inside `f(a, |` the place of `f`; -1 where no call is open. */
function startOfCall(text: string, position: number): number {
  let depth = 0;
  for (let at = position - 1; at >= 0; at--) {
    const character = text[at]!;
    if (character === ")") depth++;
    else if (character === "(" && depth-- === 0) return at - 1;
    else if (character === ";" && depth === 0) return -1;
  }
  return -1;
}
