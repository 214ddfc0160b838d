/** What §4 reports of a model under FGSM, with both readings of "average confidence". */
import { fgsm } from "../attacks/mod.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { confidenceMisclassifiedOf, confidenceOf, errorOf, evaluate, present } from "./evaluate.ts";
import type { Metric } from "./experiment.ts";

/** Parameters of an experiment with one FGSM. */
export type FgsmParameters = { readonly epsilon: number };

/** Clean error, error under FGSM, and confidence over all and over misclassified images, in per cent. */
export function fgsmMetrics(model: Model, images: LabelledImages, epsilon: number): Record<string, Metric> {
  const clean = evaluate(model, images);
  const attacked = evaluate(model, images, (m, x, labels) => fgsm(m, x, labels, epsilon));
  return present({
    clean_error: errorOf(clean),
    error: errorOf(attacked),
    confidence: confidenceOf(attacked),
    confidence_misclassified: confidenceMisclassifiedOf(attacked),
  });
}
