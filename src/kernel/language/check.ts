import ts from "typescript";
import { isCertain } from "./certainty.js";
import type { Evidence } from "./evidence.js";
import type { FileOfProgram } from "./session.js";

/** What the compiler says against a cell, which lies between two places of its file; the rest of it the user has not written. */
export function errorsIn({ program, file }: FileOfProgram, start: number, end: number): ts.Diagnostic[] {
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].filter(
    ({ category, start: at = start, code }) =>
      category === ts.DiagnosticCategory.Error &&
      at >= start &&
      at <= end &&
      !allowed.has(code) &&
      !(code === 2307 && /^.(data|blob):/.test(file.text.slice(at, at + 6))),
  );
}

/**
 * What strictness says that a notebook need not hear. 7005, 7034, 7043: `let xs = []` is filled by the cells after it, which the check of
 * one cell cannot see. 7016, 7026: a package without types is `any`, and so is what JSX makes of it.
 */
const allowed = new Set([7005, 7034, 7043, 7016, 7026]);

/** Parts what is certainly wrong from what is not proved. */
export function divide(found: readonly ts.Diagnostic[], of: FileOfProgram, evidence: Evidence): Judged {
  const isCertainNow = (each: ts.Diagnostic): boolean => isCertain(each, of, evidence);
  // Twice, as the first time shows which names hold something else than their types say.
  const errors = found.filter(isCertainNow).filter(isCertainNow);
  return { errors, warnings: found.filter((each) => !errors.includes(each)) };
}

export interface Judged {
  readonly errors: readonly ts.Diagnostic[];
  readonly warnings: readonly ts.Diagnostic[];
}
