/** Images that belong to no class: Gaussian noise in every pixel (appendix A), not clipped. */
import { checkWhole } from "../numeric/checks.ts";
import type { Rng } from "../random/mod.ts";

/**
 * `count` images of noise of standard deviation `scale`: float32 [count, inputs]. Image i uses substream i.
 *
 * @throws {RangeError} when `count` or `inputs` is not a whole number, or there are no inputs
 */
export function noiseImages(count: number, inputs: number, scale: number, rng: Rng): Float32Array {
  checkWhole("draw", "the number of images", count, 0);
  checkWhole("draw", "the number of inputs", inputs, 1);
  const x = new Float32Array(count * inputs);
  for (let i = 0; i < count; i++) {
    x.set(Float32Array.from(rng.normal(inputs, i), (z) => z * scale), i * inputs);
  }
  return x;
}
