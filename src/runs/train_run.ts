/** Executes a training run: from its specification, or its latest checkpoint, to the files of its entry. */
import type { Dataset } from "../datasets/mod.ts";
import type { Engine } from "../backend/engine.ts";
import { UnsuitableDataError } from "../errors.ts";
import { Rng } from "../random/mod.ts";
import { finalParameters, trainEpochs, type Training } from "../training/mod.ts";
import { storedOf } from "./chain.ts";
import type { Preprocess } from "./fit_run.ts";
import { curvesOf } from "./metrics.ts";
import { trainFiles } from "./outcome.ts";
import { encodeSafetensors } from "./safetensors.ts";
import { selectData } from "./select_data.ts";
import type { MonitorSpec, TrainPlan } from "./spec.ts";
import { emptyHistory, extended, type TrainingHistory } from "./training_history.ts";
import type { EntryFiles } from "../files/whole_folder.ts";

/** A training run to be executed. */
export interface TrainRun {
  readonly key: string;
  readonly spec: TrainPlan;
  /** The value of `spec.recipe.epochs`. */
  readonly epochs: number;
  readonly dataset: Dataset;
  /** What its preprocessing makes of images (default: it has none). */
  readonly preprocess?: Preprocess;
  /** Where to go on (default: from the beginning). */
  readonly from?: TrainingHistory;
  /** Called after every epoch, which waits for it. */
  readonly onEpoch?: (history: Reached) => Promise<void> | void;
}

/** A history of at least one epoch. */
export type Reached = TrainingHistory & { readonly state: NonNullable<TrainingHistory["state"]> };

function trainingOf(
  { spec, epochs, dataset, preprocess = (images) => images }: TrainRun,
): Omit<Training, "from"> {
  const { architecture, recipe, monitor, seed } = spec;
  const images = selectData(dataset, spec.data);
  if (images.count < recipe.batch) {
    throw new UnsuitableDataError(
      `Cannot train on the selected images: ${dataset.name} has ${images.count}, expected at least a batch of ${recipe.batch}`,
    );
  }
  const watched = (given: MonitorSpec) => {
    const { data, ...options } = given;
    return { ...options, images: preprocess(selectData(dataset, data)) };
  };
  return {
    architecture,
    recipe: { ...recipe, epochs },
    images: preprocess(images),
    rng: Rng.fromSeed(seed),
    ...(monitor ? { monitor: watched(monitor) } : {}),
  };
}

/**
 * Trains from where the run is to its end.
 *
 * @throws {UnsuitableDataError} when the data set has less than a minibatch, or training on it diverges
 */
export async function continueTrain(engine: Engine, run: TrainRun): Promise<Reached> {
  const { spec, dataset } = run;
  let history = run.from ?? emptyHistory(run.key);
  const options = { ...trainingOf(run), ...(history.state ? { from: history.state } : {}) };
  for (const end of trainEpochs(engine, options)) {
    if (!Number.isFinite(end.cost)) {
      throw new UnsuitableDataError(
        `Training diverged on ${dataset.name}: epoch ${end.epoch} has cost ${end.cost}`,
      );
    }
    const reached = extended(history, spec.architecture, end);
    await run.onEpoch?.(reached);
    history = reached;
  }
  return history as Reached;
}

/** Trains and returns the files of what was found. */
export async function executeTrain(engine: Engine, run: TrainRun): Promise<EntryFiles> {
  const { state, chain, costs, validation } = await continueTrain(engine, run);
  const { spec, dataset } = run;
  const { monitor } = spec;
  const safetensors = encodeSafetensors(storedOf(spec.architecture, finalParameters(state)));
  const watched = monitor && curvesOf(selectData(dataset, monitor.data).count, validation);
  const metrics = {
    costs,
    ...(watched ? { validation: watched } : {}),
    ...(state.best ? { bestEpoch: state.best.epoch } : {}),
  };
  return trainFiles(chain, metrics, safetensors);
}
