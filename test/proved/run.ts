// `npm run compare-checkers -- [FOLDER…] [--random N] [--seed N]`: both checkers on every certificate of folders, and on random ones.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compare, type Comparison } from "./compare.js";
import { randomCertificates } from "./random-certificates.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { random: { type: "string", default: "0" }, seed: { type: "string", default: "1" } },
});
const counts = new Map<string, number>();
let contradictions = 0;

const record = (kind: string, { verdict, proved, outcome }: Comparison, name: () => string): void => {
  const key = `${kind.padEnd(15)} ${verdict.padEnd(9)} ${proved.padEnd(12)} ${outcome}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  if (outcome === "contradiction") contradictions += 1;
  if (["contradiction", "open", "beyond"].includes(outcome)) console.log(`${outcome}: ${name()}`);
};

for (const folder of positionals) {
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!file.endsWith(".json")) continue;
    const text = readFileSync(join(folder, file), "utf8");
    const kind = /"kind":\s*"([^"]*)"/.exec(text)?.[1] ?? "none";
    record(kind, compare(text), () => join(folder, file));
  }
}
const next = randomCertificates(Number(values.seed));
for (let i = 0; i < Number(values.random); i += 1) {
  const certificate = next();
  record(String(certificate["kind"]), compare(JSON.stringify(certificate)), () => JSON.stringify(certificate));
}
console.log("kind            first     proved       outcome");
for (const [key, n] of [...counts].sort()) console.log(`${key}: ${n}`);
process.exitCode = contradictions > 0 ? 1 : 0;
