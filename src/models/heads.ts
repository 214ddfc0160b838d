/**
 * What logits mean: class probabilities, the negative log-likelihood of a label, and its gradient. Everything is
 * computed in float64 from the logits, in the log-sum-exp form, so that a confident model does not hide its gradient
 * from an attack: the gradient at the true class is minus the sum of the others, which never rounds to zero early.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { CostGradient } from "../backend/networks/compose.ts";
import { checkLabels } from "../numeric/checks.ts";
import { exp, log, softplus } from "../numeric/elementary.ts";

/** A head for one row of logits at a time, in float64. */
export interface Head {
  /** How many classes logits of so many columns tell apart. */
  readonly classes: (columns: number) => number;
  /** Writes the class probabilities of a row of logits. */
  probabilities(logits: ArrayLike<number>, out: Float64Array): void;
  /** Returns -log p(label) and writes its gradient by the logits. */
  loss(logits: ArrayLike<number>, label: number, gradient: Float64Array): number;
}

/** p(k) proportional to exp(logit k). */
export const softmaxHead: Head = {
  classes: (columns) => columns,
  probabilities(logits, out) {
    let largest = -Infinity;
    for (let k = 0; k < logits.length; k++) if (logits[k]! > largest) largest = logits[k]!;
    let sum = 0;
    for (let k = 0; k < logits.length; k++) sum += out[k] = exp(logits[k]! - largest);
    for (let k = 0; k < logits.length; k++) out[k]! /= sum;
  },
  loss(logits, label, gradient) {
    let largest = -Infinity;
    for (let k = 0; k < logits.length; k++) if (logits[k]! > largest) largest = logits[k]!;
    let sum = 0;
    for (let k = 0; k < logits.length; k++) sum += gradient[k] = exp(logits[k]! - largest);
    let others = 0;
    for (let k = 0; k < logits.length; k++) {
      gradient[k]! /= sum;
      if (k !== label) others += gradient[k]!;
    }
    gradient[label] = -others;
    return log(sum) + largest - logits[label]!;
  },
};

/** One logit t with p(class 1) = 1 / (1 + exp(-t)). */
export const logisticHead: Head = {
  classes: () => 2,
  probabilities(logits, out) {
    const t = logits[0]!;
    out[1] = exp(-softplus(-t));
    out[0] = exp(-softplus(t));
  },
  loss(logits, label, gradient) {
    const margin = label === 1 ? logits[0]! : -logits[0]!;
    gradient[0] = (label === 1 ? -1 : 1) * exp(-softplus(margin));
    return softplus(-margin);
  },
};

/** An element p or p - 1 of a gradient by the logits as float32 computes it: a negative one is p - 1 with a rounded p. */
export function inFloat32(element: number): number {
  return element < 0 ? Math.fround(1 + element) - 1 : element;
}

/** Whether the probability of a label with this loss is below 1e-7 or above 1 - 1e-7, where "clipped" gradients are 0. */
export function isClipped(loss: number): boolean {
  return !(loss >= 1.0000000500000033e-7 && loss <= 16.11809565095832); // -log1p(-1e-7), -log(1e-7)
}

/**
 * The losses of rows of logits, and the gradient of their sum, of the given kind; only an exact one, clipped or not, is
 * multiplied by `scale`.
 */
export function lossRows(
  head: Head,
  logits: tf.Tensor2D,
  labels: ArrayLike<number>,
  scale: number,
  kind: CostGradient,
): { losses: Float64Array; gradient: Float32Array } {
  const [n, columns] = logits.shape;
  const losses = new Float64Array(n);
  const gradient = new Float32Array(n * columns);
  const values = logits.dataSync();
  const row = new Float64Array(columns);
  for (let i = 0; i < n; i++) {
    losses[i] = head.loss(values.subarray(i * columns, (i + 1) * columns), labels[i]!, row);
    const steepest = row.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    const factor = kind === "direction"
      ? (steepest > 0 ? 1 / steepest : 0)
      : kind === "float32"
      ? 1
      : kind === "clipped" && isClipped(losses[i]!)
      ? 0
      : scale;
    for (let k = 0; k < columns; k++) {
      gradient[i * columns + k] = (kind === "float32" ? inFloat32(row[k]!) : row[k]!) * factor;
    }
  }
  return { losses, gradient };
}

/**
 * The sum of the negative log-likelihoods of `labels`, times `scale`, differentiable by the logits.
 *
 * @param logits [n, outputs] float32
 * @param labels [n] class indices
 * @param kind of gradient (default "exact")
 * @returns a scalar
 * @throws {RangeError} unless every row has a label that is a class
 */
export function negativeLogLikelihood(
  head: Head,
  logits: tf.Tensor2D,
  labels: ArrayLike<number>,
  scale: number,
  kind: CostGradient = "exact",
): tf.Scalar {
  const [n, columns] = logits.shape;
  checkLabels(labels, n, head.classes(columns));
  const op = tf.customGrad((...inputs) => {
    const [z, save] = inputs as unknown as [tf.Tensor2D, (saved: tf.Tensor[]) => void];
    const { losses, gradient } = lossRows(head, z, labels, scale, kind);
    save([tf.tensor2d(gradient, z.shape)]);
    return {
      value: tf.scalar(losses.reduce((a, b) => a + b, 0) * scale),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0]!, dy),
    };
  });
  return op(logits) as tf.Scalar;
}
