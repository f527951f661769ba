import { register } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";
import { register as registerRequire } from "tsx/cjs/api";
import { allowTypeScriptElsewhere } from "./typescript-elsewhere.js";

// What workers and forked processes begin with whose file is TypeScript: first its loader, then the hooks that are asked before it.
registerTypeScript();
registerRequire();
register(new URL("module-hooks.js", import.meta.url), { data: { folder: process.cwd() } });
allowTypeScriptElsewhere();
