import { buildSync } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";

const entry = fileURLToPath(new URL("../../src/exact/check-certificate.ts", import.meta.url));
const built = buildSync({
  entryPoints: [entry],
  bundle: true,
  write: false,
  metafile: true,
  format: "iife",
  globalName: "checker",
});
const files = Object.keys(built.metafile.inputs);

test("the checker runs where there is nothing but the language, and imports no package and no other room", () => {
  expect(files.filter((file) => !/^src\/exact\/[a-z-]+\.ts$/.test(file))).toEqual([]);
  const context = createContext(Object.create(null) as object);
  runInContext(built.outputFiles[0]!.text, context);
  const certificate = (relation: string) =>
    JSON.stringify({
      format: "normlab-certificate/1",
      kind: "inequality",
      claim: null,
      statement: "x(1 - x) on (0, 1)",
      polynomial: ["0", "1", "-1"],
      interval: ["0", "1"],
      relation,
    });
  const verdict = (text: string) =>
    runInContext(`checker.checkCertificate(${JSON.stringify(text)}).verdict`, context) as string;
  expect(verdict(certificate(">"))).toBe("accepted");
  expect(verdict(certificate("<"))).toBe("rejected");
});

test("the checker stays small: lines of code, comments and blank lines left out", () => {
  const code = (names: readonly string[]) =>
    names
      .flatMap((name) => readFileSync(name, "utf8").split("\n"))
      .filter((line) => line.trim() !== "" && !/^\s*(\/\/|\/\*|\*)/.test(line)).length;
  // What inequality, classification and shattering stand on; the other kinds are files of their own.
  const core = [
    "work",
    "json",
    "input-error",
    "integer",
    "rational",
    "polynomial",
    "certificate",
    "network",
    "network-in-balls",
    "layer-norm-net",
    "check-certificate",
    "check-classification",
  ];
  expect(code(core.map((name) => `src/exact/${name}.ts`))).toBeLessThan(1600);
  expect(code(files)).toBeLessThan(4310);
});
