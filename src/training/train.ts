/**
 * Training: shuffled minibatches, dropout, the mean negative log-likelihood, momentum, max-norm, one program of
 * kernels per update. The order of an epoch's examples, the masks and the initial weights come from streams named by
 * the seed, so an epoch's outcome is a function of the state before it and of its number alone.
 */
import type { Engine } from "../backend/engine.ts";
import { heapData } from "../backend/heap_data.ts";
import { MaxoutNetwork } from "../backend/maxout_network.ts";
import type { Totals } from "../backend/totals.ts";
import { type LayerDropout, rowsOfStep } from "../backend/training_options.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import { networkOf } from "../models/architecture.ts";
import { type Architecture, initialise, type Parameters, shapesOf } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { type Best, betterOf, type MonitorOptions, mustStop, type ValidationErrors } from "./monitor.ts";
import { kernelObjective, type Objective } from "./objective.ts";
import type { Recipe } from "./recipe.ts";
import { learningRates, momentumAt } from "./schedule.ts";

/** Everything that the next epoch depends on, at the end of an epoch; the rest is a function of seed and epoch. */
export interface TrainingState {
  /** Counted from 1. */
  readonly epoch: number;
  /** The model so far. */
  readonly parameters: Parameters;
  /** The optimiser's state, by the same names. */
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
  /** How it is trained. */
  readonly recipe: Recipe;
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

/** Dropout of each layer's input; every layer, and the perturbed half of a batch, has a stream of its own. */
function dropoutOf({ dropout }: Recipe, layers: readonly string[], rng: Rng): (LayerDropout | null)[] {
  if (dropout === null) return layers.map(() => null);
  return layers.map((layer, i) => ({
    ...(i === 0 ? dropout.input : dropout.hidden),
    key: rng.fork(layer).key,
    perturbedKey: rng.fork("perturbed").fork(layer).key,
  }));
}

/** The mean of the objective over what was trained on since the last reset, in nats. */
function costOf({ clean, perturbed }: { clean: Totals; perturbed: Totals }, objective: Objective): number {
  const mean = ({ loss, count }: Totals) => loss / count;
  if (objective.type === "clean") return mean(clean);
  const { alpha } = objective;
  return (alpha > 0 ? alpha * mean(clean) : 0) + (alpha < 1 ? (1 - alpha) * mean(perturbed) : 0);
}

/** Looks at the validation images with the network as it is. */
function monitorOf(
  network: MaxoutNetwork,
  training: Omit<Training, "onEpoch">,
  owned: DisposableStack,
) {
  if (training.monitor === undefined) return () => null;
  const { images, epsilon, gradient } = training.monitor;
  const { inputs } = training.architecture;
  const data = owned.use(heapData(network.pool.heap, images.pixels, inputs, images.labels));
  const clean = owned.use(network.evaluation(data));
  const adversarial = owned.use(network.evaluation(data, { epsilon, gradient }));
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
 * Trains a model epoch by epoch, from its random initial parameters or from where an earlier call was. The examples
 * that do not fill a last minibatch are left out of that epoch. Nothing else may use the engine's network memory
 * meanwhile, but whoever asks for the next epoch may take time.
 *
 * Source of the recipe: pylearn2, `scripts/papers/maxout/mnist_pi.yaml`.
 */
export function* trainEpochs(engine: Engine, options: Omit<Training, "onEpoch">): Generator<EpochEnd, void> {
  const { architecture, recipe, images, rng, from } = options;
  const stop = options.monitor?.stop;
  const { pool } = engine;
  const { batch } = recipe;
  const layers = Object.keys(shapesOf(architecture)).filter((name) => name.endsWith("/W")).map((name) =>
    name.slice(0, -2)
  );
  using owned = new DisposableStack();
  const data = owned.use(heapData(pool.heap, images.pixels, architecture.inputs, images.labels));
  const objective = kernelObjective(recipe.objective, rng.fork("noise"));
  const capacity = rowsOfStep(batch, objective);
  const network = owned.use(new MaxoutNetwork(pool, { ...networkOf(architecture), capacity }));
  if (from) network.load(from.parameters, from.velocities);
  else network.load(initialise(architecture, recipe.initialRange, rng.fork("init")));
  const training = owned.use(network.training(data, {
    batch,
    dropout: dropoutOf(recipe, layers, rng.fork("dropout")),
    objective,
    maxNorm: recipe.maxNorm ?? Infinity,
    l1: recipe.l1 ?? 0,
  }));
  const validate = monitorOf(network, options, owned);
  const updates = Math.floor(images.count / batch);
  const done = from?.epoch ?? 0;
  const rates = learningRates(recipe.learningRate, done * updates);
  let best = from?.best ?? null;

  for (let epoch = done + 1, step = done * updates; epoch <= recipe.epochs; epoch++) {
    if (stop && best && mustStop(best, epoch - 1, stop)) return;
    training.setOrder(rng.fork("order").permutation(images.count, epoch));
    training.resetTotals();
    const momentum = momentumAt(epoch, recipe.momentum);
    for (let i = 0; i < updates; i++, step++) {
      training.step({ step, offset: i * batch, learningRate: rates.next().value, momentum });
    }
    const cost = costOf(training.totals(), recipe.objective);
    const validation = validate();
    const parameters = network.parameters();
    if (stop) best = betterOf(best, epoch, validation!, stop, parameters);
    yield { epoch, cost, validation, parameters, velocities: network.velocities(), best };
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
