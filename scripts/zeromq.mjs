// ZeroMQ inside the kernel's own file: its JavaScript bundled, and of its 25 prebuilt addons (34 MB with their loader's tools) the one
// for each platform that serves every supported Node, which the stable N-API allows.
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** By platform, architecture and C library: where the addon lies in the package's `build`. Those for glibc need 2.25, the others of x64 2.38. */
const addons = {
  "darwin-arm64": "darwin/arm64/node/libc-115-Release",
  "darwin-x64": "darwin/x64/node/libc-115-Release",
  "linux-arm64": "linux/arm64/node/glibc-127-Release",
  "linux-arm64-musl": "linux/arm64/node/musl-127-Release",
  "linux-x64": "linux/x64/node/glibc-127-Release",
  "linux-x64-musl": "linux/x64/node/musl-127-Release",
  "win32-arm64": "win32/arm64/node/msvc-115-Release",
  "win32-x64": "win32/x64/node/msvc-115-Release",
};

/** Copies the addons into a folder, with the licences of what is in them. */
export function copyAddons(zeromq, folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, path] of Object.entries(addons)) {
    cpSync(join(zeromq, "build", path, "addon.node"), join(folder, `${name}.node`));
  }
  for (const name of readdirSync(zeromq).filter((name) => name.startsWith("LICENSE"))) {
    cpSync(join(zeromq, name), join(folder, name));
  }
}

/** For esbuild: the package's loader becomes one that takes the addon from `zeromq/` beside the bundle. */
export const zeromqPlugin = {
  name: "zeromq",
  setup: ({ onLoad }) => onLoad({ filter: /[/\\]zeromq[/\\]lib[/\\]load-addon\.js$/ }, () => ({ contents: loader })),
};

const loader = `
const { existsSync } = require("node:fs");
const musl = existsSync("/etc/alpine-release") ? "-musl" : "";
const name = process.platform + "-" + process.arch + musl;
if (!existsSync(__dirname + "/zeromq/" + name + ".node")) {
  throw new Error("ZeroMQ: expected one of ${Object.keys(addons).join(", ")}, got " + name);
}
Object.defineProperty(exports, "__esModule", { value: true });
exports.default = require(__dirname + "/zeromq/" + name + ".node");
`;
