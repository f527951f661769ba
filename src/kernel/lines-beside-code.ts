/** Lines of a cell that are no code of its own: one, or several that a backslash joins. */
export interface LinesBesideCode {
  readonly first: number;
  readonly last: number;
  /** Whether no code stands before them. */
  readonly isAtTop: boolean;
}

/** Where the reading of a cell's code is: in code, in a template outside of `${…}`, or in a comment of several lines. */
type Place = "code" | "template" | "comment";

const tokenOfCode =
  /\s+|\/\/.*|(\/\*)|(`)|'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?|[\p{ID_Continue}$]+|=>|\+\+|--|\/(?:[^\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])+\/|./uy;
const restOfTemplate = /(?:[^\\`$]|\\.|\\$|\$(?!\{))*(`|\$\{)?/uy;

/** What an expression goes on after, so that no statement begins there. */
const unfinished = /^(?:[-+*/%=<>&|^~!?:,.([]|=>|in|of|instanceof|typeof|void|await|delete|as|satisfies)$/;
/** A regular expression begins only where a division cannot. */
const divisible = /^(?:[)\]}]|[\p{ID_Continue}$]+|["'`].*)$/u;

/**
 * Lines that are no code where `isBeside` says so, and only where a statement may begin: `!` and `%` are operators too, and templates and
 * comments hold what they want. The columns of operators and brackets are read as far as that needs.
 */
export function* linesBesideCode(
  lines: readonly string[],
  isBeside: (line: string, isAtTop: boolean) => boolean,
): Generator<LinesBesideCode> {
  let place: Place = "code";
  /** For each template around the place, how many braces are open in its `${…}`. */
  const braces: number[] = [];
  let before = ";";
  let isAtTop = true;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    const isIndented = /^\s/.test(line);
    const mayBegin = !unfinished.test(before) || (before === ">" && !isIndented);
    if (place === "code" && braces.length === 0 && mayBegin && isBeside(line, isAtTop)) {
      const first = index;
      while (lines[index]!.endsWith("\\") && index + 1 < lines.length) index++;
      yield { first, last: index, isAtTop };
      before = ";";
      continue;
    }
    readLine(line);
    if (/^\s*(?:case\b.*|default\s*):\s*$/.test(line)) before = ";";
  }

  function readLine(line: string): void {
    for (let at = 0; at < line.length;) {
      if (place === "comment") {
        const end = line.indexOf("*/", at);
        if (end < 0) return;
        place = "code";
        at = end + 2;
      } else if (place === "template") {
        restOfTemplate.lastIndex = at;
        const [text, end] = restOfTemplate.exec(line)!;
        at += Math.max(1, text.length);
        if (end === undefined) return;
        place = "code";
        before = end === "`" ? end : "{";
        if (end === "${") braces.push(0);
      } else at = readToken(line, at);
    }
  }

  function readToken(line: string, at: number): number {
    tokenOfCode.lastIndex = at;
    const [token, comment, template] = tokenOfCode.exec(line)!;
    const isRegular = token.length > 1 && token.startsWith("/") && !/^\/[/*]/.test(token);
    if (isRegular && divisible.test(before)) {
      before = "/";
      return at + 1;
    }
    const isCode = token.trim() !== "" && !token.startsWith("//") && comment === undefined;
    if (isCode) [before, isAtTop] = [isRegular ? "'" : token, false];
    if (comment !== undefined) place = "comment";
    else if (template !== undefined) place = "template";
    else if (braces.length > 0 && token === "{") braces[braces.length - 1]!++;
    else if (braces.length > 0 && token === "}" && braces[braces.length - 1]!-- === 0) {
      braces.pop();
      place = "template";
    }
    return at + token.length;
  }
}
