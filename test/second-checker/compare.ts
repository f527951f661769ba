import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { checkCertificate } from "../../src/exact/index.js";
import { InputError } from "../../src/exact/index.js";

const root = join(import.meta.dirname, "../..");

export type Said = "accepted" | "rejected" | "undecided" | "malformed";

/** What the checker of src/exact says, within a budget. */
export function firstVerdict(text: string, budget = 3e9): Said {
  try {
    return checkCertificate(text, { budget }).verdict;
  } catch (error) {
    if (error instanceof InputError) return "malformed";
    throw error;
  }
}

/** What the second checker says of each text, with at most so many seconds for one. */
export function secondVerdicts(texts: readonly string[], seconds = 20): Said[] {
  const python = join(root, ".venv/bin/python");
  const script = join(root, "test/second-checker/check.py");
  const input = texts.map((text) => `${JSON.stringify(text)}\n`).join("");
  const { stdout, stderr, status } = spawnSync(python, [script, "--lines", String(seconds)], {
    input,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`the second checker broke down: ${stderr}`);
  return stdout.trim().split("\n") as Said[];
}

/** Whether two verdicts can both be right: what one cannot decide the other may. */
export function agree(first: Said, second: Said): boolean {
  if (first === "malformed" || second === "malformed") return first === second;
  return first === second || first === "undecided" || second === "undecided";
}

/** A certificate with one thing changed, as a slip or a forger would: a digit, a sign, an entry, a field. */
export function mutated(text: string, seed: number): string {
  const random = xoroshiro128plus(seed);
  const below = (n: number): number => Number((BigInt(random.next()) & 0xffffffffn) % BigInt(n));
  const certificate = JSON.parse(text) as Record<string, unknown>;
  type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string };
  const places: Place[] = [];
  const visit = (holder: object): void => {
    for (const key of Object.keys(holder)) {
      if (["format", "kind", "claim", "statement"].includes(key)) continue;
      const value = (holder as Record<string, unknown>)[key];
      places.push({ holder: holder as Record<string, unknown>, key });
      if (typeof value === "object" && value !== null) visit(value);
    }
  };
  visit(certificate);
  const { holder, key } = places[below(places.length)]!;
  const slot = holder as Record<string, unknown>;
  const value = slot[key];
  if (typeof value === "string") {
    const changes = [
      () => (value.startsWith("-") ? value.slice(1) : `-${value}`),
      () => value.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
      () => value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)),
      () => `${value}0`,
      () => (/[/p]/.test(value) ? value.replace(/[/p].*/, "") : `${value}/3`),
    ];
    slot[key] = changes[below(changes.length)]!();
  } else if (typeof value === "number") slot[key] = value + [-1, 1, 0.5][below(3)]!;
  else if (typeof value === "boolean") slot[key] = !value;
  else if (Array.isArray(value) && value.length > 0) {
    const list = [...(value as unknown[])];
    const i = below(list.length);
    if (below(2) === 0) list.splice(i, 1);
    else list.splice(i, 0, list[below(list.length)]);
    slot[key] = list;
  } else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete slot[key];
  return JSON.stringify(certificate);
}
