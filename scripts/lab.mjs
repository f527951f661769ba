// JupyterLab on the walkthroughs, with the project's kernels.
import { run, setUp, venvEnvironment } from "./setup.mjs";

setUp();
run(process.execPath, ["dist/cli/main.js", "lab", ...process.argv.slice(2)], { env: venvEnvironment() });
