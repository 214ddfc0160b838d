/**
 * Runs side by side: each of several workers takes the next run whose parents are finished. One run per core with one
 * thread each is fastest; the last training run gets all threads. One failed run stops only what needs it.
 */
import { type HarnessingError, InterruptedError } from "../errors.ts";
import type { PlannedRun } from "../planning/plan.ts";
import { eventsOf } from "./events.ts";
import type { Executor, FinishedRun, Worker } from "./executor.ts";

/** What happens to the runs of a schedule: each starts once at most, and ends in one of three ways. */
export type RunEvent =
  | { readonly type: "started"; readonly run: PlannedRun; readonly threads: number }
  /** `done` from 0 to 1. */
  | { readonly type: "progressed"; readonly run: PlannedRun; readonly done: number; readonly note: string }
  | { readonly type: "finished"; readonly run: PlannedRun; readonly finished: FinishedRun }
  /** The run, or one that it needs, failed. */
  | { readonly type: "failed"; readonly run: PlannedRun; readonly error: HarnessingError }
  /** The budget ran out before it started. */
  | { readonly type: "skipped"; readonly run: PlannedRun };

/** How wide to run. */
export interface ScheduleOptions {
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

/** The runs that wait, those that have ended, and the threads that are free. */
class Queue {
  readonly #waiting: PlannedRun[];
  readonly #open: Set<string>;
  readonly #trainings: Set<string>;
  readonly #options: ScheduleOptions;
  #free: number;

  constructor(runs: readonly PlannedRun[], options: ScheduleOptions) {
    this.#waiting = [...runs];
    this.#open = new Set(runs.map(({ key }) => key));
    this.#trainings = new Set(runs.filter(({ spec }) => spec.kind === "train").map(({ key }) => key));
    this.#options = options;
    this.#free = options.threads;
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Takes the next run that can start with the free threads, and how many it gets. */
  take(): { run: PlannedRun; threads: number } | undefined {
    const { threads, jobs, maxThreads } = this.#options;
    // what is not in the schedule is there already
    const index = this.#waiting.findIndex(({ after }) => after.every((key) => !this.#open.has(key)));
    if (index < 0 || this.#free === 0) return undefined;
    const run = this.#waiting[index]!;
    const share = Math.max(1, Math.floor(threads / jobs));
    const alone = this.#trainings.size <= 1 && (run.spec.kind === "train" || this.#waiting.length === 1);
    const width = Math.min(alone ? this.#free : Math.min(share, this.#free), maxThreads);
    this.#waiting.splice(index, 1);
    this.#free -= width;
    return { run, threads: width };
  }

  /** A run has finished, and its threads are free. */
  finish({ key }: PlannedRun, threads: number): void {
    this.#free += threads;
    this.#open.delete(key);
    this.#trainings.delete(key);
  }

  /** A run has failed: takes out those that wait for it, directly or by way of others, and returns them. */
  fail({ key }: PlannedRun, threads: number): PlannedRun[] {
    this.#free += threads;
    this.#trainings.delete(key);
    const lost = new Set([key]);
    const orphans: PlannedRun[] = [];
    for (const run of [...this.#waiting]) { // parents stand before those that need them
      if (!run.after.some((parent) => lost.has(parent))) continue;
      lost.add(run.key);
      this.#trainings.delete(run.key);
      orphans.push(...this.#waiting.splice(this.#waiting.indexOf(run), 1));
    }
    return orphans;
  }

  /** Takes out all that wait. */
  drop(): PlannedRun[] {
    return this.#waiting.splice(0);
  }
}

/**
 * Executes the runs in their order, parents first, as far as what they wait for allows. A run that `after` names and
 * that is not among them counts as finished. Without runs no worker starts.
 *
 * @throws {HarnessingError} when no worker can start, or the command was interrupted; a run's own error is an event
 */
export function schedule(
  runs: readonly PlannedRun[],
  executor: Executor,
  options: ScheduleOptions,
): AsyncGenerator<RunEvent, void> {
  return eventsOf((emit, stopped) => work(runs, executor, options, emit, stopped));
}

async function work(
  runs: readonly PlannedRun[],
  executor: Executor,
  options: ScheduleOptions,
  emit: (event: RunEvent) => void,
  stopped: AbortSignal,
): Promise<void> {
  const { jobs, expired } = options;
  const signal = AbortSignal.any([options.signal, stopped]);
  const queue = new Queue(runs, options);
  const workers = new Set<Worker>();
  let wake = Promise.withResolvers<void>();
  const changed = () => (wake.resolve(), wake = Promise.withResolvers<void>());

  const execute = async (worker: Worker, run: PlannedRun, threads: number) => {
    emit({ type: "started", run, threads });
    try {
      const finished = await worker.run(
        run,
        threads,
        (done, note) => emit({ type: "progressed", run, done, note }),
      );
      queue.finish(run, threads);
      emit({ type: "finished", run, finished });
    } catch (cause) {
      if (signal.aborted || cause instanceof InterruptedError) throw cause;
      const error = cause as HarnessingError;
      const orphans = queue.fail(run, threads);
      for (const each of [run, ...orphans]) emit({ type: "failed", run: each, error });
    }
  };

  /** One of the places side by side: runs on a worker that starts with its first run. */
  const place = async () => {
    let worker: Worker | undefined;
    while (!queue.empty && !signal.aborted) {
      if (expired()) {
        for (const run of queue.drop()) emit({ type: "skipped", run });
        break;
      }
      const job = queue.take();
      if (job === undefined) {
        await wake.promise;
        continue;
      }
      if (!worker?.usable) workers.add(worker = await executor.start());
      await execute(worker, job.run, job.threads);
      changed();
    }
    changed();
    await worker?.close();
  };

  signal.addEventListener("abort", changed, { once: true });
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, runs.length) }, place));
  } catch (error) {
    for (const worker of workers) worker.kill();
    throw error;
  } finally {
    signal.removeEventListener("abort", changed);
  }
  if (signal.aborted) { for (const worker of workers) worker.kill(); }
}
