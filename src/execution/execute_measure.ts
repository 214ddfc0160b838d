/** Executes a measurement: the models of its parents, the experiment's function, the checks of its attacks. */
import type { Engine } from "../backend/engine.ts";
import type { Dataset, LabelledImages, Pixels } from "../datasets/mod.ts";
import type { EntryFiles } from "../files/whole_folder.ts";
import type { FinishedTraining } from "../experiments/experiment.ts";
import { type AnyExperiment, loadExperiment } from "../experiments/load.ts";
import { checkAttacks } from "../experiments/sanity/check_attacks.ts";
import { NetworkModel } from "../models/mod.ts";
import { Rng } from "../random/mod.ts";
import {
  measureFiles,
  type MeasureSpec,
  type Preprocess,
  readTraining,
  storedPreprocess,
  withoutNonNumbers,
} from "../runs/mod.ts";

/** What runs work with. */
export interface Workplace {
  readonly engine: Engine;
  readonly store: string;
  readonly dataset: Dataset;
  /** Finds an experiment by its name (default: the file of that name). */
  readonly experiment?: (name: string) => Promise<AnyExperiment>;
}

/** The data set as the models of a measurement see it, by the role of a model; each preprocessing is applied once. */
class SeenImages {
  readonly #dataset: Dataset;
  readonly #models = new Map<string, { readonly preprocessing: string; readonly preprocess: Preprocess }>();
  readonly #seen = new Map<string, LabelledImages<Pixels>>();

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  /** Adds a role; `preprocessing` is the key of what `preprocess` was fitted by, empty for none. */
  add(role: string, preprocessing: string, preprocess: Preprocess): void {
    this.#models.set(role, { preprocessing, preprocess });
  }

  /** @throws {RangeError} for what is no role */
  of(role: string, split: "train" | "test"): LabelledImages<Pixels> {
    const model = this.#models.get(role);
    if (model === undefined) {
      const roles = [...this.#models.keys()].join(", ") || "none";
      throw new RangeError(`Cannot give the images of ${role}: expected a role of a model (${roles})`);
    }
    const name = `${split} ${model.preprocessing}`;
    const seen = this.#seen.get(name) ?? model.preprocess(this.#dataset[split]);
    this.#seen.set(name, seen);
    return seen;
  }
}

/**
 * Measures, and returns the files of what was found.
 *
 * @throws {DataError} when the entry of a model or of its preprocessing is missing, damaged or light
 */
export async function executeMeasure(place: Workplace, spec: MeasureSpec): Promise<EntryFiles> {
  const experiment = await (place.experiment ?? loadExperiment)(spec.experiment);
  using owned = new DisposableStack();
  const models: Record<string, NetworkModel> = {};
  const trainings: Record<string, FinishedTraining> = {};
  const seen = new SeenImages(place.dataset);
  for (const [role, key] of Object.entries(spec.parents)) {
    const { parameters, ...training } = await readTraining(place.store, key);
    models[role] = owned.use(new NetworkModel(place.engine, training.spec.architecture, parameters));
    trainings[role] = training;
    seen.add(
      role,
      training.spec.preprocessing?.from ?? "",
      await storedPreprocess(place.store, training.spec),
    );
  }
  const context = {
    engine: place.engine,
    models,
    trainings,
    dataset: place.dataset,
    images: (role: string, split: "train" | "test") => seen.of(role, split),
    parameters: spec.parameters,
    seed: spec.seed,
    rng: Rng.fromSeed(spec.seed).fork(`measure/${spec.experiment}`),
  };
  const measurement = withoutNonNumbers(experiment.measure(context));
  return measureFiles(measurement, checkAttacks(experiment, context));
}
