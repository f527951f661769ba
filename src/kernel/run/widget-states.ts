import { textField, type JsonRecord, type Message } from "../protocol/wire.js";

interface Model {
  readonly state: Record<string, unknown>;
  readonly buffers: Map<string, { readonly path: unknown; readonly data: string }>;
}

/** What widgets are at the end of a run, in the form in which notebooks hold it, so that they are shown without a kernel. */
export class WidgetStates {
  readonly #models = new Map<string, Model>();

  /** Takes a message of the iopub channel. */
  add({ header, content, buffers }: Message): void {
    const id = textField(content.comm_id);
    const { method, state, buffer_paths } = (content.data ?? {}) as JsonRecord;
    if (header.msg_type === "comm_close") this.#models.delete(id);
    else if (header.msg_type === "comm_open" && content.target_name === "jupyter.widget") {
      this.#models.set(id, { state: {}, buffers: new Map() });
      this.#update(id, state, buffer_paths, buffers);
    } else if (header.msg_type === "comm_msg" && method === "update") this.#update(id, state, buffer_paths, buffers);
  }

  #update(id: string, state: unknown, paths: unknown, bytes: readonly Uint8Array[]): void {
    const model = this.#models.get(id);
    if (!model || typeof state !== "object" || state === null) return;
    Object.assign(model.state, state);
    for (const key of Object.keys(state)) {
      for (const [path, { path: place }] of model.buffers)
        if ((place as unknown[])[0] === key) model.buffers.delete(path);
    }
    for (const [i, path] of (Array.isArray(paths) ? (paths as unknown[]) : []).entries()) {
      const data = Buffer.from(bytes[i] ?? []).toString("base64");
      if (Array.isArray(path)) model.buffers.set(JSON.stringify(path), { path, data });
    }
  }

  /** What belongs into the notebook's metadata; `undefined` where there are no widgets. */
  get metadata(): JsonRecord | undefined {
    if (this.#models.size === 0) return undefined;
    const state = Object.fromEntries(
      [...this.#models].map(([id, { state: all, buffers }]) => {
        const {
          _model_name: model_name,
          _model_module: model_module,
          _model_module_version: model_module_version,
        } = all;
        const bytes = [...buffers.values()].map((each) => ({ encoding: "base64", ...each }));
        const model = { model_name, model_module, model_module_version, state: all };
        return [id, bytes.length === 0 ? model : { ...model, buffers: bytes }];
      }),
    );
    return { "application/vnd.jupyter.widget-state+json": { version_major: 2, version_minor: 0, state } };
  }
}
