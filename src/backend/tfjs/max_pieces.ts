/**
 * The maximum over the pieces of each maxout unit, with its gradient (Goodfellow et al., "Maxout Networks", ICML
 * 2013, section 2). Pieces of a unit are consecutive columns. Among equal pieces the first wins. tfjs' own ops need
 * several broadcasts for this, which cost more than the matrix product before them.
 */
import * as tf from "@tensorflow/tfjs-core";
import { heapView, uninitialised } from "./heap.ts";

function forward(z: tf.Tensor, pieces: number): { h: tf.Tensor; winners: tf.Tensor } {
  const [rows, columns] = z.shape as [number, number];
  const units = columns / pieces;
  const h = uninitialised([rows, units]);
  const winners = uninitialised([rows, units], "int32");
  const Z = heapView(z);
  const H = heapView(h);
  const W = heapView(winners as tf.Tensor & { dtype: "int32" });
  for (let i = 0, at = 0; i < H.length; i++, at += pieces) {
    let best = Z[at]!;
    let winner = at;
    for (let j = at + 1; j < at + pieces; j++) {
      if (Z[j]! > best) best = Z[j]!, winner = j;
    }
    H[i] = best;
    W[i] = winner;
  }
  return { h, winners };
}

function backward(dh: tf.Tensor, winners: tf.Tensor, shape: number[]): tf.Tensor {
  const dz = uninitialised(shape);
  const D = heapView(dh);
  const W = heapView(winners as tf.Tensor & { dtype: "int32" });
  const out = heapView(dz).fill(0);
  for (let i = 0; i < D.length; i++) out[W[i]!] = D[i]!;
  return dz;
}

/**
 * The largest of every `pieces` consecutive columns: [n, units · pieces] → [n, units].
 *
 * @throws {RangeError} when the columns are not a multiple of the pieces
 */
export function maxPieces(z: tf.Tensor2D, pieces: number): tf.Tensor2D {
  if (!Number.isInteger(pieces) || pieces < 1 || z.shape[1] % pieces !== 0) {
    throw new RangeError(
      `Cannot take the maximum: ${z.shape[1]} columns are no multiple of ${pieces} pieces`,
    );
  }
  const op = tf.customGrad((...inputs) => {
    const [input, save] = inputs as unknown as [tf.Tensor, (saved: tf.Tensor[]) => void];
    const { h, winners } = forward(input, pieces);
    save([winners]);
    return {
      value: h,
      gradFunc: (dh: tf.Tensor, saved: tf.Tensor[]) => backward(dh, saved[0]!, input.shape),
    };
  });
  return op(z) as tf.Tensor2D;
}
