import type { Debugger } from "node:inspector";
import { basename } from "node:path";
import type { JsonRecord } from "../protocol/wire.js";
import type { Position } from "./positions.js";
import type { Scripts } from "./scripts.js";
import type { Scopes } from "./variables.js";

/** Name of the scope of the notebook's variables: JupyterLab treats the one of this name as such. */
const notebookScope = "Globals";

/** A frame of the stack at which the cells stand still. */
export interface Frame {
  readonly id: number;
  readonly path: string;
  /** As the user wrote it; lines and columns from 0. */
  readonly position: Position;
  readonly callFrame: Debugger.CallFrame;
}

/** The frames that belong to cells and to the user's own files, innermost first. */
export function userFrames(callFrames: readonly Debugger.CallFrame[], scripts: Scripts): Frame[] {
  return callFrames.flatMap((callFrame, index): Frame[] => {
    const place = scripts.place(callFrame.location);
    return place ? [{ id: index + 1, ...place, callFrame }] : [];
  });
}

/** The frame on another line, counted from 1. */
export function atLine(frame: Frame, line: number): Frame {
  return line === frame.position.line + 1 ? frame : { ...frame, position: { line: line - 1, column: 0 } };
}

/** As `stackTrace` shows a frame. */
export function stackFrame({ id, path, position, callFrame }: Frame): JsonRecord {
  return {
    id,
    name: isCellItself(callFrame)
      ? "<cell>"
      : isModuleItself(callFrame)
        ? "<module>"
        : callFrame.functionName || "<anonymous>",
    source: { path, name: basename(path) },
    line: position.line + 1,
    column: position.column + 1,
  };
}

/** The variables that a frame sees: its own, those of the functions around it, those of the notebook. */
export function scopesOf({ callFrame }: Frame): { readonly name: string; readonly scopes: Scopes }[] {
  const atTop = isCellItself(callFrame);
  const own: string[] = [];
  const outer: string[] = [];
  for (const { type, object } of callFrame.scopeChain) {
    if (type === "global" || type === "script") continue;
    const isOuter = type === "closure" || type === "module" || outer.length > 0;
    (isOuter ? outer : own).push(object.objectId!);
  }
  const { this: receiver } = callFrame;
  const hasReceiver = !atTop && receiver.type === "object" && receiver.className !== "global";
  // At the top of a cell the variables of the notebook are its local ones.
  const locals = { objectIds: own, notebook: atTop, receiver: hasReceiver ? receiver : undefined };
  return [
    { name: "Locals", scopes: locals },
    ...(outer.length > 0 && !atTop ? [{ name: "Closure", scopes: { objectIds: outer } }] : []),
    { name: notebookScope, scopes: { objectIds: [], notebook: true } },
  ];
}

/** Whether a frame is that of the cell rather than of a function in it: the function of a cell begins before its first line. */
function isCellItself({ functionLocation }: Debugger.CallFrame): boolean {
  return functionLocation !== undefined && functionLocation.lineNumber < 0;
}

function isModuleItself({ functionName, functionLocation, scopeChain }: Debugger.CallFrame): boolean {
  const isAtStart = functionLocation?.lineNumber === 0 && functionLocation.columnNumber === 0;
  return isAtStart && functionName === "" && scopeChain[0]?.type === "module";
}
