import type { Runtime } from "node:inspector";
import { lengthOf, typeText } from "./values.js";

/**
 * What VS Code's Jupyter extension evaluates while it debugs, in whatever language the kernel has: functions in Python that tell of a variable. An
 * error would leave its Variables view empty. The name of the variable that it asks of; `null` for what it only prepares or takes away.
 */
export function askedByVsCode(expression: string): string | null | undefined {
  if (!expression.includes("_VSCODE_")) return undefined;
  const lastCall =
    /\b_VSCODE_getVariable(?:Info)?\((?:["']info["'],\s*True,\s*)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\)\s*$/u;
  return /^\s*(def|import|from|del|class)\b/.test(expression) ? null : (lastCall.exec(expression)?.[1] ?? null);
}

/** What there is to tell of a variable, in the words of those functions; "None" where there is nothing. */
export function toldToVsCode(value: Runtime.RemoteObject | undefined): string {
  if (!value) return "None";
  return JSON.stringify({ type: typeText(value, "plain") ?? value.type, count: lengthOf(value) ?? 0, shape: "" });
}
