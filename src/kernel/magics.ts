/** A line or a cell of magic that is not understood. */
export class DirectiveError extends Error {
  override readonly name = "DirectiveError";
}

type Rewrite = (value: string) => string;

const quoted = JSON.stringify;

/** Lines that become a call. */
const lineMagics: Record<string, Rewrite> = {
  cd: (path) => `__magic.cd(${quoted(path === "" ? "~" : path)});`,
  pwd: () => "__magic.pwd()",
  ls: (options) => `await __magic.shell(${quoted(`ls ${options}`)});`,
  env: (text) => `__magic.env(${quoted(text)})`,
  who: () => "__magic.who();",
  whos: () => "__magic.who(true);",
  sx: (command) => `await __magic.lines(${quoted(command)})`,
  time: (code) =>
    /^(const|let|var|import|class|function|if|for|while|do|switch|try|using|throw|return|type|interface|enum)\b/.test(
      code,
    )
      ? `__magic.start(); ${code}; __magic.stop();`
      : `await __magic.time(async () => (${code.replace(/;\s*$/, "")}))`,
};

/** First lines that say what the rest of the cell is. */
const cellMagics: Record<string, (text: string, value: string) => string> = {
  bash: (text) => `await __magic.shell(${quoted(text)}, true);`,
  sh: (text) => `await __magic.shell(${quoted(text)}, true);`,
  html: (text) => `__magic.show.html(${quoted(text)});`,
  markdown: (text) => `__magic.show.markdown(${quoted(text)});`,
  latex: (text) => `__magic.show.latex(${quoted(text)});`,
  svg: (text) => `__magic.show.svg(${quoted(text)});`,
  javascript: (text) => `__magic.show.javascript(${quoted(text)});`,
  js: (text) => `__magic.show.javascript(${quoted(text)});`,
  writefile: (text, name) => `__magic.writefile(${quoted(name)}, ${quoted(text)});`,
};

/** What users of other kernels write, and what they do here instead. */
const hints: Record<string, string> = {
  pip: "for packages of npm: !npm install NAME",
  conda: "for packages of npm: !npm install NAME",
  matplotlib: "not needed: what a cell shows is shown",
  autoreload: "not needed: local modules that were edited are new when they are imported again",
  load_ext: "there are no extensions: packages are imported",
  run: 'write import "./file.ts"',
  timeit: "write %time, or a loop with performance.now()",
  debug: "the debugger is in JupyterLab's toolbar",
  reset: "restart the kernel",
  capture: "for what a command prints: execSync of node:child_process",
  history: "the arrow keys in the console have it",
  lsmagic: "these are all",
  python: "this kernel runs TypeScript; %%bash can start python",
};

const directiveNames = [
  "typecheck strict|notebook|off",
  "seed VALUE|off",
  "record on|off",
  "npm on|off|scripts",
  "reactive on|off",
  "stale",
];

/** Whether a name is that of a directive. */
export function isDirective(name: string): boolean {
  return directiveNames.some((each) => each.split(" ")[0] === name);
}

function unknown(line: string, name: string): DirectiveError {
  const lines = [...directiveNames, ...Object.keys(lineMagics)].map((each) => `%${each}`).join(", ");
  const cells = [...Object.keys(cellMagics), "time"].map((each) => `%%${each}`).join(", ");
  const hint = hints[name] === undefined ? "" : ` (${hints[name]})`;
  return new DirectiveError(
    `${line}: not known${hint}. There are ${lines}; as first line of a cell ${cells}; and !COMMAND`,
  );
}

/** What may stand at the end of a line of magic that is being written, and where that begins; nothing for what is no magic. */
export function magicsAt(
  line: string,
  isFirst: boolean,
): { readonly start: number; readonly names: readonly string[] } {
  const [, percent, begun = ""] = /^(%%?)(\S*)$/.exec(line) ?? [];
  if (percent !== undefined) {
    const words = directiveNames.map((each) => each.split(" ")[0]!);
    const lines = [...words, ...Object.keys(lineMagics)].map((each) => `%${each}`);
    const cells = isFirst ? [...Object.keys(cellMagics), "time"].map((each) => `%%${each}`) : [];
    return { start: 0, names: [...lines, ...cells].filter((each) => each.startsWith(percent + begun)) };
  }
  const [, name, value = ""] = /^%(\w+)\s+(\S*)$/.exec(line) ?? [];
  const [, values = ""] = directiveNames.find((each) => each.startsWith(`${name} `))?.split(" ") ?? [];
  const isWord = (each: string): boolean => /^[a-z]+$/.test(each) && each.startsWith(value);
  return { start: line.length - value.length, names: values.split("|").filter(isWord) };
}

