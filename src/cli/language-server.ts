import type { Command } from "commander";
import { InputError } from "../exact/input-error.js";

/** `normlab language-server` and `normlab-kernel language-server`. */
export function register(program: Command): void {
  program
    .command("language-server")
    .description("what editors know of notebooks: errors, completion, definitions, renaming (LSP 3.17)")
    .option("--stdio", "on standard input and output, the only way there is")
    .action(async ({ stdio }: { readonly stdio?: boolean }) => {
      if (!stdio) throw new InputError({ code: "missing", where: "--stdio", expected: "--stdio", received: "nothing" });
      await import("../kernel/language-server/main.js");
    });
}
