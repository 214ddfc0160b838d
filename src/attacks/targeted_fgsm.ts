/**
 * The fast gradient sign method towards a class instead of away from one: x̃ = x - ε sign(∇ₓ J(θ, x, target)). Appendix A
 * makes images of a class so, from noise in one step.
 */
import type { CostGradient, Model, Pixels } from "../models/mod.ts";
import type { StepAttack, Steps } from "./attack.ts";
import { maxNorm } from "./distance.ts";
import { gradientSigns } from "./fgsm.ts";
import { stepAlong } from "./step.ts";

/**
 * Versions of `x` that the model takes for the targets rather than before: the step lowers the cost of the target. As in
 * `fgsm()` the result is not clipped, and a pixel whose gradient is exactly 0 stays.
 *
 * @param x images [n, inputs], bytes or float32
 * @param targets [n] the class that each image should get
 * @param epsilon the largest change of a pixel, >= 0, in units of the pixel range
 * @param gradient which gradient's sign is taken, as in `fgsm()` (default "float32")
 * @returns float32 [n, inputs]
 * @throws {RangeError} when epsilon is negative or not finite, a target is no class or a pixel not finite
 *
 * Goodfellow, Shlens, Szegedy, "Explaining and Harnessing Adversarial Examples", ICLR 2015, appendix A.
 */
export function targetedFgsm(
  model: Model,
  x: Pixels,
  targets: ArrayLike<number>,
  epsilon: number,
  gradient: CostGradient = "float32",
): Float32Array {
  return steps(model, x, targets, gradient)(epsilon);
}

function steps(model: Model, x: Pixels, targets: ArrayLike<number>, gradient: CostGradient): Steps {
  const signs = gradientSigns(model, x, targets, gradient).map((sign) => -sign);
  return (epsilon) => stepAlong(x, signs, epsilon);
}

/** The step of size ε towards a class as an attack that can be declared and checked. */
export function targetedFgsmAttack(
  { epsilon, gradient }: { readonly epsilon: number; readonly gradient: CostGradient },
): StepAttack {
  return {
    kind: "targeted-fgsm",
    name: `sign step towards a class, ${gradient}`,
    gradient,
    targeted: true,
    steps: (model, x, targets) => steps(model, x, targets, gradient),
    ...maxNorm(epsilon),
  };
}
