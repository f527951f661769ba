import { serve } from "./serve.js";
import { LanguageSession } from "./session.js";

// The process that holds the compiler.
serve(new LanguageSession(process.cwd()));
