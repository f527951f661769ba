import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelFolder } from "../folder.js";
import { kernelName, nodeCommand, type InstallPlace } from "../install.js";

/** The program that editors start. */
const languageServerMain = fileURLToPath(new URL("language-server/main.js", kernelFolder));

/** The file by which Jupyter Server knows the language server: in its own folder of settings, or that of an environment. */
export function languageServerFile(place: InstallPlace): string {
  const settings =
    "prefix" in place
      ? join(resolve(place.prefix), "etc", "jupyter")
      : (process.env.JUPYTER_CONFIG_DIR ?? join(homedir(), ".jupyter"));
  return join(settings, "jupyter_server_config.d", `${kernelName}-language-server.json`);
}

/** Tells Jupyter Server of the language server, for jupyterlab-lsp; returns the file. */
export function installLanguageServer(place: InstallPlace): string {
  const file = languageServerFile(place);
  const languages = ["typescript", "javascript"];
  const server = {
    version: 2,
    display_name: "normlab",
    argv: [nodeCommand(), languageServerMain, "--stdio"],
    languages,
    mime_types: languages.map((language) => `text/${language}`),
    // What an editor has not saved is known from the editor.
    requires_documents_on_disk: false,
  };
  const settings = { LanguageServerManager: { language_servers: { [`${kernelName}-language-server`]: server } } };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, `${JSON.stringify(settings, null, 2)}\n`);
  renameSync(`${file}.tmp`, file);
  return file;
}

/** Removes what tells Jupyter Server of the language server; returns the file. */
export function uninstallLanguageServer(place: InstallPlace): string {
  const file = languageServerFile(place);
  rmSync(file, { force: true });
  return file;
}