/** Magic below code, where `%` might be an operator as well: it is known, or two words follow each other, which is no JavaScript. */
export function isMagicBelowCode(line: string): boolean {
  if (line.startsWith("%%")) return true;
  const [, name, more] = /^%([a-z]\w*)(\s+(?!(?:in|instanceof|as|satisfies)\b)[\w-])?/i.exec(line) ?? [];
  return name !== undefined && (more !== undefined || (Object.hasOwn(lineMagics, name) && /^%\w+(\s|$)/.test(line)));
}

/** What a line that begins with `%name` becomes. */
export function rewriteLine(line: string, name: string, value: string): string {
  const rewrite = Object.hasOwn(lineMagics, name) ? lineMagics[name] : undefined;
  if (!rewrite || (name === "time" && value === "")) throw unknown(line, name);
  return rewrite(value);
}

/** What a cell becomes whose first line begins with `%%`; it has as many lines. `undefined` for a cell without one. */
export function rewriteCell(code: string): string | undefined {
  const match = /^\s*%%(\S*)[^\S\n]*(.*?)[^\S\n]*(?:\n([^]*))?$/.exec(code);
  if (!match) return undefined;
  const [, name, value, text = ""] = match as unknown as [string, string, string, string | undefined];
  if (name === "time") return `__magic.start();\n${text}`;
  const rewrite = Object.hasOwn(cellMagics, name) ? cellMagics[name] : undefined;
  if (!rewrite || (name === "writefile" && value === "")) throw unknown(`%%${name}`, name);
  return rewrite(text, value) + "\n".repeat(text === "" ? 0 : text.split("\n").length);
}

/** JavaScript that begins with `!`: a call, a member, a condition, a negated group, an inequality. */
const expression =
  /^!\s*(?:[!=(\d'"`[{]|(?:function|async|new|await|typeof)\b|[\w$]+\s*(?:[([;?]|\.(?:\w|$)|&&|\|\||[=!]==?))/;
/** A program and what it is given: two words beside each other are no JavaScript, whatever the first of them looks like. */
const words = /^!\s*[\w.-]+\s+(?!(?:in|instanceof|as|satisfies)\b)(?:--?)?(?:\w|["'$~]|\.{0,2}\/\w)/;

/** Whether a line is a command for the shell. */
export function isCommand(line: string): boolean {
  const command = line.trimStart();
  return /^!\s*\S/.test(command) && (words.test(command) || !expression.test(command));
}

/** What a command becomes that stands on one line, or on several joined by backslashes. */
export function rewriteCommand(lines: readonly string[]): string {
  const [indent] = /^\s*/.exec(lines[0]!)!;
  return `${indent}await __magic.shell(${quoted(lines.join("\n").trim().slice(1).trim())});`;
}

/** Magic whose value is given to a variable: `const files = %sx ls`. */
const assigned = /^(\s*(?:(?:const|let|var)\s+)?[\w$]+(?:\s*:[^=]+)?\s*=\s*)%(sx|pwd|env)(?=\s|;|$)\s*(.*?)[\s;]*$/;

/** A line whose value comes from magic, as code; any other is as it was. */
export function rewriteAssigned(line: string): string {
  const [, target, name, value] = assigned.exec(line) ?? [];
  return target === undefined ? line : target + lineMagics[name!]!(value!);
}

/** The same with a value that takes no more place, for an editor. */
export function withoutAssigned(line: string): string {
  const [, target, name] = assigned.exec(line) ?? [];
  if (target === undefined) return line;
  const room = line.length - target.length;
  return target + (name !== "sx" ? '""' : room > 3 ? '[""]' : "[]").padEnd(room);
}
