import { textField, type JsonRecord, type Message } from "../protocol/wire.js";

export type Output = Record<string, unknown>;

/** What cells put out, collected in the notebook format's form as a frontend does it. */
export class Outputs {
  readonly #cells = new Map<string, Output[]>();
  readonly #shown = new Map<string, Output[]>();
  /** Requests whose outputs are removed when the next one comes. */
  readonly #cleared = new Set<string>();

  /** Outputs of a request go to this list. */
  follow(request: string, outputs: Output[]): void {
    this.#cells.set(request, outputs);
  }

  /** Takes a message of the iopub channel; gives what it adds, if it is an output of a cell. */
  add({ header, parentHeader, content }: Message): Output | undefined {
    const request = textField(parentHeader.msg_id);
    if (header.msg_type === "update_display_data") {
      for (const each of this.#shown.get(displayId(content) ?? "") ?? []) {
        Object.assign(each, { data: content.data, metadata: content.metadata });
      }
      return undefined;
    }
    const outputs = this.#cells.get(request);
    if (!outputs) return undefined;
    if (header.msg_type === "clear_output") {
      if (content.wait === true) this.#cleared.add(request);
      else outputs.length = 0;
      return undefined;
    }
    const output = outputOf(header.msg_type, content);
    if (!output) return undefined;
    if (this.#cleared.delete(request)) outputs.length = 0;
    const last = outputs.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      last.text = `${String(last.text)}${String(output.text)}`;
      return output;
    }
    outputs.push(output);
    const id = displayId(content);
    if (id !== undefined) this.#shown.set(id, [...(this.#shown.get(id) ?? []), output]);
    return output;
  }
}

function outputOf(type: string, content: JsonRecord): Output | undefined {
  const { name, text, data, metadata, execution_count, ename, evalue, traceback } = content;
  switch (type) {
    case "stream":
      return { output_type: type, name, text };
    case "display_data":
      return { output_type: type, data, metadata };
    case "execute_result":
      return { output_type: type, data, metadata, execution_count };
    case "error":
      return { output_type: type, ename, evalue, traceback };
    default:
      return undefined;
  }
}

function displayId({ transient }: JsonRecord): string | undefined {
  const { display_id } = (transient ?? {}) as { display_id?: unknown };
  return typeof display_id === "string" ? display_id : undefined;
}
