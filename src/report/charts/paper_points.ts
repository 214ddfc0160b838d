/** The paper's published values that lie on a curve of ours: which claim marks which model, quantity and ε. */
import type { ClaimResult } from "../data.ts";

/** What a curve can show. */
export type Quantity = "error" | "confidence";

/** A published value as a point on a curve; `value` in per cent. */
export interface PaperPoint {
  readonly claim: string;
  readonly model: string;
  readonly quantity: Quantity;
  readonly epsilon: number;
  readonly value: number;
}

/**
 * The claims about FGSM on the test set, by id. Confidences on mistakes only (Q13, Q15b) are another quantity than the
 * curve's average over all images and are left out.
 */
const ON_CURVES: Readonly<Record<string, Omit<PaperPoint, "claim" | "value">>> = {
  Q2a: { model: "softmax", quantity: "error", epsilon: 0.25 },
  Q2b: { model: "softmax", quantity: "confidence", epsilon: 0.25 },
  Q3a: { model: "maxout", quantity: "error", epsilon: 0.25 },
  Q3b: { model: "maxout", quantity: "confidence", epsilon: 0.25 },
  Q5a: { model: "logistic", quantity: "error", epsilon: 0 },
  Q5b: { model: "logistic", quantity: "error", epsilon: 0.25 },
  Q8a: { model: "maxout", quantity: "error", epsilon: 0 },
  Q11b: { model: "maxout-adversarial", quantity: "error", epsilon: 0.25 },
  Q15a: { model: "rbf", quantity: "error", epsilon: 0.25 },
  Q15c: { model: "rbf", quantity: "confidence", epsilon: 0 },
};

/** The published values of the measured claims that have a place on the curves of `models`. */
export function paperPoints(
  claims: readonly ClaimResult[],
  models: readonly string[],
): readonly PaperPoint[] {
  return claims.flatMap((claim) => {
    const place = Object.hasOwn(ON_CURVES, claim.id) ? ON_CURVES[claim.id] : undefined;
    if (!place || claim.published === null || claim.verdict === "not-run" || !models.includes(place.model)) {
      return [];
    }
    return [{ ...place, claim: claim.id, value: claim.published }];
  });
}
