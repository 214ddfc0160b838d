/**
 * Training in shuffled minibatches, epoch by epoch, watched on validation images. The order of an epoch's examples,
 * the masks and the initial weights come from streams named by the seed, so an epoch's outcome is a function of the
 * state before it and of its number alone.
 */
import type { Engine } from "../backend/engine.ts";
import { type HeapData, heapData } from "../backend/heap_data.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import type { Architecture, Parameters } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { type Best, betterOf, type MonitorOptions, mustStop, type ValidationErrors } from "./monitor.ts";
import { rbfTrainer } from "./rbf_trainer.ts";
import { isRbfRecipe, type RbfRecipe, type Recipe } from "./recipe.ts";
import { maxoutTrainer } from "./maxout_trainer.ts";
import type { Trainer } from "./trainer.ts";

/** Everything that the next epoch depends on, at the end of an epoch; the rest is a function of seed and epoch. */
export interface TrainingState {
  /** Counted from 1. */
  readonly epoch: number;
  /** The model so far. */
  readonly parameters: Parameters;
  /** The optimiser's state: `velocityShapesOf()`. */
  readonly velocities: Parameters;
  /** The best epoch so far; null where nothing stops training. */
  readonly best: Best | null;
}

/** What is known at the end of an epoch. */
export interface EpochEnd extends TrainingState {
  /** Mean of the training cost over the epoch's images (with dropout, without weight decay), in nats. */
  readonly cost: number;
  /** Errors on the validation images; null where none are watched. */
  readonly validation: ValidationErrors | null;
}

/** What is to be trained, on what, how. */
export interface Training {
  /** The form of the model. */
  readonly architecture: Architecture;
  /** How it is trained: an `RbfRecipe` belongs to radial basis functions, a `Recipe` to everything else. */
  readonly recipe: Recipe | RbfRecipe;
  /** Labels are class indices of the architecture. */
  readonly images: LabelledImages;
  /** Names the streams of initial weights, order and masks. */
  readonly rng: Rng;
  /** Watches validation images after every epoch, which changes no parameter. */
  readonly monitor?: MonitorOptions & { readonly images: LabelledImages };
  /** Goes on from the end of an epoch instead of from the initial parameters. */
  readonly from?: TrainingState;
  /** Called at the end of every epoch. */
  readonly onEpoch?: (end: EpochEnd) => void;
}

/** The trainer for an architecture. */
function trainerOf({ pool }: Engine, options: Omit<Training, "onEpoch">, data: HeapData): Trainer {
  const { architecture, recipe } = options;
  if (architecture.type === "rbf" && isRbfRecipe(recipe)) {
    return rbfTrainer(pool, architecture, recipe, options, data);
  }
  if (architecture.type !== "rbf" && !isRbfRecipe(recipe)) {
    return maxoutTrainer(pool, architecture, recipe, options, data);
  }
  throw new RangeError(`Cannot train: the recipe is not one for the architecture ${architecture.type}`);
}

/** Looks at the validation images with the network as it is. */
function monitorOf(
  { pool }: Engine,
  trainer: Trainer,
  training: Omit<Training, "onEpoch">,
  owned: DisposableStack,
) {
  if (training.monitor === undefined) return () => null;
  const { images, epsilon, gradient } = training.monitor;
  const { inputs } = training.architecture;
  const data = owned.use(heapData(pool.heap, images.pixels, inputs, images.labels));
  const clean = owned.use(trainer.evaluation(data));
  const adversarial = owned.use(trainer.evaluation(data, { epsilon, gradient }));
  return (): ValidationErrors => ({
    clean: clean.evaluate().errors,
    adversarial: adversarial.evaluate().errors,
  });
}

/** The parameters that training ends with: the best epoch's where there is early stopping, else the last. */
export function finalParameters({ best, parameters }: TrainingState): Parameters {
  return best?.parameters ?? parameters;
}

/**
 * Trains a model epoch by epoch, from its initial parameters or from where an earlier call was. The examples that do
 * not fill a last minibatch are left out of that epoch. Nothing else may use the engine's network memory meanwhile,
 * but whoever asks for the next epoch may take time.
 *
 * @throws {RangeError} when the recipe is not one for the architecture
 */
export function* trainEpochs(engine: Engine, options: Omit<Training, "onEpoch">): Generator<EpochEnd, void> {
  const { architecture, recipe, images, from } = options;
  const stop = options.monitor?.stop;
  using owned = new DisposableStack();
  const data = owned.use(heapData(engine.pool.heap, images.pixels, architecture.inputs, images.labels));
  const trainer = owned.use(trainerOf(engine, options, data));
  const validate = monitorOf(engine, trainer, options, owned);
  let best = from?.best ?? null;
  for (let epoch = (from?.epoch ?? 0) + 1; epoch <= recipe.epochs; epoch++) {
    if (stop && best && mustStop(best, epoch - 1, stop)) return;
    const cost = trainer.epoch(epoch);
    const validation = validate();
    const parameters = trainer.parameters();
    if (stop) best = betterOf(best, epoch, validation!, stop, parameters);
    yield { epoch, cost, validation, parameters, velocities: trainer.velocities(), best };
  }
}

/** Trains a model to its end, as `trainEpochs()` does, and returns its final parameters. */
export function train(engine: Engine, { onEpoch, ...options }: Training): Parameters {
  let state = options.from;
  for (const end of trainEpochs(engine, options)) {
    onEpoch?.(end);
    state = end;
  }
  if (state === undefined) {
    throw new RangeError(`Cannot train for ${options.recipe.epochs} epochs: expected one or more`);
  }
  return finalParameters(state);
}
