/**
 * One step from images towards a class each (appendix A): along the signs of the gradient, as in the caption of the
 * paper's Fig. 5, and along the gradient of the class's probability, as in its text. FGSM steps away from a class.
 */
import { stepAlong } from "../../attacks/mod.ts";
import type { Model } from "../../models/mod.ts";
import { exp } from "../../numeric/elementary.ts";

/** The images [n, inputs] after a step of a size ε; the gradient is computed once, whatever the sizes. */
export type Steps = (epsilon: number) => Float32Array;

/** A kind of step from images [n, inputs] towards the classes `targets` [n]. */
export type TargetedStep = (model: Model, x: Float32Array, targets: Uint8Array) => Steps;

/** p(target) of each image [n], from its logits [n, classes] by the softmax. */
export function targetProbabilities(logits: Float32Array, targets: Uint8Array): Float64Array {
  const classes = logits.length / targets.length;
  return Float64Array.from(targets, (target, i) => {
    const own = logits[i * classes + target]!;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += exp(logits[i * classes + c]! - own);
    return 1 / sum;
  });
}

/** x - ε sign(∇ₓ J(θ, x, target)). */
export const signStep: TargetedStep = (model, x, targets) => {
  const signs = Int8Array.from(model.inputGradient(x, targets, "direction"), (g) => -Math.sign(g));
  return (epsilon) => stepAlong(x, signs, epsilon);
};

/** x + ε ∇ₓ p(target). */
export const probabilityStep: TargetedStep = (model, x, targets) => {
  const gradient = model.inputGradient(x, targets, "exact");
  const p = targetProbabilities(model.answers(x).logits, targets);
  // the gradient of p is -p times that of the cost -log p
  return (epsilon) => x.map((v, j) => v - epsilon * p[Math.floor(j / model.inputs)]! * gradient[j]!);
};
