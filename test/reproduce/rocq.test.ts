import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { claims } from "../../src/claims/registry.js";
import { mergeResults } from "../../src/reproduce/engines/merge.js";
import { findRocq, ProofBuild } from "../../src/reproduce/rocq/compiler.js";
import { prove } from "../../src/reproduce/rocq/prove.js";
import { renderProofs } from "../../src/reproduce/rocq/render.js";
import {
  proofClosure,
  proofFiles,
  proofFolder,
  readProof,
  requiredFiles,
  shortcuts,
  theoremText,
  withoutComments,
} from "../../src/reproduce/rocq/sources.js";
import { temporaryFolder } from "./folder.js";

const rocq = findRocq();

/** Proves a theorem of sources that are written for the occasion. */
function proveOf(files: { readonly [name: string]: string }, name: string, mutations: [string, string][] = []) {
  const [sources, cache] = [temporaryFolder(), temporaryFolder()];
  for (const [file, text] of Object.entries(files)) writeFileSync(join(sources, file), text);
  const named = { file: Object.keys(files).at(-1)!, name };
  const list = mutations.map(([replace, by]) => ({ what: `${by} for ${replace}`, replace, by }));
  return prove(named, list, new ProofBuild(sources, cache));
}

const sound = `Require Import Arith.
(** Adding (* nested *) nothing. *)
Theorem plus_zero : forall n : nat, n + 0 = n.
Proof.
  intros n; induction n; cbn; congruence.
Qed.
`;

describe("sources", () => {
  it("are read without their comments, nested ones too", () => {
    expect(withoutComments("a (* b (* c *) d *) e")).toBe("a  e");
  });

  it("name the files they require, and a closure has each before what stands on it", () => {
    expect(requiredFiles("From Normlab Require Import Definitions Basics.\nFrom Coq Require Import Reals.\n")).toEqual([
      "Definitions.v",
      "Basics.v",
    ]);
    const closure = proofClosure(proofFolder, "C5.v");
    expect(closure.at(-1)).toBe("C5.v");
    expect(closure.indexOf("Matrices.v")).toBeLessThan(closure.indexOf("C1.v"));
  });

  it("give what a theorem's file requires and opens, sentences of several lines too", () => {
    const source = `(* From Coq Require Import Lia. *)
From Coq Require Import Reals
  List (* lists. *).
Import ListNotations.
Open Scope R_scope.
Theorem one : 1 = 1.
Proof. reflexivity. Qed.
`;
    expect(theoremText(source, "one", "One.v").preamble).toBe(
      "From Coq Require Import Reals\n  List .\nImport ListNotations.\nOpen Scope R_scope.",
    );
  });

  it("take nothing without proof", () => {
    expect(shortcuts("Axiom a : False. (* Admitted *) Lemma b : True. Admitted.")).toEqual(["Axiom", "Admitted"]);
    for (const file of proofFiles(proofFolder).filter((name) => !name.includes("/"))) {
      expect({ file, found: shortcuts(readProof(proofFolder, file)) }).toEqual({ file, found: [] });
    }
  });
});

describe("the claims' theorems", () => {
  it.each(claims.flatMap(({ id, theorem }) => (theorem ? [{ id, theorem }] : [])))(
    "$id: its statement is in the source, and every mutation changes one place of it",
    ({ theorem }) => {
      const { statement } = theoremText(readProof(proofFolder, theorem.file), theorem.name, theorem.file);
      expect(theorem.mutations.length).toBeGreaterThan(0);
      for (const { replace, by } of theorem.mutations) {
        expect(statement.split(replace)).toHaveLength(2);
        expect(by).not.toBe(replace);
      }
    },
  );

  it("leave nothing of their statement out, eleven of them and more", () => {
    expect(claims.filter(({ theorem }) => theorem && theorem.leavesOut === undefined).length).toBeGreaterThanOrEqual(
      11,
    );
  });
});

