import { startupSnapshot } from "node:v8";
import { CellCompiler } from "./prepare.js";
import { serve } from "./serve.js";
import { LanguageSession } from "./session.js";

// The process that holds the compiler, when it starts from a snapshot: up to here its heap is on disk, with the compiler loaded and
// the libraries parsed. Sessions share what was parsed, so this first one is made for that alone.
new CellCompiler(new LanguageSession(process.cwd()), []).warm();
startupSnapshot.setDeserializeMainFunction(() => serve(new LanguageSession(process.cwd())));
