import { randomUUID } from "node:crypto";
import { NpmError } from "./npm.js";
import { lockName, Packages, type InstallMode, type PackageLock } from "./packages.js";

/** Shows contents under the cell that wants packages, or replaces what was shown. */
export type Show = (text: string, metadata: Record<string, unknown>, displayId: string, isUpdate: boolean) => void;

/** Sees to it that the packages that cells name are there. */
export class PackageProvider {
  readonly #packages: Packages;
  #running: AbortController | undefined;

  constructor(folder: string, lockOfNotebook: () => PackageLock | undefined) {
    this.#packages = new Packages(folder, lockOfNotebook);
  }

  /** Ends npm; whether it was running. */
  stop(): boolean {
    this.#running?.abort();
    return this.#running !== undefined;
  }

  /**
   * Lets npm install what is not there.
   *
   * @throws NpmError where it cannot be, or is not to be.
   */
  async provide(specifiers: readonly string[], mode: InstallMode, show: Show): Promise<void> {
    refuseOthers(specifiers);
    const missing = this.#packages.missing(specifiers.filter((each) => each.startsWith("npm:")));
    if (missing.length === 0) return;
    const names = missing.join(", ");
    if (mode === "off") {
      throw new NpmError(
        "REFUSED",
        `${names}: not installed in reach of the notebook, and installing is switched off. ` +
          `Install it (!npm install ${missing[0]!.replace(/^npm:\/?/, "")}), or write %npm on`,
      );
    }
    const running = (this.#running = new AbortController());
    const started = Date.now();
    const id = randomUUID();
    show(`npm: installing ${names} …`, {}, id, false);
    const timer = setInterval(() => {
      show(`npm: installing ${names} … ${Math.round((Date.now() - started) / 1000)} s`, {}, id, true);
    }, 1000);
    try {
      const { versions } = await this.#packages.install(missing, mode, running.signal);
      const list = Object.entries(versions).map(([specifier, version]) => `${specifier} is ${version}`);
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      show(`npm: ${list.join(", ")} (${seconds} s; ${lockName})`, { normlab: { packages: versions } }, id, true);
    } catch (error) {
      show(`npm: ${names}: not installed`, {}, id, true);
      throw error instanceof NpmError ? new NpmError(error.code, `${names}: ${error.message}`) : error;
    } finally {
      clearInterval(timer);
      this.#running = undefined;
    }
  }
}

/** What other runtimes import from elsewhere, and what to write instead. */
function refuseOthers(specifiers: readonly string[]): void {
  for (const specifier of specifiers) {
    const [, scheme] = /^(jsr|https?):/.exec(specifier) ?? [];
    if (scheme === undefined) continue;
    const instead =
      scheme === "jsr"
        ? `packages of JSR come into node_modules by !npx jsr add ${specifier.replace(/^jsr:\/?/, "")}, and are imported without jsr:`
        : `modules are not loaded from the network; most packages are on npm: import "npm:NAME@VERSION"`;
    throw new NpmError("SCHEME", `${specifier}: ${instead}`);
  }
}
