import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { kernelFolder } from "./folder.js";
import { versions } from "./info.js";
import { builtinsOfThisProcess } from "./language/builtins.js";
import { knownV8Options } from "./node-options.js";

const languageFolder = fileURLToPath(new URL("language/", kernelFolder));
const serverFolder = fileURLToPath(new URL("language-server/", kernelFolder));
const cacheFolder = fileURLToPath(new URL("../../.cache/kernel/", kernelFolder));

/**
 * Options of V8 for the compiler's process, where this Node's has them. A snapshot can only be used with those it was made with.
 * The budget is how much a function has to run before V8 optimizes it, several times the usual: much of the compiler runs a little in
 * every cell, and to optimize all of that takes more time and memory than a notebook ever gets back.
 */
const wantedOptions: readonly string[] = ["--max-semi-space-size=8", "--interrupt-budget=1000000", "--expose-gc"];

/** The options for the compiler's process on this Node. */
export function compilerOptions(): readonly string[] {
  return (options ??= knownV8Options(wantedOptions, cacheFolder));
}
let options: readonly string[] | undefined;

/**
 * Where the snapshot of the compiler lies: a heap with TypeScript loaded and its libraries parsed, from which the compiler's process
 * starts at once. The name depends on all that the snapshot is made of, so that one of another version is never found.
 */
export function snapshotFile(): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([versions(), process.arch, process.platform, languageFolder, compilerOptions()]));
  for (const folder of [languageFolder, serverFolder]) {
    for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  }
  return join(cacheFolder, `compiler-${versions().node}-${hash.digest("hex").slice(0, 16)}.blob`);
}

/** The snapshot's path, or `undefined` where none was built: then the compiler's process loads everything itself. */
export function builtSnapshot(): string | undefined {
  const file = snapshotFile();
  return existsSync(file) ? file : undefined;
}

/** The version of Node that the snapshot at hand is of, where that is another than this. */
export function snapshotOfOtherNode(): string | undefined {
  const nodes = snapshots().flatMap((name) => /^compiler-(.+)-[0-9a-f]{16}\.blob$/.exec(name)?.[1] ?? []);
  return nodes.includes(process.versions.node) ? undefined : nodes[0];
}

/** After an upgrade of Node: replaces the snapshot in a process of its own that gives way to others, and outlives this one. */
export function replaceSnapshotOfOtherNode(): void {
  if (snapshotOfOtherNode() === undefined || isBeingBuilt()) return;
  const module = JSON.stringify(new URL("snapshot.js", kernelFolder).href);
  const program = `import(${module}).then(({ buildSnapshot }) => buildSnapshot()).catch(() => process.exit(1))`;
  const child = spawn(process.execPath, ["-e", program], { cwd: tmpdir(), stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  child.unref();
}

function snapshots(): string[] {
  return existsSync(cacheFolder) ? readdirSync(cacheFolder).filter((name) => name.endsWith(".blob")) : [];
}

/** Whether a process builds one, for all that can be seen; one that was killed is not waited for. */
function isBeingBuilt(): boolean {
  const since = Date.now() - 120_000;
  return readdirSync(cacheFolder).some(
    (name) =>
      name.startsWith("build-") && (statSync(join(cacheFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0) > since,
  );
}

/** Builds the snapshot, which takes seconds, and removes older ones; returns its path. */
export async function buildSnapshot(): Promise<string> {
  const { build } = await import("esbuild");
  const file = snapshotFile();
  mkdirSync(cacheFolder, { recursive: true });
  const temporary = mkdtempSync(join(cacheFolder, "build-"));
  try {
    const bundle = join(temporary, "compiler.cjs");
    const blob = join(temporary, "compiler.blob");
    // A snapshot is made from one script that loads nothing but Node's own modules.
    await build({
      entryPoints: [join(languageFolder, "snapshot-main.js")],
      bundle: true,
      platform: "node",
      format: "cjs",
      // The text of the compiler is part of its heap, twice.
      minify: true,
      outfile: bundle,
      define: {
        "import.meta.url": JSON.stringify(new URL("main.js", kernelFolder).href),
        NORMLAB_BUILTINS: JSON.stringify(builtinsOfThisProcess()),
      },
      logLevel: "error",
    });
    const options = [...compilerOptions(), "--snapshot-blob", blob, "--build-snapshot", bundle];
    // Far from any project, whose settings would be taken for everyone's.
    await promisify(execFile)(process.execPath, options, { cwd: tmpdir() });
    for (const name of snapshots()) rmSync(join(cacheFolder, name), { force: true });
    renameSync(blob, file);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return file;
}
