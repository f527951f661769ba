// The last step of a build: says of which sources it is, so that results are never those of code that is not there any more; and makes the
// programs executable, which npm does only where it links them anew.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sourcesFingerprint, stampFile } from "../dist/cli/build.js";
import { root } from "./setup.mjs";

writeFileSync(join(root, stampFile), `${sourcesFingerprint(root)}\n`);

const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
for (const program of Object.values(bin)) chmodSync(join(root, program), 0o755);
