import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkCertificate } from "../../src/exact/index.js";
import { checkProved } from "../../src/proved/check.js";
import { checkProvedNatively, nativeProgram } from "../../src/proved/native.js";
import { normlab } from "../cli/normlab.js";
import { temporaryFolder } from "../reproduce/folder.js";
import { examples, inequality } from "./examples.js";
import { randomCertificates } from "./random-certificates.js";

// Set-up builds it where OCaml is, and says so where it is not.
describe.skipIf(!existsSync(nativeProgram))("the proved checker as a native program", () => {
  const natively = (value: unknown, seconds = 60): string => {
    const file = join(temporaryFolder(), "certificate.json");
    writeFileSync(file, JSON.stringify(value));
    return checkProvedNatively(file, seconds)!.verdict;
  };

  test.each(examples)("accepts %s, and not when it is made false", (_, certificate, change) => {
    expect(natively(certificate)).toBe("accepted");
    expect(natively({ ...certificate, ...change })).toBe("not accepted");
  });

  test("says what the same checker says in Node", () => {
    const next = randomCertificates(3);
    for (let i = 0; i < 150; i += 1) {
      const certificate = next();
      expect([natively(certificate), certificate]).toEqual([checkProved(certificate).verdict, certificate]);
    }
  });

  test("does not cover what it cannot read", () => {
    expect(natively({ ...inequality, kind: "ridge-sum" })).toBe("not covered");
    expect(natively({ ...inequality, polynomial: ["1/0"] })).toBe("not covered");
    expect(natively({ ...inequality, polynomial: ["0.5"] })).toBe("not covered");
    expect(natively({ ...inequality, polynomial: ["1/2/3"] })).toBe("not covered");
  });

  test("is stopped where it takes long", () => {
    const power = (base: object) => ({ op: "pow", args: [base], exponent: 1000 });
    const side = power(power({ var: 0 }));
    const identity = { ...inequality, kind: "identity", variables: 1, left: side, right: side };
    expect(checkCertificate(identity)).toEqual({ verdict: "accepted" });
    expect(natively(identity, 1)).toBe("not covered");
  });

  test("is what check --proved runs", async () => {
    const file = join(temporaryFolder(), "certificate.json");
    writeFileSync(file, JSON.stringify(inequality));
    const { stdout, code } = await normlab(["check", "--proved", "--json", file]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ proved: { verdict: "accepted" }, provedBy: "native program" }]);
  });
});
