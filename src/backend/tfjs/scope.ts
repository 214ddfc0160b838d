/** `tf.tidy` for functions that return plain values: disposes every tensor made inside. */
import * as tf from "@tensorflow/tfjs-core";

/** Runs `work`, which may return anything but tensors made in it. */
export function scoped<T>(work: () => T): T {
  tf.engine().startScope();
  try {
    return work();
  } finally {
    tf.engine().endScope();
  }
}
