/**
 * What every command starts with: the claims in scope, the data set, the plan of the runs, and what the store has of
 * them. Nothing is computed, and no engine starts.
 */
import { ENGINE } from "../../backend/identity.ts";
import { type Claim, selectClaims } from "../../claims/mod.ts";
import { DataError, HarnessingError } from "../../errors.ts";
import { type DatasetFiles, type DatasetSource, type DataShape, nameOf } from "../../datasets/mod.ts";
import { cheapestFirst } from "../../planning/cheapest_first.ts";
import { type PlannedRun, planRuns, type RunPlan } from "../../planning/plan.ts";
import { readClaims, readCosts } from "../../project/tables.ts";
import { type DatasetRecord, type Entry, hasEntry, readDatasetRecords, readEntry } from "../../runs/mod.ts";
import { provideData } from "../../stages/data/launch.ts";
import type { ReproduceOptions } from "./reproduction.ts";

/** A data set, on this machine or as the store remembers it. */
export interface PreparedData {
  /** `mnist`, `glyphs` or `idx:DIR`. */
  readonly name: string;
  readonly digests: Readonly<Record<string, string>>;
  readonly shape: DataShape;
  readonly notices: readonly string[];
  /** Null where only the store knows of it. */
  readonly files: DatasetFiles | null;
}

/** What the store has of a plan. */
export interface Stored {
  readonly entries: ReadonlyMap<string, Entry>;
  /** By key: what is wrong with an entry. */
  readonly damaged: ReadonlyMap<string, HarnessingError>;
}

/** A command that is ready to run. */
export interface Prepared {
  readonly claims: readonly Claim[];
  readonly data: PreparedData;
  readonly plan: RunPlan;
  readonly stored: Stored;
  /** What is to be executed, cheapest experiments first. */
  readonly due: readonly PlannedRun[];
}

/** Told while a data set is downloaded. */
export type OnDownload = (file: string, received: number, total: number) => void;

/** The claims that the words of `--claims` select. */
export async function claimsInScope({ claims }: Pick<ReproduceOptions, "claims">): Promise<readonly Claim[]> {
  return selectClaims(await readClaims(), claims);
}

/** Whether a record is of that data set; of glyphs also the number tells. */
function isOf({ name, shape }: DatasetRecord, source: DatasetSource): boolean {
  return name === nameOf(source) && (source.kind !== "glyphs" || shape.train === source.counts.train);
}

/** The data set that the runs of a store were computed on, without a look at its files. */
async function rememberedData({ store, dataset }: ReproduceOptions): Promise<PreparedData> {
  const records = await readDatasetRecords(store);
  const standIn = dataset.kind === "mnist" && dataset.standIn;
  const sources: DatasetSource[] = [
    dataset,
    ...(standIn ? [{ kind: "glyphs", counts: standIn } as const] : []),
  ];
  const record = sources.flatMap((source) => records.find((each) => isOf(each, source)) ?? [])[0];
  if (record === undefined) {
    throw new DataError(
      `Cannot draw a report: the store ${store} has no runs on ${
        nameOf(dataset)
      }; run deno task reproduce first, with the same options`,
    );
  }
  return { ...record, files: null };
}

/**
 * The data set of a command: found or downloaded, or for a report as the store remembers it.
 *
 * @throws {HarnessingError} when it cannot be had
 */
export async function findData(options: ReproduceOptions, downloading: OnDownload): Promise<PreparedData> {
  if (options.mode === "stored") return await rememberedData(options);
  const files = await provideData(options, { downloading });
  const { name, digests, shape, notices } = files;
  return { name, digests, notices, shape, files };
}

/** Reads the entries of the plan's runs; what is wrong with one is kept for later. */
async function readStored(store: string, runs: readonly PlannedRun[]): Promise<Stored> {
  const entries = new Map<string, Entry>();
  const damaged = new Map<string, HarnessingError>();
  for (const { key, spec } of runs) {
    try {
      if (await hasEntry(store, key)) entries.set(key, await readEntry(store, key, spec));
    } catch (error) {
      if (!(error instanceof HarnessingError)) throw error;
      damaged.set(key, error);
    }
  }
  return { entries, damaged };
}

/**
 * The runs that are to be executed: those that the store lacks, and trainings of which it kept the results alone where
 * a lacking measurement needs the parameters. A damaged entry stays as it is.
 */
export function dueRuns(runs: readonly PlannedRun[], { entries, damaged }: Stored): readonly PlannedRun[] {
  const lacking = runs.filter(({ key }) => !entries.has(key) && !damaged.has(key));
  const needed = new Set(lacking.filter(({ spec }) => spec.kind === "measure").flatMap(({ after }) => after));
  const due = new Set(lacking.map(({ key }) => key));
  for (const key of needed) if (entries.get(key)?.light) due.add(key);
  return cheapestFirst(runs).filter(({ key }) => due.has(key));
}

/**
 * Plans the runs that the claims need on a data set, and reads what the store has of them.
 */
export async function prepare(
  options: ReproduceOptions,
  claims: readonly Claim[],
  data: PreparedData,
): Promise<Prepared> {
  const plan = await planRuns(claims, {
    profile: options.profile,
    data: data.shape,
    context: { data: data.digests, engine: ENGINE },
    seeds: options.seeds,
    costs: await readCosts(),
  });
  const stored = await readStored(options.store, plan.runs);
  const due = options.mode === "stored" ? [] : dueRuns(plan.runs, stored);
  return { claims, data, plan, stored, due };
}
