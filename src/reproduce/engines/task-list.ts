import { z } from "zod";
import { InputError } from "../../exact/input-error.js";
import { profiles, type Claim, type Profile } from "../../claims/claim.js";
import { planOf, tasksOf, type PlannedCheck, type PlannedTask } from "../plan.js";
import type { RecordedRun } from "../recorded.js";
import type { Store } from "../store.js";
import { taskName, type Task } from "../task.js";
import { dataSetsOf } from "./data-sets.js";

const cost = z.number().nonnegative().nullable();

const line = z.strictObject({
  /** Name of the task's result; another machine with the same code and data gives the same. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** For people: `A6.depth/pln-8-seed-3`. */
  name: z.string(),
  claim: z.string(),
  profile: z.enum(profiles),
  /** Whether tensors are computed; files of `data/` and data sets of the catalogue that are read. */
  needs: z.strictObject({ tensors: z.boolean(), data: z.array(z.string()), dataSets: z.array(z.string()) }),
  /** What it took on an earlier run, or what its like took; null where nothing like it has run. */
  expected: z.strictObject({ seconds: cost, memoryBytes: cost }),
  /** Counted from 1. */
  shard: z.int().positive(),
});

/** One line of a task list, as JSON. */
export type TaskLine = z.infer<typeof line>;

/**
 * All tasks of the claims but the conclusions of experiments: those depend on what the trials say, take no time, and are drawn by
 * `reproduce` when the trials are in. Of experiments only the trials with a name in `wanted`, where it is given.
 */
export async function plannedTasks(
  claims: readonly Claim[],
  profile: Profile,
  wanted?: ReadonlySet<string>,
): Promise<PlannedTask[]> {
  return tasksOf(await planOf(claims, profile, undefined, wanted));
}

/** The tasks as lines, packed into shards that are expected to take about as long as one another. */
export function taskLines(
  tasks: readonly PlannedTask[],
  store: Store,
  shards: number,
  recorded: (planned: PlannedCheck) => RecordedRun | undefined,
): TaskLine[] {
  const costs = expectedCosts(tasks, store, recorded);
  const shardOf = pack(
    costs.map(({ seconds }) => seconds),
    shards,
  );
  return tasks.map(({ task, planned }, i) => ({
    hash: task.hash,
    name: taskName(task),
    claim: task.claim,
    // That of the list: a sample's trials are of another.
    profile: planned.profile,
    needs: {
      tensors: "@tensorflow/tfjs" in planned.code.packages,
      data: [...(planned.check.data ?? [])],
      dataSets: dataSetsOf(task),
    },
    expected: costs[i]!,
    shard: shardOf[i]!,
  }));
}

/**
 * What each task took before. Else what the trial took on the experiment's record, at the pace of those that ran before too; else the mean of the
 * same check's tasks in the store; else that of the record.
 */
function expectedCosts(
  tasks: readonly PlannedTask[],
  store: Store,
  recorded: (planned: PlannedCheck) => RecordedRun | undefined,
): TaskLine["expected"][] {
  // One look at the folder, not one for each task.
  const tried = store.tried();
  const records = tasks.map(({ task }) => (tried.has(task.hash) ? store.readRecord(task.hash) : undefined));
  const onRecord = new Map<PlannedCheck, RecordedSeconds>();
  const recordOf = (planned: PlannedCheck): RecordedSeconds => {
    const known = onRecord.get(planned) ?? recordedSeconds(recorded(planned));
    onRecord.set(planned, known);
    return known;
  };
  const ofCheck = new Map<PlannedCheck, { seconds: number; paced: Paced; memoryBytes: number; count: number }>();
  tasks.forEach(({ task, planned }, i) => {
    const record = records[i];
    if (record === undefined) return;
    const sum = ofCheck.get(planned) ?? { seconds: 0, paced: { here: 0, then: 0 }, memoryBytes: 0, count: 0 };
    sum.seconds += record.seconds;
    const then = recordOf(planned).of(task);
    if (then !== undefined) {
      sum.paced.here += record.seconds;
      sum.paced.then += then;
    }
    sum.memoryBytes = Math.max(sum.memoryBytes, record.memoryBytes);
    sum.count++;
    ofCheck.set(planned, sum);
  });
  return tasks.map(({ task, planned }, i) => {
    const record = records[i];
    if (record !== undefined) return { seconds: record.seconds, memoryBytes: record.memoryBytes };
    const like = ofCheck.get(planned);
    const { of, mean } = recordOf(planned);
    const then = of(task);
    const memoryBytes = like?.memoryBytes ?? null;
    if (then === undefined) return { seconds: like ? like.seconds / like.count : mean(task), memoryBytes };
    const { here, then: recordedThen } = like?.paced ?? { here: 0, then: 0 };
    return { seconds: here > 0 && recordedThen > 0 ? (then * here) / recordedThen : then, memoryBytes };
  });
}

/** Seconds that the same trials took here, and on record. */
interface Paced {
  here: number;
  then: number;
}

