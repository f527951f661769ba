import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";

/** Why npm did not install. */
export class NpmError extends Error {
  override readonly name = "PackageError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const unreachable =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)$/;

/** Installs what the package.json of a folder says; the install scripts of packages run only where that is allowed. */
export async function npmInstall(folder: string, allowScripts: boolean, signal: AbortSignal): Promise<void> {
  const options = ["--json", "--no-audit", "--no-fund", "--no-progress", "--fetch-retries=1"];
  const command = ["install", ...options, "--omit-lockfile-registry-resolved", "--package-lock=true"];
  const child = spawn("npm", [...command, ...(allowScripts ? ["--ignore-scripts=false"] : ["--ignore-scripts"])], {
    cwd: folder,
    signal,
    // A window of its own on Windows, where npm is a script.
    shell: process.platform === "win32",
    // The kernel's own Node may be all there is, and its npm beside it.
    env: { ...process.env, PATH: `${process.env.PATH ?? ""}${delimiter}${dirname(process.execPath)}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let log = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new NpmError("ENOENT", "there is no npm in the PATH of the kernel to install it");
  });
  if (status !== 0) throw describe(output, log);
}

function describe(output: string, log: string): NpmError {
  const { code = "", summary } = errorIn(output);
  const said = summary ?? log.trim().split("\n").slice(0, 3).join("; ");
  if (unreachable.test(code) || /network|getaddrinfo/.test(said)) {
    return new NpmError(code, `the registry cannot be reached (${said}); packages that are installed need no network`);
  }
  if (code === "E404") return new NpmError(code, `the registry has no package of that name (${said})`);
  if (code === "ETARGET") return new NpmError(code, `the registry has no such version (${said})`);
  return new NpmError(code, `npm install has failed (${said})`);
}

function errorIn(output: string): { readonly code?: string; readonly summary?: string } {
  try {
    return (JSON.parse(output) as { error?: { code?: string; summary?: string } }).error ?? {};
  } catch {
    return {};
  }
}
