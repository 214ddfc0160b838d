/**
 * Who executes runs is decided here and nowhere else: an executor starts workers, and each worker does one run after
 * another. The processes of this machine are one executor (`process_executor.ts`); tests bring one that computes nothing.
 */
import type { PlannedRun } from "../planning/plan.ts";
import type { RunOutcome } from "../runs/mod.ts";

/** A run that has been executed. */
export interface FinishedRun {
  readonly outcome: RunOutcome;
  /** What it took, added over its threads; of a resumed run what came after the checkpoint. */
  readonly coreSeconds: number;
  /** What the user should read: that it went on from a checkpoint, or that one was damaged. */
  readonly notices: readonly string[];
}

/** Told of a run's progress: its share from 0 to 1, and a note such as "epoch 3/12". */
export type OnProgress = (done: number, note: string) => void;

/** Executes one run at a time. */
export interface Worker {
  /**
   * Executes a run, whose parents are finished, on so many threads.
   *
   * @throws {HarnessingError} why the run failed; `InterruptedError` when the whole command was interrupted
   */
  run(run: PlannedRun, threads: number, onProgress: OnProgress): Promise<FinishedRun>;
  /** False after a failure that no further run would survive; the schedule starts another worker then. */
  readonly usable: boolean;
  /** Ends the worker after its last run. */
  close(): Promise<void>;
  /** Ends the worker at once. */
  kill(): void;
}

/** Starts workers. */
export interface Executor {
  /** @throws {HarnessingError} when no worker can be had, which ends the command */
  start(): Promise<Worker>;
}
