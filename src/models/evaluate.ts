/**
 * Evaluation: what a model says of images, one by one. Counts are integers and sums are float64 added in image
 * order, so nothing depends on the size of the batches.
 */
import type * as tf from "@tensorflow/tfjs-core";
import { heapView } from "../backend/heap.ts";
import { scoped } from "../backend/scope.ts";
import type { Model } from "./model.ts";

/** A model's answers for n images. */
export interface Answers {
  /** [n] the class of the largest probability; the first among equals. */
  readonly predictions: Uint8Array;
  /** [n] that probability, in [0, 1]. */
  readonly confidences: Float64Array;
}

/** The model's answers for images x [n, inputs]. */
export function answersOf(model: Model, x: tf.Tensor2D): Answers {
  return scoped(() => {
    const logits = model.logits(x);
    const [n, columns] = logits.shape;
    const values = heapView(logits);
    const row = new Float64Array(model.head.classes(columns));
    const predictions = new Uint8Array(n);
    const confidences = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      model.head.probabilities(values.subarray(i * columns, (i + 1) * columns), row);
      let best = 0;
      for (let k = 1; k < row.length; k++) if (row[k]! > row[best]!) best = k;
      predictions[i] = best;
      confidences[i] = row[best]!;
    }
    return { predictions, confidences };
  });
}

/** Totals over images; all are exact or added in image order. */
export interface Totals {
  /** How many there are. */
  readonly images: number;
  /** How many are misclassified. */
  readonly errors: number;
  /** Sum of the confidences of all images. */
  readonly confidence: number;
  /** Sum of the confidences of the misclassified ones. */
  readonly confidenceMisclassified: number;
  /** [n] whether each image was misclassified. */
  readonly wrong: readonly boolean[];
}

/** Compares answers with labels. */
export function totalsOf({ predictions, confidences }: Answers, labels: ArrayLike<number>): Totals {
  const wrong = Array.from(predictions, (k, i) => k !== labels[i]);
  let confidence = 0;
  let confidenceMisclassified = 0;
  confidences.forEach((c, i) => {
    confidence += c;
    if (wrong[i]) confidenceMisclassified += c;
  });
  return {
    images: wrong.length,
    errors: wrong.filter(Boolean).length,
    confidence,
    confidenceMisclassified,
    wrong,
  };
}
