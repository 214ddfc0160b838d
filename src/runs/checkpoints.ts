/**
 * Checkpoints: the state of a training run at the end of an epoch, in `checkpoints/<key>/<epoch>/` of the store,
 * whole or not there. One is believed only if its files have their digests, it is of this very run, and its own link
 * follows from its tensors; a broken one is put aside for the one before. All that is not in it is a function of
 * specification and epoch.
 */
import { removeIfThere } from "../files/remove_if_there.ts";
import { parseBoundedJson } from "../files/bounded_json.ts";
import { DataError } from "../errors.ts";
import {
  type Architecture,
  optimiserShapesOf,
  type Parameters,
  type Shapes,
  shapesOf,
} from "../models/mod.ts";
import type { TrainingState, ValidationErrors } from "../training/mod.ts";
import { encodeJson } from "./canonical_json.ts";
import { chainStart, epochLink, storedOf, storedOptimiserState } from "./chain.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import type { TrainPlan } from "./spec.ts";
import { checkKey, CHECKPOINTS } from "./store.ts";
import { emptyHistory, type TrainingHistory } from "./training_history.ts";
import { type EntryFiles, foldersIn, readWholeFolder, writeWholeFolder } from "../files/whole_folder.ts";

/** Every so many epochs a checkpoint is kept when later ones are there. */
const KEEP_EVERY = 10;
/** So many of the latest are kept. */
const KEEP_LATEST = 2;
/** A finished run keeps no more than so many, for verification. */
const KEEP_FINISHED = 4;
/** The most bytes of a checkpoint's history. */
const MOST_STATE = 1 << 24;
/** The file of the optimiser's state. */
const OPTIMISER_FILE = "optimiser.safetensors";
const REMEDY = "it is of no use and can be removed";

/** The folder of a run's checkpoints. */
export function checkpointsPath(store: string, key: string): string {
  checkKey(key);
  return `${store}/${CHECKPOINTS}/${key}`;
}

const nameOf = (epoch: number) => String(epoch).padStart(6, "0");

/** The epochs of which there are checkpoints, in ascending order. */
export async function checkpointEpochs(store: string, key: string): Promise<number[]> {
  const names = await foldersIn(checkpointsPath(store, key));
  return names.filter((name) => /^\d{6}$/.test(name)).map(Number);
}

/** Removes the checkpoints that need not be kept; of a finished run all but a few, evenly spread. */
export async function pruneCheckpoints(store: string, key: string, finished: boolean): Promise<void> {
  const epochs = await checkpointEpochs(store, key);
  const last = epochs.at(-1) ?? 0;
  let every = KEEP_EVERY;
  while (finished && Math.floor(last / every) > KEEP_FINISHED) every *= 2;
  const kept = (epoch: number, i: number) =>
    epoch % every === 0 || (!finished && i >= epochs.length - KEEP_LATEST);
  const path = checkpointsPath(store, key);
  for (const [i, epoch] of epochs.entries()) {
    if (!kept(epoch, i)) await removeIfThere(`${path}/${nameOf(epoch)}`);
  }
  // an empty folder goes too; not empty, or gone already, is as good
  if (finished) await Deno.remove(path).catch(() => {});
}

/** The files of a checkpoint. */
export function encodeCheckpoint(
  key: string,
  architecture: Architecture,
  { state, chain, costs, matched, validation }: TrainingHistory & { readonly state: TrainingState },
): EntryFiles {
  const { epoch, parameters, optimiserState, best, match } = state;
  const tensors = (values: Parameters) => encodeSafetensors(storedOf(architecture, values));
  const record = {
    ...{ schema: 1, key, epoch, chain, costs, validation },
    best: best && { epoch: best.epoch, errors: best.errors, ...monitoredIn(best) },
    ...(match ? { match: { target: match.target, initial: match.initial, costs: matched } } : {}),
  };
  return {
    "state.json": encodeJson(record),
    "parameters.safetensors": tensors(parameters),
    [OPTIMISER_FILE]: encodeSafetensors(storedOptimiserState(architecture, optimiserState)),
    ...(best ? { "best.safetensors": tensors(best.parameters) } : {}),
  };
}

/** Writes a checkpoint and removes those that are no longer needed. */
export async function writeCheckpoint(
  store: string,
  key: string,
  architecture: Architecture,
  history: TrainingHistory & { readonly state: TrainingState },
): Promise<void> {
  const { epoch } = history.state;
  const path = `${checkpointsPath(store, key)}/${nameOf(epoch)}`;
  await removeIfThere(path);
  try {
    await writeWholeFolder(path, encodeCheckpoint(key, architecture, history));
  } catch (error) {
    // another process that trains the same may have written the same
    if (!(await checkpointEpochs(store, key)).includes(epoch)) throw error;
  }
  await pruneCheckpoints(store, key, false);
}

const count = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function listOf<T>(value: unknown, length: number, is: (each: unknown) => each is T, what: string): T[] {
  if (!Array.isArray(value) || value.length !== length || !value.every(is)) {
    throw new DataError(`${what} is no list of ${length} valid values`);
  }
  return value;
}

const isDigest = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
const isCost = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isErrors = (value: unknown): value is ValidationErrors =>
  typeof value === "object" && value !== null && count((value as ValidationErrors).clean) &&
  count((value as ValidationErrors).adversarial);

