/**
 * Random perturbations of the same size as FGSM's, the controls of §6: noise is orthogonal to the gradient on
 * average, so it should do almost nothing.
 */
import { unitPixels } from "../datasets/mod.ts";
import type { Pixels } from "../models/mod.ts";
import { checkEpsilon, checkImages, checkWhole } from "../numeric/checks.ts";
import type { Rng } from "../random/mod.ts";
import { stepAlong } from "./step.ts";

/**
 * x plus ε or -ε, with equal probability, in each pixel. Image i of the batch uses the draws of image `first + i`,
 * so that the noise does not depend on the batch.
 *
 * @param x images [n, inputs]
 * @throws {RangeError} when the images do not fit `inputs` or are not finite, or epsilon is negative or not finite
 */
export function randomSignNoise(
  x: Pixels,
  inputs: number,
  epsilon: number,
  rng: Rng,
  first = 0,
): Float32Array {
  checkEpsilon(epsilon);
  return stepAlong(x, randomSigns(checkImages(x, inputs), inputs, rng, first), epsilon);
}

/** -1 or 1, with equal probability, for each pixel: int8 [count, inputs]; draws as in `randomSignNoise`. */
export function randomSigns(count: number, inputs: number, rng: Rng, first = 0): Int8Array {
  checkWhole("draw", "the number of images", count, 0);
  checkWhole("draw", "the number of inputs", inputs, 1);
  const signs = new Int8Array(count * inputs);
  for (let i = 0; i < count; i++) {
    const bits = rng.bernoulli(inputs, 0.5, first + i);
    for (let j = 0; j < inputs; j++) signs[i * inputs + j] = bits[j] === 1 ? 1 : -1;
  }
  return signs;
}

/** x plus noise uniform on (-ε, ε) in each pixel; draws as in `randomSignNoise`. */
export function uniformNoise(x: Pixels, inputs: number, epsilon: number, rng: Rng, first = 0): Float32Array {
  const count = checkImages(x, inputs);
  checkEpsilon(epsilon);
  const moved = unitPixels(x);
  for (let i = 0; i < count; i++) {
    const draws = rng.uniform(inputs, first + i);
    for (let j = 0; j < inputs; j++) moved[i * inputs + j]! += Math.fround((2 * draws[j]! - 1) * epsilon);
  }
  return moved;
}
