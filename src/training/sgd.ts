/**
 * One update of stochastic gradient descent with classical momentum, v ← m v - η g, θ ← θ + v, and then
 * the max-norm constraint on the columns of weight matrices (pylearn2's `max_col_norm`): a column longer than the
 * limit is scaled back to it. Biases are not constrained.
 */
import type * as tf from "@tensorflow/tfjs-core";
import { heapView, uninitialised } from "../backend/heap.ts";

/**
 * The parameter after one update. The velocity is changed where it lies; the parameter is not, because tfjs' matrix
 * product keeps a packed copy of its second operand for as long as that tensor lives.
 */
export function descend(
  parameter: tf.Tensor,
  velocity: tf.Tensor,
  gradient: tf.Tensor,
  learningRate: number,
  momentum: number,
): tf.Tensor {
  const moved = uninitialised(parameter.shape);
  const next = heapView(moved);
  const P = heapView(parameter);
  const V = heapView(velocity);
  const G = heapView(gradient);
  for (let i = 0; i < P.length; i++) {
    V[i] = momentum * V[i]! - learningRate * G[i]!;
    next[i] = P[i]! + V[i]!;
  }
  return moved;
}

/**
 * Scales the columns of a weight matrix [rows, columns] so that none has an L2 norm above `limit`, in place; only for
 * weights that no product has used yet (see `descend`).
 * The divisor has pylearn2's lower bound of 1e-7.
 */
export function constrainColumnNorms(weights: tf.Tensor, limit: number): void {
  const [rows, columns] = weights.shape as [number, number];
  const W = heapView(weights);
  const scale = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) scale[j]! += W[at]! * W[at]!;
  }
  let any = false;
  for (let j = 0; j < columns; j++) {
    const norm = Math.sqrt(scale[j]!);
    if (norm > limit) any = true;
    scale[j] = norm > limit ? limit / Math.max(1e-7, norm) : 1;
  }
  if (!any) return;
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) W[at]! *= scale[j]!;
  }
}
