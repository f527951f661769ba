import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shatter } from "../../src/theory/index.js";
import { normlab } from "./normlab.js";

const inequality = (relation: string) =>
  JSON.stringify({
    format: "normlab-certificate/1",
    kind: "inequality",
    claim: null,
    statement: "x(1 - x) on (0, 1)",
    polynomial: ["0", "1", "-1"],
    interval: ["0", "1"],
    relation,
  });

test("check reports every file and exits with the worst of their verdicts", async () => {
  const folder = mkdtempSync(join(tmpdir(), "normlab-check-"));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const good = file("good.json", inequality(">"));
  const bad = file("bad.json", inequality("<"));
  const broken = file("broken.json", inequality("≥"));
  const missing = join(folder, "missing.json");

  expect(await normlab(["check", good, good])).toMatchObject({ code: 0 });
  const no = await normlab(["check", bad, good]);
  expect(no.code).toBe(1);
  expect(no.stdout).toContain(`${bad}: rejected: polynomial: `);
  expect(no.stdout).toContain(`${good}: accepted`);
  const wrong = await normlab(["check", "--json", broken, bad, missing, good]);
  expect(wrong.code).toBe(2);
  const results = JSON.parse(wrong.stdout) as { file: string; verdict: string; reason?: string }[];
  expect(results.map((result) => result.verdict)).toEqual(["malformed", "rejected", "unreadable", "accepted"]);
  expect(results[0]!.reason).toContain('relation: expected ">" or "<", got "≥"');
  expect(results[2]!.reason).toBe("there is no such file");
});

test("check reads a list of cases case by case: a file above the memory that there is is checked", async () => {
  const folder = mkdtempSync(join(tmpdir(), "normlab-check-"));
  const file = join(folder, "shattering.json");
  const { cases, ...rest } = shatter([0, 1, 2, 3, 4, 5]).certificate;
  const note = "n".repeat(1_500_000);
  writeFileSync(file, `${JSON.stringify(rest).slice(0, -1)},"cases":[`);
  cases.forEach((entry, i) => appendFileSync(file, `${i === 0 ? "" : ","}${JSON.stringify({ ...entry, note })}`));
  appendFileSync(file, "]}");
  try {
    // 96 MB of text in a heap of 64 MB.
    const env = { NODE_OPTIONS: "--max-old-space-size=64" };
    expect(await normlab(["check", "--workers", "1", file], { env })).toMatchObject({ code: 0 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 240_000);
