/** The text of `reproduce --dry-run`. */
import type { DryRun } from "../stages/dry_run.ts";
import { TYPICAL_SPEED } from "../stages/work.ts";
import { timeText } from "./progress.ts";

/** The claims in scope, the runs with what is stored, and the estimated time on `threads` threads. */
export function dryRunText({ claims, dataset, runs }: DryRun, threads: number): string {
  const milliseconds = (work: number) => 1000 * work / TYPICAL_SPEED;
  const lines = runs.map(({ run, stored }) => {
    const time = stored ? "in the store" : `about ${timeText(milliseconds(run.work))}`;
    return `  ${run.key.slice(0, 12)}  ${run.label}, seed ${run.seed}: ${time}`;
  });
  const measured = claims.filter(({ kind, experiment }) => kind === "claim" && experiment !== null);
  const left = runs.filter(({ stored }) => !stored).reduce((sum, { run }) => sum + run.work, 0);
  return [
    `Data set: ${dataset}`,
    `Claims in scope: ${claims.length}, of which measured: ${
      measured.map(({ id }) => id).join(", ") || "none"
    }`,
    `Runs: ${runs.length}, of which ${runs.filter(({ stored }) => stored).length} in the store`,
    ...lines,
    `Estimated time on ${threads} ${threads === 1 ? "thread" : "threads"}: ${
      timeText(milliseconds(left) / threads)
    }`,
  ].join("\n");
}
