/** Logistic regression between two classes (§5): one logit w·x + b, and p(second class) = σ(w·x + b). */
import * as tf from "@tensorflow/tfjs-core";
import { logisticHead } from "./heads.ts";
import type { Architecture, ModelKind } from "./model.ts";

/** Logistic regression: y/W [inputs, 1], y/b [1]. */
export const logistic: ModelKind<Extract<Architecture, { type: "logistic" }>> = {
  shapes: ({ inputs }) => ({ "y/W": [inputs, 1], "y/b": [1] }),
  logits: (_architecture, p, x, dropout) =>
    tf.add(tf.matMul(dropout ? dropout(x, "y") : x, p["y/W"] as tf.Tensor2D), p["y/b"]!),
  head: logisticHead,
};
