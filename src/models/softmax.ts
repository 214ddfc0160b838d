/** Softmax regression, the paper's "shallow softmax classifier" (§4): logits x W + b. */
import * as tf from "@tensorflow/tfjs-core";
import { softmaxHead } from "./heads.ts";
import type { Architecture, ModelKind } from "./model.ts";

/** Softmax regression: y/W [inputs, classes], y/b [classes]. */
export const softmax: ModelKind<Extract<Architecture, { type: "softmax" }>> = {
  shapes: ({ inputs, classes }) => ({ "y/W": [inputs, classes], "y/b": [classes] }),
  logits: (_architecture, p, x, dropout) =>
    tf.add(tf.matMul(dropout ? dropout(x, "y") : x, p["y/W"] as tf.Tensor2D), p["y/b"]!),
  head: softmaxHead,
};
