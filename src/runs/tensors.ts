/** Between tensors in the engine and tensors as stored. */
import * as tf from "@tensorflow/tfjs-core";
import { heapView } from "../backend/heap.ts";
import type { Parameters } from "../models/mod.ts";
import type { StoredTensors } from "./safetensors.ts";

/** Copies of the parameters' elements. */
export function storedOf(parameters: Parameters): StoredTensors {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, t]) => [name, { shape: t.shape, values: heapView(t).slice() }]),
  );
}

/** Parameters in the engine; the caller disposes them. */
export function parametersOf(stored: StoredTensors): Parameters {
  return Object.fromEntries(
    Object.entries(stored).map((
      [name, { shape, values }],
    ) => [name, tf.tensor(values, [...shape], "float32")]),
  );
}
