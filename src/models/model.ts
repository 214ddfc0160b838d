/**
 * What every model is to attacks and measurements: a function from images to answers, with the gradient of the cost
 * by the image. Plain arrays go in and come out, so that a model may compute as it likes: the paper's run on our
 * kernels (`NetworkModel`), one of your own may use tfjs (`tensorModel`). Dropout is off but under `underDropout()`.
 */

import type { CostGradient } from "../backend/networks/compose.ts";
import type { HiddenLayer } from "../backend/networks/evaluation.ts";
import type { Pixels } from "../datasets/mod.ts";
import type { Rng } from "../random/mod.ts";
import type { Dropout } from "./dropout.ts";

export type { Pixels } from "../datasets/mod.ts";

/** Parameters by the names they have in the store, such as "h0/W" and "y/b"; float32, row-major. */
export type Parameters = Readonly<Record<string, Float32Array>>;

/** A model's answers for n images. */
export interface Answers {
  /** [n] the class of the largest probability; the first among equals. */
  readonly predictions: Uint8Array;
  /** [n] that probability, in [0, 1]. */
  readonly confidences: Float64Array;
  /** [n, outputs]. */
  readonly logits: Float32Array;
}

/** A model with its parameters. Images must be finite, and every label a class: else its methods throw a `RangeError`. */
export interface Model {
  /** Pixels of an image. */
  readonly inputs: number;
  /** How many classes it tells apart, at most `MOST_CLASSES`: labels and predictions are whole numbers below. */
  readonly classes: number;
  /** Copies of the parameters. */
  readonly parameters: Parameters;
  /** Answers for images [n, inputs]; each image's do not depend on the others. */
  answers(x: Pixels): Answers;
  /** [n] the cost of each image, -log p(label) for the softmax and logistic models, in nats. */
  losses(x: Pixels, labels: ArrayLike<number>): Float64Array;
  /** [n, inputs] the gradient of each image's cost by its pixels, of the given kind (default "float32", the paper's). */
  inputGradient(x: Pixels, labels: ArrayLike<number>, kind?: CostGradient): Float32Array;
  /**
   * The model as training sees it, under dropout: `inputGradient` takes another mask for each image of a call, drawn from
   * `rng`, and everything else is as without. Absent for models that have no dropout.
   */
  underDropout?(dropout: Dropout, rng: Rng): Model;
  /** What the hidden layers do, from the input on; absent for models that are no networks. */
  hidden?(x: Pixels): readonly HiddenLayer[];
  /** [n, inputs] the gradient by the pixels of whatever has this gradient [n, outputs] by the logits. */
  pullback?(x: Pixels, gradient: Float32Array): Float32Array;
}