/** Tensors with exactly these names and shapes. */
function tensorsOf(files: EntryFiles, name: string, expected: Shapes): Parameters {
  const bytes = files[name];
  if (bytes === undefined) throw new DataError(`${name} is missing`);
  const stored = decodeSafetensors(bytes, name);
  const shapes = Object.entries(expected);
  const fits = Object.keys(stored).length === shapes.length &&
    shapes.every(([own, shape]) => String(stored[own]?.shape) === String(shape));
  if (!fits) throw new DataError(`${name} has other tensors than the model`);
  return Object.fromEntries(Object.entries(stored).map(([own, { values }]) => [own, values]));
}

/** The rate that is compared, where there is one. */
function monitoredIn({ monitored }: { readonly monitored?: number | undefined }) {
  return monitored === undefined ? {} : { monitored };
}

function bestOf(value: unknown, files: EntryFiles, architecture: Architecture, upTo: number) {
  if (value === null) return null;
  const { epoch, errors, monitored } = (value ?? {}) as Record<string, unknown>;
  const rate = monitored === undefined || isCost(monitored);
  if (!count(epoch) || !count(errors) || !rate || epoch < 1 || epoch > upTo) {
    throw new DataError("state.json has no valid best epoch");
  }
  return {
    epoch,
    errors,
    ...monitoredIn({ monitored }),
    parameters: tensorsOf(files, "best.safetensors", shapesOf(architecture)),
  };
}

/** How near a continuation is to its end, and was after every epoch. */
function matchOf(value: unknown, { continues }: TrainPlan, epoch: number) {
  if (continues === undefined) return { match: undefined, matched: [] };
  const { target, initial, costs } = Object(value) as Record<string, unknown>;
  const matched = listOf(costs, epoch, isCost, "match.costs");
  if (!isCost(target) || !isCost(initial)) throw new DataError("state.json has no valid match");
  return { match: { target, initial, cost: matched.at(-1)! }, matched };
}

/**
 * The checkpoint in these files.
 *
 * @throws {DataError} when they are no checkpoint of this run at this epoch, or its link is not that of its tensors
 */
export function decodeCheckpoint(
  files: EntryFiles,
  key: string,
  spec: TrainPlan,
  epoch: number,
): TrainingHistory & { readonly state: TrainingState } {
  const text = files["state.json"];
  if (text === undefined) throw new DataError("state.json is missing");
  const record = Object(parseBoundedJson(text, "state.json", MOST_STATE)) as Record<string, unknown>;
  const { architecture } = spec;
  if (record["schema"] !== 1 || record["key"] !== key || record["epoch"] !== epoch || epoch < 1) {
    throw new DataError("state.json is of another run or epoch");
  }
  const watched = spec.monitor !== undefined;
  const chain = listOf(record["chain"], epoch + 1, isDigest, "chain");
  const costs = listOf(record["costs"], epoch, isCost, "costs");
  const validation = listOf(record["validation"], watched ? epoch : 0, isErrors, "validation");
  const best = bestOf(record["best"], files, architecture, epoch);
  if ((best !== null) !== (spec.monitor?.stop !== undefined)) {
    throw new DataError("state.json has a best epoch where there is none, or none where there is one");
  }
  const { match, matched } = matchOf(record["match"], spec, epoch);
  const state: TrainingState = {
    ...(match ? { match } : {}),
    epoch,
    parameters: tensorsOf(files, "parameters.safetensors", shapesOf(architecture)),
    optimiserState: tensorsOf(files, OPTIMISER_FILE, optimiserShapesOf(architecture)),
    best,
  };
  const link = epochLink(chain.at(-2)!, architecture, { ...state, validation: validation.at(-1) ?? null });
  if (chain[0] !== chainStart(key) || link !== chain.at(-1)) {
    throw new DataError("its link of the hash chain does not follow from its tensors");
  }
  return { state, chain, costs, matched, validation };
}

/**
 * The files of a checkpoint, each checked against the manifest.
 *
 * @throws {DataError} naming the file that is damaged or missing
 */
export async function readCheckpointFiles(store: string, key: string, epoch: number): Promise<EntryFiles> {
  return await readWholeFolder(`${checkpointsPath(store, key)}/${nameOf(epoch)}`, REMEDY);
}

/** What `latestCheckpoint()` looks for. */
export interface CheckpointSearch {
  /** No later one. */
  readonly upTo?: number;
  /** A chain that the checkpoint's own must agree with. */
  readonly chain?: readonly string[];
  /** Told of each checkpoint that is not believed. */
  readonly onRefused?: (message: string) => void;
}

/** The latest checkpoint that can be believed, or where there is none the beginning. */
export async function latestCheckpoint(
  store: string,
  key: string,
  spec: TrainPlan,
  { upTo = Infinity, chain, onRefused = () => {} }: CheckpointSearch = {},
): Promise<TrainingHistory> {
  const epochs = (await checkpointEpochs(store, key)).filter((epoch) => epoch <= upTo);
  for (const epoch of epochs.reverse()) {
    const path = `${checkpointsPath(store, key)}/${nameOf(epoch)}`;
    try {
      const found = decodeCheckpoint(await readCheckpointFiles(store, key, epoch), key, spec, epoch);
      if (chain !== undefined && found.chain.some((link, i) => link !== chain[i])) {
        throw new DataError("its hash chain is another");
      }
      return found;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      onRefused(`The checkpoint ${path} is not used: ${error.message}`);
    }
  }
  return emptyHistory(key);
}
