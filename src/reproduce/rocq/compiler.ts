import { spawnSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { InputError } from "../../exact/input-error.js";
import { sha256 } from "../task.js";
import { library, proofClosure, proofFiles, readProof } from "./sources.js";

/** A proof assistant that was found, or why none can be used. */
export type Rocq =
  | { readonly usable: true; readonly command: readonly string[]; readonly version: string; readonly why: string }
  | { readonly usable: false; readonly why: string };

/** Versions that are supported; which were tried stands in docs/trust.md. */
const oldest = [8, 16] as const;
const newestMajor = 9;

const install = "on Debian: apt-get install --no-install-recommends coq libcoq-stdlib (npm run setup does it as root)";

/** Looks for `coqc`, then for `rocq`, on the PATH. */
export function findRocq(): Rocq {
  for (const command of [["coqc"], ["rocq", "compile"]]) {
    const [program, ...rest] = command;
    const found = spawnSync(program!, [...rest, "--version"], { encoding: "utf8" });
    if (found.status !== 0) continue;
    const version = /version (\d+)\.(\d+)(\.\d+)?/.exec(found.stdout)?.[0].slice("version ".length);
    if (version === undefined)
      return { usable: false, why: `${program} does not say its version: ${found.stdout.trim()}` };
    const [major, minor] = version.split(".").map(Number) as [number, number];
    const supported = major > oldest[0] ? major <= newestMajor : major === oldest[0] && minor >= oldest[1];
    if (!supported) return { usable: false, why: `${program} ${version} is here; Coq 8.16 to Rocq 9 are supported` };
    return { usable: true, command, version, why: `${program} ${version}` };
  }
  return { usable: false, why: `the proof assistant Rocq is not installed; ${install}` };
}

/** What a compilation came to. */
export interface Compilation {
  readonly passed: boolean;
  /** What it printed. */
  readonly output: string;
  /** What it complained of. */
  readonly errors: string;
}

/** Compiles proofs into a folder that any number of processes may share: a file of one content is compiled once. */
export class ProofBuild {
  readonly #rocq: Rocq;
  readonly #command: readonly string[];
  readonly version: string;

  /** @throws InputError when there is no proof assistant here. */
  constructor(
    readonly sources: string,
    readonly cache: string,
    rocq: Rocq = findRocq(),
  ) {
    if (!rocq.usable) {
      throw new InputError({
        code: "missing-program",
        where: "the formal proofs",
        expected: "Rocq",
        received: rocq.why,
      });
    }
    this.#rocq = rocq;
    this.#command = rocq.command;
    this.version = rocq.version;
  }

  /** Where the compiled files of the sources as they are now belong. */
  get folder(): string {
    const texts = proofFiles(this.sources).map((name) => `${name}\n${readProof(this.sources, name)}`);
    return join(this.cache, sha256([this.version, ...texts].join("\0")).slice(0, 32));
  }

  /** Compiles a file and all it stands on; gives the folder the compiled files are in. Throws what Rocq says where it refuses one. */
  compile(file: string, progress: (fraction: number, doing: string) => void = () => {}): string {
    const { folder } = this;
    const files = proofClosure(this.sources, file);
    files.forEach((name, i) => {
      progress(i / files.length, `compiling ${name}`);
      this.#compileInto(folder, name);
    });
    return folder;
  }

  /** Compiles a text beside a folder's compiled files, and throws it away. */
  tryText(folder: string, text: string): Compilation {
    const scratch = mkdtempSync(join(this.cache, "scratch-"));
    try {
      const path = join(scratch, "Trial.v");
      writeFileSync(path, text);
      return this.#run(["-Q", folder, library, path]);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  /** Does some work with a build of its own, in which nothing has been compiled yet; it is gone afterwards. */
  afresh<Result>(work: (build: ProofBuild) => Result): Result {
    const cache = mkdtempSync(join(this.cache, "scratch-"));
    try {
      return work(new ProofBuild(this.sources, cache, this.#rocq));
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  }

  #compileInto(folder: string, name: string): void {
    const compiled = join(folder, name.replace(/\.v$/, ".vo"));
    if (existsSync(compiled)) return;
    const source = join(folder, name);
    mkdirSync(dirname(source), { recursive: true });
    // Whole or not at all: the beginning of a file may be a proof too.
    const text = readFileSync(join(this.sources, name));
    if (!existsSync(source) || !readFileSync(source).equals(text)) writeFileAtomic.sync(source, text);
    const scratch = mkdtempSync(join(folder, ".scratch-"));
    try {
      // A library is called after the place of its compiled file, so the scratch folder is known by the same name.
      const output = join(scratch, name.replace(/\.v$/, ".vo"));
      mkdirSync(dirname(output), { recursive: true });
      const { passed, errors } = this.#run(["-Q", scratch, library, "-Q", folder, library, "-o", output, source]);
      if (!passed) throw new ProofRefused(name, errors);
      // The file appears whole, and the first process to finish it wins: what others compile stands on that one.
      for (const ending of [".glob", ".vo"]) {
        const made = output.replace(/\.vo$/, ending);
        if (existsSync(made)) linkIfAbsent(made, compiled.replace(/\.vo$/, ending));
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  /** @throws InputError where Rocq has not answered: that says nothing of the proof, and nothing of a mutated one. */
  #run(args: readonly string[]): Compilation {
    const [program, ...rest] = this.#command;
    const options = { encoding: "utf8", maxBuffer: 2 ** 26, timeout: 600_000 } as const;
    const { status, signal, stdout, stderr, error } = spawnSync(
      program!,
      [...rest, "-q", "-w", "none", ...args],
      options,
    );
    const said = (stderr ?? "").trim();
    // 1 is Rocq's answer, other codes are its breakdowns; a disk, memory or stack that it lacks, or a file that it may not make, is no answer either.
    const lacking = /\bsystem error\b|\bout of memory\b|\bstack overflow\b|\bcan(?:'|no)t open\b/i;
    const answered = status === 0 || (status === 1 && !lacking.test(said));
    if (answered) return { passed: status === 0, output: stdout, errors: said };
    const how = error?.message ?? (signal === null ? `exit code ${status}` : `its end by ${signal}`);
    throw new InputError({
      code: "interrupted",
      where: `Rocq, asked for ${basename(args.at(-1)!)}`,
      expected: "an answer",
      received: said === "" ? how : `${how}: ${said.split("\n").slice(-2).join(" ")}`,
      remedy:
        "This says nothing of the proof. Run it again where there is room on the disk, in memory and on the stack (ulimit -s)",
    });
  }
}

/** Rocq does not accept a file. */
export class ProofRefused extends Error {
  constructor(
    readonly file: string,
    readonly said: string,
  ) {
    super(`proofs/${file} is not accepted:\n${said}`);
  }
}

function linkIfAbsent(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
