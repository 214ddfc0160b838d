/** Executes a measurement: the models of its parents, the experiment's function, the checks of its attacks. */
import type { Engine } from "../backend/engine.ts";
import type { Dataset } from "../datasets/mod.ts";
import type { EntryFiles } from "../files/whole_folder.ts";
import type { FinishedTraining } from "../experiments/experiment.ts";
import { loadExperiment } from "../experiments/load.ts";
import { NetworkModel } from "../models/mod.ts";
import { Rng } from "../random/mod.ts";
import {
  measureFiles,
  type MeasureSpec,
  readEntry,
  readParameters,
  type TrainOutcome,
  type TrainSpec,
  withoutNonNumbers,
} from "../runs/mod.ts";

/** What runs work with. */
export interface Workplace {
  readonly engine: Engine;
  readonly store: string;
  readonly dataset: Dataset;
}

/** A trained model with what its training found, from its entry. */
async function loadTraining(
  { engine, store }: Workplace,
  key: string,
): Promise<FinishedTraining & { model: NetworkModel }> {
  const entry = await readEntry(store, key);
  const spec = entry.spec as TrainSpec;
  const { metrics } = entry.outcome as TrainOutcome;
  const stored = await readParameters(store, key);
  const parameters = Object.fromEntries(Object.entries(stored).map(([name, { values }]) => [name, values]));
  return { spec, metrics, model: new NetworkModel(engine, spec.architecture, parameters) };
}

/**
 * Measures, and returns the entry's files, but for `environment.json`.
 *
 * @throws {DataError} when a parent's entry is missing, damaged or light
 */
export async function executeMeasure(place: Workplace, spec: MeasureSpec): Promise<EntryFiles> {
  const experiment = await loadExperiment(spec.experiment);
  using owned = new DisposableStack();
  const models: Record<string, NetworkModel> = {};
  const trainings: Record<string, FinishedTraining> = {};
  for (const [role, key] of Object.entries(spec.parents)) {
    const { model, ...training } = await loadTraining(place, key);
    models[role] = owned.use(model);
    trainings[role] = training;
  }
  const context = {
    engine: place.engine,
    models,
    trainings,
    dataset: place.dataset,
    parameters: spec.parameters,
    seed: spec.seed,
    rng: Rng.fromSeed(spec.seed).fork(`measure/${spec.experiment}`),
  };
  const measurement = withoutNonNumbers(experiment.measure(context));
  return measureFiles(spec, measurement, experiment.checks?.(context) ?? []);
}
