import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { supported } from "./fixtures/claims.js";
import { reproduceInto, temporaryFolder } from "./folder.js";

const script = join(import.meta.dirname, "fixtures", "run.ts");

function start(folder: string, ids: readonly string[]) {
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script, folder, ...ids]);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended, output: () => output };
}

function finished(folder: string): string[] {
  const cache = join(folder, "cache");
  if (!existsSync(cache)) return [];
  return readdirSync(cache).filter((file) => /^[0-9a-f]{64}\.json$/.test(file));
}

/** Waits until some trials have results but not all, and then sends the signal. */
async function signalInTheMiddle(child: ChildProcess, folder: string, signal: NodeJS.Signals): Promise<void> {
  while (finished(folder).length < 2) {
    expect(child.exitCode).toBeNull();
    await wait(10);
  }
  child.kill(signal);
}

describe("a run that is cut short", () => {
  it("goes on after SIGKILL where it was, to the same bytes", async () => {
    const [killed, whole] = [temporaryFolder(), temporaryFolder()];
    const { child, ended } = start(killed, ["Z3"]);
    await signalInTheMiddle(child, killed, "SIGKILL");
    await ended;
    await wait(500); // the orphaned worker sees that nobody listens, and ends
    const before = finished(killed);
    expect(before.length).toBeGreaterThanOrEqual(2);
    expect(before.length).toBeLessThan(7);
    const { ran, ledger } = await reproduceInto(killed, [supported]);
    expect(ran).toHaveLength(7 - before.length);
    expect(ledger[0]!.word).toBe("supported");
    await reproduceInto(whole, [supported]);
    expect(finished(killed)).toEqual(finished(whole));
    for (const file of finished(whole)) {
      expect(readFileSync(join(killed, "cache", file), "utf8")).toBe(readFileSync(join(whole, "cache", file), "utf8"));
    }
  });

  it.each([
    ["once", 1],
    ["twice, as timeout does it", 2],
  ])("stops at Ctrl-C %s, keeps what is finished and says how to go on", async (_, times) => {
    const folder = temporaryFolder();
    const { child, ended, output } = start(folder, ["Z3"]);
    await signalInTheMiddle(child, folder, "SIGINT");
    if (times === 2) child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(output()).toContain("the same command goes on");
    expect(finished(folder).length).toBeLessThan(7);
  });
});
