/**
 * `tf.matMul` and `tf.fused.matMul` on the kernel pack, with or without transposes and batches. The backend's own
 * kernel takes a scalar, single-threaded path for a transposed operand (2.8 GFLOPS where 40 are possible), packs a
 * new second operand on one thread, and its fused kernel ignores a transpose in its strides (wrong values).
 */
import * as tf from "@tensorflow/tfjs-core";
import type { PackedProduct } from "../devices/wasm/packed_product.ts";
import type { ThreadedBackend } from "./threaded_wasm.ts";

interface MatMulAttributes {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

interface MatMulCall {
  readonly inputs: { a: tf.TensorInfo; b: tf.TensorInfo };
  readonly backend: ThreadedBackend;
  readonly attrs: MatMulAttributes;
}

interface FusedCall {
  readonly inputs: { a: tf.Tensor; b: tf.Tensor; bias?: tf.Tensor; preluActivationWeights?: tf.Tensor };
  readonly attrs: MatMulAttributes & { activation?: string; leakyreluAlpha?: number };
}

/** The products of the running backends; a backend without one is not ours. */
const products = new WeakMap<object, PackedProduct>();

/** Gives a backend the product that its matrix kernels use. */
export function attachProduct(backend: ThreadedBackend, product: PackedProduct): void {
  products.set(backend, product);
}

function address(backend: ThreadedBackend, tensor: tf.TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

/** a [..., m, k] · b [..., k, n], or with the last two axes of an operand swapped; batch axes broadcast. */
function matMul({ inputs: { a, b }, backend, attrs }: MatMulCall): tf.TensorInfo {
  if (attrs.transposeA && attrs.transposeB) return bothTransposed(a as tf.Tensor, b as tf.Tensor);
  const layout = attrs.transposeA ? "tn" : attrs.transposeB ? "nt" : "nn";
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const [m, k] = layout === "tn" ? [columnsA, rowsA] : [rowsA, columnsA];
  const [n, inner] = layout === "nt" ? [rowsB, columnsB] : [columnsB, rowsB];
  if (k !== inner || a.dtype !== "float32" || b.dtype !== "float32") {
    throw new Error(
      `Cannot multiply: found ${a.dtype} [${a.shape}] and ${b.dtype} [${b.shape}] (${layout}), expected float32 with equal inner sizes`,
    );
  }
  const batchesA = tf.util.sizeFromShape(a.shape.slice(0, -2));
  const batchesB = tf.util.sizeFromShape(b.shape.slice(0, -2));
  const axes = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const batches = tf.util.sizeFromShape(axes);
  if (![batchesA, batchesB].every((count) => count === 1 || count === batches)) {
    throw new Error(
      `Cannot multiply: the batch axes of [${a.shape}] and [${b.shape}] differ and neither has one matrix`,
    );
  }
  const out = backend.makeOutput([...axes, m, n], "float32");
  products.get(backend)!.run({
    ...{ layout, batches, m, n, k },
    a: address(backend, a),
    b: address(backend, b),
    c: address(backend, out),
    batchA: batchesA === 1 ? 0 : 4 * m * k,
    batchB: batchesB === 1 ? 0 : 4 * k * n,
  });
  return out;
}

/** aᵀ · bᵀ = (b · a)ᵀ. */
function bothTransposed(a: tf.Tensor, b: tf.Tensor): tf.TensorInfo {
  return tf.tidy(() => {
    const product = tf.matMul(b, a);
    const axes = [...product.shape.keys()];
    axes.push(...axes.splice(-2, 1));
    return tf.transpose(product, axes);
  });
}

const ACTIVATIONS: Readonly<Record<string, (x: tf.Tensor, call: FusedCall) => tf.Tensor>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  elu: (x) => tf.elu(x),
  sigmoid: (x) => tf.sigmoid(x),
  prelu: (x, { inputs }) => tf.prelu(x, inputs.preluActivationWeights!),
  leakyrelu: (x, { attrs }) => tf.leakyRelu(x, attrs.leakyreluAlpha),
};

function fusedMatMul(call: FusedCall): tf.TensorInfo {
  const { inputs: { a, b, bias }, attrs: { transposeA, transposeB, activation = "linear" } } = call;
  const activate = ACTIVATIONS[activation];
  if (!activate) throw new Error(`Cannot run tf.fused.matMul: no activation ${activation}`);
  return tf.tidy(() => {
    const product = tf.matMul(a, b, transposeA, transposeB);
    return activate(bias ? tf.add(product, bias) : product, call);
  });
}

/** Replaces the backend's two matrix product kernels; once per process. */
export function registerMatMul(): void {
  const kernels = { BatchMatMul: matMul, _FusedMatMul: fusedMatMul };
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: kernelFunc as unknown as tf.KernelFunc,
    });
  }
}
