import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { createRandom } from "../../src/learning/data/random.js";
import { resultsIn, temporaryFolder } from "../reproduce/folder.js";

const script = join(import.meta.dirname, "..", "reproduce", "fixtures", "engines.ts");
const tsx = ["--import", import.meta.resolve("tsx")];

function start(args: readonly string[], nodeOptions: readonly string[] = [], user: { readonly uid?: number } = {}) {
  const child = spawn(process.execPath, [...tsx, ...nodeOptions, script, ...args], { detached: true, ...user });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended, output: () => output };
}

/** The processes of a group: the one that leads and its workers. */
function membersOf(group: number): number[] {
  const { stdout } = spawnSync("ps", ["-eo", "pid=,pgid="], { encoding: "utf8" });
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, pgid]) => pgid === group)
    .map(([pid]) => pid!);
}

describe("a run under faults", () => {
  it("that is killed at fifty random moments loses nothing and doubles nothing", { timeout: 600_000 }, async () => {
    const [killed, whole] = [temporaryFolder(), temporaryFolder()];
    const random = createRandom(20);
    const args = ["run-tasks", "Z9", "--shard", "1/1", "--workers", "2", "--out"];
    let kills = 0;
    while (kills < 50) {
      const { child, ended } = start([...args, killed]);
      const members = () => membersOf(child.pid!);
      // Not before it has begun to work: processes that are starting have nothing to lose.
      while (child.exitCode === null && members().length < 3) await wait(20);
      while (child.exitCode === null && kills < 50) {
        await wait(40 + 300 * random.uniform());
        const chosen = members();
        const victim = chosen[Math.floor(random.uniform() * chosen.length)];
        if (victim === undefined) break;
        try {
          process.kill(victim, "SIGKILL");
          kills++;
        } catch {
          break;
        }
      }
      await ended;
      await wait(100);
    }
    const last = start([...args, killed]);
    expect(await last.ended, last.output()).toBe(0);
    const other = start([...args, whole]);
    expect(await other.ended, other.output()).toBe(0);
    expect(resultsIn(killed)).toEqual(resultsIn(whole));
  });

  it("on a clock that jumps gives the same bytes, and true durations", async () => {
    const [jumping, steady] = [temporaryFolder(), temporaryFolder()];
    const code = `const now = Date.now; let n = 0; Date.now = () => now() + (n++ % 2 ? 1 : -1) * 3.6e6 * n;`;
    const jump = `data:text/javascript,${encodeURIComponent(code)}`;
    const args = ["reproduce", "Z1", "Z3", "--workers", "2", "--out"];
    const first = start([...args, jumping], ["--import", jump]);
    expect(await first.ended, first.output()).toBe(0);
    const second = start([...args, steady]);
    expect(await second.ended, second.output()).toBe(0);
    expect(resultsIn(jumping)).toEqual(resultsIn(steady));
    const records = readdirSync(join(jumping, "cache")).filter((file) => file.endsWith(".run.json"));
    for (const file of records) {
      const { seconds } = JSON.parse(readFileSync(join(jumping, "cache", file), "utf8")) as { seconds: number };
      expect(seconds).toBeGreaterThanOrEqual(0);
      expect(seconds).toBeLessThan(600);
    }
  });

  it("into a folder that can only be read from the middle on says so, and goes on when it can be written", async () => {
    const [closed, whole] = [temporaryFolder(), temporaryFolder()];
    // Root may write everywhere.
    const user = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    if (user.uid !== undefined) chownSync(closed, user.uid, user.uid);
    const [args, cache] = [["run-tasks", "Z9", "--shard", "1/1", "--workers", "2", "--out"], join(closed, "cache")];
    const first = start([...args, closed], [], user);
    while (first.child.exitCode === null && !(existsSync(cache) && readdirSync(cache).length > 4)) await wait(20);
    chmodSync(cache, 0o555);
    expect(await first.ended, first.output()).toBe(1);
    expect(first.output()).toMatch(/failed: .*permission is denied, so the result was not kept/);
    expect(first.output()).not.toContain("defect");
    chmodSync(cache, 0o755);
    const again = start([...args, closed], [], user);
    expect(await again.ended, again.output()).toBe(0);
    const other = start([...args, whole]);
    expect(await other.ended, other.output()).toBe(0);
    expect(resultsIn(closed)).toEqual(resultsIn(whole));
  });

  const mounted = mountSmall("results");
  it.skipIf(mounted === undefined)("on a full disk says so, and goes on when there is room", async () => {
    const folder = mounted!;
    const args = ["run-tasks", "Z9", "--shard", "1/1", "--workers", "1", "--out", folder];
    const full = start(args);
    expect(await full.ended, full.output()).toBe(1);
    expect(full.output()).toContain("no space is left");
    expect(spawnSync("mount", ["-o", "remount,size=16m", folder]).status).toBe(0);
    const room = start(args);
    expect(await room.ended, room.output()).toBe(0);
    const whole = temporaryFolder();
    const other = start(["run-tasks", "Z9", "--shard", "1/1", "--workers", "2", "--out", whole]);
    expect(await other.ended, other.output()).toBe(0);
    expect(resultsIn(folder)).toEqual(resultsIn(whole));
    onTestFinished(() => void spawnSync("umount", ["--lazy", folder]));
  });

  const small = mountSmall("report");
  it.skipIf(small === undefined)(
    "on a disk without room for its ledger is no wrong input: it ends with 74",
    async () => {
      onTestFinished(() => void spawnSync("umount", ["--lazy", small!]));
      const args = ["reproduce", "Z1", "--workers", "1", "--out", small!];
      const full = start(args);
      expect(await full.ended, full.output()).toBe(74);
      expect(full.output()).toMatch(/no space is left. What is finished is kept/);
      expect(spawnSync("mount", ["-o", "remount,size=64m", small!]).status).toBe(0);
      const room = start(args);
      expect(await room.ended, room.output()).toBe(0);
      expect(existsSync(join(small!, "ledger.json"))).toBe(true);
    },
  );
});

/** A file system of 64 kB; undefined where one cannot be mounted. */
function mountSmall(name: string): string | undefined {
  const folder = `/tmp/normlab-full-${name}-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]).status === 0) return folder;
  console.warn("A full disk: not run, because no small file system can be mounted here");
  return undefined;
}
