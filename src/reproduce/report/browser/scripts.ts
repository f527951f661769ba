/// <reference lib="dom" />

/** Loads a script of the site: pages opened from a file may load scripts, but not fetch. `path` is from the site's folder. */
export function loadScript(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${document.body.dataset.root ?? ""}${path}`;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${script.src} could not be loaded`));
    document.head.append(script);
  });
}
