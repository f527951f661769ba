import { createHook } from "node:async_hooks";
import { createRequire } from "node:module";
import { kernelFolder } from "../folder.js";
import { withoutDeprecationWarning } from "./own-warnings.js";

interface AsyncWrapBinding {
  readonly async_hook_fields: Uint32Array;
  readonly constants: { readonly kCheck: number; readonly kTotals: number };
  clearAsyncIdStack(): void;
}

/**
 * Makes it possible to stop running JavaScript from outside and go on afterwards. Node checks that its stack of asynchronous
 * contexts is balanced, and aborts the process when code was terminated in the middle; as soon as something uses async hooks
 * (`AsyncLocalStorage` does) the checks are on whatever the command line says. They are switched off here each time hooks are
 * switched on. Returns a function to be called after a termination: it empties that stack.
 */
export function allowTermination(): () => void {
  const binding = asyncWrap();
  const { async_hook_fields: fields, constants } = binding;
  const prototype = Object.getPrototypeOf(createHook({})) as { enable(): unknown; disable(): unknown };
  let totals = fields[constants.kTotals]!;
  for (const method of ["enable", "disable"] as const) {
    const original = prototype[method];
    prototype[method] = function (this: unknown) {
      fields[constants.kTotals] = totals;
      const result = original.call(this);
      totals = fields[constants.kTotals];
      switchOff();
      return result;
    };
  }
  function switchOff(): void {
    fields[constants.kTotals] = 0;
    fields[constants.kCheck] = 0;
  }
  switchOff();
  return () => binding.clearAsyncIdStack();
}

/** Node's own counters, by the way that this version of Node has to them. */
function asyncWrap(): AsyncWrapBinding {
  if (process.execArgv.includes("--expose-internals")) {
    const internals = createRequire(kernelFolder)("internal/test/binding") as {
      internalBinding(name: string): AsyncWrapBinding;
    };
    return internals.internalBinding("async_wrap");
  }
  return withoutDeprecationWarning(() =>
    (process as unknown as { binding(name: string): AsyncWrapBinding }).binding("async_wrap"),
  );
}