/** Seconds on record: of a task's own trial, and of a trial on the average. Of tasks of another profile nothing is known. */
interface RecordedSeconds {
  readonly of: (task: Task) => number | undefined;
  readonly mean: (task: Task) => number | null;
}

function recordedSeconds(run: RecordedRun | undefined): RecordedSeconds {
  if (run?.status !== "concluded") return { of: () => undefined, mean: () => null };
  const { record } = run;
  const own = new Map(record.trials.map(({ id, seconds }) => [id, seconds]));
  return {
    of: (task) => (task.kind === "trial" && task.profile === record.profile ? own.get(task.trial.id) : undefined),
    mean: ({ profile }) => (profile === record.profile ? record.seconds / record.trials.length : null),
  };
}

/**
 * The shard of each task, from 1: the longest first, each into the shard that has least to do, so that no shard takes longer than
 * 4/3 of the best possible (Graham's bound). A task of unknown length counts as the mean of the known ones.
 */
export function pack(seconds: readonly (number | null)[], shards: number): number[] {
  const known = seconds.filter((value) => value !== null);
  const mean = known.length === 0 ? 1 : known.reduce((sum, value) => sum + value, 0) / known.length;
  // However short, a task costs something: without this, all tasks of 0 s would land in one shard.
  const weights = seconds.map((value) => Math.max(value ?? mean, 1e-3));
  const shardOf = new Array<number>(seconds.length);
  const order = weights.map((_, i) => i).sort((a, b) => weights[b]! - weights[a]! || a - b);
  // A heap: the shard with least to do is at its top, of several the first.
  const heap = Array.from({ length: shards }, (_, shard) => ({ shard, load: 0 }));
  const isBefore = (a: (typeof heap)[number], b: (typeof heap)[number]) =>
    a.load < b.load || (a.load === b.load && a.shard < b.shard);
  for (const i of order) {
    const top = heap[0]!;
    shardOf[i] = top.shard + 1;
    top.load += weights[i]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < shards && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (child >= shards || isBefore(top, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = top;
  }
  return shardOf;
}

/** Reads a task list, or what concerns one part of it; `where` names it in messages. */
export function readTaskLines(text: string, where: string, part?: Shard): TaskLine[] {
  return text.split("\n").flatMap((content, i) => {
    if (content.trim() === "" || isOfAnotherPart(content, part)) return [];
    const json = jsonOrUndefined(content);
    const parsed = line.safeParse(json);
    if (parsed.success) return [parsed.data];
    const issue = parsed.error.issues[0]!;
    throw new InputError({
      code: "malformed",
      where: `${where} line ${i + 1}${issue.path.length > 0 ? `, ${issue.path.join(".")}` : ""}`,
      expected: "a line of a task list, as normlab tasks writes it",
      received: json === undefined ? `no JSON: ${JSON.stringify(content.slice(0, 60))}` : issue.message,
    });
  });
}

/** As `normlab tasks` writes lines, the part stands last: a part of a million tasks need not read the others. */
function isOfAnotherPart(content: string, part: Shard | undefined): boolean {
  const shard = part && Number(/"shard":(\d+)\}\r?$/.exec(content)?.[1]);
  return shard !== undefined && shard !== part!.index && shard <= part!.count;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A part of a whole: `3/8`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Reads `i/n`, counted from 1.
 *
 * @example
 * readShard("3/8"); // => { index: 3, count: 8 }
 */
export function readShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new InputError({
    code: "range",
    where: "--shard",
    expected: "i/n with 1 ≤ i ≤ n, such as 3/8",
    received: text,
  });
}

/**
 * The tasks of one part, whoever asks and whatever has run: without a list every n-th task, with one those its lines give the part.
 *
 * @throws InputError when a line names a task that this machine's code and data do not have.
 */
export function tasksOfShard(
  tasks: readonly PlannedTask[],
  { index, count }: Shard,
  list?: { readonly lines: readonly TaskLine[]; readonly where: string },
): PlannedTask[] {
  if (list === undefined) return tasks.filter((_, i) => i % count === index - 1);
  const most = Math.max(...list.lines.map(({ shard }) => shard));
  if (most > count) {
    throw new InputError({
      code: "range",
      where: "--shard",
      expected: `i/${most}: ${list.where} is made for ${most} shards`,
      received: `${index}/${count}`,
    });
  }
  return tasksNamed(
    tasks,
    list.lines.filter(({ shard }) => shard === index),
    list.where,
  );
}

/** The tasks that lines name. */
export function tasksNamed(
  tasks: readonly PlannedTask[],
  lines: readonly Pick<TaskLine, "hash" | "name">[],
  where: string,
): PlannedTask[] {
  const byHash = new Map(tasks.map((planned) => [planned.task.hash, planned]));
  return lines.map(({ hash, name }) => {
    const found = byHash.get(hash);
    if (found !== undefined) return found;
    throw new InputError({
      code: "unknown-name",
      where: `${where}, ${name}`,
      expected: "a task of the code and data on this machine",
      received: hash,
      remedy:
        "Where the task was listed, code, data or packages differ: bring both to the same version, then list again",
    });
  });
}
