/**
 * What §4 reports of a model under FGSM, with both readings of "average confidence" and of the gradient: rounded as in
 * PyTorch and Theano's fused cross-entropy (the primary one, chosen because it fits) and exact; and, for comparison,
 * with pixels clipped to [0, 1].
 */
import { clipped, fgsm } from "../../attacks/mod.ts";
import type { LabelledImages } from "../../datasets/mod.ts";
import type { CostGradient, Model, Totals } from "../../models/mod.ts";
import type { Metric } from "../experiment.ts";
import {
  confidenceMisclassifiedOf,
  confidenceOf,
  difference,
  errorOf,
  evaluate,
  present,
} from "./evaluate.ts";

/** Totals under FGSM, made on `source` (the attacked model itself, or another one: transfer). */
export function fgsmTotals(
  model: Model,
  images: LabelledImages,
  epsilon: number,
  gradient: CostGradient,
  source: Model = model,
): Totals {
  return evaluate(model, images, (_m, x, labels) => fgsm(source, x, labels, epsilon, gradient));
}

/** Clean error, error under FGSM, and confidence over all and over misclassified images, in per cent. */
export function fgsmMetrics(model: Model, images: LabelledImages, epsilon: number): Record<string, Metric> {
  const rounded = fgsmTotals(model, images, epsilon, "float32");
  const exact = fgsmTotals(model, images, epsilon, "direction");
  const inRange = evaluate(
    model,
    images,
    (m, x, labels) => clipped(fgsm(m, x, labels, epsilon, "float32")),
  );
  return present({
    clean_error: errorOf(evaluate(model, images)),
    error: errorOf(rounded),
    confidence: confidenceOf(rounded),
    confidence_misclassified: confidenceMisclassifiedOf(rounded),
    error_exact: errorOf(exact),
    confidence_exact: confidenceOf(exact),
    error_clipped: errorOf(inRange),
    confidence_clipped: confidenceOf(inRange),
    unclipped_minus_clipped_error: difference(rounded, inRange),
    exact_minus_float32_error: difference(exact, rounded),
  });
}
