// JupyterLab on the walkthroughs, with the project's kernels.
import { join } from "node:path";
import { root, run, setUp, venvEnvironment } from "./setup.mjs";

setUp();
const lab = join(root, ".venv", "bin", "jupyter");
run(lab, ["lab", "--notebook-dir", join(root, "notebooks"), ...process.argv.slice(2)], { env: venvEnvironment() });
