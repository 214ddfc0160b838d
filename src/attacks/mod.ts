/** Perturbations of the input: (model, x, labels, ε) → x̃. @module */
export { clipped } from "./clip.ts";
export { fgsm, gradientSigns } from "./fgsm.ts";
export { lbfgsAttack, type LbfgsFound, type LbfgsOptions } from "./lbfgs.ts";
export { randomSignNoise, randomSigns, uniformNoise } from "./noise.ts";
export { rotate, turnTowards } from "./rotate.ts";
export { scaledStep } from "./scaled_step.ts";
export { stepAlong } from "./step.ts";
export { targetedFgsm } from "./targeted_fgsm.ts";
