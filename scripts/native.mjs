// Builds the native tensor backend: tfjs-node's addon compiled against the TensorFlow library of PyPI's wheel, into .native/.
//   npm run native             .native/cpu, from the wheel tensorflow-cpu
//   npm run native -- --cuda   .native/cuda, from the wheel tensorflow with the CUDA libraries it asks for
// Nothing is installed outside the project's folder. Exit code 0: built, or already there; 1: not possible here, and why.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const versions = {
  tensorflow: "2.21.0",
  "@tensorflow/tfjs-node": "4.22.0",
  "google-protobuf": "3.9.2",
  "node-api-headers": "1.6.0",
  python: "3.12",
};
const root = fileURLToPath(new URL("..", import.meta.url));
const sources = join(root, "src", "learning", "operations");
const operations = ["operations.cc", "channels.cc", "spectrum.cc", "attention.cc"].map((name) => join(sources, name));
/** Addons by themselves: they are there before TensorFlow is loaded. */
const helpers = { standard_error: join(sources, "standard-error.cc"), signals: join(sources, "signals.cc") };
const ownSources = [...operations, join(sources, "operations.h"), ...Object.values(helpers)];
const cuda = process.argv.includes("--cuda");
const target = join(root, ".native", cuda ? "cuda" : "cpu");
const stampFile = join(target, "stamp.json");
const unpacked = join(target, "tensorflow", `unpacked-${versions.tensorflow}`);

const fingerprint = fingerprintOfSources();
if (readStamp() === fingerprint) process.exit(0);
requireTools();
const started = Date.now();
mkdirSync(target, { recursive: true });
rmSync(stampFile, { force: true });
if (!existsSync(unpacked)) unpackTensorFlow();
unpackPackage("@tensorflow/tfjs-node", ["package/package.json", "package/dist", "package/binding"]);
unpackPackage("google-protobuf", ["package/package.json", "package/google-protobuf.js"]);
unpackPackage("node-api-headers", ["package/include"]);
compile();
smokeTest();
writeFileSync(`${stampFile}.tmp`, JSON.stringify({ fingerprint, versions }, null, 1));
renameSync(`${stampFile}.tmp`, stampFile);
console.log(`native: built ${target} in ${((Date.now() - started) / 1000).toFixed(0)} s`);

function fingerprintOfSources() {
  const hash = createHash("sha256").update(JSON.stringify([versions, process.arch, process.platform]));
  for (const file of [fileURLToPath(import.meta.url), ...ownSources]) hash.update(readFileSync(file));
  return hash.digest("hex");
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, "utf8")).fingerprint;
  } catch {
    return undefined;
  }
}

function requireTools() {
  if (process.platform !== "linux") {
    refuse(`TensorFlow's wheel holds the library in this form on Linux only, this is ${process.platform}`);
  }
  if (spawnSync("g++", ["--version"]).status !== 0) refuse("g++ is not there. On Debian: apt-get install g++");
  if (!python()) refuse("Python with pip is not there. On Debian: apt-get install python3-venv");
}

/** The project's own Python where set-up made one, else the machine's. */
function python() {
  const names = [join(root, ".venv", "bin", "python"), "python3", "python"];
  return names.find((name) => spawnSync(name, ["-m", "pip", "--version"]).status === 0);
}

/** Fetches the wheel and keeps of it the two libraries and the C headers. */
function unpackTensorFlow() {
  rmSync(join(target, "tensorflow"), { recursive: true, force: true });
  const wheels = join(target, "wheels");
  rmSync(wheels, { recursive: true, force: true });
  const name = cuda ? "tensorflow" : "tensorflow-cpu";
  console.log(`native: fetching ${name} ${versions.tensorflow}`);
  // The library inside does not depend on Python's version: one is named, so that any Python can fetch it.
  const download = ["--no-deps", "--only-binary", ":all:", "--python-version", versions.python];
  pip(["download", ...download, "--dest", wheels, `${name}==${versions.tensorflow}`]);
  const wheel = join(wheels, readdirSync(wheels)[0]);
  const program = `
import sys, zipfile
wheel, target = sys.argv[1:]
keep = ("libtensorflow_cc.so.2", "libtensorflow_framework.so.2", "include/tensorflow/c/", "include/xla/tsl/c/",
        "include/tensorflow/core/platform/ctstring", "include/tsl/platform/ctstring", "include/tsl/platform/platform.h",
        "include/tensorflow/core/common_runtime/next_pluggable_device/c/")
archive = zipfile.ZipFile(wheel)
for name in archive.namelist():
    if name.startswith(tuple("tensorflow/" + k for k in keep)):
        archive.extract(name, target)
    if name.endswith(".dist-info/METADATA"):
        for line in archive.read(name).decode().splitlines():
            if line.startswith("Requires-Dist: nvidia-"):
                print(line.split(": ")[1].split(";")[0].strip())
`;
  const listed = check("Python", spawnSync(python(), ["-c", program, wheel, target], { encoding: "utf8" }));
  rmSync(wheels, { recursive: true });
  if (cuda) {
    const wanted = listed.stdout.split("\n").filter((line) => line !== "");
    pip(["install", "--no-deps", "--only-binary", ":all:", "--upgrade", "--target", target, ...wanted]);
  } else {
    // Symbols for debuggers are a quarter of the library; where strip is missing they stay.
    spawnSync("strip", ["--strip-unneeded", join(target, "tensorflow", "libtensorflow_cc.so.2")]);
  }
  writeFileSync(unpacked, "");
}

