import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A JupyterLab server of the project's environment, on a copy of some notebooks so that the committed ones stay as they are. */
export interface JupyterLab {
  /** Folder inside the project (so that `normlab` is found) that the server shows. */
  readonly folder: string;
  /** Address of the page that opens a file of the folder. */
  page(file: string): string;
  stop(): Promise<void>;
}

/** Starts JupyterLab with copies of `notebooks` (paths from the project's root), each on the given kernel or on that which it names. */
export async function startJupyterLab(notebooks: readonly string[], kernel?: string): Promise<JupyterLab> {
  const jupyter = join(root, ".venv", "bin", "jupyter");
  if (!existsSync(jupyter)) throw new Error(`${jupyter}: expected JupyterLab here, found nothing. Run npm run setup`);
  mkdirSync(join(root, ".setup"), { recursive: true });
  const folder = mkdtempSync(join(root, ".setup", "lab-"));
  for (const notebook of notebooks) copyNotebook(join(root, notebook), join(folder, basename(notebook)), kernel);
  const settings = [
    "--no-browser",
    "--allow-root",
    "--ServerApp.port=0",
    "--ServerApp.ip=127.0.0.1",
    "--IdentityProvider.token=test",
    `--ServerApp.root_dir=${folder}`,
    "--LabApp.expose_app_in_browser=True",
  ];
  const server = spawn(jupyter, ["lab", ...settings], {
    cwd: root,
    env: {
      ...process.env,
      PATH: `${join(root, ".venv", "bin")}${delimiter}${process.env.PATH}`,
      JUPYTER_CONFIG_DIR: join(folder, ".config"),
      JUPYTER_PLATFORM_DIRS: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const origin = await addressOf(server);
  return {
    folder,
    page: (file) => `${origin}/lab/tree/${file}?token=test&reset`,
    stop: async () => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      const timer = setTimeout(() => server.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(timer);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens a notebook and waits until its kernel is idle. */
export async function openNotebook(page: Page, address: string): Promise<void> {
  await page.goto(address, { timeout: 60_000 });
  await page.waitForSelector(".jp-NotebookPanel .jp-Cell", { timeout: 60_000 });
  await page.waitForFunction(
    () => {
      const lab = (globalThis as unknown as { jupyterapp?: LabApplication }).jupyterapp;
      return lab?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle";
    },
    undefined,
    { timeout: 60_000 },
  );
}

/** Presses Tab until a completion is offered; JupyterLab gives up one that does not come within a second, as on a machine with much to do. */
export async function completionOf(page: Page, text: string): Promise<Locator> {
  const completer = page.locator(".jp-Completer:not(.lm-mod-hidden)");
  const item = completer.locator(".jp-Completer-item").filter({ hasText: text }).first();
  for (const end = Date.now() + 60_000; !(await item.isVisible()); await page.waitForTimeout(2000)) {
    if (Date.now() > end) throw new Error(`${text}: not offered within a minute`);
    await page.keyboard.press("Tab");
    await item.waitFor({ timeout: 2000 }).catch(() => undefined);
  }
  return item;
}

/** Name of the kernel on which the open notebook runs. */
export function kernelOfPage(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const lab = (globalThis as unknown as { jupyterapp: LabApplication }).jupyterapp;
    return lab.shell.currentWidget?.sessionContext?.session?.kernel?.name;
  });
}

/** Runs every cell and waits for the last one. */
export async function runAllCells(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const lab = (globalThis as unknown as { jupyterapp: LabApplication }).jupyterapp;
    await lab.commands.execute("notebook:run-all-cells");
  });
}

/** What of JupyterLab's application object these helpers use. */
interface LabApplication {
  readonly commands: { execute(command: string): Promise<unknown> };
  readonly shell: {
    readonly currentWidget?: {
      readonly sessionContext?: {
        readonly session?: { readonly kernel?: { readonly name: string; readonly status: string } };
      };
    };
  };
}

function copyNotebook(source: string, target: string, kernel: string | undefined): void {
  cpSync(source, target);
  const notebook = JSON.parse(readFileSync(target, "utf8")) as {
    cells: { outputs?: unknown[] }[];
    metadata: { kernelspec: { name: string } };
  };
  // Committed outputs would be mistaken for new ones.
  for (const cell of notebook.cells) if (cell.outputs) cell.outputs = [];
  if (kernel) notebook.metadata.kernelspec.name = kernel;
  writeFileSync(target, JSON.stringify(notebook));
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = "";
    const timer = setTimeout(() => {
      server.kill("SIGKILL");
      reject(new Error(`JupyterLab did not start within two minutes:\n${log}`));
    }, 120_000);
    const read = (chunk: Buffer) => {
      log += chunk.toString();
      const address = /(http:\/\/127\.0\.0\.1:\d+)\/lab/.exec(log);
      if (!address) return;
      clearTimeout(timer);
      resolve(address[1]!);
    };
    server.stdout!.on("data", read);
    server.stderr!.on("data", read);
    server.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`JupyterLab ended with code ${code}:\n${log}`));
    });
  });
}
