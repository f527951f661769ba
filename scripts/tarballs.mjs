// The packages from their tarballs, installed in empty folders, and the how-to pages' files in a copy of the repository. Beside `npm test`, for the
// minutes that they take. Ends with `N passed, N failed`.
import { setUp } from "./setup.mjs";
import { close, runVitest } from "./vitest.mjs";

setUp();
close(runVitest(["--project", "packages", ...process.argv.slice(2)], { NORMLAB_TEST_PACKAGES: "1" }));
