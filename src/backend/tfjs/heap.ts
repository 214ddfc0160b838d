/** Tensors as views of the WebAssembly heap, for kernels of our own that work in place. */
import * as tf from "@tensorflow/tfjs-core";
import type { ThreadedBackend } from "./threaded_wasm.ts";

/**
 * The elements of a float32 or int32 tensor where they lie. The view is stale after any allocation, since the heap
 * may have grown: take views last, and keep none.
 */
export function heapView(tensor: tf.TensorInfo & { dtype: "int32" }): Int32Array;
export function heapView(tensor: tf.TensorInfo): Float32Array;
export function heapView(tensor: tf.TensorInfo): Float32Array | Int32Array {
  return (tf.backend() as ThreadedBackend).typedArrayFromHeap(tensor) as Float32Array | Int32Array;
}

/** A new tensor whose elements are whatever the heap held: for kernels that write all of them. */
export function uninitialised(shape: readonly number[], dtype: "float32" | "int32" = "float32"): tf.Tensor {
  const info = (tf.backend() as ThreadedBackend).makeOutput([...shape], dtype);
  return tf.engine().makeTensorFromTensorInfo(info);
}
