/**
 * `tf.matMul` with transposes. The backend's own kernel takes a scalar, single-threaded path for a transposed
 * operand (2.8 GFLOPS where the plain product reaches 40), so the operand is transposed first. Its fused kernel
 * with a transpose is wrong (it ignores the flag in its strides) and is refused.
 */
import * as tf from "@tensorflow/tfjs-core";

interface MatMulCall {
  inputs: { a: tf.Tensor; b: tf.Tensor };
  attrs: { transposeA?: boolean; transposeB?: boolean };
}

function transposed(t: tf.Tensor): tf.Tensor {
  const axes = [...t.shape.keys()];
  axes.push(...axes.splice(-2, 1));
  return tf.transpose(t, axes);
}

function replaceKernel(name: string, wrap: (plain: tf.KernelFunc) => (call: never) => unknown): void {
  const kernel = tf.getKernel(name, "wasm");
  tf.unregisterKernel(name, "wasm");
  tf.registerKernel({ ...kernel, kernelFunc: wrap(kernel.kernelFunc) as tf.KernelFunc });
}

/** Replaces the backend's two matrix product kernels; once per process. */
export function registerMatMul(): void {
  replaceKernel("BatchMatMul", (plain) => (call: MatMulCall) => {
    const { a, b } = call.inputs;
    const { transposeA, transposeB } = call.attrs;
    // deno-lint-ignore no-explicit-any -- tfjs' KernelFunc takes an opaque argument
    if (!transposeA && !transposeB) return plain(call as any);
    return tf.tidy(() => {
      // a bᵀ = (b aᵀ)ᵀ: of a large b and a small a, only the small operand is transposed
      if (!transposeA && b.size > a.size) return transposed(tf.matMul(b, transposed(a)));
      return tf.matMul(transposeA ? transposed(a) : a, transposeB ? transposed(b) : b);
    });
  });
  replaceKernel("_FusedMatMul", (plain) => (call: MatMulCall) => {
    if (call.attrs.transposeA || call.attrs.transposeB) {
      throw new Error(
        "Cannot run tf.fused.matMul with a transpose: the backend's kernel gives wrong values; use tf.matMul and tf.add",
      );
    }
    // deno-lint-ignore no-explicit-any -- tfjs' KernelFunc takes an opaque argument
    return plain(call as any);
  });
}
