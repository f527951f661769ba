/** One thing in several representations; a front end shows the richest it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** Shows a bundle below the running cell; with `update` in the place of the one with the same name. */
export type SendBundle = (bundle: MimeBundle, options: { displayId: string; update: boolean }) => void;

/** How the running kernel takes a whole bundle; undefined outside a notebook. */
export function notebookSender(): SendBundle | undefined {
  const own = (globalThis as Record<symbol, unknown>)[Symbol.for("Jupyter.displayBundle")];
  if (typeof own === "function") return own as SendBundle;
  return tslabSender();
}

/** tslab's public display pushes one representation a message; its own writer takes a bundle. It exists only once tslab runs a cell. */
function tslabSender(): SendBundle | undefined {
  // Asked for instead of imported, since figures are drawn in pages too.
  const { process } = globalThis;
  const require = process?.getBuiltinModule?.("node:module").createRequire(`${process.cwd()}/notebook.js`);
  if (require === undefined) return undefined;
  let file: string;
  try {
    file = require.resolve("tslab/dist/jupyter.js");
  } catch {
    return undefined;
  }
  const loaded = require.cache[file]?.exports as
    { lastWriteDisplayData?: (message: unknown, update: boolean) => void } | undefined;
  const write = loaded?.lastWriteDisplayData;
  if (!write) return undefined;
  return (data, { displayId, update }) => write({ data, metadata: {}, transient: { display_id: displayId } }, update);
}
