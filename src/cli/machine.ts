import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { diagnoseKernelspec } from "../kernel/diagnosis.js";
import { kernelName, userDataFolder } from "../kernel/install.js";
import { catalogue } from "../learning/data/catalogue.js";
import { findDataSet, howToGet } from "../reproduce/engines/data-sets.js";
import { packageFolder } from "./package.js";

/** Something normlab can use, whether it is usable here, and why (or why not). */
export interface Fact {
  readonly usable: boolean;
  readonly why: string;
}

const virtualEnvironments = [process.env["VIRTUAL_ENV"], join(packageFolder, ".venv")].filter(
  (folder) => folder !== undefined,
);

/** JupyterLab in the project's own environment, or on the PATH. */
export function findJupyter(): Fact {
  const path = executable(["jupyter-lab"]);
  return path === undefined
    ? { usable: false, why: "jupyter-lab is neither in .venv nor on the PATH: npm run setup" }
    : { usable: true, why: path };
}

/** The system's Chromium, which the browser tests drive. */
export function findChromium(): Fact {
  const path = executable(["chromium", "chromium-browser", "google-chrome"]);
  return path === undefined
    ? { usable: false, why: "not on the PATH; on Debian: apt-get install chromium" }
    : { usable: true, why: path };
}

/** Whether Jupyter can start the kernel `normlab`, and what is wrong where it cannot. */
export function findKernel(): Fact {
  const folders = [
    ...(process.env["JUPYTER_PATH"]?.split(delimiter) ?? []),
    ...virtualEnvironments.map((folder) => join(folder, "share", "jupyter")),
    userDataFolder(),
    "/usr/local/share/jupyter",
    "/usr/share/jupyter",
  ];
  const found = folders
    .map((folder) => join(folder, "kernels", kernelName))
    .find((folder) => existsSync(join(folder, "kernel.json")));
  return found === undefined
    ? { usable: false, why: "not installed: normlab kernel install" }
    : diagnoseKernelspec(found);
}

/** Each data set of the catalogue: where it is, or how to get it. */
export function inspectDatasets(): (Fact & { name: string })[] {
  return catalogue.map((entry) => {
    const place = findDataSet(entry);
    const fact =
      place === undefined ? { usable: false, why: `not here: ${howToGet(entry)}` } : { usable: true, why: place };
    return { name: entry.name, ...fact };
  });
}

function executable(names: readonly string[]): string | undefined {
  const folders = [
    ...virtualEnvironments.map((folder) => join(folder, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}
