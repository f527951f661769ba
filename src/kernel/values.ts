import type { Completion, Completions } from "./language/complete.js";
import type { Inspection } from "./language/inspect.js";
import type { Looks } from "./processes/looks.js";
import type { Language } from "./processes/language.js";

const most = 500;

/**
 * What may stand at a place by types, and after that what is really there, where types do not tell: the evaluator is asked, which looks
 * without running any code of the user's.
 */
export async function withProperties(
  { matches, value }: Pick<Completions, "matches" | "value">,
  typed: string,
  looks: Looks,
): Promise<readonly Completion[]> {
  if (!value) return matches;
  const known = new Set(matches.map(({ text }) => text));
  const found = await looks.properties(value.steps, typed);
  const isUsable = (name: string): boolean =>
    !known.has(name) && (value.isQuoted || /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name));
  const usable = found.filter(({ text }) => isUsable(text));
  const exact = usable.filter(({ text }) => text.startsWith(typed));
  const more = exact.length > 0 || matches.some(({ text }) => text.startsWith(typed)) ? exact : usable;
  // Of a value that is there, what it has says more than what its type allows.
  const isMember = value.steps.length > 0;
  return (isMember ? [...more, ...matches] : [...matches, ...more]).slice(0, most);
}

/** What types tell of what stands at a place, and, where they do not tell what it is, what the evaluator sees there. */
export async function inspected(
  language: Language,
  looks: Looks,
  code: string,
  position: number,
): Promise<Inspection | undefined> {
  const { found, value } = await language.inspect(code, position);
  const seen = value && (await looks.outline(value));
  if (seen === undefined) return found;
  const parts = found ? [found] : [];
  return {
    text: [...parts.map(({ text }) => text), seen].join("\n\n"),
    markdown: [...parts.map(({ markdown }) => markdown), `\`\`\`typescript\n${seen}\n\`\`\``].join("\n\n"),
  };
}
