import type { Runtime } from "node:inspector";
import { cellParameters } from "../cell-parameters.js";
import { publicName } from "../private-names.js";
import type { Inspector } from "../processes/inspector.js";
import { DebugError, type DapVariable } from "./protocol.js";
import { isExpandable, lengthOf, typeText, valueText, type Dialect } from "./values.js";

/** How many elements of an array are shown when the request names no number. */
const shownElements = 1000;
const objectGroup = "variables";
const hidden: ReadonlySet<string> = new Set(cellParameters);

/** What a reference stands for. */
type Referred = ReferredObject | Scopes;

interface ReferredObject {
  readonly objectId: string;
  /** Of an array. */
  readonly length: number | undefined;
}

export interface Scopes {
  /** Objects whose properties are the variables; those of earlier ones hide those of later ones. */
  readonly objectIds: readonly string[];
  readonly receiver?: Runtime.RemoteObject | undefined;
  /** Whether the notebook's own variables belong to them. */
  readonly notebook?: boolean;
}

/** The variables of frames, of objects and of the notebook, under the references that the debugger hands out. */
export class Variables {
  readonly #inspector: Inspector;
  readonly #notebook: () => ReadonlySet<string>;
  #referred = new Map<number, Referred>();
  #count = 0;
  dialect: Dialect = "plain";

  /** @param notebook names of the properties of `globalThis` that cells have declared */
  constructor(inspector: Inspector, notebook: () => ReadonlySet<string>) {
    this.#inspector = inspector;
    this.#notebook = notebook;
  }

  /** Makes all references invalid, and lets the objects behind them go. */
  async clear(): Promise<void> {
    if (this.#referred.size === 0) return;
    this.#referred = new Map();
    await this.#inspector.post("Runtime.releaseObjectGroup", { objectGroup });
  }

  referToScopes(scopes: Scopes): number {
    return this.#refer(scopes);
  }

  async ofNotebook(): Promise<DapVariable[]> {
    const { result } = await this.#inspector.post<{ result: Runtime.RemoteObject }>("Runtime.evaluate", {
      expression: "globalThis",
      objectGroup,
      silent: true,
    });
    const properties = await this.#properties(result.objectId!);
    const names = this.#notebook();
    return properties.result
      .filter(({ name }) => names.has(name))
      .map((property) => this.#variable({ ...property, name: publicName(property.name) }));
  }

  /** Answers a `variables` request. Throws a `DebugError` for a reference that is no longer valid. */
  async of(reference: number, start = 0, count = 0): Promise<DapVariable[]> {
    const referred = this.#referred.get(reference);
    if (!referred) throw new DebugError(`variablesReference: ${reference} is not valid, or no longer`);
    if ("objectId" in referred) return this.#ofObject(referred, start, count);
    const found = new Map<string, DapVariable>();
    if (referred.receiver) found.set("this", this.#variable({ name: "this", value: referred.receiver }));
    for (const objectId of referred.objectIds) {
      for (const property of (await this.#properties(objectId)).result) {
        if (hidden.has(property.name) || found.has(property.name)) continue;
        found.set(property.name, this.#variable(property));
      }
    }
    if (referred.notebook) {
      for (const variable of await this.ofNotebook()) if (!found.has(variable.name)) found.set(variable.name, variable);
    }
    return [...found.values()];
  }

  /** A value that was evaluated, as the response of `evaluate` shows it. */
  describe(value: Runtime.RemoteObject): {
    readonly result: string;
    readonly type?: string;
    variablesReference: number;
  } {
    const { value: result, type, variablesReference } = this.#variable({ name: "", value });
    return { result, ...(type !== undefined && { type }), variablesReference };
  }

  async #ofObject({ objectId, length }: ReferredObject, start: number, count: number) {
    if (length !== undefined && (length > shownElements || count > 0 || start > 0)) {
      return this.#elements(objectId, start, Math.min(length, start + (count || shownElements)), length);
    }
    const { result, internalProperties = [] } = await this.#properties(objectId);
    const own = result.filter(({ name }) => length === undefined || name !== "length");
    const variables = own.map((property) => this.#variable(property, length !== undefined));
    for (const { name, value } of internalProperties) {
      if (!value || name === "[[Prototype]]" || name === "[[Scopes]]") continue;
      if (name === "[[Entries]]") variables.push(...(await this.#entries(value.objectId!)));
      else if (!name.startsWith("[[Function") && !/^\[\[(Array|Int|Uint|Byte)/.test(name)) {
        variables.push(this.#variable({ name, value }));
      }
    }
    return variables;
  }

  /** Part of a long array, without a look at the rest of it. */
  async #elements(objectId: string, start: number, end: number, length: number): Promise<DapVariable[]> {
    const { result } = await this.#inspector.post<{ result: Runtime.RemoteObject }>("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: "function (start, end) { return Array.prototype.slice.call(this, start, end); }",
      arguments: [{ value: start }, { value: end }],
      silent: true,
    });
    const { result: elements } = await this.#properties(result.objectId!);
    const variables = elements
      .filter(({ name }) => name !== "length")
      .map((element) => this.#variable({ ...element, name: String(start + Number(element.name)) }, true));
    if (end < length) variables.push({ name: "…", value: `${length - end} more`, variablesReference: 0 });
    return variables;
  }

  /** Keys and values of a map, elements of a set. */
  async #entries(objectId: string): Promise<DapVariable[]> {
    const { result } = await this.#properties(objectId);
    const entries = result.filter(({ name }) => name !== "length").slice(0, shownElements);
    return Promise.all(
      entries.map(async ({ name, value }) => {
        const parts = (await this.#properties(value!.objectId!)).result;
        const key = parts.find((part) => part.name === "key")?.value;
        const content = parts.find((part) => part.name === "value")?.value;
        return this.#variable({ name: key ? valueText(key) : name, value: content });
      }),
    );
  }

  #properties(objectId: string): Promise<Runtime.GetPropertiesReturnType> {
    return this.#inspector.post("Runtime.getProperties", { objectId, ownProperties: true, generatePreview: true });
  }

  #variable(property: { name: string; value?: Runtime.RemoteObject | undefined }, isElement = false): DapVariable {
    const { name, value } = property;
    // Looking at a variable must not run code: getters are named, not called.
    if (!value) return { name, value: "(getter)", variablesReference: 0 };
    const length = lengthOf(value);
    const type = typeText(value, this.dialect);
    return {
      name,
      value: valueText(value),
      ...(type !== undefined && { type }),
      ...(!isElement && { evaluateName: name }),
      variablesReference: isExpandable(value) ? this.#refer({ objectId: value.objectId!, length }) : 0,
      ...(length !== undefined && { indexedVariables: length }),
      ...(value.type === "string" && { presentationHint: { attributes: ["rawString"] } }),
    };
  }

  #refer(referred: Referred): number {
    this.#referred.set(++this.#count, referred);
    return this.#count;
  }
}
