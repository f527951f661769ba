import { register } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";
import { register as registerRequire } from "tsx/cjs/api";
import { withoutDeprecationWarning } from "./own-warnings.js";
import { allowTypeScriptElsewhere } from "./typescript-elsewhere.js";

// What workers and forked processes begin with whose file is TypeScript: first its loader, then the hooks that are asked before it.
registerTypeScript();
registerRequire();
const options = { data: { folder: process.cwd() } };
withoutDeprecationWarning(() => register(new URL("module-hooks.js", import.meta.url), options));
allowTypeScriptElsewhere();
