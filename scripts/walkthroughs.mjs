// The walkthroughs whole, in JupyterLab in Chromium and headless, on this kernel and on tslab's. Beside `npm test`, for the minutes that they take.
// Ends with `N passed, N failed`.
import { setUp } from "./setup.mjs";
import { close, runVitest } from "./vitest.mjs";

setUp();
close(runVitest(["--project", "walkthroughs", ...process.argv.slice(2)], { NORMLAB_TEST_WALKTHROUGHS: "1" }));
