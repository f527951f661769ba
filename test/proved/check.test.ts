import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkCertificate } from "../../src/exact/index.js";
import { checkProved } from "../../src/proved/check.js";
import { integer_div, integer_gcd, integer_sqrt, integer_to_pos } from "../../src/proved/integers.js";
import { soundness } from "../../src/proved/soundness.js";
import { findRocq } from "../../src/reproduce/rocq/compiler.js";
import { proofFolder, readProof, theoremText } from "../../src/reproduce/rocq/sources.js";
import { separate } from "../../src/theory/separation/separate.js";
import { normlab } from "../cli/normlab.js";
import { temporaryFolder } from "../reproduce/folder.js";
import { compare } from "./compare.js";
import { alternation, common, examples, inequality, shattering, steps, xor } from "./examples.js";
import { randomCertificates } from "./random-certificates.js";

test.each(examples)(
  "%s is accepted by both checkers, and by neither when it is made false",
  (_, certificate, change) => {
    expect(compare(certificate)).toMatchObject({ verdict: "accepted", proved: "accepted" });
    expect(compare({ ...certificate, ...change })).toMatchObject({ verdict: "rejected", proved: "not accepted" });
  },
);

test("a text is read as its value is, and a list of cases case by case", () => {
  expect(checkProved(JSON.stringify(shattering))).toEqual({ verdict: "accepted" });
  expect(checkProved(JSON.stringify({ ...shattering, cases: shattering.cases.slice(1) })).verdict).toBe("not accepted");
});

test("what it has no rule for is said not to be covered", () => {
  const covered = (certificate: object) => checkProved({ ...common, ...certificate });
  expect(covered({ kind: "ridge-sum" })).toEqual({ verdict: "not covered", reason: "the kind ridge-sum" });
  expect(covered({ ...steps, domain: [...steps.domain, ["0", "1"]] })).toMatchObject({
    reason: "a domain of several variables",
  });
  expect(covered({ ...alternation, family: { type: "norm-units", units: 1 } })).toMatchObject({
    reason: "the family norm-units",
  });
  for (const hidden of [
    { type: "activation", function: "tanh" },
    { type: "norm", normSize: 3, center: true, epsilon: "0" },
  ]) {
    const layers = [steps.network[0], hidden, steps.network[2]];
    expect(covered({ ...steps, network: layers })).toMatchObject({
      verdict: "not covered",
      reason: expect.stringContaining("network[1]") as string,
    });
  }
  expect(covered({ kind: "toString" }).verdict).toBe("not covered");
  // Four samples by three layers.
  expect(checkProved(xor, { most: 12 }).verdict).toBe("accepted");
  expect(checkProved(xor, { most: 11 })).toEqual({
    verdict: "not covered",
    reason: "a classification of this size (12 samples times layers)",
  });
  const network = [{ type: "activation", function: "tanh" }];
  expect(covered({ ...xor, network })).toMatchObject({
    verdict: "not covered",
    reason: expect.stringContaining("network[0]") as string,
  });
  expect(covered({ ...inequality, polynomial: ["1/0"] }).verdict).toBe("not covered");
  expect(covered({ ...inequality, polynomial: ["0.5"] }).verdict).toBe("not covered");
});

test("a deep network that separates 40 samples of three classes is classified", () => {
  const samples = Array.from({ length: 40 }, (_, i) => [i, (7 * i * i) % 41]);
  const labels = samples.map((_, i) => (i * 5) % 3);
  const { certificate } = separate(samples, labels);
  expect(checkCertificate(certificate).verdict).toBe("accepted");
  expect(checkProved(certificate)).toEqual({ verdict: "accepted" });
});

test("the two never contradict each other on random certificates", () => {
  const next = randomCertificates(7);
  const seen = new Map<string, number>();
  for (let i = 0; i < 600; i += 1) {
    const { verdict, proved, outcome } = compare(next());
    expect(outcome).not.toBe("contradiction");
    seen.set(`${verdict}/${proved}`, (seen.get(`${verdict}/${proved}`) ?? 0) + 1);
  }
  expect(seen.get("accepted/accepted")).toBeGreaterThan(100);
  expect(seen.get("rejected/not accepted")).toBeGreaterThan(100);
});

test("the operations that stand for Rocq's integers are what Rocq computes", () => {
  for (let a = -40n; a <= 40n; a += 1n) {
    for (let b = -7n; b <= 7n; b += 1n) {
      const q = integer_div(a, b);
      if (b === 0n) expect(q).toBe(0n);
      else expect(b > 0n ? q * b <= a && a < (q + 1n) * b : q * b >= a && a > (q + 1n) * b).toBe(true);
      const g = integer_gcd(a, b);
      if (a === 0n && b === 0n) expect(g).toBe(0n);
      else expect(g > 0n && a % g === 0n && b % g === 0n).toBe(true);
    }
  }
  for (const a of [
    -5n,
    0n,
    ...Array.from({ length: 300 }, (_, i) => BigInt(i)),
    10n ** 100n,
    10n ** 101n - 1n,
    2n ** 4000n - 1n,
  ]) {
    const root = integer_sqrt(a);
    expect(integer_to_pos(a)).toBe(a > 0n ? a : 1n);
    expect(a < 0n ? root === 0n : root * root <= a && a < (root + 1n) * (root + 1n)).toBe(true);
  }
});

test("every theorem of the checker is in its source, and every mutation changes one place of it", () => {
  for (const { file, name, mutations } of soundness) {
    const { statement } = theoremText(readProof(proofFolder, file), name, file);
    for (const { replace, by } of mutations) {
      expect(statement.split(replace)).toHaveLength(2);
      expect(by).not.toBe(replace);
    }
  }
});

test("check --proved says what both come to; only what both accept ends with 0", async () => {
  const folder = temporaryFolder();
  const file = (name: string, value: object) => {
    writeFileSync(join(folder, name), JSON.stringify(value));
    return join(folder, name);
  };
  const good = file("good.json", inequality);
  const bad = file("bad.json", { ...inequality, relation: "<" });
  const uncovered = file("uncovered.json", {
    ...steps,
    network: [{ type: "affine", weight: [["1", "1"]], bias: ["0"] }],
    function: { op: "add", args: [{ var: 0 }, { var: 1 }] },
    domain: [...steps.domain, ["0", "1"]],
  });
  const yes = await normlab(["check", "--proved", good]);
  expect(yes).toMatchObject({ code: 0 });
  expect(yes.stdout).toContain("two checkers agree");
  const no = await normlab(["check", "--proved", bad]);
  expect(no).toMatchObject({ code: 1 });
  expect(no.stdout).toContain("The proved checker does not accept it either");
  const open = await normlab(["check", "--proved", "--json", good, uncovered]);
  expect(open).toMatchObject({ code: 3 });
  const results = JSON.parse(open.stdout) as { verdict: string; proved: { verdict: string } }[];
  expect(results.map(({ verdict, proved }) => [verdict, proved.verdict])).toEqual([
    ["accepted", "accepted"],
    ["accepted", "not covered"],
  ]);
  expect((await normlab(["check", uncovered])).code).toBe(0);
});

test.skipIf(!findRocq().usable)(
  "the program that ships is what the proofs give",
  () => {
    const script = new URL("../../scripts/proved-checker.mjs", import.meta.url).pathname;
    const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  },
  300_000,
);
