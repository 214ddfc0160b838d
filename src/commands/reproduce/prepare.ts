/**
 * What every command starts with: the claims in scope, the plan of the runs, and what the store has of them. Nothing is
 * computed, and no engine starts.
 */
import { type Claim, selectClaims } from "../../claims/mod.ts";
import { HarnessingError } from "../../errors.ts";
import { cheapestFirst } from "../../planning/cheapest_first.ts";
import { type NeededExperiments, type PlannedRun, planRuns, type RunPlan } from "../../planning/plan.ts";
import { readClaims, readCosts } from "../../project/tables.ts";
import { type Entry, hasEntry, readEntry } from "../../runs/mod.ts";
import { type CommandData, datasetOf } from "./find_data.ts";
import type { ReproduceOptions } from "./reproduction.ts";

/** What the store has of a plan. */
export interface Stored {
  readonly entries: ReadonlyMap<string, Entry>;
  /** By key: what is wrong with an entry. */
  readonly damaged: ReadonlyMap<string, HarnessingError>;
}

/** A command that is ready to run. */
export interface Prepared {
  readonly claims: readonly Claim[];
  readonly data: CommandData;
  readonly plan: RunPlan;
  readonly stored: Stored;
  /** What is to be executed, cheapest experiments first. */
  readonly due: readonly PlannedRun[];
}

/** The claims that the words of `--claims` select. */
export async function claimsInScope({ claims }: Pick<ReproduceOptions, "claims">): Promise<readonly Claim[]> {
  return selectClaims(await readClaims(), claims);
}

/** Reads the entries of the plan's runs; what is wrong with one is kept for later. */
async function readStored(store: string, runs: readonly PlannedRun[]): Promise<Stored> {
  const entries = new Map<string, Entry>();
  const damaged = new Map<string, HarnessingError>();
  for (const { key } of runs) {
    try {
      if (await hasEntry(store, key)) entries.set(key, await readEntry(store, key));
    } catch (error) {
      if (!(error instanceof HarnessingError)) throw error;
      damaged.set(key, error);
    }
  }
  return { entries, damaged };
}

/** The runs whose parameters or tensors a run reads: of a training that names its number of epochs no more than that. */
function readBy({ spec, after }: PlannedRun): readonly string[] {
  if (spec.kind === "measure") return after;
  if (spec.kind === "fit") return [];
  return [spec.preprocessing, spec.continues].flatMap((parent) => parent?.from ?? []);
}

/**
 * The runs that are to be executed: those that the store lacks, and those of which it kept the results alone where a
 * lacking run needs their parameters. A damaged entry stays as it is.
 */
export function dueRuns(runs: readonly PlannedRun[], { entries, damaged }: Stored): readonly PlannedRun[] {
  const lacking = runs.filter(({ key }) => !entries.has(key) && !damaged.has(key));
  const needed = new Set(lacking.flatMap(readBy));
  const due = new Set(lacking.map(({ key }) => key));
  for (const key of needed) if (entries.get(key)?.light) due.add(key);
  return cheapestFirst(runs).filter(({ key }) => due.has(key));
}

/**
 * Plans the runs of the claims' experiments, each on its data set, and reads what the store has of them.
 */
export async function prepare(
  options: ReproduceOptions,
  claims: readonly Claim[],
  needed: NeededExperiments,
  data: CommandData,
): Promise<Prepared> {
  const plan = planRuns(needed, {
    profile: options.profile,
    datasetOf: (experiment) => datasetOf(data, experiment),
    program: options.program,
    seeds: options.seeds,
    costs: await readCosts(),
  });
  const stored = await readStored(options.store, plan.runs);
  const due = options.mode === "stored" ? [] : dueRuns(plan.runs, stored);
  return { claims, data, plan, stored, due };
}
