/**
 * The order in which runs are done: experiments one after another, each with what it waits for, those that take least
 * time first, so that verdicts come early. No result depends on it: receipts and reports have the order of the claims.
 */
import type { PlannedRun } from "./plan.ts";

/** The same runs, each once, parents before what waits for them. */
export function cheapestFirst(runs: readonly PlannedRun[]): PlannedRun[] {
  const byKey = new Map(runs.map((run) => [run.key, run]));
  const withParents = (run: PlannedRun): PlannedRun[] => [
    ...run.after.flatMap((key) => byKey.get(key) ?? []).flatMap(withParents),
    run,
  ];
  const experiments = Map.groupBy(runs, ({ spec }) => spec.kind === "measure" ? spec.experiment : null);
  experiments.delete(null);
  const groups = [...experiments.values()].map((measurements) => {
    const own = new Map(measurements.flatMap(withParents).map((run) => [run.key, run]));
    return { own, seconds: own.values().reduce((sum, run) => sum + run.seconds, 0) };
  }).sort((a, b) => a.seconds - b.seconds);
  // what no measurement waits for comes last
  return [...new Map([...groups.flatMap(({ own }) => [...own]), ...byKey]).values()];
}
