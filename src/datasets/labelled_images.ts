/** The shape in which every data set reaches the rest of the program: grey images as bytes, with a label each. */

/** Images with labels, as bytes; the arrays are owned by whoever holds the record and are not changed after. */
export interface LabelledImages {
  /** Number of images. */
  readonly count: number;
  /** Rows of an image, in pixels. */
  readonly height: number;
  /** Columns of an image, in pixels. */
  readonly width: number;
  /** [count * height * width], row-major, 0 = background, 255 = full ink. */
  readonly pixels: Uint8Array;
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
