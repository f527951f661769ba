// `npm run second-checker -- FILE-OR-FOLDER… [--mutations N]`: both checkers on every certificate, and on random mutations of it.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { agree, firstVerdict, mutated, secondVerdicts } from "./compare.js";

const given = process.argv.slice(2);
const at = given.indexOf("--mutations");
const mutations = at < 0 ? 3 : Number(given[at + 1]);
const places = given.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
const files = places
  .flatMap((place) =>
    statSync(place).isDirectory()
      ? readdirSync(place, { recursive: true, encoding: "utf8" }).map((name) => join(place, name))
      : [place],
  )
  .filter((file) => file.endsWith(".json"));
const counts = new Map<string, number>();
let disagreements = 0;
for (const file of files) {
  const text = readFileSync(file, "utf8");
  if (!text.includes('"normlab-certificate/1"')) continue;
  const texts = [text, ...Array.from({ length: mutations }, (_, i) => mutated(text, 1 + i))];
  const second = secondVerdicts(texts);
  texts.forEach((changed, i) => {
    const first = firstVerdict(changed);
    const key = `${i === 0 ? "as it is" : "mutated"}: ${first} / ${second[i]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (agree(first, second[i]!)) return;
    disagreements += 1;
    console.log(`${file}${i === 0 ? "" : `, mutation ${i}`}: ${first}, the second checker: ${second[i]}`);
  });
}
for (const [key, count] of [...counts].sort()) console.log(`${key}: ${count}`);
console.log(`${disagreements} disagreements`);
process.exitCode = disagreements === 0 && counts.size > 0 ? 0 : 1;
