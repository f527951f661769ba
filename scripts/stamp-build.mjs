// The last step of a build: says of which sources it is, so that results are never those of code that is not there any more.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sourcesFingerprint, stampFile } from "../dist/cli/build.js";
import { root } from "./setup.mjs";

writeFileSync(join(root, stampFile), `${sourcesFingerprint(root)}\n`);
