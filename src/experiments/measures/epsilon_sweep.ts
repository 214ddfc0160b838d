/**
 * Error and confidence of a model under FGSM for a range of ε (§4 to §7): the rows that every experiment with a model
 * of its own adds to the report's first figure.
 */
import { gradientSigns, stepAlong } from "../../attacks/mod.ts";
import type { LabelledImages, Pixels } from "../../datasets/mod.ts";
import type { CostGradient, Model, Totals } from "../../models/mod.ts";
import { PAPER } from "../recipes/paper.ts";
import { confidenceMisclassifiedOf, confidenceOf, errorOf, evaluateUnder } from "./evaluate.ts";
import type { MeasuredRow } from "../../tables/mod.ts";

/** The ε of the figure; the paper's .25 is one of them. */
export const SWEPT: readonly number[] = Object.freeze([
  0,
  0.025,
  0.05,
  0.075,
  0.1,
  0.15,
  0.2,
  PAPER.epsilon,
  0.3,
  0.4,
  0.5,
]);

/** Totals under FGSM for every ε: one gradient for each image, since its sign does not depend on ε. */
export function sweep(
  model: Model,
  images: LabelledImages<Pixels>,
  epsilons: readonly number[],
  gradient: CostGradient,
): Totals[] {
  return evaluateUnder(model, images, function* (m, x, labels) {
    const signs = gradientSigns(m, x, labels, gradient);
    for (const epsilon of epsilons) yield stepAlong(x, signs, epsilon);
  });
}

/** Rows of the table `error_against_epsilon`: an ε each. */
export function sweepRows(
  model: string,
  epsilons: readonly number[],
  totals: readonly Totals[],
): readonly MeasuredRow<"error_against_epsilon">[] {
  return totals.map((each, i) => ({
    model,
    epsilon: epsilons[i]!,
    error: errorOf(each).value,
    confidence: confidenceOf(each).value,
    confidenceMisclassified: confidenceMisclassifiedOf(each)?.value ?? null,
  }));
}
