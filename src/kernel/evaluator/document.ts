import { createRequire } from "node:module";
import { kernelFolder } from "../folder.js";

const require = createRequire(kernelFolder);

/** Packages that draw into a document, and ask for the global one. */
const drawing = /[\\/]node_modules[\\/](@observablehq[\\/]plot|d3(-[\w-]+)?)[\\/]/;

let loaded: (Window & typeof globalThis) | undefined;

/** A page without a browser, made when it is needed first. */
export function page(): Window & typeof globalThis {
  loaded ??= (require("linkedom") as { parseHTML(html: string): Window & typeof globalThis }).parseHTML(
    "<!doctype html><html><head></head><body></body></html>",
  );
  return loaded;
}

/**
 * Gives `document` and `window` to packages that draw with them, and to nobody else: a library that finds them takes itself to be in a
 * browser, and does not work. So the global asks who wants to know.
 */
export function offerDocument(): void {
  for (const name of ["document", "window"] as const) {
    Object.defineProperty(globalThis, name, {
      get: (): unknown => {
        if (!drawing.test(caller())) return undefined;
        return name === "window" ? page() : page().document;
      },
      set: (value: unknown) => {
        Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
      },
      configurable: true,
      enumerable: false,
    });
  }
}

/** The file whose code has asked for a global. */
function caller(): string {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    // This function, the getter, and who has used it.
    Error.stackTraceLimit = 3;
    Error.prepareStackTrace = (_, sites) => sites[2]?.getFileName() ?? "";
    return String(new Error().stack);
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}
