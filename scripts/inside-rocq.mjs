// Makes a certificate of kind `shattering` a theorem that Rocq checks by computing: the proved checker runs inside Rocq, with Rocq's own integers. Nothing is
// extracted; what is read is the theorem's statement.
//   npm run inside-rocq -- CERTIFICATE [--cases N] [--keep FILE]
// --cases: only the first N cases, to measure how long all would take (then no theorem is stated); --keep: where the theorem's source is left.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ProofBuild, findRocq } from "../dist/reproduce/rocq/compiler.js";
import { proofClosure, proofFolder } from "../dist/reproduce/rocq/sources.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: "string" }, keep: { type: "string" } },
});
const certificate = JSON.parse(readFileSync(positionals[0], "utf8"));
if (certificate.kind !== "shattering") fail(`${positionals[0]}: expected a certificate of kind shattering`);
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

const scratch = mkdtempSync(join(tmpdir(), "normlab-inside-"));
try {
  const build = new ProofBuild(proofFolder, scratch);
  for (const file of proofClosure(proofFolder, "checker/Classification.v")) build.compile(file);
  writeFileSync(join(scratch, "Certificate.v"), source);
  if (values.keep !== undefined) copyFileSync(join(scratch, "Certificate.v"), values.keep);
  const coqc = findRocq().command;
  const started = Date.now();
  const args = [...coqc.slice(1), "-q", "-w", "none", "-Q", build.folder, "Normlab", "Certificate.v"];
  const { status, stdout, stderr } = spawnSync(coqc[0], args, { cwd: scratch, encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) fail(`Rocq does not accept it: ${stderr.trim().slice(-2000)}`);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (whole) {
    console.log(`a theorem: ${certificate.points.length} points are shattered by the ${count} networks (${seconds} s)`);
    console.log(stdout.trim());
  } else console.log(`the first ${count} of ${certificate.cases.length} cases are accepted (${seconds} s)`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
