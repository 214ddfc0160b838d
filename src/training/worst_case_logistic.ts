/**
 * §5: logistic regression trained on the closed form of its worst case, E ζ(ε‖w‖₁ - y(w·x + b)), with y = ±1. Plain
 * float64 loops, nothing shared with the kernels: the reference that adversarial training of the same model by fast
 * gradient sign examples is held against.
 */
import { inputsOf, type LabelledImages, unitPixels } from "../datasets/mod.ts";
import { checkEpsilon, checkImages, checkLabels } from "../numeric/checks.ts";
import { exp, softplus } from "../numeric/elementary.ts";
import { initialise } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { checkRecipe } from "./check_training.ts";
import type { Recipe } from "./recipe.ts";
import { learningRates } from "./schedule.ts";

/** What is to be trained. */
export interface WorstCaseTraining {
  /** Label 1 is y = +1, label 0 is y = -1. */
  readonly images: LabelledImages;
  /** Its objective, momentum and norm limit are ignored. */
  readonly recipe: Recipe;
  /** The largest change of a pixel. */
  readonly epsilon: number;
  /** As in `train()`: the initial weights and the order of the examples are the same. */
  readonly rng: Rng;
}

/** State at the end of an epoch. */
export interface WorstCaseEpoch {
  /** ‖w‖₁. */
  readonly norm: number;
  /** Mean of ζ(ε‖w‖₁ - margin) - ζ(-margin) over the images: what the worst case adds to the loss, in nats. */
  readonly penalty: number;
}

/** The trained model. */
export interface WorstCaseLogistic {
  /** [inputs]. */
  readonly weights: Float64Array;
  /** The bias. */
  readonly bias: number;
  /** State at the end of each epoch. */
  readonly epochs: readonly WorstCaseEpoch[];
}

/** The pixels of an image that are not 0: the others add nothing to any sum. */
function inkedPixels(x: Float32Array, first: number, inputs: number): Uint16Array {
  const all = Uint16Array.from({ length: inputs }, (_, k) => k);
  return all.filter((k) => x[first + k] !== 0);
}

/**
 * Stochastic gradient descent without momentum on E ζ(ε‖w‖₁ - y(w·x + b)).
 *
 * @throws {RangeError} when a label is neither 0 nor 1, or a number of the recipe is out of range
 */
export function trainOnWorstCase({ images, recipe, epsilon, rng }: WorstCaseTraining): WorstCaseLogistic {
  const { count, labels } = images;
  const inputs = inputsOf(images);
  checkLabels(labels, checkImages(images.pixels, inputs, "train"), 2, "train");
  checkRecipe(recipe, count);
  checkEpsilon(epsilon, "train");
  const x = unitPixels(images.pixels);
  const inked = Array.from({ length: count }, (_, i) => inkedPixels(x, i * inputs, inputs));
  const initial = initialise({ type: "logistic", inputs }, recipe.initialRange, rng.fork("init"));
  const weights = Float64Array.from(initial["y/W"]!);
  let bias = 0;
  const gradient = new Float64Array(inputs);
  const rates = learningRates(recipe.learningRate);
  const epochs: WorstCaseEpoch[] = [];
  const norm = () => weights.reduce((sum, w) => sum + Math.abs(w), 0);
  const margin = (i: number) => {
    let activation = bias;
    for (const k of inked[i]!) activation += weights[k]! * x[i * inputs + k]!;
    return labels[i] === 1 ? activation : -activation;
  };
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    const order = rng.fork("order").permutation(count, epoch);
    for (let first = 0; first + recipe.batch <= count; first += recipe.batch) {
      const growth = epsilon * norm();
      gradient.fill(0);
      let towards = 0; // the bias's gradient
      let saturation = 0;
      for (const i of order.subarray(first, first + recipe.batch)) {
        const slope = exp(-softplus(margin(i) - growth)); // ζ'
        const signed = labels[i] === 1 ? slope : -slope;
        for (const k of inked[i]!) gradient[k]! -= signed * x[i * inputs + k]!;
        towards -= signed;
        saturation += slope;
      }
      const step = rates.next().value / recipe.batch;
      for (let k = 0; k < inputs; k++) {
        weights[k]! -= step * (gradient[k]! + epsilon * saturation * Math.sign(weights[k]!));
      }
      bias -= step * towards;
    }
    const growth = epsilon * norm();
    let penalty = 0;
    for (let i = 0; i < count; i++) {
      const m = margin(i);
      penalty += softplus(growth - m) - softplus(-m);
    }
    epochs.push({ norm: epsilon > 0 ? growth / epsilon : norm(), penalty: penalty / count });
  }
  return { weights, bias, epochs };
}
