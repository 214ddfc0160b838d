/** Images that belong to no class: Gaussian noise in every pixel (appendix A), not clipped. */
import type { Rng } from "../../random/mod.ts";

/** `count` images of noise of standard deviation `scale`, [count, inputs]; image i uses substream i. */
export function noiseImages(count: number, inputs: number, scale: number, rng: Rng): Float32Array {
  const x = new Float32Array(count * inputs);
  for (let i = 0; i < count; i++) {
    x.set(Float32Array.from(rng.normal(inputs, i), (z) => z * scale), i * inputs);
  }
  return x;
}
