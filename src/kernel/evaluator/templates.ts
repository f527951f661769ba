import { readFileSync } from "node:fs";
import { displayMethod, type MimeBundle } from "./format.js";

/** A value that a cell shows in a form of its own. */
export interface Shown {
  [displayMethod](): MimeBundle;
}

type Template = (strings: TemplateStringsArray, ...values: readonly unknown[]) => Shown;

function template(mime: string): Template {
  return (strings, ...values) => {
    const text = strings.reduce((before, part, i) => `${before}${String(values[i - 1])}${part}`);
    return { [displayMethod]: () => ({ [mime]: text, "text/plain": text }) };
  };
}

const signatures: readonly (readonly [mime: string, start: readonly number[]])[] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
];

/** A picture from its bytes or its file, told by its first bytes; anything else throws a `TypeError`. */
function image(source: Uint8Array | string): Shown {
  const bytes = typeof source === "string" ? readFileSync(source) : source;
  const known = signatures.find(([, start]) => start.every((byte, i) => bytes[i] === byte));
  if (!known) throw new TypeError("image: expected the bytes of a PNG, JPEG or GIF picture");
  const content = Buffer.from(bytes).toString("base64");
  return { [displayMethod]: () => ({ [known[0]]: content, "text/plain": `(${known[0]}, ${bytes.length} bytes)` }) };
}

/** Tagged templates and pictures, for the last line of a cell or for `display`, as in Deno. */
export const templates = {
  html: template("text/html"),
  md: template("text/markdown"),
  svg: template("image/svg+xml"),
  image,
};
