/** The size of a data set, without its images. */

/** What planning knows of the data set. */
export interface DataShape {
  /** Pixels of an image. */
  readonly inputs: number;
  /** Rows and columns of pixels; `inputs` is their product. */
  readonly height: number;
  readonly width: number;
  readonly classes: number;
  /** Number of training images. */
  readonly train: number;
  /** Number of test images. */
  readonly test: number;
}
