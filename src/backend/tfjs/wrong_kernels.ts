/**
 * Kernels of tfjs' WebAssembly backend that give wrong values without a word, found by comparison with float64:
 * replaced where a researcher's model is likely to need them, refused with the reason otherwise.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { ThreadedBackend } from "./threaded_wasm.ts";

interface PoolGradientCall {
  readonly inputs: { input: tf.TensorInfo; dy: tf.TensorInfo };
  readonly backend: ThreadedBackend;
  readonly attrs: {
    readonly filterSize: number | [number, number];
    readonly strides: number | [number, number];
    readonly pad: number | "valid" | "same";
    readonly dimRoundingMode?: "floor" | "round" | "ceil";
  };
}

/** The gradient of max pooling, [n, h, w, c]: all of it to the first largest element of each window. */
function maxPoolGradient({ inputs: { input, dy }, backend, attrs }: PoolGradientCall): tf.TensorInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const shape = input.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const out = backend.makeOutput(shape, "float32"); // views last: this may have grown the heap
  const X = backend.typedArrayFromHeap(input) as Float32Array;
  const D = backend.typedArrayFromHeap(dy) as Float32Array;
  const O = backend.typedArrayFromHeap(out) as Float32Array;
  O.fill(0);
  const { inChannels, inWidth, inHeight, outHeight, outWidth, batchSize } = info;
  let d = 0;
  for (let b = 0; b < batchSize; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * info.strideHeight - info.padInfo.top;
      const bottom = Math.min(inHeight, top + info.effectiveFilterHeight);
      for (let ox = 0; ox < outWidth; ox++) {
        const left = ox * info.strideWidth - info.padInfo.left;
        const right = Math.min(inWidth, left + info.effectiveFilterWidth);
        for (let c = 0; c < inChannels; c++, d++) {
          let best = -Infinity;
          let winner = -1;
          for (let y = Math.max(0, top); y < bottom; y++) {
            for (let x = Math.max(0, left); x < right; x++) {
              const i = ((b * inHeight + y) * inWidth + x) * inChannels + c;
              if (X[i]! > best) best = X[i]!, winner = i;
            }
          }
          if (winner >= 0) O[winner]! += D[d]!;
        }
      }
    }
  }
  return out;
}

const REFUSED: Readonly<Record<string, string>> = {
  MaxPoolWithArgmax:
    "of equal elements it takes the last, and its indices are wrong where a window's maximum is at most 0",
  Dilation2DBackpropInput: "its gradient disagrees with finite differences",
  Dilation2DBackpropFilter: "its gradient disagrees with finite differences",
};

/** Wrong only with a stride above 1. */
const REFUSED_WITH_STRIDE = ["Conv3DBackpropFilterV2", "Conv3DBackpropInputV2"];

function replace(kernelName: string, kernelFunc: unknown): void {
  tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc: kernelFunc as tf.KernelFunc });
}

function refuseStrides(kernelName: string): void {
  const kernel = tf.getKernel(kernelName, "wasm");
  tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({
    ...kernel,
    kernelFunc: (call) => {
      const { strides } = call.attrs as unknown as { strides: number | number[] };
      if ([strides].flat().some((stride) => stride > 1)) {
        throw new Error(
          `Cannot run ${kernelName} with strides ${strides}: tfjs' WebAssembly kernel gives wrong values above 1`,
        );
      }
      return kernel.kernelFunc(call);
    },
  });
}

/** Replaces or refuses them; once per process. */
export function replaceWrongKernels(): void {
  replace("MaxPoolGrad", maxPoolGradient);
  for (const [kernelName, reason] of Object.entries(REFUSED)) {
    replace(kernelName, () => {
      throw new Error(`Cannot run ${kernelName}: tfjs' WebAssembly kernel is wrong (${reason})`);
    });
  }
  REFUSED_WITH_STRIDE.forEach(refuseStrides);
}
