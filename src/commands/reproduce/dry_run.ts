/** What `reproduce` would do: the plan, with what the store has already. Needs the data set, to know its digests. */
import type { Claim } from "../../claims/mod.ts";
import { cheapestFirst } from "../../planning/cheapest_first.ts";
import type { PlannedRun } from "../../planning/plan.ts";
import { claimsInScope, findData, prepare } from "./prepare.ts";
import type { ReproduceOptions } from "./reproduction.ts";

/** The claims in scope and the runs they need. */
export interface DryRun {
  readonly claims: readonly Claim[];
  readonly dataset: string;
  readonly runs: readonly { readonly run: PlannedRun; readonly stored: boolean }[];
}

/** Plans without running. */
export async function dryRun(options: ReproduceOptions): Promise<DryRun> {
  const claims = await claimsInScope(options);
  const data = await findData(options, () => {});
  const { plan, due } = await prepare(options, claims, data);
  const open = new Set(due.map(({ key }) => key));
  const runs = cheapestFirst(plan.runs).map((run) => ({ run, stored: !open.has(run.key) }));
  return { claims, dataset: data.name, runs };
}
