/**
 * One step from images towards a class each, along the gradient of the class's probability: x + ε ∇ₓ p(target), as in
 * the text of appendix A. The caption of the paper's Fig. 5 takes the sign instead: `targetedFgsm()`.
 */
import { unitPixels } from "../datasets/mod.ts";
import type { Model, Pixels } from "../models/mod.ts";
import { exp } from "../numeric/elementary.ts";
import type { StepAttack, Steps } from "./attack.ts";
import { euclidean, lengths } from "./distance.ts";

/**
 * p(target) of each image [n] by the softmax.
 *
 * @param logits [n, classes]
 * @param targets [n] class indices
 */
export function targetProbabilities(logits: Float32Array, targets: ArrayLike<number>): Float64Array {
  const classes = logits.length / targets.length;
  return Float64Array.from(targets, (target, i) => {
    const own = logits[i * classes + target]!;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += exp(logits[i * classes + c]! - own);
    return 1 / sum;
  });
}

function steps(model: Model, pixels: Pixels, targets: ArrayLike<number>): Steps {
  const gradient = model.inputGradient(pixels, targets, "exact");
  const p = targetProbabilities(model.answers(pixels).logits, targets);
  const x = unitPixels(pixels);
  // the gradient of p is -p times that of the cost -log p
  return (epsilon) => x.map((v, j) => v - epsilon * p[Math.floor(j / model.inputs)]! * gradient[j]!);
}

/** ‖∇ₓ p(target)‖₂ of each image, from the loss -log p(target) and its gradient. */
function slopes(model: Model, x: Float32Array, targets: ArrayLike<number>): Float64Array {
  const gradients = lengths(model.inputGradient(x, targets, "exact"), model.inputs);
  return model.losses(x, targets).map((loss, i) => exp(-loss) * gradients[i]!);
}

/** The step of ε times the gradient of the class's probability. */
export function probabilityStepAttack({ epsilon }: { readonly epsilon: number }): StepAttack {
  return {
    kind: "probability-step",
    name: "step along the probability of a class",
    gradient: "exact",
    targeted: true,
    steps,
    ...euclidean(epsilon, (model, x, targets) => slopes(model, x, targets).map((slope) => epsilon * slope)),
  };
}
