/**
 * `tf.sign`, exactly. The backend's own kernel gives 0 for numbers below about 1e-7 in size, which hides the
 * gradient of a confident model from FGSM: an image of margin 15 was left almost as it was.
 */
import * as tf from "@tensorflow/tfjs-core";
import { heapView, uninitialised } from "./heap.ts";

/** Replaces the backend's kernel; once per process. */
export function registerSign(): void {
  tf.unregisterKernel("Sign", "wasm");
  tf.registerKernel({
    kernelName: "Sign",
    backendName: "wasm",
    kernelFunc({ inputs }) {
      const x = inputs["x"]!;
      const out = uninitialised(x.shape);
      const X = heapView(x);
      const O = heapView(out);
      for (let i = 0; i < O.length; i++) O[i] = Math.sign(X[i]!);
      return out;
    },
  });
}
