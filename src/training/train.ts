/**
 * Training: shuffled minibatches, dropout, the mean negative log-likelihood, momentum, max-norm, one program of
 * kernels per update. The order of an epoch's examples, the masks and the initial weights come from streams named by
 * the seed, so an epoch's outcome is a function of the state before it and of its number alone.
 */
import type { Engine } from "../backend/engine.ts";
import { heapData } from "../backend/heap_data.ts";
import { MaxoutNetwork } from "../backend/maxout_network.ts";
import type { LayerDropout } from "../backend/maxout_training.ts";
import type { Totals } from "../backend/totals.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import { networkOf } from "../models/architecture.ts";
import { type Architecture, initialise, type Parameters, shapesOf } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { kernelObjective, type Objective } from "./objective.ts";
import type { Recipe } from "./recipe.ts";
import { learningRates, momentumAt } from "./schedule.ts";

/** What is known at the end of an epoch. */
export interface EpochEnd {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean of the training cost over the epoch's images (with dropout, without weight decay), in nats. */
  readonly cost: number;
  /** The model so far. */
  readonly parameters: Parameters;
  /** The optimiser's state, by the same names. */
  readonly velocities: Parameters;
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

/**
 * Trains a model from its random initial parameters and returns the final ones. The examples that do not fill a last
 * minibatch are left out of that epoch.
 *
 * Source of the recipe: pylearn2, `scripts/papers/maxout/mnist_pi.yaml`.
 */
export function train(engine: Engine, { architecture, recipe, images, rng, onEpoch }: Training): Parameters {
  const { pool } = engine;
  const { batch } = recipe;
  const layers = Object.keys(shapesOf(architecture)).filter((name) => name.endsWith("/W")).map((name) =>
    name.slice(0, -2)
  );
  using data = heapData(pool.heap, images.pixels, architecture.inputs, images.labels);
  using network = new MaxoutNetwork(pool, { ...networkOf(architecture), capacity: 2 * batch });
  network.load(initialise(architecture, recipe.initialRange, rng.fork("init")));
  using training = network.training(data, {
    batch,
    dropout: dropoutOf(recipe, layers, rng.fork("dropout")),
    objective: kernelObjective(recipe.objective, rng.fork("noise")),
    maxNorm: recipe.maxNorm ?? Infinity,
    l1: recipe.l1 ?? 0,
  });
  const rates = learningRates(recipe.learningRate);
  const updates = Math.floor(images.count / batch);

  for (let epoch = 1, step = 0; epoch <= recipe.epochs; epoch++) {
    training.setOrder(rng.fork("order").permutation(images.count, epoch));
    training.resetTotals();
    const momentum = momentumAt(epoch, recipe.momentum);
    for (let i = 0; i < updates; i++, step++) {
      training.step({ step, offset: i * batch, learningRate: rates.next().value, momentum });
    }
    onEpoch?.({
      epoch,
      cost: costOf(training.totals(), recipe.objective),
      parameters: network.parameters(),
      velocities: network.velocities(),
    });
  }
  return network.parameters();
}
