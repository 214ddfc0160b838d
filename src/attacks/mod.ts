/** Perturbations of the input: (model, x, labels, ε) → x̃. @module */
export { fgsm, gradientSigns } from "./fgsm.ts";
export { randomSignNoise, uniformNoise } from "./noise.ts";
export { rotate } from "./rotate.ts";
export { stepAlong } from "./step.ts";
