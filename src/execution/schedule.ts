/**
 * Runs side by side: each of several compute stages takes the next run whose parents are finished. One run per core
 * with one thread each is fastest; the last training run gets all threads. One failed run stops only what needs it.
 */
import type { DatasetFiles } from "../datasets/mod.ts";
import type { HarnessingError } from "../errors.ts";
import type { RunOutcome } from "../stages/messages.ts";
import type { PlannedRun } from "../planning/plan.ts";
import { errorOf } from "../stages/stage_error.ts";
import { type Compute, startCompute } from "../stages/compute/launch.ts";

/** How a run ended. */
export type RunEnd =
  | { readonly run: PlannedRun; readonly outcome: RunOutcome }
  | { readonly run: PlannedRun; readonly error: HarnessingError }
  | { readonly run: PlannedRun; readonly skipped: true };

/** What the caller is told while runs are going on. */
export interface ScheduleEvents {
  started(run: PlannedRun, threads: number): void;
  /** `done` from 0 to 1. */
  progressed(run: PlannedRun, done: number, note: string): void;
  ended(end: RunEnd): void;
}

/** Where and how wide to run. */
export interface ScheduleOptions {
  readonly store: string;
  readonly files: DatasetFiles;
  /** Threads in all. */
  readonly threads: number;
  /** Runs side by side. */
  readonly jobs: number;
  /** The most threads one run can use. */
  readonly maxThreads: number;
  readonly signal: AbortSignal;
  /** When true no further run starts. */
  readonly expired: () => boolean;
}

/**
 * Executes the runs in their order, as far as what they wait for allows.
 *
 * @throws {HarnessingError} when a compute stage cannot start or dies; a run's own error is an event
 */
export async function schedule(
  runs: readonly PlannedRun[],
  options: ScheduleOptions,
  events: ScheduleEvents,
): Promise<void> {
  const { threads, jobs, maxThreads, signal, expired } = options;
  const waiting = [...runs];
  const finished = new Set<string>();
  const failed = new Map<string, HarnessingError>();
  const children: Compute[] = [];
  let free = threads;
  let wake = Promise.withResolvers<void>();
  const changed = () => (wake.resolve(), wake = Promise.withResolvers<void>());

  /** The next run that can start with the free threads, and how many it gets. */
  const next = (): { run: PlannedRun; width: number } | undefined => {
    const trainings =
      runs.filter(({ key, spec }) => spec.kind === "train" && !finished.has(key) && !failed.has(key)).length;
    const index = waiting.findIndex(({ after }) => after.every((key) => finished.has(key)));
    if (index < 0 || free === 0) return undefined;
    const run = waiting[index]!;
    const share = Math.max(1, Math.floor(threads / jobs));
    const alone = trainings <= 1 && (run.spec.kind === "train" || waiting.length === 1);
    const width = Math.min(alone ? free : Math.min(share, free), maxThreads);
    waiting.splice(index, 1);
    return { run, width };
  };

  /** Takes out the runs that wait for a failed one, and reports them. */
  const dropOrphans = () => {
    for (let i = 0; i < waiting.length;) {
      const cause = waiting[i]!.after.map((key) => failed.get(key)).find((error) => error !== undefined);
      if (cause === undefined) i++;
      else {
        const [run] = waiting.splice(i, 1);
        failed.set(run!.key, cause);
        events.ended({ run: run!, error: cause });
      }
    }
  };

  const work = async (child: Compute) => {
    while (waiting.length > 0 && !signal.aborted) {
      if (expired()) {
        for (const run of waiting.splice(0)) events.ended({ run, skipped: true });
        changed();
        break;
      }
      const job = next();
      if (job === undefined) {
        await wake.promise;
        continue;
      }
      const { run, width } = job;
      free -= width;
      events.started(run, width);
      const answer = await child.ask(
        { type: "run", key: run.key, spec: run.spec, threads: width },
        (progress) => {
          if (progress.type === "progress") events.progressed(run, progress.done, progress.note);
        },
      );
      free += width;
      if (answer.type === "done") {
        finished.add(run.key);
        events.ended({ run, outcome: answer.outcome });
      } else if (answer.type === "error") {
        failed.set(run.key, errorOf(answer));
        events.ended({ run, error: errorOf(answer) });
        dropOrphans();
      }
      changed();
    }
  };

  signal.addEventListener("abort", changed, { once: true });
  try {
    const width = Math.max(1, Math.min(jobs, runs.length));
    for (let i = 0; i < width; i++) children.push(await startCompute(options));
    await Promise.all(children.map(work));
    await Promise.all(children.map((child) => child.close()));
  } catch (error) {
    for (const child of children) child.kill();
    throw error;
  } finally {
    signal.removeEventListener("abort", changed);
  }
}
