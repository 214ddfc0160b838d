/** What a training run left in the store, for whoever goes on with the model. */
import { DataError } from "../errors.ts";
import type { Architecture, Parameters } from "../models/mod.ts";
import { entryOf, tensorsIn } from "./entry.ts";
import type { TrainMetrics } from "./metrics.ts";
import type { TrainSpec } from "./spec.ts";
import { entryPath, readEntryFiles } from "./store.ts";

/** A trained model as the store has it: what `NetworkModel` is made of. */
export interface StoredParameters {
  /** The form of the model. */
  readonly architecture: Architecture;
  /** Its parameters at the end of training, or of the best epoch where there was early stopping. */
  readonly parameters: Parameters;
}

/**
 * Reads a training run with its parameters.
 *
 * @throws {DataError} when there is no such entry, it is damaged or light, or it is one of a measurement
 * @throws {PlatformError} when version 1 of this program made it
 */
export async function readTraining(
  store: string,
  key: string,
): Promise<{ spec: TrainSpec; metrics: TrainMetrics; parameters: Parameters }> {
  const files = await readEntryFiles(store, key);
  const path = entryPath(store, key);
  const { spec, outcome } = entryOf(key, files, path);
  if (spec.kind !== "train" || outcome.kind !== "train") {
    throw new DataError(
      `Cannot read parameters from ${path}: it is the entry of a measurement, expected one of a training run`,
    );
  }
  const tensors = Object.entries(tensorsIn(files, path));
  const parameters = Object.fromEntries(tensors.map(([name, { values }]) => [name, values]));
  return { spec, metrics: outcome.metrics, parameters };
}

/**
 * Reads the model of a training run.
 *
 * @param store the folder of the store, such as `data/store`
 * @param key the run's key, 64 hexadecimal digits: the name of its entry's folder, and in every receipt
 * @throws {DataError} when there is no such entry, it is damaged or light, or it is one of a measurement
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
