/** Executes a measurement: the models of its parents, the experiment's function, the checks of its attacks. */
import type { Engine } from "../backend/engine.ts";
import type { Dataset } from "../datasets/mod.ts";
import type { EntryFiles } from "../files/whole_folder.ts";
import type { FinishedTraining } from "../experiments/experiment.ts";
import { loadExperiment } from "../experiments/load.ts";
import { checkAttacks } from "../experiments/sanity/check_attacks.ts";
import { NetworkModel } from "../models/mod.ts";
import { Rng } from "../random/mod.ts";
import { measureFiles, type MeasureSpec, readTraining, withoutNonNumbers } from "../runs/mod.ts";

/** What runs work with. */
export interface Workplace {
  readonly engine: Engine;
  readonly store: string;
  readonly dataset: Dataset;
}

/**
 * Measures, and returns the files of what was found.
 *
 * @throws {DataError} when a parent's entry is missing, damaged or light
 */
export async function executeMeasure(place: Workplace, spec: MeasureSpec): Promise<EntryFiles> {
  const experiment = await loadExperiment(spec.experiment);
  using owned = new DisposableStack();
  const models: Record<string, NetworkModel> = {};
  const trainings: Record<string, FinishedTraining> = {};
  for (const [role, key] of Object.entries(spec.parents)) {
    const { parameters, ...training } = await readTraining(place.store, key);
    models[role] = owned.use(new NetworkModel(place.engine, training.spec.architecture, parameters));
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
  return measureFiles(measurement, checkAttacks(experiment, context));
}
