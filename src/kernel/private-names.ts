const prefix = "__user_";

/**
 * Names by which packages find out where they run, beside those that Node has itself: a notebook that declares one is no browser, and
 * neither a test nor another runtime.
 */
export const probedNames: readonly string[] = [
  ..."window document self navigator location history screen frames parent top opener external".split(" "),
  ..."localStorage sessionStorage indexedDB XMLHttpRequest FileReader Image Audio Option".split(" "),
  ..."Node Element HTMLElement HTMLCanvasElement HTMLImageElement HTMLVideoElement SVGElement".split(" "),
  ..."ImageData ImageBitmap createImageBitmap OffscreenCanvas CanvasRenderingContext2D WebGLRenderingContext".split(
    " ",
  ),
  ..."MutationObserver ResizeObserver IntersectionObserver customElements DOMParser XMLSerializer".split(" "),
  ..."requestAnimationFrame cancelAnimationFrame requestIdleCallback matchMedia getComputedStyle".split(" "),
  ..."addEventListener removeEventListener dispatchEvent attachEvent postMessage onmessage importScripts".split(" "),
  ..."Worker SharedWorker WorkerGlobalScope DedicatedWorkerGlobalScope ServiceWorkerGlobalScope".split(" "),
  ..."ActiveXObject MSApp opera chrome browser safari InstallTrigger Java Packages WScript phantom nw".split(" "),
  ..."define module exports require __webpack_require__ __non_webpack_require__ System".split(" "),
  ..."Deno Bun EdgeRuntime".split(" "),
  ..."jest vi mocha describe it test expect Cypress".split(" "),
  ..."jQuery regeneratorRuntime __DEV__ DEBUG".split(" "),
];

/** What `globalThis` calls a variable of the user whose own name belongs to Node or to the language. */
export function privateName(name: string): string {
  return `${prefix}${name}`;
}

/** The name that the user wrote. */
export function publicName(name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** A text of V8's with the names that the user wrote. */
export function withPublicNames(text: string): string {
  return text.replaceAll(prefix, "");
}
