import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../../exact/input-error.js";

/** The formal proofs that ship. */
export const proofFolder = fileURLToPath(new URL("../../../proofs/", import.meta.url));

/** The logical name under which the files of the folder are known. */
export const library = "Normlab";

/** A theorem in a source: its statement, its proof, and what the file requires. */
export interface TheoremText {
  /** `Theorem NAME …:` up to the period. */
  readonly statement: string;
  /** From `Proof.` to `Qed.` */
  readonly proof: string;
  /** The file's own `From … Require`, `Import` and `Open Scope` sentences. */
  readonly preamble: string;
}

/** The text of a file among the proofs. */
export function readProof(folder: string, file: string): string {
  const path = join(folder, file);
  if (existsSync(path)) return readFileSync(path, "utf8");
  throw new InputError({
    code: "missing-file",
    where: `proofs/${file}`,
    expected: "a file of formal proofs",
    received: "no such file",
    remedy: "Restore it from the repository",
  });
}

/** Every source in the folder. */
export function proofFiles(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((name) => name.endsWith(".v")).sort();
}

/** The file and all it stands on among the proofs, each after those it requires. */
export function proofClosure(folder: string, file: string): string[] {
  const order: string[] = [];
  const visit = (name: string): void => {
    if (order.includes(name)) return;
    for (const required of requiredFiles(readProof(folder, name))) visit(required);
    order.push(name);
  };
  visit(file);
  return order;
}

/** The files that a source requires of this library. */
export function requiredFiles(source: string): string[] {
  const sentences = withoutComments(source).matchAll(
    new RegExp(`From\\s+${library}\\s+Require\\s+(?:Import\\s+|Export\\s+)?([^.]+(?:\\.\\w[^.]*)*)\\.\\s`, "g"),
  );
  return [...sentences].flatMap(([, names]) =>
    names!
      .trim()
      .split(/\s+/)
      .map((name) => `${name.replaceAll(".", "/")}.v`),
  );
}

/** Statement and proof of a theorem, as they stand in the source. */
export function theoremText(source: string, name: string, where: string): TheoremText {
  const start = new RegExp(`^(?:Theorem|Lemma|Corollary)\\s+${name}\\b`, "m").exec(source);
  const proof = start && source.indexOf("\nProof.", start.index);
  const end = proof === null || proof < 0 ? -1 : source.indexOf("Qed.", proof);
  if (start === null || proof === null || end < 0) {
    throw new InputError({
      code: "unknown-name",
      where,
      expected: `a theorem ${name} with a proof that ends in Qed`,
      received: "none",
    });
  }
  // A sentence ends at a period before white space, on its first line or a later one.
  const sentences = withoutComments(source).match(/\S[^]*?\.(?=\s|$)/g) ?? [];
  const preamble = sentences.filter((sentence) => /^(?:From|Import|Open)\s/.test(sentence));
  return {
    statement: source.slice(start.index, proof).trim(),
    proof: source.slice(proof, end + "Qed.".length).trim(),
    preamble: preamble.join("\n"),
  };
}

/** Words that would let something in without a proof; comments and texts left out. */
export function shortcuts(source: string): string[] {
  const words =
    /\b(?:Admitted|admit|give_up|Axioms?|Parameters?|Conjectures?|bypass_check|Unset\s+Guard\s+Checking|Unset\s+Positivity\s+Checking|Unset\s+Universe\s+Checking)\b/g;
  return [...new Set(withoutComments(source).match(words) ?? [])];
}

/** A Rocq source without its (nested) comments. */
export function withoutComments(source: string): string {
  let depth = 0;
  let rest = "";
  for (let i = 0; i < source.length; i++) {
    const pair = source.slice(i, i + 2);
    if (pair === "(*") [depth, i] = [depth + 1, i + 1];
    else if (pair === "*)" && depth > 0) [depth, i] = [depth - 1, i + 1];
    else if (depth === 0) rest += source[i];
  }
  return rest;
}
