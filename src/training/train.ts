/**
 * Training: shuffled minibatches, dropout, the mean negative log-likelihood, momentum, max-norm. The order of an
 * epoch's examples, the masks and the initial weights come from streams named by the seed, so an epoch's outcome
 * is a function of the state before it and of its number alone.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { LabelledImages } from "../datasets/mod.ts";
import {
  type Architecture,
  disposeParameters,
  initialise,
  kindOf,
  negativeLogLikelihood,
  type Parameters,
} from "../models/mod.ts";
import type { Rng } from "../random/rng.ts";
import { dropoutOf } from "./dropout.ts";
import { gatherBatch } from "./minibatch.ts";
import type { Recipe } from "./recipe.ts";
import { learningRates, momentumAt } from "./schedule.ts";
import { constrainColumnNorms, descend } from "./sgd.ts";

/** What is known at the end of an epoch. */
export interface EpochEnd {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean of the training cost over the epoch's minibatches (with dropout), in nats. */
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
  /** Called at the end of every epoch; the tensors stay the trainer's. */
  readonly onEpoch?: (end: EpochEnd) => void;
}

/**
 * Trains a model from its random initial parameters and returns the final ones, which the caller disposes.
 * The examples that do not fill a last minibatch are left out of that epoch.
 *
 * Source of the recipe: pylearn2, `scripts/papers/maxout/mnist_pi.yaml`.
 */
export function train({ architecture, recipe, images, rng, onEpoch }: Training): Parameters {
  const kind = kindOf(architecture);
  const names = Object.keys(kind.shapes(architecture));
  const first = names[0]!.split("/")[0]!;
  const parameters: Record<string, tf.Tensor> = {
    ...initialise(architecture, recipe.initialRange, rng.fork("init")),
  };
  const velocities = Object.fromEntries(names.map((name) => [name, tf.zerosLike(parameters[name]!)]));
  const rates = learningRates(recipe.learningRate);
  const masks = rng.fork("dropout");
  const updates = Math.floor(images.count / recipe.batch);

  for (let epoch = 1, update = 0; epoch <= recipe.epochs; epoch++) {
    const order = rng.fork("order").permutation(images.count, epoch);
    const momentum = momentumAt(epoch, recipe.momentum);
    let cost = 0;
    for (let i = 0; i < updates; i++, update++) {
      const rate = rates.next().value;
      tf.tidy(() => {
        const { x, labels } = gatherBatch(images, order.subarray(i * recipe.batch, (i + 1) * recipe.batch));
        const dropout = recipe.dropout === null ? undefined : dropoutOf(recipe.dropout, first, masks, update);
        const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
          const current = Object.fromEntries(names.map((name, k) => [name, tensors[k]!]));
          const logits = kind.logits(architecture, current, x, dropout);
          return negativeLogLikelihood(kind.head, logits, labels, 1 / recipe.batch);
        })(names.map((name) => parameters[name]!));
        cost += value.dataSync()[0]!;
        names.forEach((name, k) => {
          const moved = descend(parameters[name]!, velocities[name]!, grads[k]!, rate, momentum);
          if (recipe.maxNorm !== null && name.endsWith("/W")) constrainColumnNorms(moved, recipe.maxNorm);
          parameters[name]!.dispose();
          parameters[name] = tf.keep(moved);
        });
      });
    }
    onEpoch?.({ epoch, cost: cost / updates, parameters, velocities });
  }
  disposeParameters(velocities);
  return parameters;
}
