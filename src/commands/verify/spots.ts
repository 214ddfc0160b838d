/** Spot checks of `verify`: compute stages that take one run after another and compute the chosen epochs again. */
import type { DatasetFiles } from "../../datasets/mod.ts";
import type { FitSpec, TrainMetrics, TrainSpec } from "../../runs/mod.ts";
import type { PlannedRun } from "../../planning/plan.ts";
import { errorOf } from "../../stages/stage_error.ts";
import { startCompute } from "../../stages/compute/launch.ts";
import type { Difference, Emit, VerifyOptions } from "./verification.ts";
import type { Spot } from "./scope.ts";

/**
 * Checks the chosen epochs.
 *
 * @returns how many agree, and how the others differ
 * @throws {HarnessingError} when a stage cannot compute
 */
export async function checkSpots(
  options: Pick<VerifyOptions, "store" | "threads" | "jobs" | "signal">,
  datasets: readonly DatasetFiles[],
  plan: readonly PlannedRun[],
  spots: readonly Spot[],
  emit: Emit,
): Promise<{ agreed: number; differences: readonly Difference[] }> {
  const { store, signal } = options;
  const waiting = [...spots];
  const differences: Difference[] = [];
  let agreed = 0;
  const jobs = Math.max(1, Math.min(options.jobs, spots.length));
  const threads = Math.max(1, Math.floor(options.threads / jobs));

  const check = async (stage: Awaited<ReturnType<typeof startCompute>>, { run, epochs }: Spot) => {
    const planned = plan.find(({ key }) => key === run.key)!;
    const { costs } = run.metrics as TrainMetrics;
    const spec = run.spec as TrainSpec;
    const fit = plan.find(({ key }) => key === spec.preprocessing?.from)?.spec as FitSpec | undefined;
    const answer = await stage.ask({
      ...{
        type: "segments",
        key: run.key,
        spec,
        data: planned.dataset.digests,
        epochs,
        threads,
      },
      published: { chain: run.chain!, costs },
      ...(fit === undefined ? {} : { fit }),
    }, (progress) => {
      if (progress.type !== "progress") return;
      emit({ type: "progressed", run: planned, done: progress.done, note: progress.note });
    });
    if (answer.type === "error") throw errorOf(answer);
    if (answer.type !== "segments") throw new TypeError(`Cannot take ${answer.type} for checked epochs`);
    for (const result of answer.results) {
      if (result.holds) {
        agreed++;
        emit({ type: "epochAgreed", run, result });
        continue;
      }
      const { epoch, links: [link, found], costs: [cost, ours], differences: tensors } = result;
      const what = link === found
        ? `its cost is ${ours}, expected ${cost}`
        : `the hash chain has ${found}, expected ${link}`;
      differences.push({ run, text: `at epoch ${epoch}: ${what}`, tensors });
      emit({ type: "differs", difference: differences.at(-1)! });
    }
  };

  const work = async () => {
    const stage = await startCompute({ store, datasets, signal, readOnly: true });
    try {
      for (let spot = waiting.shift(); spot !== undefined; spot = waiting.shift()) await check(stage, spot);
      await stage.close();
    } catch (error) {
      stage.kill();
      throw error;
    }
  };
  if (spots.length > 0) await Promise.all(Array.from({ length: jobs }, work));
  return { agreed, differences };
}
