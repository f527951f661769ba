import { describe, expect, it } from "vitest";
import { evidenceWords, type EvidenceWord } from "../../src/claims/claim.js";
import { checkWord, claimWord, isFault } from "../../src/reproduce/evidence.js";

const passed = { status: "passed", controlFailed: true } as const;
const failed = { status: "failed", controlFailed: true } as const;
const idle = { status: "passed", controlFailed: false } as const;

describe("the word for a check", () => {
  it("is its method's when it passed and its control failed", () => {
    expect(checkWord("certificate", passed)).toBe("proved");
    expect(checkWord("numerical", passed)).toBe("verified");
    expect(checkWord("experiment", passed)).toBe("supported");
  });

  it.each([failed, idle, { status: "failed", controlFailed: false }, { status: "error" }] as const)(
    "is `not reproduced` for %j",
    (outcome) => {
      for (const method of ["certificate", "numerical", "experiment"] as const) {
        expect(checkWord(method, outcome)).toBe("not reproduced");
      }
    },
  );

  it("is none before it was run", () => expect(checkWord("certificate", { status: "pending" })).toBeNull());

  it("is `not run` when it was not", () => expect(checkWord("certificate", { status: "not run" })).toBe("not run"));
});

describe("the word for a claim", () => {
  const of = (evidence: EvidenceWord[], corroboration: EvidenceWord[] = []) =>
    claimWord([
      ...evidence.map((word) => ({ role: "evidence", word }) as const),
      ...corroboration.map((word) => ({ role: "corroboration", word }) as const),
    ]);

  it("is the weakest among its evidence, in any order", () => {
    evidenceWords.forEach((strong, i) => {
      for (const weak of evidenceWords.slice(i)) {
        expect(of([strong, weak])).toBe(weak);
        expect(of([weak, strong])).toBe(weak);
      }
    });
  });

  it("gains nothing from a corroboration, and loses all by one that failed", () => {
    expect(of(["verified"], ["proved"])).toBe("verified");
    expect(of(["proved"], ["supported", "verified"])).toBe("proved");
    expect(of(["proved"], ["not run"])).toBe("proved");
    expect(of(["proved"], ["verified", "not reproduced"])).toBe("not reproduced");
    expect(of(["not run"], ["not reproduced"])).toBe("not run");
  });

  it("is none while a check waits, counted as evidence or not", () => {
    const proved = { role: "evidence", word: "proved" } as const;
    expect(claimWord([proved, { role: "evidence", word: null }])).toBeNull();
    expect(claimWord([proved, { role: "corroboration", word: null }])).toBeNull();
    expect(
      claimWord([
        { role: "evidence", word: "not reproduced" },
        { role: "evidence", word: null },
      ]),
    ).toBeNull();
  });

  it("is one of seven words", () => {
    expect(evidenceWords).toEqual([
      "proved",
      "certified",
      "verified",
      "supported",
      "inconclusive",
      "not reproduced",
      "not run",
    ]);
  });

  it("is `not run` without evidence", () => {
    expect(of([])).toBe("not run");
    expect(of([], ["proved"])).toBe("not run");
  });
});

describe("a fault", () => {
  it("is a proof or number that failed, an idle control or a breakdown, and no experiment that says no", () => {
    expect(isFault("certificate", failed)).toBe(true);
    expect(isFault("numerical", failed)).toBe(true);
    expect(isFault("experiment", failed)).toBe(false);
    for (const method of ["certificate", "numerical", "experiment"] as const) {
      expect(isFault(method, passed)).toBe(false);
      expect(isFault(method, idle)).toBe(true);
      expect(isFault(method, { status: "error" })).toBe(true);
      expect(isFault(method, { status: "not run" })).toBe(false);
      expect(isFault(method, { status: "pending" })).toBe(false);
    }
  });
});
