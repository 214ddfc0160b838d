/** The size of a data set, without its images. */
import { type ImageShape, inputsOf } from "./image_shape.ts";
import type { LabelledImages } from "./labelled_images.ts";

/** What planning knows of the data set. */
export interface DataShape extends ImageShape {
  /** Numbers in an image: `inputsOf()` of its shape. */
  readonly inputs: number;
  /** Number of classes, numbered from 0. */
  readonly classes: number;
  /** Number of training images. */
  readonly train: number;
  /** Number of test images. */
  readonly test: number;
}

/** MNIST's, from which the benchmark and the table of costs take their sizes without the images. */
export const MNIST_SHAPE: DataShape = Object.freeze({
  ...{ inputs: 784, height: 28, width: 28, channels: 1 },
  ...{ classes: 10, train: 60_000, test: 10_000 },
});

/** The shape of these images; the classes go up to the largest label. */
export function dataShapeOf(
  { train, test }: { readonly train: LabelledImages; readonly test: LabelledImages },
): DataShape {
  const { height, width, channels } = train;
  const largest = [train, test].reduce(
    (most, { labels }) => labels.reduce((a, b) => Math.max(a, b), most),
    0,
  );
  return {
    ...{ inputs: inputsOf(train), height, width, channels },
    ...{ classes: largest + 1, train: train.count, test: test.count },
  };
}
