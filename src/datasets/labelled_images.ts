/** The form in which every data set reaches the rest of the program: images as bytes, with a label each. */
import type { ImageShape } from "./image_shape.ts";
import type { Pixels } from "./pixels.ts";

/** The most classes of a data set, and of a model: labels and predictions are bytes. */
export const MOST_CLASSES = 256;

/**
 * Images with labels: bytes, as data sets have them, or float32, as a preprocessing makes them. The arrays are owned by
 * whoever holds the record and are not changed after.
 */
export interface LabelledImages<P extends Pixels = Uint8Array> extends ImageShape {
  /** Number of images. */
  readonly count: number;
  /** [count, height, width, channels], row-major; bytes from 0 to 255: in grey images 0 = background, 255 = full ink. */
  readonly pixels: P;
  /** [count], a class from 0. */
  readonly labels: Uint8Array;
}

/** A data set ready for training: what `loadDataset()` returns. */
export interface Dataset {
  /** `mnist`, `glyphs` or `idx:DIR`. */
  readonly name: string;
  /** What models are fitted to. */
  readonly train: LabelledImages;
  /** What errors are counted on. */
  readonly test: LabelledImages;
}
