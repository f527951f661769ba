import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import * as exact from "../src/exact/index.js";

/**
 * Runs the `@example` of every docstring under `src/`. A statement followed by `// => value` (on its last line or the next) must have that value:
 * numbers to 1e-9 relative, everything else deeply equal. The names an example uses are the exports of its file, of its
 * room's index and of the exact numbers, and `tf` in the learning room; nothing needs to be imported.
 */
const root = join(import.meta.dirname, "..");

interface Example {
  readonly name: string;
  readonly file: string;
  readonly code: string;
}

function examplesOf(file: string): Example[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const examples: Example[] = [];
  const visit = (node: ts.Node): void => {
    for (const tag of ts.getJSDocTags(node)) {
      if (tag.tagName.text !== "example" || tag.parent.parent !== node) continue;
      const raw = source.text.slice(tag.tagName.end, tag.end).replace(/\*\/\s*$/, "");
      const code = raw
        .split("\n")
        .map((line) => line.replace(/^\s*\* ?/, ""))
        .filter((line) => !line.startsWith("```"))
        .join("\n");
      const line = source.getLineAndCharacterOfPosition(tag.pos).line + 1;
      examples.push({ name: `${relative(root, file)}:${line}`, file, code });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return examples;
}

/** JavaScript of the example in which every `// => value` has become a call of `__expect(actual, expected)`. */
function instrument(code: string): { script: string; expectations: number } {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  let expectations = 0;
  const statements = source.statements.map((statement) => {
    const text = statement.getText(source);
    const expected = /^\s*\/\/ => (.*)/.exec(code.slice(statement.end))?.[1];
    if (expected === undefined) return text;
    expectations++;
    if (ts.isExpressionStatement(statement)) {
      return `__expect(${statement.expression.getText(source)}, (${expected}));`;
    }
    if (ts.isVariableStatement(statement)) {
      const name = statement.declarationList.declarations.at(-1)!.name.getText(source);
      return `${text}\n__expect(${name}, (${expected}));`;
    }
    throw new Error(`"// => …" stands behind a statement that has no value: ${text}`);
  });
  const body = `async function example() {\n${statements.join("\n")}\n}`;
  const script = ts.transpileModule(body, { compilerOptions: { target: ts.ScriptTarget.ES2022 } }).outputText;
  return { script, expectations };
}

/** Numbers to 1e-9 relative (1e-12 absolute at an expected 0), the rest deeply equal. */
function close(actual: unknown, expected: unknown): unknown {
  if (typeof expected === "number" && typeof actual === "number") {
    const tolerance = expected === 0 ? 1e-12 : 1e-9 * Math.abs(expected);
    return Math.abs(actual - expected) <= tolerance ? expected : actual;
  }
  if (Array.isArray(actual) || ArrayBuffer.isView(actual)) {
    const list = Array.isArray(expected) || ArrayBuffer.isView(expected) ? (expected as ArrayLike<unknown>) : [];
    return Array.from(actual as unknown as ArrayLike<unknown>, (item, i) => close(item, list[i]));
  }
  if (actual !== null && typeof actual === "object" && Object.getPrototypeOf(actual) === Object.prototype) {
    const fields = (expected ?? {}) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(actual).map(([key, value]) => [key, close(value, fields[key])]));
  }
  return actual;
}

const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(root, "src", name))
  .sort();
const examples = files.flatMap(examplesOf);

describe("examples of docstrings", () => {
  it("are found", () => expect(examples.length).toBeGreaterThan(10));

  it.each(examples.map((example) => [example.name, example] as const))("%s", async (_, { file, code }) => {
    const room = relative(join(root, "src"), file).split("/")[0]!;
    const index = files.includes(join(root, "src", room, "index.ts"))
      ? ((await import(join(root, "src", room, "index.ts"))) as object)
      : {};
    const library = room === "learning" ? { tf: await import("@tensorflow/tfjs") } : {};
    const names: Record<string, unknown> = { ...exact, ...library, ...index, ...((await import(file)) as object) };
    const { script, expectations } = instrument(code);
    expect(expectations, "an example has at least one `// => value`").toBeGreaterThan(0);
    const compare = (actual: unknown, expected: unknown) => expect(close(actual, expected)).toEqual(expected);
    const run = new Function("__expect", ...Object.keys(names), `${script}\nreturn example();`);
    await run(compare, ...Object.values(names));
  });
});

describe("the comparison of examples", () => {
  it.each([
    [1 + 1e-8, 1],
    [[1, 2], [1]],
    [{ a: 1 }, { a: 1, b: 2 }],
    ["1", 1],
    [NaN, 0],
  ])("does not take %j for %j", (actual, expected) => {
    expect(() => expect(close(actual, expected)).toEqual(expected)).toThrow();
  });
});
