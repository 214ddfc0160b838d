/**
 * A compute stage, a process of its own without network: it reads the data set, executes runs one after another and
 * writes their entries to the store. The engine is restarted when a run asks for another number of threads.
 */
import { type Engine, startEngine } from "../../backend/engine.ts";
import { type Dataset, loadDataset } from "../../datasets/mod.ts";
import { DataError } from "../../errors.ts";
import type { FinishedTraining, Measurement } from "../../experiments/experiment.ts";
import { loadExperiment } from "../../experiments/load.ts";
import { NetworkModel } from "../../models/mod.ts";
import { Rng } from "../../random/mod.ts";
import {
  canonicalJson,
  checkSegments,
  type EntryFiles,
  entryPath,
  ENVIRONMENT_FILE,
  executeTrain,
  hasEntry,
  type Json,
  latestCheckpoint,
  type MeasureSpec,
  parametersIn,
  pruneCheckpoints,
  readEntry,
  type RunSpec,
  sweepStore,
  type TrainingHistory,
  type TrainMetrics,
  type TrainSpec,
  writeCheckpoint,
  writeEntry,
} from "../../runs/mod.ts";
import { sha256 } from "../../files/sha256.ts";
import { checkpointPace } from "../../execution/checkpoint_pace.ts";
import { ago, elapsed, timestamp } from "../../project/clock.ts";
import { endWithParent } from "../end_with_parent.ts";
import { jsonLines, reply } from "../json_lines.ts";
import type { RunEnvironment } from "../../runs/run_environment.ts";
import type { ComputeRequest, RunOutcome, SegmentsRequest } from "../messages.ts";
import { errorMessage } from "../stage_error.ts";

/** Half-written entries older than this have no writer any more. */
const ABANDONED_MS = 3_600_000;

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytesOf = (value: unknown) => new TextEncoder().encode(canonicalJson(value as Json) + "\n");

/** A trained model with what its training found, from its entry. */
async function loadTraining(
  engine: Engine,
  store: string,
  key: string,
): Promise<FinishedTraining & { model: NetworkModel }> {
  const files = await readEntry(store, key);
  const spec = JSON.parse(textOf(files["spec.json"]!)) as TrainSpec;
  const metrics = JSON.parse(textOf(files["metrics.json"]!)) as TrainMetrics;
  return { spec, metrics, model: new NetworkModel(engine, spec.architecture, parametersIn(files, key)) };
}

/** What runs work with. */
interface Place {
  readonly engine: Engine;
  readonly store: string;
  readonly dataset: Dataset;
}

async function executeMeasure({ engine, store, dataset }: Place, spec: MeasureSpec): Promise<EntryFiles> {
  const experiment = await loadExperiment(spec.experiment);
  using owned = new DisposableStack();
  const models: Record<string, NetworkModel> = {};
  const trainings: Record<string, FinishedTraining> = {};
  for (const [role, key] of Object.entries(spec.parents)) {
    const { model, ...training } = await loadTraining(engine, store, key);
    models[role] = owned.use(model);
    trainings[role] = training;
  }
  const measurement = experiment.measure({
    engine,
    models,
    trainings,
    dataset,
    parameters: spec.parameters,
    seed: spec.seed,
    rng: Rng.fromSeed(spec.seed).fork(`measure/${spec.experiment}`),
  });
  return { "spec.json": bytesOf(spec), "metrics.json": bytesOf(measurement) };
}

function outcomeOf(spec: RunSpec, files: EntryFiles, stored: boolean, notices: string[] = []): RunOutcome {
  const found = JSON.parse(textOf(files["metrics.json"]!));
  const { threads, seconds } = JSON.parse(textOf(files[ENVIRONMENT_FILE]!)) as RunEnvironment;
  const metricsSha256 = sha256(files["metrics.json"]!);
  const common = { stored, coreSeconds: threads * seconds, notices, metricsSha256 };
  if (spec.kind === "measure") {
    const measurement = found as Measurement;
    return { ...common, training: null, parametersSha256: null, chainHead: null, measurement };
  }
  const metrics = found as TrainMetrics;
  const chain = JSON.parse(textOf(files["chain.json"]!)) as string[];
  const { parametersSha256 } = metrics;
  const training = { chain, metrics };
  return { ...common, training, parametersSha256, chainHead: chain.at(-1)!, measurement: null };
}

/** An entry that is whole and, whatever folder it lies in, of this very run. */
async function readOwnEntry(store: string, key: string, spec: RunSpec): Promise<EntryFiles> {
  const files = await readEntry(store, key);
  if (textOf(files["spec.json"] ?? new Uint8Array()) !== textOf(bytesOf(spec))) {
    throw new DataError(
      `Damaged: ${entryPath(store, key)}/spec.json is of another run; remove the entry to compute it again`,
    );
  }
  return files;
}

