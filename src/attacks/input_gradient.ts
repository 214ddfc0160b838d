/** The gradient of a model's loss by its input, which every attack of the paper starts from. */
import * as tf from "@tensorflow/tfjs-core";
import { type Model, negativeLogLikelihood } from "../models/mod.ts";

/**
 * ∇ₓ of the summed negative log-likelihood of the true labels, so that each row is the gradient of its own example.
 *
 * @param x images [n, inputs] float32 in [0, 1]
 * @param labels [n] class indices
 * @returns [n, inputs]; the caller disposes it
 */
export function inputGradient(model: Model, x: tf.Tensor2D, labels: ArrayLike<number>): tf.Tensor2D {
  const loss = (input: tf.Tensor) =>
    negativeLogLikelihood(model.head, model.logits(input as tf.Tensor2D), labels, 1);
  return tf.grad(loss)(x) as tf.Tensor2D;
}