describe.skipIf(!rocq.usable)("Rocq", () => {
  it("proves what is true, with the axioms it stands on, and not its mutations", () => {
    const proof = proveOf({ "Sound.v": sound }, "plus_zero", [
      ["n + 0 = n", "n + 1 = n"],
      ["n + 0 = n", "n + 0 = nothing"],
      ["n + 0 = n", "0 + n = n"],
    ]);
    expect(proof).toMatchObject({ passed: true, why: null, axioms: [] });
    expect(proof.statement).toBe("Theorem plus_zero : forall n : nat, n + 0 = n.");
    expect(proof.mutations.map(({ outcome }) => outcome)).toEqual(["refused", "not readable", "proved"]);
  }, 60_000);

  it("catches an axiom, said or smuggled in, and a proof left out", () => {
    const by = (word: string, use: string) =>
      proveOf({ "Unsound.v": `${word}\nTheorem t : 1 = 2.\nProof.\n  ${use}.\nQed.\n` }, "t");
    expect(by("Axiom wrong : 1 = 2.", "exact wrong").why).toContain("Axiom in proofs/Unsound.v");
    expect(by("Lemma wrong : 1 = 2.\nAdmitted.", "exact wrong").why).toContain("Admitted in proofs/Unsound.v");
    // A hypothesis outside of a section is an axiom by another name: Rocq's answer tells.
    expect(by("Hypothesis wrong : 1 = 2.", "exact wrong").why).toMatch(/stands on (Unsound\.)?wrong/);
    const below = proveOf(
      {
        "Below.v": "Variable wrong : 1 = 2.\n",
        "Above.v": "From Normlab Require Import Below.\nTheorem t : 1 = 2.\nProof.\n  exact Below.wrong.\nQed.\n",
      },
      "t",
    );
    expect(below.why).toMatch(/stands on (Below\.)?wrong/);
  }, 120_000);

  it("says where a proof does not go through, and that a name has no theorem", () => {
    const broken = proveOf({ "Sound.v": sound.replace("congruence", "reflexivity") }, "plus_zero");
    expect(broken.passed).toBe(false);
    expect(broken.why).toContain("proofs/Sound.v is not accepted");
    expect(() => proveOf({ "Sound.v": sound }, "minus_zero")).toThrow("a theorem minus_zero");
    // In the source, but in a comment: nobody answers for it.
    const commented = proveOf({ "Sound.v": `${sound}(*\nTheorem t : 1 = 2.\nProof.\n  auto.\nQed.\n*)\n` }, "t");
    expect(commented).toMatchObject({ passed: false, why: "Rocq gives no axioms for t" });
  }, 120_000);

  /** What comes of a proof and its mutation where Rocq breaks down in some way from its n-th call on. */
  function proveBreaking(how: string, from: number) {
    if (!rocq.usable) throw new Error(rocq.why);
    const [sources, folder] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(sources, "Sound.v"), sound);
    const [program, calls] = [join(folder, "rocq"), join(folder, "calls")];
    const [real, ...rest] = rocq.command;
    const lines = [`echo >> ${calls}`, `[ $(wc -l < ${calls}) -ge ${from} ] || exec ${real!} "$@"`, how];
    writeFileSync(program, `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
    const build = new ProofBuild(sources, folder, { ...rocq, command: [program, ...rest] });
    const mutation = { what: "one more", replace: "n + 0 = n", by: "n + 1 = n" };
    return prove({ file: "Sound.v", name: "plus_zero" }, [mutation], build);
  }

  it.each([
    ["killed", "kill -9 $$", /Sound\.v: expected an answer, got its end by SIGKILL\. This says nothing of the proof/],
    ["without room", `echo 'Error: System error: "No space left on device"' >&2; exit 1`, /No space left on device/],
    ["without room for one more file", `echo "Error: Can't open s/Sound.vo." >&2; exit 1`, /Can't open s\/Sound\.vo/],
    ["without memory", "echo 'Error: Out of memory.' >&2; exit 1", /Out of memory/],
    ["without stack", "echo 'Error: Stack overflow.' >&2; exit 1", /Stack overflow.*ulimit -s/],
    ["broken", "exit 129", /exit code 129/],
  ])("that was %s has not refused a proof", (_, how, message) => {
    expect(() => proveBreaking(how, 1)).toThrow(message);
  });

  it("that was killed at a later question has not refused a mutation either", () => {
    // It compiles, gives the axioms, tries what can be read, and then the mutation.
    for (const from of [2, 3, 4])
      expect(() => proveBreaking("kill -9 $$", from)).toThrow("Trial.v: expected an answer");
    expect(proveBreaking("kill -9 $$", 5).mutations).toEqual([{ what: "one more", outcome: "refused" }]);
  });

  it("proves again what stands on a compiled file that was cut short, and on a copy of the source that was", () => {
    const [sources, cache] = [temporaryFolder(), temporaryFolder()];
    const above = `From Normlab Require Import Sound.\nTheorem t : 2 + 0 = 2.\nProof.\n  exact (plus_zero 2).\nQed.\n`;
    writeFileSync(join(sources, "Sound.v"), sound);
    writeFileSync(join(sources, "Above.v"), above);
    const build = new ProofBuild(sources, cache);
    const named = { file: "Above.v", name: "t" };
    expect(prove(named, [], build)).toMatchObject({ passed: true, why: null });
    truncateSync(join(build.folder, "Sound.vo"), 100);
    expect(prove(named, [], build)).toMatchObject({ passed: true, why: null });
    // What was damaged is gone, so the next compiles it in its place; the source is looked at again then.
    expect(existsSync(join(build.folder, "Sound.vo"))).toBe(false);
    mkdirSync(build.folder, { recursive: true });
    writeFileSync(join(build.folder, "Sound.v"), sound.slice(0, sound.indexOf("Theorem")));
    expect(prove(named, [], build)).toMatchObject({ passed: true, why: null });
    expect(existsSync(join(build.folder, "Sound.vo"))).toBe(true);
  }, 120_000);

  it("proves A1 of the project, whose mutations its proof does not prove", () => {
    const { theorem } = claims.find(({ id }) => id === "A1")!;
    const cache = temporaryFolder();
    mkdirSync(cache, { recursive: true });
    const build = new ProofBuild(proofFolder, cache);
    const proof = prove(theorem!, theorem!.mutations, build);
    expect(proof.why).toBeNull();
    expect(new Set(proof.mutations.map(({ outcome }) => outcome))).toEqual(new Set(["refused"]));
    const pages = join(cache, "pages");
    expect(renderProofs(build.folder, pages)).toEqual(expect.arrayContaining(["Normlab.A1.html", "coqdoc.css"]));
    expect(readFileSync(join(pages, "Normlab.A1.html"), "utf8")).toContain('id="A1"');
    // Where the theorem was checked elsewhere and the results were merged, the pages are the same.
    const [elsewhere, into] = [temporaryFolder(), temporaryFolder()];
    cpSync(build.folder, join(elsewhere, "cache", "proofs", basename(build.folder)), { recursive: true });
    mergeResults([elsewhere], into);
    const merged = join(into, "pages");
    renderProofs(join(into, "cache", "proofs", basename(build.folder)), merged);
    for (const file of readdirSync(pages)) {
      expect(readFileSync(join(merged, file), "utf8"), file).toBe(readFileSync(join(pages, file), "utf8"));
    }
  }, 120_000);
});

it("without Rocq nothing is proved, and the reason says what to do", () => {
  const absent = { usable: false, why: "the proof assistant Rocq is not installed" } as const;
  expect(() => new ProofBuild(proofFolder, "cache", absent)).toThrow(
    "the formal proofs: expected Rocq, got the proof assistant Rocq is not installed",
  );
});
