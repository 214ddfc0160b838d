/** What `reproduce` would do: the plan, with what the store has already. Needs the data sets, to know their digests. */
import type { Claim } from "../../claims/mod.ts";
import { cheapestFirst } from "../../planning/cheapest_first.ts";
import { experimentsFor, type PlannedRun } from "../../planning/plan.ts";
import { allDatasets, findData } from "./find_data.ts";
import { claimsInScope, prepare } from "./prepare.ts";
import type { ReproduceOptions } from "./reproduction.ts";

/** The claims in scope and the runs they need. */
export interface DryRun {
  readonly claims: readonly Claim[];
  /** Names of the data sets, the command's own first. */
  readonly datasets: readonly string[];
  readonly runs: readonly { readonly run: PlannedRun; readonly stored: boolean }[];
}

/** Plans without running. */
export async function dryRun(options: ReproduceOptions): Promise<DryRun> {
  const claims = await claimsInScope(options);
  const needed = await experimentsFor(claims);
  const data = await findData(options, needed.experiments, () => {});
  const { plan, due } = await prepare(options, claims, needed, data);
  const open = new Set(due.map(({ key }) => key));
  const runs = cheapestFirst(plan.runs).map((run) => ({ run, stored: !open.has(run.key) }));
  return { claims, datasets: allDatasets(data).map(({ name }) => name), runs };
}
