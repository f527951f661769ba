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

  it("is none before it was run, and where something from outside ended it", () => {
    expect(checkWord("certificate", { status: "pending" })).toBeNull();
    expect(checkWord("certificate", { status: "interrupted" })).toBeNull();
  });

  it("is `not run` when it was not", () => expect(checkWord("certificate", { status: "not run" })).toBe("not run"));
});

describe("the word for a claim", () => {
  const of = (evidence: EvidenceWord[], corroboration: EvidenceWord[] = []) =>
    claimWord(
      [
        ...evidence.map((word) => ({ method: "certificate", role: "evidence", word }) as const),
        ...corroboration.map((word) => ({ method: "numerical", role: "corroboration", word }) as const),
      ],
      true,
    );

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
    const method = "certificate";
    const proved = { method, role: "evidence", word: "proved" } as const;
    expect(claimWord([proved, { method, role: "evidence", word: null }], true)).toBeNull();
    expect(claimWord([proved, { method, role: "corroboration", word: null }], true)).toBeNull();
    const refuted = { method, role: "evidence", word: "not reproduced" } as const;
    expect(claimWord([refuted, { method, role: "evidence", word: null }], true)).toBeNull();
  });

  it("is `certified` at most where certificates leave something of the statement out", () => {
    const certificate = { method: "certificate", role: "evidence", word: "proved" } as const;
    expect(claimWord([certificate], false)).toBe("certified");
    expect(claimWord([certificate], true)).toBe("proved");
  });

  it("is `proved` by a theorem that leaves nothing out and was checked, whatever corroborates it, and by no other", () => {
    const theorem = (word: EvidenceWord) => ({ method: "theorem", role: "evidence", word }) as const;
    const numerical = (word: EvidenceWord) => ({ method: "numerical", role: "evidence", word }) as const;
    const certificate = (word: EvidenceWord) => ({ method: "certificate", role: "evidence", word }) as const;
    expect(claimWord([theorem("proved"), numerical("verified")], true)).toBe("proved");
    expect(claimWord([theorem("proved"), certificate("proved")], true)).toBe("proved");
    expect(claimWord([theorem("proved"), certificate("proved")], false)).toBe("certified");
    expect(claimWord([theorem("proved"), numerical("verified")], false)).toBe("verified");
    expect(claimWord([theorem("proved"), certificate("not reproduced")], true)).toBe("not reproduced");
    expect(claimWord([theorem("proved"), numerical("not reproduced")], true)).toBe("not reproduced");
    expect(claimWord([theorem("not reproduced"), certificate("proved")], true)).toBe("not reproduced");
  });

  it("is what certificates give where no proof assistant is, `certified` at most", () => {
    const theorem = { method: "theorem", role: "evidence", word: "not run" } as const;
    expect(claimWord([theorem, { method: "certificate", role: "evidence", word: "proved" }], true)).toBe("certified");
    expect(claimWord([theorem, { method: "numerical", role: "evidence", word: "verified" }], true)).toBe("verified");
    expect(claimWord([theorem], true)).toBe("not run");
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
  it("is a proof or number that failed, an idle control, a breakdown or an interruption, and no experiment that says no", () => {
    expect(isFault("certificate", failed)).toBe(true);
    expect(isFault("numerical", failed)).toBe(true);
    expect(isFault("experiment", failed)).toBe(false);
    for (const method of ["certificate", "numerical", "experiment"] as const) {
      expect(isFault(method, passed)).toBe(false);
      expect(isFault(method, idle)).toBe(true);
      expect(isFault(method, { status: "error" })).toBe(true);
      expect(isFault(method, { status: "interrupted" })).toBe(true);
      expect(isFault(method, { status: "not run" })).toBe(false);
      expect(isFault(method, { status: "pending" })).toBe(false);
    }
  });
});
