import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer: string | null;
  readonly peerValue: number | null;
  readonly ratio: number | null;
}

const peers = { tslab: "tslab", deno: "Deno", python3: "ipykernel" };

/** What set-up does not install. */
const howTo: Record<string, string> = { deno: ": npm install --global deno && deno jupyter --install" };

/** The kernel beside those of others that are installed, each driven by jupyter_client in the same run. Needs set-up. */
export async function bench(): Promise<Figure[]> {
  const python = fileURLToPath(new URL("../.venv/bin/python", import.meta.url));
  const script = fileURLToPath(new URL("kernel.py", import.meta.url));
  const { stdout } = await promisify(execFile)(python, [script, "normlab", ...Object.keys(peers)]);
  const measured = new Map<string, Record<string, number>>();
  const results = JSON.parse(stdout) as Record<string, Record<string, number> | string>;
  for (const [kernel, result] of Object.entries(results)) {
    if (typeof result === "string") console.error(`the kernel ${kernel} failed: ${result}`);
    else measured.set(kernel, result);
  }
  for (const [peer, title] of Object.entries(peers)) {
    if (!(peer in results)) console.error(`${title} is not installed, and not compared${howTo[peer] ?? ""}`);
  }
  return Object.entries(measured.get("normlab") ?? {}).flatMap(([label, value]): Figure[] => {
    const [, name, unit] = /^(.*) \((\w+)\)$/.exec(label) as unknown as [string, string, string];
    const beside = Object.entries(peers).filter(([peer]) => measured.get(peer)?.[label] !== undefined);
    if (beside.length === 0) return [{ name, value, unit, peer: null, peerValue: null, ratio: null }];
    return beside.map(([peer, title]) => {
      const peerValue = measured.get(peer)![label]!;
      return { name, value, unit, peer: title, peerValue, ratio: value / peerValue };
    });
  });
}
