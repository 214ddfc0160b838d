/**
 * A compute stage, a process of its own without network: it reads the data set, executes runs one after another and
 * writes their entries to the store. The engine is restarted when a run asks for another number of threads.
 */
import { type Engine, startEngine } from "../backend/engine.ts";
import { type Dataset, loadDataset } from "../datasets/mod.ts";
import { DataError } from "../errors.ts";
import type { Measurement } from "../experiments/experiment.ts";
import { loadExperiment } from "../experiments/load.ts";
import { NetworkModel } from "../models/mod.ts";
import { Rng } from "../random/mod.ts";
import {
  canonicalJson,
  decodeSafetensors,
  type EntryFiles,
  entryPath,
  ENVIRONMENT_FILE,
  executeTrain,
  hasEntry,
  type Json,
  type MeasureSpec,
  readEntry,
  type RunSpec,
  sweepStore,
  type TrainSpec,
  writeEntry,
} from "../runs/mod.ts";
import { ago, elapsed, timestamp } from "./clock.ts";
import { endWithParent } from "./end_with_parent.ts";
import { jsonLines, reply } from "./lines.ts";
import type { ComputeRequest, RunOutcome } from "./messages.ts";
import { errorMessage } from "./stage_error.ts";

/** Half-written entries older than this have no writer any more. */
const ABANDONED_MS = 3_600_000;

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytesOf = (value: unknown) => new TextEncoder().encode(canonicalJson(value as Json) + "\n");

/** A trained model, from its entry. */
async function loadModel(engine: Engine, store: string, key: string): Promise<NetworkModel> {
  const files = await readEntry(store, key);
  const { architecture } = JSON.parse(textOf(files["spec.json"]!)) as TrainSpec;
  const stored = decodeSafetensors(files["parameters.safetensors"]!, `the parameters of ${key}`);
  const parameters = Object.fromEntries(Object.entries(stored).map(([name, { values }]) => [name, values]));
  return new NetworkModel(engine, architecture, parameters);
}

async function executeMeasure(
  engine: Engine,
  store: string,
  spec: MeasureSpec,
  dataset: Dataset,
): Promise<EntryFiles> {
  const experiment = await loadExperiment(spec.experiment);
  using owned = new DisposableStack();
  const models: Record<string, NetworkModel> = {};
  for (const [role, key] of Object.entries(spec.parents)) {
    models[role] = owned.use(await loadModel(engine, store, key));
  }
  const measurement = experiment.measure({
    engine,
    models,
    dataset,
    parameters: spec.parameters,
    seed: spec.seed,
    rng: Rng.fromSeed(spec.seed).fork(`measure/${spec.experiment}`),
  });
  return { "spec.json": bytesOf(spec), "metrics.json": bytesOf(measurement) };
}

function outcomeOf(spec: RunSpec, files: EntryFiles, stored: boolean): RunOutcome {
  const metrics = JSON.parse(textOf(files["metrics.json"]!));
  if (spec.kind === "measure") {
    return { stored, parametersSha256: null, chainHead: null, measurement: metrics as Measurement };
  }
  const chain = JSON.parse(textOf(files["chain.json"]!)) as string[];
  return { stored, parametersSha256: metrics.parametersSha256, chainHead: chain.at(-1)!, measurement: null };
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
function environmentOf(threads: number, started: number): Uint8Array {
  return bytesOf({
    threads,
    seconds: (elapsed() - started) / 1000,
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    platform: `${Deno.build.os} ${Deno.build.arch}`,
    finished: timestamp(),
  });
}

async function execute(
  engine: Engine,
  store: string,
  dataset: Dataset,
  request: Extract<ComputeRequest, { type: "run" }>,
): Promise<RunOutcome> {
  const { key, spec, threads } = request;
  if (await hasEntry(store, key)) return outcomeOf(spec, await readOwnEntry(store, key, spec), true);
  const started = elapsed();
  const files = spec.kind === "train"
    ? executeTrain(engine, key, spec, dataset, ({ epoch, epochs, cost }) => {
      reply({
        type: "progress",
        key,
        done: epoch / epochs,
        note: `epoch ${epoch}/${epochs}, cost ${cost.toFixed(4)}`,
      });
    })
    : await executeMeasure(engine, store, spec, dataset);
  await writeEntry(store, key, { ...files, [ENVIRONMENT_FILE]: environmentOf(threads, started) });
  return outcomeOf(spec, files, false);
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
          await sweepStore(store, ago(ABANDONED_MS));
          dataset = await loadDataset(request.files);
          reply({ type: "ready" });
          continue;
        }
        if (engine?.threads !== request.threads) {
          engine?.[Symbol.dispose]();
          engine = undefined;
          engine = await startEngine({ threads: request.threads });
        }
        reply({ type: "done", key: request.key, outcome: await execute(engine, store, dataset!, request) });
      } catch (error) {
        reply(errorMessage(error));
      }
    }
  } finally {
    engine?.[Symbol.dispose]();
  }
}

if (import.meta.main) await serve();
