/**
 * Executes one run: from the store where it is there already, else from its latest checkpoint or its beginning, to its
 * entry. Two that execute the same run at once are harmless: entries appear whole, and the bytes are compared.
 */
import { DataError } from "../errors.ts";
import type { EntryFiles } from "../files/whole_folder.ts";
import { elapsed, timestamp } from "../project/clock.ts";
import {
  encodeJson,
  type Entry,
  entryOf,
  entryPath,
  ENVIRONMENT_FILE,
  executeFit,
  executeTrain,
  hasEntry,
  identityFiles,
  type KeyBasis,
  keyOf,
  latestCheckpoint,
  parseSpec,
  pruneCheckpoints,
  readEntry,
  readTraining,
  type RunEnvironment,
  type RunSpec,
  storedPreprocess,
  type TrainingHistory,
  type TrainOutcome,
  type TrainSpec,
  writeCheckpoint,
  writeEntry,
} from "../runs/mod.ts";
import { checkpointPace } from "./checkpoint_pace.ts";
import { executeMeasure, type Workplace } from "./execute_measure.ts";
import type { FinishedRun, OnProgress } from "./executor.ts";

/** A run to be executed. */
export interface RunRequest {
  readonly key: string;
  readonly spec: RunSpec;
  /** What the key is made of besides. */
  readonly basis: KeyBasis;
  /** Threads of the engine, recorded with the entry. */
  readonly threads: number;
  /** Digests of the sources that the run goes through, recorded with the entry. */
  readonly sources: Readonly<Record<string, string>>;
}

/** What a stored entry says of its run. */
export function finishedRun({ outcome, environment }: Entry, notices: readonly string[] = []): FinishedRun {
  const coreSeconds = environment === null ? 0 : environment.threads * environment.seconds;
  return { outcome, coreSeconds, notices };
}

/** How many epochs a run trains: its own number, or what another run in the store found best. */
async function epochsOf(store: string, { recipe: { epochs } }: TrainSpec): Promise<number> {
  if (typeof epochs === "number") return epochs;
  const { outcome } = await readEntry(store, epochs.from);
  const value = (outcome as TrainOutcome).metrics[epochs.field];
  if (value === undefined) {
    throw new DataError(`Cannot take ${epochs.field} from ${entryPath(store, epochs.from)}: it has none`);
  }
  return value;
}

/** Trains, from the latest checkpoint if there is one, and leaves checkpoints on the way. */
async function executeTraining(
  { engine, store, dataset }: Workplace,
  key: string,
  spec: TrainSpec,
  from: TrainingHistory,
  onProgress: OnProgress,
): Promise<EntryFiles> {
  const epochs = await epochsOf(store, spec);
  const preprocess = await storedPreprocess(store, spec);
  const continued = spec.continues && await readTraining(store, spec.continues.from);
  const tell = (epoch: number, note: string) =>
    onProgress(epoch / epochs, `epoch ${epoch}/${epochs}, ${note}`);
  if (from.state !== null) tell(from.state.epoch, "from a checkpoint");
  const pace = checkpointPace(elapsed);
  return await executeTrain(engine, {
    ...{ key, spec, epochs, dataset, preprocess, from },
    ...(continued ? { continued } : {}),
    async onEpoch(history) {
      const { epoch } = history.state;
      tell(epoch, `cost ${history.costs.at(-1)!.toFixed(4)}`);
      if (epoch < epochs) await pace(() => writeCheckpoint(store, key, spec.architecture, history));
    },
  });
}

/** What belongs to this machine and moment. */
function environmentOf(
  { threads, sources }: RunRequest,
  started: number,
  resumedAfter: number | null,
): RunEnvironment {
  return {
    threads,
    seconds: (elapsed() - started) / 1000,
    ...(resumedAfter === null ? {} : { resumedAfter }),
    code: sources,
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    platform: `${Deno.build.os} ${Deno.build.arch}`,
    finished: timestamp(),
  };
}

/**
 * Executes a run. A light entry is computed again and gets its parameters back.
 *
 * @throws {DataError} when an entry that it needs is damaged, or the data set does not suit it
 * @throws {MismatchError} when the store has other bytes under the same key
 */
export async function executeRun(
  place: Workplace,
  request: RunRequest,
  onProgress: OnProgress,
): Promise<FinishedRun> {
  const { store } = place;
  const { key, basis } = request;
  const spec = parseSpec(request.spec, `the request of ${key}`);
  if (keyOf(spec, basis) !== key) {
    throw new DataError(`Cannot execute ${key}: the key does not follow from the specification`);
  }
  if (await hasEntry(store, key)) {
    const entry = await readEntry(store, key);
    if (!entry.light) return finishedRun(entry);
  }
  const started = elapsed();
  const write = async (files: EntryFiles, resumedAfter: number | null, notices: readonly string[]) => {
    const environment = encodeJson(environmentOf(request, started, resumedAfter));
    const whole = { ...identityFiles(spec, basis), ...files, [ENVIRONMENT_FILE]: environment };
    await writeEntry(store, key, whole);
    return finishedRun(entryOf(key, whole, entryPath(store, key)), notices);
  };
  if (spec.kind === "fit") return await write(executeFit(spec, place.dataset), null, []);
  if (spec.kind === "measure") return await write(await executeMeasure(place, spec), null, []);
  const notices: string[] = [];
  const from = await latestCheckpoint(store, key, spec, { onRefused: (message) => notices.push(message) });
  const resumedAfter = from.state?.epoch ?? null;
  if (resumedAfter !== null) notices.push(`went on after epoch ${resumedAfter}, from a checkpoint`);
  const files = await executeTraining(place, key, spec, from, onProgress);
  const finished = await write(files, resumedAfter, notices);
  await pruneCheckpoints(store, key, true);
  return finished;
}
