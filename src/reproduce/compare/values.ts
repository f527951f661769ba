import type { Json } from "../../claims/claim.js";

/** How near two numbers must come: their difference is at most `value` times the larger of them, or times `floor` where both are smaller. */
export interface Nearness {
  readonly value: number;
  readonly floor: number;
}

/** A place where two values differ; `null` stands also for what only one of them has. */
export interface ValueDifference {
  /** `measurements.maximum`, `trials[3].loss`. */
  readonly where: string;
  readonly a: Json;
  readonly b: Json;
  /** `number`: beyond the tolerance. `value`: another text, truth or form. `missing`: only one has it. */
  readonly kind: "number" | "value" | "missing";
}

/** Whether two numbers agree; equal ones do under every tolerance. */
export function agree(a: number, b: number, { value, floor }: Nearness): boolean {
  return a === b || Math.abs(a - b) <= value * Math.max(floor, Math.abs(a), Math.abs(b));
}

/**
 * Every place where two values differ. Numbers that stand in text are compared as numbers.
 *
 * @example
 * differences({ x: 1, y: "1.0 s" }, { x: 1.5, y: "1 s" }, { value: 0.1, floor: 1 }).map(({ where }) => where); // => ["x"]
 */
export function differences(a: Json, b: Json, nearness: Nearness, where = ""): ValueDifference[] {
  if (typeof a === "number" && typeof b === "number") {
    return agree(a, b, nearness) ? [] : [{ where, a, b, kind: "number" }];
  }
  if (typeof a === "string" && typeof b === "string") {
    return textsAgree(a, b, nearness) ? [] : [{ where, a, b, kind: "value" }];
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) {
      return [{ where: `${where}.length`, a: a.length, b: b.length, kind: "missing" }];
    }
    return a.flatMap((item, i) => differences(item as Json, b[i] as Json, nearness, `${where}[${i}]`));
  }
  if (isObject(a) && isObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((key): ValueDifference[] => {
      const at = where === "" ? key : `${where}.${key}`;
      if (a[key] === undefined || b[key] === undefined) {
        return [{ where: at, a: a[key] ?? null, b: b[key] ?? null, kind: "missing" }];
      }
      return differences(a[key], b[key], nearness, at);
    });
  }
  return a === b ? [] : [{ where, a, b, kind: "value" }];
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

const numberPattern = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

function textsAgree(a: string, b: string, nearness: Nearness): boolean {
  if (a === b) return true;
  if (a.replace(numberPattern, "#") !== b.replace(numberPattern, "#")) return false;
  const [before, after] = [a.match(numberPattern) ?? [], b.match(numberPattern) ?? []];
  return before.every((text, i) => agree(Number(text), Number(after[i]), nearness));
}
