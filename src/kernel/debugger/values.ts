import type { Runtime } from "node:inspector";

/** Longest text that is shown for a value. */
const longest = 1000;

/** Words for the types of primitive values: JavaScript's own, or those that JupyterLab's panel knows and beside which it shows the value. */
const words = {
  plain: { number: "number", string: "string", boolean: "boolean" },
  jupyterlab: { number: "float", string: "str", boolean: "bool" },
} as const;

export type Dialect = keyof typeof words;

/** A value as text, on one line. */
export function valueText(value: Runtime.RemoteObject): string {
  if (value.type === "string") return shorten(`'${String(value.value).replaceAll("\n", "\\n")}'`);
  if (value.type === "undefined") return "undefined";
  if (value.subtype === "null") return "null";
  if (value.unserializableValue !== undefined) return value.unserializableValue;
  if (value.type === "number" || value.type === "boolean") return String(value.value);
  if (value.type === "function") return shorten(value.description!.split(/\s*[{\n]/, 1)[0]!);
  if (value.preview && value.type === "object") return shorten(previewText(value.preview));
  return shorten(value.description ?? value.type);
}

/** The type of a value: of an object the name of its class, with its size where it has one; `undefined` where only the value tells. */
export function typeText(value: Runtime.RemoteObject, dialect: Dialect): string | undefined {
  const { type, subtype, description, className } = value;
  if (type === "object" && subtype !== "null") return subtype === "error" ? className : (description ?? className);
  if (type === "number" || type === "string" || type === "boolean") return words[dialect][type];
  if (type === "function") return description?.startsWith("class ") ? "class" : "function";
  if (dialect === "plain") return subtype ?? type;
  return undefined;
}

/** Whether `variables` can be asked for what is inside a value. */
export function isExpandable(value: Runtime.RemoteObject): boolean {
  return value.objectId !== undefined && (value.type === "object" || value.type === "function");
}

/** The length of an array or typed array. */
export function lengthOf(value: Runtime.RemoteObject): number | undefined {
  if (value.subtype !== "array" && value.subtype !== "typedarray") return undefined;
  const match = /\((\d+)\)$/.exec(value.description ?? "");
  return match ? Number(match[1]) : undefined;
}

function previewText(preview: Runtime.ObjectPreview): string {
  const { subtype, description = "Object", properties, entries, overflow } = preview;
  const more = overflow ? ", …" : "";
  if (subtype === "array" || subtype === "typedarray") {
    return `${description} [${properties.map((each) => propertyText(each)).join(", ")}${more}]`;
  }
  if (entries) {
    const shown = entries.map(({ key, value }) =>
      key ? `${entryText(key)} => ${entryText(value)}` : entryText(value),
    );
    return `${description} {${shown.join(", ")}${more}}`;
  }
  if (subtype && subtype !== "proxy") return description;
  return `${description} {${properties.map((each) => `${each.name}: ${propertyText(each)}`).join(", ")}${more}}`;
}

function propertyText({ type, value, valuePreview }: Runtime.PropertyPreview): string {
  if (type === "accessor") return "(getter)";
  if (type === "string") return `'${value}'`;
  return value || valuePreview?.description || type;
}

function entryText({ type, description = "" }: Runtime.ObjectPreview): string {
  return type === "string" ? `'${description}'` : description || type;
}

function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
