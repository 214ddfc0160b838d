/**
 * Random perturbations of the same size as FGSM's, the controls of §6: noise is orthogonal to the gradient on
 * average, so it should do almost nothing.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Rng } from "../random/rng.ts";

function addNoise(x: tf.Tensor2D, noise: Float32Array): tf.Tensor2D {
  return tf.tidy(() => tf.add(x, tf.tensor2d(noise, x.shape)));
}

/**
 * x plus ε or -ε, with equal probability, in each pixel. Example i of the batch uses the draws of example
 * `first + i`, so that the noise does not depend on the batch.
 */
export function randomSignNoise(x: tf.Tensor2D, epsilon: number, rng: Rng, first = 0): tf.Tensor2D {
  const [n, inputs] = x.shape;
  const noise = new Float32Array(n * inputs);
  for (let i = 0; i < n; i++) {
    rng.bernoulli(inputs, 0.5, first + i).forEach((bit, j) =>
      noise[i * inputs + j] = bit === 1 ? epsilon : -epsilon
    );
  }
  return addNoise(x, noise);
}

/** x plus noise uniform on (-ε, ε) in each pixel; draws as in `randomSignNoise`. */
export function uniformNoise(x: tf.Tensor2D, epsilon: number, rng: Rng, first = 0): tf.Tensor2D {
  const [n, inputs] = x.shape;
  const noise = new Float32Array(n * inputs);
  for (let i = 0; i < n; i++) {
    rng.uniform(inputs, first + i).forEach((u, j) => noise[i * inputs + j] = (2 * u - 1) * epsilon);
  }
  return addNoise(x, noise);
}
