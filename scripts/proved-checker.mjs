// Extracts the proved checker from proofs/checker: `npm run proved-checker`, or with `--check`, which compares only. Rocq's extraction gives the program
// in OCaml, which is kept as it is, and as a syntax tree, each node of which becomes the TypeScript expression that docs/trust.md lists.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { proofClosure, proofFolder } from "../dist/reproduce/rocq/sources.js";
import { ProofBuild, findRocq } from "../dist/reproduce/rocq/compiler.js";

const folder = fileURLToPath(new URL("../src/proved/", import.meta.url));
const roots = /^Extraction "checker.json" ([^.]*)\./m;

/** Fields of a constructor's arguments. */
const fields = "abcdefghij";

/** The program as Rocq gives it: the syntax tree, the names of what is asked for, and in OCaml. */
function extracted() {
  const scratch = mkdtempSync(join(tmpdir(), "normlab-proved-"));
  try {
    const build = new ProofBuild(proofFolder, scratch);
    const file = "checker/Extraction.v";
    for (const required of proofClosure(proofFolder, file).slice(0, -1)) build.compile(required);
    const source = readFileSync(join(proofFolder, file), "utf8");
    writeFileSync(join(scratch, "Extraction_run.v"), source);
    const coqc = findRocq().command;
    const args = [...coqc.slice(1), "-q", "-w", "none", "-Q", build.folder, "Normlab", "Extraction_run.v"];
    const { status, stderr } = spawnSync(coqc[0], args, { cwd: scratch, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    const names = roots.exec(source)[1].trim().split(/\s+/);
    const [tree, ocaml] = ["checker.json", "checker.ml"].map((name) => readFileSync(join(scratch, name), "utf8"));
    return [JSON.parse(tree), names, ocaml];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** TypeScript of the declarations that the named ones need. */
function program({ declarations }, names) {
  const terms = new Map();
  for (const declaration of declarations) {
    const items = declaration.what === "decl:fixgroup" ? declaration.fixlist : [declaration];
    for (const item of items) if (item.value !== undefined) terms.set(item.name, item.value);
  }
  const arity = (name) => {
    const value = terms.get(name);
    return value?.what === "expr:lambda" ? value.argnames.length : 0;
  };
  const done = new Map();
  const visit = (name) => {
    if (done.has(name)) return;
    if (!terms.has(name)) throw new Error(`${name} is not in the extracted program`);
    done.set(name, undefined);
    const value = terms.get(name);
    const text = name.startsWith("integer_") ? "" : declarationText(name, value, { arity, visit });
    done.delete(name);
    done.set(name, text);
  };
  names.forEach(visit);
  const integers = [...done.keys()].filter((name) => name.startsWith("integer_")).sort();
  return [
    "// @ts-nocheck",
    "/* eslint-disable */",
    "// Written by `npm run proved-checker` from proofs/checker/Extraction.v. Not to be edited.",
    `import { ${integers.join(", ")} } from "./integers.js";`,
    "",
    ...[...done.values()].filter((text) => text !== ""),
    "",
    `export { ${names.join(", ")} };`,
    "",
  ].join("\n");
}

const id = (name) =>
  name.replaceAll("'", "$") + (/^(?:case|in|of|new|let|this|var|default|class|do|if|for)$/.test(name) ? "$" : "");

function declarationText(name, value, world) {
  if (value.what !== "expr:lambda" || value.argnames.length === 0) {
    const body = value.what === "expr:lambda" ? value.body : value;
    return `const ${id(name)} = ${expression(body, world)};`;
  }
  const parameters = fresh(value.argnames);
  // A function made in the body would see the loop's later turns.
  const loops = !/"what":"expr:(?:lambda|fix)"/.test(JSON.stringify(value.body));
  const own = { name, parameters, loops, used: false };
  const body = statements(value.body, world, own);
  return `function ${id(name)}(${parameters.join(", ")}) {\n${own.used ? `for (;;) {\n${body}\n}` : body}\n}`;
}

/** `_` stands for an argument that is not used. */
function fresh(names) {
  return names.map((name, i) => (name === "_" ? `_${i}` : id(name)));
}

/** In tail position; a call of the function itself there becomes a turn of its loop. */
function statements(e, world, own) {
  if (e.what === "expr:let") {
    return `const ${id(e.name)} = ${expression(e.nameval, world)};\n${statements(e.body, world, own)}`;
  }
  if (e.what === "expr:case") {
    const subject = `$${(counter += 1)}`;
    const branches = e.cases.map(({ pat, body }) => {
      const { test, bindings } = pattern(pat, subject);
      const text = bindings + statements(body, world, own);
      return test === "true" ? `{ ${text} }` : `if (${test}) { ${text} }`;
    });
    const last = e.cases.at(-1).pat;
    // The cases are complete, as Rocq has seen; where they end with a constructor nothing else is left.
    const end = last.what === "pat:constructor" ? `\nthrow new Error("a value of no constructor");` : "";
    return `const ${subject} = ${expression(e.expr, world)};\n${branches.join("\n")}${end}`;
  }
  if (own?.loops && e.what === "expr:apply" && e.func.what === "expr:global" && e.func.name === own.name) {
    if (e.args.length === own.parameters.length) {
      own.used = true;
      return `[${own.parameters.join(", ")}] = [${e.args.map((arg) => expression(arg, world)).join(", ")}];\ncontinue;`;
    }
  }
  return `return ${expression(e, world)};`;
}

let counter = 0;

function pattern(pat, subject) {
  if (pat.what === "pat:wild") return { test: "true", bindings: "" };
  if (pat.what === "pat:rel") return { test: "true", bindings: `const ${id(pat.name)} = ${subject}; ` };
  if (pat.what !== "pat:constructor") throw new Error(`a pattern ${pat.what}`);
  const { name, argnames } = pat;
  if (["Z0", "Zpos", "Zneg", "XI", "XO", "XH"].includes(name)) throw new Error("a case on the digits of an integer");
  if (name === "True") return { test: subject, bindings: "" };
  if (name === "False") return { test: `!${subject}`, bindings: "" };
  if (name === "O") return { test: `${subject} === 0`, bindings: "" };
  if (name === "S") {
    return {
      test: `${subject} !== 0`,
      bindings: argnames[0] === "_" ? "" : `const ${id(argnames[0])} = ${subject} - 1; `,
    };
  }
  const bindings = argnames.map((arg, i) => (arg === "_" ? "" : `const ${id(arg)} = ${subject}.${fields[i]}; `));
  return { test: `${subject}.$ === "${name}"`, bindings: bindings.join("") };
}

function expression(e, world) {
  switch (e.what) {
    case "expr:rel":
      return id(e.name);
    case "expr:global": {
      world.visit(e.name);
      return curried(id(e.name), e.name.startsWith("integer_") ? integerArity(e.name) : world.arity(e.name));
    }
    case "expr:constructor":
      return constructor(
        e.name,
        e.args.map((arg) => expression(arg, world)),
      );
    case "expr:lambda": {
      if (e.argnames.length === 0) return expression(e.body, world);
      const heads = fresh(e.argnames)
        .map((name) => `(${name}) => `)
        .join("");
      return `(${heads}{ ${statements(e.body, world)} })`;
    }
    case "expr:apply": {
      const args = e.args.map((arg) => expression(arg, world));
      if (e.func.what !== "expr:global") return `${expression(e.func, world)}${args.map((arg) => `(${arg})`).join("")}`;
      const { name } = e.func;
      world.visit(name);
      const n = name.startsWith("integer_") ? integerArity(name) : world.arity(name);
      if (n > args.length || n === 0) return `${curried(id(name), n)}${args.map((arg) => `(${arg})`).join("")}`;
      const rest = args.slice(n).map((arg) => `(${arg})`);
      return `${id(name)}(${args.slice(0, n).join(", ")})${rest.join("")}`;
    }
    case "expr:let":
    case "expr:case":
      return `(() => { ${statements(e, world)} })()`;
    default:
      throw new Error(`a node ${e.what}`);
  }
}

const integerArity = (name) => (["integer_opp", "integer_sqrt", "integer_to_pos"].includes(name) ? 1 : 2);

/** A function of n arguments as one that takes them one by one. */
function curried(name, n) {
  if (n <= 1) return name;
  const names = Array.from({ length: n }, (_, i) => `$${i}`);
  return `(${names.map((a) => `(${a}) => `).join("")}${name}(${names.join(", ")}))`;
}

function constructor(name, args) {
  switch (name) {
    case "True":
      return "true";
    case "False":
      return "false";
    case "O":
      return "0";
    case "S":
      return `(${args[0]} + 1)`;
    case "Z0":
      return "0n";
    case "XH":
      return "1n";
    case "XO":
      return `(2n * ${args[0]})`;
    case "XI":
      return `(2n * ${args[0]} + 1n)`;
    case "Zpos":
      return args[0];
    case "Zneg":
      return `(-${args[0]})`;
    default:
      return `{ $: "${name}"${args.map((arg, i) => `, ${fields[i]}: ${arg}`).join("")} }`;
  }
}

const [tree, names, ocaml] = extracted();
const written = { "extracted.ts": program(tree, names), "native/checker.ml": ocaml };
for (const [file, text] of Object.entries(written)) {
  if (!process.argv.includes("--check")) writeFileSync(join(folder, file), text);
  else if (readFileSync(join(folder, file), "utf8") !== text) {
    console.error(`src/proved/${file} is not what the proofs give; npm run proved-checker writes it`);
    process.exitCode = 1;
  }
}
