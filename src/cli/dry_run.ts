/** The text of `reproduce --dry-run`. */
import type { DryRun } from "../commands/reproduce/dry_run.ts";
import { timeText } from "./progress.ts";

const SHOWN_KEY = 12;

const about = (seconds: number) => `about ${timeText(1000 * seconds)}`;

/** For each experiment the claims it measures and the time that it would take alone, on one core. */
function experimentLines({ claims, runs }: DryRun): string[] {
  const byKey = new Map(runs.map(({ run }) => [run.key, run]));
  const lines = new Map<string, { title: string; runs: Set<string> }>();
  for (const { run } of runs) {
    if (run.spec.kind !== "measure") continue;
    const line = lines.get(run.spec.experiment) ?? { title: run.label, runs: new Set() };
    [run.key, ...run.after].forEach((key) => line.runs.add(key));
    lines.set(run.spec.experiment, line);
  }
  return [...lines].map(([experiment, { title, runs: keys }]) => {
    const ids = claims.filter((claim) => claim.experiment === experiment).map(({ id }) => id);
    const seconds = [...keys].reduce((sum, key) => sum + byKey.get(key)!.seconds, 0);
    return `  ${title}: ${ids.join(", ")}: ${about(seconds)}`;
  });
}

/** The claims in scope, the runs with what is stored, and the estimated time on `threads` threads. */
export function dryRunText(plan: DryRun, threads: number): string {
  const { claims, datasets, runs } = plan;
  const stored = runs.filter((each) => each.stored).length;
  const left = runs.reduce((sum, each) => sum + (each.stored ? 0 : each.run.seconds), 0);
  const measured = claims.filter(({ experiment }) =>
    runs.some(({ run }) => run.spec.kind === "measure" && run.spec.experiment === experiment)
  );
  return [
    `${datasets.length === 1 ? "Data set" : "Data sets"}: ${datasets.join(", ")}`,
    `Claims: ${claims.length} selected, ${measured.length} of them measured`,
    "",
    "Each experiment with its claims, and its time with the models it needs, alone on one core:",
    ...experimentLines(plan),
    "",
    `Runs: ${runs.length}, ${stored} of them in the store`,
    ...runs.map(({ run, stored }) =>
      `  ${run.key.slice(0, SHOWN_KEY)}  ${run.label}, seed ${run.seed}: ${
        stored ? "in the store" : about(run.seconds)
      }`
    ),
    "",
    `Estimated time on ${threads} ${threads === 1 ? "thread" : "threads"}: ${
      timeText(1000 * left / threads)
    }`,
  ].join("\n");
}
