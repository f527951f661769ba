import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as Diagnosis from "../../src/kernel/diagnosis.js";
import type * as Install from "../../src/kernel/install.js";
import { TestKernel } from "./client.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** A copy of the built kernel, whose snapshot is its own. */
const copy = mkdtempSync(join(tmpdir(), "normlab-snapshot-"));
let snapshot: { snapshotFile(): string; buildSnapshot(): Promise<string> };
beforeAll(async () => {
  cpSync(join(root, "dist", "kernel"), join(copy, "dist", "kernel"), { recursive: true });
  cpSync(join(root, "package.json"), join(copy, "package.json"));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  snapshot = (await import(pathToFileURL(join(copy, "dist", "kernel", "snapshot.js")).href)) as typeof snapshot;
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Whether a new kernel's compiler, or the one after it, was started from a snapshot, once it has checked two cells and refused a third. */
async function startsFromSnapshot(killedBy?: NodeJS.Signals): Promise<{ fromSnapshot: boolean; log: string }> {
  const kernel = await TestKernel.start({}, join(copy, "dist", "kernel", "main.cjs"));
  if (killedBy) {
    await expect.poll(() => kernel.compilerProcess(), { interval: 1, timeout: 30_000 }).toBeDefined();
    process.kill(kernel.compilerProcess(), killedBy);
  }
  const client = await kernel.connect();
  await client.evaluate("const first: Map<string, number> = new Map()");
  expect(await client.evaluate("first.size")).toBe("0");
  expect((await client.execute("const n: string = first.size")).reply.ename).toBe("TypeCheckError");
  // Of the language it knows what this Node has, which is more than a process has that makes a snapshot.
  await client.evaluate("%typecheck strict");
  expect(await client.evaluate("new ArrayBuffer(8, { maxByteLength: 16 }).resizable")).toBe("true");
  const isThere = "groupBy" in Object;
  const grouped = await client.execute("Object.groupBy([1], () => 'all').all!.length");
  expect(grouped.reply.status).toBe(isThere ? "ok" : "error");
  const fromSnapshot = kernel.compiler().includes("--snapshot-blob");
  client.close();
  await kernel.stop();
  return { fromSnapshot, log: kernel.log };
}

test("without a snapshot the compiler loads everything itself", async () => {
  expect(await startsFromSnapshot()).toEqual({ fromSnapshot: false, log: "" });
});

test("a snapshot that cannot be used is reported and done without", async () => {
  const file = snapshot.snapshotFile();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "not a snapshot");
  const { fromSnapshot, log } = await startsFromSnapshot();
  expect(fromSnapshot).toBe(false);
  expect(log).toContain("the snapshot of the compiler cannot be used");
});

test("a snapshot that was built is what the compiler starts from, also after one that was killed, and it checks as it does without", async () => {
  expect(await snapshot.buildSnapshot()).toBe(snapshot.snapshotFile());
  expect(await startsFromSnapshot()).toEqual({ fromSnapshot: true, log: "" });
  expect(await startsFromSnapshot("SIGSEGV")).toEqual({ fromSnapshot: true, log: "" });
});

test("after an upgrade of Node the snapshot of the older one is replaced, and the diagnosis says so", async () => {
  const built = (name: string): string => pathToFileURL(join(copy, "dist", "kernel", name)).href;
  const { installKernel } = (await import(built("install.js"))) as typeof Install;
  const { diagnoseKernelspec } = (await import(built("diagnosis.js"))) as typeof Diagnosis;
  const file = snapshot.snapshotFile();
  rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  const older = join(dirname(file), "compiler-18.20.4-0123456789abcdef.blob");
  writeFileSync(older, "a snapshot of an older Node");
  const spec = installKernel({ prefix: join(copy, "prefix") });
  const [old, now] = ["18.20.4", process.versions.node];
  expect(diagnoseKernelspec(spec)).toEqual({
    usable: true,
    why: expect.stringContaining(`its snapshot is of Node ${old}, the kernel's is ${now}`),
  });
  expect(await startsFromSnapshot()).toEqual({ fromSnapshot: false, log: "" });
  await expect.poll(() => existsSync(file), { interval: 50, timeout: 120_000 }).toBe(true);
  expect(readdirSync(dirname(file)).filter((name) => name.endsWith(".blob"))).toHaveLength(1);
  expect(diagnoseKernelspec(spec)).toEqual({ usable: true, why: spec });
  expect((await startsFromSnapshot()).fromSnapshot).toBe(true);
}, 180_000);

test("a kernel whose cells cannot be run ends and says why, instead of trying for ever", async () => {
  const broken = join(copy, "dist", "kernel-broken");
  cpSync(join(copy, "dist", "kernel"), broken, { recursive: true });
  writeFileSync(join(broken, "evaluator.cjs"), "throw new Error('this Node has no such module');");
  const kernel = await TestKernel.start({}, join(broken, "main.cjs"));
  const code = await new Promise((resolve) => kernel.process.once("exit", resolve));
  await kernel.stop();
  expect(code).toBe(1);
  expect(kernel.log).toMatch(
    /the process that runs the cells does not start \(exit code 1\)[^]*this Node has no such module/,
  );
});
