// JupyterLab on the walkthroughs, with the project's kernels.
import { join } from "node:path";
import { root, run, setUp, venvEnvironment } from "./setup.mjs";

setUp();
const lab = join(root, ".venv", "bin", "jupyter");
const options = ["--notebook-dir", join(root, "notebooks"), "--MultiKernelManager.default_kernel_name=normlab"];
run(lab, ["lab", ...options, ...process.argv.slice(2)], { env: venvEnvironment() });
