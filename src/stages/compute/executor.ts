/** This machine's processes as an executor: each worker is a compute stage, with its permissions and without network. */
import type { Executor, FinishedRun, OnProgress, Worker } from "../../execution/executor.ts";
import type { PlannedRun } from "../../planning/plan.ts";
import type { SourceCode } from "../../project/code_digest.ts";
import { errorOf } from "../stage_error.ts";
import { type Compute, type ComputeOptions, startCompute } from "./launch.ts";

class ProcessWorker implements Worker {
  readonly #stage: Compute;
  readonly #code: SourceCode;
  usable = true;

  constructor(stage: Compute, code: SourceCode) {
    this.#stage = stage;
    this.#code = code;
  }

  async run(
    { key, spec, dataset }: PlannedRun,
    threads: number,
    onProgress: OnProgress,
  ): Promise<FinishedRun> {
    const code = await this.#code.digestsFor(spec);
    const answer = await this.#stage.ask(
      { type: "run", key, spec, data: dataset.digests, threads, code },
      (progress) => {
        if (progress.type === "progress") onProgress(progress.done, progress.note);
      },
    ).catch((error) => {
      this.usable = false; // the process is gone
      throw error;
    });
    if (answer.type === "error") throw errorOf(answer);
    if (answer.type !== "done") throw new TypeError(`Cannot take ${answer.type} for a finished run`);
    return answer.finished;
  }

  async close(): Promise<void> {
    await this.#stage.close();
  }

  kill(): void {
    this.#stage.kill();
  }
}

/** Compute stages on a store and data sets; entries record the digests of `code`. */
export function processExecutor(
  { code, ...options }: ComputeOptions & { readonly code: SourceCode },
): Executor {
  return { start: async () => new ProcessWorker(await startCompute(options), code) };
}
