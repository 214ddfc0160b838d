/** What finished runs left in the store, for whoever goes on with a model or a preprocessing. */
import { DataError } from "../errors.ts";
import type { Architecture, Parameters } from "../models/mod.ts";
import type { FittedPreprocessing } from "../preprocessing/mod.ts";
import { entryOf, tensorsIn } from "./entry.ts";
import { type Preprocess, preprocessBy } from "./fit_run.ts";
import type { TrainMetrics } from "./metrics.ts";
import type { RunSpec, TrainPlan, TrainSpec } from "./spec.ts";
import { entryPath, readEntryFiles } from "./store.ts";

/** A trained model as the store has it: what `NetworkModel` is made of. */
export interface StoredParameters {
  /** The form of the model. */
  readonly architecture: Architecture;
  /** Its parameters at the end of training, or of the best epoch where there was early stopping. */
  readonly parameters: Parameters;
}

/** Kinds of runs for people. */
const WORDS: Readonly<Record<RunSpec["kind"], string>> = {
  fit: "a fitted preprocessing",
  train: "a training run",
  measure: "a measurement",
};

/** Why the entry of one kind of run is of no use where another is needed. */
function wrongKind(path: string, { kind }: RunSpec, expected: RunSpec["kind"]): DataError {
  const words = `it is the entry of ${WORDS[kind]}, expected one of ${WORDS[expected]}`;
  return new DataError(`Cannot read parameters from ${path}: ${words}`);
}

async function readStored(store: string, key: string) {
  const files = await readEntryFiles(store, key);
  const path = entryPath(store, key);
  const { spec, outcome } = entryOf(key, files, path);
  const tensors = (): Parameters =>
    Object.fromEntries(Object.entries(tensorsIn(files, path)).map(([name, { values }]) => [name, values]));
  return { path, spec, outcome, tensors };
}

/**
 * Reads a training run with its parameters.
 *
 * @throws {DataError} when there is no such entry, it is damaged or light, or it is one of another kind
 * @throws {PlatformError} when version 1 of this program made it
 */
export async function readTraining(
  store: string,
  key: string,
): Promise<{ spec: TrainSpec; metrics: TrainMetrics; parameters: Parameters }> {
  const { path, spec, outcome, tensors } = await readStored(store, key);
  if (spec.kind !== "train" || outcome.kind !== "train") throw wrongKind(path, spec, "train");
  return { spec, metrics: outcome.metrics, parameters: tensors() };
}

/**
 * Reads a fitted preprocessing.
 *
 * @throws {DataError} when there is no such entry, it is damaged or light, or it is one of another kind
 */
export async function readFit(store: string, key: string): Promise<FittedPreprocessing> {
  const { path, spec, tensors } = await readStored(store, key);
  if (spec.kind !== "fit") throw wrongKind(path, spec, "fit");
  return { preprocessing: spec.preprocessing, tensors: tensors() };
}

/**
 * What a training, and whoever uses its model, makes of images: its preprocessing as the store has it.
 *
 * @throws {DataError} when the entry of the preprocessing is missing, damaged or light
 */
export async function storedPreprocess(
  store: string,
  { preprocessing }: Pick<TrainPlan, "preprocessing">,
): Promise<Preprocess> {
  if (preprocessing === undefined) return (images) => images;
  return preprocessBy(await readFit(store, preprocessing.from));
}

/**
 * Reads the model of a training run.
 *
 * @param store the folder of the store, such as `data/store`
 * @param key the run's key, 64 hexadecimal digits: the name of its entry's folder, and in every receipt
 * @throws {DataError} when there is no such entry, it is damaged or light, or it is one of another kind
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * await assertRejects(() => readParameters("data/store", "maxout"), Error, "expected 64 hexadecimal digits");
 * ```
 */
export async function readParameters(store: string, key: string): Promise<StoredParameters> {
  const { spec: { architecture }, parameters } = await readTraining(store, key);
  return { architecture, parameters };
}
