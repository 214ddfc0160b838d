/** Executes a training run: from its specification to the files of its entry. */
import type { Dataset } from "../datasets/mod.ts";
import type { Engine } from "../backend/engine.ts";
import { DataError } from "../errors.ts";
import { type Architecture, type Parameters, shapesOf } from "../models/mod.ts";
import { Rng } from "../random/mod.ts";
import { sha256 } from "../sha256.ts";
import { train } from "../training/mod.ts";
import { canonicalJson, type Json } from "./canonical_json.ts";
import { chainLink, chainStart } from "./chain.ts";
import { encodeSafetensors, type StoredTensors } from "./safetensors.ts";
import { selectData } from "./select_data.ts";
import type { TrainSpec } from "./spec.ts";
import type { EntryFiles } from "./store.ts";

/** How far a training run is. */
export interface TrainProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Mean cost of the epoch, in nats. */
  readonly cost: number;
}

const bytesOf = (value: Json) => new TextEncoder().encode(canonicalJson(value) + "\n");

/** Parameters with their shapes, as they are stored. */
export function storedOf(architecture: Architecture, parameters: Parameters): StoredTensors {
  return Object.fromEntries(
    Object.entries(shapesOf(architecture)).map((
      [name, shape],
    ) => [name, { shape, values: parameters[name]! }]),
  );
}

/**
 * Trains and returns the entry's files, but for `environment.json`.
 *
 * @throws {DataError} when the data set has less than a minibatch, or training on it diverges
 */
export function executeTrain(
  engine: Engine,
  key: string,
  spec: TrainSpec,
  dataset: Dataset,
  onProgress: (progress: TrainProgress) => void,
): EntryFiles {
  const chain = [chainStart(key)];
  const costs: number[] = [];
  const { architecture, recipe } = spec;
  const images = selectData(dataset, spec.data);
  if (images.count < recipe.batch) {
    throw new DataError(
      `Cannot train on the selected images: ${dataset.name} has ${images.count}, expected at least a batch of ${recipe.batch}`,
    );
  }
  const parameters = train(engine, {
    architecture,
    recipe,
    images,
    rng: Rng.fromSeed(spec.seed),
    onEpoch({ epoch, cost, parameters, velocities }) {
      chain.push(
        chainLink(
          chain.at(-1)!,
          epoch,
          storedOf(architecture, parameters),
          storedOf(architecture, velocities),
        ),
      );
      if (!Number.isFinite(cost)) {
        throw new DataError(
          `Cannot go on: training on ${dataset.name} diverged, epoch ${epoch} has cost ${cost}`,
        );
      }
      costs.push(cost);
      onProgress({ epoch, epochs: recipe.epochs, cost });
    },
  });
  const safetensors = encodeSafetensors(storedOf(architecture, parameters));
  return {
    "spec.json": bytesOf(spec as unknown as Json),
    "chain.json": bytesOf(chain),
    "metrics.json": bytesOf({ costs, parametersSha256: sha256(safetensors) }),
    "parameters.safetensors": safetensors,
  };
}
