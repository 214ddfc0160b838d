/**
 * Standardised pixels: of each its mean over the fitting images is subtracted, and it is divided by its standard
 * deviation over them. A pixel that hardly varies is only centred, and one that never varies is 0.
 */
import { inputsOf, type LabelledImages, LEVELS } from "../datasets/mod.ts";
import { choice, number, object } from "../schema/mod.ts";
import type { PreprocessingKind } from "./preprocessing_kind.ts";

/** The settings of `standardise`. */
export interface Standardise {
  readonly type: "standardise";
  /** A pixel is divided by its standard deviation where that is above this number, at least 0, in units of [0, 1]. */
  readonly floor: number;
}

/** The mean [inputs] over the images of what `value` makes of each byte, in float64 and in the order of the images. */
function meanOf(
  { count, pixels, ...shape }: LabelledImages,
  value: (byte: number, input: number) => number,
): Float64Array {
  const inputs = inputsOf(shape);
  const sums = new Float64Array(inputs);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < inputs; k++) sums[k]! += value(pixels[i * inputs + k]!, k);
  }
  return sums.map((sum) => sum / count);
}

/**
 * Its tensors are the `mean` and the `scale` [inputs], both of bytes, so that the mean of equal ones is exact: the scale
 * is the standard deviation of the fitting images themselves, no estimate for others, or 255 where that is not above
 * the floor. A pixel becomes (byte - mean) / scale.
 */
export const STANDARDISE: PreprocessingKind<Standardise> = Object.freeze<PreprocessingKind<Standardise>>({
  type: "standardise",
  version: 1,
  schema: object<Standardise>({ type: choice("standardise"), floor: number({ least: 0 }) }),
  shapes(_settings, image) {
    const shape = [inputsOf(image)];
    return { mean: shape, scale: shape };
  },
  fit({ floor }, images) {
    const mean = meanOf(images, (byte) => byte);
    const variance = meanOf(images, (byte, k) => (byte - mean[k]!) * (byte - mean[k]!));
    const scale = Float32Array.from(variance, (square) => {
      const deviation = Math.sqrt(square);
      return deviation / LEVELS > floor ? deviation : LEVELS;
    });
    return { mean: Float32Array.from(mean), scale };
  },
  apply(_settings, { pixels, ...shape }, { mean, scale }) {
    const inputs = inputsOf(shape);
    return Float32Array.from(pixels, (byte, at) => (byte - mean![at % inputs]!) / scale![at % inputs]!);
  },
});
