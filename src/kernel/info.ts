import { createRequire } from "node:module";
import { kernelFolder } from "./folder.js";
import { protocolVersion, type JsonRecord } from "./protocol/wire.js";
import type { NotebookLanguage } from "./settings.js";

const require = createRequire(kernelFolder);

/** Versions that decide what a cell does. */
export function versions(): { readonly normlab: string; readonly typescript: string; readonly node: string } {
  return {
    normlab: versionOf("../../package.json"),
    typescript: versionOf("typescript/package.json"),
    node: process.versions.node,
  };
}

function versionOf(path: string): string {
  return (require(path) as { version: string }).version;
}

/** Answers a `kernel_info_request`. */
export function kernelInfo(language: NotebookLanguage): JsonRecord {
  const { normlab, typescript, node } = versions();
  const isJavaScript = language === "javascript";
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "normlab",
    implementation_version: normlab,
    language_info: {
      name: language,
      version: isJavaScript ? node : typescript,
      mimetype: `text/${language}`,
      file_extension: isJavaScript ? ".js" : ".ts",
      pygments_lexer: language,
      codemirror_mode: language,
      nbconvert_exporter: "script",
    },
    banner: `normlab ${normlab}: ${isJavaScript ? "JavaScript" : `TypeScript ${typescript}`} on Node ${node}`,
    debugger: true,
    supported_features: ["debugger", "kernel subshells"],
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "Node.js", url: `https://nodejs.org/docs/latest-v${node.split(".")[0]}.x/api/` },
    ],
  };
}
