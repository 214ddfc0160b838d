/** What `reproduce` would do: the plan, with what the store has already. Needs the data set, to know its digests. */
import { selectClaims } from "../claims/mod.ts";
import type { Claim } from "../claims/mod.ts";
import { ENGINE } from "../backend/identity.ts";
import { hasEntry } from "../runs/mod.ts";
import { cheapestFirst } from "../planning/cheapest_first.ts";
import { type PlannedRun, planRuns } from "../planning/plan.ts";
import { provideData } from "../stages/data/launch.ts";
import { readClaims, readCosts } from "../project/tables.ts";
import type { ReproduceOptions } from "./reproduce.ts";

/** The claims in scope and the runs they need. */
export interface DryRun {
  readonly claims: readonly Claim[];
  readonly dataset: string;
  readonly runs: readonly { readonly run: PlannedRun; readonly stored: boolean }[];
}

/** Plans without running. */
export async function dryRun(options: ReproduceOptions): Promise<DryRun> {
  const claims = selectClaims(await readClaims(), options.claims);
  const { files, shape } = await provideData(options, { downloading: () => {} });
  const plan = await planRuns(claims, {
    profile: options.profile,
    data: shape,
    context: { data: files.digests, engine: ENGINE },
    seeds: options.seeds,
    costs: await readCosts(),
  });
  const runs = await Promise.all(
    cheapestFirst(plan.runs).map(async (run) => ({ run, stored: await hasEntry(options.store, run.key) })),
  );
  return { claims, dataset: files.name, runs };
}
