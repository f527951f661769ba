import { startupSnapshot } from "node:v8";
import { CellCompiler } from "./prepare.js";
import { serve } from "./serve.js";
import { LanguageSession } from "./session.js";

// The process that holds the compiler, when it starts from a snapshot: up to here its heap is on disk, with the compiler loaded and
// the libraries parsed. Sessions share what was parsed, so this first one is made for that alone. Of the language server's process too.
new CellCompiler(new LanguageSession(process.cwd()), []).warm();
startupSnapshot.setDeserializeMainFunction(() => {
  if (process.argv[1]?.includes("language-server")) void startLanguageServer();
  else serve(new LanguageSession(process.cwd()));
});

async function startLanguageServer(): Promise<void> {
  process.send!("started");
  process.once("disconnect", () => process.exit(1));
  await import("../language-server/serve.js");
}
