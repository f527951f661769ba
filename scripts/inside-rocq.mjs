// Makes a certificate of kind `shattering` or `shattering-by-signs` a theorem that Rocq checks by computing: a proved checker runs inside Rocq, with Rocq's own
// integers. Nothing is extracted; what is read is the theorem's statement. Of kind `shattering` it is that of the certificate's networks; of `shattering-by-signs`,
// that LN-Nets of this depth shatter the points, by layers with the same folds and shorter weights (src/proved/circles).
//   npm run inside-rocq -- CERTIFICATE [--cases N] [--keep FILE]
// --cases: of `shattering` only the first N cases, to measure how long all would take (then no theorem is stated); --keep: where the theorem's source is left.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chordsOf } from "../dist/proved/circles/chords.js";
import { shatteringTheorem } from "../dist/proved/circles/theorem.js";
import { ProofBuild, findRocq } from "../dist/reproduce/rocq/compiler.js";
import { proofFolder } from "../dist/reproduce/rocq/sources.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: "string" }, keep: { type: "string" } },
});
const certificate = JSON.parse(readFileSync(positionals[0], "utf8"));
const { files, source, says } = theoremOf(certificate);
const scratch = mkdtempSync(join(tmpdir(), "normlab-inside-"));
try {
  const build = new ProofBuild(proofFolder, scratch);
  for (const file of files) build.compile(file);
  writeFileSync(join(scratch, "Certificate.v"), source);
  if (values.keep !== undefined) copyFileSync(join(scratch, "Certificate.v"), values.keep);
  const coqc = findRocq().command;
  const started = Date.now();
  const args = [...coqc.slice(1), "-q", "-w", "none", "-Q", build.folder, "Normlab", "Certificate.v"];
  const { status, stdout, stderr } = spawnSync(coqc[0], args, { cwd: scratch, encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) fail(`Rocq does not accept it: ${stderr.trim().slice(-2000)}`);
  console.log(`${says} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (stdout.trim() !== "") console.log(stdout.trim());
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The source, the files among the proofs that it stands on, and what is said when Rocq accepts it. */
function theoremOf(certificate) {
  if (certificate.kind === "shattering") return { files: ["checker/Classification.v"], ...theoremOfCases(certificate) };
  if (certificate.kind !== "shattering-by-signs") {
    fail(`${positionals[0]}: expected a certificate of kind shattering or shattering-by-signs`);
  }
  if (values.cases !== undefined) fail("--cases: for certificates of kind shattering only");
  const { points, family } = certificate;
  const words = `${points.length} points are shattered at depth ${family.depth}`;
  let source;
  try {
    source = shatteringTheorem(chordsOf(certificate), { name: "certificate_shatters", depth: family.depth, words });
  } catch (error) {
    fail(`${positionals[0]}: ${error.message}`);
  }
  return {
    files: ["Shattering.v", "checker/CircleLabelings.v"],
    source: `${source}Print Assumptions certificate_shatters.\n`,
    says: `a theorem: ${points.length} points are shattered by LN-Nets of depth ${family.depth}${
      points.length === 2 ** family.depth + 1 ? ", and no more are: that is the VC dimension" : ""
    }`,
  };
}

function theoremOfCases(certificate) {
  const count = values.cases === undefined ? certificate.cases.length : Number(values.cases);
  const list = (entries) => `[${entries.join("; ")}]`;
  const rational = (text) => {
    const [, n, d = "1", p = "0"] = /^(-?\d+)(?:\/(\d+)|p(-?\d+))?$/.exec(text);
    const e = BigInt(p);
    return `Qmake (${BigInt(n) * (e > 0n ? 1n << e : 1n)}) ${e < 0n ? 1n << -e : BigInt(d)}`;
  };
  const rationals = (entries) => list(entries.map(rational));
  const matrix = (rows) => list(rows.map(rationals));
  const layer = (l) =>
    l.type === "affine"
      ? `WrittenAffine ${matrix(l.weight)} ${rationals(l.bias)}`
      : `WrittenNorm ${l.normSize}%nat ${l.center} (${rational(l.epsilon)})`;
  const one = ({ labels, network, precision }, i) =>
    `Definition case_${i} : case := Case ${list(labels)}%nat ${list(network.map(layer))} (map (Z.pow 2) [64; 96; 144; ${precision + 128}]).`;

  const cases = certificate.cases.slice(0, count);
  const names = list(cases.map((_, i) => `case_${i}`));
  const whole = count === certificate.cases.length;
  const source = `From Coq Require Import Reals List ZArith QArith Qreals.
Import ListNotations.
From Normlab Require Import Definitions CertificateFormat checker.Classification.
Open Scope Z_scope.
Definition given : list (list Q) := ${matrix(certificate.points)}.
${cases.map(one).join("\n")}
Definition cases : list case := ${names}.
${
  whole
    ? `Theorem certificate_shatters :
  shatters (fun net => exists n c, In c cases /\\ net = denote (case_network c) /\\ shaped n net 2 /\\ Forall (fun x => length x = n) given)
    (map (map Q2R) given).
Proof. apply shattering_is_sound; vm_cast_no_check (eq_refl true). Qed.
Print Assumptions certificate_shatters.`
    : `Theorem some_cases : match add_cases given NoLabeling cases with Some _ => true | None => false end = true.
Proof. vm_cast_no_check (eq_refl true). Qed.`
}
`;
  const says = whole
    ? `a theorem: ${certificate.points.length} points are shattered by the ${count} networks`
    : `the first ${count} of ${certificate.cases.length} cases are accepted`;
  return { source, says };
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
