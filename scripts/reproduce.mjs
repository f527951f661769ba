// The main job: set-up, then every claim checked and reported, then the notebooks run anew and compared.
import { run, setUp, venvEnvironment } from "./setup.mjs";

setUp();
const options = process.argv.slice(2);
run(process.execPath, ["dist/cli/main.js", "reproduce", ...options], { env: venvEnvironment() });
run(process.execPath, ["scripts/notebooks.mjs"], { env: venvEnvironment() });
