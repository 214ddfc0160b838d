/**
 * Keeping perturbed images in the range of pixels, which the paper's FGSM does not do (`data/choices.csv`,
 * `range_constraint`) and Szegedy et al. 2014 do.
 */

import { intoRange } from "../datasets/mod.ts";

/** The images with every pixel moved to the nearest value in their range, [0, 1]. */
export function clipped(x: Float32Array): Float32Array {
  return x.map(intoRange);
}
