// ZeroMQ inside the kernel's own file: its JavaScript bundled, and of its 25 prebuilt addons (34 MB with their loader's tools) the one
// for each platform that serves every supported Node, which the stable N-API allows. They are compressed (4 MB instead of 12), and the one
// that is needed is unpacked where the kernel keeps its snapshot.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

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

/** Packs the addons into a folder, those that are not there yet, with the licences of what is in them. */
export function packAddons(zeromq, folder) {
  mkdirSync(folder, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(zeromq, "package.json"), "utf8"));
  const licences = readdirSync(zeromq).filter((name) => name.startsWith("LICENSE"));
  for (const name of licences) cpSync(join(zeromq, name), join(folder, name));
  const packed = new Map(Object.entries(addons).map(([name, path]) => [fileOf(name, version), path]));
  for (const name of readdirSync(folder)) if (!packed.has(name) && !licences.includes(name)) rmSync(join(folder, name));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  for (const [name, path] of packed) {
    if (existsSync(join(folder, name))) continue;
    const addon = readFileSync(join(zeromq, "build", path, "addon.node"));
    writeFileSync(join(folder, name), brotliCompressSync(addon, { params }));
  }
}

function fileOf(name, version) {
  return `${name}-${version}.node.br`;
}

/** For esbuild: the package's loader becomes one that takes the addon from `zeromq/` beside the bundle. */
export const zeromqPlugin = {
  name: "zeromq",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[/\\]zeromq[/\\]lib[/\\]load-addon\.js$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(join(dirname(path), "..", "package.json"), "utf8"));
      return { contents: loader(version) };
    }),
};

/** Where nothing can be written beside the kernel, each process unpacks the addon for itself. */
const loader = (version) => `
const { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { brotliDecompressSync } = require("node:zlib");

const musl = existsSync("/etc/alpine-release") ? "-musl" : "";
const name = process.platform + "-" + process.arch + musl;
const packed = join(__dirname, "zeromq", name + "-${version}.node.br");
if (!existsSync(packed)) {
  throw new Error("ZeroMQ: expected one of ${Object.keys(addons).join(", ")}, got " + name);
}

function load() {
  const file = join(__dirname, "..", "..", ".cache", "kernel", "zeromq-" + name + "-${version}.node");
  if (existsSync(file)) return require(file);
  const addon = brotliDecompressSync(readFileSync(packed));
  try {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file + "." + process.pid, addon);
    renameSync(file + "." + process.pid, file);
    return require(file);
  } catch (error) {
    if (!["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"].includes(error.code)) throw error;
  }
  const folder = mkdtempSync(join(tmpdir(), "normlab-zeromq-"));
  try {
    writeFileSync(join(folder, "addon.node"), addon);
    return require(join(folder, "addon.node"));
  } finally {
    // Windows keeps what is loaded.
    if (process.platform !== "win32") rmSync(folder, { recursive: true });
  }
}

Object.defineProperty(exports, "__esModule", { value: true });
exports.default = load();
`;
