/**
 * Training in shuffled minibatches, epoch by epoch, watched on validation images. The order of an epoch's examples,
 * the masks and the initial weights come from streams named by the seed, so an epoch's outcome is a function of the
 * state before it and of its number alone.
 */
import type { Engine } from "../backend/engine.ts";
import { type HeapData, heapData } from "../backend/networks/heap_data.ts";
import type { Parameters } from "../models/mod.ts";
import { checkTraining } from "./check_training.ts";
import { maxoutTrainer } from "./maxout_trainer.ts";
import { betterOf, MONITOR, mustStop, type ValidationErrors } from "./monitor.ts";
import type { Adam, Descent, Momentum } from "./optimiser.ts";
import { rbfTrainer } from "./rbf_trainer.ts";
import type { RecipeWith } from "./recipe.ts";
import type { Trainer } from "./trainer.ts";
import type { EpochEnd, Training, TrainingState } from "./training.ts";

/** The version of what all trainings share, the order of examples and the end of an epoch: raised when numbers move. */
export const TRAINING_VERSION = 1;

/** The trainer for an architecture. */
function trainerOf({ pool }: Engine, options: Omit<Training, "onEpoch">, data: HeapData): Trainer {
  const { architecture, recipe } = options;
  // checkTraining() has seen to it that the recipe is one for the architecture
  return architecture.type === "rbf"
    ? rbfTrainer(pool, architecture, recipe as RecipeWith<Adam | Descent>, options, data)
    : maxoutTrainer(pool, architecture, recipe as RecipeWith<Momentum | Descent>, options, data);
}

/** Looks at the validation images with the network as it is. */
function monitorOf(
  { pool }: Engine,
  trainer: Trainer,
  training: Omit<Training, "onEpoch">,
  owned: DisposableStack,
) {
  if (training.monitor === undefined) return () => null;
  const { images, ...options } = training.monitor;
  const { epsilon, gradient } = MONITOR.complete(options);
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
 * @throws {RangeError} when the recipe is not one for the architecture, or a number of it or a label is out of range
 */
export function* trainEpochs(engine: Engine, options: Omit<Training, "onEpoch">): Generator<EpochEnd, void> {
  const { architecture, recipe, images, from } = options;
  const stop = options.monitor?.stop;
  checkTraining(options);
  using owned = new DisposableStack();
  const data = owned.use(heapData(engine.pool.heap, images.pixels, architecture.inputs, images.labels));
  const trainer = owned.use(engine.pool.heap.allOrNothing(() => trainerOf(engine, options, data)));
  const validate = monitorOf(engine, trainer, options, owned);
  let best = from?.best ?? null;
  for (let epoch = (from?.epoch ?? 0) + 1; epoch <= recipe.epochs; epoch++) {
    if (stop && best && mustStop(best, epoch - 1, stop)) return;
    const cost = trainer.epoch(epoch);
    const validation = validate();
    const parameters = trainer.parameters();
    if (stop) best = betterOf(best, epoch, validation!, stop, parameters);
    yield { epoch, cost, validation, parameters, optimiserState: trainer.optimiserState(), best };
  }
}

/** Trains a model to its end, as `trainEpochs()` does, and returns its final parameters; of no epoch there are none, a `RangeError`. */
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
