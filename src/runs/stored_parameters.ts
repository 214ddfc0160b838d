/** What a training run left in the store, for whoever goes on with the model. */
import { DataError } from "../errors.ts";
import { parseBoundedJson } from "../files/bounded_json.ts";
import type { EntryFiles } from "../files/whole_folder.ts";
import type { Architecture, Parameters } from "../models/mod.ts";
import { decodeSafetensors } from "./safetensors.ts";
import type { RunSpec } from "./spec.ts";
import { entryPath, readEntry } from "./store.ts";

/** Specifications are a few hundred bytes. */
const MAX_SPEC_BYTES = 1 << 20;

/** A trained model as the store has it: what `NetworkModel` is made of. */
export interface StoredParameters {
  /** The form of the model. */
  readonly architecture: Architecture;
  /** Its parameters at the end of training, or of the best epoch where there was early stopping. */
  readonly parameters: Parameters;
}

/** The parameters among the files of a training run's entry, by their names. */
export function parametersIn(files: EntryFiles, key: string): Parameters {
  const stored = decodeSafetensors(files["parameters.safetensors"]!, `the parameters of ${key}`);
  return Object.fromEntries(Object.entries(stored).map(([name, { values }]) => [name, values]));
}

/**
 * Reads the model of a training run.
 *
 * @param store the folder of the store, such as `data/store`
 * @param key the run's key, 64 hexadecimal digits: the name of its entry's folder, and in every receipt
 * @throws {DataError} when there is no such entry, it is damaged, or it is one of a measurement
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * await assertRejects(() => readParameters("data/store", "maxout"), Error, "expected 64 hexadecimal digits");
 * ```
 */
export async function readParameters(store: string, key: string): Promise<StoredParameters> {
  const files = await readEntry(store, key);
  const path = entryPath(store, key);
  const spec = parseBoundedJson(files["spec.json"] ?? new Uint8Array(), `${path}/spec.json`, MAX_SPEC_BYTES);
  const { kind, architecture } = spec as Extract<RunSpec, { kind: "train" }>;
  if (kind !== "train") {
    throw new DataError(
      `Cannot read parameters from ${path}: it is the entry of a measurement, expected one of a training run`,
    );
  }
  return { architecture, parameters: parametersIn(files, key) };
}
