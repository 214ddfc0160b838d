/** Fits a preprocessing to images, and applies what was fitted to these or others. */
import { type ImageShape, inputsOf, type LabelledImages } from "../datasets/mod.ts";
import { DataError, UnsuitableDataError } from "../errors.ts";
import type { Parameters, Shapes } from "../models/mod.ts";
import { kindOf, type Preprocessing } from "./kinds.ts";

/** A preprocessing with the tensors that were fitted to some images. */
export interface FittedPreprocessing {
  readonly preprocessing: Preprocessing;
  /** Float32, row-major: `fittedShapes()`. */
  readonly tensors: Parameters;
}

/** The shapes of the tensors that a preprocessing fits to images of that shape, in the order in which they are stored. */
export function fittedShapes(preprocessing: Preprocessing, image: ImageShape): Shapes {
  return kindOf(preprocessing).shapes(preprocessing, image);
}

/**
 * Fits a preprocessing. The same images in the same order give the same bits, whatever the machine.
 *
 * @throws {UnsuitableDataError} when there is no image
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const shape = { height: 1, width: 2, channels: 1 };
 * const images = { ...shape, count: 2, pixels: Uint8Array.of(7, 10, 7, 20), labels: Uint8Array.of(0, 1) };
 * const fitted = fitPreprocessing({ type: "standardise", floor: 0 }, images);
 * assertEquals(fitted.tensors, { mean: Float32Array.of(7, 15), scale: Float32Array.of(255, 5) });
 * assertEquals(preprocess(fitted, images).pixels, Float32Array.of(0, -1, 0, 1));
 * ```
 */
export function fitPreprocessing(preprocessing: Preprocessing, images: LabelledImages): FittedPreprocessing {
  if (images.count === 0) {
    throw new UnsuitableDataError(`Cannot fit ${preprocessing.type}: found 0 images, expected one or more`);
  }
  return { preprocessing, tensors: kindOf(preprocessing).fit(preprocessing, images) };
}

/**
 * The images with float32 pixels in the unit of the preprocessing; labels stay.
 *
 * @throws {DataError} when the tensors were fitted to images of another shape
 */
export function preprocess(
  { preprocessing, tensors }: FittedPreprocessing,
  images: LabelledImages,
): LabelledImages<Float32Array> {
  for (const [name, shape] of Object.entries(fittedShapes(preprocessing, images))) {
    const [found, expected] = [tensors[name]?.length ?? 0, shape.reduce((a, b) => a * b, 1)];
    if (found === expected) continue;
    throw new DataError(
      `Cannot preprocess images of ${
        inputsOf(images)
      } numbers: ${preprocessing.type} has a ${name} of ${found} numbers, expected ${expected}; fit it to images of this shape`,
    );
  }
  return { ...images, pixels: kindOf(preprocessing).apply(preprocessing, images, tensors) };
}
