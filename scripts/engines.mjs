// Tests of the engines that other machines have: Slurm, Snakemake, the Common Workflow Language. Beside `npm test`, since they need
// packages that nothing else does. Ends with `N passed, N failed`; what cannot be had here is counted as skipped, with the reason.
import { hashFiles, installDebian, onPath, python, run, setUp, step } from "./setup.mjs";
import { close, runVitest } from "./vitest.mjs";

setUp();
step("workflow engines", hashFiles(["requirements-engines.txt", "constraints.txt"]), () =>
  run(python, ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", "requirements-engines.txt"]),
);
installDebian([
  { name: "slurm-wlm", use: "the tests on Slurm", present: () => onPath("slurmctld") },
  { name: "munge", use: "the tests on Slurm", present: () => onPath("munged") },
]);
close(
  runVitest(process.argv.slice(2).length > 0 ? process.argv.slice(2) : ["--project", "engines"], {
    NORMLAB_TEST_ENGINES: "1",
  }),
);
