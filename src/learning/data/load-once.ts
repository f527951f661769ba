/**
 * `load`, but each part of a set is read once a process and data folder: trials come one after the other. A failure is not kept, as data that
 * were missing may be there the next time.
 */
export function loadOnce<Part extends string, Loaded>(
  load: (part: Part) => Promise<Loaded>,
): (part: Part) => Promise<Loaded> {
  const loaded = new Map<string, Promise<Loaded>>();
  return (part) => {
    const key = `${part} ${process.env["NORMLAB_DATA"]}`;
    const found = loaded.get(key) ?? load(part);
    loaded.set(key, found);
    found.catch(() => loaded.delete(key));
    return found;
  };
}
