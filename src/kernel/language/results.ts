import ts from "typescript";

/** The expressions of which one is the result of a cell. */
export function resultsOfCell(source: ts.SourceFile): Set<ts.Node> {
  return new Set(resultsOf(lastOf(source)));
}

function lastOf({ statements }: { readonly statements: readonly ts.Statement[] }): ts.Statement | undefined {
  return statements.findLast((statement) => !ts.isEmptyStatement(statement));
}

function resultsOf(statement: ts.Statement | undefined): ts.ExpressionStatement[] {
  if (!statement) return [];
  if (ts.isExpressionStatement(statement)) return [statement];
  if (ts.isBlock(statement)) return resultsOf(lastOf(statement));
  if (ts.isIfStatement(statement)) {
    return [...resultsOf(statement.thenStatement), ...resultsOf(statement.elseStatement)];
  }
  if (!ts.isTryStatement(statement)) return [];
  return [...resultsOf(statement.tryBlock), ...resultsOf(statement.catchClause?.block)];
}
