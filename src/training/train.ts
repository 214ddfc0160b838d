/**
 * Training in shuffled minibatches, epoch by epoch, watched on validation images. The order of an epoch's examples,
 * the masks and the initial weights come from streams named by the seed, so an epoch's outcome is a function of the
 * state before it and of its number alone.
 */
import type { Engine } from "../backend/engine.ts";
import { deviceImages } from "../backend/networks/device_images.ts";
import type { LabelledImages, Pixels } from "../datasets/mod.ts";
import type { Parameters } from "../models/mod.ts";
import { checkTraining } from "./check_training.ts";
import { isMatched, type Match } from "./continuation.ts";
import { costUnderDropout } from "./cost_under_dropout.ts";
import { betterOf, MONITOR, monitoredError, mustStop, type ValidationErrors } from "./monitor.ts";
import { type Trainer, trainerOf } from "./trainer.ts";
import type { EpochEnd, Training, TrainingState } from "./training.ts";

/** The version of what all trainings share, the order of examples and the end of an epoch: raised when numbers move. */
export const TRAINING_VERSION = 1;

/** Looks at the validation images with the network as it is. */
function monitorOf(
  { device }: Engine,
  trainer: Trainer,
  training: Omit<Training, "onEpoch">,
  owned: DisposableStack,
) {
  if (training.monitor === undefined) return () => null;
  const { images, ...options } = training.monitor;
  const { epsilon, gradient, stop } = MONITOR.complete(options);
  const { inputs } = training.architecture;
  const data = owned.use(deviceImages(device, images.pixels, inputs, images.labels));
  const clean = owned.use(trainer.evaluation(data));
  const adversarial = owned.use(trainer.evaluation(data, { attack: { epsilon, gradient } }));
  return (): ValidationErrors => {
    const found = { clean: clean.evaluate(), adversarial: adversarial.evaluate() };
    const errors = { clean: found.clean.errors, adversarial: found.adversarial.errors };
    if (stop?.float32Batch === undefined) return errors;
    const wrong = Array.from(found[stop.on].predictions, (answer, i) => answer !== images.labels[i]);
    return { ...errors, monitored: monitoredError(wrong, stop.float32Batch) };
  };
}

/**
 * What a continuation is held against, and what it is held to: with the parameters that it begins with, both costs; then,
 * after so many epochs, that of the watched images.
 */
function matchOf(
  { device }: Engine,
  trainer: Trainer,
  training: Omit<Training, "onEpoch">,
  owned: DisposableStack,
): ((epoch: number) => Match) | undefined {
  const { continues, architecture, rng, from } = training;
  if (continues === undefined) return undefined;
  const costOf = ({ pixels, labels }: LabelledImages<Pixels>, stream: string) => {
    const data = owned.use(deviceImages(device, pixels, architecture.inputs, labels));
    return costUnderDropout(trainer, data, training, rng.fork(stream), owned);
  };
  const [trained, watched] = [
    costOf(continues.trained, "match/trained"),
    costOf(continues.watched, "match/watched"),
  ];
  if (from) trainer.load(continues.parameters);
  const [target, initial] = [trained(continues.epoch), watched(continues.epoch)];
  if (from) trainer.load(from.parameters, from.optimiserState);
  return (epoch) => ({ target, initial, cost: epoch === 0 ? initial : watched(continues.epoch + epoch) });
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
  const { device } = engine;
  const stop = options.monitor?.stop;
  checkTraining(options);
  using owned = new DisposableStack();
  const data = owned.use(deviceImages(device, images.pixels, architecture.inputs, images.labels));
  const trainer = owned.use(device.allOrNothing(() => trainerOf(device, options, data)));
  const validate = monitorOf(engine, trainer, options, owned);
  const match = matchOf(engine, trainer, options, owned);
  let best = from?.best ?? null;
  let matched = from ? from.match : match?.(0);
  for (let epoch = (from?.epoch ?? 0) + 1; epoch <= recipe.epochs; epoch++) {
    if (stop && best && mustStop(best, epoch - 1, stop)) return;
    if (matched && isMatched(matched)) return;
    const cost = trainer.epoch(epoch);
    const validation = validate();
    const parameters = trainer.parameters();
    if (stop) best = betterOf(best, epoch, validation!, stop, parameters);
    matched = match?.(epoch);
    const optimiserState = trainer.optimiserState();
    yield {
      epoch,
      cost,
      validation,
      parameters,
      optimiserState,
      best,
      ...(matched ? { match: matched } : {}),
    };
  }
}

/**
 * Trains a model to its end, as `trainEpochs()` does, and returns its final parameters.
 *
 * @throws {RangeError} for no epoch, of which there are none
 */
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
