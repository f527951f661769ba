import ts from "typescript";
import { wordsOf } from "./libraries.js";
import { fileAt, membersAt } from "./members.js";
import type { LanguageSession } from "./session.js";
import { valueNamed } from "./value-path.js";

/** Characters of a declaration that is shown. */
const longest = 2000;

export interface Inspection {
  readonly text: string;
  readonly markdown: string;
}

/** What types tell, and the value that stands there, where they do not tell what it is. */
export interface Inspected {
  readonly found?: Inspection;
  readonly value?: readonly string[];
}

/** What is known of what stands at a place of a cell. */
export function inspect(session: LanguageSession, text: string, position: number): Inspected {
  const found = inspectAt(session, text, position);
  const value = valueNamed({ service: session.service, ...session.ask(text, false) }, position);
  return { ...(found && { found }), ...(value && { value: value.steps }) };
}

/** The type and documentation of what stands at a place, or of the function whose arguments are being written there. */
function inspectAt(session: LanguageSession, text: string, position: number): Inspection | undefined {
  const word = wordAt(text, position);
  if (word && isKeyword(word.text) && !/\.\s*$/.test(text.slice(0, word.start))) return undefined;
  for (const at of [word?.start ?? position, position, position - 1, startOfCall(text, position)]) {
    if (at < 0 || at > text.length) continue;
    const found = informationAt(session, text, at);
    if (found) return found;
  }
  // A type that stands where a value is expected, perhaps of a namespace.
  if (!word) return undefined;
  const before = text.slice(0, word.start);
  const [of] = /(?:[\p{ID_Start}_$][\p{ID_Continue}$]*\.)*$/u.exec(before)!;
  if (/[.#]\s*$/.test(before.slice(0, before.length - of.length))) return undefined;
  const asType = `type Inspected = ${of}${word.text}`;
  return informationAt(session, asType, asType.length - 1);
}

function informationAt(session: LanguageSession, text: string, at: number): Inspection | undefined {
  const { path, offset } = session.ask(text, false);
  return inspectPlace(session.service, path, offset + at);
}

/** What the compiler knows of a place of a file, if a name or a keyword that it knows stands there. */
export function inspectPlace(service: ts.LanguageService, path: string, at: number): Inspection | undefined {
  const information = service.getQuickInfoAtPosition(path, at);
  const shown = wordsOf(information?.displayParts);
  // To the compiler a name that nobody has declared is of type `any`.
  if (!information || shown === "" || shown === "any" || shown.includes("/*unresolved*/")) return undefined;
  const program = service.getProgram();
  const file = program?.getSourceFile(path);
  // What is in a class, a namespace or a module, of which the service gives the name alone.
  const isWhole = /^(\(alias\) )?(class|namespace|module|import) /m.test(shown);
  const members = (isWhole && program && file && membersAt(program, file, at)) || [];
  const module = shown.startsWith("import ") && program && file ? fileAt(program, file, at) : undefined;
  const named = module === undefined ? withoutImport(shown) : `module ${JSON.stringify(module)}`;
  return describe(information, named, declarationAt(service, path, at), members);
}

/** How an interface or an enumeration of the notebook or of a module beside it is declared: the service gives its name alone. */
function declarationAt(service: ts.LanguageService, path: string, at: number): string | undefined {
  const [definition] = service.getDefinitionAtPosition(path, at) ?? [];
  if (!definition || definition.fileName.includes("/node_modules/")) return undefined;
  const file = service.getProgram()?.getSourceFile(definition.fileName);
  const declaration = file && declarationOf(file, definition.textSpan.start);
  const text = declaration?.getText(file).replace(/^(export |declare )+/, "");
  return text !== undefined && text.length <= longest ? text : undefined;
}

function declarationOf(node: ts.Node, nameAt: number): ts.Node | undefined {
  if ((ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node)) && node.name.getStart() === nameAt) return node;
  return ts.forEachChild(node, (child) => declarationOf(child, nameAt));
}

/** Whether a word stands for nothing by itself. */
function isKeyword(word: string): boolean {
  const kind = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, word).scan();
  const isReserved = kind >= ts.SyntaxKind.FirstReservedWord && kind <= ts.SyntaxKind.LastReservedWord;
  return isReserved && kind !== ts.SyntaxKind.ThisKeyword && kind !== ts.SyntaxKind.SuperKeyword;
}

/** The name at a place or just before it. */
function wordAt(text: string, position: number): { readonly text: string; readonly start: number } | undefined {
  const start = position - /[\p{ID_Continue}$#]*$/u.exec(text.slice(0, position))![0].length;
  const [word] = /^[\p{ID_Continue}$#]*/u.exec(text.slice(start))!;
  return /^[\p{ID_Start}_$]/u.test(word) ? { text: word, start } : undefined;
}

/** To the compiler a name of an earlier cell is an import; the user has written none. */
function withoutImport(shown: string): string {
  return shown.replace(/^\(alias\) /gm, "").replace(/\nimport [^\n]*$/, "");
}

function describe(
  info: ts.QuickInfo,
  name: string,
  declaration: string | undefined,
  members: readonly string[],
): Inspection {
  const whole = declaration !== undefined && /^(interface|enum|const enum) /.test(name) ? declaration : name;
  const signature = members.length === 0 ? whole : `${whole} {\n${members.map((each) => `  ${each}\n`).join("")}}`;
  const documentation = wordsOf(info.documentation);
  const tags = (info.tags ?? []).map(({ name, text }) => ({ name, text: wordsOf(text) }));
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
