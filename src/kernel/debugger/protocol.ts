import type { JsonRecord } from "../protocol/wire.js";

// What of the Debug Adapter Protocol (https://microsoft.github.io/debug-adapter-protocol) is spoken, in the variant of Jupyter's
// messaging protocol, version 5.5: requests and responses are contents of `debug_request` and `debug_reply`, events of `debug_event`.

/** The one thread: that of the cells. */
export const threadId = 1;

/** A request that cannot be done; its text is the message of the response. */
export class DebugError extends Error {
  override readonly name = "DebugError";
}

export interface DapEvent {
  readonly event: string;
  readonly body: JsonRecord;
}

export interface DapVariable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  readonly evaluateName?: string;
  /** By which `variables` asks for its properties; 0 if it has none. */
  readonly variablesReference: number;
  readonly indexedVariables?: number;
  readonly presentationHint?: { readonly kind?: string; readonly attributes?: readonly string[] };
}

export interface DapBreakpoint {
  readonly verified: boolean;
  readonly line: number;
  readonly source: { readonly path: string };
  readonly message?: string;
}

/** The field of a record that should be a whole number; otherwise the request is refused. */
export function integerField(record: JsonRecord, name: string): number {
  const value = record[name];
  if (!Number.isInteger(value)) throw new DebugError(`${name}: expected a whole number, received ${describe(value)}`);
  return value as number;
}

/** The field of a record that should be text; otherwise the request is refused. */
export function stringField(record: JsonRecord, name: string): string {
  const value = record[name];
  if (typeof value !== "string") throw new DebugError(`${name}: expected text, received ${describe(value)}`);
  return value;
}

/** The field of a record that should be a record; a missing one counts as empty. */
export function recordField(record: JsonRecord, name: string): JsonRecord {
  const value = record[name] ?? {};
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new DebugError(`${name}: expected a record, received ${describe(value)}`);
  }
  return value as JsonRecord;
}

/** The field of a record that should be a list; a missing one counts as empty. */
export function listField(record: JsonRecord, name: string): readonly unknown[] {
  const value = record[name] ?? [];
  if (!Array.isArray(value)) throw new DebugError(`${name}: expected a list, received ${describe(value)}`);
  return value;
}

function describe(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
