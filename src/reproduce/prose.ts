import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { parse, type ObjectExpression, type Property } from "acorn";
import { simple } from "acorn-walk";
import { transform } from "esbuild";

/** An object literal with all the keys in `marks` is a claim, a check or an experiment; the keys in `prose` are words about it, or enter a task by themselves. */
const descriptions = [
  {
    marks: ["statement", "checks", "why"],
    prose: ["title", "statement", "source", "assumptions", "why", "covers", "theorem", "reported", "notebook"],
  },
  { marks: ["method", "role", "control"], prose: ["title", "control", "expectation", "parameters", "data"] },
  { marks: ["expectation", "control", "runTrial"], prose: ["title", "control", "expectation", "parameters", "data"] },
];

/**
 * The JavaScript of a module with the words of its claims, checks and experiments left out, and the parameters, which are part of a task by
 * themselves: rewording a statement, or a new profile, must not train a network again.
 */
export async function withoutProse(path: string): Promise<string> {
  const source = await readFile(path, "utf8");
  const code = extname(path) === ".ts" ? (await transform(source, { loader: "ts", target: "es2022" })).code : source;
  return blankProse(code);
}

/** The same for given JavaScript. */
export function blankProse(code: string): string {
  // An object may be described twice: a check that is an experiment.
  const blanks = new Set<Property>();
  simple(parse(code, { ecmaVersion: "latest", sourceType: "module" }), {
    ObjectExpression(node: ObjectExpression) {
      const properties = node.properties.filter((property) => property.type === "Property");
      const byName = new Map(properties.map((property) => [nameOf(property), property]));
      for (const { marks, prose } of descriptions) {
        if (!marks.every((mark) => byName.has(mark))) continue;
        for (const name of prose) if (byName.has(name)) blanks.add(byName.get(name)!);
      }
    },
  });
  let blanked = code;
  for (const { start, end } of [...blanks].sort((a, b) => b.start - a.start)) {
    blanked = blanked.slice(0, start) + blanked.slice(end).replace(/^\s*,/, "");
  }
  return blanked;
}

function nameOf(property: Property): string | undefined {
  const { key } = property;
  if (key.type === "Identifier" && !property.computed) return key.name;
  return key.type === "Literal" ? String(key.value) : undefined;
}
