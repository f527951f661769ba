// `npm run bench -- NAME [--json]`: the figures of one benchmark, a line each; without a name, of all.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { register } from "tsx/esm/api";
import { root } from "./setup.mjs";

const names = ["exact", "approximation", "separation", "kernel", "learning", "side-by-side", "reproduce"];
const json = process.argv.includes("--json");
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = asked.find((name) => !names.includes(name));
if (unknown) {
  console.error(`bench: expected one of ${names.join(", ")}, got ${unknown}`);
  process.exit(2);
}
register();
for (const name of asked.length > 0 ? asked : names) {
  const file = join(root, "bench", `${name}.ts`);
  if (!existsSync(file)) continue;
  const { bench } = await import(pathToFileURL(file).href);
  for (const figure of await bench()) console.log(json ? JSON.stringify(figure) : line(figure));
}

function line({ name, value, unit, peer, peerValue, ratio }) {
  const own = `${name}: ${number(value)} ${unit}`;
  return peer === undefined || peer === null
    ? own
    : `${own}; ${peer}: ${number(peerValue)} ${unit}; ratio ${number(ratio)}`;
}

function number(value) {
  return typeof value === "number" ? Number(value.toPrecision(4)).toString() : String(value);
}