/** What belongs to this machine and moment, recorded with the entry and never compared. */
function environmentOf(threads: number, started: number, resumedAfter: number | null): RunEnvironment {
  return {
    threads,
    seconds: (elapsed() - started) / 1000,
    ...(resumedAfter === null ? {} : { resumedAfter }),
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    platform: `${Deno.build.os} ${Deno.build.arch}`,
    finished: timestamp(),
  };
}

/** How many epochs a run trains: its own number, or what another run in the store found best. */
async function epochsOf(store: string, { recipe: { epochs } }: TrainSpec): Promise<number> {
  if (typeof epochs === "number") return epochs;
  const files = await readEntry(store, epochs.from);
  const value = (JSON.parse(textOf(files["metrics.json"]!)) as TrainMetrics)[epochs.field];
  if (value === undefined) {
    throw new DataError(`Cannot take ${epochs.field} from ${entryPath(store, epochs.from)}: it has none`);
  }
  return value;
}

/** Trains, from the latest checkpoint if there is one, and leaves checkpoints on the way. */
async function executeTraining(
  { engine, store, dataset }: Place,
  key: string,
  spec: TrainSpec,
  from: TrainingHistory,
): Promise<EntryFiles> {
  const epochs = await epochsOf(store, spec);
  const tell = (epoch: number, note: string) =>
    reply({ type: "progress", key, done: epoch / epochs, note: `epoch ${epoch}/${epochs}, ${note}` });
  if (from.state !== null) tell(from.state.epoch, "from a checkpoint");
  const pace = checkpointPace(elapsed);
  return await executeTrain(engine, {
    ...{ key, spec, epochs, dataset, from },
    async onEpoch(history) {
      const { epoch } = history.state;
      tell(epoch, `cost ${history.costs.at(-1)!.toFixed(4)}`);
      if (epoch < epochs) await pace(() => writeCheckpoint(store, key, spec.architecture, history));
    },
  });
}

async function execute(
  place: Place,
  { key, spec: given, threads }: Extract<ComputeRequest, { type: "run" }>,
): Promise<RunOutcome> {
  const { store } = place;
  // what a receipt or a plan says in another order has the same key, so it must have the same result
  const spec = JSON.parse(canonicalJson(given as unknown as Json)) as RunSpec;
  if (await hasEntry(store, key)) return outcomeOf(spec, await readOwnEntry(store, key, spec), true);
  const started = elapsed();
  const write = async (files: EntryFiles, resumedAfter: number | null, notices: string[]) => {
    const whole = { ...files, [ENVIRONMENT_FILE]: bytesOf(environmentOf(threads, started, resumedAfter)) };
    await writeEntry(store, key, whole);
    return outcomeOf(spec, whole, false, notices);
  };
  if (spec.kind === "measure") return await write(await executeMeasure(place, spec), null, []);
  const notices: string[] = [];
  const from = await latestCheckpoint(store, key, spec, { onRefused: (message) => notices.push(message) });
  const resumedAfter = from.state?.epoch ?? null;
  if (resumedAfter !== null) notices.push(`went on after epoch ${resumedAfter}, from a checkpoint`);
  const outcome = await write(await executeTraining(place, key, spec, from), resumedAfter, notices);
  await pruneCheckpoints(store, key, true);
  return outcome;
}

async function executeSegments({ engine, store, dataset }: Place, request: SegmentsRequest) {
  const { key, spec, published, epochs } = request;
  const last = Math.max(...epochs);
  const run = { key, spec, epochs: last, dataset };
  return await checkSegments(engine, run, published, epochs, store, (epoch) => {
    reply({ type: "progress", key, done: epoch / last, note: `epoch ${epoch}/${last}` });
  });
}

async function serve(): Promise<void> {
  let store = "";
  let dataset: Dataset | undefined;
  let engine: Engine | undefined;
  using _watch = endWithParent();
  try {
    for await (const request of jsonLines<ComputeRequest>(Deno.stdin.readable)) {
      try {
        if (request.type === "start") {
          store = request.store;
          if (!request.readOnly) await sweepStore(store, ago(ABANDONED_MS));
          dataset = await loadDataset(request.files);
          reply({ type: "ready" });
          continue;
        }
        if (engine?.threads !== request.threads) {
          engine?.[Symbol.dispose]();
          engine = undefined;
          engine = await startEngine({ threads: request.threads });
        }
        const place = { engine, store, dataset: dataset! };
        if (request.type === "segments") {
          reply({ type: "segments", key: request.key, results: await executeSegments(place, request) });
        } else reply({ type: "done", key: request.key, outcome: await execute(place, request) });
      } catch (error) {
        reply(errorMessage(error));
      }
    }
  } finally {
    engine?.[Symbol.dispose]();
  }
}

if (import.meta.main) await serve();
