/** Minibatches: some examples of a data set as a tensor of pixels in [0, 1] and their labels. */
import * as tf from "@tensorflow/tfjs-core";
import { type LabelledImages, toUnitInterval } from "../datasets/mod.ts";

/** A batch of examples: x [n, height · width] float32 in [0, 1]; labels [n]. */
export interface Batch {
  /** [n, height · width] float32 in [0, 1]; the caller disposes it. */
  readonly x: tf.Tensor2D;
  /** [n]. */
  readonly labels: Uint8Array;
}

/** The examples numbered `indices`, in that order; the caller disposes `x`. */
export function gatherBatch(images: LabelledImages, indices: Uint32Array): Batch {
  const size = images.height * images.width;
  const pixels = new Uint8Array(indices.length * size);
  const labels = new Uint8Array(indices.length);
  indices.forEach((index, row) => {
    pixels.set(images.pixels.subarray(index * size, (index + 1) * size), row * size);
    labels[row] = images.labels[index]!;
  });
  return { x: tf.tensor2d(toUnitInterval(pixels), [indices.length, size]), labels };
}

/** The examples `from` … `to - 1`. */
export function sliceBatch(images: LabelledImages, from: number, to: number): Batch {
  return gatherBatch(images, Uint32Array.from({ length: to - from }, (_, i) => from + i));
}