function pip(args) {
  const quiet = ["-m", "pip", "--disable-pip-version-check", "--quiet", ...args];
  check("pip", spawnSync(python(), quiet, { cwd: root, encoding: "utf8" }));
}

function packageFolder(name) {
  return join(target, "node_modules", name);
}

/** An npm package's files without running anything of it. */
function unpackPackage(name, members) {
  const folder = packageFolder(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pack = ["pack", `${name}@${versions[name]}`, "--ignore-scripts", "--json", "--pack-destination", folder];
  const packed = check("npm", spawnSync("npm", pack, { cwd: root, encoding: "utf8" }));
  const archive = join(folder, JSON.parse(packed.stdout)[0].filename);
  const unpack = ["-xzf", archive, "-C", folder, "--strip-components=1", ...members];
  check("tar", spawnSync("tar", unpack, { encoding: "utf8" }));
  rmSync(archive);
}

function compile() {
  const sources = packageFolder("@tensorflow/tfjs-node");
  const tensorflow = join(target, "tensorflow");
  const nvidia = join(target, "nvidia");
  const cudaFolders = existsSync(nvidia) ? readdirSync(nvidia).map((name) => `$ORIGIN/nvidia/${name}/lib`) : [];
  const addon = ["-O3", "-fPIC", "-shared", "-std=c++17", "-DNAPI_VERSION=8"];
  addon.push("-I", join(packageFolder("node-api-headers"), "include"));
  const args = [
    ...[...addon, "-fopenmp", "-D_GLIBCXX_USE_CXX11_ABI=1"],
    // Sums in any order, so that they are computed several at a time; nothing else is loosened.
    ...["-fassociative-math", "-fno-signed-zeros", "-fno-trapping-math", "-fno-math-errno"],
    ...["-I", join(tensorflow, "include"), "-I", sources],
    ...[join(sources, "binding", "tfjs_backend.cc"), join(sources, "binding", "tfjs_binding.cc"), ...operations],
    ...["-L", tensorflow, "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
    `-Wl,-rpath,${["$ORIGIN/tensorflow", ...cudaFolders].join(":")}`,
    ...["-o", join(target, "tfjs_binding.node")],
  ];
  check("g++", spawnSync("g++", args, { encoding: "utf8" }));
  for (const [name, source] of Object.entries(helpers)) {
    check("g++", spawnSync("g++", [...addon, source, "-o", join(target, `${name}.node`)], { encoding: "utf8" }));
  }
}

/** Loads the addon in a process of its own, as the library does, and multiplies two matrices with it. */
function smokeTest() {
  const program = `
    import { createRequire } from "node:module";
    import { restoreRemovedUtilities } from ${JSON.stringify(pathToFileURL(join(root, "src", "learning", "removed-utilities.ts")).href)};
    restoreRemovedUtilities();
    const local = createRequire(${JSON.stringify(join(packageFolder("@tensorflow/tfjs-node"), "package.json"))});
    const tf = local("@tensorflow/tfjs");
    local("./dist/register_all_kernels");
    const { NodeJSKernelBackend } = local("./dist/nodejs_kernel_backend");
    const addon = local(${JSON.stringify(join(target, "tfjs_binding.node"))});
    tf.registerBackend("tensorflow", () => new NodeJSKernelBackend(addon, "normlab"));
    tf.setBackend("tensorflow");
    const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]]));
    if (product.dataSync().join() !== "19,22,43,50") throw new Error("wrong product: " + product.dataSync().join());
  `;
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" };
  const source = ["--import", "tsx", "--input-type=module", "-e"];
  check("the addon", spawnSync(process.execPath, [...source, program], { cwd: root, encoding: "utf8", env }));
}

function check(what, result) {
  if (result.error) refuse(`${what} could not be started: ${result.error.message}`);
  if (result.status !== 0) refuse(`${what} failed:\n${(result.stderr || result.stdout || "").trim().slice(-2000)}`);
  return result;
}

function refuse(why) {
  console.error(`native: not built. ${why}`);
  process.exit(1);
}
