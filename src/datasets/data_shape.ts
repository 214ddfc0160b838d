/** The size of a data set, without its images. */

/** What planning knows of the data set. */
export interface DataShape {
  /** Pixels of an image. */
  readonly inputs: number;
  /** Rows of pixels; `inputs` is the product of rows and columns. */
  readonly height: number;
  /** Columns of pixels. */
  readonly width: number;
  /** Number of classes, numbered from 0. */
  readonly classes: number;
  /** Number of training images. */
  readonly train: number;
  /** Number of test images. */
  readonly test: number;
}
