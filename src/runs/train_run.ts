/** Executes a training run: from its specification, or its latest checkpoint, to the files of its entry. */
import type { Dataset, LabelledImages, Pixels } from "../datasets/mod.ts";
import type { Engine } from "../backend/engine.ts";
import { DataError, UnsuitableDataError } from "../errors.ts";
import type { Parameters } from "../models/mod.ts";
import { Rng } from "../random/mod.ts";
import {
  type Continuation,
  finalParameters,
  isMatched,
  type Match,
  trainEpochs,
  type Training,
} from "../training/mod.ts";
import { storedOf } from "./chain.ts";
import type { Preprocess } from "./fit_run.ts";
import { curvesOf, type MatchedCosts, type TrainMetrics } from "./metrics.ts";
import { trainFiles } from "./outcome.ts";
import { encodeSafetensors } from "./safetensors.ts";
import { selectData } from "./select_data.ts";
import type { DataSelection, MonitorSpec, TrainPlan } from "./spec.ts";
import { emptyHistory, extended, type TrainingHistory } from "./training_history.ts";
import type { EntryFiles } from "../files/whole_folder.ts";

/** A training run to be executed. */
export interface TrainRun {
  readonly key: string;
  readonly spec: TrainPlan;
  /** The value of `spec.recipe.epochs`. */
  readonly epochs: number;
  readonly dataset: Dataset;
  /** The training that it continues, with its best parameters, if it does. */
  readonly continued?: ContinuedTraining;
  /** What its preprocessing makes of images (default: it has none). */
  readonly preprocess?: Preprocess;
  /** Where to go on (default: from the beginning). */
  readonly from?: TrainingHistory;
  /** Called after every epoch, which waits for it. */
  readonly onEpoch?: (history: Reached) => Promise<void> | void;
}

/** A training that another one continues. */
export interface ContinuedTraining {
  readonly spec: TrainPlan;
  readonly metrics: TrainMetrics;
  /** Those of its best epoch. */
  readonly parameters: Parameters;
}

/** What an early stopped training leaves to whoever continues it. */
function continuationOf(
  { spec, metrics: { bestEpoch }, parameters }: ContinuedTraining,
  watched: LabelledImages<Pixels>,
  images: (data: DataSelection) => LabelledImages<Pixels>,
): Continuation {
  if (bestEpoch === undefined) {
    throw new DataError("Cannot continue a training that did not stop early: expected one with a best epoch");
  }
  const trained = images(spec.data);
  const updates = bestEpoch * Math.floor(trained.count / spec.recipe.batch);
  return { parameters, epoch: bestEpoch, updates, trained, watched };
}

/** A history of at least one epoch. */
export type Reached = TrainingHistory & { readonly state: NonNullable<TrainingHistory["state"]> };

function trainingOf(
  { spec, epochs, dataset, continued, preprocess = (images) => images }: TrainRun,
): Omit<Training, "from"> {
  const { architecture, recipe, monitor, continues, seed } = spec;
  const images = selectData(dataset, spec.data);
  if (images.count < recipe.batch) {
    throw new UnsuitableDataError(
      `Cannot train on the selected images: ${dataset.name} has ${images.count}, expected at least a batch of ${recipe.batch}`,
    );
  }
  const selected = (data: DataSelection) => preprocess(selectData(dataset, data));
  const watched = ({ data, ...options }: MonitorSpec) => ({ ...options, images: selected(data) });
  if ((continues === undefined) !== (continued === undefined)) {
    throw new TypeError("Cannot train: expected the training that is continued, where one is");
  }
  return {
    architecture,
    recipe: { ...recipe, epochs },
    images: preprocess(images),
    // the order and the masks of a continuation are new
    rng: continues ? Rng.fromSeed(seed).fork("continuation") : Rng.fromSeed(seed),
    ...(continues && continued
      ? { continues: continuationOf(continued, selected(continues.watched), selected) }
      : {}),
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
  if (history.state === null) {
    throw new UnsuitableDataError(
      `Cannot continue the training on ${dataset.name}: the watched images cost no more than the trained ones before the first epoch`,
    );
  }
  return history as Reached;
}

function matchedCosts(match: Match, costs: readonly number[]): MatchedCosts {
  return { target: match.target, watched: [match.initial, ...costs], reached: isMatched(match) };
}

/** Trains and returns the files of what was found. */
export async function executeTrain(engine: Engine, run: TrainRun): Promise<EntryFiles> {
  const { state, chain, costs, matched, validation } = await continueTrain(engine, run);
  const { spec, dataset } = run;
  const { monitor } = spec;
  const safetensors = encodeSafetensors(storedOf(spec.architecture, finalParameters(state)));
  const watched = monitor && curvesOf(selectData(dataset, monitor.data).count, validation);
  const metrics = {
    costs,
    ...(watched ? { validation: watched } : {}),
    ...(state.best ? { bestEpoch: state.best.epoch } : {}),
    ...(state.match ? { matched: matchedCosts(state.match, matched) } : {}),
  };
  return trainFiles(chain, metrics, safetensors);
}
