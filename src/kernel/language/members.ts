import { dirname, relative } from "node:path";
import ts from "typescript";
import { nodeAt } from "./cell.js";
import { withoutNotebookEnding } from "./notebook-files.js";

const most = 40;

/** The file that a name stands for, as that module would be imported; `undefined` where it is no file beside the notebook. */
export function fileAt(program: ts.Program, file: ts.SourceFile, at: number): string | undefined {
  const checker = program.getTypeChecker();
  const named = checker.getSymbolAtLocation(nodeAt(file, at, at + 1));
  const declaration = named && resolved(checker, named).valueDeclaration;
  if (!declaration || !ts.isSourceFile(declaration)) return undefined;
  const path = relative(dirname(file.fileName), withoutNotebookEnding(declaration.fileName));
  return path.startsWith(".") ? path : `./${path}`;
}

/** What a class, a namespace or a module has, as its declaration would show it; `undefined` of anything else. */
export function membersAt(program: ts.Program, file: ts.SourceFile, at: number): string[] | undefined {
  const checker = program.getTypeChecker();
  const node = nodeAt(file, at, at + 1);
  const named = checker.getSymbolAtLocation(node);
  if (!named) return undefined;
  const symbol = resolved(checker, named);
  const { flags } = symbol;
  const show = (each: ts.Symbol, before = ""): string[] => {
    const type = checker.getTypeOfSymbolAtLocation(each, node);
    const name = each.flags & ts.SymbolFlags.Optional ? `${each.name}?` : each.name;
    if (!(each.flags & ts.SymbolFlags.Value)) return [`type ${each.name};`];
    if (!(each.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Function))) {
      return [`${before}${name}: ${checker.typeToString(type, node)};`];
    }
    const [signature, ...others] = checker.getSignaturesOfType(type, ts.SignatureKind.Call);
    const more = others.length > 0 ? ` // and ${others.length} more forms` : "";
    return signature ? [`${before}${name}${checker.signatureToString(signature, node)};${more}`] : [];
  };
  let lines: string[] = [];
  if (flags & ts.SymbolFlags.Class) {
    const type = checker.getTypeOfSymbolAtLocation(symbol, node);
    const made = checker.getDeclaredTypeOfSymbol(symbol);
    lines = [
      ...checker
        .getSignaturesOfType(type, ts.SignatureKind.Construct)
        .map((signature) => `constructor${parametersOf(checker.signatureToString(signature, node))};`),
      ...checker
        .getPropertiesOfType(made)
        .filter(isPublic)
        .flatMap((each) => show(each)),
      ...[...(symbol.exports?.values() ?? [])].filter(isPublic).flatMap((each) => show(each, "static ")),
    ];
  } else if (flags & ts.SymbolFlags.Module) {
    // What Node's older modules export is a variable, beside a namespace of the types that it needs.
    const value = flags & ts.SymbolFlags.Variable ? checker.getTypeOfSymbolAtLocation(symbol, node) : undefined;
    const exported = checker.getExportsOfModule(symbol).map((each) => resolved(checker, each));
    const all = [...(value ? checker.getPropertiesOfType(value) : []), ...exported];
    lines = all.flatMap((each) => show(each));
  }
  if (lines.length === 0) return undefined;
  return lines.length > most ? [...lines.slice(0, most), `// and ${lines.length - most} more`] : lines;
}

/** Of a signature without the types that it is made of, which are those of the class, and that which it returns. */
function parametersOf(signature: string): string {
  return signature.slice(signature.indexOf("(")).replace(/\): [^)]*$/, ")");
}

function resolved(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function isPublic({ name, flags, declarations = [] }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (
    !/^(#|__)/.test(name) &&
    !declarations.some((each) => ts.isClassElement(each) && each.name && ts.isPrivateIdentifier(each.name)) &&
    !(flags & ts.SymbolFlags.Prototype) &&
    declarations.every((each) => (ts.getCombinedModifierFlags(each) & hidden) === 0)
  );
}
