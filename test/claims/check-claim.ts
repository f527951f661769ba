import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Check, CheckContext, Claim, JsonObject, Profile } from "../../src/claims/claim.js";
import { checkCertificate } from "../../src/exact/index.js";
import { evaluateFigure } from "./figure.js";

const root = join(import.meta.dirname, "../..");

/** What a check is run with in tests. */
export function contextFor(check: Check, profile: Profile = "quick"): CheckContext {
  const parameters = check.parameters[profile];
  if (parameters === undefined) throw new Error(`${check.id} has no parameters for ${profile}`);
  return { profile, parameters, signal: new AbortController().signal, progress: () => undefined };
}

/**
 * Tests of one claim: its text is complete, and every certificate and numerical check that has a quick profile passes while its
 * negative control fails. Experiments are tested in `test/learning`.
 *
 * @param smaller - parameters by check, in place of those of the quick profile where these take longer than a test may.
 */
export function describeClaim(claim: Claim, smaller: Readonly<Record<string, JsonObject>> = {}): void {
  describe(`claim ${claim.id}`, () => {
    it("is stated completely", () => {
      expect(claim.statement.trim()).not.toBe("");
      expect(claim.why.trim()).not.toBe("");
      expect(new Set(claim.checks.map((check) => check.id)).size).toBe(claim.checks.length);
      for (const page of claim.why.match(/docs\/theory\/[\w-]+\.md/g) ?? []) {
        expect(existsSync(join(root, page)), page).toBe(true);
      }
      for (const { data = [] } of claim.checks) {
        for (const name of data) expect(existsSync(join(root, "data", name)), name).toBe(true);
      }
      if (claim.notebook !== null && existsSync(join(root, "notebooks", claim.notebook.file))) {
        const text = readFileSync(join(root, "notebooks", claim.notebook.file), "utf8");
        expect(text, "the notebook has the section").toContain(claim.notebook.section);
      }
    });

    for (const check of claim.checks) {
      if (check.method === "experiment" || check.parameters.quick === undefined) continue;
      it(`${check.id}: ${check.title}${check.id in smaller ? " (smaller)" : ""}`, async () => {
        const context = { ...contextFor(check), parameters: smaller[check.id] ?? check.parameters.quick! };
        if (check.method === "certificate") {
          const { certificates, figures, summary } = await check.run(context);
          expect(summary).not.toBe("");
          expect(certificates.length).toBeGreaterThan(0);
          expect(new Set(certificates.map(({ name }) => name)).size).toBe(certificates.length);
          for (const { name, certificate } of certificates) {
            expect({ name, ...checkCertificate(certificate) }).toEqual({ name, verdict: "accepted" });
          }
          figures.forEach(evaluateFigure);
        } else {
          const { deviation, figures, summary } = await check.run(context);
          expect(summary).not.toBe("");
          expect(deviation).toBeLessThanOrEqual(check.tolerance.value);
          figures.forEach(evaluateFigure);
        }
      });

      it(`${check.id}: its negative control fails`, async () => {
        const context = contextFor(check);
        if (check.method === "certificate") {
          const controls = await check.runControl(context);
          expect(controls.length).toBeGreaterThan(0);
          for (const { name, certificate } of controls) {
            expect({ name, verdict: checkCertificate(certificate).verdict }).toEqual({ name, verdict: "rejected" });
          }
        } else {
          expect((await check.runControl(context)).deviation).toBeGreaterThan(check.tolerance.value);
        }
      });
    }
  });
}
