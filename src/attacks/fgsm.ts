/**
 * The fast gradient sign method (§4): x̃ = x + ε sign(∇ₓ J(θ, x, y)). As in the paper the result is not clipped to
 * the range of pixels, and the labels are the true ones. A pixel whose gradient is exactly 0 stays as it is.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Model } from "../models/mod.ts";
import { inputGradient } from "./input_gradient.ts";

/**
 * Adversarial versions of `x`.
 *
 * @param x images [n, inputs] float32 in [0, 1]
 * @param labels [n] true class indices
 * @param epsilon the largest change of a pixel, >= 0, in units of the pixel range
 * @returns [n, inputs]; the caller disposes it
 * @throws {RangeError} when epsilon is negative or not finite
 *
 * Goodfellow, Shlens, Szegedy, "Explaining and Harnessing Adversarial Examples", ICLR 2015, section 4.
 */
export function fgsm(model: Model, x: tf.Tensor2D, labels: ArrayLike<number>, epsilon: number): tf.Tensor2D {
  if (!(epsilon >= 0 && epsilon < Infinity)) {
    throw new RangeError(`Cannot attack: epsilon is ${epsilon}, expected a finite number of at least 0`);
  }
  return tf.tidy(() => tf.add(x, tf.mul(tf.sign(inputGradient(model, x, labels)), epsilon)));
}
