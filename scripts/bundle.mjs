// Second part of `npm run build`: the kernel's processes as one CommonJS file each. Node starts these in half the time that it takes to
// load dozens of modules, and how soon a kernel answers depends on little else.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { packAddons, zeromqPlugin } from "./zeromq.mjs";

const folder = fileURLToPath(new URL("../dist/kernel", import.meta.url));
packAddons(fileURLToPath(new URL("../node_modules/zeromq", import.meta.url)), join(folder, "zeromq"));
await build({
  entryPoints: {
    main: join(folder, "main.js"),
    evaluator: join(folder, "evaluator", "main.js"),
    interrupter: join(folder, "evaluator", "interrupter.js"),
    run: join(folder, "run", "main.js"),
  },
  outdir: folder,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  // What a kernel finds among its packages when it runs; only ZeroMQ is inside (`zeromq.mjs`).
  external: ["typescript", "tsx/*", "esbuild", "@types/node/*"],
  plugins: [zeromqPlugin],
  platform: "node",
  target: "node20.19",
  format: "cjs",
  // For `folder.ts`, the one module that asks where it lies.
  banner: { js: '"use strict"; const fileAddress = require("node:url").pathToFileURL(__filename).href;' },
  define: { "import.meta.url": "fileAddress" },
  logLevel: "error",
});
