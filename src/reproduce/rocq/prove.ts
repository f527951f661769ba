import { rmSync } from "node:fs";
import type { Mutation } from "../../claims/claim.js";
import { ProofRefused, type ProofBuild } from "./compiler.js";
import { library, proofClosure, readProof, shortcuts, theoremText, type TheoremText } from "./sources.js";

/** The axioms of the real numbers and of classical logic in Rocq's own library. A theorem may stand on these and on no others. */
export const allowedAxioms = [
  "ClassicalDedekindReals.sig_forall_dec",
  "ClassicalDedekindReals.sig_not_dec",
  "FunctionalExtensionality.functional_extensionality_dep",
  "Classical_Prop.classic",
] as const;

/** What became of a mutated statement. */
export interface TriedMutation {
  readonly what: string;
  /** `refused`: the statement can be read, and the proof does not prove it, as it must be. */
  readonly outcome: "refused" | "proved" | "not readable";
}

/** What Rocq says of a theorem. */
export interface Proof {
  readonly passed: boolean;
  /** Why not, where it did not pass. */
  readonly why: string | null;
  /** The formal statement, as it stands in the source. */
  readonly statement: string;
  /** The axioms it stands on. */
  readonly axioms: readonly string[];
  readonly files: readonly string[];
  readonly lines: number;
  readonly mutations: readonly TriedMutation[];
}

/** A theorem, where to find it. */
export interface Named {
  readonly file: string;
  readonly name: string;
}

/**
 * Compiles a theorem with all it stands on, asks Rocq for the axioms, and tries the theorem's own proof on mutated statements.
 *
 * It passes when every file is accepted, nothing in them is left without proof, Rocq answers for that very name, and the axioms are among
 * `allowedAxioms`.
 */
export function prove(
  named: Named,
  mutations: readonly Mutation[],
  build: ProofBuild,
  progress: (fraction: number, doing: string) => void = () => {},
): Proof {
  const proof = attempt(named, mutations, build, progress);
  if (proof.passed) return proof;
  // A compiled file that a disk or a copy has damaged speaks against no proof: what counts is what is compiled from the sources now.
  const again = build.afresh((fresh) => attempt(named, mutations, fresh, progress));
  if (again.passed) rmSync(build.folder, { recursive: true, force: true });
  return again;
}

function attempt(
  { file, name }: Named,
  mutations: readonly Mutation[],
  build: ProofBuild,
  progress: (fraction: number, doing: string) => void,
): Proof {
  const files = proofClosure(build.sources, file);
  const sources = files.map((each) => readProof(build.sources, each));
  const text = theoremText(sources.at(-1)!, name, `proofs/${file}`);
  const lines = sources.reduce((sum, source) => sum + source.split("\n").length, 0);
  const facts = { statement: text.statement, files, lines };
  const refused = (why: string, axioms: readonly string[] = []): Proof => ({
    passed: false,
    why,
    ...facts,
    axioms,
    mutations: [],
  });
  const left = files.flatMap((each, i) => shortcuts(sources[i]!).map((word) => `${word} in proofs/${each}`));
  if (left.length > 0) return refused(`something is taken without proof: ${left.join(", ")}`);
  let folder: string;
  try {
    folder = build.compile(file, (fraction, doing) => progress(0.7 * fraction, doing));
  } catch (error) {
    if (error instanceof ProofRefused) return refused(error.message);
    throw error;
  }
  progress(0.7, "asking for the axioms");
  const trial = new Trial({ file, name }, text, mutations, build, folder);
  const axioms = trial.axioms();
  if (axioms === undefined) return refused(`Rocq gives no axioms for ${name}`);
  const foreign = axioms.filter((axiom) => !(allowedAxioms as readonly string[]).includes(axiom));
  if (foreign.length > 0) return refused(`it stands on ${foreign.join(", ")}, not among the allowed axioms`, axioms);
  progress(0.8, "trying mutated statements");
  return { passed: true, why: null, ...facts, axioms, mutations: trial.mutations() };
}

/** Questions about a compiled theorem. */
class Trial {
  readonly #module: string;

  constructor(
    private readonly named: Named,
    private readonly text: TheoremText,
    private readonly mutated: readonly Mutation[],
    private readonly build: ProofBuild,
    private readonly folder: string,
  ) {
    this.#module = named.file.replace(/\.v$/, "").replaceAll("/", ".");
  }

  /** The axioms by `Print Assumptions`; undefined where it gives no answer for the name. */
  axioms(): string[] | undefined {
    const full = `${library}.${this.#module}`;
    const { passed, output } = this.build.tryText(
      this.folder,
      `Require ${full}.\nPrint Assumptions ${full}.${this.named.name}.\n`,
    );
    if (!passed) return undefined;
    if (output.trim() === "Closed under the global context") return [];
    const [heading, ...rest] = output.trim().split("\n");
    if (heading !== "Axioms:") return undefined;
    // An axiom's type may go on in lines that are indented.
    return rest.filter((line) => /^\S/.test(line)).map((line) => /^[^\s:]+/.exec(line)![0]);
  }

  mutations(): TriedMutation[] {
    const { statement, proof } = this.text;
    const statements = this.mutated.map(({ replace, by }) => {
      if (statement.split(replace).length === 2) return statement.replace(replace, () => by);
      throw new Error(`proofs/${this.named.file}: "${replace}" is not once in the statement`);
    });
    const unproved = statements.map((mutated) => `${mutated}\nAbort.`);
    // In one go: the theorem's copy is accepted, or a refusal would say nothing, and every mutated statement can be read.
    const readable = this.#accepts([...unproved, statement, proof].join("\n"));
    if (!readable && !this.#accepts(`${statement}\n${proof}`)) {
      throw new Error(`proofs/${this.named.file}: the theorem's own copy is not accepted`);
    }
    return this.mutated.map(({ what }, i) => {
      if (!readable && !this.#accepts(unproved[i]!)) return { what, outcome: "not readable" };
      return { what, outcome: this.#accepts(`${statements[i]!}\n${proof}`) ? "proved" : "refused" };
    });
  }

  #accepts(text: string): boolean {
    const before = `${this.text.preamble}\nFrom ${library} Require Import ${this.#module}.\n`;
    return this.build.tryText(this.folder, `${before}${text}\n`).passed;
  }
}
