/**
 * The data sets of a command: its own, which the user names or the profile does, and those that experiments say they are
 * about. Each is found or downloaded, or for a report taken as the store remembers it.
 */
import type { Profile } from "../../claims/mod.ts";
import { type DatasetFiles, type DatasetSource, nameOf, sameSource } from "../../datasets/mod.ts";
import { DataError, HarnessingError, InterruptedError } from "../../errors.ts";
import type { AnyExperiment } from "../../experiments/load.ts";
import type { PlannedDataset } from "../../planning/plan.ts";
import { type DatasetRecord, readDatasetRecords } from "../../runs/mod.ts";
import { provideData } from "../../stages/data/launch.ts";
import type { Emit, ReproduceOptions } from "./reproduction.ts";

/** A data set, on this machine or as the store remembers it. */
export interface PreparedData extends PlannedDataset {
  readonly notices: readonly string[];
  /** Null where only the store knows of it. */
  readonly files: DatasetFiles | null;
}

/** The data sets of a command. */
export interface CommandData {
  /** The one that experiments are about unless they say otherwise. */
  readonly own: PreparedData;
  /** By experiment, for those that are about another: that one, why it cannot be had, or null as `datasetOf()`. */
  readonly others: ReadonlyMap<string, PreparedData | HarnessingError | null>;
}

/**
 * The data set of an experiment; null where a report is drawn and the store knows no run on it.
 *
 * @throws {HarnessingError} why it cannot be had
 */
export function datasetOf({ own, others }: CommandData, experiment: string): PreparedData | null {
  const found = others.get(experiment);
  if (found === undefined) return own;
  if (found instanceof HarnessingError) throw found;
  return found;
}

/** Every data set that can be had, once, the command's own first. */
export function allDatasets({ own, others }: CommandData): readonly PreparedData[] {
  const isThere = (each: PreparedData | HarnessingError | null): each is PreparedData =>
    each !== null && !(each instanceof HarnessingError);
  return [...new Set([own, ...others.values().filter(isThere)])];
}

/** Whether a record is of that data set; of glyphs also the number tells. */
function isOf({ name, shape: { train, test } }: DatasetRecord, source: DatasetSource): boolean {
  if (name !== nameOf(source)) return false;
  return source.kind !== "glyphs" || (train === source.counts.train && test === source.counts.test);
}

/** A data set that runs of a store were computed on, without a look at its files; null where there are none. */
async function rememberedData(store: string, source: DatasetSource): Promise<PreparedData | null> {
  const records = await readDatasetRecords(store);
  const record = possible(source).flatMap((each) => records.find((found) => isOf(found, each)) ?? [])[0];
  return record === undefined ? null : { ...record, files: null };
}

/** A source and what may stand in for it. */
function possible(source: DatasetSource): readonly DatasetSource[] {
  if (source.kind !== "mnist" || source.standIn === undefined) return [source];
  return [source, { kind: "glyphs", counts: source.standIn }];
}

async function find(
  source: DatasetSource,
  options: ReproduceOptions,
  emit: Emit,
): Promise<PreparedData | null> {
  const { mode, store } = options;
  if (mode === "stored") return await rememberedData(store, source);
  emit({ type: "looking", dataset: nameOf(source) });
  const files = await provideData({ ...options, dataset: source }, {
    downloading: (file, received, total) => emit({ type: "downloading", file, received, total }),
  });
  const { name, digests, shape, notices } = files;
  return { name, digests, shape, notices, files };
}

/** The sources of the experiments that say what they are about, in a profile. */
function sourcesOf(
  experiments: readonly AnyExperiment[],
  profile: Profile,
): readonly (readonly [string, DatasetSource])[] {
  return experiments.flatMap((experiment) => {
    const source = experiment.dataset?.(profile);
    return source === undefined ? [] : [[experiment.name, source] as const];
  });
}

/**
 * Finds the data sets of a command, each once. One that an experiment alone is about, and that cannot be had, costs that
 * experiment.
 *
 * @throws {HarnessingError} when the command's own cannot be had
 */
export async function findData(
  options: ReproduceOptions,
  experiments: readonly AnyExperiment[],
  emit: Emit,
): Promise<CommandData> {
  const tell = (data: PreparedData | null) => {
    data?.notices.forEach((text) => emit({ type: "notice", text }));
    if (data?.files) emit({ type: "found", files: data.files });
    return data;
  };
  const own = tell(await find(options.dataset, options, emit));
  if (own === null) {
    throw new DataError(
      `Cannot draw a report: the store ${options.store} has no runs on ${
        nameOf(options.dataset)
      }; run deno task reproduce first, with the same options`,
    );
  }
  const meant = possible(options.dataset).find((source) => nameOf(source) === own.name)!;
  const known: { source: DatasetSource; data: PreparedData | HarnessingError | null }[] = [{
    source: meant,
    data: own,
  }];
  const others = new Map<string, PreparedData | HarnessingError | null>();
  for (const [experiment, source] of sourcesOf(experiments, options.profile)) {
    let found = known.find((each) => sameSource(each.source, source));
    if (found === undefined) {
      const data = await find(source, options, emit).then(tell, (error: unknown) => {
        if (error instanceof HarnessingError && !(error instanceof InterruptedError)) return error;
        throw error;
      });
      known.push(found = { source, data });
    }
    if (found.data !== own) others.set(experiment, found.data);
  }
  return { own, others };
}
