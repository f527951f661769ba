import { getHeapStatistics } from "node:v8";
import { complete } from "./complete.js";
import { inspect } from "./inspect.js";
import { isComplete } from "./is-complete.js";
import { CellCompiler, type PrepareRequest } from "./prepare.js";
import type { LanguageSession } from "./session.js";
import { withoutTypes } from "./transform.js";

export type LanguageRequest =
  | { readonly method: "warm" }
  | ({ readonly method: "prepare" } & PrepareRequest)
  | ({ readonly method: "commit" } & PrepareRequest)
  | { readonly method: "revert"; readonly name: string }
  | { readonly method: "forget"; readonly names: readonly string[] }
  | { readonly method: "complete" | "inspect"; readonly text: string; readonly position: number }
  | { readonly method: "isComplete" | "toJavaScript" | "packages"; readonly text: string }
  | { readonly method: "mappings"; readonly text: string; readonly isSloppy: boolean };

const mostGarbage = 40 * 2 ** 20;

/** Answers the kernel's requests, one at a time, so that neither protocol nor cells ever wait for the compiler to finish. */
export function serve(session: LanguageSession): void {
  const compiler = new CellCompiler(session, JSON.parse(process.env.NORMLAB_KERNEL_BUILTINS ?? "[]") as string[]);

  function answer(request: LanguageRequest): unknown {
    switch (request.method) {
      case "warm":
        compiler.warm();
        return null;
      case "prepare":
        return compiler.prepare(request);
      case "commit":
        return compiler.commit(request);
      case "revert":
        session.revert(request.name);
        return null;
      case "forget":
        compiler.finish();
        session.forget(request.names);
        return null;
      case "complete":
        return complete(session, request.text, request.position);
      case "inspect":
        return inspect(session, request.text, request.position);
      case "packages":
        return session.packagesOf(request.text);
      case "mappings":
        return compiler.mappings(request.text, request.isSloppy);
      case "toJavaScript":
        return withoutTypes(request.text);
      case "isComplete":
        return isComplete(request.text);
    }
  }

  let used = getHeapStatistics().used_heap_size;
  /** Between requests, when it delays nobody as a rule: V8 itself would let garbage grow to the size of all that is in use. */
  function collectGarbage(): void {
    if (getHeapStatistics().used_heap_size < used + mostGarbage) return;
    globalThis.gc!();
    used = getHeapStatistics().used_heap_size;
  }

  process.on("message", ({ id, request }: { id: number; request: LanguageRequest }) => {
    try {
      process.send!({ id, result: answer(request) ?? null });
      compiler.finish();
    } catch (error) {
      process.send!({ id, failure: String((error as Error).stack ?? error) });
    }
    setImmediate(collectGarbage);
  });
  process.on("disconnect", () => process.exit());
}
