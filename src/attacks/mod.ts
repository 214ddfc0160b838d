/** Perturbations of the input: (model, x, labels, ε) → x̃, and the same as records that can be checked. @module */
export {
  type Attack,
  type AttackIdentity,
  type Excess,
  type Nearest,
  perturb,
  type SearchAttack,
  type StepAttack,
  type Steps,
} from "./attack.ts";
export { clipped } from "./clip.ts";
export { fgsm, type FgsmAttack, fgsmAttack, gradientSigns } from "./fgsm.ts";
export { type AttackKind, ATTACKS } from "./kinds.ts";
export { lbfgs, lbfgsAttack, type LbfgsOptions } from "./lbfgs.ts";
export { randomSignNoise, randomSigns, uniformNoise } from "./noise.ts";
export { movedAtRandom } from "./distance.ts";
export { noiseImages } from "./noise_images.ts";
export { probabilityStepAttack, targetProbabilities } from "./probability_step.ts";
export { rotate, rotationAttack, turnTowards } from "./rotate.ts";
export { scaledStep, scaledStepAttack } from "./scaled_step.ts";
export { stepAlong } from "./step.ts";
export { targetedFgsm, targetedFgsmAttack } from "./targeted_fgsm.ts";
