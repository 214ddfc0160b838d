/** Totals over images: counts are integers, sums are float64 added in image order. */
import { MOST_CLASSES } from "../datasets/mod.ts";
import { checkLabels } from "../numeric/checks.ts";
import type { Answers } from "./model.ts";

/** What a model's answers amount to. */
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

/**
 * Compares answers with labels.
 *
 * @throws {RangeError} unless every answer has a label, a whole number below `MOST_CLASSES`
 */
export function totalsOf(
  { predictions, confidences }: Pick<Answers, "predictions" | "confidences">,
  labels: ArrayLike<number>,
): Totals {
  checkLabels(labels, predictions.length, MOST_CLASSES);
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
