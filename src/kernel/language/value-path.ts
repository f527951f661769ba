import ts from "typescript";

/** A variable of the notebook, and properties from there on; of no steps for all variables. */
export interface ValuePath {
  readonly steps: readonly string[];
  /** Whether a key is being written in quotes, which may be any text. */
  readonly isQuoted: boolean;
}

/** Where a text lies in a service. */
interface TextOfService {
  readonly service: ts.LanguageService;
  readonly path: string;
  readonly offset: number;
}

/** The value a property of which is being written at a place, if its type does not tell what it has. */
export function valueAt(
  { service, path, offset }: TextOfService,
  text: string,
  position: number,
): ValuePath | undefined {
  const before = text.slice(0, position).replace(/[\p{ID_Continue}$#]*$/u, "");
  const dot = /(?<!\.\.)\.\s*$/.exec(before);
  const quote = /\[\s*["'`][^"'`\n]*$/.test(text.slice(0, position));
  const program = service.getProgram();
  const file = program?.getSourceFile(path);
  if (!program || !file) return dot || quote ? undefined : { steps: [], isQuoted: false };
  const at = offset + (dot ? dot.index : position);
  const receiver = find(file, (node) => {
    if (dot) return ts.isPropertyAccessExpression(node) && node.name.pos === at + 1 ? node.expression : undefined;
    if (!quote) return ts.isObjectBindingPattern(node) && holds(node, at) ? takenApart(node) : undefined;
    if (!ts.isElementAccessExpression(node)) return undefined;
    const { pos, end } = node.argumentExpression;
    return pos < at && at <= end ? node.expression : undefined;
  });
  if (!dot && !quote && !receiver) return { steps: [], isQuoted: false };
  // Its properties are the variables of the notebook, of which the compiler knows only those that are global to it too.
  if (receiver && ts.isIdentifier(receiver) && receiver.text === "globalThis") return { steps: [], isQuoted: !dot };
  const steps = receiver && stepsTo(receiver);
  if (!receiver || !steps || !isOpen(program.getTypeChecker(), receiver)) return undefined;
  return { steps, isQuoted: !dot };
}

/** The innermost node for which there is something. */
function find<T>(node: ts.Node, look: (node: ts.Node) => T | undefined): T | undefined {
  return ts.forEachChild(node, (child) => find(child, look)) ?? look(node);
}

/** The value at a place, if the way to it is written there: names of a variable, and of properties from there on. */
export function valueNamed({ service, path, offset }: TextOfService, position: number): ValuePath | undefined {
  const program = service.getProgram();
  const file = program?.getSourceFile(path);
  const at = offset + position;
  const named =
    file &&
    find(file, (node) => {
      if (!ts.isIdentifier(node) || node.getStart(file) > at || at > node.end) return undefined;
      const { parent } = node;
      return ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
    });
  const steps = named && stepsTo(named);
  return steps && isOpen(program!.getTypeChecker(), named) ? { steps, isQuoted: false } : undefined;
}

/** Whether a property's name is being written at a place of a pattern, not what it is bound to. */
function holds({ pos, end, elements }: ts.ObjectBindingPattern, at: number): boolean {
  return (
    pos < at &&
    at < end &&
    elements.every(
      ({ propertyName, dotDotDotToken, pos, end }) => at <= pos || end < at || !(propertyName ?? dotDotDotToken),
    )
  );
}

/** What a pattern takes apart, where it is the initial value of variables. */
function takenApart({ parent }: ts.ObjectBindingPattern): ts.Expression | undefined {
  return ts.isVariableDeclaration(parent) ? parent.initializer : undefined;
}

/** Names by which a value is reached without running any code; `undefined` where some would have to run. */
function stepsTo(node: ts.Expression): string[] | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isAssertionExpression(node) || ts.isNonNullExpression(node)) {
    return stepsTo(node.expression);
  }
  if (ts.isIdentifier(node)) return node.text === "" ? undefined : [node.text];
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.name)) return more(node.expression, node.name.text);
  if (ts.isElementAccessExpression(node)) {
    const { argumentExpression: key } = node;
    if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return more(node.expression, key.text);
  }
  return undefined;
}

function more(of: ts.Expression, name: string): string[] | undefined {
  const steps = stepsTo(of);
  return steps && [...steps, name];
}

/** Whether values of a node's type may have properties that the type does not name. */
function isOpen(checker: ts.TypeChecker, node: ts.Expression): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(node));
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive | ts.TypeFlags.Never))
    return true;
  if (checker.getIndexInfoOfType(type, ts.IndexKind.String)) return true;
  return (type.flags & ts.TypeFlags.Object) !== 0 && isEmpty(checker, type);
}

function isEmpty(checker: ts.TypeChecker, type: ts.Type): boolean {
  return (
    checker.getPropertiesOfType(type).length === 0 &&
    type.getCallSignatures().length === 0 &&
    type.getConstructSignatures().length === 0
  );
}
