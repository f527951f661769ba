import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
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

/** Whether a new kernel's compiler was started from a snapshot, after it has checked two cells and refused a third. */
async function startsFromSnapshot(): Promise<{ fromSnapshot: boolean; log: string }> {
  const kernel = await TestKernel.start({}, join(copy, "dist", "kernel", "main.cjs"));
  const client = await kernel.connect();
  await client.evaluate("const first: Map<string, number> = new Map()");
  expect(await client.evaluate("first.size")).toBe("0");
  expect((await client.execute("first.get(1)")).reply.ename).toBe("TypeCheckError");
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

test("a snapshot that was built is what the compiler starts from, and it checks as it does without", async () => {
  expect(await snapshot.buildSnapshot()).toBe(snapshot.snapshotFile());
  expect(await startsFromSnapshot()).toEqual({ fromSnapshot: true, log: "" });
});
