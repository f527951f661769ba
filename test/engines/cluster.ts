import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, hostname, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

/** A Slurm cluster of this one machine, with a configuration and daemons of its own. */
export interface Cluster {
  /** The environment in which Slurm's commands find it. */
  readonly env: NodeJS.ProcessEnv;
  readonly node: string;
  /** Runs one of Slurm's commands and gives what it printed. */
  command(name: string, ...args: string[]): string;
  stop(): Promise<void>;
}

/** Why no cluster can be started here; undefined where one can. */
export const noCluster = ["slurmctld", "slurmd", "munged"].some((name) => spawnSync("which", [name]).status !== 0)
  ? "slurm-wlm and munge are not installed"
  : process.getuid?.() === 0
    ? undefined
    : "Slurm's daemons are started as root here";

/** Starts munge, a controller and a node. */
export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "normlab-slurm-"));
  const at = (name: string) => join(folder, name);
  for (const name of ["state", "spool", "run", "bin"]) mkdirSync(at(name));
  chmodSync(folder, 0o755);
  writeFileSync(at("munge.key"), randomBytes(1024), { mode: 0o400 });
  const node = hostname();
  const port = 20_000 + (process.pid % 20_000);
  writeFileSync(
    at("slurm.conf"),
    `ClusterName=normlab
SlurmctldHost=${node}
SlurmctldPort=${port}
SlurmdPort=${port + 1}
AuthType=auth/munge
AuthInfo=socket=${at("run/munge.socket")}
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${at("state")}
SlurmdSpoolDir=${at("spool")}
SlurmctldPidFile=${at("run/slurmctld.pid")}
SlurmdPidFile=${at("run/slurmd.pid")}
SlurmctldLogFile=${at("slurmctld.log")}
SlurmdLogFile=${at("slurmd.log")}
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
KillWait=2
SchedulerParameters=batch_sched_delay=0,sched_interval=1
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
NodeName=${node} CPUs=${cpus().length} RealMemory=4000 State=UNKNOWN
PartitionName=debug Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
  );
  // Snakemake takes Slurm's variables from what its jobs start, and where to find this cluster is one of them.
  const srun = spawnSync("which", ["srun"], { encoding: "utf8" }).stdout.trim();
  writeFileSync(at("bin/srun"), `#!/bin/sh\nSLURM_CONF=${at("slurm.conf")} exec ${srun} "$@"\n`, { mode: 0o755 });
  const env = { ...process.env, SLURM_CONF: at("slurm.conf"), PATH: `${at("bin")}${delimiter}${process.env.PATH}` };
  const start = (name: string, args: readonly string[]) => {
    const { status, stderr } = spawnSync(name, args, { env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${name} did not start: ${stderr}`);
  };
  start("munged", [
    `--key-file=${at("munge.key")}`,
    `--socket=${at("run/munge.socket")}`,
    `--pid-file=${at("run/munged.pid")}`,
    `--log-file=${at("munged.log")}`,
    `--seed-file=${at("run/munge.seed")}`,
    "--force",
  ]);
  start("slurmctld", []);
  start("slurmd", []);
  const command = (name: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(name, args, { env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${name} ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  const stop = async () => {
    const pids = ["slurmd", "slurmctld", "munged"].flatMap((name) =>
      existsSync(at(`run/${name}.pid`)) ? [Number(readFileSync(at(`run/${name}.pid`), "utf8"))] : [],
    );
    for (const pid of pids) process.kill(pid);
    for (let i = 0; i < 100 && pids.some(alive); i++) await wait(100);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let i = 0; i < 100; i++) {
    if (spawnSync("sinfo", ["--noheader", "--format=%T"], { env, encoding: "utf8" }).stdout.trim() === "idle") {
      return { env, node, command, stop };
    }
    await wait(200);
  }
  const log = readFileSync(at("slurmctld.log"), "utf8").slice(-2_000);
  await stop();
  throw new Error(`the node did not come up:\n${log}`);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
